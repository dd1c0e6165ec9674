import type { Clock } from '../core/clock.ts';
import { toAppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import type { FileRef } from '../db/file-store.ts';
import { maybeRepeated } from '../prompts/channels.ts';
import type { Channel, DeliveryFailure, Part } from './channels/channel.ts';
import { degrade } from './degrade.ts';
import { shiftSpans } from './markup.ts';
import { giveUpReply, noteNotSent, noteSending, noteSent, type OpenReply } from './outbox-store.ts';
import type { Pause } from './pause.ts';

export interface DeliveryDeps {
  db: Database;
  channels: ReadonlyMap<string, Channel>;
  clock: Clock;
  logger: Logger;
  pause: Pause;
  linkTo?(file: FileRef): string;
  /** Where the web page is reached from outside. */
  publicUrl?: string;
}

/** Sends committed replies: in order within a chat, different chats side by side. */
export interface Delivery {
  enqueue(reply: OpenReply): void;
  /** Resolves when nothing is left to send or to wait for. */
  idle(): Promise<void>;
  /** Ends waiting for another attempt; what is not sent yet stays in the outbox for the next start. */
  stop(): void;
}

/** Attempts for a part before its reply is given up: with the pauses below about a quarter of an hour. */
const mostAttempts = 20;
const firstPauseMs = 1000;
const longestPauseMs = 60_000;

export function createDelivery(deps: DeliveryDeps): Delivery {
  const lanes = new Map<string, OpenReply[]>();
  const working = new Set<Promise<void>>();
  const stopping = new AbortController();

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
    for (let reply = queue[0]; reply; reply = queue[0]) {
      try {
        await sendReply(deps, reply, stopping.signal);
      } catch (error) {
        // The database failed, not the channel: the row still tells the truth, the next start goes on from it.
        deps.logger.error({ seq: reply.seq, err: error }, 'outbox row could not be updated');
      }
      queue.shift();
    }
    lanes.delete(lane);
  }

  return {
    enqueue,
    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
    stop: () => stopping.abort(),
  };
}

async function sendReply(deps: DeliveryDeps, reply: OpenReply, stopping: AbortSignal): Promise<void> {
  const channel = deps.channels.get(reply.address.channel);
  if (!channel) return;
  const capabilities = channel.capabilities(reply.address);
  // The mark of a repeat needs room, and a repeated part must be cut where it was cut the first time.
  const maxTextLength = capabilities.maxTextLength - (channel.dropsRepeats ? 0 : maybeRepeated.length + 1);
  const parts = degrade(
    reply.blocks,
    { ...capabilities, maxTextLength },
    {
      ...(deps.linkTo ? { linkTo: deps.linkTo } : {}),
      ...(deps.publicUrl === undefined ? {} : { publicUrl: deps.publicUrl }),
    },
  );
  for (let index = reply.partsSent; index < parts.length; index++) {
    const isUnsure = reply.isUnsure && index === reply.partsSent;
    const isSent = await sendPart(
      deps,
      channel,
      reply,
      parts[index] as Part,
      { index, count: parts.length, isUnsure },
      stopping,
    );
    if (stopping.aborted && !isSent) return;
    if (!isSent) break;
  }
  if (reply.replyTo !== null) channel.turnEnded?.(reply.address, reply.replyTo);
}

/** Sends one part until it arrives; false where the reply is given up or has to wait for the next start. */
async function sendPart(
  { db, clock, logger, pause }: DeliveryDeps,
  channel: Channel,
  reply: OpenReply,
  part: Part,
  place: { index: number; count: number; isUnsure: boolean },
  stopping: AbortSignal,
): Promise<boolean> {
  const { seq } = reply;
  const done = place.index + 1;
  let isUnsure = place.isUnsure;
  for (let attempt = 1; ; attempt++) {
    if (stopping.aborted) return false;
    // Where repeats are dropped, nobody ever needs to know that a delivery is unknown.
    if (!channel.dropsRepeats) await noteSending(db, seq, clock.now().toISOString());
    const failure = await attemptSend(
      channel,
      reply,
      isUnsure && !channel.dropsRepeats ? asRepeat(part) : part,
      done,
    );
    if (failure.type === 'sent') {
      await noteSent(db, seq, done, failure.ids, done === place.count ? clock.now().toISOString() : null);
      return true;
    }
    logger.warn({ seq, part: done, attempt, failure: failure.kind, err: failure.error }, 'part not sent');
    switch (failure.kind) {
      case 'gone':
      case 'invalid':
        await giveUpReply(db, seq, failure.kind);
        return false;
      case 'unknown-delivery':
        // Once more, marked; a second silence counts as sent, because a third copy helps nobody.
        if (isUnsure) {
          await noteSent(db, seq, done, [], done === place.count ? clock.now().toISOString() : null);
          return true;
        }
        isUnsure = true;
        break;
      case 'rate':
      case 'auth':
      case 'transient':
        if (!isUnsure) await noteNotSent(db, seq);
        break;
    }
    if (attempt >= mostAttempts) {
      await giveUpReply(db, seq, failure.kind);
      return false;
    }
    await pause(Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1)), stopping);
  }
}

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
    const kind = channel.failureOf?.(error) ?? (error.isRetryable ? 'transient' : 'invalid');
    return { type: 'failed', kind, error };
  }
}

const asRepeat = (part: Part): Part => ({
  text: `${maybeRepeated} ${part.text}`,
  spans: shiftSpans(part.spans, maybeRepeated.length + 1),
  blocks: [{ type: 'text', text: maybeRepeated }, ...part.blocks],
});
