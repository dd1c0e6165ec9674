import { afterAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import { openServer } from '../../db/server.ts';
import { openSignals } from '../../db/signals.ts';

const databaseUrl = process.env['TEST_DATABASE_URL'] ?? '';

describe.skipIf(databaseUrl === '')('word between processes on a server', async () => {
  if (databaseUrl === '') return;
  const db = await openServer(databaseUrl, { poolSize: 2 });
  const openOne = () => openSignals({ databaseUrl, db, logger: silentLogger });
  const [one, other] = [openOne(), openOne()];
  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await db.close();
  });
  const begun = Promise.all([one, other].map((each) => new Promise<void>((resolve) => each.onGap(resolve))));

  it('reaches the other and not oneself', async () => {
    await begun;
    expect([one.isHeard, other.isHeard]).toEqual([true, true]);
    const own: unknown[] = [];
    one.hear('place', (word) => own.push(word));
    const heard = new Promise((resolve) => other.hear('place', resolve));
    one.tell('place', { lane: 'a' });
    expect(await heard).toEqual({ lane: 'a' });
    const answered = new Promise((resolve) => one.hear('answer', resolve));
    other.tell('answer', { lane: 'b' });
    await answered;
    expect(own).toEqual([]);
  });

  it('leaves out what is longer than the server takes', async () => {
    await begun;
    const heard: unknown[] = [];
    const last = new Promise<void>((resolve) =>
      other.hear('long', (word: { n: number }) => {
        heard.push(word.n);
        if (word.n === 2) resolve();
      }),
    );
    one.tell('long', { n: 1, text: 'ộ'.repeat(4000) });
    one.tell('long', { n: 2 });
    await last;
    expect(heard).toEqual([2]);
  });

  it('goes on after the server ended the connection, and says that there was a gap', async () => {
    await begun;
    const again = new Promise<void>((resolve) => other.onGap(resolve));
    await db.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'capuy signals'",
    );
    await again;
    const heard = new Promise((resolve) => other.hear('later', resolve));
    one.tell('later', { n: 3 });
    expect(await heard).toEqual({ n: 3 });
  });
});
