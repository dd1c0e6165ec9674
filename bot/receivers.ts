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

/** How often a process that may not poll looks whether the one that does is gone. */
const standbyMs = 5000;

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
  const { signal } = stopping;
  let running: Promise<void>[] = [];

  async function receive(channel: Channel): Promise<void> {
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

  async function receiveAlone(channel: Channel, name: string): Promise<void> {
    while (!signal.aborted) {
      let isMine = false;
      try {
        isMine = await claims.take(name);
      } catch (cause) {
        logger.warn(
          { channel: channel.id, err: toAppError(cause) },
          'whether to poll could not be found out',
        );
      }
      if (isMine) break;
      await pause(standbyMs, signal);
    }
    if (signal.aborted) return;
    try {
      await receive(channel);
    } finally {
      await claims.release(name).catch(() => undefined);
    }
  }

  return {
    start() {
      running = channels
        .filter((channel) => channel.run)
        .map((channel) =>
          channel.pollsAs === undefined ? receive(channel) : receiveAlone(channel, `poll:${channel.pollsAs}`),
        );
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
