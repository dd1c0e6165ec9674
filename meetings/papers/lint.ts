import type { DateOnly } from '../../core/clock.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import type { Decision, Meeting, Task } from '../meeting.ts';
import { isCellMeeting } from './paper-kinds.ts';
import type { MeetingExtras } from './paper-values.ts';

/*
 * What a careful office clerk would ask before the chair signs. Hints only: nothing here stops an approval. Source: the
 * list of what offices are blamed for (thin resolutions, no basis, no subject, conclusions without unit or day, no
 * attendance, too short, no closing time, no rating) and the fields of 16-HD/VPTW.
 */

/** Something to look at once more. `ordinals`: which conclusions or items, counted from 1. */
export type Hint =
  | { type: 'no-attendance' }
  | { type: 'attendance-without-split' }
  | { type: 'attendance-without-total' }
  | { type: 'no-start' }
  | { type: 'no-end' }
  | { type: 'no-place' }
  | { type: 'no-chair' }
  | { type: 'no-minute-taker' }
  | { type: 'same-signers' }
  | { type: 'too-short'; minutes: number; least: number; ref: string }
  | { type: 'no-agenda' }
  | { type: 'no-subject' }
  | { type: 'no-conclusions' }
  | { type: 'thin-conclusions'; ordinals: readonly number[] }
  | { type: 'no-lead'; ordinals: readonly number[] }
  | { type: 'no-date'; ordinals: readonly number[] }
  | { type: 'no-basis' }
  | { type: 'no-vote' }
  | { type: 'no-rating' }
  | { type: 'few-for-a-resolution'; present: number; total: number };

/** The least length of a cell meeting, with the document that asks for it and the day from which it does. */
export interface DurationRule {
  ref: string;
  from: DateOnly;
  regular: number;
  /** A regular meeting that takes a theme with it. */
  withTheme: number;
}

/** Newest first. Minutes. Source: 12-HD/BTCTW (06/7/2018), kept by 42-HD/BTCTW (28/10/2025). */
export const durationRules: readonly DurationRule[] = [
  { ref: '42-HD/BTCTW', from: '2025-10-28', regular: 90, withTheme: 120 },
  { ref: '12-HD/BTCTW', from: '2018-07-06', regular: 90, withTheme: 120 },
];

/** Kinds whose papers need to say what they are about. */
const needSubject: readonly string[] = [
  'thematic',
  'review',
  'working',
  'visit',
  'congress-approval',
  'other',
];

/** A text that tells nobody what to do: fewer syllables than this, or only a stock phrase. */
const leastSyllables = 6;
const stockPhrase =
  /^(?:(?:tiep tuc|can|phai|toan chi bo|chi bo)\s+)*(?:thuc hien|lam|hoan thanh)\s+(?:tot|nghiem|nghiem tuc|co hieu qua)(?:\s+(?:cac|moi|nhung))?\s+(?:nhiem vu|noi dung|cong viec|nghi quyet|ket luan)(?:\s+(?:duoc giao|tren|da de ra|trong tam|thang toi|cua chi bo))*$/u;

