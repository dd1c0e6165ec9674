import type { WireBlock } from '../bot/channels/channel.ts';
import type { Queryable } from '../db/database.ts';
import { cleanText, fold, oneLine } from '../text/normalise.ts';

import { keyPrefixOf } from './chat-routes.ts';
import { idOf, wordsOf } from './transcript.ts';
import { historyOf, type HistoryRow } from './transcript-store.ts';
import type { Found, OlderCursor } from './wire.ts';

/** Places that a search shows, and rows of each kind that are read at a time. */
const mostFound = 30;
const batchSize = 300;
/** Characters shown before the first found word, and in all. */
const snippetLead = 60;
const snippetLength = 200;

/**
 * Where the words of `query` stand in the person's own history, the latest first: all of them in one message, each at
 * the beginning of a word, with or without diacritics. Letters are made plain here: in the database it takes a hundred
 * times as long, and an index of plain words would be a second copy of what people said.
 */
export async function searchHistory(db: Queryable, accountId: string, query: string): Promise<Found[]> {
  const words = [...new Set(fold(cleanText(query)).match(/[\p{L}\p{N}]+/gu) ?? [])];
  if (words.length === 0) return [];
  const found: Found[] = [];
  const cursor: OlderCursor = { said: Number.MAX_SAFE_INTEGER, reply: Number.MAX_SAFE_INTEGER };
  for (;;) {
    const rows = await historyOf(db, accountId, cursor, batchSize);
    // Of the two kinds the one that was read less far back waits, or newer ones would stand behind older ones.
    const isFull = { said: countOf(rows, 'said') === batchSize, reply: countOf(rows, 'reply') === batchSize };
    const since = [
      isFull.said ? oldestOf(rows, 'said') : '',
      isFull.reply ? oldestOf(rows, 'reply') : '',
    ].reduce((a, b) => (a > b ? a : b));
    for (const row of rows.sort((a, b) => (a.at < b.at ? 1 : -1))) {
      if (row.at < since) break;
      cursor[row.kind] = Math.min(cursor[row.kind], row.seq);
      const place = placeIn(row, words, accountId);
      if (place) found.push(place);
      if (found.length === mostFound) return found;
    }
    if (since === '') return found;
  }
}

const countOf = (rows: readonly HistoryRow[], kind: HistoryRow['kind']): number =>
  rows.filter((row) => row.kind === kind).length;
const oldestOf = (rows: readonly HistoryRow[], kind: HistoryRow['kind']): string =>
  rows.findLast((row) => row.kind === kind)?.at ?? '';

function placeIn(row: HistoryRow, words: readonly string[], accountId: string): Found | null {
  const whole = row.kind === 'said' ? (wordsOf(row.event, null) ?? '') : wordsIn(row.blocks);
  // Most rows are put aside by this alone.
  const plain = fold(whole);
  if (!words.every((word) => plain.includes(word))) return null;
  const text = oneLine(cleanText(whole));
  const folded = fold(text);
  const places = words.map((word) => placesOf(folded, word));
  if (places.some((of) => of.length === 0)) return null;
  const all = places.flat().sort((a, b) => a[0] - b[0]);
  const from = snippetStart(text, best(all, places));
  const snippet = text.slice(from, from + snippetLength);
  return {
    chat: row.chat,
    at: row.at,
    ...(row.kind === 'said' ? { said: idOf(row.key, keyPrefixOf(accountId)) } : { reply: row.seq }),
    snippet: `${from > 0 ? '…' : ''}${snippet}${from + snippetLength < text.length ? '…' : ''}`,
    marks: all
      .filter(([start, end]) => start >= from && end <= from + snippetLength)
      .map(([start, end]) => [start - from + (from > 0 ? 1 : 0), end - from + (from > 0 ? 1 : 0)]),
  };
}

/** Where `word` begins a word of the folded text. */
function placesOf(folded: string, word: string): [number, number][] {
  const places: [number, number][] = [];
  for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(folded[at - 1] ?? ' ')) places.push([at, at + word.length]);
  }
  return places;
}

/** The place from which most different words stand within one snippet. */
function best(all: readonly [number, number][], places: readonly [number, number][][]): number {
  const inReach = (from: number): number =>
    places.filter((of) => of.some(([start]) => start >= from && start < from + snippetLength - snippetLead))
      .length;
  let [at = 0] = all[0] ?? [];
  let most = 0;
  for (const [start] of all.slice(0, 200)) {
    const count = inReach(start);
    if (count > most) [at, most] = [start, count];
  }
  return at;
}

/** A little before `at`, at the beginning of a word. */
function snippetStart(text: string, at: number): number {
  if (at <= snippetLead) return 0;
  const space = text.indexOf(' ', at - snippetLead);
  return space >= 0 && space < at ? space + 1 : at;
}

/** What a reply says, as plain text. */
function wordsIn(blocks: readonly WireBlock[]): string {
  return blocks
    .map((block) => {
      switch (block.type) {
        case 'text':
          return block.text.replaceAll('**', '');
        case 'quote':
          return [block.source.name ?? block.source.symbol, block.source.locator, block.text]
            .filter(Boolean)
            .join(' ');
        case 'table':
          return [block.title, ...block.head, ...block.rows.flat(), block.note].filter(Boolean).join(' ');
        case 'choices':
          return block.prompt ?? '';
        case 'link':
          return block.label;
        case 'file':
          return block.file.name;
        case 'image':
          return block.alt;
      }
    })
    .join(' ');
}
