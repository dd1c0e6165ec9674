import type { FileRef } from '../db/file-store.ts';
import {
  choicesByNumber,
  choosePrompt,
  fileLabel,
  fileSize,
  imageLabel,
  sourceLine,
  withheld,
} from '../prompts/channels.ts';
import { alignTable, tableLines } from './table-text.ts';
import type { Part, WireBlock } from './channels/channel.ts';
import type { Capabilities } from './types.ts';
import { clipSpans, parseBold, renderMarkup, splitPoint, type Span } from './markup.ts';

/*
 * What the product says becomes wire messages within the means of a channel:
 *
 *   blocks ─► pieces (plain text + bold spans + the block) ─► parts of at most maxTextLength ─► numbered, marked up
 *
 * Nothing is dropped and nothing changes places, except that options always stand at the end of the last part.
 */

/** What degrade may ask for. */
export interface DegradeContext {
  /** A signed link to a file, for channels that send none. Absent: the file is named without a link. */
  linkTo?(file: FileRef): string;
}

/** A stretch of what is said: plain text, where it is bold, and the block to show for a range of the text. */
interface Piece {
  text: string;
  bold: Span[];
  /** The block, or the part of it that `text.slice(from, to)` says. */
  blockFor(from: number, to: number): WireBlock;
  /** Options follow on the same wire message as the end of the text. */
  isTight?: boolean;
}

/** Renders `blocks` as wire messages that `capabilities` allow. Pure; at least one part, never an empty text. */
export function degrade(
  blocks: readonly WireBlock[],
  capabilities: Capabilities,
  context: DegradeContext = {},
): Part[] {
  const allowed = blocks.map((block) => withinCeiling(block, capabilities));
  const said = allowed.filter((block) => block.type !== 'choices');
  const options = allowed.filter((block) => block.type === 'choices');
  const pieces = [
    ...said.map((block) => pieceOf(block, capabilities, context)),
    ...options.map((block) => choicesPiece(block, capabilities)),
  ];
  const room = roomFor(pieces, capabilities.maxTextLength);
  const drafts = fill(pieces, room);
  return drafts.map((draft, index) => {
    const number = drafts.length > 1 ? `(${index + 1}/${drafts.length}) ` : '';
    const text = number + renderMarkup(draft.text, draft.bold, capabilities.markup);
    return { text: text.trim() === '' ? choosePrompt : text, blocks: draft.blocks };
  });
}

/** Content that may not leave here is replaced by the sentence that says where it can be seen. */
function withinCeiling(block: WireBlock, capabilities: Capabilities): WireBlock {
  const isConfined = 'audience' in block && block.audience === 'internal';
  return isConfined && capabilities.ceiling !== 'all' ? { type: 'text', text: withheld } : block;
}

function pieceOf(
  block: Exclude<WireBlock, { type: 'choices' }>,
  capabilities: Capabilities,
  context: DegradeContext,
): Piece {
  switch (block.type) {
    case 'text':
      return textPiece(block.text);
    case 'quote':
      return quotePiece(block);
    case 'table':
      return tablePiece(block, capabilities);
    case 'link':
      return wholePiece(`${unended(block.label)}: ${block.url}`, block);
    case 'file':
    case 'image': {
      const label = block.type === 'image' ? block.alt || imageLabel : fileLabel;
      const link = capabilities.canSendFiles ? undefined : context.linkTo?.(block.file);
      const name = `${unended(label)}: ${block.file.name} (${fileSize(block.file.sizeBytes)})`;
      return wholePiece(link ? `${name}\n${link}` : name, block);
    }
  }
}

/** A label goes on with a colon, whatever it ended with. */
const unended = (label: string): string => label.replace(/[\s.:;,]+$/u, '');

/** Shown by its own block however its text is split: the block goes with the beginning, the rest travels as text. */
function wholePiece(text: string, block: WireBlock): Piece {
  const clean = plain(text);
  return {
    text: clean,
    bold: [],
    blockFor: (from, to) => (from === 0 ? block : { type: 'text', text: clean.slice(from, to).trim() }),
  };
}

function textPiece(marked: string): Piece {
  const { text, bold } = parseBold(plain(marked));
  return {
    text,
    bold,
    blockFor: (from, to) =>
      from === 0 && to === text.length
        ? { type: 'text', text: marked }
        : { type: 'text', text: withMarkers(text.slice(from, to), clipSpans(bold, from, to)) },
  };
}

const withMarkers = (text: string, bold: readonly Span[]): string =>
  renderMarkup(text, bold, 'markers').trim();

function quotePiece(block: Extract<WireBlock, { type: 'quote' }>): Piece {
  const quoted = plain(block.text);
  const tail = [`— ${sourceLine(block.source)}`, block.status, block.scan?.note, block.warning]
    .filter((line): line is string => Boolean(line))
    .map((line) => plain(line));
  const text = `“${quoted}”\n${tail.join('\n')}`;
  // Offsets of the emphasis hold only where cleaning kept the length.
  const emphasis = quoted.length === block.text.length ? (block.emphasis ?? []) : [];
  return {
    text,
    bold: emphasis.map(([from, to]) => [from + 1, to + 1] as const),
    blockFor: (from, to) => {
      if (from === 0 && to === text.length) return block;
      const slice = quoted.slice(Math.max(0, from - 1), Math.max(0, to - 1)).trim();
      return slice === ''
        ? { type: 'text', text: text.slice(from, to).trim() }
        : { ...block, text: slice, emphasis: [] };
    },
  };
}

