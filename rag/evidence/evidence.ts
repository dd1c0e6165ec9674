import { fold } from '../../text/normalise.ts';
import { bigrams } from '../../text/syllables.ts';
import type { Question, Slot } from '../question/analyse.ts';
import { holdsType, valuesOf, valueTypes } from './holds.ts';
import { classifiers, isAttached } from './values.ts';
import type { Fact } from '../question/facts.ts';
import { contextText, type PreparedPassage, type PreparedUnit, type Rarity } from './prepare.ts';
import type { RankedUnit } from './rank-units.ts';
import { askedCells, cellsIn, columnsOfContext } from './table-rows.ts';
import type { GateFeature } from './gate-weights.ts';

/** Something asked for that the evidence does not give. */
export interface Missing {
  /** A slot of the question, what is counted, the value itself, or the decision asked about. */
  kind: Slot['kind'] | 'counted' | 'value' | 'predicate';
  /** In the person's words; for 'value' the question type, worded in `prompts/`. */
  label: string;
  slot?: Slot;
}

/** A candidate answer held against the question. */
export interface Evidence {
  ranked: RankedUnit;
  missing: readonly Missing[];
  /** Ranges of the asked value in the passage text. */
  values: readonly [number, number][];
  /** How sure it is that this answers the question, 0..1. */
  confidence: number;
  /** How well the passage fits the question, what it lacks left aside, 0..1: whether it is worth showing at all. */
  relevance: number;
  features: Readonly<Record<GateFeature, number>>;
}

/** Slots that only the rest of the document may fill: when, where and at which event the whole text is set. */
export const isDocumentSlot = (slot: Slot): boolean =>
  ['date', 'month', 'year', 'period', 'place', 'name', 'ordinal', 'symbol'].includes(slot.kind);

/** The units that belong to a candidate: lead-in, itself, its items. */
export function blockOf({ passage, unit, beside }: RankedUnit): PreparedUnit[] {
  const at = (index: number): PreparedUnit => passage.units[index] as PreparedUnit;
  return [
    ...(unit.lead === null ? [] : [at(unit.lead)]),
    unit,
    ...unit.items.map(at),
    ...(beside === undefined ? [] : [at(beside)]),
  ];
}

/**
 * The sentence before or after in the same paragraph that holds the value or the reason which `ranked` lacks: "… họp
 * phiên thứ 15. Đồng chí … chủ trì." answers who only with both.
 */
export function besideOf(question: Question, { passage, unit, index }: RankedUnit): number | null {
  const isReason = question.type === 'reason';
  if (!isReason && !valueTypes.has(question.type) && question.type !== 'place') return null;
  if (unit.kind !== 'sentence' || holdsType(question, unit) >= 0.6) return null;
  for (const at of [index + 1, index - 1]) {
    const other = passage.units[at];
    if (!other || other.line !== unit.line || other.kind !== 'sentence') continue;
    if (holdsType(question, other) < 1 || (isReason && at < index)) continue;
    // Another sentence's person need not be the one who is asked for: it must share the matter.
    if (question.type === 'person' && !sharesMatter(question, unit, other)) continue;
    return at;
  }
  return null;
}

/** The neighbour says a pair of the question that the unit itself does not. */
const sharesMatter = (question: Question, unit: PreparedUnit, other: PreparedUnit): boolean =>
  question.pairs.some((pair) => other.pairs.has(pair) && !unit.pairs.has(pair));

