import { seesAllUnits } from '../../../core/viewer.ts';
import { cadenceRules, type CadenceChange } from '../../../meetings/calendar/cadence.ts';
import {
  addCadenceChange,
  cadenceChanges,
  dayOffChanges,
  setDaysOff,
} from '../../../meetings/calendar/cadence-store.ts';
import { holidaysOf } from '../../../meetings/calendar/days-off.ts';
import { readCadence, readLevel, type CalendarRequest } from '../../../meetings/calendar/read-plan.ts';
import * as words from '../../../prompts/calendar.ts';
import { dayWithName } from '../../../prompts/reminders.ts';
import { formatDate } from '../../../text/dates.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import {
  audit,
  button,
  by,
  choices,
  say,
  text,
  unitsNamed,
  unitsToday,
  type CalendarDialogue,
} from './calendar-parts.ts';

/* How often units meet and which days are off: seen by who may read meetings, changed by the office. */

const confirm = (): Block =>
  choices('calendar-save', [
    button(words.buttons.save, 'save:', 'primary'),
    button(words.buttons.discard, 'discard:'),
  ]);

/** '/lichhop định kỳ': the rules in force, or a change of one. */
export async function cadence(context: TurnContext, line: string): Promise<Outcome> {
  const units = await unitsToday(context);
  if (line === '') return cadenceTable(context, units);
  if (!seesAllUnits(context.viewer)) return say(words.needsOffice);
  const read = readCadence(line, context.today);
  if (!read) return say(words.cadenceUnclear);
  const level = readLevel(read.whom);
  const change: CadenceChange = { ...read, unitId: null, level: level === 'all' ? null : level };
  let whom: string = level === 'all' ? words.everyUnit : (words.levelNames[level ?? ''] ?? read.whom);
  if (level === null) {
    const [unit, other] = unitsNamed(units, [read.whom]);
    if (!unit) return say(words.unitUnknown(read.whom));
    if (other)
      return say(
        `${words.unitAmbiguous} ${unitsNamed(units, [read.whom])
          .map(({ name }) => name)
          .join('; ')}`,
      );
    change.unitId = unit.id;
    whom = unit.name;
  }
  const { unitId, requirement, times, period, ruleRef, effectiveFrom } = change;
  return {
    blocks: [
      {
        type: 'table',
        title: words.confirmCadence,
        head: [...words.cadenceHead],
        rows: [rowOf(whom, change)],
      },
      confirm(),
    ],
    dialogue: {
      mode: 'cadence',
      whom,
      change: { unitId, level: change.level, requirement, times, period, ruleRef, effectiveFrom },
    } satisfies CalendarDialogue,
  };
}

const rowOf = (
  whom: string,
  rule: Pick<CadenceChange, 'requirement' | 'times' | 'period' | 'ruleRef' | 'effectiveFrom'>,
): string[] => [
  whom,
  words.requirementNames[rule.requirement] ?? rule.requirement,
  words.timesText(rule.times, rule.period),
  rule.ruleRef || words.ownRule,
  formatDate(rule.effectiveFrom),
];

async function cadenceTable(
  context: TurnContext,
  units: readonly { id: string; name: string }[],
): Promise<Outcome> {
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const changes = (await cadenceChanges(context.db)).filter(
    ({ unitId }) => unitId === null || names.has(unitId),
  );
  const shipped = cadenceRules.filter(({ effectiveFrom }) => effectiveFrom <= context.today);
  const inForce = shipped.filter(
    (rule) =>
      !shipped.some(
        (later) =>
          later.requirement === rule.requirement &&
          later.levels.some((level) => rule.levels.includes(level)) &&
          later.effectiveFrom > rule.effectiveFrom,
      ),
  );
  const levels = (of: readonly string[]): string =>
    of.map((level) => words.levelNames[level] ?? level).join(', ');
  return {
    blocks: [
      {
        type: 'table',
        title: words.cadenceTitle,
        head: [...words.cadenceHead],
        rows: [
          ...inForce.map((rule) => rowOf(levels(rule.levels), rule)),
          ...changes.map((change) =>
            rowOf(
              change.unitId === null
                ? change.level === null
                  ? words.everyUnit
                  : levels([change.level])
                : (names.get(change.unitId) ?? ''),
              change,
            ),
          ),
        ],
      },
      ...(seesAllUnits(context.viewer) ? [text(words.cadenceHint)] : []),
    ],
  };
}

/** 'Lưu' of a rule of cadence. */
export const saveCadence = (
  context: TurnContext,
  { change }: Extract<CalendarDialogue, { mode: 'cadence' }>,
): Outcome => ({
  blocks: [text(words.savedCadence)],
  dialogue: null,
  write: async (t) => {
    await addCadenceChange(t, change, by(context));
    await audit(t, context, 'cadence.changed', 'cadence', change.unitId, {
      requirement: change.requirement,
      times: change.times,
      period: change.period,
      from: change.effectiveFrom,
    });
  },
});

/** '/lichhop nghỉ': the days off of a year. */
export async function daysOff(context: TurnContext, year: number): Promise<Outcome> {
  const days = new Map<string, string>(
    [...holidaysOf(year)].map(([day, name]) => [day, words.holidayNames[name] ?? name]),
  );
  for (const { day, name, isOff } of await dayOffChanges(context.db))
    if (day.startsWith(String(year))) days.set(day, isOff ? name : words.workingDayText);
  return {
    blocks: [
      {
        type: 'table',
        title: words.daysOffTitle(year),
        head: [...words.daysOffHead],
        rows: [...days].sort().map(([day, name]) => [dayWithName(day), name]),
        note: words.daysOffHint,
      },
    ],
  };
}

/** A day that the office takes off, or works. */
export function changeDaysOff(
  context: TurnContext,
  { days, name, isOff }: Extract<CalendarRequest, { type: 'day-off' }>,
): Outcome {
  if (!seesAllUnits(context.viewer)) return say(words.needsOffice);
  return {
    blocks: [text(words.confirmDayOff(days, name, isOff)), confirm()],
    dialogue: { mode: 'day-off', days: [...days], name, isOff } satisfies CalendarDialogue,
  };
}

/** 'Lưu' of days off. */
export const saveDaysOff = (
  context: TurnContext,
  { days, name, isOff }: Extract<CalendarDialogue, { mode: 'day-off' }>,
): Outcome => ({
  blocks: [text(words.savedDayOff)],
  dialogue: null,
  write: async (t) => {
    await setDaysOff(t, days, { name, isOff }, by(context));
    await audit(t, context, 'days-off.changed', 'calendar', null, { days, isOff });
  },
});
