import { createHash } from 'node:crypto';
import type { Database } from '../../db/database.ts';

/*
 * Rows of two stores held against each other without any of the code that backs up: every row as PostgreSQL writes a whole
 * row, in the order of these texts.
 */

/** What differs between two stores. */
export interface RowsCompared {
  tables: number;
  rows: number;
  /** Names of tables in which any row differs, is missing or is one too many. */
  different: string[];
}

/** Compares all tables but those in `leftOut`. */
export async function compareRows(
  a: Database,
  b: Database,
  leftOut: ReadonlySet<string> = new Set(),
): Promise<RowsCompared> {
  const [names, others] = await Promise.all([namesOf(a), namesOf(b)]);
  const different = [...names, ...others].filter((name) => names.includes(name) !== others.includes(name));
  let rows = 0;
  for (const name of names) {
    if (leftOut.has(name) || different.includes(name)) continue;
    const [one, other] = await Promise.all([fingerprint(a, name), fingerprint(b, name)]);
    rows += one.rows;
    if (one.hash !== other.hash || one.rows !== other.rows) different.push(name);
  }
  return { tables: names.length, rows, different };
}

async function namesOf(db: Database): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
  );
  return rows.map(({ name }) => name);
}

async function fingerprint(db: Database, table: string): Promise<{ rows: number; hash: string }> {
  const hashes: string[] = [];
  await db.tx(async (t) => {
    await t.query(`SELECT set_config('TimeZone', 'UTC', true)`);
    await t.query(`DECLARE all_rows CURSOR FOR SELECT t::text AS line FROM "${table}" t`);
    for (;;) {
      const { rows } = await t.query<{ line: string }>('FETCH 500 FROM all_rows');
      if (rows.length === 0) return;
      for (const { line } of rows) hashes.push(createHash('sha256').update(line).digest('base64'));
    }
  });
  return { rows: hashes.length, hash: createHash('sha256').update(hashes.sort().join()).digest('hex') };
}
