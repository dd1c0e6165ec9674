import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  dateAt,
  daysBetween,
  findDates,
  findPeriods,
  formatDate,
  formatDateLong,
  isValidDate,
  makeDate,
  parseDate,
  parsePeriod,
  parseTime,
  parseTimeRange,
  weekdayOf,
} from '../../text/dates.ts';
import { fold } from '../../text/normalise.ts';

const anyDay = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1930-01-01', days));

describe('the calendar', () => {
  it('knows which days exist', () => {
    expect(isValidDate('2024-02-29')).toBe(true);
    expect(isValidDate('2025-02-29')).toBe(false);
    expect(isValidDate('2000-02-29')).toBe(true);
    expect(isValidDate('1900-02-29')).toBe(false);
    expect(isValidDate('2025-04-31')).toBe(false);
    expect(isValidDate('2025-4-1')).toBe(false);
    expect(makeDate(2025, 13, 1)).toBeNull();
  });

  it('adds days and months, cutting to the last day of a month', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31');
    expect(addMonths('2025-01-31', 1)).toBe('2025-02-28');
    expect(addMonths('2024-03-31', -1)).toBe('2024-02-29');
    expect(addMonths('2025-11-15', 14)).toBe('2027-01-15');
    expect(daysBetween('2024-04-20', '2024-04-26')).toBe(6);
    expect(weekdayOf('2026-08-12')).toBe(3);
    expect(weekdayOf('2026-08-16')).toBe(7);
  });

  it('counts days consistently', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        expect(daysBetween(day, addDays(day, days))).toBe(days);
      }),
    );
  });
});

describe('printing days', () => {
  it('pads days under ten and only the first two months', () => {
    expect(formatDate('2026-08-05')).toBe('05/8/2026');
    expect(formatDate('2026-02-25')).toBe('25/02/2026');
    expect(formatDate('2026-12-01')).toBe('01/12/2026');
    expect(formatDateLong('2026-08-05')).toBe('ngày 05 tháng 8 năm 2026');
    expect(formatDateLong('2026-01-15')).toBe('ngày 15 tháng 01 năm 2026');
  });

  it('prints what is read back, accented or not', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        for (const print of [
          formatDate(day),
          formatDateLong(day),
          fold(formatDateLong(day)),
          formatDateLong(day).normalize('NFD'),
        ])
          expect(findDates(`Họp ${print}.`).map(({ date }) => date)).toEqual([day]);
      }),
    );
  });
});

describe('findDates', () => {
  it.each([
    ['30/11/2021', ['2021-11-30']],
    ['30-11-2021', ['2021-11-30']],
    ['30.11.2021', ['2021-11-30']],
    ['2021-11-30', ['2021-11-30']],
    ['04/7/23', ['2023-07-04']],
    ['ngày 4 tháng 7, 2023', ['2023-07-04']],
    ['22 và 23/7/2020', ['2020-07-22', '2020-07-23']],
    ['từ ngày 22 đến ngày 23 tháng 7 năm 2020', ['2020-07-22', '2020-07-23']],
    ['Hà Nội, ngày 03 tháng 4 năm 2018', ['2018-04-03']],
    ['34-CT/TU, ngày 20/4/2024', ['2024-04-20']],
    ['31/4/2024', []],
    ['22/23 đồng chí', []],
    ['7/11 đồng chí', []],
    ['nhiệm kỳ 2020 - 2025', []],
    ['111/2022/NĐ-CP', []],
    ['1.824 chi bộ', []],
  ])('%s', (text, expected) => {
    expect(findDates(text).map(({ date }) => date)).toEqual(expected);
  });

  it('leaves a day without a year open, and completes it from the dateline', () => {
    expect(findDates('Sáng 29/9')).toEqual([{ date: null, day: 29, month: 9, year: null, from: 5, to: 9 }]);
    expect(findDates('Sáng 29/9', { dateline: '2023-10-02' })[0]?.date).toBe('2023-09-29');
    expect(findDates('ngày 28/12', { dateline: '2024-01-03' })[0]?.date).toBe('2023-12-28');
    expect(findDates('ngày 5 tháng 1', { dateline: '2024-12-30' })[0]?.date).toBe('2025-01-05');
  });

  it('reads the date that belongs to a symbol and no later one', () => {
    expect(dateAt(' ngày 20/4/2024 của', 0)).toBe('2024-04-20');
    expect(dateAt(', ngày 06 tháng 12 năm 2023', 0)).toBe('2023-12-06');
    expect(dateAt(' (20/4/2024)', 0)).toBe('2024-04-20');
    expect(dateAt(' của Ban Thường vụ Tỉnh ủy ngày 20/4/2024', 0)).toBe('2024-04-20');
    expect(dateAt(' của Tỉnh ủy đã họp ngày 20/4/2024', 0)).toBeNull();
    expect(dateAt(' về việc A. Ngày 20/4/2024', 0)).toBeNull();
    expect(dateAt(' ngày 20/4', 0)).toBeNull();
  });
});

