import type { DateOnly } from '../../core/clock.ts';
import { parseDate } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { parseTimeRange } from '../../text/times.ts';
import { attendanceProblems } from '../record/attendance.ts';
import type { AttendanceSum } from '../record/attendance.ts';
import { meetingKinds } from '../meeting.ts';
import type { Attendance, MeetingHead, MeetingKind } from '../meeting.ts';
import { parseAttendance } from './parse-attendance.ts';
import type { ParsedAttendance } from './parse-attendance.ts';
import { findKind } from './parse-meeting.ts';
import type { ParsedMeeting } from './parse-meeting.ts';

/*
 * The guided dialogue as a pure machine: a state of plain data and one answer in, the next state and what to ask out.
 *
 *   unit → kind → date → time → place → chair → minute-taker → attendance → agenda → conclusions → review → saved
 *     ▲______________________________ 'lùi' one step back ______________________________________│
 *
 * A line that already names some fields enters at the first required field that is missing, or at the review.
 */

export const steps = [
  'unit',
  'kind',
  'date',
  'time',
  'place',
  'chair',
  'minute-taker',
  'attendance',
  'agenda',
  'conclusions',
  'review',
] as const;
export type Step = (typeof steps)[number];

/** Steps that cannot be skipped. */
const required: ReadonlySet<Step> = new Set(['unit', 'kind', 'date']);

/** A unit that a name may mean. */
export interface UnitChoice {
  id: string;
  name: string;
}

/** Everything collected so far; conclusions are kept as typed and read when the meeting is saved. */
export interface Draft {
  unit: UnitChoice | null;
  head: Partial<Omit<MeetingHead, 'unitId'>>;
  attendance: Attendance | null;
  agenda: string[];
  conclusions: string[];
}

/** The whole dialogue, as it is kept in the database between messages. */
export interface GuidedState {
  step: Step;
  draft: Draft;
  /** Units between which the person still has to choose. */
  candidates: UnitChoice[];
  /** Set while one field is corrected from the review: the next answer returns there. */
  isCorrecting: boolean;
}

/** Why an answer was not taken. */
export type Problem =
  | { type: 'unit-unknown'; text: string }
  | { type: 'unit-ambiguous' }
  | { type: 'kind-unknown' }
  | { type: 'date-unreadable' }
  | { type: 'date-in-future'; date: DateOnly }
  | { type: 'time-unreadable' }
  | { type: 'name-unreadable' }
  | { type: 'time-order' }
  | { type: 'attendance-unclear'; unclear: ParsedAttendance['unclear'] }
  | { type: 'attendance-sum'; sums: AttendanceSum[] }
  | { type: 'required' }
  | { type: 'nothing-before' };

/** What the machine wants next. */
export type Turn =
  { type: 'ask'; state: GuidedState; problem?: Problem } | { type: 'save'; state: GuidedState };

/** What the machine needs to know of the world. */
export interface GuidedEnvironment {
  today: DateOnly;
  /** Units of the store that the person may log for and that the words may mean. */
  matchUnits(text: string): UnitChoice[];
}

/** Enters the dialogue with what a command line already said; an empty line starts at the first step. */
export function startGuided(parsed: ParsedMeeting, environment: GuidedEnvironment): Turn {
  const state: GuidedState = {
    step: 'unit',
    draft: { unit: null, head: { ...parsed.head }, attendance: null, agenda: parsed.agenda, conclusions: [] },
    candidates: [],
    isCorrecting: false,
  };
  const sums = parsed.attendance ? wrongSums(parsed.attendance) : null;
  if (parsed.attendance && !sums) state.draft.attendance = parsed.attendance;
  const problem = headProblem(state.draft.head, environment.today);
  if (parsed.unitText !== '') {
    const taken = takeUnit(state, parsed.unitText, environment);
    // Where only the unit is open, its answer leads to the review and nothing is asked twice.
    const isRestGiven =
      !problem && !sums && parsed.head.kind !== undefined && parsed.head.heldOn !== undefined;
    if (taken.problem) return { type: 'ask', ...taken, state: { ...taken.state, isCorrecting: isRestGiven } };
    state.draft = taken.state.draft;
  }
  if (problem)
    return {
      type: 'ask',
      state: { ...state, step: problem.type === 'date-in-future' ? 'date' : 'time' },
      problem,
    };
  if (sums)
    // The rest of the line stands; only the counts are asked for again.
    return {
      type: 'ask',
      state: { ...state, step: 'attendance', isCorrecting: true },
      problem: { type: 'attendance-sum', sums },
    };
  const isOneLine = parsed.unitText !== '' || Object.keys(parsed.head).length > 0;
  const missing = isOneLine ? steps.find((step) => required.has(step) && isEmpty(state.draft, step)) : 'unit';
  return { type: 'ask', state: { ...state, step: missing ?? 'review' } };
}

