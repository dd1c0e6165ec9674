import type { DateOnly } from '../../core/clock.ts';
import { sha256 } from '../../core/ids.ts';
import { seesAllUnits, type Viewer } from '../../core/viewer.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { analyseQuestion } from '../question/analyse.ts';
import type { Quote } from '../types.ts';
import { agreeInAccents, passingWords, questionKey, standingOf } from './curated.ts';

/*
 * When a model's wording may be given again without asking the model. The documents are searched anew for every
 * question, which costs milliseconds; only the wording is kept, and only for exactly the quotations that the new search
 * finds, standing exactly as they stood, in the same view. So a document that came, went or was replaced needs no rule.
 */

/** What a wording was made of. Equal keys mean the same words would be asked for again. */
export interface WordingKey {
  question: string;
  questionKey: string;
  /** Whose view the documents were searched in: equal or nothing. */
  filter: string;
  /** The quotations with how they hold, the day asked about, and who words them by which instructions. */
  evidence: string;
  /** The kind of the question, everything that it names, and the values that it asks for. */
  shape: string;
}

/**
 * The key of a question that was answered with `quotes`, or null for one whose answer changes with time or that says too
 * little to be told from another.
 */
export function wordingKey(answered: {
  question: string;
  viewer: Viewer;
  /** The day that the question is about, where that is not today. */
  asOf?: DateOnly;
  quotes: readonly Quote[];
  /** Model and instructions. */
  wordedAs: string;
}): WordingKey | null {
  const { question, viewer, asOf, quotes, wordedAs } = answered;
  const words = questionKey(question);
  if (words === null || quotes.length === 0 || passingWords(question) !== null) return null;
  const { types, slots, facts } = analyseQuestion(question);
  return {
    question,
    questionKey: words,
    filter: sha256(
      JSON.stringify([viewer.ceiling, seesAllUnits(viewer) || [...new Set(viewer.unitIds)].sort()]),
    ),
    evidence: sha256(
      JSON.stringify([
        wordedAs,
        asOf ?? null,
        quotes.map((quote) => [
          quote.passage.id,
          quote.charFrom,
          quote.charTo,
          quote.text,
          standingOf(quote),
          quote.then ? [quote.then.day, standingOf(quote.then)] : null,
        ]),
      ]),
    ),
    shape: JSON.stringify([
      quotes.map((quote) => quote.emphasis),
      types,
      [
        ...new Set([...slots.map(({ kind, key }) => `${kind}:${key}`), ...facts.map(({ key }) => key)]),
      ].sort(),
    ]),
  };
}

/** A kept wording, as far as it is compared. */
export interface KeptQuestion {
  question: string;
  questionKey: string;
  shape: string;
  vector: readonly number[] | null;
}

/** Nearer than this two questions with the same quotations, kind and names are taken for one. */
const sameFrom = 0.95;

/** Words that turn a question into another one, however near the two are; folded. */
const turning = new Set(
  'khong chua chang it nhieu nhat hon kem toi thieu da duoi tren truoc sau tu den cu moi tang giam nam nu'.split(
    ' ',
  ),
);

/**
 * Which of the kept wordings, all of the same evidence and filter, answers the question: one with the same words, or the
 * nearest one of the same shape by meaning, where both have a vector and the words that differ tell nothing in the
 * quotations apart.
 * Null: none is near enough.
 */
export function chooseKept<T extends KeptQuestion>(
  asked: Pick<WordingKey, 'question' | 'questionKey' | 'shape'>,
  { vector, quoted }: { vector: readonly number[] | null; quoted: readonly string[] },
  kept: readonly T[],
): T | null {
  const same = kept.find(
    (one) => one.questionKey === asked.questionKey && agreeInAccents(one.question, asked.question),
  );
  if (same || vector === null) return same ?? null;
  const telling = new Set([...turning, ...quoted.flatMap((text) => foldedSyllables(text))]);
  const own = new Set(foldedSyllables(asked.question));
  const isApart = (other: string): boolean => {
    const words = new Set(foldedSyllables(other));
    const differing = [...[...own].filter((w) => !words.has(w)), ...[...words].filter((w) => !own.has(w))];
    return differing.some((word) => telling.has(word));
  };
  const near = kept
    .filter((one) => one.shape === asked.shape && !isApart(one.question))
    .map((one) => ({ one, likeness: one.vector === null ? 0 : cosine(one.vector, vector) }))
    .sort((a, b) => b.likeness - a.likeness)[0];
  return near && near.likeness >= sameFrom ? near.one : null;
}

/** 0 for vectors of different lengths, which are of different models. */
function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return 0;
  let dot = 0;
  let lengths = 0;
  let other = 0;
  for (const [at, x] of a.entries()) {
    const y = b[at] as number;
    dot += x * y;
    lengths += x * x;
    other += y * y;
  }
  return lengths === 0 || other === 0 ? 0 : dot / Math.sqrt(lengths * other);
}
