import { laneOf } from '../../types.ts';
import type { Address, Capabilities } from '../../types.ts';
import type { Channel } from '../channel.ts';

/** Something the pages of one lane should know at once. */
export type LaneEvent =
  /** The outbox of the lane has a new row; the page reads it from there, so none is lost or doubled. */
  | { type: 'sent'; seq: number }
  /** The turn of the event with this key is over. */
  | { type: 'ended'; eventKey: string }
  /** The answer that is being written, as far as it goes; the sent row replaces it. */
  | { type: 'growing'; text: string }
  /** The person wrote something in one of several open windows. */
  | { type: 'said'; message: unknown };

/** The web channel: the open pages follow their lane, and a part that is sent wakes them. */
export interface WebChannel extends Channel {
  /** Calls `listener` for each event of `lane`; starts with the text that is growing now, if any. Returns the end. */
  follow(lane: string, listener: (event: LaneEvent) => void): () => void;
  publish(lane: string, event: LaneEvent): void;
}

/** The one web app of an installation. */
export const webAccount = 'main';

/** Where the pages of `accountId` are: all windows of one person share one chat. */
export const webAddress = (accountId: string): Address => ({
  channel: 'web',
  account: webAccount,
  chat: accountId,
});

const capabilities: Capabilities = {
  maxTextLength: 1_000_000,
  markup: 'html',
  hasButtons: true,
  hasTables: true,
  canSendFiles: true,
  live: 'push',
  ceiling: 'all',
  opensPaths: true,
};

/**
 * Creates the web channel. Sending never fails: the outbox row is the delivery, and a page that is closed now reads
 * it when it opens. Requests arrive over the routes of `web/`.
 */
export function createWebChannel(): WebChannel {
  const listeners = new Map<string, Set<(event: LaneEvent) => void>>();
  const growing = new Map<string, string>();

  function publish(lane: string, event: LaneEvent): void {
    if (event.type === 'growing') growing.set(lane, event.text);
    if (event.type === 'sent' || event.type === 'ended') growing.delete(lane);
    for (const listener of listeners.get(lane) ?? []) listener(event);
  }

  return {
    id: 'web',
    signsIn: true,
    capabilities: () => capabilities,
    send(address, _part, { seq }) {
      publish(laneOf(address), { type: 'sent', seq });
      return Promise.resolve({ ids: [String(seq)] });
    },
    dropsRepeats: true,
    turnEnded(address, eventKey) {
      publish(laneOf(address), { type: 'ended', eventKey });
    },
    live(address, text) {
      publish(laneOf(address), { type: 'growing', text });
    },
    health: () => Promise.resolve({ ok: true }),
    follow(lane, listener) {
      const followers = listeners.get(lane) ?? new Set();
      listeners.set(lane, followers.add(listener));
      const text = growing.get(lane);
      if (text !== undefined) listener({ type: 'growing', text });
      return () => {
        followers.delete(listener);
        if (followers.size === 0 && listeners.get(lane) === followers) listeners.delete(lane);
      };
    },
    publish,
  };
}
