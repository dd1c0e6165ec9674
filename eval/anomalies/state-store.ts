import type { Queryable } from '../../db/database.ts';

/*
 * What an office knows, table by table, without what differs between two runs that did the same: ids, instants, secrets,
 * counters. Two states that are equal hold the same meetings, documents, figures, people and notes, each as often.
 */

/** Rows of each table as texts, sorted. */
export type State = ReadonlyMap<string, readonly string[]>;

/** Tables that say how the work was done and not what came of it. */
const passing = new Set([
  'action_key',
  'claim',
  'embedding_set',
  'inbox',
  'migration',
  'model_usage',
  'outbox',
  'pairing_attempt',
  'web_session',
]);
/** Columns that count, order or keep a secret. */
const masked = new Set([
  ...['seq', 'version', 'attempts', 'persons', 'counts', 'code_hash', 'key', 'lane'],
  ...['access_token', 'refresh_token'],
]);
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu;
const instant = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}(?::?\d{2})?)?/gu;
const digitCode = /LIENKET \d+/gu;
/** The name of one filling-in of a form: drawn, as ids are. */
const entryNames = /"entry":"[\w-]{8}"/gu;
/** How large a backup has become: instants and ids are not equally easy to make smaller. */
const sizes = /"bytes":\d+/gu;

/** Reads the whole database. */
export async function readState(db: Queryable): Promise<State> {
  const { rows: tables } = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
  );
  const state = new Map<string, string[]>();
  for (const { name } of tables) {
    if (passing.has(name)) continue;
    const { rows } = await db.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM "${name}" t`,
    );
    // Each start makes a link for signing in.
    const kept = rows.filter(({ row }) => name !== 'pairing_code' || row['purpose'] !== 'sign-in');
    state.set(name, kept.map(({ row }) => comparable(row, name)).sort());
  }
  return state;
}

function comparable(row: Record<string, unknown>, table: string): string {
  const shown = Object.fromEntries(
    Object.entries(row).map(([column, value]) =>
      masked.has(column) || (table === 'setting' && column === 'value')
        ? [column, value !== null]
        : [column, value],
    ),
  );
  return JSON.stringify(shown)
    .replace(uuid, '#')
    .replace(instant, '@')
    .replace(digitCode, 'LIENKET')
    .replace(entryNames, '"entry":#')
    .replace(sizes, '"bytes":#');
}

/** How two states differ. */
export interface Difference {
  kind: 'lost' | 'doubled' | 'unexplained';
  table: string;
  row: string;
}

/** What `found` has less, more or otherwise than `wanted`. */
export function differences(wanted: State, found: State): Difference[] {
  const all: Difference[] = [];
  for (const table of new Set([...wanted.keys(), ...found.keys()])) {
    const missing = without(wanted.get(table) ?? [], found.get(table) ?? []);
    const extra = without(found.get(table) ?? [], wanted.get(table) ?? []);
    const known = new Set(wanted.get(table));
    const other = extra.filter((row) => !known.has(row));
    // A row that is there in another form is neither lost nor doubled.
    for (const row of missing.slice(other.length)) all.push({ kind: 'lost', table, row });
    for (const row of extra.filter((one) => known.has(one))) all.push({ kind: 'doubled', table, row });
    for (const row of other) all.push({ kind: 'unexplained', table, row });
  }
  return all;
}

function without(rows: readonly string[], taken: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of taken) left.set(row, (left.get(row) ?? 0) + 1);
  return rows.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}

/** What a chat was told and what is kept of it: events in their order with their state and how many replies each has. */
export async function readInbox(
  db: Queryable,
  channel = '',
): Promise<{ text: string; isDone: boolean; failure: string | null; replies: number; unsent: number }[]> {
  const { rows } = await db.query<{
    text: string;
    isDone: boolean;
    failure: string | null;
    replies: number;
    unsent: number;
  }>(
    `SELECT coalesce(event ->> 'text', event ->> 'type') AS text, done_at IS NOT NULL AS "isDone", i.failure,
       (SELECT count(*)::int FROM outbox o WHERE o.reply_to = i.key) AS replies,
       (SELECT count(*)::int FROM outbox o WHERE o.reply_to = i.key AND o.sent_at IS NULL AND o.failure IS NULL) AS unsent
     FROM inbox i WHERE starts_with(i.lane, $1) AND event ->> 'type' <> 'job' ORDER BY seq`,
    [channel],
  );
  return rows;
}

/** Documents without their parts, parts without their document, and such like: halves of what is kept whole. */
export async function findHalves(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ what: string; count: number }>(
    `SELECT * FROM (
       SELECT 'documents without pages' AS what, count(*)::int AS count FROM document d
         WHERE NOT EXISTS (SELECT 1 FROM page p WHERE p.document_id = d.id)
       UNION ALL SELECT 'documents without passages', count(*)::int FROM document d
         WHERE NOT EXISTS (SELECT 1 FROM chunk c WHERE c.document_id = d.id)
       UNION ALL SELECT 'done messages without a reply', count(*)::int FROM inbox i
         WHERE done_at IS NOT NULL AND event ->> 'type' = 'text' AND failure IS NULL
           AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.reply_to = i.key)
       UNION ALL SELECT 'meetings without their first change', count(*)::int FROM meeting m
         WHERE NOT EXISTS (SELECT 1 FROM meeting_change c WHERE c.meeting_id = m.id)
       UNION ALL SELECT 'lists of members with another count', count(*)::int FROM import_batch b
         WHERE joined_count > (SELECT count(*) FROM member m WHERE m.batch_id = b.id)
     ) halves WHERE count > 0`,
  );
  return rows.map(({ what, count }) => `${what}: ${count}`);
}

/** Messages of a channel whose text starts so, and how often each is kept. */
export async function markedMessages(
  db: Queryable,
  channel: string,
  mark: string,
): Promise<{ text: string; count: number }[]> {
  const { rows } = await db.query<{ text: string; count: number }>(
    `SELECT event ->> 'text' AS text, count(*)::int AS count FROM inbox
     WHERE starts_with(lane, $1) AND starts_with(event ->> 'text', $2) GROUP BY 1`,
    [`${channel}:`, mark],
  );
  return rows;
}

/** Messages of the assistant's own accord whose key starts so, with the instant they were committed at. */
export async function noticesOf(
  db: Queryable,
  keyHead: string,
): Promise<{ key: string; at: string; lane: string }[]> {
  const { rows } = await db.query<{ key: string; at: string; lane: string }>(
    `SELECT key, created_at AS at, lane FROM outbox WHERE starts_with(key, $1) ORDER BY seq`,
    [keyHead],
  );
  return rows;
}
