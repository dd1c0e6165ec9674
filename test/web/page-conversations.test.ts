import { describe, expect, it } from 'vitest';
import { isBrowserMissing } from './browser.ts';
import { ask, box, isInView, useChatPage } from './chat-page.ts';

/* Several conversations of one person, and the list of them. */

describe.skipIf(isBrowserMissing)('conversations in a browser', () => {
  const chat = useChatPage();

  it('keeps conversations apart: begun, named, found again, opened at the place, deleted after a question', async () => {
    const { page } = await chat.open({ viewport: { width: 1440, height: 500 } });
    const list = page.getByRole('navigation', { name: 'Các cuộc trò chuyện' });
    await ask(page, 'Họp chi bộ tháng 7');
    for (let i = 0; i < 6; i++) await ask(page, `câu thêm ${i}`);
    await page.getByRole('button', { name: 'Cuộc trò chuyện mới' }).click();
    await page.getByRole('heading', { name: /Kính chào/u }).waitFor();
    await box(page).fill('viết dở');
    await list.getByRole('link', { name: /Họp chi bộ tháng 7/u }).click();
    await page.getByText('đáp: câu thêm 5').waitFor();
    await expect.poll(() => box(page).inputValue()).toBe('');
    await page.goBack();
    await page.getByRole('heading', { name: /Kính chào/u }).waitFor();
    await expect.poll(() => box(page).inputValue()).toBe('viết dở');
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
    await expect.poll(() => isInView(page, 'article.said.revealed')).toBe(true);
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
    const { page } = await chat.open({ viewport: { width: 1440, height: 700 } });
    let finish = (): void => {};
    chat.script = async () => {
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
    await expect.poll(() => list.getByText('có tin mới').count()).toBe(0);
  });
});
