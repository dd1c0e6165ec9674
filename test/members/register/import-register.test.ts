import { beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../../core/ids.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import { listEventKeys, removeEnteredEvent, saveEvents } from '../../../members/events/event-store.ts';
import { eventKey } from '../../../members/events/event.ts';
import { stockRows } from '../../../members/register/columnar-stock.ts';
import { readRegister, warmRegister } from '../../../members/register/columnar-store.ts';
import { unitMask } from '../../../members/register/columnar.ts';
import { compareWithRegister, importRegister } from '../../../members/register/import-register.ts';
import {
  countMembers,
  forgetMembers,
  listPresentPersons,
  removeDueNames,
} from '../../../members/register/member-store.ts';
import type { MemberRow } from '../../../members/register/member.ts';
import { readPersonPages } from '../../../members/register/person-pages-store.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';
import { unitNamed } from '../../support/units.ts';

const id = { top: newId(), a: newId(), b: newId() };
const unit = (unitId: string, name: string, parentId: string | null): Unit =>
  unitNamed(name, { id: unitId, parentId, level: 'cell' });
const member = (name: string, birthDate: string, more: Partial<MemberRow> = {}): MemberRow => ({
  unitId: id.a,
  name,
  sex: null,
  birthDate,
  admissionDecisionDate: '2010-01-01',
  admissionCeremonyDate: null,
  confirmationDate: '2011-01-01',
  standing: 'official',
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
const batch = (listedOn: string, more: object = {}) => ({
  unitId: null,
  fileName: 'ds.csv',
  listedOn,
  importedAt: '2026-07-01T00:00:00.000Z',
  importedBy: null,
  fields: ['name', 'unit', 'birthDate', 'admissionDecisionDate', 'theoryLevel'] as const,
  rejectedCount: 0,
  isDemo: false,
  ...more,
});

describeEachDatabase('lists as dated copies', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    await db.tx((t) =>
      saveUnits(t, [
        unit(id.top, 'Đảng bộ xã', null),
        unit(id.a, 'Chi bộ A', id.top),
        unit(id.b, 'Chi bộ B', id.top),
      ]),
    );
  });
  const stock = async (asOf: string, unitIds: string[] | null = null, viewer: Viewer = localViewer) => {
    const view = await readRegister(db, viewer);
    return stockRows(view.columns, unitMask(view, unitIds), asOf).length;
  };
  const first = [
    member('Trần Văn Một', '1970-01-01'),
    member('Lê Thị Hai', '1980-02-02'),
    member('Ngô Ba', '1990-03-03'),
  ];

  it('a later list says who joined, left and changed, and the older copy still answers for its days', async () => {
    await db.tx((t) => importRegister(t, first, batch('2025-01-01')));
    const second = [
      member('Trần Văn Một', '1970-01-01', { theoryLevel: 'advanced' }),
      member('Le Thi Hai', '1980', { unitId: id.b }),
      member('Vũ Bốn', '1995-04-04'),
    ];
    const { difference, batch: saved } = await db.tx((t) => importRegister(t, second, batch('2025-07-01')));
    // Without a whole birth date a namesake in another unit is not taken for the same person.
    expect(difference.joined.map((row) => row.name)).toEqual(['Le Thi Hai', 'Vũ Bốn']);
    expect(difference.left.map(({ row }) => row.name).sort()).toEqual(['Lê Thị Hai', 'Ngô Ba']);
    expect(difference.changed.map(({ fields }) => fields)).toEqual([['theoryLevel']]);
    expect(saved).toMatchObject({ keptCount: 3, joinedCount: 2, leftCount: 2, changedCount: 1 });
    expect([await stock('2025-06-30'), await stock('2025-07-01'), await countMembers(db)]).toEqual([3, 3, 3]);
  });

  it('the same list again changes nothing, one of the same day that was put right takes the place of the first', async () => {
    await db.tx((t) => importRegister(t, first, batch('2025-01-01')));
    const again = await db.tx((t) => importRegister(t, first, batch('2025-07-01')));
    expect(again.difference).toMatchObject({ joined: [], left: [], changed: [], unchanged: 3 });
    await db.tx((t) => importRegister(t, first.slice(0, 2), batch('2025-07-01')));
    expect([await stock('2025-06-30'), await stock('2025-07-01')]).toEqual([3, 2]);
    await db.tx((t) => importRegister(t, first, batch('2025-07-01')));
    expect([await stock('2025-06-30'), await stock('2025-07-01'), await countMembers(db)]).toEqual([3, 3, 3]);
  });

  it('rows that were put right come on top of the list of their day', async () => {
    await db.tx((t) => importRegister(t, first.slice(0, 2), batch('2025-01-01')));
    await db.tx((t) => importRegister(t, first.slice(2), batch('2025-01-01'), { isAddition: true }));
    expect([await stock('2024-12-31'), await stock('2025-01-01')]).toEqual([3, 3]);
  });

  it('an older list than the present one is refused', async () => {
    await db.tx((t) => importRegister(t, first, batch('2025-07-01')));
    expect(await compareWithRegister(db, first, batch('2025-01-01'))).toBeNull();
    await expect(db.tx((t) => importRegister(t, first, batch('2025-01-01')))).rejects.toThrow('later list');
  });

  it('a column that a later list does not have keeps what is known', async () => {
    await db.tx((t) =>
      importRegister(t, [member('Một', '1970-01-01', { theoryLevel: 'advanced' })], batch('2025-01-01')),
    );
    await db.tx((t) =>
      importRegister(
        t,
        [member('Một', '1970-01-01')],
        batch('2025-07-01', { fields: ['name', 'birthDate'] }),
      ),
    );
    expect((await listPresentPersons(db)).map((person) => person.row.theoryLevel)).toEqual(['advanced']);
  });

  it('events move counts, are known when they come again, and a count can be taken back', async () => {
    await db.tx((t) => importRegister(t, first, batch('2025-01-01')));
    const [person] = (await listPresentPersons(db)).filter(({ row }) => row.name === 'Ngô Ba');
    const entry = { source: 'tệp', importId: newId(), by: null, at: '2025-03-01T00:00:00.000Z' };
    const out = {
      kind: 'transfer_out' as const,
      happenedOn: '2025-02-01',
      unitId: id.a,
      toUnitId: null,
      level: null,
      personId: person?.personId ?? '',
      count: 1,
    };
    await db.tx((t) => saveEvents(t, [out], entry));
    expect([await stock('2025-01-31'), await stock('2025-02-01')]).toEqual([3, 2]);
    expect((await listEventKeys(db)).has(eventKey(out))).toBe(true);
    // Who leaves the Party is never kept by person.
    await db.tx((t) => saveEvents(t, [{ ...out, kind: 'leave', happenedOn: '2025-03-01' }], entry));
    const { rows } = await db.query<{ id: string; person_id: string | null }>(
      "SELECT id, person_id FROM member_event WHERE kind = 'leave'",
    );
    expect(rows.map((row) => row.person_id)).toEqual([null]);
    const secretaryOfB: Viewer = { accountId: newId(), role: 'secretary', unitIds: [id.b], ceiling: 'all' };
    expect(await db.tx((t) => removeEnteredEvent(t, secretaryOfB, rows[0]?.id ?? ''))).toBe(false);
    expect(await db.tx((t) => removeEnteredEvent(t, localViewer, rows[0]?.id ?? ''))).toBe(true);
  });

  it('a register of many pages is read as one of one page, and once for all who ask at the same time', async () => {
    await db.tx((t) => importRegister(t, [...first], batch('2025-01-01')));
    const persons = async (rows: number) => {
      const found = [];
      for await (const { versions } of readPersonPages(db, rows)) found.push(...versions);
      return found;
    };
    const one = await persons(1);
    expect(one).toHaveLength(first.length);
    expect(await persons(100_000)).toEqual(one);
    const [ahead, asked] = await Promise.all([
      warmRegister(db).then(() => readRegister(db, localViewer)),
      readRegister(db, localViewer),
    ]);
    expect(asked.columns).toBe(ahead.columns);
  });

  it('a viewer counts only within the units that are theirs', async () => {
    await db.tx((t) =>
      importRegister(t, [...first, member('Năm', '1975-01-01', { unitId: id.b })], batch('2025-01-01')),
    );
    const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [id.b], ceiling: 'all' };
    expect(await stock('2025-01-01', null, secretary)).toBe(1);
    expect(await stock('2025-01-01', [id.a, id.b], secretary)).toBe(1);
    expect(await stock('2025-01-01', null, { ...secretary, unitIds: [] })).toBe(0);
  });

  it('names of the past go when their time is over, the counts of their days stay', async () => {
    await db.tx((t) => importRegister(t, first, batch('2025-01-01')));
    await db.tx((t) => importRegister(t, first.slice(0, 2), batch('2025-07-01')));
    expect(await db.tx((t) => removeDueNames(t, '2025-07-01'))).toBe(0);
    expect(await db.tx((t) => removeDueNames(t, '2025-07-02'))).toBe(1);
    expect([await stock('2025-06-30'), await stock('2025-07-01')]).toEqual([3, 2]);
  });

  it('a unit that is forgotten leaves nothing of its members', async () => {
    await db.tx((t) => importRegister(t, first, batch('2025-01-01')));
    expect(await db.tx((t) => forgetMembers(t, [id.a]))).toBe(3);
    expect(await stock('2025-01-01')).toBe(0);
  });
});
