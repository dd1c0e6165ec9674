import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import type { Usage } from '../../llm/model.ts';
import { addUsage, listUsage, usedOn } from '../../llm/usage-store.ts';
import { createUsageLedger, type UsageLedger } from '../../llm/usage.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';

describeEachDatabase('counters of what models use', (open) => {
  let db: Database;
  let now = '';
  let ledger: UsageLedger;
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    now = '2026-08-10T03:00:00Z';
    ledger = createUsageLedger({ db, clock: { now: () => new Date(now) }, logger: silentLogger });
  });

  // What waits to be written must not be written into the next test.
  afterEach(() => ledger.close());

  const use = (changes: Partial<Usage & { cost: number }> = {}): void =>
    ledger.onUsage({
      model: 'm',
      kind: 'chat',
      promptTokens: 100,
      completionTokens: 20,
      isEstimated: false,
      role: 'cadre',
      purpose: 'answer',
      cost: 0.1,
      ...changes,
    });

  it('add up by day, role, purpose and model, to the last millionth', async () => {
    for (let call = 0; call < 30; call++) use();
    use({ role: 'admin', isEstimated: true });
    use({ kind: 'embedding', completionTokens: 0, cost: 0.000001, role: undefined as never });
    await ledger.flush();
    for (let call = 0; call < 3; call++) use();
    await ledger.flush();
    const counts = await listUsage(db, '2026-08-10', '2026-08-10');
    expect(
      counts.map(({ role, kind, calls, estimatedCalls, promptTokens, costMicros }) => [
        role,
        kind,
        calls,
        estimatedCalls,
        promptTokens,
        costMicros,
      ]),
    ).toEqual([
      ['', 'embedding', 1, 0, 100, 1],
      ['admin', 'chat', 1, 1, 100, 100_000],
      ['cadre', 'chat', 33, 0, 3300, 3_300_000],
    ]);
    expect(await usedOn(db, '2026-08-10')).toEqual({ tokens: 35 * 100 + 34 * 20, costMicros: 3_400_001 });
  });

  it('count what is not written yet, and go on from what was written before a restart', async () => {
    use();
    expect(await ledger.spentToday()).toEqual({ tokens: 120, cost: 0.1 });
    use();
    expect(await ledger.spentToday()).toEqual({ tokens: 240, cost: 0.2 });
    await ledger.close();
    const next = createUsageLedger({ db, clock: { now: () => new Date(now) }, logger: silentLogger });
    expect(await next.spentToday()).toEqual({ tokens: 240, cost: 0.2 });
  });

  it('are written as they come, without anybody asking for it', async () => {
    use();
    use({ promptTokens: 3, completionTokens: 0 });
    await expect.poll(() => usedOn(db, '2026-08-10').then(({ tokens }) => tokens)).toBe(123);
    use();
    await expect.poll(() => usedOn(db, '2026-08-10').then(({ tokens }) => tokens)).toBe(243);
  });

  it('begin anew at midnight of the office', async () => {
    now = '2026-08-10T16:59:00Z';
    use();
    expect((await ledger.spentToday()).tokens).toBe(120);
    now = '2026-08-10T17:00:00Z';
    expect((await ledger.spentToday()).tokens).toBe(0);
    use({ promptTokens: 5, completionTokens: 0 });
    expect((await ledger.spentToday()).tokens).toBe(5);
    expect((await usedOn(db, '2026-08-10')).tokens).toBe(120);
  });

  it('see what another process used', async () => {
    await ledger.spentToday();
    await db.tx((t) =>
      addUsage(t, [
        {
          day: '2026-08-10',
          role: 'office',
          purpose: 'answer',
          kind: 'chat',
          model: 'm',
          calls: 1,
          estimatedCalls: 0,
          promptTokens: 7,
          completionTokens: 0,
          costMicros: 0,
        },
      ]),
    );
    await ledger.flush();
    expect((await ledger.spentToday()).tokens).toBe(7);
  });

  it('lose nothing when writing fails', async () => {
    let isBroken = true;
    const shaky: Database = {
      ...db,
      tx: (work) => (isBroken ? Promise.reject(new Error('full')) : db.tx(work)),
    };
    ledger = createUsageLedger({ db: shaky, clock: { now: () => new Date(now) }, logger: silentLogger });
    use();
    await ledger.flush();
    use();
    await ledger.flush();
    expect((await ledger.spentToday()).tokens).toBe(240);
    isBroken = false;
    await ledger.flush();
    expect((await usedOn(db, '2026-08-10')).tokens).toBe(240);
    expect((await ledger.spentToday()).tokens).toBe(240);
  });

  it('are not spoilt by a call that told nonsense', async () => {
    use({ promptTokens: Number.NaN, completionTokens: -5, cost: Number.POSITIVE_INFINITY });
    use();
    await ledger.flush();
    expect(await usedOn(db, '2026-08-10')).toEqual({ tokens: 120, costMicros: 100_000 });
  });

  it('take hundreds of rows at once', async () => {
    for (let model = 0; model < 250; model++) use({ model: `m-${model}` });
    await ledger.flush();
    expect(await listUsage(db, '2026-08-01', '2026-08-31')).toHaveLength(250);
  });
});
