import type { DateOnly } from '../../core/clock.ts';
import { seesAllUnits } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import type { Paper } from '../../papers/paper.ts';
import { termOn, type Term } from './numbering.ts';
import type { PaperKind } from './paper-kinds.ts';

// $1: sees every unit, $2: units of the viewer. Every read of papers carries it.
const isVisible = '($1::boolean OR p.unit_id = ANY($2::uuid[]))';
const sight = (viewer: Viewer) => [seesAllUnits(viewer), viewer.unitIds] as const;

/** What a unit prints on its papers on a day. */
export interface Series {
  /** Null where the unit has not set its own. */
  issuer: string | null;
  /** Its own or that of the nearest unit above; '' where none is set. */
  placeName: string;
  term: Term;
}

/** What a unit prints on its papers; the caller has made sure that the viewer may see the unit. */
export async function readSeries(db: Queryable, unitId: string, day: DateOnly): Promise<Series> {
  const { rows } = await db.query<{ issuer: string | null; placeName: string | null; depth: number }>(
    `WITH RECURSIVE up AS (
       SELECT id, parent_id, 0 AS depth FROM org_unit WHERE id = $1
       UNION ALL
       SELECT u.id, u.parent_id, up.depth + 1 FROM org_unit u JOIN up ON u.id = up.parent_id WHERE up.depth < 20
     )
     SELECT s.issuer, s.place_name AS "placeName", up.depth FROM up JOIN paper_setting s ON s.unit_id = up.id
     ORDER BY up.depth`,
    [unitId],
  );
  const terms = await db.query<Term>(
    'SELECT name, starts_on AS "startsOn" FROM paper_term WHERE unit_id = $1',
    [unitId],
  );
  return {
    issuer: rows.find((row) => row.depth === 0)?.issuer ?? null,
    placeName: rows.find((row) => row.placeName !== null)?.placeName ?? '',
    term: termOn(terms.rows, day),
  };
}

/** Sets the issuer's code or the name of the place of a unit; what is absent stays. */
export async function saveSeries(
  t: Queryable,
  unitId: string,
  change: { issuer?: string; placeName?: string },
  by: { accountId: string | null; at: string },
): Promise<void> {
  await t.query(
    `INSERT INTO paper_setting (unit_id, issuer, place_name, updated_by, updated_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (unit_id) DO UPDATE SET issuer = coalesce(excluded.issuer, paper_setting.issuer),
       place_name = coalesce(excluded.place_name, paper_setting.place_name), updated_by = excluded.updated_by,
       updated_at = excluded.updated_at`,
    [unitId, change.issuer ?? null, change.placeName ?? null, by.accountId, by.at],
  );
}

/** Sets when a term of a unit begins; numbers restart at 01 with it. */
export async function saveTerm(t: Queryable, unitId: string, term: Term): Promise<void> {
  await t.query(
    `INSERT INTO paper_term (unit_id, starts_on, name) VALUES ($1, $2, $3)
     ON CONFLICT (unit_id, starts_on) DO UPDATE SET name = excluded.name`,
    [unitId, term.startsOn, term.name],
  );
}

/** The number that the next paper of a series would get. */
export async function nextNumber(
  db: Queryable,
  unitId: string,
  term: string,
  typeCode: string,
): Promise<number> {
  const { rows } = await db.query<{ next: number }>(
    'SELECT next FROM paper_counter WHERE unit_id = $1 AND term = $2 AND type_code = $3',
    [unitId, term, typeCode],
  );
  return rows[0]?.next ?? 1;
}

/**
 * Takes the next number of a series. The row of the series is locked until the transaction ends, so that two approvals
 * at the same time get two numbers, and a number goes back only with the transaction that took it.
 */
export async function takeNumber(
  t: Queryable,
  unitId: string,
  term: string,
  typeCode: string,
): Promise<number> {
  const { rows } = await t.query<{ number: number }>(
    `INSERT INTO paper_counter (unit_id, term, type_code, next, last_given) VALUES ($1, $2, $3, 2, 1)
     ON CONFLICT (unit_id, term, type_code) DO UPDATE
       SET last_given = paper_counter.next, next = paper_counter.next + 1
     RETURNING last_given AS number`,
    [unitId, term, typeCode],
  );
  return (rows[0] as { number: number }).number;
}

