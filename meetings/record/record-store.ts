import { json } from '../../db/database.ts';
import type { Queryable } from '../../db/database.ts';
import { insertTask } from '../follow-up/task-store.ts';
import type { Attendance, Decision, Meeting, Task, Vote, VoteCount } from '../meeting.ts';

/*
 * What was recorded of a meeting beside its head: attendance, agenda, conclusions, votes. Callers have made sure that the
 * person may see the meeting, and write within `changeMeeting`.
 */

/** Sets or replaces the attendance of a meeting. One that does not add up is refused by the table itself. */
export async function saveAttendance(t: Queryable, meetingId: string, a: Attendance): Promise<void> {
  await t.query(
    `INSERT INTO attendance (meeting_id, total, official, probationary, exempt, temporary_in, temporary_out, present,
                             absent_with_reason, absent_without_reason, exempt_present, temporary_out_present,
                             present_official, present_probationary, absent_with_reason_official,
                             absent_unexplained)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
     ON CONFLICT (meeting_id) DO UPDATE SET total = excluded.total, official = excluded.official,
       probationary = excluded.probationary, exempt = excluded.exempt, temporary_in = excluded.temporary_in,
       temporary_out = excluded.temporary_out, present = excluded.present,
       absent_with_reason = excluded.absent_with_reason, absent_without_reason = excluded.absent_without_reason,
       exempt_present = excluded.exempt_present, temporary_out_present = excluded.temporary_out_present,
       present_official = excluded.present_official, present_probationary = excluded.present_probationary,
       absent_with_reason_official = excluded.absent_with_reason_official,
       absent_unexplained = excluded.absent_unexplained`,
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
      a.exemptPresent ?? 0,
      a.temporaryOutPresent ?? 0,
      a.presentOfficial ?? null,
      a.presentProbationary ?? null,
      a.absentWithReasonOfficial ?? null,
      a.absentUnexplained ?? 0,
    ],
  );
}

/** Takes the attendance of a meeting away. */
export async function removeAttendance(t: Queryable, meetingId: string): Promise<void> {
  await t.query('DELETE FROM attendance WHERE meeting_id = $1', [meetingId]);
}

/** Adds an agenda item behind the others. */
export async function addAgendaItem(t: Queryable, meetingId: string, title: string): Promise<void> {
  await t.query(
    `INSERT INTO agenda_item (meeting_id, ordinal, title)
     SELECT $1::uuid, coalesce(max(ordinal), 0) + 1, $2::text FROM agenda_item WHERE meeting_id = $1::uuid`,
    [meetingId, title],
  );
}

/** Sets the whole agenda, in its order. */
export async function replaceAgenda(
  t: Queryable,
  meetingId: string,
  items: readonly { title: string; discussion: string }[],
): Promise<void> {
  await t.query('DELETE FROM agenda_item WHERE meeting_id = $1', [meetingId]);
  await t.query(
    `INSERT INTO agenda_item (meeting_id, ordinal, title, discussion)
     SELECT $1::uuid, r.ordinal, r.title, r.discussion
     FROM jsonb_to_recordset($2::jsonb) AS r (ordinal integer, title text, discussion text)`,
    [meetingId, json(items.map(({ title, discussion }, i) => ({ ordinal: i + 1, title, discussion })))],
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
    `INSERT INTO decision (id, meeting_id, ordinal, text, basis, section)
     SELECT $1::uuid, $2::uuid, coalesce(max(ordinal), 0) + 1, $3::text, $4::jsonb, $5::text
     FROM decision WHERE meeting_id = $2::uuid`,
    [decision.id, meetingId, decision.text, json(decision.basis), decision.section ?? ''],
  );
  if (task) {
    await insertTask(t, task, { meetingId, decisionId: decision.id });
  }
}

/**
 * Sets all conclusions, in their order: those known by id keep their tasks, those that are not listed go with theirs.
 * Returns the ids that were added.
 */
export async function replaceDecisions(
  t: Queryable,
  meetingId: string,
  decisions: readonly Omit<Decision, 'ordinal'>[],
): Promise<string[]> {
  const rows = json(
    decisions.map(({ id, text, basis, section = '' }, i) => ({ id, ordinal: i + 1, text, basis, section })),
  );
  const ids = decisions.map((decision) => decision.id);
  await t.query('DELETE FROM decision WHERE meeting_id = $1 AND NOT (id = ANY($2::uuid[]))', [
    meetingId,
    ids,
  ]);
  // Numbers are unique within a meeting: they make room first.
  await t.query('UPDATE decision SET ordinal = -ordinal WHERE meeting_id = $1', [meetingId]);
  await t.query(
    `UPDATE decision d SET ordinal = r.ordinal, text = r.text, basis = r.basis, section = r.section
     FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, ordinal integer, text text, basis jsonb, section text)
     WHERE d.meeting_id = $1 AND d.id = r.id`,
    [meetingId, rows],
  );
  const added = await t.query<{ id: string }>(
    `INSERT INTO decision (id, meeting_id, ordinal, text, basis, section)
     SELECT r.id, $1::uuid, r.ordinal, r.text, r.basis, r.section
     FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, ordinal integer, text text, basis jsonb, section text)
     WHERE NOT EXISTS (SELECT 1 FROM decision d WHERE d.id = r.id)
     RETURNING id`,
    [meetingId, rows],
  );
  return added.rows.map((row) => row.id);
}

