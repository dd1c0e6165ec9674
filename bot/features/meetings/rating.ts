import { newId } from '../../../core/ids.ts';
import { seesAllUnits } from '../../../core/viewer.ts';
import { checkItem, shippedCriteria } from '../../../meetings/ratings/criteria.ts';
import type { CriteriaSet } from '../../../meetings/ratings/criteria.ts';
import { prepareRating } from '../../../meetings/ratings/rate.ts';
import type { PreparedRating } from '../../../meetings/ratings/rate.ts';
import {
  criteriaOf,
  ratingOfMeeting,
  saveQuarter,
  saveRating,
} from '../../../meetings/ratings/rating-store.ts';
import type { Rating } from '../../../meetings/ratings/rating-store.ts';
import { checkQuarter, readRating } from '../../../meetings/ratings/read-rating.ts';
import type { ReadRating } from '../../../meetings/ratings/read-rating.ts';
import { changeMeeting } from '../../../meetings/record/changes.ts';
import { getMeeting, listMeetings } from '../../../meetings/record/meeting-store.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { matchUnits } from '../../../members/units/units.ts';
import type { Unit } from '../../../members/units/units.ts';
import * as meetingWords from '../../../prompts/meetings.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/meetings-ratings.ts';
import { addDays, addMonths } from '../../../text/calendar.ts';
import { formatDate, parseDate } from '../../../text/dates.ts';
import { fold } from '../../../text/normalise.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { refusal } from './edit-confirm.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { audit, currentDraft, openDialogue, say, type MeetingPart } from './meeting-part.ts';
import { quarterOutcome } from './rating-quarter.ts';

/* '/xeploai': the rating of one cell meeting by the criteria of its unit, figures of a quarter, and the table of it. */

/** A rating on its way to 'Lưu': the line, and what was asked back. */
interface RatingDialogue {
  mode: 'rating';
  line: string;
  asks: 'unit' | 'meeting' | 'required' | 'again' | 'save';
  unitId?: string;
  meetingId?: string;
  hasRequired?: boolean;
}

const ask = (
  dialogue: RatingDialogue,
  question: string,
  answers: { label: string; answer: string }[] = [],
): Outcome => ({
  blocks: [
    text(question),
    choices('rating', [
      ...answers.map(({ label, answer }) => ({ label, action: `${id}:answer:${answer}` })),
      { label: meetingWords.buttons.discard, action: `${id}:discard:` },
    ]),
  ],
  dialogue,
});

/** Shows a rating for 'Lưu', asks for what is open, or saves it. */
async function decide(context: TurnContext, dialogue: RatingDialogue, isConfirmed = false): Promise<Outcome> {
  const read = readRating(dialogue.line, context.today);
  if (read.type === 'quarter' && !read.numbers) return quarterOutcome(context, read);
  if (read.type === 'quarter') return decideQuarter(context, dialogue, read, isConfirmed);
  const meant = await meetingMeant(context, dialogue, read);
  return 'blocks' in meant ? meant : decideMeeting(context, dialogue, read, meant, isConfirmed);
}

/** Whose rating: a stored meeting, or a month of a unit without one. */
interface Meant {
  unit: { id: string; name: string };
  month: string;
  meeting: Meeting | null;
}

async function meetingMeant(
  context: TurnContext,
  dialogue: RatingDialogue,
  read: Extract<ReadRating, { type: 'meeting' }>,
): Promise<Meant | Outcome> {
  const ofMeeting = (meeting: Meeting): Meant => ({
    unit: { id: meeting.unitId, name: meeting.unitName },
    month: `${meeting.heldOn.slice(0, 7)}-01`,
    meeting,
  });
  if (dialogue.meetingId) {
    const meeting = await getMeeting(context.db, context.viewer, dialogue.meetingId);
    return meeting ? ofMeeting(meeting) : say(meetingWords.meetingNotFound);
  }
  if (!read.month && read.unitText === '' && !dialogue.unitId) {
    const draft = await currentDraft(context);
    return draft && isCellMeeting(draft) ? ofMeeting(draft) : say(words.noCellMeeting);
  }
  const unit = await unitMeant(context, dialogue, read.unitText);
  if ('blocks' in unit) return unit;
  const month = read.month ?? `${context.today.slice(0, 7)}-01`;
  const held = await heldIn(context, unit.id, month);
  if (held.length > 1)
    return ask(
      { ...dialogue, asks: 'meeting', unitId: unit.id },
      words.severalMeetings,
      held.map((one) => ({ label: labelOf(one), answer: one.id })),
    );
  const meeting = held[0] ? await getMeeting(context.db, context.viewer, held[0].id) : null;
  return meeting ? ofMeeting(meeting) : { unit, month, meeting: null };
}

