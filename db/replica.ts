import type { Logger } from '../core/logger.ts';
import type { Database, Queryable } from './database.ts';
import { SqlError } from './sql-error.ts';

/** Where to read what stands under a version: on a replica that has it, else on the server that writes. */
export interface VersionedReads {
  /** For reads that need all that was committed with `version` or before. */
  at(version: number): Promise<Queryable>;
}

/** How long a replica that failed is left alone, in milliseconds. */
const restMs = 5000;

/**
 * Reads from a streaming replica of `primary`, never staler than asked for: a replica applies commits in their order, so
 * one that shows a version has all that was committed with it. `versionOf` reads a number that grows with every change
 * of what will be read. A replica that lags, fails, or cancels a read because it must go on is replaced by the primary
 * for that read, and nobody notices but the primary.
 */
export function createVersionedReads(deps: {
  primary: Queryable;
  replica: Queryable;
  versionOf(db: Queryable): Promise<number>;
  logger: Logger;
  /** Milliseconds that only grow. */
  now?: () => number;
}): VersionedReads {
  const { primary, replica, versionOf, logger, now = () => performance.now() } = deps;
  /** The latest version that the replica was seen to have; it may have been exchanged for an older one after a failure. */
  let seen = -1;
  let restsUntil = -Infinity;

  function rest(error: unknown): void {
    if (!(error instanceof SqlError)) throw error;
    seen = -1;
    restsUntil = now() + restMs;
    logger.warn({ err: error }, 'the replica is left alone for a while');
  }

  const replicaOrPrimary: Queryable = {
    async query<Row>(...statement: Parameters<Queryable['query']>) {
      try {
        return await replica.query<Row>(...statement);
      } catch (error) {
        rest(error);
        return primary.query<Row>(...statement);
      }
    },
  };

  return {
    async at(version) {
      if (version <= seen) return replicaOrPrimary;
      if (now() < restsUntil) return primary;
      try {
        seen = await versionOf(replica);
      } catch (error) {
        rest(error);
      }
      return seen >= version ? replicaOrPrimary : primary;
    },
  };
}

/** Reads of a database that has no replica. */
export const readsOf = (db: Queryable): VersionedReads => ({ at: () => Promise.resolve(db) });

/** Opens the replica of a server, for reads alone; one that is away is not waited for. */
export async function openReplica(
  databaseUrl: string,
  options: { poolSize?: number; statementSeconds?: number },
): Promise<Database> {
  const { openServer } = await import('./server.ts');
  return openServer(databaseUrl, { ...options, isReplica: true, patienceMs: 0 });
}
