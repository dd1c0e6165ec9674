import type { DateOnly } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { parseDate } from '../../text/dates.ts';
import { fold } from '../../text/normalise.ts';
import { parseTimeRange } from '../../text/times.ts';
import { parseAttendance } from '../entry/parse-attendance.ts';
import type { ParsedAttendance } from '../entry/parse-attendance.ts';
import { parseDecision } from '../entry/parse-decision.ts';
import { findKind } from '../entry/parse-meeting.ts';
import type { Meeting, Participant, Vote } from '../meeting.ts';
import { attendanceProblems } from './attendance.ts';
import type { AttendanceSum } from './attendance.ts';
import { partsOf } from './meeting-parts.ts';
import type { KeptTask, MeetingParts } from './meeting-parts.ts';
import { isListField } from './read-edit.ts';
import type { EditField, ListField, ReadEdit } from './read-edit.ts';
import { readVote } from './read-vote.ts';
import { prepareVote } from './vote.ts';

/** Why a correction was not taken. */
export type EditProblem =
  | { type: 'value'; field: EditField }
  | { type: 'item'; field: ListField }
  | { type: 'no-item'; field: ListField; count: number }
  | { type: 'required'; field: EditField }
  | { type: 'date' | 'time' | 'time-order' | 'day-order' | 'kind' | 'number' | 'yes-no' | 'vote' | 'same' }
  | { type: 'future'; date: DateOnly }
  | { type: 'unit'; text: string; units: readonly { id: string; name: string }[] }
  | { type: 'attendance-unclear'; unclear: ParsedAttendance['unclear'] }
  | { type: 'attendance-sum'; sums: readonly AttendanceSum[] }
  | { type: 'task-underway' };

/** A correction as it would be written. `tasks`: what becomes of the tasks of the conclusion. */
export type PreparedEdit =
  | { type: 'edit'; parts: Partial<MeetingParts>; tasks: 'follow' | 'go' | 'stay' | null }
  | { type: 'problem'; problem: EditProblem };

/** What a correction needs to know of the world. */
export interface EditEnvironment {
  today: DateOnly;
  accountId: string | null;
  at: string;
  matchUnits(text: string): readonly { id: string; name: string }[];
}

const problem = (what: EditProblem): PreparedEdit => ({ type: 'problem', problem: what });
const edit = (parts: Partial<MeetingParts>, tasks: 'follow' | 'go' | 'stay' | null = null): PreparedEdit => ({
  type: 'edit',
  parts,
  tasks,
});

/** Fields that are a line of text and may be empty. */
const textFields = ['title', 'topic', 'place', 'chair', 'minuteTaker', 'guests'] as const;
const isTextField = (field: EditField): field is (typeof textFields)[number] =>
  (textFields as readonly string[]).includes(field);

