import { beforeAll, beforeEach, expect, it } from 'vitest';
import { addAccount } from '../../../access/account-store.ts';
import { createReminderWorker, type ReminderDeps } from '../../../bot/features/meetings/reminders-worker.ts';
import { addEvent } from '../../../bot/inbox-store.ts';
import { noteSent, type OpenReply } from '../../../bot/outbox-store.ts';
import { silentLogger } from '../../../core/logger.ts';
import { newId } from '../../../core/ids.ts';
import type { Role } from '../../../core/viewer.ts';
import type { Database, Queryable } from '../../../db/database.ts';
import { changePlan, getPlan, insertPlans } from '../../../meetings/calendar/plan-store.ts';
import type { NewPlan, PlannedMeeting } from '../../../meetings/calendar/plan.ts';
import { defaultSettings } from '../../../meetings/calendar/reminder-settings.ts';
import { saveReminderSettings } from '../../../meetings/calendar/reminder-store.ts';
import { localViewer } from '../../../core/viewer.ts';
import { fixedClock } from '../../bot/turns.ts';
import { readable } from '../../members/feature-turns.ts';
import { describeEachDatabase, emptyTables } from '../../support/database.ts';
import type { Block } from '../../../bot/types.ts';
import { addUnits } from './rows.ts';

const id = { commune: newId(), office: newId(), hamlet: newId() };
const plan = (more: Partial<NewPlan> = {}): NewPlan => ({
  unitId: id.office,
  kind: 'regular',
  topic: '',
  sessionNo: null,
  isExtended: false,
  isOnline: false,
  heldOn: '2026-08-05',
  startsAt: '14:00',
  endsAt: null,
  place: 'Phòng họp số 2',
  chair: '',
  minuteTaker: '',
  guests: '',
  agenda: [],
  materials: [{ label: 'Dự thảo nghị quyết', documentId: null }],
  ...more,
});
/** On the clock of the office. */
const at = (day: string, time: string): string => new Date(`${day}T${time}:00+07:00`).toISOString();

