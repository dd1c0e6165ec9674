import type { DateOnly } from '../../../core/clock.ts';
import type { Viewer } from '../../../core/viewer.ts';
import * as words from '../../../prompts/ask.ts';
import type { KeptAnswer, KeptCitation } from '../../../rag/kept/answer-store.ts';
import { loadArticle, loadDocuments, loadPassages } from '../../../rag/search/passage-store.ts';
import { readingsOf } from '../../../rag/quoting/scan-store.ts';
import type { DocumentStatus, PartStatus, Passage, Quote } from '../../../rag/types.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { documentTable, id, passageBlock, say, sliceBlock, text } from './ask-blocks.ts';
import { countLines, cutText, pageLength } from './ask-cut.ts';

/* What a person opens from an answer: the rest of it, its sources in full, the article around a quotation. */

/** What the kept documents say about what holds; absent: nothing is said of it. */
export interface Standing {
  statuses(
    viewer: Viewer,
    documentIds: readonly string[],
    day: DateOnly,
  ): Promise<ReadonlyMap<string, DocumentStatus>>;
  partsAt(
    viewer: Viewer,
    place: { documentId: string; charFrom: number; charTo: number },
    day: DateOnly,
  ): Promise<readonly PartStatus[]>;
}

/**
 * Kept citations as quotations of today: with the passages that the viewer may see, and how they stand now. Citations
 * whose passage is gone or hidden are left out.
 */
export async function quotesOf(
  context: Pick<TurnContext, 'db' | 'viewer' | 'today'>,
  standing: Standing | undefined,
  citations: readonly KeptCitation[],
): Promise<Quote[]> {
  const passages = await loadPassages(
    context.db,
    context.viewer,
    citations.map(({ chunkId }) => chunkId),
  );
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const documentIds = [...new Set(passages.map(({ document }) => document.id))];
  const statuses = await standing?.statuses(context.viewer, documentIds, context.today);
  const quotes: Quote[] = [];
  for (const { chunkId, quote, charFrom, charTo, emphasis } of citations) {
    const passage = byId.get(chunkId);
    if (!passage) continue;
    const place = { documentId: passage.document.id, charFrom, charTo };
    const partStatus = (await standing?.partsAt(context.viewer, place, context.today)) ?? [];
    quotes.push({
      passage,
      text: quote,
      charFrom,
      charTo,
      emphasis,
      status: statuses?.get(passage.document.id) ?? { state: 'unclear' },
      ...(partStatus.length > 0 ? { partStatus } : {}),
    });
  }
  return quotes;
}

/** The quotations of an answer from `offset` in quotation `ordinal` on, a page at a time. */
export async function showRest(
  context: TurnContext,
  standing: Standing | undefined,
  answer: KeptAnswer | null,
  ordinal: number,
  offset: number,
): Promise<Outcome> {
  const quotes = answer ? await quotesOf(context, standing, answer.citations) : [];
  if (!answer || ordinal >= quotes.length) return say(words.passageGone);
  const readings = await readingsOf(context.db, context.viewer, quotes);
  const blocks: Block[] = [];
  let room = pageLength;
  let at = ordinal;
  let from = offset;
  while (at < quotes.length && room > 0) {
    const quote = quotes[at] as Quote;
    const cut = cutText(quote.text, room, { from });
    blocks.push(sliceBlock(quote, cut.from, cut.to, readings[at] ?? null));
    room -= cut.to - cut.from;
    if (cut.isCut) {
      from = cut.to;
      break;
    }
    at++;
    from = 0;
  }
  const left = quotes.slice(at).map((quote, index) => (index === 0 ? quote.text.slice(from) : quote.text));
  return {
    blocks: [
      ...blocks,
      ...rest(
        left.reduce((sum, one) => sum + countLines(one), 0),
        `${id}:rest:${answer.id}:${at}:${from}`,
        left.length > 0,
      ),
    ],
  };
}

/** The rows of an answer's table from `first` on. */
export function showRows(answer: KeptAnswer | null, first: number): Outcome {
  const table = answer?.shown.table;
  if (!answer || !table || first >= table.rows.length) return say(words.passageGone);
  const shown = table.rows.slice(first, first + rowsAtOnce);
  const left = table.rows.length - first - shown.length;
  return {
    blocks: [
      { type: 'table', head: [...table.head], rows: shown.map((row) => [...row]) },
      ...(left > 0
        ? choices([{ label: words.rowsLeft(left), action: `${id}:rows:${answer.id}:${first + rowsAtOnce}` }])
        : []),
    ],
  };
}

const rowsAtOnce = 15;

