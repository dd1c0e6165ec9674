import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../core/ids.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import type { Attendance } from '../../../meetings/meeting.ts';
import { criteriaProblems, levelOf, shippedCriteria } from '../../../meetings/ratings/criteria.ts';
import type { CriteriaSet } from '../../../meetings/ratings/criteria.ts';
import { quarterPeriod, rollUp } from '../../../meetings/ratings/quarter.ts';
import { prepareRating } from '../../../meetings/ratings/rate.ts';
import {
  criteriaOf,
  monthRatings,
  quarterRatings,
  ratingOfMeeting,
  saveCriteria,
  saveQuarter,
  saveRating,
} from '../../../meetings/ratings/rating-store.ts';
import type { Rating } from '../../../meetings/ratings/rating-store.ts';
import { criteriaLines, readCriteria } from '../../../meetings/ratings/read-criteria.ts';
import { checkQuarter, readRating } from '../../../meetings/ratings/read-rating.ts';
import { insertMeeting } from '../../../meetings/record/meeting-store.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { quarterRow } from '../../../prompts/meetings-ratings.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';
import { unitNamed } from '../../support/units.ts';

const today = '2026-08-20';
const pasted = `
1. Đảng viên dự họp trên 85%, không vắng không lý do: 20 điểm, bắt buộc
2. Thời gian từ 90 phút: 20 điểm (bắt buộc)
- Chuẩn bị nội dung: 25 điểm
- Số đảng viên phát biểu: 15,5 điểm
Ghi biên bản đầy đủ: 19,5đ
Tốt từ 90, đủ điểm các mục bắt buộc
Khá: 70
Trung bình từ 50 điểm
Kém từ 0
(đã thống nhất)`;
const set: CriteriaSet = { name: 'Mẫu', source: '', ...readCriteria(pasted) };
const attendance = (counts: Partial<Attendance>): Attendance => ({
  total: 20,
  official: 20,
  probationary: 0,
  exempt: 0,
  temporaryIn: 0,
  temporaryOut: 0,
  present: 20,
  absentWithReason: 0,
  absentWithoutReason: 0,
  ...counts,
});
const meeting = (counts: Partial<Attendance>, endsAt: string | null = '15:40') => ({
  attendance: attendance(counts),
  startsAt: '14:00',
  endsAt,
});
const told = { level: null, score: null, scores: null, hasRequired: null };

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
    expect(criteriaProblems(set)).toEqual([]);
    expect(criteriaProblems({ ...set, levels })).toEqual(['level-beyond-points']);
    expect(
      criteriaProblems({
        ...set,
        levels: [...set.levels, { level: 'fair', from: 60, needsRequired: false }],
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
  it('follows from the sheet, whose full marks are looked at', () => {
    const rate = (scores: number[]) => prepareRating(set, { ...told, scores }, null);
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
    const rate = (more: object) => prepareRating(set, { ...told, score: 92, ...more }, null);
    expect(rate({})).toMatchObject({ type: 'ask-required' });
    expect(rate({ hasRequired: true })).toMatchObject({ level: 'good' });
    expect(rate({ hasRequired: false })).toMatchObject({ level: 'fair', isRequiredMissing: true });
    expect(rate({ score: 71 })).toMatchObject({ level: 'fair', isRequiredMissing: false });
  });

  it('is never the best where the record itself shows that an item fails', () => {
    const rate = (counts: Partial<Attendance>, endsAt?: string) =>
      prepareRating(set, { ...told, score: 95 }, meeting(counts, endsAt));
    expect(rate({ present: 17, absentWithReason: 3 })).toMatchObject({ level: 'fair' });
    expect(rate({ present: 19, absentWithoutReason: 1 })).toMatchObject({ level: 'fair' });
    expect(rate({}, '15:29')).toMatchObject({ level: 'fair' });
    expect(rate({ present: 18, absentWithReason: 2 }, '15:30')).toMatchObject({ type: 'ask-required' });
  });

  it('may be told without a score, but not against one', () => {
    expect(prepareRating(set, { ...told, level: 'fair' }, null)).toMatchObject({
      level: 'fair',
      score: null,
    });
    expect(prepareRating(set, { ...told, level: 'good', score: 71 }, null)).toMatchObject({
      type: 'level-differs',
      computed: 'fair',
    });
    expect(prepareRating(set, { ...told, score: 101 }, null)).toEqual({
      type: 'score-too-high',
      score: 101,
      most: 100,
    });
    expect(prepareRating(set, told, null)).toEqual({ type: 'nothing' });
  });
});

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

describeEachDatabase('the rating store', (open) => {
  let db: Database;
  const unit = (name: string, parentId: string | null): Unit =>
    unitNamed(name, { parentId, level: parentId ? 'cell' : 'grassroots_committee' });
  const above = unit('Đảng bộ Mẫu', null);
  const cell = unit('Chi bộ Một', above.id);
  const other = unit('Chi bộ Hai', above.id);
  const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [cell.id], ceiling: 'all' };
  const by = { accountId: secretary.accountId, at: '2026-08-20T02:00:00.000Z' };

  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    await db.tx((t) => saveUnits(t, [above, cell, other]));
  });

  it('finds the criteria of the nearest unit above and of the newest year that has begun', async () => {
    const save = (name: string, unitId: string | null, year: number) =>
      saveCriteria(db, { ...set, name, id: newId(), unitId, year }, by);
    const found = async (year: number, unitId = cell.id) =>
      (await criteriaOf(db, unitId, year))?.name ?? null;
    expect(await found(2026)).toBeNull();
    await save('mọi nơi', null, 2024);
    await save('đảng bộ 2025', above.id, 2025);
    await save('chi bộ 2026', cell.id, 2026);
    expect([await found(2024), await found(2025), await found(2026), await found(2027)]).toEqual([
      'mọi nơi',
      'đảng bộ 2025',
      'chi bộ 2026',
      'chi bộ 2026',
    ]);
    expect([await found(2023), await found(2026, other.id)]).toEqual([null, 'đảng bộ 2025']);
    await save('chi bộ 2026, sửa', cell.id, 2026);
    expect(await found(2026)).toBe('chi bộ 2026, sửa');
  });

  it('keeps one rating a meeting with its sheet, and shows it within the units of the viewer only', async () => {
    const meetingId = newId();
    await insertMeeting(
      db,
      {
        id: meetingId,
        unitId: cell.id,
        kind: 'regular',
        title: '',
        heldOn: '2026-08-05',
        startsAt: null,
        endsAt: null,
        place: '',
        chair: '',
        minuteTaker: '',
        guests: '',
        endsOn: null,
        sessionNo: null,
        isExtended: false,
        isOnline: false,
        topic: '',
        participants: [],
        attendance: null,
        agenda: [],
      },
      by,
    );
    const rating: Rating = {
      id: newId(),
      unitId: cell.id,
      month: '2026-08-01',
      meetingId,
      level: 'fair',
      score: 88.5,
      criteriaName: 'Mẫu',
      sheet: [{ text: 'Chuẩn bị', points: 25, score: 18.5 }],
    };
    const period = { from: '2026-07-01', to: '2026-09-30' };
    expect(await monthRatings(db, secretary, period)).toMatchObject([{ unitId: cell.id, level: null }]);
    await saveRating(db, rating, by);
    await saveRating(db, { ...rating, id: newId(), level: 'good', score: 95 }, by);
    await saveRating(
      db,
      { ...rating, id: newId(), unitId: other.id, meetingId: null, level: 'weak', score: null },
      by,
    );
    await saveRating(
      db,
      { ...rating, id: newId(), unitId: other.id, meetingId: null, level: 'average', score: null },
      by,
    );
    expect(await ratingOfMeeting(db, secretary, meetingId)).toMatchObject({
      level: 'good',
      score: 95,
      sheet: rating.sheet,
    });
    expect(await monthRatings(db, secretary, period)).toMatchObject([
      { unitId: cell.id, level: 'good', score: 95 },
    ]);
    const all = await monthRatings(db, localViewer, period);
    expect(all.map(({ unitId, level }) => [unitId, level]).sort()).toEqual(
      [
        [cell.id, 'good'],
        [other.id, 'average'],
      ].sort(),
    );
    expect(await ratingOfMeeting(db, { ...secretary, unitIds: [other.id] }, meetingId)).toBeNull();
  });

  it('leaves a level empty that nobody told, before and after other figures are saved over it', async () => {
    const figures = {
      unitId: cell.id,
      year: 2023,
      quarter: 2,
      measure: 'share' as const,
      total: null,
      source: 'báo cáo 9 tháng',
    };
    await saveQuarter(db, { ...figures, numbers: { good: 80.8, fair: 17.73, average: 1.4, weak: 0.07 } }, by);
    await saveQuarter(db, { ...figures, numbers: { good: 80.8, fair: 17.73, average: 1.4, weak: null } }, by);
    const [stored, ...more] = await quarterRatings(db, secretary, { year: 2023, quarter: 2 });
    expect(more).toEqual([]);
    expect(stored?.numbers).toEqual({ good: 80.8, fair: 17.73, average: 1.4, weak: null });
    expect(
      await quarterRatings(db, { ...secretary, unitIds: [other.id] }, { year: 2023, quarter: 2 }),
    ).toEqual([]);
    const over = saveQuarter(
      db,
      { ...figures, numbers: { good: 90, fair: 17.73, average: 1.4, weak: null } },
      by,
    );
    await expect(over).rejects.toThrow();
  });
});
