import { openPglite } from '../../db/pglite.ts';

/*
 * A process of its own that opens a data folder, says 'open', and then writes pairs of rows, each pair in one transaction,
 * saying the number of each pair once it is committed. Ends only by being killed.
 * Usage: hold-folder.ts DIRECTORY [SNAPSHOT]
 */
const [dataDir, snapshot] = process.argv.slice(2);
if (!dataDir) throw new Error('usage: hold-folder.ts DIRECTORY [SNAPSHOT]');

const db = await openPglite({ dataDir, ...(snapshot ? { snapshot } : {}) });
process.stdout.write('open\n');
const { rows } = await db.query<{ n: number }>('SELECT count(*) AS n FROM setting');
for (let pair = (rows[0]?.n ?? 0) / 2; ; pair++) {
  await db.tx(async (t) => {
    await t.query("INSERT INTO setting (name, value) VALUES ($1, 'a')", [`${pair}a`]);
    await t.query("INSERT INTO setting (name, value) VALUES ($1, 'b')", [`${pair}b`]);
  });
  process.stdout.write(`${pair}\n`);
}
