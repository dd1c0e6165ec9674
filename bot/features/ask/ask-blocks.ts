import * as words from '../../../prompts/ask.ts';
import { quoteStatusLine, statusLine, thenAndNowLine } from '../../../prompts/answers.ts';
import { placeOfQuote } from '../../../rag/quoting/place-of-quote.ts';
import { rowsInWords } from '../../../rag/quoting/row-words.ts';
import { hasUnsureNumber, lowPageConfidence } from '../../../rag/quoting/scan-reading.ts';
import type {
  Answer,
  DocumentStatus,
  DocumentSummary,
  PartStatus,
  Passage,
  Quote,
  ScanReading,
} from '../../../rag/types.ts';
import { formatDate } from '../../../text/dates.ts';
import type { Block, Choice, Outcome, ScanNote } from '../../types.ts';
import { countLines, cutText, firstLength, firstLengthOfSeveral, startFor } from './ask-cut.ts';

/* How an answer looks: a short lead, quotations with their places and how they hold, cut to one screen of a phone. */

/** Owner of the actions of its options. */
export const id = 'ask';

export const text = (content: string): Block => ({ type: 'text', text: content });
export const say = (content: string): Outcome => ({ blocks: [text(content)] });

/** The action that asks a question of somebody's, which is never more than that, whatever it says. */
export const asking = (question: string): string => `${id}:question:${question}`;

/** A quotation, or a stretch of it. */
export interface Slice {
  text: string;
  charFrom: number;
  charTo: number;
  emphasis: readonly (readonly [number, number])[];
  partStatus?: readonly PartStatus[];
  then?: Quote['then'];
}

/** A quotation of `passage` as a block; `whole` is what the source viewer opens where only a part of it is shown. */
export function passageBlock(
  passage: Passage,
  status: DocumentStatus | null,
  slice: Slice,
  reading: ScanReading | null,
  { whole = slice, locator }: { whole?: Pick<Slice, 'charFrom' | 'charTo'>; locator?: string } = {},
): Block {
  const { document } = passage;
  const warning = warningOf(document, status, slice.partStatus);
  const shown = rowsInWords(passage, slice);
  return {
    type: 'quote',
    text: shown.text,
    ...(shown.emphasis.length > 0
      ? { emphasis: shown.emphasis.map(([from, to]) => [from, to] as const) }
      : {}),
    source: {
      symbol: document.symbol,
      issuedOn: document.issuedOn,
      title: document.title,
      locator: locator ?? placeOfQuote({ text: slice.text, passage }),
      file: document.fileName,
      name: words.officialName(document),
      url: `/nguon/${document.id}?from=${whole.charFrom}&to=${whole.charTo}`,
    },
    // A news item is never in force: it has a warning instead of a status.
    ...(status && document.kind === 'signed'
      ? {
          status:
            (slice.then
              ? thenAndNowLine(slice.then, status, slice.partStatus)
              : quoteStatusLine(status, slice.partStatus)) ?? words.unknownStatus,
        }
      : {}),
    ...(warning ? { warning } : {}),
    ...(reading ? { scan: scanNote(passage, slice, reading) } : {}),
  };
}

/** The quotation was read from a picture: said with it, and how far it can be relied on. */
function scanNote(passage: Passage, slice: Slice, reading: ScanReading): ScanNote {
  const isNumberUnsure = hasUnsureNumber(reading, slice.text, slice.charFrom);
  const isUnsure = isNumberUnsure || reading.confidence < lowPageConfidence;
  const { id: documentId } = passage.document;
  return {
    note: isNumberUnsure ? words.numberFromUnsureScan : isUnsure ? words.fromUnsureScan : words.fromScan,
    isUnsure,
    picture: `/nguon/${documentId}/trang/${reading.pageNo}.png?tu=${slice.charFrom}&den=${slice.charTo}`,
  };
}

function warningOf(
  document: DocumentSummary,
  status: DocumentStatus | null,
  parts: Quote['partStatus'] = [],
): string | null {
  if (status?.state === 'replaced')
    return status.how === 'version' ? words.newerVersionWarning : words.supersededWarning;
  if (status?.state === 'expired') return words.expiredWarning;
  if (status?.state === 'suspended') return words.suspendedWarning;
  if (document.kind === 'news') return words.newsWarning;
  if (document.kind === 'draft') return words.draftWarning;
  if (parts.some(({ how }) => how !== 'amended')) return words.endedPartWarning;
  return parts.length > 0 ? words.amendedPartWarning : null;
}

/** How many quotations a first reply shows. */
const quotesAtFirst = 2;
/** How many rows a first table shows. */
export const rowsAtFirst = 6;
/** How many documents a first list shows. */
export const documentsAtFirst = 3;

/**
 * Whether an answer is a list of documents to choose from, and its quotations come after that; otherwise each says what
 * was asked for, and then they name the documents themselves.
 */
export const isListOfDocuments = (answer: Answer): boolean =>
  answer.outcome === 'candidates' &&
  answer.documents.length > 1 &&
  !answer.documents.every((document) =>
    answer.quotes.some((quote) => quote.passage.document.id === document.id && quote.emphasis.length > 0),
  );

