import { beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../../core/ids.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
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
import { insertMeeting } from '../../../meetings/record/meeting-store.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';
import { unitNamed } from '../../support/units.ts';
import { sampleCriteria } from './sample-criteria.ts';

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
      saveCriteria(db, { ...sampleCriteria, name, id: newId(), unitId, year }, by);
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
