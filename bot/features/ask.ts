import { newId } from '../../core/ids.ts';
import { quoteStatusLine, statusLine, understoodAs } from '../../prompts/answers.ts';
import * as words from '../../prompts/ask.ts';
import type { Answerer } from '../../rag/answer.ts';
import {
  isOwnAnswer,
  lastAnswer,
  lastUnderstood,
  saveAnswer,
  saveFeedback,
  verdicts,
  type KeptExplanation,
  type Verdict,
} from '../../rag/answer-store.ts';
import { hasUnsureNumber, lowPageConfidence } from '../../rag/scan-reading.ts';
import { readingsOf } from '../../rag/scan-store.ts';
import { placeOfQuote } from '../../rag/place-of-quote.ts';
import { loadArticle, loadPassages } from '../../rag/passage-store.ts';
import type {
  Answer,
  DocumentStatus,
  DocumentSummary,
  Passage,
  Quote,
  ScanReading,
} from '../../rag/types.ts';
import type { WordedAnswer } from '../../rag/worded-answer.ts';
import { formatDate } from '../../text/dates.ts';
import type { Block, Choice, Feature, Outcome, ScanNote, TurnContext } from '../types.ts';

const id = 'ask';

interface Deps {
  answerer: Answerer;
  /** Lets a model word the quotes of an answer; absent where no model is configured. */
  worded?(
    input: { question: string; quotes: readonly Quote[]; today: string },
    options: { signal: AbortSignal; onText(text: string): void },
  ): Promise<WordedAnswer>;
}

/** Questions about documents: every text that nothing else claims, '/nguon', '/visao', and what buttons add. */
export function createAskFeature(deps: Deps): Feature {
  return {
    id,
    isFallback: true,
    commands: [
      { name: 'hoi', permission: 'ask', description: words.commandHelp.hoi },
      { name: 'nguon', permission: 'ask', description: words.commandHelp.nguon },
      { name: 'visao', aliases: ['giaithich'], permission: 'ask', description: words.commandHelp.visao },
    ],
    async handle(context, request) {
      switch (request.type) {
        case 'text':
          return answerQuestion(deps, context, request.text);
        case 'command':
          if (request.name === 'nguon') return showSources(context);
          if (request.name === 'visao') return explain(context);
          return request.args.trim() === ''
            ? say(words.askSomething)
            : answerQuestion(deps, context, request.args);
        case 'choice':
          return handleChoice(context, request.action);
        case 'files':
          return { blocks: [] };
      }
    },
  };
}

async function answerQuestion(deps: Deps, context: TurnContext, question: string): Promise<Outcome> {
  const previous = await lastUnderstood(context.db, context.lane, context.account.id);
  const { answer, explanation, understood } = await deps.answerer.answer(question, {
    viewer: context.viewer,
    ...(previous ? { previous } : {}),
  });
  const quotes = 'quotes' in answer ? answer.quotes : [];
  const worded =
    answer.outcome === 'answer' && quotes.length > 0
      ? await deps.worded?.(
          { question: understood.question, quotes, today: context.today },
          { signal: context.signal, onText: (text) => context.live(text) },
        )
      : undefined;
  const kept: KeptExplanation = worded
    ? {
        ...explanation,
        wording: {
          model: worded.model,
          promptVersion: worded.promptVersion,
          result: worded.type === 'worded' ? worded.type : worded.reason,
        },
      }
    : explanation;
  const answerId = newId();
  const readings = await readingsOf(context.db, context.viewer, quotes);
  const quoteBlocks = quotes.map((quote, index) => quoteBlock(quote, readings[index] ?? null));
  return {
    blocks: [
      // The lead of the quotation says so itself; a model's wording takes its place.
      ...(worded?.type === 'worded' && understood.isRewritten
        ? [text(understoodAs(understood.question))]
        : []),
      ...answerBlocks(answer, quoteBlocks, worded?.type === 'worded' ? worded.text : null),
      ...(answer.outcome === 'out-of-scope' ? [] : [answerChoices(answerId, answer, quotes)]),
    ],
    write: (t) =>
      saveAnswer(t, {
        id: answerId,
        turnId: newId(),
        lane: context.lane,
        accountId: context.account.id,
        understood,
        outcome: answer.outcome,
        explanation: kept,
        citations: quotes.map((quote) => ({ chunkId: quote.passage.id, quote: quote.text })),
        at: context.now.toISOString(),
      }),
  };
}

