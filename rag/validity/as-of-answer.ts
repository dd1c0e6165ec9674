import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import {
  asOfLead,
  documentName,
  formerLead,
  notHeldThen,
  onlySuperseded,
  whileInForceUnknown,
} from '../../prompts/answers.ts';
import { onlyNotYet, onlySuspended, replacedFrom } from '../../prompts/validity.ts';
import { addDays } from '../../text/calendar.ts';
import { fold } from '../../text/normalise.ts';
import { analyseQuestion, type Question } from '../question/analyse.ts';
import { readTime, type AskedTime } from '../question/as-of.ts';
import type { Library } from '../library.ts';
import type { Result } from '../routes/route.ts';
import { isChange, isCurrent, lastOfDays } from './status.ts';
import type { Answer, DocumentStatus, DocumentSummary, Quote, SearchFilter } from '../types.ts';

/** What one question needs to be answered as of its day. */
export interface TimedQuestion {
  viewer: Viewer;
  library: Library;
  today: DateOnly;
  /** Given by the caller; then nothing is read from the question. */
  asOf?: DateOnly;
  /** Answers one question under a filter, whatever day it is about. */
  answer(question: Question, filter: SearchFilter): Promise<Result>;
}

/** The result, the question as it was read, and the day that it was answered for where that is not today. */
export interface TimedResult {
  result: Result;
  question: Question;
  asOf?: DateOnly;
}

/**
 * Answers a question for the day that it is about. With a day, only what held then is searched first; without one,
 * the reply says where nothing but superseded text answers. What did not hold on the day is never given as its answer.
 */
export async function answerInTime(text: string, timed: TimedQuestion): Promise<TimedResult> {
  const { viewer, today } = timed;
  const plain = async (): Promise<TimedResult> => {
    const question = analyseQuestion(text);
    const result = await timed.answer(question, { viewer });
    return { result: await withComing(await withHeirs(result, timed), timed), question };
  };
  if (timed.asOf !== undefined) {
    const question = analyseQuestion(text);
    const result = await timed.answer(question, { viewer, asOf: timed.asOf });
    return { result: withDay(result, timed.asOf), question, asOf: timed.asOf };
  }
  const asked = readTime(text, today);
  switch (asked?.time.kind) {
    case undefined:
      return plain();
    case 'now': {
      const now =
        (await answeredUnder(asked.text, { viewer, asOf: today }, timed)) ??
        (await answeredUnder(text, { viewer, asOf: today }, timed));
      return now ? { ...now, result: await withComing(now.result, timed) } : plain();
    }
    case 'former':
      return (await formerly(asked.text, timed)) ?? (await formerly(text, timed)) ?? plain();
    case 'document':
    case 'day':
      return onDay(text, asked as AskedTime, timed, plain);
  }
}

const answering: readonly Answer['outcome'][] = ['answer', 'candidates', 'correction'];
const isAnswered = ({ answer }: Result): boolean => answering.includes(answer.outcome);

async function answeredUnder(
  text: string,
  filter: SearchFilter,
  { answer }: TimedQuestion,
): Promise<TimedResult | null> {
  const question = analyseQuestion(text);
  const result = await answer(question, filter);
  return isAnswered(result) ? { result, question } : null;
}

async function onDay(
  text: string,
  asked: AskedTime,
  timed: TimedQuestion,
  plain: () => Promise<TimedResult>,
): Promise<TimedResult> {
  const { viewer, today } = timed;
  const { time } = asked;
  const told = time.kind === 'day' ? { day: time.day, documentIds: null } : await toldBy(asked, timed);
  if (told === null) {
    const former = isOfNone(time) ? await formerly(asked.text, timed) : null;
    if (former) return former;
    const untold = await plain();
    return { ...untold, result: prefixed(untold.result, whileInForceUnknown(asked.phrase)) };
  }
  const { day, documentIds } = told;
  if (day === today) return plain();
  const question = analyseQuestion(asked.text);
  // A time told by a document asks for what that document said then.
  const own = documentIds && (await timed.answer(question, { viewer, asOf: day, documentIds }));
  if (own && isAnswered(own)) return { result: withDay(own, day), question, asOf: day };
  const held = await timed.answer(question, { viewer, asOf: day });
  const isRule = held.isAboutForce || quotesOf(held).some((quote) => isRuleOf(quote, day));
  const isSure = time.kind !== 'day' || time.isSure;
  // Words that may belong to the matter are read as a day where it makes a difference: the text holds no more.
  const isTold = isSure || quotesOf(held).every((quote) => !readsTheSame(quote));
  const timely: TimedResult | null =
    isAnswered(held) && isRule ? { result: withDay(held, day), question, asOf: day } : null;
  if (timely && isTold) return timely;
  const untimed = await plain();
  if (timely && !isAnswered(untimed.result)) return timely;
  // What comes nearest among the rules of that day is nearer than a like rule of another.
  if (!isAnswered(untimed.result))
    return held.answer.outcome === 'near-miss' && isRule ? { result: held, question, asOf: day } : untimed;
  if (!isSure) return untimed;
  // Text that held then, or that names the day itself, speaks of it; everything else is not about it.
  const isAbout = await speaksOf(quotesOf(untimed.result), day, asked.phrase, timed);
  return isAbout ? untimed : { ...untimed, result: asNearMiss(untimed.result, day) };
}

