import {
  computedAverage,
  computedBeforeGrowth,
  computedChange,
  computedDays,
  computedDifference,
  computedSum,
} from '../../prompts/answers.ts';
import type { Question } from '../question/analyse.ts';
import {
  beforeGrowth,
  changeInSentence,
  daysApart,
  difference,
  operandOf,
  type Computation,
} from './computed.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { asksForSum, sumOf, sumOfParts } from './sums.ts';
import type { Comparison } from '../question/parts.ts';

/** How many candidates the arithmetic is tried on. */
const triedCount = 5;

/** A candidate that the asked arithmetic can be done on; the result itself stands in no text. */
export function workedOut(question: Question, evidence: readonly Evidence[]): Evidence | null {
  const lacksSlot = (one: Evidence): boolean =>
    one.missing.some((entry) => entry.slot && entry.kind !== 'quantity');
  return (
    evidence
      .slice(0, triedCount)
      .find((one) => !lacksSlot(one) && computationFor(question, [one]) !== null) ?? null
  );
}

/** The arithmetic that the question asks for, done on these units; null where none is. */
export function computationFor(question: Question, chosen: readonly Evidence[]): Computation | null {
  const units = chosen.flatMap((one) => [one.ranked.unit]);
  const [best] = chosen;
  return (
    sumOfParts(question, chosen) ??
    changeInSentence(question, units) ??
    daysApart(question, chosen) ??
    (best ? beforeGrowth(question, best) : null)
  );
}

/** A computation in a sentence, operands shown. */
export function wordComputation(computation: Computation): string {
  switch (computation.kind) {
    case 'difference':
      return computedDifference(
        ...computation.operands,
        computation.result,
        computation.isPercent,
        computation.operands[0].unit,
      );
    case 'sum':
      return computedSum(
        computation.operands,
        computation.result,
        computation.isPercent,
        computation.operands[0]?.unit,
      );
    case 'change':
      return computedChange(
        ...computation.operands,
        computation.result,
        computation.isPercent,
        computation.isDecrease,
      );
    case 'days':
      return computedDays(computation.from, computation.to, computation.result);
    case 'average':
      return computedAverage(
        computation.label,
        computation.operands[0].text,
        computation.operands[1].text,
        computation.result,
      );
    case 'before-growth':
      return computedBeforeGrowth(
        computation.operands[0].text,
        computation.operands[1].text,
        computation.year,
        computation.isDecrease,
        computation.result,
      );
  }
}

/** "Bình quân mỗi A có bao nhiêu B …" needs how many A and how many B. */
export function averageQuestions(question: string): string[] {
  const match =
    /(?:bình quân|trung bình|binh quan|trung binh)\s+(?:cho\s+|của\s+)?(?:mỗi|một|moi|mot)\s+(.+?)\s+(?:có|co)\s+(bao nhiêu|bao nhieu)\s+/iu.exec(
      question,
    );
  if (!match) return [question];
  const rest = question.slice(match.index + match[0].length);
  const asked = `${match[2] as string} ${rest}`;
  const second = /^(?:\p{L}+\s+){1,3}?(?=(?:ở|của|trong|tại|theo|o|cua|tai)\s)/iu.exec(rest)?.[0] ?? '';
  return [asked, `${match[2] as string} ${match[1] as string} ${second ? rest.slice(second.length) : rest}`];
}

/** The difference, sum or averages of what is asked of several, worded; null where an amount is missing. */
export function compareAmounts(
  whole: Question,
  comparison: Comparison,
  chosen: readonly { question: Question; evidence: Evidence; entity: string }[],
): string | null {
  const operands = chosen.map((one) => operandOf(one.question, one.evidence, one.entity));
  if (comparison.operation === 'difference' && operands.length === 2) {
    const [a, b] = operands;
    const computed = a && b ? difference(a, b) : null;
    return computed && wordComputation(computed);
  }
  if (comparison.operation === 'none' && asksForSum(whole)) {
    const all = operands.filter((operand) => operand !== null);
    const sum = all.length === operands.length ? sumOf(all) : null;
    return sum && wordComputation(sum);
  }
  if (comparison.operation !== 'average') return null;
  const lines: string[] = [];
  for (let i = 0; i + 1 < operands.length; i += 2) {
    const [total, count] = [operands[i], operands[i + 1]];
    if (!total || !count || count.value === 0) return null;
    lines.push(
      wordComputation({
        kind: 'average',
        operands: [total, count],
        label: total.label,
        result: total.value / count.value,
      }),
    );
  }
  return lines.length > 0 ? lines.join('\n') : null;
}
