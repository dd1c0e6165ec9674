import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sha256 } from '../../core/ids.ts';
import { createWatchers } from './watchers.ts';

/*
 * A Zalo Official Account on loopback, written from what is documented of OpenAPI v3: refusals are HTTP 200 with
 * `error` other than 0, refresh tokens work once, messages and uploads are held to the published limits, and files are
 * known afterwards by what the upload answered.
 */

/** A message that arrived. */
export interface OaMessageSent {
  userId: string;
  message: {
    text?: string;
    attachment?: { type: string; payload: Record<string, unknown> };
  };
}

/** How a coming call fails. 'cut-after': it was done, and the answer got lost. */
export type OaFault = { status?: number; body: unknown } | 'cut-before' | 'cut-after';

export interface OaServer {
  /** For ZALO_OA_API_ROOT and ZALO_OA_AUTH_ROOT. */
  root: string;
  settings: { appId: string; appSecret: string; secret: string; refreshToken: string };
  messages: OaMessageSent[];
  texts(): string[];
  uploads: { kind: string; name: string; mime: string; bytes: Buffer }[];
  /** Refreshes that were made. */
  refreshes: number;
  /** The access token that is good now. */
  accessToken(): string;
  /** Ends the access token before its time. */
  expire(): void;
  /** Fails the next call whose path ends with `path`; several wait in line. */
  fail(path: string, fault: OaFault): void;
  /** Resolves when it is so; looks again at every message that arrives. */
  until(isSo: () => boolean): Promise<void>;
  /** Signs and posts an event; the timestamp that counts stands in the body, or in a header. */
  post(
    url: string,
    event: object,
    options?: { timestampIn?: 'body' | 'header'; secret?: string },
  ): Promise<number>;
  /** The same as a request, for a handler without a server. */
  request(event: object, options?: { timestampIn?: 'body' | 'header'; secret?: string }): Request;
  stop(): Promise<void>;
}

const imageTypes = ['image/png', 'image/jpeg'];
const fileTypes = [
  'application/pdf',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
];

