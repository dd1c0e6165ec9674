import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import JSZip from 'jszip';
import readXlsxFile from 'read-excel-file/node';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { run } from '../../bin/commands/ingest.ts';
import { readConfig } from '../../config.ts';
import type { Database } from '../../db/database.ts';
import { openDatabase } from '../../db/open.ts';
import { reportHeads } from '../../prompts/ingest-command.ts';
import { secretRefused, warningSentences } from '../../prompts/ingest.ts';
import { putDatabaseIn } from '../support/data-folder.ts';
import { conclusionWithoutNumber, partyPlan } from './fixtures.ts';

let folder: string;
let output: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ingest-'));
  output = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const ingest = async (...args: string[]): Promise<{ code: number; lines: Record<string, unknown>[] }> => {
  output = '';
  const code = await run([...args, '--json'], readConfig({ CAPUY_DATA_DIR: join(folder, 'data') }));
  return {
    code,
    lines: output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
};

async function inDatabase(work: (db: Database) => Promise<void>): Promise<void> {
  const db = await openDatabase({ dataDir: join(folder, 'data', 'database') });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}

it('capuy ingest reports one line a file, knows what it has, and fails where a file cannot be read', async () => {
  await putDatabaseIn(join(folder, 'data'));
  const documents = join(folder, 'van-ban');
  await mkdir(join(documents, 'sau'), { recursive: true });
  await writeFile(join(documents, 'a.txt'), partyPlan);
  await writeFile(join(documents, 'sau', 'b.txt'), conclusionWithoutNumber);
  await writeFile(join(documents, 'manifest.json'), '{}');
  const first = await ingest(documents);
  expect(first.code).toBe(0);
  expect(first.lines).toEqual([
    {
      file: join(documents, 'a.txt'),
      state: 'stored',
      symbol: '45-KH/BTCTU',
      type: 'Kế hoạch',
      issuedOn: '2025-03-15',
      issuer: expect.any(String),
      subject: 'triển khai số hóa hồ sơ đảng viên giai đoạn 2025 - 2027',
      pages: 1,
      scannedPages: 0,
      confidence: null,
      chunks: expect.any(Number),
      relations: 1,
      duplicates: [],
      warnings: [],
      reason: null,
    },
    expect.objectContaining({
      file: join(documents, 'sau', 'b.txt'),
      state: 'stored',
      symbol: null,
      issuedOn: '2023-04-03',
      warnings: [warningSentences['date-from-body'], warningSentences['no-symbol']],
    }),
  ]);

  await writeFile(join(documents, 'hong.docx'), 'không phải Word');
  await writeFile(join(documents, 'mat.txt'), 'TỈNH ỦY LÂM HẠ\nTỐI MẬT\nSố 1-BC/TU\nriêng');
  const second = await ingest(documents, join(folder, 'khong-co.pdf'));
  expect(second.code).toBe(1);
  expect(second.lines.map(({ state }) => state)).toEqual(['known', 'unreadable', 'refused', 'known']);
  expect(JSON.stringify(second.lines)).not.toContain('riêng');
}, 180_000);

it('capuy ingest without a path, or with a scope that does not exist, explains itself', async () => {
  expect((await ingest()).code).toBe(2);
  expect((await ingest('a.txt', '--scope', 'everyone')).code).toBe(2);
});

/** A stored (uncompressed) .zip of these files. */
async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new JSZip();
  for (const [name, text] of Object.entries(files)) zip.file(name, text);
  return zip.generateAsync({ type: 'nodebuffer' });
}

it('capuy ingest takes archives apart, leaves a trail, and writes the same report to a sheet and a table', async () => {
  await putDatabaseIn(join(folder, 'data'));
  const path = join(folder, 'goi.zip');
  await writeFile(
    path,
    await zipOf({ 'ke-hoach.txt': partyPlan, 'mat.txt': 'TỈNH ỦY LÂM HẠ\nTUYỆT MẬT\nSố 2-BC/TU\nriêng tư' }),
  );
  const [sheet, table] = [join(folder, 'bao-cao.xlsx'), join(folder, 'bao-cao.csv')];
  expect((await ingest(path, '--yes', '--report', sheet)).lines).toEqual([
    expect.objectContaining({ file: `${path}/ke-hoach.txt`, state: 'stored', symbol: '45-KH/BTCTU' }),
    expect.objectContaining({ state: 'refused', symbol: null, reason: secretRefused }),
  ]);
  expect((await ingest(path, '--report', table)).lines.map(({ state }) => state)).toEqual([
    'known',
    'refused',
  ]);

  const rows = await readXlsxFile(sheet);
  const cells = rows[0]?.data ?? [];
  expect(cells[0]).toEqual(Object.values(reportHeads));
  expect(cells[1]?.slice(1, 5)).toEqual(['đã nạp', '45-KH/BTCTU', 'Kế hoạch', '15/3/2025']);
  expect(await readFile(table, 'utf8')).toContain('đã có,45-KH/BTCTU,Kế hoạch,15/3/2025');

  await inDatabase(async (db) => {
    const { rows: audited } = await db.query(
      'SELECT a.action FROM audit_event a JOIN document d ON d.id::text = a.entity_id',
    );
    expect(audited).toEqual([{ action: 'document.ingest' }]);
    const { rows: confirmed } = await db.query<{ at: string | null }>(
      'SELECT confirmed_at AS at FROM document_relation',
    );
    expect(confirmed.map(({ at }) => at !== null)).toEqual([true]);
  });
  expect((await ingest(path, '--report', join(folder, 'bao-cao.doc'))).code).toBe(2);
}, 180_000);
