import { listAccounts, type AccountEntry } from '../../access/account-store.ts';
import type { Queryable } from '../../db/database.ts';
import * as words from '../../prompts/accounts.ts';
import type { Block, Choice, Outcome } from '../types.ts';

/* What every answer of '/taikhoan' is made of. */

/** A block of text. */
export const text = (said: string): Block => ({ type: 'text', text: said });
/** A reply of one text. */
export const saying = (said: string): Outcome => ({ blocks: [text(said)] });

/** What was understood, to be saved by `save` or given up. */
export const confirming = (said: string, save: Choice): Outcome => ({
  blocks: [
    text(said),
    {
      type: 'choices',
      id: 'confirm',
      isOnce: true,
      options: [save, { label: words.buttons.cancel, action: 'account:cancel:' }],
    },
  ],
});

/** The account where it may still be used, else null. */
export async function enabledEntry(t: Queryable, accountId: string): Promise<AccountEntry | null> {
  return (await listAccounts(t)).find((entry) => entry.id === accountId && entry.disabledAt === null) ?? null;
}