/** What a correction makes of a meeting; the meeting itself is not changed. */
export function prepareEdit(meeting: Meeting, read: ReadEdit, environment: EditEnvironment): PreparedEdit {
  const { field, value, isRemoval } = read;
  if (isListField(field)) return prepareListEdit(meeting, read, field, environment);
  if (value === '' && !isRemoval) return problem({ type: 'value', field });
  if (isTextField(field)) return edit({ [field]: value });
  switch (field) {
    case 'unitId': {
      const units = isRemoval ? [] : environment.matchUnits(value);
      const [only] = units;
      return only && units.length === 1
        ? edit({ unitId: only.id })
        : problem(isRemoval ? { type: 'required', field } : { type: 'unit', text: value, units });
    }
    case 'kind': {
      if (isRemoval) return problem({ type: 'required', field });
      const kind = findKind(value)?.kind;
      return kind ? edit({ kind }) : problem({ type: 'kind' });
    }
    case 'sessionNo': {
      if (isRemoval) return edit({ sessionNo: null });
      const number = /^\D{0,12}(\d{1,3})$/u.exec(value)?.[1];
      return number ? edit({ sessionNo: Number(number) }) : problem({ type: 'number' });
    }
    case 'isExtended':
    case 'isOnline': {
      const word = isRemoval ? 'khong' : fold(value);
      if (/^(?:co|dung|phai)$/u.test(word)) return edit({ [field]: true });
      return /^(?:khong|khong phai|sai)$/u.test(word)
        ? edit({ [field]: false })
        : problem({ type: 'yes-no' });
    }
    case 'heldOn':
    case 'endsOn':
      return prepareDay(meeting, field, read, environment.today);
    case 'time':
    case 'startsAt':
    case 'endsAt':
      return prepareTime(meeting, field, read);
    case 'attendance': {
      if (isRemoval) return edit({ attendance: null });
      const { attendance, unclear } = parseAttendance(value, meeting.attendance);
      if (!attendance) return problem({ type: 'attendance-unclear', unclear });
      const sums = attendanceProblems(attendance);
      return sums.length > 0 ? problem({ type: 'attendance-sum', sums }) : edit({ attendance });
    }
    case 'recipients':
      return edit({ recipients: isRemoval ? [] : readRecipients(value) });
    default: {
      const others = meeting.participants.filter(({ capacity }) => capacity !== field);
      return edit({ participants: [...others, ...readParticipants(field, value)] });
    }
  }
}

/** The lines of a list of recipients: parted by semicolons or dashes, else by commas; the mark at their end goes. */
function readRecipients(value: string): string[] {
  const lines = /;|(?:^|\s)[-–•]\s/u.test(value)
    ? value.split(/\s*;\s*|(?:^|\s+)[-–•]\s+/u)
    : value.split(/\s*,\s*/u);
  return lines.map((line) => line.replace(/[\s,.;]+$/u, '').trim()).filter((line) => line !== '');
}

/** Several are parted by semicolons; a person's position stands behind the first comma. */
function readParticipants(capacity: Participant['capacity'], value: string): Participant[] {
  return value
    .split(/\s*;\s*/u)
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (capacity !== 'co-chair') return { capacity, name: '', position: '', body: piece };
      const [name = '', ...rest] = piece.split(/\s*,\s*/u);
      return { capacity, name, position: rest.join(', '), body: '' };
    });
}

function prepareDay(
  meeting: Meeting,
  field: 'heldOn' | 'endsOn',
  { value, isRemoval }: ReadEdit,
  today: DateOnly,
): PreparedEdit {
  if (isRemoval) return field === 'endsOn' ? edit({ endsOn: null }) : problem({ type: 'required', field });
  const day = parseDate(value, today)?.date;
  if (!day) return problem({ type: 'date' });
  if (day > today && meeting.status !== 'planned') return problem({ type: 'future', date: day });
  const [first, last] = field === 'heldOn' ? [day, meeting.endsOn] : [meeting.heldOn, day];
  return last !== null && last < first ? problem({ type: 'day-order' }) : edit({ [field]: day });
}

function prepareTime(
  meeting: Meeting,
  field: 'time' | 'startsAt' | 'endsAt',
  { value, isRemoval }: ReadEdit,
): PreparedEdit {
  const times = isRemoval ? { start: null, end: null } : parseTimeRange(value);
  if (!times) return problem({ type: 'time' });
  const parts =
    field === 'time'
      ? { startsAt: times.start, endsAt: isRemoval ? null : (times.end ?? meeting.endsAt) }
      : { [field]: times.start };
  const { startsAt, endsAt } = { startsAt: meeting.startsAt, endsAt: meeting.endsAt, ...parts };
  const isOneDay = meeting.endsOn === null || meeting.endsOn === meeting.heldOn;
  return isOneDay && startsAt && endsAt && endsAt <= startsAt ? problem({ type: 'time-order' }) : edit(parts);
}

