import { fold } from '../../text/normalise.ts';
import { sentences } from '../../text/sentences.ts';
import { isHeadRow } from './table-rows.ts';
import type { ChunkKind } from '../types.ts';

/**
 * What is ranked and quoted: a sentence, a list item or a table row of a passage. A list item knows its lead-in and a
 * lead-in its items, because neither answers a question alone.
 */
export interface Unit {
  text: string;
  /** Offsets in the passage text. */
  from: number;
  to: number;
  kind: 'sentence' | 'item' | 'row' | 'heading';
  /** Units of one paragraph, item or row share a line number. */
  line: number;
  /** Index of the unit that introduces this item, or of the header row of its table. */
  lead: number | null;
  /** Indices of the items that this lead-in introduces. */
  items: readonly number[];
}

const itemMark =
  /^(?:[-–—+•*▪]|\(?\p{L}{1,2}[).]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}|[IVX]{1,4}[.)])\s*\S/u;
const numberedMark = /^(?:\(?\d|[IVX]{1,4}[.)])/u;
/** 'Hà Nội, ngày 03 tháng 4 năm 2018': place and date of a letterhead. */
const dateline = /^[^.;:]{2,40},\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}$/u;
/** A line that reads like a table row: cells between bars or tabs. */
const rowMark = /^\|.*\|$|\S(?:\t+| \| )\S.*(?:\t+| \| )\S/u;
const rowRule = /^[\s|:+-]+$/u;

/**
 * Cuts a passage text into units in order. A recipients or signature block is one unit: its lines mean nothing alone.
 * `columns` are the names of a table's columns as the passage's context gives them; without them the first row is
 * taken for the head.
 */
export function unitsOf(
  text: string,
  kind: ChunkKind = 'paragraph',
  columns: readonly string[] | null = null,
): Unit[] {
  if (kind === 'recipients' || kind === 'signature') return wholeBlock(text);
  const units: MutableUnit[] = [];
  let line = -1;
  let tableHead: number | null = null;
  let isInData = false;
  const lists = createListTracker(units);
  for (const block of blocksOf(text)) {
    if (block.isRow) {
      if (rowRule.test(block.text)) continue;
      line += 1;
      // Where the names of the columns are known from the context, rows above the data only repeat them.
      const isHead = columns !== null && !isInData && isHeadRow(block.text, columns);
      if (columns !== null && !isHead) isInData = true;
      units.push({ ...block, kind: isHead ? 'heading' : 'row', line, lead: tableHead, items: [] });
      if (columns === null) tableHead ??= units.length - 1;
      else if (isHead) tableHead = units.length - 1;
      continue;
    }
    tableHead = null;
    for (const paragraph of paragraphsOf(block.text)) {
      line += 1;
      const content = block.text.slice(paragraph[0]?.from, paragraph.at(-1)?.to);
      const isItem = itemMark.test(content);
      const isNumbered = isItem && numberedMark.test(content);
      const lead = lists.leadOf(content, isItem, isNumbered);
      for (const sentence of paragraph) {
        units.push({
          text: sentence.text,
          from: block.from + sentence.from,
          to: block.from + sentence.to,
          kind: isItem ? 'item' : 'sentence',
          line,
          lead,
          items: [],
        });
      }
      lists.close(content, isItem, isNumbered, lead);
      const mayBeHeading =
        kind === 'heading' || (paragraph.length === 1 && lead === null && (!isItem || isNumbered));
      if (mayBeHeading && isHeadingLine(content)) (units.at(-1) as MutableUnit).kind = 'heading';
    }
  }
  for (const [index, unit] of units.entries()) {
    if (unit.lead !== null && unit.kind !== 'row') units[unit.lead]?.items.push(index);
  }
  return units;
}

interface MutableUnit extends Unit {
  lead: number | null;
  items: number[];
}

interface Block {
  text: string;
  from: number;
  to: number;
  isRow: boolean;
}

