import { mkdtemp, mkdir, readdir, readFile, rm, symlink, cp, utimes, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/* The program that is built out of the sources, on a small copy of the project. */

const project = fileURLToPath(new URL('../..', import.meta.url));
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'capuy-program-'));
  await mkdir(join(root, 'bin'));
  await mkdir(join(root, 'node_modules'));
  await writeFile(join(root, 'package.json'), '{"type": "module"}');
  for (const name of ['esbuild', '@esbuild', 'tsx', 'get-tsconfig', 'resolve-pkg-maps'])
    await symlink(join(project, 'node_modules', name), join(root, 'node_modules', name)).catch(
      () => undefined,
    );
  for (const name of ['program.mjs', 'capuy.mjs'])
    await cp(join(project, 'bin', name), join(root, 'bin', name));
  await writeFile(
    join(root, 'bin', 'capuy.ts'),
    `const words: string[] = [import.meta.url, 'first']; console.log(words.join(' '));`,
  );
  for (const path of [
    'ingest/reader/child.ts',
    'ingest/reader/work.ts',
    'bot/features/documents/reader-work.ts',
  ]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), 'export {};');
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

const start = (): string[] =>
  execFileSync(process.execPath, [join(root, 'bin', 'capuy.mjs')], { encoding: 'utf8' })
    .trim()
    .split(' ');
const programs = async (): Promise<string[]> =>
  (await readdir(join(root, 'node_modules', '.cache', 'capuy'))).filter((name) =>
    name.startsWith('program-'),
  );

describe('the built program', () => {
  it('is built once, built anew when a source changes, and knows its files by the places of the sources', async () => {
    const place = `file://${join(root, 'bin', 'capuy.ts')}`;
    expect(start()).toEqual([place, 'first']);
    const [first] = await programs();
    expect(start()).toEqual([place, 'first']);
    expect(await programs()).toEqual([first]);
    await writeFile(join(root, 'bin', 'capuy.ts'), `console.log(import.meta.url, 'second');`);
    expect(start()).toEqual([place, 'second']);
    expect(await programs()).toHaveLength(2);
    const longAgo = new Date(2020, 1, 1);
    await utimes(join(root, 'node_modules', '.cache', 'capuy', first as string), longAgo, longAgo);
    await writeFile(join(root, 'bin', 'capuy.ts'), `console.log(import.meta.url, 'the third');`);
    expect(start()).toEqual([place, 'the', 'third']);
    expect(await programs()).not.toContain(first);
  });

  it('holds the files of the page as they were made with it, until one of their sources changes', async () => {
    await mkdir(join(root, 'web', 'client'), { recursive: true });
    const sheet = join(root, 'web', 'client', 'styles.css');
    await writeFile(sheet, 'red');
    await writeFile(
      join(root, 'web', 'client-files.mjs'),
      `import { appendFileSync, readFileSync } from 'node:fs';
      export async function makeClientFiles() {
        appendFileSync(${JSON.stringify(join(root, 'made.txt'))}, 'once ');
        const plain = readFileSync(${JSON.stringify(sheet)});
        return [{ name: 'styles.css', plain, gzip: plain, br: plain }];
      }
      export const clientFiles = () => makeClientFiles();`,
    );
    await writeFile(
      join(root, 'bin', 'capuy.ts'),
      `import { clientFiles } from '../web/client-files.mjs';
      for (const { name, plain, br } of await clientFiles()) console.log(name, String(plain), String(br));`,
    );
    expect(start()).toEqual(['styles.css', 'red', 'red']);
    expect(start()).toEqual(['styles.css', 'red', 'red']);
    expect(await readFile(join(root, 'made.txt'), 'utf8')).toBe('once ');
    await writeFile(sheet, 'green');
    expect(start()).toEqual(['styles.css', 'green', 'green']);
    expect(await readFile(join(root, 'made.txt'), 'utf8')).toBe('once once ');
  });

  it('is done without where nothing can be written beside the packages', async () => {
    // A file in the place of the folder: a lock of permissions would not stop root.
    await writeFile(join(root, 'node_modules', '.cache'), '');
    expect(start()[1]).toBe('first');
  });
});