/** Everything that deserves a second look, in the order of the paper. */
export function lintMinutes(meeting: Meeting, extras: MeetingExtras): Hint[] {
  const hints: Hint[] = [];
  const isCell = isCellMeeting(meeting.kind);
  if (meeting.startsAt === null) hints.push({ type: 'no-start' });
  if (meeting.place === '' && !meeting.isOnline) hints.push({ type: 'no-place' });
  if (meeting.chair === '') hints.push({ type: 'no-chair' });
  if (meeting.minuteTaker === '') hints.push({ type: 'no-minute-taker' });
  if (meeting.chair !== '' && personKey(meeting.chair) === personKey(meeting.minuteTaker))
    hints.push({ type: 'same-signers' });
  hints.push(...attendanceHints(meeting, isCell));
  if (
    needSubject.includes(meeting.kind) &&
    meeting.topic === '' &&
    meeting.title === '' &&
    !namesOther(meeting)
  )
    hints.push({ type: 'no-subject' });
  if (meeting.agenda.length === 0) hints.push({ type: 'no-agenda' });
  hints.push(...conclusionHints(meeting));
  if (isCell && meeting.decisions.length > 0) {
    if (
      meeting.decisions.every(({ basis }) => basis.length === 0) &&
      meeting.tasks.every((t) => t.basis.length === 0)
    )
      hints.push({ type: 'no-basis' });
    if (meeting.votes.length === 0) hints.push({ type: 'no-vote' });
  }
  if (isCell && extras.rating === null) hints.push({ type: 'no-rating' });
  if (meeting.endsAt === null) hints.push({ type: 'no-end' });
  else if (isCell) hints.push(...durationHints(meeting));
  return hints;
}

/** A working session whose title says with whom. */
const namesOther = ({ kind, participants }: Meeting): boolean =>
  kind === 'working' &&
  participants.some(
    ({ capacity, body }) => (capacity === 'host' || capacity === 'delegation') && body !== '',
  );

function attendanceHints({ attendance, votes }: Meeting, isCell: boolean): Hint[] {
  if (attendance === null) return [{ type: 'no-attendance' }];
  const { total, present, official, probationary } = attendance;
  if (total === null || present === null) return [{ type: 'attendance-without-total' }];
  return [
    ...(isCell && official === null && probationary === null
      ? [{ type: 'attendance-without-split' as const }]
      : []),
    // Fewer than half came: a resolution can hardly have the votes of more than half of all (294-QĐ/TW, 9.3).
    ...(votes.length > 0 && 2 * present <= total
      ? [{ type: 'few-for-a-resolution' as const, present, total }]
      : []),
  ];
}

function conclusionHints({ decisions, tasks }: Meeting): Hint[] {
  if (decisions.length === 0) return [{ type: 'no-conclusions' }];
  const thin = decisions.filter((decision) => isThin(decision)).map(({ ordinal }) => ordinal);
  const numbered = (wanted: (task: Task) => boolean): number[] =>
    tasks.flatMap((task, i) => (wanted(task) ? [i + 1] : []));
  const withoutLead = numbered((task) => task.lead === '');
  const withoutDate = numbered((task) => task.dueOn === null);
  return [
    ...(thin.length > 0 ? [{ type: 'thin-conclusions' as const, ordinals: thin }] : []),
    ...(tasks.length === 0 ? [{ type: 'no-lead' as const, ordinals: [] }] : []),
    ...(withoutLead.length > 0 ? [{ type: 'no-lead' as const, ordinals: withoutLead }] : []),
    ...(withoutDate.length > 0 ? [{ type: 'no-date' as const, ordinals: withoutDate }] : []),
  ];
}

/** True where a conclusion names nothing that could be done or checked. */
export function isThin({ text }: Pick<Decision, 'text'>): boolean {
  const syllables = foldedSyllables(text);
  return syllables.length < leastSyllables || stockPhrase.test(syllables.join(' '));
}

function durationHints({ startsAt, endsAt, endsOn, heldOn, kind, topic }: Meeting): Hint[] {
  if (startsAt === null || endsAt === null || (endsOn !== null && endsOn !== heldOn)) return [];
  const rule = durationRules.find(({ from }) => from <= heldOn);
  if (!rule) return [];
  const least = kind === 'regular' && topic !== '' ? rule.withTheme : rule.regular;
  const minutes = minutesOf(endsAt) - minutesOf(startsAt);
  return minutes < least ? [{ type: 'too-short', minutes, least, ref: rule.ref }] : [];
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const personKey = (person: string): string =>
  foldedSyllables(person.split(/[,;(]/u)[0] ?? '')
    .filter((word) => !['dong', 'chi', 'dc'].includes(word))
    .join(' ');
