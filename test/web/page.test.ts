import { describe, expect, it } from 'vitest';
import { isBrowserMissing, openPage } from './browser.ts';
import { ask, box, isInView, replies, useChatPage } from './chat-page.ts';
import { choices, quote } from './samples.ts';

/* What is said on the page, and that it comes through whatever the connection does. */

describe.skipIf(isBrowserMissing)('the page in a browser', () => {
  const chat = useChatPage();

  it('signs in by link, takes a question, answers with a quotation and opens the source at the passage', async () => {
    chat.script = () => [
      { type: 'text', text: 'Theo **27-QĐ/ĐU**:' },
      quote({ warning: 'Đã được thay thế.' }),
    ];
    const { page, complaints } = await openPage(chat.browser, { viewport: { width: 1024, height: 600 } });
    await page.goto(`${chat.server.url}/vao?ma=${chat.office.sessions.codeFor('Nguyễn Thị Hạnh')}`);
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
    await expect.poll(() => isInView(page, '#doan')).toBe(true);
    expect(await source.locator('mark').textContent()).toContain('không ít hơn 90 phút');
    expect(await box(page).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => source.count()).toBe(0);
    await expect.poll(() => link.evaluate((element) => element === document.activeElement)).toBe(true);
    // In a window of its own for who wants that.
    const opening = page.context().waitForEvent('page');
    await link.click({ modifiers: ['Control'] });
    const own = await opening;
    await own.waitForLoadState();
    await expect.poll(() => isInView(own, '#doan')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('keeps buttons of a used-up block grey, and shows what was pressed', async () => {
    chat.script = (_context, request) =>
      request.type === 'choice' ? [{ type: 'text', text: `đã chọn ${request.action}` }] : [choices(true)];
    const { page } = await chat.open();
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
    await expect.poll(isDisabled).toEqual([true, true, true]);
    await page.reload();
    await page.locator('.choices button').first().waitFor();
    await expect.poll(isDisabled).toEqual([true, true, true]);
  });

  it('shows a growing answer by sentences, and stops it', async () => {
    chat.script = async (context) => {
      context.live('Câu thứ nhất. Câu thứ');
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      return [];
    };
    const { page } = await chat.open();
    await box(page).fill('kể dài');
    await box(page).press('Enter');
    await page.getByText('Câu thứ nhất.').waitFor();
    expect(await replies(page).first().innerText()).not.toContain('Câu thứ nhất. Câu');
    await page.getByRole('button', { name: 'Dừng' }).click();
    await page.getByText('Đã dừng.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Dừng' }).count()).toBe(0);
    await expect.poll(() => page.getByText('Câu thứ nhất.').count()).toBe(0);
  });

  it('shows in a second window what happens in the first, once', async () => {
    const { page } = await chat.open();
    const second = await page.context().newPage();
    await second.goto(chat.server.url);
    await second.getByRole('heading', { name: /Kính chào/u }).waitFor();
    await ask(page, 'một');
    for (const window of [page, second]) {
      await window.getByText('đáp: một').waitFor();
      expect(await window.locator('article').count()).toBe(2);
    }
  });

  it('comes back after the server was away: nothing lost, nothing twice, and says so meanwhile', async () => {
    const { page } = await chat.open();
    await ask(page, 'trước');
    const port = Number(new URL(chat.server.url).port);
    await chat.server.close();
    await page.getByText('Mất kết nối').waitFor();
    await box(page).fill('trong lúc mất kết nối');
    await box(page).press('Enter');
    await page.getByText('Chưa gửi được').waitFor();
    // An answer that the assistant gave of its own while nobody was connected.
    await chat.db.query(
      `INSERT INTO outbox (key, lane, address, blocks, created_at)
       SELECT 'reminder', lane, address, '[{"type":"text","text":"nhắc việc"}]'::jsonb, created_at FROM outbox LIMIT 1`,
    );
    chat.server = await chat.office.restartWeb(port).listen();
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
    await expect.poll(texts).toEqual(expected);
    await page.reload();
    await page.getByText('nhắc việc').waitFor();
    await expect.poll(texts).toEqual(expected);
  });

  it('tells a person whose session ended, and keeps the question for afterwards', async () => {
    const { page } = await chat.open();
    chat.office.sessions.endAll();
    await box(page).fill('còn đây không?');
    await box(page).press('Enter');
    await page.getByText('Phiên làm việc đã hết.').waitFor();
    expect(await page.getByRole('link', { name: 'Đăng nhập lại' }).getAttribute('href')).toBe('/vao');
    await chat.signIn(page, 'Nguyễn Thị Hạnh');
    await page.goto(chat.server.url);
    await page.getByText('đáp: còn đây không?').waitFor();
  });

  it('shows hostile text as text', async () => {
    const hostile = '<img src=x onerror="document.title=1"> [x](javascript:alert(1))';
    chat.script = () => [
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
    const { page } = await chat.open();
    await ask(page, hostile);
    expect(await page.locator('article img').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"]').count()).toBe(0);
    expect(await page.title()).toBe('Trợ lý cấp ủy');
    expect(await page.locator('article.said .words').innerText()).toBe(hostile);
  });
});
