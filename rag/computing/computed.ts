import type { DateOnly } from '../../core/clock.ts';
import { daysBetween } from '../../text/calendar.ts';
import { fold } from '../../text/normalise.ts';
import { parseDecimal } from '../../text/numbers.ts';
import type { Question } from '../question/analyse.ts';
import { factsOf } from '../question/facts.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { sameSymbol } from '../evidence/filled-slots.ts';
import type { PreparedUnit } from '../evidence/prepare.ts';
import { bestValues } from '../evidence/values.ts';

/** A number read off a quotation. `text` is as printed. */
export interface Operand {
  value: number;
  text: string;
  /** What it is the number of, as typed or as printed. */
  label: string;
  /** What it is measured in: 'vnd', 'pct', 'ngay'; '' where it is a count. Absent: not known. */
  unit?: string;
}

/** Arithmetic over quoted numbers, shown with its operands; worded in `prompts/answers.ts`. */
export type Computation =
  | { kind: 'difference'; operands: readonly [Operand, Operand]; result: number; isPercent: boolean }
  | {
      kind: 'change';
      /** Before and after. */
      operands: readonly [Operand, Operand];
      result: number;
      isPercent: boolean;
      isDecrease: boolean;
    }
  | { kind: 'sum'; operands: readonly Operand[]; result: number; isPercent: boolean }
  | {
      kind: 'days';
      from: { date: string; label: string };
      to: { date: string; label: string };
      result: number;
    }
  | { kind: 'average'; operands: readonly [Operand, Operand]; label: string; result: number }
  | {
      kind: 'before-growth';
      operands: readonly [Operand, Operand];
      year: string;
      isDecrease: boolean;
      result: number;
    };

/** The one number of an evidence that answers the question; null where several could. */
export function operandOf(question: Question, evidence: Evidence, label: string): Operand | null {
  const ranges = bestValues(question, evidence.ranked.passage.passage.text, evidence.values);
  const { text } = evidence.ranked.passage.passage;
  const numbers = ranges.flatMap(([from, to]): Operand[] => {
    const printed = text.slice(from, to);
    const digits = /\d[\d.,]*/u.exec(printed)?.[0].replace(/[.,]+$/u, '');
    const value = digits === undefined ? null : parseDecimal(digits);
    const amount = measured(printed);
    if (amount) return [{ value: amount.value, text: printed, label, unit: amount.unit }];
    return value === null || /\//u.test(printed) ? [] : [{ value, text: printed, label }];
  });
  const [first] = numbers;
  return first && numbers.every((number) => number.value === first.value && number.unit === first.unit)
    ? first
    : null;
}

/** The canonical amount of a printed one, so that 'triệu' and 'nghìn' can be told apart; null for plain numbers. */
function measured(printed: string): { value: number; unit: string } | null {
  const [fact, ...others] = factsOf(printed, 'evidence').filter(({ kind }) => amountKinds.has(kind));
  if (!fact || others.length > 0) return null;
  const [, value = '', unit] = fact.key.split(':');
  const amount = Number(value);
  return Number.isFinite(amount) ? { value: amount, unit: unit ?? fact.kind } : null;
}

const amountKinds = new Set(['money', 'duration']);

/** The difference of two amounts of one measure; null where a sum of money would be taken from a count. */
export function difference(a: Operand, b: Operand): Computation | null {
  if ((a.unit ?? '') !== (b.unit ?? '') || isPercent(a) !== isPercent(b)) return null;
  const [more, less] = a.value >= b.value ? [a, b] : [b, a];
  return {
    kind: 'difference',
    operands: [more, less],
    result: round(more.value - less.value),
    isPercent: isPercent(more) && isPercent(less),
  };
}

