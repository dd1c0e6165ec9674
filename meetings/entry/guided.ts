import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import type { MeetingKind } from '../meeting.ts';
import { headProblem, isDone, take, takeUnit, wrongSums, type Taken } from './guided-answers.ts';
import {
  afterwards,
  required,
  steps,
  type Draft,
  type GuidedEnvironment,
  type GuidedState,
  type Problem,
  type Step,
  type Turn,
  type UnitChoice,
  type Unread,
} from './guided-state.ts';
import { fieldsOf, isChatter, type Known } from './left-over.ts';
import { parseMeetingLine } from './parse-meeting.ts';
import { personLine, readPeople } from './read-people.ts';
import { wordsBeside } from './near-units.ts';
import { readUnit, unitsOfSort } from './unit-words.ts';
import type { ParsedMeeting } from './parse-meeting.ts';

/*
 * The guided dialogue as a pure machine: a state of plain data and one answer in, the next state and what to ask out.
 *
 *   unit → kind → date → time → place → chair → minute-taker → guests → attendance → agenda → conclusions → review → saved
 *     ▲______________________________ 'lùi' one step back ______________________________________│
 *
 * A line that already names some fields asks only for what it leaves out and needs, and for what in it is not clear, one
 * after the other, and ends at the review. A day that has not come makes a plan of it where the words or the person say so.
 */

export { steps } from './guided-state.ts';
export type {
  Draft,
  GuidedEnvironment,
  GuidedState,
  Problem,
  Step,
  Turn,
  UnitChoice,
} from './guided-state.ts';

