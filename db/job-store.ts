import { newId } from '../core/ids.ts';
import { json, type Queryable } from './database.ts';

/**
 * 'failed': ended for a reason that another attempt would not change; 'dead': every attempt failed. A person may set
 * both going again.
 */
export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'dead' | 'cancelled';

/** A piece of work that outlives the process that asked for it. */
export interface Job<Payload = unknown> {
  id: string;
  kind: string;
  /** What the job is about, for looking it up; null where nobody does. */
  key: string | null;
  payload: Payload;
  state: JobState;
  progress: { done: number; total: number } | null;
  /** Code of the error of the last attempt. */
  failure: string | null;
  /** The sentence for people, where the failure has one. */
  reason: string | null;
  /** Attempts begun so far, this one included while it runs. */
  attempts: number;
  /** ISO instants. */
  runAfter: string;
  createdAt: string;
  finishedAt: string | null;
}

/** Adds a job, in the transaction of what it follows from; returns its id. */
export async function addJob(
  t: Queryable,
  job: {
    kind: string;
    payload: unknown;
    key?: string;
    /** 'done' or 'failed' for work that ended before anybody waited for it; its end is then not reported. */
    state?: 'waiting' | 'done' | 'failed';
    /** Of one that failed, as in `Job`. */
    failure?: string;
    reason?: string;
    now: Date;
    /** Not before; default at once. */
    runAfter?: Date;
  },
): Promise<string> {
  const id = newId();
  const now = job.now.toISOString();
  const finishedAt = job.state === 'done' || job.state === 'failed' ? now : null;
  await t.query(
    `INSERT INTO job (id, kind, key, payload, state, run_after, created_at, finished_at, reported_at, failure, reason)
     VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $8, $9, $10)`,
    [
      id,
      job.kind,
      job.key ?? null,
      json(job.payload),
      job.state ?? 'waiting',
      (job.runAfter ?? job.now).toISOString(),
      now,
      finishedAt,
      job.failure ?? null,
      job.reason ?? null,
    ],
  );
  return id;
}

/** Whoever works, for how long a claim holds without a sign of life. */
export interface Claim {
  owner: string;
  now: Date;
  leaseMs: number;
}

/**
 * Takes the next due job of one of `kinds`, or one whose worker has given no sign of life until its lease ended; null
 * where there is none. Two workers never get the same one.
 */
export async function claimJob<Payload>(
  db: Queryable,
  kinds: readonly string[],
  { owner, now, leaseMs }: Claim,
): Promise<Job<Payload> | null> {
  const { rows } = await db.query<JobRow>(
    `UPDATE job SET state = 'running', attempts = attempts + 1, lease_owner = $2, lease_until = $4
     WHERE id = (
       SELECT id FROM job
       WHERE kind = ANY($1::text[])
         AND (state = 'waiting' AND run_after <= $3 OR state = 'running' AND lease_until <= $3)
       ORDER BY run_after, seq LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING ${columns}`,
    [kinds, owner, now.toISOString(), new Date(now.getTime() + leaseMs).toISOString()],
  );
  return rows[0] ? toJob<Payload>(rows[0]) : null;
}

/**
 * Gives a sign of life, with how far the work has come. False where the job is no longer this worker's: it was cancelled,
 * or its lease had ended and another has it; the work should then end.
 */
export async function keepJob(
  db: Queryable,
  id: string,
  { owner, now, leaseMs }: Claim,
  progress: Job['progress'] = null,
): Promise<boolean> {
  const { affected } = await db.query(
    `UPDATE job SET lease_until = $3, progress_done = COALESCE($4, progress_done),
       progress_total = COALESCE($5, progress_total)
     WHERE id = $1 AND state = 'running' AND lease_owner = $2`,
    [
      id,
      owner,
      new Date(now.getTime() + leaseMs).toISOString(),
      progress?.done ?? null,
      progress?.total ?? null,
    ],
  );
  return affected === 1;
}

/** How an attempt ended. 'again': it failed for a passing reason and is tried again from `runAfter`. */
export type JobEnd =
  | { state: 'done' }
  | { state: 'failed' | 'dead'; failure: string; reason?: string | undefined }
  | { state: 'again'; failure: string; runAfter: Date };

/** Ends the attempt of `owner`; false where the job was no longer this worker's, so that nothing of it should count. */
export async function endAttempt(
  t: Queryable,
  id: string,
  owner: string,
  end: JobEnd,
  now: Date,
): Promise<boolean> {
  const isAgain = end.state === 'again';
  const { affected } = await t.query(
    `UPDATE job SET state = $3, failure = $4, reason = $5, run_after = COALESCE($6::timestamptz, run_after),
       finished_at = $7, reported_at = NULL, lease_owner = NULL, lease_until = NULL
     WHERE id = $1 AND state = 'running' AND lease_owner = $2`,
    [
      id,
      owner,
      isAgain ? 'waiting' : end.state,
      end.state === 'done' ? null : end.failure,
      'reason' in end ? (end.reason ?? null) : null,
      isAgain ? end.runAfter.toISOString() : null,
      isAgain ? null : now.toISOString(),
    ],
  );
  return affected === 1;
}

