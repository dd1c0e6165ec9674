import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClaims, type Claims } from '../../bot/claims.ts';
import { abandonedLanes } from '../../bot/claim-store.ts';
import { addEvent, openEvents } from '../../bot/inbox-store.ts';
import { openReplies } from '../../bot/outbox-store.ts';
import { createReceivers } from '../../bot/receivers.ts';
import type { Dispatcher, Neighbours } from '../../bot/dispatch.ts';
import { AppError } from '../../core/errors.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { SqlError } from '../../db/sql-error.ts';
import { maybeRepeated, stoppedAnswer } from '../../prompts/channels.ts';
import { createCollectingChannel, deliver, type CollectingChannel } from '../fakes/collecting-channel.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { dispatcherOn, echo, feature, fixedClock, gate, text } from './turns.ts';

/* Several processes over one database: here dispatchers with claims of their own. */

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

/** Waits until the test says so: nothing here depends on how long anything takes. */
const never = (_ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
const claimsOf = (): Claims => createClaims({ db, logger: silentLogger, pause: never });

/** What was claimed until now is nobody's any more. */
const endLeases = () => db.query('UPDATE claim SET until = clock_timestamp()');

/** A process with its own connection to the messenger; `look` lets it look for what others left. */
function processOn(channel: CollectingChannel, features = [echo]) {
  const claims = claimsOf();
  let wake = (): void => {};
  const dispatcher = dispatcherOn(db, channel, {
    features,
    clock,
    claims,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  });
  return { dispatcher, claims, look: () => wake() };
}

/** Word that every process hears at once, the one that tells too. */
function heardAtOnce(): Neighbours {
  const listeners = new Set<(lane: string) => void>();
  return {
    tell: (lane) => {
      for (const listener of listeners) listener(lane);
    },
    hear: (listener) => void listeners.add(listener),
  };
}

const settled = async (dispatcher: Dispatcher): Promise<void> => {
  for (let rounds = 0; rounds < 20; rounds++) {
    await dispatcher.idle();
    await db.query('SELECT 1');
  }
};

it('works on a chat in one process at a time, in the order of the messages', async () => {
  const held = gate();
  const slow = feature('slow', async () => {
    await held.promise;
    return { blocks: [text('chậm xong')] };
  });
  const channel = createCollectingChannel();
  const [one, two] = [processOn(channel, [slow, echo]), processOn(channel, [slow, echo])];
  await one.dispatcher.start();
  await two.dispatcher.start();
  await deliver(one.dispatcher, channel.text('/slow'));
  while ((await db.query('SELECT 1 FROM claim')).rows.length === 0) await Promise.resolve();
  await deliver(two.dispatcher, channel.text('sau'), channel.text('khác', 'chat-2'));
  await two.dispatcher.idle();
  // The other chat is free, this one is not.
  expect(channel.texts()).toEqual(['khác']);
  held.open();
  await channel.waitFor(({ part }) => part.text === 'sau');
  expect(channel.texts('chat-1')).toEqual(['chậm xong', 'sau']);
  await Promise.all([one, two].map(({ dispatcher }) => dispatcher.stop()));
  await Promise.all([one, two].map(({ claims }) => claims.stop()));
  expect((await db.query('SELECT 1 FROM claim')).rows).toEqual([]);
});

it('takes over what a dead process left, once its claims have ended, and marks what may have left', async () => {
  const dying = createCollectingChannel();
  dying.send = () => new Promise(() => {});
  const dead = processOn(dying);
  await dead.dispatcher.start();
  await deliver(dead.dispatcher, dying.text('một'), dying.text('hai', 'chat-2'));
  while ((await db.query('SELECT 1 FROM outbox WHERE sending_at IS NOT NULL')).rows.length < 2)
    await Promise.resolve();

  const channel = createCollectingChannel();
  const alive = processOn(channel);
  await alive.dispatcher.start();
  await settled(alive.dispatcher);
  expect(channel.texts()).toEqual([]);
  expect(await abandonedLanes(db, 9)).toEqual([]);

  await endLeases();
  alive.look();
  await channel.waitFor(({ address }) => address.chat === 'chat-2');
  await settled(alive.dispatcher);
  expect(channel.texts().sort()).toEqual([`${maybeRepeated} hai`, `${maybeRepeated} một`]);
  expect(await openReplies(db)).toEqual([]);
  expect(await openEvents(db)).toEqual([]);
  await alive.dispatcher.stop();
  await alive.claims.stop();
});

it('answers what another process committed before a later message of its own', async () => {
  const channel = createCollectingChannel();
  const mine = processOn(channel);
  await mine.dispatcher.start();
  await addEvent(db, channel.text('trước'), clock.now().toISOString());
  await deliver(mine.dispatcher, channel.text('sau'));
  await channel.waitFor(({ part }) => part.text === 'sau');
  expect(channel.texts()).toEqual(['trước', 'sau']);
  await mine.dispatcher.stop();
  await mine.claims.stop();
});

it('hands what arrives at a process that only takes it to one that works, by a word', async () => {
  const neighbours = heardAtOnce();
  const channel = createCollectingChannel();
  const [front, back] = [claimsOf(), claimsOf()];
  const shared = { pause: never, clock, neighbours };
  const taking = dispatcherOn(db, channel, { ...shared, claims: front, works: false });
  const working = dispatcherOn(db, channel, { ...shared, claims: back });
  await Promise.all([taking.start(), working.start()]);
  await deliver(taking, channel.text('một'));
  await channel.waitFor(({ part }) => part.text === 'một');
  await Promise.all([taking.stop(), working.stop()]);
  await Promise.all([front.stop(), back.stop()]);
  expect(await openEvents(db)).toEqual([]);
});

it('stops an answer that another process is working on', async () => {
  const neighbours = heardAtOnce();
  const begun = gate();
  const endless = feature('endless', async (context) => {
    begun.open();
    await new Promise((_resolve, reject) => context.signal.addEventListener('abort', reject, { once: true }));
    return { blocks: [] };
  });
  const channel = createCollectingChannel();
  const [one, two] = [claimsOf(), claimsOf()];
  const rest = { pause: never, clock, neighbours, features: [endless, echo] };
  const working = dispatcherOn(db, channel, { ...rest, claims: one });
  const other = dispatcherOn(db, channel, { ...rest, claims: two });
  await Promise.all([working.start(), other.start()]);
  await deliver(working, channel.text('/endless'));
  await begun.promise;
  await deliver(other, channel.text('/dung'));
  await channel.waitFor(({ part }) => part.text === stoppedAnswer);
  await Promise.all([working.stop(), other.stop()]);
  await Promise.all([one.stop(), two.stop()]);
  expect(await openEvents(db)).toEqual([]);
});

it('lets one process at a time poll with a token, and the next when it ends', async () => {
  const polling: string[] = [];
  const receiversOf = (name: string) => {
    const channel = createCollectingChannel();
    channel.pollsAs = 'messenger:1';
    channel.run = async (_sink, signal) => {
      polling.push(name);
      await never(0, signal);
    };
    let again = (): void => {};
    const claims = claimsOf();
    const receivers = createReceivers({
      channels: [channel],
      sink: { accept: async () => 'new' },
      claims,
      logger: silentLogger,
      pause: (_ms, signal) =>
        new Promise((resolve) => {
          again = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        }),
    });
    return { receivers, claims, again: () => again() };
  };
  const [first, second] = [receiversOf('first'), receiversOf('second')];
  first.receivers.start();
  while (polling.length === 0) await db.query('SELECT 1');
  second.receivers.start();
  for (let rounds = 0; rounds < 5; rounds++) await db.query('SELECT 1');
  expect(polling).toEqual(['first']);
  await first.receivers.stop();
  while (polling.length < 2) {
    second.again();
    await db.query('SELECT 1');
  }
  expect(polling).toEqual(['first', 'second']);
  await second.receivers.stop();
  await Promise.all([first.claims.stop(), second.claims.stop()]);
});

it('stops polling where another process has taken over meanwhile, and waits for its next turn', async () => {
  let polls = 0;
  const lost = gate();
  const channel = createCollectingChannel();
  channel.pollsAs = 'messenger:1';
  channel.run = async (_sink, signal) => {
    polls++;
    await never(0, signal);
    lost.open();
  };
  let look = (): void => {};
  const claims = claimsOf();
  const receivers = createReceivers({
    channels: [channel],
    sink: { accept: async () => 'new' },
    claims,
    logger: silentLogger,
    pause: (_ms, signal) =>
      new Promise((resolve) => {
        look = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  });
  receivers.start();
  while (polls === 0) await db.query('SELECT 1');
  // As after standing still for longer than a lease.
  await endLeases();
  const other = claimsOf();
  expect(await other.take('poll:messenger:1')).toBe(true);
  look();
  await lost.promise;
  await other.stop();
  while (polls < 2) {
    look();
    await db.query('SELECT 1');
  }
  await receivers.stop();
  await claims.stop();
  expect((await db.query('SELECT 1 FROM claim')).rows).toEqual([]);
});

it('starts a channel again that stopped receiving', async () => {
  let runs = 0;
  const channel = createCollectingChannel();
  const running = gate();
  channel.run = async (_sink, signal) => {
    if (++runs < 3) throw new Error('the provider closed the connection');
    running.open();
    await never(0, signal);
  };
  const receivers = createReceivers({
    channels: [channel],
    sink: { accept: async () => 'new' },
    claims: claimsOf(),
    logger: silentLogger,
    pause: async () => {},
  });
  receivers.start();
  await running.promise;
  await receivers.stop();
  expect(runs).toBe(3);
});

describe('a database that fails for a moment', () => {
  /** The database, except that each statement that `fails` is lost on the way the first time. */
  function losing(fails: (sql: string) => boolean): Database {
    let isDone = false;
    const query: Database['query'] = async (sql, params) => {
      if (isDone || !fails(sql)) return db.query(sql, params);
      isDone = true;
      // Not one that is repeated on the spot: the row cannot be written.
      throw new SqlError({ message: 'disk full', sqlState: '53100' });
    };
    return { ...db, query, tx: db.tx.bind(db), close: db.close.bind(db) };
  }

  /** Answers in the first message's turn only when all three are there. */
  async function answered(fails: (sql: string) => boolean, failsFirst: boolean): Promise<string[]> {
    const channel = createCollectingChannel();
    const claims = claimsOf();
    const arrived = gate();
    let turns = 0;
    const moody = feature(
      'moody',
      async (_context, request) => {
        await arrived.promise;
        if (failsFirst && turns++ === 0) throw new AppError('internal', 'again', { isRetryable: true });
        return { blocks: [text(request.type === 'text' ? request.text : '')] };
      },
      { isFallback: true },
    );
    const send = channel.send.bind(channel);
    channel.send = async (...sent) => {
      while ((await db.query('SELECT 1 FROM inbox WHERE done_at IS NULL')).rows.length > 0);
      return send(...sent);
    };
    const dispatcher = dispatcherOn(losing(fails), channel, { claims, clock, features: [moody] });
    await dispatcher.start();
    await deliver(dispatcher, channel.text('một'), channel.text('hai'), channel.text('ba'));
    arrived.open();
    await channel.waitFor(() => new Set(channel.texts()).size >= 3);
    await dispatcher.stop();
    await claims.stop();
    return channel.texts();
  }

  it('lets no later message overtake one whose turn could not be noted', async () => {
    const said = await answered((sql) => /UPDATE inbox SET attempts/u.test(sql), true);
    expect(said).toEqual(['một', 'hai', 'ba']);
  });

  it('lets no later reply overtake one whose receipt could not be noted', async () => {
    const said = await answered((sql) => /UPDATE outbox SET parts_sent/u.test(sql), false);
    expect(said).toEqual(['một', 'hai', 'ba']);
  });
});
