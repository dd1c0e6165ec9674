import { z } from 'zod';
import { ChannelError, type DeliveryFailure } from '../../../core/errors.ts';
import { callJson, type JsonAnswer } from '../http-json.ts';

/*
 * The OpenAPI v3 of Zalo Official Accounts. Whether a call worked is said by `error` in the body: HTTP 200 with another
 * number than 0 is a failure. Paths of uploads are v2.0 still; the token travels in a header of its own.
 */

/** A message as the API takes it, without the recipient. */
export type OaMessage =
  | { text: string }
  | { text: string; attachment: { type: 'template'; payload: { buttons: OaButton[] } } }
  | { attachment: { type: 'template'; payload: { template_type: 'media'; elements: object[] } } }
  | { attachment: { type: 'file'; payload: Record<string, string> } };

/** A button that says `payload` for the person, without showing it. */
export interface OaButton {
  title: string;
  type: 'oa.query.hide';
  payload: string;
}

/** What an upload is known by from then on: `{ attachment_id }`, of files also `{ token }`. */
export type OaUpload = Record<string, string>;

export interface OaClient {
  /** Sends a consultation message. Returns its id. */
  send(accessToken: string, userId: string, message: OaMessage): Promise<string>;
  upload(
    accessToken: string,
    kind: 'image' | 'file',
    file: { bytes: Uint8Array; name: string; mime: string },
  ): Promise<OaUpload>;
  /** Trades a refresh token, which works once, for two new ones. */
  refresh(refreshToken: string): Promise<{
    accessToken: string;
    refreshToken: string;
    expiresInSeconds: number;
  }>;
}

/** The access token is not accepted: another one may be, and nothing was delivered. */
export class OaTokenError extends ChannelError {}

const sendTimeoutMs = 15_000;
const uploadTimeoutMs = 60_000;

const reply = z.object({
  error: z.coerce.number().optional(),
  data: z.looseObject({}).nullish(),
});
const sent = z.object({ message_id: z.coerce.string() });
const uploaded = z
  .object({ attachment_id: z.string().min(1).optional(), token: z.string().min(1).optional() })
  .refine(({ attachment_id: id, token }) => id !== undefined || token !== undefined);
/** Seconds come as a number or as a text. */
const fresh = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
});

export function createOaClient(deps: {
  apiRoot: string;
  authRoot: string;
  appId: string;
  appSecret: string;
}): OaClient {
  async function call(
    name: string,
    path: string,
    init: RequestInit,
    options: { timeoutMs: number; isSend: boolean },
  ): Promise<Record<string, unknown>> {
    const answer = await callJson(
      `${deps.apiRoot}${path}`,
      { method: 'POST', ...init },
      { name, ...options },
    );
    const body = reply.safeParse(answer.body);
    if (body.success && body.data.error === 0) return body.data.data ?? {};
    throw refusal(name, answer, body.success ? body.data.error : undefined, options.isSend);
  }

  return {
    async send(accessToken, userId, message) {
      const data = await call(
        'zalo oa message',
        '/v3.0/oa/message/cs',
        {
          headers: { access_token: accessToken, 'content-type': 'application/json' },
          body: JSON.stringify({ recipient: { user_id: userId }, message }),
        },
        { timeoutMs: sendTimeoutMs, isSend: true },
      );
      const parsed = sent.safeParse(data);
      return parsed.success ? parsed.data.message_id : 'unknown';
    },
    async upload(accessToken, kind, { bytes, name, mime }) {
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(bytes)], { type: mime }), name);
      const data = await call(
        `zalo oa upload ${kind}`,
        `/v2.0/oa/upload/${kind}`,
        { headers: { access_token: accessToken }, body: form },
        { timeoutMs: uploadTimeoutMs, isSend: false },
      );
      const parsed = uploaded.safeParse(data);
      if (!parsed.success) throw new ChannelError('invalid', `zalo oa upload ${kind} named nothing`);
      const { attachment_id: id, token } = parsed.data;
      // What the answer calls it is what the message has to call it.
      return token === undefined ? { attachment_id: id as string } : { token };
    },
    async refresh(refreshToken) {
      const name = 'zalo oa token';
      const answer = await callJson(
        `${deps.authRoot}/v4/oa/access_token`,
        {
          method: 'POST',
          headers: { secret_key: deps.appSecret },
          body: new URLSearchParams({
            refresh_token: refreshToken,
            app_id: deps.appId,
            grant_type: 'refresh_token',
          }),
        },
        { name, timeoutMs: sendTimeoutMs },
      );
      const tokens = fresh.safeParse(answer.body);
      if (tokens.success)
        return {
          accessToken: tokens.data.access_token,
          refreshToken: tokens.data.refresh_token,
          expiresInSeconds: tokens.data.expires_in,
        };
      const code = reply.safeParse(answer.body).data?.error;
      const isPassing = code === undefined || code === -32 || answer.status >= 500 || answer.status === 429;
      throw new ChannelError(
        isPassing ? 'transient' : 'auth',
        `${name} was refused (${code ?? answer.status})`,
      );
    },
  };
}

/** Codes as the platform documents them (developers.zalo.me, appendix of error codes) and as others have met them. */
const kinds: ReadonlyMap<number, DeliveryFailure | 'token'> = new Map([
  ...[-216, 216, -401, 401, -220].map((code) => [code, 'token'] as const),
  // Not a follower, refuses messages, banned or long away, silent for seven days.
  ...[-213, -217, -222, -227, -230, -232, -305].map((code) => [code, 'gone'] as const),
  [-32, 'rate'] as const,
  ...[-118, -14014, -204, -205, -209, -212, -221, -224].map((code) => [code, 'auth'] as const),
  // Not acceptable as it is, and quotas that another try in a minute would only meet again.
  ...[-201, -210, -211, -218, -233, -234, -311, 100].map((code) => [code, 'invalid'] as const),
]);

function refusal(name: string, answer: JsonAnswer, code: number | undefined, isSend: boolean): ChannelError {
  const words = `${name} was refused (${code ?? `HTTP ${answer.status}`})`;
  const kind = kinds.get(code ?? answer.status);
  if (kind === 'token') return new OaTokenError('auth', words);
  if (kind === 'rate' || answer.status === 429)
    return new ChannelError(
      'rate',
      words,
      answer.retryAfterMs === undefined ? { retryAfterMs: 60_000 } : { retryAfterMs: answer.retryAfterMs },
    );
  if (kind !== undefined) return new ChannelError(kind, words);
  // An answer of the platform itself says that nothing was delivered; a gateway knows nothing.
  const isUnknown = isSend && code === undefined && answer.status !== 503;
  return new ChannelError(isUnknown ? 'unknown-delivery' : 'transient', words);
}
