import { correctableEvent } from '../../prompts/members-register.ts';
import { fold } from '../../text/normalise.ts';
import type { KnownPerson } from '../register/compare-lists.ts';
import type { EventDraft } from './event-store.ts';
import type { EventRow, EventsPreview } from './parse-events.ts';

/** Events with the persons that they name found in the register; rows that name nobody there, or several, are rejected. */
export function resolvePersons(
  rows: readonly EventRow[],
  persons: readonly KnownPerson[],
): { drafts: EventDraft[]; rejected: EventsPreview['rejected'] } {
  const byName = new Map<string, KnownPerson[]>();
  for (const person of persons) {
    if (person.row.name === null) continue;
    const key = nameKey(person.row.name);
    const bearers = byName.get(key);
    if (bearers) bearers.push(person);
    else byName.set(key, [person]);
  }
  const drafts: EventDraft[] = [];
  const rejected: EventsPreview['rejected'] = [];
  for (const row of rows) {
    const found = row.person ? findPerson(row, byName) : null;
    if (found && 'code' in found) {
      rejected.push({ sheet: row.sheet, row: row.row, reason: found, cells: cellsOf(row) });
      continue;
    }
    drafts.push({
      kind: row.kind,
      happenedOn: row.happenedOn,
      unitId: row.unitId ?? found?.row.unitId ?? '',
      toUnitId: row.toUnitId,
      level: row.level,
      personId: found?.personId ?? null,
      count: row.count,
    });
  }
  return { drafts, rejected };
}

function findPerson(
  row: EventRow,
  byName: ReadonlyMap<string, readonly KnownPerson[]>,
): KnownPerson | { code: 'unknown-person' | 'several-persons' } {
  const birth = row.person?.birthDate ?? null;
  const named = (byName.get(nameKey(row.person?.name ?? '')) ?? []).filter(({ row: known }) => {
    if (birth === null || known.birthDate === null) return true;
    const length = Math.min(birth.length, known.birthDate.length);
    return birth.slice(0, length) === known.birthDate.slice(0, length);
  });
  const units = [row.unitId, row.toUnitId].filter((id) => id !== null);
  const here = named.length > 1 ? named.filter((person) => units.includes(person.row.unitId)) : named;
  const [only] = here;
  if (only && here.length === 1) return only;
  return { code: named.length === 0 ? 'unknown-person' : 'several-persons' };
}

const cellsOf = (row: EventRow) =>
  correctableEvent({
    kind: row.kind,
    happenedOn: row.happenedOn,
    name: row.person?.name ?? '',
    birthDate: row.person?.birthDate ?? null,
    level: row.level,
  });

const nameKey = (name: string): string => fold(name).replace(/\s+/gu, ' ').trim();
