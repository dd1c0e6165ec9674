import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable, SqlValue } from '../../db/database.ts';
import { tasksOfMeeting } from '../follow-up/task-store.ts';
import { meetingStatuses } from '../meeting.ts';
import type { Attendance, Meeting, MeetingHead, MeetingKind, MeetingStatus } from '../meeting.ts';
import { readRecord, replaceAgenda, saveAttendance } from './record-store.ts';

/** A meeting in a list. */
export interface MeetingSummary {
  id: string;
  unitId: string;
  unitName: string;
  kind: MeetingKind;
  title: string;
  sessionNo: number | null;
  topic: string;
  heldOn: DateOnly;
  endsOn: DateOnly | null;
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  status: MeetingStatus;
  revision: number;
  /** Members who came, and members on the list; null while no attendance was taken, or where nobody told them. */
  present: number | null;
  total: number | null;
  taskCount: number;
}

// $1: sees every unit, $2: units of the viewer. Every read of this file carries it.
const isVisible = '($1::boolean OR m.unit_id = ANY($2::uuid[]))';
const sight = (viewer: Viewer) => [seesAllUnits(viewer), viewer.unitIds] as const;

/** Inserts a meeting, with attendance and agenda if they are known. */
export async function insertMeeting(
  t: Queryable,
  meeting: MeetingHead & {
    id: string;
    attendance: Attendance | null;
    agenda: readonly string[];
    /** Default 'draft'. */
    status?: MeetingStatus;
    isDemo?: boolean;
  },
  by: { accountId: string | null; at: string },
): Promise<void> {
  const m = meeting;
  await t.query(
    `INSERT INTO meeting (id, unit_id, kind, title, held_on, starts_at, ends_at, place, chair, minute_taker, guests, ends_on,
                          session_no, is_extended, is_online, topic, participants, status, created_by, created_at,
                          updated_at, is_demo)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20, $21)`,
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
      m.status ?? 'draft',
      by.accountId,
      by.at,
      m.isDemo ?? false,
    ],
  );
  if (m.attendance) await saveAttendance(t, m.id, m.attendance);
  await replaceAgenda(
    t,
    m.id,
    m.agenda.map((title) => ({ title, discussion: '' })),
  );
}

/** What stands in the meeting's own row. */
type StoredHead = MeetingHead & Pick<Meeting, 'recipients'>;

/** The columns of a meeting's head. */
const headColumns = {
  unitId: 'unit_id',
  kind: 'kind',
  title: 'title',
  heldOn: 'held_on',
  endsOn: 'ends_on',
  startsAt: 'starts_at',
  endsAt: 'ends_at',
  place: 'place',
  chair: 'chair',
  minuteTaker: 'minute_taker',
  guests: 'guests',
  sessionNo: 'session_no',
  isExtended: 'is_extended',
  isOnline: 'is_online',
  topic: 'topic',
  participants: 'participants',
  recipients: 'recipients',
} as const satisfies Record<keyof StoredHead, string>;

/** Changes fields of a meeting's head; what is absent stays. Only within `changeMeeting`. */
export async function updateHead(t: Queryable, meetingId: string, head: Partial<StoredHead>): Promise<void> {
  const fields = (Object.keys(headColumns) as (keyof StoredHead)[]).filter((field) => field in head);
  if (fields.length === 0) return;
  const values = fields.map((field) => {
    const value = head[field] ?? null;
    return field === 'participants' || field === 'recipients'
      ? json(value)
      : (value as string | number | boolean | null);
  });
  const sets = fields.map((field, i) => `${headColumns[field]} = $${i + 2}`);
  await t.query(`UPDATE meeting SET ${sets.join(', ')} WHERE id = $1`, [meetingId, ...values]);
}

/** Moves a meeting to a status. Only within `changeMeeting`, which has looked at the one before. */
export async function setMeetingStatus(t: Queryable, meetingId: string, to: MeetingStatus): Promise<void> {
  await t.query('UPDATE meeting SET status = $2 WHERE id = $1', [meetingId, to]);
}

/**
 * Takes the turn to change a meeting: raises its revision where it is still `revision` and in one of `statuses`, and
 * keeps others out until the transaction ends. False where somebody was quicker, or the viewer may not see it.
 */
