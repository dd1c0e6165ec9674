import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageOn,
  countMembersBy,
  countOrganisations,
  largestRemainder,
  membersOn,
  smallestShownCell,
  standingOn,
  suppressed,
} from '../../../members/statistics/compute.ts';
import type { CountedMember } from '../../../members/statistics/compute.ts';
import type { Unit } from '../../../members/units/units.ts';

const member = (more: Partial<CountedMember> = {}): CountedMember => ({
  unitId: 'u',
  sex: 'female',
  birthDate: '1985-02-03',
  admissionDate: '2010-05-19',
  confirmationDate: '2011-05-19',
  standing: 'probationary',
  status: 'active',
  leftDate: null,
  theoryLevel: null,
  isEthnicMinority: null,
  ...more,
});
const asOf = '2026-06-30';
const tree = { units: [], rootId: null };
const count = (
  members: CountedMember[],
  dimension: Parameters<typeof countMembersBy>[1]['dimension'],
  day = asOf,
) => countMembersBy(members, { asOf: day, dimension, split: 'none', filter: {} }, tree);
const cells = (table: ReturnType<typeof count>) =>
  Object.fromEntries(table.cells.map((cell) => [cell.key, cell.count]));

describe('who counts on a day', () => {
  it.each<[string, Partial<CountedMember>, boolean]>([
    ['admitted that day', { admissionDate: asOf }, true],
    ['admitted the day after', { admissionDate: '2026-07-01' }, false],
    ['left that day', { status: 'left', leftDate: asOf }, false],
    ['left the day after', { status: 'left', leftDate: '2026-07-01' }, true],
    ['left on an unknown day', { status: 'left' }, false],
    ['exempt', { status: 'exempt' }, true],
    ['away for a time', { status: 'temporary_out' }, true],
    ['here for a time from elsewhere', { status: 'temporary_in' }, false],
    ['without admission date', { admissionDate: null }, true],
    ['admitted some time this year', { admissionDate: '2026' }, true],
  ])('%s: %o', (_name, more, expected) => {
    expect(membersOn([member(more)], asOf).length === 1).toBe(expected);
  });

  it('probation ends on the day of confirmation', () => {
    expect(standingOn(member(), '2011-05-18')).toBe('probationary');
    expect(standingOn(member(), '2011-05-19')).toBe('official');
    expect(standingOn(member({ confirmationDate: null }), asOf)).toBe('probationary');
    expect(standingOn(member({ confirmationDate: null, standing: 'unknown' }), asOf)).toBe('unknown');
  });

  it('age is in completed years, by the calendar where only the year is known', () => {
    expect(ageOn('1996-06-30', asOf)).toBe(30);
    expect(ageOn('1996-07-01', asOf)).toBe(29);
    expect(ageOn('1996-07', asOf)).toBe(29);
    expect(ageOn('1996-06', asOf)).toBe(30);
    expect(ageOn('1996', asOf)).toBe(30);
    expect(ageOn(null, asOf)).toBeNull();
  });
});

