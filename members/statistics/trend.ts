import type { DateOnly } from '../../core/clock.ts';
import { addDays, addMonths, dateParts, makeDate } from '../../text/calendar.ts';
import type { StatisticsPeriod, TrendStep } from './statistics-query.ts';
import { trendSteps } from './statistics-query.ts';

const monthsOf: Readonly<Record<TrendStep, number>> = { month: 1, quarter: 3, half: 6, year: 12 };

/** Most points of one line: more are not read on a phone. A longer span takes the next wider step. */
export const mostPoints = 36;

/**
 * The steps of a span by the calendar, the first and the last cut to the span: a quarter begins in January, April, July
 * or October. `step` may come back wider than asked for.
 */
export function stepsOf(
  span: StatisticsPeriod,
  step: TrendStep,
): { step: TrendStep; periods: StatisticsPeriod[] } {
  const periods = cut(span, monthsOf[step]);
  const wider = trendSteps[trendSteps.indexOf(step) + 1];
  return periods.length <= mostPoints || wider === undefined
    ? { step, periods: periods.slice(-mostPoints) }
    : stepsOf(span, wider);
}

function cut({ from, to }: StatisticsPeriod, months: number): StatisticsPeriod[] {
  const { year, month } = dateParts(from);
  const periods: StatisticsPeriod[] = [];
  let start: DateOnly = makeDate(year, month - ((month - 1) % months), 1) ?? from;
  while (start <= to) {
    const next = addMonths(start, months);
    const end = addDays(next, -1);
    periods.push({ from: start < from ? from : start, to: end > to ? to : end });
    start = next;
  }
  return periods;
}
