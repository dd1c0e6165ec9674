import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { isBrowserMissing, openBrowser, openPage } from './browser.ts';
import { createClient } from './client.ts';
import { openCuttableProxy, type CuttableProxy } from './cuttable-proxy.ts';
import { openOffice, type Office } from './office.ts';

/* The page in a real browser on a wire that is cut, against a server that dies. */

describe.skipIf(isBrowserMissing)('the page after a cut', () => {
  let db: Database;
  let browser: Browser;
  let office: Office;
  let server: { url: string; close(): Promise<void> };
  let proxy: CuttableProxy;
  /** Answers that are being written, each until the test lets it end. */
  let writing: Map<string, () => void>;

  beforeAll(async () => {
    [db, browser] = await Promise.all([openTestDatabase(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await db?.close();
  });
  beforeEach(async () => {
    writing = new Map();
    office = await openOffice(db, async (context, request) => {
      const text = request.type === 'text' ? request.text : '';
      context.live(`Đang viết ${text}. `);
      if (text.startsWith('chậm'))
        await new Promise<void>((resolve) => {
          writing.set(text, resolve);
          context.signal.addEventListener('abort', () => resolve());
        });
      return [{ type: 'text', text: `đáp ${text}` }];
    });
    server = await office.web.listen();
    proxy = await openCuttableProxy(Number(new URL(server.url).port));
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await proxy.close();
    await server.close();
    await office.close();
  });

  const shown = (page: Page) => page.locator('article .words, article > p').allInnerTexts();
  async function say(page: Page, text: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Câu hỏi' }).fill(text);
    await page.keyboard.press('Enter');
  }

  /** The wire leads to `port` again, and the browser says that the network is back; it would come by itself, later. */
  async function backOn(page: Page, port: number): Promise<void> {
    proxy.lead(port);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
  }

  it('has every question and every answer once and in order, whatever was cut and killed in between', async () => {
    const cookie = office.sessions.cookieFor('Nguyễn Thị Hạnh');
    const [name, value] = cookie.split('=') as [string, string];
    const { page } = await openPage(browser);
    await page.context().addCookies([{ name, value, url: proxy.url }]);
    await page.goto(proxy.url);
    await page.getByRole('heading', { name: /Kính chào/u }).waitFor();

    // The wire is cut in the middle of an answer; another window of the same person goes on meanwhile.
    await say(page, 'chậm một');
    await page.getByText('Đang viết chậm một.').waitFor();
    proxy.cut(true);
    await createClient(office.web, cookie).say('khac', 'từ máy khác');
    writing.get('chậm một')?.();
    await office.dispatcher.idle();
    await backOn(page, Number(new URL(server.url).port));
    await page.getByText('đáp từ máy khác').waitFor();

    // The whole server dies in the middle of an answer, with a question that waits and one that was not sent yet.
    await say(page, 'chậm hai');
    await page.getByText('Đang viết chậm hai.').waitFor();
    await say(page, 'đang chờ');
    await expect
      .poll(async () => (await db.query('SELECT 1 FROM inbox WHERE done_at IS NULL')).rows)
      .toHaveLength(2);
    proxy.cut(true);
    await say(page, 'chưa gửi được');
    await page.getByText('Chưa gửi được, sẽ tự gửi lại').waitFor();
    const port = Number(new URL(server.url).port);
    writing.clear();
    await server.close();
    server = await (await office.restart(port)).listen();
    await expect.poll(() => writing.has('chậm hai')).toBe(true);
    await backOn(page, port);
    await page.getByText('Đã nối lại.').waitFor();
    writing.get('chậm hai')?.();
    await page.getByText('đáp chưa gửi được').waitFor();

    const said = ['chậm một', 'từ máy khác', 'chậm hai', 'đang chờ', 'chưa gửi được'];
    const everything = [...said, ...said.map((text) => `đáp ${text}`)].sort();
    await expect.poll(async () => (await shown(page)).sort()).toEqual(everything);
    expect((await shown(page)).filter((text) => text.startsWith('đáp'))).toEqual(
      said.map((text) => `đáp ${text}`),
    );
    await expect.poll(() => page.locator('.thinking').count()).toBe(0);
    // What was shown is what is kept.
    const before = (await shown(page)).sort();
    await page.reload();
    await page.getByText('đáp chưa gửi được').waitFor();
    await expect.poll(async () => (await shown(page)).sort()).toEqual(before);
    const { rows } = await db.query<{ event: { text: string } }>('SELECT event FROM inbox ORDER BY seq');
    expect(rows.map((row) => row.event.text)).toEqual(said);
  });
});
