import { z } from 'zod';
import type { DateOnly } from '../../core/clock.ts';
import type { ChatModel } from '../../llm/model.ts';
import { askStructured, type StructuredOptions } from '../../llm/structured.ts';
import * as prompts from '../../prompts/understanding.ts';
import { canonicalTokens } from '../../text/canonical.ts';
import { isValidDate } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { theoryLevels } from '../register/member.ts';
import type { StatisticsContext, StatisticsReading } from './parse-statistics.ts';
import { readPhrases } from './phrase-reader.ts';
import {
  dimensions,
  plainQuery,
  splits,
  statisticsQuerySchema,
  type StatisticsQuery,
} from './statistics-query.ts';
import { takeTime } from './take-time.ts';
import { matchUnits } from '../units/units.ts';

/*
 * A request for counts in free words, read by a model into a query that a person confirms. The model names fields and
 * the words that it read each from; what has no such words, or words that were never written, is no reading at all.
 */

const said = z.string().trim().max(160);
/** A value and the words of the request that it was read from. */
const from = <T extends z.ZodType>(value: T) => z.object({ value, words: said }).nullable();

const schema = z.object({
  measure: z.enum(['members', 'organisations']),
  unit: said.nullable(),
  asOf: from(z.string().max(10)),
  dimension: from(z.enum(dimensions)),
  split: from(z.enum(splits)),
  sex: from(z.enum(['male', 'female'])),
  standing: from(z.enum(['official', 'probationary'])),
  theory: from(z.enum(theoryLevels)),
  isEthnicMinority: from(z.boolean()),
  isExempt: from(z.boolean()),
  age: from(z.object({ from: z.int(), to: z.int() })),
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
  const { measure, unit, asOf, dimension, split, age, ...rest } = proposed;
  const given = [asOf, dimension, split, age, ...Object.values(rest)];
  if (given.some((field) => field !== null && !isWritten(field.words))) return null;
  if (age && !hasNumbers(age.words, [age.value.from, age.value.to])) return null;
  const day = dayOf(text, asOf, today);
  if (day === null) return null;

  const filter = {
    ...(rest.sex && { sex: rest.sex.value }),
    ...(rest.standing && { standing: rest.standing.value }),
    ...(rest.theory && { theory: rest.theory.value }),
    ...(rest.isEthnicMinority?.value && { isEthnicMinority: true }),
    ...(rest.isExempt?.value && { isExempt: true }),
    ...(age && { age: age.value }),
  };
  const parsed = statisticsQuerySchema.safeParse({
    ...plainQuery(day),
    measure,
    dimension: measure === 'organisations' ? 'level' : (dimension?.value ?? 'none'),
    split: measure === 'organisations' ? 'none' : (split?.value ?? 'none'),
    filter: measure === 'organisations' ? {} : filter,
  } satisfies StatisticsQuery);
  if (!parsed.success) return null;
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

/** The day that the rules read; else the model's, real, not to come, in a year that was written; else today. */
function dayOf(text: string, asOf: Proposed['asOf'], today: DateOnly): DateOnly | null {
  const byRules = takeTime(readPhrases(text), today);
  if (byRules) return byRules.asOf > today ? null : byRules.asOf;
  if (asOf === null || asOf.value === today) return today;
  if (!isValidDate(asOf.value) || asOf.value > today) return null;
  return text.includes(asOf.value.slice(0, 4)) ? asOf.value : null;
}
