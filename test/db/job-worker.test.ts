import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { addJob, cancelJob, claimJob, findJob, listJobs } from '../../db/job-store.ts';
import { createJobWorker, type JobHandler, type JobWorker } from '../../db/job-worker.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';

let db: Database;
let now: Date;
const workers: JobWorker[] = [];
beforeAll(async () => {
  db = await openTestDatabase();
  return () => db.close();
});
beforeEach(async () => {
  await emptyTables(db);
  now = new Date('2026-05-04T01:00:00Z');
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
});

async function startWorker(handler: JobHandler, parallel = 1): Promise<JobWorker> {
  const clock = { now: () => now };
  const worker = createJobWorker({ db, clock, logger: silentLogger, handlers: { work: handler }, parallel });
  workers.push(worker);
  await worker.start();
  return worker;
}
const add = (payload: unknown): Promise<string> => addJob(db, { kind: 'work', payload, now });
const wait = (milliseconds: number): void => {
  now = new Date(now.getTime() + milliseconds);
};

it('works off what is due, and tells each end once', async () => {
  const done: unknown[] = [];
  const told: string[] = [];
  const ids = [await add(1), await add(2)];
  const worker = await startWorker({
    run: async ({ payload }) => void done.push(payload),
    ended: async ({ id }) => void told.push(id),
  });
  await worker.idle();
  ids.push(await add(3));
  await worker.idle();
  expect(done).toEqual([1, 2, 3]);
  expect(told).toEqual(ids);
});

it('tries again with growing pauses what failed for a passing reason, and gives up after five attempts', async () => {
  let attempts = 0;
  const told: string[] = [];
  const id = await add({});
  const worker = await startWorker({
    run: () => Promise.reject(new Error(`attempt ${++attempts}`)),
    ended: async ({ state }) => void told.push(state),
  });
  await worker.idle();
  expect(attempts).toBe(1);
  for (const minutes of [0.5, 2, 8, 32]) {
    wait(minutes * 60_000 - 1);
    await worker.idle();
    const before = attempts;
    wait(1);
    await worker.idle();
    expect(attempts).toBe(before + 1);
  }
  expect(attempts).toBe(5);
  expect(told).toEqual(['dead']);
  expect(await findJob(db, id)).toMatchObject({ state: 'dead', failure: 'internal' });
});

it('does not repeat what failed for good, and keeps the sentence for people', async () => {
  const id = await add({});
  const worker = await startWorker({
    run: () => Promise.reject(new AppError('document-unreadable', 'no')),
    reasonOf: ({ code }) => `câu: ${code}`,
  });
  await worker.idle();
  expect(await findJob(db, id)).toMatchObject({
    state: 'failed',
    attempts: 1,
    failure: 'document-unreadable',
    reason: 'câu: document-unreadable',
  });
});

it('goes on after a kill with what was claimed, and with an end that nobody had been told', async () => {
  await add('claimed');
  await claimJob(db, ['work'], { owner: 'killed', now, leaseMs: 60_000 });
  let isReachable = false;
  const told: unknown[] = [];
  const handler: JobHandler = {
    run: async () => undefined,
    async ended({ payload }) {
      if (!isReachable) throw new Error('the chat is not there yet');
      told.push(payload);
    },
  };
  const first = await startWorker(handler);
  await first.idle();
  await first.stop();
  expect(told).toEqual([]);
  isReachable = true;
  const second = await startWorker(handler);
  await second.idle();
  expect(told).toEqual(['claimed']);
});

it('does not let a job that ends the process each time do so for ever', async () => {
  const id = await add({});
  for (let i = 0; i < 6; i++) {
    await claimJob(db, ['work'], { owner: `killed ${i}`, now, leaseMs: 1 });
    wait(1);
  }
  let runs = 0;
  const worker = await startWorker({ run: async () => void (runs += 1) });
  await worker.idle();
  expect(runs).toBe(0);
  expect(await findJob(db, id)).toMatchObject({ state: 'dead' });
});

it('ends the work of a job that is cancelled, and leaves what it was doing to the next start when stopped', async () => {
  const id = await add('cancelled');
  let begun = (): void => undefined;
  const hasBegun = (): Promise<void> => new Promise((resolve) => (begun = resolve));
  const handler: JobHandler = {
    run: (job, { signal, progress }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        begun();
        if (job.payload === 'cancelled')
          void cancelJob(db, job.id, now).then(() => progress({ done: 1, total: 2 }));
      }),
  };
  const worker = await startWorker(handler);
  await worker.idle();
  expect(await findJob(db, id)).toMatchObject({ state: 'cancelled' });

  const stopped = await add('stopped');
  const running = hasBegun();
  worker.wake();
  await running;
  await worker.stop();
  expect(await findJob(db, stopped)).toMatchObject({ state: 'waiting', attempts: 1 });
});

it('works on several jobs side by side where it may', async () => {
  for (let i = 0; i < 4; i++) await add(i);
  let running = 0;
  let most = 0;
  const worker = await startWorker(
    {
      async run() {
        running += 1;
        most = Math.max(most, running);
        // A turn of the database lets the others begin.
        await db.query('SELECT 1');
        await db.query('SELECT 1');
        running -= 1;
      },
    },
    2,
  );
  await worker.idle();
  expect(most).toBe(2);
  expect((await listJobs(db, 'work', { states: ['done'] })).length).toBe(4);
});
