import { listHeads } from '../../../ingest/document-ledger-store.ts';
import { officeDays } from '../../../meetings/calendar/gather.ts';
import { insertPlans, listPlans } from '../../../meetings/calendar/plan-store.ts';
import type { Material, NewPlan, PlannedMeeting } from '../../../meetings/calendar/plan.ts';
import { monthlyDays, readPlanChange, readPlanLine } from '../../../meetings/calendar/read-plan.ts';
import { meetingKinds } from '../../../meetings/meeting.ts';
import * as words from '../../../prompts/calendar.ts';
import { kindLabel } from '../../../prompts/meetings.ts';
import { parseDate } from '../../../text/dates.ts';
import { fold } from '../../../text/normalise.ts';
import { findLooseSymbols, symbolKey } from '../../../text/symbols.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { planTable } from './calendar-list.ts';
import {
  audit,
  button,
  by,
  choices,
  end,
  say,
  text,
  unitsNamed,
  unitsToday,
  type CalendarDialogue,
  type PlanTime,
} from './calendar-parts.ts';

/* Arranging a meeting; nothing is saved before it was looked at. */

type LineDialogue = Extract<CalendarDialogue, { mode: 'line' }>;

/** One line arranges a meeting; what is missing is asked for, and the answer joins the line. */
export async function arrange(
  context: TurnContext,
  line: string,
  { unitId = null, when = {} }: { unitId?: string | null; when?: PlanTime } = {},
): Promise<Outcome> {
  const { today } = context;
  const read = readPlanLine(line, today);
  const dialogue: LineDialogue = { mode: 'line', line, unitId, candidates: [], when };
  const ask = (sentence: string, ...more: Block[]): Outcome => ({
    blocks: [text(sentence), ...more],
    dialogue,
  });

  const units = await unitsToday(context);
  const names = [read.unitText, ...(read.unitTexts ?? []).map(({ text: name }) => name)].filter(Boolean);
  const [single, second] = units;
  const found =
    unitId !== null
      ? units.filter((unit) => unit.id === unitId)
      : names.length === 0 && single && !second
        ? [single]
        : unitsNamed(units, names);
  const [unit, other] = found;
  if (!unit) return ask(names[0] === undefined ? words.unitMissing : words.unitUnknown(names[0]));
  if (other) {
    dialogue.candidates = found.slice(0, 8).map(({ id: each, name }) => ({ id: each, name }));
    return ask(
      words.unitAmbiguous,
      choices(
        'calendar-unit',
        dialogue.candidates.map((one) => button(one.name, `unit:${one.id}`)),
      ),
    );
  }
  dialogue.unitId = unit.id;
  const head = { ...read.head, ...when };
  const isUnclear = (field: string): boolean => (read.unclear ?? []).some((one) => one.field === field);
  const { kind } = head;
  if (kind === undefined)
    return ask(
      words.kindMissing,
      choices(
        'calendar-kind',
        meetingKinds.map((each) => button(kindLabel(each), `kind:${each}`)),
      ),
    );
  if (read.monthlyOn === null && head.heldOn === undefined) {
    const typed = (read.unclear ?? []).find((one) => one.field === 'date');
    const day = typed && parseDate(typed.words, today)?.date;
    if (day && day < today) return ask(words.datePast(day));
    return ask(typed ? words.dateImpossible : words.dateMissing);
  }
  if (isUnclear('time') && when.startsAt === undefined) return ask(words.dateUnreadable);
  if (read.monthlyOn === null && head.heldOn !== undefined && head.heldOn < today)
    return ask(words.datePast(head.heldOn));
  if (head.startsAt && head.endsAt && head.endsAt <= head.startsAt) return ask(words.timeOrder);

  const days = await officeDays(context.db);
  const wanted = read.monthlyOn === null ? [head.heldOn as string] : monthlyDays(read.monthlyOn, today);
  const materials = await findMaterials(context, read.materials);
  // Of meetings every month those on a day off go to the working day after it; a single one is left to the person.
  const shifted = new Map<string, string>();
  const plans = wanted.map((day): NewPlan => {
    const heldOn = read.monthlyOn === null ? day : days.onOrAfter(day);
    if (heldOn !== day) shifted.set(heldOn, day);
    return {
      unitId: unit.id,
      kind,
      topic: head.topic ?? '',
      sessionNo: head.sessionNo ?? null,
      isExtended: head.isExtended ?? false,
      isOnline: head.isOnline ?? false,
      heldOn,
      startsAt: head.startsAt ?? null,
      endsAt: head.endsAt ?? null,
      place: head.place ?? '',
      chair: head.chair ?? '',
      minuteTaker: head.minuteTaker ?? '',
      guests: head.guests ?? '',
      endsOn: heldOn === head.heldOn ? (head.endsOn ?? null) : null,
      participants: head.participants ?? [],
      agenda: read.agenda,
      materials,
    };
  });
  const notes = plans.length === 1 ? await planNotes(context, plans[0] as NewPlan) : [];
  return confirmNew(plans, unit.name, notes, shifted);
}

