import { fold } from '../../text/normalise.ts';
import type { Question, Slot } from '../question/analyse.ts';
import type { Fact } from '../question/facts.ts';
import { blockOf } from './evidence.ts';
import { contextText, type PreparedPassage } from './prepare.ts';
import type { RankedUnit } from './rank-units.ts';

/** Slots that only the rest of the document may fill: when, where and at which event the whole text is set. */
export const isDocumentSlot = (slot: Slot): boolean =>
  ['date', 'month', 'year', 'period', 'place', 'name', 'ordinal', 'symbol'].includes(slot.kind);

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