/** '/nguon' and 'Xem nguyên văn': the passages that an answer quotes, whole, the quoted words marked. */
export async function showSources(
  context: TurnContext,
  standing: Standing | undefined,
  answer: KeptAnswer | null,
  first = 0,
): Promise<Outcome> {
  if (!answer) return say(words.noAnswerYet);
  const quotes = await quotesOf(context, standing, answer.citations);
  if (quotes.length === 0) return say(answer.citations.length === 0 ? words.noSources : words.passageGone);
  const sources = bySource(quotes);
  const shown: Quote[] = [];
  let length = 0;
  for (const source of sources.slice(first)) {
    if (shown.length > 0 && length + source.text.length > pageLength) break;
    shown.push(source);
    length += source.text.length;
  }
  const readings = await readingsOf(context.db, context.viewer, shown);
  const left = sources.length - first - shown.length;
  return {
    blocks: [
      ...(first === 0 ? [text(words.sourcesOf(sources.length))] : []),
      ...shown.map((quote, index) =>
        passageBlock(quote.passage, quote.status, quote, readings[index] ?? null, {
          locator: quote.passage.locator,
        }),
      ),
      ...(left > 0
        ? choices([
            { label: words.quotesLeft(left), action: `${id}:sources:${answer.id}:${first + shown.length}` },
          ])
        : []),
    ],
  };
}

/** One entry a passage: its whole text with everything quoted from it marked. */
function bySource(quotes: readonly Quote[]): Quote[] {
  const found = new Map<string, Quote>();
  for (const quote of quotes) {
    const { passage } = quote;
    const at = quote.charFrom - passage.charFrom;
    const marked = [at, at + quote.text.length] as const;
    const known = found.get(passage.id);
    const emphasis = [...(known?.emphasis ?? []), marked].filter(
      ([from, to]) => from >= 0 && to <= passage.text.length && !(from === 0 && to === passage.text.length),
    );
    found.set(passage.id, {
      ...quote,
      text: passage.text,
      charFrom: passage.charFrom,
      charTo: passage.charTo,
      emphasis,
    });
  }
  return [...found.values()];
}

/** 'Cả điều': the article, or the section, around a passage, from its part `first` on. */
export async function showArticle(
  context: TurnContext,
  standing: Standing | undefined,
  chunkId: string,
  first: number,
): Promise<Outcome> {
  const [passage] = await loadPassages(context.db, context.viewer, [chunkId]);
  if (!passage) return say(words.passageGone);
  const passages = await loadArticle(context.db, context.viewer, passage);
  const shown: Passage[] = [];
  let length = 0;
  for (const one of passages.slice(first)) {
    if (shown.length > 0 && length + one.text.length > pageLength) break;
    shown.push(one);
    length += one.text.length;
  }
  const [head] = shown;
  const last = shown.at(-1);
  if (!head || !last) return say(words.passageGone);
  const whole: Passage = { ...head, text: shown.map((one) => one.text.trimEnd()).join('\n') };
  const slice = {
    text: whole.text,
    charFrom: head.charFrom,
    charTo: last.charTo,
    emphasis: [],
  };
  const { today, viewer } = context;
  const statuses = await standing?.statuses(viewer, [head.document.id], today);
  const partStatus = await standing?.partsAt(viewer, { documentId: head.document.id, ...slice }, today);
  const [reading = null] = await readingsOf(context.db, viewer, [{ passage: whole, ...slice }]);
  const left = passages.slice(first + shown.length);
  return {
    blocks: [
      passageBlock(
        whole,
        statuses?.get(head.document.id) ?? { state: 'unclear' },
        { ...slice, ...(partStatus && partStatus.length > 0 ? { partStatus } : {}) },
        reading,
        { locator: commonPlace(shown, head.document.hasPages) },
      ),
      ...rest(
        left.reduce((sum, one) => sum + countLines(one.text), 0),
        `${id}:article:${chunkId}:${first + shown.length}`,
        left.length > 0,
      ),
    ],
  };
}

/** 'Điều 9, tr. 12–13' of several passages: what their places have in common, and all of their pages. */
function commonPlace(passages: readonly Passage[], hasPages: boolean): string {
  const places = passages.map(({ locator }) =>
    locator.split(', ').filter((part) => !part.startsWith('tr. ')),
  );
  const [first = [], ...others] = places;
  const common = first.filter((part, at) => others.every((other) => other[at] === part));
  const from = Math.min(...passages.map(({ pageFrom }) => pageFrom));
  const to = Math.max(...passages.map(({ pageTo }) => pageTo));
  return [...common, ...(hasPages ? [words.pages(from, to)] : [])].join(', ');
}

/** The documents of a list that was cut. */
export async function showDocuments(
  context: TurnContext,
  standing: Standing | undefined,
  documentIds: readonly string[],
): Promise<Outcome> {
  const shownIds = documentIds.slice(0, documentsAtOnce);
  const documents = await loadDocuments(context.db, context.viewer, shownIds);
  if (documents.length === 0) return say(words.passageGone);
  const statuses = await standing?.statuses(context.viewer, shownIds, context.today);
  const left = documentIds.slice(documentsAtOnce);
  return {
    blocks: [
      documentTable(
        documents.map((document) => ({
          ...document,
          status: statuses?.get(document.id) ?? { state: 'unclear' },
        })),
      ),
      ...(left.length > 0
        ? choices([{ label: words.relatedRest(left.length), action: `${id}:documents:${left.join(',')}` }])
        : []),
    ],
  };
}

const documentsAtOnce = 10;

const rest = (lines: number, action: string, isLeft: boolean): Block[] =>
  isLeft ? choices([{ label: words.itemsLeft(lines), action }]) : [];

const choices = (options: Choice[]): Block[] => [
  { type: 'choices', id: 'answer-rest', isOnce: false, options },
];
