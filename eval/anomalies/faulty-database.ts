import { setTimeout as wait } from 'node:timers/promises';
import type { Database, Queryable, QueryResult, SqlValue } from '../../db/database.ts';
import { SqlError } from '../../db/sql-error.ts';

/** What happens at one statement. */
export type StatementFault =
  /** An error that nothing can be done about. */
  | 'broken'
  /** The disk has no room (53100). */
  | 'full'
  /** The connection goes away before the statement was done (08006): the same may succeed a moment later. */
  | 'gone'
  /** The statement was done, only nobody hears of it (08006); of a COMMIT: nobody knows whether it was. */
  | 'unheard'
  /** It takes a while. */
  | 'slow';

const slowMs = 40;
const states: Readonly<Record<Exclude<StatementFault, 'slow'>, string>> = {
  broken: 'XX000',
  full: '53100',
  gone: '08006',
  unheard: '08006',
};

/** A database whose statements are counted and fail on demand. */
export interface FaultyDatabase extends Database {
  /** Statements so far, BEGIN and COMMIT among them. */
  statements(): number;
  /** Makes the statement that comes `after` so many others from now on fail so; null: none. */
  failAt(after: number | null, fault?: StatementFault): void;
  /** Whether the fault has happened. */
  hasFailed(): boolean;
  /** Text of the statement that failed, at most its first words. */
  failedAt(): string;
  /** For looking at what there is: neither counted nor made to fail. */
  looking: Queryable;
  /** Forgets everything that was written since the beginning or the last call. */
  forget(): Promise<void>;
  /** Keeps what was written so far, whatever is forgotten later. */
  keep(): Promise<void>;
}

/**
 * Wraps a database of one connection. All that is written stays in one open transaction, with a savepoint for each of the
 * program's, so that a run leaves nothing for the next one.
 */
export async function createFaulty(db: Database): Promise<FaultyDatabase> {
  let statements = 0;
  let at: number | null = null;
  let fault: StatementFault = 'broken';
  let failed = '';
  let turns: Promise<unknown> = Promise.resolve();
  let savepoints = 0;
  let end = (_keeps: boolean): void => {};
  let ended: Promise<unknown> = Promise.resolve();

  /** One transaction of the real database, kept open, whose handle runs everything. */
  async function begin(): Promise<Queryable> {
    const opened = await new Promise<Queryable>((resolve, reject) => {
      const closing = new Promise<void>((keep, forget) => {
        end = (keeps) => (keeps ? keep() : forget(new Error('forgotten')));
      });
      ended = db
        .tx(async (t) => {
          resolve(t);
          await closing;
        })
        .catch((error: unknown) => {
          if (!(error instanceof Error && error.message === 'forgotten')) reject(error as Error);
        });
    });
    return opened;
  }
  let inner = await begin();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turns.then(work);
    turns = next.catch(() => undefined);
    return next;
  };

  async function counted<T>(sql: string, work: () => Promise<T>): Promise<T> {
    statements += 1;
    if (at === null || statements < at) return work();
    const kind = fault;
    at = null;
    failed = sql.replace(/\s+/gu, ' ').trim().slice(0, 70);
    if (kind === 'slow') {
      await wait(slowMs);
      return work();
    }
    if (kind === 'unheard') await work();
    throw new SqlError({ message: `injected: ${kind}`, sqlState: states[kind] });
  }

  const run = async <Row>(sql: string, params?: readonly SqlValue[]): Promise<QueryResult<Row>> => {
    const name = `s${savepoints++}`;
    await inner.query(`SAVEPOINT ${name}`);
    try {
      const result = await inner.query<Row>(sql, params);
      await inner.query(`RELEASE SAVEPOINT ${name}`);
      return result;
    } catch (error) {
      await inner.query(`ROLLBACK TO SAVEPOINT ${name}`);
      throw error;
    }
  };

  const anew = (keeps: boolean): Promise<void> =>
    inTurn(async () => {
      end(keeps);
      await ended;
      inner = await begin();
    });

  return {
    kind: 'embedded',
    query: (sql, params) => inTurn(() => counted(sql, () => run(sql, params))),
    tx: (work) =>
      inTurn(async () => {
        const name = `t${savepoints++}`;
        const undo = () => inner.query(`ROLLBACK TO SAVEPOINT ${name}`);
        await counted('BEGIN', () => inner.query(`SAVEPOINT ${name}`));
        let result;
        try {
          result = await work({ query: (sql, params) => counted(sql, () => run(sql, params)) });
        } catch (error) {
          await undo();
          throw error;
        }
        let isDone = false;
        try {
          await counted('COMMIT', async () => {
            await inner.query(`RELEASE SAVEPOINT ${name}`);
            isDone = true;
          });
        } catch (error) {
          if (!isDone) await undo();
          throw error;
        }
        return result;
      }),
    script: (sql) => inTurn(() => db.script(sql)),
    close: async () => {
      end(false);
      await ended;
      await db.close();
    },
    looking: { query: (sql, params) => inTurn(() => run(sql, params)) },
    statements: () => statements,
    failAt(after, kind = 'broken') {
      at = after === null ? null : statements + after;
      fault = kind;
      failed = '';
    },
    hasFailed: () => failed !== '',
    failedAt: () => failed,
    forget: () => anew(false),
    keep: () => anew(true),
  };
}
