import { z } from 'zod';
import { isValidDate } from '../../text/dates.ts';
import { sexes, theoryLevels } from '../register/member.ts';

/** By what a count is split. */
export const dimensions = ['none', 'sex', 'standing', 'age', 'theory', 'ethnicity', 'unit', 'level'] as const;
export type Dimension = (typeof dimensions)[number];

/** Which members are counted, where not all. */
const filterSchema = z.strictObject({
  sex: z.enum(sexes).optional(),
  standing: z.enum(['official', 'probationary']).optional(),
  theory: z.enum(theoryLevels).optional(),
  isEthnicMinority: z.boolean().optional(),
  isExempt: z.boolean().optional(),
  /** Completed years, both inside. */
  age: z.strictObject({ from: z.int().min(0), to: z.int().max(150) }).optional(),
});
export type StatisticsFilter = z.infer<typeof filterSchema>;

/**
 * One question about the office's own counts. Whatever reads a person's words, a grammar or a model, produces this
 * object and nothing else; the count itself is computed.
 */
export const statisticsQuerySchema = z
  .strictObject({
    /** Members of the register, or organisations of the unit tree. */
    measure: z.enum(['members', 'organisations']),
    /** Everything under this unit; null: all that the viewer may see. */
    unitId: z.uuid().nullable(),
    asOf: z.string().refine(isValidDate),
    dimension: z.enum(dimensions),
    /** A second split: one stacked bar for each value of `dimension`. */
    split: z.enum(['none', 'sex', 'standing', 'theory', 'age']),
    filter: filterSchema,
  })
  .refine(
    (query) => query.split === 'none' || (query.split !== query.dimension && query.dimension !== 'none'),
  )
  .refine((query) => query.measure === 'members' || ['none', 'level'].includes(query.dimension));

/** @see statisticsQuerySchema */
export type StatisticsQuery = z.infer<typeof statisticsQuerySchema>;
