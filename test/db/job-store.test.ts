import { beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import {
  addJob,
  cancelJob,
  claimJob,
  deleteEndedJobs,
  endAttempt,
  findJob,
  keepJob,
  listJobs,
  redactJob,
  releaseJobs,
  retryJob,
  unreportedJobs,
} from '../../db/job-store.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 4, 4) + seconds * 1000);
const claimAt = (seconds: number, owner = 'a') => ({ owner, now: at(seconds), leaseMs: 60_000 });

describeEachDatabase('the job queue', (open) => {
  let db: Database;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(() => emptyTables(db));

  const add = (payload: unknown, more: { key?: string; runAfter?: Date } = {}): Promise<string> =>
    addJob(db, { kind: 'count', payload, now: at(0), ...more });

  it('gives each due job to one worker only, in the order of adding', async () => {
    const ids = [await add({ n: 1 }), await add({ n: 2 }), await add({ n: 3 }, { runAfter: at(20) })];
    const claims = await Promise.all([1, 2, 3].map((n) => claimJob(db, ['count'], claimAt(1, `w${n}`))));
    expect(claims.map((job) => job?.id).sort()).toEqual([ids[0], ids[1], undefined].sort());
    expect(claims.find((job) => job?.id === ids[0])).toMatchObject({
      payload: { n: 1 },
      state: 'running',
      attempts: 1,
    });
    expect((await claimJob(db, ['count'], claimAt(21)))?.id).toBe(ids[2]);
    expect(await claimJob(db, ['another'], claimAt(21))).toBeNull();
  });

  it('takes a job back whose worker gave no sign of life, and lets the late worker change nothing', async () => {
    const id = await add({});
    await claimJob(db, ['count'], claimAt(0, 'dead'));
    expect(await claimJob(db, ['count'], claimAt(59, 'next'))).toBeNull();
    expect(await keepJob(db, id, claimAt(30, 'dead'), { done: 3, total: 12 })).toBe(true);
    expect(await claimJob(db, ['count'], claimAt(61, 'next'))).toBeNull();
    expect(await claimJob(db, ['count'], claimAt(91, 'next'))).toMatchObject({
      attempts: 2,
      progress: { done: 3, total: 12 },
    });
    expect(await keepJob(db, id, claimAt(92, 'dead'))).toBe(false);
    expect(await endAttempt(db, id, 'dead', { state: 'done' }, at(92))).toBe(false);
    expect(await endAttempt(db, id, 'next', { state: 'done' }, at(93))).toBe(true);
    expect(await findJob(db, id)).toMatchObject({ state: 'done', finishedAt: at(93).toISOString() });
  });

  it('tries again after a pause, and tells the end once it is one', async () => {
    const id = await add({});
    await claimJob(db, ['count'], claimAt(0));
    await endAttempt(db, id, 'a', { state: 'again', failure: 'internal', runAfter: at(30) }, at(1));
    expect(await unreportedJobs(db, ['count'])).toEqual([]);
    expect(await claimJob(db, ['count'], claimAt(29))).toBeNull();
    expect(await claimJob(db, ['count'], claimAt(30))).toMatchObject({ attempts: 2, failure: 'internal' });
    await endAttempt(db, id, 'a', { state: 'failed', failure: 'document-unreadable', reason: 'vì' }, at(31));
    expect(await unreportedJobs(db, ['count'])).toMatchObject([
      { id, state: 'failed', failure: 'document-unreadable', reason: 'vì' },
    ]);
  });

  it('sets a failed job going again from nothing, and only a failed one', async () => {
    const id = await add({});
    expect(await retryJob(db, id, at(5))).toBe(false);
    await claimJob(db, ['count'], claimAt(0));
    await keepJob(db, id, claimAt(1), { done: 1, total: 2 });
    await endAttempt(db, id, 'a', { state: 'dead', failure: 'internal' }, at(1));
    expect(await retryJob(db, id, at(5))).toBe(true);
    expect(await claimJob(db, ['count'], claimAt(5))).toMatchObject({
      attempts: 1,
      failure: null,
      progress: null,
      finishedAt: null,
    });
  });

  it('ends a cancelled job under the hands of its worker, and tells nobody', async () => {
    const id = await add({});
    await claimJob(db, ['count'], claimAt(0));
    expect(await cancelJob(db, id, at(1))).toBe(true);
    expect(await keepJob(db, id, claimAt(2))).toBe(false);
    expect(await endAttempt(db, id, 'a', { state: 'done' }, at(2))).toBe(false);
    expect(await unreportedJobs(db, ['count'])).toEqual([]);
    expect(await cancelJob(db, id, at(3))).toBe(false);
  });

  it('gives back what a killed process had claimed', async () => {
    await add({});
    await claimJob(db, ['count'], claimAt(0, 'killed'));
    await releaseJobs(db, ['count']);
    expect(await claimJob(db, ['count'], claimAt(1, 'next'))).toMatchObject({ attempts: 2 });
  });

  it('forgets what may not be kept, and what ended long ago', async () => {
    const secret = await add({ name: 'kế hoạch kín' }, { key: 'hash' });
    await redactJob(db, secret, { name: null });
    expect(await listJobs(db, 'count', { key: 'hash' })).toEqual([]);
    expect(await findJob(db, secret)).toMatchObject({ payload: { name: null }, key: null });
    await addJob(db, { kind: 'count', payload: 1, state: 'done', now: at(0) });
    expect(await deleteEndedJobs(db, 'count', at(0))).toEqual([]);
    expect(await deleteEndedJobs(db, 'count', at(1))).toMatchObject([{ payload: 1 }]);
    expect(await listJobs(db, 'count')).toHaveLength(1);
  });
});
