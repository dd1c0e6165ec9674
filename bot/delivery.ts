import type { Clock } from '../core/clock.ts';
import { ChannelError, toAppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import type { FileRef } from '../db/file-store.ts';
import { maybeRepeated, noticeRefused } from '../prompts/channels.ts';
import { createBreaker, type Breaker } from './breaker.ts';
import { inBatches } from '../core/batches.ts';
import type { Channel, DeliveryFailure, Part, WireBlock } from './channels/channel.ts';
import { degrade } from './degrade.ts';
import { insist } from './insist.ts';
import type { LaneHolds } from './lane-holds.ts';
import { shiftSpans } from './markup.ts';
import type { Metrics } from './metrics.ts';
import {
  addNotice,
  giveUpReply,
  noteNotSent,
  noteSending,
  noteSent,
  openRepliesIn,
  type OpenReply,
  type SendingPart,
  type SentPart,
} from './outbox-store.ts';
import type { Pause } from './pause.ts';
import { accountOfLane, noteGone } from './recipient-store.ts';
import { laneOf, type Address } from './types.ts';

/*
 * Replies leave in order within a chat, different chats side by side. A part is marked before it leaves and noted when
 * its receipt is here, so that after a crash exactly one part is in doubt:
 *
 *   rate, transient, auth ── wait, again            gone, invalid ── given up, the chat marked
 *   unknown-delivery ─────── once more, marked      moved ────────── again, at the new address
 *
 * What nobody asked for and a messenger does not take goes to the person's place that always takes it.
 */

export interface DeliveryDeps {
  db: Database;
  channels: ReadonlyMap<string, Channel>;
  clock: Clock;
  logger: Logger;
  pause: Pause;
  metrics: Metrics;
  /** Whether this process may work on a chat. */
  holds: LaneHolds;
  /** A chat goes on under another id, with all that is open there. */
  moved(fromLane: string, to: Address): Promise<void>;
  linkTo?(file: FileRef): string;
  /** Where the web page is reached from outside. */
  publicUrl?: string;
}

/** Sends committed replies: in order within a chat, different chats side by side. */
export interface Delivery {
  enqueue(reply: OpenReply): void;
  /** Resolves when nothing is left to send or to wait for. */
  idle(): Promise<void>;
  /**
   * Lets everything that is queued leave if it leaves at once, and ends waiting for another attempt; after `graceMs`
   * nothing more leaves. What is not sent stays in the outbox for the next start.
   */
  stop(graceMs: number): Promise<void>;
  /** Channels that count as out of service. */
  outOfService(): string[];
  /** True where a reply to this chat would leave at once: nothing is before it, and nothing is waited for. */
  leavesAtOnce(lane: string, channel: Channel): boolean;
}

/** Attempts for a reply that fails while others get through: with the pauses below about twelve minutes. */
const mostAttempts = 20;
/** How long a reply waits for a provider that is out of service altogether. */
const longestWaitMs = 24 * 60 * 60 * 1000;
const firstPauseMs = 250;
const longestPauseMs = 60_000;

export function createDelivery(deps: DeliveryDeps): Delivery {
  const lanes = new Map<string, OpenReply[]>();
  const working = new Set<Promise<void>>();
  /** Nothing is waited for any more. */
  const stopping = new AbortController();
  /** Nothing leaves any more. */
  const halted = new AbortController();
  const breakers = new Map<string, Breaker>();

  const untilHalted = <T>(write: () => Promise<T>): Promise<T> => insist(write, deps.pause, halted.signal);
  const notes: Notes = {
    sending: inBatches((parts: readonly SendingPart[]) =>
      untilHalted(() => noteSending(deps.db, parts, deps.holds.owner)),
    ),
    // What has arrived must not leave again because the database was away for a moment.
    sent: inBatches(async (parts: readonly SentPart[]) => {
      await untilHalted(() => noteSent(deps.db, parts));
      return parts.map(() => undefined);
    }),
  };

  function breakerOf(channel: string): Breaker {
    const known = breakers.get(channel);
    if (known) return known;
    const made = createBreaker(deps);
    breakers.set(channel, made);
    return made;
  }

  function enqueue(reply: OpenReply): void {
    const queue = lanes.get(reply.lane);
    if (queue) {
      queue.push(reply);
      return;
    }
    const fresh = [reply];
    lanes.set(reply.lane, fresh);
    const work = sendLane(reply.lane, fresh).finally(() => working.delete(work));
    working.add(work);
  }

  async function sendLane(lane: string, queue: OpenReply[]): Promise<void> {
    const isHeld = await deps.holds.take(lane);
    // Whoever works on the chat finds the row.
    if (!isHeld) queue.length = 0;
    for (let reply = queue[0]; reply; reply = queue[0]) {
      try {
        await createSending(deps, notes, breakerOf(reply.address.channel), {
          stopping: stopping.signal,
          halted: halted.signal,
          enqueue,
        }).send(reply);
      } catch (error) {
        // The database failed, not the channel: the row still tells the truth, the next start goes on from it.
        deps.logger.error({ seq: reply.seq, err: error }, 'outbox row could not be updated');
        if (deps.holds.owner !== null) {
          await readAgain(lane, queue);
          continue;
        }
      }
      queue.shift();
    }
    lanes.delete(lane);
    if (isHeld) await deps.holds.leave(lane);
  }

  /**
   * After a reply whose row could not be written: what comes after it must not overtake it. Where the rows cannot be read
   * either, whoever takes the chat next goes on.
   */
  async function readAgain(lane: string, queue: OpenReply[]): Promise<void> {
    await deps.pause(firstPauseMs, stopping.signal);
    const open = stopping.signal.aborted
      ? []
      : await openRepliesIn(deps.db, lane).catch((error: unknown) => {
          deps.logger.warn({ err: error }, 'what is open in a chat could not be read');
          return [];
        });
    // Those behind it are known as they are; of the first only its row tells what has left.
    const behind = new Map(queue.slice(1).map((reply) => [reply.seq, reply]));
    queue.splice(0, queue.length, ...open.map((reply) => behind.get(reply.seq) ?? reply));
  }

  async function idle(): Promise<void> {
    while (working.size > 0) await Promise.all(working);
  }

  return {
    enqueue,
    idle,
    async stop(graceMs) {
      stopping.abort();
      const timer = setTimeout(() => halted.abort(), graceMs);
      await idle();
      clearTimeout(timer);
    },
    leavesAtOnce: (lane, channel) =>
      !channel.dropsRepeats && !lanes.has(lane) && !breakerOf(channel.id).isOpen && !stopping.signal.aborted,
    outOfService: () => [...breakers].filter(([, breaker]) => breaker.isOpen).map(([channel]) => channel),
  };
}

interface Ends {
  stopping: AbortSignal;
  halted: AbortSignal;
  /** What goes somewhere else now. */
  enqueue(reply: OpenReply): void;
}

/** What is kept about parts on their way, of all chats together. */
interface Notes {
  /** False where the part is not this process's to send. */
  sending(part: SendingPart): Promise<boolean>;
  sent(part: SentPart): Promise<void>;
}

/** Where a part stands: delivered, or its reply given up, or left for another process or the next start. */
type PartEnd = 'sent' | 'given-up' | 'left';

/** Sends the replies of one chat. */
function createSending(deps: DeliveryDeps, notes: Notes, breaker: Breaker, ends: Ends) {
  const { db, clock, logger, metrics, pause } = deps;

  async function send(reply: OpenReply): Promise<void> {
    const channel = deps.channels.get(reply.address.channel);
    if (!channel) return;
    const parts = partsOf(channel, reply);
    for (let index = reply.partsSent; index < parts.length; index++) {
      const place = { index, count: parts.length, isUnsure: reply.isUnsure && index === reply.partsSent };
      const end = await sendPart(channel, reply, parts[index] as Part, place);
      if (end === 'left') return;
      if (end === 'given-up') break;
    }
    if (reply.replyTo !== null) channel.turnEnded?.(reply.address, reply.replyTo);
  }

  function partsOf(channel: Channel, reply: OpenReply): Part[] {
    const capabilities = channel.capabilities(reply.address);
    // The mark of a repeat needs room, and a repeated part must be cut where it was cut the first time.
    const maxTextLength = capabilities.maxTextLength - (channel.dropsRepeats ? 0 : maybeRepeated.length + 1);
    return degrade(
      reply.blocks,
      { ...capabilities, maxTextLength },
      {
        ...(deps.linkTo ? { linkTo: deps.linkTo } : {}),
        ...(deps.publicUrl === undefined ? {} : { publicUrl: deps.publicUrl }),
      },
    );
  }

  async function sendPart(
    channel: Channel,
    reply: OpenReply,
    part: Part,
    place: { index: number; count: number; isUnsure: boolean },
  ): Promise<PartEnd> {
    const { seq } = reply;
    const labels = { channel: channel.id };
    const number = place.index + 1;
    const isLast = number === place.count;
    let isUnsure = place.isUnsure;
    let failures = 0;
    for (let attempt = 1; ; attempt++) {
      if (reply.isLeaving && (ends.halted.aborted || breaker.isOpen)) await leavesLater(reply);
      if (ends.halted.aborted || !(await breaker.enter(ends.stopping.aborted ? ends.halted : ends.stopping)))
        return 'left';
      // Where repeats are dropped, nobody ever needs to know that a delivery is unknown.
      if (reply.isLeaving) reply.isLeaving = false;
      else if (!channel.dropsRepeats && !(await mark(reply, place.index))) {
        breaker.report('untried');
        return 'left';
      }
      const result = await attemptSend(
        channel,
        reply,
        isUnsure && !channel.dropsRepeats ? asRepeat(part) : part,
        number,
      );
      breaker.report(result.type === 'failed' && isDown.has(result.kind) ? 'down' : 'up');
      if (result.type === 'sent') {
        await delivered(reply, number, isLast, result.ids);
        return 'sent';
      }
      const { kind, error } = result;
      metrics.count('capuy_sends_failed_total', { ...labels, kind });
      logger.warn(
        { channel: channel.id, seq, part: number, attempt, failure: kind, err: error },
        'part not sent',
      );
      switch (kind) {
        case 'gone':
        case 'invalid':
          if (kind === 'gone') await noteGone(db, reply.lane, clock.now().toISOString());
          return giveUp(reply, kind);
        case 'moved':
          if (!(error instanceof ChannelError) || error.movedTo === undefined) return giveUp(reply, 'gone');
          await noteNotSent(db, seq);
          reply.address = { ...reply.address, chat: error.movedTo };
          await deps.moved(reply.lane, reply.address);
          reply.lane = laneOf(reply.address);
          continue;
        case 'unknown-delivery':
          // Once more, marked; a second silence counts as sent, because a third copy helps nobody.
          if (isUnsure) {
            metrics.count('capuy_deliveries_unknown_total', labels);
            await delivered(reply, number, isLast, []);
            return 'sent';
          }
          isUnsure = true;
          break;
        case 'rate':
        case 'auth':
        case 'transient':
          if (!isUnsure) await noteNotSent(db, seq);
          break;
      }
      // While the channel is out of service nothing is wrong with this reply.
      if (!breaker.isOpen && kind !== 'rate' && ++failures >= mostAttempts) return giveUp(reply, kind);
      if (clock.now().getTime() - Date.parse(reply.createdAt) > longestWaitMs) return giveUp(reply, kind);
      if (ends.stopping.aborted) return 'left';
      const asked = error instanceof ChannelError ? (error.retryAfterMs ?? 0) : 0;
      await pause(
        Math.max(asked, Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt - 1, 10))),
        ends.stopping,
      );
    }
  }

  /** The transaction that made the reply thought that it would leave at once. */
  async function leavesLater(reply: OpenReply): Promise<void> {
    await noteNotSent(db, reply.seq);
    reply.isLeaving = false;
  }

  async function mark(reply: OpenReply, partsSent: number): Promise<boolean> {
    try {
      return await notes.sending({ seq: reply.seq, partsSent, at: clock.now().toISOString() });
    } catch (error) {
      // Whoever waits for this try to end must not wait for ever.
      breaker.report('untried');
      throw error;
    }
  }

  async function delivered(
    reply: OpenReply,
    number: number,
    isLast: boolean,
    ids: readonly string[],
  ): Promise<void> {
    const now = clock.now();
    const sentAt = isLast ? now.toISOString() : null;
    await notes.sent({ seq: reply.seq, partsSent: number, receiptIds: ids, sentAt });
    const labels = { channel: reply.address.channel };
    metrics.count('capuy_parts_sent_total', labels);
    if (isLast)
      metrics.observe('capuy_delivery_seconds', labels, (now.getTime() - Date.parse(reply.createdAt)) / 1000);
  }

  async function giveUp(reply: OpenReply, kind: DeliveryFailure): Promise<PartEnd> {
    const to = reply.replyTo === null ? await elsewhere(reply) : null;
    const moved = await db.tx(async (t) => {
      await giveUpReply(t, reply.seq, kind);
      if (!to) return null;
      const blocks: WireBlock[] = [{ type: 'text', text: noticeRefused }, ...reply.blocks];
      return addNotice(
        t,
        { key: `${reply.key}>${to.channel}`, address: to, blocks },
        clock.now().toISOString(),
      );
    });
    metrics.count('capuy_replies_given_up_total', { channel: reply.address.channel, kind });
    if (moved) ends.enqueue(moved);
    return 'given-up';
  }

  /** Where the person can be told what this chat does not take; null where there is no such place, or nobody is known. */
  async function elsewhere({ lane, address }: OpenReply): Promise<Address | null> {
    const home = [...deps.channels.values()].find(({ addressOf }) => addressOf !== undefined);
    if (!home || home.id === address.channel) return null;
    const accountId = await accountOfLane(db, lane);
    return accountId === null ? null : (home.addressOf?.(accountId) ?? null);
  }

  return { send };
}

/** Failures that every chat of the channel would meet. */
const isDown: ReadonlySet<DeliveryFailure> = new Set(['transient', 'auth', 'unknown-delivery']);

type SendResult = { type: 'sent'; ids: string[] } | { type: 'failed'; kind: DeliveryFailure; error: Error };

async function attemptSend(
  channel: Channel,
  reply: OpenReply,
  part: Part,
  number: number,
): Promise<SendResult> {
  try {
    const { ids } = await channel.send(reply.address, part, {
      seq: reply.seq,
      key: `${reply.key}/${number}`,
    });
    return { type: 'sent', ids };
  } catch (cause) {
    const error = toAppError(cause);
    if (error instanceof ChannelError) return { type: 'failed', kind: error.kind, error };
    const kind = channel.failureOf?.(error) ?? (error.isRetryable ? 'transient' : 'invalid');
    return { type: 'failed', kind, error };
  }
}

const asRepeat = (part: Part): Part => ({
  text: `${maybeRepeated} ${part.text}`,
  spans: shiftSpans(part.spans, maybeRepeated.length + 1),
  blocks: [{ type: 'text', text: maybeRepeated }, ...part.blocks],
});
