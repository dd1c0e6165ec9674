import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, type App } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Logger } from '../../core/logger.ts';
import { openOffice } from '../../office.ts';
import { startOa, type OaServer } from '../fakes/zalo-oa-server.ts';
import { startZalo, type ZaloServer } from '../fakes/zalo-server.ts';
import { putDatabaseIn } from '../support/data-folder.ts';
import * as oaEvents from '../zalo-oa/events.ts';
import { unsupported } from '../zalo/updates.ts';
import {
  conversation,
  freePort,
  furnishOffice,
  meetingOn,
  regulation,
  type Phone,
} from './messenger-office.ts';
import { signInAt, type Person } from './person.ts';

/*
 * An office on Zalo: the whole assistant with both real channels, the bot at the server of @openclaw/crabline (polling
 * and webhook), the Official Account at our own. What was said stands in the folder `zalo`, as a person would read it.
 */

let dataDir: string;
let zalo: ZaloServer;
let oa: OaServer;
let media: Server;
let mediaHost: string;
let code: string;
let app: App | null = null;
const errors: string[] = [];
const logger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error: (fields, message) => errors.push(`${message} ${JSON.stringify(fields)}`),
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-zalo-flow-'));
  await putDatabaseIn(dataDir);
  [zalo, oa] = await Promise.all([startZalo(), startOa()]);
  media = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(regulation);
  });
  await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve));
  mediaHost = `127.0.0.1:${(media.address() as AddressInfo).port}`;
  const office = await openOffice(readConfig({ CAPUY_DATA_DIR: dataDir }));
  code = await furnishOffice(office, { name: 'Quy chế 15.txt', text: regulation });
  await office.close();
});
afterAll(async () => {
  await Promise.all([zalo.stop(), oa.stop()]);
  media.closeAllConnections();
  await new Promise((resolve) => media.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});
/** Ends what runs, and tells what was logged as an error meanwhile. */
async function stop(): Promise<void> {
  await app?.stop();
  app = null;
  expect(errors).toEqual([]);
}

const webhookSecret = 'bi-mat-cua-phep-thu';

/** The assistant with both accounts and where it is reached from here; people would come over PUBLIC_URL. */
async function start(settings: Readonly<Record<string, string>>): Promise<{ url: string; ma: string }> {
  const config = readConfig({
    CAPUY_DATA_DIR: dataDir,
    CAPUY_REMINDERS: 'no',
    CAPUY_DEMO: 'no',
    PUBLIC_URL: 'https://tro-ly.example',
    ZALO_BOT_TOKEN: zalo.token,
    ZALO_API_ROOT: zalo.root,
    ZALO_WEBHOOK_SECRET: webhookSecret,
    ZALO_OA_APP_ID: oa.settings.appId,
    ZALO_OA_APP_SECRET: oa.settings.appSecret,
    ZALO_OA_SECRET: oa.settings.secret,
    ZALO_OA_REFRESH_TOKEN: oa.settings.refreshToken,
    ZALO_OA_API_ROOT: oa.root,
    ZALO_OA_AUTH_ROOT: oa.root,
    ZALO_OA_MEDIA_HOSTS: mediaHost,
    ...settings,
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // The double calls a loopback address, where the platform wants one with https.
  const isCalled = config.ZALO_MODE === 'webhook';
  app = await createApp({ ...config, PORT: port, ...(isCalled ? { PUBLIC_URL: url } : {}) }, logger);
  return { url, ma: new URL(app.signInUrl).searchParams.get('ma') ?? '' };
}

const zaloPhone = (): Phone => ({
  say: (text) => zalo.say(text),
  shown: () =>
    zalo.calls.flatMap(({ method, body }) => {
      if (method === 'sendMessage') return [marked(String(body['text']), body['text_styles'])];
      return method === 'sendPhoto' ? [`⎙ ${String(body['caption'])}`] : [];
    }),
  until: zalo.until,
});

/** Bold as **…**, italics as _…_. */
function marked(text: string, styles: unknown): string {
  const runs = (styles ?? []) as { start: number; len: number; st: string[] }[];
  let result = text;
  for (const { start, len, st } of [...runs].sort((a, b) => b.start - a.start)) {
    const [bold, italics] = [st.includes('b') ? '**' : '', st.includes('i') ? '_' : ''];
    const inside = text.slice(start, start + len);
    result = `${result.slice(0, start)}${italics}${bold}${inside}${bold}${italics}${result.slice(start + len)}`;
  }
  return result;
}

let said = 0;
const oaPhone = (
  url: string,
): Phone & { post(event: object): Promise<void>; press(label: string): Promise<void> } => {
  const post = async (event: object): Promise<void> => {
    expect(await oa.post(`${url}/kenh/zalo-oa`, event)).toBe(200);
  };
  const say = (text: string) => post(oaEvents.text(text, `oa-${++said}`));
  return {
    post,
    say,
    async press(label) {
      const buttons = oa.messages.flatMap(({ message }) => buttonsOf(message.attachment?.payload));
      const button = buttons.findLast(({ title }) => title === label);
      if (!button) throw new Error(`no button '${label}'`);
      await say(button.payload);
    },
    shown: () =>
      oa.messages.map(({ message: { text, attachment } }) =>
        [
          ...(text === undefined ? [] : [text]),
          ...buttonsOf(attachment?.payload).map(({ title }) => `[${title}]`),
          ...(text === undefined && attachment ? [`⎙ ${oa.uploads.at(-1)?.name}`] : []),
        ].join('\n'),
      ),
    until: oa.until,
  };
};
const buttonsOf = (payload: Record<string, unknown> | undefined) =>
  (payload?.['buttons'] ?? []) as { title: string; payload: string }[];

const question = 'Mỗi buổi sinh hoạt chuyên đề không dưới bao nhiêu phút?';

/** A question, a meeting and a count, by typing alone. */
async function threeConversations(phone: Phone, day: string): Promise<string> {
  const { say, read } = conversation(phone);
  await say(question, /120 phút/u);
  const draft = await say(meetingOn(day), /chưa lưu[^]*\d+\. Lưu/iu);
  await say(/(\d+)\. Lưu/u.exec(draft)?.[1] ?? '', /Đã lưu cuộc họp/u);
  await say('/thongke đảng viên theo giới tính đến 30/6/2026', /30[^]*Theo đơn vị/u);
  return read();
}

describe('an office that lets all content out over Zalo', () => {
  let url: string;
  let admin: Person;
  beforeAll(async () => {
    const running = await start({ ZALO_CEILING: 'all', ZALO_OA_CEILING: 'all' });
    url = running.url;
    admin = await signInAt(url, running.ma);
  });
  afterAll(async () => {
    await admin.leave();
    await stop();
  });

  it('is linked and asked, told a meeting by numbers and asked for a count: the bot, polling', async () => {
    const { say, read } = conversation(zaloPhone());
    await say('Chi bộ họp ngày nào?', /LIENKET/u);
    await say(`LIENKET ${code}`, /Đã liên kết/u);
    await expect(read()).toMatchFileSnapshot('zalo/bot-linking.txt');
    await expect(await threeConversations(zaloPhone(), '03/3/2026')).toMatchFileSnapshot(
      'zalo/bot-polling.txt',
    );
  });

  it('hands the chart over by an address that opens without signing in, more than once', async () => {
    const [sent] = await zalo.called('sendPhoto');
    const { origin, pathname, search } = new URL(String(sent?.body['photo']));
    expect(origin).toBe('https://tro-ly.example');
    for (let time = 0; time < 2; time++) {
      const picture = await fetch(url + pathname + search);
      expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
      await picture.arrayBuffer();
    }
  });

  it('does the same with buttons and files: the Official Account', async () => {
    const own = await admin.say('/lienket');
    const phone = oaPhone(url);
    const { say, turn, read } = conversation(phone);
    await say('xin chào', /LIENKET/u);
    await say(`LIENKET ${/\d{6}/u.exec(own.text)?.[0] ?? ''}`, /Đã liên kết/u);
    await say(question, /120 phút/u);
    await say(meetingOn('03/5/2026'), /1\. Lưu/u);
    await say('1', /Đã lưu cuộc họp[^]*\[Biên bản \(\.docx\)\]/u);
    await turn(
      '[Biên bản (.docx)]',
      () => phone.press('Biên bản (.docx)'),
      /⎙ .*\.docx[^]*\[Đọc lại toàn văn\]/u,
    );
    await say('/thongke đảng viên theo giới tính đến 30/6/2026', /30[^]*⎙[^]*\[Theo đơn vị\]/u);
    await turn(
      '⎙ Quy chế bản hai.txt',
      () => phone.post(oaEvents.file(`http://${mediaHost}/f`, 'Quy chế bản hai.txt')),
      /15-QC\/ĐU/u,
    );
    await expect(read()).toMatchFileSnapshot('zalo/official-account.txt');
  });
});

describe('an office that the bot calls', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await start({ ZALO_CEILING: 'all', ZALO_MODE: 'webhook' }));
    await zalo.called('setWebhook');
  });
  afterAll(stop);

  it('says the same over a webhook', async () => {
    await expect(await threeConversations(zaloPhone(), '03/4/2026')).toMatchFileSnapshot(
      'zalo/bot-webhook.txt',
    );
  });

  it('answers what the bot cannot pass on with the address of its web page, once', async () => {
    const file = {
      ...unsupported,
      message: { ...unsupported.message, from: { id: 'an' }, chat: { id: 'an' } },
    };
    const post = async (given: string): Promise<number> => {
      const response = await fetch(`${url}/kenh/zalo`, {
        method: 'POST',
        headers: { 'x-bot-api-secret-token': given },
        body: JSON.stringify(file),
      });
      await response.arrayBuffer();
      return response.status;
    };
    expect(await post('guessed')).toBe(401);
    const { turn } = conversation(zaloPhone());
    await turn(
      '⎙ a document',
      async () => {
        expect([await post(webhookSecret), await post(webhookSecret)]).toEqual([200, 200]);
      },
      /trang web[^]*http:\/\/127\.0\.0\.1/u,
    );
  });
});

describe('an office that lets out public content only', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await start({ ZALO_API_ROOT: `http://127.0.0.1:${await freePort()}` }));
  });
  afterAll(stop);

  it('answers from public documents alone, also while the bot cannot be reached', async () => {
    const { say, read } = conversation(oaPhone(url));
    await say(question, /120 phút/u);
    const count = await say('/thongke đảng viên theo giới tính đến 30/6/2026', /trang web/u);
    expect(count).not.toMatch(/\b(?:17|13|56,7)\b/u);
    const list = await say('/lichhop', /trang web/u);
    expect(list).not.toContain('Trường học');
    await expect(read()).toMatchFileSnapshot('zalo/public-only.txt');
  });
});
