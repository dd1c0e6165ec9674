import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import { insertTask, tasksOfMeeting } from '../follow-up/task-store.ts';
import type { Attendance, Decision, Meeting, MeetingHead, MeetingKind, Task, Vote } from '../meeting.ts';

/** A meeting in a list. */
export interface MeetingSummary {
  id: string;
  unitName: string;
  kind: MeetingKind;
  title: string;
  heldOn: DateOnly;
  status: Meeting['status'];
  present: number | null;
  taskCount: number;
}

// $1: sees every unit, $2: units of the viewer. Every read of this file carries it.
const isVisible = '($1::boolean OR m.unit_id = ANY($2::uuid[]))';
const sight = (viewer: Viewer) => [seesAllUnits(viewer), viewer.unitIds] as const;

/** Inserts a meeting as a draft, with attendance and agenda if they are known. */
export async function insertMeeting(
  t: Queryable,
  meeting: MeetingHead & {
    id: string;
    attendance: Attendance | null;
    agenda: readonly string[];
    isDemo?: boolean;
  },
  by: { accountId: string | null; at: string },
): Promise<void> {
  const m = meeting;
  await t.query(
    `INSERT INTO meeting (id, unit_id, kind, title, held_on, starts_at, ends_at, place, chair, minute_taker, guests, ends_on,
                          session_no, is_extended, is_online, topic, participants, status, created_by, created_at,
                          updated_at, is_demo)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'draft', $18, $19, $19, $20)`,
    [
      m.id,
      m.unitId,
      m.kind,
      m.title,
      m.heldOn,
      m.startsAt,
      m.endsAt,
      m.place,
      m.chair,
      m.minuteTaker,
      m.guests,
      m.endsOn,
      m.sessionNo,
      m.isExtended,
      m.isOnline,
      m.topic,
      json(m.participants),
      by.accountId,
      by.at,
      m.isDemo ?? false,
    ],
  );
  if (m.attendance) await saveAttendance(t, m.id, m.attendance);
  for (const [i, title] of m.agenda.entries()) {
    await t.query('INSERT INTO agenda_item (meeting_id, ordinal, title) VALUES ($1, $2, $3)', [
      m.id,
      i + 1,
      title,
    ]);
  }
}

/** Sets or replaces the attendance of a meeting. The caller has checked that it adds up. */
export async function saveAttendance(t: Queryable, meetingId: string, a: Attendance): Promise<void> {
  await t.query(
    `INSERT INTO attendance (meeting_id, total, official, probationary, exempt, temporary_in, temporary_out, present,
                             absent_with_reason, absent_without_reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (meeting_id) DO UPDATE SET total = excluded.total, official = excluded.official,
       probationary = excluded.probationary, exempt = excluded.exempt, temporary_in = excluded.temporary_in,
       temporary_out = excluded.temporary_out, present = excluded.present,
       absent_with_reason = excluded.absent_with_reason, absent_without_reason = excluded.absent_without_reason`,
    [
      meetingId,
      a.total,
      a.official,
      a.probationary,
      a.exempt,
      a.temporaryIn,
      a.temporaryOut,
      a.present,
      a.absentWithReason,
      a.absentWithoutReason,
    ],
  );
}

/** Adds an agenda item behind the others. */
export async function addAgendaItem(t: Queryable, meetingId: string, title: string): Promise<void> {
  await t.query(
    `INSERT INTO agenda_item (meeting_id, ordinal, title)
     SELECT $1::uuid, coalesce(max(ordinal), 0) + 1, $2::text FROM agenda_item WHERE meeting_id = $1::uuid`,
    [meetingId, title],
  );
}

/** Adds a conclusion behind the others, and its task if there is one. */
export async function addDecision(
  t: Queryable,
  meetingId: string,
  decision: Omit<Decision, 'ordinal'>,
  task: Task | null,
): Promise<void> {
  await t.query(
    `INSERT INTO decision (id, meeting_id, ordinal, text, basis)
     SELECT $1::uuid, $2::uuid, coalesce(max(ordinal), 0) + 1, $3::text, $4::jsonb FROM decision WHERE meeting_id = $2::uuid`,
    [decision.id, meetingId, decision.text, json(decision.basis)],
  );
  if (task) {
    await insertTask(t, task, { meetingId, decisionId: decision.id });
  }
}

/** Adds the result of a vote behind the others. */
export async function addVote(t: Queryable, meetingId: string, vote: Omit<Vote, 'ordinal'>): Promise<void> {
  await t.query(
    `INSERT INTO vote (id, meeting_id, ordinal, subject, base, threshold, in_favour, against, other, is_passed, rule_ref)
     SELECT $1::uuid, $2::uuid, coalesce(max(ordinal), 0) + 1, $3::text, $4::integer, $5::text, $6::integer, $7::integer,
            $8::integer, $9::boolean, $10::text
     FROM vote WHERE meeting_id = $2::uuid`,
    [
      vote.id,
      meetingId,
      vote.subject,
      vote.base,
      vote.threshold,
      vote.inFavour,
      vote.against,
      vote.other,
      vote.isPassed,
      vote.ruleRef,
    ],
  );
}

