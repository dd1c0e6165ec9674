import { recordAudit } from '../../../access/audit-store.ts';
import type { DateOnly } from '../../../core/clock.ts';
import type { Queryable } from '../../../db/database.ts';
import type { FileStore } from '../../../db/file-store.ts';
import type { CadenceChange } from '../../../meetings/calendar/cadence.ts';
import type { NewPlan, PlannedMeeting } from '../../../meetings/calendar/plan.ts';
import type { ReminderSettings } from '../../../meetings/calendar/reminder-settings.ts';
import type { UnitChoice } from '../../../meetings/entry/guided.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { matchUnits, type Unit } from '../../../members/units/units.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';

/* What the concerns of the calendar feature share. */

/** Id of the feature; actions of its buttons begin with it. */
export const id = 'calendar';

export interface CalendarDeps {
  files: FileStore;
}

/** Day and time of a plan, as far as they are known. */
export type PlanTime = Partial<Pick<NewPlan, 'heldOn' | 'startsAt' | 'endsAt'>>;

/** What the chat is in the middle of, as plain data. */
export type CalendarDialogue =
  | {
      mode: 'line';
      line: string;
      unitId: string | null;
      candidates: UnitChoice[];
      /** Day and time that were typed when they were asked for; they count over those of the line. */
      when: PlanTime;
    }
  | { mode: 'save'; plans: NewPlan[]; unitName: string; notes: string[] }
  | { mode: 'edit'; planId: string; field: 'move' | 'change' | 'materials' }
  | { mode: 'save-edit'; plan: PlannedMeeting; notes: string[] }
  | { mode: 'cancel'; planId: string; revision: number }
  | { mode: 'cadence'; change: CadenceChange; whom: string }
  | { mode: 'day-off'; days: DateOnly[]; name: string; isOff: boolean }
  | { mode: 'reminders'; settings: ReminderSettings };

/** The dialogue in front with its name, and the unsaved ones that wait behind it, the latest first. */
export type OpenCalendar = CalendarDialogue & { entry?: string; behind?: OpenCalendar[] };

export const text = (content: string): Block => ({ type: 'text', text: content });
export const choices = (name: string, options: Choice[], prompt?: string): Block => ({
  type: 'choices',
  id: name,
  options,
  ...(prompt === undefined ? {} : { prompt }),
});
export const say = (content: string): Outcome => ({ blocks: [text(content)] });
export const end = (content: string): Outcome => ({ blocks: [text(content)], dialogue: null });
export const button = (label: string, action: string, style?: Choice['style']): Choice => ({
  label,
  action: `${id}:${action}`,
  ...(style ? { style } : {}),
});

/** Units that the person sees and that exist today. */
export const unitsToday = (context: TurnContext): Promise<Unit[]> =>
  listUnits(context.db, context.viewer, { asOf: context.today });

/** The first readings of a name that find any unit. */
export function unitsNamed(units: readonly Unit[], names: readonly string[]): Unit[] {
  for (const name of names) {
    const found = name === '' ? [] : matchUnits(units, name);
    if (found.length > 0) return found;
  }
  return [];
}

export const by = (context: TurnContext) => ({
  accountId: context.account.id,
  at: context.now.toISOString(),
});

/** The audit event of a change, within its transaction. */
export const audit = (
  t: Queryable,
  context: TurnContext,
  action: string,
  entity: string,
  entityId: string | null,
  details: Parameters<typeof recordAudit>[1]['details'] = {},
) => recordAudit(t, { ...by(context), action, entity, entityId, details });
