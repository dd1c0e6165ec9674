import { openOffice } from '../../office.ts';
import type { Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { appliedMigrations } from '../../db/migrate.ts';
import * as words from '../../prompts/access.ts';

/** `capuy migrate`: brings the tables up to date, as every start does, and says what was done. */
export async function run(args: string[], config: Config): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(words.migrateUsage);
    return 2;
  }
  const startedAt = systemClock.now().toISOString();
  const office = await openOffice(config);
  try {
    const all = await appliedMigrations(office.db);
    const now = all
      .filter((migration) => migration.appliedAt >= startedAt)
      .map((migration) => migration.name);
    process.stdout.write(`${words.migrated(now, all.length)}\n`);
    return 0;
  } finally {
    await office.close();
  }
}