/** Quotations as a first reply shows them, and the choice that shows what was cut. */
export function quotesAtOnce(
  quotes: readonly Quote[],
  readings: readonly (ScanReading | null)[],
  answerId: string,
  atFirst = quotesAtFirst,
): { blocks: Block[]; rest: Choice | null } {
  const shown = quotes.slice(0, atFirst);
  const blocks: Block[] = [];
  let lines = 0;
  const limit = shown.length > 1 ? firstLengthOfSeveral : firstLength;
  const cuts: { ordinal: number; offset: number }[] = [];
  let linesLeft = 0;
  for (const [ordinal, quote] of shown.entries()) {
    const from = startFor(quote.text, quote.emphasis, limit);
    const mustReach = quote.emphasis.at(-1)?.[1] ?? 0;
    const cut = cutText(quote.text, limit, { from, mustReach });
    const block = sliceBlock(quote, cut.from, cut.to, readings[ordinal] ?? null);
    lines += linesOnPhone(block);
    if (ordinal > 0 && lines > mostLines) break;
    blocks.push(block);
    linesLeft += cut.linesLeft;
    if (cut.isCut || from > 0) cuts.push({ ordinal, offset: from > 0 ? 0 : cut.to });
  }
  const hidden = quotes.slice(blocks.length);
  if (hidden.length > 0) cuts.push({ ordinal: blocks.length, offset: 0 });
  const [first] = cuts;
  if (!first) return { blocks, rest: null };
  const { ordinal, offset } = first;
  const isWholeQuotes = ordinal === blocks.length;
  return {
    blocks,
    rest: {
      label: isWholeQuotes
        ? words.quotesLeft(hidden.length)
        : words.itemsLeft(linesLeft + hidden.reduce((sum, quote) => sum + countLines(quote.text), 0)),
      action: `${id}:rest:${answerId}:${ordinal}:${offset}`,
    },
  };
}

/** How many lines quotations may take together, and how many letters a phone has on one. */
const mostLines = 16;
const lettersALine = 38;

function linesOnPhone(block: Block): number {
  if (block.type !== 'quote') return 0;
  const { source, status, warning, scan } = block;
  const parts = [
    ...block.text.split('\n').filter((line) => line.trim() !== ''),
    `${source.name ?? ''} · ${source.locator}`,
    status ?? '',
    warning ?? '',
    scan?.note ?? '',
  ];
  // One more for the edges.
  return 1 + parts.reduce((sum, part) => sum + Math.ceil(part.length / lettersALine), 0);
}

/** The stretch [from, to) of a quotation, with the place of the whole. */
export function sliceBlock(quote: Quote, from: number, to: number, reading: ScanReading | null): Block {
  const start = from + (/^\s*/u.exec(quote.text.slice(from, to))?.[0].length ?? 0);
  const slice = {
    text: quote.text.slice(start, to).trimEnd(),
    charFrom: quote.charFrom + start,
    charTo: quote.charFrom + to,
    emphasis: quote.emphasis
      .filter(([a, b]) => a >= start && b <= to)
      .map(([a, b]) => [a - start, b - start] as const),
    ...(quote.partStatus ? { partStatus: quote.partStatus } : {}),
    ...(quote.then ? { then: quote.then } : {}),
  };
  const locator = placeOfQuote({ text: quote.text, passage: quote.passage });
  return passageBlock(quote.passage, quote.status, slice, reading, { whole: quote, locator });
}

/**
 * The blocks of an answer around its quotations; `worded` is what a model made of them, `note` why it made nothing.
 */
export function answerBlocks(
  answer: Answer,
  quoteBlocks: readonly Block[],
  worded: string | null,
  note: string | null = null,
): Block[] {
  switch (answer.outcome) {
    case 'answer':
      return [
        ...(worded === null ? [text(answer.lead)] : [text(worded), text(words.wordedByModel)]),
        ...(note === null ? [] : [text(note)]),
        ...(answer.computed ? [text(answer.computed.text)] : []),
        ...(answer.table
          ? [
              {
                type: 'table' as const,
                head: [...answer.table.head],
                rows: answer.table.rows.slice(0, rowsAtFirst).map((row) => [...row]),
              },
            ]
          : []),
        ...quoteBlocks,
      ];
    case 'correction':
      return [text(answer.lead), ...quoteBlocks];
    case 'candidates':
      return [
        text(answer.lead),
        ...(isListOfDocuments(answer) ? [documentTable(answer.documents.slice(0, documentsAtFirst))] : []),
        ...quoteBlocks,
      ];
    case 'near-miss':
      return [
        text(answer.lead),
        ...(quoteBlocks.length > 0 ? [text(words.notAnAnswer), ...quoteBlocks] : []),
      ];
    case 'refusal':
      return [
        text(
          answer.nearest.length === 0
            ? answer.lead
            : [answer.lead, ...answer.nearest.map((one) => `- ${headOf(one)}`)].join('\n'),
        ),
      ];
    case 'out-of-scope':
      return [text(answer.lead)];
  }
}

/** Documents to choose from, with how they stand. */
export const documentTable = (
  documents: readonly (DocumentSummary & { status: DocumentStatus })[],
): Block => ({
  type: 'table',
  head: [...words.candidateHead],
  rows: documents.map((document) => [
    [document.typeName, document.symbol, document.issuedOn && words.dated(formatDate(document.issuedOn))]
      .filter(Boolean)
      .join(' '),
    document.subject ?? document.title,
    statusLine(document.status) ?? words.unknownStatus,
  ]),
});

const headOf = (document: DocumentSummary): string =>
  [
    document.symbol ? `${document.typeName} ${document.symbol}` : document.typeName,
    document.issuedOn ? formatDate(document.issuedOn) : '',
    document.subject ?? document.title,
  ]
    .filter(Boolean)
    .join(', ');
