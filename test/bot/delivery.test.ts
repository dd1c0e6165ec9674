import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeSetting } from '../../access/setting-store.ts';
import type { DeliveryFailure } from '../../bot/channels/channel.ts';
import { chatDaysSetting } from '../../bot/kept-days.ts';
import { noteSending, openReplies } from '../../bot/outbox-store.ts';
import { AppError, ChannelError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { latestPrivateChats } from '../../bot/recipient-store.ts';
import { maybeRepeated, noticeRefused } from '../../prompts/channels.ts';
import { createCollectingChannel, deliver, type CollectingChannel } from '../fakes/collecting-channel.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { dispatcherOn, echo, feature, fixedClock, gate, text } from './turns.ts';

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
const converse = (channel: CollectingChannel, ...said: string[]): Promise<void> =>
  converseWith(channel, {}, ...said);

async function converseWith(
  channel: CollectingChannel,
  deps: Parameters<typeof dispatcherOn>[2],
  ...said: string[]
): Promise<void> {
  const dispatcher = dispatcherOn(db, channel, deps);
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

  it('outlasts a provider that is out of service, however often it was tried', async () => {
    const channel = failing(Array.from({ length: 40 }, () => 'transient' as const));
    await converse(channel, 'một', 'hai');
    expect(channel.texts()).toEqual(['một', 'hai']);
    expect(await openReplies(db)).toEqual([]);
  });

  it('is given up after a day, because nobody waits for it any more', async () => {
    const channel = createCollectingChannel();
    const clock = fixedClock();
    channel.failures.push(() => {
      clock.set('2026-03-03T02:00:00.000Z');
      return new ChannelError('transient', 'down');
    });
    await converseWith(channel, { clock }, 'một');
    expect(await outboxRow()).toMatchObject({ failure: 'transient', sent: false });
  });

  it('that alone fails while others get through is given up after twenty attempts', async () => {
    const channel = createCollectingChannel();
    const { send } = channel;
    let tries = 0;
    channel.send = async (address, part, options) => {
      if (part.text !== 'hỏng') return send(address, part, options);
      // Another chat gets through between any two attempts.
      await send({ ...address, chat: 'other' }, part, options);
      tries++;
      throw new ChannelError('transient', 'always');
    };
    const dispatcher = dispatcherOn(db, channel, {
      pause: async () => {
        await deliver(dispatcher, channel.text('được', `chat-${tries}`));
        await channel.waitFor(({ address }) => address.chat === `chat-${tries}`);
      },
    });
    await dispatcher.start();
    await deliver(dispatcher, channel.text('hỏng', 'bad'), channel.text('sau đó', 'bad'));
    await dispatcher.idle();
    await dispatcher.stop();
    expect(tries).toBe(20);
    expect(channel.texts('bad')).toEqual(['sau đó']);
  });

  it('waits as long as the provider asks', async () => {
    const channel = createCollectingChannel();
    channel.failures.push(() => new ChannelError('rate', 'slow down', { retryAfterMs: 7000 }));
    const pauses: number[] = [];
    await converseWith(channel, { pause: async (ms) => void pauses.push(ms) }, 'một');
    expect(pauses).toEqual([7000]);
    expect(channel.texts()).toEqual(['một']);
  });

  it('leaves one try at a time to a provider that is out of service', async () => {
    const channel = createCollectingChannel();
    const { send } = channel;
    let sending = 0;
    let together = 0;
    let tries = 0;
    channel.send = async (address, part, options) => {
      sending++;
      await Promise.resolve();
      // Each of the eight chats has tried once before five failures in a row are known, and the first four of them twice:
      // from the 13th on it is one at a time. The first that gets through, the 31st, lets the others go on.
      if (++tries > 12 && tries <= 31) together = Math.max(together, sending);
      sending--;
      if (tries <= 30) throw new ChannelError('transient', 'down');
      return send(address, part, options);
    };
    const chats = Array.from({ length: 8 }, (_, index) => `chat-${index}`);
    const dispatcher = dispatcherOn(db, channel);
    await dispatcher.start();
    await deliver(dispatcher, ...chats.map((chat) => channel.text('một', chat)));
    await dispatcher.idle();
    await dispatcher.stop();
    for (const chat of chats) expect(channel.texts(chat)).toEqual(['một']);
    expect(together).toBe(1);
    expect(tries).toBe(38);
  });

  it('follows a chat to its new address, with the options that were open there', async () => {
    const channel = createCollectingChannel();
    const asking = feature('asking', (_context, request) => ({
      blocks: [
        request.type === 'choice'
          ? text('đã chọn')
          : { type: 'choices', id: 'c', options: [{ label: 'Có', action: 'asking:yes' }] },
      ],
    }));
    channel.failures.push(() => new ChannelError('moved', 'upgraded', { movedTo: 'chat-new' }));
    const dispatcher = dispatcherOn(db, channel, { features: [asking] });
    await dispatcher.start();
    await deliver(dispatcher, channel.text('/asking', 'chat-old'));
    await dispatcher.idle();
    expect(channel.texts('chat-old')).toEqual([]);
    expect(channel.texts('chat-new')).toHaveLength(1);
    await deliver(dispatcher, channel.text('1', 'chat-new'));
    await dispatcher.idle();
    await dispatcher.stop();
    expect(channel.texts('chat-new').at(-1)).toBe('đã chọn');
  });

  it('goes to the new address with the answers to what was waiting in the old chat', async () => {
    const channel = createCollectingChannel();
    const holding = gate();
    const slow = feature('slow', async () => {
      await holding.promise;
      return { blocks: [text('chậm')] };
    });
    const dispatcher = dispatcherOn(db, channel, { features: [slow, echo] });
    await dispatcher.start();
    await deliver(dispatcher, channel.text('/slow', 'chat-old'), channel.text('một', 'chat-old'));
    await dispatcher.moved?.(channel.text('', 'chat-old').to, channel.text('', 'chat-new').to);
    await deliver(dispatcher, channel.text('hai', 'chat-new'));
    holding.open();
    await dispatcher.idle();
    await dispatcher.stop();
    expect(channel.texts('chat-old')).toEqual(['chậm']);
    expect(channel.texts('chat-new')).toEqual(['một', 'hai']);
    const { rows } = await db.query(
      'SELECT DISTINCT lane FROM inbox WHERE done_at IS NOT NULL ORDER BY lane',
    );
    // What was under way moved too: after a crash it would be answered in the new chat.
    expect(rows).toEqual([{ lane: 'messenger:bot:chat-new' }]);
  });

  it('that is queued when the assistant stops still leaves, but is not waited for', async () => {
    const channel = createCollectingChannel();
    const holding = gate();
    const { send } = channel;
    channel.send = async (address, part, options) => {
      await holding.promise;
      if (part.text === 'hai') throw new ChannelError('transient', 'down');
      return send(address, part, options);
    };
    const dispatcher = dispatcherOn(db, channel, { pause: () => new Promise(() => {}) });
    await dispatcher.start();
    await deliver(dispatcher, channel.text('một', 'a'), channel.text('hai', 'b'));
    while ((await openReplies(db)).length < 2) await Promise.resolve();
    const stopped = dispatcher.stop();
    holding.open();
    await stopped;
    expect(channel.texts()).toEqual(['một']);
    expect((await openReplies(db)).map(({ address, isUnsure }) => [address.chat, isUnsure])).toEqual([
      ['b', false],
    ]);
  });

  it.each(['gone', 'invalid'] as const)('that can never arrive (%s) is given up at once', async (kind) => {
    const channel = failing([kind]);
    await converse(channel, 'một');
    expect(channel.texts()).toEqual([]);
    expect(await outboxRow()).toMatchObject({ failure: kind, sent: false });
    expect(channel.ended).toHaveLength(1);
    expect(await openReplies(db)).toEqual([]);
    const { rows } = await db.query('SELECT lane FROM chat_gone');
    expect(rows).toEqual(kind === 'gone' ? [{ lane: 'messenger:bot:chat-1' }] : []);
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

describe('a message of the assistant’s own accord that a messenger refuses', () => {
  const accountId = '00000000-0000-4000-8000-000000000009';
  const telling = feature('tell', (context) => ({
    blocks: [text('đã báo')],
    notices: [
      { key: 'news:1', to: { ...context.address, chat: 'chat-of-chi' }, blocks: [text('Có văn bản mới.')] },
    ],
  }));

  /** Chi has written from a chat that takes nothing any more; An tells her something. */
  async function tellChi(kind: DeliveryFailure): Promise<{ home: string[]; lanes: string[] }> {
    await db.query(
      "INSERT INTO account (id, name, role, created_at) VALUES ($1, 'Chi', 'cadre', '2026-03-01T01:00:00Z')",
      [accountId],
    );
    await db.query(
      "INSERT INTO identity (channel, sender_id, account_id, linked_at) VALUES ('messenger', 'chi', $1, '2026-03-01T01:00:00Z')",
      [accountId],
    );
    const messenger = createCollectingChannel();
    const home = createCollectingChannel({ id: 'web', signsIn: true, dropsRepeats: true });
    home.addressOf = (account) => ({ channel: 'web', account: 'main', chat: account });
    const refused = messenger.send;
    messenger.send = (address, part, options) =>
      address.chat === 'chat-of-chi' && part.text.includes('văn bản')
        ? Promise.reject(new ChannelError(kind, 'refused'))
        : refused(address, part, options);
    const dispatcher = dispatcherOn(db, messenger, {
      channels: [messenger, home],
      features: [telling, echo],
    });
    await dispatcher.start();
    await deliver(
      dispatcher,
      messenger.text('chào', 'chat-of-chi', { senderId: 'chi' }),
      messenger.text('/tell'),
    );
    await dispatcher.idle();
    await dispatcher.stop();
    const chats = await latestPrivateChats(db);
    return { home: home.texts(accountId), lanes: chats.map(({ address }) => address.channel) };
  }

  it('waits on the web page, where the next ones go until its person writes again', async () => {
    const { home, lanes } = await tellChi('gone');
    expect(home).toEqual([`${noticeRefused}\n\nCó văn bản mới.`]);
    expect(lanes).toEqual(['web']);
    expect(await openReplies(db)).toEqual([]);
  });

  it('waits there too where only this message was refused', async () => {
    const { home, lanes } = await tellChi('invalid');
    expect(home).toHaveLength(1);
    expect(lanes).toEqual(['messenger']);
  });
});

it('replies to messengers are kept until the office says for how long, then forgotten but for the latest of each chat', async () => {
  const channel = createCollectingChannel();
  const clock = fixedClock();
  await converseWith(channel, { clock }, 'một', 'hai');
  clock.set('2026-06-30T01:00:00.000Z');
  await converseWith(channel, { clock });
  expect((await db.query('SELECT blocks FROM outbox')).rows).toHaveLength(2);
  await db.tx((t) => writeSetting(t, chatDaysSetting, '90'));
  await converseWith(channel, { clock });
  const { rows } = await db.query('SELECT blocks FROM outbox');
  expect(rows).toEqual([{ blocks: [{ type: 'text', text: 'hai' }] }]);
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
    if (isSending)
      await noteSending(
        db,
        [{ seq: reply?.seq as number, partsSent: 0, at: '2026-03-02T01:00:00.000Z' }],
        null,
      );
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
