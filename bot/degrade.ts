import type { FileRef } from '../db/file-store.ts';
import {
  choicesByNumber,
  choosePrompt,
  fileLabel,
  fileSize,
  imageLabel,
  sourceLine,
  webPage,
  withheld,
} from '../prompts/channels.ts';
import { alignTable, tableLines } from './table-text.ts';
import type { Part, Span, WireBlock } from './channels/channel.ts';
import type { Capabilities, FileLimit } from './types.ts';
import { clipSpans, parseBold, renderMarkup, shiftSpans, splitPoint, usesSpans } from './markup.ts';

/*
 * What the product says becomes wire messages within the means of a channel:
 *
 *   blocks ─► pieces (plain text + spans + the block) ─► parts of at most maxTextLength ─► numbered, marked up
 *
 * Nothing is dropped and nothing changes places, except that options always stand at the end of the last part, and
 * files that travel alone after the text.
 */

/** What degrade may ask for. */
export interface DegradeContext {
  /** A signed link to a file, for channels that send none. Absent: the file is named without a link. */
  linkTo?(file: FileRef): string;
  /** Where the web page is reached from outside; paths are completed with it. Absent: they stay paths. */
  publicUrl?: string;
}

/** A stretch of what is said: plain text, what stands out in it, and the block to show for a range of the text. */
interface Piece {
  text: string;
  spans: Span[];
  /** The block, or the part of it that `text.slice(from, to)` says. */
  blockFor(from: number, to: number): WireBlock;
  /** A file that is a wire message of its own. */
  isApart?: boolean;
}

/** Renders `blocks` as wire messages that `capabilities` allow. Pure; at least one part, never an empty text. */
export function degrade(
  blocks: readonly WireBlock[],
  capabilities: Capabilities,
  context: DegradeContext = {},
): Part[] {
  const allowed = withinCeiling(blocks, capabilities, context).map((block) =>
    capabilities.opensPaths ? block : withWholeUrls(block, context),
  );
  const said = allowed.filter((block) => block.type !== 'choices');
  const options = allowed.filter((block) => block.type === 'choices');
  const count = options.reduce((sum, block) => sum + block.options.length, 0);
  const isListed = !capabilities.hasButtons || count > (capabilities.maxButtons ?? Number.POSITIVE_INFINITY);
  const pieces = [
    ...said.map((block) => pieceOf(block, capabilities, context)),
    ...options.map((block) => choicesPiece(block, capabilities, isListed)),
  ];
  const runs = runsOf(pieces);
  const room = roomFor(runs, capabilities.maxTextLength);
  const drafts = runs.flatMap((run) => fill(run, run[0]?.isApart ? capabilities.maxTextLength : room));
  return withNumbers(drafts, room < capabilities.maxTextLength).map((draft) => partOf(draft, capabilities));
}

/** What can share wire messages: files that travel alone part the text before them from the text after them. */
function runsOf(pieces: readonly Piece[]): Piece[][] {
  const runs: Piece[][] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (!last || piece.isApart || last[0]?.isApart) runs.push([piece]);
    else last.push(piece);
  }
  return runs;
}

/** '(1/3) ' before each text where one was split, so that nobody takes a piece for the whole. */
function withNumbers(drafts: readonly Draft[], isSplit: boolean): readonly Draft[] {
  const count = drafts.filter((draft) => !draft.isApart).length;
  if (!isSplit || count < 2) return drafts;
  let index = 0;
  return drafts.map((draft) => {
    if (draft.isApart) return draft;
    const number = `(${++index}/${count}) `;
    return { ...draft, text: number + draft.text, spans: shiftSpans(draft.spans, number.length) };
  });
}

function partOf(draft: Draft, { markup }: Capabilities): Part {
  const text = renderMarkup(draft.text, draft.spans, markup);
  const isEmpty = text.trim() === '';
  return {
    text: isEmpty ? choosePrompt : text,
    spans: usesSpans(markup) && !isEmpty ? draft.spans : [],
    blocks: draft.blocks,
  };
}

/**
 * What may leave here. Nothing does by being forgotten: a block has to say that it is public. One sentence, with the way
 * to the web page, stands for all that is kept back in one place; its options are kept back with it.
 */
function withinCeiling(
  blocks: readonly WireBlock[],
  { ceiling }: Capabilities,
  { publicUrl }: DegradeContext,
): WireBlock[] {
  if (ceiling === 'all') return [...blocks];
  let isKeptBack = false;
  return blocks.flatMap((block): WireBlock[] => {
    if (block.audience === 'public') {
      isKeptBack = false;
      return [block];
    }
    if (isKeptBack) return [];
    isKeptBack = true;
    const link: WireBlock[] =
      publicUrl === undefined ? [] : [{ type: 'link', label: webPage, url: publicUrl, audience: 'public' }];
    return [{ type: 'text', text: withheld, audience: 'public' }, ...link];
  });
}

