import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SqlError } from './sql-error.ts';
import type { Damage } from './folder-check.ts';
import type { Database, Queryable } from './database.ts';

/** A failure of PostgreSQL that says of itself that its files are not what they were (errcodes.txt, class XX and 58). */
const damageStates = new Set(['XX001', 'XX002', '58P01', '58030']);

/** Whether an error says that the database's files are damaged. */
export const tellsOfDamage = (error: unknown): boolean =>
  error instanceof SqlError && damageStates.has(error.sqlState ?? '');

/** The first table or index that the catalogue knows and whose file is gone; null: all are there. */
export async function findMissingFile(db: Queryable, place: string): Promise<Damage | null> {
  const { rows } = await db.query<{ file: string }>(
    `SELECT pg_relation_filepath(oid) AS file FROM pg_class
     WHERE relkind IN ('r', 'i', 't', 'm', 'S') AND pg_relation_filepath(oid) IS NOT NULL ORDER BY oid`,
  );
  for (const { file } of rows) {
    if (isGone(join(place, file))) return { kind: 'missing', file };
  }
  return null;
}

function isGone(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    // It cannot be looked at, which is another matter.
    return false;
  }
}

/**
 * Those of `files` that no table or index owns: a transaction that was killed while it made one leaves its file, with
 * pages that may be newer than the log, because PostgreSQL writes a new index before the log that tells of it.
 */
export async function findOrphans(db: Queryable, files: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ folder: string; file: string }>(
    `SELECT 'base/' || d.oid AS folder, pg_relation_filepath(c.oid) AS file FROM pg_class c, pg_database d
     WHERE d.datname = current_database() AND pg_relation_filepath(c.oid) IS NOT NULL`,
  );
  const owned = new Set(rows.map(({ file }) => file));
  // The catalogue knows of no other database of the folder.
  return files.filter((file) => file.startsWith(`${rows[0]?.folder}/`) && !owned.has(mainFile(file)));
}

/** The first file of a relation; one of more than a gigabyte goes on in '16384.1'. */
export const mainFile = (file: string): string => file.replace(/\.\d+$/u, '');

/** Where the log ends, as a number of bytes. */
export async function logEnd(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ at: number }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint AS at",
  );
  return rows[0]?.at ?? Infinity;
}

interface KeyedTable {
  table: string;
  file: string;
  /** The columns of a unique index, as an ORDER BY takes them; null: the table has none. */
  key: string | null;
}

/**
 * Reads every row of every table, along the table and along a unique index of it. What cannot be read, and a table whose
 * index knows of more rows than it has, is damaged. `files`: only tables with one of these files, or with an index or
 * long values in one.
 */
export async function findUnreadable(db: Database, files?: readonly string[]): Promise<Damage | null> {
  const { rows: tables } = await db.query<KeyedTable>(
    `SELECT c.oid::regclass::text AS table, pg_relation_filepath(c.oid) AS file,
            (SELECT string_agg(pg_get_indexdef(i.indexrelid, k, true), ', ' ORDER BY k)
             FROM pg_index i, generate_series(1, i.indnkeyatts::int) AS k
             WHERE i.indexrelid = (SELECT u.indexrelid FROM pg_index u JOIN pg_class x ON x.oid = u.indexrelid
                                   JOIN pg_am m ON m.oid = x.relam
                                   WHERE u.indrelid = c.oid AND u.indisunique AND u.indpred IS NULL AND m.amname = 'btree'
                                   ORDER BY u.indisprimary DESC, u.indexrelid LIMIT 1)) AS key
     FROM pg_class c
     WHERE c.relkind IN ('r', 't', 'm') AND c.relpersistence = 'p' AND ($1::text[] IS NULL
       OR pg_relation_filepath(c.oid) = ANY($1::text[])
       OR EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND pg_relation_filepath(i.indexrelid) = ANY($1::text[])))
     ORDER BY c.oid`,
    [files ?? null],
  );
  for (const { table, file, key } of tables) {
    try {
      if (!(await isReadable(db, table, key))) return { kind: 'broken', file };
    } catch (error) {
      if (!tellsOfDamage(error)) throw error;
      return { kind: 'broken', file };
    }
  }
  return null;
}

function isReadable(db: Database, table: string, key: string | null): Promise<boolean> {
  return db.tx(async (t) => {
    const { rows: along } = await t.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
    if (key === null) return true;
    // Through the index row by row: other ways would not look at the table itself.
    for (const way of ['seqscan', 'bitmapscan', 'indexonlyscan', 'sort'])
      await t.query(`SET LOCAL enable_${way} = off`);
    const { rows: byKey } = await t.query<{ n: number }>(
      `SELECT count(*) AS n FROM (SELECT ctid FROM ${table} ORDER BY ${key}) AS rows`,
    );
    return along[0]?.n === byKey[0]?.n;
  });
}