/**
 * Gives back what a worker of this name, or any worker where none is named, had claimed and not ended: those that a
 * killed process left, where no other process can be working on the same database. The attempt still counts.
 */
export async function releaseJobs(db: Queryable, kinds: readonly string[], owner?: string): Promise<void> {
  await db.query(
    `UPDATE job SET state = 'waiting', lease_owner = NULL, lease_until = NULL
     WHERE kind = ANY($1::text[]) AND state = 'running' AND ($2::text IS NULL OR lease_owner = $2)`,
    [kinds, owner ?? null],
  );
}

/** Jobs that have ended and whose end nobody has been told, oldest first. */
export async function unreportedJobs<Payload>(
  db: Queryable,
  kinds: readonly string[],
): Promise<Job<Payload>[]> {
  const { rows } = await db.query<JobRow>(
    `SELECT ${columns} FROM job WHERE kind = ANY($1::text[]) AND finished_at IS NOT NULL AND reported_at IS NULL
     ORDER BY seq`,
    [kinds],
  );
  return rows.map((row) => toJob<Payload>(row));
}

/** Notes that the end of a job was handed on. */
export async function noteReported(db: Queryable, id: string, now: Date): Promise<void> {
  await db.query('UPDATE job SET reported_at = $2 WHERE id = $1', [id, now.toISOString()]);
}

/** One job; null where there is none. */
export async function findJob<Payload>(db: Queryable, id: string): Promise<Job<Payload> | null> {
  const { rows } = await db.query<JobRow>(`SELECT ${columns} FROM job WHERE id = $1`, [id]);
  return rows[0] ? toJob<Payload>(rows[0]) : null;
}

/** Jobs of a kind, newest first. */
export async function listJobs<Payload>(
  db: Queryable,
  kind: string,
  options: { key?: string; states?: readonly JobState[]; limit?: number } = {},
): Promise<Job<Payload>[]> {
  const { rows } = await db.query<JobRow>(
    `SELECT ${columns} FROM job
     WHERE kind = $1 AND ($2::text IS NULL OR key = $2) AND ($3::text[] IS NULL OR state = ANY($3::text[]))
     ORDER BY seq DESC LIMIT $4`,
    [kind, options.key ?? null, options.states ?? null, options.limit ?? 1000],
  );
  return rows.map((row) => toJob<Payload>(row));
}

/** Sets a job that failed going again from the beginning; false where it is not one that failed. */
export async function retryJob(t: Queryable, id: string, now: Date): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE job SET state = 'waiting', failure = NULL, reason = NULL, attempts = 0, run_after = $2,
       finished_at = NULL, reported_at = NULL, progress_done = NULL, progress_total = NULL
     WHERE id = $1 AND state IN ('failed', 'dead')`,
    [id, now.toISOString()],
  );
  return affected === 1;
}

/** Ends a job because nobody wants its result any more; its end is not reported. False where it is already cancelled. */
export async function cancelJob(t: Queryable, id: string, now: Date): Promise<boolean> {
  const { affected } = await t.query(
    `UPDATE job SET state = 'cancelled', finished_at = $2, reported_at = $2, lease_owner = NULL, lease_until = NULL
     WHERE id = $1 AND state <> 'cancelled'`,
    [id, now.toISOString()],
  );
  return affected === 1;
}

/** Takes everything out of a job that may not be kept: its payload becomes `payload`, its key goes. */
export async function redactJob(t: Queryable, id: string, payload: unknown): Promise<void> {
  await t.query('UPDATE job SET payload = $2::jsonb, key = NULL WHERE id = $1', [id, json(payload)]);
}

/** Forgets the jobs of a kind that are about `key`, whatever their state. */
export async function deleteJobs(t: Queryable, kind: string, key: string): Promise<void> {
  await t.query('DELETE FROM job WHERE kind = $1 AND key = $2', [kind, key]);
}

/** Forgets the jobs of a kind that ended before `before`; returns them. */
export async function deleteEndedJobs<Payload>(
  t: Queryable,
  kind: string,
  before: Date,
): Promise<Job<Payload>[]> {
  const { rows } = await t.query<JobRow>(
    `DELETE FROM job WHERE kind = $1 AND finished_at < $2 RETURNING ${columns}`,
    [kind, before.toISOString()],
  );
  return rows.map((row) => toJob<Payload>(row));
}

const columns = `id, kind, key, payload, state, progress_done, progress_total, failure, reason, attempts, run_after,
  created_at, finished_at`;

interface JobRow {
  id: string;
  kind: string;
  key: string | null;
  payload: unknown;
  state: JobState;
  progress_done: number | null;
  progress_total: number | null;
  failure: string | null;
  reason: string | null;
  attempts: number;
  run_after: string;
  created_at: string;
  finished_at: string | null;
}

const toJob = <Payload>(row: JobRow): Job<Payload> => ({
  id: row.id,
  kind: row.kind,
  key: row.key,
  payload: row.payload as Payload,
  state: row.state,
  progress:
    row.progress_done === null || row.progress_total === null
      ? null
      : { done: row.progress_done, total: row.progress_total },
  failure: row.failure,
  reason: row.reason,
  attempts: row.attempts,
  runAfter: row.run_after,
  createdAt: row.created_at,
  finishedAt: row.finished_at,
});
