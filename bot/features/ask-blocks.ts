import * as words from '../../prompts/ask.ts';
import { quoteStatusLine, statusLine, thenAndNowLine } from '../../prompts/answers.ts';
import { placeOfQuote } from '../../rag/place-of-quote.ts';
import { hasUnsureNumber, lowPageConfidence } from '../../rag/scan-reading.ts';
import type {
  Answer,
  DocumentStatus,
  DocumentSummary,
  PartStatus,
  Passage,
  Quote,
  ScanReading,
} from '../../rag/types.ts';
import { formatDate } from '../../text/dates.ts';
import type { Block, Choice, Outcome, ScanNote } from '../types.ts';
import { countLines, cutText, firstLength, firstLengthOfSeveral, startFor } from './ask-cut.ts';

/* How an answer looks: a short lead, quotations with their places and how they hold, cut to one screen of a phone. */

/** Owner of the actions of its options. */
export const id = 'ask';

export const text = (content: string): Block => ({ type: 'text', text: content });
export const say = (content: string): Outcome => ({ blocks: [text(content)] });

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
  return {
    type: 'quote',
    text: slice.text,
    ...(slice.emphasis.length > 0
      ? { emphasis: slice.emphasis.map(([from, to]) => [from, to] as const) }
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
const quotesAtFirst = 3;
/** How many documents a first list shows. */
export const documentsAtFirst = 5;

/** Quotations as a first reply shows them, and the choice that shows what was cut. */
export function quotesAtOnce(
  quotes: readonly Quote[],
  readings: readonly (ScanReading | null)[],
  answerId: string,
): { blocks: Block[]; rest: Choice | null } {
  const shown = quotes.slice(0, quotesAtFirst);
  const limit = shown.length > 1 ? firstLengthOfSeveral : firstLength;
  let rest: { label: string; ordinal: number; offset: number } | null = null;
  let linesLeft = 0;
  const blocks = shown.map((quote, ordinal) => {
    const from = startFor(quote.text, quote.emphasis, limit);
    const mustReach = quote.emphasis.at(-1)?.[1] ?? 0;
    const cut = cutText(quote.text, limit, { from, mustReach });
    linesLeft += cut.linesLeft;
    if (cut.isCut || from > 0) rest ??= { label: '', ordinal, offset: from > 0 ? 0 : cut.to };
    return sliceBlock(quote, cut.from, cut.to, readings[ordinal] ?? null);
  });
  const hidden = quotes.slice(quotesAtFirst);
  if (hidden.length > 0) rest ??= { label: '', ordinal: quotesAtFirst, offset: 0 };
  const left: typeof rest = rest;
  if (left === null) return { blocks, rest: null };
  const { ordinal, offset } = left as { ordinal: number; offset: number };
  const isWholeQuotes = ordinal === quotesAtFirst;
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

/** The blocks of an answer around its quotations; `worded` is what a model made of them. */
export function answerBlocks(answer: Answer, quoteBlocks: readonly Block[], worded: string | null): Block[] {
  switch (answer.outcome) {
    case 'answer':
      return [
        ...(worded === null ? [text(answer.lead)] : [text(worded), text(words.wordedByModel)]),
        ...(answer.computed ? [text(answer.computed.text)] : []),
        ...(answer.table
          ? [
              {
                type: 'table' as const,
                head: [...answer.table.head],
                rows: answer.table.rows.map((row) => [...row]),
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
        ...(answer.documents.length > 1 ? [candidateTable(answer.documents)] : []),
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

function candidateTable(documents: Extract<Answer, { outcome: 'candidates' }>['documents']): Block {
  const left = documents.length - documentsAtFirst;
  return {
    type: 'table',
    head: [...words.candidateHead],
    rows: documents
      .slice(0, documentsAtFirst)
      .map((document) => [
        `${document.typeName} ${document.symbol ?? ''}`.trim(),
        document.issuedOn ? formatDate(document.issuedOn) : '',
        document.subject ?? document.title,
        statusLine(document.status) ?? words.unknownStatus,
      ]),
    ...(left > 0 ? { note: words.relatedRest(left) } : {}),
  };
}

const headOf = (document: DocumentSummary): string =>
  [
    document.symbol ? `${document.typeName} ${document.symbol}` : document.typeName,
    document.issuedOn ? formatDate(document.issuedOn) : '',
    document.subject ?? document.title,
  ]
    .filter(Boolean)
    .join(', ');
