import { cleanText } from '../../text/normalise.ts';
import { formatDate } from '../../text/dates.ts';
import * as prompts from '../../prompts/model.ts';
import { rowsInWords } from '../quoting/row-words.ts';
import type { Quote } from '../types.ts';
import { withoutPlanted } from './planted.ts';

/** A quotation as a model is given it, and what its sentences are held against. */
export interface Given {
  /** Lines of the passage without anything that could end the data or be taken for a mark. */
  lines: readonly string[];
  /** What a sentence that cites it may say: the quote's own words and the head of its document. */
  evidence: string;
  /** Sentences that were left out because they give orders to the reader. */
  planted: number;
}

/** Characters that carry text nobody sees. */
const unseen = /\p{Variation_Selector}|[\u{E0000}-\u{E007F}]|[\u115F\u1160\u3164\uFFA0]/gu;

/**
 * Text as data: nothing in it closes a tag or looks like the mark of a passage. Brackets become round ones and angle
 * brackets quotation marks, so the words stay readable.
 */
export const neutral = (text: string): string =>
  cleanText(text)
    .replace(unseen, '')
    .replace(/[<＜⟨〈]/gu, '‹')
    .replace(/[>＞⟩〉]/gu, '›')
    .replace(/[[［【〔⟦]/gu, '(')
    .replace(/[\]］】〕⟧]/gu, ')');

/** Prepares a quotation for a model. */
export function givenOf({ text: verbatim, passage }: Quote): Given {
  const { text } = rowsInWords(passage, { text: verbatim, emphasis: [] });
  const { symbol, issuedOn, title } = passage.document;
  const head = withoutPlanted([symbol ?? title, passage.locator].filter(Boolean).join(', '), '');
  const context = withoutPlanted(passage.context, '');
  const own = withoutPlanted(text.replace(unseen, ''), prompts.leftOut);
  const named = withoutPlanted(title, '');
  return {
    lines: [head.text, context.text, ...own.text.split('\n')]
      .map((line) => neutral(line).trim())
      .filter((line) => line !== ''),
    evidence: [
      own.text.replaceAll(prompts.leftOut, ''),
      context.text,
      symbol ?? '',
      issuedOn ? formatDate(issuedOn) : '',
      named.text,
    ].join('\n'),
    planted: head.count + context.count + own.count + named.count,
  };
}
