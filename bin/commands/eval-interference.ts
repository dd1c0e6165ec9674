import { addAccount, findAccount } from '../../access/account-store.ts';
import { viewerFor } from '../../access/viewer.ts';
import type { WireBlock } from '../../bot/channels/channel.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import type { Queryable } from '../../db/database.ts';
import { loadDemo } from '../../demo/load.ts';
import { evaluateInterference, type WatchedOffice } from '../../eval/interference/interference.ts';
import { openAskedOffice } from './asked-office.ts';

/** `capuy eval interference`: the measurement, over an office of its own that is thrown away. */
export const evaluate = (args: string[]): Promise<number> => evaluateInterference(args, openWatchedOffice);

/** The units, members and meetings of the demo province, asked over channels that keep what is sent. */
async function openWatchedOffice(): Promise<WatchedOffice> {
  let statements: string[] = [];
  const watch =
    (db: Queryable): Queryable['query'] =>
    (sql, params) => {
      statements.push(sql);
      return db.query(sql, params);
    };
  const office = await openAskedOffice({}, (db) => ({
    kind: db.kind,
    query: watch(db),
    tx: (work, options) => db.tx((t) => work({ query: watch(t) }), options),
    script: (sql) => db.script(sql),
    close: () => db.close(),
  }));
  const { db } = office;
  const now = systemClock.now();
  await db.tx((t) => loadDemo(t, [], { by: null, now, today: dateIn(now) }));
  return {
    db,
    async person({ role, unitIds, ceiling }) {
      const id = await db.tx((t) => addAccount(t, { name: 'Asker', role, unitIds }, now));
      const account = await findAccount(db, id);
      if (!account) throw new Error('the account that was just made is gone');
      return {
        viewer: viewerFor(account, ceiling, false),
        async ask(text) {
          statements = [];
          const { growing, blocks } = await office.ask(text, id, ceiling);
          return { shown: JSON.stringify([growing, blocks.map(withoutKeys)]), statements };
        },
      };
    },
    close: () => office.close(),
  };
}

/** Ids of choices and their keys are drawn anew each time, and addresses are signed for a while. */
function withoutKeys(block: WireBlock): unknown {
  if (block.type === 'choices')
    return { ...block, id: '', options: block.options.map((option) => ({ ...option, key: '' })) };
  return block.type === 'link' ? { ...block, url: block.url.replace(/\?.*$/u, '') } : block;
}
