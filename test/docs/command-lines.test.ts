import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../config.ts';
import { writeWorkbook } from '../../papers/workbook.ts';
import { putDatabaseIn } from '../support/data-folder.ts';

/* What the documents tell people to type: every command exists, and the guide for installing is followed line by line. */

const root = new URL('../../', import.meta.url);
const read = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8');

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'deploy/README.md',
  ...(await readdir(new URL('docs/', root), { recursive: true, encoding: 'utf8' }))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Told {
  document: string;
  command: string;
  evaluation: string | undefined;
}

const told = (
  await Promise.all(
    documents.map(async (document) => {
      const text = await read(document);
      return [...text.matchAll(/\bcapuy (?!eval\b)([a-z]+)\b|\bcapuy eval ([a-z-]+)/gu)].map(
        ([, command = 'eval', evaluation]): Told => ({ document, command, evaluation }),
      );
    }),
  )
).flat();

/** The keys of a table of commands, as they stand in its source. */
const keysOf = async (path: string): Promise<Set<string>> =>
  new Set(
    [...(await read(path)).matchAll(/^ {2}'?([a-z-]+)'?: (?:async )?\(\) =>/gmu)].map(([, key]) => key!),
  );

describe('the documents', () => {
  it('name only commands that there are', async () => {
    const commands = new Set([...(await keysOf('bin/capuy.ts')), 'help']);
    expect(commands.size).toBeGreaterThan(12);
    expect(told.length).toBeGreaterThan(60);
    expect(told.filter(({ command }) => !commands.has(command))).toEqual([]);
  });

  it('name only evaluations that there are, and every evaluation is in docs/evaluation.md', async () => {
    const evaluations = await keysOf('bin/commands/eval.ts');
    expect(evaluations.size).toBeGreaterThan(30);
    const named = told.flatMap(({ evaluation }) => evaluation ?? []);
    expect(named.filter((name) => !evaluations.has(name))).toEqual([]);
    const described = new Set(
      told.flatMap(({ document, evaluation }) =>
        document === 'docs/evaluation.md' ? (evaluation ?? []) : [],
      ),
    );
    expect([...evaluations].filter((name) => !described.has(name))).toEqual([]);
  });
});

describe('the guide for installing', () => {
  let folder: string;
  const config = () =>
    readConfig({ CAPUY_DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'silent', CAPUY_DEMO: 'no' });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'capuy-guide-'));
    await putDatabaseIn(join(folder, 'data'));
    await mkdir(join(folder, 'van-ban'));
    await writeFile(
      join(folder, 'van-ban', 'quy-che.txt'),
      'QUY CHẾ\nvề họp\n\nĐiều 1. Chi bộ họp ngày 03 hằng tháng.',
    );
    await writeFile(
      join(folder, 'to-chuc-dang.xlsx'),
      await writeWorkbook([
        {
          name: 'Danh sách',
          columns: [{ head: 'Tên' }, { head: 'Cấp' }, { head: 'Trực thuộc' }],
          rows: [['Chi bộ Văn phòng', 'Chi bộ', null]],
        },
      ]),
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A line as a shell parts it, with files in the folder of this test. */
  const argumentsOf = (line: string): string[] =>
    [...line.matchAll(/"([^"]*)"|(\S+)/gu)]
      .map(([, quoted, bare]) => quoted ?? bare ?? '')
      .slice(2)
      .map((word) =>
        /^(?:van-ban|data-phuc-hoi)$|\.(?:xlsx|capuy)$/u.test(word) ? join(folder, word) : word,
      );

  it('can be followed from the first line to the last', async () => {
    const guide = await read('docs/huong-dan/cai-dat.md');
    const lines = [...guide.matchAll(/```sh\n([^]*?)```/gu)].flatMap(([, block = '']) =>
      block.trim().split('\n'),
    );
    expect(lines.slice(0, 2)).toEqual(['npm ci', 'npm start']);
    const written: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0),
    );
    const codes: Record<string, number> = {};
    try {
      for (const line of lines.slice(2)) {
        const [command = '', ...args] = argumentsOf(line);
        const { run } = (await import(`../../bin/commands/${command}.ts`)) as {
          run(args: string[], settings: ReturnType<typeof config>): Promise<number>;
        };
        codes[line] = await run(args, config());
      }
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(lines.length).toBeGreaterThan(9);
    expect(codes, written.join('')).toEqual(Object.fromEntries(lines.slice(2).map((line) => [line, 0])));
  }, 120_000);
});
