import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VersionRow } from '../../../members/register/build-columns.ts';
import { largestRemainder } from '../../../members/statistics/shares.ts';
import { countAnswer } from '../../../members/statistics/statistics.ts';
import type { StatisticsAnswer } from '../../../members/statistics/statistics.ts';
import {
  personDimensions,
  plainQuery,
  splits,
  statisticsQuerySchema,
} from '../../../members/statistics/statistics-query.ts';
import type { StatisticsQuery } from '../../../members/statistics/statistics-query.ts';
import { countOrganisations } from '../../../members/statistics/unit-rows.ts';
import { knownRegister, listedOn, madeUnit, person } from './made-register.ts';

const units = [
  madeUnit('root', null, 'upper_grassroots'),
  madeUnit('a', 'root', 'grassroots_committee'),
  madeUnit('a1', 'a', 'cell'),
  madeUnit('b', 'root', 'grassroots_cell'),
  madeUnit('c', 'root', 'grassroots_cell'),
  madeUnit('u', 'root', 'grassroots_cell'),
];

function ask(
  persons: readonly VersionRow[],
  more: Partial<StatisticsQuery>,
  register: Parameters<typeof knownRegister>[2] = {},
): StatisticsAnswer {
  const query = statisticsQuerySchema.parse({ ...plainQuery(listedOn), ...more, unitId: null });
  const answer = countAnswer(
    knownRegister(units, persons, register),
    { ...query, unitId: more.unitId ?? null },
    {
      today: listedOn,
      seesAll: true,
    },
  );
  if (!answer) throw new Error('no answer');
  return answer;
}
const cells = (answer: StatisticsAnswer) =>
  Object.fromEntries((answer.members?.cells ?? []).map((cell) => [cell.key, cell.count]));

