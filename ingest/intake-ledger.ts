import { seesAllUnits, type Viewer } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import type { FileRef } from '../db/file-store.ts';
import * as queue from '../db/job-store.ts';
import { forgetScannedPages, isFileOffered, isFileOfDocument } from './intake-store.ts';
import type { ReadProgress } from './types.ts';

/* Files on their way into the store. A file is one job of the queue, from the moment it is sent until it is stored. */

/** The kind of job that reads a file. */
export const readingKind = 'read-file';

/** Where the end of a reading is said. */
export interface ReadingPlace {
  channel: string;
  account: string;
  chat: string;
}

/**
 * What the job of a file holds. `file` is null for one that is not kept: one that was refused before it was, whose name
 * is `refusedName`, and one that is secret, of which not even the name stays.
 */
export interface ReadingPayload {
  file: FileRef | null;
  refusedName?: string;
  lane: string;
  address: ReadingPlace;
  accountId: string;
  isGroup: boolean;
}

export type ReadingJob = queue.Job<ReadingPayload>;

/** How far a file has come. 'refused': it is secret. 'ready': it waits for somebody to look at it and store it. */
export type IntakeState = 'waiting' | 'reading' | 'ready' | 'failed' | 'refused' | 'dropped';

/** A line of the ledger of files on their way. */
export interface IntakeEntry {
  jobId: string;
  state: IntakeState;
  /** Null for a file that is not kept. */
  file: FileRef | null;
  /** Null for a file that was refused as secret. */
  name: string | null;
  progress: ReadProgress | null;
  /** Code and sentence of a failure. */
  failure: string | null;
  reason: string | null;
  accountId: string;
  sentAt: string;
}

/** The file to be read, and whom to tell. */
export interface NewReading {
  file: FileRef;
  lane: string;
  address: ReadingPlace;
  accountId: string;
  now: Date;
  isGroup?: boolean;
  /** 'ready' for a file that was read while its sender waited; its end is then not told again. Default 'waiting'. */
  state?: 'waiting' | 'ready';
}

/** Puts a file on the ledger, in the transaction of the turn that took it; returns the job's id. */
export async function addReadingJob(t: Queryable, reading: NewReading): Promise<string> {
  const { file, lane, address, accountId, now } = reading;
  const payload: ReadingPayload = { file, lane, address, accountId, isGroup: reading.isGroup ?? false };
  return queue.addJob(t, {
    kind: readingKind,
    key: file.sha256,
    payload,
    state: reading.state === 'ready' ? 'done' : 'waiting',
    now,
  });
}

/** A file that is not kept, and why. */
export interface NewRefusal extends Omit<NewReading, 'file' | 'state'> {
  name: string;
  /** The sentence that its sender was told. */
  reason: string;
  code: 'document-unreadable' | 'document-secret';
}

/** Puts a file that was refused on the ledger, as a reading that has ended; of a secret one neither name nor reason. */
export async function addRefusal(t: Queryable, refusal: NewRefusal): Promise<string> {
  const { name, reason, code, lane, address, accountId, now } = refusal;
  const isSecret = code === 'document-secret';
  const payload: ReadingPayload = {
    file: null,
    ...(isSecret ? {} : { refusedName: name }),
    lane,
    address,
    accountId,
    isGroup: refusal.isGroup ?? false,
  };
  return queue.addJob(t, {
    kind: readingKind,
    payload,
    state: 'failed',
    failure: code,
    ...(isSecret ? {} : { reason }),
    now,
  });
}

/** What people call the file of a reading; null for a secret one. */
export const nameOfReading = ({ payload }: ReadingJob): string | null =>
  payload.file?.name ?? payload.refusedName ?? null;

/** One reading; null where there is none of this id. */
export async function findReadingJob(db: Queryable, jobId: string): Promise<ReadingJob | null> {
  const job = await queue.findJob<ReadingPayload>(db, jobId);
  return job?.kind === readingKind ? job : null;
}

/** Files on their way that the viewer may know of, newest first: an administrator's all, anybody else's own. */
export async function listIntake(
  db: Queryable,
  viewer: Viewer,
  options: { states?: readonly IntakeState[]; limit?: number } = {},
): Promise<IntakeEntry[]> {
  // What is not stored yet has no scope yet, so it is shown nowhere that only public content may reach.
  if (viewer.ceiling === 'public') return [];
  const jobs = await queue.listJobs<ReadingPayload>(db, readingKind);
  return jobs
    .filter(({ payload }) => payload.accountId === viewer.accountId || seesAllUnits(viewer))
    .map(toIntakeEntry)
    .filter(({ state }) => options.states === undefined || options.states.includes(state))
    .slice(0, options.limit ?? 100);
}

/** A reading as the ledger shows it. */
export const toIntakeEntry = (job: ReadingJob): IntakeEntry => ({
  jobId: job.id,
  state: stateOf(job),
  file: job.payload.file,
  name: nameOfReading(job),
  progress: job.progress,
  failure: job.failure,
  reason: job.reason,
  accountId: job.payload.accountId,
  sentAt: job.createdAt,
});

function stateOf(job: ReadingJob): IntakeState {
  switch (job.state) {
    case 'waiting':
      return 'waiting';
    case 'running':
      return 'reading';
    case 'done':
      return 'ready';
    case 'cancelled':
      return 'dropped';
    case 'failed':
    case 'dead':
      return job.failure === 'document-secret' ? 'refused' : 'failed';
  }
}

/** Reads a file again that could not be read; false where it is not on the ledger as failed. */
export async function retryJob(t: Queryable, jobId: string, now: Date): Promise<boolean> {
  const job = await findReadingJob(t, jobId);
  return job?.payload.file ? queue.retryJob(t, jobId, now) : false;
}

/**
 * Takes a file off its way. Returns the hash of its file where nothing needs it any more, so that the caller removes
 * it from the file store once the transaction is through; null otherwise.
 */
export async function dropJob(t: Queryable, jobId: string, now: Date): Promise<string | null> {
  const job = await findReadingJob(t, jobId);
  if (!job || !(await queue.cancelJob(t, jobId, now))) return null;
  const sha256 = job.payload.file?.sha256;
  if (sha256 === undefined) return null;
  if (await isOnItsWay(t, sha256)) return null;
  await forgetScannedPages(t, sha256);
  return (await isFileNeeded(t, sha256)) ? null : sha256;
}

/**
 * Whether anything needs the bytes of a file: a stored document, somebody's way to one, or a reply that offers them. Asked
 * before any file is taken out of the store, but for one that may not stay: a secret one, or that of a removed document.
 */
export const isFileNeeded = async (db: Queryable, fileSha256: string): Promise<boolean> =>
  (await isOnItsWay(db, fileSha256)) ||
  (await isFileOfDocument(db, fileSha256)) ||
  isFileOffered(db, fileSha256);

/** A reading that failed included: its sender may have it tried again. */
async function isOnItsWay(db: Queryable, fileSha256: string): Promise<boolean> {
  const states = ['waiting', 'running', 'done', 'failed', 'dead'] as const;
  const jobs = await queue.listJobs(db, readingKind, { key: fileSha256, states, limit: 1 });
  return jobs.length > 0;
}

/** Clears what was kept of a file while it was on its way; call it in the transaction that stores its document. */
export async function settleReading(t: Queryable, fileSha256: string): Promise<void> {
  await forgetScannedPages(t, fileSha256);
  await queue.deleteJobs(t, readingKind, fileSha256);
}
