import type { DateOnly } from '../../core/clock.ts';
import { daysBetween } from '../../text/calendar.ts';
import { needsPeriod } from './statistics-query.ts';
import type { StatisticsQuery, TrendStep } from './statistics-query.ts';
import type { TakenTime, TakenTrend } from './take-time.ts';

interface TimeContext {
  today: DateOnly;
  isComparison: boolean;
  hasOtherUnit: boolean;
}

/**
 * Puts days and periods into the query: the first day that has not come, where there is one, and the words of times that
 * have no place in it.
 */
export function applyTimes(
  query: StatisticsQuery,
  times: readonly TakenTime[],
  trend: TakenTrend | null,
  { today, isComparison, hasOtherUnit }: TimeContext,
): { late: DateOnly | null; unused: string[] } {
  const isFlow = needsPeriod(query.measure) || query.measure === 'ratings';
  // 'Hiện nay, tính đến 30/6/2026': the day that is named; of a flow, its period.
  const isIdle = (time: TakenTime | undefined): boolean =>
    time?.period === null && time.asOf === today && !isComparison;
  const [present, named] = times;
  const [first, second, ...others] =
    times.length === 2 && isIdle(present) && (isFlow || trend !== null || named?.isUntil)
      ? times.slice(1)
      : times;
  const late = times.find((time) => (time.period && !time.isUntil ? time.period.from : time.asOf) > today);
  const rest = (...left: (TakenTime | undefined)[]) => ({
    late: null,
    unused: left.flatMap((time) => (time === undefined ? [] : [time.typed])),
  });
  if (late) return { late: late.asOf, unused: [] };
  // A border of a period says when a flow ends or begins, not both.
  const vague = times.filter(
    (time) =>
      time.isVague === true ||
      (isFlow && (time.isEdge === true || (trend !== null && time.isOneDay === true))),
  );
  if (vague.length > 0) return rest(...vague);
  if (trend !== null || (query.measure === 'members' && isLong(first))) {
    const span = trend?.span ?? spanOf(first, trend?.step ?? null, today);
    query.period = span;
    query.asOf = span.to;
    query.trend = { step: trend?.step ?? stepFor(span) };
    query.split = 'none';
    return rest(trend?.span && !isIdle(first) ? first : undefined, second, ...others);
  }
  const place = (time: TakenTime): { asOf: DateOnly; period: StatisticsQuery['period'] } => ({
    asOf: isFlow && time.period ? lastOf(time.period, today).to : time.asOf,
    period:
      isFlow && time.period
        ? lastOf(time.period, today)
        : isFlow && time.isOneDay === true
          ? { from: time.asOf, to: time.asOf }
          : null,
  });
  if (first) Object.assign(query, place(first));
  if (!isComparison || hasOtherUnit) return rest(second, ...others);
  // 'hiện nay so với cuối năm 2023' and 'so với cuối năm 2023' both begin with today.
  const other = second ?? first;
  if (!other) return rest();
  if (!second && !isFlow) query.asOf = today;
  const { asOf, period } = place(other);
  if (isFlow && second && period && query.period) query.compare = { with: 'period', period };
  else if (!isFlow) query.compare = { with: 'day', asOf };
  return rest(...others);
}

/** A stock has a day; over years it is a line. */
const isLong = (time: TakenTime | undefined): boolean =>
  time?.period != null && !time.isUntil && daysBetween(time.period.from, time.period.to) > 366;

const lastOf = ({ from, to }: { from: DateOnly; to: DateOnly }, today: DateOnly) => ({
  from,
  to: to > today ? today : to,
});

/** The span of a trend that the line does not name: this year by months and quarters, else five years. */
function spanOf(
  time: TakenTime | undefined,
  step: TrendStep | null,
  today: DateOnly,
): { from: DateOnly; to: DateOnly } {
  if (time?.period) return lastOf(time.period, today);
  const year = Number(today.slice(0, 4));
  return {
    from: `${step === 'month' || step === 'quarter' ? year : year - 4}-01-01`,
    to: time?.asOf ?? today,
  };
}

const stepFor = ({ from, to }: { from: DateOnly; to: DateOnly }): TrendStep =>
  daysBetween(from, to) <= 366 ? 'month' : daysBetween(from, to) <= 731 ? 'quarter' : 'year';
