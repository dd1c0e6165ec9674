import { createDispatcher, type Dispatcher, type DispatcherDeps } from '../../bot/dispatch.ts';
import type { Account } from '../../access/account-store.ts';
import type { Accounts, Sender } from '../../bot/accounts.ts';
import type { Block, Feature, FeatureRequest, Outcome, TurnContext } from '../../bot/types.ts';
import type { Clock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Role } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';

/* What the tests of turns share: people, small features and a dispatcher that never waits. */

export const accountIds = {
  an: '00000000-0000-4000-8000-000000000001',
  binh: '00000000-0000-4000-8000-000000000002',
};

/** Senders 'an' (`role`) and 'binh' (secretary) are linked; code 123456 links anybody else to An's account once. */
export function knownPeople(role: Role = 'admin'): Accounts {
  const linked = new Map<string, Account>([
    ['an', { id: accountIds.an, name: 'Nguyễn An', role, unitIds: [] }],
    ['binh', { id: accountIds.binh, name: 'Trần Bình', role: 'secretary', unitIds: ['unit-1'] }],
  ]);
  let code: string | null = '123456';
  return {
    find: async (_db: Database, sender: Sender) => linked.get(sender.id) ?? null,
    async pair(_t, sender, given) {
      if (given !== code) return null;
      code = null;
      const account = linked.get('an') as Account;
      linked.set(sender.id, account);
      return account;
    },
  };
}

export const fixedClock = (at = '2026-03-02T01:00:00.000Z'): Clock & { set(at: string): void } => {
  let now = new Date(at);
  return {
    now: () => now,
    set(next) {
      now = new Date(next);
    },
  };
};

type Handle = (context: TurnContext, request: FeatureRequest) => Outcome | Promise<Outcome>;

/** A feature with one command, `/id`, that may also take everything else. */
export function feature(id: string, handle: Handle, rest: Partial<Feature> = {}): Feature {
  return {
    id,
    commands: [{ name: id, permission: 'ask', description: id }],
    handle: async (context, request) => handle(context, request),
    ...rest,
  };
}

export const text = (said: string): Block => ({ type: 'text', text: said });

/** Says what it was told. */
export const echo = feature(
  'echo',
  (_context, request) => ({
    blocks: [text(request.type === 'text' ? request.text : JSON.stringify(request))],
  }),
  { isFallback: true },
);

/** A dispatcher on `db` without waiting; what is not given is a known person, the echo feature and a fixed clock. */
export function dispatcherOn(
  db: Database,
  channel: DispatcherDeps['channels'][number],
  rest: Partial<DispatcherDeps> = {},
): Dispatcher {
  return createDispatcher({
    db,
    channels: [channel],
    features: [echo],
    accounts: knownPeople(),
    clock: fixedClock(),
    logger: silentLogger,
    pause: async () => {},
    ...rest,
  });
}

/** A promise and what resolves it, for tests that hold a turn open. */
export function gate(): { promise: Promise<void>; open: () => void } {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
