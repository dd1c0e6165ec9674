import type { Clock } from '../core/clock.ts';
import { toAppError, type AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import type { FileRef } from '../db/file-store.ts';
import { stoppedAnswer, tooManyMessages } from '../prompts/channels.ts';
import { answeredLater, errorReply } from '../prompts/errors.ts';
import type { Accounts } from './accounts.ts';
import type { Channel, Sink } from './channels/channel.ts';
import { inBatches } from '../core/batches.ts';
import { chatStates } from './chat-state-store.ts';
import { abandonedLanes } from './claim-store.ts';
import { soleClaims, type Claims } from './claims.ts';
import { createDelivery } from './delivery.ts';
import {
  addEvents,
  markDone,
  noteAttempt,
  openEvents,
  openEventsIn,
  type OpenEvent,
  type ReceivedEvent,
} from './inbox-store.ts';
import { readChatDays } from './kept-days.ts';
import { isAway } from './insist.ts';
import { createLaneHolds } from './lane-holds.ts';
import { noMetrics, type Metrics } from './metrics.ts';
import { moveChat } from './moved.ts';
import {
  dropExpiredKeys,
  dropSentReplies,
  openReplies,
  openRepliesIn,
  type OpenReply,
} from './outbox-store.ts';
import { pause as pauseInRealTime, type Pause } from './pause.ts';
import {
  createRateLimits,
  createSharedRateLimits,
  type MessageLimits,
  type RateLimits,
} from './rate-limits.ts';
import { dropIdleRates } from './rate-store.ts';
import { isStopWord } from './router.ts';
import { createSlots } from './slots.ts';
import { createCommit } from './turn-commit.ts';
import { decide, type Decision, type TurnDeps } from './turn.ts';
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

interface Lane {
  name: string;
  queue: OpenEvent[];
  /** The turn that is being decided, and who asked for it. */
  running: { controller: AbortController; hurry: AbortController; senderId: string } | null;
  /** What is or was in the queue: another process may know of the same events. */
  taken: Set<number>;
  /** False until it is known that no other process works on the chat. */
  isHeld: boolean;
  /** The event whose sender was told last that it is answered later. */
  toldAt?: number;
}

/** Attempts of a turn that fails for a passing reason. */
const mostAttempts = 3;
/** How often a process that shares its database looks for chats that a dead one left, and how many it takes at once. */
const lookMs = 1000;
const lanesALook = 64;
/** Starts that one event may interrupt; after that it is answered with an error, because it may be what kills us. */
const mostInterruptions = 5;
const dayMs = 24 * 60 * 60 * 1000;

const stoppedByPerson = Symbol('stopped by the person');
const shuttingDown = Symbol('shutting down');

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
  const limits = deps.limits ? limitsOf(deps.limits) : null;
  /** Ends the wait before the next look. */
  let lookSoon = (): void => {};
  const holds = createLaneHolds(claims, logger, () => lookSoon());
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
  const slots = createSlots(deps.maxParallelLanes ?? 8);
  const lanes = new Map<string, Lane>();
  const working = new Set<Promise<void>>();
  /** Stop events that have done their work by aborting a running turn. */
  const spentStops = new Set<number>();
  const stopping = new AbortController();
  let state: 'new' | 'starting' | 'running' | 'stopped' = 'new';
  /** Accepted while `start` was reading what is open. */
  let early: OpenEvent[] = [];

  const keep = inBatches((received: readonly ReceivedEvent[]) => addEvents(db, received));

  async function accept(event: Inbound): Promise<'new' | 'duplicate'> {
    const labels = { channel: event.to.channel };
    const item = await keep({ event, receivedAt: clock.now().toISOString() });
    metrics.count(item ? 'capuy_messages_received_total' : 'capuy_messages_repeated_total', labels);
    if (!item) return 'duplicate';
    if (!works) deps.neighbours?.tell(item.lane);
    else if (state === 'running') take(item);
    else if (state === 'starting') early.push(item);
    return 'new';
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
    const left = others[0] === open[0] ? await resumed(others) : others;
    lane.queue = [...lane.queue, ...left].sort((one, other) => one.seq - other.seq);
  }

  /** Another process has something for this chat, which this one works on, or nobody does. */
  async function heard(name: string): Promise<void> {
    if (!lanes.get(name)?.isHeld) return lookSoon();
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
        if (!stopping.signal.aborted) await handle(lane, item);
      } catch (error) {
        // Not even an apology could be committed. The event stays open, and the next try or start answers it.
        logger.error({ seq: item.seq, err: error }, 'turn could not be committed');
        const full = isShared ? null : fullDisk(error);
        if (full && lane.toldAt !== item.seq) await tellLater(item, full);
        if (!full || lane.toldAt !== item.seq) ended(item);
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
        if (!stopping.signal.aborted && (await sendCommitted(item))) lane.queue.shift();
      } else lane.queue.shift();
    }
    lanes.delete(lane.name);
    if (isHeld) await holds.leave(lane.name);
  }

  /** Says past the outbox, where nothing can be kept, that the answer comes later; nobody is told where that fails too. */
  async function tellLater({ seq, event }: OpenEvent, error: AppError): Promise<void> {
    const channel = channels.get(event.to.channel);
    // A page shows what is kept, and nothing else.
    if (!channel || channel.dropsRepeats || event.type === 'job') return;
    const sentence = answeredLater(error);
    const part = { text: sentence, spans: [], blocks: [{ type: 'text' as const, text: sentence }] };
    await channel.send(event.to, part, { seq, key: `${event.key}/later` }).catch((cause: unknown) => {
      logger.warn({ seq, err: cause }, 'nobody could be told that the answer comes later');
    });
  }

  /** Sends what a commit that failed has left all the same; false where there is nothing. */
  async function sendCommitted({ lane, event }: OpenEvent): Promise<boolean> {
    const open = await openRepliesIn(db, lane).catch(() => []);
    const reply = open.find(({ replyTo }) => replyTo === event.key);
    // Where it is noted as leaving, nobody heard of it: nothing has left.
    if (reply) delivery.enqueue({ ...reply, isUnsure: false, isLeaving: reply.isUnsure });
    return reply !== undefined;
  }

  async function handle(lane: Lane, item: OpenEvent): Promise<void> {
    if (spentStops.delete(item.seq)) {
      await markDone(db, item.seq, clock.now().toISOString());
      ended(item);
      return;
    }
    if (await isBeyondLimit(item)) return;
    const begunAt = clock.now().getTime();
    for (let attempt = item.attempts + 1; ; attempt++) {
      const controller = new AbortController();
      const hurry = new AbortController();
      if (lane.queue.slice(1).some(({ event }) => isCommandLike(event))) hurry.abort();
      lane.running = { controller, hurry, senderId: item.event.senderId };
      const abort = (): void => controller.abort(shuttingDown);
      grace.signal.addEventListener('abort', abort);
      try {
        const decision = await decide(turn, item, controller.signal, hurry.signal);
        if (controller.signal.reason === shuttingDown) return;
        // A stranger hears of nothing but pairing, stopped or not.
        if (controller.signal.reason === stoppedByPerson && decision.account !== null)
          return await finish(item, wording(stoppedAnswer), null);
        lane.running = null;
        await finish(item, decision, null, attempt > 1);
        const seconds = (clock.now().getTime() - begunAt) / 1000;
        return metrics.observe('capuy_turn_seconds', { channel: item.event.to.channel }, seconds);
      } catch (cause) {
        lane.running = null;
        if (controller.signal.reason === shuttingDown) return;
        if (controller.signal.reason === stoppedByPerson)
          return await finish(item, wording(stoppedAnswer), null);
        const error = toAppError(cause);
        if (isShared && isAway(error)) {
          // Nothing is wrong with the message: it is answered when the database is back, however often it was tried.
          logger.warn({ seq: item.seq, err: error }, 'the database is away; the turn waits');
          await pause(lookMs, stopping.signal);
          if (stopping.signal.aborted) return;
          attempt--;
          continue;
        }
        // Who was told that the answer comes later does not hear now that there will be none.
        if (lane.toldAt === item.seq && fullDisk(error)) throw error;
        logFailure(item, attempt, error);
        if (!error.isRetryable || attempt >= mostAttempts) {
          return await finish(item, wording(errorReply(error, referenceOf(item))), error.code);
        }
        await noteAttempt(db, item.seq, error.code);
        await pause(500 * 4 ** (attempt - 1), stopping.signal);
        if (stopping.signal.aborted) return;
      } finally {
        lane.running = null;
        grace.signal.removeEventListener('abort', abort);
      }
    }
  }

  function limitsOf(asked: MessageLimits): RateLimits {
    return claims.owner === null ? createRateLimits(asked, clock) : createSharedRateLimits(db, asked);
  }

  /** True where the sender has sent too much; they are told so once a minute, and the rest of that minute is left alone. */
  async function isBeyondLimit(item: OpenEvent): Promise<boolean> {
    const { event } = item;
    const channel = channels.get(event.to.channel);
    if (!limits || channel?.signsIn || event.type === 'job' || isStop(event)) return false;
    const admission = await limits.admit(`${event.to.channel}:${event.senderId}`);
    if (admission.type === 'admitted') return false;
    metrics.count('capuy_messages_limited_total', { channel: event.to.channel });
    if (admission.type === 'refused') {
      await finish(item, wording(tooManyMessages(admission.waitSeconds)), 'rate-limited');
    } else {
      await markDone(db, item.seq, clock.now().toISOString(), 'rate-limited');
      ended(item);
    }
    return true;
  }

  /** @param isRepeat a commit before it failed, or seemed to: what it left all the same is sent */
  async function finish(
    item: OpenEvent,
    decision: Decision,
    failure: string | null,
    isRepeat = failure !== null,
  ): Promise<void> {
    const { reply, notices } = await commit({ item, decision, failure });
    metrics.count('capuy_turns_total', { channel: item.event.to.channel, result: failure ?? 'done' });
    if (reply) delivery.enqueue(reply);
    else if (!isRepeat || !(await sendCommitted(item))) ended(item);
    for (const notice of notices) delivery.enqueue(notice);
  }

  const ended = ({ event }: OpenEvent): void =>
    channels.get(event.to.channel)?.turnEnded?.(event.to, event.key);

  function logFailure(item: OpenEvent, attempt: number, error: AppError): void {
    const fields = { seq: item.seq, reference: referenceOf(item), code: error.code, attempt, err: error };
    if (error.code === 'internal') logger.error(fields, 'turn failed');
    else logger.info(fields, 'turn refused');
  }

  const grace = new AbortController();

  /** Takes up events that an earlier run, or a process that died, left open. */
  async function resumed(open: readonly OpenEvent[]): Promise<OpenEvent[]> {
    const taken: OpenEvent[] = [];
    const begun = new Set<string>();
    for (const item of open) {
      // Only the first event of a chat can have been under way; the others were still waiting.
      if (begun.has(item.lane)) {
        taken.push(item);
        continue;
      }
      begun.add(item.lane);
      if (item.attempts >= mostInterruptions) {
        logger.error({ seq: item.seq, reference: referenceOf(item) }, 'event interrupted too many starts');
        const error = toAppError(new Error('interrupted too often'));
        await finish(item, wording(errorReply(error, referenceOf(item))), error.code);
        continue;
      }
      await noteAttempt(db, item.seq, 'internal');
      // Only a failure counts against retries within this run; an interruption counts across starts.
      taken.push({ ...item, attempts: 0 });
    }
    if (taken.length > 0) logger.info({ events: taken.length }, 'resumed');
    return taken;
  }

  const isServed = (channel: string): boolean => channels.has(channel);

  /** Takes over chats with something to be done that no living process works on. */
  async function takeAbandoned(): Promise<void> {
    for (const lane of await abandonedLanes(db, lanesALook))
      if (isServed(lane.slice(0, lane.indexOf(':')))) laneNamed(lane);
  }

  /** Where several processes share the database: looks for what others left, for as long as this one runs. */
  async function lookAround(): Promise<void> {
    while (!stopping.signal.aborted) {
      const wait = new AbortController();
      lookSoon = () => wait.abort();
      try {
        await takeAbandoned();
      } catch (error) {
        logger.warn({ err: error }, 'could not look for what other processes left');
      }
      await pause(lookMs, AbortSignal.any([wait.signal, stopping.signal]));
    }
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
        const left = (await openEvents(db)).filter(
          (item) => isServed(item.event.to.channel) && !early.some((one) => one.seq === item.seq),
        );
        open = await resumed(left);
      }
      state = 'running';
      for (const item of [...open, ...early]) take(item);
      early = [];
      if (!isShared) return;
      looking = lookAround();
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

const isStop = (event: Inbound): boolean =>
  event.type === 'stop' || (event.type === 'text' && isStopWord(event.text.trim()));

/** A command or the press of a button: who sends one waits for something to be done. */
const isCommandLike = (event: Inbound): boolean =>
  event.type === 'choice' || (event.type === 'text' && event.text.trimStart().startsWith('/'));

/** In a group nobody stops somebody else's answer. */
const isFromSame = (senderId: string, event: Inbound): boolean =>
  !event.isGroup || event.senderId === senderId;

/** The error, where it says that there is no room to write anything. */
function fullDisk(cause: unknown): AppError | null {
  const error = toAppError(cause);
  return error.code === 'storage-full' ? error : null;
}

/** Short, and found in the log and in the inbox table. */
const referenceOf = (item: OpenEvent): string => `T${item.seq}`;

const wording = (text: string): Decision => ({
  account: null,
  feature: null,
  outcome: { blocks: [{ type: 'text', text }] },
  used: null,
  openDialogue: null,
  endsDialogue: false,
});