/** True where the unit, its passage or its heading and title state the slot. */
export function isFilled(question: Question, slot: Slot, ranked: RankedUnit): boolean {
  const { passage } = ranked;
  if (slot.kind === 'place' || slot.kind === 'name') {
    if (isOtherBody(question, slot, ranked)) return false;
    return hasPhrase(slot, passage.body.sequence) || hasPhrase(slot, passage.context.sequence);
  }
  const { document } = passage.passage;
  if (slot.kind === 'symbol') {
    const isIt = document.symbolKey !== null && sameSymbol(slot.key, `sym:${document.symbolKey}`);
    return (
      isIt || allFacts(passage).some((fact) => fact.symbol !== undefined && sameSymbol(slot.key, fact.key))
    );
  }
  const facts = factsFor(question, slot, passage);
  const stated = new Set(facts.map((fact) => fact.key));
  if (stated.has(slot.key)) return true;
  // "6 tháng cuối năm" is not stated where the text speaks of the first six.
  const half = /^(period:\d{4}-)\p{L}+(-\d+T)$/u.exec(slot.key);
  if (half && ['dau', 'cuoi'].some((name) => stated.has(`${half[1]}${name}${half[2]}`))) return false;
  const year = /\d{4}/u.exec(slot.key)?.[0];
  const apart = new Set(
    facts.filter((fact) => !isPartOfOtherYear(fact, facts, year)).map((fact) => fact.key),
  );
  return looserKeys(slot.key).some((parts) => parts.every((part) => apart.has(part)));
}

/** The month of "31/12/2024" is not that of a question about 2023, though 2023 stands somewhere too. */
const isPartOfOtherYear = (fact: Fact, facts: readonly Fact[], year: string | undefined): boolean =>
  /^(?:date|month|quarter):-/u.test(fact.key) &&
  facts.some(
    (whole) =>
      whole.from === fact.from &&
      whole.to === fact.to &&
      /^(?:date|month|quarter):\d{4}/u.test(whole.key) &&
      !whole.key.includes(`:${year ?? ''}-`),
  );

/** "Bí thư Huyện ủy X" where the sentence speaks of "Huyện ủy Y" alone: X may stand near, but is not meant. */
function isOtherBody(question: Question, slot: Slot, ranked: RankedUnit): boolean {
  const before =
    /(?<!\p{L})(huyện ủy|tỉnh ủy|thành ủy|thị ủy|đảng ủy|đảng bộ huyện|đảng bộ xã|đảng bộ phường)\s+$/iu.exec(
      question.text.slice(0, slot.from),
    )?.[1];
  if (before === undefined) return false;
  const others = new RegExp(String.raw`(?<!\p{L})${before}\s+(\p{L}+(?:\s+\p{L}+)?)`, 'giu');
  const named = blockOf(ranked).flatMap((unit) =>
    [...unit.text.matchAll(others)].flatMap((match) =>
      /^\p{Lu}\p{Ll}/u.test(match[1] ?? '') ? [fold(match[1] as string)] : [],
    ),
  );
  return named.length > 0 && !named.some((name) => name.startsWith(slot.key) || slot.key.startsWith(name));
}

const plans =
  /(?<!\p{L})(?:nhiệm vụ|phương hướng|kế hoạch|chương trình|giải pháp|mục tiêu|dự kiến)(?!\p{L})/iu;
const plansFolded =
  /(?<!\p{L})(?:nhiem vu|phuong huong|ke hoach|chuong trinh|giai phap|muc tieu|du kien)(?!\p{L})/u;

/**
 * The facts that may fill a slot. "Kết quả 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm" says nothing of the second half
 * but what is planned: it fills only the slot of a question about plans.
 */
function factsFor(question: Question, slot: Slot, passage: PreparedPassage): readonly Fact[] {
  const isOrdinal = slot.kind === 'ordinal';
  if (!isOrdinal && (slot.kind !== 'period' || plansFolded.test(question.frame))) return allFacts(passage);
  const head = contextText(passage.passage);
  const body = passage.passage.text;
  const asked = isOrdinal ? countedEvent(question.text, slot) : null;
  const fills = (text: string, fact: Fact): boolean => {
    if (!isOrdinal) return !isPlan(text, fact.from);
    const event = asked !== null && fact.kind === 'ordinal' ? countedEvent(text, fact) : null;
    return event === null || event === asked;
  };
  return [
    ...passage.units.flatMap((unit) => unit.facts).filter((fact) => fills(body, fact)),
    ...passage.contextFacts.filter((fact) => fills(head, fact)),
  ];
}

const isPlan = (text: string, at: number): boolean =>
  plans.test(/[^.;,\n]*$/u.exec(text.slice(Math.max(0, at - 50), at))?.[0] ?? '');

