import { beforeAll, beforeEach, expect, it } from 'vitest';
import { addAccount } from '../../../access/account-store.ts';
import { newId } from '../../../core/ids.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import type { Attendance, Meeting } from '../../../meetings/meeting.ts';
import { attendanceProblems } from '../../../meetings/record/attendance.ts';
import { listChanges } from '../../../meetings/record/change-store.ts';
import { changeMeeting, writeParts } from '../../../meetings/record/changes.ts';
import { prepareEdit } from '../../../meetings/record/edit.ts';
import { logDecision, logMeeting } from '../../../meetings/record/log.ts';
import { getMeeting, latestDraftId, listMeetings } from '../../../meetings/record/meeting-store.ts';
import type { MeetingParts } from '../../../meetings/record/meeting-parts.ts';
import { readEdit } from '../../../meetings/record/read-edit.ts';
import { addVote, saveAttendance } from '../../../meetings/record/record-store.ts';
import { planUndo, undoChange, undoMinutes } from '../../../meetings/record/undo.ts';
import { parseDecision } from '../../../meetings/entry/parse-decision.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';

const day = '2026-08-05';
const start = new Date('2026-08-06T02:00:00.000Z');
const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);
const full: Attendance = {
  total: 17,
  official: 15,
  probationary: 2,
  exempt: 1,
  temporaryIn: 0,
  temporaryOut: 0,
  present: 14,
  absentWithReason: 2,
  absentWithoutReason: 0,
};

