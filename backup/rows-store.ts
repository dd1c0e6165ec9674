import { createHash } from 'node:crypto';
import { newId } from '../core/ids.ts';
import type { Database, Queryable } from '../db/database.ts';
import { keepMigrationsOut } from '../db/migrate.ts';

/*
 * Rows of any table as lines: a JSON array of each column's text, made and read by PostgreSQL itself, so that what goes
 * out of one database is exactly what comes into another, and nothing here knows what it means.
 */

/** A column as the catalogue names it. */
export interface Column {
  name: string;
  type: string;
}

/** A table of the store; its rows hold its columns in this order. */
export interface Table {
  name: string;
  columns: Column[];
}

/** Where a sequence of an identity column stands. */
export interface SequencePlace {
  table: string;
  column: string;
  /** The last number that was given; null: none yet. */
  last: number | null;
}

/** What holds of all rows of a table, in whatever order. */
export interface RowsDigest {
  rows: number;
  /** Sum of the SHA-256 of every line, as 64 hexadecimal digits: it differs where a letter of a row differs. */
  digest: string;
}

/** How values are written as text, whatever the server's own settings are. */
const textSettings = [
  ['TimeZone', 'UTC'],
  ['DateStyle', 'ISO, YMD'],
  ['IntervalStyle', 'postgres'],
  ['extra_float_digits', '1'],
  ['bytea_output', 'hex'],
  // A scan that joins another one would not begin with the first row.
  ['synchronize_seqscans', 'off'],
  // A backup is longer than any statement of an answer may be.
  ['statement_timeout', '0'],
  ['idle_in_transaction_session_timeout', '0'],
] as const;

/** Fixes, until the transaction ends, how values are written and read. */
export async function fixTextForm(t: Queryable): Promise<void> {
  for (const [name, value] of textSettings) await t.query('SELECT set_config($1, $2, true)', [name, value]);
}

/** The tables of the store with their columns, in the order of their names. */
export async function listTables(db: Queryable): Promise<Table[]> {
  const { rows } = await db.query<{ name: string; column: string; type: string }>(
    `SELECT c.relname::text AS name, a.attname::text AS "column", format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0
       AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY c.relname::text COLLATE "C", a.attnum`,
  );
  const tables = new Map<string, Table>();
  for (const { name, column, type } of rows) {
    const table = tables.get(name) ?? { name, columns: [] };
    table.columns.push({ name: column, type });
    tables.set(name, table);
  }
  return [...tables.values()];
}

/** Where the numbers of identity columns stand. */
export async function readSequences(db: Queryable): Promise<SequencePlace[]> {
  const { rows } = await db.query<{ table: string; column: string; sequence: string }>(
    `SELECT c.relname::text AS "table", a.attname::text AS "column",
            pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attidentity <> ''
     ORDER BY 1, 2`,
  );
  const places: SequencePlace[] = [];
  for (const { table, column, sequence } of rows) {
    const { rows: state } = await db.query<{ last: number; called: boolean }>(
      `SELECT last_value AS last, is_called AS called FROM ${sequence}`,
    );
    places.push({ table, column, last: state[0]?.called ? state[0].last : null });
  }
  return places;
}

/** Lets identity columns go on counting where they stood. */
export async function setSequences(t: Queryable, places: readonly SequencePlace[]): Promise<void> {
  for (const { table, column, last } of places)
    await t.query('SELECT setval(pg_get_serial_sequence(quote_ident($1), $2), $3::bigint, $4::boolean)', [
      table,
      column,
      last ?? 1,
      last !== null,
    ]);
}

/** A look at all tables of one instant, that other work goes on beside. */
export interface Snapshot {
  tables: Table[];
  sequences: SequencePlace[];
  /** Calls `take` with the lines of a table, some at a time. */
  lines(table: Table, take: (lines: readonly string[]) => Promise<void>): Promise<void>;
}

/**
 * Takes a snapshot of all tables and calls `work` with it. A server keeps it for the length of one transaction on one
 * connection. An embedded database has a single connection, on which such a transaction would hold up everything else:
 * there the rows of the instant are put aside by cursors that outlive their transaction, in temporary files, and are read
 * between the other statements.
 */
export async function withSnapshot<T>(db: Database, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return db.kind === 'server' ? onServer(db, work) : embedded(db, work);
}

/** Waiting for a migration, or for a slow disk, takes what it takes. */
const longTransaction = { isLong: true };

async function onServer<T>(db: Database, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return db.tx(async (t) => {
    await t.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await keepMigrationsOut(t);
    await fixTextForm(t);
    const tables = await listTables(t);
    const sequences = await readSequences(t);
    return work({ tables, sequences, lines: (table, take) => readLines(t, table, take) });
  }, longTransaction);
}

