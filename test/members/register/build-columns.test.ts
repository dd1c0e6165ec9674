import { describe, expect, it } from 'vitest';
import { recountFlow, recountStock } from '../../../eval/members/naive-recount.ts';
import { makeRegister } from '../../../eval/members/register-generator.ts';
import type { MadePerson } from '../../../eval/members/register-generator.ts';
import { buildColumns } from '../../../members/register/build-columns.ts';
import type { PersonEvent, VersionRow } from '../../../members/register/build-columns.ts';
import { countFlow, flowRows } from '../../../members/register/columnar-flow.ts';
import type { FlowKind } from '../../../members/register/columnar-flow.ts';

import {
  countsSinceList,
  partyAgeOf,
  standingOf,
  stockRows,
} from '../../../members/register/columnar-stock.ts';
import { codes, dayNumber } from '../../../members/register/columnar.ts';
import type { CountEvent, RegisterColumns } from '../../../members/register/columnar.ts';

const row = (personId: string, more: Partial<VersionRow> = {}): VersionRow => ({
  personId,
  unitId: 'a',
  sex: 'female',
  birthDate: '1980-05-01',
  admissionDecisionDate: '2010-01-01',
  admissionCeremonyDate: '2010-01-10',
  confirmationDate: '2011-01-10',
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
  holdsFrom: null,
  holdsUntil: null,
  absentOn: null,
  listedOn: '2025-01-01',
  ...more,
});
const event = (
  personId: string,
  kind: PersonEvent['kind'],
  on: string,
  more: Partial<PersonEvent> = {},
): PersonEvent => ({
  personId,
  kind,
  happenedOn: on,
  unitId: 'a',
  toUnitId: null,
  level: null,
  ...more,
});
const columnsOf = (
  versions: VersionRow[],
  events: PersonEvent[] = [],
  counts: CountEvent[] = [],
  days = ['2025-01-01'],
) =>
  buildColumns({
    version: '1',
    unitIds: ['a', 'b'],
    versions,
    events,
    counts,
    lists: days.map((listedOn) => ({
      id: listedOn,
      listedOn,
      day: dayNumber(listedOn),
      importedAt: '',
      fields: [],
      covers: Uint8Array.of(1, 1),
    })),
  });
const all = Uint8Array.of(1, 1);
const onlyA = Uint8Array.of(1, 0);
const stock = (columns: RegisterColumns, asOf: string, mask = all) => stockRows(columns, mask, asOf).length;
const flow = (columns: RegisterColumns, kind: FlowKind, from: string, to: string, mask = all) =>
  flowRows(columns, mask, kind, { from, to }).rows.length;

