/**
 * Does small reads or writes of several chats together: what comes while some are under way waits and is done by the next
 * statement, writes with one commit for all. A single one does not wait at all, and nobody hears of success before the commit.
 * @param run does the items in their order and returns a result for each; all of them or none
 * @param most items at once
 */
export function inBatches<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  most = 100,
): (item: Item) => Promise<Result> {
  interface Waiting {
    item: Item;
    resolve(result: Result): void;
    reject(error: unknown): void;
  }
  let waiting: Waiting[] = [];
  let isRunning = false;

  async function runAll(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(results[index] as Result));
    } catch (error) {
      // One that cannot be written must not keep the others from it.
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await runAll([one]);
    }
  }

  async function workOff(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await runAll(batch);
    }
    isRunning = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void workOff();
    });
}
