import { newId } from '../../core/ids.ts';
import type { Unit } from '../../members/units/units.ts';

/** A unit of an office for tests: a cell that stands by itself and still exists, where nothing else is said. */
export const unitNamed = (name: string, more: Partial<Unit> = {}): Unit => ({
  id: newId(),
  parentId: null,
  name,
  shortName: null,
  level: 'cell',
  aliases: [],
  validFrom: null,
  validTo: null,
  successorIds: [],
  isDemo: false,
  ...more,
});
