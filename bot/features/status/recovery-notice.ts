import { findAccount } from '../../../access/account-store.ts';
import { recordAudit } from '../../../access/audit-store.ts';
import { may } from '../../../access/permissions.ts';
import type { Database } from '../../../db/database.ts';
import type { Recovery } from '../../../db/folder-recovery.ts';
import { recoveredNotice } from '../../../prompts/system-status.ts';
import { settleEvents } from '../../inbox-store.ts';
import { addNotice, settleReplies } from '../../outbox-store.ts';
import { latestPrivateChats } from '../../recipient-store.ts';

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
  const chats = await latestPrivateChats(db);
  return db.tx(async (t) => {
    const at = now.toISOString();
    const events = await settleEvents(t, copy.madeAt, at, 'restored');
    const replies = await settleReplies(t, copy.madeAt, 'restored');
    let told = 0;
    let isNew = false;
    for (const { accountId, address } of chats) {
      const account = await findAccount(t, accountId);
      if (!account || !may(account.role, 'accounts.manage')) continue;
      const key = `recovery:${foundAt}:${accountId}`;
      // What the office's data is and says stands nowhere in it, so it may leave over every channel.
      const blocks = [{ type: 'text', text, audience: 'public' } as const];
      if (await addNotice(t, { key, address, blocks }, at)) isNew = true;
      told++;
    }
    if (isNew || events + replies > 0)
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
