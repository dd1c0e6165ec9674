import { spawn } from 'node:child_process';
import { copyFile, lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What an installation from npm's own cache takes, or why there was none. */
export type InstallFigures =
  { seconds: number; sizeMb: number; productionMb: number; elsewhere: string[] } | { skipped: string };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm ci` with the lock file of this program in a new folder, without a network: everything, then production only. */
export async function measureInstall(): Promise<InstallFigures> {
  const elsewhere = await fromElsewhere();
  const whole = await install([]);
  if ('skipped' in whole) return whole;
  const production = await install(['--omit=dev']);
  if ('skipped' in production) return production;
  return { seconds: whole.seconds, sizeMb: whole.sizeMb, productionMb: production.sizeMb, elsewhere };
}

/** Packages that the lock file does not take as a tarball of a registry. */
async function fromElsewhere(): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string; link?: boolean; inBundle?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { resolved, inBundle }]) => {
      if (path === '' || inBundle) return false;
      return resolved !== undefined && !/^https:\/\/[^/]+\/.+\/-\/[^/]+\.tgz$/u.test(resolved);
    })
    .map(([path]) => path);
}

async function install(
  more: readonly string[],
): Promise<{ seconds: number; sizeMb: number } | { skipped: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'capuy-install-'));
  try {
    for (const name of ['package.json', 'package-lock.json'])
      await copyFile(join(root, name), join(folder, name));
    const from = performance.now();
    const child = spawn('npm', ['ci', '--offline', '--no-audit', '--no-fund', ...more], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const code = await new Promise<number | null>((resolve) => {
      child.on('error', () => resolve(null));
      child.on('close', resolve);
    });
    if (code !== 0) {
      const isMissing = said.includes('ENOTCACHED');
      return { skipped: isMissing ? 'not all packages are in the cache of npm' : 'npm ci did not end well' };
    }
    return { seconds: (performance.now() - from) / 1000, sizeMb: (await diskBytes(folder)) / 1024 ** 2 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a folder takes on the disk. */
async function diskBytes(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await diskBytes(path);
    else {
      const { blocks, size } = await lstat(path);
      bytes += blocks > 0 ? blocks * 512 : size;
    }
  }
  return bytes;
}
