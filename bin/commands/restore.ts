import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { restoreBackup } from '../../backup/restore.ts';
import type { Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { toAppError } from '../../core/errors.ts';
import * as words from '../../prompts/backup.ts';
import { retryPassphrase } from '../passphrase.ts';
import { fail, print, progressLine } from '../terminal.ts';
import { figuresOf, holdingOf, rowsOf, whenOf } from './backup.ts';

/** `capuy restore FILE [--to FOLDER]`: puts a backup into an empty folder, or an empty server of DATABASE_URL. */
export async function run(args: string[], config: Config): Promise<number> {
  const request = readRequest(args);
  if (!request) return fail(words.restoreUsage, 2);
  const { path, to } = request;
  const dataDir = resolve(to ?? config.CAPUY_DATA_DIR);
  // A folder that is named is where everything goes, whatever server the settings name.
  const databaseUrl = to === undefined ? config.DATABASE_URL : undefined;
  const line = progressLine();
  try {
    const summary = await retryPassphrase(config, (passphrase) =>
      restoreBackup(
        path,
        { dataDir, databaseUrl },
        { clock: systemClock, passphrase, on: (step) => line.show(words.working[step]) },
      ),
    );
    line.clear();
    print([
      request.isJson
        ? JSON.stringify({ ...figuresOf(summary), applied: summary.applied })
        : words.restored({
            place: databaseUrl === undefined ? dataDir : null,
            at: whenOf(summary.header.createdAt, config),
            holding: holdingOf(summary),
            rows: rowsOf(summary),
            applied: summary.applied.length,
            needsDataDir:
              dataDir !== resolve(config.CAPUY_DATA_DIR) ||
              (to !== undefined && config.DATABASE_URL !== undefined),
          }),
    ]);
    return 0;
  } catch (error) {
    if (toAppError(error).code !== 'storage-locked') throw error;
    line.clear();
    return fail(words.restoreWhileRunning(dataDir), 1);
  } finally {
    line.clear();
  }
}

function readRequest(args: string[]): { path: string; to: string | undefined; isJson: boolean } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { to: { type: 'string' }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [path, ...more] = positionals;
    if (path === undefined || more.length > 0 || values.to === '') return null;
    return { path: resolve(path), to: values.to, isJson: values.json };
  } catch {
    return null;
  }
}
