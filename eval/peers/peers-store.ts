import Sqlite from 'libsql';
import { openPglite } from '../../db/pglite.ts';
import { openServer } from '../../db/server.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import type { BeirEntry } from '../beir.ts';
import type { FilledEngine } from './peers-engines.ts';

/*
 * The two full-text searches that a database brings. Both get folded text (SQLite's own folding leaves 'đ' alone) and
 * ask for any of the words: asking for all of them finds next to nothing for a question.
 */

const rowsPerStatement = 100;

/**
 * PostgreSQL's full-text search with the 'simple' configuration, which fits a language without endings.
 * @param normalisation the third argument of ts_rank: 0 is its default, 2 divides by the length of the text
 */
export async function openPostgres(
  entries: readonly BeirEntry[],
  normalisation: 0 | 2,
  depth: number,
  databaseUrl?: string,
): Promise<FilledEngine> {
  const db = databaseUrl === undefined ? await openPglite() : await openServer(databaseUrl);
  // A server outlives this run, so the table goes with it.
  const table = `peer_text_${process.pid}`;
  await db.query(`CREATE TABLE ${table} (id text PRIMARY KEY, words tsvector NOT NULL)`);
  for (let from = 0; from < entries.length; from += rowsPerStatement) {
    const rows = entries.slice(from, from + rowsPerStatement);
    await db.query(
      `INSERT INTO ${table} (id, words)
       SELECT id, to_tsvector('simple', text) FROM unnest($1::text[], $2::text[]) AS given (id, text)`,
      [rows.map(({ id }) => id), rows.map(words)],
    );
  }
  await db.query(`CREATE INDEX ${table}_words ON ${table} USING gin (words)`);
  await db.query(`ANALYZE ${table}`);
  const { rows } = await db.query<{ server_version: string }>('SHOW server_version');
  return {
    version: `PostgreSQL ${rows[0]?.server_version}${databaseUrl === undefined ? ' (PGlite)' : ''}`,
    search: async (text) => {
      const asked = [...new Set(foldedSyllables(text))].map((word) => `'${word}'`).join(' | ');
      const { rows } = await db.query<{ id: string }>(
        `SELECT id FROM ${table}, to_tsquery('simple', $1) AS asked
         WHERE words @@ asked ORDER BY ts_rank(words, asked, $2::int) DESC, id LIMIT $3::int`,
        [asked, normalisation, depth],
      );
      return rows.map(({ id }) => id);
    },
    async close() {
      await db.query(`DROP TABLE ${table}`);
      await db.close();
    },
  };
}

/** SQLite's FTS5 with its own BM25, in memory. */
export async function openSqlite(entries: readonly BeirEntry[], depth: number): Promise<FilledEngine> {
  const db = new Sqlite(':memory:');
  db.exec(`CREATE VIRTUAL TABLE peer_page USING fts5 (id UNINDEXED, text)`);
  const insert = db.prepare(`INSERT INTO peer_page (id, text) VALUES (?, ?)`);
  db.transaction(() => {
    for (const entry of entries) insert.run(entry.id, words(entry));
  })();
  const select = db.prepare(`SELECT id FROM peer_page WHERE peer_page MATCH ? ORDER BY rank LIMIT ?`);
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  return {
    version: `SQLite ${version}`,
    search: async (text) => {
      const asked = [...new Set(foldedSyllables(text))].map((word) => `"${word}"`).join(' OR ');
      return (select.all(asked, depth) as { id: string }[]).map(({ id }) => id);
    },
    close: async () => void db.close(),
  };
}

/** Which pgvector a database has. */
export const vectorVersion = `SELECT extversion AS version FROM pg_extension WHERE extname = 'vector'`;

const words = ({ title, text }: BeirEntry): string => foldedSyllables(`${title}\n${text}`).join(' ');
