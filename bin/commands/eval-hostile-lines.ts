import { addAccount } from '../../access/account-store.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { loadDemo, readDemoDocuments } from '../../demo/load.ts';
import { evaluateHostileLines } from '../../eval/hostile-lines/hostile-lines.ts';
import { openAskedOffice } from './asked-office.ts';

/** `capuy eval hostile-lines`: on the demo data, each line by an administrator of its own, so that no dialogue takes it up. */
export const evaluate = (args: string[]): Promise<number> =>
  evaluateHostileLines(args, async () => {
    const office = await openAskedOffice();
    const now = systemClock.now();
    const documents = await readDemoDocuments();
    await office.db.tx((t) => loadDemo(t, documents, { by: null, now, today: dateIn(now) }));
    return {
      async say(line) {
        const id = await addAccount(office.db, { name: 'Hostile', role: 'admin' }, now);
        await office.ask(line, id, 'all');
      },
      close: office.close,
    };
  });
