import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFailed, vi } from 'vitest';
import { createApp, type App } from '../../app.ts';
import { readConfig, type Config } from '../../config.ts';
import { silentLogger } from '../../core/logger.ts';
import { openOffice } from '../../office.ts';
import { startCrablineTelegram } from '../fakes/crabline-telegram.ts';
import { startTelegramServer, type TelegramServer } from '../fakes/telegram-server.ts';
import { putDatabaseIn } from '../support/data-folder.ts';
import {
  conversation,
  freePort,
  furnishOffice,
  meetingOn,
  regulation,
  type Phone,
} from './messenger-office.ts';

/*
 * An office on Telegram: the whole assistant with the real channel, at two different servers, over long polling and over
 * a webhook. What was said stands beside this file, as a person would read it on the telephone.
 */

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let dataDir: string;
let code: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-telegram-'));
  await putDatabaseIn(dataDir);
  const office = await openOffice(configOf({}));
  code = await furnishOffice(office, { name: 'Quy chế 15.txt', text: regulation });
  await office.close();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

function configOf(settings: Readonly<Record<string, string>>): Config {
  return readConfig({
    CAPUY_REMINDERS: 'no',
    CAPUY_DEMO: 'no',
    TELEGRAM_CEILING: 'all',
    ...settings,
    CAPUY_DATA_DIR: dataDir,
    PORT: '0',
  });
}

let app: App | null = null;
afterEach(async () => {
  await app?.stop();
  app = null;
});

/** The assistant at a server; with `way` 'webhook' it is called on a loopback address, where offices have one with https. */
async function start(server: { url: string; token: string }, way: 'poll' | 'webhook'): Promise<App> {
  const settings = { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url };
  if (way === 'poll') app = await createApp(configOf(settings), silentLogger);
  else {
    const port = await freePort();
    const config = configOf({
      ...settings,
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: 'bi-mat-cua-phep-thu',
      PUBLIC_URL: 'https://tro-ly.example',
    });
    const reached = { ...config, PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}` };
    app = await createApp(reached, silentLogger);
  }
  return app;
}

/** A telephone with buttons; where the double has no presses, the label is typed. */
interface ButtonPhone extends Phone {
  choose(label: string): void | Promise<void>;
}

/** The screen of a telephone at our own double: marks as marks, buttons below. */
function phoneAt(telegram: TelegramServer): ButtonPhone {
  return {
    say: (text) => void telegram.say(text),
    choose: (label) => void telegram.press(label),
    shown: () =>
      telegram.shown().map(({ text, caption, entities, buttons, document, photo }) => {
        const file = document ?? photo;
        return [
          marked(text ?? caption ?? '', entities),
          ...(file ? [`⎙ ${file.name}`] : []),
          ...buttons.map((row) => row.map((button) => `[${button.text}]`).join(' ')),
        ].join('\n');
      }),
    until: telegram.until,
  };
}

/** Bold as **…**, quotations behind '│'. */
function marked(text: string, entities: readonly { type: string; offset: number; length: number }[]): string {
  const marks = entities.flatMap(({ type, offset, length }) => {
    const ends = [offset, offset + length];
    if (type === 'bold') return ends.map((at) => ({ at, mark: '**' }));
    if (!type.endsWith('blockquote')) return [];
    const lines = [...text.slice(offset, offset + length).matchAll(/^/gmu)];
    return lines.map(({ index }) => ({ at: offset + index, mark: '│ ' }));
  });
  return marks
    .sort((a, b) => b.at - a.at)
    .reduce((shown, { at, mark }) => shown.slice(0, at) + mark + shown.slice(at), text);
}

/** The three conversations, the same at every server. */
async function threeConversations(phone: ButtonPhone, day: string): Promise<string> {
  const { say, turn, read } = conversation(phone);
  // An answer that never comes is easier to understand beside what was said instead.
  onTestFailed(() => console.error(phone.shown().join('\n\n')));
  await say('Mỗi buổi sinh hoạt chuyên đề tối thiểu bao nhiêu phút?', /120 phút[^]*Vui lòng chọn/u);
  await say(meetingOn(day), /chưa lưu[^]*Vui lòng chọn/u);
  await turn('[Lưu]', () => phone.choose('Lưu'), /Đã lưu cuộc họp[^]*Vui lòng chọn/u);
  await say('/thongke đảng viên theo giới tính đến 30/6/2026', /Xem tiếp/u);
  return read();
}

describe('at our own double', () => {
  let telegram: TelegramServer;
  beforeAll(async () => {
    telegram = await startTelegramServer();
  });
  afterAll(() => telegram.close());

  it('a person pairs by a link, asks, logs a meeting, counts members and sends a document (polling)', async () => {
    // An office starts and answers on its page while Telegram cannot be reached.
    telegram.failNext({ type: 'cut', isDone: false }, 'getMe');
    const { url } = await start(telegram, 'poll');
    expect((await fetch(`${url}/health`)).status).toBe(200);
    const phone = phoneAt(telegram);
    const { say, turn, read } = conversation(phone);
    await say('Chi bộ họp ngày nào?', /LIENKET/u);
    await say(`/start ${code}`, /Đã liên kết/u);
    const pairing = read();
    const transcript = `${pairing}\n${await threeConversations(phone, '03/3/2026')}`;
    await expect(transcript).toMatchFileSnapshot('telegram/polling.txt');

    const directive = 'ĐẢNG ỦY XÃ BẾN ĐÒ\nSố 07-CT/ĐU\n\nCHỈ THỊ\nvề trực ban\n\nTrực ban 24/24 giờ.\n';
    const document = { name: 'Chỉ thị 07.txt', bytes: Buffer.from(directive), mime: 'text/plain' };
    await turn('⎙', () => void telegram.sendDocument(document), /07-CT\/ĐU[^]*\[Lưu nội bộ\]/u);
    await turn('[Lưu nội bộ]', () => phone.choose('Lưu nội bộ'), /Đã lưu[^]*07-CT\/ĐU/u);
  });

  it('the same is said over a webhook', async () => {
    await start(telegram, 'webhook');
    await expect(await threeConversations(phoneAt(telegram), '03/4/2026')).toMatchFileSnapshot(
      'telegram/webhook.txt',
    );
    expect(new Set(telegram.webhookAnswers)).toEqual(new Set([200]));
  });
});

describe.each([
  ['poll', 51, '03/5/2026', 'telegram/crabline-polling.txt'],
  ['webhook', 52, '03/6/2026', 'telegram/crabline-webhook.txt'],
] as const)('at a server by other hands (%s)', (way, botId, day, transcript) => {
  it('a person asks, logs a meeting by typing and counts members', async () => {
    const telegram = await startCrablineTelegram({ botId });
    await start(telegram, way);
    const phone: ButtonPhone = {
      say: telegram.say,
      choose: telegram.say,
      shown: telegram.texts,
      until: telegram.until,
    };
    await expect(await threeConversations(phone, day)).toMatchFileSnapshot(transcript);
    await telegram.close();
  });
});
