import type { Queryable } from '../db/database.ts';
import { verdictIn } from '../bot/features/ask/feedback-verdict.ts';
import type { Inbound } from '../bot/types.ts';
import type { WireBlock } from '../bot/channels/channel.ts';
import { spoken } from '../prompts/voice.ts';
import { sentFiles } from '../prompts/web.ts';
import { verdictsOf } from '../rag/kept/feedback-store.ts';
import type { FileLinks } from './downloads.ts';
import {
  optionStates,
  repliesAfter,
  repliesBefore,
  saidBefore,
  type ReplyRow,
  type SaidRow,
} from './transcript-store.ts';
import type { History, OlderCursor, Opinion, PageBlock, ReplyMessage, SaidMessage } from './wire.ts';

/** Whose chat it is, and how its rows become what the page shows. */
export interface Transcript {
  db: Queryable;
  accountId: string;
  lane: string;
  /** Event keys of this person start with it; the rest is the id that the page chose. */
  keyPrefix: string;
  links: FileLinks;
  now: Date;
}

/** How much of the past a page gets at once. */
const historyLength = 40;

/** The replies after `seq`, oldest first, at most `limit`. */
export async function readReplies(
  transcript: Transcript,
  seq: number,
  limit: number,
): Promise<ReplyMessage[]> {
  return toReplies(transcript, await repliesAfter(transcript.db, transcript.lane, seq, limit));
}

/** The latest stretch of the chat, `length` messages (default 40), or the one before `cursor`. */
export async function readHistory(
  transcript: Transcript,
  cursor: OlderCursor | null,
  length = historyLength,
): Promise<Omit<History, 'examples'>> {
  const { db, lane } = transcript;
  // Replies first: one that is committed between the two reads then comes again as an event, never not at all.
  const replyRows = await repliesBefore(db, lane, cursor, length + 1);
  const saidRows = await saidBefore(db, lane, cursor, length + 1);
  const rows = [
    ...replyRows.map((row) => ({ kind: 'reply' as const, row })),
    ...saidRows.map((row) => ({ kind: 'said' as const, row })),
  ].sort(newestFirst);
  const shown = rows.slice(0, length).reverse();
  const shownReplies = shown.flatMap((entry) => (entry.kind === 'reply' ? [entry.row] : []));
  const shownSaid = shown.flatMap((entry) => (entry.kind === 'said' ? [entry.row] : []));
  const replies = new Map((await toReplies(transcript, shownReplies)).map((reply) => [reply.seq, reply]));
  const messages = shown.flatMap((entry): (SaidMessage | ReplyMessage)[] => {
    if (entry.kind === 'reply') return [replies.get(entry.row.seq) as ReplyMessage];
    const said = toSaid(entry.row, transcript.keyPrefix);
    return said ? [said] : [];
  });
  const hasOlder = rows.length > length;
  return {
    messages,
    lastSeq: replyRows[0]?.seq ?? 0,
    older: hasOlder
      ? {
          reply: shownReplies[0]?.seq ?? cursor?.reply ?? Number.MAX_SAFE_INTEGER,
          said: shownSaid[0]?.seq ?? cursor?.said ?? Number.MAX_SAFE_INTEGER,
        }
      : null,
  };
}

type Row = { kind: 'reply' | 'said'; row: { at: string; seq: number } };

/** What was said counts as earlier than a reply of the same instant. */
function newestFirst(a: Row, b: Row): number {
  if (a.row.at !== b.row.at) return a.row.at < b.row.at ? 1 : -1;
  if (a.kind !== b.kind) return a.kind === 'reply' ? -1 : 1;
  return b.row.seq - a.row.seq;
}

/** The person's own words; null for what has no bubble of its own. */
function toSaid(row: SaidRow, keyPrefix: string): SaidMessage | null {
  const text = wordsOf(row.event, row.label);
  if (text === null) return null;
  const id = idOf(row.key, keyPrefix);
  return { kind: 'said', id, at: row.at, text, isWaiting: row.isOpen, ...batchOf(row.event) };
}

