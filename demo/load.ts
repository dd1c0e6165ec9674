import { readdir, readFile } from 'node:fs/promises';
import { newId } from '../core/ids.ts';
import type { DateOnly } from '../core/clock.ts';
import type { Queryable } from '../db/database.ts';
import { deleteDemoDocuments } from '../ingest/document-store.ts';
import { readDocument, storeDocument } from '../ingest/ingest.ts';
import type { ReadDocument } from '../ingest/types.ts';
import { saveRating } from '../meetings/ratings/rating-store.ts';
import { logMeeting } from '../meetings/record/log.ts';
import { deleteDemoMeetings } from '../meetings/record/meeting-store.ts';
import { removeDemoEvents } from '../members/events/event-store.ts';
import { insertPlans } from '../meetings/calendar/plan-store.ts';
import { importRegister } from '../members/register/import-register.ts';
import { removeDemoMembers } from '../members/register/member-store.ts';
import { registerFields } from '../members/register/member.ts';
import { removeDemoObservations } from '../members/observations/observation-store.ts';
import { removeDemoUnits, saveUnits } from '../members/units/unit-store.ts';
import { addDays } from '../text/dates.ts';
import { makeDemoMeetings, makeDemoPlan, makeDemoRating } from './meetings.ts';
import { makeDemoMembers } from './members.ts';
import { makeDemoUnits } from './units.ts';

/** How much of each the demo data has. */
export interface DemoCounts {
  documents: number;
  units: number;
  members: number;
  meetings: number;
}

/** Whose change it is, and when. */
export interface DemoEntry {
  by: string | null;
  now: Date;
  today: DateOnly;
}

const documentsFolder = new URL('documents/', import.meta.url);

/** The demo documents, read as any other file is; done before the transaction, because it takes a second. */
export async function readDemoDocuments(): Promise<ReadDocument[]> {
  const names = (await readdir(documentsFolder)).sort();
  return Promise.all(
    names.map(async (name) => readDocument(await readFile(new URL(name, documentsFolder)), name)),
  );
}

/** Stores the whole demo data in the caller's transaction. Every row is marked, so that `removeDemo` finds it again. */
export async function loadDemo(
  t: Queryable,
  documents: readonly ReadDocument[],
  entry: DemoEntry,
): Promise<DemoCounts> {
  const { by, now, today } = entry;
  const { units, idOf, cells } = makeDemoUnits();
  await saveUnits(t, units);

  let nextNumber = 1;
  const members = cells.flatMap((cell) => {
    const rows = makeDemoMembers(cell, today, nextNumber);
    nextNumber += rows.length;
    return rows;
  });
  await importRegister(t, members, {
    unitId: idOf('province'),
    fileName: 'du-lieu-mau.xlsx',
    listedOn: addDays(today, -5),
    importedAt: now.toISOString(),
    importedBy: by,
    fields: registerFields,
    rejectedCount: 0,
    isDemo: true,
  });

  let meetings = 0;
  for (const cell of cells) {
    for (const state of makeDemoMeetings(cell, today)) {
      const heldOn = state.draft.head.heldOn as DateOnly;
      const at = `${heldOn}T10:00:00.000Z`;
      const meetingId = await logMeeting(t, state, { accountId: by, at, today: heldOn, isDemo: true });
      const rating = makeDemoRating(state, today);
      if (rating) {
        const month = `${heldOn.slice(0, 7)}-01`;
        const rated = {
          ...rating,
          id: newId(),
          unitId: cell.id,
          meetingId,
          month,
          criteriaName: '',
          sheet: [],
        };
        await saveRating(t, rated, { accountId: by, at });
      }
      meetings++;
    }
    const at = now.toISOString();
    await insertPlans(t, [makeDemoPlan(cell, today)], { accountId: by, at });
  }
  for (const document of documents)
    await storeDocument(t, document, { scope: 'public', by, now, isDemo: true });
  return { documents: documents.length, units: units.length, members: members.length, meetings };
}

/** Removes everything that `loadDemo` stored, and nothing else. */
export async function removeDemo(t: Queryable): Promise<DemoCounts> {
  const documents = await deleteDemoDocuments(t);
  const meetings = await deleteDemoMeetings(t);
  await removeDemoEvents(t);
  const members = await removeDemoMembers(t);
  await removeDemoObservations(t);
  const units = await removeDemoUnits(t);
  return { documents, units, members, meetings };
}
