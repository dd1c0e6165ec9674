import { ChatPromptTemplate } from '@langchain/core/prompts';
import type { DateOnly } from '../../core/clock.ts';
import { ModelCallError, type ModelErrorKind } from '../../core/errors.ts';
import { newSecret, sha256 } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type { Role } from '../../core/viewer.ts';
import type { ChatMessage, ChatModel } from '../../llm/model.ts';
import * as prompts from '../../prompts/model.ts';
import { formatDate } from '../../text/dates.ts';
import type { Quote } from '../types.ts';
import { givenOf, neutral } from './passages-as-data.ts';
import { checkSentence, type SentenceVerdict } from './sentence-check.ts';
import { createSentenceStream, isFinished, longestSentence } from './sentence-stream.ts';

/** What is kept of a wording, however it went: who wrote, told what, from which passages, and what became of it. */
export interface WordingRecord {
  model: string;
  /** Identity of the instructions, computed from their words. */
  promptVersion: string;
  /** Ids of the passages given, [1] first. */
  passages: readonly string[];
  /** Every sentence that the model finished, in order, those of a second attempt included. */
  sentences: readonly SentenceVerdict[];
  /** Sentences of the passages that were kept from the model because they give orders to the reader. */
  planted: number;
}

/** How a model's wording went. 'quotation': the quotation stands alone, and why. */
export type WordedAnswer = WordingRecord &
  (
    | { type: 'worded'; text: string }
    | { type: 'quotation'; reason: 'no-basis' | 'empty' | 'planted' | 'hurried' | prompts.SentenceProblem }
    | { type: 'quotation'; reason: 'model-failed'; failure: ModelErrorKind }
  );

export interface WordingOptions {
  /** Ends the wording; what was released counts no more. */
  signal: AbortSignal;
  /** All that is released so far, each time that a sentence is added. */
  onText(text: string): void;
  /** The longest time for all of it, a second attempt included, in milliseconds. Default 30 000. */
  timeoutMs?: number;
  /** Something waits for the answer: from when it aborts on, the model has `patienceMs` (default 300) to end. */
  hurry?: AbortSignal;
  patienceMs?: number;
  /** For whom, as it is counted. */
  role?: Role;
}

const template = ChatPromptTemplate.fromMessages([
  ['system', prompts.system],
  ['user', prompts.user],
]);

/** Identity of everything a model is told around question and passages. */
export const promptVersion = `answer-${sha256(
  JSON.stringify([
    prompts.system,
    prompts.user,
    prompts.repair,
    prompts.problems,
    prompts.passage(1, 'code', ['text']),
    prompts.leftOut,
  ]),
).slice(0, 12)}`;

/** More sentences than this are no short answer; what comes after is not read. */
const mostSentences = 8;
/** How long a model may go on while something waits, in milliseconds. */
const usualPatienceMs = 300;
/** More characters than this are not read, released or not. */
const mostCharacters = 8000;

/**
 * Lets a model word the evidence of an answer. A sentence is released through `onText` only after its marks resolve to
 * given quotes and what it states stands in exactly those (`checkSentence`). For the first sentence that fails the model
 * is asked once more, told what was wrong, for the rest alone; a second failure ends the wording, and the quotation
 * stands in for all of it. So it does when the model fails, breaks off or is too slow: a model never fails an answer.
 */
