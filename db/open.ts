import { systemClock } from '../core/clock.ts';
import { migrate } from './migrate.ts';
import { openPglite } from './pglite.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from './database.ts';
import type { FindCopies } from './folder-recovery.ts';
import type { ServerOptions } from './server.ts';

/** Where the rows are: a server, a folder of this machine, or the memory of this process. */
export type DatabasePlace =
  ({ databaseUrl: string } & ServerOptions) | { dataDir: string; copies?: FindCopies } | { memory: true };

/**
 * Opens the store of rows and brings its tables up to date.
 * @throws AppError 'storage-locked' while another process has the folder, 'storage-incompatible' where the tables are
 * newer than this program or were made by files that have been edited since
 */
export async function openDatabase(place: DatabasePlace, clock: Clock = systemClock): Promise<Database> {
  const db = await openWithoutMigrating(place);
  try {
    await migrate(db, clock);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Opens the store of rows as it is, whichever program made its tables: for a copy of what is there. */
export async function openWithoutMigrating(place: DatabasePlace): Promise<Database> {
  if ('memory' in place) return openPglite();
  if ('dataDir' in place) return openPglite(place);
  // Loaded only where it is needed: an embedded office never pays for the driver.
  const { openServer } = await import('./server.ts');
  const { databaseUrl, ...options } = place;
  return openServer(databaseUrl, options);
}