describe('the register as columns', () => {
  it('counts a member from the day of the ceremony on and not on the day of leaving', () => {
    const columns = columnsOf([row('p', { status: 'left', leftDate: '2024-03-01' })]);
    expect(
      ['2010-01-09', '2010-01-10', '2024-02-29', '2024-03-01'].map((day) => stock(columns, day)),
    ).toEqual([0, 1, 1, 0]);
    expect(flow(columns, 'admit', '2010-01-01', '2010-12-31')).toBe(1);
    expect(flow(columns, 'left', '2024-01-01', '2024-12-31')).toBe(1);
  });

  it('lets nobody who left without a day count on any day', () => {
    expect(stock(columnsOf([row('p', { status: 'left' })]), '2015-01-01')).toBe(0);
  });

  it('moves a person between units on the day of the transfer, before and after the list', () => {
    const columns = columnsOf(
      [row('p', { unitId: 'b' })],
      [
        event('p', 'transfer', '2020-06-01', { unitId: 'a', toUnitId: 'b' }),
        event('p', 'transfer', '2025-06-01', { unitId: 'b', toUnitId: 'a' }),
      ],
    );
    expect(
      ['2020-05-31', '2020-06-01', '2025-05-31', '2025-06-01'].map((day) => stock(columns, day, onlyA)),
    ).toEqual([1, 0, 0, 1]);
    expect(stock(columns, '2022-01-01')).toBe(1);
    // Inside both units nobody came or went.
    expect(flow(columns, 'transfer_in', '2019-01-01', '2026-01-01')).toBe(0);
    expect(flow(columns, 'transfer_out', '2019-01-01', '2021-01-01', onlyA)).toBe(1);
    expect(flow(columns, 'transfer_in', '2025-01-01', '2026-01-01', onlyA)).toBe(1);
  });

  it('answers for days before a later list what the older copy said', () => {
    const columns = columnsOf(
      [
        row('p', { theoryLevel: 'elementary', holdsUntil: '2025-07-01' }),
        row('p', { theoryLevel: 'advanced', holdsFrom: '2025-07-01', listedOn: '2025-07-01' }),
        row('q', { holdsUntil: '2025-07-01' }),
        row('r', { holdsFrom: '2025-07-01', absentOn: '2025-01-01', listedOn: '2025-07-01' }),
      ],
      [],
      [],
      ['2025-01-01', '2025-07-01'],
    );
    const theory = (day: string) => [...stockRows(columns, all, day)].map((at) => columns.theory[at]);
    expect(theory('2025-06-30')).toEqual([codes.theory('elementary'), 0]);
    expect(theory('2025-07-01')).toEqual([codes.theory('advanced'), 0]);
    expect(flow(columns, 'list_in', '2025-01-01', '2025-12-31')).toBe(1);
    expect(flow(columns, 'list_out', '2025-01-01', '2025-12-31')).toBe(1);
    expect(flow(columns, 'admit', '2025-01-01', '2025-12-31')).toBe(0);
  });

  it('takes someone new in a later list as admitted on the day of admission, if that lies between the lists', () => {
    const columns = columnsOf(
      [
        row('p', {
          admissionDecisionDate: '2025-03-01',
          admissionCeremonyDate: '2025-03-20',
          confirmationDate: null,
          holdsFrom: '2025-07-01',
          absentOn: '2025-01-01',
          listedOn: '2025-07-01',
        }),
      ],
      [],
      [],
      ['2025-01-01', '2025-07-01'],
    );
    expect(stock(columns, '2025-03-20')).toBe(1);
    expect(flow(columns, 'admit', '2025-01-01', '2025-06-30')).toBe(1);
  });

  it('knows a confirmation that only the later list has on its own day', () => {
    const columns = columnsOf(
      [
        row('p', { confirmationDate: null, holdsUntil: '2025-07-01' }),
        row('p', { confirmationDate: '2025-02-01', holdsFrom: '2025-07-01', listedOn: '2025-07-01' }),
      ],
      [],
      [],
      ['2025-01-01', '2025-07-01'],
    );
    const [at = -1] = stockRows(columns, all, '2025-03-01');
    expect(standingOf(columns, at, 20250301)).toBe(codes.standing('official'));
    expect(flow(columns, 'confirm', '2025-01-01', '2025-06-30')).toBe(1);
  });

  it('adds counts without persons only until the next list, and never to days before the first', () => {
    const counts: CountEvent[] = [
      { kind: 'admit', day: 20250301, unit: 0, toUnit: -1, level: 0, count: 3 },
      { kind: 'leave', day: 20250302, unit: 0, toUnit: -1, level: 0, count: 1 },
      { kind: 'transfer', day: 20250303, unit: 0, toUnit: 1, level: 0, count: 2 },
      { kind: 'transfer_in', day: 20241201, unit: 0, toUnit: -1, level: 0, count: 9 },
    ];
    const columns = columnsOf([row('p')], [], counts, ['2025-01-01', '2025-07-01']);
    const added = (day: string, mask = all) => countsSinceList(columns, mask, day).total;
    expect([added('2024-12-31'), added('2025-03-01'), added('2025-06-30'), added('2025-07-01')]).toEqual([
      0, 3, 2, 0,
    ]);
    expect(added('2025-06-30', onlyA)).toBe(0);
    expect(countFlow(columns, onlyA, 'transfer_out', { from: '2025-01-01', to: '2025-06-30' })).toHaveLength(
      1,
    );
    // The later list has these admissions by person.
    expect(countFlow(columns, all, 'admit', { from: '2025-01-01', to: '2025-06-30' })).toEqual([]);
    expect(countFlow(columns, all, 'leave', { from: '2025-01-01', to: '2025-06-30' })).toHaveLength(1);
  });

  it('counts party age from the decision, less what does not count', () => {
    const columns = columnsOf([
      row('p', { admissionDecisionDate: '1986-09-03', partyAgeCorrectionMonths: 12 }),
    ]);
    expect([20160903, 20170902, 20170903].map((day) => partyAgeOf(columns, 0, day))).toEqual([29, 29, 30]);
  });

  it('counts as a naive recount of ten years of facts does, as of random days', () => {
    const made = makeRegister({ present: 400, organisations: 12, seed: 11 });
    const { versions, events } = rowsOf(made.persons);
    const columns = buildColumns({
      version: '1',
      unitIds: made.units.map((_, index) => String(index)),
      versions,
      events,
      counts: [],
      lists: [],
    });
    for (let n = 0; n < 24; n++) {
      const units = new Set(
        made.units.map((_, index) => index).filter((index) => n % 3 === 0 || index % 5 === n % 5),
      );
      const mask = Uint8Array.from(made.units, (_, index) => Number(units.has(index)));
      const to = `${2017 + (n % 9)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + ((n * 7) % 28)).padStart(2, '0')}`;
      const from = `2016-0${7 + (n % 3)}-15`;
      const expected = recountFlow(made, units, from, to);
      expect(stock(columns, to, mask)).toBe(recountStock(made, units, to).total);
      expect({
        admit: flow(columns, 'admit', from, to, mask),
        confirm: flow(columns, 'confirm', from, to, mask),
        transfer_in: flow(columns, 'transfer_in', from, to, mask),
        transfer_out: flow(columns, 'transfer_out', from, to, mask),
        left: flow(columns, 'left', from, to, mask),
        badge: flow(columns, 'badge', from, to, mask),
      }).toEqual(expected);
      // Nothing is counted twice or lost: what is there at the end is what was, and what came, less what went.
      const before = recountStock(made, units, from).total;
      const came = expected.admit + expected.transfer_in - sameDay(made.persons, units, from);
      expect(stock(columns, to, mask)).toBe(before + came - expected.transfer_out - expected.left);
    }
  });
});

