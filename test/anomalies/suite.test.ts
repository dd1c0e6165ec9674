import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createCrowd, everythingAnswered } from '../../eval/anomalies/attack.ts';
import { createFaulty } from '../../eval/anomalies/faulty-database.ts';
import { hostileBody } from '../../eval/anomalies/hostile-json.ts';
import { openHandles } from '../../eval/anomalies/program.ts';
import { differences, type State } from '../../eval/anomalies/state-store.ts';
import { anomalyTable, createTally, isClean } from '../../eval/anomalies/tally.ts';
import { randomNumbers } from '../../eval/random.ts';
import type { Database, Queryable } from '../../db/database.ts';

/* The instruments of `capuy eval anomalies`: an oracle that overlooks something would let everything pass. */

const state = (rows: Record<string, string[]>): State => new Map(Object.entries(rows));

it('tells apart what is missing, what is there twice and what is there in another form', () => {
  const wanted = state({ meeting: ['a', 'b'], task: ['x', 'x'] });
  expect(differences(wanted, wanted)).toEqual([]);
  expect(differences(wanted, state({ meeting: ['a'], task: ['x', 'x'] }))).toEqual([
    { kind: 'lost', table: 'meeting', row: 'b' },
  ]);
  expect(differences(wanted, state({ meeting: ['a', 'b', 'b'], task: ['x', 'x'] }))).toEqual([
    { kind: 'doubled', table: 'meeting', row: 'b' },
  ]);
  expect(differences(wanted, state({ meeting: ['a', 'c'], task: ['x'] }))).toEqual([
    { kind: 'unexplained', table: 'meeting', row: 'c' },
    { kind: 'lost', table: 'task', row: 'x' },
  ]);
});

it('says which run of which seed shows a problem, and puts it into the table', () => {
  const said: string[] = [];
  const tally = createTally('kill', { seed: 5, print: (line) => said.push(line) });
  tally.run();
  tally.fault(3);
  tally.acknowledged(7);
  expect(isClean(tally.figures())).toBe(true);
  tally.problem('doubled', 4, 'a meeting');
  expect(said).toEqual(['kill, seed 5, run 4: doubled: a meeting\n']);
  expect(isClean(tally.figures())).toBe(false);
  expect(anomalyTable([tally.figures()])).toMatch(/kill +1 +3 +7 +0 +1 +0 /u);
});

it('makes the same hostile bodies of the same seed, and leaves few as they were', () => {
  const good = { update_id: 1, message: { text: 'chào', chat: { id: 7 } } };
  const bodies = (seed: number): string[] => {
    const random = randomNumbers(seed);
    return Array.from({ length: 60 }, () => hostileBody(good, random));
  };
  expect(bodies(3)).toEqual(bodies(3));
  expect(bodies(3)).not.toEqual(bodies(4));
  expect(bodies(3).filter((body) => body === JSON.stringify(good)).length).toBeLessThan(10);
});

/** A database that only remembers what it was asked. */
function remembering(): { db: Database; asked: string[] } {
  const asked: string[] = [];
  const handle: Queryable = {
    query: (sql) => {
      asked.push(sql);
      return Promise.resolve({ rows: [], affected: 0 });
    },
  };
  return {
    asked,
    db: {
      kind: 'embedded',
      ...handle,
      tx: (work) => work(handle),
      script: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
  };
}

it('fails exactly the statement that was named, before or after it was done', async () => {
  const { db, asked } = remembering();
  const faulty = await createFaulty(db);
  faulty.failAt(2, 'gone');
  await faulty.query('SELECT 1');
  await expect(faulty.query('SELECT 2')).rejects.toMatchObject({ isRetryable: true, sqlState: '08006' });
  await faulty.query('SELECT 3');
  expect(faulty.failedAt()).toBe('SELECT 2');
  expect(asked).not.toContain('SELECT 2');
  // BEGIN, the statement, COMMIT.
  faulty.failAt(3, 'unheard');
  await expect(faulty.tx((t) => t.query('INSERT'))).rejects.toMatchObject({ sqlState: '08006' });
  expect(faulty.failedAt()).toBe('COMMIT');
  expect(asked.at(-1)).toMatch(/^RELEASE/u);
  faulty.failAt(3, 'full');
  await expect(faulty.tx((t) => t.query('INSERT'))).rejects.toMatchObject({ sqlState: '53100' });
  expect(asked.at(-1)).toMatch(/^ROLLBACK TO/u);
});

it('lets no more be under way at once than were wanted, however many begin together', async () => {
  const crowd = createCrowd(3);
  let [now, most] = [0, 0];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++now);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    now--;
  };
  for (let index = 0; index < 20; index++) {
    await crowd.add(work);
    await crowd.add(work);
  }
  await crowd.idle();
  expect({ now, most }).toEqual({ now: 0, most: 3 });
});

it('waits for answers for as long as there are more of them, and not for what nobody answers', async () => {
  const office = (left: (look: number) => number) => {
    let looks = 0;
    return {
      metrics: () => Promise.resolve(`capuy_inbox_open{channel="web"} ${left(looks++)}\n`),
      looks: () => looks,
    };
  };
  const slow = office((look) => Math.max(0, 20 - Math.floor(look / 100)));
  await everythingAnswered(slow, () => Promise.resolve());
  expect(slow.looks()).toBe(2001);
  const stuck = office(() => 7);
  await everythingAnswered(stuck, () => Promise.resolve());
  expect(stuck.looks()).toBeLessThan(1000);
});

it.skipIf(!existsSync('/proc/self/fd'))(
  'counts what a process keeps open, but for files of the database',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'capuy-handles-'));
    const database = join(folder, 'database');
    mkdirSync(database);
    const count = (): number => openHandles(process.pid, database);
    const before = count();
    const kept = [openSync(join(database, '16384'), 'w'), openSync(join(folder, 'database.log'), 'w')];
    expect(count()).toBe(before + 1);
    for (const one of kept) closeSync(one);
    rmSync(folder, { recursive: true });
  },
);
