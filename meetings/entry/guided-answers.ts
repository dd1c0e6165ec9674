import type { DateOnly } from '../../core/clock.ts';
import { fold } from '../../text/normalise.ts';
import { meetingKinds } from '../meeting.ts';
import type { Attendance, MeetingKind, Participant } from '../meeting.ts';
import { attendanceProblems } from '../record/attendance.ts';
import type { AttendanceSum } from '../record/attendance.ts';
import type { Draft, GuidedEnvironment, GuidedState, Problem, UnitChoice } from './guided.ts';
import { unitsNear } from './near-units.ts';
import { parseAttendance } from './parse-attendance.ts';
import { findKind, parseMeetingLine } from './parse-meeting.ts';
import { personLine, readPeople } from './read-people.ts';
import { isUnclear, readWhen, type When } from './read-when.ts';

/* One answer to one question of the guided dialogue, read by the rules that read a line. */

/** 'xong' ends a list. */
export const isDone = (word: string): boolean => /^(?:xong|het|hoan thanh|du roi)$/u.test(word);

/** The state after an answer, or why it was not taken. */
export type Taken = { state: GuidedState; problem?: Problem };

/** Reads an answer to the step that the dialogue is at. */
export function take(state: GuidedState, text: string, environment: GuidedEnvironment): Taken {
  const withHead = (head: Draft['head'], isPlanned = state.draft.isPlanned === true): Taken => {
    const merged = { ...state.draft.head, ...head };
    const problem = headProblem(merged, isPlanned, environment.today);
    if (problem?.type === 'date-in-future') {
      return { state: { ...state, ahead: { heldOn: problem.date, endsOn: merged.endsOn ?? null } }, problem };
    }
    return problem
      ? { state, problem }
      : { state: { ...state, draft: { ...state.draft, head: merged, ...(isPlanned ? { isPlanned } : {}) } } };
  };
  switch (state.step) {
    case 'unit':
      return takeUnit(state, [text], environment);
    case 'kind': {
      const kind = kindOf(text);
      if (!kind) return { state, problem: { type: 'kind-unknown' } };
      if (/^\d+$/u.test(text)) return withHead({ kind });
      const { sessionNo, isExtended, isOnline, topic } = parseMeetingLine(text, environment.today).head;
      return withHead({
        kind,
        ...(sessionNo !== undefined ? { sessionNo } : {}),
        ...(isExtended ? { isExtended } : {}),
        ...(isOnline ? { isOnline } : {}),
        ...(topic ? { topic } : {}),
      });
    }
    case 'date': {
      if (
        state.ahead &&
        /^(?:du kien|lich|lich hop|sap hop|dung|co|len lich|ke hoach|se hop)/u.test(fold(text))
      ) {
        const { heldOn, endsOn } = state.ahead;
        return withHead({ heldOn, endsOn }, true);
      }
      const when = readWhen(text, environment.today);
      if (when.heldOn === undefined) return { state, problem: { type: 'date-unreadable' } };
      return withHead(
        { heldOn: when.heldOn, endsOn: when.endsOn ?? null, ...timesOf(when) },
        state.draft.isPlanned === true || (when.isPlanned && when.heldOn >= environment.today),
      );
    }
    case 'time': {
      const when = readWhen(text, environment.today);
      return when.startsAt === undefined || isUnclear(when, 'time')
        ? {
            state,
            problem: {
              type: isUnclear(when, 'time') && hasOrder(text) ? 'time-order' : 'time-unreadable',
            },
          }
        : withHead({ startsAt: when.startsAt, endsAt: when.endsAt ?? null });
    }
    case 'place':
      return withHead({ place: text });
    case 'chair': {
      const { people, rest } = readPeople(text);
      const [first, ...others] = people;
      if (rest.length > 0 || !first) {
        return isNamed(text) ? withHead({ chair: text }) : { state, problem: { type: 'name-unreadable' } };
      }
      return withHead({
        chair: personLine(first),
        participants: [...withoutCapacity(state, 'co-chair'), ...others.map(as('co-chair'))],
      });
    }
    case 'minute-taker': {
      const { people, rest } = readPeople(text);
      if (rest.length > 0 || people.length === 0) {
        return isNamed(text)
          ? withHead({ minuteTaker: text })
          : { state, problem: { type: 'name-unreadable' } };
      }
      return withHead({ minuteTaker: people.map(personLine).join('; ') });
    }
    case 'guests': {
      const { people, rest } = readPeople(text);
      const bodies = rest.map((body) => ({ capacity: 'guest' as const, name: '', position: '', body }));
      return withHead({
        guests: text,
        participants: [...withoutCapacity(state, 'guest'), ...people.map(as('guest')), ...bodies],
      });
    }
    case 'attendance': {
      const { attendance, unclear } = parseAttendance(text, state.draft.attendance);
      if (!attendance) return { state, problem: { type: 'attendance-unclear', unclear } };
      const sums = wrongSums(attendance);
      if (sums) return { state, problem: { type: 'attendance-sum', sums } };
      return { state: { ...state, draft: { ...state.draft, attendance } } };
    }
    case 'agenda':
    case 'conclusions': {
      if (isDone(fold(text))) return { state };
      const field = state.step;
      const lines = text
        .split(/\s*;\s*/u)
        .map((line) => line.replace(/^[-–—•*+]\s+/u, ''))
        .filter(Boolean);
      return { state: { ...state, draft: { ...state.draft, [field]: [...state.draft[field], ...lines] } } };
    }
    case 'review':
      return { state };
  }
}

