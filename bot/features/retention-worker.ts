import { recordAudit } from '../../access/audit-store.ts';
import { dateIn, type Clock, type DateOnly } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { eraseTurns } from '../../rag/kept/answer-store.ts';
import { eraseMessages } from '../inbox-store.ts';
import { readChatDays } from '../kept-days.ts';
import { eraseReplies } from '../outbox-store.ts';

/*
 * Where the office has set for how many days chats are kept, what people wrote and were answered is forgotten after them:
 * chat logs are sensitive and short-lived (NĐ 356/2025/NĐ-CP: kept only as long as needed). Rows stay without their words, so that nothing is answered twice.
 */

const dayMs = 86_400_000;

/** Takes the words out of all chats that are older than the setting says, in one transaction with its audit event. */
export async function forgetOldChats(db: Database, now: Date): Promise<{ messages: number; turns: number }> {
  const days = await readChatDays(db);
  if (days === null) return { messages: 0, turns: 0 };
  const before = new Date(now.getTime() - days * dayMs).toISOString();
  return db.tx(async (t) => {
    const keys = await eraseMessages(t, null, before);
    await eraseReplies(t, keys);
    const turns = await eraseTurns(t, null, before);
    if (keys.length + turns > 0)
      await recordAudit(t, {
        at: now.toISOString(),
        accountId: null,
        action: 'chats.forgotten',
        entity: 'inbox',
        details: { days, messages: keys.length, questions: turns },
      });
    return { messages: keys.length, turns };
  });
}

/** Forgets old chats once a day for as long as it runs. */
export interface RetentionWorker {
  start(): void;
  /** Resolves when the look that is under way has ended. */
  stop(): Promise<void>;
}

export function createRetentionWorker(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** Default Asia/Ho_Chi_Minh. */
  timeZone?: string | undefined;
  /** Between two looks at the day. Default an hour. */
  everyMs?: number;
}): RetentionWorker {
  const { db, clock, logger } = deps;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let doneOn: DateOnly | null = null;
  const look = async (): Promise<void> => {
    const now = clock.now();
    const today = dateIn(now, deps.timeZone);
    if (doneOn === today) return;
    try {
      await forgetOldChats(db, now);
      doneOn = today;
    } catch (error) {
      logger.error({ err: error }, 'old chats could not be forgotten');
    }
  };
  return {
    start() {
      looking = look();
      timer = setInterval(() => (looking = looking.then(look)), deps.everyMs ?? 3_600_000);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
