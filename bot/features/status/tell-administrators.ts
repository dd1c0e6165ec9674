import { findAccount } from '../../../access/account-store.ts';
import { may } from '../../../access/permissions.ts';
import type { Queryable } from '../../../db/database.ts';
import { addNotice, type OpenReply } from '../../outbox-store.ts';
import { latestPrivateChats } from '../../recipient-store.ts';

/**
 * Puts a message to every administrator into the outbox, in the chat in which each wrote last; who was told under the same
 * `key` before is not told again. What the office's data is and says must stand nowhere in `text`: it may leave over every
 * channel. Returns how many administrators know, and the messages that are new.
 */
export async function tellAdministrators(
  t: Queryable,
  { key, text, now }: { key: string; text: string; now: Date },
): Promise<{ told: number; replies: OpenReply[] }> {
  const replies: OpenReply[] = [];
  let told = 0;
  for (const { accountId, address } of await latestPrivateChats(t)) {
    const account = await findAccount(t, accountId);
    if (!account || !may(account.role, 'accounts.manage')) continue;
    const blocks = [{ type: 'text', text, audience: 'public' } as const];
    const reply = await addNotice(t, { key: `${key}:${accountId}`, address, blocks }, now.toISOString());
    if (reply) replies.push(reply);
    told++;
  }
  return { told, replies };
}
