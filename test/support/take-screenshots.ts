import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openBrowser } from '../web/browser.ts';

/*
 * The pictures of the guides, taken of the running program with its demo data: `npm run screenshots`. What people see
 * there is what the program shows today.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = join(root, 'docs/huong-dan/hinh');
const phone = { width: 390, height: 760 };
const desk = { width: 1100, height: 760 };
/** High enough for a whole reply with its buttons. */
const tall = { width: 1100, height: 1320 };

/** Starts the program on a folder of its own; resolves with the link that signs the first admin in. */
async function start(dataDir: string): Promise<{ link: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['bin/capuy.mjs', 'start'], {
    cwd: root,
    env: { ...process.env, CAPUY_DATA_DIR: dataDir, PORT: '0', CAPUY_DEMO: 'yes', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let printed = '';
  const link = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      printed += data.toString();
      const found = /http:\/\/\S+\/vao\?\S+/u.exec(printed);
      if (found) resolve(found[0]);
    });
    child.once('exit', () => reject(new Error(`the program ended: ${printed}`)));
  });
  return {
    link,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

const shoot = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: join(pictures, `${name}.png`) });

async function ask(page: Page, text: string): Promise<void> {
  const before = await page.locator('article.reply > time').count();
  await page.getByRole('textbox', { name: 'Câu hỏi' }).fill(text);
  await page.keyboard.press('Enter');
  await page.locator('article.reply > time').nth(before).waitFor();
}

/** The last question at the top of the page, with its whole reply below. */
async function shootReply(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => [...document.images].every((image) => image.naturalWidth > 0));
  await page
    .locator('article.reply')
    .last()
    .evaluate((reply) => {
      reply.previousElementSibling?.scrollIntoView({ block: 'start' });
      // Only what was said moves, not the window around it.
      scrollTo(0, 0);
    });
  await shoot(page, name);
}

// First, so that nothing is left running where there is no browser.
const browser = await openBrowser();
const dataDir = await mkdtemp(join(tmpdir(), 'capuy-screenshots-'));
await mkdir(pictures, { recursive: true });
const program = await start(dataDir);
try {
  const context = await browser.newContext({
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
    viewport: desk,
    colorScheme: 'light',
  });
  const page = await context.newPage();
  await page.goto(program.link);
  await shoot(page, 'dang-nhap');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await page.getByRole('textbox', { name: 'Câu hỏi' }).waitFor();
  await ask(page, 'moi buoi sinh hoat chi bo bao nhieu phut');
  await shoot(page, 'cau-tra-loi');
  await page.setViewportSize(tall);
  await ask(page, '/thongke theo giới tính');
  await shootReply(page, 'thong-ke');
  await ask(
    page,
    '/hop chi bộ Hành chính thường kỳ hôm qua 14h-15h30, chủ trì đồng chí bí thư, có mặt 30/34, vắng có lý do 4',
  );
  await shootReply(page, 'ghi-cuoc-hop');
  await ask(page, 'dừng');
  await page.setViewportSize(desk);
  const base = new URL(program.link).origin;
  for (const [path, name] of [
    ['/van-ban', 'so-van-ban'],
    ['/lich', 'lich-hop'],
    ['/nhiem-vu', 'nhiem-vu'],
    ['/tai-khoan', 'tai-khoan'],
  ] as const) {
    await page.goto(base + path);
    await shoot(page, name);
  }
  await page.setViewportSize(phone);
  await page.goto(base);
  await ask(page, 'thu ngan sach nam 2026 bao nhieu');
  await shoot(page, 'dien-thoai');
} finally {
  await browser.close();
  await program.stop();
  await rm(dataDir, { recursive: true, force: true });
}
