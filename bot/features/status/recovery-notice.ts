import { recordAudit } from '../../../access/audit-store.ts';
import type { Database } from '../../../db/database.ts';
import type { Recovery } from '../../../db/folder-recovery.ts';
import { damagedNotice, recoveredNotice } from '../../../prompts/system-status.ts';
import { settleEvents } from '../../inbox-store.ts';
import { settleReplies, type OpenReply } from '../../outbox-store.ts';
import { tellAdministrators } from './tell-administrators.ts';

/**
 * After a damaged database gave way to a copy: what was open when the copy was made was answered and sent long ago, so it
 * is closed and not done again; and every administrator is told in the chat in which they wrote last. One transaction, and
 * the same again after a crash: each is told once. Before anything is answered or sent. Returns how many were told.
 */
export async function settleRecovery(
  db: Database,
  recovery: Recovery,
  now: Date,
  timeZone?: string,
): Promise<number> {
  const { foundAt, copy, damage, aside } = recovery;
  const text = recoveredNotice(foundAt, copy.madeAt, timeZone);
  return db.tx(async (t) => {
    const at = now.toISOString();
    const events = await settleEvents(t, copy.madeAt, at, 'restored');
    const replies = await settleReplies(t, copy.madeAt, 'restored');
    const { told, replies: notices } = await tellAdministrators(t, { key: `recovery:${foundAt}`, text, now });
    if (notices.length > 0 || events + replies > 0)
      await recordAudit(t, {
        at,
        accountId: null,
        action: 'database.recovered',
        entity: 'database',
        details: { foundAt, damage: damage.kind, copyOf: copy.madeAt, aside, events, replies },
      });
    return told;
  });
}

/** Tells administrators, once in the run that began at `startedAt`, that damage was found while it works. */
export async function tellOfDamage(db: Database, startedAt: string, now: Date): Promise<OpenReply[]> {
  const key = `damage:${startedAt}`;
  return (await db.tx((t) => tellAdministrators(t, { key, text: damagedNotice, now }))).replies;
}
