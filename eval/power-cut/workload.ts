import { openPglite } from '../../db/pglite.ts';
import { randomNumbers } from '../random.ts';
import { addPair, checkpoint, createExtra } from './pairs-store.ts';

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
  const body = 'nghị quyết '.repeat(Math.ceil(random() ** 4 * 2000));
  await db.tx((t) => addPair(t, id, body, random));
  noteAcknowledged(id);
  if (random() < 0.03) await checkpoint(db);
  if (random() < 0.03) await createExtra(db, id);
}
process.exit(0);
