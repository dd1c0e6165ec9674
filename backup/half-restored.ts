import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BackupError } from '../core/errors.ts';

/** The embedded database while a backup is being put back, beside its place. */
export const restoringFolder = (dataDir: string): string => join(dataDir, 'database.restoring');

/**
 * Keeps an office from being opened, as an empty one, in a folder where a restore did not come to its end.
 * @throws BackupError 'incomplete'
 */
export function refuseHalfRestored(dataDir: string): void {
  if (existsSync(restoringFolder(dataDir))) throw new BackupError('incomplete', dataDir);
}
