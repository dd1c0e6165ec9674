import { z } from 'zod';
import { isValidDate, type Period } from '../../text/dates.ts';
import { indicatorCodes } from './indicators.ts';

export const periodTypes = ['day', 'month', 'quarter', 'half', 'nine_months', 'year', 'term'] as const;

const date = z.string().refine(isValidDate);

/** One part of a figure. `label` is an indicator code, a known key ('female', 'good', …) or the words that were typed. */
const partSchema = z.strictObject({ label: z.string().min(1).max(120), value: z.number().min(0) });

/** A figure as it was entered, before it has an id: with its unit, its time and its source. */
export const observationDraftSchema = z
  .strictObject({
    indicator: z.enum(indicatorCodes),
    qualifier: z.string().nullable(),
    unitId: z.uuid().nullable(),
    /** Name of a unit to create, where `unitId` is null. */
    newUnitName: z.string().min(2).max(200).nullable(),
    period: z.strictObject({ type: z.enum(periodTypes), from: date, to: date }).nullable(),
    asOf: date.nullable(),
    value: z.number().min(0),
    valueUnit: z.enum(['person', 'organisation', 'percent', 'card', 'badge']),
    denominator: z.number().min(0).nullable(),
    breakdown: z.array(partSchema).max(20),
    source: z.string().min(1).max(500),
  })
  .refine((draft) => draft.period !== null || draft.asOf !== null)
  .refine((draft) => draft.breakdown.length === 0 || addsUp(draft.value, draft.breakdown));

/** @see observationDraftSchema */
export type ObservationDraft = z.infer<typeof observationDraftSchema>;
export type ObservationPart = z.infer<typeof partSchema>;

/** A kept figure. */
export interface Observation extends Omit<ObservationDraft, 'unitId' | 'newUnitName'> {
  id: string;
  unitId: string;
  unitName: string;
  /** The sentence of the kept document that it was suggested from; null where a person typed it. */
  sourceSentence: string | null;
  enteredAt: string;
  status: 'draft' | 'approved';
  supersedesId: string | null;
  /** Not to be told to whoever asked (`withhold.ts`): `value` says nothing. */
  isWithheld?: true;
}

/** The sum of the parts, without the noise of binary fractions. */
export const sumOf = (parts: readonly { value: number }[]): number =>
  Math.round(parts.reduce((sum, part) => sum + part.value, 0) * 1e6) / 1e6;

/** Whether parts make the whole exactly: every seed report that gives both does, and offices are held to it. */
export const addsUp = (value: number, parts: readonly { value: number }[]): boolean => sumOf(parts) === value;

/** A named period as an observation keeps it. */
export const periodOf = ({ kind, from, to }: Period): NonNullable<ObservationDraft['period']> => ({
  type: kind === 'nine-months' ? 'nine_months' : kind === 'week' || kind === 'range' ? 'day' : kind,
  from,
  to,
});