function confirmNew(
  plans: NewPlan[],
  unitName: string,
  notes: string[],
  shifted: ReadonlyMap<string, string>,
): Outcome {
  const [first] = plans;
  const shown: Block[] =
    first && plans.length === 1
      ? [planTable(asPlan(first, unitName), words.confirmPlan)]
      : [
          {
            type: 'table',
            title: words.confirmSeries(plans.length, unitName),
            head: [],
            rows: plans.map((plan) => [
              words.planWhen(plan),
              shifted.has(plan.heldOn) ? words.shiftedNote(shifted.get(plan.heldOn) as string) : '',
            ]),
            audience: 'internal',
          },
        ];
  return {
    blocks: [...shown, ...notes.map(text), saveChoices()],
    dialogue: { mode: 'save', plans, unitName, notes } satisfies CalendarDialogue,
  };
}

export const saveChoices = (): Block =>
  choices('calendar-save', [
    button(words.buttons.save, 'save:', 'primary'),
    button(words.buttons.discard, 'discard:'),
  ]);

/** A plan that is not stored yet, to be shown like one. */
const asPlan = (plan: NewPlan, unitName: string): PlannedMeeting => ({
  ...plan,
  id: '',
  unitName,
  parentName: null,
  title: '',
  endsOn: plan.endsOn ?? null,
  participants: plan.participants ?? [],
  state: 'planned',
  meetingId: null,
  movedFrom: null,
  revision: 0,
  updatedAt: '',
  updatedBy: null,
});

/** What somebody should know before saving: a day off, or another meeting of the unit on that day. */
export async function planNotes(
  context: TurnContext,
  plan: Pick<NewPlan, 'heldOn' | 'unitId'> & { id?: string },
): Promise<string[]> {
  const days = await officeDays(context.db);
  const name = days.nameOf(plan.heldOn);
  const sameDay = await listPlans(context.db, context.viewer, {
    from: plan.heldOn,
    to: plan.heldOn,
    unitIds: [plan.unitId],
    states: ['planned'],
  });
  return [
    ...(days.isOff(plan.heldOn)
      ? [
          words.dayOffNote(
            plan.heldOn,
            name === null ? '' : typeof name === 'string' ? (words.holidayNames[name] ?? '') : name.name,
          ),
        ]
      : []),
    ...sameDay
      .filter((other) => other.id !== plan.id)
      .map((other) =>
        words.sameDayNote(`${words.planName(other)}, ${words.timeText(other.startsAt, other.endsAt)}`),
      ),
  ];
}

/** Papers by the symbol or title of a document that the person may see; others are kept as they are called. */
export async function findMaterials(context: TurnContext, named: readonly string[]): Promise<Material[]> {
  if (named.length === 0) return [];
  const heads = await listHeads(context.db, context.viewer);
  return named.map((label): Material => {
    const keys = findLooseSymbols(label).flatMap((mention) => symbolKey(mention.symbol) ?? []);
    const wanted = fold(label);
    const found =
      heads.find(({ symbolKey: key }) => key !== null && keys.includes(key)) ??
      (wanted.length >= 8 ? heads.find(({ title }) => fold(title) === wanted) : undefined);
    return found ? { label: found.symbol ?? found.title, documentId: found.id } : { label, documentId: null };
  });
}