function wholeBlock(text: string): Unit[] {
  const from = text.length - text.trimStart().length;
  const to = text.trimEnd().length;
  if (to <= from) return [];
  return [{ text: text.slice(from, to), from, to, kind: 'sentence', line: 0, lead: null, items: [] }];
}

/** Table rows one by one, everything between them together. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  let proseFrom = 0;
  const pushProse = (to: number): void => {
    if (text.slice(proseFrom, to).trim() !== '')
      blocks.push({ text: text.slice(proseFrom, to), from: proseFrom, to, isRow: false });
  };
  for (const raw of text.split('\n')) {
    const content = raw.trim();
    const from = start + (raw.length - raw.trimStart().length);
    const next = start + raw.length + 1;
    if (content !== '' && rowMark.test(content)) {
      pushProse(start);
      blocks.push({ text: content, from, to: from + content.length, isRow: true });
      proseFrom = Math.min(next, text.length);
    }
    start = next;
  }
  pushProse(text.length);
  return blocks;
}

/** Sentences grouped by the line they begin on; a sentence that runs across a wrapped line stays whole. */
function paragraphsOf(text: string): { text: string; from: number; to: number }[][] {
  const groups: { text: string; from: number; to: number }[][] = [];
  let end = 0;
  for (const sentence of sentences(text)) {
    const group = groups.at(-1);
    if (group && !text.slice(end, sentence.from).includes('\n')) group.push(sentence);
    else groups.push([sentence]);
    end = sentence.to;
  }
  return groups;
}

/** Keeps the open lead-ins, outer and inner: a numbered item may itself introduce dashed ones. */
function createListTracker(units: readonly MutableUnit[]) {
  let outer: number | null = null;
  let inner: number | null = null;
  return {
    leadOf(content: string, isItem: boolean, isNumbered: boolean): number | null {
      if (isItem) return isNumbered ? outer : (inner ?? outer);
      // After "gồm:" lines may go on without marks, each closed by a comma or semicolon, the last by a full stop.
      const previous = units.at(-1);
      const goesOn =
        previous !== undefined &&
        (previous.text.endsWith(':')
          ? /[;,]$/u.test(content)
          : previous.lead !== null && previous.kind === 'sentence' && /[;,]$/u.test(previous.text));
      return goesOn ? (inner ?? outer) : null;
    },
    close(content: string, isItem: boolean, isNumbered: boolean, lead: number | null): void {
      const last = units.length - 1;
      if (content.endsWith(':')) {
        inner = last;
        if (!isItem) outer = last;
      } else if (isNumbered) inner = null;
      else if (!isItem && lead === null) outer = inner = null;
    },
  };
}

const predicates =
  /(?<!\p{L})(?:la|duoc|phai|co|khong|gom|chu tri|dong y|thong nhat|dieu hanh|phat bieu|bau)(?!\p{L})/u;

/**
 * A line that names what follows instead of saying it: short, without final punctuation, or numbered and without a
 * verb of statement.
 */
export function isHeadingLine(line: string): boolean {
  const text = line.trim();
  if (/[:;,]$/u.test(text)) return false;
  const words = text.split(/\s+/u);
  if (words.length > 22) return false;
  if (dateline.test(text)) return true;
  // "Tốt: 80,8%" is a figure, whatever its punctuation.
  if (/\d[\d.,]*\s*%?$/u.test(text) && /[:,]/u.test(text)) return false;
  const isNumbered = /^(?:(?:Điều|Chương|Mục|Phần)\s+[\dIVXLC]+|[IVX]{1,4}[.)-]|\d{1,2}[.)])/u.test(text);
  const folded = fold(text);
  if (!/(?:[.!?…]["”’)]*|\.\/\.)$/u.test(text)) {
    return isNumbered || /^[\p{Lu}\d\s\p{P}]+$/u.test(text) || !predicates.test(folded);
  }
  return (
    isNumbered &&
    words.length <= 10 &&
    !text.includes(',') &&
    !/\d/u.test(text.slice(3)) &&
    !predicates.test(folded)
  );
}
