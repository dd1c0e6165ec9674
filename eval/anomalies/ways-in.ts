import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { ProgramPlace, RunningProgram } from './program.ts';
import { startProgram } from './program.ts';
import type { ProviderDouble } from './provider-double.ts';

/* The ways into a running assistant over HTTP: the webhooks of three messengers and the page. */

/** One way in: what a well-formed message looks like there, and how a body is posted. */
export interface WayIn {
  channel: 'telegram' | 'zalo' | 'zalo-oa' | 'web';
  /** A message with its own number; the same number is the same message. */
  message(number: number, sender: number, text: string): Record<string, unknown>;
  /** `retryAfterSeconds`: when to come again, where it says so. */
  post(body: string): Promise<{ status: number; retryAfterSeconds: number | null }>;
}

/** An assistant that was just started. */
export interface LaunchedOffice {
  program: RunningProgram;
  root: string;
  /** Resolves when it can be reached, with the line that says its address; empty where it ended before. */
  ready: Promise<string>;
  /** What `/metrics` says. */
  metrics(): Promise<string>;
}

/** A running assistant that all messengers can reach. */
export interface ReachableOffice extends Pick<LaunchedOffice, 'program' | 'metrics'> {
  ways: readonly WayIn[];
  isHealthy(): Promise<boolean>;
}

const secrets = {
  telegram: 'telegram-secret',
  zalo: 'zalo-secret-1',
  app: '4711',
  oa: 'oa-secret',
};

/** Starts the assistant on a data folder with all webhooks open. */
export async function launchOffice(
  place: ProgramPlace,
  dataDir: string,
  providers: ProviderDouble,
  settings: Readonly<Record<string, string>> = {},
  preload?: string,
): Promise<LaunchedOffice> {
  const port = await freePort();
  const root = `http://127.0.0.1:${port}`;
  const program = startProgram(place, ['start'], {
    dataDir,
    settings: {
      ...{ PORT: String(port), CAPUY_DEMO: 'no', PUBLIC_URL: 'https://office.example' },
      ...{ MESSAGES_PER_MINUTE: '10000', MESSAGES_PER_MINUTE_ALL: '1000000' },
      ...{ TELEGRAM_BOT_TOKEN: '424242:double', TELEGRAM_API_ROOT: `${providers.root}/tg` },
      ...{ TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: secrets.telegram },
      ...{ ZALO_BOT_TOKEN: '171717:double', ZALO_API_ROOT: providers.root },
      ...{ ZALO_MODE: 'webhook', ZALO_WEBHOOK_SECRET: secrets.zalo },
      ...{ ZALO_OA_APP_ID: secrets.app, ZALO_OA_APP_SECRET: 'app-secret', ZALO_OA_SECRET: secrets.oa },
      ...{ ZALO_OA_REFRESH_TOKEN: 'refresh-0', ZALO_OA_API_ROOT: providers.root },
      ...{ ZALO_OA_AUTH_ROOT: providers.root },
      ...settings,
    },
    ...(preload === undefined ? {} : { preload }),
  });
  const isAddress = (line: string): boolean => /\/vao\?ma=/u.test(line);
  return {
    program,
    root,
    ready: program.waitForLines(isAddress, 1).then(() => program.lines().find(isAddress) ?? ''),
    metrics: async () => (await fetch(`${root}/metrics`)).text(),
  };
}

/** As `launchOffice`, with everybody's ways in; resolves when it can be reached. */
export async function startReachable(
  ...launching: Parameters<typeof launchOffice>
): Promise<ReachableOffice> {
  const { program, root, ready, metrics } = await launchOffice(...launching);
  const code = /\/vao\?ma=([\w-]+)/u.exec(await ready)?.[1];
  if (code === undefined) throw new Error(`the assistant did not start: ${program.errors()}`);
  const cookie = await signIn(root, code);
  const post = poster(root);
  return {
    program,
    metrics,
    isHealthy: async () => {
      const response = await fetch(`${root}/health`).catch(() => null);
      return response?.status === 200 && ((await response.json()) as { ok?: boolean }).ok === true;
    },
    ways: [
      telegramWay(root),
      {
        channel: 'zalo',
        message: (number, sender, text) => ({
          ok: true,
          result: {
            event_name: 'message.text.received',
            message: {
              from: { id: `z${sender}`, display_name: 'Người gửi', is_bot: false },
              chat: { id: `z${sender}`, chat_type: 'PRIVATE' },
              ...{ message_id: `m${number}`, date: 1_790_000_000_000, text },
            },
          },
        }),
        post: (body) => post('/kenh/zalo', body, { 'x-bot-api-secret-token': secrets.zalo }),
      },
      {
        channel: 'zalo-oa',
        message: (number, sender, text) => ({
          ...{ event_name: 'user_send_text', app_id: secrets.app, timestamp: '1790000000000' },
          ...{ sender: { id: `o${sender}` }, recipient: { id: 'oa' } },
          message: { msg_id: `m${number}`, text },
        }),
        post: (body) => {
          const at = '1790000000000';
          const mac = createHash('sha256').update(secrets.app).update(body).update(at).update(secrets.oa);
          return post('/kenh/zalo-oa', body, {
            'x-zevent-signature': `mac=${mac.digest('hex')}`,
            'x-zevent-timestamp': at,
          });
        },
      },
      {
        channel: 'web',
        message: (number, _sender, text) => ({ id: `m${number}`.padEnd(32, '0'), text }),
        post: (body) => post('/api/messages', body, { cookie, origin: root }),
      },
    ],
  };
}

const poster =
  (root: string) =>
  async (
    path: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<{ status: number; retryAfterSeconds: number | null }> => {
    const response = await fetch(`${root}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(60_000),
    });
    await response.arrayBuffer();
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, retryAfterSeconds: retryAfter === null ? null : Number(retryAfter) };
  };

/** How Telegram delivers updates. */
export const telegramWay = (root: string): WayIn => ({
  channel: 'telegram',
  message: (number, sender, text) => ({
    update_id: number,
    message: {
      ...{ message_id: number, date: 1_790_000_000, text },
      chat: { id: sender, type: 'private', first_name: 'Người gửi' },
      from: { id: sender, is_bot: false, first_name: 'Người gửi', language_code: 'vi' },
    },
  }),
  post: (body) =>
    poster(root)('/kenh/telegram', body, { 'x-telegram-bot-api-secret-token': secrets.telegram }),
});

async function signIn(root: string, code: string): Promise<string> {
  const response = await fetch(`${root}/vao`, {
    method: 'POST',
    body: new URLSearchParams({ ma: code }),
    headers: { origin: root },
    redirect: 'manual',
  });
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
