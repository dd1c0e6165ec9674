import type { DateOnly } from '../../core/clock.ts';
import { addDays, dateParts, daysBetween, makeDate, weekdayOf } from '../../text/dates.ts';
import { notMet, type CadenceStanding, type HeldMeeting } from './cadence.ts';
import type { WorkingDays } from './days-off.ts';
import type { PlannedMeeting } from './plan.ts';

/*
 * What has to be told on a day, computed from the data alone: nothing here is stored, so nothing can be forgotten, and
 * the key of each item says when the same thing may be told again. All of it is pure.
 */

/** What people may switch off one by one. */
export const topics = ['meeting', 'materials', 'change', 'unlogged', 'task', 'not-met', 'thematic'] as const;
export type Topic = (typeof topics)[number];

/** An open task that has a due date. */
export interface DueTask {
  id: string;
  content: string;
  lead: string;
  /** The unit that leads, where the name is one of ours. */
  leadUnitId: string | null;
  dueOn: DateOnly;
  /** The unit that gave it, and when. */
  unitId: string;
  unitName: string;
  givenOn: DateOnly | null;
}

/** What is told; words are made of it where it is shown. */
export type Fact =
  | { type: 'meeting'; plan: PlannedMeeting }
  | { type: 'materials'; plan: PlannedMeeting }
  | { type: 'committee-first'; plan: PlannedMeeting }
  | { type: 'unlogged'; plan: PlannedMeeting }
  | { type: 'change'; plan: PlannedMeeting }
  | { type: 'task'; task: DueTask }
  | { type: 'cadence'; standing: CadenceStanding };

/** One thing to be told, once for each key and person. */
export interface DueItem {
  key: string;
  topic: Topic;
  /** Whose secretary is told; of a task the unit that leads, too. */
  unitIds: readonly string[];
  /** The office is told as well. */
  isForOffice: boolean;
  /** Cannot wait for the next digest. */
  isUrgent: boolean;
  /** Who need not be told, because it was their own doing. */
  except: string | null;
  /** The day it is about, for the order in a message. */
  day: DateOnly;
  fact: Fact;
}

/** What the computation works on: the whole office, whoever is told of it. */
export interface DueInput {
  today: DateOnly;
  days: WorkingDays;
  /** Plans from a month before today on. */
  plans: readonly PlannedMeeting[];
  tasks: readonly DueTask[];
  /** Every requirement of every unit in the periods around today. */
  standings: readonly CadenceStanding[];
  /** Meetings of the last year. */
  held: readonly HeldMeeting[];
}

/** Days before a task is due on which it is told; from the day on which nobody has met; from which a quarter ends. */
const taskLeadDays = 3;
/** A task that is overdue for longer is told once a month instead of once a week. */
const longOverdueDays = 30;
const monthlyFromDay = 25;
const longerFromDay = 15;
/** For how long a plan that was not logged is worth a word, and a change of a plan. */
const unloggedDays = 14;
const changeDays = 3;

const item = (
  of: Partial<DueItem> & Pick<DueItem, 'key' | 'topic' | 'unitIds' | 'day' | 'fact'>,
): DueItem => ({
  isForOffice: false,
  isUrgent: false,
  except: null,
  ...of,
});

/** Everything that is worth telling on `today`. */
export function dueItems(input: DueInput): DueItem[] {
  return [
    ...input.plans.flatMap((plan) => dueOfPlan(plan, input)),
    ...input.tasks.flatMap((task) => dueOfTask(task, input)),
    ...dueOfCadence(input),
  ].sort(byNearness(input.today));
}

/** What lies ahead, nearest first; then what is past, latest first: the oldest of many is not the most urgent. */
const byNearness =
  (today: DateOnly) =>
  (a: DueItem, b: DueItem): number => {
    const isPast = Number(a.day < today) - Number(b.day < today);
    const order = a.day.localeCompare(b.day) * (a.day < today ? -1 : 1);
    return isPast || order || a.key.localeCompare(b.key);
  };

