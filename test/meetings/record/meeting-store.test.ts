import { beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '../../../core/ids.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import { logMeeting } from '../../../meetings/record/log.ts';
import { changeTask, findTasks } from '../../../meetings/follow-up/task-store.ts';
import {
  getMeeting,
  latestDraftId,
  listMeetings,
  setMeetingStatus,
} from '../../../meetings/record/meeting-store.ts';
import { addAgendaItem, addVote, saveAttendance } from '../../../meetings/record/record-store.ts';
import { saveUnits } from '../../../members/units/unit-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';
import { unitNamed } from '../../support/units.ts';

const unit = (name: string, parentId: string | null = null): Unit =>
  unitNamed(name, { parentId, level: parentId ? 'cell' : 'grassroots_committee' });
const above = unit('Đảng bộ Mẫu');
const first = unit('Chi bộ Một', above.id);
const second = unit('Chi bộ Hai', above.id);
const secretary: Viewer = { accountId: newId(), role: 'secretary', unitIds: [first.id], ceiling: 'all' };
const at = '2026-08-06T02:00:00.000Z';
const attendance = {
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

describeEachDatabase('the meeting store', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    await db.tx((t) => saveUnits(t, [above, first, second]));
  });

  const log = (unitId: string, heldOn: string, conclusions: string[] = []): Promise<string> =>
    db.tx((t) =>
      logMeeting(
        t,
        {
          step: 'review',
          candidates: [],
          isCorrecting: false,
          draft: {
            unit: { id: unitId, name: '' },
            head: { kind: 'regular', heldOn, startsAt: '14:00', endsAt: '15:40', chair: 'Lê Văn Mẫu' },
            attendance,
            agenda: ['Kiểm điểm tháng 7'],
            conclusions,
          },
        },
        { accountId: secretary.accountId, at, today: heldOn },
      ),
    );

  it('gives back a meeting as it was logged', async () => {
    const id = await log(first.id, '2026-08-05', [
      'Giao Văn phòng gửi báo cáo theo Chỉ thị số 34-CT/TU, hạn 15/8',
      'Thống nhất kế hoạch tháng 8',
    ]);
    expect(await getMeeting(db, secretary, id)).toMatchObject({
      unitName: 'Chi bộ Một',
      parentName: 'Đảng bộ Mẫu',
      heldOn: '2026-08-05',
      startsAt: '14:00',
      status: 'draft',
      attendance,
      agenda: [{ ordinal: 1, title: 'Kiểm điểm tháng 7' }],
      decisions: [
        { ordinal: 1, basis: ['34-CT/TU'] },
        { ordinal: 2, basis: [] },
      ],
      tasks: [{ lead: 'Văn phòng', dueOn: '2026-08-15', doneAt: null }],
      votes: [],
    });
  });

  it('shows a secretary the meetings of their own units only, in lists, tasks and by id', async () => {
    const mine = await log(first.id, '2026-08-05', ['Giao chi ủy theo dõi, hạn 15/8']);
    const other = await log(second.id, '2026-08-04', ['Giao chi ủy tổng hợp, hạn 16/8']);
    expect((await listMeetings(db, secretary)).map((meeting) => meeting.id)).toEqual([mine]);
    expect(await getMeeting(db, secretary, other)).toBeNull();
    const { tasks } = await findTasks(db, secretary, { state: 'all', today: '2026-08-20' });
    expect(tasks.map((task) => task.meetingId)).toEqual([mine]);
    expect((await listMeetings(db, localViewer)).map((meeting) => meeting.id)).toEqual([mine, other]);
  });

  it('finds the draft that the account works on, until it is approved', async () => {
    const id = await log(first.id, '2026-08-05');
    expect(await latestDraftId(db, secretary)).toBe(id);
    expect(await latestDraftId(db, localViewer)).toBeNull();
    await db.tx((t) => setMeetingStatus(t, id, 'approved'));
    expect(await latestDraftId(db, secretary)).toBeNull();
  });

  it('lists tasks by state and by the document they rest on', async () => {
    const id = await log(first.id, '2026-08-05', [
      'Giao Văn phòng gửi báo cáo theo Chỉ thị số 34-CT/TU, hạn 15/8',
      'Giao chi ủy theo dõi việc học tập',
    ]);
    const list = async (filter: Partial<Parameters<typeof findTasks>[2]>) =>
      (await findTasks(db, secretary, { state: 'open', today: '2026-08-20', ...filter })).tasks;
    const [dated, undated] = await list({});
    expect([dated?.dueOn, undated?.dueOn]).toEqual(['2026-08-15', null]);
    expect(await list({ state: 'overdue' })).toHaveLength(1);
    expect(await list({ state: 'overdue', today: '2026-08-15' })).toHaveLength(0);
    expect(await list({ basisKeys: ['34|CT|TU'] })).toHaveLength(1);
    expect(await list({ basisKeys: ['34|CT|TW'] })).toHaveLength(0);
    await db.tx((t) => changeTask(t, dated ?? { id: '', revision: 0 }, { doneAt: at }));
    expect((await list({ state: 'done' })).map((task) => task.meetingId)).toEqual([id]);
    expect(await list({})).toHaveLength(1);
  });

  it('replaces an attendance, and adds agenda items and votes in order', async () => {
    const id = await log(first.id, '2026-08-05');
    await db.tx(async (t) => {
      await saveAttendance(t, id, { ...attendance, present: 15, absentWithReason: 1 });
      await addAgendaItem(t, id, 'Nhiệm vụ tháng 8');
      for (const subject of ['a', 'b']) {
        await addVote(t, id, {
          id: newId(),
          subject,
          base: 14,
          threshold: 'more-than-half',
          inFavour: 14,
          against: 0,
          other: 0,
          isPassed: true,
          ruleRef: 'x',
        });
      }
    });
    const meeting = await getMeeting(db, secretary, id);
    expect(meeting?.attendance?.present).toBe(15);
    expect(meeting?.agenda.map((item) => item.ordinal)).toEqual([1, 2]);
    expect(meeting?.votes.map((vote) => vote.subject)).toEqual(['a', 'b']);
  });

  it('keeps nothing of a meeting whose logging fails half way', async () => {
    await expect(
      db.tx(async (t) => {
        await logMeeting(
          t,
          {
            step: 'review',
            candidates: [],
            isCorrecting: false,
            draft: {
              unit: { id: first.id, name: '' },
              head: { kind: 'regular', heldOn: '2026-08-05' },
              attendance,
              agenda: [],
              conclusions: [],
            },
          },
          { accountId: null, at, today: '2026-08-05' },
        );
        throw new Error('power cut');
      }),
    ).rejects.toThrow('power cut');
    expect(await listMeetings(db, localViewer)).toEqual([]);
  });
});
