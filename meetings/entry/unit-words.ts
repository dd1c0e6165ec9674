import { fold } from '../../text/normalise.ts';
import { isSyllable, isUnmarkedSyllable } from '../../text/telex-syllable.ts';
import type { GuidedEnvironment, UnitChoice } from './guided.ts';
import { isChatter } from './left-over.ts';
import { isSlip } from './near-units.ts';

/*
 * Which words of a line are the unit's name: the longest run of them that names one unit and no other. What stands
 * beside the run is handed back, so that nothing of the line is lost with the choice of it.
 */

/** Units that the words name, and the words that do not. */
export interface UnitReading {
  /** One: the unit. More: it is to be asked. None: no run names any. */
  units: UnitChoice[];
  /** Runs of other words, small talk left out. */
  left: { words: string; isBeside: boolean }[];
}

interface Word {
  text: string;
  folded: string;
  from: number;
  to: number;
}
const wordsOf = (piece: string): Word[] =>
  [...piece.matchAll(/[\p{L}\p{M}\p{N}]+(?:\/[\p{L}\p{N}]+)?/gu)].map((match) => ({
    text: match[0],
    folded: fold(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }));

/** Words that stand in many names; a run of nothing else names no unit. */
const common = new Set(
  'chi bo dang uy co so truc thuoc cua thon xa phuong tinh huyen to khu ap cac ban'.split(' '),
);
/** 'chi bộ', 'đảng ủy' alone; 'đảng ủy xã' and 'Tỉnh ủy' are names. */
const isCommon = (run: readonly Word[]): boolean =>
  run.every(({ folded }) => common.has(folded)) &&
  !/(?:uy|bo) (?:xa|phuong|tinh|huyen)$|^(?:tinh|huyen) uy$/u.test(run.map(({ folded }) => folded).join(' '));
/** A word of every name, or of small talk: 'Sở' in capitals is the name's own. */
const isOutside = ({ text, folded }: Word): boolean =>
  (common.has(folded) && folded !== 'so') || (isChatter(text) && !/^\p{Lu}\p{Ll}/u.test(text));
const longest = 12;
/** Every unit is tried at every word: in a page that somebody pasted, the name is looked for at its beginning. */
const mostWords = 120;

interface Claim {
  unit: UnitChoice;
  piece: number;
  first: number;
  last: number;
}

/** Reads the unit out of the pieces between commas. */
export function readUnit(pieces: readonly string[], environment: GuidedEnvironment): UnitReading {
  let left = mostWords;
  const told = pieces.map((piece) => {
    const words = wordsOf(piece);
    const searched = Math.min(words.length, left);
    left -= searched;
    return { piece, words, searched };
  });
  const claims: Claim[] = [];
  const most = Math.min(longest, Math.max(0, ...told.map(({ words }) => words.length)));
  for (let length = most; length > 0; length--) {
    told.forEach(({ piece, words, searched }, at) => {
      for (let i = 0; i + length <= searched; i++) {
        const taken = claims.some((one) => one.piece === at && one.first < i + length && i <= one.last);
        const run = words.slice(i, i + length);
        if (taken || isCommon(run)) continue;
        // One syllable alone is in too many names, and is part of too many other words.
        const isShort =
          /^[a-z]{3,}$/u.test(run[0]?.folded ?? '') && !isUnmarkedSyllable(run[0]?.folded ?? '');
        if (length === 1 && (words.length > 1 || claims.length > 0) && !isShort) continue;
        const text = piece.slice(run[0]?.from, run.at(-1)?.to);
        const units = unitsOf(text, run, environment);
        const [unit] = units;
        if (unit && units.length === 1) claims.push({ unit, piece: at, first: i, last: i + length - 1 });
      }
    });
  }
  const [claim] = claims;
  const rivals =
    claim && claims.length === 1 ? rivalsOf(claim, told[claim.piece]?.words ?? [], environment) : [];
  const own = rivals.length > 1 ? rivals : ownOf(claims);
  return { units: own, left: own.length > 0 ? leftOf(told, claims) : [] };
}

/** Units that a run of words names, none of which is written otherwise there: 'Vân' is no 'Văn'. */
function unitsOf(text: string, run: readonly Word[], environment: GuidedEnvironment): UnitChoice[] {
  const found = [text, asOrganisation(text), text.replace(/^Tỉnh ủy$/iu, 'Thành ủy')]
    .map((name) => environment.matchUnits(name).filter((unit) => isWrittenAlike(run, unit)))
    .find((units) => units.length > 0);
  if (found) return found;
  const initials = byInitials(environment.units ?? [], run);
  return initials.length > 0 ? initials : bySlip(environment.units ?? [], run);
}

/** 'hanh chnih': one word of the name with a slip in it that makes it no syllable, the others as they are. */
function bySlip(units: readonly UnitChoice[], run: readonly Word[]): UnitChoice[] {
  const typed = asBody(run.map(({ folded }) => folded));
  const slips = typed.filter(
    (word) => word.length >= 3 && /^[a-z]+$/u.test(word) && !isUnmarkedSyllable(word),
  );
  if (slips.length !== 1) return [];
  return units.filter(({ name }) => {
    const words = asBody(wordsOf(name).map(({ folded }) => folded));
    return [words, words.slice(2)].some(
      (own) =>
        own.length >= 2 &&
        own.length === typed.length &&
        own.every((word, i) => word === typed[i] || (typed[i] === slips[0] && isSlip(word, typed[i] ?? ''))),
    );
  });
}

/** A committee, said for the organisation that it leads. */
const asOrganisation = (text: string): string =>
  text.replace(/^(?:đảng|dang) (?:ủy|uỷ|uy)(?!\p{L})/iu, 'Đảng bộ');

const plainTones = (word: string): string => word.normalize('NFC').toLowerCase().replace(/uỷ/gu, 'ủy');
/** The units that the whole of `text` names and does not write otherwise. */
export const matchAlike = (environment: GuidedEnvironment, text: string): UnitChoice[] =>
  environment.matchUnits(text).filter((unit) => isWrittenAlike(wordsOf(text), unit));

/** 'đoai' for 'Đoài': marks may be missing, other marks may not stand there. */
function lacksOnly(typed: string, name: string): boolean {
  const letters = (word: string): string[] =>
    plainTones(word)
      .replace(/đ/gu, 'd\u0335')
      .normalize('NFD')
      .match(/\p{L}\p{M}*/gu) ?? [];
  // 'họp' has its tone, so nothing was forgotten: it is no 'hợp'.
  if (/[\u0300\u0301\u0303\u0309\u0323]/u.test(typed.normalize('NFD')))
    return plainTones(typed) === plainTones(name);
  const own = letters(name);
  return letters(typed).every((letter, i) => [...letter].every((mark) => own[i]?.includes(mark)));
}

/** Whether no word typed with diacritics stands in the name with others. */
function isWrittenAlike(run: readonly Pick<Word, 'text' | 'folded'>[], unit: UnitChoice): boolean {
  const own = wordsOf(unit.name);
  return run.every((word) => {
    // 'truờng': no syllable, so a mark was forgotten.
    if (word.text.toLowerCase() === word.folded || !isSyllable(word.text.normalize('NFC').toLowerCase()))
      return true;
    const same = own.filter(({ folded }) => folded === word.folded);
    return same.length === 0 || same.some(({ text }) => lacksOnly(word.text, text));
  });
}

/** 'Đảng ủy các cơ quan tỉnh': with the common word behind the run it may as well be a part of other names. */
function rivalsOf(claim: Claim, words: readonly Word[], environment: GuidedEnvironment): UnitChoice[] {
  if (!common.has(words[claim.last + 1]?.folded ?? '')) return [];
  const typed = asBody(words.slice(claim.first, claim.last + 2).map(({ folded }) => folded));
  return (environment.units ?? []).filter(({ name }) =>
    standsIn(
      typed,
      wordsOf(name).map(({ folded }) => folded),
    ),
  );
}

/** Whether the typed words, or the words of which they are the first letters, stand in a name in this order. */
function standsIn([word, ...rest]: readonly string[], name: readonly string[]): boolean {
  if (word === undefined) return true;
  const isInitials = /^[bcdghklmnpqrstvx]{2,6}$/u.test(word);
  return name.some((own, i) =>
    own === word
      ? standsIn(rest, name.slice(i + 1))
      : isInitials &&
        [...word].every((letter, k) => name[i + k]?.startsWith(letter)) &&
        standsIn(rest, name.slice(i + word.length)),
  );
}

/** 'chi bộ thôn Đông, Đảng bộ xã Vân Hạ': the wider one says whose the cell is; two cells leave it open. */
function ownOf(claims: readonly Claim[]): UnitChoice[] {
  const units = [...new Map(claims.map(({ unit }) => [unit.id, unit])).values()];
  if (units.length < 2) return units;
  const cells = units.filter(({ name }) => /^chi bo/u.test(fold(name)));
  return cells.length === 1 ? cells : units;
}

function leftOf(
  told: readonly { piece: string; words: readonly Word[] }[],
  claims: readonly Claim[],
): UnitReading['left'] {
  const left: UnitReading['left'] = [];
  told.forEach(({ piece, words }, at) => {
    const own = claims.filter((one) => one.piece === at).sort((a, b) => a.first - b.first);
    const edges = [-1, ...own.flatMap(({ first, last }) => [first, last]), words.length];
    for (let i = 0; i + 1 < edges.length; i += 2) {
      const [after = -1, before = 0] = [edges[i], edges[i + 1]];
      const run = words.slice(after + 1, before);
      const isBeside = own.length > 0;
      // 'Đảng ủy Vân | Hạ': a capital beside the name is no particle of speech.
      const isCapital = isBeside && /^\p{Lu}\p{Ll}/u.test(run[0]?.text ?? '') && run.length === 1;
      const beside = piece.slice(run[0]?.from ?? 0, run.at(-1)?.to ?? 0);
      if (isChatter(beside) && !(isCapital && particle.test(fold(beside)))) continue;
      // 'Đảng ủy xã' without the xã's name, 'chi bộ chúng tôi': no name of its own.
      while (run[0] && isBeside && isOutside(run[0])) run.shift();
      while (run.length > 0 && common.has(run.at(-1)?.folded ?? '')) run.pop();
      const [first, last] = [run[0], run.at(-1)];
      if (!first || !last) continue;
      const text = piece.slice(first.from, last.to);
      if (isCapital || !isChatter(text)) left.push({ words: text, isBeside });
    }
  });
  return left;
}

/** Small talk of one syllable that is a name's syllable too. */
const particle =
  /^(?:a|ha|hen|nha|em|minh|oi|ca|nho|tam|hoi|don|tan|an|chung|con|chi|anh|noi|thi|thu|tu|san)$/u;

/** 'chi bộ trường', 'chi bộ phòng': a word for many units and the name of none; whichever begins with it may be meant. */
export function unitsOfSort(units: readonly UnitChoice[], text: string): UnitChoice[] {
  const sort = /^(?:chi bo|chi uy) (truong|phong|ban|khoa|so|co quan)$/u.exec(fold(text).trim())?.[1];
  if (sort === undefined) return [];
  return units.filter(({ name }) =>
    fold(name)
      .replace(/^(?:chi|dang) bo /u, '')
      .startsWith(`${sort} `),
  );
}

/** 'QS xã VH' for 'Quân sự xã Vân Hạ': every word is one of the name's or the first letters of several. */
function byInitials(units: readonly UnitChoice[], run: readonly Word[]): UnitChoice[] {
  const typed = run.map(({ folded }) => folded);
  if (
    !typed.some((word) => /^[bcdghklmnpqrstvx]+[a-z]*$/u.test(word) && word.length >= 2 && word.length <= 6)
  )
    return [];
  const key = asBody(typed);
  return units.filter(({ name }) => {
    const words = asBody(wordsOf(name).map(({ folded }) => folded));
    const bare = words.slice(2);
    const isKind = /^(?:chi|dang)$/u.test(key[0] ?? '') && key[1] === 'bo';
    return fits(key, words, false) || (!isKind && fits(key, bare, false));
  });
}

/** A committee for the organisation that it leads. */
const asBody = (words: readonly string[]): string[] =>
  words
    .join(' ')
    .replace(/^dang uy(?= |$)/u, 'dang bo')
    .replace(/^chi uy(?= |$)/u, 'chi bo')
    .split(' ');

function fits(typed: readonly string[], name: readonly string[], hasInitials: boolean, before = ''): boolean {
  const [word, ...rest] = typed;
  // 'Khối CCQ tỉnh' for '… tỉnh Sông Vân': which province is left to be understood.
  const isRest = name.length <= 2 && /^(?:tinh|xa|phuong|huyen)$/u.test(before);
  if (word === undefined) return (name.length === 0 || isRest) && hasInitials;
  if (name.length === 0) return false;
  if (word === name[0] && fits(rest, name.slice(1), hasInitials, word)) return true;
  // 'th đông': the beginning of a word, without its vowel.
  if (
    word.length > 1 &&
    !/[aeiouy]/u.test(word) &&
    name[0]?.startsWith(word) &&
    fits(rest, name.slice(1), true, word)
  )
    return true;
  // 'xddang': first letters, then a whole word.
  const whole =
    word.slice(0, -2).length > 0
      ? name.findIndex((one, i) => i > 0 && one.length > 2 && word.slice(i) === one)
      : -1;
  if (
    whole > 0 &&
    [...word.slice(0, whole)].every((letter, i) => name[i]?.startsWith(letter)) &&
    fits(rest, name.slice(whole + 1), true)
  )
    return true;
  const many = word.length;
  return (
    many >= 1 &&
    many <= name.length &&
    [...word].every((letter, i) => name[i]?.startsWith(letter)) &&
    fits(rest, name.slice(many), true)
  );
}
