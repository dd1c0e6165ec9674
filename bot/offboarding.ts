import { disableAccount } from '../access/accounts.ts';
import type { Queryable } from '../db/database.ts';
import { endDialoguesOf } from './dialogue-store.ts';
import { giveUpIn } from './outbox-store.ts';
import { privateLanesOf } from './recipient-store.ts';

/**
 * Everything that ends when a person leaves, in one transaction: the account, its links, sessions and codes
 * (`disableAccount`), dialogues that are under way, and what waits to be sent to their chats. Reminders and announcements
 * reach enabled accounts only. `by` is the account that did it, null on the office's own machine. False where there is
 * no such enabled account.
 */
export async function offboard(
  t: Queryable,
  accountId: string,
  by: string | null,
  now: Date,
): Promise<boolean> {
  if (!(await disableAccount(t, accountId, by, now))) return false;
  await endDialoguesOf(t, accountId);
  await giveUpIn(t, await privateLanesOf(t, accountId), 'offboarded');
  return true;
}