/** Printed with a percent sign. */
export const isPercent = (operand: Operand): boolean => operand.text.includes('%');
/** Binary fractions must not show: 80.8 + 17.73 + 1.4 is 99.93. */
export const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** "Giảm bao nhiêu chi bộ" of a sentence that says 'giảm từ 188 xuống còn 161 chi bộ'. */
export function changeInSentence(question: Question, units: readonly PreparedUnit[]): Computation | null {
  const asked = /(?<!\p{L})(tang|giam)(?: them| di)?(?: duoc)? (?:bao nhieu|may)(?!\p{L})/u.exec(
    question.frame,
  );
  if (!asked) return null;
  for (const unit of units) {
    const match =
      /(?<!\p{L})(?:từ)\s+(\d[\d.,]*\d|\d)(\s?%)?(?:\s+\p{L}+){0,4}?\s+(?:xuống còn|xuống|lên đến|lên tới|lên|còn|đến)\s+(\d[\d.,]*\d|\d)(\s?%)?/iu.exec(
        unit.text,
      );
    if (!match) continue;
    const [before, after] = [parseDecimal(match[1] as string), parseDecimal(match[3] as string)];
    if (before === null || after === null) continue;
    const isLess = after < before;
    if (isLess !== (asked[1] === 'giam')) continue;
    const from: Operand = { value: before, text: `${match[1]}${match[2] ?? ''}`, label: '' };
    const to: Operand = { value: after, text: `${match[3]}${match[4] ?? ''}`, label: '' };
    return {
      kind: 'change',
      operands: [from, to],
      result: round(Math.abs(after - before)),
      isPercent: isPercent(from) && isPercent(to),
      isDecrease: isLess,
    };
  }
  return null;
}

interface Dated {
  key: string;
  label: string;
  typeName: string | null;
  date: DateOnly;
}

/** "… ban hành sau Chỉ thị mà nó thực hiện bao nhiêu ngày?": the days between two symbols' dates in one unit. */
export function daysApart(question: Question, evidence: readonly Evidence[]): Computation | null {
  if (
    !/(?<!\p{L})(?:bao nhieu|may) ngay(?!\p{L})/u.test(question.frame) ||
    !/(?<!\p{L})(?:sau|truoc|cach)(?!\p{L})/u.test(question.frame)
  )
    return null;
  const asked = question.slots.filter((slot) => slot.kind === 'symbol');
  const [first, second] = asked;
  if (!first) return null;
  for (const { ranked } of evidence) {
    const { unit } = ranked;
    const { document } = ranked.passage.passage;
    const own = document.symbolKey && document.symbol && document.issuedOn;
    const dated: Dated[] = [
      ...unit.facts.flatMap(({ key, symbol }) =>
        symbol && symbol.issuedOn !== null
          ? [{ key, label: symbol.symbol, typeName: symbol.typeName, date: symbol.issuedOn }]
          : [],
      ),
      // The paper that speaks of the other one has its own day.
      ...(own
        ? [{ key: `sym:${document.symbolKey}`, label: document.symbol as string, typeName: null, date: own }]
        : []),
    ];
    const one = dated.find(({ key }) => sameSymbol(first.key, key));
    const other = second
      ? dated.find(({ key }) => sameSymbol(second.key, key))
      : dated.find(
          ({ key, typeName }) =>
            key !== one?.key && typeName !== null && question.frame.includes(fold(typeName)),
        );
    if (!one || !other || one.key === other.key) continue;
    const [from, to] = one.date <= other.date ? [one, other] : [other, one];
    return {
      kind: 'days',
      from: { date: from.date, label: from.label },
      to: { date: to.date, label: to.label },
      result: daysBetween(from.date, to.date),
    };
  }
  return null;
}

/** "tăng 70,01% so với năm 2010": the amount of that year, derived from today's. */
export function beforeGrowth(question: Question, evidence: Evidence): Computation | null {
  const years = question.slots.filter((slot) => slot.kind === 'year');
  const { unit, passage } = evidence.ranked;
  const growth =
    /(?<!\p{L})(tăng|giảm)\s+(\d[\d.,]*)\s?%\s+so với\s+(?:cùng kỳ\s+)?(?:năm\s+)?(\d{4})/iu.exec(unit.text);
  const year = growth?.[3];
  if (!growth || year === undefined || !years.some((slot) => slot.key === `year:${year}`)) return null;
  const share = parseDecimal(growth[2] as string);
  const before = evidence.values.filter(([, to]) => to <= unit.from + growth.index);
  const current = operandOf(
    question,
    {
      ...evidence,
      values: before.length > 0 ? before : evidence.values,
      ranked: { ...evidence.ranked, passage },
    },
    '',
  );
  if (share === null || current === null || current.text.includes('%')) return null;
  const isDecrease = fold(growth[1] as string) === 'giam';
  const factor = 1 + ((isDecrease ? -1 : 1) * share) / 100;
  if (factor <= 0) return null;
  return {
    kind: 'before-growth',
    operands: [current, { value: share, text: `${growth[2]}%`, label: '' }],
    year,
    isDecrease,
    result: Math.round(current.value / factor),
  };
}