function dueOfPlan(plan: PlannedMeeting, { today, days, held, standings }: DueInput): DueItem[] {
  const { heldOn: day, id } = plan;
  const unitIds = [plan.unitId];
  const found: DueItem[] = [];
  const isAhead = plan.state === 'planned' && day >= today;
  if (isAhead && days.before(day) <= today) {
    // Told again on the day itself, where a working day lies between.
    const when = day === today ? 'today' : 'before';
    found.push(
      item({
        key: `meeting:${id}:${day}:${when}`,
        topic: 'meeting',
        unitIds,
        day,
        fact: { type: 'meeting', plan },
      }),
    );
  }
  // 42-HD/BTCTW: materials are posted at least one day before, so who posts them hears of it the working day before that.
  if (isAhead && day > today && plan.materials.length === 0 && days.before(addDays(day, -1)) <= today)
    found.push(
      item({
        key: `materials:${id}:${day}`,
        topic: 'materials',
        unitIds,
        day,
        fact: { type: 'materials', plan },
      }),
    );
  if (isAhead && day > today && plan.kind === 'regular' && daysBetween(today, day) <= 5) {
    // 42-HD/BTCTW: chi ủy agrees the content first; only asked of cells that are known to have one.
    const hasCommittee = standings.some(
      (one) => one.unitId === plan.unitId && one.requirement === 'committee' && !one.cadence.isChanged,
    );
    const met = held.some(
      (one) => one.unitId === plan.unitId && one.kind === 'committee' && daysBetween(one.heldOn, day) <= 14,
    );
    if (hasCommittee && !met)
      found.push(
        item({
          key: `committee-first:${id}:${day}`,
          topic: 'meeting',
          unitIds,
          day,
          fact: { type: 'committee-first', plan },
        }),
      );
  }
  if (plan.state === 'planned' && day < today && daysBetween(day, today) <= unloggedDays)
    found.push(
      item({
        key: `unlogged:${id}:${day}`,
        topic: 'unlogged',
        unitIds,
        day,
        fact: { type: 'unlogged', plan },
      }),
    );
  const nearest = plan.movedFrom !== null && plan.movedFrom < day ? plan.movedFrom : day;
  const changedOn = daysBetween(plan.updatedAt.slice(0, 10), today);
  if (plan.state !== 'held' && plan.revision > 0 && day >= today && changedOn <= changeDays)
    found.push(
      item({
        key: `change:${id}:${plan.revision}`,
        topic: 'change',
        unitIds,
        day,
        isUrgent: daysBetween(today, nearest) <= changeDays,
        except: plan.updatedBy,
        fact: { type: 'change', plan },
      }),
    );
  return found;
}

function dueOfTask(task: DueTask, { today, days }: DueInput): DueItem[] {
  const { dueOn: day, id } = task;
  const left = daysBetween(today, day);
  const monday = addDays(today, 1 - weekdayOf(today));
  const stage =
    left < -longOverdueDays
      ? // Nobody needs to be told every week for a year.
        `overdue-${today.slice(0, 7)}`
      : left < 0
        ? // The day after, then with the others of its kind once a week, so that most days stay quiet.
          day < monday
          ? `overdue-${monday}`
          : 'overdue'
        : days.onOrBefore(day) <= today
          ? 'last'
          : days.onOrBefore(addDays(day, -taskLeadDays)) <= today
            ? 'soon'
            : null;
  if (stage === null) return [];
  const unitIds =
    task.leadUnitId === null ? [task.unitId] : left < 0 ? [task.leadUnitId, task.unitId] : [task.leadUnitId];
  return [
    item({ key: `task:${id}:${day}:${stage}`, topic: 'task', unitIds, day, fact: { type: 'task', task } }),
  ];
}

function dueOfCadence({ today, days, standings, plans }: DueInput): DueItem[] {
  return notMet(standings).flatMap((standing): DueItem[] => {
    const { unitId, requirement, from, to, cadence } = standing;
    if (to < today || from > today) return [];
    const { year, month } = dateParts(to);
    const isMonthly = cadence.period === 'month';
    const starts = makeDate(year, month, isMonthly ? monthlyFromDay : longerFromDay) as DateOnly;
    if (days.onOrBefore(starts) > today) return [];
    // Who has fixed a day needs no word about it.
    const isPlanned = plans.some(
      (plan) =>
        plan.unitId === unitId &&
        plan.state === 'planned' &&
        cadence.kinds.includes(plan.kind) &&
        plan.heldOn >= today &&
        plan.heldOn <= to,
    );
    if (isPlanned) return [];
    return [
      item({
        key: `cadence:${unitId}:${requirement}:${from}`,
        topic: isMonthly ? 'not-met' : 'thematic',
        unitIds: [unitId],
        isForOffice: true,
        day: to,
        fact: { type: 'cadence', standing },
      }),
    ];
  });
}

/** Who may be told, with what is theirs. */
export interface Responsible {
  accountId: string;
  role: 'cadre' | 'secretary' | 'office' | 'admin';
  /** Units that were given to the account itself, without those below. */
  ownUnitIds: readonly string[];
}

/**
 * Who is told of an item: the secretaries of its units, or of the nearest unit above that has one; the office where the
 * item is for it or where no unit up to the top has a secretary. Without an account of the office its work is the
 * administrators'.
 */
export function recipientsOf(
  due: Pick<DueItem, 'unitIds' | 'isForOffice' | 'except'>,
  people: readonly Responsible[],
  parentOf: ReadonlyMap<string, string | null>,
): string[] {
  const found = new Set<string>();
  let isUncared = false;
  for (const unitId of due.unitIds) {
    const seen = new Set<string>();
    let at: string | null = unitId;
    let secretaries: readonly Responsible[] = [];
    while (at !== null && !seen.has(at) && secretaries.length === 0) {
      const here: string = at;
      seen.add(here);
      secretaries = people.filter(
        ({ role, ownUnitIds }) => role === 'secretary' && ownUnitIds.includes(here),
      );
      at = parentOf.get(here) ?? null;
    }
    for (const { accountId } of secretaries) found.add(accountId);
    isUncared ||= secretaries.length === 0;
  }
  if (due.isForOffice || isUncared) {
    const office = people.filter(({ role }) => role === 'office');
    for (const { accountId } of office.length > 0 ? office : people.filter(({ role }) => role === 'admin'))
      found.add(accountId);
  }
  if (due.except !== null) found.delete(due.except);
  return [...found];
}
