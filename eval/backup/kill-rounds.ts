import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkBackup } from '../../backup/backup.ts';
import { checkFolder } from '../../backup/place-state.ts';
import { capuyBin } from '../ingest-run.ts';
import { watchProcess } from '../process-tree.ts';

/** How a process of `capuy` went. */
export interface ProcessRun {
  code: number | null;
  seconds: number;
  peakMb: number | null;
}

/** Runs `capuy ARGS` to its end, or kills it (SIGKILL) after `killAfterMs`. */
export async function runCapuy(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  killAfterMs?: number,
): Promise<ProcessRun> {
  const begun = performance.now();
  const child = spawn(process.execPath, [capuyBin, ...args], {
    env: { LOG_LEVEL: 'error', ...settings },
    cwd: settings['CAPUY_DATA_DIR'],
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const watched = watchProcess(child.pid);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code));
  });
  if (killAfterMs !== undefined) await Promise.race([ended, pause(killAfterMs)]);
  if (killAfterMs !== undefined) child.kill('SIGKILL');
  const code = await ended;
  watched.stop();
  return { code, seconds: (performance.now() - begun) / 1000, peakMb: watched.peakMb() };
}

/** What became of backups and restores that were killed. */
export interface KillFigures {
  kills: number;
  /** Ended before their moment came. */
  finished: number;
  /** Killed ones of which nothing looks like a whole. */
  clean: number;
  /** Something half that a person or the program would take for a whole. */
  halves: number;
}

/** Kills `capuy backup` at random moments; a file under the name that was asked for must be a whole backup. */
export async function killBackups(options: {
  kills: number;
  folder: string;
  settings: Readonly<Record<string, string>>;
  usualMs: number;
  random: () => number;
}): Promise<KillFigures> {
  const figures: KillFigures = { kills: options.kills, finished: 0, clean: 0, halves: 0 };
  for (let round = 0; round < options.kills; round++) {
    const path = join(options.folder, `killed-${round}.capuy`);
    const { code } = await runCapuy(['backup', path], options.settings, options.random() * options.usualMs);
    if (code === 0) figures.finished += 1;
    const isWhole =
      existsSync(path) &&
      (await checkBackup(path).then(
        () => true,
        () => false,
      ));
    if (existsSync(path) && !isWhole) figures.halves += 1;
    else figures.clean += 1;
    for (const name of await readdir(options.folder))
      if (name.startsWith('killed-')) await rm(join(options.folder, name));
  }
  return figures;
}

/**
 * Kills `capuy restore` at random moments; the folder must then either be refused, or hold nothing yet, or `isWhole`. The
 * same command is run again to its end, and must make it whole.
 */
export async function killRestores(options: {
  kills: number;
  folder: string;
  backup: string;
  usualMs: number;
  random: () => number;
  isWhole(dataDir: string): Promise<boolean>;
}): Promise<KillFigures & { repaired: number }> {
  const figures = { kills: options.kills, finished: 0, clean: 0, halves: 0, repaired: 0 };
  const dataDir = join(options.folder, 'killed');
  const restore = (killAfterMs?: number): Promise<ProcessRun> =>
    runCapuy(['restore', options.backup], { CAPUY_DATA_DIR: dataDir }, killAfterMs);
  for (let round = 0; round < options.kills; round++) {
    await rm(dataDir, { recursive: true, force: true });
    await mkdir(dataDir, { recursive: true });
    const { code } = await restore(options.random() * options.usualMs);
    if (code === 0) figures.finished += 1;
    const isHalf =
      !isRefused(dataDir) &&
      existsSync(join(dataDir, 'database', 'postgres')) &&
      !(await options.isWhole(dataDir));
    if (isHalf) figures.halves += 1;
    else figures.clean += 1;
    const isThere = !isRefused(dataDir) && existsSync(join(dataDir, 'database', 'postgres'));
    const again = isThere ? 0 : (await restore()).code;
    if (again === 0 && (await options.isWhole(dataDir))) figures.repaired += 1;
  }
  return figures;
}

function isRefused(dataDir: string): boolean {
  try {
    checkFolder(dataDir);
    return false;
  } catch {
    return true;
  }
}