/** 'trước khi sửa đổi', of no document in particular: what held before, whatever it was. */
const isOfNone = (time: AskedTime['time']): boolean => time.kind === 'document' && time.symbol === null;

async function speaksOf(
  quotes: readonly Quote[],
  day: DateOnly,
  phrase: string,
  { library, viewer }: TimedQuestion,
): Promise<boolean> {
  const statuses = await library.statuses(
    viewer,
    quotes.map(({ passage }) => passage.document.id),
    day,
  );
  const named = /\d[\d\s/.-]*\d/u.exec(phrase)?.[0] ?? phrase;
  return quotes.some(({ passage, text }) => {
    const status = statuses.get(passage.document.id);
    return (status !== undefined && isCurrent(status)) || text.includes(named);
  });
}

/**
 * The day that a document tells, and the documents that are asked where it is what that document said: itself and what
 * changed it. While it was in force: its last day, at most today; before it: the last day before it began; unchanged:
 * the last day before something changed it. Null where nothing tells.
 */
async function toldBy(
  { time, text }: AskedTime,
  { library, viewer, today }: TimedQuestion,
): Promise<{ day: DateOnly; documentIds: readonly string[] | null } | null> {
  if (time.kind !== 'document') return null;
  const { named } = await library.resolve(viewer, time.symbol ?? text);
  const documents = named.flatMap((entry) => entry.documents);
  const [document] = documents;
  if (!document || documents.length > 1) return null;
  if (time.edge === 'before' || time.edge === 'after') {
    const terms = await library.terms(viewer, document.id);
    const start = terms?.effectiveOn ?? document.issuedOn;
    if (start === null) return null;
    return { day: time.edge === 'before' ? addDays(start, -1) : start, documentIds: null };
  }
  const status = (await library.statuses(viewer, [document.id], today)).get(document.id);
  const { isSaid } = await library.relations(viewer, document);
  const changing = isSaid.filter(({ kind }) => isChange(kind));
  const last = lastDayOf(status, today);
  if (time.edge === 'while')
    return last === null
      ? null
      : { day: last, documentIds: [document.id, ...changing.map(({ source }) => source.id)] };
  const starts = changing.flatMap(({ effectiveOn, source }) => effectiveOn ?? source.issuedOn ?? []).sort();
  const [first] = starts.filter((day) => day <= today);
  const day = first === undefined ? last : addDays(first, -1);
  return day === null ? null : { day, documentIds: [document.id] };
}

function lastDayOf(status: DocumentStatus | undefined, today: DateOnly): DateOnly | null {
  switch (status?.state) {
    case 'in-force':
      return today;
    case 'not-yet':
      return status.from;
    case 'replaced':
    case 'suspended':
      return status.from === null ? null : addDays(status.from, -1);
    case 'expired':
      return status.on;
    default:
      return null;
  }
}

/** Only what no longer holds as it did: replaced and expired documents, and those of which parts were changed. */
async function formerly(text: string, timed: TimedQuestion): Promise<TimedResult | null> {
  const { library, viewer, today } = timed;
  const ids = (await library.documents(viewer)).map(({ id }) => id);
  const statuses = await library.statuses(viewer, ids, today);
  const former = ids.filter((id) => {
    const status = statuses.get(id);
    return (
      status?.state === 'replaced' ||
      status?.state === 'expired' ||
      (status?.state === 'in-force' && status.changes !== undefined)
    );
  });
  if (former.length === 0) return null;
  const found = await answeredUnder(text, { viewer, documentIds: former }, timed);
  if (!found || !quotesOf(found.result).some((quote) => !holdsNow(quote))) return null;
  return { ...found, result: prefixed(found.result, formerLead) };
}