function prepareListEdit(
  meeting: Meeting,
  { item, value, isRemoval }: ReadEdit,
  field: ListField,
  environment: EditEnvironment,
): PreparedEdit {
  const list = field === 'discussion' ? meeting.agenda : meeting[field];
  const count = list.length;
  const at = (item ?? (count === 1 ? 1 : 0)) - 1;
  if (count === 0 || (item !== null && !list[at])) return problem({ type: 'no-item', field, count });
  if (at < 0) return problem({ type: 'item', field });
  if (value === '' && !isRemoval) return problem({ type: 'value', field });
  const without = <T>(items: readonly T[]): T[] => items.filter((_, i) => i !== at);
  const replaced = <T>(items: readonly T[], change: (one: T) => T): T[] =>
    items.map((one, i) => (i === at ? change(one) : one));
  const { agenda, votes } = meeting;
  switch (field) {
    case 'agenda':
      return edit({
        agenda: isRemoval ? without(agenda) : replaced(agenda, (one) => ({ ...one, title: value })),
      });
    case 'discussion':
      return edit({ agenda: replaced(agenda, (one) => ({ ...one, discussion: value })) });
    case 'votes': {
      if (isRemoval) return edit({ votes: without(votes) });
      const vote = votes[at] && recount(meeting, votes[at], value, environment);
      return vote ? edit({ votes: replaced(votes, () => vote) }) : problem({ type: 'vote' });
    }
    case 'decisions':
      return prepareDecision(meeting, at, isRemoval ? null : value);
  }
}

/** The same vote with other counts, over the base and by the threshold that it had. */
function recount(meeting: Meeting, vote: Vote, value: string, by: EditEnvironment): Vote | null {
  const told = readVote(value);
  if (!told) return null;
  const kept = Object.fromEntries((vote.count?.terms ?? []).map(({ term, value: n }) => [term, n]));
  const prepared = prepareVote(meeting, {
    ...told,
    subject: told.subject || vote.subject,
    numbers: { ...kept, ...told.numbers },
    base: told.base ?? (Object.keys({ ...kept, ...told.numbers }).length > 0 ? null : vote.base),
    threshold: told.threshold ?? vote.threshold,
    matter: vote.count?.matter ?? told.matter,
    stage: told.stage ?? vote.count?.stage ?? null,
    body: told.body ?? vote.count?.body ?? null,
  });
  if (prepared.type !== 'judged') return null;
  return {
    ...prepared.vote,
    id: vote.id,
    ordinal: vote.ordinal,
    count: { ...prepared.count, confirmedBy: by.accountId, confirmedAt: by.at },
  };
}

/** A conclusion in other words, with its task; `value` null takes it out. */
function prepareDecision(meeting: Meeting, at: number, value: string | null): PreparedEdit {
  const decision = meeting.decisions[at];
  if (!decision) return problem({ type: 'no-item', field: 'decisions', count: meeting.decisions.length });
  const { tasks } = partsOf(meeting);
  const grown = tasks.filter((task) => task.decisionId === decision.id);
  if (value === null) {
    const isUnderway = meeting.tasks.some((task) => task.decisionId === decision.id && task.doneAt !== null);
    if (isUnderway) return problem({ type: 'task-underway' });
    const rest = tasks.filter((task) => task.decisionId !== decision.id);
    const decisions = meeting.decisions.filter((one) => one.id !== decision.id);
    return edit({ decisions, ...(grown.length > 0 ? { tasks: rest } : {}) }, grown.length > 0 ? 'go' : null);
  }
  const { task, ...parsed } = parseDecision(value, meeting.heldOn);
  const decisions = meeting.decisions.map((one) => (one.id === decision.id ? { ...one, ...parsed } : one));
  if (!task) return edit({ decisions }, grown.length > 0 ? 'stay' : null);
  const [first] = grown;
  if (grown.length > 1) return edit({ decisions }, 'stay');
  const changed: KeptTask = { ...task, id: first?.id ?? newId(), decisionId: decision.id };
  return edit(
    {
      decisions,
      tasks: first ? tasks.map((one) => (one.id === first.id ? changed : one)) : [...tasks, changed],
    },
    'follow',
  );
}
