import { Resvg } from '@resvg/resvg-js';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Block } from '../../bot/types.ts';
import type { Database } from '../../db/database.ts';
import type { FileRef } from '../../db/file-store.ts';
import type { ReadPage } from '../../rag/quoting/scan-reading.ts';
import { openTestDatabase } from '../support/database.ts';
import { openBrowser, openPage } from './browser.ts';
import { openOffice, type Office, type Script } from './office.ts';
import { regulation, replaced } from './samples.ts';

/** The page in a real browser, against a real server on loopback with a scripted assistant. */
export interface ChatPage {
  readonly db: Database;
  readonly browser: Browser;
  readonly office: Office;
  /** A picture that the office keeps. */
  readonly picture: FileRef;
  /** Where the page is; a test may close it and put another in its place. */
  server: { url: string; close(): Promise<void> };
  /** What is answered; by default what was said, behind 'đáp'. */
  script: Script;
  /** Read pages of every document; none by default. */
  scans: ReadPage[];
  /** Signs a new person of this name in, without going through the page. */
  signIn(page: Page, name: string): Promise<void>;
  /** The chat of a new person, opened and loaded. */
  open(options?: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }>;
}

/** Opens database and browser before the first test of the file, and a new office with its server for each. */
export function useChatPage(): ChatPage {
  let db: Database;
  let browser: Browser;
  let office: Office;
  let picture: FileRef;
  const chat: ChatPage = {
    get db() {
      return db;
    },
    get browser() {
      return browser;
    },
    get office() {
      return office;
    },
    get picture() {
      return picture;
    },
    server: { url: '', close: () => Promise.resolve() },
    script: () => [],
    scans: [],
    async signIn(page, name) {
      const [cookie, value] = office.sessions.cookieFor(name).split('=') as [string, string];
      await page.context().addCookies([{ name: cookie, value, url: chat.server.url }]);
    },
    async open(options = {}) {
      const opened = await openPage(browser, options);
      await chat.signIn(opened.page, 'Nguyễn Thị Hạnh');
      await opened.page.goto(chat.server.url);
      await opened.page.getByRole('heading', { name: 'Kính chào Nguyễn Thị Hạnh' }).waitFor();
      return opened;
    },
  };

  beforeAll(async () => {
    [db, browser] = await Promise.all([openTestDatabase(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await db?.close();
  });
  beforeEach(async () => {
    chat.script = (_context, request) => [
      { type: 'text', text: `đáp: ${request.type === 'text' ? request.text : request.type}` },
    ];
    chat.scans = [];
    office = await openOffice(db, (context, request) => chat.script(context, request), {
      inspect: (bytes, name) =>
        Promise.resolve(
          name.endsWith('.exe')
            ? {
                accepted: [],
                refused: [{ name, sentence: 'Đây là tệp chương trình.', code: 'document-program' }],
              }
            : { accepted: [{ name, bytes, mime: 'text/plain' }], refused: [] },
        ),
      loadScans: () => Promise.resolve(chat.scans),
      loadPicture: () =>
        Promise.resolve(
          chat.scans[0]
            ? { fileSha256: 'a'.repeat(64), mediaType: 'application/pdf', page: chat.scans[0] }
            : null,
        ),
      drawPage: (_source, { box: cut }) => Promise.resolve(cut ? drawn(800, 60) : drawn(1000, 1414)),
    });
    office.keep(regulation, replaced);
    picture = await office.files.put(drawn(600, 300), 'bieu-do.png', 'image/png');
    chat.server = await office.web.listen();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await chat.server.close();
    await office.close();
  });
  return chat;
}

export const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Câu hỏi' });
export const replies = (page: Page): Locator => page.locator('article.reply');

/** Types a question and waits for the whole answer. */
export async function ask(page: Page, text: string): Promise<void> {
  const before = await replies(page).count();
  await box(page).fill(text);
  await box(page).press('Enter');
  await replies(page).nth(before).locator('> time').waitFor();
}

export const isInView = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });

/** A white picture. */
const drawn = (width: number, height: number): Uint8Array =>
  new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#fff"/></svg>`,
  )
    .render()
    .asPng();

/** The page of `range`, its words in one line near the lower edge. */
export const scanAt = ({ from, to }: { from: number; to: number }): ReadPage => ({
  pageNo: 2,
  rotation: 0,
  confidence: 0.9,
  words: [{ from, to, confidence: 0.6, box: { x0: 0.2, y0: 0.9, x1: 0.8, y1: 0.92 } }],
});

/** Files on their way, as '/khovanban' shows them. */
export const fileLedger = (): Block => ({
  type: 'table',
  title: 'Tệp đang xử lý: 2',
  head: ['Tệp', 'Gửi lúc', 'Tình trạng', 'Lý do'],
  rows: [
    ['quy-dinh-ve-che-do-sinh-hoat-chi-bo.docx', '21/11/2026', 'chờ xác nhận', ''],
    ['phan-mem.exe', '21/11/2026', 'lỗi', 'Đây là tệp chương trình, không phải văn bản.'],
  ],
});
