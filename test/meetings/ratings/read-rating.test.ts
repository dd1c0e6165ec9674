import { describe, expect, it } from 'vitest';
import { quarterPeriod, rollUp } from '../../../meetings/ratings/quarter.ts';
import { checkQuarter, readRating } from '../../../meetings/ratings/read-rating.ts';
import { quarterRow } from '../../../prompts/meetings-ratings.ts';

const today = '2026-08-20';

describe('reading a rating', () => {
  const quarter = { type: 'quarter', total: null };
  it.each([
    [
      'quy 2 tot 42 kha 9 tb 1',
      {
        ...quarter,
        year: 2026,
        quarter: 2,
        measure: 'count',
        numbers: { good: 42, fair: 9, average: 1, weak: null },
      },
    ],
    [
      'quý 2/2023: tốt 80,8%, khá 17,73%, trung bình 1,4%',
      {
        ...quarter,
        year: 2023,
        quarter: 2,
        measure: 'share',
        numbers: { good: 80.8, fair: 17.73, average: 1.4, weak: null },
      },
    ],
    [
      'Đảng bộ Mẫu quý IV tốt 1.042 kém 3 tổng 1.100',
      {
        type: 'quarter',
        year: 2025,
        quarter: 4,
        total: 1100,
        numbers: { good: 1042, fair: null, average: null, weak: 3 },
        unitText: 'Đảng bộ Mẫu',
      },
    ],
    ['quý 1 năm 2025', { ...quarter, year: 2025, quarter: 1, numbers: null, unitText: '' }],
  ])('%s', (line, expected) => {
    expect(readRating(line, today)).toMatchObject(expected);
  });

  it.each([
    ['92 điểm', { month: null, score: 92, level: null, unitText: '' }],
    ['tốt 92', { month: null, score: 92, level: 'good', unitText: '' }],
    ['loại khá, 85,5', { month: null, score: 85.5, level: 'fair', unitText: '' }],
    ['92 tot', { month: null, score: 92, level: 'good', unitText: '' }],
    ['92', { month: null, score: 92, level: null, unitText: '' }],
    ['chi bộ thôn 5 tốt', { score: null, level: 'good', unitText: 'chi bộ thôn 5' }],
    [
      'tháng 8 chi bộ Văn phòng 92,5 diem',
      { month: '2026-08-01', score: 92.5, unitText: 'chi bộ Văn phòng' },
    ],
    [
      'thang 12 chi bo Van phong kha',
      { month: '2025-12-01', score: null, level: 'fair', unitText: 'chi bo Van phong' },
    ],
    [
      'chi bộ Tốt Động tháng 7/2026 trung bình',
      { month: '2026-07-01', level: 'average', unitText: 'chi bộ Tốt Động' },
    ],
    ['điểm 20 20 25 15,5 19,5', { scores: [20, 20, 25, 15.5, 19.5], score: null }],
  ])('%s', (line, expected) => {
    expect(readRating(line, today)).toMatchObject({ type: 'meeting', ...expected });
  });
});

describe('figures of a quarter', () => {
  const numbers = { good: 80.8, fair: 17.73, average: 1.4, weak: null };

  it('say which level is missing, and never fill it', () => {
    expect(checkQuarter('share', numbers, null)).toEqual({ sum: 99.93, missing: ['weak'], problem: null });
    const cells = quarterRow('Đảng bộ Mẫu', numbers, 'share', null, '');
    expect(cells).toEqual(['Đảng bộ Mẫu', '80,8%', '17,73%', '1,4%', '', '', '']);
    expect(JSON.stringify(cells)).not.toContain('0,07');
  });

  it('are refused where they are more than the whole, or four of them are not the total', () => {
    expect(checkQuarter('share', { ...numbers, weak: 2 }, null).problem?.type).toBe('over');
    expect(checkQuarter('count', { good: 42, fair: 9, average: 1, weak: 0 }, 53).problem?.type).toBe(
      'not-whole',
    );
    expect(checkQuarter('count', { good: 42, fair: 9, average: 1, weak: null }, 53).problem).toBeNull();
    expect(checkQuarter('count', { good: 42, fair: 9, average: 1, weak: 1 }, 53).problem).toBeNull();
  });

  it('add up rated meetings by unit; a month without a meeting is empty, a meeting without a rating is neither', () => {
    const rating = { unitId: 'a', kind: 'regular', score: null };
    const rolled = rollUp(
      [
        { ...rating, month: '2026-04-01', level: 'good' },
        { ...rating, month: '2026-06-01', level: 'fair' },
        { ...rating, month: '2026-06-01', level: null },
      ],
      quarterPeriod({ year: 2026, quarter: 2 }).from,
    );
    expect(rolled).toEqual([
      {
        unitId: 'a',
        months: [['good'], [], ['fair', null]],
        counts: { good: 1, fair: 1, average: 0, weak: 0 },
        unrated: 1,
      },
    ]);
  });
});
