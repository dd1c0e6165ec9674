import type { DateOnly } from '../../core/clock.ts';
import { byLevelAndName, childrenByParent, existsOn } from '../units/units.ts';
import type { Unit, UnitLevel } from '../units/units.ts';

/** The lines of a count by unit: which unit each stands for, and into which line a unit's members fall. */
export interface UnitRows {
  keys: string[];
  /** Place in `keys` of each unit that falls into a line. */
  placeOf: ReadonlyMap<string, number>;
  /** Lines that are shown without members too: units that existed on the day. */
  isShownWhenEmpty: readonly boolean[];
  /** The line of those who stand directly under the unit asked for; null where there is none. */
  ownKey: string | null;
}

/** Children by parent, made once for a list of units. */
const childrenOf = new WeakMap<readonly Unit[], Map<string | null, Unit[]>>();
export function childrenIn(units: readonly Unit[]): Map<string | null, Unit[]> {
  let children = childrenOf.get(units);
  if (!children) {
    children = childrenByParent(units);
    childrenOf.set(units, children);
  }
  return children;
}

/** Ids of a unit and all below it; of everything where `rootId` is null. */
export function idsBelow(units: readonly Unit[], rootId: string | null): string[] {
  if (rootId === null) return units.map((unit) => unit.id);
  const children = childrenIn(units);
  const ids = [rootId];
  for (const id of ids) for (const child of children.get(id) ?? []) ids.push(child.id);
  return ids;
}

/**
 * The units directly under the root, each for all below it, and the root's own members under its own id; with `levels`
 * instead the units of these levels anywhere below, the outermost counting where one stands in another.
 */
export function unitRows(
  units: readonly Unit[],
  rootId: string | null,
  levels: readonly UnitLevel[] | null,
  asOf: DateOnly,
): UnitRows {
  const children = childrenIn(units);
  let top = rootId;
  let tops = children.get(top) ?? [];
  // A single unit at the top says nothing: its parts do.
  while (
    rootId === null &&
    levels === null &&
    tops.length === 1 &&
    tops[0] &&
    children.get(tops[0].id) !== undefined
  ) {
    top = tops[0].id;
    tops = children.get(top) ?? [];
  }
  const rows = levels === null ? tops : outermost(children, rootId, new Set(levels)).sort(byLevelAndName);
  const keys = rows.map((unit) => unit.id);
  const placeOf = new Map<string, number>();
  rows.forEach((unit, place) => {
    for (const id of idsBelow(units, unit.id)) placeOf.set(id, place);
  });
  const ownKey = levels === null ? top : null;
  if (ownKey !== null) {
    placeOf.set(ownKey, keys.length);
    keys.push(ownKey);
  }
  return {
    keys,
    placeOf,
    // A unit that had ended, or had not begun, is no line of its own unless somebody is counted in it.
    isShownWhenEmpty: [...rows.map((unit) => existsOn(unit, asOf)), ...(ownKey === null ? [] : [false])],
    ownKey,
  };
}

function outermost(
  children: Map<string | null, Unit[]>,
  rootId: string | null,
  levels: ReadonlySet<UnitLevel>,
): Unit[] {
  const found: Unit[] = [];
  const open = [...(children.get(rootId) ?? [])];
  for (const unit of open) {
    if (levels.has(unit.level)) found.push(unit);
    else open.push(...(children.get(unit.id) ?? []));
  }
  return found;
}

/** Organisations below a unit on a day, by level in their order; the unit itself is not counted. */
export function countOrganisations(
  units: readonly Unit[],
  rootId: string | null,
  asOf: DateOnly,
): Map<UnitLevel, number> {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const counts = new Map<UnitLevel, number>();
  for (const id of idsBelow(units, rootId)) {
    const unit = byId.get(id);
    if (id === rootId || !unit || !existsOn(unit, asOf)) continue;
    counts.set(unit.level, (counts.get(unit.level) ?? 0) + 1);
  }
  return counts;
}
