import { renderIcs, type IcsEvent } from '../../../meetings/calendar/ics.ts';
import { listPlans } from '../../../meetings/calendar/plan-store.ts';
import { datedTasks } from '../../../meetings/calendar/reminder-store.ts';
import { subtreeIds } from '../../../members/units/units.ts';
import * as words from '../../../prompts/calendar.ts';
import { addDays } from '../../../text/dates.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { say, text, unitsNamed, unitsToday, type CalendarDeps } from './calendar-parts.ts';

/** Meetings that are over stay in the file for a month, so that one that was moved does not stand twice. */
const daysBack = 31;

/** The planned meetings and task dates of a unit with those below it, or of all that the person sees, as .ics. */
export async function calendarFile(
  deps: CalendarDeps,
  context: TurnContext,
  unitText: string,
): Promise<Outcome> {
  const units = await unitsToday(context);
  const [unit] = unitText === '' ? (units.length === 1 ? units : []) : unitsNamed(units, [unitText]);
  if (unitText !== '' && !unit) return say(words.unitUnknown(unitText));
  const unitIds = unit && subtreeIds(units, unit.id);
  const only = unitIds ? { unitIds } : {};
  const [plans, tasks] = await Promise.all([
    listPlans(context.db, context.viewer, { from: addDays(context.today, -daysBack), ...only }),
    datedTasks(context.db, context.viewer, unitIds),
  ]);
  if (plans.length + tasks.length === 0) return say(words.ics.nothing);
  const events: IcsEvent[] = [
    ...plans.map((plan): IcsEvent => ({
      uid: `plan-${plan.id}`,
      sequence: plan.revision,
      day: plan.heldOn,
      startsAt: plan.startsAt,
      endsAt: plan.endsAt,
      summary: words.planName(plan),
      location: plan.place,
      description: [
        ...(plan.chair ? [words.ics.chair(plan.chair)] : []),
        ...(plan.agenda.length > 0 ? [words.ics.agenda, ...plan.agenda.map((line) => `- ${line}`)] : []),
        ...(plan.materials.length > 0
          ? [words.ics.materials, ...plan.materials.map(({ label }) => `- ${label}`)]
          : []),
      ].join('\n'),
      isCancelled: plan.state === 'cancelled',
      changedAt: plan.updatedAt,
    })),
    ...tasks.map((task): IcsEvent => ({
      uid: `task-${task.id}`,
      sequence: 0,
      day: task.dueOn,
      startsAt: null,
      endsAt: null,
      summary: words.ics.task(task.content),
      description: words.ics.taskNote(task.lead, task.unitName),
      isFree: true,
    })),
  ];
  const name = unit?.name ?? words.ics.allUnits;
  const content = renderIcs(words.ics.calendarName(name), events, context.now);
  const file = await deps.files.put(Buffer.from(content), words.ics.fileName(name), 'text/calendar');
  return {
    blocks: [
      text(words.ics.ready(plans.filter(({ state }) => state !== 'cancelled').length, tasks.length)),
      { type: 'file', file, audience: 'internal' },
    ],
  };
}
