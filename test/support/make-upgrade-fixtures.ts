import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBackup } from '../../backup/backup.ts';
import { migrate, readMigrations, splitStatements } from '../../db/migrate.ts';
import { openPglite } from '../../db/pglite.ts';

/*
 * Makes the offices of earlier versions that test/backup/upgrade.test.ts brings up to date: one backup after each
 * migration, with rows that were written when it was the last one (test/fixtures/upgrade/rows/NNN.sql). A fixture that is
 * there stays, because its age is its worth; only missing ones are made. After a new migration with new columns: write its
 * rows and run `npx tsx test/support/make-upgrade-fixtures.ts`.
 */

const folder = fileURLToPath(new URL('../fixtures/upgrade/', import.meta.url));
const clock = { now: () => new Date('2026-03-02T01:00:00.000Z') };

const db = await openPglite();
const migrations = await readMigrations();
for (const [index, { name }] of migrations.entries()) {
  const number = name.slice(0, 3);
  await migrate(db, clock, migrations.slice(0, index + 1));
  const rows = await readFile(join(folder, 'rows', `${number}.sql`), 'utf8').catch(() => '');
  for (const statement of splitStatements(rows)) await db.query(statement);
  const path = join(folder, `${number}.capuy`);
  await createBackup({ db, dataDir: join(tmpdir(), 'no-files'), clock }, path).then(
    () => console.log(`${number} made`),
    (error: { problem?: string }) => {
      if (error.problem !== 'exists') throw error;
    },
  );
}
await db.close();