const quotesOf = ({ answer }: Result): readonly Quote[] => ('quotes' in answer ? answer.quotes : []);

/** Whether a quotation reads today as it did then. */
const readsTheSame = ({ status, partStatus = [] }: Quote): boolean =>
  isCurrent(status) && partStatus.length === 0;

/** Whether a quotation still holds today, amended or not. */
const holdsNow = ({ status, partStatus = [] }: Quote): boolean =>
  isCurrent(status) && !partStatus.some(({ how }) => how !== 'amended');

/** Types that report, plan or announce: what they say of a year is no rule for another, unless they say until when. */
const reports = new Set([
  'bao cao',
  'cong van',
  'to trinh',
  'bien ban',
  'giay moi',
  'thong cao',
  'du thao',
  'ke hoach',
]);

/** Whether a quotation is of a document that lays down rules, and not those of another year. */
function isRuleOf({ passage: { document }, status }: Quote, day: DateOnly): boolean {
  if (document.kind !== 'signed') return false;
  if (status.state === 'expired') return true;
  if (reports.has(fold(document.typeName))) return false;
  if (document.issuedOn !== null && document.issuedOn > day) return false;
  const years = /(?<!\p{L})nam (?<year>(?:19|20)\d{2})(?!\s*[-–]\s*\d)/u.exec(
    fold(document.subject ?? document.title),
  )?.groups;
  return years === undefined || years['year'] === day.slice(0, 4);
}

const prefixed = (result: Result, line: string): Result => ({
  ...result,
  answer: { ...result.answer, lead: `${line}\n${result.answer.lead}` },
});

/** Says for which day the answer holds. */
const withDay = (result: Result, day: DateOnly): Result =>
  isAnswered(result) && !result.isAboutForce ? prefixed(result, asOfLead(day)) : result;

function asNearMiss(result: Result, day: DateOnly): Result {
  const label = notHeldThen(day);
  return {
    ...result,
    missing: [...result.missing, label.missing],
    answer: {
      outcome: 'near-miss',
      lead: label.lead,
      missing: [label.missing],
      quotes: quotesOf(result),
    },
  };
}

/** Where nothing that answers holds: says whether it holds no more or not yet, and names what replaced it. */
async function withHeirs(result: Result, { library, viewer }: TimedQuestion): Promise<Result> {
  const quotes = quotesOf(result);
  if (!isAnswered(result) || result.isAboutForce || quotes.length === 0 || quotes.some(holdsNow))
    return result;
  const [first] = quotes as [Quote];
  if (quotes.every(({ status }) => status.state === first.status.state)) {
    if (first.status.state === 'not-yet') return prefixed(result, onlyNotYet(first.status.from));
    if (first.status.state === 'suspended') return prefixed(result, onlySuspended(first.status.until));
  }
  if (!quotes.some(hasEnded)) return result;
  const heirs = new Map<string, DocumentSummary>();
  for (const id of new Set(quotes.flatMap(heirIdsOf))) {
    const document = (await library.passages(viewer, id, { charFrom: 0, charTo: 1 }))[0]?.document;
    if (document) heirs.set(id, document);
  }
  return prefixed(result, onlySuperseded([...heirs.values()].map(documentName)));
}

/** Where what answers holds today, and a kept document is to replace it on a later day: says when and by what. */
async function withComing(result: Result, { library, viewer, today }: TimedQuestion): Promise<Result> {
  const [first] = quotesOf(result);
  if (!first || !isAnswered(result) || result.isAboutForce || first.status.state !== 'in-force')
    return result;
  const { id } = first.passage.document;
  const last = (await library.statuses(viewer, [id], lastOfDays)).get(id);
  if (last?.state !== 'replaced' || last.from === null || last.from <= today) return result;
  const head = (await library.passages(viewer, last.by.documentId, { charFrom: 0, charTo: 1 }))[0]?.document;
  return head ? prefixed(result, replacedFrom(last.from, documentName(head))) : result;
}

const hasEnded = ({ status, partStatus = [] }: Quote): boolean =>
  status.state === 'replaced' ||
  status.state === 'expired' ||
  partStatus.some(({ how }) => how !== 'amended');

/** What holds in place of what a quotation says. */
export function heirIdsOf({ status, partStatus = [] }: Pick<Quote, 'status' | 'partStatus'>): string[] {
  if (status.state === 'replaced') {
    if (status.how === 'repealed') return [];
    return status.now === null ? [] : [(status.now ?? status.by).documentId];
  }
  return partStatus.flatMap(({ how, by }) => (how === 'replaced' && by ? [by.documentId] : []));
}
