import { fold } from '../../text/normalise.ts';
import type { RawLine, RawWord } from './engine.ts';

/*
 * Slips inside numbers, symbols and labels of sections. A digit is never made another digit and none is added or taken
 * away: letters that look like 1 and 0 become them where only a number can stand, and signs between digits are set right
 * where the count of the sections says which they were.
 */

/** Sets numbers and symbols right in place; a label that fell apart becomes one word. */
export function repairNumbers(lines: readonly RawLine[]): void {
  for (const { words } of lines) {
    for (const word of words) word.text = repairSymbol(repairDigits(word.text));
    for (const [index, word] of words.entries())
      word.text = repairLoneOne(words[index - 1]?.text ?? '', word.text);
    repairSymbolLabel(words);
    joinYears(words);
  }
  repairLabels(lines);
}

/**
 * Letters that stand for digits inside a number: 'l1' is 11, '2O24' is 2024, '7.L.' is 7.1. Only where the token is a
 * number but for them and does not have more of them than digits.
 */
function repairDigits(text: string): string {
  const match = /^([("“]?)([\dlILOo]+(?:[.,/-][\dlILOo]+)*)([.,;:)”"]*)$/u.exec(text);
  const core = match?.[2] ?? '';
  const digits = core.match(/\d/gu)?.length ?? 0;
  const letters = core.match(/[lILOo]/gu)?.length ?? 0;
  if (letters === 0 || digits < letters || digits + letters < 2) return text;
  // A capital L is a letter of its own except as a component by itself.
  if (/L/u.test(core) && !/^(?:\d+\.)+L$/u.test(core)) return text;
  // '3I' may be a Roman number beside a label; inside a date, a sum or a label it is a digit.
  const read = core.replace(/[lIL]/gu, '1').replace(/[Oo]/gu, '0');
  return `${match?.[1] ?? ''}${read}${match?.[3] ?? ''}`;
}

/** Words after which a number stands; articles and clauses are never counted in Roman numbers. */
const beforeNumber =
  /^(?:điều|khoản|tháng|ngày|dưới|trên|từ|đến|đủ|số|bước|loại|nhóm|hạng|quý|tuổi|còn|là)$/iu;

/** A small l by itself is no word: after 'khoản', 'dưới' or 'tháng' it is a 1; a capital I is one after 'Điều' only. */
function repairLoneOne(before: string, text: string): string {
  const match = /^([lI])([.,;:)]*)$/u.exec(text);
  if (!match) return text;
  const isNumber = match[1] === 'l' ? beforeNumber.test(before) : /^(?:điều|khoản)$/iu.test(before);
  return isNumber ? `1${match[2]}` : text;
}

/** Abbreviations inside symbols that exist with Đ only. */
function repairSymbol(text: string): string {
  if (!/\d/u.test(text) || !/[/-]/u.test(text)) return text;
  return text
    .replace(/(?<=\d[/-])QD(?=[-/]|$)/u, 'QĐ')
    .replace(/(?<=\d[/-])ND(?=-CP)/u, 'NĐ')
    .replace(/(?<=[/-])HDND/u, 'HĐND')
    .replace(/(?<=[/-])HĐNĐ/u, 'HĐND')
    .replace(/(?<=[/-])HDNĐ/u, 'HĐND')
    .replace(/(?<=[/-])LDTBXH/u, 'LĐTBXH')
    .replace(/(?<=[/-])BGDDT/u, 'BGDĐT');
}

/** 'Sô:', 'Sắ:', 'Sỗ' before a number at the beginning of a line is the label of the symbol. */
function repairSymbolLabel(words: readonly RawWord[]): void {
  const [first, second] = words;
  if (!first || !second || !/^S\p{Ll}[:.]?$/u.test(first.text)) return;
  const isSymbol = /^\d{1,6}(?:\/\d{4})?[-/]\p{Lu}/u.test(second.text);
  const isLabel = /:$/u.test(first.text) && /^[\d.…_]/u.test(second.text);
  if (isSymbol || isLabel) first.text = /[:.]$/u.test(first.text) ? 'Số:' : 'Số';
}

/** '333/201' '6/TT-BTC': slanted letters stand apart; a year that only both halves make joins them. */
function joinYears(words: RawWord[]): void {
  for (let at = 0; at + 1 < words.length; at++) {
    const first = words[at] as RawWord;
    const second = words[at + 1] as RawWord;
    const head = /\/(\d{1,3})$/u.exec(first.text)?.[1];
    const tail = /^(\d{1,3})\/\p{Lu}/u.exec(second.text)?.[1];
    if (head === undefined || tail === undefined || !/^(?:19|20)\d{2}$/u.test(head + tail)) continue;
    words.splice(at, 2, merged([first, second], first.text + second.text));
  }
}

