import type { DateOnly } from '../../core/clock.ts';
import { assignmentLine } from '../../prompts/understanding.ts';
import { parseDate } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { parseTimeRange } from '../../text/times.ts';
import { attendanceProblems, turnoutText } from '../record/attendance.ts';
import { startGuided, type GuidedEnvironment, type GuidedState, type Step, type Turn } from './guided.ts';
import type { Attendance } from '../meeting.ts';
import type { NotesReading, ReadConclusion, ReadField } from './notes-schema.ts';
import { parseAttendance } from './parse-attendance.ts';
import { parseDecision } from './parse-decision.ts';
import { findKind, type ParsedMeeting } from './parse-meeting.ts';

/*
 * A model's reading of pasted notes, field by field against the sentence that it names: the sentence stands in the notes,
 * and the rules that read typed answers read the same value out of it. What does not hold is left for the person.
 */

/** A field with what was read and where. */
export interface NotedField {
  step: Exclude<Step, 'review'>;
  value: string;
  /** Verbatim from the notes. */
  source: string;
}

/** A draft of minutes in the guided dialogue, before anything is stored. */
export interface NotesDraft {
  turn: Extract<Turn, { type: 'ask' }>;
  found: NotedField[];
  /** Fields that the model gave and the notes do not bear out. */
  leftOut: Exclude<Step, 'review'>[];
}

/** Checks a reading; null where nothing of it holds. Pure. */
export function checkNotes(
  notes: string,
  reading: NotesReading,
  environment: GuidedEnvironment,
): NotesDraft | null {
  const whole = spaced(notes);
  const found: NotedField[] = [];
  const leftOut = new Set<NotedField['step']>();
  const { today } = environment;

  /** Takes a field where its sentence stands in the notes and `read` finds the same in it. */
  function take<T, R>(
    step: NotedField['step'],
    field: ReadField<T> | null,
    read: (value: T, source: string) => R | null,
    show: (value: R) => string = String,
  ): R | null {
    if (field === null) return null;
    const source = oneLine(cleanText(field.source));
    const isThere = spaced(source) !== '' && whole.includes(spaced(source));
    const value = isThere ? read(field.value, source) : null;
    if (value === null) leftOut.add(step);
    else found.push({ step, value: show(value), source });
    return value;
  }

  const asWritten = (value: string, source: string): string | null => {
    const text = oneLine(cleanText(value));
    return spaced(text) !== '' && spaced(source).includes(spaced(text)) ? text : null;
  };
  const head: ParsedMeeting['head'] = {};
  const unitText = take('unit', reading.unit, asWritten) ?? '';
  const kind = take('kind', reading.kind, (value, source) =>
    findKind(source)?.kind === value ? value : null,
  );
  if (kind) head.kind = kind;
  const heldOn = take('date', reading.date, (value, source) => sameDay(value, source, today));
  if (heldOn) head.heldOn = heldOn;
  const startsAt = take('time', reading.startsAt, (value, source) => sameTime(value, source, 'start'));
  if (startsAt) head.startsAt = startsAt;
  const endsAt = take('time', reading.endsAt, (value, source) => sameTime(value, source, 'end'));
  if (endsAt) head.endsAt = endsAt;
  const place = take('place', reading.place, asWritten);
  if (place) head.place = place;
  const chair = take('chair', reading.chair, asWritten);
  if (chair) head.chair = chair;
  const minuteTaker = take('minute-taker', reading.minuteTaker, asWritten);
  if (minuteTaker) head.minuteTaker = minuteTaker;
  const attendance = take('attendance', reading.attendance, attendanceOf, turnoutText);
  const agenda = reading.agenda.flatMap((item) => take('agenda', item, asWritten) ?? []);
  const conclusions = reading.conclusions.flatMap(
    (item) =>
      take('conclusions', item, (value, source) => conclusionLine(value, source, heldOn ?? today)) ?? [],
  );
  if (found.length === 0) return null;

  const turn = startGuided({ unitText, head, agenda, ...(attendance && { attendance }) }, environment);
  if (turn.type !== 'ask') return null;
  const state: GuidedState = { ...turn.state, draft: { ...turn.state.draft, conclusions } };
  return { turn: { ...turn, state }, found, leftOut: [...leftOut] };
}

const spaced = (text: string): string => foldedSyllables(oneLine(cleanText(text))).join(' ');

const sameDay = (value: string, source: string, today: DateOnly): DateOnly | null =>
  parseDate(source, today)?.date === value ? value : null;

function sameTime(value: string, source: string, end: 'start' | 'end'): string | null {
  const times = parseTimeRange(source);
  return times !== null && times[end] === value ? value : null;
}

/** By the rules where they read the sentence; else the model's numbers, each written there, where they add up. */
function attendanceOf(
  value: NonNullable<NotesReading['attendance']>['value'],
  source: string,
): Attendance | null {
  const byRules = parseAttendance(source).attendance;
  const numbers = new Set((source.match(/\d+/gu) ?? []).map(Number));
  const told = Object.values(value).filter((count) => count !== null);
  if (told.some((count) => count !== 0 && !numbers.has(count))) return null;
  const { total, present, official, probationary } = value;
  const byModel: Attendance | null =
    present === null
      ? null
      : {
          total,
          present,
          official,
          probationary: probationary ?? (official === null ? null : 0),
          exempt: value.exempt ?? 0,
          temporaryIn: 0,
          temporaryOut: 0,
          absentWithReason: value.absentWithReason ?? 0,
          absentWithoutReason: value.absentWithoutReason ?? 0,
        };
  return [byRules, byModel].find((one) => one !== null && attendanceProblems(one).length === 0) ?? null;
}

/**
 * The line that the guided dialogue keeps. Where the rules read another task out of the sentence than the model did, the
 * model's is written as a plain assignment, if its words and its day are the sentence's own; otherwise the sentence
 * itself stands, and nothing of it is lost.
 */
function conclusionLine(value: ReadConclusion, source: string, heldOn: DateOnly): string {
  const { content, lead, due } = value;
  const read = parseDecision(source, heldOn).task;
  const agrees = (line: typeof read): boolean =>
    spaced(line?.lead ?? '') === spaced(lead ?? '') && (line?.dueOn ?? null) === due;
  if ((lead === null && due === null) || agrees(read)) return source;
  const own = new Set(foldedSyllables(source));
  const isOwn = foldedSyllables(`${content} ${lead ?? ''}`).every((word) => own.has(word));
  const isDue = due === null || daysIn(source, heldOn).includes(due);
  if (!isOwn || !isDue || content === '') return source;
  const line = assignmentLine(content, lead, due);
  return agrees(parseDecision(line, heldOn).task) ? line : source;
}

/** Every day that a sentence names, those without a year as the next ones. */
function daysIn(source: string, heldOn: DateOnly): DateOnly[] {
  const days: DateOnly[] = [];
  for (let from = 0; from < source.length;) {
    const date = parseDate(source.slice(from), heldOn, { prefer: 'future' });
    if (!date) break;
    days.push(date.date);
    from += date.to;
  }
  return days;
}

/** Whether a text is notes to be read rather than one line of a command. */
export const isNotes = (text: string): boolean => {
  const clean = cleanText(text).trim();
  return clean.length > 240 || clean.split('\n').filter((line) => fold(line).trim() !== '').length > 2;
};
