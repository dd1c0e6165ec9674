import type { DateOnly } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import type { Database, Queryable } from '../db/database.ts';
import type { FileRef } from '../db/file-store.ts';
import type { Permission } from '../access/permissions.ts';

/** Where a chat is: `chat` is unique within channel and account (one bot, one web app). */
export interface Address {
  channel: string;
  account: string;
  chat: string;
}

/** The lane of an address: messages of one lane are handled in order, different lanes side by side. */
export const laneOf = (address: Address): string => `${address.channel}:${address.account}:${address.chat}`;

/** Files that were sent, as far as they may be kept: archives and e-mails as their members. */
export interface SentFiles {
  files: FileRef[];
  caption: string;
  /** Files that are not kept, and why; the name of a secret one is not repeated. */
  refused?: RefusedFile[];
  /** Files that are sent one by one but belong together; `isEnd` with the last, which may bring no file. */
  batch?: { id: string; isEnd: boolean };
}

/** Files that still wait at the provider: they are fetched once the sender is known, and only then. */
export interface RemoteFiles {
  /** `ref` is the channel's own word for the file; `name` and `mime` are what the message says or suggests. */
  files: { ref: string; name: string; mime: string }[];
  caption: string;
  /** As with files that are here. */
  batch?: { id: string; isEnd: boolean };
}

/** A file that was not kept, with a sentence for people. */
export interface RefusedFile {
  name: string;
  sentence: string;
  /** True for a secret one, whose name stands nowhere. Absent: it cannot be read. */
  isSecret?: boolean;
}

/** What a channel received, without any of its wire format. `key` is `channel:account:event-id`. */
export type Inbound = {
  key: string;
  at: string;
  senderId: string;
  to: Address;
  isGroup: boolean;
} &
  /** `isHeard`: the words are a model's, out of a recording; they ask, but decide nothing. */
  (
    | { type: 'text'; text: string; isHeard?: boolean }
    | { type: 'choice'; actionKey: string }
    | ({ type: 'files' } & SentFiles)
    /** Committed before the files are fetched, because a provider may tell of them only once. */
    | ({ type: 'remote-files' } & RemoteFiles)
    | { type: 'stop' }
    | { type: 'unsupported'; what: string }
    /** Work in the background has ended; `senderId` is the account that it was done for, on every channel. */
    | { type: 'job'; kind: string; jobId: string }
  );

/**
 * A button, or a numbered line where there are none. `action` is `feature:verb:argument` and stays on the server;
 * 'say:TEXT' does as if the person had typed TEXT.
 */
export interface Choice {
  label: string;
  action: string;
  style?: 'primary' | 'danger';
}

/** The place of a quotation; `url` opens the source viewer there. */
export interface SourceLabel {
  symbol: string | null;
  issuedOn: DateOnly | null;
  title: string;
  locator: string;
  file: string;
  /** The document as offices cite it: 'Quy định số 27-QĐ/TU ngày 05/3/2025 của Ban Thường vụ Tỉnh ủy'. */
  name?: string;
  /** Path on the web app, '/nguon/…'. */
  url?: string;
}

/** Said of a quotation that was read from the picture of its page. */
export interface ScanNote {
  /** 'đọc từ bản quét', with what to compare. */
  note: string;
  /** The picture has to be looked at before the words are relied on. */
  isUnsure: boolean;
  /** Path on the web app of the picture of just these lines. */
  picture: string;
}

