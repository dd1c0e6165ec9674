import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addAccount, linkIdentity } from '../../access/account-store.ts';
import { createAccounts } from '../../access/accounts.ts';
import { auditTrail } from '../../access/audit-store.ts';
import { createSignInToken, findSession, redeemSignInToken } from '../../access/sign-in.ts';
import { chatState } from '../../bot/chat-state-store.ts';
import { offboard } from '../../bot/offboarding.ts';
import { openReplies } from '../../bot/outbox-store.ts';
import { latestPrivateChats } from '../../bot/recipient-store.ts';
import { ChannelError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import * as say from '../../prompts/channels.ts';
import { createCollectingChannel, deliver } from '../fakes/collecting-channel.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { dispatcherOn, feature, fixedClock, text } from './turns.ts';

let db: Database;
const clock = fixedClock();
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await emptyTables(db);
  clock.set('2026-03-02T01:00:00.000Z');
});

const asking = feature('asking', () => ({ blocks: [text('Chi bộ nào?')], dialogue: { step: 1 } }));

it('ends everything of a person at once: sessions, links, dialogues, and what waits to be sent', async () => {
  const id = await addAccount(db, { name: 'Lê Chi', role: 'cadre' }, clock.now());
  for (const senderId of ['chi', 'chi-2'])
    await linkIdentity(db, { channel: 'messenger', senderId, accountId: id }, clock.now());
  const session = await redeemSignInToken(
    db,
    await createSignInToken(db, id, clock.now()),
    '10.0.0.1',
    clock.now(),
  );
  const channel = createCollectingChannel({ senderId: 'chi' });
  channel.failures.push(() => new ChannelError('transient', 'down'));
  const accounts = createAccounts();
  const first = dispatcherOn(db, channel, {
    accounts,
    features: [asking],
    pause: (_ms, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
  });
  await first.start();
  await deliver(first, channel.text('/asking', 'chat-chi'));
  while ((await openReplies(db)).length === 0) await Promise.resolve();
  await first.stop();
  expect(await latestPrivateChats(db)).toHaveLength(1);

  expect(await db.tx((t) => offboard(t, id, null, clock.now()))).toBe(true);
  expect(await findSession(db, session?.token ?? '', clock.now())).toBeNull();
  expect(await chatState(db, 'messenger:bot:chat-chi')).toMatchObject({ dialogue: null });
  expect(await openReplies(db)).toEqual([]);
  expect(await latestPrivateChats(db)).toEqual([]);
  expect((await auditTrail(db, 'account', id)).map(({ action }) => action)).toContain('account.disable');
  expect(await db.tx((t) => offboard(t, id, null, clock.now()))).toBe(false);

  const after = dispatcherOn(db, channel, { accounts, features: [asking] });
  await after.start();
  await deliver(
    after,
    channel.text('/asking', 'chat-chi'),
    channel.text('x', 'other', { senderId: 'chi-2' }),
  );
  await after.idle();
  await after.stop();
  expect(channel.texts()).toEqual([say.pairingRequest, say.pairingRequest]);
});

it('a link that nobody used for the time set ends; using it prolongs it', async () => {
  const id = await addAccount(db, { name: 'Lê Chi', role: 'cadre' }, clock.now());
  await linkIdentity(db, { channel: 'zalo', senderId: 'chi', accountId: id }, clock.now());
  const { find } = createAccounts({ clock, days: 30 });
  const known = async (at: string): Promise<boolean> => {
    clock.set(`${at}T01:00:00.000Z`);
    return (await find(db, { channel: 'zalo', id: 'chi', isAccount: false })) !== null;
  };
  expect(await known('2026-03-25')).toBe(true);
  expect(await known('2026-04-20')).toBe(true);
  expect(await known('2026-05-25')).toBe(false);
  await linkIdentity(db, { channel: 'zalo', senderId: 'chi', accountId: id }, clock.now());
  expect(await known('2026-05-26')).toBe(true);
});