export async function takeRevision(
  t: Queryable,
  viewer: Viewer,
  meeting: { id: string; revision: number; statuses: readonly MeetingStatus[] },
  at: string,
): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE meeting m SET revision = m.revision + 1, updated_at = $6
     WHERE ${isVisible} AND m.id = $3 AND m.revision = $4 AND m.status = ANY($5::text[])`,
    [...sight(viewer), meeting.id, meeting.revision, meeting.statuses, at],
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

/** Which meetings to list; what is left out does not narrow. */
export interface MeetingFilter {
  /** Only of these units, as given: the caller adds the units below where they are meant. */
  unitIds?: readonly string[];
  kinds?: readonly MeetingKind[];
  /** Default: all but 'cancelled'. */
  statuses?: readonly MeetingStatus[];
  /** First and last day, both included; a meeting of several days counts by its first. */
  from?: DateOnly;
  to?: DateOnly;
  /** Default 'newest'. */
  order?: 'newest' | 'oldest';
  /** Default 10. */
  limit?: number;
  /** How many of the first to pass over. Default 0. */
  offset?: number;
}

const notCancelled: readonly MeetingStatus[] = meetingStatuses.filter((status) => status !== 'cancelled');

const isWanted = `${isVisible} AND ($3::boolean OR m.unit_id = ANY($4::uuid[])) AND ($5::boolean OR m.kind = ANY($6::text[]))
       AND m.status = ANY($7::text[]) AND ($8::date IS NULL OR m.held_on >= $8::date)
       AND ($9::date IS NULL OR m.held_on <= $9::date)`;
const wanted = (viewer: Viewer, filter: MeetingFilter): SqlValue[] => [
  ...sight(viewer),
  filter.unitIds === undefined,
  filter.unitIds ?? [],
  filter.kinds === undefined,
  filter.kinds ?? [],
  filter.statuses ?? notCancelled,
  filter.from ?? null,
  filter.to ?? null,
];

/** Meetings that the viewer may see, newest first. */
export async function listMeetings(
  db: Queryable,
  viewer: Viewer,
  filter: MeetingFilter = {},
): Promise<MeetingSummary[]> {
  const direction = filter.order === 'oldest' ? 'ASC' : 'DESC';
  const { rows } = await db.query<MeetingSummary>(
    `SELECT m.id, m.unit_id AS "unitId", u.name AS "unitName", m.kind, m.title, m.session_no AS "sessionNo", m.topic,
            m.held_on AS "heldOn", m.ends_on AS "endsOn", m.starts_at AS "startsAt", m.ends_at AS "endsAt", m.place,
            m.status, m.revision, a.present, a.total,
            (SELECT count(*) FROM task k WHERE k.meeting_id = m.id) AS "taskCount"
     FROM meeting m JOIN org_unit u ON u.id = m.unit_id LEFT JOIN attendance a ON a.meeting_id = m.id
     WHERE ${isWanted} ORDER BY m.held_on ${direction}, m.created_at ${direction}, m.id LIMIT $10 OFFSET $11`,
    [...wanted(viewer, filter), filter.limit ?? 10, filter.offset ?? 0],
  );
  return rows;
}

/** How many meetings a filter keeps, whatever its limit. */
export async function countMeetings(db: Queryable, viewer: Viewer, filter: MeetingFilter): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*) AS n FROM meeting m WHERE ${isWanted}`,
    wanted(viewer, filter),
  );
  return rows[0]?.n ?? 0;
}

/**
 * The draft that the account works on, or null: the one it opened or changed last, else the one it logged last. What
 * '/diemdanh', '/ketluan' and '/bieuquyet' speak of.
 */
export async function latestDraftId(db: Queryable, viewer: Viewer): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT m.id FROM meeting m LEFT JOIN meeting_focus f ON f.meeting_id = m.id AND f.account_id = $3
     WHERE ${isVisible} AND m.status = 'draft' AND (m.created_by = $3 OR f.meeting_id IS NOT NULL)
     ORDER BY coalesce(f.at, m.created_at) DESC, m.held_on DESC LIMIT 1`,
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
            m.topic, m.participants, m.recipients, m.status, m.revision
     FROM meeting m JOIN org_unit u ON u.id = m.unit_id LEFT JOIN org_unit p ON p.id = u.parent_id
     WHERE ${isVisible} AND m.id = $3`,
    [...sight(viewer), id],
  );
  const head = rows[0];
  if (!head) return null;
  return { ...head, ...(await readRecord(db, id)), tasks: await tasksOfMeeting(db, id) };
}