const merged = (parts: readonly RawWord[], text: string): RawWord => ({
  text,
  confidence: Math.min(...parts.map((part) => part.confidence)),
  x0: Math.min(...parts.map((part) => part.x0)),
  y0: Math.min(...parts.map((part) => part.y0)),
  x1: Math.max(...parts.map((part) => part.x1)),
  y1: Math.max(...parts.map((part) => part.y1)),
});

/**
 * Labels of sections ('9.3.5.') whose dots were lost or misread ('9. 3- 5.', '4.22.'): where the digits are those of the
 * label that comes next in the count, the label is that one; at the top of a page, where one set of dots alone lets the
 * next label follow, it is that set.
 */
function repairLabels(lines: readonly RawLine[]): void {
  const found: { words: RawWord[]; parts: number[] }[] = [];
  let last: number[] = [];
  for (const { words } of lines) {
    const label = leadingLabel(words);
    if (!label) continue;
    const { count, text } = label;
    const parts = partsOf(text);
    const isSound = /^\d+(?:\.\d+)*\.?$/u.test(text);
    const next = followers(last).find((candidate) => candidate.join('') === text.replace(/\D/gu, ''));
    const isNext = isSound && mayFollow(parts, last);
    if (next && !isNext && next.length > 1) {
      setLabel(words, count, next);
      last = next;
    } else if (isSound) last = parts;
    else continue;
    found.push({ words, parts: last });
  }
  for (let at = found.length - 2; at >= 0; at--) {
    const { words, parts } = found[at] as (typeof found)[number];
    const below = found[at + 1]?.parts ?? [];
    if (parts.length < 2 || parts.join('').length > 8 || mayFollow(below, parts)) continue;
    const readings = dotted(parts.join('')).filter(
      (reading) => reading.length > parts.length && reading[0] === parts[0] && mayFollow(below, reading),
    );
    const [reading] = readings;
    if (!reading || readings.length > 1) continue;
    setLabel(words, leadingLabel(words)?.count ?? 1, reading);
    (found[at] as (typeof found)[number]).parts = reading;
  }
}

const partsOf = (label: string): number[] => label.replace(/\.$/u, '').split('.').map(Number);

const mayFollow = (label: readonly number[], last: readonly number[]): boolean =>
  followers(last).some((candidate) => candidate.join('.') === label.join('.'));

function setLabel(words: RawWord[], count: number, parts: readonly number[]): void {
  words.splice(0, count, merged(words.slice(0, count), `${parts.join('.')}.`));
}

/** Every way to set dots between digits so that each part is a count of one or two digits. */
function dotted(digits: string): number[][] {
  if (digits === '') return [[]];
  return [1, 2].flatMap((length) => {
    const part = digits.slice(0, length);
    if (part.length < length || part.startsWith('0')) return [];
    return dotted(digits.slice(length)).map((rest) => [Number(part), ...rest]);
  });
}

/** What may follow a label in the count: its first part, its neighbour, the neighbours of what holds it. */
function followers(last: readonly number[]): number[][] {
  if (last.length === 0 || last.length > 6) return [];
  const found = [[...last, 1]];
  for (let depth = last.length; depth > 0; depth--)
    found.push([...last.slice(0, depth - 1), (last[depth - 1] ?? 0) + 1]);
  return found;
}

/** The words at the beginning of a line that make a label of at least two numbers, or one with a dot. */
function leadingLabel(words: readonly RawWord[]): { count: number; text: string } | null {
  let count = 0;
  let text = '';
  for (const word of words.slice(0, 4)) {
    if (!/^\d{1,3}(?:[.,-]\d{1,3})*[.,-]?$/u.test(word.text)) break;
    text += word.text;
    count += 1;
    // Only what ends in a sign goes on; a number without one is the first word of the sentence.
    if (!/[.,-]$/u.test(word.text)) break;
  }
  const next = words[count];
  const isFollowed = next !== undefined && /^[\p{L}("“]/u.test(next.text) && fold(next.text) !== 'thang';
  return count > 0 && isFollowed && /[.,-]/u.test(text) && /[.,-]$/u.test(text) ? { count, text } : null;
}