const as =
  (capacity: Participant['capacity']) =>
  ({ name, position }: { name: string; position: string }): Participant => ({
    capacity,
    name,
    position,
    body: '',
  });

const withoutCapacity = (state: GuidedState, capacity: Participant['capacity']): Participant[] =>
  (state.draft.head.participants ?? []).filter((one) => one.capacity !== capacity);

const timesOf = (when: When): Pick<Draft['head'], 'startsAt' | 'endsAt'> =>
  when.startsAt === undefined ? {} : { startsAt: when.startsAt, endsAt: when.endsAt ?? null };

/** Two whole times of the day, of which the second is not later. */
const hasOrder = (text: string): boolean =>
  /\d\s*(?:h|g|:|giờ)\s*\d*\s*(?:-|–|đến|den)\s*\d+\s*(?:h|g|:|giờ)/iu.test(text);

/** No name begins with a number or has no letters: such an answer was meant for another question. */
const isNamed = (text: string): boolean =>
  /^[^\p{L}\p{N}]*\p{L}\p{L}/u.test(text) && !/\d\s*(?:h|g|\/)\s*\d/u.test(text);

/** The unit that the first of `texts` means which means any; the nearest ones where none does. */
export function takeUnit(
  state: GuidedState,
  texts: readonly string[],
  environment: GuidedEnvironment,
): Taken {
  const unknown = (candidates: UnitChoice[]): GuidedState => ({ ...state, step: 'unit', candidates });
  for (const text of texts) {
    const found = environment.matchUnits(text);
    const [only] = found;
    if (!only) continue;
    if (found.length > 1) {
      return { state: unknown(found.slice(0, 8)), problem: { type: 'unit-ambiguous' } };
    }
    return { state: { ...state, candidates: [], draft: { ...state.draft, unit: only } } };
  }
  const text = texts[0] ?? '';
  const near = unitsNear(environment.units ?? [], text);
  return near.length > 0
    ? { state: unknown(near), problem: { type: 'unit-near', text } }
    : { state: unknown([]), problem: { type: 'unit-unknown', text } };
}

/** A kind by its word, or by its place in the list that people were shown. */
function kindOf(text: string): MeetingKind | null {
  const position = /^\d+$/u.test(text) ? Number(text) : 0;
  return meetingKinds[position - 1] ?? findKind(text)?.kind ?? (/^khac$/u.test(fold(text)) ? 'other' : null);
}

/** The sums that do not hold, or null. */
export function wrongSums(attendance: Attendance): AttendanceSum[] | null {
  const sums = attendanceProblems(attendance);
  return sums.length > 0 ? sums : null;
}

/** What is wrong with days and times, taken together. */
export function headProblem(head: Draft['head'], isPlanned: boolean, today: DateOnly): Problem | null {
  if (head.heldOn && head.endsOn && head.endsOn < head.heldOn) return { type: 'days-order' };
  if (head.heldOn && head.heldOn > today && !isPlanned) return { type: 'date-in-future', date: head.heldOn };
  const isOneDay = !head.endsOn || head.endsOn === head.heldOn;
  if (isOneDay && head.startsAt && head.endsAt && head.endsAt <= head.startsAt) return { type: 'time-order' };
  return null;
}
