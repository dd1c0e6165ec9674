import { recordAudit } from '../access/audit-store.ts';
import { readSetting } from '../access/setting-store.ts';
import { dateIn, dayMs } from '../core/clock.ts';
import type { Database, Queryable } from '../db/database.ts';
import { removeDueNames } from '../members/register/member-store.ts';
import { retentionOf, retentionSetting } from '../members/register/retention.ts';
import { eraseTurns } from '../rag/kept/answer-store.ts';
import { eraseMessages } from './inbox-store.ts';
import { readChatDays } from './kept-days.ts';
import { eraseReplies, eraseSent } from './outbox-store.ts';

/*
 * The one list of what settings of an office delete, and after how long. Nothing else is ever taken away by itself but
 * what is over by its own date (sessions, codes, choices) and backups beyond their numbers (backup/schedule.ts).
 *
 *   chat.kept-days        words of chats: what people wrote and were answered. Not set, or 0: kept for ever. Chat logs are
 *                         sensitive and short-lived (NĐ 356/2025/NĐ-CP: kept only as long as needed). Rows stay without
 *                         their words, so that nothing is answered twice.
 *   members.former-days   names of those whom no list has any more. Not set: a year. Rows stay, so that counts of their
 *                         time stay what they are.
 */

/** What one rule would delete, or has deleted. */
export interface Removed {
  id: RetentionId;
  /** How long it is kept; null: for ever. */
  days: number | null;
  /** How many of what, by name. */
  counts: Readonly<Record<string, number>>;
}

export type RetentionId = 'chats' | 'names';

interface Rule {
  id: RetentionId;
  /** What stands on the trail. */
  action: string;
  entity: string;
  days(db: Queryable, today: string): Promise<number | null>;
  remove(t: Queryable, at: { now: Date; today: string; days: number }): Promise<Record<string, number>>;
}

const rules: readonly Rule[] = [
  {
    id: 'chats',
    action: 'chats.forgotten',
    entity: 'inbox',
    days: (db) => readChatDays(db),
    async remove(t, { now, days }) {
      const before = new Date(now.getTime() - days * dayMs).toISOString();
      const keys = await eraseMessages(t, null, before);
      await eraseReplies(t, keys);
      await eraseSent(t, before);
      return { messages: keys.length, questions: await eraseTurns(t, null, before) };
    },
  },
  {
    id: 'names',
    action: 'members.names-removed',
    entity: 'member',
    days: async (db, today) => retentionOf(await readSetting(db, retentionSetting), today).days,
    remove: async (t, { today, days }) => ({
      removed: await removeDueNames(t, retentionOf(String(days), today).before),
    }),
  },
];

/** Thrown to take back what a dry run did. */
class OnlyLooked extends Error {}

/**
 * Deletes what the settings say, each rule in one transaction with its audit event. `isDry` does the same and takes it
 * back, so that what it tells is what would happen.
 */
export async function applyRetention(
  db: Database,
  now: Date,
  options: { timeZone?: string | undefined; isDry?: boolean; only?: RetentionId } = {},
): Promise<Removed[]> {
  const today = dateIn(now, options.timeZone);
  const done: Removed[] = [];
  for (const rule of rules) {
    if (options.only !== undefined && options.only !== rule.id) continue;
    const days = await rule.days(db, today);
    const removed: { -readonly [key in keyof Removed]: Removed[key] } = { id: rule.id, days, counts: {} };
    done.push(removed);
    if (days === null) continue;
    await db
      .tx(async (t) => {
        removed.counts = await rule.remove(t, { now, today, days });
        if (options.isDry === true) throw new OnlyLooked();
        if (Object.values(removed.counts).some((count) => count > 0))
          await recordAudit(t, {
            at: now.toISOString(),
            accountId: null,
            action: rule.action,
            entity: rule.entity,
            details: { days, ...removed.counts },
          });
      })
      .catch((error: unknown) => {
        if (!(error instanceof OnlyLooked)) throw error;
      });
  }
  return done;
}
