import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';

/*
 * A process whose changes are recorded: writes to an embedded database in transactions and says of each, once it has been
 * acknowledged, that it was. Each adds a pair of rows, moves an amount between two accounts whose sum stays, and lengthens a
 * text; now and then a table is made or the log is folded into the data files. Usage: workload.ts DIRECTORY COUNT SEED
 */
declare const noteAcknowledged: (id: number) => void;

const [dataDir = '', count = '0', seed = '1'] = process.argv.slice(2);
const random = randomNumbers(Number(seed));
const db = await openPglite({ dataDir });
for (let id = 1; id <= Number(count); id++) {
  await db.tx(async (t) => {
    const amount = Math.ceil(random() * 100);
    const text = 'nghị quyết '.repeat(Math.ceil(random() ** 4 * 2000));
    await t.query('INSERT INTO first_half (id, body) VALUES ($1, $2)', [id, text]);
    await t.query('UPDATE purse SET amount = amount + $1 WHERE id = $2', [amount, Math.floor(random() * 20)]);
    await t.query('UPDATE purse SET amount = amount - $1 WHERE id = $2', [amount, Math.floor(random() * 20)]);
    await t.query('INSERT INTO second_half (id, body) VALUES ($1, $2)', [id, text]);
  });
  noteAcknowledged(id);
  if (random() < 0.03) await db.script('CHECKPOINT');
  if (random() < 0.03) await db.script(`CREATE TABLE extra_${id} (id int PRIMARY KEY)`);
}
process.exit(0);