/** The upload that an event is part of, and what of it was not taken. */
export function batchOf(event: Inbound): Pick<SaidMessage, 'batch'> {
  if (event.type !== 'files' || !event.batch) return {};
  const { batch, files, refused = [] } = event;
  if (refused.length === 0) return { batch };
  const sentence = [...new Set(refused.map((file) => file.sentence))].join(' ');
  return { batch: { ...batch, refused: { sentence, isAll: files.length === 0 } } };
}

/** What the bubble of an event says. `label`: the words of the option that was pressed. */
export function wordsOf(event: Inbound, label: string | null): string | null {
  switch (event.type) {
    case 'text':
      return event.isHeard ? spoken(event.text) : event.text;
    case 'choice':
      return label;
    case 'files': {
      const { files, refused = [], caption, batch } = event;
      const names = [...files, ...refused].map((file) => file.name);
      // The parts of an upload stand in one list, each by its name alone.
      if (batch) return [caption, ...names].filter(Boolean).join(', ') || null;
      return [caption, ...(names.length > 0 ? [sentFiles(names)] : [])].filter(Boolean).join('\n');
    }
    default:
      return null;
  }
}

/** The id that the page chose, out of an event key; an event of another origin keeps its whole key. */
export const idOf = (eventKey: string, keyPrefix: string): string =>
  eventKey.startsWith(keyPrefix) ? eventKey.slice(keyPrefix.length) : eventKey;

async function toReplies(transcript: Transcript, rows: readonly ReplyRow[]): Promise<ReplyMessage[]> {
  const { db, accountId, lane, links, now, keyPrefix } = transcript;
  const keys = rows.flatMap((row) =>
    row.blocks.flatMap((block) =>
      block.type === 'choices' ? block.options.map((option) => option.key) : [],
    ),
  );
  const states = await optionStates(db, lane, keys);
  const opinions = new Map(
    [...states].flatMap(([key, { action }]) => {
      const verdict = verdictIn(action);
      return verdict ? [[key, verdict.answerId] as const] : [];
    }),
  );
  const given = await verdictsOf(db, accountId, [...new Set(opinions.values())]);
  const opinionIn = (block: Extract<WireBlock, { type: 'choices' }>): Opinion | undefined => {
    const own = block.options.filter(({ key }) => opinions.has(key)).map(({ key }) => key);
    const answerId = own[0] && opinions.get(own[0]);
    if (!answerId) return undefined;
    const said = given.get(answerId);
    return { answerId, given: said?.verdict ?? null, hasRemark: said?.hasRemark ?? false, keys: own };
  };
  const toBlock = (block: WireBlock, seq: number): PageBlock => {
    switch (block.type) {
      case 'file': {
        const { name, mime, sizeBytes } = block.file;
        return { type: 'file', name, mime, sizeBytes, url: links.sign(seq, block.file.sha256, now) };
      }
      case 'image':
        return { type: 'image', alt: block.alt, url: links.sign(seq, block.file.sha256, now) };
      case 'choices': {
        const known = block.options.flatMap((option) => states.get(option.key) ?? []);
        const isOnce = known.some((state) => state.isOnce);
        const isAlive = known.some((state) => state.expiresAt > now.toISOString());
        // A one-shot press marks every option of its block, so there it cannot be told which one it was.
        const pressedKeys = isOnce
          ? []
          : block.options.flatMap(({ key }) => (states.get(key)?.isUsed ? [key] : []));
        const opinion = opinionIn(block);
        return {
          ...block,
          isOnce,
          isOpen: isAlive && !(isOnce && known.some((state) => state.isUsed)),
          pressedKeys,
          ...(opinion && { opinion }),
        };
      }
      default:
        return block;
    }
  };
  return rows.map((row) => ({
    kind: 'reply',
    seq: row.seq,
    replyTo: row.replyTo === null ? null : idOf(row.replyTo, keyPrefix),
    at: row.at,
    blocks: row.blocks.map((block) => toBlock(block, row.seq)),
  }));
}
