import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { access, constants, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listBackups } from '../../backup/backup-files.ts';
import { backupFolder, dotEnvPath, type Config } from '../../config.ts';
import type { Clock } from '../../core/clock.ts';
import { sha256 } from '../../core/ids.ts';
import { diskSpace } from '../../db/disk.ts';
import { untoldRecovery } from '../../db/folder-recovery.ts';
import { findSystemEngine } from '../../ingest/ocr/engine-system.ts';
import { embeddedModelPath } from '../../ingest/ocr/engine-embedded.ts';
import { fontFile } from '../../papers/chart-parts.ts';
import { readFontMetrics } from '../../papers/font-metrics.ts';
import { officePrograms } from '../../papers/pdf.ts';
import * as words from '../../prompts/doctor.ts';
import type { Finding } from '../../prompts/doctor.ts';
import { formatMoment } from '../../prompts/moments.ts';

/** What is seen of the machine without opening the database. `dataDir` may not exist yet. */
export async function checkMachine(config: Config, dataDir: string, clock: Clock): Promise<Finding[]> {
  const isThere = existsSync(dataDir);
  return [
    words.nodeVersion(process.versions.node),
    ...(isThere ? await checkFolderOf(dataDir) : [words.folderAbsent(dataDir)]),
    ...(await checkDisk(isThere ? dataDir : '.')),
    ...(isThere ? await checkRecovery(config, dataDir) : []),
    ...(isThere ? [await checkIndex(dataDir), ...(await checkFiles(dataDir))] : []),
    ...(isThere ? [await checkBackups(config, clock.now())] : []),
    checkFonts(),
    await checkOcr(),
    await checkOffice(),
  ];
}

async function checkFolderOf(dataDir: string): Promise<Finding[]> {
  const canWrite = await access(dataDir, constants.W_OK | constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!canWrite) return [words.folderUnwritable(dataDir)];
  const found = [words.folderThere(dataDir)];
  if (process.platform === 'win32') return found;
  const open: string[] = [];
  for (const name of ['', 'database', 'files', 'search.index'])
    if (await isOpen(join(dataDir, name))) open.push(join(dataDir, name));
  const settings = dotEnvPath();
  const isSettingsOpen = await isOpen(settings);
  return [
    ...found,
    ...(open.length > 0 ? [words.permissionsOpen(open)] : []),
    ...(isSettingsOpen ? [words.settingsOpen(settings)] : []),
    ...(open.length === 0 && !isSettingsOpen ? [words.permissionsPrivate] : []),
  ];
}

/** Other accounts of the machine can read it. */
async function isOpen(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => null);
  return stats !== null && (stats.mode & 0o077) !== 0 && !stats.isSymbolicLink();
}

async function checkDisk(path: string): Promise<Finding[]> {
  const { freeBytes, totalBytes } = await diskSpace(path);
  return [words.disk(freeBytes, totalBytes)];
}

async function checkRecovery(config: Config, dataDir: string): Promise<Finding[]> {
  const recovery = await untoldRecovery(join(dataDir, 'database')).catch(() => null);
  if (!recovery) return [];
  const { foundAt, copy } = recovery;
  return [words.recoveryUntold(formatMoment(foundAt, config.TZ), formatMoment(copy.madeAt, config.TZ))];
}

async function checkIndex(dataDir: string): Promise<Finding> {
  const stats = await lstat(join(dataDir, 'search.index')).catch(() => null);
  return stats ? words.indexReady(stats.size / 1e6) : words.indexAbsent;
}

/** Files are looked at in the order of their names, which is a random one, because a name is the digest of the content. */
const mostFiles = 50;

async function checkFiles(dataDir: string): Promise<Finding[]> {
  const folder = join(dataDir, 'files');
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/u.test(entry.name));
  if (files.length === 0) return [];
  const looked = files.slice(0, mostFiles);
  const damaged = looked.filter(
    ({ parentPath, name }) => sha256(readFileSync(join(parentPath, name))) !== name,
  );
  return [
    damaged.length === 0
      ? words.filesWhole(looked.length, files.length)
      : words.filesDamaged(damaged.map(({ name }) => name.slice(0, 12))),
  ];
}

/** A daily backup that has not been made for so long has failed twice. */
const oldHours = 50;

async function checkBackups(config: Config, now: Date): Promise<Finding> {
  const folder = backupFolder(config);
  const [newest] = await listBackups(folder);
  if (!newest) return config.CAPUY_BACKUPS === 'yes' ? words.backupNone(folder) : words.backupsOff(folder);
  const hours = (now.getTime() - Date.parse(newest.createdAt)) / 3_600_000;
  const name = newest.path.slice(folder.length + 1);
  return hours > oldHours ? words.backupOld(name, hours) : words.backupFresh(name, hours);
}

function checkFonts(): Finding {
  try {
    for (const weight of [400, 600] as const) readFontMetrics(readFileSync(fontFile(weight)));
    return words.fontsReady;
  } catch {
    return words.fontsBroken;
  }
}

async function checkOcr(): Promise<Finding> {
  const system = await findSystemEngine();
  if (system) return words.ocrSystem(system.name);
  try {
    return existsSync(embeddedModelPath()) ? words.ocrEmbedded : words.ocrBroken;
  } catch {
    return words.ocrBroken;
  }
}

async function checkOffice(): Promise<Finding> {
  for (const program of officePrograms) {
    // The first start after it was installed is slow.
    const found = await promisify(execFile)(program, ['--version'], { timeout: 20_000 }).catch(() => null);
    const version = found && /LibreOffice \d[\d.]*/u.exec(found.stdout)?.[0];
    if (version) return words.officeFound(`${version}.`);
  }
  return words.officeAbsent;
}
