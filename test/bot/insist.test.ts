import { expect, it } from 'vitest';
import { insist } from '../../bot/insist.ts';
import { SqlError } from '../../db/sql-error.ts';

const failing = (sqlState: string) => new SqlError({ message: 'fails', sqlState });

/** How often it is tried where the first `failures` tries fail so; null where it gives up. */
async function triesOf(sqlState: string, failures: number, signal = new AbortController().signal) {
  let tries = 0;
  const write = (): Promise<number> => {
    tries += 1;
    return tries <= failures ? Promise.reject(failing(sqlState)) : Promise.resolve(tries);
  };
  return insist(write, () => Promise.resolve(), signal).catch(() => null);
}

it('writes again until there is room, for half a minute while the database is away, and a little otherwise', async () => {
  expect(await triesOf('53100', 500)).toBe(501);
  expect(await triesOf('08006', 29)).toBe(30);
  expect(await triesOf('08006', 30)).toBeNull();
  expect(await triesOf('XX000', 2)).toBe(3);
  expect(await triesOf('XX000', 3)).toBeNull();
});

it('does not wait for anything once it is to stop', async () => {
  expect(await triesOf('53100', 1, AbortSignal.abort())).toBeNull();
});
