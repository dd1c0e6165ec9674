import type { Address, Capabilities } from '../../types.ts';
import type { Channel } from '../channel.ts';

/** Something the open pages of a person should know at once. */
export type LaneEvent =
  /** The outbox of the lane has a new row; the page reads it from there, so none is lost or doubled. */
  | { type: 'sent'; seq: number }
  /** The turn of the event with this key is over. */
  | { type: 'ended'; eventKey: string }
  /** The answer that is being written, as far as it goes; the sent row replaces it. */
  | { type: 'growing'; text: string }
  /** The person wrote something in one of several open windows. */
  | { type: 'said'; message: unknown }
  /** A conversation got another name, or was deleted. */
  | { type: 'changed' }
  /** Something may have been sent that nobody told of. */
  | { type: 'look' };

/** The web channel: the open pages follow their person, and a part that is sent wakes them. */
export interface WebChannel extends Channel {
  /** Calls `listener` for each event in any conversation of the account. Returns the end. */
  follow(accountId: string, listener: (event: LaneEvent, chatId: string) => void): () => void;
  /** The text that is growing in a chat now, if any. */
  growing(address: Address): string | undefined;
  publish(address: Address, event: LaneEvent): void;
  /** What another process on the same database publishes. */
  heard(address: Address, event: LaneEvent): void;
  /** Lets every open page look for what it has not heard of. */
  lookAll(): void;
}

export const webChannelId = 'web';

/** The one web app of an installation. */
export const webAccount = 'main';

/** The conversation that everybody has had from the beginning. */
export const mainChat = 'main';

/** Where a conversation of `accountId` is: all windows of one person share their conversations. */
export const webAddress = (accountId: string, chatId: string = mainChat): Address => ({
  channel: webChannelId,
  account: webAccount,
  chat: chatId === mainChat ? accountId : `${accountId}:${chatId}`,
});

/** The other way round. */
export function placeOf({ chat }: Address): { accountId: string; chatId: string } {
  const [accountId = '', chatId = mainChat] = chat.split(':');
  return { accountId, chatId };
}

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
 * it when it opens. Requests arrive over the routes of `web/`. `tell` hears of all that is published here.
 */
export function createWebChannel(tell?: (address: Address, event: LaneEvent) => void): WebChannel {
  const listeners = new Map<string, Set<(event: LaneEvent, chatId: string) => void>>();
  const growing = new Map<string, string>();

  function publish(address: Address, event: LaneEvent): void {
    heard(address, event);
    tell?.(address, event);
  }

  function heard(address: Address, event: LaneEvent): void {
    if (event.type === 'growing') growing.set(address.chat, event.text);
    if (event.type === 'sent' || event.type === 'ended') growing.delete(address.chat);
    const { accountId, chatId } = placeOf(address);
    for (const listener of listeners.get(accountId) ?? []) listener(event, chatId);
  }

  return {
    id: webChannelId,
    signsIn: true,
    capabilities: () => capabilities,
    send(address, _part, { seq }) {
      publish(address, { type: 'sent', seq });
      return Promise.resolve({ ids: [String(seq)] });
    },
    dropsRepeats: true,
    addressOf: (accountId) => webAddress(accountId),
    turnEnded(address, eventKey) {
      publish(address, { type: 'ended', eventKey });
    },
    live(address, text) {
      publish(address, { type: 'growing', text });
    },
    health: () => Promise.resolve({ ok: true }),
    follow(accountId, listener) {
      const followers = listeners.get(accountId) ?? new Set();
      listeners.set(accountId, followers.add(listener));
      return () => {
        followers.delete(listener);
        if (followers.size === 0 && listeners.get(accountId) === followers) listeners.delete(accountId);
      };
    },
    growing: (address) => growing.get(address.chat),
    publish,
    heard,
    lookAll() {
      for (const followers of listeners.values())
        for (const listener of followers) listener({ type: 'look' }, mainChat);
    },
  };
}