/** Meetings of a cell in a month, given by its first day. */
const heldIn = (context: TurnContext, unitId: string, month: string) =>
  listMeetings(context.db, context.viewer, {
    unitIds: [unitId],
    kinds: ['regular', 'thematic'],
    statuses: ['draft', 'waiting', 'approved'],
    from: month,
    to: addDays(addMonths(month, 1), -1),
  });

const labelOf = ({ heldOn, kind }: Pick<Meeting, 'heldOn' | 'kind'>): string =>
  `${formatDate(heldOn)}, ${meetingWords.kindLabel(kind)}`;

/** The one meeting of those asked about that was pressed, or named by its day or kind; undefined where it is unclear. */
async function meetingNamed(
  context: TurnContext,
  { line, unitId }: RatingDialogue,
  input: string,
): Promise<string | undefined> {
  const read = readRating(line, context.today);
  if (unitId === undefined || read.type !== 'meeting') return undefined;
  const held = await heldIn(context, unitId, read.month ?? `${context.today.slice(0, 7)}-01`);
  const typed = fold(input.trim());
  const day = parseDate(input.trim(), context.today, { prefer: 'past' })?.date;
  const found = held.filter(
    (one) => one.id === typed || one.heldOn === day || (typed !== '' && fold(labelOf(one)).includes(typed)),
  );
  return found.length === 1 ? found[0]?.id : undefined;
}

const isCellMeeting = ({ kind }: Pick<Meeting, 'kind'>): boolean => kind === 'regular' || kind === 'thematic';

/** The unit that was named; without a name the only one that the person stands above. */
async function unitMeant(
  context: TurnContext,
  dialogue: RatingDialogue,
  named: string,
): Promise<Unit | Outcome> {
  const units = await listUnits(context.db, context.viewer, { asOf: context.today });
  const known = units.find((unit) => unit.id === dialogue.unitId);
  if (known) return known;
  const within = new Set(units.map((unit) => unit.id));
  const tops = seesAllUnits(context.viewer)
    ? []
    : units.filter(({ parentId }) => parentId === null || !within.has(parentId));
  const found = named === '' ? tops : matchUnits(units, named);
  const [only] = found;
  if (only && found.length === 1) return only;
  const asking: RatingDialogue = { ...dialogue, asks: 'unit' };
  if (found.length === 0) return ask(asking, named === '' ? words.whichUnit : words.unitNotFound(named));
  return ask(
    asking,
    words.severalUnits,
    found.slice(0, 8).map((unit) => ({ label: unit.name, answer: unit.name })),
  );
}

async function decideMeeting(
  context: TurnContext,
  dialogue: RatingDialogue,
  read: Extract<ReadRating, { type: 'meeting' }>,
  { unit, month, meeting }: Meant,
  isConfirmed: boolean,
): Promise<Outcome> {
  const kept: RatingDialogue = {
    ...dialogue,
    unitId: unit.id,
    ...(meeting ? { meetingId: meeting.id } : {}),
  };
  const before = meeting && (await ratingOfMeeting(context.db, context.viewer, meeting.id));
  if (before && meeting.status === 'approved') return { ...say(meetingWords.isLocked), dialogue: null };
  const stored = await criteriaOf(context.db, unit.id, Number(month.slice(0, 4)));
  const set: CriteriaSet | undefined = stored ?? shippedCriteria[0];
  if (!set) throw new Error('no criteria are shipped');
  const told = { ...read, hasRequired: dialogue.hasRequired ?? read.hasRequired };
  const prepared = prepareRating(set, told, meeting);
  if (prepared.type !== 'rated') return askMore(kept, prepared);
  const rating: Rating = {
    id: newId(),
    unitId: unit.id,
    month,
    meetingId: meeting?.id ?? null,
    level: prepared.level,
    score: prepared.score,
    criteriaName: prepared.score === null ? '' : set.name,
    sheet: prepared.sheet,
  };
  if (isConfirmed)
    return {
      blocks: [text(words.rated(rating.level))],
      dialogue: null,
      write: async (t) => {
        const by = { accountId: context.account.id, at: context.now.toISOString() };
        if (meeting) {
          const change = { part: 'rating', before: keptRating(before), after: keptRating(rating) } as const;
          const { id: meetingId, revision } = meeting;
          const target = {
            id: meetingId,
            revision,
            action: 'rated',
            statuses: ratedStatuses,
            rating: change,
          } as const;
          const result = await changeMeeting(t, context.viewer, target, by, () => saveRating(t, rating, by));
          if (result.type !== 'changed') return refusal(context, result);
        } else await saveRating(t, rating, by);
        await audit(t, context, 'meeting.rated', meeting?.id ?? unit.id);
        return undefined;
      },
    };
  const shown = words.confirmRating({
    what: meeting ? words.ratedMeeting(unit.name, meeting.heldOn) : words.ratedMonth(unit.name, month),
    level: rating.level,
    score: rating.score,
    criteria: rating.score === null ? null : { name: set.name, isExample: !stored },
    sheet: prepared.sheet.map(words.sheetLine),
    checks: meeting ? checkLines(set, meeting) : [],
    because: prepared.isRequiredMissing ? words.requiredMissing : null,
  });
  return confirm(kept, shown);
}

