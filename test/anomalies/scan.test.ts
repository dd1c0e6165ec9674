import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPglite } from '../../db/pglite.ts';
import { countRows } from '../../db/table-counts.ts';
import { drawPage, makePicturePdf } from '../../eval/ocr/drawn-pages.ts';
import { putDatabaseIn } from '../support/data-folder.ts';

/* kill -9 in the middle of a scan that a real process reads with the real recogniser, and the run after it. */

const bin = fileURLToPath(new URL('../../bin/capuy.mjs', import.meta.url));
const pageCount = 3;
let folder: string;
let database: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-scan-'));
  database = join(folder, 'data', 'database');
  await putDatabaseIn(join(folder, 'data'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function rows(): Promise<Record<string, number>> {
  const db = await openPglite({ dataDir: database });
  try {
    const counts = await countRows(db);
    const { rows: scans } = await db.query<{ n: number }>(
      'SELECT count(*)::integer AS n FROM page WHERE scan IS NOT NULL',
    );
    return { ...counts, scans: scans[0]?.n ?? -1 };
  } finally {
    await db.close();
  }
}

/** Runs `capuy ingest` until it ends, or until it has kept `killAfter` pages and is killed. */
async function ingest(
  path: string,
  killAfter = Infinity,
): Promise<{ code: number | null; kept: number; out: string }> {
  const child = spawn(process.execPath, [bin, 'ingest', path, '--yes', '--json'], {
    env: { PATH: process.env['PATH'] ?? '', CAPUY_DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'debug' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, log] = ['', ''];
  const kept = (): number => log.split('scanned page kept').length - 1;
  const look = (): void => {
    if (kept() >= killAfter) child.kill('SIGKILL');
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    look();
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', (value) => resolve(value)));
  return { code, kept: kept(), out };
}

it(
  'a scan whose reading is killed goes on at the page where it stopped, and is stored once',
  { timeout: 300_000 },
  async () => {
    const pages = await Promise.all(
      Array.from({ length: pageCount }, (_, i) =>
        drawPage([
          ...(i === 0 ? ['Số: 37-TB/HU', 'Mường Sen, ngày 14 tháng 8 năm 2023', 'THÔNG BÁO'] : []),
          `Hội nghị thống nhất nội dung thứ ${i + 1} của kế hoạch`,
          `chi bộ thôn Bản Lác vào ngày ${i + 11} tháng 9.`,
        ]),
      ),
    );
    const path = join(folder, 'thong-bao.pdf');
    await writeFile(path, await makePicturePdf(pages.map((picture) => ({ picture }))));

    const killed = await ingest(path, 1);
    expect(killed.code).toBeNull();
    const between = await rows();
    expect(between).toMatchObject({ document: 0, page: 0, chunk: 0 });
    expect(between['scanned_page']).toBeGreaterThanOrEqual(1);
    expect(between['scanned_page']).toBeLessThan(pageCount);

    const second = await ingest(path);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.out.trim().split('\n').at(-1) ?? '')).toMatchObject({
      state: 'stored',
      pages: pageCount,
      scannedPages: pageCount,
    });
    expect(second.kept).toBe(pageCount - (between['scanned_page'] ?? 0));
    const after = await rows();
    expect(after).toMatchObject({ document: 1, page: pageCount, scans: pageCount, scanned_page: 0 });

    const third = await ingest(path);
    expect(JSON.parse(third.out.trim())).toMatchObject({ state: 'known', scannedPages: pageCount });
    expect(third.kept).toBe(0);
    expect(await rows()).toEqual(after);
  },
);
