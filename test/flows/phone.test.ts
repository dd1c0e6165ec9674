import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clippedElements, isBrowserMissing, openBrowser, openPage } from '../web/browser.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/* An answer on the smallest phone in use: lead, quotation, source, status and choices in one screen, nothing cut. */

const viewport = { width: 360, height: 640 };

describe.skipIf(isBrowserMissing)('an answer on a phone', () => {
  let office: RunningOffice;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    [office, browser] = await Promise.all([startOffice({ CAPUY_DEMO: 'yes' }), openBrowser()]);
    const admin = await office.signInAdmin();
    ({ page } = await openPage(browser, { viewport }));
    const [name = '', value = ''] = admin.cookie.split('=');
    await page.context().addCookies([{ name, value, url: office.url }]);
    await page.goto(office.url);
  });
  afterAll(async () => {
    await browser?.close();
    await office?.stop();
  });

  /** Asks, and returns how tall the reply is and how much of it the window can show. */
  async function ask(question: string): Promise<{ tall: number; room: number }> {
    const replies = page.locator('article.reply');
    const before = await replies.count();
    const box = page.getByRole('textbox', { name: 'Câu hỏi' });
    await box.fill(question);
    await box.press('Enter');
    const reply = replies.nth(before);
    await reply.locator('> time').waitFor();
    return page.evaluate((index) => {
      const one = document.querySelectorAll('article.reply')[index] as HTMLElement;
      const log = document.querySelector('.log') as HTMLElement;
      return { tall: one.getBoundingClientRect().height, room: log.clientHeight };
    }, before);
  }

  it.each([
    'Một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút?',
    'Quy định 12-QĐ/TU quy định buổi sinh hoạt ít nhất bao nhiêu phút?',
    'Trường Chính trị tỉnh có bao nhiêu con mèo?',
    'chi thi 08 ct tu noi ve viec gi',
  ])('fits one screen: %s', async (question) => {
    const { tall, room } = await ask(question);
    expect(tall).toBeLessThanOrEqual(room);
    expect(await clippedElements(page)).toEqual([]);
  });
});
