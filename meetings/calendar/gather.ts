import type { DateOnly } from '../../core/clock.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { addDays, addMonths } from '../../text/dates.ts';
import { cadenceStandings, requirements } from './cadence.ts';
import { cadenceChanges, dayOffChanges, heldMeetings } from './cadence-store.ts';
import { workingDays, type WorkingDays } from './days-off.ts';
import { dueItems, type DueItem } from './due.ts';
import { listPlans } from './plan-store.ts';
import { tasksDueBy, unitsOn } from './reminder-store.ts';

/** What there is to tell in the whole office on a day, and the way up from each unit to whoever is told. */
export interface OfficeDue {
  items: DueItem[];
  parentOf: ReadonlyMap<string, string | null>;
}

/** The days that the office works. */
export const officeDays = async (db: Queryable): Promise<WorkingDays> => workingDays(await dayOffChanges(db));

/** Reads what the reminders of a day are computed from, for the whole office; who is told what is decided afterwards. */
export async function gatherDue(db: Queryable, today: DateOnly, days: WorkingDays): Promise<OfficeDue> {
  // The longest holiday is shorter than two weeks, and nothing is told earlier than the working day before it.
  const soon = addDays(today, 21);
  const [units, changes, held, plans, tasks] = await Promise.all([
    unitsOn(db, today),
    cadenceChanges(db),
    heldMeetings(db, localViewer, addMonths(today, -24), soon),
    listPlans(db, localViewer, { from: addDays(today, -30), to: addDays(today, 366) }),
    tasksDueBy(db, soon),
  ]);
  const standings = requirements.flatMap((requirement) =>
    cadenceStandings({ units, changes, held, requirement, on: today, today }),
  );
  return {
    items: dueItems({ today, days, plans, tasks, standings, held }),
    parentOf: new Map(units.map(({ id, parentId }) => [id, parentId])),
  };
}
