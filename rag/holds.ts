import { fold } from '../text/normalise.ts';
import { syllables } from '../text/syllables.ts';
import type { Question, QuestionType } from './analyse.ts';
import { findPlaces } from './places.ts';
import type { Fact, FactKind } from './facts.ts';

/** A piece of evidence text with its facts; offsets of both count in the passage that it stands in. */
export interface Evidence {
  text: string;
  from: number;
  facts: readonly Fact[];
}

const factKinds: Partial<Record<QuestionType, readonly FactKind[]>> = {
  number: ['number', 'ratio', 'percent'],
  percent: ['percent'],
  money: ['money'],
  duration: ['duration'],
  date: ['date', 'month', 'year', 'quarter'],
  symbol: ['symbol'],
};

/** Types of which an answer must hold a value that can be pointed at. */
export const valueTypes: ReadonlySet<QuestionType> = new Set([
  'number',
  'percent',
  'money',
  'duration',
  'date',
  'symbol',
  'person',
]);

/**
 * The values of the asked type in `evidence` that the question did not bring itself, as ranges in the passage. Empty
 * for types whose answer is no single value.
 */
export function valuesOf(
  question: Question,
  { text, from, facts }: Evidence,
  type = question.type,
): [number, number][] {
  if (type === 'person') return namesIn(text, question).map(([a, b]) => [from + a, from + b]);
  const kinds = factKinds[type];
  if (!kinds) return [];
  const asked = new Set(question.facts.map((fact) => fact.key));
  const found = facts.filter((fact) => {
    if (asked.has(fact.key)) return false;
    if (kinds.includes(fact.kind)) return true;
    // "Bao nhiêu năm" is a number to the question and a duration to the text; so are ages and prices.
    return type === 'number' && fact.kind === 'duration' && isCountOfTime(question, fact);
  });
  const unique = new Map(
    found.map((fact) => [`${fact.from}-${fact.to}`, [fact.from, fact.to] as [number, number]]),
  );
  return [...unique.values()];
}

const isCountOfTime = (question: Question, fact: Fact): boolean =>
  question.focus.some((word) => fact.key.endsWith(`:${word}`));

const patterns: Partial<Record<QuestionType, RegExp>> = {
  reason: /(?<!\p{L})(?:vi|do|boi|nho|nguyen nhan|ly do|nen|nham|de|theo nguyen vong|xuat phat)(?!\p{L})/u,
  definition: /(?<!\p{L})(?:la|duoc hieu la|nghia la|goi la|ve)(?!\p{L})/u,
};

/** How surely `evidence` holds what the type asks for: 1 yes, 0 no, 0.5 where the type does not say. */
export function holdsType(question: Question, evidence: Evidence, type = question.type): number {
  if (valueTypes.has(type)) {
    if (valuesOf(question, evidence, type).length > 0) return 1;
    // A small number may be spelled out or stand for itself ("một", "duy nhất").
    return type === 'number' && /(?<!\p{L})(?:mot|hai|ba|duy nhat|ca hai)(?!\p{L})/u.test(fold(evidence.text))
      ? 0.3
      : 0;
  }
  if (type === 'place') {
    const folded = fold(evidence.text);
    const isNamed = findPlaces(evidence.text).some(
      (place) => !question.slots.some((slot) => slot.key === place.key),
    );
    return isNamed || /(?<!\p{L})(?:tại|ở|đến|từ|thuộc|gần)\s+(?:\p{Ll}+\s){0,2}\p{Lu}/u.test(evidence.text)
      ? 1
      : /(?<!\p{L})(?:tai|o)\s/u.test(folded)
        ? 0.5
        : 0;
  }
  const pattern = patterns[type];
  if (pattern) return pattern.test(fold(evidence.text)) ? 1 : 0;
  if (type === 'list')
    return evidence.text.endsWith(':') || (evidence.text.match(/[,;]/gu)?.length ?? 0) >= 2 ? 1 : 0;
  return 0.5;
}

const notInNames = new Set(
  'dang uy bo ban chap hanh thuong vu truc tinh trung uong bi thu chi thi nghi quyet dinh quy che ke hoach ket luan huong dan thong bao hoi nghi dai khoi cac co quan nhan dan nha nuoc luat viet nam chinh phu chu tich pho truong phong vien so huyen thanh xa phuong dong mat tran quoc doan to chuc cong hoa nghia chinh tri xay dung kiem tra thi tuyen giao van hoc ha noi ho minh noi dung anh ong ba theo ngay tai tren dia buoi sang chieu nguon tin bao cuc bo'.split(
    ' ',
  ),
);

/** Capitalised runs that may be names of persons and that the question does not already hold. */
export function namesIn(text: string, question?: Question): [number, number][] {
  const ranges: [number, number][] = [];
  const asked = new Set(question?.words ?? []);
  for (const match of text.matchAll(
    /(?<!\p{L})(?:\p{Lu}[\p{Ll}']*)(?:\s+\p{Lu}[\p{Ll}']*){1,4}(?!\p{L})/gu,
  )) {
    const words = syllables(match[0]);
    // Titles run into names ("Bí thư Tỉnh ủy Nguyễn Văn A"): the name is what is left at the end.
    let first = 0;
    for (const [index, word] of words.entries()) {
      if (index < words.length - 2 && notInNames.has(word.folded) && index === first) first = index + 1;
    }
    const name = words.slice(first);
    if (name.length < 2 || name.every((word) => notInNames.has(word.folded))) continue;
    if (name.filter((word) => notInNames.has(word.folded)).length > name.length / 2) continue;
    if (name.every((word) => asked.has(word.folded))) continue;
    ranges.push([match.index + (name[0]?.from ?? 0), match.index + match[0].length]);
  }
  return ranges;
}
