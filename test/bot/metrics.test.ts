import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../bot/metrics.ts';

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
