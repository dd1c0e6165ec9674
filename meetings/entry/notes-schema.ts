import { z } from 'zod';
import { meetingKinds } from '../meeting.ts';

const longest = 1000;
const text = z.string().trim().max(longest);
const field = <T extends z.ZodType>(value: T) => z.object({ value, source: text });
const count = z.int().min(0).max(100_000).nullable();

const conclusion = z.object({
  content: text,
  /** Who is to do it. */
  lead: z.string().trim().max(160).nullable(),
  /** 'YYYY-MM-DD'. */
  due: z.string().max(10).nullable(),
});

/** What a model may read out of notes: every field with the sentence that it came from. */
export const notesSchema = z.object({
  unit: field(text).nullable(),
  kind: field(z.enum(meetingKinds)).nullable(),
  date: field(z.string().max(10)).nullable(),
  startsAt: field(z.string().max(5)).nullable(),
  endsAt: field(z.string().max(5)).nullable(),
  place: field(text).nullable(),
  chair: field(text).nullable(),
  minuteTaker: field(text).nullable(),
  attendance: field(
    z.object({
      total: count,
      official: count,
      probationary: count,
      present: count,
      absentWithReason: count,
      absentWithoutReason: count,
      exempt: count,
    }),
  ).nullable(),
  agenda: z.array(field(text)).max(30),
  conclusions: z.array(field(conclusion)).max(40),
});

/** @see notesSchema */
export type NotesReading = z.infer<typeof notesSchema>;
/** A value with the sentence that it was read from. */
export interface ReadField<T> {
  value: T;
  source: string;
}
export type ReadConclusion = z.infer<typeof conclusion>;
