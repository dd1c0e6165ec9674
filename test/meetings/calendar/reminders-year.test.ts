import { beforeAll, expect, it } from 'vitest';
import { addAccount } from '../../../access/account-store.ts';
import { createReminderWorker, type ReminderDeps } from '../../../bot/features/meetings/reminders-worker.ts';
import { addEvent } from '../../../bot/inbox-store.ts';
import { newId } from '../../../core/ids.ts';
import { silentLogger } from '../../../core/logger.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Database } from '../../../db/database.ts';
import { randomNumbers } from '../../../eval/random.ts';
import { recipientsOf } from '../../../meetings/calendar/due.ts';
import { gatherDue, officeDays } from '../../../meetings/calendar/gather.ts';
import { changePlan, getPlan, insertPlans } from '../../../meetings/calendar/plan-store.ts';
import { remindedPeople } from '../../../meetings/calendar/reminder-store.ts';
import { addDays } from '../../../text/dates.ts';
import { fixedClock } from '../../bot/turns.ts';
import { openTestDatabase } from '../../support/database.ts';
import { addUnits } from './rows.ts';

/*
 * A year of an office in a minute of its own: plans that are held, moved or forgotten, tasks that are done late, two
 * processes that look at the same time, start anew, and die before or after they have committed. What had to be told is
 * computed beside it from the data of each day.
 */

const first = '2026-01-01';
const at = (day: string, time: string): string => new Date(`${day}T${time}:00+07:00`).toISOString();
const id = { commune: newId(), cells: [newId(), newId()] };
const clock = fixedClock();
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  clock.set(at(first, '06:00'));
  await addUnits(db, [
    [id.commune, 'Đảng bộ xã Bình An', 'upper_grassroots', null],
    ...id.cells.map((cell, i) => [cell, `Chi bộ thôn ${i + 1}`, 'grassroots_cell', id.commune] as const),
  ]);
  // The second cell has no secretary: the one above is told.
  const accounts = [
    await addAccount(db, { name: 'Văn phòng', role: 'office', unitIds: [] }, clock.now()),
    await addAccount(db, { name: 'Bí thư xã', role: 'secretary', unitIds: [id.commune] }, clock.now()),
    await addAccount(
      db,
      { name: 'Bí thư thôn', role: 'secretary', unitIds: [id.cells[0] ?? ''] },
      clock.now(),
    ),
  ];
  for (const accountId of accounts) {
    const now = clock.now().toISOString();
    const to = { channel: 'web', account: 'main', chat: accountId };
    const head = { key: `web:main:${newId()}`, at: now, senderId: accountId, to, isGroup: false };
    await addEvent(db, { ...head, type: 'text', text: 'xin chào' }, now);
  }
});

const worker = (rest: Partial<ReminderDeps> = {}) =>
  createReminderWorker({
    ...{ db, clock, logger: silentLogger, channels: [{ id: 'web', dropsRepeats: true }], deliver: () => {} },
    ...rest,
  });

it('over a year everything that is due is told once, whatever processes start, look together and die', async () => {
  const random = randomNumbers(2026);
  const by = () => ({ accountId: null, at: clock.now().toISOString() });
  const expected = new Set<string>();
  let messages = 0;
  let workers = [worker(), worker()];
  for (let n = 0; n < 365; n++) {
    const today = addDays(first, n);
    clock.set(at(today, '07:00'));
    // The life of the office goes on before the day's message.
    if (today.endsWith('-01'))
      for (const unitId of id.cells) {
        const heldOn = addDays(today, 3 + Math.floor(random() * 20));
        await insertPlans(
          db,
          [
            {
              ...{ unitId, kind: 'regular', topic: '', sessionNo: null, isExtended: false, isOnline: false },
              ...{
                heldOn,
                startsAt: '14:00',
                endsAt: null,
                place: '',
                chair: '',
                minuteTaker: '',
                guests: '',
              },
              ...{ agenda: [], materials: random() < 0.5 ? [{ label: 'Dự thảo', documentId: null }] : [] },
            },
          ],
          by(),
        );
        await db.query(
          `INSERT INTO task (id, unit_id, opened_on, content, lead, lead_unit_id, due_on)
           VALUES ($1, $2, $3, 'Việc tháng', '', $4, $5)`,
          [
            newId(),
            id.commune,
            today,
            random() < 0.7 ? unitId : null,
            addDays(today, Math.floor(random() * 60)),
          ],
        );
      }
    if (n % 9 === 0)
      await db.query(
        `UPDATE task SET done_at = $1 WHERE id = (SELECT id FROM task WHERE done_at IS NULL ORDER BY due_on, id LIMIT 1)`,
        [clock.now().toISOString()],
      );
    if (n % 25 === 7) {
      const { rows } = await db.query<{ id: string }>(
        `SELECT id FROM planned_meeting WHERE planned_on >= $1::date AND cancelled_at IS NULL
         ORDER BY planned_on, id LIMIT 1`,
        [today],
      );
      const plan = rows[0] && (await getPlan(db, localViewer, rows[0].id));
      if (plan) await changePlan(db, { ...plan, heldOn: addDays(plan.heldOn, 2) }, by());
    }
    if (n % 14 === 5)
      await db.query(
        `UPDATE planned_meeting SET cancelled_at = now() WHERE id = (SELECT id FROM planned_meeting
           WHERE planned_on < $1::date AND cancelled_at IS NULL ORDER BY planned_on DESC, id LIMIT 1)`,
        [today],
      );

    // On most days the machine is off: what is due later is still told, what is over is not.
    if (random() < 0.75) continue;
    clock.set(at(today, '07:40'));
    const days = await officeDays(db);
    if (!days.isOff(today)) {
      const { items, parentOf } = await gatherDue(db, today, days);
      const people = await remindedPeople(db, today);
      const told = new Set<string>();
      for (const item of items)
        for (const accountId of recipientsOf(item, people, parentOf)) {
          const key = `${accountId} ${item.key}`;
          if (!expected.has(key)) told.add(accountId);
          expected.add(key);
        }
      messages += told.size;
    }
    // Now and then a process dies before it has committed anything, or right after.
    const fate = random();
    if (fate < 0.12) {
      const dying: Database = {
        ...db,
        query: (...of) => db.query(...of),
        tx: (work) =>
          db.tx(async (t) => {
            await work(t);
            throw new Error('killed');
          }),
      };
      await worker({ db: dying }).look();
    }
    if (fate > 0.88)
      await worker({
        deliver: () => {
          throw new Error('killed');
        },
      })
        .look()
        .catch(() => 0);
    if (fate > 0.45 && fate < 0.55) workers = [worker(), worker()];
    await Promise.all(workers.map((one) => one.look()));
    await db.query('UPDATE outbox SET sent_at = $1 WHERE sent_at IS NULL', [clock.now().toISOString()]);
  }
  const { rows } = await db.query<{ key: string }>(
    `SELECT account_id || ' ' || item_key AS key FROM reminder_told ORDER BY 1`,
  );
  expect(rows.map(({ key }) => key)).toEqual([...expected].sort());
  expect(expected.size).toBeGreaterThan(60);
  const sent = await db.query<{ key: string }>('SELECT key FROM outbox');
  expect(sent.rows).toHaveLength(messages);
  expect(new Set(sent.rows.map(({ key }) => key)).size).toBe(messages);
}, 120_000);
