import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Dispatcher } from '../../bot/dispatch.ts';
import type { Database, Queryable } from '../../db/database.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { dispatcherOn } from './turns.ts';

/** A real database with dispatchers on it, for the tests of one file. */
export interface TurnDatabase {
  readonly db: Database;
  /** A started dispatcher, by default on `db`; stopped after the test. */
  startOn(
    channel: Parameters<typeof dispatcherOn>[1],
    rest?: Parameters<typeof dispatcherOn>[2],
    on?: Database,
  ): Promise<Dispatcher>;
  /** The number `n` that a query gives. */
  count(sql: string): Promise<number>;
}

/** Opens the database before the first test of the file, empties it before each and closes it after the last. */
export function useTurnDatabase(): TurnDatabase {
  let opened: Database | undefined;
  const database = (): Database => opened as Database;
  const running: Dispatcher[] = [];
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => database().close());
  beforeEach(() => emptyTables(database()));
  afterEach(async () => {
    await Promise.all(running.splice(0).map((dispatcher) => dispatcher.stop(0)));
  });
  return {
    get db() {
      return database();
    },
    async startOn(channel, rest = {}, on = database()) {
      const dispatcher = dispatcherOn(on, channel, rest);
      running.push(dispatcher);
      await dispatcher.start();
      return dispatcher;
    },
    async count(sql) {
      const { rows } = await database().query<{ n: number }>(sql);
      return rows[0]?.n ?? 0;
    },
  };
}

/** A write that leaves a trace, as a feature's own change would. */
export const trace = (t: Queryable, name: string): Promise<unknown> =>
  t.query('INSERT INTO setting (name, value) VALUES ($1, $2)', [name, '1']);
/** How many traces there are. */
export const traces = ({ count }: TurnDatabase): Promise<number> =>
  count('SELECT count(*) AS n FROM setting');