const ratedStatuses = ['draft', 'waiting', 'approved'] as const;
const keptRating = (rating: Rating | null): { level: string; score: number | null } | null =>
  rating && { level: rating.level, score: rating.score };

const confirm = (dialogue: RatingDialogue, shown: string): Outcome => ({
  blocks: [
    text(shown),
    choices('rating', [
      { label: meetingWords.buttons.save, action: `${id}:save:`, style: 'primary' },
      { label: meetingWords.buttons.discard, action: `${id}:discard:` },
    ]),
  ],
  dialogue: { ...dialogue, asks: 'save' },
});

/** What the record itself says of the criteria. */
const checkLines = (set: CriteriaSet, meeting: Meeting): string[] =>
  set.items.flatMap((item) => {
    const found = checkItem(item, meeting);
    if (!found) return [];
    const unit = item.check?.type === 'duration' ? 'minutes' : 'share';
    return [words.checkLine(item.text, unit, found.value, found.isMet)];
  });

function askMore(dialogue: RatingDialogue, prepared: Exclude<PreparedRating, { type: 'rated' }>): Outcome {
  const again: RatingDialogue = { ...dialogue, asks: 'again' };
  switch (prepared.type) {
    case 'nothing':
      return ask(again, words.tellRating);
    case 'wrong-count':
      return ask(again, words.wrongCount(prepared.given, prepared.items));
    case 'over-points':
      return ask(again, words.overPoints(prepared.text, prepared.score, prepared.points));
    case 'score-too-high':
      return ask(again, words.scoreTooHigh(prepared.score, prepared.most));
    case 'sum-differs':
      return ask(again, words.sumDiffers(prepared.score, prepared.sum));
    case 'level-differs':
      return ask(again, words.levelDiffers(prepared.told, prepared.computed, prepared.score));
    case 'no-levels':
      return ask(again, words.noLevels);
    case 'ask-required':
      return ask({ ...dialogue, asks: 'required' }, words.askRequired(prepared.items), [
        { label: words.buttons.allRequired, answer: 'dat ca' },
        { label: words.buttons.someMissing, answer: 'co muc chua dat' },
      ]);
  }
}

async function decideQuarter(
  context: TurnContext,
  dialogue: RatingDialogue,
  read: Extract<ReadRating, { type: 'quarter' }>,
  isConfirmed: boolean,
): Promise<Outcome> {
  const unit = await unitMeant(context, dialogue, read.unitText);
  if ('blocks' in unit) return unit;
  const { year, quarter, measure, total } = read;
  const numbers = read.numbers ?? { good: null, fair: null, average: null, weak: null };
  const { sum, missing, problem } = checkQuarter(measure, numbers, total);
  const kept: RatingDialogue = { ...dialogue, unitId: unit.id };
  // Rounded shares need not make a whole; counts do.
  if (problem && (problem.type === 'over' || measure === 'count')) {
    const sentence = problem.type === 'over' ? words.figuresOver : words.figuresShort;
    return ask({ ...kept, asks: 'again' }, sentence(problem.sum, problem.total, measure));
  }
  const source = words.typedBy(context.account.name);
  if (isConfirmed)
    return {
      blocks: [text(words.quarterSaved(quarter, year))],
      dialogue: null,
      write: async (t) => {
        const by = { accountId: context.account.id, at: context.now.toISOString() };
        await saveQuarter(t, { unitId: unit.id, year, quarter, measure, numbers, total, source }, by);
        await audit(t, context, 'rating.quarter-saved', unit.id);
      },
    };
  const shown = confirm(kept, words.confirmQuarter(unit.name, quarter, year));
  const [head, ...buttons] = shown.blocks;
  const row = words.quarterRow(unit.name, numbers, measure, total, source);
  return {
    ...shown,
    blocks: [
      ...(head ? [head] : []),
      { type: 'table', head: [...words.quarterHead], rows: [row] },
      ...(missing.length > 0 ? [text(words.missingLevels(missing, sum, measure))] : []),
      ...(problem ? [text(words.figuresShort(problem.sum, problem.total, measure))] : []),
      ...buttons,
    ],
  };
}