/** The block with addresses that can be opened from outside instead of paths of the web page. */
function withWholeUrls(block: WireBlock, { publicUrl }: DegradeContext): WireBlock {
  if (publicUrl === undefined) return block;
  const whole = (url: string): string => (url.startsWith('/') ? publicUrl.replace(/\/+$/u, '') + url : url);
  if (block.type === 'link') return { ...block, url: whole(block.url) };
  if (block.type !== 'quote' || block.source.url === undefined) return block;
  return { ...block, source: { ...block.source, url: whole(block.source.url) } };
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
      const leaves = leavesAsFile(block, capabilities);
      if (leaves && capabilities.sendsFilesApart) {
        const caption = block.type === 'image' ? block.alt || imageLabel : block.file.name;
        return { ...wholePiece(caption, block), isApart: true };
      }
      const name = `${unended(label)}: ${block.file.name} (${fileSize(block.file.sizeBytes)})`;
      if (leaves) return wholePiece(name, block);
      const link = context.linkTo?.(block.file);
      const text = link ? `${name}\n${link}` : name;
      return wholePiece(text, { type: 'text', text });
    }
  }
}

/** Whether the channel takes this file as a file. */
function leavesAsFile(
  block: Extract<WireBlock, { type: 'file' | 'image' }>,
  { canSendFiles, canSendImages = canSendFiles, fileLimit, imageLimit = fileLimit }: Capabilities,
): boolean {
  const fits = (limit: FileLimit | undefined): boolean =>
    limit === undefined ||
    (block.file.sizeBytes <= limit.bytes && (limit.types?.includes(block.file.mime) ?? true));
  return block.type === 'image' ? canSendImages && fits(imageLimit) : canSendFiles && fits(fileLimit);
}

/** A label goes on with a colon, whatever it ended with. */
const unended = (label: string): string => label.replace(/[\s.:;,]+$/u, '');

/** Shown by its own block however its text is split: the block goes with the beginning, the rest travels as text. */
function wholePiece(text: string, block: WireBlock): Piece {
  const clean = plain(text);
  return {
    text: clean,
    spans: [],
    blockFor: (from, to) => (from === 0 ? block : { type: 'text', text: clean.slice(from, to).trim() }),
  };
}

function textPiece(marked: string): Piece {
  const { text, bold } = parseBold(plain(marked));
  return {
    text,
    spans: bold,
    blockFor: (from, to) =>
      from === 0 && to === text.length
        ? { type: 'text', text: marked }
        : { type: 'text', text: withMarkers(text.slice(from, to), clipSpans(bold, from, to)) },
  };
}

const boldSpan = (from: number, to: number): Span => ({ kind: 'bold', from, to });

const withMarkers = (text: string, spans: readonly Span[]): string =>
  renderMarkup(text, spans, 'markers').trim();

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
    spans: [
      { kind: 'quote', from: 0, to: quoted.length + 2 },
      ...emphasis.map(([from, to]) => boldSpan(from + 1, to + 1)),
    ],
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
  const columns = lines.join('\n');
  const text = `${title}${columns}${block.note ? `\n${plain(block.note)}` : ''}`;
  return {
    text,
    spans: [
      ...(title === '' ? [] : [boldSpan(0, title.length - 1)]),
      ...(aligned
        ? [{ kind: 'columns' as const, from: title.length, to: title.length + columns.length }]
        : []),
    ],
    blockFor: (from, to) =>
      from === 0 && to === text.length
        ? block
        : { type: 'text', text: text.slice(from, to).replace(/^\n+|\n+$/gu, '') },
  };
}

function choicesPiece(
  block: Extract<WireBlock, { type: 'choices' }>,
  capabilities: Capabilities,
  isListed: boolean,
): Piece {
  const prompt = plain(block.prompt ?? '');
  const lines = !isListed
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
  // Where there are buttons but not for so many options, nothing may tempt the channel to make some.
  const isText = isListed && capabilities.hasButtons;
  return {
    text,
    spans: bold,
    blockFor: (from, to) =>
      to === text.length && !isText ? block : { type: 'text', text: text.slice(from, to).trim() },
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

/** Room for text in a part: all of it where every run fits into one, less the number '(12/34) ' otherwise. */
function roomFor(runs: readonly (readonly Piece[])[], maxTextLength: number): number {
  const sizes = runs
    .filter((run) => !run[0]?.isApart)
    .map((run) => run.reduce((sum, piece) => sum + piece.text.length, 0) + gap.length * (run.length - 1));
  if (sizes.every((size) => size <= maxTextLength)) return maxTextLength;
  const parts = sizes.reduce((sum, size) => sum + Math.ceil((size / maxTextLength) * 4), 0);
  return Math.max(1, maxTextLength - (2 * String(parts).length + 4));
}

const gap = '\n\n';

interface Draft {
  text: string;
  spans: Span[];
  blocks: WireBlock[];
  isApart?: boolean;
}

/** Fills parts greedily in order; a piece that fits into no part whole is split at the best place. */
function fill(pieces: readonly Piece[], room: number): Draft[] {
  const drafts: Draft[] = [];
  let current: Draft = { text: '', spans: [], blocks: [] };
  const close = (): void => {
    if (current.blocks.length > 0) drafts.push(current);
    current = { text: '', spans: [], blocks: [] };
  };
  const append = (piece: Piece, from: number, to: number): void => {
    const start = current.text === '' ? 0 : current.text.length + gap.length;
    current.text += (current.text === '' ? '' : gap) + piece.text.slice(from, to);
    current.spans.push(...shiftSpans(clipSpans(piece.spans, from, to), start));
    current.blocks.push(piece.blockFor(from, to));
    if (piece.isApart) current.isApart = true;
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
