import { z } from 'zod';
import { isValidDate } from '../../text/dates.ts';
import {
  occupationGroups,
  professionalLevels,
  schoolingLevels,
  sexes,
  theoryLevels,
} from '../register/member.ts';
import { unitLevels } from '../units/units.ts';

/** What can be counted on a day. */
export const stockMeasures = ['members', 'organisations'] as const;
/** What can be counted over a period: what happened to members, by the words of the register's events. */
export const flowMeasures = [
  'admit',
  'confirm',
  'transfer_in',
  'transfer_out',
  'left',
  'badge',
  'card_issue',
  'card_reissue',
] as const;
export type FlowMeasure = (typeof flowMeasures)[number];
/**
 * All measures; `changes` is the balance of a period (opening, in, out, closing), `ratings` the stated quality of cell
 * meetings of a period.
 */
export const measures = [...stockMeasures, ...flowMeasures, 'changes', 'ratings'] as const;
export type Measure = (typeof measures)[number];

/** Whether a measure needs a period. */
export const isFlow = (measure: Measure): measure is FlowMeasure =>
  (flowMeasures as readonly string[]).includes(measure);
/** Whether a measure is over a period rather than on a day. */
export const needsPeriod = (measure: Measure): boolean => isFlow(measure) || measure === 'changes';
/** Events kept as numbers without persons (domain rule): they split by unit only. */
export const isCountOnly = (measure: Measure): boolean =>
  measure === 'card_issue' || measure === 'card_reissue';

/** By which details of a person a count can be split. */
export const personDimensions = [
  'sex',
  'standing',
  'age',
  'seniority',
  'occupation',
  'schooling',
  'professional',
  'theory',
  'ethnicity',
  'badge',
] as const;
export type PersonDimension = (typeof personDimensions)[number];
/** By what a count is split: a detail of persons, the units below, or the level of organisations. */
export const dimensions = ['none', ...personDimensions, 'unit', 'level'] as const;
export type Dimension = (typeof dimensions)[number];
/** A second split is always by a detail of persons. */
export const splits = ['none', ...personDimensions] as const;
export type Split = (typeof splits)[number];

const years = z.strictObject({ from: z.int().min(0), to: z.int().max(150) });
const date = z.string().refine(isValidDate);
/** One level, or several of which a member has one: 'trung cấp trở lên', 'chưa có trung cấp'. */
export const oneOrMore = <const T extends readonly [string, ...string[]]>(levels: T) =>
  z.union([z.enum(levels), z.array(z.enum(levels)).min(2).max(levels.length)]);

/** Which members are counted, where not all. */
const filterSchema = z.strictObject({
  sex: z.enum(sexes).optional(),
  standing: z.enum(['official', 'probationary']).optional(),
  theory: oneOrMore(theoryLevels).optional(),
  schooling: oneOrMore(schoolingLevels).optional(),
  professional: oneOrMore(professionalLevels).optional(),
  occupation: z.enum(occupationGroups).optional(),
  isEthnicMinority: z.boolean().optional(),
  isExempt: z.boolean().optional(),
  /** Completed years, both inside. */
  age: years.optional(),
  /** Completed years of party age, both inside. */
  seniority: years.optional(),
  /** Years of a badge: of a stock the highest that a member holds, of badges awarded the level awarded. */
  badge: z.int().min(30).max(90).optional(),
});
export type StatisticsFilter = z.infer<typeof filterSchema>;

const periodSchema = z.strictObject({ from: date, to: date }).refine(({ from, to }) => from <= to);
export type StatisticsPeriod = z.infer<typeof periodSchema>;

/** With what a count is set side by side: another unit at the same time, or the same unit at another time. */
const comparisonSchema = z.discriminatedUnion('with', [
  z.strictObject({ with: z.literal('unit'), unitId: z.uuid() }),
  z.strictObject({ with: z.literal('day'), asOf: date }),
  z.strictObject({ with: z.literal('period'), period: periodSchema }),
]);

export const trendSteps = ['month', 'quarter', 'half', 'year'] as const;
export type TrendStep = (typeof trendSteps)[number];

/** Most units in a ranking. */
export const mostRanked = 50;

/**
 * One question about the office's own counts. Whatever reads a person's words, a grammar or a model, produces this
 * object and nothing else; the count itself is computed.
 */
export const statisticsQuerySchema = z
  .strictObject({
    measure: z.enum(measures),
    /** Everything under this unit; null: all that the viewer may see. */
    unitId: z.uuid().nullable(),
    /** The day of a stock; for a measure over a period its last day. */
    asOf: date,
    /** The period of a flow, of a balance, or of a trend; null for a stock on one day. */
    period: periodSchema.nullable().default(null),
    dimension: z.enum(dimensions),
    /** A second split: one stacked bar for each value of `dimension`. */
    split: z.enum(splits),
    filter: filterSchema,
    /** Levels of the organisations that are counted or that rows of dimension 'unit' stand for; null: all, or the units directly below. */
    levels: z.array(z.enum(unitLevels)).min(1).nullable().default(null),
    compare: comparisonSchema.nullable().default(null),
    /** One point each step of `period`: of a stock on its last day, of a flow within it. */
    trend: z
      .strictObject({ step: z.enum(trendSteps) })
      .nullable()
      .default(null),
    /** The units with the most or the fewest; dimension is 'unit'. */
    top: z
      .strictObject({ count: z.int().min(1).max(mostRanked), order: z.enum(['most', 'fewest']) })
      .nullable()
      .default(null),
  })
  .refine(
    ({ split, dimension }) => split === 'none' || (split !== dimension && dimension !== 'none'),
    'a split needs another dimension',
  )
  .refine(
    ({ measure, dimension }) => (measure === 'organisations') === (dimension === 'level'),
    'organisations are counted by level, and nothing else is',
  )
  .refine(({ measure, period }) => !needsPeriod(measure) || period !== null, 'a flow needs its period')
  .refine(({ trend, period }) => trend === null || period !== null, 'a trend needs its span')
  .refine(({ top, dimension }) => top === null || dimension === 'unit', 'a ranking is of units')
  .refine(
    ({ measure, dimension, split, filter }) =>
      !['changes', 'ratings', 'organisations'].includes(measure) ||
      (split === 'none' && ['none', 'level'].includes(dimension) && Object.keys(filter).length === 0),
    'only people have details',
  )
  .refine(
    ({ measure, dimension, split, filter }) =>
      !isCountOnly(measure) ||
      (split === 'none' && ['none', 'unit'].includes(dimension) && Object.keys(filter).length === 0),
    'events without persons split by unit only',
  )
  .refine(
    ({ trend, compare, top, split, dimension }) =>
      [trend, compare, top].filter((each) => each !== null).length <= 1 &&
      (trend === null || (split === 'none' && dimension !== 'unit')) &&
      (compare === null || split === 'none'),
    'one way to set counts side by side at a time',
  )
  .refine(
    ({ measure, compare, period }) =>
      compare === null ||
      compare.with === 'unit' ||
      (compare.with === 'period') === (period !== null && measure !== 'members'),
    'a day is compared with a day, a period with a period',
  );

/** @see statisticsQuerySchema */
export type StatisticsQuery = z.infer<typeof statisticsQuerySchema>;

/** A plain total of members on a day; what is not said otherwise. */
export const plainQuery = (asOf: string, more: Partial<StatisticsQuery> = {}): StatisticsQuery => ({
  measure: 'members',
  unitId: null,
  asOf,
  period: null,
  dimension: 'none',
  split: 'none',
  filter: {},
  levels: null,
  compare: null,
  trend: null,
  top: null,
  ...more,
});
