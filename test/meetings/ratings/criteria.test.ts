import { describe, expect, it } from 'vitest';
import type { Attendance } from '../../../meetings/meeting.ts';
import { criteriaProblems, levelOf, shippedCriteria } from '../../../meetings/ratings/criteria.ts';
import type { CriteriaSet } from '../../../meetings/ratings/criteria.ts';
import { prepareRating } from '../../../meetings/ratings/rate.ts';
import { criteriaLines, readCriteria } from '../../../meetings/ratings/read-criteria.ts';
import { attendanceOf } from '../attendance.ts';
import { pasted, sampleCriteria } from './sample-criteria.ts';

describe('criteria', () => {
  it('are read from pasted lines with points, what is required, and thresholds', () => {
    const { items, levels, unread } = readCriteria(pasted);
    expect(items.map(({ text, points, isRequired }) => [text, points, isRequired])).toEqual([
      ['Đảng viên dự họp trên 85%, không vắng không lý do', 20, true],
      ['Thời gian từ 90 phút', 20, true],
      ['Chuẩn bị nội dung', 25, false],
      ['Số đảng viên phát biểu', 15.5, false],
      ['Ghi biên bản đầy đủ', 19.5, false],
    ]);
    expect(items.map(({ check }) => check)).toEqual([
      { type: 'attendance', above: 85, noUnexcused: true },
      { type: 'duration', atLeast: 90 },
      null,
      null,
      null,
    ]);
    expect(levels).toEqual([
      { level: 'good', from: 90, needsRequired: true },
      { level: 'fair', from: 70, needsRequired: false },
      { level: 'average', from: 50, needsRequired: false },
      { level: 'weak', from: 0, needsRequired: false },
    ]);
    expect(unread).toEqual(['(đã thống nhất)']);
  });

  it('are read from the rows of a sheet as well as from lines', () => {
    const sheet =
      '| TT | Tiêu chí | Điểm | Bắt buộc |\n| 1 | Đảng viên dự họp trên 85% | 20 | x |\n| 2 | Biên bản đầy đủ | 80 |  |\n| Tốt | 90 | đủ mục bắt buộc |\n| Khá | 70 |';
    const { items, levels } = readCriteria(criteriaLines(sheet));
    expect(items.map(({ text, points, isRequired }) => [text, points, isRequired])).toEqual([
      ['Đảng viên dự họp trên 85%', 20, true],
      ['Biên bản đầy đủ', 80, false],
    ]);
    expect(levels).toEqual([
      { level: 'good', from: 90, needsRequired: true },
      { level: 'fair', from: 70, needsRequired: false },
    ]);
  });

  it('are refused where a level stands twice or is out of reach', () => {
    const levels = [{ level: 'good', from: 120, needsRequired: false } as const];
    expect(criteriaProblems(sampleCriteria)).toEqual([]);
    expect(criteriaProblems({ ...sampleCriteria, levels })).toEqual(['level-beyond-points']);
    expect(
      criteriaProblems({
        ...sampleCriteria,
        levels: [...sampleCriteria.levels, { level: 'fair', from: 60, needsRequired: false }],
      }),
    ).toContain('level-twice');
  });

  it('that ship hold the thresholds of a bloc: 90 with four full marks, 70, 50', () => {
    const bloc = shippedCriteria[0] as CriteriaSet;
    const level = (score: number, hasRequired: boolean) => levelOf(bloc, score, hasRequired).level;
    expect([level(90, true), level(100, false), level(89.5, true), level(70, false)]).toEqual([
      'good',
      'fair',
      'fair',
      'fair',
    ]);
    expect([level(69.9, true), level(50, true), level(49.9, true), level(0, false)]).toEqual([
      'average',
      'average',
      'weak',
      'weak',
    ]);
    expect(bloc.items.filter(({ isRequired }) => isRequired)).toHaveLength(4);
  });
});

describe('the level of a meeting', () => {
  const told = { level: null, score: null, scores: null, hasRequired: null };
  const meeting = (counts: Partial<Attendance>, endsAt: string | null = '15:40') => ({
    attendance: attendanceOf(20, counts),
    startsAt: '14:00',
    endsAt,
  });

  it('follows from the sheet, whose full marks are looked at', () => {
    const rate = (scores: number[]) => prepareRating(sampleCriteria, { ...told, scores }, null);
    expect(rate([20, 20, 25, 15.5, 19.5])).toMatchObject({ type: 'rated', level: 'good', score: 100 });
    expect(rate([19, 20, 25, 15.5, 19.5])).toMatchObject({
      level: 'fair',
      score: 99,
      isRequiredMissing: true,
    });
    expect(rate([20, 20, 10, 5, 5])).toMatchObject({ level: 'average', score: 60 });
    expect(rate([20, 20])).toEqual({ type: 'wrong-count', given: 2, items: 5 });
    expect(rate([20, 21, 0, 0, 0])).toMatchObject({ type: 'over-points', score: 21, points: 20 });
  });

  it('is asked back where a score alone does not say whether full marks were reached', () => {
    const rate = (more: object) => prepareRating(sampleCriteria, { ...told, score: 92, ...more }, null);
    expect(rate({})).toMatchObject({ type: 'ask-required' });
    expect(rate({ hasRequired: true })).toMatchObject({ level: 'good' });
    expect(rate({ hasRequired: false })).toMatchObject({ level: 'fair', isRequiredMissing: true });
    expect(rate({ score: 71 })).toMatchObject({ level: 'fair', isRequiredMissing: false });
  });

  it('is never the best where the record itself shows that an item fails', () => {
    const rate = (counts: Partial<Attendance>, endsAt?: string) =>
      prepareRating(sampleCriteria, { ...told, score: 95 }, meeting(counts, endsAt));
    expect(rate({ present: 17, absentWithReason: 3 })).toMatchObject({ level: 'fair' });
    expect(rate({ present: 19, absentWithoutReason: 1 })).toMatchObject({ level: 'fair' });
    expect(rate({}, '15:29')).toMatchObject({ level: 'fair' });
    expect(rate({ present: 18, absentWithReason: 2 }, '15:30')).toMatchObject({ type: 'ask-required' });
  });

  it('may be told without a score, but not against one', () => {
    expect(prepareRating(sampleCriteria, { ...told, level: 'fair' }, null)).toMatchObject({
      level: 'fair',
      score: null,
    });
    expect(prepareRating(sampleCriteria, { ...told, level: 'good', score: 71 }, null)).toMatchObject({
      type: 'level-differs',
      computed: 'fair',
    });
    expect(prepareRating(sampleCriteria, { ...told, score: 101 }, null)).toEqual({
      type: 'score-too-high',
      score: 101,
      most: 100,
    });
    expect(prepareRating(sampleCriteria, told, null)).toEqual({ type: 'nothing' });
  });
});
