import type { Clock } from '../core/clock.ts';
import { BackupError } from '../core/errors.ts';
import { newBackupPath } from './backup-files.ts';
import { createBackup, type BackupSummary } from './backup.ts';
import type { BackupSource } from './content.ts';

/** Makes the backups of a running assistant, one at a time. */
export interface BackupDesk {
  /** The folder that they go into. */
  readonly folder: string;
  /**
   * `head`: what its name begins with.
   * @throws BackupError 'busy' while another is being made, and as `createBackup`
   */
  make(options?: { signal?: AbortSignal; head?: string }): Promise<BackupSummary>;
  /** Runs `work` while no other backup is made. */
  once<T>(work: () => Promise<T>): Promise<T>;
}

export interface BackupDeskDeps extends BackupSource {
  clock: Clock;
  folder: string;
  passphrase?: string | undefined;
  timeZone?: string | undefined;
}

export function createBackupDesk(deps: BackupDeskDeps): BackupDesk {
  const { clock, folder, passphrase, timeZone } = deps;
  let isBusy = false;
  async function once<T>(work: () => Promise<T>): Promise<T> {
    if (isBusy) throw new BackupError('busy');
    isBusy = true;
    try {
      return await work();
    } finally {
      isBusy = false;
    }
  }
  return {
    folder,
    once,
    make: ({ signal, head } = {}) =>
      once(() =>
        createBackup(deps, newBackupPath(folder, clock.now(), timeZone, head), { passphrase, signal }),
      ),
  };
}
