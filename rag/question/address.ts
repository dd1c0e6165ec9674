import { fold } from '../../text/normalise.ts';
import type { LibrarySection } from '../library.ts';

/** The kinds of units that people address, widest first. */
export const unitKinds = ['annex', 'part', 'chapter', 'heading', 'article', 'clause', 'point'] as const;
export type UnitKind = (typeof unitKinds)[number];

/** One unit of an address: 'khoản 2'. */
export interface AddressUnit {
  kind: UnitKind;
  /** The word as typed: 'khoản', 'muc'. */
  word: string;
  /** Folded number or letter: '2', 'iii', 'a', '2.1', 'thu hai'. */
  number: string;
}

/** A place in a document that a text addresses: widest unit first. 'khoản 1 và 2 Điều 7' is two addresses. */
export interface Address {
  units: readonly AddressUnit[];
  /** Where it stands in the text. */
  from: number;
  to: number;
}

/** Folded words of units, each with the only accented forms that mean it. */
const unitWords: readonly { kind: UnitKind; word: string; exact: readonly string[]; number: string }[] = (
  [
    ['annex', 'phu luc', ['phụ lục'], String.raw`[ivxlc]{1,6}|\d{1,3}[a-z]?|[a-h]`],
    ['part', 'phan', ['phần'], String.raw`thu \p{L}+|[ivx]{1,5}|\d{1,2}|[a-h]`],
    ['chapter', 'chuong', ['chương'], String.raw`[ivxlc]{1,6}|\d{1,3}`],
    ['heading', 'tieu muc', ['tiểu mục'], String.raw`[ivx]{1,5}|\d{1,2}(?:\.\d{1,2})*`],
    [
      'heading',
      'muc',
      ['mục'],
      String.raw`[ivx]{1,5}(?:\.\d{1,2})+|[ivx]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-h](?:\.\d{1,2})?`,
    ],
    ['article', 'dieu', ['điều'], String.raw`\d{1,3}[a-zđ]?`],
    ['clause', 'khoan', ['khoản'], String.raw`\d{1,3}(?:\.\d{1,3})*[a-zđ]?`],
    ['point', 'diem', ['điểm'], String.raw`[a-zđ]\d?|\d{1,3}(?:\.\d{1,3})*`],
  ] as const
).map(([kind, word, exact, number]) => ({ kind, word, exact, number }));

/** 'mục' for 'muc' */
export const accentedWord = (word: string): string | undefined =>
  unitWords.find((rule) => rule.word === fold(word))?.exact[0];

const unitPattern = new RegExp(
  unitWords
    .map(
      ({ word, number }, i) =>
        String.raw`(?<![\p{L}\p{N}])(?<w${i}>${word})\s+(?:so\s+)?(?<n${i}>(?:${number})(?![\p{L}\p{N}]|[./-]\d|-\p{L})(?:\s*(?:,|va|den|-)\s*(?:${number})(?![\p{L}\p{N}]|[./-]\d|-\p{L}))*)`,
    )
    .join('|'),
  'gu',
);
/** What may stand between the units of one address. */
const joint = /^[\s,]*(?:(?:cua|thuoc|trong|tai|o)\s+)?$/u;

/** The addresses in `text`; with `hasDiacritics` only words spelled as units count ('mức 3' is none). */
export function addressesIn(text: string, hasDiacritics: boolean): Address[] {
  const folded = fold(text);
  const found: { units: AddressUnit[]; from: number; to: number }[] = [];
  for (const match of folded.matchAll(unitPattern)) {
    const at = unitWords.findIndex((_, i) => match.groups?.[`w${i}`] !== undefined);
    const rule = unitWords[at];
    if (!rule) continue;
    const printed = text.slice(match.index, match.index + rule.word.length);
    if (hasDiacritics && !rule.exact.includes(printed.toLowerCase())) continue;
    // 'kỷ niệm chương vì …' is no chapter VI: numbers and letters of units carry no marks, and 'vi' alone is a word.
    const number = text.slice(match.index + rule.word.length, match.index + match[0].length).trim();
    if (fold(number) !== number.toLowerCase().replace(/đ/gu, 'd') || /^(?:vi|xi|di)$/u.test(number)) {
      if (!/^(?:số|thứ|so|thu)\s|(?:và|đến)/u.test(number)) continue;
    }
    const units = numbersIn(match.groups?.[`n${at}`] ?? '').map((read) => ({
      kind: rule.kind,
      word: printed,
      number: read === 'd' ? withStroke(number) : read,
    }));
    found.push({ units, from: match.index, to: match.index + match[0].length });
  }
  return joined(folded, found);
}

