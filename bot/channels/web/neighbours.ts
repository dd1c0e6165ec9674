import type { Address } from '../../types.ts';
import type { LaneEvent, WebChannel } from './channel.ts';

/** A word to the other processes on the same database. */
export interface WebWord {
  address: Address;
  event: LaneEvent;
}

/** A text that grows is told in whole each time, so that few of them will do. */
const growingMs = 300;

/** Tells other processes what happens here: any page may be open at any of them. `now` in milliseconds, ever growing. */
export function tellOthers(
  tell: (word: WebWord) => void,
  now: () => number = () => performance.now(),
): (address: Address, event: LaneEvent) => void {
  const grownAt = new Map<string, number>();
  return (address, event) => {
    if (event.type === 'growing') {
      if (now() - (grownAt.get(address.chat) ?? -growingMs) < growingMs) return;
      grownAt.set(address.chat, now());
    } else grownAt.delete(address.chat);
    tell({ address, event });
  };
}

/**
 * Lets the pages that are open here follow what happens elsewhere: by word, and by looking for themselves each second
 * while words are not heard.
 * @returns the end of it
 */
export function hearOthers(
  channel: WebChannel,
  signals: {
    readonly isHeard: boolean;
    hear(topic: 'web', listener: (word: WebWord) => void): void;
    onGap(listener: () => void): void;
  },
): () => void {
  signals.hear('web', ({ address, event }) => channel.heard(address, event));
  signals.onGap(() => channel.lookAll());
  const looking = setInterval(() => {
    if (!signals.isHeard) channel.lookAll();
  }, 1000);
  looking.unref();
  return () => clearInterval(looking);
}