/** The blocks of an answer: a short lead, quotations with their places, and what is computed from them. */
function answerBlocks(answer: Answer, quoteBlocks: readonly Block[], worded: string | null): Block[] {
  switch (answer.outcome) {
    case 'answer':
      return [
        ...(worded === null ? [text(answer.lead)] : [text(worded), text(words.wordedByModel)]),
        ...(answer.computed ? [text(answer.computed.text)] : []),
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

function quoteBlock(quote: Quote, reading: ScanReading | null): Block {
  return passageBlock(quote.passage, quote.status, quote, reading);
}

/** The quotation was read from a picture: said with it, and how far it can be relied on. */
function scanNote(
  passage: Passage,
  slice: { text: string; charFrom: number; charTo: number },
  reading: ScanReading,
): ScanNote {
  const isNumberUnsure = hasUnsureNumber(reading, slice.text, slice.charFrom);
  const isUnsure = isNumberUnsure || reading.confidence < lowPageConfidence;
  const { id: documentId } = passage.document;
  return {
    note: isNumberUnsure ? words.numberFromUnsureScan : isUnsure ? words.fromUnsureScan : words.fromScan,
    isUnsure,
    picture: `/nguon/${documentId}/trang/${reading.pageNo}.png?tu=${slice.charFrom}&den=${slice.charTo}`,
  };
}

function passageBlock(
  passage: Passage,
  status: DocumentStatus | null,
  slice: Pick<Quote, 'text' | 'charFrom' | 'charTo' | 'emphasis' | 'partStatus'>,
  reading: ScanReading | null,
): Block {
  const { document } = passage;
  const warning = warningOf(document, status, slice.partStatus);
  return {
    type: 'quote',
    text: slice.text,
    ...(slice.emphasis.length > 0 ? { emphasis: [...slice.emphasis] } : {}),
    source: {
      symbol: document.symbol,
      issuedOn: document.issuedOn,
      title: document.title,
      locator: placeOfQuote({ text: slice.text, passage }),
      file: document.fileName,
      url: `/nguon/${document.id}?from=${slice.charFrom}&to=${slice.charTo}`,
    },
    // A news item is never in force: it has a warning instead of a status.
    ...(status && document.kind === 'signed'
      ? { status: quoteStatusLine(status, slice.partStatus) ?? words.unknownStatus }
      : {}),
    ...(warning ? { warning } : {}),
    ...(reading ? { scan: scanNote(passage, slice, reading) } : {}),
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

function candidateTable(documents: Extract<Answer, { outcome: 'candidates' }>['documents']): Block {
  return {
    type: 'table',
    head: [...words.candidateHead],
    rows: documents.map((document) => [
      `${document.typeName} ${document.symbol ?? ''}`.trim(),
      document.issuedOn ? formatDate(document.issuedOn) : '',
      document.subject ?? document.title,
      statusLine(document.status) ?? words.unknownStatus,
    ]),
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

function answerChoices(answerId: string, answer: Answer, quotes: readonly Quote[]): Block {
  const feedback = (label: string, verdict: Verdict): Choice => ({
    label,
    action: `${id}:feedback:${verdict}:${answerId}`,
  });
  const [first] = quotes;
  return {
    type: 'choices',
    id: 'answer',
    options: [
      ...(first && first.passage.sectionOrdinal !== null && answer.outcome !== 'candidates'
        ? [{ label: words.buttons.article, action: `${id}:article:${first.passage.id}` }]
        : []),
      { label: words.buttons.why, action: `${id}:why:` },
      feedback(words.buttons.right, 'right'),
      feedback(words.buttons.wrong, 'wrong'),
      feedback(words.buttons.incomplete, 'incomplete'),
    ],
  };
}

async function handleChoice(context: TurnContext, action: string): Promise<Outcome> {
  const [verb, argument = '', answerId = ''] = action.split(':');
  if (verb === 'why') return explain(context);
  if (verb === 'article') return showArticle(context, argument);
  const verdict = verdicts.find((one) => one === argument);
  if (verb !== 'feedback' || !verdict) return say(words.noAnswerYet);
  if (!(await isOwnAnswer(context.db, answerId, context.account.id))) return say(words.feedbackNotYours);
  return {
    blocks: [text(words.feedbackThanks[verdict])],
    write: (t) =>
      saveFeedback(t, { answerId, accountId: context.account.id, verdict, at: context.now.toISOString() }),
  };
}

async function showArticle(context: TurnContext, chunkId: string): Promise<Outcome> {
  const [passage] = await loadPassages(context.db, context.viewer, [chunkId]);
  if (!passage) return say(words.passageGone);
  return { blocks: await wholePassages(context, await loadArticle(context.db, context.viewer, passage)) };
}

async function showSources(context: TurnContext): Promise<Outcome> {
  const last = await lastAnswer(context.db, context.lane, context.account.id);
  if (!last) return say(words.noAnswerYet);
  const passages = await loadPassages(context.db, context.viewer, last.chunkIds);
  if (passages.length === 0) return say(last.chunkIds.length === 0 ? words.noSources : words.passageGone);
  return {
    blocks: [text(words.sourcesOf), ...(await wholePassages(context, passages))],
  };
}

async function wholePassages(context: TurnContext, passages: readonly Passage[]): Promise<Block[]> {
  const slices = passages.map((passage) => ({ ...passage, passage, emphasis: [] }));
  const readings = await readingsOf(context.db, context.viewer, slices);
  return slices.map((slice, index) => passageBlock(slice.passage, null, slice, readings[index] ?? null));
}

async function explain(context: TurnContext): Promise<Outcome> {
  const last = await lastAnswer(context.db, context.lane, context.account.id);
  return say(last ? words.whyLines(last.explanation) : words.noAnswerYet);
}

const text = (content: string): Block => ({ type: 'text', text: content });
const say = (content: string): Outcome => ({ blocks: [text(content)] });
