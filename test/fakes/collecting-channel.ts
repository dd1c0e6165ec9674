import type { Channel, Part, Sink, WireBlock } from '../../bot/channels/channel.ts';
import type { Address, Capabilities, Inbound } from '../../bot/types.ts';
import type { AppError } from '../../core/errors.ts';
import type { FileRef } from '../../db/file-store.ts';
import { createWatchers } from './watchers.ts';

/** One part as it left, with the number and key it left under. */
export interface SentPart {
  address: Address;
  part: Part;
  seq: number;
  key: string;
}

/** A channel of a made-up messenger: keeps what is sent, and lets a test deliver events and fail sends. */
export interface CollectingChannel extends Channel {
  sent: SentPart[];
  /** Texts of everything sent to `chat`, in order. */
  texts(chat?: string): string[];
  /** Growing texts that were shown, in order. */
  lives: string[];
  /** Keys of events whose turns are over. */
  ended: string[];
  /** The option with this label in what was sent last. */
  optionKey(label: string): string;
  /** Fails coming sends, one a call; a function may look at the part. */
  failures: ((part: Part) => AppError | null)[];
  text(text: string, chat?: string, options?: { id?: string; senderId?: string; isGroup?: boolean }): Inbound;
  press(actionKey: string, chat?: string, options?: { senderId?: string; isGroup?: boolean }): Inbound;
  file(file: FileRef, caption?: string, chat?: string): Inbound;
  /** Resolves when a part has been sent that `matches`. */
  waitFor(matches: (sent: SentPart) => boolean): Promise<SentPart>;
}

export interface CollectingOptions {
  id?: string;
  capabilities?: Partial<Capabilities>;
  /** Events signed in as this account; without it senders have to be paired. */
  signsIn?: boolean;
  dropsRepeats?: boolean;
  /** Sender of events unless one is named. Default 'an'. */
  senderId?: string;
}

const plainMessenger: Capabilities = {
  maxTextLength: 2000,
  markup: 'plain',
  hasButtons: false,
  hasTables: false,
  canSendFiles: false,
  live: 'push',
  ceiling: 'all',
};

export function createCollectingChannel(options: CollectingOptions = {}): CollectingChannel {
  const id = options.id ?? 'messenger';
  const sent: SentPart[] = [];
  const lives: string[] = [];
  const ended: string[] = [];
  const failures: CollectingChannel['failures'] = [];
  const watchers = createWatchers();
  const capabilities: Capabilities = { ...plainMessenger, ...options.capabilities };
  let nextEvent = 1;

  const head = (chat: string, other: { id?: string; senderId?: string; isGroup?: boolean } = {}) => ({
    key: `${id}:bot:${other.id ?? `${chat}-${nextEvent++}`}`,
    at: '2026-03-02T01:00:00.000Z',
    senderId: other.senderId ?? options.senderId ?? 'an',
    to: { channel: id, account: 'bot', chat },
    isGroup: other.isGroup ?? false,
  });

  return {
    id,
    ...(options.signsIn === undefined ? {} : { signsIn: options.signsIn }),
    ...(options.dropsRepeats === undefined ? {} : { dropsRepeats: options.dropsRepeats }),
    capabilities: () => capabilities,
    async send(address, part, { seq, key }) {
      const error = failures.shift()?.(part);
      if (error) throw error;
      sent.push({ address, part, seq, key });
      watchers.changed();
      return { ids: [`m${sent.length}`] };
    },
    live: (_address, text) => lives.push(text),
    turnEnded: (_address, eventKey) => ended.push(eventKey),
    health: async () => ({ ok: true }),
    sent,
    lives,
    ended,
    failures,
    texts: (chat) =>
      sent.filter(({ address }) => chat === undefined || address.chat === chat).map(({ part }) => part.text),
    optionKey(label) {
      const blocks = sent.flatMap(({ part }) => part.blocks);
      const options = blocks
        .filter((block): block is Extract<WireBlock, { type: 'choices' }> => block.type === 'choices')
        .flatMap((block) => block.options);
      const option = options.findLast((one) => one.label === label);
      if (!option) throw new Error(`no option '${label}' was sent`);
      return option.key;
    },
    text: (text, chat = 'chat-1', other) => ({ ...head(chat, other), type: 'text', text }),
    press: (actionKey, chat = 'chat-1', other) => ({ ...head(chat, other), type: 'choice', actionKey }),
    file: (file, caption = '', chat = 'chat-1') => ({ ...head(chat), type: 'files', files: [file], caption }),
    async waitFor(matches) {
      await watchers.until(() => sent.some(matches));
      return sent.find(matches) as SentPart;
    },
  };
}

/** Delivers events as a messenger does: one after another, each acknowledged before the next. */
export async function deliver(sink: Sink, ...events: Inbound[]): Promise<('new' | 'duplicate')[]> {
  const results: ('new' | 'duplicate')[] = [];
  for (const event of events) results.push(await sink.accept(event));
  return results;
}
