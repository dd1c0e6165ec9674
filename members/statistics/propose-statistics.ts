import { z } from 'zod';
import type { DateOnly } from '../../core/clock.ts';
import type { ChatModel } from '../../llm/model.ts';
import { askStructured, type StructuredOptions } from '../../llm/structured.ts';
import * as prompts from '../../prompts/understanding.ts';
import { canonicalTokens } from '../../text/canonical.ts';
import { isValidDate } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { occupationGroups, professionalLevels, schoolingLevels, theoryLevels } from '../register/member.ts';
import type { StatisticsContext, StatisticsReading } from './parse-statistics.ts';
import { readPhrases } from './phrase-reader.ts';
import { plainWords } from './plain-words.ts';
import {
  dimensions,
  measures,
  needsPeriod,
  oneOrMore,
  plainQuery,
  splits,
  statisticsQuerySchema,
  trendSteps,
  type StatisticsQuery,
} from './statistics-query.ts';
import { takeMeasure } from './take-measure.ts';
import { takeTimes } from './take-time.ts';
import { matchUnits, unitLevels } from '../units/units.ts';

/*
 * A request for counts in free words, read by a model into a query that a person confirms. The model names fields and
 * the words that it read each from; what has no such words, or words that were never written, is no reading at all.
 */

const said = z.string().trim().max(160);
/** A value and the words of the request that it was read from. */
const from = <T extends z.ZodType>(value: T) => z.object({ value, words: said }).nullable();

const levels = z.enum(unitLevels);
const range = z.object({ from: z.int(), to: z.int() });
const span = z.object({ from: z.string().max(10), to: z.string().max(10) });
/** A field that earlier answers did not have. */
const later = <T extends z.ZodType>(value: T) => from(value).default(null);

const schema = z.object({
  measure: z.enum(measures),
  /** From what a measure over a period was read; null for members and organisations. */
  measureWords: said.nullable().default(null),
  unit: said.nullable(),
  asOf: from(z.string().max(10)),
  dimension: from(z.enum(dimensions)),
  split: from(z.enum(splits)),
  sex: from(z.enum(['male', 'female'])),
  standing: from(z.enum(['official', 'probationary'])),
  theory: from(oneOrMore(theoryLevels)),
  isEthnicMinority: from(z.boolean()),
  isExempt: from(z.boolean()),
  age: from(range),
  schooling: later(oneOrMore(schoolingLevels)),
  professional: later(oneOrMore(professionalLevels)),
  occupation: later(z.enum(occupationGroups)),
  seniority: later(range),
  badge: later(z.int()),
  period: later(span),
  levels: later(z.array(levels).min(1)),
  /** With which other unit (its name as written), day or period. */
  compare: later(
    z.object({
      unit: said.nullable().default(null),
      asOf: z.string().max(10).nullable().default(null),
      period: span.nullable().default(null),
    }),
  ),
  trend: later(z.enum(trendSteps)),
  top: later(z.object({ count: z.int(), order: z.enum(['most', 'fewest']) })),
});
type Proposed = z.infer<typeof schema>;

/** Longest wait before the answer of the rules stands, in milliseconds. */
const mostWaitingMs = 2000;

/**
 * Lets a model read a request that the rules could not. A query, or the choice between units of one name; null where the
 * model is absent, late, or says anything that the request does not.
 */
export async function proposeStatistics(
  model: ChatModel,
  typed: string,
  context: StatisticsContext,
  options: StructuredOptions,
): Promise<Extract<StatisticsReading, { kind: 'query' | 'which-unit' }> | null> {
  const answered = await askStructured(
    model,
    {
      prompt: prompts.statistics,
      schema,
      variables: { today: prompts.todayText(context.today), request: prompts.asData('yeu_cau', typed) },
    },
    { timeoutMs: mostWaitingMs, ...options },
  );
  return answered.ok ? checkStatistics(typed, answered.value, context) : null;
}

