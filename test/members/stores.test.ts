import { beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../core/ids.ts';
import { localViewer } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import type { MemberRow } from '../../members/register/member.ts';
import { importRegister } from '../../members/register/import-register.ts';
import {
  countMembers,
  listBatches,
  listUnitIdsWithMembers,
  removeDemoMembers,
} from '../../members/register/member-store.ts';
import {
  approveObservation,
  listObservations,
  listObservedIndicators,
  removeDemoObservations,
  saveObservation,
} from '../../members/observations/observation-store.ts';
import type { SavableObservation } from '../../members/observations/observation-store.ts';
import {
  findUnits,
  getUnit,
  listUnits,
  removeDemoUnits,
  saveUnits,
  unitSubtree,
} from '../../members/units/unit-store.ts';
import type { Unit, UnitLevel } from '../../members/units/units.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import { unitNamed } from '../support/units.ts';

const id = { p: newId(), x: newId(), t1: newId(), t2: newId(), old: newId() };
const unit = (
  unitId: string,
  name: string,
  level: UnitLevel,
  parentId: string | null,
  more: Partial<Unit> = {},
): Unit => unitNamed(name, { id: unitId, parentId, level, ...more });
const units = [
  unit(id.t1, 'Chi bộ thôn 1', 'grassroots_cell', id.x, { aliases: ['Chi bộ xóm Đông'] }),
  unit(id.old, 'Đảng bộ xã Cũ', 'upper_grassroots', id.p, { validTo: '2025-06-30', successorIds: [id.x] }),
  unit(id.x, 'Đảng bộ xã Bình An', 'upper_grassroots', id.p, { validFrom: '2025-07-01' }),
  unit(id.t2, 'Chi bộ thôn 2', 'grassroots_cell', id.x, { shortName: 'T2', isDemo: true }),
  unit(id.p, 'Đảng bộ tỉnh Bình Sơn', 'provincial', null),
];
const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [id.x], ceiling: 'all' };
const other: Viewer = { ...secretary, unitIds: [id.t2] };
const nobody: Viewer = { ...secretary, role: 'cadre', unitIds: [] };

const member = (unitId: string, name: string, more: Partial<MemberRow> = {}): MemberRow => ({
  unitId,
  name,
  sex: 'female',
  birthDate: '1985',
  admissionDecisionDate: null,
  admissionCeremonyDate: '2010-05-19',
  confirmationDate: '2011-05-19',
  standing: 'probationary',
  status: 'active',
  leftDate: null,
  occupationGroup: null,
  schooling: null,
  professionalLevel: null,
  theoryLevel: 'elementary',
  isEthnicMinority: null,
  badges: [],
  partyAgeCorrectionMonths: 0,
  ...more,
});
const batch = (fileName: string, more: object = {}) => ({
  unitId: null,
  fileName,
  listedOn: '2026-08-01',
  importedAt: '2026-08-02T03:00:00.000Z',
  importedBy: null,
  fields: ['name', 'sex'] as const,
  rejectedCount: 1,
  isDemo: false,
  ...more,
});

