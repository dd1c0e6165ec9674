import type { Viewer } from '../../core/viewer.ts';
import type { Database, Queryable } from '../../db/database.ts';
import { viewerParams, visibleDocument } from '../../db/visible-documents.ts';
import { deleteDocument } from '../../ingest/document-store.ts';
import { raiseRegisterVersion } from '../../members/register/version-store.ts';
import { raiseCorpusVersion } from '../../rag/chunk-store.ts';

/** Rows that are taken away: documents by id, and everything that belongs to units. */
export interface HiddenRows {
  documentIds: readonly string[];
  unitIds: readonly string[];
}

/** A copy of the tables that rows are taken from, so that they can be put back as they were, ids included. */
export interface KeptRows {
  /** Takes rows away as if they had never been stored. */
  hide(hidden: HiddenRows): Promise<void>;
  /** Puts back everything as it was when it was copied. */
  restore(): Promise<void>;
}

/** Accounts and the units themselves are known to everybody who has an account; lists of members hold those of many units. */
const staying = new Set(['org_unit', 'account_unit', 'account', 'import_batch']);

/** Copies documents, everything of units and all that hangs on them into a schema of its own. */
export async function keepRows(db: Database): Promise<KeptRows> {
  const ofUnits = (await tablesWithUnit(db)).filter((name) => !staying.has(name));
  const tables = await withDependents(db, ['document', ...ofUnits]);
  await db.tx(async (t) => {
    await t.query('DROP SCHEMA IF EXISTS kept CASCADE');
    await t.query('CREATE SCHEMA kept');
    for (const name of tables) await t.query(`CREATE TABLE kept."${name}" AS SELECT * FROM public."${name}"`);
  });
  return {
    hide: ({ documentIds, unitIds }) =>
      db.tx(async (t) => {
        for (const id of documentIds) await deleteDocument(t, id);
        // Rows that others refer to come before those, so they go last.
        for (const name of tables.filter((one) => ofUnits.includes(one)).reverse())
          await t.query(`DELETE FROM "${name}" WHERE unit_id = ANY($1::uuid[])`, [unitIds]);
        await markChanged(t);
      }),
    restore: () =>
      db.tx(async (t) => {
        await t.query(`TRUNCATE ${tables.map((name) => `"${name}"`).join(', ')} CASCADE`);
        for (const name of tables)
          await t.query(`INSERT INTO public."${name}" OVERRIDING SYSTEM VALUE SELECT * FROM kept."${name}"`);
        await markChanged(t);
      }),
  };
}

/** The documents that a viewer may not see. */
export async function hiddenDocuments(db: Queryable, viewer: Viewer): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT d.id FROM document d WHERE NOT ${visibleDocument()}`,
    viewerParams(viewer),
  );
  return rows.map(({ id }) => id);
}

/** Empties the store of documents. */
export async function removeDocuments(db: Database): Promise<void> {
  await db.tx(async (t) => {
    const { rows } = await t.query<{ id: string }>('SELECT id FROM document');
    for (const { id } of rows) await deleteDocument(t, id);
  });
}

/** Tells what is held in memory that the rows are others now. */
async function markChanged(t: Queryable): Promise<void> {
  await raiseCorpusVersion(t);
  await raiseRegisterVersion(t, 'persons');
  await raiseRegisterVersion(t, 'counts');
}

async function tablesWithUnit(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'unit_id' ORDER BY table_name`,
  );
  return rows.map(({ name }) => name);
}

/** The tables and those whose rows refer to theirs, each behind what it refers to. */
async function withDependents(db: Queryable, roots: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ child: string; parent: string }>(
    `SELECT DISTINCT c.relname AS child, p.relname AS parent FROM pg_constraint f
     JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
     WHERE f.contype = 'f' AND c.oid <> p.oid AND c.relnamespace = 'public'::regnamespace`,
  );
  const found = new Set(roots);
  for (const name of found)
    for (const { child, parent } of rows) if (parent === name && !staying.has(child)) found.add(child);
  const ordered: string[] = [];
  const place = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const { child, parent } of rows) if (child === name && found.has(parent)) place(parent);
    ordered.push(name);
  };
  for (const name of [...found].sort()) place(name);
  return ordered;
}
