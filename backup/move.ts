import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BackupError } from '../core/errors.ts';
import { openWithoutMigrating } from '../db/open.ts';
import { createBackup } from './backup.ts';
import {
  checkFolder,
  checkSource,
  endRestoring,
  isPlaced,
  noteFolderMoved,
  noteServerMoved,
  putMovedAside,
} from './place-state.ts';
import { restoreBackup, type RestoreOptions, type RestoreSummary } from './restore.ts';
import { countNeighbours } from './rows-store.ts';

/** From where to where, and the new file that stays as a copy of what was moved. */
export interface MoveRequest {
  dataDir: string;
  databaseUrl: string;
  backupPath: string;
}

/**
 * Moves the rows of a folder's database to an empty server, by a backup that is verified row by row on its other side. The
 * folder's own database stays as it was, and is not opened again. Kept files stay where they are.
 * @throws BackupError 'no-file' where there is no database, 'moved', and as `createBackup` and `restoreBackup`
 * @throws AppError 'storage-locked' while an assistant runs
 */
export async function moveToServer(
  { dataDir, databaseUrl, backupPath }: MoveRequest,
  options: RestoreOptions,
): Promise<RestoreSummary> {
  const database = join(dataDir, 'database');
  checkFolder(dataDir);
  if (!existsSync(join(database, 'postgres'))) throw new BackupError('no-file', database);
  // Held to the end, so that nobody writes into what was copied already.
  const db = await openWithoutMigrating({ dataDir: database });
  try {
    await createBackup({ db, dataDir, clock: options.clock }, backupPath, options);
    const summary = await restoreBackup(backupPath, { dataDir, databaseUrl }, options);
    await noteFolderMoved(dataDir, options.clock.now().toISOString());
    return summary;
  } finally {
    await db.close();
  }
}

/**
 * Moves the rows of a server back into the folder of its files. The server keeps its rows and is not opened again.
 * @throws BackupError 'no-office' where the server holds none, 'in-use' while an assistant is connected, 'target-not-empty',
 * and as `moveToServer`
 */
export async function moveToFolder(
  { dataDir, databaseUrl, backupPath }: MoveRequest,
  options: RestoreOptions,
): Promise<RestoreSummary> {
  const db = await openWithoutMigrating({ databaseUrl, name: 'move of capuy' });
  const refuseNeighbours = async (): Promise<void> => {
    if ((await countNeighbours(db)) > 0) throw new BackupError('in-use');
  };
  try {
    await checkSource(db).catch(async (error: unknown) => {
      // An earlier run was killed between its last two steps: the folder has everything, and the server says so.
      if (error instanceof BackupError && error.problem === 'moved' && isPlaced(dataDir))
        await endRestoring(dataDir);
      throw error;
    });
    await refuseNeighbours();
    await createBackup({ db, dataDir, clock: options.clock }, backupPath, options);
    const now = options.clock.now().toISOString();
    await putMovedAside(dataDir, now);
    return await restoreBackup(
      backupPath,
      { dataDir },
      {
        ...options,
        async beforeOpening() {
          // One that was started meanwhile writes what the copy does not have.
          await refuseNeighbours();
          await noteServerMoved(db, now);
        },
      },
    );
  } finally {
    await db.close();
  }
}
