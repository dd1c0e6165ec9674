import { buildColumns } from '../../../members/register/build-columns.ts';
import type { PersonEvent, VersionRow } from '../../../members/register/build-columns.ts';
import { dayNumber } from '../../../members/register/columnar.ts';
import type { CountEvent, RegisterColumns } from '../../../members/register/columnar.ts';
import { registerFields } from '../../../members/register/member.ts';
import type { KnownRegister } from '../../../members/statistics/known-units.ts';
import type { Unit } from '../../../members/units/units.ts';
import { unitNamed } from '../../support/units.ts';

/* Registers of a few people for tests of counting. */

/** The day of the one list. */
export const listedOn = '2026-06-30';

export const madeUnit = (id: string, parentId: string | null, level: Unit['level']): Unit =>
  unitNamed(`Chi bộ ${id}`, { id, parentId, level });

let made = 0;
/** A woman of 41, admitted 2010, confirmed 2011. */
export const person = (more: Partial<VersionRow> = {}): VersionRow => ({
  personId: `p${String(++made).padStart(8, '0')}`,
  holdsFrom: null,
  holdsUntil: null,
  absentOn: null,
  listedOn,
  unitId: 'u',
  sex: 'female',
  birthDate: '1985-02-03',
  admissionDecisionDate: '2010-05-10',
  admissionCeremonyDate: '2010-05-19',
  confirmationDate: '2011-05-19',
  standing: 'probationary',
  status: 'active',
  leftDate: null,
  occupationGroup: null,
  schooling: null,
  professionalLevel: null,
  theoryLevel: null,
  isEthnicMinority: null,
  badges: [],
  partyAgeCorrectionMonths: 0,
  ...more,
});

export function columnsOf(
  persons: readonly VersionRow[],
  unitIds: readonly string[],
  more: { events?: PersonEvent[]; counts?: CountEvent[] } = {},
): RegisterColumns {
  return buildColumns({
    version: '1',
    unitIds,
    versions: [...persons].sort((a, b) => (a.personId < b.personId ? -1 : 1)),
    events: more.events ?? [],
    counts: more.counts ?? [],
    lists: [
      {
        id: 'list',
        listedOn,
        day: dayNumber(listedOn),
        importedAt: '2026-07-01T02:00:00.000Z',
        fields: registerFields,
        covers: new Uint8Array(unitIds.length).fill(1),
      },
    ],
  });
}

/** A register as someone who sees every unit knows it. */
export function knownRegister(
  units: readonly Unit[],
  persons: readonly VersionRow[],
  more: { events?: PersonEvent[]; counts?: CountEvent[] } = {},
): KnownRegister {
  const columns = columnsOf(
    persons,
    units.map((unit) => unit.id),
    more,
  );
  return {
    view: { columns, visible: new Uint8Array(units.length).fill(1) },
    units,
    allUnits: units,
  };
}
