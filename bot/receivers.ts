import { toAppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { createBackOff } from './channels/back-off.ts';
import type { Channel, Sink } from './channels/channel.ts';
import type { Claims } from './claims.ts';
import { pause as pauseInRealTime, type Pause } from './pause.ts';

/** Lets channels receive, each in its own time: one that cannot reach its provider holds nothing else up. */
export interface Receivers {
  start(): void;
  /** Ends receiving; resolves when nothing more will be accepted. */
  stop(): Promise<void>;
}

/**
 * How often a process that may not poll looks whether the one that does is gone, and the one that does whether it still
 * may: the provider refuses one of two that poll with the same token, and it need not be the right one.
 */
const lookMs = 2000;

/** Runs every channel that receives by itself. With several processes each token is polled by one of them. */
export function createReceivers(deps: {
  channels: readonly Channel[];
  sink: Sink;
  claims: Claims;
  logger: Logger;
  pause?: Pause;
}): Receivers {
  const { channels, sink, claims, logger, pause = pauseInRealTime } = deps;
  const stopping = new AbortController();
  const ending = stopping.signal;
  let running: Promise<void>[] = [];

  async function receive(channel: Channel, signal: AbortSignal): Promise<void> {
    const backOff = createBackOff(pause);
    while (!signal.aborted) {
      try {
        await channel.run?.(sink, signal);
        // A channel that ends by itself has nothing to receive until somebody changes a setting.
        return;
      } catch (cause) {
        if (signal.aborted) return;
        logger.error(
          { channel: channel.id, err: toAppError(cause) },
          'a channel stopped receiving; it starts again',
        );
        await backOff.wait(signal);
      }
    }
  }

  /** Null where it cannot be found out now. */
  const isMine = (channel: Channel, name: string): Promise<boolean | null> =>
    claims.take(name).catch((cause: unknown) => {
      logger.warn({ channel: channel.id, err: toAppError(cause) }, 'whether to poll could not be found out');
      return null;
    });

  async function receiveAlone(channel: Channel, name: string): Promise<void> {
    for (let isOver = false; !isOver && !ending.aborted;) {
      if (await isMine(channel, name)) isOver = (await receiveWhileMine(channel, name)) === 'ended';
      else await pause(lookMs, ending);
    }
    await claims.release(name).catch(() => undefined);
  }

  /** 'lost': this process stood still for so long that another one polls now. */
  async function receiveWhileMine(channel: Channel, name: string): Promise<'ended' | 'lost'> {
    const ended = new AbortController();
    const lost = new AbortController();
    const receiving = receive(channel, AbortSignal.any([ending, lost.signal])).finally(() => ended.abort());
    const watched = AbortSignal.any([ending, ended.signal]);
    while (claims.owner !== null && !watched.aborted) {
      await pause(lookMs, watched);
      // While it cannot be found out, nothing that is received can be kept either.
      if (watched.aborted || (await isMine(channel, name)) !== false) continue;
      logger.warn({ channel: channel.id }, 'another process polls now');
      lost.abort();
      break;
    }
    await receiving;
    return lost.signal.aborted ? 'lost' : 'ended';
  }

  return {
    start() {
      running = channels
        .filter((channel) => channel.run)
        .map((channel) =>
          channel.pollsAs === undefined
            ? receive(channel, ending)
            : receiveAlone(channel, `poll:${channel.pollsAs}`),
        );
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