/** Enters the dialogue with what a command line already said; an empty line starts at the first step. */
export function startGuided(parsed: ParsedMeeting, environment: GuidedEnvironment): Turn {
  const state: GuidedState = {
    step: 'unit',
    draft: {
      unit: null,
      head: { ...parsed.head },
      attendance: null,
      agenda: parsed.agenda,
      conclusions: parsed.conclusions ?? [],
      ...(parsed.isPlanned ? { isPlanned: true } : {}),
    },
    candidates: [],
    isCorrecting: false,
  };
  const { draft } = state;
  const isOneLine =
    parsed.unitText !== '' || Object.keys(parsed.head).length > 0 || (parsed.unclear?.length ?? 0) > 0;
  if (!isOneLine && !parsed.attendance && draft.agenda.length === 0) return { type: 'ask', state };

  const asked = new Map<Step, Problem | null>();
  const ask = (step: Step, words: string): void => {
    const earlier = asked.get(step);
    if (earlier?.type === 'unread' && !earlier.words.includes(words))
      asked.set(step, { type: 'unread', words: `${earlier.words}; ${words}` });
    else if (!asked.has(step)) asked.set(step, { type: 'unread', words });
  };
  const known: Known = {
    chair: Boolean(draft.head.chair),
    minuteTaker: Boolean(draft.head.minuteTaker),
    place: Boolean(draft.head.place),
    attendance: Boolean(parsed.attendance),
  };
  const readings = [{ text: parsed.unitText, rest: '' }, ...(parsed.unitTexts ?? [])].filter(
    ({ text }) => text !== '',
  );
  const names = readings.map(({ text }) => text);
  const whole = names.find((text) => environment.matchUnits(text).length === 1 && text === parsed.unitText);
  const ofSort = unitsOfSort(environment.units ?? [], parsed.unitText);
  const inside = whole === undefined ? readUnit(parsed.pieces ?? names.slice(0, 1), environment) : null;
  const unit: Taken =
    ofSort.length > 0
      ? { state: { ...state, candidates: ofSort.slice(0, 8) }, problem: { type: 'unit-ambiguous' } }
      : inside?.units.length === 1
        ? { state: { ...state, draft: { ...draft, unit: inside.units[0] ?? null } } }
        : inside && inside.units.length > 1
          ? { state: { ...state, candidates: inside.units.slice(0, 8) }, problem: { type: 'unit-ambiguous' } }
          : takeUnit(state, names, environment);
  takeMet(unit, draft, names, environment);
  // 'hội trường UBND xã, thôn Đông' with no unit besides: the last words may be it, or more of the place.
  if (unit.problem && names.length === 0 && draft.head.place?.includes(',')) {
    ask('place', draft.head.place);
    delete draft.head.place;
  }
  const inTopic = unit.problem ? unitOfTopic(draft.head.topic ?? '', environment) : null;
  if (inTopic) {
    draft.unit = inTopic.unit;
    for (const text of parsed.pieces ?? names.slice(0, 1))
      if (!isChatter(text))
        for (const field of fieldsOf(text, known, false)) if (field !== 'unit') ask(field, text);
    if (inTopic.topic === '') delete draft.head.topic;
    else draft.head.topic = inTopic.topic;
  } else if (unit.problem) {
    asked.set('unit', names.length > 0 ? unit.problem : null);
    // A near unit is offered; what else stands there would be lost with the choice of it.
    const rest = inside?.units.length ? '' : wordsBeside(environment.units ?? [], parsed.unitText);
    if (rest !== '' && unit.state.candidates.length > 0 && !isChatter(rest))
      for (const field of fieldsOf(rest, known, false)) if (field !== 'unit') ask(field, rest);
  } else draft.unit = unit.state.draft.unit;
  for (const { words, isBeside } of inside?.left ?? []) {
    // 'Hành chíhn': the words beside are the rest of the name with a slip in it.
    if (isBeside && draft.unit && wordsBeside([draft.unit], `${words} x`) === '') {
      asked.set('unit', { type: 'unit-near', text: parsed.unitText });
      unit.state.candidates = [draft.unit];
      draft.unit = null;
    } else for (const field of fieldsOf(words, known, isBeside)) ask(field, words);
  }
  for (const { field, words } of parsed.unclear ?? []) {
    if (words !== '') ask(field, words);
    else if (!asked.has(field)) asked.set(field, null);
  }
  const problem = headProblem(draft.head, draft.isPlanned === true, environment.today);
  if (problem) {
    const isDate = problem.type === 'date-in-future' || problem.type === 'days-order';
    const step = isDate ? 'date' : 'time';
    if (!asked.has(step)) asked.set(step, problem);
    if (problem.type === 'date-in-future') {
      state.ahead = { heldOn: problem.date, endsOn: draft.head.endsOn ?? null };
    }
    for (const key of isDate ? (['heldOn', 'endsOn'] as const) : (['startsAt', 'endsAt'] as const)) {
      delete draft.head[key];
    }
  }
  if (parsed.attendance) {
    const sums = wrongSums(parsed.attendance);
    if (sums) asked.set('attendance', { type: 'attendance-sum', sums });
    else draft.attendance = parsed.attendance;
  }
  for (const step of required) if (isEmpty(draft, step) && !asked.has(step)) asked.set(step, null);
  const order = steps.filter((step): step is Unread['step'] => asked.has(step) && step !== 'review');
  const [first, ...rest] = order;
  if (first === undefined) return { type: 'ask', state: { ...state, step: 'review' } };
  const told = asked.get(first);
  return {
    type: 'ask',
    state: {
      ...state,
      step: first,
      candidates: first === 'unit' ? unit.state.candidates : [],
      isCorrecting: true,
      ...(told?.type === 'unread' ? offerOf(first, told.words) : {}),
      ...(rest.length > 0
        ? {
            open: rest.map((step) => {
              const words = wordsOf(asked.get(step) ?? null);
              return { step, words, ...offerOf(step, words) };
            }),
          }
        : {}),
    },
    ...(told ? { problem: told } : {}),
  };
}

/** 'Tỉnh ủy làm việc với Đảng bộ X', logged by X: where the first is no unit of ours, who it met has the meeting. */
function takeMet(unit: Taken, draft: Draft, names: readonly string[], environment: GuidedEnvironment): void {
  const [name = ''] = names;
  const host = draft.head.participants?.find(({ capacity }) => capacity === 'host');
  if (unit.problem?.type !== 'unit-unknown' || !host || name === '') return;
  const [met, ...others] = environment.matchUnits(host.body);
  if (!met || others.length > 0) return;
  delete unit.problem;
  unit.state = { ...unit.state, candidates: [], draft: { ...unit.state.draft, unit: met } };
  draft.head.participants =
    draft.head.participants?.map((one) => (one === host ? { ...one, body: name } : one)) ?? [];
}

/** 'chuyên đề thôn Đoài, đề tài …': what stands behind the event may as well be who met. */
function unitOfTopic(
  topic: string,
  environment: GuidedEnvironment,
): { unit: UnitChoice; topic: string } | null {
  const pieces = topic.split(/\s*;\s*/u).filter(Boolean);
  for (const piece of pieces) {
    const { units, left } = readUnit([piece], environment);
    const [unit] = units;
    if (unit && units.length === 1 && left.length === 0)
      return { unit, topic: pieces.filter((one) => one !== piece).join('; ') };
  }
  return null;
}