const events: readonly (readonly [string, RegExp])[] = [
  ['congress', /(?<!\p{L})dai hoi(?!\p{L})/gu],
  ['term', /(?<!\p{L})(?:khoa|nhiem ky)(?!\p{L})/gu],
  ['session', /(?<!\p{L})(?:hoi nghi|ky hop|hop ky|phien hop|phien|cuoc hop|hop)(?!\p{L})/gu],
  ['part', /(?<!\p{L})(?:chuong|muc|phan)(?!\p{L})/gu],
];

/** What "lần thứ 19" counts: the nearest event named before it in the sentence; null where none is. */
function countedEvent(text: string, { from, to }: { from: number; to: number }): string | null {
  const before =
    fold(text.slice(Math.max(0, from - 90), to))
      .split(/[.;\n]/u)
      .at(-1) ?? '';
  let nearest: { at: number; event: string } | null = null;
  for (const [event, pattern] of events)
    for (const match of before.matchAll(pattern))
      if (nearest === null || match.index > nearest.at) nearest = { at: match.index, event };
  return nearest?.event ?? null;
}

const allFacts = (passage: PreparedPassage) => [
  ...passage.units.flatMap((unit) => unit.facts),
  ...passage.contextFacts,
];

/** Symbol keys agree where neither leaves open a part in which they differ: '603|QD|' is any QĐ number 603. */
export function sameSymbol(a: string, b: string): boolean {
  const [numberA = '', typeA = '', issuerA = ''] = a.replace(/^sym:/u, '').split('|');
  const [numberB = '', typeB = '', issuerB = ''] = b.replace(/^sym:/u, '').split('|');
  const agree = (x: string, y: string): boolean => x === '' || y === '' || x === y;
  return numberA === numberB && agree(typeA, typeB) && agree(issuerA, issuerB);
}

/** A full period is also stated in parts: "quý 2" under a text of 2023, "29/9" in a text of that year. */
function looserKeys(key: string): string[][] {
  const quarter = /^quarter:(\d{4})-(Q\d)$/u.exec(key);
  if (quarter) return [[`quarter:-${quarter[2]}`, `year:${quarter[1]}`]];
  const month = /^month:(\d{4})-(\d\d)$/u.exec(key);
  if (month) return [[`month:-${month[2]}`, `year:${month[1]}`]];
  const date = /^date:(\d{4})-(\d\d)-(\d\d)$/u.exec(key);
  if (date) return [[`date:-${date[2]}-${date[3]}`, `year:${date[1]}`]];
  const period = /^period:(\d{4})-\p{L}+-(\d+)T$/u.exec(key);
  if (period) return [[`dur:${period[2]}:thang`, `year:${period[1]}`]];
  const term = /^term:(\d{4})-(\d{4})$/u.exec(key);
  if (term) return [[`year:${term[1]}`, `year:${term[2]}`]];
  return [];
}

/** A place or short name is there as a whole, a longer name where half of it stands in a row. */
function hasPhrase(slot: Slot, sequence: readonly string[]): boolean {
  const words = slot.key.split(' ');
  // One syllable of two is often an everyday word ("Hà Nam", "năm").
  const needed = slot.kind === 'place' || words.length <= 2 ? words.length : Math.ceil(words.length / 2);
  for (let at = 0; at < sequence.length; at++) {
    let run = 0;
    while (run < words.length && sequence[at + run] === words[run]) run += 1;
    if (run >= needed) return true;
    if (slot.kind === 'name' && words.length > 1) {
      let tail = 0;
      while (tail < needed && sequence[at + tail] === words[words.length - needed + tail]) tail += 1;
      if (tail >= needed) return true;
    }
  }
  return false;
}

/**
 * Holds a candidate against the question. `documentStates` says whether the candidate's document states a slot
 * elsewhere (its dateline, another paragraph).
 */
