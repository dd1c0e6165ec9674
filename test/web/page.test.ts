import { Resvg } from '@resvg/resvg-js';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Block } from '../../bot/types.ts';
import type { Database } from '../../db/database.ts';
import type { FileRef } from '../../db/file-store.ts';
import type { ReadPage } from '../../rag/quoting/scan-reading.ts';
import { openTestDatabase } from '../support/database.ts';
import { axeViolations, clippedElements, isBrowserMissing, openBrowser, openPage } from './browser.ts';
import { openOffice, type Office, type Script } from './office.ts';
import {
  choices,
  documentId,
  longQuote,
  passage,
  quote,
  regulation,
  replaced,
  wideTable,
} from './samples.ts';

/* The page in a real browser, against a real server on loopback with a scripted assistant. */

describe.skipIf(isBrowserMissing)('the page in a browser', () => {
  let db: Database;
  let browser: Browser;
  let office: Office;
  let server: { url: string; close(): Promise<void> };
  let script: Script;
  let picture: FileRef;
  let scans: ReadPage[];

  beforeAll(async () => {
    [db, browser] = await Promise.all([openTestDatabase(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await db?.close();
  });
  beforeEach(async () => {
    script = (_context, request) => [
      { type: 'text', text: `đáp: ${request.type === 'text' ? request.text : request.type}` },
    ];
    scans = [];
    office = await openOffice(db, (context, request) => script(context, request), {
      inspect: (bytes, name) =>
        Promise.resolve(
          name.endsWith('.exe')
            ? {
                accepted: [],
                refused: [{ name, sentence: 'Đây là tệp chương trình.', code: 'document-program' }],
              }
            : { accepted: [{ name, bytes, mime: 'text/plain' }], refused: [] },
        ),
      loadScans: () => Promise.resolve(scans),
      loadPicture: () =>
        Promise.resolve(
          scans[0] ? { fileSha256: 'a'.repeat(64), mediaType: 'application/pdf', page: scans[0] } : null,
        ),
      drawPage: (_source, { box: cut }) => Promise.resolve(cut ? drawn(800, 60) : drawn(1000, 1414)),
    });
    office.keep(regulation, replaced);
    picture = await office.files.put(drawn(600, 300), 'bieu-do.png', 'image/png');
    server = await office.web.listen();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server.close();
    await office.close();
  });

  /** The chat of a new person, opened and loaded. */
  async function openChat(
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const opened = await openPage(browser, options);
    const [name, value] = office.sessions.cookieFor('Nguyễn Thị Hạnh').split('=') as [string, string];
    await opened.page.context().addCookies([{ name, value, url: server.url }]);
    await opened.page.goto(server.url);
    await opened.page.getByRole('heading', { name: 'Kính chào Nguyễn Thị Hạnh' }).waitFor();
    return opened;
  }
  const box = (page: Page) => page.getByRole('textbox', { name: 'Câu hỏi' });
  const replies = (page: Page) => page.locator('article.reply');
  async function ask(page: Page, text: string, answers = 1): Promise<void> {
    const before = await replies(page).count();
    await box(page).fill(text);
    await box(page).press('Enter');
    await replies(page)
      .nth(before + answers - 1)
      .locator('> time')
      .waitFor();
  }
  const everything = (): Block[] => [
    { type: 'text', text: '**Không** theo quy định cũ:\n- một\n- hai' },
    quote(),
    longQuote(),
    wideTable(),
    choices(),
    { type: 'link', label: 'Mở văn bản', url: `/nguon/${documentId}` },
    {
      type: 'file',
      file: { ...picture, name: 'Biên bản họp chi bộ tháng 7 năm 2026 của chi bộ Văn phòng Đảng ủy.docx' },
    },
    { type: 'image', file: picture, alt: 'Biểu đồ đảng viên theo giới tính' },
  ];

  it('signs in by link, takes a question, answers with a quotation and opens the source at the passage', async () => {
    script = () => [{ type: 'text', text: 'Theo **27-QĐ/ĐU**:' }, quote({ warning: 'Đã được thay thế.' })];
    const { page, complaints } = await openPage(browser, { viewport: { width: 1024, height: 600 } });
    await page.goto(`${server.url}/vao?ma=${office.sessions.codeFor('Nguyễn Thị Hạnh')}`);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('heading', { name: 'Kính chào Nguyễn Thị Hạnh' }).waitFor();
    await box(page).fill('Mỗi buổi bao nhiêu phút?');
    await page.getByRole('button', { name: 'Gửi', exact: true }).click();
    const reply = replies(page).first();
    await reply.locator('blockquote').waitFor();
    expect(await reply.locator('strong').first().textContent()).toBe('27-QĐ/ĐU');
    expect(await reply.locator('blockquote mark').textContent()).toBe('90 phút');
    expect(await reply.locator('figcaption').innerText()).toContain(
      '27-QĐ/ĐU · 10/01/2026 · Điều 2, khoản 1, tr. 2',
    );
    expect(await reply.locator('.warning').innerText()).toContain('Đã được thay thế.');

    const link = reply.getByRole('link', { name: /^Xem nguyên văn/u });
    await link.click();
    const source = page.getByRole('complementary', { name: 'Văn bản nguồn' });
    await source.locator('#doan').waitFor();
    expect(await isInView(page, '#doan')).toBe(true);
    expect(await source.locator('mark').textContent()).toContain('không ít hơn 90 phút');
    expect(await box(page).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await source.count()).toBe(0);
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    // In a window of its own for who wants that.
    const opening = page.context().waitForEvent('page');
    await link.click({ modifiers: ['Control'] });
    const own = await opening;
    await own.waitForLoadState();
    await expect.poll(() => isInView(own, '#doan')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('keeps buttons of a used-up block grey, and shows what was pressed', async () => {
    script = (_context, request) =>
      request.type === 'choice' ? [{ type: 'text', text: `đã chọn ${request.action}` }] : [choices(true)];
    const { page } = await openChat();
    await ask(page, 'xem');
    await page.getByRole('button', { name: 'Văn bản thay thế' }).click();
    await page.getByText('đã chọn show:successor').waitFor();
    expect(await page.locator('article.said').allInnerTexts()).toEqual([
      expect.stringContaining('xem'),
      expect.stringContaining('Văn bản thay thế'),
    ]);
    const isDisabled = () =>
      page
        .locator('.choices button')
        .evaluateAll((all) => all.map((one) => (one as HTMLButtonElement).disabled));
    expect(await isDisabled()).toEqual([true, true, true]);
    await page.reload();
    await page.locator('.choices button').first().waitFor();
    expect(await isDisabled()).toEqual([true, true, true]);
  });

  it('sends files with a word about them, chosen or dropped', async () => {
    const said: string[] = [];
    script = (_context, request) => {
      if (request.type !== 'files') return [];
      const names = request.files.map((file) => file.name).join();
      said.push(`${names}: ${request.caption}${request.batch?.isEnd ? ' end' : ''}`);
      return [];
    };
    const { page } = await openChat();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'quy-dinh.txt', mimeType: 'text/plain', buffer: Buffer.from('một') });
    await page.getByText('quy-dinh.txt').waitFor();
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['hai'], 'phu-luc.txt'));
      return data;
    });
    await page.dispatchEvent('.log', 'dragover', { dataTransfer: dropped });
    await page.getByText('Thả tệp vào đây').waitFor();
    await page.dispatchEvent('.log', 'drop', { dataTransfer: dropped });
    await box(page).fill('nạp giúp');
    await box(page).press('Enter');
    const upload = page.locator('article.batch');
    await upload.getByText('nạp giúp').waitFor();
    await expect
      .poll(() => upload.locator('li').allInnerTexts())
      .toEqual([
        expect.stringMatching(/^quy-dinh\.txt\s+đã nhận$/u),
        expect.stringMatching(/^phu-luc\.txt\s+đã nhận$/u),
      ]);
    await office.dispatcher.idle();
    await expect.poll(() => said).toEqual(['quy-dinh.txt: ', 'phu-luc.txt: ', ': nạp giúp end']);
    await office.dispatcher.idle();
    await expect.poll(() => page.locator('.thinking').count()).toBe(0);
  });

  it('says in the list of an upload which files are not kept, and why', async () => {
    script = () => [];
    const { page } = await openChat();
    await page.locator('input[type=file]').setInputFiles(
      ['quy-dinh.txt', 'phan-mem.exe'].map((name) => ({
        name,
        mimeType: 'text/plain',
        buffer: Buffer.from(name),
      })),
    );
    await box(page).press('Enter');
    const shown = [
      expect.stringMatching(/^quy-dinh\.txt\s+đã nhận$/u),
      expect.stringMatching(/^phan-mem\.exe\s+không nhận\s+Đây là tệp chương trình\.$/u),
    ];
    const rows = () => page.locator('article.batch li').allInnerTexts();
    await expect.poll(rows).toEqual(shown);
    await page.reload();
    await expect.poll(rows).toEqual(shown);
  });

  it('shows every column of a list of files on a phone without moving it sideways', async () => {
    script = () => [ledger()];
    const { page } = await openChat({ viewport: { width: 360, height: 740 } });
    await ask(page, 'kho văn bản');
    const table = page.getByRole('table');
    expect(await table.getByRole('columnheader').count()).toBe(4);
    expect(await page.locator('.table').evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    const state = await table.getByRole('cell', { name: 'lỗi' }).boundingBox();
    expect(state && state.x + state.width).toBeLessThanOrEqual(360);
  });

  it('keeps the cited lines of a scan in view: beside the text, or under it on a phone', async () => {
    scans = [scanAt(passage)];
    const wide = await openChat({ viewport: { width: 1280, height: 600 } });
    await wide.page.goto(`${server.url}/nguon/${documentId}?from=${passage.from}&to=${passage.to}`);
    await expect.poll(() => isInView(wide.page, '.outlined .tint')).toBe(true);
    expect(await wide.page.locator('.cut-out').isVisible()).toBe(false);
    const phone = await openChat({ viewport: { width: 360, height: 740 } });
    await phone.page.goto(`${server.url}/nguon/${documentId}?from=${passage.from}&to=${passage.to}`);
    await wide.page.locator('.outlined img').evaluate((image: HTMLImageElement) => image.decode());
    await phone.page.locator('.cut-out img').evaluate((image: HTMLImageElement) => image.decode());
    await expect.poll(() => isInView(phone.page, '.cut-out')).toBe(true);
    // The outline lies on the words: the box of the line is at nine tenths of the page.
    const [sheet, lines] = await Promise.all(
      ['.outlined img', '.outlined .tint'].map((part) => wide.page.locator(part).boundingBox()),
    );
    if (!sheet || !lines) throw new Error('no picture');
    expect((lines.y + lines.height / 2 - sheet.y) / sheet.height).toBeCloseTo(0.91, 2);
  });

  it('comes back after the server was away: nothing lost, nothing twice, and says so meanwhile', async () => {
    const { page } = await openChat();
    await ask(page, 'trước');
    const port = Number(new URL(server.url).port);
    await server.close();
    await page.getByText('Mất kết nối').waitFor();
    await box(page).fill('trong lúc mất kết nối');
    await box(page).press('Enter');
    await page.getByText('Chưa gửi được').waitFor();
    // An answer that the assistant gave of its own while nobody was connected.
    await db.query(
      `INSERT INTO outbox (key, lane, address, blocks, created_at)
       SELECT 'reminder', lane, address, '[{"type":"text","text":"nhắc việc"}]'::jsonb, created_at FROM outbox LIMIT 1`,
    );
    server = await office.restartWeb(port).listen();
    await page.getByText('đáp: trong lúc mất kết nối').waitFor();
    await page.getByText('Đã nối lại.').waitFor();
    await page.getByText('nhắc việc').waitFor();
    const texts = async () => (await page.locator('article .words, article > p').allInnerTexts()).sort();
    const expected = [
      'trước',
      'đáp: trước',
      'trong lúc mất kết nối',
      'đáp: trong lúc mất kết nối',
      'nhắc việc',
    ].sort();
    expect(await texts()).toEqual(expected);
    await page.reload();
    await page.getByText('nhắc việc').waitFor();
    expect(await texts()).toEqual(expected);
  });

  it('shows a growing answer by sentences, and stops it', async () => {
    script = async (context) => {
      context.live('Câu thứ nhất. Câu thứ');
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      return [];
    };
    const { page } = await openChat();
    await box(page).fill('kể dài');
    await box(page).press('Enter');
    await page.getByText('Câu thứ nhất.').waitFor();
    expect(await replies(page).first().innerText()).not.toContain('Câu thứ nhất. Câu');
    await page.getByRole('button', { name: 'Dừng' }).click();
    await page.getByText('Đã dừng.').waitFor();
    expect(await page.getByRole('button', { name: 'Dừng' }).count()).toBe(0);
    expect(await page.getByText('Câu thứ nhất.').count()).toBe(0);
  });

  it('shows in a second window what happens in the first, once', async () => {
    const { page } = await openChat();
    const second = await page.context().newPage();
    await second.goto(server.url);
    await second.getByRole('heading', { name: /Kính chào/u }).waitFor();
    await ask(page, 'một');
    for (const window of [page, second]) {
      await window.getByText('đáp: một').waitFor();
      expect(await window.locator('article').count()).toBe(2);
    }
  });

  it('keeps conversations apart: begun, named, found again, opened at the place, deleted after a question', async () => {
    const { page } = await openChat({ viewport: { width: 1440, height: 500 } });
    const list = page.getByRole('navigation', { name: 'Các cuộc trò chuyện' });
    await ask(page, 'Họp chi bộ tháng 7');
    for (let i = 0; i < 6; i++) await ask(page, `câu thêm ${i}`);
    await page.getByRole('button', { name: 'Cuộc trò chuyện mới' }).click();
    await page.getByRole('heading', { name: /Kính chào/u }).waitFor();
    await box(page).fill('viết dở');
    await list.getByRole('link', { name: /Họp chi bộ tháng 7/u }).click();
    await page.getByText('đáp: câu thêm 5').waitFor();
    expect(await box(page).inputValue()).toBe('');
    await page.goBack();
    await page.getByRole('heading', { name: /Kính chào/u }).waitFor();
    expect(await box(page).inputValue()).toBe('viết dở');
    await ask(page, 'Kết nạp đảng viên');
    expect(await page.locator('article').count()).toBe(2);
    await list.getByRole('link', { name: /Kết nạp đảng viên/u }).waitFor();

    await page.getByRole('button', { name: 'Đổi tên hoặc xóa “Kết nạp đảng viên”' }).click();
    await page.getByRole('button', { name: 'Đổi tên cuộc trò chuyện “Kết nạp đảng viên”' }).click();
    await page.getByRole('textbox', { name: 'Tên mới' }).fill('Hồ sơ kết nạp');
    await page.keyboard.press('Enter');
    await list.getByRole('link', { name: /Hồ sơ kết nạp/u }).waitFor();

    await page.getByRole('searchbox', { name: 'Tìm trong lịch sử' }).fill('hop chi bo');
    await list.getByText('Có 2 chỗ.').waitFor();
    await list.getByRole('link', { name: /Đồng chí hỏi/u }).click();
    const place = page.locator('article.said.revealed');
    await place.waitFor();
    expect(await place.innerText()).toContain('Họp chi bộ tháng 7');
    expect(await isInView(page, 'article.said.revealed')).toBe(true);
    await page.getByRole('searchbox', { name: 'Tìm trong lịch sử' }).fill('');

    const tools = page.getByRole('button', { name: 'Đổi tên hoặc xóa “Hồ sơ kết nạp”' });
    await tools.click();
    const remove = page.getByRole('button', { name: 'Xóa cuộc trò chuyện “Hồ sơ kết nạp”' });
    await remove.click();
    await page.getByRole('dialog').getByText('bị xóa hẳn').waitFor();
    await page.keyboard.press('Escape');
    expect(await list.getByRole('link').count()).toBe(2);
    await remove.click();
    await page.getByRole('button', { name: 'Xóa hẳn' }).click();
    await expect.poll(() => list.getByRole('link').count()).toBe(1);
    expect(await page.getByText('đáp: câu thêm 5').isVisible()).toBe(true);
  });

  it('says where something new was answered while another conversation is read', async () => {
    const { page } = await openChat({ viewport: { width: 1440, height: 700 } });
    let finish = (): void => {};
    script = async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      return [{ type: 'text', text: 'xong việc lâu' }];
    };
    await box(page).fill('việc lâu');
    await box(page).press('Enter');
    const list = page.getByRole('navigation', { name: 'Các cuộc trò chuyện' });
    await list.getByRole('link', { name: /việc lâu/u }).waitFor();
    await page.getByRole('button', { name: 'Cuộc trò chuyện mới' }).click();
    await page.getByRole('heading', { name: /Kính chào/u }).waitFor();
    // The new window of the conversation follows the others too.
    await page.waitForLoadState('networkidle').catch(() => undefined);
    finish();
    await list.getByText('có tin mới').waitFor();
    expect(await page.getByText('xong việc lâu').count()).toBe(0);
    await list.getByRole('link', { name: /việc lâu/u }).click();
    await page.getByText('xong việc lâu').waitFor();
    expect(await list.getByText('có tin mới').count()).toBe(0);
  });

  it('shows hostile text as text', async () => {
    const hostile = '<img src=x onerror="document.title=1"> [x](javascript:alert(1))';
    script = () => [
      { type: 'text', text: hostile },
      quote({
        text: hostile,
        emphasis: [],
        source: {
          symbol: null,
          issuedOn: null,
          title: hostile,
          locator: '',
          file: 'a',
          url: 'javascript:document.title=1',
        },
      }),
      { type: 'link', label: 'bấm', url: 'javascript:document.title=1' },
      { type: 'table', head: [hostile], rows: [[hostile]] },
    ];
    const { page } = await openChat();
    await ask(page, hostile);
    expect(await page.locator('article img').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.title()).toBe('Trợ lý cấp ủy');
    expect(await page.locator('article.said .words').innerText()).toBe(hostile);
  });

  it('tells a person whose session ended, and keeps the question for afterwards', async () => {
    const { page } = await openChat();
    office.sessions.endAll();
    await box(page).fill('còn đây không?');
    await box(page).press('Enter');
    await page.getByText('Phiên làm việc đã hết.').waitFor();
    expect(await page.getByRole('link', { name: 'Đăng nhập lại' }).getAttribute('href')).toBe('/vao');
    const [name, value] = office.sessions.cookieFor('Nguyễn Thị Hạnh').split('=') as [string, string];
    await page.context().addCookies([{ name, value, url: server.url }]);
    await page.goto(server.url);
    await page.getByText('đáp: còn đây không?').waitFor();
  });

  it('can be used with the keyboard alone', async () => {
    script = (_context, request) =>
      request.type === 'choice'
        ? [{ type: 'text', text: 'đã bấm' }]
        : [choices(), { type: 'image', file: picture, alt: 'Biểu đồ' }];
    const { page } = await openChat();
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    const tabTo = async (name: string | RegExp): Promise<void> => {
      for (let i = 0; i < 40; i++) {
        await page.keyboard.press('Tab');
        const label = await page.evaluate(
          () =>
            document.activeElement?.getAttribute('aria-label') ??
            document.activeElement?.textContent?.trim() ??
            '',
        );
        if (typeof name === 'string' ? label === name : name.test(label)) return;
      }
      throw new Error(`Tab never reached ${String(name)}`);
    };
    // The question box has the focus; Shift + Enter makes a line, Enter sends.
    await page.keyboard.type('dòng một');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('dòng hai');
    expect(await box(page).inputValue()).toBe('dòng một\ndòng hai');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Cả điều' }).waitFor();
    expect(await box(page).inputValue()).toBe('');

    await tabTo(/^Xem ảnh lớn/u);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await focused()).toBe('Đóng');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);

    await page.keyboard.press('Shift+Tab');
    await tabTo('Gửi');
    await tabTo('Đến ô câu hỏi');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('cau-hoi');
    await tabTo('Cả điều');
    await page.keyboard.press('Space');
    await page.getByText('đã bấm').waitFor();
  });

  it('keeps the chosen text size, on both pages', async () => {
    const { page } = await openChat();
    const size = () =>
      page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    expect(await size()).toBeGreaterThanOrEqual(18);
    await page.getByRole('button', { name: 'Chữ lớn hơn' }).click();
    const larger = await size();
    expect(larger).toBeGreaterThan(18);
    await page.goto(`${server.url}/nguon/${documentId}`);
    expect(await size()).toBe(larger);
  });

  it('shows the source at the passage without JavaScript', async () => {
    const long = {
      ...regulation,
      pages: [{ pageNo: 1, charFrom: 0, text: `${'Một dòng.\n'.repeat(200)}Đoạn cần tìm.` }],
    };
    office.keep(long, { state: 'in-force' });
    const { page } = await openPage(browser, {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 640 },
    });
    const [name, value] = office.sessions.cookieFor('A').split('=') as [string, string];
    await page.context().addCookies([{ name, value, url: server.url }]);
    await page.goto(`${server.url}/nguon/${documentId}?from=2000&to=2013`);
    await expect.poll(async () => (await page.locator('#doan').boundingBox())?.y ?? 9999).toBeLessThan(640);
    expect(await page.locator('#doan').textContent()).toBe('Đoạn cần tìm.');
  });

  it.each([
    ['light', 1440],
    ['dark', 360],
  ] as const)(
    'has nothing that axe objects to and nothing cut in what opens in %s at %i px',
    async (colorScheme, width) => {
      script = () => [quote(), { type: 'image', file: picture, alt: 'Biểu đồ' }];
      const { page } = await openChat({ colorScheme, viewport: { width, height: 740 }, bypassCSP: true });
      const check = async (name: string): Promise<void> => {
        expect(await axeViolations(page), name).toEqual([]);
        expect(await clippedElements(page), name).toEqual([]);
      };
      await ask(page, 'Mỗi buổi bao nhiêu phút?');
      await page.getByRole('button', { name: /Xem ảnh lớn/u }).click();
      const image = page.getByRole('dialog').getByRole('img');
      // A picture has no width before it is there.
      await image.evaluate((it: HTMLImageElement) => it.decode());
      const before = (await image.boundingBox())?.width ?? 0;
      for (let i = 0; i < 3; i++) await page.keyboard.press('+');
      expect((await image.boundingBox())?.width).toBeGreaterThan(before * 1.9);
      await check('enlarged picture');
      await page.keyboard.press('0');
      expect((await image.boundingBox())?.width).toBe(before);
      await page.keyboard.press('Escape');

      await page.getByRole('link', { name: /^Xem nguyên văn/u }).click();
      await page.locator('#doan').waitFor();
      await check('source');
      await page.keyboard.press('Escape');
      expect(await page.locator('#doan').count()).toBe(0);

      const drawer = page.getByRole('button', { name: 'Danh sách trò chuyện' });
      if (await drawer.isVisible()) await drawer.click();
      await page.getByRole('button', { name: /^Đổi tên hoặc xóa/u }).click();
      await page.getByRole('button', { name: /^Đổi tên cuộc/u }).click();
      await check('conversations, one of which gets another name');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Xóa cuộc/u }).click();
      await check('the question before deleting');
      await page.getByRole('button', { name: 'Giữ lại' }).click();
      await page.getByRole('searchbox').fill('khong it hon');
      await page.locator('.found mark').first().waitFor();
      await check('places that were found');
    },
  );

  it.each([360, 1440])(
    'has nothing that axe objects to, in light and in dark, and nothing cut at %i px',
    async (width) => {
      script = everything;
      const options = { colorScheme: 'light', viewport: { width, height: 740 }, bypassCSP: true } as const;
      const { page } = await openPage(browser, options);
      const check = async (name: string): Promise<void> => {
        expect(await axeViolations(page), name).toEqual([]);
        expect(await clippedElements(page), name).toEqual([]);
        // Of all that axe looks at, only the contrast changes with the colours.
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await axeViolations(page, ['color-contrast']), `${name} in dark`).toEqual([]);
        await page.emulateMedia({ colorScheme: 'light' });
      };
      await page.goto(server.url);
      await check('sign-in page');
      await page.goto(`${server.url}/vao?ma=x`);
      await check('confirmation');
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await check('refused sign-in');
      const [name, value] = office.sessions.cookieFor('Nguyễn Thị Hồng Hạnh').split('=') as [string, string];
      await page.context().addCookies([{ name, value, url: server.url }]);
      await page.goto(server.url);
      await page.getByRole('heading', { name: /Kính chào/u }).waitFor();
      await check('empty chat');
      await ask(page, 'cho xem mọi thứ');
      await page.locator('article img').evaluate((image: HTMLImageElement) => image.decode());
      await check('a reply of every kind');
      await page.getByRole('button', { name: /Xem ảnh lớn/u }).click();
      expect(await axeViolations(page), 'enlarged picture').toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('input[type=file]').setInputFiles(
        ['quy-dinh-ve-che-do-sinh-hoat-chi-bo-nam-2026.docx', 'phan-mem.exe'].map((file) => ({
          name: file,
          mimeType: 'application/octet-stream',
          buffer: Buffer.from('một'),
        })),
      );
      await check('files chosen');
      script = () => [ledger(), choices()];
      await box(page).press('Enter');
      await page.locator('article.batch').getByText('Đây là tệp chương trình.').waitFor();
      await page.getByText('Tệp đang xử lý').last().waitFor();
      await check('files sent');
      for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Chữ lớn hơn' }).click();
      expect(await clippedElements(page), 'largest text').toEqual([]);
      await page.goto(`${server.url}/nguon/${documentId}?from=${passage.from}&to=${passage.to}`);
      await check('source viewer');
      scans = [scanAt(passage)];
      await page.goto(`${server.url}/nguon/${documentId}?from=${passage.from}&to=${passage.to}`);
      await check('scan viewer');
    },
    90_000,
  );
});

/** A white picture. */
const drawn = (width: number, height: number): Uint8Array =>
  new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#fff"/></svg>`,
  )
    .render()
    .asPng();

/** The page of `range`, its words in one line near the lower edge. */
const scanAt = ({ from, to }: { from: number; to: number }): ReadPage => ({
  pageNo: 2,
  rotation: 0,
  confidence: 0.9,
  words: [{ from, to, confidence: 0.6, box: { x0: 0.2, y0: 0.9, x1: 0.8, y1: 0.92 } }],
});

/** Files on their way, as '/khovanban' shows them. */
const ledger = (): Block => ({
  type: 'table',
  title: 'Tệp đang xử lý: 2',
  head: ['Tệp', 'Gửi lúc', 'Tình trạng', 'Lý do'],
  rows: [
    ['quy-dinh-ve-che-do-sinh-hoat-chi-bo.docx', '21/11/2026', 'chờ xác nhận', ''],
    ['phan-mem.exe', '21/11/2026', 'lỗi', 'Đây là tệp chương trình, không phải văn bản.'],
  ],
});

const isInView = (page: Page, selector: string): Promise<boolean> =>
  page.locator(selector).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
