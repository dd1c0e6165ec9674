import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Logger } from '../../core/logger.ts';
import { startZalo, type ZaloServer } from '../fakes/zalo-server.ts';
import { freePort } from '../flows/messenger-office.ts';
import { putDatabaseIn } from '../support/data-folder.ts';

/** Where people come in, by the settings; the attacks go straight to the socket behind it. */
export const publicUrl = 'https://tro-ly.example';
export const webhookSecret = 'bi-mat-cua-phep-thu';
export const cookieName = '__Host-capuy_session';

/** What came back. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** How a request differs from that of an honest page. */
export interface Twist {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: BodyInit;
}

/** The whole assistant as an office runs it behind https, with a messenger, and everything that it logged. */
export interface AttackedOffice {
  /** Address of the socket. */
  url: string;
  dataDir: string;
  zalo: ZaloServer;
  /** Every line of the log, with the messages of errors, before anything is taken out. */
  log: string[];
  /** Whoever asks without a cookie. */
  stranger(path: string, twist?: Twist): Promise<Answer>;
  /** The administrator's browser. */
  admin(path: string, twist?: Twist): Promise<Answer>;
  adminCookie: string;
  /** The secret of the sign-in link that was used. */
  usedSecret: string;
  /** Types a code into the sign-in page. */
  signIn(code: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Says something as the administrator, in a conversation of its own; resolves with everything that was replied. */
  say(text: string): Promise<string>;
  /** Presses a button of the last reply. */
  press(label: string): Promise<string>;
  /** Sends a file as the administrator; resolves with the reply. */
  upload(name: string, content: string): Promise<string>;
  /** Sends bytes to the socket as they are; resolves with what came until the connection ended, or `isEnough`. */
  raw(bytes: string, isEnough?: (told: string) => boolean): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it on a folder that somebody made beforehand, open to everybody on the machine. */
export async function startAttackedOffice(): Promise<AttackedOffice> {
  const dataDir = await mkdtemp(join(tmpdir(), 'capuy-attack-'));
  await putDatabaseIn(dataDir);
  await chmod(dataDir, 0o755);
  const zalo = await startZalo();
  const log: string[] = [];
  const note =
    (level: string): Logger['info'] =>
    (fields, message) =>
      void log.push(`${level} ${message} ${JSON.stringify(fields, withErrors)}`);
  const config = readConfig({
    CAPUY_DATA_DIR: dataDir,
    CAPUY_REMINDERS: 'no',
    CAPUY_DEMO: 'yes',
    PORT: '0',
    PUBLIC_URL: publicUrl,
    MAX_UPLOAD_MB: '1',
    ZALO_BOT_TOKEN: zalo.token,
    ZALO_API_ROOT: zalo.root,
    ZALO_MODE: 'webhook',
    ZALO_WEBHOOK_SECRET: webhookSecret,
  });
  const port = await freePort();
  const app: App = await createApp(
    { ...config, PORT: port },
    { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
  );
  const url = `http://127.0.0.1:${port}`;

  async function ask(
    path: string,
    { method = 'GET', headers = {}, body }: Twist,
    cookie: string,
  ): Promise<Answer> {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(method === 'GET' ? {} : { origin: publicUrl }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  }
  const stranger = (path: string, twist: Twist = {}): Promise<Answer> => ask(path, twist, '');
  const signIn = (code: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    stranger('/vao', { method: 'POST', body: new URLSearchParams({ ma: code }), headers });

  const usedSecret = new URL(app.signInUrl).searchParams.get('ma') ?? '';
  const adminCookie = cookieOf(await signIn(usedSecret));
  const admin = (path: string, twist: Twist = {}): Promise<Answer> => ask(path, twist, adminCookie);
  let said = 0;
  let chat = '';
  let lastReply = '';
  const sockets = new Set<Socket>();
  const newId = (): string => `attack${(said += 1)}`.padEnd(24, '0');
  // One conversation each, so that no dialogue takes up the next line.
  const newChat = (): string => (chat = newId());
  const send = (path: string, body: object): Promise<Answer> =>
    admin(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  /** Everything that was replied in the conversation, when nothing waits any more. */
  async function settled({ status, body: problem }: Answer): Promise<string> {
    if (status !== 202) throw new Error(`${status} ${problem}`);
    for (;;) if (await replies()) return lastReply;
  }
  /** Looks at the conversation; true where nothing waits. */
  async function replies(): Promise<boolean> {
    const { body } = await admin(`/api/history?chat=${chat}`);
    const { messages } = JSON.parse(body) as { messages: { kind: string; isWaiting?: boolean }[] };
    const told = messages.filter(({ kind }) => kind === 'reply');
    lastReply = JSON.stringify(told);
    return told.length > 0 && !messages.some(({ isWaiting }) => isWaiting);
  }
  async function press(label: string): Promise<string> {
    const key = new RegExp(`"key":"([\\w-]+)","label":"${label}"`, 'u').exec(lastReply)?.[1] ?? '';
    return settled(await send('/api/choices', { id: newId(), chat, key, label }));
  }

  return {
    url,
    dataDir,
    zalo,
    log,
    stranger,
    admin,
    adminCookie,
    usedSecret,
    signIn,
    async say(text) {
      const id = newChat();
      return settled(await send('/api/messages', { id, chat: id, text }));
    },
    press,
    async upload(name, content) {
      const form = new FormData();
      form.set('id', newChat());
      form.set('chat', chat);
      form.append('files', new File([content], name, { type: 'text/plain' }));
      await settled(await admin('/api/files', { method: 'POST', body: form }));
      // Where the machine is slow, the file is read behind and told of later.
      while (!lastReply.includes('"label":"Lưu nội bộ"'))
        if (lastReply.includes('"label":"Xem để lưu"')) await press('Xem để lưu');
        else await replies();
      return lastReply;
    },
    raw: (bytes, isEnough = () => false) =>
      new Promise((resolve, reject) => {
        let told = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
        sockets.add(socket);
        socket.setEncoding('utf8').on('data', (text: string) => {
          told += text;
          if (isEnough(told)) resolve(told);
        });
        socket
          .on('close', () => resolve(told))
          .on('error', (error) => (told === '' ? reject(error) : resolve(told)));
      }),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await app.stop();
      await zalo.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** 'name=value' of the cookie that was set, or ''. */
export const cookieOf = ({ headers }: Answer): string =>
  (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

const withErrors = (_name: string, value: unknown): unknown =>
  value instanceof Error ? `${value.stack} ${String(value.cause)}` : value;