describe('parseDate', () => {
  const today = '2026-08-12'; // Wednesday
  it.each([
    ['5/8/2026', '2026-08-05'],
    ['5-8-2026', '2026-08-05'],
    ['ngày 05 tháng 8 năm 2026', '2026-08-05'],
    ['5/8', '2026-08-05'],
    ['ngay 20/1', '2027-01-20'],
    ['28/2', '2026-02-28'],
    ['hôm nay', '2026-08-12'],
    ['hom qua', '2026-08-11'],
    ['chiều nay 2h', '2026-08-12'],
    ['ngày mai', '2026-08-13'],
    ['sang mai', '2026-08-13'],
    ['thứ sáu tuần trước', '2026-08-07'],
    ['thu sau tuan sau', '2026-08-21'],
    ['thứ 6 tuần này', '2026-08-14'],
    ['thứ hai', '2026-08-10'],
    ['chủ nhật tuần này', '2026-08-16'],
    ['mùng 3', '2026-08-03'],
    ['ngày 15 tháng sau', '2026-09-15'],
    ['mùng 3 tháng 2 năm 1930', '1930-02-03'],
    ['hạn cuối tháng 9', '2026-09-30'],
    ['trong tháng 02/2028', '2028-02-29'],
    ['het thang nay', '2026-08-31'],
    ['cuối tháng sau', '2026-09-30'],
    ['cuối năm', '2026-12-31'],
    ['hết năm 2027', '2027-12-31'],
    ['cuối tuần', '2026-08-16'],
    ['thu tu tuan nay', '2026-08-12'],
  ])('%s is %s', (typed, expected) => {
    expect(parseDate(typed, today)?.date).toBe(expected);
  });

  it('completes deadlines forwards and reports backwards when told to', () => {
    expect(parseDate('hạn 10/8', today, { prefer: 'future' })?.date).toBe('2027-08-10');
    expect(parseDate('hạn 15/8', today, { prefer: 'future' })?.date).toBe('2026-08-15');
    expect(parseDate('đến 15/8', today, { prefer: 'past' })?.date).toBe('2025-08-15');
    expect(parseDate('thứ hai', today, { prefer: 'future' })?.date).toBe('2026-08-17');
  });

  it.each(['', '22/23 đồng chí', '7/11 đồng chí', '31/2', 'lần thứ hai', 'Lá thư tư', 'không có ngày'])(
    '%j names no day',
    (typed) => {
      expect(parseDate(typed, today)).toBeNull();
    },
  );

  it('says where the day stands', () => {
    const typed = '/hop chi bo van phong 5/8/2026 14h';
    const found = parseDate(typed, today);
    expect(typed.slice(found?.from, found?.to)).toBe('5/8/2026');
  });
});

