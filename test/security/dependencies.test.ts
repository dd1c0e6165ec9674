import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ci = (name: string): string => fileURLToPath(new URL(`../../.ci/${name}`, import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-dependencies-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(file: string, args: string[], environment: Record<string, string> = {}) {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, {
      env: { ...process.env, ...environment },
    });
    return { code: 0, told: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, told: stdout + stderr };
  }
}
const check = async (packages: Record<string, object>) => {
  const lock = join(folder, 'lock.json');
  await writeFile(lock, JSON.stringify({ packages: { '': {}, ...packages } }));
  return run(process.execPath, [ci('licences.mjs'), lock]);
};

describe('packages that the assistant runs with', () => {
  it('are under licences that ask for their notice, or for their own files alone', async () => {
    const { code, told } = await run(process.execPath, [ci('licences.mjs')]);
    expect(told).toMatch(/^licences: \d+ packages run, 0 not allowed$/mu);
    expect(code).toBe(0);
  });

  it.each([
    ['a strong one', { license: 'GPL-3.0' }],
    ['one for networks', { license: 'AGPL-3.0-or-later' }],
    ['a strong one beside a free one', { license: 'MIT AND GPL-2.0' }],
    ['a weak one that nobody decided on', { license: 'LGPL-3.0-or-later' }],
    ['one that is no licence', { license: 'SEE LICENSE IN LICENSE.md' }],
    ['none', {}],
  ])('cannot come in under %s', async (_name, entry) => {
    const { code, told } = await check({
      'node_modules/a/node_modules/@x/hidden': { version: '1.0.0', ...entry },
    });
    expect(code).toBe(1);
    expect(told).toContain('@x/hidden 1.0.0');
  });

  it('may leave the choice of a free one, and tools of development are named but not refused', async () => {
    const { code, told } = await check({
      'node_modules/choice': { version: '1.0.0', license: '(MIT OR GPL-3.0-or-later)' },
      'node_modules/tool': { version: '2.0.0', license: 'GPL-3.0', dev: true },
    });
    expect(code).toBe(0);
    expect(told).toContain('tool 2.0.0 (GPL-3.0)');
  });

  it(
    'are listed in a bill of materials, each with its version and none of the tools',
    { timeout: 120_000 },
    async () => {
      const file = join(folder, 'sbom.json');
      expect((await run(process.execPath, [ci('sbom.mjs'), file])).code).toBe(0);
      const bill = JSON.parse(await readFile(file, 'utf8')) as {
        bomFormat: string;
        components: { name: string; version: string; purl: string }[];
      };
      expect(bill.bomFormat).toBe('CycloneDX');
      const own = JSON.parse(await readFile(ci('../package.json'), 'utf8')) as {
        dependencies: Record<string, string>;
        devDependencies: Record<string, string>;
      };
      const listed = new Map(
        bill.components.map(({ purl, version }) => [
          decodeURIComponent(purl.slice(8)).replace(/@[^@]*$/u, ''),
          version,
        ]),
      );
      for (const [name, version] of Object.entries(own.dependencies))
        expect(listed.get(name), name).toBe(version);
      for (const name of ['vitest', 'eslint', '@openclaw/crabline'])
        expect(listed.has(name), name).toBe(false);
    },
  );

  it(
    'are asked after at the registry, and where none answers the build goes on with a word',
    { timeout: 120_000 },
    async () => {
      const { code, told } = await run(ci('audit'), [], { npm_config_registry: 'http://127.0.0.1:9/' });
      expect(code).toBe(0);
      expect(told).toContain('audit: skipped');
    },
  );
});
