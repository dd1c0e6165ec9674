import type { DateOnly } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import { json, type Queryable } from '../../db/database.ts';
import type { CadenceUnit } from './cadence.ts';
import type { DueTask, Responsible } from './due.ts';
import { defaultSettings, type ReminderSettings } from './reminder-settings.ts';

/** Somebody who may be reminded, as they want it. */
export interface Reminded extends Responsible {
  settings: ReminderSettings;
  /** The digest of the day was computed. */
  isDone: boolean;
}

/** Every enabled account that takes care of meetings, with its settings and whether `day` is done. */
export async function remindedPeople(db: Queryable, day: DateOnly): Promise<Reminded[]> {
  const { rows } = await db.query<Responsible & { settings: ReminderSettings | null; isDone: boolean }>(
    `SELECT a.id AS "accountId", a.role,
            ARRAY(SELECT au.unit_id FROM account_unit au WHERE au.account_id = a.id ORDER BY au.unit_id) AS "ownUnitIds",
            CASE WHEN s.account_id IS NULL THEN NULL ELSE jsonb_build_object('isOn', s.is_on, 'digestAt', s.digest_at,
              'quietFrom', s.quiet_from, 'quietTo', s.quiet_to, 'onDaysOff', s.on_days_off, 'muted', s.muted)
            END AS settings,
            r.day IS NOT NULL AS "isDone"
     FROM account a LEFT JOIN reminder_setting s ON s.account_id = a.id
     LEFT JOIN reminder_round r ON r.account_id = a.id AND r.day = $1::date
     WHERE a.disabled_at IS NULL AND a.role <> 'cadre' ORDER BY a.id`,
    [day],
  );
  return rows.map((row) => ({ ...row, settings: row.settings ?? defaultSettings }));
}

/** How an account wants to be reminded. */
export async function reminderSettings(db: Queryable, accountId: string): Promise<ReminderSettings> {
  const { rows } = await db.query<ReminderSettings>(
    `SELECT is_on AS "isOn", digest_at AS "digestAt", quiet_from AS "quietFrom", quiet_to AS "quietTo",
            on_days_off AS "onDaysOff", muted FROM reminder_setting WHERE account_id = $1`,
    [accountId],
  );
  return rows[0] ?? defaultSettings;
}

/** Keeps how an account wants to be reminded. */
export async function saveReminderSettings(
  t: Queryable,
  accountId: string,
  settings: ReminderSettings,
  at: string,
): Promise<void> {
  await t.query(
    `INSERT INTO reminder_setting (account_id, is_on, digest_at, quiet_from, quiet_to, on_days_off, muted, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (account_id) DO UPDATE SET is_on = excluded.is_on, digest_at = excluded.digest_at,
       quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, on_days_off = excluded.on_days_off,
       muted = excluded.muted, updated_at = excluded.updated_at`,
    [
      accountId,
      settings.isOn,
      settings.digestAt,
      settings.quietFrom,
      settings.quietTo,
      settings.onDaysOff,
      json(settings.muted),
      at,
    ],
  );
}

/**
 * Takes the digest of an account and day, in the transaction that sends it; false where it was taken before. A second
 * process that comes at the same time waits here until the first has committed, or takes it where the first died.
 */
export async function takeRound(t: Queryable, accountId: string, day: DateOnly): Promise<boolean> {
  const { affected } = await t.query(
    'INSERT INTO reminder_round (account_id, day) VALUES ($1, $2::date) ON CONFLICT DO NOTHING',
    [accountId, day],
  );
  return affected === 1;
}

/** Notes items as told to an account, in the transaction that tells them; returns those that had not been told. */
export async function takeItems(
  t: Queryable,
  accountId: string,
  keys: readonly string[],
  at: string,
): Promise<string[]> {
  const { rows } = await t.query<{ key: string }>(
    `INSERT INTO reminder_told (account_id, item_key, told_at)
     SELECT $1::uuid, k, $3::timestamptz FROM unnest($2::text[]) AS k
     ON CONFLICT DO NOTHING RETURNING item_key AS key`,
    [accountId, keys, at],
  );
  return rows.map(({ key }) => key);
}

/** Forgets what was told so long ago that it cannot come up again. */
export async function forgetTold(t: Queryable, before: string): Promise<void> {
  await t.query('DELETE FROM reminder_told WHERE told_at < $1::timestamptz', [before]);
  await t.query('DELETE FROM reminder_round WHERE day < $1::timestamptz::date', [before]);
}

const taskColumns = `k.id, k.content, k.lead, k.lead_unit_id AS "leadUnitId", k.due_on AS "dueOn", u.id AS "unitId",
  u.name AS "unitName", COALESCE(m.held_on, k.opened_on) AS "givenOn"`;
const openTasks = `task k LEFT JOIN meeting m ON m.id = k.meeting_id
  JOIN org_unit u ON u.id = COALESCE(m.unit_id, k.unit_id)
  WHERE k.done_at IS NULL AND k.cancelled_at IS NULL AND (m.id IS NULL OR m.status NOT IN ('planned', 'cancelled'))`;

/**
 * Open tasks of the whole office that are due by `until`. Who leads a task is told of it, whatever else of its meeting
 * they may see: it was given to them.
 */
export async function tasksDueBy(db: Queryable, until: DateOnly): Promise<DueTask[]> {
  const { rows } = await db.query<DueTask>(
    `SELECT ${taskColumns} FROM ${openTasks} AND k.due_on <= $1::date ORDER BY k.due_on, k.id`,
    [until],
  );
  return rows;
}

/** Open tasks with a date that a unit of the viewer gave or leads; of `unitIds` alone where they are given. */
export async function datedTasks(
  db: Queryable,
  viewer: Viewer,
  unitIds?: readonly string[],
): Promise<DueTask[]> {
  const { rows } = await db.query<DueTask>(
    `SELECT ${taskColumns} FROM ${openTasks} AND k.due_on IS NOT NULL
       AND ($1::boolean OR u.id = ANY($2::uuid[]) OR k.lead_unit_id = ANY($2::uuid[]))
       AND ($3::boolean OR u.id = ANY($4::uuid[]) OR k.lead_unit_id = ANY($4::uuid[]))
     ORDER BY k.due_on, k.id`,
    [seesAllUnits(viewer), viewer.unitIds, unitIds === undefined, unitIds ?? []],
  );
  return rows;
}

/** Units that exist on a day, as far as cadence and the way up are concerned. */
export async function unitsOn(
  db: Queryable,
  day: DateOnly,
): Promise<(CadenceUnit & { parentId: string | null })[]> {
  const { rows } = await db.query<CadenceUnit & { parentId: string | null }>(
    `SELECT id, name, level, parent_id AS "parentId", valid_from AS "validFrom", valid_to AS "validTo" FROM org_unit
     WHERE (valid_from IS NULL OR valid_from <= $1::date) AND (valid_to IS NULL OR valid_to >= $1::date)
     ORDER BY name, id`,
    [day],
  );
  return rows;
}
