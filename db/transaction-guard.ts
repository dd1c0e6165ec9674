import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '../core/errors.ts';

/**
 * Finds queries that go to the database itself while a transaction of the same call chain is open. On one connection
 * they would wait for that transaction, which waits for them; on a pool they would silently run outside of it.
 */
export class TransactionGuard {
  readonly #open = new AsyncLocalStorage<{ isOpen: boolean }>();

  /** @throws AppError when called inside the `work` of a transaction that is still open */
  check(): void {
    if (!this.#open.getStore()?.isOpen) return;
    throw new AppError('internal', 'inside a transaction only its own handle may run SQL');
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const state = { isOpen: true };
    try {
      return await this.#open.run(state, work);
    } finally {
      state.isOpen = false;
    }
  }
}
