import type { Browser } from 'playwright-core';
import { axeViolations, launchBrowser } from './browser.ts';

/** What a person's first visit costs. */
export interface PageFigures {
  /** Everything that came over the wire until the page was quiet, headers included. */
  transferKb: number;
  /** From the request to the first letters on the screen, nothing cached. */
  paintSeconds: number;
  violations: string[];
}

/** The looks that axe judges: a phone and a desk, by day and by night. */
const looks = [360, 1440].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ viewport: { width, height: 900 }, colorScheme })),
);

/** What the page asks for after it is there belongs to the visit; its stream of events never ends. */
const settleMs = 1500;

/** Opens `url` as the person with this cookie, each time in a browser that knows nothing of it. */
export async function measurePage(executablePath: string, url: string, cookie: string): Promise<PageFigures> {
  const browser = await launchBrowser(executablePath);
  try {
    const { transferKb, paintSeconds } = await firstVisit(browser, url, cookie);
    const violations: string[] = [];
    for (const look of looks) {
      const context = await browser.newContext({ locale: 'vi-VN', bypassCSP: true, ...look });
      await context.addCookies([cookieOf(url, cookie)]);
      const page = await context.newPage();
      await page.goto(url, { waitUntil: 'load' });
      await page.waitForTimeout(settleMs);
      violations.push(...(await axeViolations(page)));
      await context.close();
    }
    return { transferKb, paintSeconds, violations };
  } finally {
    await browser.close();
  }
}

async function firstVisit(
  browser: Browser,
  url: string,
  cookie: string,
): Promise<Pick<PageFigures, 'transferKb' | 'paintSeconds'>> {
  const context = await browser.newContext({ locale: 'vi-VN' });
  await context.addCookies([cookieOf(url, cookie)]);
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  let bytes = 0;
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  );
  await page.waitForTimeout(settleMs);
  await context.close();
  return { transferKb: bytes / 1000, paintSeconds: paint / 1000 };
}

function cookieOf(url: string, cookie: string) {
  const at = cookie.indexOf('=');
  return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url };
}