/** Numbers that look random and are the same in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describeEachDatabase('changes of a stored meeting', (open) => {
  let db: Database;
  let first: Viewer;
  let second: Viewer;
  const unitId = newId();
  const otherUnitId = newId();

  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    const unit = {
      parentId: null,
      shortName: null,
      level: 'cell' as const,
      aliases: [],
      validFrom: null,
      validTo: null,
    };
    await db.tx(async (t) => {
      await saveUnits(t, [
        { ...unit, id: unitId, name: 'Chi bộ Một', successorIds: [], isDemo: false },
        { ...unit, id: otherUnitId, name: 'Chi bộ Hai', successorIds: [], isDemo: false },
      ]);
      const account = async (name: string, unitIds: string[]): Promise<Viewer> => ({
        accountId: await addAccount(t, { name, role: 'secretary' }, start),
        role: 'secretary',
        unitIds,
        ceiling: 'all',
      });
      first = await account('Thư ký Một', [unitId]);
      second = await account('Thư ký Hai', [unitId]);
    });
  });

  const log = (heldOn = day): Promise<string> =>
    db.tx((t) =>
      logMeeting(
        t,
        {
          step: 'review',
          candidates: [],
          isCorrecting: false,
          draft: {
            unit: { id: unitId, name: '' },
            head: { kind: 'regular', heldOn, place: 'Phòng họp 1' },
            attendance: full,
            agenda: ['Kiểm điểm tháng 7', 'Nhiệm vụ tháng 8'],
            conclusions: ['Giao Văn phòng gửi báo cáo, hạn 15/8', 'Thống nhất kế hoạch'],
          },
        },
        { accountId: first.accountId, at: start.toISOString(), today: day },
      ),
    );
  const read = async (viewer: Viewer, id: string): Promise<Meeting> =>
    (await getMeeting(db, viewer, id)) as Meeting;
  const change = (
    viewer: Viewer,
    meeting: Pick<Meeting, 'id' | 'revision'>,
    parts: Partial<MeetingParts>,
    at = start,
  ) =>
    db.tx((t) =>
      changeMeeting(
        t,
        viewer,
        { ...meeting, action: 'edited' },
        { accountId: viewer.accountId, at: at.toISOString() },
        () => writeParts(t, viewer, meeting.id, parts),
      ),
    );
  /** A typed correction, as the chat makes it. */
  const correct = async (viewer: Viewer, id: string, line: string, at = start) => {
    const meeting = await read(viewer, id);
    const edit = readEdit(line);
    if (!edit) throw new Error(`no correction: ${line}`);
    const prepared = prepareEdit(meeting, edit, {
      today: '2026-08-06',
      accountId: viewer.accountId,
      at: at.toISOString(),
      matchUnits: () => [],
    });
    if (prepared.type !== 'edit') throw new Error(JSON.stringify(prepared.problem));
    return change(viewer, meeting, prepared.parts, at);
  };
  const undo = async (viewer: Viewer, at: Date): Promise<string> => {
    const plan = await planUndo(db, viewer, at);
    if (plan.type !== 'undo') return plan.type;
    const { meeting, change: undone, parts } = plan;
    const target = { meetingId: meeting.id, revision: meeting.revision, changeId: undone.id, parts };
    const by = { accountId: viewer.accountId, at: at.toISOString() };
    return (await db.tx((t) => undoChange(t, viewer, target, by))).type;
  };

  it('keeps what stood in each field before and after, and who changed it', async () => {
    const id = await log();
    await correct(first, id, 'địa điểm Hội trường tầng 2');
    await correct(second, id, 'gio 14h-15h30');
    const [latest, earlier, entered] = await listChanges(db, first, id);
    expect(latest).toMatchObject({
      accountId: second.accountId,
      action: 'edited',
      parts: [
        { part: 'startsAt', before: null, after: '14:00' },
        { part: 'endsAt', before: null, after: '15:30' },
      ],
    });
    expect(earlier).toMatchObject({
      accountId: first.accountId,
      parts: [{ part: 'place', before: 'Phòng họp 1', after: 'Hội trường tầng 2' }],
    });
    expect(entered).toMatchObject({ action: 'logged', revision: 0 });
  });

  it('keeps the history from whoever may not see the meeting', async () => {
    const id = await log();
    const stranger: Viewer = { ...first, unitIds: [otherUnitId] };
    expect(await listChanges(db, stranger, id)).toEqual([]);
    expect(await change(stranger, { id, revision: 0 }, { place: 'x' })).toEqual({ type: 'not-found' });
  });

  it('lets nobody write over what somebody else saved since, and tells what it was', async () => {
    const id = await log();
    const [mine, theirs] = [await read(first, id), await read(second, id)];
    expect((await change(first, mine, { place: 'Phòng họp 2' })).type).toBe('changed');
    const refused = await change(second, theirs, { place: 'Phòng họp 3' });
    expect(refused).toMatchObject({
      type: 'conflict',
      since: [{ accountId: first.accountId, parts: [{ part: 'place', after: 'Phòng họp 2' }] }],
      meeting: { revision: 1, place: 'Phòng họp 2' },
    });
    expect((await read(first, id)).place).toBe('Phòng họp 2');
    const again = await change(second, await read(second, id), { place: 'Phòng họp 3' });
    expect(again).toMatchObject({ type: 'changed', revision: 2 });
  });

  it('lets one of several at the same moment through', async () => {
    const id = await log();
    const meeting = await read(first, id);
    const results = await Promise.all(
      [first, second, first, second].map((viewer, i) => change(viewer, meeting, { place: `Phòng ${i}` })),
    );
    expect(results.filter((result) => result.type === 'changed')).toHaveLength(1);
    expect((await read(first, id)).revision).toBe(1);
  });

  it('corrects a conclusion together with its task, and takes both out together', async () => {
    const id = await log();
    await correct(first, id, 'ket luan 1 giao Ban Tổ chức gửi báo cáo, hạn 20/8');
    expect((await read(first, id)).tasks).toMatchObject([{ lead: 'Ban Tổ chức', dueOn: '2026-08-20' }]);
    await correct(first, id, 'xoa ket luan 1');
    const meeting = await read(first, id);
    expect([meeting.decisions.map(({ text, ordinal }) => [text, ordinal]), meeting.tasks]).toEqual([
      [['Thống nhất kế hoạch', 1]],
      [],
    ]);
    expect(await undo(first, minutes(1))).toBe('changed');
    expect((await read(first, id)).tasks).toMatchObject([{ lead: 'Ban Tổ chức', dueOn: '2026-08-20' }]);
    expect((await read(first, id)).decisions).toHaveLength(2);
  });

  it('takes changes back step by step, the entry of the meeting last', async () => {
    const id = await log();
    await correct(first, id, 'địa điểm Phòng họp 2');
    await correct(first, id, 'xóa nội dung 1');
    expect(await undo(first, minutes(1))).toBe('changed');
    expect((await read(first, id)).agenda.map(({ title }) => title)).toEqual([
      'Kiểm điểm tháng 7',
      'Nhiệm vụ tháng 8',
    ]);
    expect(await undo(first, minutes(2))).toBe('changed');
    expect((await read(first, id)).place).toBe('Phòng họp 1');
    expect(await undo(first, minutes(3))).toBe('changed');
    expect((await read(first, id)).status).toBe('cancelled');
    expect(await listMeetings(db, first)).toEqual([]);
    expect(await undo(first, minutes(4))).toBe('nothing');
  });

  it('takes nothing back after minutes, or once somebody else went on', async () => {
    const id = await log();
    await correct(first, id, 'địa điểm Phòng họp 2');
    expect(await undo(first, minutes(undoMinutes + 1))).toBe('too-late');
    await correct(second, id, 'chủ trì Lê Văn Mẫu');
    expect(await undo(first, minutes(1))).toBe('overtaken');
    expect(await undo(second, minutes(1))).toBe('changed');
    expect(await undo(first, minutes(2))).toBe('changed');
    expect(await read(first, id)).toMatchObject({ place: 'Phòng họp 1', chair: '' });
  });

  it('takes back an attendance, a vote and a conclusion with its task', async () => {
    const id = await log();
    const before = await read(first, id);
    const by = { accountId: first.accountId, at: start.toISOString() };
    await db.tx((t) =>
      changeMeeting(t, first, { ...before, action: 'edited' }, by, async () => {
        await saveAttendance(t, id, { ...full, present: 15, absentWithReason: 1 });
        await logDecision(t, id, parseDecision('Giao chi ủy theo dõi, hạn 1/9', day));
        await addVote(t, id, {
          id: newId(),
          subject: 'Nghị quyết',
          base: 12,
          threshold: 'more-than-half',
          inFavour: 12,
          against: 0,
          other: 0,
          isPassed: true,
          ruleRef: 'x',
        });
      }),
    );
    expect(await undo(first, minutes(1))).toBe('changed');
    expect(await read(first, id)).toEqual({ ...before, revision: before.revision + 2 });
  });

  it('speaks of the meeting that a person changed last', async () => {
    const [older, newer] = [await log('2026-08-04'), await log()];
    await correct(first, older, 'địa điểm Phòng họp 2', minutes(1));
    expect(await latestDraftId(db, first)).toBe(older);
    expect(await latestDraftId(db, second)).toBeNull();
    await correct(second, newer, 'địa điểm Phòng họp 3');
    expect(await latestDraftId(db, second)).toBe(newer);
  });

  it('stores exactly those attendances that add up', async () => {
    const id = await log();
    const random = createRandom(20260805);
    let stored = 0;
    for (let i = 0; i < 250; i++) {
      const attendance = someAttendance(random);
      const isRight = attendanceProblems(attendance).length === 0;
      const isStored = await saveAttendance(db, id, attendance).then(
        () => true,
        () => false,
      );
      expect([isStored, attendance]).toEqual([isRight, attendance]);
      if (!isStored) continue;
      stored++;
      const { attendance: kept } = await read(first, id);
      expect(kept && attendanceProblems(kept)).toEqual([]);
    }
    // Neither kind is rare among those drawn.
    expect(stored).toBeGreaterThan(50);
    expect(stored).toBeLessThan(200);
  });

  it('stores no vote whose counts or result do not fit its base', async () => {
    const id = await log();
    const vote = {
      subject: 'x',
      base: 14,
      threshold: 'two-thirds',
      inFavour: 10,
      against: 4,
      other: 0,
      isPassed: true,
      ruleRef: 'x',
    } as const;
    const add = (changes: object) =>
      addVote(db, id, { ...vote, ...changes, id: newId() }).then(
        () => 'stored',
        () => 'refused',
      );
    expect(await add({})).toBe('stored');
    expect(await add({ other: 1 })).toBe('refused');
    expect(await add({ inFavour: 9 })).toBe('refused');
    expect(await add({ isPassed: false })).toBe('refused');
    expect(await add({ against: -1 })).toBe('refused');
    expect(await add({ base: 0, inFavour: 0, against: 0, isPassed: false })).toBe('refused');
  });
});

