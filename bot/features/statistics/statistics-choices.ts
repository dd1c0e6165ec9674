import type { Role } from '../../../core/viewer.ts';
import type { StatisticsContext, StatisticsReading } from '../../../members/statistics/parse-statistics.ts';
import type { StatisticsQuery } from '../../../members/statistics/statistics-query.ts';
import type { Unit } from '../../../members/units/units.ts';
import * as words from '../../../prompts/members.ts';
import * as counts from '../../../prompts/members-statistics.ts';
import * as meant from '../../../prompts/understanding.ts';
import type { Choice, Outcome } from '../../types.ts';

/* Which count was meant: between units of one name, or as a model read it. Nothing is counted before it is chosen. */

/** A reading that can be counted once it is chosen. */
type Countable = Extract<StatisticsReading, { kind: 'query' | 'which-unit' | 'aside' }>;

/** Reads a request that the rules could not; null where nothing usable comes of it. */
export type ProposeStatistics = (
  typed: string,
  context: StatisticsContext,
  options: { signal: AbortSignal; role: Role },
) => Promise<Countable | null>;

/** The action of an option that counts. */
export const countAction = (query: StatisticsQuery): string => `statistics:count:${JSON.stringify(query)}`;

/** A unit with the one above it, for units of one name. */
export function unitLabel(unit: Unit, units: readonly Unit[]): string {
  const parent = units.find((each) => each.id === unit.parentId);
  return words.unitOption(unit.name, parent?.name ?? null);
}

/** How many units are offered at most. */
const mostUnits = 10;

/** Which of several units is meant; `prompt` where more has to be said than that. */
export const askWhichUnit = (
  { typed, candidates, query }: Extract<StatisticsReading, { kind: 'which-unit' }>,
  units: readonly Unit[],
  prompt = words.whichUnit(typed),
): Outcome =>
  ask(
    'which-unit',
    prompt,
    candidates.slice(0, mostUnits).map((unit) => ({
      label: unitLabel(unit, units),
      action: countAction({ ...query, unitId: unit.id }),
    })),
    candidates.length > mostUnits ? words.tooManyUnits(candidates.length - mostUnits) : null,
  );

/** Which of several readings is meant. */
export const askWhichMeaning = ({
  about,
  meanings,
}: Extract<StatisticsReading, { kind: 'which-meaning' }>): Outcome =>
  ask(
    'which-meaning',
    counts.ask[about] ?? '',
    meanings.slice(0, mostUnits).map(({ key, query, unit }) => ({
      label: counts.meaningLabel(key, unit?.name ?? null),
      action: countAction(query),
    })),
    null,
  );

/** Whether words that may be slips of typing were meant as the nearest words of the office. */
export const askWhetherMeant = (
  { query, corrections }: Extract<StatisticsReading, { kind: 'meant' }>,
  units: readonly Unit[],
): Outcome =>
  ask(
    'meant',
    `${counts.wasItMeant(corrections)} ${counts.wouldCount(
      counts.counted(query, words.levelName),
      units.find((one) => one.id === query.unitId)?.name ?? counts.wholeScope,
      counts.timeOf(query),
    )}`,
    [{ label: meant.countIt, action: countAction(query), style: 'primary' }],
    null,
  );

/**
 * What a model read, or what stands when words that nobody understood are left aside, is said in words and counted when
 * the person says that it was meant.
 */
export function proposeCount(reading: Countable, units: readonly Unit[]): Outcome {
  const { query } = reading;
  const { compare, trend, top } = query;
  const nameOf = (id: string | null): string => units.find((one) => one.id === id)?.name ?? counts.wholeScope;
  const side =
    compare === null
      ? null
      : compare.with === 'unit'
        ? nameOf(compare.unitId)
        : counts.timeOf(
            compare.with === 'day'
              ? { asOf: compare.asOf, period: null }
              : { asOf: compare.period.to, period: compare.period },
          );
  const inWords: meant.QueryInWords = [
    counts.counted(query, words.levelName),
    nameOf(query.unitId),
    counts.timeOf(query),
    [query.dimension, query.split]
      .filter((one) => !['none', 'level'].includes(one) && (top === null || one !== 'unit'))
      .map((one) => counts.dimensionNames[one] ?? one),
    [
      ...(side === null ? [] : [meant.comparedWith(side)]),
      ...(trend === null ? [] : [meant.stepByStep(trend.step)]),
      ...(top === null ? [] : [meant.ranked(top.count, top.order)]),
    ],
  ];
  const sentence =
    reading.kind === 'aside' ? meant.leftAside(reading.words, ...inWords) : meant.meantStatistics(...inWords);
  return reading.kind === 'which-unit'
    ? askWhichUnit(reading, units, `${sentence} ${words.whichUnit(reading.typed)}`)
    : ask('count', sentence, [{ label: meant.countIt, action: countAction(query), style: 'primary' }], null);
}

const ask = (name: string, prompt: string, options: Choice[], note: string | null): Outcome => ({
  blocks: [
    ...(note === null ? [] : [{ type: 'text' as const, text: note }]),
    { type: 'choices', id: name, prompt, options },
  ],
});
