import { inBatches } from '../core/batches.ts';
import { dayMs, type Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import type { FileRef } from '../db/file-store.ts';
import type { Accounts } from './accounts.ts';
import { dropExpiredKeys } from './action-key-store.ts';
import { createAttempts, fullDisk } from './attempts.ts';
import type { Channel, Sink } from './channels/channel.ts';
import { chatStates } from './chat-state-store.ts';
import { soleClaims, type Claims } from './claims.ts';
import { createDelivery } from './delivery.ts';
import { addEvents, openEvents, openEventsIn, type OpenEvent, type ReceivedEvent } from './inbox-store.ts';
import { readChatDays } from './kept-days.ts';
import { createLaneHolds } from './lane-holds.ts';
import { isCommandLike, isFromSame, isStop, stoppedByPerson, type Lane } from './lane.ts';
import { createLeftBehind } from './left-behind.ts';
import { noMetrics, type Metrics } from './metrics.ts';
import { moveChat } from './moved.ts';
import { dropSentReplies, openReplies, openRepliesIn, type OpenReply } from './outbox-store.ts';
import { lookMs, pause as pauseInRealTime, type Pause } from './pause.ts';
import {
  createRateLimits,
  createSharedRateLimits,
  type MessageLimits,
  type RateLimits,
} from './rate-limits.ts';
import { dropIdleRates } from './rate-store.ts';
import { createSlots } from './slots.ts';
import { createCommit } from './turn-commit.ts';
import type { TurnDeps } from './turn.ts';
import { laneOf, type Address, type Feature, type Inbound } from './types.ts';

export interface DispatcherDeps {
  db: Database;
  /** In the order in which they may recognise a sentence. */
  features: readonly Feature[];
  channels: readonly Channel[];
  accounts: Accounts;
  clock: Clock;
  logger: Logger;
  /** Default Asia/Ho_Chi_Minh. */
  timeZone?: string;
  /** Where the web page is reached from outside. */
  publicUrl?: string;
  /** A signed link to a file, for channels that cannot send files. */
  linkTo?(file: FileRef): string;
  /** Chats that are worked on at the same time. Default 8. */
  maxParallelLanes?: number;
  /** Waits between attempts; tests pass one that does not. */
  pause?: Pause;
  /** What this process alone works on, where several share the database. Default: it is the only one. */
  claims?: Claims;
  metrics?: Metrics;
  /** Whether this process works on chats, or only takes what arrives; others do then. Default true. */
  works?: boolean;
  /** Word between processes that share the database; without it each finds out at its next look. */
  neighbours?: Neighbours;
  /** Messages that are taken over messengers; people whom a channel signs in itself are not limited. Default: any. */
  limits?: MessageLimits;
}

/** Other processes on the same database. A word may get lost: it only saves the wait for the next look. */
export interface Neighbours {
  /** In this chat something is to be done that this process does not do. */
  tell(lane: string): void;
  /** Called for each word of another process. */
  hear(listener: (lane: string) => void): void;
}

/** Takes events from channels, lets features answer them and sends the replies. */
export interface Dispatcher extends Sink {
  /** Goes on with what an earlier run left open, then with what is accepted. */
  start(): Promise<void>;
  /** Sends a message that is committed to the outbox and answers no event. */
  deliver(reply: OpenReply): void;
  /** Channels whose provider counts as out of service. */
  outOfService(): string[];
  /**
   * Lets running turns finish and queued replies leave (`graceMs`, default 10 000), then aborts them; what is open stays
   * for the next start.
   */
  stop(graceMs?: number): Promise<void>;
  /** Resolves when every accepted event is answered and every reply sent. */
  idle(): Promise<void>;
}

/** Events that a channel may still deliver again; of more than these the oldest wait for the next start. */
const mostUnheard = 1000;

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { db, clock, logger } = deps;
  const pause = deps.pause ?? pauseInRealTime;
  const channels = new Map(deps.channels.map((channel) => [channel.id, channel]));
  const turn: TurnDeps = {
    db,
    features: deps.features,
    channels,
    accounts: deps.accounts,
    clock,
    timeZone: deps.timeZone ?? 'Asia/Ho_Chi_Minh',
    known: new Set(),
    stateOf: inBatches((lanes: readonly string[]) => chatStates(db, lanes)),
    ...(deps.publicUrl === undefined ? {} : { publicUrl: deps.publicUrl }),
  };
  const claims = deps.claims ?? soleClaims;
  const works = deps.works ?? true;
  const isShared = claims.owner !== null;
  const metrics = deps.metrics ?? noMetrics;
  const holds = createLaneHolds(claims, logger, () => left.lookSoon());
  const delivery = createDelivery({
    db,
    channels,
    clock,
    logger,
    pause,
    metrics,
    holds,
    moved,
    ...(deps.linkTo ? { linkTo: deps.linkTo } : {}),
    ...(deps.publicUrl === undefined ? {} : { publicUrl: deps.publicUrl }),
  });
  const commit = createCommit({ ...turn, owner: holds.owner, leavesAtOnce: delivery.leavesAtOnce });
  const stopping = new AbortController();
  const grace = new AbortController();
  const attempts = createAttempts({
    turn,
    commit,
    delivery,
    limits: deps.limits ? limitsOf(deps.limits) : null,
    isShared,
    metrics,
    clock,
    logger,
    pause,
    stopping: stopping.signal,
    grace: grace.signal,
  });
  const isServed = (channel: string): boolean => channels.has(channel);
  const left = createLeftBehind({
    db,
    logger,
    pause,
    stopping: stopping.signal,
    begin: laneNamed,
    isServed,
    giveUp: attempts.giveUp,
  });
  const slots = createSlots(deps.maxParallelLanes ?? 8);
  const lanes = new Map<string, Lane>();
  const working = new Set<Promise<void>>();
  /** Stop events that have done their work by aborting a running turn. */
  const spentStops = new Set<number>();
  let state: 'new' | 'starting' | 'running' | 'stopped' = 'new';
  /** Accepted while `start` was reading what is open. */
  let early: OpenEvent[] = [];

  /** Keys of events whose commit failed: it may have gone through without being heard. */
  const unheard = new Set<string>();
  const keep = inBatches(async (received: readonly ReceivedEvent[]) => {
    try {
      return await addEvents(db, received);
    } catch (error) {
      for (const { event } of received) unheard.add(event.key);
      for (const key of [...unheard].slice(0, Math.max(0, unheard.size - mostUnheard))) unheard.delete(key);
      throw error;
    }
  });

  function limitsOf(asked: MessageLimits): RateLimits {
    return isShared ? createSharedRateLimits(db, asked) : createRateLimits(asked, clock);
  }

  async function accept(event: Inbound): Promise<'new' | 'duplicate'> {
    const labels = { channel: event.to.channel };
    const item = await keep({ event, receivedAt: clock.now().toISOString() });
    metrics.count(item ? 'capuy_messages_received_total' : 'capuy_messages_repeated_total', labels);
    const wasUnheard = unheard.delete(event.key);
    if (!item) {
      if (wasUnheard && works && state === 'running') await takeKept(event);
      return 'duplicate';
    }
    if (!works) deps.neighbours?.tell(item.lane);
    else if (state === 'running') take(item);
    else if (state === 'starting') early.push(item);
    return 'new';
  }

  /** An event that comes again because nobody heard that it was kept: nobody has taken it up either. */
  async function takeKept({ key, to }: Inbound): Promise<void> {
    for (const item of await openEventsIn(db, laneOf(to))) if (item.event.key === key) take(item);
  }

  function take(item: OpenEvent): void {
    const lane = laneNamed(item.lane);
    if (lane.taken.has(item.seq)) return;
    lane.taken.add(item.seq);
    if (isStop(item.event) && lane.running && isFromSame(lane.running.senderId, item.event)) {
      spentStops.add(item.seq);
      lane.running.controller.abort(stoppedByPerson);
    } else if (isCommandLike(item.event)) lane.running?.hurry.abort();
    lane.queue.push(item);
  }

  /** The chat, which is worked on from now on. */
  function laneNamed(name: string): Lane {
    const known = lanes.get(name);
    if (known) return known;
    const lane: Lane = { name, queue: [], running: null, taken: new Set(), isHeld: false };
    lanes.set(name, lane);
    const work = workOff(lane).finally(() => working.delete(work));
    working.add(work);
    return lane;
  }

  /** What waits goes on in the other chat; the turn that is under way ends where it began. */
  async function moved(fromLane: string, to: Address): Promise<void> {
    await moveChat(db, fromLane, to);
    const lane = laneOf(to);
    if (lane === fromLane) return;
    for (const item of lanes.get(fromLane)?.queue.splice(1) ?? [])
      take({ ...item, lane, event: { ...item.event, to } });
  }

  /**
   * Takes up all that is open in a chat that has just become this process's: what another one committed or left comes
   * before a later message of ours.
   */
  async function catchUp(lane: Lane): Promise<void> {
    const [replies, open] = await Promise.all([openRepliesIn(db, lane.name), openEventsIn(db, lane.name)]);
    for (const reply of replies) delivery.enqueue(reply);
    const others = open.filter(({ seq }) => !lane.taken.has(seq));
    if (others.length === 0) return;
    for (const { seq } of others) lane.taken.add(seq);
    // Only the first can have been under way when its process died.
    const taken = others[0] === open[0] ? await left.resume(others) : others;
    lane.queue = [...lane.queue, ...taken].sort((one, other) => one.seq - other.seq);
  }

  /** Another process has something for this chat, which this one works on, or nobody does. */
  async function heard(name: string): Promise<void> {
    if (!lanes.get(name)?.isHeld) return left.lookSoon();
    for (const item of await openEventsIn(db, name)) take(item);
  }

  async function workOff(lane: Lane): Promise<void> {
    const isHeld = await holds.take(lane.name);
    try {
      if (isHeld && isShared) await catchUp(lane);
      lane.isHeld = isHeld;
    } catch (error) {
      // Without the rows nobody knows what comes first.
      lane.queue = [];
      logger.warn({ err: error }, 'what is open in a chat could not be read');
    }
    if (!isHeld) {
      // Whoever works on the chat finds the rows.
      lane.queue = [];
      deps.neighbours?.tell(lane.name);
    }
    for (let item = lane.queue[0]; item && !stopping.signal.aborted; item = lane.queue[0]) {
      await slots.enter();
      let isWaiting = false;
      try {
        if (!stopping.signal.aborted)
          await (spentStops.delete(item.seq) ? attempts.close(item) : attempts.answer(lane, item));
      } catch (error) {
        // Not even an apology could be committed. The event stays open, and the next try or start answers it.
        logger.error({ seq: item.seq, err: error }, 'turn could not be committed');
        const full = isShared ? null : fullDisk(error);
        if (full && lane.toldAt !== item.seq) await attempts.tellLater(item, full);
        if (!full || lane.toldAt !== item.seq) attempts.ended(item);
        if (isShared) {
          // A database that is away is not asked without a pause. What comes after the event must not overtake it: the
          // look around takes all of the chat up again, in its order.
          await pause(lookMs, stopping.signal);
          lane.queue = [];
        } else if (full) {
          // Nothing is wrong with the message: whoever sent it hears so once, and it is answered when there is room.
          lane.toldAt = item.seq;
          isWaiting = true;
        }
      } finally {
        slots.leave();
      }
      if (isWaiting) {
        await pause(lookMs, stopping.signal);
        // A commit that failed may be there all the same, once the log was read again.
        if (!stopping.signal.aborted && (await attempts.sendCommitted(item))) lane.queue.shift();
      } else lane.queue.shift();
    }
    lanes.delete(lane.name);
    if (isHeld) await holds.leave(lane.name);
  }

  let looking: Promise<void> = Promise.resolve();

  return {
    accept,
    moved: (from, to) => moved(laneOf(from), to),
    outOfService: () => delivery.outOfService(),
    async start() {
      if (state !== 'new') return;
      state = 'starting';
      if (!works) {
        state = 'running';
        return;
      }
      const daysAgo = (days: number): string => new Date(clock.now().getTime() - days * dayMs).toISOString();
      await dropExpiredKeys(db, daysAgo(7));
      await dropIdleRates(db);
      // Only where the office has said for how long. A channel that drops repeats shows its history from here; messengers
      // keep their own.
      const withHistory = deps.channels.filter(({ dropsRepeats }) => dropsRepeats).map(({ id }) => id);
      const keptDays = await readChatDays(db);
      if (keptDays !== null) await dropSentReplies(db, daysAgo(keptDays), withHistory);
      let open: OpenEvent[] = [];
      if (!isShared) {
        for (const reply of await openReplies(db))
          if (isServed(reply.address.channel)) delivery.enqueue(reply);
        const events = (await openEvents(db)).filter(
          (item) => isServed(item.event.to.channel) && !early.some((one) => one.seq === item.seq),
        );
        open = await left.resume(events);
      }
      state = 'running';
      for (const item of [...open, ...early]) take(item);
      early = [];
      if (!isShared) return;
      looking = left.lookAround();
      deps.neighbours?.hear((lane) => {
        if (state === 'running')
          heard(lane).catch((error: unknown) =>
            logger.warn({ err: error }, 'a word of another process was lost'),
          );
      });
    },
    deliver: (reply) => delivery.enqueue(reply),
    async stop(graceMs = 10_000) {
      if (state === 'stopped') return;
      state = 'stopped';
      stopping.abort();
      const endsAt = performance.now() + graceMs;
      const timer = setTimeout(() => grace.abort(), graceMs);
      await looking;
      await Promise.allSettled(working);
      clearTimeout(timer);
      await delivery.stop(Math.max(0, endsAt - performance.now()));
    },
    async idle() {
      do {
        await Promise.allSettled(working);
        await delivery.idle();
      } while (working.size > 0);
    },
  };
}
