import { expandAbbreviations } from '../../text/abbreviations.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { findLooseSymbols } from '../../text/symbols.ts';
import type { Quote } from '../types.ts';

/*
 * When a later question is the one that an admin approved an answer to: the same words in the same order, whatever the
 * case, the diacritics left out, abbreviations and the courtesies around it. A changed number, symbol, place or year is
 * a changed word, so nothing here has to know what is a place.
 */

/** A word of a question, or a symbol or number as a whole. */
interface Word {
  folded: string;
  exact: string;
}

/** Words said before and after a question that are no part of it; folded. */
const opening =
  /^(?:(?:da|vang|thua|kinh thua|xin chao|chao)\s+)?(?:(?:dong chi|anh|chi|em|ban|tro ly)\s+)?(?:(?:vui long|lam on|xin|hay|de nghi|nho|phien)\s+)*(?:(?:dong chi|anh|chi|ban|tro ly)\s+)?(?:cho\s+(?:(?:toi|minh|em|chung toi)\s+)?(?:hoi|biet)|(?:toi|minh|em|chung toi)\s+muon\s+(?:hoi|biet)|hoi)(?:\s+(?:la|rang))?\s+/u;

/** Turns of phrase that ask the same; the longest first. Folded, words apart by one space. */
const sameAsking: readonly (readonly [from: string, to: string])[] = [
  ['bao gom nhung noi dung gi', 'gom gi'],
  ['gom nhung noi dung gi', 'gom gi'],
  ['bao gom nhung gi', 'gom gi'],
  ['gom nhung gi', 'gom gi'],
  ['bao gom gi', 'gom gi'],
  ['nhu the nao', 'the nao'],
  ['la bao nhieu', 'bao nhieu'],
  ['nhu nao', 'the nao'],
  ['ra sao', 'the nao'],
  ['bao gio', 'khi nao'],
  ['luc nao', 'khi nao'],
];

/** Particles at the end, with their diacritics, and the two that are nothing else without them. */
const closingExact = new Set(['ạ', 'à', 'hả', 'nhỉ', 'nhé', 'nhá', 'vậy', 'với']);
const closingBare = new Set(['a', 'nhe']);

/** Fewer words than this do not say what is asked. */
const leastWords = 3;

/** The words that count, folded, or null where there are too few to tell one question from another. */
export function questionKey(question: string): string | null {
  const { words } = readWords(question);
  return words.length < leastWords ? null : words.map(({ folded }) => folded).join(' ');
}

/** Whether two questions of the same key agree in their diacritics too, as far as both were typed with them. */
export function agreeInAccents(one: string, other: string): boolean {
  const a = readWords(one);
  const b = readWords(other);
  if (a.words.length !== b.words.length) return false;
  const isOpen = (word: Word, isAccented: boolean): boolean => word.exact === word.folded && !isAccented;
  return a.words.every((word, at) => {
    const against = b.words[at];
    if (!against || word.folded !== against.folded) return false;
    return word.exact === against.exact || isOpen(word, a.isAccented) || isOpen(against, b.isAccented);
  });
}

function readWords(question: string): { words: Word[]; isAccented: boolean } {
  const clean = cleanText(question);
  const typed = syllables(clean);
  const isAccented = typed.filter(({ exact, folded }) => exact !== folded).length * 2 >= typed.length;
  let words = wordsOf(clean);
  const line = joined(words);
  const start = opening.exec(`${line} `)?.[0];
  if (start) words = words.slice(start.trim().split(' ').length);
  for (let last = words.at(-1); last && words.length > 1; last = words.at(-1)) {
    const isParticle = closingExact.has(last.exact) || (!isAccented && closingBare.has(last.exact));
    if (!isParticle) break;
    words = words.slice(0, -1);
  }
  // 'ai là bí thư' and 'bí thư là ai' ask the same; other words of asking mean another thing in another place.
  if (words[0]?.folded === 'ai' && words[1]?.folded === 'la') words = [...words.slice(2), words[1], words[0]];
  return { words: withSameAsking(words), isAccented };
}

