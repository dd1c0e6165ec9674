import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkMachine } from '../../bin/doctor/machine.ts';
import { checkNetwork } from '../../bin/doctor/network.ts';
import { run } from '../../bin/commands/doctor.ts';
import { readConfig } from '../../config.ts';
import { findingLine, summary, type Finding } from '../../prompts/doctor.ts';
import { vectorsReport } from '../../prompts/embedding.ts';

const set = {
  model: 'bge-m3',
  dimensions: 1024,
  state: 'serving' as const,
  passages: 40_000,
  vectors: 39_000,
  refused: 0,
  isIndexed: true,
  indexFailure: null,
};

it('a set of vectors is reported with how far it is and how it is searched', () => {
  expect(vectorsReport(set)).toBe(
    'Véc-tơ của “bge-m3” (1024 chiều), đang dùng để tìm theo nghĩa: 39.000 trên 40.000 đoạn (97%).\n' +
      '  - tìm bằng chỉ mục HNSW',
  );
  expect(vectorsReport({ ...set, state: 'filling' })).not.toContain('HNSW');
  expect(vectorsReport({ ...set, refused: 1000 })).toContain('(100%)');
  expect(vectorsReport({ ...set, isIndexed: false, indexFailure: '4096 dimensions' })).toContain(
    'so với mọi véc-tơ, vì không lập được chỉ mục (4096 dimensions)',
  );
});

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capuy-doctor-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function doctor(
  environment: Record<string, string> = {},
): Promise<{ code: number; findings: Finding[] }> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    const code = await run(['--json'], readConfig({ CAPUY_DATA_DIR: dataDir, ...environment }));
    const report = JSON.parse(out) as { ok: boolean; findings: Finding[] };
    expect(report.ok).toBe(code === 0);
    return { code, findings: report.findings };
  } finally {
    write.mockRestore();
  }
}

describe('capuy doctor', { timeout: 60_000 }, () => {
  it.skipIf(process.platform === 'win32')(
    'says of settings that others can read how to close them',
    async () => {
      const place = join(dataDir, 'data');
      await mkdir(place, { mode: 0o700 });
      // Of an office whose data lies elsewhere it is the one that the program reads.
      const started = join(dataDir, 'started-here');
      await mkdir(started);
      await writeFile(join(started, '.env'), 'HOST=127.0.0.1\n', { mode: 0o644 });
      const config = readConfig({ CAPUY_DATA_DIR: place });
      const cwd = vi.spyOn(process, 'cwd').mockReturnValue(started);
      const found = await checkMachine(config, place, {
        now: () => new Date('2026-03-02T01:00:00Z'),
      }).finally(() => cwd.mockRestore());
      const permissions = found.filter(({ check }) => check === 'permissions');
      expect(permissions.map(findingLine).join('\n')).toContain(`chmod 600 "${join(started, '.env')}"`);
      expect(permissions.map(findingLine).join('\n')).not.toContain('chmod -R');
    },
  );

  it('finds a new installation well, and changes nothing in it', async () => {
    const place = join(dataDir, 'not-yet');
    const { code, findings } = await doctor({ CAPUY_DATA_DIR: place });
    expect(code).toBe(0);
    expect(findings.filter(({ state }) => state === 'fail')).toEqual([]);
    for (const check of [
      'node',
      'folder',
      'disk',
      'database',
      'fonts',
      'ocr',
      'office',
      'address',
      'proxy',
      'models',
    ])
      expect(findings.map((one) => one.check)).toContain(check);
    await expect(rm(place)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says what is wrong and what to do, and ends with 1', async () => {
    // A database of which only a part is left, a file that is not what its name says, and a folder open to all.
    await mkdir(join(dataDir, 'database', 'postgres', 'base'), { recursive: true });
    await mkdir(join(dataDir, 'files', 'ab'), { recursive: true });
    await writeFile(join(dataDir, 'files', 'ab', 'ab'.repeat(32)), 'changed', { mode: 0o644 });
    const { code, findings } = await doctor();
    expect(code).toBe(1);
    const failed = findings.filter(({ state }) => state === 'fail');
    expect(failed.map(({ check }) => check).sort()).toEqual(['database', 'files']);
    for (const finding of findings.filter(({ state }) => state !== 'ok'))
      expect(finding.advice?.length).toBeGreaterThan(20);
    expect(failed.find(({ check }) => check === 'database')?.sentence).toContain('PG_VERSION');
  });

  it('is read line by line, with the sum at its end', () => {
    const bad: Finding = { check: 'disk', state: 'fail', sentence: 'đầy.', advice: 'Dọn đĩa.' };
    expect(findingLine(bad)).toBe('✗ Dung lượng đĩa: đầy.\n    → Dọn đĩa.');
    expect(summary([bad, { ...bad, state: 'warn' }])).toBe('Có 1 mục phải xử lý và 1 mục cần lưu ý.');
    expect(summary([{ ...bad, state: 'warn' }])).toBe('Chạy được; có 1 mục cần lưu ý.');
  });
});

describe('what doctor finds on the network', () => {
  let provider: Server;
  let root: string;
  let answer = { status: 200, body: {} as object, date: new Date() };
  const clock = { now: () => new Date() };
  beforeEach(async () => {
    provider = createServer((_request, response) =>
      response
        .writeHead(answer.status, { 'content-type': 'application/json', date: answer.date.toUTCString() })
        .end(JSON.stringify(answer.body)),
    );
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    root = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => provider.close(resolve)));

  const telegram = (more: Record<string, string> = {}) =>
    readConfig({ TELEGRAM_BOT_TOKEN: '123456:secret', TELEGRAM_API_ROOT: root, ...more });
  const found = async (config = telegram()) =>
    Object.fromEntries((await checkNetwork(config, clock)).map((one) => [one.check, one]));

  it('a channel that answers, one that refuses its token, one that is away', async () => {
    answer = {
      status: 200,
      date: new Date(),
      body: { ok: true, result: { id: 1, is_bot: true, username: 'thu_bot' } },
    };
    expect((await found()).telegram).toMatchObject({
      state: 'ok',
      sentence: expect.stringContaining('@thu_bot'),
    });
    answer = {
      status: 401,
      date: new Date(),
      body: { ok: false, error_code: 401, description: 'Unauthorized' },
    };
    const refused = (await found()).telegram;
    expect(refused).toMatchObject({ state: 'fail', sentence: expect.stringContaining('token') });
    expect(JSON.stringify(refused)).not.toContain('secret');
    await new Promise((resolve) => provider.close(resolve));
    expect((await found()).telegram?.sentence).toContain('không kết nối được 127.0.0.1');
  });

  it("a clock that is an hour away from the provider's", async () => {
    answer = {
      status: 200,
      date: new Date(Date.now() - 3_600_000),
      body: { ok: true, result: { username: 'x' } },
    };
    expect((await found()).clock).toMatchObject({ state: 'fail' });
  });

  it('a page that a whole network can read without encryption', async () => {
    expect((await found(readConfig({ HOST: '0.0.0.0' }))).address).toMatchObject({ state: 'warn' });
    expect((await found(readConfig({}))).address).toMatchObject({ state: 'ok' });
    const behind = { HOST: '0.0.0.0', PUBLIC_URL: 'https://tro-ly.example.vn' };
    expect((await found(readConfig({ ...behind, TRUST_PROXY: '1' }))).address).toMatchObject({ state: 'ok' });
    expect((await found(readConfig(behind))).address).toMatchObject({ state: 'warn' });
  });
});
