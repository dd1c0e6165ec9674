import { describe, expect, it } from 'vitest';
import { isBrowserMissing, openPage } from './browser.ts';
import { isInView, scanAt, useChatPage } from './chat-page.ts';
import { documentId, passage, regulation } from './samples.ts';

/* The source viewer at the passage: its scan, and the page without JavaScript. */

describe.skipIf(isBrowserMissing)('the source in a browser', () => {
  const chat = useChatPage();

  it('keeps the cited lines of a scan in view: beside the text, or under it on a phone', async () => {
    chat.scans = [scanAt(passage)];
    const wide = await chat.open({ viewport: { width: 1280, height: 600 } });
    await wide.page.goto(`${chat.server.url}/nguon/${documentId}?from=${passage.from}&to=${passage.to}`);
    await expect.poll(() => isInView(wide.page, '.outlined .tint')).toBe(true);
    expect(await wide.page.locator('.cut-out').isVisible()).toBe(false);
    const phone = await chat.open({ viewport: { width: 360, height: 740 } });
    await phone.page.goto(`${chat.server.url}/nguon/${documentId}?from=${passage.from}&to=${passage.to}`);
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

  it('shows the source at the passage without JavaScript', async () => {
    const long = {
      ...regulation,
      pages: [{ pageNo: 1, charFrom: 0, text: `${'Một dòng.\n'.repeat(200)}Đoạn cần tìm.` }],
    };
    chat.office.keep(long, { state: 'in-force' });
    const { page } = await openPage(chat.browser, {
      javaScriptEnabled: false,
      viewport: { width: 360, height: 640 },
    });
    await chat.signIn(page, 'A');
    await page.goto(`${chat.server.url}/nguon/${documentId}?from=2000&to=2013`);
    await expect.poll(async () => (await page.locator('#doan').boundingBox())?.y ?? 9999).toBeLessThan(640);
    expect(await page.locator('#doan').textContent()).toBe('Đoạn cần tìm.');
  });
});