describe('parsePeriod', () => {
  const today = '2026-08-12';
  it.each([
    ['6 tháng đầu năm 2024', 'half', '2024-01-01', '2024-06-30'],
    ['6 thang dau nam 2024', 'half', '2024-01-01', '2024-06-30'],
    ['6T 2024', 'half', '2024-01-01', '2024-06-30'],
    ['6T đầu 2024', 'half', '2024-01-01', '2024-06-30'],
    ['06 tháng cuối năm 2024', 'half', '2024-07-01', '2024-12-31'],
    ['9 tháng năm 2023', 'nine-months', '2023-01-01', '2023-09-30'],
    ['9 tháng', 'nine-months', '2026-01-01', '2026-09-30'],
    ['quý 2/2023', 'quarter', '2023-04-01', '2023-06-30'],
    ['quý II năm 2023', 'quarter', '2023-04-01', '2023-06-30'],
    ['q2', 'quarter', '2026-04-01', '2026-06-30'],
    ['quý 4', 'quarter', '2025-10-01', '2025-12-31'],
    ['quý trước', 'quarter', '2026-04-01', '2026-06-30'],
    ['tháng 9/2023', 'month', '2023-09-01', '2023-09-30'],
    ['tháng 2 năm 2024', 'month', '2024-02-01', '2024-02-29'],
    ['9/2023', 'month', '2023-09-01', '2023-09-30'],
    ['tháng trước', 'month', '2026-07-01', '2026-07-31'],
    ['năm 2024', 'year', '2024-01-01', '2024-12-31'],
    ['năm ngoái', 'year', '2025-01-01', '2025-12-31'],
    ['2024', 'year', '2024-01-01', '2024-12-31'],
    ['nhiệm kỳ 2020-2025', 'term', '2020-01-01', '2025-12-31'],
    ['tuần này', 'week', '2026-08-10', '2026-08-16'],
    ['ngày 30/6/2024', 'day', '2024-06-30', '2024-06-30'],
    ['từ 1/1/2024 đến 30/6/2024', 'range', '2024-01-01', '2024-06-30'],
    ['từ 03 đến 07/6/2025', 'range', '2025-06-03', '2025-06-07'],
    ['từ đầu năm đến nay', 'range', '2026-01-01', '2026-08-12'],
    ['sáu tháng đầu năm 2025', 'half', '2025-01-01', '2025-06-30'],
    ['sau tháng 6', 'month', '2026-06-01', '2026-06-30'],
    ['T9/2025', 'month', '2025-09-01', '2025-09-30'],
  ])('%s', (typed, kind, from, to) => {
    expect(parsePeriod(typed, today)).toMatchObject({ kind, from, to });
  });

  it.each(['', '5.112 đảng viên', '18 tháng', '19 tuổi', '2000 đảng viên', 'họp 6 tháng một lần', 'xe t2'])(
    '%j names no period',
    (typed) => {
      expect(parsePeriod(typed, today)).toBeNull();
    },
  );

  it('prints a label that is read back as the same period', () => {
    for (const typed of [
      '6T 2024',
      '6 tháng cuối năm 2024',
      '9 tháng 2023',
      'q2/2023',
      'tháng 9/2023',
      '2024',
      'nhiệm kỳ 2020-2025',
    ]) {
      const period = parsePeriod(typed, today);
      expect(parsePeriod(period?.label ?? '', today)).toMatchObject({
        kind: period?.kind,
        from: period?.from,
        to: period?.to,
      });
    }
  });

  it('finds every period of a comparison in order', () => {
    expect(findPeriods('so sánh 6T 2024 với năm 2023', today).map(({ label }) => label)).toEqual([
      '6 tháng đầu năm 2024',
      'năm 2023',
    ]);
  });
});

describe('findPeriods', () => {
  const labels = (text: string): string[] => findPeriods(text, '2026-08-12').map(({ label }) => label);

  it('lets the last year of a list hold for all of it', () => {
    expect(labels('quý 1 và quý 2 năm 2024')).toEqual(['quý 1 năm 2024', 'quý 2 năm 2024']);
    expect(labels('tháng 3, tháng 4/2025')).toEqual(['tháng 3 năm 2025', 'tháng 4 năm 2025']);
    expect(labels('quý 1 năm nay và năm 2024')).toEqual(['quý 1 năm 2026', 'năm 2024']);
  });

  it('reads the same period of the year before', () => {
    expect(labels('6 tháng đầu năm 2025 so với cùng kỳ')).toEqual([
      '6 tháng đầu năm 2025',
      '6 tháng đầu năm 2024',
    ]);
    expect(labels('quý 2/2025 so voi cung ky nam 2023')).toEqual(['quý 2 năm 2025', 'quý 2 năm 2023']);
    expect(labels('tăng so với cùng kỳ')).toEqual([]);
    expect(findPeriods('tháng 2/2025 so với cùng kỳ năm trước', '2026-08-12')[1]).toMatchObject({
      from: '2024-02-01',
      to: '2024-02-29',
    });
  });
});

describe('clock times', () => {
  it.each([
    ['14h30', '14:30'],
    ['14h', '14:00'],
    ['14:30', '14:30'],
    ['8 giờ 30', '08:30'],
    ['8 giờ 30 phút', '08:30'],
    ['8 gio ruoi', '08:30'],
    ['9 giờ kém 15', '08:45'],
    ['chiều nay 2h', '14:00'],
    ['7h tối', '19:00'],
    ['7h sáng', '07:00'],
    ['ngày 5/8/2026, 8h', '08:00'],
  ])('%s is %s', (typed, time) => {
    expect(parseTime(typed)?.time).toBe(time);
  });

  it.each(['25h', '5/8/2026', '3.193', '14 đồng chí', ''])('%j is no time', (typed) => {
    expect(parseTime(typed)).toBeNull();
  });

  it.each([
    ['14h-15h40', '14:00', '15:40'],
    ['14h00 – 15h40', '14:00', '15:40'],
    ['8 giờ 30 đến 10 giờ', '08:30', '10:00'],
    ['từ 8h đến 10h30', '08:00', '10:30'],
    ['14-16h', '14:00', '16:00'],
    ['chiều 2h - 4h', '14:00', '16:00'],
    ['2h-4h chiều', '14:00', '16:00'],
    ['10h sáng đến 2h chiều', '10:00', '14:00'],
    ['14h30', '14:30', null],
  ])('%s runs from %s to %s', (typed, start, end) => {
    expect(parseTimeRange(typed)).toMatchObject({ start, end });
  });
});