/** Symbols and numbers as one word each, abbreviations with one reading written out, the rest as typed. */
function wordsOf(clean: string): Word[] {
  const symbols = findLooseSymbols(clean).filter(({ form }) => form !== 'number-only');
  const shortened = expandAbbreviations(clean).alternatives.filter(
    ({ expansions }) => expansions.length === 1,
  );
  const numbers = [...clean.matchAll(/(?<![\p{L}\p{N}])\d+(?:[./:,–-]\d+)*(?:\s?%)?/gu)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    text: match[0],
  }));
  const words: Word[] = [];
  let until = 0;
  for (const { exact, folded, from } of syllables(clean)) {
    if (from < until) continue;
    const symbol = symbols.find((one) => one.from <= from && from < one.to);
    const number = numbers.find((one) => one.from <= from && from < one.to);
    const short = shortened.find((one) => one.from <= from && from < one.to);
    if (symbol) {
      // The date beside a symbol is part of which document is meant.
      words.push(whole(`${symbol.key}${symbol.issuedOn ? ` ${symbol.issuedOn}` : ''}`.replaceAll(' ', '@')));
      until = symbol.to;
    } else if (number) {
      words.push(whole(number.text.replace(/\s/gu, '').replace(/(?<!\d)0+(?=\d)/gu, '')));
      until = number.to;
    } else if (short) {
      words.push(
        ...syllables(short.expansions[0] ?? '').map((word) => ({ exact: word.exact, folded: word.folded })),
      );
      until = short.to;
    } else words.push({ exact, folded });
  }
  return words;
}

const whole = (word: string): Word => ({ exact: fold(word), folded: fold(word) });

function withSameAsking(words: readonly Word[]): Word[] {
  const result: Word[] = [];
  for (let at = 0; at < words.length;) {
    const found = sameAsking
      .map(([from, to]) => ({ from: from.split(' '), to: to.split(' ') }))
      .find(({ from }) => from.every((word, offset) => words[at + offset]?.folded === word));
    if (found) {
      // Bare, and compared so: the turn of phrase is the same with or without its diacritics.
      result.push(...found.to.map((word) => ({ exact: word, folded: word })));
      at += found.from.length;
    } else result.push(words[at++] as Word);
  }
  return result;
}

const joined = (words: readonly Word[]): string => words.map(({ folded }) => folded).join(' ');

/** What makes the right answer to a question another one tomorrow; folded. */
const passing =
  /(?<!\p{L})(?:hom nay|hom qua|ngay mai|bay gio|tuan (?:nay|truoc|sau)|thang (?:nay|truoc|sau)|quy (?:nay|truoc|sau)|nam (?:nay|ngoai|sau|truoc)|vua qua|sap toi|moi nhat|gan day|gan nhat|vua ban hanh|moi ban hanh|den nay)(?!\p{L})/u;

/** The words of a question by which its answer changes with time ('mới nhất', 'năm nay'), or null. */
export function passingWords(question: string): string | null {
  const clean = cleanText(question);
  const found = passing.exec(fold(clean));
  return found ? clean.slice(found.index, found.index + found[0].length) : null;
}

/**
 * How the source of a quotation stands, as one word to compare with later: its state, by whom, and what has happened to
 * the part that it stands in or to parts that are not named.
 */
export function standingOf({ status, partStatus = [] }: Pick<Quote, 'status' | 'partStatus'>): string {
  const by = status.state === 'replaced' || status.state === 'suspended' ? `:${status.by.documentId}` : '';
  const unnamed =
    status.state === 'in-force' ? (status.changes ?? []).filter(({ parts }) => parts.length === 0) : [];
  const changes = [
    ...partStatus.map((change) => `${change.part}:${change.how}:${change.by?.documentId ?? ''}`),
    ...unnamed.map((change) => `*:${change.how}:${change.by?.documentId ?? ''}`),
  ].sort();
  return [`${status.state}${by}`, ...changes].join('|');
}

/** Whether a source still says what it said at approval; one that was to come into force and has is the same. */
export const isStillSo = (approved: string, now: string): boolean =>
  approved === now || (approved === 'not-yet' && now === 'in-force');
