import { laneOf, type Address } from '../types.ts';
import { pause as pauseInRealTime, type Pause } from '../pause.ts';

/** Shows in a chat that an answer is being made, as long as one is. */
export interface Typing {
  /** An event was accepted whose turn begins. */
  begin(address: Address, eventKey: string): void;
  /** The turn of this event is over. */
  end(address: Address, eventKey: string): void;
  /** Ends them all. */
  stop(): void;
}

/** Nobody is told for longer than this that an answer is coming; what takes longer is said in words. */
const longestMs = 120_000;
/** An answer that is there sooner needs no announcing, which would be as many calls again as there are answers. */
const firstMs = 400;

/**
 * Calls `show` for each chat whose turn takes longer than a moment, and again every `everyMs` until it ends. What `show` throws is nothing that anybody
 * has to know.
 */
export function createTyping(deps: {
  show(address: Address): Promise<void>;
  everyMs: number;
  pause?: Pause;
}): Typing {
  const pause = deps.pause ?? pauseInRealTime;
  const chats = new Map<string, { events: Set<string>; over: AbortController }>();

  async function run(address: Address, over: AbortSignal): Promise<void> {
    await pause(firstMs, over);
    for (let shownMs = 0; shownMs < longestMs && !over.aborted; shownMs += deps.everyMs) {
      await deps.show(address).catch(() => undefined);
      await pause(deps.everyMs, over);
    }
  }

  return {
    begin(address, eventKey) {
      const lane = laneOf(address);
      const known = chats.get(lane);
      if (known) {
        known.events.add(eventKey);
        return;
      }
      const over = new AbortController();
      chats.set(lane, { events: new Set([eventKey]), over });
      void run(address, over.signal);
    },
    end(address, eventKey) {
      const lane = laneOf(address);
      const chat = chats.get(lane);
      if (!chat?.events.delete(eventKey) || chat.events.size > 0) return;
      chats.delete(lane);
      chat.over.abort();
    },
    stop() {
      for (const { over } of chats.values()) over.abort();
      chats.clear();
    },
  };
}