/** '1, 2 và 4', '1 đến 3' */
function numbersIn(written: string): string[] {
  const range = /^(\d{1,3})\s*(?:den|-)\s*(\d{1,3})$/u.exec(written);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    if (to > from && to - from < 10) return Array.from({ length: to - from + 1 }, (_, i) => `${from + i}`);
  }
  return written
    .split(/\s*(?:,|(?<!\p{L})va(?!\p{L})|(?<!\p{L})den(?!\p{L}))\s*/u)
    .map((number) => number.trim())
    .filter(Boolean);
}

/** Units that touch are one address, whatever their order; units of one kind side by side are several. */
function joined(
  folded: string,
  found: readonly { units: AddressUnit[]; from: number; to: number }[],
): Address[] {
  const groups: { runs: AddressUnit[][]; from: number; to: number }[] = [];
  for (const { units, from, to } of found) {
    const group = groups.at(-1);
    const kinds = group?.runs.map((run) => run[0]?.kind) ?? [];
    const isNested = !kinds.includes(units[0]?.kind) || units[0]?.kind === 'heading';
    if (group && isNested && joint.test(folded.slice(group.to, from))) {
      group.runs.push(units);
      group.to = to;
    } else groups.push({ runs: [units], from, to });
  }
  return groups.flatMap(({ runs, from, to }) => {
    const ordered = [...runs].sort((a, b) => rankOf(a) - rankOf(b));
    let paths: AddressUnit[][] = [[]];
    for (const run of ordered) paths = paths.flatMap((path) => run.map((unit) => [...path, unit]));
    return paths.slice(0, mostAddresses).map((units) => ({ units, from, to }));
  });
}

const mostAddresses = 12;
/** 'mục 2 mục III': the Roman one is the wider. */
const rankOf = ([unit]: readonly AddressUnit[]): number =>
  unit
    ? unitKinds.indexOf(unit.kind) + (unit.kind === 'heading' && !/^[ivx]/u.test(unit.number) ? 0.5 : 0)
    : 0;

/** Where an address leads in one document. */
export type Resolved =
  | { found: readonly LibrarySection[] }
  /** `inside`: the section that was found before; `has`: its units of the asked kind, in order. */
  | { missing: AddressUnit; inside: LibrarySection | null; has: readonly LibrarySection[] };

/** Looks an address up among the sections of a document, from its widest unit inwards. Several where it is not unique. */
export function resolveAddress(address: Address, sections: readonly LibrarySection[]): Resolved {
  let found: readonly LibrarySection[] = [];
  let isFirst = true;
  for (const unit of address.units.flatMap(dotted)) {
    const within: readonly LibrarySection[] = isFirst
      ? sections
      : sections.filter((section) => found.some((outer) => holds(outer, section)));
    const next = meant(unit, within, sections);
    if (next.length === 0)
      return {
        missing: unit,
        inside: found[0] ?? null,
        has: ofKind(unit.kind, within, sections),
      };
    found = next;
    isFirst = false;
  }
  return { found };
}

const holds = (outer: LibrarySection, inner: LibrarySection): boolean =>
  inner.ordinal !== outer.ordinal && inner.charFrom >= outer.charFrom && inner.charTo <= outer.charTo;

/** 'mục III.2' is mục 2 of mục III; '2.1' stays one number, as documents print it. */
const dotted = (unit: AddressUnit): AddressUnit[] => {
  const match = /^([ivx]+|[a-h])\.(.+)$/u.exec(unit.number);
  return unit.kind === 'heading' && match
    ? [
        { ...unit, number: match[1] as string },
        { ...unit, number: match[2] as string },
      ]
    : [unit];
};

