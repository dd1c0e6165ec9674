import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import type { MeetingKind } from '../meeting.ts';
import { headProblem, isDone, take, wrongSums } from './guided-answers.ts';
import {
  afterwards,
  isEmpty,
  required,
  steps,
  type Draft,
  type GuidedEnvironment,
  type GuidedState,
  type Note,
  type Step,
  type Turn,
  type UnitChoice,
  type Unread,
} from './guided-state.ts';
import { parseAttendance } from './parse-attendance.ts';
import { conclusionLine, isPaste, readConclusions } from './read-conclusions.ts';
import { parseMeetingLine } from './parse-meeting.ts';

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
export { startGuided } from './start-guided.ts';
export type {
  Draft,
  GuidedEnvironment,
  GuidedState,
  Problem,
  Step,
  Turn,
  UnitChoice,
} from './guided-state.ts';

/** Answers one message. Words: 'lùi' goes back, 'bỏ qua' skips, 'lưu' saves at the review, 'sửa <mục>' corrects. */
export function answerGuided(state: GuidedState, input: string, environment: GuidedEnvironment): Turn {
  const text = oneLine(cleanText(input));
  const word = fold(text);
  if (/^(?:lui|quay lai|tro lai|lui lai|buoc truoc)(?: (?:mot|1) buoc)?$/u.test(word)) return back(state);
  const filed = fileElsewhere(state, word, environment);
  if (filed) return filed;
  const correction = correctionOf(text, word, state.step);
  if (correction) return answerCorrection(state, correction, environment);
  if (state.step === 'review') return answerReview(state, text, word, environment);
  if (/^(?:luu|luu lai)$/u.test(word)) return toReview(state);
  if (/^(?:bo|bo qua|khong co|khong|qua|skip|tiep)$/u.test(word)) {
    return required.has(state.step) && isEmpty(state.draft, state.step)
      ? { type: 'ask', state, problem: { type: 'required' } }
      : goOn(state, state.draft);
  }
  const pasted = state.step === 'conclusions' && isPaste(input) ? readConclusions(input) : null;
  if (pasted) {
    const lines = [...state.draft.conclusions, ...pasted.conclusions.map(conclusionLine)];
    // What is no conclusion is shown at the review, like every passage that no field took.
    const left: Note[] =
      pasted.leftOut.length > 0 ? [{ words: pasted.leftOut.join('; '), steps: ['conclusions'] }] : [];
    const notes = [...(state.draft.notes ?? []), ...left];
    const draft = { ...state.draft, conclusions: lines, ...(notes.length > 0 ? { notes } : {}) };
    return { type: 'ask', state: withoutOffer({ ...state, draft }) };
  }
  const taken = take(state, text, environment);
  if (taken.problem) return { type: 'ask', state: taken.state, problem: taken.problem };
  // Agenda and conclusions take any number of lines; 'xong' ends them.
  const repeats = state.step === 'agenda' || state.step === 'conclusions';
  return repeats && !isDone(word)
    ? { type: 'ask', state: withoutOffer(taken.state) }
    : goOn(taken.state, taken.state.draft);
}

/** 'lưu' before everything was asked: the rest is left out, and what nobody answered for is shown. */
function toReview(state: GuidedState): Turn {
  const { step, draft, passage = '', open = [] } = state;
  const missing = steps.find((one) => required.has(one) && isEmpty(draft, one));
  if (missing)
    return {
      type: 'ask',
      state: missing === step ? state : { ...state, step: missing, isCorrecting: true },
      problem: { type: 'required' },
    };
  const left = [{ step: step as Unread['step'], words: passage }, ...open].filter(
    ({ words }) => words !== '',
  );
  const notes = [...(draft.notes ?? []), ...left.map((one) => ({ words: one.words, steps: [one.step] }))];
  const shown = { ...draft, ...(notes.length > 0 ? { notes } : {}) };
  return { type: 'ask', state: settled({ ...state, step: 'review', draft: shown, isCorrecting: false }) };
}

