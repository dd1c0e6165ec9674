import type { History, OlderCursor, RefusedUpload, ReplyMessage, SaidMessage } from '../wire.ts';

/* The chat as the page knows it: pure, every change gives a new value. */

/** How far a message of one's own has come. 'waiting': not taken yet, sent again by itself. */
export type Delivery = 'sending' | 'waiting' | 'sent' | 'refused';

export type SaidItem = SaidMessage & { domKey: string; delivery: Delivery; problem?: string };
export type ReplyItem = ReplyMessage & { domKey: string };
export type Item = SaidItem | ReplyItem;

export interface Conversation {
  isLoaded: boolean;
  items: readonly Item[];
  /** The newest outbox number seen; events are followed from here. */
  lastSeq: number;
  older: OlderCursor | null;
  examples: readonly string[];
  /** The answer that is being written. */
  growing: { text: string; domKey: string } | null;
  /** Options that were pressed on this page. */
  pressed: ReadonlySet<string>;
}

export const emptyConversation: Conversation = {
  isLoaded: false,
  items: [],
  lastSeq: 0,
  older: null,
  examples: [],
  growing: null,
  pressed: new Set(),
};

/** The first look at the chat; what was said on this page meanwhile stays, at the end and once. */
export function withHistory(chat: Conversation, history: History): Conversation {
  const known = history.messages.map(toItem);
  const ids = new Set(known.map((item) => item.domKey));
  return {
    ...chat,
    isLoaded: true,
    items: [...known, ...chat.items.filter((item) => !ids.has(item.domKey))],
    lastSeq: Math.max(chat.lastSeq, history.lastSeq),
    older: history.older,
    examples: history.examples,
  };
}

/**
 * The end of the conversation as the server has it, after the connection was lost: what was missed comes in, and what
 * is shown already stays the same element. Where more was missed than one stretch holds, the page begins anew with it.
 */
export function withCaughtUp(chat: Conversation, history: History): Conversation {
  const shown = new Map(chat.items.map((item) => [identityOf(item), item]));
  const known = history.messages.map((message): Item => {
    const before = shown.get(identityOf(message));
    return { ...toItem(message), ...(before && { domKey: before.domKey }) };
  });
  const identities = new Set(known.map(identityOf));
  const first = chat.items.findIndex((item) => identities.has(identityOf(item)));
  const isGap = first < 0 && history.older !== null;
  const rest = chat.items.slice(Math.max(first, 0)).filter((item) => !identities.has(identityOf(item)));
  const isLater = (item: Item): boolean =>
    item.kind === 'said' ? item.delivery !== 'sent' || !isGap : item.seq > history.lastSeq;
  return {
    ...chat,
    items: [...(isGap ? [] : chat.items.slice(0, Math.max(first, 0))), ...known, ...rest.filter(isLater)],
    lastSeq: Math.max(chat.lastSeq, history.lastSeq),
    older: isGap ? history.older : chat.older,
  };
}

/** An older stretch in front of what is there. */
export function withOlder(chat: Conversation, history: History): Conversation {
  const known = new Set(chat.items.map((item) => item.domKey));
  const older = history.messages.map(toItem).filter((item) => !known.has(item.domKey));
  return { ...chat, items: [...older, ...chat.items], older: history.older };
}

/** Something said here or in another window; the same id is shown once. */
export function withSaid(chat: Conversation, message: SaidMessage, delivery: Delivery): Conversation {
  if (chat.items.some((item) => item.kind === 'said' && item.id === message.id)) return chat;
  return { ...chat, items: [...chat.items, { ...toItem(message), delivery } as SaidItem] };
}

export function withDelivery(
  chat: Conversation,
  id: string,
  delivery: Delivery,
  problem?: string,
): Conversation {
  return withSaidItem(chat, id, (item) => ({
    ...item,
    delivery,
    isWaiting: item.isWaiting && delivery !== 'refused',
    ...(problem !== undefined && { problem }),
  }));
}

/** Files of an upload that were looked at and not kept. */
export const withRefused = (chat: Conversation, id: string, refused: RefusedUpload): Conversation =>
  withSaidItem(chat, id, (item) => (item.batch ? { ...item, batch: { ...item.batch, refused } } : item));

/**
 * A reply that arrived; one that is known by its number changes nothing. It takes the place of the growing text, in
 * the same element, so that a screen reader does not read it all again.
 */
export function withReply(chat: Conversation, reply: ReplyMessage): Conversation {
  if (chat.items.some((item) => item.kind === 'reply' && item.seq === reply.seq)) return chat;
  const answered = reply.replyTo === null ? chat : withEnded(chat, reply.replyTo);
  return {
    ...answered,
    items: [...answered.items, { ...reply, domKey: chat.growing?.domKey ?? domKeyOf(reply) }],
    lastSeq: Math.max(chat.lastSeq, reply.seq),
    growing: null,
  };
}

export function withGrowing(chat: Conversation, text: string): Conversation {
  const shown = toSentenceEnd(text);
  if (shown === '' || shown === chat.growing?.text) return chat;
  return { ...chat, growing: { text: shown, domKey: chat.growing?.domKey ?? `growing-${chat.lastSeq}` } };
}

/** The turn of the message `id` is over. */
export const withEnded = (chat: Conversation, id: string): Conversation =>
  withSaidItem(chat, id, (item) => (item.isWaiting ? { ...item, isWaiting: false } : item));

/** The person asked to stop: nothing is waited for any more. */
export function withStop(chat: Conversation): Conversation {
  const items = chat.items.map((item) => (item.kind === 'said' ? { ...item, isWaiting: false } : item));
  return { ...chat, items, growing: null };
}

export const withPressed = (chat: Conversation, key: string): Conversation => ({
  ...chat,
  pressed: new Set([...chat.pressed, key]),
});

/** Whether an answer is expected. */
export const isWaiting = (chat: Conversation): boolean =>
  chat.items.some((item) => item.kind === 'said' && item.isWaiting && item.delivery !== 'refused');

/** `text` up to the end of its last finished sentence: what grows is shown, and read aloud, in whole sentences. */
export function toSentenceEnd(text: string): string {
  const ends = [...text.matchAll(/[.!?…:;]["”»)\]]*(?=\s|$)|\n/gu)];
  const last = ends.at(-1);
  return last ? text.slice(0, last.index + last[0].length).trimEnd() : '';
}

function withSaidItem(chat: Conversation, id: string, change: (item: SaidItem) => SaidItem): Conversation {
  return {
    ...chat,
    items: chat.items.map((item) => (item.kind === 'said' && item.id === id ? change(item) : item)),
  };
}

const identityOf = (message: SaidMessage | ReplyMessage): string =>
  message.kind === 'said' ? message.id : `reply-${message.seq}`;

const domKeyOf = (message: SaidMessage | ReplyMessage): string =>
  message.kind === 'said' ? `said-${message.id}` : `reply-${message.seq}`;

const toItem = (message: SaidMessage | ReplyMessage): Item =>
  message.kind === 'said'
    ? { ...message, domKey: domKeyOf(message), delivery: 'sent' }
    : { ...message, domKey: domKeyOf(message) };
