import { AppError } from '../core/errors.ts';
import type { Queryable, QueryResult, SqlValue } from './database.ts';

type Run = (sql: string, params: readonly SqlValue[]) => Promise<QueryResult<unknown>>;

/** What `work` gets in `tx`: SQL on the transaction's connection for as long as the transaction is open. */
export class TransactionHandle implements Queryable {
  readonly #run: Run;
  readonly #running = new Set<Promise<unknown>>();
  #failure: { error: unknown } | undefined;
  #isOpen = true;

  constructor(run: Run) {
    this.#run = run;
  }

  async query<Row>(sql: string, params: readonly SqlValue[] = []): Promise<QueryResult<Row>> {
    if (!this.#isOpen) throw new AppError('internal', 'the transaction has ended');
    const statement = this.#run(sql, params);
    this.#running.add(statement);
    try {
      return (await statement) as QueryResult<Row>;
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    } finally {
      this.#running.delete(statement);
    }
  }

  /**
   * Ends the use of the handle, after statements that nobody awaited. Throws the first failure even if `work` caught
   * it: PostgreSQL answers the COMMIT of a failed transaction with a silent rollback.
   */
  async finish(): Promise<void> {
    this.#isOpen = false;
    await Promise.allSettled(this.#running);
    if (this.#failure) throw this.#failure.error;
  }
}

/** Rows that a statement changed; a SELECT changes none, whatever it returns. */
export const touchedRows = (command: string | undefined, rowCount: number | null | undefined): number =>
  command !== undefined && /^(INSERT|UPDATE|DELETE|MERGE)$/.test(command) ? (rowCount ?? 0) : 0;
