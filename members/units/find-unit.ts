import { matchUnits, unitKey } from './units.ts';
import type { Unit } from './units.ts';

/** What a name in a list stands for. */
export type FoundUnit =
  { kind: 'one'; unit: Unit } | { kind: 'unknown'; typed: string } | { kind: 'several'; typed: string };

/**
 * Looks units of lists up by name: the whole name first, then whatever `matchUnits` takes it for. Remembers every answer,
 * because a list of 80,000 people names the same few thousand units over and over.
 */
export function createUnitFinder(units: readonly Unit[]): (typed: string) => FoundUnit {
  const byName = new Map<string, Unit[]>();
  for (const unit of units) {
    const key = unitKey(unit.name);
    const bearers = byName.get(key);
    if (bearers) bearers.push(unit);
    else byName.set(key, [unit]);
  }
  const known = new Map<string, FoundUnit>();
  return (typed) => {
    let found = known.get(typed);
    if (!found) {
      const fitting = byName.get(unitKey(typed)) ?? matchUnits(units, typed);
      const [only] = fitting;
      found = !only
        ? { kind: 'unknown', typed }
        : fitting.length > 1
          ? { kind: 'several', typed }
          : { kind: 'one', unit: only };
      known.set(typed, found);
    }
    return found;
  };
}
