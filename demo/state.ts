import type { Viewer } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import { listUnits } from '../members/units/unit-store.ts';

/** Whether the demo data is in the store: its units are. */
export async function isDemoLoaded(db: Queryable, viewer: Viewer): Promise<boolean> {
  return (await listUnits(db, viewer)).some((unit) => unit.isDemo);
}
