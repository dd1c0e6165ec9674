import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../bot/metrics.ts';
import { createRateLimits } from '../../bot/rate-limits.ts';
import { fixedClock } from './turns.ts';

describe('metrics', () => {
  it('are written as Prometheus reads them, each series once', () => {
    const metrics = createMetrics();
    metrics.count('capuy_parts_sent_total', { channel: 'zalo' });
    metrics.count('capuy_parts_sent_total', { channel: 'zalo' }, 2);
    metrics.count('capuy_sends_failed_total', { channel: 'telegram', kind: 'rate' });
    metrics.observe('capuy_turn_seconds', { channel: 'zalo' }, 0.02);
    metrics.observe('capuy_turn_seconds', { channel: 'zalo' }, 4);
    const text = metrics.render([
      { name: 'capuy_channel_up', help: 'Up.', labels: { channel: 'a"b' }, value: 0 },
    ]);
    const lines = text.split('\n');
    expect(lines).toContain('capuy_parts_sent_total{channel="zalo"} 3');
    expect(lines).toContain('capuy_sends_failed_total{channel="telegram",kind="rate"} 1');
    expect(lines).toContain('capuy_turn_seconds_bucket{channel="zalo",le="0.025"} 1');
    expect(lines).toContain('capuy_turn_seconds_bucket{channel="zalo",le="+Inf"} 2');
    expect(lines).toContain('capuy_turn_seconds_sum{channel="zalo"} 4.02');
    expect(lines).toContain('capuy_channel_up{channel="a\\"b"} 0');
    for (const line of lines) expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{.*\})? [\d.]+|)$/u);
  });
});

describe('limits of messages', () => {
  it('refuse a person once a minute with the time to wait, and leave the rest of it', () => {
    const clock = fixedClock('2026-03-02T01:00:00.000Z');
    const limits = createRateLimits({ perMinute: 2, perMinuteAll: 100 }, clock);
    expect([limits.admit('an'), limits.admit('an')].map(({ type }) => type)).toEqual([
      'admitted',
      'admitted',
    ]);
    clock.set('2026-03-02T01:00:20.000Z');
    expect(limits.admit('an')).toEqual({ type: 'refused', waitSeconds: 40 });
    expect(limits.admit('an')).toEqual({ type: 'left' });
    expect(limits.admit('binh')).toEqual({ type: 'admitted' });
    clock.set('2026-03-02T01:01:00.000Z');
    expect(limits.admit('an')).toEqual({ type: 'admitted' });
  });

  it('hold for everybody together too', () => {
    const clock = fixedClock('2026-03-02T01:00:00.000Z');
    const limits = createRateLimits({ perMinute: 5, perMinuteAll: 3 }, clock);
    for (const sender of ['a', 'b', 'c']) expect(limits.admit(sender).type).toBe('admitted');
    clock.set('2026-03-02T01:00:59.500Z');
    expect(limits.admit('d')).toEqual({ type: 'refused', waitSeconds: 1 });
    clock.set('2026-03-02T01:01:00.000Z');
    expect(limits.admit('d').type).toBe('admitted');
  });
});
