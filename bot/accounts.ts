import type { Account } from '../access/account-store.ts';
import type { Database, Queryable } from '../db/database.ts';

/** A person as a channel knows them; `isAccount`: `id` is an account's id, because the channel signs people in itself. */
export interface Sender {
  channel: string;
  id: string;
  isAccount: boolean;
}

/** What the dispatcher needs to know about people; `createAccounts` of access/accounts.ts answers from the tables. */
export interface Accounts {
  /** The enabled account behind a sender; null where there is none, so that nothing but pairing is offered. */
  find(db: Database, sender: Sender): Promise<Account | null>;
  /** Uses up a pairing code and links the sender to its account, in the transaction of the turn; null for a wrong code. */
  pair(t: Queryable, sender: Sender, code: string, now: Date): Promise<Account | null>;
}
