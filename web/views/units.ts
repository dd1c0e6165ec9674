import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Queryable } from '../../db/database.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import { byLevelAndName, subtreeIds, type Unit } from '../../members/units/units.ts';
import { frame } from '../../prompts/web-views.ts';
import type { Markup } from '../pages.ts';
import { selectField } from './page.ts';
import { idOf } from './parameters.ts';

/** The units that a list can be narrowed to. */
export interface UnitChoice {
  /** Those that the viewer may see, from the top. */
  units: readonly Unit[];
  /** The chosen one; null: all that they may see. A unit that they may not see counts as none. */
  unit: Unit | null;
  /** The chosen one with all below it; undefined: no narrowing beyond what the viewer may see. */
  unitIds?: readonly string[];
}

/** What the parameter 'donvi' of an address means for this viewer. `asOf`: only units that exist on that day. */
export async function unitChoice(
  db: Queryable,
  viewer: Viewer,
  asked: string | undefined,
  asOf?: DateOnly,
): Promise<UnitChoice> {
  const units = [...(await listUnits(db, viewer, asOf === undefined ? {} : { asOf }))].sort(byLevelAndName);
  const id = idOf(asked);
  const unit = units.find((one) => one.id === id) ?? null;
  return { units, unit, ...(unit ? { unitIds: subtreeIds(units, unit.id) } : {}) };
}

/** The choice among them; two of the same name are told apart by the unit above. */
export function unitField(
  { units, unit }: UnitChoice,
  { label = frame.unit, all = frame.allUnits }: { label?: string; all?: string } = {},
): Markup {
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  const counts = new Map<string, number>();
  for (const { name } of units) counts.set(name, (counts.get(name) ?? 0) + 1);
  const options = units.map(({ id, name, parentId }) => {
    const parent = (counts.get(name) ?? 0) > 1 ? nameOf.get(parentId ?? '') : undefined;
    return { value: id, label: parent === undefined ? name : `${name} (${parent})` };
  });
  return selectField('donvi', label, options, unit?.id ?? '', all);
}