export async function wordAnswer(
  deps: { model: ChatModel; logger: Logger },
  input: { question: string; quotes: readonly Quote[]; today: DateOnly },
  options: WordingOptions,
): Promise<WordedAnswer> {
  const { model, logger } = deps;
  const given = input.quotes.map(givenOf);
  const evidence = given.map((one) => one.evidence);
  const verdicts: SentenceVerdict[] = [];
  const released: string[] = [];
  const record: WordingRecord = {
    model: model.name,
    promptVersion,
    passages: input.quotes.map(({ passage }) => passage.id),
    sentences: verdicts,
    planted: given.reduce((sum, one) => sum + one.planted, 0),
  };
  const code = newSecret(6).replace(/[-_]/gu, 'x');
  const messages = await toMessages(
    input,
    given.map(({ lines }, i) => prompts.passage(i + 1, code, lines)).join('\n'),
    code,
  );
  const overtime = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  const hurried = lateAbort(options.hurry, options.patienceMs ?? usualPatienceMs);
  let left = mostCharacters;

  /** One call. Returns what ended it: all was said, the model sees no basis, or a sentence failed. */
  const attempt = async (
    told: readonly ChatMessage[],
    isCautious: boolean,
  ): Promise<'done' | 'no-basis' | { failed: string; problem: prompts.SentenceProblem }> => {
    const stream = createSentenceStream();
    const enough = new AbortController();
    const signal = AbortSignal.any([options.signal, overtime, hurried.signal, enough.signal]);
    /** Null: go on. */
    const release = (isEnd: boolean): Awaited<ReturnType<typeof attempt>> | null => {
      for (;;) {
        if (released.length >= mostSentences) return 'done';
        const sentence = stream.next(isEnd);
        if (sentence === null) return null;
        const said = sentence.trim();
        if (/^[\p{P}\s]*$/u.test(said)) continue;
        if (prompts.noBasis.test(said)) return released.length === 0 ? 'no-basis' : 'done';
        if (prompts.nothingLeft.test(said)) return 'done';
        const { verdict, missing } =
          isEnd && stream.pending === '' && !isFinished(said)
            ? { verdict: 'unfinished' as const }
            : checkSentence(said, { question: input.question, evidence, before: released, code });
        const text = said.slice(0, longestSentence);
        verdicts.push({
          text,
          verdict,
          ...(missing && missing.length > 0 && { missing: missing.slice(0, 8) }),
        });
        // A model that says the same again has nothing more to say.
        if (verdict === 'repeated') return 'done';
        if (verdict !== 'ok') return { failed: text, problem: verdict };
        released.push(said);
        options.onText(joined(released));
      }
    };
    try {
      const calling = { signal, purpose: 'answer', isCautious, ...(options.role && { role: options.role }) };
      try {
        for await (const piece of model.stream(told, calling)) {
          stream.push(piece.slice(0, left));
          left -= piece.length;
          if (prompts.noBasis.test(stream.pending) && released.length === 0) return 'no-basis';
          const end = release(false) ?? (left <= 0 ? release(true) : null);
          if (end !== null) return end;
          if (left <= 0) return 'done';
        }
      } catch (error) {
        if (!(error instanceof ModelCallError && error.kind === 'truncated')) throw error;
      }
      return release(true) ?? 'done';
    } finally {
      enough.abort();
    }
  };

  try {
    let end = await attempt(messages, false);
    if (typeof end === 'object') {
      const { failed, problem } = end;
      const said = neutralSaid([...released, failed]);
      const asked = prompts.repair.replace('{problem}', prompts.problems[problem]);
      // What failed may have been thoughts: this time the model is heard to the end where that is not known.
      end = await attempt(
        [...messages, { role: 'assistant', content: said }, { role: 'user', content: asked }],
        true,
      );
    }
    if (end === 'no-basis')
      return { type: 'quotation', reason: record.planted > 0 ? 'planted' : 'no-basis', ...record };
    if (typeof end === 'object') return { type: 'quotation', reason: end.problem, ...record };
  } catch (error) {
    if (!(error instanceof ModelCallError)) throw error;
    if (hurried.signal.aborted && !options.signal.aborted)
      return { type: 'quotation', reason: 'hurried', ...record };
    const failure = overtime.aborted && !options.signal.aborted ? 'timeout' : error.kind;
    logger.warn(
      { code: error.code, kind: failure, status: error.status ?? null, err: error },
      'the model could not word an answer',
    );
    return { type: 'quotation', reason: 'model-failed', failure, ...record };
  } finally {
    hurried.end();
  }
  if (released.length === 0) return { type: 'quotation', reason: 'empty', ...record };
  return { type: 'worded', text: joined(released), ...record };
}

/** Aborts `afterMs` after `signal` does. */
function lateAbort(signal: AbortSignal | undefined, afterMs: number): { signal: AbortSignal; end(): void } {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer = setTimeout(() => late.abort(), afterMs);
  };
  if (signal?.aborted) begin();
  else signal?.addEventListener('abort', begin, { once: true });
  return {
    signal: late.signal,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', begin);
    },
  };
}

/** Sentences in one paragraph, items of a list on lines of their own. */
const joined = (sentences: readonly string[]): string =>
  sentences.reduce((text, one) => `${text}${/^(?:-|\d+[.)])\s/u.test(one) ? '\n' : ' '}${one}`, '').trim();

/** What the model said itself, as part of the conversation; its marks stay. */
const neutralSaid = (sentences: readonly string[]): string =>
  sentences.map((sentence) => neutral(sentence).replace(/\((\d{1,2})\)/gu, '[$1]')).join(' ');

async function toMessages(
  input: { question: string; today: DateOnly },
  passages: string,
  code: string,
): Promise<ChatMessage[]> {
  const messages = await template.formatMessages({
    today: formatDate(input.today),
    question: neutral(input.question),
    passages,
    code,
  });
  return messages.map((message) => ({
    role: message.getType() === 'system' ? 'system' : 'user',
    content: message.text,
  }));
}