/** An attendance that adds up, in which one count was changed in half of the cases. */
function someAttendance(random: (below: number) => number): Attendance {
  const [exempt, temporaryOut, temporaryIn] = [random(3), random(3), random(3)];
  const [exemptPresent, temporaryOutPresent] = [random(exempt + 1), random(temporaryOut + 1)];
  const [present, absentWithReason, absentWithoutReason] = [2 + random(20), random(4), random(3)];
  const here = present + absentWithReason + absentWithoutReason;
  const total = here + exempt - exemptPresent + temporaryOut - temporaryOutPresent - temporaryIn;
  const probationary = random(Math.max(1, total));
  const isSplit = random(4) > 0;
  const attendance: Attendance = {
    total,
    official: isSplit ? total - probationary : null,
    probationary: isSplit ? probationary : null,
    exempt,
    temporaryIn,
    temporaryOut,
    present,
    absentWithReason,
    absentWithoutReason,
    exemptPresent,
    temporaryOutPresent,
    presentOfficial: random(3) === 0 ? random(present + 1) : null,
    presentProbationary: random(4) === 0 ? random(present + 1) : null,
    absentWithReasonOfficial: random(3) === 0 ? random(absentWithReason + 1) : null,
  };
  // Nobody told how many there are, some of them not how many came either.
  if (random(4) === 0) {
    attendance.total = null;
    if (random(4) > 0) attendance[random(2) === 0 ? 'official' : 'probationary'] = null;
  }
  if (random(attendance.total === null ? 3 : 20) === 0) attendance.present = null;
  if (random(2) === 0) return attendance;
  const fields = Object.keys(attendance) as (keyof Attendance)[];
  const field = fields[random(fields.length)] ?? 'total';
  return { ...attendance, [field]: (attendance[field] ?? 0) + ([-30, -1, 1, 2][random(4)] ?? 1) };
}
