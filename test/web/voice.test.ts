import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Hear } from '../../bot/channels/recording.ts';
import type { Database } from '../../db/database.ts';
import { heardAs, sendAsHeard, unheard } from '../../prompts/voice.ts';
import { chatPage, recorder } from '../../prompts/web.ts';
import { openTestDatabase } from '../support/database.ts';
import { recordings } from '../support/recordings.ts';
import { isBrowserMissing, openBrowser, openPage } from './browser.ts';
import { createClient } from './client.ts';
import { openOffice, type Office } from './office.ts';

let db: Database;
let office: Office;
let client: ReturnType<typeof createClient>;
/** What is said in every recording, and the recordings that were listened to. */
let said = '';
let listened: { mediaType: string; bytes: number }[] = [];
const hear: Hear = async ({ bytes, mediaType }) => {
  listened.push({ mediaType, bytes: bytes.length });
  return { text: said };
};
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(async () => {
  await office?.close();
  listened = [];
  office = await openOffice(
    db,
    (_context, request) => [
      {
        type: 'text',
        text: `đáp: ${request.type === 'text' ? request.text : request.type === 'choice' ? request.action : request.type}`,
      },
      ...(request.type === 'text' && request.text === 'hai lựa chọn'
        ? [
            {
              type: 'choices' as const,
              id: 'c',
              options: [
                { label: 'Lưu', action: 'scripted:luu' },
                { label: 'Bỏ', action: 'scripted:bo' },
              ],
            },
          ]
        : []),
    ],
    { hear },
  );
  client = createClient(office.web, office.sessions.cookieFor('Hạnh'));
});
afterAll(async () => {
  await office.close();
  await db.close();
});

const spoken = (bytes: Uint8Array = recordings['a.ogg'], name = 'a.ogg'): File =>
  new File([new Uint8Array(bytes)], name, { type: 'audio/ogg' });
const texts = async (): Promise<string[]> =>
  (await client.history()).messages.flatMap((message) =>
    message.kind === 'said'
      ? [`> ${message.text}`]
      : message.blocks.map((block) =>
          block.type === 'choices'
            ? block.options.map(({ label }) => `[${label}]`).join('')
            : 'text' in block
              ? block.text
              : block.type,
        ),
  );
const problemOf = async (response: Response): Promise<unknown> => [
  response.status,
  ((await response.json()) as { problem?: string }).problem,
];

describe('a recording sent into the chat', () => {
  it('is shown back in words and answered, and nothing of it is kept', async () => {
    said = 'Họp chi bộ mấy lần một tháng?';
    expect((await client.upload('a', [spoken()])).status).toBe(202);
    await office.dispatcher.idle();
    expect(await texts()).toEqual([`> (bằng lời) ${said}`, heardAs(said), `đáp: ${said}`]);
    expect(listened).toEqual([{ mediaType: 'audio/ogg', bytes: 256 }]);
    expect(await office.keptFiles()).toEqual([]);
  });

  it('decides nothing: a command, a number or a label that was heard waits for the person', async () => {
    for (const [at, words] of ['2', 'Lưu', '/khonglenh', 'dừng'].entries()) {
      await client.say(`a${at}`, 'hai lựa chọn');
      said = words;
      await client.upload(`b${at}`, [spoken()]);
      await office.dispatcher.idle();
      const last = (await texts()).slice(-2);
      expect(last[0]).toContain(heardAs(words));
      expect(last[1]).toBe(`[${sendAsHeard}]`);
    }
    expect(new Set((await texts()).filter((text) => text.startsWith('đáp: ')))).toEqual(
      new Set(['đáp: hai lựa chọn']),
    );
    await client.say('c', '1');
    await office.dispatcher.idle();
    expect((await texts()).at(-1)).toBe('đáp: dừng');
  });

  it('beside other files, or where nothing can be heard, is refused with a sentence', async () => {
    const both = await client.upload('a', [spoken(), new File(['Điều 1.'], 'a.txt', { type: 'text/plain' })]);
    expect(await problemOf(both)).toEqual([422, unheard.notAlone]);
    const deaf = await openOffice(db, () => [], {});
    const other = createClient(deaf.web, deaf.sessions.cookieFor('Bình'));
    expect(await problemOf(await other.upload('a', [spoken()]))).toEqual([422, unheard.noModel]);
    expect(await deaf.keptFiles()).toEqual([]);
    await deaf.close();
  });
});

describe.skipIf(isBrowserMissing)('the button that listens', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']);
  });
  afterAll(() => browser.close());

  it('records under the policy of the page over plain http on this machine, and sends when told to', async () => {
    said = 'Họp chi bộ mấy lần một tháng?';
    const server = await office.web.listen();
    const { page, complaints } = await openPage(browser);
    const [name, value] = office.sessions.cookieFor('Hạnh').split('=') as [string, string];
    await page.context().addCookies([{ name, value, url: server.url }]);
    await page.goto(server.url);
    await page.getByRole('button', { name: recorder.start }).click();
    await page.getByRole('button', { name: recorder.cancel }).click();
    await page.getByRole('button', { name: recorder.start }).click();
    await page.getByText(recorder.recording).waitFor();
    await page.getByRole('button', { name: recorder.finish }).click();
    await page.getByText(heardAs(said)).waitFor();
    expect(listened).toHaveLength(1);
    expect(listened[0]?.mediaType).toBe('audio/webm');
    expect(complaints).toEqual([]);
    await page.context().close();
    await server.close();
  });

  it('is not there where nothing can be heard', async () => {
    const deaf = await openOffice(db, () => []);
    const server = await deaf.web.listen();
    const { page } = await openPage(browser);
    const [name, value] = deaf.sessions.cookieFor('Hạnh').split('=') as [string, string];
    await page.context().addCookies([{ name, value, url: server.url }]);
    await page.goto(server.url);
    await page.getByRole('button', { name: chatPage.attach }).waitFor();
    expect(await page.getByRole('button', { name: recorder.start }).count()).toBe(0);
    await page.context().close();
    await server.close();
    await deaf.close();
  });
});