/** A line typed while a rating waits: the answer to what was asked, 'lưu', or another line for the same. */
async function goOn(context: TurnContext, dialogue: RatingDialogue, input: string): Promise<Outcome> {
  const word = fold(input.trim());
  if (/^(?:bo|khong luu|bo khong luu)$/u.test(word))
    return { blocks: [text(meetingWords.discarded)], dialogue: null };
  switch (dialogue.asks) {
    case 'unit': {
      const units = await listUnits(context.db, context.viewer, { asOf: context.today });
      const [only, ...others] = matchUnits(units, input);
      if (!only || others.length > 0) return ask(dialogue, words.unitNotFound(input.trim()));
      return decide(context, { ...dialogue, unitId: only.id });
    }
    case 'meeting': {
      const meetingId = await meetingNamed(context, dialogue, input);
      return decide(context, meetingId === undefined ? dialogue : { ...dialogue, meetingId });
    }
    case 'required':
      return decide(context, { ...dialogue, hasRequired: /^(?:dat ca|dat|du|co|du ca)$/u.test(word) });
    case 'save':
      if (/^(?:luu|dong y|ok|dung|co)$/u.test(word)) return decide(context, dialogue, true);
  }
  const before = readRating(dialogue.line, context.today);
  // A new line for the same quarter need not say it again.
  const quarter = before.type === 'quarter' ? `quy ${before.quarter}/${before.year} ` : '';
  const line = readRating(input, context.today).type === 'quarter' ? input : quarter + input;
  const { unitId, meetingId } = dialogue;
  const meant = { ...(unitId ? { unitId } : {}), ...(meetingId ? { meetingId } : {}) };
  return decide(context, { mode: 'rating', line, asks: 'again', ...meant });
}

/** Ratings. */
export const ratingPart: MeetingPart = {
  commands: [
    {
      name: 'xeploai',
      permission: 'meetings.write',
      description: words.commandHelp.xeploai,
      example: words.ratingExample,
      run: (_deps, context, args) => decide(context, { mode: 'rating', line: args, asks: 'again' }),
    },
  ],
  recognise: (sentence) => {
    const said = sentence.trim();
    const start = /^(?:xep loai|cham diem)(?!\p{L})\s*:?\s*/u.exec(fold(said))?.[0].length ?? 0;
    if (start === 0 || said.endsWith('?')) return null;
    // Only what names a level, a score or figures; other sentences about rating are questions.
    const read = readRating(said.slice(start), '2000-01-01');
    const isTold =
      read.type === 'quarter' ? read.numbers : (read.score ?? read.scores ?? (read.month && read.level));
    return isTold ? { name: 'xeploai', args: said.slice(start) } : null;
  },
  held: {
    rating: ({ line, asks }: RatingDialogue) => ({
      what: open.entries.rating(line),
      isUnsaved: true,
      canSave: asks === 'save',
      canShow: true,
      ...(asks === 'unit' ? { kind: open.kinds.unit } : {}),
    }),
  },
  again: {
    rating: async (context) => {
      const dialogue = openDialogue<RatingDialogue>(context);
      return dialogue ? decide(context, dialogue) : say(meetingWords.noDraft);
    },
  },
  dialogues: {
    rating: (_deps, context, input) => {
      const dialogue = openDialogue<RatingDialogue>(context);
      return dialogue ? goOn(context, dialogue, input) : Promise.resolve(say(meetingWords.noDraft));
    },
  },
};