/** What is not understood, as the field that is asked for would hold it; several passages are nobody's guess. */
function offerOf(step: Unread['step'], words: string): { offer?: string } {
  if (words === '' || words.includes(';') || words.length > 60) return {};
  if (step === 'chair' || step === 'minute-taker') {
    const { people, rest } = readPeople(words);
    const [one] = people;
    return one && one.name !== '' && people.length === 1 && rest.length === 0
      ? { offer: personLine(one) }
      : {};
  }
  return step === 'place' || step === 'guests' || step === 'agenda' ? { offer: words } : {};
}

const wordsOf = (problem: Problem | null): string => (problem?.type === 'unread' ? problem.words : '');

/** Answers one message. Words: 'lùi' goes back, 'bỏ qua' skips, 'lưu' saves at the review, 'sửa <mục>' corrects. */
export function answerGuided(state: GuidedState, input: string, environment: GuidedEnvironment): Turn {
  const text = oneLine(cleanText(input));
  const word = fold(text);
  if (/^(?:lui|quay lai|tro lai|lui lai|buoc truoc)(?: (?:mot|1) buoc)?$/u.test(word)) return back(state);
  const correction = correctionOf(text, word, state.step);
  if (correction) return answerCorrection(state, correction, environment);
  if (state.step === 'review') return answerReview(state, text, word, environment);
  if (/^(?:bo qua|khong co|khong|qua|skip|tiep)$/u.test(word)) {
    return required.has(state.step) && isEmpty(state.draft, state.step)
      ? { type: 'ask', state, problem: { type: 'required' } }
      : goOn(state, state.draft);
  }
  const taken = take(state, text, environment);
  if (taken.problem) return { type: 'ask', state: taken.state, problem: taken.problem };
  // Agenda and conclusions take any number of lines; 'xong' ends them.
  const repeats = state.step === 'agenda' || state.step === 'conclusions';
  return repeats && !isDone(word)
    ? { type: 'ask', state: taken.state }
    : goOn(taken.state, taken.state.draft);
}

/** Goes to one field from the review; the next answer returns to the review. */
export function correct(state: GuidedState, step: Step): Turn {
  const draft = { ...state.draft };
  if (step === 'agenda') draft.agenda = [];
  if (step === 'conclusions') draft.conclusions = [];
  const isReview = step === 'review';
  return {
    type: 'ask',
    state: {
      ...state,
      draft,
      step,
      isCorrecting: !isReview,
      candidates: [],
      ...(state.step === 'review' || state.isCorrecting ? {} : { returnTo: state.step }),
    },
  };
}

/** 'sửa chủ trì', 'sửa ngày: 4/8'; at the review also the label alone. */
function correctionOf(text: string, word: string, step: Step): { step: Step; value: string } | null {
  const isAsked = /^(?:sua|doi|chinh|cap nhat)(?: lai)?\s/u.test(word);
  const isLabel = /^\S+(?:\s\S+){0,2}$/u.test(word);
  if (!isAsked && !(step === 'review' && isLabel)) return null;
  const parts = /^(.*?)\s*(?::|\s(?:thành|thanh|là|la|sang)\s)\s*(.+)$/iu.exec(text);
  const label = fold(parts?.[1] ?? text);
  const field = reviewWords.find(([, pattern]) => pattern.test(label));
  if (!field) return null;
  return { step: field[0], value: isAsked ? (parts?.[2] ?? '') : '' };
}

function answerCorrection(
  state: GuidedState,
  { step, value }: { step: Step; value: string },
  environment: GuidedEnvironment,
): Turn {
  const turn = correct(state, step);
  if (value === '') return turn;
  const taken = take(turn.state, value, environment);
  return taken.problem
    ? { type: 'ask', state: taken.state, problem: taken.problem }
    : goOn(taken.state, taken.state.draft);
}