describe('a count', () => {
  it('has a line for what the list does not say, and adds up', () => {
    const table = count([member(), member({ sex: 'male' }), member({ sex: null })], 'sex');
    expect(cells(table)).toEqual({ female: 1, male: 1, unknown: 1 });
    expect(table.total).toBe(3);
  });

  it('puts ages into the bands of the statistics forms', () => {
    const born = [
      '2008-06-30',
      '1996-06-30',
      '1995-06-30',
      '1991-06-30',
      '1966-06-30',
      '1965-06-30',
      null,
      '2010-01-01',
    ];
    expect(
      cells(
        count(
          born.map((birthDate) => member({ birthDate })),
          'age',
        ),
      ),
    ).toEqual({
      under18: 1,
      '18-30': 2,
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

  it('of units gives the units below the root with all that is under them', () => {
    const unit = (id: string, parentId: string | null, level: Unit['level']): Unit => ({
      id,
      parentId,
      name: id,
      shortName: null,
      level,
      aliases: [],
      validFrom: null,
      validTo: null,
      successorIds: [],
      isDemo: false,
    });
    const units = [
      unit('root', null, 'upper_grassroots'),
      unit('a', 'root', 'grassroots_committee'),
      unit('a1', 'a', 'cell'),
      unit('b', 'root', 'grassroots_cell'),
      unit('c', 'root', 'grassroots_cell'),
    ];
    const members = ['a', 'a1', 'a1', 'b', 'root'].map((unitId) => member({ unitId }));
    for (const rootId of ['root', null]) {
      const table = countMembersBy(
        members,
        { asOf, dimension: 'unit', split: 'sex', filter: {} },
        { units, rootId },
      );
      expect(cells(table)).toEqual({ a: 3, b: 1, c: 0, root: 1 });
      expect(table.splitKeys).toEqual(['female']);
    }
    // 'c' has nobody; once it has ended it is no line of the table any more.
    const ended = units.map((unit) => (unit.id === 'c' ? { ...unit, validTo: '2020-12-31' } : unit));
    const later = countMembersBy(
      members,
      { asOf, dimension: 'unit', split: 'none', filter: {} },
      { units: ended, rootId: 'root' },
    );
    expect(cells(later)).toEqual({ a: 3, b: 1, root: 1 });
    expect(countOrganisations(units, 'root')).toEqual([
      { level: 'grassroots_committee', count: 1 },
      { level: 'grassroots_cell', count: 2 },
      { level: 'cell', count: 1 },
    ]);
  });

  it('says what it left out and how it counted', () => {
    const table = count(
      [member({ birthDate: '1985' }), member({ status: 'temporary_in' }), member({ admissionDate: null })],
      'age',
    );
    expect(table.remarks).toEqual({ withoutAdmission: 1, byYearOfBirth: 1, temporaryIn: 1 });
  });

  it('filters by everything that can be asked for', () => {
    const members = [
      member(),
      member({ sex: 'male', isEthnicMinority: true, birthDate: '2000' }),
      member({ status: 'exempt' }),
    ];
    const total = (filter: Parameters<typeof countMembersBy>[1]['filter']) =>
      countMembersBy(members, { asOf, dimension: 'none', split: 'none', filter }, tree).total;
    expect(total({ sex: 'male' })).toBe(1);
    expect(total({ isEthnicMinority: true })).toBe(1);
    expect(total({ isExempt: true })).toBe(1);
    expect(total({ age: { from: 0, to: 34 } })).toBe(1);
    expect(total({ standing: 'official', sex: 'female' })).toBe(2);
    expect(total({ theory: 'advanced' })).toBe(0);
  });

  const anyMember = fc.record({
    unitId: fc.constantFrom('u', 'v'),
    sex: fc.constantFrom('female' as const, 'male' as const, null),
    birthDate: fc.constantFrom('1950', '1985-02', '1999-12-31', null),
    admissionDate: fc.constantFrom('1980-01-01', '2020-05', '2027-01-01', null),
    confirmationDate: fc.constantFrom('2011-05-19', null),
    standing: fc.constantFrom('official' as const, 'probationary' as const, 'unknown' as const),
    status: fc.constantFrom('active' as const, 'exempt' as const, 'left' as const, 'temporary_in' as const),
    leftDate: fc.constantFrom('2025-01-01', null),
    theoryLevel: fc.constantFrom('elementary' as const, 'none' as const, null),
    isEthnicMinority: fc.constantFrom(true, false, null),
  });

  it('adds up in every split, with shares of exactly 100 %', () => {
    fc.assert(
      fc.property(
        fc.array(anyMember),
        fc.constantFrom(
          'sex' as const,
          'standing' as const,
          'age' as const,
          'theory' as const,
          'ethnicity' as const,
        ),
        fc.constantFrom('none' as const, 'sex' as const, 'age' as const),
        (members, dimension, split) => {
          const table = countMembersBy(members, { asOf, dimension, split, filter: {} }, tree);
          expect(table.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(table.total);
          if (table.total > 0) expect(table.cells.reduce((sum, cell) => sum + cell.share, 0)).toBe(1000);
          if (split !== 'none')
            for (const cell of table.cells)
              expect(cell.parts.reduce((sum, part) => sum + part, 0)).toBe(cell.count);
        },
      ),
    );
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

describe('counts that point to persons', () => {
  it.each([
    [
      [2, 70, 1],
      [true, true, true],
    ],
    [
      [3, 70],
      [true, true],
    ],
    [
      [3, 8, 70],
      [true, true, false],
    ],
    [
      [12, 70, 9],
      [false, false, false],
    ],
  ])('%j hides %j', (counts, hidden) => {
    expect(suppressed(counts).cells).toEqual(hidden);
  });

  it('a total that small is hidden too', () => {
    expect(suppressed([3]).isTotalHidden).toBe(true);
    expect(suppressed([3, 70]).isTotalHidden).toBe(false);
  });

  it('what is hidden never follows from what is shown', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 8 }), (counts) => {
        const { cells: hidden } = suppressed(counts);
        counts.forEach((n, i) => n >= smallestShownCell || expect(hidden[i]).toBe(true));
        const hiddenCounts = counts.filter((_, i) => hidden[i]);
        // One hidden cell is the total less the rest: never alone beside others that are shown.
        if (hiddenCounts.length > 0 && hiddenCounts.length < counts.length) {
          expect(hiddenCounts.length).toBeGreaterThan(1);
          expect(hiddenCounts.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(smallestShownCell);
        }
      }),
    );
  });
});