/** The sections that a unit means: exactly so numbered, else of the same value ('phần 2' is 'II'). Outermost only. */
function meant(
  unit: AddressUnit,
  within: readonly LibrarySection[],
  all: readonly LibrarySection[],
): readonly LibrarySection[] {
  const candidates = ofKind(unit.kind, within, all);
  const exact = candidates.filter((section) => numberOf(section) === unit.number);
  const value = valueOf(unit.number);
  const matching =
    exact.length > 0 || value === null
      ? exact
      : candidates.filter((section) => valueOf(numberOf(section)) === value);
  return matching.filter((section) => !matching.some((outer) => holds(outer, section)));
}

const hasArticles = (sections: readonly LibrarySection[]): boolean =>
  sections.some(({ level }) => level === 'article');

/** The sections that people call by a kind of unit: what is numbered without a word is mục, phần or khoản alike. */
function ofKind(
  kind: UnitKind,
  within: readonly LibrarySection[],
  all: readonly LibrarySection[],
): LibrarySection[] {
  const bare = (section: LibrarySection): boolean =>
    ['heading', 'item'].includes(section.level) && /^[\dIVXA-H.]+$/u.test(section.label);
  return within.filter((section) => {
    const word = wordOf(section);
    switch (kind) {
      case 'annex':
        return word === 'phu luc' || (section.level === 'annex' && section.label !== '');
      case 'part':
        return word === 'phan' || (section.level === 'heading' && bare(section));
      case 'chapter':
        return word === 'chuong';
      case 'heading':
        return word === 'muc' || word === 'tieu muc' || bare(section);
      case 'article':
        return word === 'dieu';
      case 'clause':
        return word === 'khoan' || (!hasArticles(all) && bare(section));
      case 'point':
        return word === 'diem' || bare(section);
    }
  });
}

const labelPattern = /^(?<word>[a-zđ ]*?)\s*(?:so\s+)?(?<number>thu \p{L}+|[\p{N}\p{L}.]+)$/u;
const wordOf = (section: LibrarySection): string =>
  labelPattern.exec(fold(section.label))?.groups?.['word']?.trim() ?? '';
const numberOf = (section: LibrarySection): string => {
  const number = labelPattern.exec(fold(section.label))?.groups?.['number'] ?? '';
  return number === 'd' ? withStroke(section.label) : number;
};
/** 'd' and 'đ' are two letters of the order that points go by. */
const withStroke = (printed: string): string => (/(?<!\p{L})đ$/iu.test(printed) ? 'đ' : 'd');

const spelled = ['nhat', 'hai', 'ba', 'tu', 'nam', 'sau', 'bay', 'tam', 'chin', 'muoi'];
const romans: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

/** 2 for '2', 'ii', 'thu hai'; null for letters. */
export function valueOf(number: string): number | null {
  if (/^\d+$/u.test(number)) return Number(number);
  if (number.startsWith('thu ')) {
    const at = spelled.indexOf(number.slice(4));
    return at < 0 ? null : at + 1;
  }
  if (!/^[ivxlc]+$/u.test(number)) return null;
  const values = [...number].map((letter) => romans[letter] as number);
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0);
}

/** Where a section stands, as locators say it: 'Điều 4, khoản 2', 'mục III.1', 'Chương II'; empty for unnumbered ones. */
export function placeOfSection(section: LibrarySection, sections: readonly LibrarySection[]): string {
  if (section.label === '') return '';
  const path: LibrarySection[] = [];
  for (let at: LibrarySection | undefined = section; at;) {
    path.unshift(at);
    const parent: number | null = at.parentOrdinal;
    at = parent === null ? undefined : sections.find(({ ordinal }) => ordinal === parent);
  }
  const article = path.findIndex(({ level }) => level === 'article');
  const own =
    article >= 0 ? path.slice(article) : path.filter(({ level }) => level !== 'chapter' || path.length === 1);
  let bare: string[] = [];
  const words: string[] = [];
  for (const { label } of own) {
    if (label === '') continue;
    if (/^[\dIVXA-H.]+$/u.test(label)) {
      bare = label.includes('.') ? [label] : [...bare, label];
      if (bare.length === 1) words.push(`mục ${label}`);
      else words[words.length - 1] = `mục ${bare.join('.')}`;
    } else words.push(label);
  }
  return words.join(', ');
}
