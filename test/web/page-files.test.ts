import { describe, expect, it } from 'vitest';
import { isBrowserMissing } from './browser.ts';
import { ask, box, fileLedger, useChatPage } from './chat-page.ts';

/* Files that a person sends, and how they stand. */

describe.skipIf(isBrowserMissing)('files in a browser', () => {
  const chat = useChatPage();

  it('sends files with a word about them, chosen or dropped', async () => {
    const said: string[] = [];
    chat.script = (_context, request) => {
      if (request.type !== 'files') return [];
      const names = request.files.map((file) => file.name).join();
      said.push(`${names}: ${request.caption}${request.batch?.isEnd ? ' end' : ''}`);
      return [];
    };
    const { page } = await chat.open();
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
    await chat.office.dispatcher.idle();
    await expect.poll(() => said).toEqual(['quy-dinh.txt: ', 'phu-luc.txt: ', ': nạp giúp end']);
    await chat.office.dispatcher.idle();
    await expect.poll(() => page.locator('.thinking').count()).toBe(0);
  });

  it('says in the list of an upload which files are not kept, and why', async () => {
    chat.script = () => [];
    const { page } = await chat.open();
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
    chat.script = () => [fileLedger()];
    const { page } = await chat.open({ viewport: { width: 360, height: 740 } });
    await ask(page, 'kho văn bản');
    const table = page.getByRole('table');
    expect(await table.getByRole('columnheader').count()).toBe(4);
    expect(await page.locator('.table').evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    const state = await table.getByRole('cell', { name: 'lỗi' }).boundingBox();
    expect(state && state.x + state.width).toBeLessThanOrEqual(360);
  });
});