/** Answers one message. Words: 'lùi' goes back, 'bỏ qua' skips, 'lưu' saves at the review, 'sửa <mục>' corrects. */
export function answerGuided(state: GuidedState, input: string, environment: GuidedEnvironment): Turn {
  const text = oneLine(cleanText(input));
  const word = fold(text);
  if (/^(?:lui|quay lai|tro lai)$/u.test(word)) return back(state);
  if (state.step === 'review') return answerReview(state, word);
  if (/^(?:bo qua|khong co|khong|qua)$/u.test(word)) {
    return required.has(state.step) && isEmpty(state.draft, state.step)
      ? { type: 'ask', state, problem: { type: 'required' } }
      : { type: 'ask', state: forward(state, state.draft) };
  }
  const taken = take(state, text, environment);
  if (taken.problem) return { type: 'ask', state: taken.state, problem: taken.problem };
  // Agenda and conclusions take any number of lines; 'xong' ends them.
  const repeats = state.step === 'agenda' || state.step === 'conclusions';
  return { type: 'ask', state: repeats && !isDone(word) ? taken.state : forward(state, taken.state.draft) };
}

/** Goes to one field from the review; the next answer returns to the review. */
export function correct(state: GuidedState, step: Step): Turn {
  const draft = { ...state.draft };
  if (step === 'agenda') draft.agenda = [];
  if (step === 'conclusions') draft.conclusions = [];
  return { type: 'ask', state: { ...state, draft, step, isCorrecting: step !== 'review', candidates: [] } };
}

const isDone = (word: string): boolean => /^(?:xong|het|hoan thanh|du roi)$/u.test(word);

function answerReview(state: GuidedState, word: string): Turn {
  if (/^(?:luu|dong y|ok|dung|co|xac nhan)$/u.test(word)) {
    const missing = steps.find((step) => required.has(step) && isEmpty(state.draft, step));
    if (missing)
      return {
        type: 'ask',
        state: { ...state, step: missing, isCorrecting: true },
        problem: { type: 'required' },
      };
    return { type: 'save', state };
  }
  const field = reviewWords.find(([, pattern]) => pattern.test(word));
  return field ? correct(state, field[0]) : { type: 'ask', state };
}

const reviewWords: readonly (readonly [Step, RegExp])[] = [
  ['conclusions', /ket luan/u],
  ['attendance', /diem danh|co mat|vang/u],
  ['agenda', /noi dung|chuong trinh/u],
  ['minute-taker', /thu ky|bien ban/u],
  ['chair', /chu tri/u],
  ['place', /dia diem|noi hop/u],
  ['time', /gio|thoi gian/u],
  ['date', /ngay/u],
  ['kind', /loai/u],
  ['unit', /don vi|chi bo|to chuc/u],
];

function back(state: GuidedState): Turn {
  if (state.isCorrecting) return { type: 'ask', state: { ...state, step: 'review', isCorrecting: false } };
  const previous = steps[steps.indexOf(state.step) - 1];
  if (!previous) return { type: 'ask', state, problem: { type: 'nothing-before' } };
  return { type: 'ask', state: { ...state, step: previous, candidates: [] } };
}

function forward(state: GuidedState, draft: Draft): GuidedState {
  const next = state.isCorrecting ? 'review' : (steps[steps.indexOf(state.step) + 1] ?? 'review');
  return { step: next, draft, candidates: [], isCorrecting: false };
}

