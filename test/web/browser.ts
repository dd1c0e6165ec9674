import { existsSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../eval/bench/browser.ts';

export { axeViolations } from '../../eval/bench/browser.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** True where the browser tests are left out: no Chromium here, and nobody demands it. */
export const isBrowserMissing = !existsSync(executablePath) && process.env['CI'] !== 'true';

export const openBrowser = (more: readonly string[] = []): Promise<Browser> =>
  launchBrowser(executablePath, more);

/** A window that collects what it complains about: refused by the policy, failed, or thrown. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ locale: 'vi-VN', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

/** Elements that stick out of the window or whose text is cut, one line each. */
export const clippedElements = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) found.push('the page scrolls sideways');
    for (const element of document.querySelectorAll<HTMLElement>(
      'button, a, h1, p, li, input, textarea, figcaption, dd',
    )) {
      if (element.closest('.hidden, .skip, .table') || !element.checkVisibility()) continue;
      const box = element.getBoundingClientRect();
      if (box.width <= 1) continue;
      const isCut =
        getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1;
      if (box.right > width + 1 || box.left < -1 || isCut) found.push(element.outerHTML.slice(0, 120));
    }
    return found;
  });