/** Sets all votes, in their order. */
export async function replaceVotes(
  t: Queryable,
  meetingId: string,
  votes: readonly Omit<Vote, 'ordinal'>[],
): Promise<void> {
  await t.query('DELETE FROM vote WHERE meeting_id = $1', [meetingId]);
  for (const vote of votes) await addVote(t, meetingId, vote);
}

/** Adds the result of a vote behind the others. One whose counts or result do not fit its base is refused by the table. */
export async function addVote(t: Queryable, meetingId: string, vote: Omit<Vote, 'ordinal'>): Promise<void> {
  await t.query(
    `INSERT INTO vote (id, meeting_id, ordinal, subject, base, threshold, in_favour, against, other, is_passed, rule_ref,
                       body, matter, stage, rule_id, rule_from, terms, needed, confirmed_by, confirmed_at)
     SELECT $1::uuid, $2::uuid, coalesce(max(ordinal), 0) + 1, $3::text, $4::integer, $5::text, $6::integer, $7::integer,
            $8::integer, $9::boolean, $10::text, $11::text, $12::text, $13::text, $14::text, $15::date, $16::jsonb,
            $17::integer, $18::uuid, $19::timestamptz
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
      vote.count?.body ?? null,
      vote.count?.matter ?? 'resolution',
      vote.count?.stage ?? null,
      vote.count?.ruleId ?? null,
      vote.count?.ruleFrom ?? null,
      json(vote.count?.terms ?? []),
      vote.count?.needed ?? null,
      vote.count?.confirmedBy ?? null,
      vote.count?.confirmedAt ?? null,
    ],
  );
}

/** What was recorded of a meeting beside its head; the caller has made sure that the meeting may be seen. */
export async function readRecord(
  db: Queryable,
  id: string,
): Promise<Pick<Meeting, 'attendance' | 'agenda' | 'decisions' | 'votes'>> {
  const attendance = await db.query<Attendance>(
    `SELECT total, official, probationary, exempt, temporary_in AS "temporaryIn", temporary_out AS "temporaryOut", present,
            absent_with_reason AS "absentWithReason", absent_without_reason AS "absentWithoutReason",
            exempt_present AS "exemptPresent", temporary_out_present AS "temporaryOutPresent",
            present_official AS "presentOfficial", present_probationary AS "presentProbationary",
            absent_with_reason_official AS "absentWithReasonOfficial", absent_unexplained AS "absentUnexplained"
     FROM attendance WHERE meeting_id = $1`,
    [id],
  );
  const agenda = await db.query<{ ordinal: number; title: string; discussion: string }>(
    'SELECT ordinal, title, discussion FROM agenda_item WHERE meeting_id = $1 ORDER BY ordinal',
    [id],
  );
  const decisions = await db.query<Decision>(
    'SELECT id, ordinal, text, basis, section FROM decision WHERE meeting_id = $1 ORDER BY ordinal',
    [id],
  );
  const votes = await db.query<VoteRow>(
    `SELECT id, ordinal, subject, base, threshold, in_favour AS "inFavour", against, other, is_passed AS "isPassed",
            rule_ref AS "ruleRef", body, matter, stage, rule_id AS "ruleId", rule_from AS "ruleFrom", terms, needed,
            confirmed_by AS "confirmedBy", confirmed_at AS "confirmedAt"
     FROM vote WHERE meeting_id = $1 ORDER BY ordinal`,
    [id],
  );
  return {
    attendance: attendance.rows[0] ?? null,
    agenda: agenda.rows,
    decisions: decisions.rows,
    votes: votes.rows.map(toVote),
  };
}

type VoteRow = Omit<Vote, 'count'> & { [Field in keyof VoteCount]: VoteCount[Field] | null };

function toVote(row: VoteRow): Vote {
  const { body, matter, stage, ruleId, ruleFrom, terms, needed, confirmedBy, confirmedAt, ...vote } = row;
  // Votes of earlier releases kept their result and rule only.
  if (!body || !matter || !ruleId || !ruleFrom || needed === null || !confirmedAt) return vote;
  const count = {
    body,
    matter,
    stage,
    ruleId,
    ruleFrom,
    terms: terms ?? [],
    needed,
    confirmedBy,
    confirmedAt,
  };
  return { ...vote, count };
}
