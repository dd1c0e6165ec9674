import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations, clippedElements, isBrowserMissing, openBrowser, openPage } from './browser.ts';
import { ids } from './views-office.ts';
import { useViews } from './views-pages.ts';

describe.skipIf(isBrowserMissing)('the pages beside the chat in a browser', () => {
  const views = useViews();
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
    // Something of every kind to look at: a remark, a task that is done, what the trail says of it.
    await views.addRemark();
    const { id, revision } = await views.taskOf('bị tài liệu');
    await views.post(`/nhiem-vu/${id}`, { viec: 'task-done', dong: 'Đã gửi', lan: String(revision) });
  });
  afterAll(() => browser.close());

  async function open(
    width: number,
    colorScheme: 'light' | 'dark',
  ): Promise<{ page: Page; complaints: string[] }> {
    const opened = await openPage(browser, {
      bypassCSP: true,
      viewport: { width, height: 800 },
      colorScheme,
    });
    await opened.page.context().addCookies([{ name: 'capuy_session', value: 'any', url: views.url }]);
    return opened;
  }

  const pages: readonly (readonly [name: string, path: () => Promise<string> | string])[] = [
    ['the ledger', () => '/van-ban'],
    ['meetings', () => '/hop'],
    ['a meeting', () => `/hop/${views.office.meetings.hamlet}`],
    ['the board', () => '/nhiem-vu'],
    ['a task', async () => `/nhiem-vu/${(await views.taskOf('soát danh sách')).id}`],
    ['counts', () => '/thong-ke?theo=sex'],
    ['accounts', () => '/tai-khoan'],
    ['an account', () => `/tai-khoan/${ids.admin}`],
    ['the trail', () => '/nhat-ky'],
    ['feedback', () => '/gop-y'],
  ];
  describe.each([
    [360, 'dark'],
    [1440, 'light'],
  ] as const)('at %i px in %s', (width, scheme) => {
    let opened: { page: Page; complaints: string[] };
    beforeAll(async () => {
      opened = await open(width, scheme);
    });
    afterAll(() => opened.page.context().close());

    it.each(pages)('%s: fits the window and passes axe', async (_name, path) => {
      await opened.page.goto(views.url + (await path()));
      expect(await clippedElements(opened.page)).toEqual([]);
      expect(await axeViolations(opened.page)).toEqual([]);
      expect(opened.complaints).toEqual([]);
    });
  });

  it('lead by keyboard alone from a phone’s menu over a task to its change, and print without their controls', async () => {
    const { page } = await open(360, 'light');
    await page.goto(`${views.url}/van-ban`);
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    // Past the jump to the content and the way back: the menu, then its fourth page.
    await press('Tab', 'Tab', 'Tab', 'Enter', 'Tab', 'Tab', 'Tab', 'Tab', 'Enter');
    await page.getByRole('heading', { name: 'Nhiệm vụ', level: 1 }).waitFor();
    await page.getByRole('link', { name: /soát danh sách/u }).focus();
    await press('Enter');
    await page.getByLabel('Đơn vị hoặc chức danh chủ trì').focus();
    await page.keyboard.type('Văn phòng');
    await press('Enter');
    await page.getByRole('heading', { name: 'Xem lại rồi lưu' }).waitFor();
    await page.getByRole('button', { name: 'Lưu' }).focus();
    await press('Enter');
    await page.getByRole('status').getByText('Đã chuyển: Văn phòng chủ trì').waitFor();
    await page.goto(`${views.url}/nhiem-vu?tinhtrang=all`);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // Paper is white, whatever the screen is.
    const ink = await page.locator('h1').evaluate((heading) => getComputedStyle(heading).color);
    expect(ink).toBe('rgb(29, 26, 23)');
    expect(await page.locator('header, button, .actions, .pager a').filter({ visible: true }).count()).toBe(
      0,
    );
    expect(await page.getByText('soát danh sách').isVisible()).toBe(true);
    // What the list was narrowed to stands on the paper, what it was not narrowed by does not.
    expect(await page.locator('#tinhtrang').isVisible()).toBe(true);
    expect(await page.locator('#donvi').isVisible()).toBe(false);
    await page.context().close();
  });
});
