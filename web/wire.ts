import type { WireBlock } from '../bot/channels/channel.ts';

/* What travels between the server and the page as JSON. Types only. */

/** A block as the page gets it: files by signed link, choices with what has become of them. */
export type PageBlock =
  | Exclude<WireBlock, { type: 'choices' } | { type: 'file' } | { type: 'image' }>
  | (Extract<WireBlock, { type: 'choices' }> & {
      /** False once the block is used up or all its options have expired. */
      isOpen: boolean;
      /** One press uses up the whole block. */
      isOnce: boolean;
      /** Options that were pressed before, of a block that is not used up by it. */
      pressedKeys: string[];
      /** Some of the options say what the person thinks of the answer above them. */
      opinion?: Opinion;
    })
  | { type: 'file'; name: string; mime: string; sizeBytes: number; url: string }
  | { type: 'image'; alt: string; url: string };

/** What the person thinks of an answer. */
export interface Opinion {
  answerId: string;
  /** What they have said of it; null as long as they have not. */
  given: 'right' | 'wrong' | 'incomplete' | null;
  /** They have added words of their own. */
  hasRemark: boolean;
  /** The options of the block that mean the same, for pages that show them as buttons like the others. */
  keys: string[];
}

/** What the person said, as shown in their own bubble. */
export interface SaidMessage {
  kind: 'said';
  /** Chosen by the page; the same message sent twice has the same id. */
  id: string;
  at: string;
  text: string;
  /** True while no answer has been completed. */
  isWaiting: boolean;
  /** Files of one upload are sent one by one and shown in one list; its end brings the words about them. */
  batch?: { id: string; isEnd: boolean; refused?: RefusedUpload };
}

/** What of the files of one message was not kept after a look at them. `isAll`: none of it was. */
export interface RefusedUpload {
  sentence: string;
  isAll: boolean;
}

/** One row of the outbox. */
export interface ReplyMessage {
  kind: 'reply';
  seq: number;
  /** The id of the message it answers; null where the assistant speaks first. */
  replyTo: string | null;
  at: string;
  blocks: PageBlock[];
}

/** Where the older part of a conversation begins. */
export interface OlderCursor {
  said: number;
  reply: number;
}

/** A stretch of the conversation, oldest first. */
export interface History {
  messages: (SaidMessage | ReplyMessage)[];
  /** The newest outbox number of the lane; events are followed from here. */
  lastSeq: number;
  /** Where to continue towards the past; null at the beginning. */
  older: OlderCursor | null;
  /** Questions offered on an empty chat. */
  examples: readonly string[];
}

/** One of the person's conversations. */
export interface ConversationEntry {
  id: string;
  title: string;
  /** ISO instant of the last thing that was said in it. */
  at: string;
}

/** A place in the person's own history where the words of a search stand. */
export interface Found {
  chat: string;
  at: string;
  /** The message: the id of what was said, or the number of a reply. */
  said?: string;
  reply?: number;
  /** Some words around the place, cut at `marks`: what was searched for, as ranges. */
  snippet: string;
  marks: [number, number][];
}