/** What was answered to a question about a line: a day and a time count over the line, anything else joins it. */
export function goOn(context: TurnContext, dialogue: LineDialogue, input: string): Promise<Outcome> {
  const { line, unitId, candidates } = dialogue;
  const chosen = candidates.find((one) => fold(one.name) === fold(input.trim()));
  if (chosen) return arrange(context, line, { unitId: chosen.id, when: dialogue.when });
  const { head, unitText, monthlyOn } = readPlanLine(input, context.today);
  const { heldOn, startsAt, endsAt } = head;
  const when: PlanTime = {
    ...dialogue.when,
    ...(heldOn === undefined ? {} : { heldOn }),
    ...(startsAt === undefined ? {} : { startsAt, endsAt: endsAt ?? null }),
  };
  const isTime = (heldOn ?? startsAt) !== undefined;
  const isOnlyTime = isTime && unitText === '' && head.kind === undefined && monthlyOn === null;
  return arrange(context, isOnlyTime ? line : `${input}, ${line}`, { unitId, when });
}

/** 'Lưu' of what was arranged. */
export function saveNew(
  context: TurnContext,
  { plans, unitName }: Extract<CalendarDialogue, { mode: 'save' }>,
): Outcome {
  const [first] = plans;
  if (!first) return end(words.planNotFound);
  return {
    blocks: [],
    dialogue: null,
    write: async (t) => {
      const ids = await insertPlans(t, plans, by(context));
      await audit(t, context, 'plan.arranged', 'planned-meeting', ids[0] ?? null, {
        unit: first.unitId,
        count: plans.length,
      });
      return [
        text(
          plans.length === 1
            ? words.savedPlan(words.planName({ ...first, unitName }), words.planWhen(first))
            : words.savedSeries(plans.length, unitName),
        ),
        choices('calendar-saved', [
          ...(plans.length === 1 ? [button(words.fields.materials, `edit:materials/${ids[0] ?? ''}`)] : []),
          button(words.buttons.ics, 'file:'),
        ]),
      ];
    },
  };
}

/** A plan as typed words change it, or the sentence why they do not. */
export function withChange<P extends NewPlan>(
  plan: P,
  input: string,
  today: string,
): { plan: P } | { problem: string } {
  const { head, agenda, unclear } = readPlanChange(input, today);
  if (unclear.length > 0) return { problem: words.dateUnreadable };
  if (Object.keys(head).length === 0 && agenda.length === 0) return { problem: words.nothingToChange };
  const { startsAt, endsAt, ...rest } = head;
  // A new beginning without an end leaves no old end behind it.
  const times = startsAt === undefined ? {} : { startsAt, endsAt: endsAt ?? null };
  const changed = { ...plan, ...rest, ...times, ...(agenda.length > 0 ? { agenda } : {}) };
  if (changed.heldOn < today) return { problem: words.datePast(changed.heldOn) };
  if (changed.startsAt && changed.endsAt && changed.endsAt <= changed.startsAt)
    return { problem: words.timeOrder };
  return { plan: changed };
}

/** Words typed under a plan that waits to be saved: another one where they name a unit, else a change of this one. */
export async function changeNew(
  context: TurnContext,
  { plans, unitName }: Extract<CalendarDialogue, { mode: 'save' }>,
  input: string,
): Promise<Outcome> {
  const [plan, ...others] = plans;
  const { unitText, unitTexts = [], monthlyOn } = readPlanLine(input, context.today);
  const names = [unitText, ...unitTexts.map(({ text: name }) => name)];
  const isAnother = monthlyOn !== null || unitsNamed(await unitsToday(context), names).length > 0;
  if (!plan || others.length > 0 || isAnother) return arrange(context, input);
  const changed = withChange(plan, input, context.today);
  if ('problem' in changed) return say(changed.problem);
  return confirmNew([changed.plan], unitName, await planNotes(context, changed.plan), new Map());
}