export function checkEvidence(
  question: Question,
  ranked: RankedUnit,
  rarity: Rarity,
  documentStates: (documentId: string, slot: Slot) => boolean,
): Pick<Evidence, 'missing' | 'values'> {
  const missing: Missing[] = [];
  // A value must stand in the sentence itself; somewhere in the list that it introduces is not enough.
  const block = blockOf(ranked).filter(
    (unit) =>
      !valueTypes.has(question.type) ||
      !ranked.unit.items.some((item) => ranked.passage.units[item] === unit),
  );
  const documentId = ranked.passage.passage.document.id;
  for (const slot of question.slots) {
    if (isFilled(question, slot, ranked)) continue;
    if (isDocumentSlot(slot) && documentStates(documentId, slot)) continue;
    missing.push({ kind: slot.kind, label: slot.label, slot });
  }
  const cells = cellsAsked(question, ranked);
  const values = cells ?? block.flatMap((unit) => valuesOf(question, unit));
  const typeMissing = missingValue(question, ranked, block, values.length > 0);
  if (typeMissing) missing.push(typeMissing);
  const isCount = question.type === 'number' && question.counted.words.length > 0;
  const { text } = ranked.passage.passage;
  if (
    isCount &&
    cells === null &&
    values.length > 0 &&
    !isAttached(question, text, values) &&
    !countsPeople(question, block)
  ) {
    missing.push({ kind: 'counted', label: question.counted.label });
    return { missing, values };
  }
  const counted = missingCounted(question, block, ranked.passage, rarity);
  if (counted) missing.push(counted);
  const predicate = missingPredicate(question, block);
  if (predicate) missing.push(predicate);
  return { missing, values };
}

/** Figures of a table row in the columns that the question names; null for anything else. */
function cellsAsked(question: Question, { passage, unit }: RankedUnit): [number, number][] | null {
  if (
    unit.kind !== 'row' ||
    !['number', 'percent', 'money', 'duration', 'date', 'person'].includes(question.type)
  )
    return null;
  const head = unit.lead === null ? undefined : passage.units[unit.lead];
  const columns =
    columnsOfContext(passage.passage.context) ?? (head ? cellsIn(head.text, 0).map(({ text }) => text) : []);
  const cells = askedCells(question, cellsIn(unit.text, unit.from), columns);
  return cells.length === 0 ? null : cells.map(({ from, to }) => [from, to]);
}

function missingValue(
  question: Question,
  ranked: RankedUnit,
  block: readonly PreparedUnit[],
  hasValue: boolean,
): Missing | null {
  const absent: Missing = { kind: 'value', label: question.type };
  const { frame, type } = question;
  if (type === 'place' && /(?<!\p{L})(?:tinh|thanh pho|huyen|xa|nuoc) nao(?!\p{L})/u.test(frame)) {
    return block.some((unit) => holdsType(question, unit) >= 1) ? null : absent;
  }
  if (type === 'list' && isQuotedMention(question, block)) return absent;
  if (!valueTypes.has(type)) return null;
  if (!hasValue) return block.some((unit) => holdsType(question, unit) > 0) ? null : absent;
  const asked = question.slots.filter((slot) => slot.kind === 'symbol');
  if (type === 'symbol' && /(?<!\p{L})(?:so hieu|ky hieu)(?!\p{L})/u.test(frame))
    return missingOwnSymbol(question, ranked, block) ? absent : null;
  if (type === 'date' && asked.length > 0 && asksForIssueDate(question)) {
    const isDated = block.some((unit) =>
      unit.facts.some(
        ({ symbol, key }) =>
          symbol && symbol.issuedOn !== null && asked.some((slot) => sameSymbol(slot.key, key)),
      ),
    );
    const { document } = ranked.passage.passage;
    const isOwn =
      document.issuedOn !== null &&
      asked.some((slot) => sameSymbol(slot.key, `sym:${document.symbolKey ?? ''}`));
    if (!isDated && !isOwn) return absent;
  }
  return null;
}

/** "08-NQ/ĐUK ban hành ngày nào": the day must belong to that symbol, not merely stand near it. */
export function asksForIssueDate(question: Question): boolean {
  if (/(?<!\p{L})(?:ban hanh|ky ngay|ra ngay)(?!\p{L})/u.test(question.frame)) return true;
  const matter = question.words.filter((word) => !/^\d/u.test(word));
  return matter.length <= 8 && /(?<!\p{L})ngay (?:nao|may|bao nhieu)/u.test(question.frame);
}

