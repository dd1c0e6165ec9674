import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryFailure } from '../../bot/channels/channel.ts';
import { noteSending, openReplies } from '../../bot/outbox-store.ts';
import { AppError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { maybeRepeated } from '../../prompts/channels.ts';
import { createCollectingChannel, deliver, type CollectingChannel } from '../fakes/collecting-channel.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { dispatcherOn } from './turns.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(() => emptyTables(db));

/** A channel whose sends fail as listed, one after another; null lets one through. */
function failing(
  kinds: readonly (DeliveryFailure | null)[],
  rest: { dropsRepeats?: boolean } = {},
): CollectingChannel {
  const channel = createCollectingChannel({ capabilities: { maxTextLength: 70 }, ...rest });
  const errors = new Map<AppError, DeliveryFailure>();
  channel.failureOf = (error) => errors.get(error) ?? 'invalid';
  for (const kind of kinds) {
    channel.failures.push(() => {
      if (kind === null) return null;
      const error = new AppError('channel-unavailable', kind);
      errors.set(error, kind);
      return error;
    });
  }
  return channel;
}

/** Lets `channel` answer `said` and waits until everything that can be sent is. */
async function converse(channel: CollectingChannel, ...said: string[]): Promise<void> {
  const dispatcher = dispatcherOn(db, channel);
  await dispatcher.start();
  await deliver(dispatcher, ...said.map((one) => channel.text(one)));
  await dispatcher.idle();
  await dispatcher.stop();
}

/** What the outbox says of its only row. */
async function outboxRow(): Promise<{
  parts_sent: number;
  failure: string | null;
  sent: boolean;
  receipt: unknown;
}> {
  const { rows } = await db.query<{
    parts_sent: number;
    failure: string | null;
    sent: boolean;
    receipt: unknown;
  }>('SELECT parts_sent, failure, sent_at IS NOT NULL AS sent, receipt FROM outbox');
  expect(rows).toHaveLength(1);
  return rows[0] as never;
}

const long =
  'Một câu khá dài để phải chia làm ba. Và một câu nữa cũng dài gần như vậy. Rồi câu thứ ba cho đủ ba phần tin nhắn.';

describe('a reply', () => {
  it('keeps the receipt of each part', async () => {
    const channel = failing([]);
    await converse(channel, long);
    expect(channel.texts().map((said) => said.slice(0, 6))).toEqual(['(1/3) ', '(2/3) ', '(3/3) ']);
    expect(await outboxRow()).toEqual({
      parts_sent: 3,
      failure: null,
      sent: true,
      receipt: ['m1', 'm2', 'm3'],
    });
    expect(new Set(channel.sent.map(({ key }) => key)).size).toBe(3);
  });

  it('waits out passing failures without repeating the parts that arrived', async () => {
    const channel = failing([null, 'transient', 'rate', 'auth', null]);
    await converse(channel, long);
    expect(channel.texts().map((said) => said.slice(0, 6))).toEqual(['(1/3) ', '(2/3) ', '(3/3) ']);
    expect((await outboxRow()).sent).toBe(true);
  });

  it('is given up after twenty attempts, and the next one still goes out', async () => {
    const channel = failing(Array.from({ length: 20 }, () => 'transient' as const));
    await converse(channel, 'một', 'hai');
    expect(channel.texts()).toEqual(['hai']);
    const { rows } = await db.query('SELECT failure FROM outbox ORDER BY seq');
    expect(rows).toEqual([{ failure: 'transient' }, { failure: null }]);
  });

  it.each(['gone', 'invalid'] as const)('that can never arrive (%s) is given up at once', async (kind) => {
    const channel = failing([kind]);
    await converse(channel, 'một');
    expect(channel.texts()).toEqual([]);
    expect(await outboxRow()).toMatchObject({ failure: kind, sent: false });
    expect(channel.ended).toHaveLength(1);
    expect(await openReplies(db)).toEqual([]);
  });

  it('whose delivery is unknown is sent once more, and says so', async () => {
    const channel = failing(['unknown-delivery']);
    await converse(channel, 'một');
    expect(channel.texts()).toEqual([`${maybeRepeated} một`]);
    expect((await outboxRow()).sent).toBe(true);
  });

  it('whose delivery stays unknown is not sent a third time', async () => {
    const channel = failing(['unknown-delivery', 'unknown-delivery']);
    await converse(channel, 'một');
    expect(channel.texts()).toEqual([]);
    expect(channel.failures).toEqual([]);
    expect((await outboxRow()).sent).toBe(true);
  });
});

describe('after a kill', () => {
  /** Commits a reply and dies before, or in the middle of, sending it. */
  async function killBeforeSending(said: string, isSending: boolean): Promise<void> {
    const silent = createCollectingChannel({ capabilities: { maxTextLength: 70 } });
    // The process dies while the channel is at it: the send never comes back.
    silent.send = () => new Promise(() => {});
    const dispatcher = dispatcherOn(db, silent);
    await dispatcher.start();
    await deliver(dispatcher, silent.text(said, 'chat-1', { id: 'before-the-kill' }));
    while ((await openReplies(db)).length === 0) await Promise.resolve();
    const [reply] = await openReplies(db);
    if (isSending) await noteSending(db, reply?.seq as number, '2026-03-02T01:00:00.000Z');
    else await db.query('UPDATE outbox SET sending_at = NULL');
  }

  it('between commit and send the reply leaves as it is', async () => {
    await killBeforeSending('một', false);
    const channel = createCollectingChannel();
    await converse(channel);
    expect(channel.texts()).toEqual(['một']);
  });

  it('between send and receipt the reply leaves marked as a possible repeat', async () => {
    await killBeforeSending('một', true);
    const channel = createCollectingChannel();
    await converse(channel);
    expect(channel.texts()).toEqual([`${maybeRepeated} một`]);
  });

  it('only the part whose receipt is missing is marked', async () => {
    await killBeforeSending(long, true);
    const channel = createCollectingChannel({ capabilities: { maxTextLength: 70 } });
    await converse(channel);
    expect(channel.texts().map((said) => said.startsWith(maybeRepeated))).toEqual([true, false, false]);
    for (const said of channel.texts()) expect(said.length).toBeLessThanOrEqual(70);
  });

  it('a channel that drops repeats gets the part unmarked', async () => {
    await killBeforeSending('một', true);
    const channel = createCollectingChannel({ dropsRepeats: true });
    await converse(channel);
    expect(channel.texts()).toEqual(['một']);
  });

  it('replies leave in their order, before those to new messages', async () => {
    await killBeforeSending('một', false);
    const channel = createCollectingChannel();
    await converse(channel, 'hai');
    expect(channel.texts()).toEqual(['một', 'hai']);
  });
});
