import type { Logger } from '../core/logger.ts';
import type { Claims } from './claims.ts';

/** Which chats this process works on, for turns and for replies together. */
export interface LaneHolds {
  /** Names this process in claims; null where it is the only one. */
  readonly owner: string | null;
  /** True where the chat is this process's; each true needs one `leave`. False too where that cannot be found out now. */
  take(lane: string): Promise<boolean>;
  leave(lane: string): Promise<void>;
}

/**
 * Counts who works on a chat, and claims it from other processes for as long as anybody does.
 * @param onLeft something is left to be done in a chat that was given back
 */
export function createLaneHolds(claims: Claims, logger: Logger, onLeft: () => void): LaneHolds {
  const held = new Map<string, { count: number; isClaimed: Promise<boolean> }>();
  /** Chats that are being given back: whoever wants one again waits, or its new claim would be given back too. */
  const leaving = new Map<string, Promise<void>>();

  async function giveBack(lane: string): Promise<void> {
    if (await claims.releaseLane(lane)) return;
    await claims.release(`lane:${lane}`);
    onLeft();
  }

  return {
    owner: claims.owner,
    async take(lane) {
      if (claims.owner === null) return true;
      const known = held.get(lane);
      const hold = known ?? {
        count: 0,
        isClaimed: (leaving.get(lane) ?? Promise.resolve()).then(() => claims.takeLane(lane)),
      };
      hold.count++;
      held.set(lane, hold);
      try {
        if (await hold.isClaimed) return true;
      } catch (error) {
        logger.warn({ err: error }, 'a chat could not be claimed');
      }
      if (held.get(lane) === hold) held.delete(lane);
      return false;
    },
    async leave(lane) {
      const hold = held.get(lane);
      if (!hold || --hold.count > 0) return;
      held.delete(lane);
      const left = giveBack(lane)
        .catch((error: unknown) => logger.warn({ err: error }, 'a chat could not be given back'))
        .finally(() => leaving.delete(lane));
      leaving.set(lane, left);
      await left;
    },
  };
}