function answerReview(state: GuidedState, text: string, word: string, environment: GuidedEnvironment): Turn {
  if (/^(?:luu|luu lai|dong y|ok|oke|dung|dung roi|co|xac nhan)$/u.test(word)) {
    const missing = steps.find((step) => required.has(step) && isEmpty(state.draft, step));
    if (missing)
      return {
        type: 'ask',
        state: { ...state, step: missing, isCorrecting: true },
        problem: { type: 'required' },
      };
    return { type: 'save', state };
  }
  // 'thư ký Trần Thị B, 14h-16h' at the review corrects what it names.
  const parsed = parseMeetingLine(text, environment.today);
  const isSure = !parsed.unclear && parsed.unitText === '';
  const isTold = Object.keys(parsed.head).length > 0 || parsed.attendance !== undefined;
  if (!isSure || !isTold) return { type: 'ask', state };
  const head = { ...state.draft.head, ...parsed.head };
  const isPlanned = state.draft.isPlanned === true || parsed.isPlanned === true;
  const problem = headProblem(head, isPlanned, environment.today);
  if (problem) return { type: 'ask', state, problem };
  const sums = parsed.attendance ? wrongSums(parsed.attendance) : null;
  if (sums) return { type: 'ask', state, problem: { type: 'attendance-sum', sums } };
  const draft = {
    ...state.draft,
    head,
    ...(isPlanned ? { isPlanned } : {}),
    ...(parsed.attendance ? { attendance: parsed.attendance } : {}),
  };
  return { type: 'ask', state: { ...state, draft } };
}

const reviewWords: readonly (readonly [Step, RegExp])[] = [
  ['conclusions', /ket luan/u],
  ['attendance', /diem danh|co mat|vang/u],
  ['agenda', /noi dung|chuong trinh/u],
  ['minute-taker', /thu ky|bien ban/u],
  ['chair', /chu tri/u],
  ['guests', /khach|dai bieu|doan/u],
  ['place', /dia diem|noi hop/u],
  ['time', /gio|thoi gian/u],
  ['date', /ngay/u],
  ['kind', /loai/u],
  ['unit', /don vi|chi bo|to chuc/u],
];

function back(state: GuidedState): Turn {
  if (state.isCorrecting)
    return {
      type: 'ask',
      state: settled({ ...state, step: state.returnTo ?? 'review', isCorrecting: false }),
    };
  const order = stepsOf(state.draft);
  const previous = order[order.indexOf(state.step) - 1];
  if (!previous) return { type: 'ask', state, problem: { type: 'nothing-before' } };
  return { type: 'ask', state: { ...state, step: previous, candidates: [] } };
}

/** Meetings that nobody but members attends as a rule; their guests are told at the review. */
const amongMembers: ReadonlySet<MeetingKind> = new Set([
  'regular',
  'thematic',
  'committee',
  'inspection',
  'other',
]);

/** A plan is not asked for what only comes afterwards, a cell's meeting not for guests. */
const stepsOf = ({ isPlanned, head }: Draft): readonly Step[] =>
  steps.filter(
    (step) =>
      !(isPlanned && afterwards.has(step)) &&
      !(step === 'guests' && (head.kind === undefined || amongMembers.has(head.kind))),
  );

/** The next step, or the next of the fields that are open. */
function goOn(state: GuidedState, draft: Draft): Turn {
  const { open = [], returnTo } = state;
  if (state.isCorrecting && returnTo === undefined) {
    const [next, ...rest] = open.filter(({ step }) => !draft.isPlanned || !afterwards.has(step));
    if (!next) {
      const missing = steps.find((step) => required.has(step) && isEmpty(draft, step));
      return {
        type: 'ask',
        state: settled({ ...state, step: missing ?? 'review', draft, isCorrecting: missing !== undefined }),
      };
    }
    return {
      type: 'ask',
      state: {
        ...settled({ ...state, step: next.step, draft, isCorrecting: true }),
        open: rest,
        ...(next.offer === undefined ? {} : { offer: next.offer }),
      },
      ...(next.words === '' ? {} : { problem: { type: 'unread', words: next.words } }),
    };
  }
  if (state.isCorrecting && returnTo !== undefined) {
    return { type: 'ask', state: settled({ ...state, step: returnTo, draft, isCorrecting: false }) };
  }
  const order = stepsOf(draft);
  let next = order[order.indexOf(state.step) + 1] ?? 'review';
  // Who answers the day with the hours is not asked for them again.
  if (state.step === 'date' && next === 'time' && draft.head.startsAt) next = 'place';
  return { type: 'ask', state: settled({ ...state, step: next, draft, isCorrecting: false }) };
}

/** Without what only the question before needed. */
function settled({ step, draft, isCorrecting }: GuidedState): GuidedState {
  return { step, draft, candidates: [], isCorrecting };
}

function isEmpty(draft: Draft, step: Step): boolean {
  if (step === 'unit') return draft.unit === null;
  if (step === 'kind') return draft.head.kind === undefined;
  if (step === 'date') return draft.head.heldOn === undefined;
  return false;
}
