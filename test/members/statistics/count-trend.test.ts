import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countAnswer } from '../../../members/statistics/statistics.ts';
import { isFlow, plainQuery } from '../../../members/statistics/statistics-query.ts';
import type { StatisticsFilter, StatisticsQuery } from '../../../members/statistics/statistics-query.ts';
import { dayNumber } from '../../../members/register/columnar.ts';
import { knownRegister, listedOn, madeUnit, person } from './made-register.ts';

const units = [
  madeUnit('root', null, 'upper_grassroots'),
  madeUnit('u', 'root', 'grassroots_cell'),
  madeUnit('v', 'root', 'grassroots_cell'),
];
const day = (from: number, to: number) =>
  fc
    .date({ min: new Date(Date.UTC(from, 0, 1)), max: new Date(Date.UTC(to, 11, 28)), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
/** Dates as lists give them: a day, a month, a year, or nothing. */
const partial = (from: number, to: number) =>
  fc
    .tuple(day(from, to), fc.constantFrom(10, 10, 7, 4, 0))
    .map(([date, length]) => (length === 0 ? null : date.slice(0, length)));

const someone = fc.record({
  unitId: fc.constantFrom('u', 'v'),
  sex: fc.constantFrom('female' as const, 'male' as const, null),
  birthDate: partial(1940, 2005),
  admissionDecisionDate: partial(1975, 2025),
  admissionCeremonyDate: partial(1975, 2025),
  confirmationDate: partial(2010, 2026),
  standing: fc.constantFrom('official' as const, 'probationary' as const),
  status: fc.constantFrom('active' as const, 'active' as const, 'exempt' as const, 'temporary_in' as const),
  partyAgeCorrectionMonths: fc.integer({ min: 0, max: 30 }),
  badges: fc.constantFrom<number[]>([], [30], [30, 40]),
});
const range = (most: number) =>
  fc
    .tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: 40 }))
    .map(([from, wide]) => ({ from, to: from + wide }));
const filters: fc.Arbitrary<StatisticsFilter> = fc.oneof(
  fc.constant({}),
  fc.constantFrom<StatisticsFilter>(
    { sex: 'female' },
    { standing: 'official' },
    { standing: 'probationary' },
    { isExempt: true },
    { badge: 30 },
    { badge: 40 },
  ),
  range(70).map((age) => ({ age })),
  range(50).map((seniority) => ({ seniority, standing: 'official' as const })),
);
const counts = [
  { kind: 'admit' as const, day: dayNumber('2026-07-10'), unit: 1, toUnit: -1, level: 0, count: 3 },
  { kind: 'badge' as const, day: dayNumber('2023-05-19'), unit: 1, toUnit: -1, level: 50, count: 2 },
];

describe('a count over time', () => {
  it('is at every step what the same question about that step alone comes to', () => {
    fc.assert(
      fc.property(
        fc.array(someone, { maxLength: 12 }),
        filters,
        fc.constantFrom<StatisticsQuery['measure']>(
          'members',
          'members',
          'admit',
          'confirm',
          'transfer_in',
          'badge',
          'left',
        ),
        fc.constantFrom<StatisticsQuery['dimension']>('none', 'sex', 'age', 'standing', 'seniority', 'badge'),
        fc.constantFrom('quarter' as const, 'half' as const, 'year' as const),
        (people, filter, measure, dimension, step) => {
          const known = knownRegister(
            units,
            people.map((each) => person(each)),
            { counts },
          );
          const today = '2026-08-10';
          const query = plainQuery(today, {
            measure,
            dimension,
            filter,
            unitId: 'root',
            period: { from: '2019-03-05', to: today },
            trend: { step },
          });
          const options = { today, seesAll: true };
          const trend = countAnswer(known, query, options)?.trend ?? [];
          expect(trend.length).toBeGreaterThan(7);
          for (const { from, to, total, parts } of trend) {
            const alone = countAnswer(
              known,
              { ...query, trend: null, asOf: to, period: isFlow(measure) ? { from, to } : null },
              options,
            );
            expect({ total, parts }).toEqual({
              total: alone?.members?.total,
              parts: alone?.members?.cells.map(({ key, count }) => ({ key, count })),
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ends on the day of the list with what the list says', () => {
    const known = knownRegister(units, [person(), person({ sex: 'male' })]);
    const query = plainQuery(listedOn, {
      filter: { sex: 'male' },
      unitId: 'root',
      period: { from: '2024-01-01', to: listedOn },
      trend: { step: 'year' },
    });
    expect(countAnswer(known, query, { today: listedOn, seesAll: true })?.trend?.at(-1)).toMatchObject({
      to: listedOn,
      total: 1,
    });
  });
});