/** Sets the next number of a series; false where one as high was given already. */
export async function setNextNumber(
  t: Queryable,
  series: { unitId: string; term: string; typeCode: string },
  next: number,
): Promise<boolean> {
  const { affected } = await t.query(
    `INSERT INTO paper_counter (unit_id, term, type_code, next) VALUES ($1, $2, $3, $4)
     ON CONFLICT (unit_id, term, type_code) DO UPDATE SET next = excluded.next
       WHERE paper_counter.last_given < excluded.next`,
    [series.unitId, series.term, series.typeCode, next],
  );
  return affected === 1;
}

/** A paper that was issued and is locked. */
export interface IssuedPaper {
  id: string;
  unitId: string;
  meetingId: string | null;
  planId: string | null;
  kind: PaperKind;
  typeCode: string;
  term: string;
  number: number;
  symbol: string;
  issuedOn: DateOnly;
  content: Paper;
  /** The chair who agreed. */
  confirmedByName: string;
  recordedBy: string | null;
  recordedAt: string;
}

/** Stores a paper that was issued under a number that `takeNumber` gave in the same transaction. */
export async function insertPaper(t: Queryable, paper: IssuedPaper): Promise<void> {
  await t.query(
    `INSERT INTO paper (id, unit_id, meeting_id, plan_id, kind, type_code, term, number, symbol, issued_on, content,
                        confirmed_by_name, recorded_by, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      paper.id,
      paper.unitId,
      paper.meetingId,
      paper.planId,
      paper.kind,
      paper.typeCode,
      paper.term,
      paper.number,
      paper.symbol,
      paper.issuedOn,
      json(paper.content),
      paper.confirmedByName,
      paper.recordedBy,
      paper.recordedAt,
    ],
  );
}

const columns = `p.id, p.unit_id AS "unitId", p.meeting_id AS "meetingId", p.plan_id AS "planId", p.kind,
  p.type_code AS "typeCode", p.term, p.number, p.symbol, p.issued_on AS "issuedOn", p.content,
  p.confirmed_by_name AS "confirmedByName", p.recorded_by AS "recordedBy", p.recorded_at AS "recordedAt"`;

/** The issued paper of this kind of a meeting or a plan, or null. */
export async function getPaper(
  db: Queryable,
  viewer: Viewer,
  of: { meetingId: string } | { planId: string },
  kind: PaperKind,
): Promise<IssuedPaper | null> {
  const [meetingId, planId] = 'meetingId' in of ? [of.meetingId, null] : [null, of.planId];
  const { rows } = await db.query<IssuedPaper>(
    `SELECT ${columns} FROM paper p
     WHERE ${isVisible} AND p.kind = $5 AND (p.meeting_id = $3::uuid OR p.plan_id = $4::uuid)`,
    [...sight(viewer), meetingId, planId, kind],
  );
  return rows[0] ?? null;
}

/** A line in the register of issued papers. */
export type PaperRow = Pick<IssuedPaper, 'id' | 'kind' | 'symbol' | 'issuedOn' | 'meetingId'> & {
  unitName: string;
};

/** The register of issued papers that the viewer may see, newest first. */
export async function listPapers(
  db: Queryable,
  viewer: Viewer,
  filter: { unitIds?: readonly string[]; limit?: number } = {},
): Promise<PaperRow[]> {
  const { rows } = await db.query<PaperRow>(
    `SELECT p.id, p.kind, p.symbol, p.issued_on AS "issuedOn", p.meeting_id AS "meetingId", u.name AS "unitName"
     FROM paper p JOIN org_unit u ON u.id = p.unit_id
     WHERE ${isVisible} AND ($3::boolean OR p.unit_id = ANY($4::uuid[]))
     ORDER BY p.issued_on DESC, p.recorded_at DESC, p.id LIMIT $5`,
    [...sight(viewer), filter.unitIds === undefined, filter.unitIds ?? [], filter.limit ?? 20],
  );
  return rows;
}

/** Something added to locked minutes. */
export interface Addendum {
  id: string;
  ordinal: number;
  dated: DateOnly;
  text: string;
  confirmedByName: string;
}

/** Adds to a locked paper behind what was added before; returns its ordinal. */
export async function addAddendum(
  t: Queryable,
  paperId: string,
  addendum: Omit<Addendum, 'ordinal'>,
  by: { accountId: string | null; at: string },
): Promise<number> {
  // The paper's own row is the lock: two addenda at the same time get two numbers.
  await t.query('SELECT id FROM paper WHERE id = $1 FOR UPDATE', [paperId]);
  const { rows } = await t.query<{ ordinal: number }>(
    `INSERT INTO paper_addendum (id, paper_id, ordinal, dated, text, confirmed_by_name, recorded_by, recorded_at)
     SELECT $1::uuid, $2::uuid, coalesce(max(ordinal), 0) + 1, $3::date, $4::text, $5::text, $6::uuid, $7::timestamptz
     FROM paper_addendum WHERE paper_id = $2::uuid
     RETURNING ordinal`,
    [addendum.id, paperId, addendum.dated, addendum.text, addendum.confirmedByName, by.accountId, by.at],
  );
  return (rows[0] as { ordinal: number }).ordinal;
}

/** What was added to a paper, in order; the caller has read the paper itself. */
export async function listAddenda(db: Queryable, paperId: string): Promise<Addendum[]> {
  const { rows } = await db.query<Addendum>(
    `SELECT id, ordinal, dated, text, confirmed_by_name AS "confirmedByName" FROM paper_addendum
     WHERE paper_id = $1 ORDER BY ordinal`,
    [paperId],
  );
  return rows;
}

/** What belongs to a meeting in tables of other concerns: its rating and the congress days it agreed. */
export async function readMeetingFacts(
  db: Queryable,
  viewer: Viewer,
  meetingId: string,
): Promise<{
  rating: { level: string; score: number | null } | null;
  congressDates: { name: string; term: string; startsOn: DateOnly; endsOn: DateOnly; place: string }[];
}> {
  const rating = await db.query<{ level: string; score: number | null }>(
    `SELECT r.level, r.score::float8 AS score FROM meeting_rating r JOIN meeting p ON p.id = r.meeting_id
     WHERE ${isVisible} AND p.id = $3`,
    [...sight(viewer), meetingId],
  );
  const dates = await db.query<{
    name: string;
    term: string;
    startsOn: DateOnly;
    endsOn: DateOnly;
    place: string;
  }>(
    `SELECT c.name, c.term, c.starts_on AS "startsOn", c.ends_on AS "endsOn", c.place
     FROM congress_date c JOIN meeting p ON p.id = c.meeting_id
     WHERE ${isVisible} AND p.id = $3 ORDER BY c.starts_on, c.name`,
    [...sight(viewer), meetingId],
  );
  return { rating: rating.rows[0] ?? null, congressDates: dates.rows };
}

/** The meeting that the account changed or opened last, in one of these states; null where there is none. */
export async function latestTouchedMeetingId(
  db: Queryable,
  viewer: Viewer,
  filter: { statuses: readonly string[]; kinds: readonly string[] },
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT p.id FROM meeting p JOIN (
       SELECT meeting_id, at FROM meeting_change WHERE account_id = $3
       UNION ALL
       SELECT meeting_id, at FROM meeting_focus WHERE account_id = $3
     ) AS touched ON touched.meeting_id = p.id
     WHERE ${isVisible} AND p.status = ANY($4::text[]) AND p.kind = ANY($5::text[])
     ORDER BY touched.at DESC, p.id LIMIT 1`,
    [...sight(viewer), viewer.accountId, filter.statuses, filter.kinds],
  );
  return rows[0]?.id ?? null;
}
