import { describe, expect, it } from 'vitest';
import { dueBadges, dueProbations, nextAwardDay } from '../../members/due/due-badges.ts';
import type { DuePerson } from '../../members/due/due-badges.ts';
import { parseHolidays } from '../../members/due/parse-holidays.ts';
import { addWorkingDays, byDay, isWorkingDay } from '../../members/due/working-days.ts';

const person = (more: Partial<DuePerson>): DuePerson => ({
  name: 'Người thử',
  unitId: 'a',
  decision: '1996-09-02',
  ceremony: '1996-09-20',
  confirmation: '1997-09-20',
  isOfficial: true,
  correctionMonths: 0,
  badges: [],
  ...more,
});
const levels = (people: Partial<DuePerson>[], day: string, isEarly = false) =>
  dueBadges(people.map(person), day, isEarly).due.map((each) => each.level);

describe('badges that are due', () => {
  it('counts party age from the day of the decision, not of the ceremony', () => {
    expect(levels([{}], '2026-09-02')).toEqual([30]);
    expect(levels([{}], '2026-09-01')).toEqual([]);
  });

  it('takes off months that do not count', () => {
    expect(levels([{ correctionMonths: 12 }], '2027-09-01')).toEqual([]);
    expect(levels([{ correctionMonths: 12 }], '2027-09-02')).toEqual([30]);
  });

  it('knows no badge of 35 years, and asks for none that is there', () => {
    expect(levels([{ decision: '1991-09-02', badges: [30] }], '2026-09-02')).toEqual([]);
    expect(levels([{ decision: '1986-09-02', badges: [30] }], '2026-09-02')).toEqual([40]);
  });

  it('of several levels that were never awarded names the highest', () => {
    expect(levels([{ decision: '1976-01-01' }], '2026-09-02')).toEqual([50]);
  });

  it('early only when asked: twelve months up to 65 years, twenty-four from 70', () => {
    const people = [
      { decision: '1997-09-01' },
      { decision: '1997-09-03' },
      { decision: '1958-09-01', badges: [65] },
    ];
    expect(levels(people, '2026-09-02')).toEqual([]);
    expect(levels(people, '2026-09-02', true)).toEqual([70, 30]);
  });

  it('says of how many it knows no day, and leaves out who is not confirmed', () => {
    expect(dueBadges([person({ decision: '1996', ceremony: null })], '2026-09-02')).toEqual({
      due: [],
      withoutDay: 1,
    });
    expect(levels([{ isOfficial: false }], '2026-09-02')).toEqual([]);
  });

  it('names the next award day, today among them', () => {
    expect([nextAwardDay('2026-05-20'), nextAwardDay('2026-09-02'), nextAwardDay('2026-11-08')]).toEqual([
      '2026-09-02',
      '2026-09-02',
      '2027-02-03',
    ]);
  });
});

describe('probation that ends', () => {
  const probationary = {
    confirmation: null,
    isOfficial: false,
    decision: '2025-05-20',
    ceremony: '2025-06-03',
  };

  it('ends twelve months after the day of admission by the cell', () => {
    const { due } = dueProbations([person(probationary)], '2026-06-03', (day) => day);
    expect(due).toMatchObject([{ endsOn: '2026-06-03' }]);
    expect(dueProbations([person(probationary)], '2026-06-02', (day) => day).due).toEqual([]);
  });

  it('is to be considered within 30 working days, holidays and days worked in exchange counted', () => {
    const plain = byDay([]);
    // 25/8/2026 is a Tuesday; 2/9 is a holiday of every year.
    expect(addWorkingDays('2026-08-25', 6, plain)).toBe('2026-09-03');
    const entered = byDay([
      { day: '2026-09-03', isWorking: false, name: 'nghỉ bù' },
      { day: '2026-09-05', isWorking: true, name: 'làm bù' },
    ]);
    expect(addWorkingDays('2026-08-25', 7, entered)).toBe('2026-09-05');
    expect(isWorkingDay('2026-09-05', plain)).toBe(false);
    expect(addWorkingDays('2026-06-03', 30, plain)).toBe('2026-07-15');
  });

  it('holidays are read from a table, a day or a stretch of days a row', () => {
    const rows = [
      ['Từ ngày', 'Đến ngày', 'Tên ngày nghỉ', 'Loại'],
      ['16/02/2026', '18/02/2026', 'Tết Nguyên đán', 'nghỉ'],
      ['22/08/2026', null, 'Làm bù Quốc khánh', 'làm bù'],
      ['sai', null, 'không đọc được', ''],
    ];
    expect(
      parseHolidays([{ name: 'a', rows }], '2026-01-01')?.map(({ day, isWorking }) => [day, isWorking]),
    ).toEqual([
      ['2026-02-16', false],
      ['2026-02-17', false],
      ['2026-02-18', false],
      ['2026-08-22', true],
    ]);
  });
});