describeEachDatabase('units, members and figures', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    await db.tx((t) => saveUnits(t, units));
  });
  const names = (found: readonly Unit[]) => found.map((each) => each.name).sort();

  it('units come back as they were saved, saved again they are changed', async () => {
    const saved = await getUnit(db, localViewer, id.old);
    expect(saved).toEqual(units[1]);
    await db.tx((t) => saveUnits(t, [{ ...units[0], name: 'Chi bộ thôn Một' } as Unit]));
    expect((await listUnits(db, localViewer)).length).toBe(5);
    expect(names(await findUnits(db, localViewer, 'cb xom dong'))).toEqual(['Chi bộ thôn Một']);
  });

  it('a viewer sees the own units and all below, the office sees all', async () => {
    expect(names(await listUnits(db, secretary))).toEqual([
      'Chi bộ thôn 1',
      'Chi bộ thôn 2',
      'Đảng bộ xã Bình An',
    ]);
    expect(names(await listUnits(db, other))).toEqual(['Chi bộ thôn 2']);
    expect(await listUnits(db, nobody)).toEqual([]);
    expect(await listUnits(db, localViewer)).toHaveLength(5);
    expect(await findUnits(db, other, 'thôn 1')).toEqual([]);
    expect(await getUnit(db, other, id.t1)).toBeNull();
  });

  it('units can be asked for as of a day', async () => {
    expect(names(await listUnits(db, localViewer, { asOf: '2025-06-30' }))).not.toContain(
      'Đảng bộ xã Bình An',
    );
    expect(names(await listUnits(db, localViewer, { asOf: '2025-07-01' }))).not.toContain('Đảng bộ xã Cũ');
  });

  it('a subtree holds all below', async () => {
    expect((await unitSubtree(db, id.x)).sort()).toEqual([id.x, id.t1, id.t2].sort());
  });

  it('an import stands in place of the copy before it and says from which list it is', async () => {
    await db.tx((t) => importRegister(t, [member(id.t1, 'A'), member(id.t2, 'B')], batch('cu.xlsx')));
    const many = Array.from({ length: 250 }, (_, n) => member(id.t1, `Người ${n}`, { badges: [30, 40] }));
    const saved = await db.tx((t) => importRegister(t, many, batch('moi.xlsx', { listedOn: '2026-08-05' })));
    expect(saved.batch.keptCount).toBe(250);
    expect(await countMembers(db)).toBe(250);
    expect(await listBatches(db, [])).toMatchObject([
      { fileName: 'moi.xlsx', listedOn: '2026-08-05', fields: ['name', 'sex'] },
    ]);
    // Units that only an older copy has people in are still asked about.
    expect((await listUnitIdsWithMembers(db)).sort()).toEqual([id.t1, id.t2].sort());
  });

  it('an import for one unit leaves the members of others', async () => {
    await db.tx((t) => importRegister(t, [member(id.t1, 'A'), member(id.t2, 'B')], batch('ca.xlsx')));
    await db.tx((t) =>
      importRegister(t, [member(id.t2, 'C'), member(id.t2, 'D')], batch('t2.xlsx', { unitId: id.t2 })),
    );
    expect(await countMembers(db, [id.t1])).toBe(1);
    expect(await countMembers(db, [id.t2])).toBe(2);
    expect((await listBatches(db, [id.t1, id.t2])).map((each) => each.fileName).sort()).toEqual([
      'ca.xlsx',
      't2.xlsx',
    ]);
  });

  it('an import that fails leaves the copy before it whole', async () => {
    await db.tx((t) => importRegister(t, [member(id.t1, 'A')], batch('tot.xlsx')));
    const broken = [member(id.t1, 'B'), member(newId(), 'C')];
    await expect(db.tx((t) => importRegister(t, broken, batch('hong.xlsx')))).rejects.toThrow();
    expect(await countMembers(db)).toBe(1);
    expect(await listBatches(db, [])).toMatchObject([{ fileName: 'tot.xlsx' }]);
  });

  const figure: SavableObservation = {
    indicator: 'grassroots_orgs',
    qualifier: null,
    unitId: id.x,
    newUnitName: null,
    period: null,
    asOf: '2023-10-31',
    value: 70,
    valueUnit: 'organisation',
    denominator: null,
    breakdown: [
      { label: 'grassroots_committees', value: 28 },
      { label: 'grassroots_cells', value: 42 },
    ],
    source: 'Bản tin tháng 10/2023',
  };
  const entry = { by: null, at: '2026-08-10T01:00:00.000Z' };

  it('a figure is kept as a draft with its parts and source until someone approves it', async () => {
    const saved = await db.tx((t) => saveObservation(t, figure, entry));
    expect(await listObservations(db, secretary, { indicator: 'grassroots_orgs' })).toMatchObject([
      {
        id: saved,
        status: 'draft',
        value: 70,
        breakdown: figure.breakdown,
        source: figure.source,
        unitName: 'Đảng bộ xã Bình An',
      },
    ]);
    expect(await db.tx((t) => approveObservation(t, saved))).toBe(true);
    expect(await db.tx((t) => approveObservation(t, saved))).toBe(false);
    expect(await listObservations(db, other, {})).toEqual([]);
    expect(await listObservedIndicators(db)).toEqual([{ unitId: id.x, indicator: 'grassroots_orgs' }]);
  });

  it('a later figure of the same time supersedes, one of another time stands beside it', async () => {
    const first = await db.tx((t) => saveObservation(t, figure, entry));
    await db.tx((t) =>
      saveObservation(
        t,
        { ...figure, value: 71, breakdown: [] },
        { by: null, at: '2026-08-11T01:00:00.000Z' },
      ),
    );
    await db.tx((t) =>
      saveObservation(t, { ...figure, asOf: '2024-10-31', value: 72, breakdown: [] }, entry),
    );
    const all = await listObservations(db, localViewer, { unitIds: [id.x] });
    expect(all.map((each) => [each.value, each.supersedesId])).toEqual([
      [72, null],
      [71, first],
    ]);
    expect(
      (await listObservations(db, localViewer, { until: '2024-01-01' })).map((each) => each.value),
    ).toEqual([71]);
  });

  it('a flow is found by its period', async () => {
    const admissions: SavableObservation = {
      ...figure,
      indicator: 'admissions',
      asOf: null,
      period: { type: 'half', from: '2024-01-01', to: '2024-06-30' },
      value: 73,
      valueUnit: 'person',
      breakdown: [],
    };
    await db.tx((t) => saveObservation(t, admissions, entry));
    const inPeriod = (from: string, to: string) =>
      listObservations(db, localViewer, { indicator: 'admissions', period: { from, to } });
    expect(await inPeriod('2024-01-01', '2024-06-30')).toMatchObject([
      { value: 73, period: admissions.period },
    ]);
    expect(await inPeriod('2024-01-01', '2024-12-31')).toEqual([]);
  });

  it('demo rows can be taken away without touching others', async () => {
    await db.tx((t) => importRegister(t, [member(id.t2, 'B')], batch('demo.xlsx', { isDemo: true })));
    await db.tx((t) => saveObservation(t, figure, { ...entry, isDemo: true }));
    await db.tx(async (t) => {
      await removeDemoMembers(t);
      await removeDemoObservations(t);
      await removeDemoUnits(t);
    });
    expect(await countMembers(db)).toBe(0);
    expect(await listObservations(db, localViewer)).toEqual([]);
    expect(await listUnits(db, localViewer)).toHaveLength(4);
  });
});
