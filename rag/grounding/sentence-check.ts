import { system, repair, problems, type SentenceProblem } from '../../prompts/model.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { tellingWords, unfamiliarShare } from './grounding-words.ts';
import { reversedWords } from './grounding-operators.ts';
import { checkGrounding } from './grounding.ts';
import { longestSentence, markPattern } from './sentence-stream.ts';

/** What became of one sentence that a model wrote. */
export interface SentenceVerdict {
  /** As it was written, marks included; cut where it is very long. */
  text: string;
  /** 'ok': it was released. */
  verdict: 'ok' | SentenceProblem;
  /** The pieces that stand in none of its passages, as written. */
  missing?: readonly string[];
}

/**
 * Whether a sentence may be shown: it cites, what it cites was given, and what it states stands in exactly that.
 * @param question as the model was given it
 * @param evidence of the passages given, [1] first
 * @param before sentences released before
 */
export function checkSentence(
  sentence: string,
  {
    question,
    evidence,
    before,
    code,
  }: { question: string; evidence: readonly string[]; before: readonly string[]; code: string },
): { verdict: 'ok' | SentenceProblem; missing?: readonly string[] } {
  const cited = [...new Set([...sentence.matchAll(markPattern)].map((match) => Number(match[1])))];
  const words = cleanText(sentence.replace(markPattern, '')).trim();
  if (sentence.length > longestSentence) return { verdict: 'too-long' };
  if (leaks(words, code, evidence)) return { verdict: 'leak' };
  if (isForeign(words)) return { verdict: 'foreign' };
  const passages = cited.flatMap((number) => evidence[number - 1] ?? []);
  const links = linksIn(words).filter((link) => !passages.some((passage) => passage.includes(link)));
  if (links.length > 0) return { verdict: 'link', missing: links };
  if (cited.length === 0 || passages.length < cited.length) return { verdict: 'uncited' };
  if (before.some((earlier) => isSame(earlier, words))) return { verdict: 'repeated' };
  const { ok, missing } = checkGrounding(words, passages);
  if (!ok) return { verdict: 'unsupported', missing };
  const reversed = reversedWords(words, passages);
  if (reversed.length > 0) return { verdict: 'reversed', missing: reversed };
  const { isTooMuch, missing: unknown } = unfamiliarShare(words, passages);
  if (isTooMuch) return { verdict: 'unfamiliar', missing: unknown };
  return isBeside(words, question) ? { verdict: 'beside' } : { verdict: 'ok' };
}

/**
 * True where a sentence shares next to nothing with the question: what somebody wrote into a document for a machine to
 * say stands in the passage like the rest, and is not what was asked.
 */
function isBeside(words: string, question: string): boolean {
  const asked = tellingWords(question);
  if (asked.size < 2) return false;
  const said = tellingWords(words);
  const shared = [...said].filter((word) => asked.has(word)).length;
  return shared < Math.min(2, asked.size, said.size);
}

/** Letters of another script, or a sentence of some length without a single Vietnamese letter. */
function isForeign(words: string): boolean {
  if (/[^\P{L}\p{Script=Latin}]/u.test(words)) return true;
  const letters = foldedSyllables(words).filter((word) => /\p{L}/u.test(word));
  return letters.length >= 6 && fold(words) === words.toLowerCase();
}

/** Addresses, pictures, tags and commands: all that leads out of the answer. */
export function linksIn(text: string): string[] {
  const found = [
    ...text.matchAll(/!?\[[^\]]*\]\([^)]*\)/gu),
    ...text.matchAll(/(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.|mailto:|tel:|javascript:|data:)[^\s)\]>"'”]+/giu),
    ...text.matchAll(
      /(?<![\p{L}\p{N}@])(?:[a-z0-9-]+\.)+(?:[a-z]{2,})(?:\/[^\s)\]>"'”]*)?(?![\p{L}\p{N}])/giu,
    ),
    ...text.matchAll(/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu),
    ...text.matchAll(/<\/?[a-z!][^>]*>?/giu),
    ...text.matchAll(/(?<![\p{L}\p{N}/])\/[a-z]{2,}(?![\p{L}\p{N}/-])/gu),
    ...text.matchAll(/`+|\^{2,}|\|{2,}/gu),
  ];
  return [...new Set(found.map(([link]) => link.replace(/[.,;:!?]+$/u, '')))].filter((link) => link !== '');
}

/** How many syllables in a row of the instructions count as repeating them. */
const leakLength = 7;
const instructions = gramsOf([system, repair, ...Object.values(problems)].join('\n'));

function leaks(words: string, code: string, evidence: readonly string[]): boolean {
  if (words.includes(code) || /<\/?\s*doan|KHÔNG\s+CÓ\s+CĂN\s+CỨ/u.test(words)) return true;
  const said = [...gramsOf(words)].filter((gram) => instructions.has(gram));
  if (said.length === 0) return false;
  const known = new Set(evidence.flatMap((passage) => [...gramsOf(passage)]));
  return said.some((gram) => !known.has(gram));
}

function gramsOf(text: string): Set<string> {
  const words = foldedSyllables(text);
  const grams = new Set<string>();
  for (let at = 0; at + leakLength <= words.length; at++)
    grams.add(words.slice(at, at + leakLength).join(' '));
  return grams;
}

/** The same sentence, or one of nearly the same words in the same order of numbers. */
function isSame(earlier: string, words: string): boolean {
  const a = foldedSyllables(earlier.replace(markPattern, ''));
  const b = foldedSyllables(words);
  if (a.join(' ') === b.join(' ')) return true;
  if (a.length < 6 || b.length < 6) return false;
  const numbers = (list: readonly string[]): string => list.filter((word) => /\d/u.test(word)).join(' ');
  if (numbers(a) !== numbers(b)) return false;
  const shared = b.filter((word) => a.includes(word)).length;
  return shared / b.length >= 0.92 && Math.abs(a.length - b.length) <= 2;
}