describeEachDatabase('reminders', (open) => {
  let db: Database;
  let people: Record<'office' | 'officeCell' | 'hamlet' | 'admin', string>;
  const clock = fixedClock();
  const channels: ReminderDeps['channels'] = [{ id: 'web', dropsRepeats: true }, { id: 'messenger' }];

  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    clock.set(at('2026-08-04', '08:00'));
    await addUnits(db, [
      [id.commune, 'Đảng bộ xã Bình An', 'upper_grassroots', null],
      [id.office, 'Chi bộ Văn phòng', 'grassroots_cell', id.commune],
      [id.hamlet, 'Chi bộ thôn 3', 'grassroots_cell', id.commune],
    ]);
    const account = (name: string, role: Role, unitIds: string[] = []) =>
      addAccount(db, { name, role, unitIds }, clock.now());
    people = {
      office: await account('Văn phòng', 'office'),
      officeCell: await account('Bí thư Văn phòng', 'secretary', [id.office]),
      hamlet: await account('Bí thư thôn 3', 'secretary', [id.hamlet]),
      admin: await account('Quản trị', 'admin'),
    };
    for (const accountId of Object.values(people)) await write(accountId);
  });

  /** Somebody writes in their private chat, which is where they are told things. */
  const write = (accountId: string, channel = 'web') =>
    addEvent(
      db,
      {
        key: `${channel}:main:${newId()}`,
        at: clock.now().toISOString(),
        senderId: accountId,
        to: { channel, account: 'main', chat: accountId },
        isGroup: false,
        type: 'text',
        text: 'xin chào',
      },
      clock.now().toISOString(),
    );
  const addPlan = async (more: Partial<NewPlan> = {}, by: string | null = null): Promise<string> =>
    (await insertPlans(db, [plan(more)], { accountId: by, at: clock.now().toISOString() }))[0] as string;
  const addTask = (content: string, dueOn: string, leadUnitId: string | null, unitId = id.commune) =>
    db.query(
      `INSERT INTO task (id, unit_id, opened_on, content, lead, lead_unit_id, due_on)
       VALUES ($1, $2, '2026-07-01', $3, '', $4, $5)`,
      [newId(), unitId, content, leadUnitId, dueOn],
    );
  const worker = (rest: Partial<ReminderDeps> = {}, on: Database = db) => {
    const delivered: OpenReply[] = [];
    const made = createReminderWorker({
      db: on,
      clock,
      logger: silentLogger,
      channels,
      deliver: (reply) => void delivered.push(reply),
      ...rest,
    });
    return { ...made, delivered };
  };
  /** Everything in the outbox: to whom and what it says. */
  const outbox = async (accountId?: string): Promise<string[]> => {
    const { rows } = await db.query<{ chat: string; blocks: Block[] }>(
      `SELECT address ->> 'chat' AS chat, blocks FROM outbox ORDER BY seq`,
    );
    return rows
      .filter(({ chat }) => accountId === undefined || chat === accountId)
      .map(({ blocks }) => readable(blocks));
  };

  it('are of plans that keep their last day and who takes part, also when they are moved', async () => {
    const participants = [
      { capacity: 'co-chair' as const, name: 'Hà Thị Nga', position: 'Phó Bí thư', body: '' },
    ];
    const planId = await addPlan({ heldOn: '2026-08-11', endsOn: '2026-08-12', participants });
    const kept = await getPlan(db, localViewer, planId);
    expect(kept).toMatchObject({ endsOn: '2026-08-12', participants });
    if (!kept) return;
    await changePlan(
      db,
      { ...kept, heldOn: '2026-08-18' },
      { accountId: null, at: clock.now().toISOString() },
    );
    expect(await getPlan(db, localViewer, planId)).toMatchObject({ endsOn: '2026-08-19', participants });
  });

  it('tell of a meeting tomorrow once, to the secretary of the unit and to nobody else', async () => {
    await addPlan();
    const one = worker();
    expect(await one.look()).toBe(1);
    expect(await outbox(people.officeCell)).toEqual([
      expect.stringContaining('Sinh hoạt chi bộ thường kỳ, Chi bộ Văn phòng: 14:00, Phòng họp số 2'),
    ]);
    clock.set(at('2026-08-04', '15:00'));
    expect(await one.look()).toBe(0);
    // A process that starts anew computes the same and tells nothing again.
    expect(await worker().look()).toBe(0);
    expect(await outbox()).toHaveLength(1);
    clock.set(at('2026-08-05', '07:30'));
    await worker().look();
    expect((await outbox(people.officeCell))[1]).toContain('Hôm nay');
  });

  it('leave once, however many processes look at the same time', async () => {
    await addPlan();
    await addPlan({ unitId: id.hamlet });
    await addTask('Rà soát danh sách', '2026-08-06', id.hamlet);
    const workers = Array.from({ length: 4 }, () => worker());
    const counts = await Promise.all(workers.map((each) => each.look()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await outbox(people.officeCell)).toHaveLength(1);
    expect(await outbox(people.hamlet)).toHaveLength(1);
  });

  it('are computed again where the process was killed before it had committed', async () => {
    await addPlan();
    const dying: Database = {
      ...db,
      query: (sql, params) => db.query(sql, params),
      tx: <T>(work: (t: Queryable) => Promise<T>) =>
        db.tx(async (t) => {
          await work(t);
          throw new Error('killed');
        }),
    };
    const first = worker({}, dying);
    expect(await first.look()).toBe(0);
    expect(first.delivered).toEqual([]);
    expect(await outbox()).toEqual([]);
    expect(await worker().look()).toBe(1);
    expect(await outbox()).toHaveLength(1);
  });

  it('are sent by another process where the first was killed between the commit and the send', async () => {
    await addPlan();
    const killed = worker({
      deliver() {
        throw new Error('killed');
      },
    });
    await killed.look();
    const other = worker();
    await other.look();
    // Too early: the first might only be slow.
    expect(other.delivered).toEqual([]);
    clock.set(at('2026-08-04', '08:03'));
    await other.look();
    expect(other.delivered.map(({ key }) => key)).toEqual([`reminder:${people.officeCell}:2026-08-04`]);
    const { seq } = other.delivered[0] as OpenReply;
    await noteSent(db, [{ seq, partsSent: 1, receiptIds: ['1'], sentAt: clock.now().toISOString() }]);
    clock.set(at('2026-08-04', '08:06'));
    await other.look();
    expect(other.delivered).toHaveLength(1);
    expect(await outbox()).toHaveLength(1);
  });

  it('wait for the hour of the digest and keep quiet hours and days off, and come late rather than never', async () => {
    await addPlan({ heldOn: '2026-08-10' });
    const look = async (day: string, time: string): Promise<number> => {
      clock.set(at(day, time));
      return worker().look();
    };
    await saveReminderSettings(
      db,
      people.officeCell,
      { ...defaultSettings, digestAt: '05:00', quietFrom: '20:00', quietTo: '06:00' },
      clock.now().toISOString(),
    );
    expect(await look('2026-08-06', '08:00')).toBe(0);
    // Monday's meeting is told on Friday.
    expect(await look('2026-08-07', '05:30')).toBe(0);
    expect(await look('2026-08-07', '20:00')).toBe(0);
    expect(await look('2026-08-07', '19:59')).toBe(1);
    expect(await look('2026-08-08', '09:00')).toBe(0);
    expect(await look('2026-08-10', '06:00')).toBe(1);
  });

  it('stop for who switched them off, and leave out a topic that was switched off', async () => {
    await addPlan({ materials: [], heldOn: '2026-08-06' });
    const save = (more: Partial<typeof defaultSettings>) =>
      saveReminderSettings(db, people.officeCell, { ...defaultSettings, ...more }, clock.now().toISOString());
    await save({ isOn: false });
    expect(await worker().look()).toBe(0);
    await save({ muted: ['materials'] });
    expect(await worker().look()).toBe(0);
    clock.set(at('2026-08-05', '07:30'));
    await worker().look();
    const [told] = await outbox(people.officeCell);
    expect(told).toContain('Cuộc họp sắp tới');
    expect(told).not.toContain('chưa có tài liệu');
  });

  it('of tasks go to who leads, once when three days are left and on the day; overdue also to who gave them', async () => {
    await addTask('Rà soát danh sách', '2026-08-07', id.hamlet, id.office);
    const told = async (day: string): Promise<string[][]> => {
      clock.set(at(day, '08:00'));
      const before = [(await outbox(people.hamlet)).length, (await outbox(people.officeCell)).length];
      await worker().look();
      return [
        (await outbox(people.hamlet)).slice(before[0]),
        (await outbox(people.officeCell)).slice(before[1]),
      ];
    };
    expect(await told('2026-08-03')).toEqual([[], []]);
    expect(await told('2026-08-04')).toEqual([[expect.stringContaining('Còn 3 ngày')], []]);
    expect(await told('2026-08-05')).toEqual([[], []]);
    expect(await told('2026-08-07')).toEqual([[expect.stringContaining('Hạn hôm nay')], []]);
    const late = expect.stringContaining('Quá hạn 3 ngày');
    expect(await told('2026-08-10')).toEqual([[late], [late]]);
    expect(await told('2026-08-11')).toEqual([[], []]);
    expect(await told('2026-08-17')).toEqual([
      [expect.stringContaining('Quá hạn 10 ngày')],
      [expect.stringContaining('Quá hạn 10 ngày')],
    ]);
  });

  it('name from day 25 on who has not met, to the secretary and all of them to the office', async () => {
    await db.query(
      `INSERT INTO meeting (id, unit_id, kind, held_on, status, created_at, updated_at)
       VALUES ($1, $2, 'regular', '2026-07-03', 'approved', now(), now())`,
      [newId(), id.office],
    );
    clock.set(at('2026-07-23', '08:00'));
    expect(await worker().look()).toBe(0);
    // The 25th is a Saturday.
    clock.set(at('2026-07-24', '08:00'));
    expect(await worker().look()).toBe(2);
    expect(await outbox(people.officeCell)).toEqual([]);
    expect(await outbox(people.hamlet)).toEqual([
      expect.stringContaining('Chi bộ thôn 3 chưa sinh hoạt thường kỳ tháng 7/2026'),
    ]);
    const [office] = await outbox(people.office);
    expect(office).toContain('Chi bộ thôn 3 chưa');
    expect(office).not.toContain('Chi bộ Văn phòng');
    clock.set(at('2026-07-27', '08:00'));
    expect(await worker().look()).toBe(0);
  });

  it('of a change that cannot wait leave at once, outside the quiet hours, but not to who made it', async () => {
    const planId = await addPlan({}, people.office);
    await worker().look();
    const move = async (heldOn: string, by: string): Promise<void> => {
      const found = (await getPlan(db, localViewer, planId)) as PlannedMeeting;
      const isSaved = await changePlan(
        db,
        { ...found, heldOn },
        { accountId: by, at: clock.now().toISOString() },
      );
      expect(isSaved).toBe(true);
    };
    clock.set(at('2026-08-04', '21:30'));
    await move('2026-08-06', people.office);
    expect(await worker().look()).toBe(0);
    clock.set(at('2026-08-05', '06:31'));
    expect(await worker().look()).toBe(1);
    expect((await outbox(people.officeCell))[1]).toContain('dời từ 05/8/2026 sang ngày này');
    await move('2026-08-07', people.officeCell);
    clock.set(at('2026-08-05', '07:00'));
    expect(await worker().look()).toBe(0);
  });

  it('say over a channel for public content only that there is something', async () => {
    await addPlan();
    const one = worker();
    await one.look();
    const blocks = one.delivered.flatMap((reply) => reply.blocks);
    const outside = blocks.filter((block) => !('audience' in block && block.audience === 'internal'));
    expect(blocks.length).toBeGreaterThan(outside.length);
    expect(JSON.stringify(outside)).not.toContain('Văn phòng');
  });

  it('reach people where they wrote last over a channel that this process serves', async () => {
    await addPlan();
    await write(people.officeCell, 'elsewhere');
    const one = worker();
    await one.look();
    expect(one.delivered.map(({ address }) => address.channel)).toEqual(['web']);
  });
});
