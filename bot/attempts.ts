import type { Clock } from '../core/clock.ts';
import { toAppError, type AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { stoppedAnswer, tooManyMessages } from '../prompts/channels.ts';
import { answeredLater, errorReply } from '../prompts/errors.ts';
import type { Delivery } from './delivery.ts';
import { markDone, noteAttempt, type OpenEvent } from './inbox-store.ts';
import { isAway } from './insist.ts';
import { isCommandLike, isStop, stoppedByPerson, type Lane } from './lane.ts';
import type { Metrics } from './metrics.ts';
import { openRepliesIn } from './outbox-store.ts';
import { lookMs, type Pause } from './pause.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Committed, Turn } from './turn-commit.ts';
import { decide, type Decision, type TurnDeps } from './turn.ts';

export interface AttemptDeps {
  turn: TurnDeps;
  commit(turn: Turn): Promise<Committed>;
  delivery: Delivery;
  /** Messages that are taken over messengers; null: any. */
  limits: RateLimits | null;
  /** Whether other processes share the database. */
  isShared: boolean;
  metrics: Metrics;
  clock: Clock;
  logger: Logger;
  pause: Pause;
  /** No new attempt is begun. */
  stopping: AbortSignal;
  /** Running turns are aborted. */
  grace: AbortSignal;
}

/** How one event comes to its answer, or to a sentence that says why there is none. */
export interface Attempts {
  /** Answers the first event of the chat. Rejects where not even an apology could be committed. */
  answer(lane: Lane, item: OpenEvent): Promise<void>;
  /** Ends an event that needs no answer. */
  close(item: OpenEvent): Promise<void>;
  /** Answers with the sentence for this error. */
  giveUp(item: OpenEvent, error: AppError): Promise<void>;
  /** Says past the outbox, where nothing can be kept, that the answer comes later; nobody is told where that fails too. */
  tellLater(item: OpenEvent, error: AppError): Promise<void>;
  /** Sends what a commit that failed has left all the same; false where there is nothing. */
  sendCommitted(item: OpenEvent): Promise<boolean>;
  /** Tells the channel that nothing more comes for this event. */
  ended(item: OpenEvent): void;
}

const shuttingDown = Symbol('shutting down');
/** Attempts of a turn that fails for a passing reason. */
const mostAttempts = 3;

export function createAttempts(deps: AttemptDeps): Attempts {
  const { turn, commit, delivery, limits, isShared, metrics, clock, logger, pause, stopping, grace } = deps;
  const { db, channels } = turn;

  async function answer(lane: Lane, item: OpenEvent): Promise<void> {
    if (await isBeyondLimit(item)) return;
    const begunAt = clock.now().getTime();
    for (let attempt = item.attempts + 1; ; attempt++) {
      const controller = new AbortController();
      const hurry = new AbortController();
      if (lane.queue.slice(1).some(({ event }) => isCommandLike(event))) hurry.abort();
      lane.running = { controller, hurry, senderId: item.event.senderId };
      const abort = (): void => controller.abort(shuttingDown);
      grace.addEventListener('abort', abort);
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
          await pause(lookMs, stopping);
          if (stopping.aborted) return;
          attempt--;
          continue;
        }
        // Who was told that the answer comes later does not hear now that there will be none.
        if (lane.toldAt === item.seq && fullDisk(error)) throw error;
        logFailure(item, attempt, error);
        if (!error.isRetryable || attempt >= mostAttempts) return await giveUp(item, error);
        await noteAttempt(db, item.seq, error.code);
        await pause(500 * 4 ** (attempt - 1), stopping);
        if (stopping.aborted) return;
      } finally {
        lane.running = null;
        grace.removeEventListener('abort', abort);
      }
    }
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
      await close(item, 'rate-limited');
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

  const giveUp = (item: OpenEvent, error: AppError): Promise<void> =>
    finish(item, wording(errorReply(error, referenceOf(item))), error.code);

  async function close(item: OpenEvent, failure?: string): Promise<void> {
    await markDone(db, item.seq, clock.now().toISOString(), failure);
    ended(item);
  }

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

  async function sendCommitted({ lane, event }: OpenEvent): Promise<boolean> {
    const open = await openRepliesIn(db, lane).catch(() => []);
    const reply = open.find(({ replyTo }) => replyTo === event.key);
    // Where it is noted as leaving, nobody heard of it: nothing has left.
    if (reply) delivery.enqueue({ ...reply, isUnsure: false, isLeaving: reply.isUnsure });
    return reply !== undefined;
  }

  return { answer, close: (item) => close(item), giveUp, tellLater, sendCommitted, ended };
}

/** The error, where it says that there is no room to write anything. */
export function fullDisk(cause: unknown): AppError | null {
  const error = toAppError(cause);
  return error.code === 'storage-full' ? error : null;
}

/** Short, and found in the log and in the inbox table. */
export const referenceOf = (item: OpenEvent): string => `T${item.seq}`;

const wording = (text: string): Decision => ({
  account: null,
  feature: null,
  outcome: { blocks: [{ type: 'text', text }] },
  used: null,
  openDialogue: null,
  endsDialogue: false,
});
