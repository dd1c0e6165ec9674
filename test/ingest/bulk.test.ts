import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { createFileStore } from '../../db/file-store.ts';
import { SqlError } from '../../db/sql-error.ts';
import { takeInAll } from '../../ingest/bulk.ts';
import { readDocument } from '../../ingest/ingest.ts';
import { createIntake } from '../../ingest/intake.ts';
import { openTestDatabase } from '../support/database.ts';
import { bytesOf, partyPlan } from './fixtures.ts';

it('a file that is not kept because the disk is full is reported with what to do, and kept by the next run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bulk-'));
  const db = await openTestDatabase();
  const crowded: Database = {
    ...db,
    query: db.query.bind(db),
    close: db.close.bind(db),
    tx: () => Promise.reject(new SqlError({ message: 'no space left', sqlState: '53100' })),
  };
  const files = createFileStore(folder);
  const intake = createIntake({
    ...{ db, files, clock: systemClock, logger: silentLogger },
    reader: {
      read: readDocument,
      inspect: () => Promise.resolve({ accepted: [], refused: [] }),
      close: () => Promise.resolve(),
    },
  });
  const source = { path: 'a.txt', name: 'a.txt', load: () => Promise.resolve(bytesOf(partyPlan)) };
  const options = {
    ...{ scope: 'internal' as const, areRelationsConfirmed: false, parallel: 1 },
    signal: new AbortController().signal,
  };
  const reportOf = async (on: Database) => {
    for await (const report of takeInAll({ db: on, files, intake, clock: systemClock }, [source], options))
      return report;
  };
  try {
    expect(await reportOf(crowded)).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/hết chỗ.*chạy lại lệnh này/u) as string,
    });
    expect(await reportOf(db)).toMatchObject({ state: 'stored', reason: null });
  } finally {
    await intake.close();
    await db.close();
    await rm(folder, { recursive: true });
  }
});
