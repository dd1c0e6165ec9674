import type { DateOnly } from '../../core/clock.ts';
import { missingSubject, missingValue } from '../../prompts/answers.ts';
import type { Question } from '../question/analyse.ts';
import type { Decision } from '../evidence/decide.ts';
import type { Evidence, Missing } from '../evidence/evidence.ts';
import type { EvidenceFinder, Found } from '../evidence/find-evidence.ts';
import type { PreviousTurn } from '../question/follow-up.ts';
import type { Library } from '../library.ts';
import type { Quoting } from '../quoting/quoting.ts';
import type { Resolution } from '../search/resolver.ts';
import type { Answer, DocumentSummary, SearchFilter } from '../types.ts';

/** One question on its way through the routes: what it asks, of whom, and what has been found out so far. */
export interface AskedQuestion {
  question: Question;
  /** Viewer, chosen documents, and the day where one is asked about. */
  filter: SearchFilter;
  /** The day on which statuses are told: the asked one, else today. */
  day: DateOnly;
  library: Library;
  finder: EvidenceFinder;
  quoting: Quoting;
  /** The turn before, whose document a question may mean without naming it. */
  previous?: PreviousTurn;
  /** The documents that the question names; looked up once, when first asked for. */
  resolution(): Promise<Resolution>;
  /** The evidence for the whole question, without what no longer holds; searched once, when first asked for. */
  found(): Promise<Found>;
  /** Answers another question in every way there is, under the same filter or a narrower one. */
  again(text: string, narrowed?: Pick<SearchFilter, 'documentIds'>): Promise<Result>;
  /** What the evidence amounts to. */
  decision(): Promise<Decision>;
  /** Another question of the same person in the same turn: a part of this one, or this one put openly. */
  aside(question: Question): AskedQuestion;
}

/** What a route answers. */
export interface Result {
  answer: Answer;
  /** What was looked at, for who explains or measures the choice; `nothingFound` where nothing had to be searched. */
  found: Found;
  /** Names of what is missing, in words. */
  missing: readonly string[];
  /** How sure it is that the store answers the question, 0..1. */
  confidence: number;
  /** It says what held when, so nothing has to be said of that beside it. */
  isAboutForce?: true;
}

/**
 * One way of answering. Returns null where the question is not of its kind, or it has nothing to say; then the next
 * route is tried. The order stands in `rag/answer.ts`.
 */
export type Route = (asked: AskedQuestion) => Promise<Result | null>;

/** For routes that read what the store holds without searching. */
export const nothingFound: Found = { evidence: [], hits: [], ranked: [] };

/** Whether the question names a document by its symbol, so that it is worth looking up. */
export const hasSymbol = (question: Question): boolean =>
  question.slots.some((slot) => slot.kind === 'symbol');

/** The document that a candidate stands in. */
export const documentOf = (evidence: Evidence): DocumentSummary => evidence.ranked.passage.passage.document;

/** What is missing, in words, each once. */
export const labelsOf = (missing: readonly Missing[]): string[] => [
  ...new Set(
    missing.map((entry) =>
      entry.kind === 'value'
        ? (missingValue[entry.label] ?? entry.label)
        : entry.kind === 'subject'
          ? missingSubject(entry.label)
          : entry.label,
    ),
  ),
];