/** 'là địa điểm': the passage that the question quotes belongs to another field. */
function fileElsewhere(state: GuidedState, word: string, environment: GuidedEnvironment): Turn | null {
  const { passage, elsewhere = [] } = state;
  const label = /^la (.+)$/u.exec(word)?.[1];
  if (passage === undefined || label === undefined) return null;
  const field = reviewWords.find(
    ([step, pattern]) => elsewhere.includes(step as never) && pattern.test(label),
  );
  if (!field) return null;
  const taken = take({ ...state, step: field[0] }, passage, environment);
  return taken.problem
    ? { type: 'ask', state: taken.state, problem: taken.problem }
    : goOn({ ...taken.state, step: state.step }, taken.state.draft);
}

/** What was offered has been answered; the list goes on without it. */
function withoutOffer({
  offer: _offer,
  passage: _passage,
  elsewhere: _elsewhere,
  ...state
}: GuidedState): GuidedState {
  return state;
}

/**
 * Takes words into one field whatever is asked just now; the question that was open stays open, unless it was that one.
 * Agenda and conclusions are added to what is there.
 */
export function fillGuided(
  state: GuidedState,
  step: 'attendance' | 'agenda' | 'conclusions',
  input: string,
  environment: GuidedEnvironment,
): Turn {
  if (state.step === step) return answerGuided(state, input, environment);
  const pasted = step === 'conclusions' && isPaste(input) ? readConclusions(input) : null;
  if (pasted) {
    const conclusions = [...state.draft.conclusions, ...pasted.conclusions.map(conclusionLine)];
    return { type: 'ask', state: { ...state, draft: { ...state.draft, conclusions } } };
  }
  const taken = take({ ...state, step }, oneLine(cleanText(input)), environment);
  return taken.problem
    ? { type: 'ask', state, problem: taken.problem }
    : { type: 'ask', state: { ...state, draft: taken.state.draft } };
}

/** Corrects what 'chủ trì Lê Văn Mẫu' names, whatever is asked just now; null where no field is named. */
export function correctGuided(
  state: GuidedState,
  input: string,
  environment: GuidedEnvironment,
): Turn | null {
  const text = `sửa ${oneLine(cleanText(input))}`;
  const correction = correctionOf(text, fold(text), state.step);
  if (correction) return answerCorrection(state, correction, environment);
  return state.step === 'review' ? answerGuided(state, oneLine(cleanText(input)), environment) : null;
}

/** Goes on with a unit that was made for this meeting. */
export const withUnit = (state: GuidedState, unit: UnitChoice): Turn =>
  goOn({ ...state, candidates: [] }, { ...state.draft, unit });

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

/** 'sửa chủ trì', 'sửa ngày: 4/8', 'sửa ngày 4/8', 'nhầm chủ trì, đ/c Lan'; at the review also the label alone. */
function correctionOf(text: string, word: string, step: Step): { step: Step; value: string } | null {
  const mistaken = /^(?:ghi )?nham (.+?)\s*[,:]\s*(.+)$/u.exec(word);
  if (mistaken) {
    const [, label = '', value = ''] = mistaken;
    return correctionOf(`sửa ${label}: ${text.slice(text.length - value.length)}`, `sua ${label}`, step);
  }
  const isAsked = /^(?:sua|doi|chinh|cap nhat)(?: lai)?\s/u.test(word);
  const isLabel = /^\S+(?:\s\S+){0,2}$/u.test(word) && !/\d/u.test(word);
  if (!isAsked && !(step === 'review' && isLabel)) return null;
  const parts = /^(.*?)\s*(?::|\s(?:thành|thanh|là|la|sang)\s)\s*(.+)$/iu.exec(text);
  const label = fold(parts?.[1] ?? text);
  const field = reviewWords.find(([, pattern]) => pattern.test(label));
  if (!field) return null;
  const isRead = isAsked && readOutOfWords.has(field[0]) && /\d/u.test(text);
  return { step: field[0], value: isAsked ? (parts?.[2] ?? (isRead ? text : '')) : '' };
}