/** What the product says. Text may hold `**bold**`, line breaks and lines that start with '- '; no other markup. */
export type Block =
  | ({ type: 'text'; text: string } & Confined)
  | ({
      type: 'quote';
      text: string;
      emphasis?: (readonly [number, number])[];
      source: SourceLabel;
      status?: string;
      warning?: string;
      scan?: ScanNote;
    } & Confined)
  | ({ type: 'table'; title?: string; head: string[]; rows: string[][]; note?: string } & Confined)
  | ({
      type: 'choices';
      id: string;
      prompt?: string;
      options: Choice[];
      /** One press uses up the whole block. Default: true while the reply leaves a dialogue open, otherwise false. */
      isOnce?: boolean;
      /** False where the person is asked for a number, so that '2' is the number and not the second option. Default true. */
      isNumbered?: boolean;
    } & Confined)
  | ({ type: 'link'; label: string; url: string } & Confined)
  | ({ type: 'file'; file: FileRef } & Confined)
  | ({ type: 'image'; file: FileRef; alt: string } & Confined);

/**
 * Over a channel whose ceiling is 'public' only content marked 'public' leaves; a sentence stands for anything else.
 * What a feature with `audience: 'public'` says is marked so unless it is marked 'internal'; features seldom mark more.
 */
export interface Confined {
  audience?: 'internal' | 'public';
}

/** The largest file and the types (as in 'application/pdf') that a channel takes; no types: any. */
export interface FileLimit {
  bytes: number;
  types?: readonly string[];
}

/** What a channel can show; features read this, never the channel's name. */
export interface Capabilities {
  maxTextLength: number;
  /** 'entities' and 'zalo': the text of a part is plain, and its `spans` say what stands out. */
  markup: 'plain' | 'ansi' | 'html' | 'entities' | 'zalo';
  hasButtons: boolean;
  /**
   * Options that one message can offer as buttons; where a reply has more, all stand as a numbered list and the part
   * has no block with options. Default: any number.
   */
  maxButtons?: number;
  /** Every character is as wide as any other, so that columns can be aligned. */
  hasTables: boolean;
  /** Widest aligned table, in characters. Default 80. */
  maxTableWidth?: number;
  /** Documents can be sent to the assistant in its chats. Default true. */
  takesDocuments?: boolean;
  /** Files leave as files; where they cannot, a signed link stands for them. */
  canSendFiles: boolean;
  /** The same of pictures. Default: as `canSendFiles`. */
  canSendImages?: boolean;
  /** What leaves as a file at most; anything else becomes a signed link. Default: everything. */
  fileLimit?: FileLimit;
  imageLimit?: FileLimit;
  /** One wire message is either text or one file: each file or picture is a part of its own, with just that block. */
  sendsFilesApart?: boolean;
  /** The first reply in a chat says that this is an automated assistant and what it keeps. Default false. */
  announcesItself?: boolean;
  /** 'push': a growing answer may be shown as it is written. */
  live: 'none' | 'push';
  /** The widest content that may leave here. */
  ceiling: 'public' | 'all';
  /** Paths of the web app can be opened right from a reply, pictures of scanned lines among them. Default false. */
  opensPaths?: boolean;
}

/** What a feature is asked to do. A choice arrives without the feature's own prefix: 'verb:argument'. */
export type FeatureRequest =
  | { type: 'command'; name: string; args: string }
  | { type: 'text'; text: string }
  | { type: 'choice'; action: string }
  | ({ type: 'files' } & SentFiles);

/** An address that opens a chat with the assistant on a channel and links it. */
export interface PairingLink {
  channel: string;
  url: string;
}

/** Everything a feature may know about the turn it answers. */
export interface TurnContext {
  /** For reading; changes go into `Outcome.write`. */
  db: Database;
  viewer: Viewer;
  account: { id: string; name: string };
  address: Address;
  lane: string;
  isGroup: boolean;
  /** The channel signed the person in itself; elsewhere they are linked to their account. */
  isSignedIn?: boolean;
  capabilities: Capabilities;
  now: Date;
  today: DateOnly;
  /** Aborted when the person says 'dừng' or the assistant stops. */
  signal: AbortSignal;
  /**
   * Aborted when a command of the same chat waits for this turn: what an answer can do without should not hold it up.
   * Absent where nothing can wait.
   */
  hurry?: AbortSignal;
  /** Shows text that is still growing, where the channel can; the outcome's blocks replace it. */
  live(text: string): void;
  /** Where a pairing code can be used by opening an address. Absent: nowhere. */
  pairingLinks?(code: string): readonly PairingLink[];
  /** State of the guided dialogue that this person has open with this feature in this chat; undefined where none is. */
  dialogue: unknown;
  /** True while the person is in the middle of another feature's dialogue, which a message unasked for must not replace. */
  isElsewhere?: boolean;
}

