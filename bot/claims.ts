import { hostname } from 'node:os';
import { newId } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import { prolongClaims, releaseAll, releaseClaim, releaseLane, takeClaim } from './claim-store.ts';
import type { Pause } from './pause.ts';

/**
 * What this process alone works on, where several share a database. A claim is prolonged as long as the process lives,
 * and holds for `leaseMs` after it died.
 */
export interface Claims {
  /** Null where this process is the only one: everything is its own, and nothing is asked. */
  readonly owner: string | null;
  take(name: string): Promise<boolean>;
  release(name: string): Promise<void>;
  takeLane(lane: string): Promise<boolean>;
  /** False where something is left to be done in the chat, so that it stays taken. */
  releaseLane(lane: string): Promise<boolean>;
  /** Ends prolonging and gives everything up. */
  stop(): Promise<void>;
}

/**
 * How long a claim outlives its process: a chat whose process died waits that long, and a second for the next look. A
 * process that stands still for longer finds its chats taken over, and sends nothing more there (`noteSending`).
 */
export const usualLeaseMs = 12_000;

const laneClaim = (lane: string): string => `lane:${lane}`;

/** The claims of a process that shares nothing: an embedded database has one process only. */
export const soleClaims: Claims = {
  owner: null,
  take: () => Promise.resolve(true),
  release: () => Promise.resolve(),
  takeLane: () => Promise.resolve(true),
  releaseLane: () => Promise.resolve(true),
  stop: () => Promise.resolve(),
};

/** Claims over a shared database, prolonged three times a lease. */
export function createClaims(deps: { db: Database; logger: Logger; pause: Pause; leaseMs?: number }): Claims {
  const { db, logger, pause, leaseMs = usualLeaseMs } = deps;
  // For whoever looks into the table: which machine and process it is.
  const owner = `${hostname()}:${process.pid}:${newId()}`;
  const stopping = new AbortController();

  async function prolong(): Promise<void> {
    for (;;) {
      await pause(leaseMs / 3, stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        await prolongClaims(db, owner, leaseMs);
      } catch (error) {
        logger.warn({ err: error }, 'claims could not be prolonged');
      }
    }
  }
  const prolonging = prolong();

  const take = (name: string): Promise<boolean> => takeClaim(db, { name, owner, leaseMs });

  return {
    owner,
    take,
    release: (name) => releaseClaim(db, name, owner),
    takeLane: (lane) => take(laneClaim(lane)),
    releaseLane: (lane) => releaseLane(db, { name: laneClaim(lane), lane, owner }),
    async stop() {
      stopping.abort();
      await prolonging;
      await releaseAll(db, owner);
    },
  };
}
