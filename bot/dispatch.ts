import type { Clock } from '../core/clock.ts';
import { toAppError, type AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import type { FileRef } from '../db/file-store.ts';
import { stoppedAnswer } from '../prompts/channels.ts';
import { errorReply } from '../prompts/errors.ts';
import type { Accounts } from './accounts.ts';
import type { Channel, Sink } from './channels/channel.ts';
import { createDelivery } from './delivery.ts';
import { addEvent, markDone, noteAttempt, openEvents, type OpenEvent } from './inbox-store.ts';
import { dropExpiredKeys, openReplies, type OpenReply } from './outbox-store.ts';
import { pause as pauseInRealTime, type Pause } from './pause.ts';
import { isStopWord } from './router.ts';
import { commit, decide, type Decision, type TurnDeps } from './turn.ts';
import type { Feature, Inbound } from './types.ts';

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
}

/** Takes events from channels, lets features answer them and sends the replies. */
export interface Dispatcher extends Sink {
  /** Goes on with what an earlier run left open, then with what is accepted. */
  start(): Promise<void>;
  /** Sends a message that is committed to the outbox and answers no event. */
  deliver(reply: OpenReply): void;
  /** Lets running turns finish (`graceMs`, default 10 000), then aborts them; what is open stays for the next start. */
  stop(graceMs?: number): Promise<void>;
  /** Resolves when every accepted event is answered and every reply sent. */
  idle(): Promise<void>;
}

interface Lane {
  name: string;
  queue: OpenEvent[];
  /** The turn that is being decided, and who asked for it. */
  running: { controller: AbortController; hurry: AbortController; senderId: string } | null;
}

/** Attempts of a turn that fails for a passing reason. */
const mostAttempts = 3;
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
    ...(deps.publicUrl === undefined ? {} : { publicUrl: deps.publicUrl }),
  };
  const delivery = createDelivery({
    db,
    channels,
    clock,
    logger,
    pause,
    ...(deps.linkTo ? { linkTo: deps.linkTo } : {}),
    ...(deps.publicUrl === undefined ? {} : { publicUrl: deps.publicUrl }),
  });
  const slots = createSlots(deps.maxParallelLanes ?? 8);
  const lanes = new Map<string, Lane>();
  const working = new Set<Promise<void>>();
  /** Stop events that have done their work by aborting a running turn. */
  const spentStops = new Set<number>();
  const stopping = new AbortController();
  let state: 'new' | 'starting' | 'running' | 'stopped' = 'new';
  /** Accepted while `start` was reading what is open. */
  let early: OpenEvent[] = [];

  async function accept(event: Inbound): Promise<'new' | 'duplicate'> {
    const item = await addEvent(db, event, clock.now().toISOString());
    if (!item) return 'duplicate';
    if (state === 'running') take(item);
    else if (state === 'starting') early.push(item);
    return 'new';
  }

  function take(item: OpenEvent): void {
    const known = lanes.get(item.lane);
    const lane: Lane = known ?? { name: item.lane, queue: [], running: null };
    if (isStop(item.event) && lane.running && isFromSame(lane.running.senderId, item.event)) {
      spentStops.add(item.seq);
      lane.running.controller.abort(stoppedByPerson);
    } else if (isCommandLike(item.event)) lane.running?.hurry.abort();
    lane.queue.push(item);
    if (known) return;
    lanes.set(item.lane, lane);
    const work = workOff(lane).finally(() => working.delete(work));
    working.add(work);
  }

  async function workOff(lane: Lane): Promise<void> {
    for (let item = lane.queue[0]; item && !stopping.signal.aborted; item = lane.queue[0]) {
      await slots.enter();
      try {
        if (!stopping.signal.aborted) await handle(lane, item);
      } catch (error) {
        // Not even an apology could be committed. The event stays open, and the next start tries again.
        logger.error({ seq: item.seq, err: error }, 'turn could not be committed');
        channels.get(item.event.to.channel)?.turnEnded?.(item.event.to, item.event.key);
      } finally {
        slots.leave();
      }
      lane.queue.shift();
    }
    lanes.delete(lane.name);
  }

  async function handle(lane: Lane, item: OpenEvent): Promise<void> {
    if (spentStops.delete(item.seq)) {
      await markDone(db, item.seq, clock.now().toISOString());
      ended(item);
      return;
    }
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
        if (controller.signal.reason === stoppedByPerson)
          return await finish(item, wording(stoppedAnswer), null);
        lane.running = null;
        return await finish(item, decision, null);
      } catch (cause) {
        lane.running = null;
        if (controller.signal.reason === shuttingDown) return;
        if (controller.signal.reason === stoppedByPerson)
          return await finish(item, wording(stoppedAnswer), null);
        const error = toAppError(cause);
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

  async function finish(item: OpenEvent, decision: Decision, failure: string | null): Promise<void> {
    const { reply, notices } = await commit(turn, item, decision, failure);
    if (reply) delivery.enqueue(reply);
    else ended(item);
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

  return {
    accept,
    async start() {
      if (state !== 'new') return;
      state = 'starting';
      await dropExpiredKeys(db, new Date(clock.now().getTime() - 7 * dayMs).toISOString());
      const isServed = (channel: string): boolean => channels.has(channel);
      for (const reply of await openReplies(db)) if (isServed(reply.address.channel)) delivery.enqueue(reply);
      const open = (await openEvents(db)).filter((item) => isServed(item.event.to.channel));
      const resumed: OpenEvent[] = [];
      const begun = new Set<string>();
      for (const item of open) {
        if (early.some((one) => one.seq === item.seq)) continue;
        // Only the first event of a chat can have been under way; the others were still waiting.
        if (begun.has(item.lane)) {
          resumed.push(item);
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
        resumed.push({ ...item, attempts: 0 });
      }
      state = 'running';
      for (const item of [...resumed, ...early]) take(item);
      early = [];
      if (open.length > 0) logger.info({ events: open.length }, 'resumed');
    },
    deliver: (reply) => delivery.enqueue(reply),
    async stop(graceMs = 10_000) {
      if (state === 'stopped') return;
      state = 'stopped';
      stopping.abort();
      const timer = setTimeout(() => grace.abort(), graceMs);
      await Promise.allSettled(working);
      clearTimeout(timer);
      delivery.stop();
      await delivery.idle();
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

/** At most `count` holders at a time, first come, first served. */
function createSlots(count: number): { enter(): Promise<void>; leave(): void } {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async enter() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else free++;
    },
  };
}