/** "Ký hiệu của Quy định 603": a symbol of the same number; of a described document: one beside its description. */
function missingOwnSymbol(question: Question, ranked: RankedUnit, block: readonly PreparedUnit[]): boolean {
  const symbols = block.flatMap((unit) =>
    unit.facts.flatMap((fact) => (fact.symbol?.issuerCode ? [fact] : [])),
  );
  const asked = question.slots.filter((slot) => slot.kind === 'symbol');
  if (asked.length > 0) return !symbols.some((fact) => asked.some((slot) => sameSymbol(slot.key, fact.key)));
  const { document } = ranked.passage.passage;
  const title = ranked.passage.context.words;
  const about = question.content.filter((word) => !['so', 'hieu', 'ky'].includes(word));
  const isAboutDocument = about.filter((word) => title.has(word)).length >= about.length * 0.7;
  if (isAboutDocument) return document.symbol === null;
  return symbols.length === 0;
}

/** "3 điều cần làm" only mentioned in quotation marks, with nothing that spells it out. */
function isQuotedMention(question: Question, block: readonly PreparedUnit[]): boolean {
  const quoted = /["“']([^"”']{4,60})["”']/u.exec(question.text)?.[1];
  if (quoted === undefined) return false;
  const text = block.map((unit) => unit.text).join('\n');
  const at = text.toLowerCase().indexOf(quoted.toLowerCase());
  if (at < 0) return true;
  return !/^["”']?\s*(?::|là(?!\p{L})|gồm|bao gồm|như sau|\()/u.test(text.slice(at + quoted.length));
}

const personNouns = new Set([
  'uy vien',
  'dai bieu',
  'thanh vien',
  'can bo',
  'cong chuc',
  'cap uy vien',
  'uy vien chuyen trach',
  'vien chuc',
  'bien che',
]);

/** People are counted as "đồng chí" or "người" whatever they are called before. */
function countsPeople(question: Question, block: readonly PreparedUnit[]): boolean {
  if (!personNouns.has(question.counted.words.join(' '))) return false;
  return block.some((unit) => /\d\s+(?:đồng chí|người|đ\/c)(?!\p{L})/u.test(unit.text));
}

function missingCounted(
  question: Question,
  block: readonly PreparedUnit[],
  passage: PreparedPassage,
  rarity: Rarity,
): Missing | null {
  const nouns = question.counted.words.filter((word) => !classifiers.has(word));
  if (countsPeople(question, block)) return null;
  if (nouns.length === 0 || !['number', 'percent', 'money', 'duration'].includes(question.type)) return null;
  const absent = nouns.filter(
    (word) => !block.some((unit) => unit.words.has(word)) && !passage.context.words.has(word),
  );
  const weight = (words: readonly string[]): number => words.reduce((sum, word) => sum + rarity.of(word), 0);
  // Words may stand apart ("khai" in "triển khai"); the pairs tell whether the phrase is there.
  const pairs = bigrams(nouns);
  const absentPairs = pairs.filter(
    (pair) => !block.some((unit) => unit.pairs.has(pair)) && !passage.context.pairs.has(pair),
  );
  const isAbsent =
    weight(absent) / weight(nouns) > countedTolerance ||
    (absent.length > 0 && pairs.length > 0 && weight(absentPairs) / weight(pairs) > pairTolerance);
  return isAbsent ? { kind: 'counted', label: question.counted.label } : null;
}

/** Share of the counted phrase that may be worded differently. */
const countedTolerance = 0.34;
/** Share of its neighbouring pairs that may be broken up, where a word is missing too. */
const pairTolerance = 0.6;

function missingPredicate(question: Question, block: readonly PreparedUnit[]): Missing | null {
  const { words, label } = question.predicate;
  if (words.length < 2) return null;
  const isThere = block.some((unit) => words.every((word) => unit.words.has(word)));
  return isThere ? null : { kind: 'predicate', label };
}

/** What a candidate loses for each thing it lacks, in the ranker's scale. */
const penalties = { slot: 2.5, value: 2.5, other: 1 } as const;

/** What a candidate's score loses for everything it lacks. */
export const penaltyOf = (missing: readonly Missing[]): number =>
  missing.reduce(
    (sum, entry) =>
      sum + (entry.slot ? penalties.slot : entry.kind === 'value' ? penalties.value : penalties.other),
    0,
  );
