import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRateLimits, createSharedRateLimits, type RateLimits } from '../../bot/rate-limits.ts';
import { dropIdleRates } from '../../bot/rate-store.ts';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { fixedClock } from './turns.ts';

/** How each of these senders fares, one after another. */
async function admitted(limits: RateLimits, ...senders: string[]): Promise<string[]> {
  const types: string[] = [];
  for (const sender of senders) types.push((await limits.admit(sender)).type);
  return types;
}

describe('limits of messages', () => {
  it('refuse a person once a minute with the time to wait, and leave the rest of it', async () => {
    const clock = fixedClock('2026-03-02T01:00:00.000Z');
    const limits = createRateLimits({ perMinute: 2, perMinuteAll: 100 }, clock);
    expect(await admitted(limits, 'an', 'an')).toEqual(['admitted', 'admitted']);
    clock.set('2026-03-02T01:00:20.000Z');
    expect(await limits.admit('an')).toEqual({ type: 'refused', waitSeconds: 40 });
    expect(await limits.admit('an')).toEqual({ type: 'left' });
    expect(await limits.admit('binh')).toEqual({ type: 'admitted' });
    clock.set('2026-03-02T01:01:00.000Z');
    expect(await limits.admit('an')).toEqual({ type: 'admitted' });
  });

  it('hold for everybody together too', async () => {
    const clock = fixedClock('2026-03-02T01:00:00.000Z');
    const limits = createRateLimits({ perMinute: 5, perMinuteAll: 3 }, clock);
    expect(await admitted(limits, 'a', 'b', 'c')).toEqual(['admitted', 'admitted', 'admitted']);
    clock.set('2026-03-02T01:00:59.500Z');
    expect(await limits.admit('d')).toEqual({ type: 'refused', waitSeconds: 1 });
    clock.set('2026-03-02T01:01:00.000Z');
    expect(await admitted(limits, 'd')).toEqual(['admitted']);
  });
});

describe('limits of messages when the clock is put back', () => {
  it('forget what was counted by the old time', async () => {
    const clock = fixedClock('2026-03-02T01:00:00.000Z');
    const limits = createRateLimits({ perMinute: 1, perMinuteAll: 100 }, clock);
    expect(await admitted(limits, 'an', 'an')).toEqual(['admitted', 'refused']);
    clock.set('2025-03-02T01:00:00.000Z');
    expect(await admitted(limits, 'an', 'an', 'an')).toEqual(['admitted', 'refused', 'left']);
  });
});

describe('limits of messages that several processes share', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  /** As if that many seconds had gone by. */
  const pass = (seconds: number): Promise<unknown> =>
    db.query(
      `UPDATE message_rate SET busy_until = busy_until - $1::float * interval '1 second',
         told_at = told_at - $1::float * interval '1 second'`,
      [seconds],
    );

  it('count what each of them takes, of a person and of all, and tell a person once', async () => {
    const [one, other] = [1, 2].map(() => createSharedRateLimits(db, { perMinute: 3, perMinuteAll: 5 })) as [
      RateLimits,
      RateLimits,
    ];
    expect(await admitted(one, 'zalo:an', 'zalo:an')).toEqual(['admitted', 'admitted']);
    expect(await admitted(other, 'zalo:an', 'zalo:binh')).toEqual(['admitted', 'admitted']);
    const refused = await other.admit('zalo:an');
    const waitSeconds = refused.type === 'refused' ? refused.waitSeconds : NaN;
    // A token takes 20 seconds, some of which may have gone by.
    expect(waitSeconds).toBeGreaterThan(0);
    expect(waitSeconds).toBeLessThanOrEqual(20);
    expect(await one.admit('zalo:an')).toEqual({ type: 'left' });
    expect(await admitted(one, 'zalo:chi', 'zalo:dung')).toEqual(['admitted', 'refused']);
    await pass(60);
    expect(await admitted(one, 'zalo:an', 'zalo:dung')).toEqual(['admitted', 'admitted']);
  });

  it('forget what was counted by the old time when the clock of the database is put back', async () => {
    await db.query('DELETE FROM message_rate');
    const limits = createSharedRateLimits(db, { perMinute: 2, perMinuteAll: 4 });
    expect(await admitted(limits, 'zalo:em', 'zalo:em', 'zalo:em')).toEqual([
      'admitted',
      'admitted',
      'refused',
    ]);
    await pass(-7200);
    expect(await admitted(limits, 'zalo:em', 'zalo:em', 'zalo:em', 'zalo:em')).toEqual([
      ...['admitted', 'admitted', 'refused', 'left'],
    ]);
    expect(await admitted(limits, 'zalo:giang', 'zalo:giang', 'zalo:hoa')).toEqual([
      ...['admitted', 'admitted', 'refused'],
    ]);
    await pass(-7200);
    await dropIdleRates(db);
    const { rows } = await db.query('SELECT name FROM message_rate');
    expect(rows).toEqual([]);
  });
});
