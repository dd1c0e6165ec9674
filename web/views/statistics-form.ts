import type { DateOnly } from '../../core/clock.ts';
import { sexes } from '../../members/register/member.ts';
import {
  dimensions,
  isCountOnly,
  isFlow,
  measures,
  needsPeriod,
  plainQuery,
  splits,
  statisticsQuerySchema,
  trendSteps,
  type StatisticsFilter,
  type StatisticsQuery,
} from '../../members/statistics/statistics-query.ts';
import { statistics as text } from '../../prompts/web-views-office.ts';
import { addMonths } from '../../text/calendar.ts';
import { dayOf, idOf, numberOf, oneOf } from './parameters.ts';

/* What the form of counts says, as the query that '/thongke' makes of words. Pure. */

/** The fields of the form as they stand in the address. */
export type StatisticsFields = Readonly<Record<string, string | undefined>>;

/** The query, with what of the form does not go with it and the period that stands in for one not chosen. */
export type ReadForm =
  | { query: StatisticsQuery; leftOut: readonly string[]; assumed: { from: DateOnly; to: DateOnly } | null }
  | { problem: 'turned' | 'future' | 'impossible' };

/** Reads the form on `today`. A choice that a measure cannot have is left out and named, never quietly taken as another. */
export function readStatisticsForm(fields: StatisticsFields, today: DateOnly): ReadForm {
  const measure = oneOf(fields['chitieu'], measures) ?? 'members';
  const isPeople = measure === 'members' || (isFlow(measure) && !isCountOnly(measure));
  const leftOut: string[] = [];
  /** Whether something is left out; its name is kept for a note. */
  const isOut = (isDropped: boolean, name: string): boolean => {
    if (isDropped) leftOut.push(name.toLocaleLowerCase('vi'));
    return isDropped;
  };

  const askedStep = oneOf(fields['buoc'], trendSteps);
  const mayStep = isPeople || isCountOnly(measure);
  const step = isOut(askedStep !== null && !mayStep, text.step) ? null : askedStep;

  const typed = { from: dayOf(fields['tu']), to: dayOf(fields['den']) };
  const hasPeriod = needsPeriod(measure) || measure === 'ratings' || step !== null;
  const to = typed.to ?? today;
  const yearStart = `${to.slice(0, 4)}-01-01`;
  const from = typed.from ?? (step === 'year' ? addMonths(yearStart, -48) : yearStart);
  if (hasPeriod && from > to) return { problem: 'turned' };
  isOut(!hasPeriod && typed.from !== null, text.from);
  const asOf = hasPeriod ? to : (typed.to ?? dayOf(fields['ngay']) ?? today);
  if (asOf > today) return { problem: 'future' };

  const asked = oneOf(fields['theo'], dimensions) ?? 'none';
  const isDivided = asked !== 'none' && asked !== 'level';
  const mayDivide = asked === 'unit' ? mayStep && step === null : isPeople;
  const divided = isOut(isDivided && !mayDivide, text.dimension) || !isDivided ? 'none' : asked;
  const dimension = measure === 'organisations' ? 'level' : divided;

  const askedSplit = oneOf(fields['chia'], splits) ?? 'none';
  const maySplit = isPeople && step === null && divided !== 'none' && askedSplit !== divided;
  const split = isOut(askedSplit !== 'none' && !maySplit, text.split) ? 'none' : askedSplit;

  const people = filterOf(fields);
  const filter = isOut(Object.keys(people).length > 0 && !isPeople, text.filters) ? {} : people;

  const parsed = statisticsQuerySchema.safeParse(
    plainQuery(asOf, {
      measure,
      unitId: idOf(fields['donvi']),
      period: hasPeriod ? { from, to } : null,
      dimension,
      split,
      filter,
      trend: step === null ? null : { step },
    }),
  );
  if (!parsed.success) return { problem: 'impossible' };
  const assumed = hasPeriod && (typed.from === null || typed.to === null) ? { from, to } : null;
  return { query: parsed.data, leftOut, assumed };
}

function filterOf(fields: StatisticsFields): StatisticsFilter {
  const sex = oneOf(fields['gioi'], sexes);
  const standing = oneOf(fields['loaidv'], ['official', 'probationary'] as const);
  const ages = { from: numberOf(fields['tuoitu'], 0, 150), to: numberOf(fields['tuoiden'], 0, 150) };
  const hasAge = ages.from !== null || ages.to !== null;
  return {
    ...(sex ? { sex } : {}),
    ...(standing ? { standing } : {}),
    ...(hasAge ? { age: { from: ages.from ?? 0, to: ages.to ?? 150 } } : {}),
  };
}
