import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { run } from '../../bin/commands/ingest.ts';
import { readConfig } from '../../config.ts';
import { warningSentences } from '../../prompts/ingest.ts';
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

it('capuy ingest reports one line a file, knows what it has, and fails where a file cannot be read', async () => {
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
}, 60_000);

it('capuy ingest without a path, or with a scope that does not exist, explains itself', async () => {
  expect((await ingest()).code).toBe(2);
  expect((await ingest('a.txt', '--scope', 'everyone')).code).toBe(2);
});
