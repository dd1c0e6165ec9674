import { describe, expect, it } from 'vitest';
import { openEvents } from '../../bot/inbox-store.ts';
import { AppError, InputError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { SqlError } from '../../db/sql-error.ts';
import { createCollectingChannel, deliver } from '../fakes/collecting-channel.ts';
import { emptyTables } from '../support/database.ts';
import { feature, text } from './turns.ts';
import { trace, traces, useTurnDatabase } from './turn-database.ts';

const turns = useTurnDatabase();

describe('a change', () => {
  it('that fails leaves nothing half-written and is answered once', async () => {
    const failing = feature('failing', () => ({
      blocks: [text('đã lưu')],
      dialogue: { step: 1 },
      async write(t) {
        await trace(t, 'half');
        throw new Error('disk full');
      },
    }));
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [failing] });
    await deliver(dispatcher, channel.text('/failing'));
    await dispatcher.idle();
    expect(await traces(turns)).toBe(0);
    expect(await turns.count('SELECT count(*) AS n FROM wizard_state')).toBe(0);
    expect(channel.texts()).toHaveLength(1);
    expect(channel.texts()[0]).not.toContain('đã lưu');
    expect(await openEvents(turns.db)).toEqual([]);
  });

  it('and its reply, its options and the done mark are one transaction: whichever statement fails, all or nothing', async () => {
    const saving = feature('saving', () => ({
      blocks: [
        text('đã lưu'),
        { type: 'choices', id: 'more', options: [{ label: 'Xem', action: 'saving:show:' }] },
      ],
      dialogue: { step: 2 },
      write: async (t) => void (await trace(t, 'saved')),
    }));
    for (let failAt = 1; failAt <= 6; failAt++) {
      await emptyTables(turns.db);
      const channel = createCollectingChannel();
      const dispatcher = await turns.startOn(
        channel,
        { features: [saving] },
        failingTransactions(turns.db, failAt),
      );
      await deliver(dispatcher, channel.text('/saving'));
      await dispatcher.idle();
      await dispatcher.stop();
      const isSaved = channel.texts().some((said) => said.includes('đã lưu'));
      expect([failAt, await traces(turns)]).toEqual([failAt, isSaved ? 1 : 0]);
      expect(await turns.count('SELECT count(*) AS n FROM action_key')).toBe(isSaved ? 1 : 0);
      expect(await turns.count('SELECT count(*) AS n FROM wizard_state')).toBe(isSaved ? 1 : 0);
      expect([failAt, channel.texts().length]).toEqual([failAt, 1]);
    }
  });

  it('is tried again where the failure may pass, and made once', async () => {
    let attempts = 0;
    const flaky = feature('flaky', () => ({
      blocks: [text('đã lưu')],
      async write(t) {
        await trace(t, 'once');
        if (++attempts < 3) throw new AppError('internal', 'connection lost', { isRetryable: true });
      },
    }));
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [flaky] });
    await deliver(dispatcher, channel.text('/flaky'));
    await dispatcher.idle();
    expect([attempts, await traces(turns)]).toEqual([3, 1]);
    expect(channel.texts()).toEqual(['đã lưu']);
  });

  it('is given up after three attempts', async () => {
    let attempts = 0;
    const down = feature('down', () => {
      attempts++;
      throw new AppError('model-unavailable', 'no answer', { isRetryable: true });
    });
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [down] });
    await deliver(dispatcher, channel.text('/down'));
    await dispatcher.idle();
    expect(attempts).toBe(3);
    expect(channel.texts()[0]).toMatch(/^Mô hình ngôn ngữ[^\n]+\nMã tra cứu: T\d+$/u);
  });

  it('may decide in the transaction what is said', async () => {
    const counting = feature('counting', () => ({
      blocks: [text('không thấy câu này')],
      async write(t) {
        await trace(t, 'a');
        const { rows } = await t.query<{ n: number }>('SELECT count(*) AS n FROM setting');
        return [text(`có ${rows[0]?.n} dòng`)];
      },
    }));
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [counting] });
    await deliver(dispatcher, channel.text('/counting'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['có 1 dòng']);
  });

  it('refused for what was typed is answered with the sentence that says why', async () => {
    const strict = feature('strict', () => {
      throw new InputError('date', 'Ngày 31/02/2026 không có thật.');
    });
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [strict] });
    await deliver(dispatcher, channel.text('/strict'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['Ngày 31/02/2026 không có thật.']);
  });
});

it('a commit that went through without being heard is not done again, and its reply is sent', async () => {
  const { db } = turns;
  let isUnheard = true;
  const forgetful: Database = {
    ...db,
    query: db.query.bind(db),
    close: db.close.bind(db),
    async tx(work, options) {
      const result = await db.tx(work, options);
      if (!isUnheard || !(await hasReply())) return result;
      isUnheard = false;
      throw new SqlError({ message: 'connection lost', sqlState: '08006' });
    },
  };
  const hasReply = async (): Promise<boolean> =>
    (await db.query('SELECT 1 FROM outbox WHERE reply_to IS NOT NULL')).rows.length > 0;
  const channel = createCollectingChannel();
  const dispatcher = await turns.startOn(channel, {}, forgetful);
  await deliver(dispatcher, channel.text('một'));
  await dispatcher.idle();
  expect(isUnheard).toBe(false);
  expect(channel.texts()).toEqual(['một']);
  expect(await turns.count('SELECT count(*) AS n FROM inbox WHERE failure IS NOT NULL')).toBe(0);
});

/** The database, but statement `failAt` of the first transaction fails; later transactions work. */
function failingTransactions(whole: Database, failAt: number): Database {
  let isFirst = true;
  return {
    kind: whole.kind,
    query: (sql, params) => whole.query(sql, params),
    script: (sql) => whole.script(sql),
    close: () => whole.close(),
    tx: (work) => {
      const fails = isFirst;
      isFirst = false;
      return whole.tx((t) => {
        let statements = 0;
        return work({
          query: (sql, params) => {
            if (fails && ++statements === failAt) throw new Error('the database failed');
            return t.query(sql, params);
          },
        });
      });
    },
  };
}