/** Locks a draft as approved; false when it was not a draft any more. */
export async function approveMeeting(t: Queryable, meetingId: string, at: string): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE meeting SET status = 'approved', updated_at = $2 WHERE id = $1 AND status = 'draft'`,
    [meetingId, at],
  );
  return affected === 1;
}

/** Removes the meetings of the demo data, and those that somebody logged for a demo unit while trying things out. */
export async function deleteDemoMeetings(t: Queryable): Promise<number> {
  const { affected } = await t.query(
    'DELETE FROM meeting WHERE is_demo OR unit_id IN (SELECT id FROM org_unit WHERE is_demo)',
  );
  return affected;
}

/** Meetings that the viewer may see, newest first. */
export async function listMeetings(
  db: Queryable,
  viewer: Viewer,
  options: { unitIds?: readonly string[]; limit?: number } = {},
): Promise<MeetingSummary[]> {
  const { rows } = await db.query<MeetingSummary>(
    `SELECT m.id, u.name AS "unitName", m.kind, m.title, m.held_on AS "heldOn", m.status, a.present,
            (SELECT count(*) FROM task k WHERE k.meeting_id = m.id) AS "taskCount"
     FROM meeting m JOIN org_unit u ON u.id = m.unit_id LEFT JOIN attendance a ON a.meeting_id = m.id
     WHERE ${isVisible} AND ($3::boolean OR m.unit_id = ANY($4::uuid[]))
     ORDER BY m.held_on DESC, m.created_at DESC LIMIT $5`,
    [...sight(viewer), options.unitIds === undefined, options.unitIds ?? [], options.limit ?? 10],
  );
  return rows;
}

/** The draft that the account logged last, or null: what '/diemdanh', '/ketluan' and '/bieuquyet' speak of. */
export async function latestDraftId(db: Queryable, viewer: Viewer): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT m.id FROM meeting m WHERE ${isVisible} AND m.status = 'draft' AND m.created_by = $3
     ORDER BY m.created_at DESC, m.held_on DESC LIMIT 1`,
    [...sight(viewer), viewer.accountId],
  );
  return rows[0]?.id ?? null;
}

/** One meeting with all that belongs to it, or null where the viewer may not see it. */
export async function getMeeting(db: Queryable, viewer: Viewer, id: string): Promise<Meeting | null> {
  const { rows } = await db.query<Omit<Meeting, 'attendance' | 'agenda' | 'decisions' | 'tasks' | 'votes'>>(
    `SELECT m.id, m.unit_id AS "unitId", u.name AS "unitName", p.name AS "parentName", m.kind, m.title,
            m.held_on AS "heldOn", m.starts_at AS "startsAt", m.ends_at AS "endsAt", m.place, m.chair, m.minute_taker AS "minuteTaker", m.guests,
            m.ends_on AS "endsOn", m.session_no AS "sessionNo", m.is_extended AS "isExtended", m.is_online AS "isOnline",
            m.topic, m.participants, m.status, m.revision
     FROM meeting m JOIN org_unit u ON u.id = m.unit_id LEFT JOIN org_unit p ON p.id = u.parent_id
     WHERE ${isVisible} AND m.id = $3`,
    [...sight(viewer), id],
  );
  const head = rows[0];
  if (!head) return null;
  const attendance = await db.query<Attendance>(
    `SELECT total, official, probationary, exempt, temporary_in AS "temporaryIn", temporary_out AS "temporaryOut", present,
            absent_with_reason AS "absentWithReason", absent_without_reason AS "absentWithoutReason"
     FROM attendance WHERE meeting_id = $1`,
    [id],
  );
  const agenda = await db.query<{ ordinal: number; title: string; discussion: string }>(
    'SELECT ordinal, title, discussion FROM agenda_item WHERE meeting_id = $1 ORDER BY ordinal',
    [id],
  );
  const decisions = await db.query<Decision>(
    'SELECT id, ordinal, text, basis FROM decision WHERE meeting_id = $1 ORDER BY ordinal',
    [id],
  );
  const tasks = await tasksOfMeeting(db, id);
  const votes = await db.query<Vote>(
    `SELECT id, ordinal, subject, base, threshold, in_favour AS "inFavour", against, other, is_passed AS "isPassed",
            rule_ref AS "ruleRef"
     FROM vote WHERE meeting_id = $1 ORDER BY ordinal`,
    [id],
  );
  return {
    ...head,
    attendance: attendance.rows[0] ?? null,
    agenda: agenda.rows,
    decisions: decisions.rows,
    tasks,
    votes: votes.rows,
  };
}
