import { nothingLeft } from '../../prompts/model.ts';
import { cleanText } from '../../text/normalise.ts';
import { sentences } from '../../text/sentences.ts';

/** A mark of a passage: '[1]'. */
export const markPattern = /\s*\[(\d{1,2})\]/gu;

/** No sentence of an answer is longer, in characters; nothing longer is waited for. */
export const longestSentence = 700;

/** Cuts what a model writes into sentences as it comes. */
export interface SentenceStream {
  push(piece: string): void;
  /** The next whole sentence with its marks, or null while it may still grow. `isEnd`: nothing more will come. */
  next(isEnd: boolean): string | null;
  /** What has come and is no sentence yet. */
  readonly pending: string;
}

export function createSentenceStream(): SentenceStream {
  let pending = '';
  return {
    push(piece) {
      // Offsets of sentences count in clean text; a letter may come in two pieces.
      pending = cleanText(pending + piece);
    },
    next(isEnd) {
      const sentence = firstSentence(pending, isEnd);
      if (sentence !== null) pending = pending.slice(sentence.length);
      return sentence;
    },
    get pending() {
      return pending;
    },
  };
}

/** True where a sentence ends as one: with a stop, a mark, or the end of a line that introduces a list. */
export const isFinished = (sentence: string): boolean =>
  /[.!?…:;][\s"”’»)*]*$|\[\d{1,2}\][\s"”’»)*.]*$/u.test(sentence.trimEnd()) || nothingLeft.test(sentence);

/**
 * The first sentence of `text` with the marks that follow its full stop, or null while it may still grow. At the end
 * whatever is left is the last sentence.
 */
function firstSentence(text: string, isEnd: boolean): string | null {
  const [first, second] = sentences(text);
  if (!first) return null;
  // A stop behind a mark is the end whatever comes, so that the first sentence need not wait for the second.
  const marked = /^[^\n]*?\[\d{1,2}\]\s?[.!?](?=\s)/u.exec(text)?.[0];
  if (
    marked !== undefined &&
    (!second || first.to >= marked.length) &&
    !/^\s*\[/u.test(text.slice(marked.length))
  )
    return marked;
  if (second) {
    // 'Một buổi 90 phút. [1] Câu sau' : the mark behind the stop belongs to the sentence before it.
    const trailing = /^(?:\s*\[\d{1,2}\])+\.?/u.exec(text.slice(first.to));
    const end = first.to + (trailing?.[0].length ?? 0);
    // Marks that may still grow wait for what comes next.
    if (!isEnd && /^\s*\[?\d{0,2}$/u.test(text.slice(end))) return null;
    return end < text.trimEnd().length || isEnd ? text.slice(0, end) : null;
  }
  return isEnd || text.length > longestSentence ? text : null;
}