/**
 * The answer to a turn. `write` runs in one transaction with the outbox rows and the mark that the message is done,
 * so a crash repeats or skips the whole turn, never half of it. Blocks that it returns replace `blocks`.
 */
export interface Outcome {
  blocks: Block[];
  write?: (t: Queryable) => Promise<Block[] | void>;
  /** New state of the guided dialogue (plain data); null ends it; absent leaves it as it is. */
  dialogue?: unknown;
  /** Messages to other chats, committed with the reply; one whose key was used before is not sent again. */
  notices?: readonly Notice[];
}

/** A message of the assistant's own accord to a chat that asked for nothing. */
export interface Notice {
  /** Unique for what is told and whom: 'announce:DOCUMENT:ACCOUNT'. */
  key: string;
  to: Address;
  blocks: readonly Block[];
}

/** A slash command. Names are folded Vietnamese without slash ('hop'); aliases likewise. */
export interface CommandSpec {
  name: string;
  aliases?: readonly string[];
  permission: Permission;
  /** One line for the help, in Vietnamese, from `prompts/`. */
  description: string;
  example?: string;
}

/** What the dialogue of a feature holds, for a person who is doing something else in the same chat. */
export interface Waiting {
  /** Something that was typed or shown would be lost with it; otherwise it only waits for an answer. */
  isUnsaved: boolean;
  /** The reminder, with the buttons that save it or drop it. */
  blocks: readonly Block[];
  /** Where any words could be meant for it: the option that puts them there. `action` with the words after it. */
  takes?: {
    question: string;
    label: string;
    action: string;
    /** A question may be meant for it too. Default false. */
    mayAsk?: boolean;
  };
  /** Whether words answer it; any others pass it by. Absent: all that are no plain question. */
  answers?(text: string): boolean;
}

/** One capability of the product: commands, plain sentences it recognises, and its dialogue. */
export interface Feature {
  id: string;
  commands: readonly CommandSpec[];
  /** Recognises a plain sentence as one of its commands, or leaves it. Called in the order of registration. */
  recognise?(text: string): { name: string; args: string } | null;
  /** Version of the dialogue's state. State saved by another version is discarded with a sentence. Default 1. */
  dialogueVersion?: number;
  /**
   * What a dialogue of this feature holds; null where it holds nothing. With it a question that is typed in the middle is
   * answered as a question, whatever else is done in the chat ends with the reminder, and what is unsaved comes back after
   * the dialogue of another feature. Absent: every text goes to the dialogue, and another dialogue takes its place.
   */
  waiting?(dialogue: unknown): Waiting | null;
  /** What is left of a dialogue after 'dừng'; null where nothing is. Absent: nothing. */
  afterStop?(dialogue: unknown): unknown;
  /**
   * 'public': whatever it says to a viewer whose ceiling is 'public' may leave the house, because all of it is read
   * through queries that take the viewer, or stands in the program. Absent: on channels that only public content may
   * leave over it is not asked, and the web page is named instead.
   */
  audience?: 'public';
  /** True for the one feature that takes files. */
  takesFiles?: boolean;
  /** Background work whose end it words. */
  jobs?: { kinds: readonly string[]; ended(context: TurnContext, jobId: string): Promise<Outcome> };
  /** True for the one feature that answers any other text. */
  isFallback?: boolean;
  handle(context: TurnContext, request: FeatureRequest): Promise<Outcome>;
}
