import { ChatPromptTemplate } from '@langchain/core/prompts';
import type { DateOnly } from '../../core/clock.ts';
import { ModelCallError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { ChatMessage, ChatModel } from '../../llm/model.ts';
import * as prompts from '../../prompts/model.ts';
import { formatDate } from '../../text/dates.ts';
import { sentences } from '../../text/sentences.ts';
import { checkGrounding } from './grounding.ts';
import type { Quote } from '../types.ts';

/** How a model's wording went. 'quotation': the quotation stands alone, and why. */
export type WordedAnswer =
  | { type: 'worded'; text: string; model: string; promptVersion: string }
  | {
      type: 'quotation';
      reason: 'no-basis' | 'unsupported' | 'uncited' | 'model-failed' | 'empty';
      model: string;
      promptVersion: string;
    };

const template = ChatPromptTemplate.fromMessages([
  ['system', prompts.system],
  ['user', prompts.user],
]);

/**
 * Lets a model word the evidence of an answer. A sentence is released through `onText` only after its marks resolve to
 * given quotes and its numbers, dates and symbols stand in exactly those; the first sentence that fails ends the wording
 * and the quotation stands in for all of it. A model that fails never fails the answer.
 */
export async function wordAnswer(
  deps: { model: ChatModel; logger: Logger },
  input: { question: string; quotes: readonly Quote[]; today: DateOnly },
  options: { signal: AbortSignal; onText(text: string): void },
): Promise<WordedAnswer> {
  const { model, logger } = deps;
  const identity = { model: model.name, promptVersion: prompts.version };
  const evidence = input.quotes.map(evidenceOf);
  const released: string[] = [];
  let pending = '';

  const release = (isEnd: boolean): 'ok' | 'unsupported' | 'uncited' => {
    for (;;) {
      const sentence = firstSentence(pending, isEnd);
      if (sentence === null) return 'ok';
      pending = pending.slice(sentence.length);
      const verdict = judge(sentence.trim(), evidence);
      if (verdict !== 'ok') return verdict;
      if (sentence.trim() === '') continue;
      released.push(sentence.trim());
      options.onText(released.join(' '));
    }
  };

  try {
    const messages = await toMessages(input);
    for await (const piece of model.stream(messages, { signal: options.signal })) {
      pending += piece;
      if (prompts.noBasis.test(pending)) return { type: 'quotation', reason: 'no-basis', ...identity };
      const verdict = release(false);
      if (verdict !== 'ok') return { type: 'quotation', reason: verdict, ...identity };
    }
  } catch (error) {
    if (!(error instanceof ModelCallError)) throw error;
    logger.warn(
      { code: error.code, status: error.status ?? null, reason: error.message },
      'the model could not word an answer',
    );
    return { type: 'quotation', reason: 'model-failed', ...identity };
  }
  const verdict = release(true);
  if (verdict !== 'ok') return { type: 'quotation', reason: verdict, ...identity };
  if (released.length === 0) return { type: 'quotation', reason: 'empty', ...identity };
  return { type: 'worded', text: released.join(' '), ...identity };
}

/** What a sentence may take from a quote: its own words and the head of its document, nothing else of the passage. */
function evidenceOf({ text, passage }: Quote): string {
  const { symbol, issuedOn, title } = passage.document;
  return [text, passage.context, symbol ?? '', issuedOn ? formatDate(issuedOn) : '', title].join('\n');
}

async function toMessages(input: {
  question: string;
  quotes: readonly Quote[];
  today: DateOnly;
}): Promise<ChatMessage[]> {
  const passages = input.quotes.map(({ passage, text }, i) =>
    prompts.passage(
      i + 1,
      `${passage.document.symbol ?? passage.document.title}, ${passage.locator}`,
      `${passage.context}\n${text}`,
    ),
  );
  const messages = await template.formatMessages({
    today: formatDate(input.today),
    question: input.question,
    passages: passages.join('\n'),
  });
  return messages.map((message) => ({
    role: message.getType() === 'system' ? 'system' : 'user',
    content: message.text,
  }));
}

const marks = /\s*\[(\d{1,2})\]/gu;

/** Whether a sentence may be shown: it cites, its marks exist, and what it states stands in what it cites. */
function judge(sentence: string, evidence: readonly string[]): 'ok' | 'unsupported' | 'uncited' {
  const cited = [...sentence.matchAll(marks)].map((match) => Number(match[1]));
  const words = sentence.replace(marks, '').trim();
  if (words === '' || /^[\p{P}\s]*$/u.test(words)) return 'ok';
  const passages = [...new Set(cited)].flatMap((number) => evidence[number - 1] ?? []);
  if (cited.length === 0 || passages.length < new Set(cited).size) return 'uncited';
  return checkGrounding(words, passages).ok ? 'ok' : 'unsupported';
}

/**
 * The first sentence of `text` with the marks that follow its full stop, or null while it may still grow. At the end
 * whatever is left is the last sentence.
 */
function firstSentence(text: string, isEnd: boolean): string | null {
  const [first, second] = sentences(text);
  if (!first) return null;
  if (second) {
    // 'Một buổi 90 phút. [1] Câu sau' : the mark behind the stop belongs to the sentence before it.
    const trailing = /^(?:\s*\[\d{1,2}\])+/u.exec(text.slice(first.to));
    const end = first.to + (trailing?.[0].length ?? 0);
    // Marks that may still grow wait for what comes next.
    return end < text.trimEnd().length || isEnd ? text.slice(0, end) : null;
  }
  return isEnd ? text : null;
}