describe('a count of members', () => {
  it('has a line for what the list does not say, and adds up', () => {
    const answer = ask([person(), person({ sex: 'male' }), person({ sex: null })], { dimension: 'sex' });
    expect(cells(answer)).toEqual({ female: 1, male: 1, unknown: 1 });
    expect(answer.members?.total).toBe(3);
  });

  it('puts ages into the bands of the statistics forms', () => {
    const born = ['1996-06-30', '1995-06-30', '1991-06-30', '1966-06-30', '1965-06-30', null];
    const persons = born.map((birthDate) => person({ birthDate }));
    expect(cells(ask(persons, { dimension: 'age' }))).toEqual({
      '18-30': 1,
      '31-35': 2,
      '36-40': 0,
      '41-45': 0,
      '46-50': 0,
      '51-55': 0,
      '56-60': 1,
      over60: 1,
      unknown: 1,
    });
  });

  it('puts party age into bands from the day of the decision, less what does not count', () => {
    const persons = [
      person({ admissionDecisionDate: '1996-06-30' }),
      person({ admissionDecisionDate: '1996-07-01' }),
      person({ admissionDecisionDate: '1996-06-30', partyAgeCorrectionMonths: 1 }),
    ];
    expect(cells(ask(persons, { dimension: 'seniority' }))).toMatchObject({ '20-29': 2, '30-39': 1 });
    expect(ask(persons, { filter: { seniority: { from: 30, to: 150 } } }).members?.total).toBe(1);
  });

  it('of units gives the units below, each for all under it, and the own members apart', () => {
    const persons = ['a', 'a1', 'a1', 'b', 'root'].map((unitId) => person({ unitId }));
    const answer = ask(persons, { unitId: 'root', dimension: 'unit', split: 'sex' });
    expect(cells(answer)).toEqual({ a: 3, b: 1, c: 0, u: 0, root: 1 });
    expect(answer.members?.ownKey).toBe('root');
    const ofCells = ask(persons, { unitId: 'root', dimension: 'unit', levels: ['cell', 'grassroots_cell'] });
    expect(cells(ofCells)).toEqual({ a1: 2, b: 1, c: 0, u: 0, elsewhere: 2 });
    expect(countOrganisations(units, 'root', listedOn)).toEqual(
      new Map([
        ['grassroots_committee', 1],
        ['cell', 1],
        ['grassroots_cell', 3],
      ]),
    );
  });

  it('ranks units by number and leaves out who stands in none of them', () => {
    const persons = ['a', 'a1', 'a1', 'b', 'root', 'root'].map((unitId) => person({ unitId }));
    const most = ask(persons, { dimension: 'unit', top: { count: 2, order: 'most' } });
    expect(most.members?.cells.map((cell) => [cell.key, cell.count])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
  });

  it('filters by everything that can be asked for', () => {
    const persons = [
      person({ occupationGroup: 'farmer', schooling: 'primary', badges: [30] }),
      person({ sex: 'male', isEthnicMinority: true, birthDate: '2000', professionalLevel: 'master' }),
      person({ status: 'exempt', theoryLevel: 'advanced', confirmationDate: null }),
    ];
    const total = (filter: StatisticsQuery['filter']) => ask(persons, { filter }).members?.total;
    expect(total({ sex: 'male' })).toBe(1);
    expect(total({ isEthnicMinority: true })).toBe(1);
    expect(total({ isExempt: true })).toBe(1);
    expect(total({ age: { from: 0, to: 34 } })).toBe(1);
    expect(total({ standing: 'official', sex: 'female' })).toBe(1);
    expect(total({ theory: 'advanced' })).toBe(1);
    expect(total({ occupation: 'farmer' })).toBe(1);
    expect(total({ schooling: 'primary', professional: 'master' })).toBe(0);
    expect(ask(persons, { filter: { sex: 'female' } }).base).toBe(3);
  });

  it('adds what was entered as numbers to a total, and says so where it has no place', () => {
    const event = { kind: 'transfer_in' as const, day: 20260715, unit: 3, toUnit: -1, level: 0, count: 2 };
    const later = { asOf: '2026-08-01' };
    const plain = ask([person()], later, { counts: [event] });
    expect(plain.members?.total).toBe(3);
    expect(plain.members?.remarks.countedWithoutPersons).toBe(2);
    const bySex = ask([person()], { ...later, dimension: 'sex' }, { counts: [event] });
    expect(bySex.members?.total).toBe(1);
    expect(bySex.members?.remarks.leftOutWithoutPersons).toBe(2);
    expect(cells(ask([person()], { ...later, dimension: 'unit' }, { counts: [event] }))).toMatchObject({
      b: 2,
    });
  });

  const anyPerson = fc.record({
    unitId: fc.constantFrom('a', 'a1', 'b', 'root'),
    sex: fc.constantFrom('female' as const, 'male' as const, null),
    birthDate: fc.constantFrom('1950', '1985-02', '1999-12-31', null),
    admissionDecisionDate: fc.constantFrom('1980-01-01', '2020-05', null),
    confirmationDate: fc.constantFrom('2011-05-19', null),
    standing: fc.constantFrom('official' as const, 'probationary' as const, 'unknown' as const),
    status: fc.constantFrom('active' as const, 'exempt' as const, 'temporary_in' as const),
    theoryLevel: fc.constantFrom('elementary' as const, 'none' as const, null),
    isEthnicMinority: fc.constantFrom(true, false, null),
  });

  it('adds up in every split of every dimension, with shares of exactly 100 %', () => {
    fc.assert(
      fc.property(
        fc.array(anyPerson, { maxLength: 12 }),
        fc.constantFrom(...personDimensions, 'unit' as const),
        fc.constantFrom(...splits),
        (drawn, dimension, split) => {
          fc.pre(split !== dimension);
          const { members } = ask(
            drawn.map((each) => person(each)),
            { dimension, split },
          );
          if (!members) throw new Error('no table');
          expect(members.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(members.total);
          if (members.total > 0) expect(members.cells.reduce((sum, cell) => sum + cell.share, 0)).toBe(1000);
          if (split !== 'none')
            for (const cell of members.cells)
              expect(cell.parts.reduce((sum, part) => sum + part, 0)).toBe(cell.count);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('counts side by side', () => {
  const persons = [
    person({ unitId: 'a', admissionDecisionDate: '2023-03-01', admissionCeremonyDate: '2023-03-02' }),
    person({ unitId: 'a', admissionDecisionDate: '2024-03-01', admissionCeremonyDate: '2024-03-02' }),
    person({ unitId: 'b', admissionDecisionDate: '2024-05-01', admissionCeremonyDate: '2024-05-02' }),
    person({ unitId: 'b', status: 'left', leftDate: '2025-02-01' }),
  ];

  it('stand for two units and for two days', () => {
    const byUnit = ask(persons, {
      unitId: 'a',
      compare: { with: 'day', asOf: '2023-12-31' },
    });
    expect([byUnit.members?.total, byUnit.compared?.members?.total]).toEqual([2, 1]);
  });

  it('of a stock go along the years by their last days, of a flow by what fell in them', () => {
    const period = { from: '2023-01-01', to: '2025-12-31' };
    const stock = ask(persons, { period, asOf: period.to, trend: { step: 'year' } });
    expect(stock.trend?.map((point) => point.total)).toEqual([2, 4, 3]);
    const flow = ask(persons, { measure: 'admit', period, asOf: period.to, trend: { step: 'year' } });
    expect(flow.trend?.map((point) => point.total)).toEqual([1, 2, 0]);
  });

  it('balance: opening and flows come to the closing, or the rest is named', () => {
    const { balance } = ask(persons, {
      measure: 'changes',
      period: { from: '2024-01-01', to: '2025-12-31' },
      asOf: '2025-12-31',
    });
    expect(balance).toMatchObject({ opening: 2, closing: 3, unexplained: 0 });
    expect(balance?.flows.find((flow) => flow.kind === 'admit')?.count).toBe(2);
    expect(balance?.flows.find((flow) => flow.kind === 'left')?.count).toBe(1);
  });
});

describe('shares', () => {
  it.each([
    [
      [1, 1, 1],
      [334, 333, 333],
    ],
    [
      [28, 42],
      [400, 600],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [1, 0],
      [1000, 0],
    ],
    [[], []],
  ])('of %j are %j tenths of a percent', (counts, expected) => {
    expect(largestRemainder(counts)).toEqual(expected);
  });
});