/** The flow counts the first day, the stock before it holds that day too: those of the first day stand in both. */
function sameDay(persons: readonly MadePerson[], units: ReadonlySet<number>, day: string): number {
  const period = recountFlow(
    { units: [], cells: [], persons: [...persons], listedOn: day, since: day },
    units,
    day,
    day,
  );
  return period.admit + period.transfer_in - period.transfer_out - period.left;
}

function rowsOf(persons: readonly MadePerson[]): { versions: VersionRow[]; events: PersonEvent[] } {
  const versions: VersionRow[] = [];
  const events: PersonEvent[] = [];
  persons.forEach((person, index) => {
    const id = String(index).padStart(6, '0');
    const own: PersonEvent[] = [];
    if (person.arrived !== null)
      own.push(event(id, 'transfer_in', person.arrived, { unitId: String(person.stays[0]?.unit) }));
    person.stays.forEach((stay, at) => {
      const before = person.stays[at - 1];
      if (before)
        own.push(
          event(id, 'transfer', stay.from, { unitId: String(before.unit), toUnitId: String(stay.unit) }),
        );
    });
    if (person.left?.how === 'out')
      own.push(event(id, 'transfer_out', person.left.on, { unitId: String(person.stays.at(-1)?.unit) }));
    for (const badge of person.badges)
      if (badge.isDated) own.push(event(id, 'badge', badge.on, { level: badge.level }));
    events.push(...own.sort((a, b) => (a.happenedOn < b.happenedOn ? -1 : 1)));
    versions.push(
      row(id, {
        unitId: String(person.stays.at(-1)?.unit),
        birthDate: person.birth,
        admissionDecisionDate: person.decision,
        admissionCeremonyDate: person.ceremony,
        confirmationDate: person.confirmation,
        status: person.left ? 'left' : 'active',
        leftDate: person.left?.on ?? null,
        badges: person.badges.map((badge) => badge.level),
        listedOn: '2026-06-30',
      }),
    );
  });
  return { versions, events };
}
