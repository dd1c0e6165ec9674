import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig, settings } from '../../config.ts';
import { writeWorkbook } from '../../papers/workbook.ts';
import { putDatabaseIn } from '../support/data-folder.ts';
import { readDocument, readDocuments } from './documents.ts';

/*
 * What the documents tell people to type: every command, script, file and setting exists, and the guide for installing is
 * followed line by line. Options are looked at in understood.test.ts; lines of a chat are said in test/flows/terminal.test.ts.
 */

const root = new URL('../../', import.meta.url);
const documents = await readDocuments();

interface Told {
  document: string;
  command: string;
  evaluation: string | undefined;
}

const told = documents.flatMap(({ name, text }) =>
  [...text.matchAll(/\bcapuy (?!eval\b)([a-z]+)\b|\bcapuy eval ([a-z-]+)/gu)].map(
    ([, command = 'eval', evaluation]): Told => ({ document: name, command, evaluation }),
  ),
);

/** The keys of a table of commands, as they stand in its source. */
const keysOf = async (path: string): Promise<Set<string>> =>
  new Set(
    [...(await readDocument(path)).matchAll(/^ {2}'?([a-z-]+)'?: (?:async )?\(\) =>/gmu)].map(
      ([, key]) => key!,
    ),
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

  it('name only scripts and files that there are', async () => {
    const { scripts } = JSON.parse(await readDocument('package.json')) as { scripts: Record<string, string> };
    const absent = documents.flatMap(({ name, text }) => [
      ...[...text.matchAll(/\bnpm run ([a-z]+)/gu)].flatMap(([line, script]) =>
        Object.hasOwn(scripts, script!) ? [] : [`${name}: ${line}`],
      ),
      // What is run, and what is named with its folder.
      ...[
        ...text.matchAll(
          /(?:`|\b(?:node|npx tsx|npx vitest run) )((?:[a-z0-9.@-]+\/)+[a-zA-Z0-9.@-]+\.(?:ts|mjs|md|json|tsv|jsonl|sh|yaml))\b/gu,
        ),
      ].flatMap(([, path]) =>
        // A decision may name what is gone since; parts of a data set and of the data folder are not the project's.
        name.startsWith('docs/decisions/') ||
        /^(?:qrels|evaluation)\//u.test(path!) ||
        existsSync(new URL(path!, root))
          ? []
          : [`${name}: ${path}`],
      ),
    ]);
    expect(absent).toEqual([]);
  });

  it('link only to files, pictures and headings that there are', () => {
    const broken = documents.flatMap(({ name, text }) =>
      [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(#[^)\s]*)?\)/gu)].flatMap(([link, path, heading]) => {
        const target = new URL(path === '' ? name : path!, new URL(path === '' ? '' : name, root));
        if (!existsSync(target)) return [`${name}: ${link}`];
        const page = documents.find((one) => new URL(one.name, root).href === target.href);
        return heading === undefined || (page && anchorsOf(page.text).has(heading.slice(1)))
          ? []
          : [`${name}: ${link}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('name only buttons and fields that the program shows', async () => {
    const folder = new URL('prompts/', root);
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
    const words = (await Promise.all(files.map((name) => readDocument(`prompts/${name}`)))).join('\n');
    const bold = documents
      .filter(({ name }) => name.startsWith('docs/huong-dan/'))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/\*\*([^*\n]+)\*\*/gu)]
          .flatMap(([, shown]) => shown!.split(', '))
          .map((shown) => ({ name, shown })),
      )
      // What is longer is a sentence to be minded.
      .filter(({ shown }) => shown.split(' ').length <= 7 && !shown.endsWith('.'));
    expect(bold.length).toBeGreaterThan(40);
    // 'Sửa: …' has the name of a field in the place of the dots.
    const isShown = (label: string): boolean => words.includes(label.replace(/ ?…$/u, ''));
    expect(bold.filter(({ shown }) => !isShown(shown))).toEqual([]);
  });

  it('list every section of docs/evaluation.md at its beginning', async () => {
    const text = await readDocument('docs/evaluation.md');
    const listed = [...text.slice(0, text.indexOf('\n## ')).matchAll(/\]\(#([^)]+)\)/gu)].map(
      ([, to]) => to!,
    );
    // The title itself needs no way to it.
    expect(listed.sort()).toEqual([...anchorsOf(text)].slice(1).sort());
  });

  it('name only settings that there are, and all of them', async () => {
    const names = Object.keys(settings.shape);
    /** Names of settings have a word in common with their neighbours: CAPUY_, ZALO_, MODEL_ … */
    const heads = new Set(names.filter((name) => name.includes('_')).map((name) => name.split('_')[0]!));
    const named = documents.flatMap(({ name, text }) =>
      [...text.matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=[`=])/gu)].map(([, setting]) => ({
        document: name,
        setting: setting!,
      })),
    );
    expect(
      named.filter(
        ({ setting }) =>
          // Settings of tests that ask a real model.
          !setting.startsWith('CAPUY_TEST_') && heads.has(setting.split('_')[0]!) && !names.includes(setting),
      ),
    ).toEqual([]);
    const explained = new Set(
      [...(await readDocument('README.md')).matchAll(/`([A-Z_]+)`/gu)].map(([, name]) => name),
    );
    expect(names.filter((name) => !explained.has(name))).toEqual([]);
  });
});

/** What GitHub makes of headings: small letters, no signs, hyphens for spaces. */
const anchorsOf = (text: string): Set<string> =>
  new Set(
    [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

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
    const guide = await readDocument('docs/huong-dan/cai-dat.md');
    // In their order: blocks, and lines within a sentence. `npm` is no command of ours; a move wants a server, and has
    // its own test on one.
    const lines = [...guide.matchAll(/```sh\n([^]*?)```|`(npx capuy (?!move\b)[^`]+)`/gu)].flatMap(
      ([, block, line = '']) => (block ?? line).trim().split('\n'),
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
    expect(lines.length).toBeGreaterThan(13);
    expect(codes, written.join('')).toEqual(Object.fromEntries(lines.slice(2).map((line) => [line, 0])));
  }, 240_000);
});