export async function startOa(
  options: { uploadsAnswer?: 'token' | 'attachment_id' } = {},
): Promise<OaServer> {
  const settings = { appId: '4711', appSecret: 'app-secret', secret: 'oa-secret', refreshToken: 'refresh-0' };
  const messages: OaMessageSent[] = [];
  const uploads: OaServer['uploads'] = [];
  const faults = new Map<string, OaFault[]>();
  const watchers = createWatchers();
  let generation = 0;
  let isExpired = true;
  const access = (): string => `access-${generation}`;

  function refresh(request: IncomingMessage, form: URLSearchParams): object {
    if (request.headers['secret_key'] !== settings.appSecret || form.get('app_id') !== settings.appId)
      return { error: -14004, error_name: 'Invalid app', error_description: 'Invalid app' };
    if (form.get('grant_type') !== 'refresh_token') return { error: -14005, error_name: 'Invalid grant' };
    if (form.get('refresh_token') !== `refresh-${generation}`)
      return { error: -14014, error_name: 'Invalid refresh token' };
    generation++;
    isExpired = false;
    // Seconds come as a text.
    return { access_token: access(), refresh_token: `refresh-${generation}`, expires_in: '90000' };
  }

  function deliver(body: { recipient?: { user_id?: string }; message?: OaMessageSent['message'] }): object {
    const userId = body.recipient?.user_id;
    const message = body.message;
    if (!userId || !message) return { error: -201, message: 'recipient is invalid!' };
    const problem = problemOf(message, uploads.length);
    if (problem !== null) return { error: -201, message: problem };
    messages.push({ userId, message });
    watchers.changed();
    return { error: 0, message: 'Success', data: { message_id: `m${messages.length}`, user_id: userId } };
  }

  async function upload(kind: string, request: IncomingMessage, raw: Buffer): Promise<object> {
    const form = await new Response(new Uint8Array(raw), {
      headers: { 'content-type': request.headers['content-type'] ?? '' },
    }).formData();
    const file = form.get('file');
    if (!(file instanceof File)) return { error: -201, message: 'file is invalid!' };
    const isImage = kind === 'image';
    if (file.size > (isImage ? 1_048_576 : 5_242_880)) return { error: -210, message: 'file is too large' };
    if (!(isImage ? imageTypes : fileTypes).includes(file.type))
      return { error: -201, message: 'type is invalid!' };
    uploads.push({ kind, name: file.name, mime: file.type, bytes: Buffer.from(await file.arrayBuffer()) });
    const field = isImage ? 'attachment_id' : (options.uploadsAnswer ?? 'token');
    return { error: 0, message: 'Success', data: { [field]: `upload-${uploads.length}` } };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const path = request.url ?? '';
    const fault = [...faults].find(([end, waiting]) => path.endsWith(end) && waiting.length > 0)?.[1].shift();
    if (fault === 'cut-before') return void request.socket.destroy();
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, {
        'content-type': typeof body === 'string' ? 'text/html' : 'application/json',
      });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (fault && fault !== 'cut-after') return answer(fault.status ?? 200, fault.body);

    let body: object;
    if (path === '/v4/oa/access_token') {
      server.refreshes++;
      body = refresh(request, new URLSearchParams(raw.toString('utf8')));
    } else if (request.headers['access_token'] !== access() || isExpired) {
      body = { error: -216, message: 'Access token is invalid' };
    } else if (path === '/v3.0/oa/message/cs') body = deliver(JSON.parse(raw.toString('utf8')) as object);
    else if (path.startsWith('/v2.0/oa/upload/'))
      body = await upload(path.slice('/v2.0/oa/upload/'.length), request, raw);
    else return answer(404, 'not found');
    if (fault === 'cut-after') return void request.socket.destroy();
    answer(200, body);
  }

  const http = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  function signed(event: object, { timestampIn = 'body', secret = settings.secret }: PostOptions = {}) {
    const inBody = '1764817200123';
    const body = JSON.stringify({ app_id: settings.appId, ...event, timestamp: inBody });
    const timestamp = timestampIn === 'body' ? inBody : '1764817209999';
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'x-zevent-signature': `mac=${sha256(settings.appId + body + timestamp + secret)}`,
        ...(timestampIn === 'header' ? { 'x-zevent-timestamp': timestamp } : {}),
      },
    };
  }

  const server: OaServer = {
    root: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    settings,
    messages,
    texts: () => messages.flatMap(({ message }) => message.text ?? []),
    uploads,
    refreshes: 0,
    accessToken: access,
    expire() {
      isExpired = true;
    },
    fail(path, fault) {
      faults.set(path, [...(faults.get(path) ?? []), fault]);
    },
    until: watchers.until,
    async post(url, event, postOptions) {
      const response = await fetch(url, { method: 'POST', ...signed(event, postOptions) });
      await response.arrayBuffer();
      return response.status;
    },
    request: (event, postOptions) =>
      new Request('https://cap-uy.example.vn/kenh/zalo-oa', {
        method: 'POST',
        ...signed(event, postOptions),
      }),
    async stop() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

type PostOptions = NonNullable<Parameters<OaServer['post']>[2]>;

/** What the API would not take, or null. */
function problemOf({ text, attachment }: OaMessageSent['message'], uploadCount: number): string | null {
  const isKnown = (id: unknown): boolean => {
    const number = Number(/^upload-(\d+)$/u.exec(String(id))?.[1]);
    return number >= 1 && number <= uploadCount;
  };
  if (text !== undefined && (text === '' || text.length > 2000)) return 'text is invalid!';
  if (attachment === undefined) return text === undefined ? 'message is invalid!' : null;
  const { payload } = attachment;
  if (attachment.type === 'file')
    return isKnown(payload['token'] ?? payload['attachment_id']) ? null : 'token is invalid!';
  const buttons = payload['buttons'] as { title: string; payload: string }[] | undefined;
  if (buttons) {
    const fits = buttons.every((one) => one.title.length <= 100 && one.payload.length <= 1000);
    return buttons.length <= 5 && fits && text !== undefined ? null : 'buttons is invalid!';
  }
  const elements = payload['elements'] as { media_type: string; attachment_id: string }[] | undefined;
  const isMedia = payload['template_type'] === 'media' && elements?.length === 1;
  return isMedia && isKnown(elements[0]?.attachment_id) ? null : 'attachment is invalid!';
}
