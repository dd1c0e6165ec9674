import type { Queryable } from '../../db/database.ts';

/* The table `glossary_entry`: abbreviations and terms of the office, kept by its admins. */

/** A term with what it stands for and what it means; at least one of the two. */
export interface GlossaryEntry {
  id: string;
  term: string;
  /** Written out; questions are searched with it. */
  expansion: string | null;
  /** Explained; shown to who asks what the term is. */
  meaning: string | null;
}

/** All entries in the order of their terms. An office has a few hundred at most. */
export async function listGlossary(db: Queryable): Promise<GlossaryEntry[]> {
  const { rows } = await db.query<GlossaryEntry>(
    'SELECT id, term, expansion, meaning FROM glossary_entry ORDER BY term_key, id',
  );
  return rows;
}

/** Keeps an entry; one of the same term is replaced and keeps its id. Returns the id that it has. */
export async function saveGlossaryEntry(
  t: Queryable,
  entry: GlossaryEntry & { key: string; by: string | null; at: string },
): Promise<string> {
  const { rows } = await t.query<{ id: string }>(
    `INSERT INTO glossary_entry (id, term, term_key, expansion, meaning, changed_by, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (term_key) DO UPDATE
     SET term = excluded.term, expansion = excluded.expansion, meaning = excluded.meaning,
         changed_by = excluded.changed_by, changed_at = excluded.changed_at
     RETURNING id`,
    [entry.id, entry.term, entry.key, entry.expansion, entry.meaning, entry.by, entry.at],
  );
  return rows[0]?.id ?? entry.id;
}

/** Removes the entry of a term. Returns its id; null where there is none. */
export async function removeGlossaryEntry(t: Queryable, key: string): Promise<string | null> {
  const { rows } = await t.query<{ id: string }>(
    'DELETE FROM glossary_entry WHERE term_key = $1 RETURNING id',
    [key],
  );
  return rows[0]?.id ?? null;
}