type Taken = { state: GuidedState; problem?: Problem };

function take(state: GuidedState, text: string, environment: GuidedEnvironment): Taken {
  const withHead = (head: Draft['head']): Taken => {
    const merged = { ...state.draft.head, ...head };
    const problem = headProblem(merged, environment.today);
    return problem ? { state, problem } : { state: { ...state, draft: { ...state.draft, head: merged } } };
  };
  switch (state.step) {
    case 'unit':
      return takeUnit(state, text, environment);
    case 'kind': {
      const kind = kindOf(text);
      return kind ? withHead({ kind }) : { state, problem: { type: 'kind-unknown' } };
    }
    case 'date': {
      const date = parseDate(text, environment.today);
      return date ? withHead({ heldOn: date.date }) : { state, problem: { type: 'date-unreadable' } };
    }
    case 'time': {
      const times = parseTimeRange(text);
      return times
        ? withHead({ startsAt: times.start, endsAt: times.end })
        : { state, problem: { type: 'time-unreadable' } };
    }
    case 'place':
      return withHead({ place: text });
    case 'chair':
      return isName(text) ? withHead({ chair: text }) : { state, problem: { type: 'name-unreadable' } };
    case 'minute-taker':
      return isName(text) ? withHead({ minuteTaker: text }) : { state, problem: { type: 'name-unreadable' } };
    case 'attendance': {
      const { attendance, unclear } = parseAttendance(text);
      if (!attendance) return { state, problem: { type: 'attendance-unclear', unclear } };
      const sums = wrongSums(attendance);
      if (sums) return { state, problem: { type: 'attendance-sum', sums } };
      return { state: { ...state, draft: { ...state.draft, attendance } } };
    }
    case 'agenda':
    case 'conclusions': {
      if (isDone(fold(text))) return { state };
      const field = state.step;
      const lines = text.split(/\s*;\s*/u).filter(Boolean);
      return { state: { ...state, draft: { ...state.draft, [field]: [...state.draft[field], ...lines] } } };
    }
    case 'review':
      return { state };
  }
}

function takeUnit(state: GuidedState, text: string, environment: GuidedEnvironment): Taken {
  const found = environment.matchUnits(text);
  const [only] = found;
  if (!only)
    return { state: { ...state, step: 'unit', candidates: [] }, problem: { type: 'unit-unknown', text } };
  if (found.length > 1) {
    return {
      state: { ...state, step: 'unit', candidates: found.slice(0, 8) },
      problem: { type: 'unit-ambiguous' },
    };
  }
  return { state: { ...state, candidates: [], draft: { ...state.draft, unit: only } } };
}

/** A kind by its word, or by its place in the list that people were shown. */
function kindOf(text: string): MeetingKind | null {
  const position = /^\d+$/u.test(text) ? Number(text) : 0;
  return meetingKinds[position - 1] ?? findKind(text)?.kind ?? (/^khac$/u.test(fold(text)) ? 'other' : null);
}

/** The sums that do not hold, or null; fewer than nobody present is wrong by itself. */
function wrongSums(attendance: Attendance): AttendanceSum[] | null {
  const sums = attendanceProblems(attendance);
  return sums.length > 0 || attendance.present < 0 ? sums : null;
}

/** No name begins with a number or has no letters: such an answer was meant for another question. */
const isName = (text: string): boolean => /^[^\p{L}\p{N}]*\p{L}\p{L}/u.test(text);

function headProblem(head: Draft['head'], today: DateOnly): Problem | null {
  if (head.heldOn && head.heldOn > today) return { type: 'date-in-future', date: head.heldOn };
  if (head.startsAt && head.endsAt && head.endsAt <= head.startsAt) return { type: 'time-order' };
  return null;
}

function isEmpty(draft: Draft, step: Step): boolean {
  if (step === 'unit') return draft.unit === null;
  if (step === 'kind') return draft.head.kind === undefined;
  if (step === 'date') return draft.head.heldOn === undefined;
  return false;
}
