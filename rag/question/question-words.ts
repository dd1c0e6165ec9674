import { fold } from '../../text/normalise.ts';
import { syllables, type Syllable } from '../../text/syllables.ts';

/** Words of asking; they say nothing about the matter. */
const exactFrameWords = new Set(
  'bao nhiêu gì nào ai mấy sao như thế là và các những thì mà bn bị được của có vậy nhỉ à ạ hỏi ở đâu khi'.split(
    ' ',
  ),
);
const frameWords = new Set([...exactFrameWords].map(fold));

/** Whether a word of a question only asks. */
export const isFrameWord = (word: Syllable, hasDiacritics: boolean): boolean =>
  hasDiacritics ? exactFrameWords.has(word.exact) : frameWords.has(word.folded);

/** Folded words without which a phrase says nothing: used to compare noun phrases. */
export const contentWords = (words: readonly string[]): string[] =>
  words.filter((word) => !frameWords.has(word));

/**
 * Question words and their only accented forms: in a question typed with diacritics 'máy' or 'đầu' must not be read
 * as 'mấy' or 'đâu'.
 */
const exactForms: Readonly<Record<string, readonly string[]>> = {
  may: ['mấy'],
  nao: ['nào'],
  dau: ['đâu'],
  gi: ['gì'],
  ai: ['ai'],
  bao: ['bao'],
  sao: ['sao'],
  the: ['thế'],
  nhu: ['như'],
  chua: ['chưa'],
  khong: ['không'],
  a: ['à', 'ạ'],
  nhi: ['nhỉ'],
  gom: ['gồm'],
  phi: ['phí'],
  gia: ['giá'],
  tien: ['tiền'],
};

/** `text` folded, with the words blanked that its diacritics show to be no question words; same length. */
export function blankOtherReadings(text: string): string {
  let frame = fold(text);
  for (const { exact, folded: key, from, to } of syllables(text)) {
    const forms = Object.hasOwn(exactForms, key) ? exactForms[key] : undefined;
    if (forms && !forms.includes(exact))
      frame = frame.slice(0, from) + '·'.repeat(to - from) + frame.slice(to);
  }
  return frame;
}