/** Fields that are read out of whatever words stand around them. */
const readOutOfWords: ReadonlySet<Step> = new Set(['date', 'time', 'attendance']);

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
  const noted =
    answerNote(state, word, environment) ?? explainAbsent(state, word) ?? completeTotal(state, text);
  if (noted) return noted;
  // 'thư ký Trần Thị B, 14h-16h' at the review corrects what it names.
  const parsed = parseMeetingLine(text, environment.today);
  const isSure = !parsed.unclear && parsed.unitText === '';
  const isTold = Object.keys(parsed.head).length > 0 || parsed.attendance !== undefined;
  if (!isSure || !isTold)
    return { type: 'ask', state, ...(text === '' ? {} : { problem: { type: 'unread', words: text } }) };
  const head = { ...state.draft.head, ...parsed.head };
  const isPlanned = state.draft.isPlanned === true || parsed.isPlanned === true;
  const problem = headProblem(head, isPlanned, environment.today);
  if (problem) return { type: 'ask', state, problem };
  // 'vắng 4' of seventeen told before: the whole is asked for, nothing of it is dropped.
  if (parsed.attendance?.total === null && (state.draft.attendance?.total ?? null) !== null)
    return { type: 'ask', state, problem: { type: 'attendance-unclear', unclear: ['total'] } };
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

/** 'chưa hiểu 1 là nội dung', 'chưa hiểu 2 bỏ': what becomes of a passage that no field took. */
function answerNote(state: GuidedState, word: string, environment: GuidedEnvironment): Turn | null {
  const [, number, what = ''] = /^chua hieu (\d{1,2}) (bo|la .+)$/u.exec(word) ?? [];
  const notes = state.draft.notes ?? [];
  const note = notes[Number(number) - 1];
  if (!note) return null;
  const draft = { ...state.draft, notes: notes.filter((one) => one !== note) };
  const field = reviewWords.find(([, pattern]) => pattern.test(what));
  if (what === 'bo' || !field) return { type: 'ask', state: { ...state, draft } };
  const taken = take({ ...state, draft, step: field[0] }, note.words, environment);
  return taken.problem
    ? { type: 'ask', state, problem: taken.problem }
    : { type: 'ask', state: { ...taken.state, step: 'review' } };
}

/** 'vắng có lý do 2': of those absent of whom nobody had said it. */
function explainAbsent(state: GuidedState, word: string): Turn | null {
  const { attendance } = state.draft;
  const unexplained = attendance?.absentUnexplained ?? 0;
  const told = [...word.matchAll(/(?:vang )?(?:(co|khong)(?: co)? (?:ly do|phep))\s*:?\s*(\d{1,3})/gu)];
  const of = (which: string): number =>
    told.filter((match) => match[1] === which).reduce((sum, match) => sum + Number(match[2]), 0);
  const left = unexplained - of('co') - of('khong');
  if (!attendance || told.length === 0 || unexplained === 0 || left < 0) return null;
  const explained = {
    ...attendance,
    absentWithReason: attendance.absentWithReason + of('co'),
    absentWithoutReason: attendance.absentWithoutReason + of('khong'),
    absentUnexplained: left,
  };
  return { type: 'ask', state: { ...state, draft: { ...state.draft, attendance: explained } } };
}

/** 'tổng 17': how many there are, where the line had told only who came. A bare number would be a choice. */
function completeTotal(state: GuidedState, text: string): Turn | null {
  const { attendance: known } = state.draft;
  if (known?.total !== null || /^\d+$/u.test(text)) return null;
  const { attendance } = parseAttendance(text, known);
  if (attendance === null || attendance.total === null) return null;
  const sums = wrongSums(attendance);
  return sums
    ? { type: 'ask', state, problem: { type: 'attendance-sum', sums } }
    : { type: 'ask', state: { ...state, draft: { ...state.draft, attendance } } };
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
        ...(next.words === '' ? {} : { passage: next.words }),
        ...(next.elsewhere ? { elsewhere: next.elsewhere } : {}),
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
