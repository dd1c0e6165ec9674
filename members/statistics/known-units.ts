import { localViewer, seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import type { RegisterView } from '../register/columnar.ts';
import { readRegister } from '../register/columnar-store.ts';
import { listUnits } from '../units/unit-store.ts';
import type { Unit } from '../units/units.ts';

/** The register as a viewer may see it, with the units: those of the viewer, and all (never shown) for the guard. */
export interface KnownRegister {
  view: RegisterView;
  units: readonly Unit[];
  allUnits: readonly Unit[];
}

interface Held {
  all: Promise<readonly Unit[]>;
  /** By the units of the viewer, so that what is made of a list of units can be kept with it. */
  byViewer: Map<string, readonly Unit[]>;
}
/** As long as the arrays stand, no list, event or unit has changed. */
const held = new WeakMap<object, Held>();

/** Units and register of one state, from memory. Not to be called inside a transaction. */
export async function readKnownRegister(db: Queryable, viewer: Viewer): Promise<KnownRegister> {
  const view = await readRegister(db, viewer);
  const { unitIndex } = view.columns;
  let known = held.get(unitIndex);
  if (!known) {
    known = { all: listUnits(db, localViewer), byViewer: new Map() };
    held.set(unitIndex, known);
    known.all.catch(() => held.delete(unitIndex));
  }
  const allUnits = await known.all;
  if (seesAllUnits(viewer)) return { view, units: allUnits, allUnits };
  const key = [...viewer.unitIds].sort().join();
  let units = known.byViewer.get(key);
  if (!units) {
    units = allUnits.filter((unit) => view.visible[unitIndex.get(unit.id) ?? -1] === 1);
    known.byViewer.set(key, units);
  }
  return { view, units, allUnits };
}
