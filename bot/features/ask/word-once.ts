import { AppError } from '../../../core/errors.ts';
import type { Queryable } from '../../../db/database.ts';
import type { Answered } from '../../../rag/answer.ts';
import type { WordedAnswer } from '../../../rag/grounding/worded-answer.ts';
import { chooseKept, wordingKey } from '../../../rag/kept/answer-cache.ts';
import { findWorded, keepWorded } from '../../../rag/kept/answer-cache-store.ts';
import type { TurnContext } from '../../types.ts';

/** What lets a wording be given again. */
export interface WordingMemory {
  /** Model and instructions as they are now: a wording of others is not given again. */
  wordedAs(): Promise<string>;
  /** The vector of a question; absent without an embedding model. */
  vectorOf?(question: string, signal: AbortSignal): Promise<readonly number[]>;
}

/** A wording, and where it was first given. */
export interface WordedOnce {
  worded: WordedAnswer | undefined;
  /** The answer that the wording was made for, where it is given again. */
  again: { from: string; at: string } | null;
  /** Keeps the wording for the next time; called in the transaction that saves the answer, after it. */
  keep(t: Queryable, answerId: string): Promise<void>;
}

/**
 * Words an answer, or gives the wording again that the same question got for the same quotations in the same view. A
 * follow-up is always worded anew, because what it was completed from may stand in the words.
 */
export async function wordOnce(
  memory: WordingMemory | undefined,
  context: TurnContext,
  { answer, explanation, understood }: Answered,
  word: () => Promise<WordedAnswer | undefined>,
): Promise<WordedOnce> {
  const keepNothing = async (): Promise<void> => undefined;
  const quotes = answer.outcome === 'answer' ? answer.quotes : [];
  const [day] = explanation.filters;
  const key =
    memory && quotes.length > 0 && !understood.isRewritten
      ? wordingKey({
          question: understood.question,
          viewer: context.viewer,
          quotes,
          wordedAs: await memory.wordedAs(),
          ...(day !== undefined && { asOf: day }),
        })
      : null;
  if (!memory || key === null) return { worded: await word(), again: null, keep: keepNothing };

  const kept = await findWorded(context.db, key);
  const exact = chooseKept(key, { vector: null, quoted: [] }, kept);
  // A vector is asked for only where there is something to compare it with, or something new to keep.
  const vector = exact ? null : await vectorOf(memory, key.question, context.signal);
  const quoted = quotes.map((quote) => quote.text);
  const found = exact ?? chooseKept(key, { vector, quoted }, kept);
  if (found) {
    const { wording, text, answerId, wordedAt } = found;
    const worded: WordedAnswer = {
      type: 'worded',
      text,
      model: wording.model,
      promptVersion: wording.promptVersion,
      passages: wording.passages ?? [],
      sentences: (wording.sentences ?? []) as WordedAnswer['sentences'],
      planted: wording.planted ?? 0,
    };
    return { worded, again: { from: answerId, at: wordedAt }, keep: keepNothing };
  }
  const worded = await word();
  return {
    worded,
    again: null,
    async keep(t, answerId) {
      if (worded?.type === 'worded')
        await keepWorded(t, answerId, key, { vector, at: context.now.toISOString() });
    },
  };
}

/** Without its vector a question is still found by its words. */
async function vectorOf(
  { vectorOf: embed }: WordingMemory,
  question: string,
  signal: AbortSignal,
): Promise<readonly number[] | null> {
  if (!embed) return null;
  try {
    return await embed(question, signal);
  } catch (error) {
    if (error instanceof AppError && error.code === 'model-unavailable') return null;
    throw error;
  }
}