function tablePiece(block: Extract<WireBlock, { type: 'table' }>, capabilities: Capabilities): Piece {
  const head = block.head.map((cell) => oneLinePlain(cell));
  const rows = block.rows.map((row) => row.map((cell) => oneLinePlain(cell)));
  const aligned = capabilities.hasTables ? alignTable(head, rows, capabilities.maxTableWidth ?? 80) : null;
  const lines = aligned ?? tableLines(head, rows);
  const title = block.title ? `${plain(block.title)}\n` : '';
  const text = `${title}${lines.join('\n')}${block.note ? `\n${plain(block.note)}` : ''}`;
  return {
    text,
    bold: title === '' ? [] : [[0, title.length - 1]],
    blockFor: (from, to) =>
      from === 0 && to === text.length
        ? block
        : { type: 'text', text: text.slice(from, to).replace(/^\n+|\n+$/gu, '') },
  };
}

function choicesPiece(block: Extract<WireBlock, { type: 'choices' }>, capabilities: Capabilities): Piece {
  const prompt = plain(block.prompt ?? '');
  const lines = capabilities.hasButtons
    ? [prompt || choosePrompt]
    : [
        prompt || choosePrompt,
        ...block.options.map((option) => {
          const label = plain(option.label).replaceAll('**', '');
          return block.isNumbered === false ? `- ${label}` : `${option.position}. ${label}`;
        }),
        ...(block.isNumbered === false || prompt !== '' ? [] : [choicesByNumber]),
      ];
  const { text, bold } = parseBold(lines.join('\n'));
  return {
    text,
    bold,
    isTight: true,
    blockFor: (from, to) =>
      to === text.length ? block : { type: 'text', text: text.slice(from, to).trim() },
  };
}

/** NFC without control characters, which would reach a terminal as commands; line breaks stay. */
function plain(text: string): string {
  return (
    text
      .replace(/\r\n?/gu, '\n')
      .replace(/\t/gu, ' ')
      // eslint-disable-next-line no-control-regex -- finding them is the point
      .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/gu, '')
      .normalize('NFC')
  );
}

const oneLinePlain = (cell: string): string => plain(cell).replaceAll('**', '').replace(/\s+/gu, ' ').trim();

/** Room for text in a part: all of it where everything fits into one, less the number '(12/34) ' otherwise. */
function roomFor(pieces: readonly Piece[], maxTextLength: number): number {
  const total =
    pieces.reduce((sum, piece) => sum + piece.text.length, 0) + gap.length * Math.max(0, pieces.length - 1);
  if (total <= maxTextLength) return maxTextLength;
  const digits = String(Math.ceil((total / maxTextLength) * 4)).length;
  return Math.max(1, maxTextLength - (2 * digits + 4));
}

const gap = '\n\n';

interface Draft {
  text: string;
  bold: Span[];
  blocks: WireBlock[];
}

/** Fills parts greedily in order; a piece that fits into no part whole is split at the best place. */
function fill(pieces: readonly Piece[], room: number): Draft[] {
  const drafts: Draft[] = [];
  let current: Draft = { text: '', bold: [], blocks: [] };
  const close = (): void => {
    if (current.blocks.length > 0) drafts.push(current);
    current = { text: '', bold: [], blocks: [] };
  };
  const append = (piece: Piece, from: number, to: number): void => {
    const start = current.text === '' ? 0 : current.text.length + gap.length;
    current.text += (current.text === '' ? '' : gap) + piece.text.slice(from, to);
    for (const [a, b] of clipSpans(piece.bold, from, to)) current.bold.push([a + start, b + start]);
    current.blocks.push(piece.blockFor(from, to));
  };
  const left = (): number => (current.text === '' ? room : room - current.text.length - gap.length);

  for (const piece of pieces) {
    if (piece.text.length <= left()) {
      append(piece, 0, piece.text.length);
      continue;
    }
    if (piece.text.length <= room) {
      close();
      append(piece, 0, piece.text.length);
      continue;
    }
    close();
    let from = 0;
    while (from < piece.text.length) {
      const to = piece.text.length - from <= room ? piece.text.length : splitPoint(piece.text, from, room);
      append(piece, from, trimmedEnd(piece.text, from, to));
      from = to;
      while (from < piece.text.length && /\s/u.test(piece.text[from] as string)) from++;
      if (from < piece.text.length) close();
    }
  }
  close();
  return drafts;
}

/** The end without the white space before it, so that no part ends in a blank; the last range keeps its end. */
function trimmedEnd(text: string, from: number, to: number): number {
  if (to === text.length) return to;
  let end = to;
  while (end > from + 1 && /\s/u.test(text[end - 1] as string)) end--;
  return end;
}
