import type { Database, Queryable } from '../../db/database.ts';
import type { EmbeddedDatabase } from '../../db/pglite.ts';

/* Tables in which a lost or a halved transaction shows: pairs of rows, and purses whose sum never changes. */

const purses = 20;
const fullPurse = 1000;

/** Makes the tables. */
export const createPairs = (db: Database): Promise<void> =>
  db.script(`
    CREATE TABLE first_half (id int PRIMARY KEY, body text);
    CREATE TABLE second_half (id int PRIMARY KEY, body text);
    CREATE TABLE purse (id int PRIMARY KEY, amount int NOT NULL);
    INSERT INTO purse SELECT n, ${fullPurse} FROM generate_series(0, ${purses - 1}) AS n;`);

/** Adds the pair `id` and moves an amount from one purse to another. */
export async function addPair(t: Queryable, id: number, body: string, random: () => number): Promise<void> {
  const amount = Math.ceil(random() * 100);
  const purse = () => Math.floor(random() * purses);
  await t.query('INSERT INTO first_half (id, body) VALUES ($1, $2)', [id, body]);
  await t.query('UPDATE purse SET amount = amount + $1 WHERE id = $2', [amount, purse()]);
  await t.query('UPDATE purse SET amount = amount - $1 WHERE id = $2', [amount, purse()]);
  await t.query('INSERT INTO second_half (id, body) VALUES ($1, $2)', [id, body]);
}

/** Folds the log into the data files. */
export const checkpoint = (db: Database): Promise<void> => db.script('CHECKPOINT');

/** Makes one more table, as a migration does. */
export const createExtra = (db: Database, id: number): Promise<void> =>
  db.script(`CREATE TABLE extra_${id} (id int PRIMARY KEY)`);

/** Ids of the halves as read from the tables and through their indexes, and whether the purses hold what they held. */
export async function readPairs(
  db: EmbeddedDatabase,
): Promise<{ first: Set<number>; others: Set<number>[]; isSumRight: boolean }> {
  const ids = async (table: 'first_half' | 'second_half', isIndexed: boolean) => {
    const [plain, indexed] = isIndexed ? ['off', 'on'] : ['on', 'off'];
    await db.script(`SET enable_seqscan = ${plain}; SET enable_indexscan = ${indexed}`);
    const { rows } = await db.query<{ id: number }>(
      `SELECT id FROM ${table} WHERE id > 0 AND length(body) > 0`,
    );
    return new Set(rows.map(({ id }) => id));
  };
  const first = await ids('first_half', false);
  const others = [
    await ids('second_half', false),
    await ids('first_half', true),
    await ids('second_half', true),
  ];
  const { rows } = await db.query<{ sum: number }>('SELECT sum(amount)::int AS sum FROM purse');
  return { first, others, isSumRight: rows[0]?.sum === purses * fullPurse };
}