/** Holds what a model read against the request. Pure. */
export function checkStatistics(
  typed: string,
  proposed: Proposed,
  { units, today, ownUnitIds }: StatisticsContext,
): Extract<StatisticsReading, { kind: 'query' | 'which-unit' }> | null {
  const text = oneLine(cleanText(typed));
  const isWritten = (words: string): boolean =>
    foldedSyllables(words).length > 0 && ` ${spaced(text)} `.includes(` ${spaced(words)} `);
  const { measure, measureWords, unit, asOf, dimension, split, period, compare, trend, top, ...rest } =
    proposed;
  const { levels: wantedLevels, age, seniority, badge, ...details } = rest;
  const given = [asOf, dimension, split, period, compare, trend, top, ...Object.values(rest)];
  if (given.some((field) => field !== null && !isWritten(field.words))) return null;
  if (
    measure !== 'members' &&
    measure !== 'organisations' &&
    (measureWords === null || !isWritten(measureWords))
  )
    return null;
  // What the rules read as an event is that event, whatever a model says.
  const byRules = takeMeasure(readPhrases(plainWords(text))).measure;
  if (byRules !== 'members' && byRules !== measure) return null;
  for (const years of [age, seniority])
    if (years && !hasNumbers(years.words, [years.value.from, years.value.to])) return null;
  if (badge && !hasNumbers(badge.words, [badge.value])) return null;
  if (top && !hasCount(top)) return null;
  const time = timesOf(
    text,
    { asOf, period, compare },
    { today, needsSpan: needsPeriod(measure) || trend !== null },
  );
  if (time === null) return null;

  const isOfPeople = measure !== 'organisations';
  const filter: Record<string, unknown> = {};
  for (const [key, field] of Object.entries({ ...details, age, seniority, badge }))
    if (field !== null && (field.value !== false || key === 'isEthnicMinority' || key === 'isExempt'))
      filter[key] = field.value;
  const other = compare?.value.unit ?? null;
  const others = other === null ? [] : isWritten(other) ? matchUnits(units, other) : [];
  if (other !== null && others.length !== 1) return null;
  const parsed = statisticsQuerySchema.safeParse({
    ...plainQuery(time.asOf),
    measure,
    period: time.period,
    dimension: isOfPeople ? (top ? 'unit' : (dimension?.value ?? 'none')) : 'level',
    split: isOfPeople && !top ? (split?.value ?? 'none') : 'none',
    filter: isOfPeople ? filter : {},
    levels: wantedLevels?.value ?? null,
    compare: others[0] ? { with: 'unit', unitId: others[0].id } : time.compare,
    trend: trend && { step: trend.value },
    top: top?.value ?? null,
  });
  if (!parsed.success) return null;
  if (compare !== null && parsed.data.compare === null) return null;
  return withUnit(parsed.data, unit);

  function withUnit(
    query: StatisticsQuery,
    name: string | null,
  ): Extract<StatisticsReading, { kind: 'query' | 'which-unit' }> | null {
    const own = units.filter((each) => ownUnitIds.includes(each.id));
    if (name !== null && !isWritten(name)) return null;
    const candidates = name === null ? own : matchUnits(units, name);
    const [only] = candidates;
    if (candidates.length > 1) return { kind: 'which-unit', typed: name ?? '', candidates, query };
    if (name !== null && !only) return null;
    return { kind: 'query', query: { ...query, unitId: only?.id ?? null } };
  }
}

const spaced = (text: string): string => foldedSyllables(fold(text)).join(' ');

/** An age that nobody wrote may only stand for 'and more' or 'and less': 0, 150, or one beside a number written. */
function hasNumbers(words: string, ages: readonly number[]): boolean {
  const written = canonicalTokens(words).flatMap(({ token }) =>
    [...token.matchAll(/\d+/gu)].map((match) => Number(match[0])),
  );
  return (
    written.length > 0 &&
    ages.every((age) => age === 0 || age === 150 || written.some((one) => Math.abs(one - age) <= 1))
  );
}

/** How many are ranked: as written, or one where no number is. */
const hasCount = ({ value, words }: NonNullable<Proposed['top']>): boolean =>
  /\d/u.test(words) ? hasNumbers(words, [value.count]) : value.count === 1;

/**
 * Days and periods of a proposal. The rules' reading of the request stands where there is one; the model only says which
 * is asked about and which is set beside it. What the rules do not read must be a real day, not to come, in a year that
 * was written. Null where a time does not hold.
 */
function timesOf(
  text: string,
  { asOf, period, compare }: Pick<Proposed, 'asOf' | 'period' | 'compare'>,
  { today, needsSpan }: { today: DateOnly; needsSpan: boolean },
): Pick<StatisticsQuery, 'asOf' | 'period' | 'compare'> | null {
  const read = takeTimes(readPhrases(plainWords(text)), today);
  const isRead = (day: DateOnly): boolean =>
    read.some((time) => time.asOf === day || time.period?.from === day || time.period?.to === day);
  const isFine = (day: DateOnly): boolean =>
    isValidDate(day) &&
    day <= today &&
    (day === today || isRead(day) || (read.length === 0 && text.includes(day.slice(0, 4))));
  const spanOf = (value: { from: DateOnly; to: DateOnly } | null | undefined) =>
    value && isFine(value.from) && isFine(value.to) && value.from <= value.to ? value : null;
  const compared = compare?.value;
  const otherSpan = spanOf(compared?.period);
  const otherDay = compared?.asOf != null && isFine(compared.asOf) ? compared.asOf : null;
  const side: StatisticsQuery['compare'] = otherSpan
    ? { with: 'period', period: otherSpan }
    : otherDay !== null
      ? { with: 'day', asOf: otherDay }
      : null;
  if (needsSpan) {
    const named = spanOf(period?.value);
    const [only] = read.filter((time) => time.period !== null);
    const span =
      named ?? (read.length === 1 && only?.period ? { from: only.period.from, to: only.asOf } : null);
    return span === null ? null : { asOf: span.to, period: { from: span.from, to: span.to }, compare: side };
  }
  if (period !== null) return null;
  const day = dayOf(text, asOf, today, side !== null);
  return day === null ? null : { asOf: day, period: null, compare: side };
}

/** The day that the rules read; else the model's, real, not to come, in a year that was written; else today. */
function dayOf(text: string, asOf: Proposed['asOf'], today: DateOnly, isCompared: boolean): DateOnly | null {
  const times = takeTimes(readPhrases(plainWords(text)), today);
  const byRules = isCompared ? times.find((time) => time.asOf === asOf?.value) : times[0];
  if (byRules) return byRules.asOf > today ? null : byRules.asOf;
  if (asOf === null || asOf.value === today) return today;
  if (isCompared || !isValidDate(asOf.value) || asOf.value > today) return null;
  return text.includes(asOf.value.slice(0, 4)) ? asOf.value : null;
}
