import { unaccounted } from './account.ts';
import { headProblem, takeUnit, wrongSums, type Taken } from './guided-answers.ts';
import {
  isEmpty,
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
import { isMatter, mayBePlace } from './head-words.ts';
import { fieldsOf, isChatter, type Known } from './left-over.ts';
import { isSlipOf, wordsBeside } from './near-units.ts';
import type { EntryField, ParsedMeeting } from './parsed-meeting.ts';
import { personLine, readPeople } from './read-people.ts';
import { matchAlike, readUnit, unitsOfSort, type UnitReading } from './unit-words.ts';
import { fold } from '../../text/normalise.ts';

/*
 * The way from a line into the guided dialogue: what it told is kept, what is missing or unclear is asked for, each once, and
 * what nobody can place and no field waits for is kept as a note that the review shows.
 */

/** Enters the dialogue with what a command line already said; an empty line starts at the first step. */
export function startGuided(parsed: ParsedMeeting, environment: GuidedEnvironment): Turn {
  const draft: Draft = {
    unit: null,
    head: { ...parsed.head },
    attendance: null,
    agenda: parsed.agenda,
    conclusions: parsed.conclusions ?? [],
    ...(parsed.isPlanned ? { isPlanned: true } : {}),
  };
  const state: GuidedState = { step: 'unit', draft, candidates: [], isCorrecting: false };
  const isOneLine =
    parsed.unitText !== '' || Object.keys(parsed.head).length > 0 || (parsed.unclear?.length ?? 0) > 0;
  if (!isOneLine && !parsed.attendance && draft.agenda.length === 0) return { type: 'ask', state };

  const questions = new Questions(draft, Boolean(parsed.attendance));
  const unit = settleUnit(parsed, state, questions, environment);
  const unclear = together(parsed.unclear ?? []);
  for (const { fields, words } of unclear) {
    if (words === '') for (const field of fields) questions.open(field, null);
    else questions.passage(words, fields, environment);
  }
  checkHead(state, questions, environment);
  if (parsed.attendance) {
    const sums = wrongSums(parsed.attendance);
    if (sums) questions.open('attendance', { type: 'attendance-sum', sums });
    else draft.attendance = parsed.attendance;
  }
  if (parsed.line !== undefined) {
    const told = [...toldBy(parsed, draft), ...questions.quoted()];
    for (const words of unaccounted(parsed.line, told))
      questions.passage(words, fieldsOf(words, questions.known(), false), environment);
  }
  for (const step of steps)
    if (step !== 'review' && required.has(step) && isEmpty(draft, step)) questions.open(step, null);
  return questions.turn(state, unit.state.candidates);
}

/** Everything of a line that went into a field or led to one. */
const toldBy = (parsed: ParsedMeeting, { head, agenda, conclusions }: Draft): string[] =>
  [
    ...(parsed.used ?? []),
    parsed.unitText,
    ...(parsed.pieces ?? []),
    ...(parsed.unitTexts ?? []).map(({ text }) => text),
    ...[head.place, head.chair, head.minuteTaker, head.guests, head.topic],
    ...(head.participants ?? []).flatMap(({ name, position, body }) => [name, position, body]),
    ...agenda,
    ...conclusions,
    ...(parsed.unclear ?? []).map(({ words }) => words),
  ].filter((text): text is string => Boolean(text));

/** The same words under several fields are one passage that may be any of them; two roles are two questions. */
function together(unclear: NonNullable<ParsedMeeting['unclear']>): { fields: EntryField[]; words: string }[] {
  const passages: { fields: EntryField[]; words: string }[] = [];
  for (const { field, words } of unclear) {
    const isRole = field === 'chair' || field === 'minute-taker';
    const same = passages.find((one) => one.words === words && words !== '' && !isRole);
    if (same) same.fields.push(field);
    else passages.push({ fields: [field], words });
  }
  return passages;
}

type Field = Exclude<Step, 'review'>;
interface Question {
  problem: Problem | null;
  /** What else the passage may be. */
  elsewhere: Field[];
}

/** Fields of which a meeting may have any number, or none: what may be no more than these waits for the review. */
const isLoose = (field: EntryField): boolean => field === 'agenda' || field === 'guests';

/** What is to be asked for, one question a field, with the passages that were not understood. */
class Questions {
  private readonly asked = new Map<Field, Question>();
  private readonly draft: Draft;
  private readonly hasAttendance: boolean;

  constructor(draft: Draft, hasAttendance: boolean) {
    this.draft = draft;
    this.hasAttendance = hasAttendance;
  }

  known(): Known {
    const { chair, minuteTaker, place } = this.draft.head;
    return {
      chair: Boolean(chair),
      minuteTaker: Boolean(minuteTaker),
      place: Boolean(place),
      attendance: this.hasAttendance,
    };
  }

  /** Asks for a field; the first reason stands. */
  open(field: Field, problem: Problem | null): void {
    if (!this.asked.has(field)) this.asked.set(field, { problem, elsewhere: [] });
  }

  /** Asks for a field anew, whatever was asked before. */
  set(field: Field, problem: Problem | null): void {
    this.asked.set(field, { problem, elsewhere: [] });
  }

  has = (field: Field): boolean => this.asked.has(field);

  /** Words that no field has taken: one question that quotes them, or a note for the review. */
  passage(words: string, fields: readonly EntryField[], environment: GuidedEnvironment): void {
    const [field, ...others] = fields;
    if (field === undefined || isChatter(words)) return;
    const { draft } = this;
    if (field === 'place' && !draft.head.place && draft.unit && isRoom(words, environment)) {
      draft.head.place = words;
      return;
    }
    // 'chuyên đề - chi bộ X - kỹ năng soạn thảo văn bản': what is left of a thematic meeting is what it was about.
    if (field === 'agenda' && draft.head.kind === 'thematic' && !draft.head.topic && words.includes(' ')) {
      draft.head.topic = words;
      return;
    }
    if (isLoose(field) && !isMatter(words) && !this.asked.has(field)) {
      draft.notes = [...(draft.notes ?? []), { words, steps: [...fields] }];
      return;
    }
    const earlier = this.asked.get(field);
    if (earlier === undefined) {
      this.asked.set(field, { problem: { type: 'unread', words }, elsewhere: others });
    } else if (earlier.problem?.type === 'unread' && !earlier.problem.words.includes(words)) {
      earlier.problem = { type: 'unread', words: `${earlier.problem.words}; ${words}` };
      earlier.elsewhere = [];
    } else if (earlier.problem === null) earlier.problem = { type: 'unread', words };
  }

  /** Words that a question or a note already shows. */
  quoted(): string[] {
    const problems = [...this.asked.values()].map(({ problem }) => wordsOf(problem));
    return [...problems, ...(this.draft.notes ?? []).map(({ words }) => words)];
  }

  turn(state: GuidedState, candidates: readonly UnitChoice[]): Turn {
    const order = steps.filter((step): step is Field => step !== 'review' && this.asked.has(step));
    const [first, ...rest] = order;
    if (first === undefined) return { type: 'ask', state: { ...state, step: 'review' } };
    const { problem, elsewhere } = this.asked.get(first) ?? { problem: null, elsewhere: [] };
    const open = rest.map((step): Unread => {
      const later = this.asked.get(step);
      const words = wordsOf(later?.problem ?? null);
      return { step, words, ...offerOf(step, words), ...withElsewhere(later?.elsewhere ?? []) };
    });
    return {
      type: 'ask',
      state: {
        ...state,
        step: first,
        candidates: first === 'unit' ? [...candidates] : [],
        isCorrecting: true,
        ...(problem?.type === 'unread'
          ? { passage: problem.words, ...offerOf(first, problem.words), ...withElsewhere(elsewhere) }
          : {}),
        ...(open.length > 0 ? { open } : {}),
      },
      ...(problem ? { problem } : {}),
    };
  }
}

const withElsewhere = (elsewhere: readonly Field[]): { elsewhere?: Field[] } =>
  elsewhere.length > 0 ? { elsewhere: [...elsewhere] } : {};

const wordsOf = (problem: Problem | null): string => (problem?.type === 'unread' ? problem.words : '');

/** 'phòng khách Đảng ủy', 'nhà bác Ba': a room or a house that is no unit and nobody's coming. */
const isRoom = (words: string, environment: GuidedEnvironment): boolean =>
  mayBePlace.test(fold(words)) &&
  words.split(' ').length <= 7 &&
  !/(?<!\p{L})(?:du|tham du|bao cao|trinh bay|chuan bi|thong bao|xin y kien|phoi hop)(?!\p{L})/u.test(
    fold(words),
  ) &&
  environment.matchUnits(words).length === 0;

/** Finds the unit; what stands beside its name becomes a question or a note. */
function settleUnit(
  parsed: ParsedMeeting,
  state: GuidedState,
  questions: Questions,
  environment: GuidedEnvironment,
): Taken {
  const { draft } = state;
  const readings = [{ text: parsed.unitText, rest: '' }, ...(parsed.unitTexts ?? [])].filter(
    ({ text }) => text !== '',
  );
  const names = readings.map(({ text }) => text);
  const whole = names.find((text) => matchAlike(environment, text).length === 1 && text === parsed.unitText);
  const ofSort = unitsOfSort(environment.units ?? [], parsed.unitText);
  const inside = whole === undefined ? readUnit(parsed.pieces ?? names.slice(0, 1), environment) : null;
  const unit = chooseUnit(state, ofSort, inside, names, environment);
  takeMet(unit, draft, names, environment);
  // 'hội trường UBND xã, thôn Đông' with no unit besides: the last words may be it, or more of the place.
  if (unit.problem && names.length === 0 && draft.head.place?.includes(',')) {
    questions.open('place', { type: 'unread', words: draft.head.place });
    delete draft.head.place;
  }
  const inTopic = unit.problem ? unitOfTopic(draft.head.topic ?? '', environment) : null;
  const besideUnit = (words: string, isBeside = false): void => {
    const fields = fieldsOf(words, questions.known(), isBeside).filter(
      (field) => isBeside || field !== 'unit',
    );
    questions.passage(words, fields.length > 0 ? fields : ['agenda'], environment);
  };
  if (inTopic) {
    draft.unit = inTopic.unit;
    for (const text of parsed.pieces ?? names.slice(0, 1)) if (!isChatter(text)) besideUnit(text);
    if (inTopic.topic === '') delete draft.head.topic;
    else draft.head.topic = inTopic.topic;
  } else if (unit.problem) {
    questions.set('unit', names.length > 0 ? unit.problem : null);
    // A near unit is offered; what else stands there would be lost with the choice of it.
    const rest = inside?.units.length ? '' : wordsBeside(environment.units ?? [], parsed.unitText);
    if (rest !== '' && unit.state.candidates.length > 0 && !isChatter(rest)) besideUnit(rest);
  } else draft.unit = unit.state.draft.unit;
  for (const { words, isBeside } of inside?.left ?? []) {
    // 'Hành chíhn': the words beside are the rest of the name with a slip in it; 'khoa Nội': of another name.
    if (isBeside && draft.unit && (isSlipOf(draft.unit, words) || isChatter(words))) {
      questions.set('unit', { type: 'unit-near', text: parsed.unitText });
      unit.state.candidates = [draft.unit];
      draft.unit = null;
    } else besideUnit(words, isBeside);
  }
  return unit;
}

function chooseUnit(
  state: GuidedState,
  ofSort: readonly UnitChoice[],
  inside: UnitReading | null,
  names: readonly string[],
  environment: GuidedEnvironment,
): Taken {
  const several = ofSort.length > 0 ? ofSort : inside && inside.units.length > 1 ? inside.units : [];
  if (several.length > 0)
    return { state: { ...state, candidates: several.slice(0, 8) }, problem: { type: 'unit-ambiguous' } };
  if (inside?.units.length === 1)
    return { state: { ...state, draft: { ...state.draft, unit: inside.units[0] ?? null } } };
  return takeUnit(state, names, { ...environment, matchUnits: (text) => matchAlike(environment, text) });
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

/** Days and times that contradict each other, or a day to come without a word that it is a plan. */
function checkHead(state: GuidedState, questions: Questions, environment: GuidedEnvironment): void {
  const { draft } = state;
  const problem = headProblem(draft.head, draft.isPlanned === true, environment.today);
  if (!problem) return;
  const isDate = problem.type === 'date-in-future' || problem.type === 'days-order';
  questions.open(isDate ? 'date' : 'time', problem);
  if (problem.type === 'date-in-future') {
    state.ahead = { heldOn: problem.date, endsOn: draft.head.endsOn ?? null };
  }
  for (const key of isDate ? (['heldOn', 'endsOn'] as const) : (['startsAt', 'endsAt'] as const)) {
    delete draft.head[key];
  }
}

/** What is not understood, as the field that is asked for would hold it; several passages are nobody's guess. */
function offerOf(step: Field, words: string): { offer?: string } {
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
