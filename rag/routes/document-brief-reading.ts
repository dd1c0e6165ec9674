import { fold } from '../../text/normalise.ts';
import type { Passage } from '../types.ts';

/** Least share of words that are Vietnamese syllables; below it a scan was misread too often to be quoted. */
const leastReadable = 0.8;
/** Fewer words than this say nothing of how a text was read. */
const fewestWords = 40;
const syllableShape =
  /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/u;

/** Whether the words of these passages are Vietnamese for the most part. */
export function isReadable(passages: readonly Pick<Passage, 'text'>[]): boolean {
  const words = passages.flatMap(({ text }) => fold(text).match(/\p{L}{2,}/gu) ?? []);
  if (words.length < fewestWords) return true;
  return words.filter((word) => syllableShape.test(word)).length / words.length >= leastReadable;
}