async function embedded<T>(db: Database, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const names = new Map<string, string>();
  const mark = newId().slice(0, 8);
  const { tables, sequences } = await db.tx(async (t) => {
    await fixTextForm(t);
    const listed = await listTables(t);
    for (const [index, table] of listed.entries()) {
      const name = `backup_${mark}_${index}`;
      await t.query(`DECLARE ${name} NO SCROLL CURSOR WITH HOLD FOR ${linesOf(table)}`);
      names.set(table.name, name);
    }
    return { tables: listed, sequences: await readSequences(t) };
  });
  const close = async (table: string): Promise<void> => {
    const name = names.get(table);
    names.delete(table);
    if (name !== undefined) await db.query(`CLOSE ${name}`);
  };
  try {
    return await work({
      tables,
      sequences,
      async lines(table, take) {
        await fetchLines(db, names.get(table.name) as string, take);
        await close(table.name);
      },
    });
  } finally {
    for (const table of names.keys()) await close(table).catch(() => undefined);
  }
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A row as one line: null stays null, anything else is its text. */
const linesOf = ({ name, columns }: Table): string =>
  `SELECT array_to_json(ARRAY[${columns.map((column) => `${quoted(column.name)}::text`).join(', ')}])::text AS line FROM ${quoted(name)}`;

/** Calls `take` with the lines of a table as the transaction sees it. */
export async function readLines(
  t: Queryable,
  table: Table,
  take: (lines: readonly string[]) => Promise<void> | void,
): Promise<void> {
  await t.query(`DECLARE backup_rows NO SCROLL CURSOR FOR ${linesOf(table)}`);
  await fetchLines(t, 'backup_rows', take);
  await t.query('CLOSE backup_rows');
}

/** About as much as is in memory at one time. */
const batchBytes = 1024 * 1024;

async function fetchLines(
  db: Queryable,
  cursor: string,
  take: (lines: readonly string[]) => Promise<void> | void,
): Promise<void> {
  // Rows of one table are about as long as each other: the next batch is as many as the last one tells.
  for (let count = 20; ;) {
    const { rows } = await db.query<{ line: string }>(`FETCH ${count} FROM ${cursor}`);
    if (rows.length === 0) return;
    const bytes = rows.reduce((sum, { line }) => sum + line.length, 0);
    count = Math.max(1, Math.min(2000, count * 4, Math.floor((batchBytes * rows.length) / bytes)));
    await take(rows.map(({ line }) => line));
  }
}

/** Adds up lines into what `RowsDigest` says of them. */
export function createRowsDigest(): { add(lines: readonly string[]): void; end(): RowsDigest } {
  const words = new Float64Array(16);
  let rows = 0;
  return {
    add(lines) {
      for (const line of lines) {
        const hash = createHash('sha256').update(line).digest();
        // 16 bits a word: 2^37 lines fit into the exact part of a double.
        for (let at = 0; at < 16; at++) words[at] = (words[at] ?? 0) + hash.readUInt16BE(2 * at);
        rows += 1;
      }
    },
    end() {
      let carry = 0n;
      let digest = '';
      for (let at = 15; at >= 0; at--) {
        const sum = BigInt(words[at] ?? 0) + carry;
        digest = (sum & 0xffffn).toString(16).padStart(4, '0') + digest;
        carry = sum >> 16n;
      }
      return { rows, digest };
    },
  };
}

/** Puts lines into a table, in the order of `columns`, which are names of its own catalogue. */
export async function insertLines(
  t: Queryable,
  { name, columns }: Table,
  lines: readonly string[],
): Promise<void> {
  const names = columns.map((column) => quoted(column.name)).join(', ');
  const values = columns.map((column, index) => `(line ->> ${index})::${column.type}`).join(', ');
  await t.query(
    `INSERT INTO ${quoted(name)} (${names}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM jsonb_array_elements($1::jsonb) AS line`,
    [`[${lines.join(',')}]`],
  );
}

/** Makes tables as empty as before the first row. */
export async function clearTables(t: Queryable, tables: readonly Table[]): Promise<void> {
  await t.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
}

/** Takes all tables away. */
export async function dropTables(t: Queryable, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) await t.query(`DROP TABLE IF EXISTS ${quoted(name)} CASCADE`);
}

/**
 * Takes away foreign keys, because rows come in no particular order, and checks that rows of earlier releases need not
 * pass (NOT VALID); returns what puts them back as they were, which for foreign keys looks at every row.
 */
export async function liftConstraints(t: Queryable): Promise<() => Promise<void>> {
  const { rows } = await t.query<{ table: string; name: string; definition: string }>(
    `SELECT c.relname::text AS "table", f.conname::text AS name, pg_get_constraintdef(f.oid) AS definition
     FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
     WHERE (f.contype = 'f' OR NOT f.convalidated) AND c.relnamespace = current_schema()::regnamespace
     ORDER BY c.relname::text COLLATE "C", f.conname::text COLLATE "C"`,
  );
  for (const { table, name } of rows)
    await t.query(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`);
  return async () => {
    for (const { table, name, definition } of rows)
      await t.query(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`);
  };
}

/** Tables that every new store has a row in, put there by the migrations. */
const seeded: ReadonlySet<string> = new Set(['migration', 'corpus_version', 'register_version']);

/** Name of a table in which an office has kept something; null where there is none. */
export async function findKept(db: Queryable, tables: readonly Table[]): Promise<string | null> {
  // Tables of somebody else are no place for ours, with or without rows.
  const isOurs = tables.some(({ name }) => name === 'migration');
  if (tables.length > 0 && !isOurs) return tables[0]?.name ?? null;
  for (const { name } of tables) {
    if (seeded.has(name)) continue;
    const { rows } = await db.query(
      name === 'setting'
        ? `SELECT 1 FROM setting WHERE name <> '${incompleteSetting}' LIMIT 1`
        : `SELECT 1 FROM ${quoted(name)} LIMIT 1`,
    );
    if (rows.length > 0) return name;
  }
  return null;
}

/** How many connections assistants have to the same server's database. */
export async function countNeighbours(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'capuy%'`,
  );
  return rows[0]?.n ?? 0;
}

/** Set in a database while a backup is being put into it; its rows replace it. */
export const incompleteSetting = 'restore.incomplete';
