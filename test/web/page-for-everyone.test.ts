import { describe, expect, it } from 'vitest';
import type { Block } from '../../bot/types.ts';
import { axeViolations, clippedElements, isBrowserMissing, openPage } from './browser.ts';
import { ask, box, fileLedger, scanAt, useChatPage } from './chat-page.ts';
import { choices, documentId, longQuote, passage, quote, wideTable } from './samples.ts';

/* Keyboard alone, larger letters, narrow windows, dark colours, screen readers. */

describe.skipIf(isBrowserMissing)('the page for everyone', () => {
  const chat = useChatPage();

  const everything = (): Block[] => [
    { type: 'text', text: '**Không** theo quy định cũ:\n- một\n- hai' },
    quote(),
    longQuote(),
    wideTable(),
    choices(),
    { type: 'link', label: 'Mở văn bản', url: `/nguon/${documentId}` },
    {
      type: 'file',
      file: {
        ...chat.picture,
        name: 'Biên bản họp chi bộ tháng 7 năm 2026 của chi bộ Văn phòng Đảng ủy.docx',
      },
    },
    { type: 'image', file: chat.picture, alt: 'Biểu đồ đảng viên theo giới tính' },
  ];

  it('can be used with the keyboard alone', async () => {
    chat.script = (_context, request) =>
      request.type === 'choice'
        ? [{ type: 'text', text: 'đã bấm' }]
        : [choices(), { type: 'image', file: chat.picture, alt: 'Biểu đồ' }];
    const { page } = await chat.open();
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
    await expect.poll(focused).toBe('Đóng');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);

    await page.keyboard.press('Shift+Tab');
    await tabTo('Gửi');
    await tabTo('Đến ô câu hỏi');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('cau-hoi');
    await tabTo('Cả điều');
    await page.keyboard.press('Space');
    await page.getByText('đã bấm').waitFor();
  });

  it('keeps the chosen text size, on both pages', async () => {
    const { page } = await chat.open();
    const size = () =>
      page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
    expect(await size()).toBeGreaterThanOrEqual(18);
    await page.getByRole('button', { name: 'Chữ lớn hơn' }).click();
    await expect.poll(size).toBeGreaterThan(18);
    const larger = await size();
    await page.goto(`${chat.server.url}/nguon/${documentId}`);
    await expect.poll(size).toBe(larger);
  });

  it.each([
    ['light', 1440],
    ['dark', 360],
  ] as const)(
    'has nothing that axe objects to and nothing cut in what opens in %s at %i px',
    async (colorScheme, width) => {
      chat.script = () => [quote(), { type: 'image', file: chat.picture, alt: 'Biểu đồ' }];
      const { page } = await chat.open({ colorScheme, viewport: { width, height: 740 }, bypassCSP: true });
      const check = async (name: string): Promise<void> => {
        expect(await axeViolations(page), name).toEqual([]);
        expect(await clippedElements(page), name).toEqual([]);
      };
      await ask(page, 'Mỗi buổi bao nhiêu phút?');
      await page.getByRole('button', { name: /Xem ảnh lớn/u }).click();
      const image = page.getByRole('dialog').getByRole('img');
      // A picture has no width before it is there.
      await image.evaluate((it: HTMLImageElement) => it.decode());
      const widthOfImage = async () => (await image.boundingBox())?.width ?? 0;
      const before = await widthOfImage();
      for (let i = 0; i < 3; i++) await page.keyboard.press('+');
      await expect.poll(widthOfImage).toBeGreaterThan(before * 1.9);
      await check('enlarged picture');
      await page.keyboard.press('0');
      await expect.poll(widthOfImage).toBe(before);
      await page.keyboard.press('Escape');

      await page.getByRole('link', { name: /^Xem nguyên văn/u }).click();
      await page.locator('#doan').waitFor();
      await check('source');
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('#doan').count()).toBe(0);

      const drawer = page.getByRole('button', { name: 'Danh sách trò chuyện' });
      if (await drawer.isVisible()) await drawer.click();
      await page.getByRole('button', { name: /^Đổi tên hoặc xóa/u }).click();
      await page.getByRole('button', { name: /^Đổi tên cuộc/u }).click();
      await page.getByRole('textbox', { name: 'Tên mới' }).waitFor();
      await check('conversations, one of which gets another name');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Xóa cuộc/u }).click();
      await page.getByRole('dialog', { name: /^Xóa cuộc/u }).waitFor();
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
      chat.script = everything;
      const options = { colorScheme: 'light', viewport: { width, height: 740 }, bypassCSP: true } as const;
      const { page } = await openPage(chat.browser, options);
      const check = async (name: string): Promise<void> => {
        expect(await axeViolations(page), name).toEqual([]);
        expect(await clippedElements(page), name).toEqual([]);
        // Of all that axe looks at, only the contrast changes with the colours.
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await axeViolations(page, ['color-contrast']), `${name} in dark`).toEqual([]);
        await page.emulateMedia({ colorScheme: 'light' });
      };
      await page.goto(chat.server.url);
      await check('sign-in page');
      await page.goto(`${chat.server.url}/vao?ma=x`);
      await check('confirmation');
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await page.getByText('Mã không đúng').waitFor();
      await check('refused sign-in');
      await chat.signIn(page, 'Nguyễn Thị Hồng Hạnh');
      await page.goto(chat.server.url);
      await page.getByRole('heading', { name: /Kính chào/u }).waitFor();
      await check('empty chat');
      await ask(page, 'cho xem mọi thứ');
      await page.locator('article img').evaluate((image: HTMLImageElement) => image.decode());
      await check('a reply of every kind');
      await page.getByRole('button', { name: /Xem ảnh lớn/u }).click();
      await page.getByRole('dialog').waitFor();
      expect(await axeViolations(page), 'enlarged picture').toEqual([]);
      await page.keyboard.press('Escape');
      await page.locator('input[type=file]').setInputFiles(
        ['quy-dinh-ve-che-do-sinh-hoat-chi-bo-nam-2026.docx', 'phan-mem.exe'].map((file) => ({
          name: file,
          mimeType: 'application/octet-stream',
          buffer: Buffer.from('một'),
        })),
      );
      await page.getByText('phan-mem.exe').waitFor();
      await check('files chosen');
      chat.script = () => [fileLedger(), choices()];
      await box(page).press('Enter');
      await page.locator('article.batch').getByText('Đây là tệp chương trình.').waitFor();
      await page.getByText('Tệp đang xử lý').last().waitFor();
      await check('files sent');
      for (let i = 0; i < 3; i++) await page.getByRole('button', { name: 'Chữ lớn hơn' }).click();
      expect(await clippedElements(page), 'largest text').toEqual([]);
      await page.goto(`${chat.server.url}/nguon/${documentId}?from=${passage.from}&to=${passage.to}`);
      await check('source viewer');
      chat.scans = [scanAt(passage)];
      await page.goto(`${chat.server.url}/nguon/${documentId}?from=${passage.from}&to=${passage.to}`);
      await check('scan viewer');
    },
    90_000,
  );
});
