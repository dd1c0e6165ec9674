import { describe, expect, it, vi } from 'vitest';
import { evaluateScope, measureScope, splitOf } from '../../eval/scope.ts';

async function lastLine(args: string[]): Promise<Record<string, unknown>> {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  await evaluateScope([...args, '--json']);
  spy.mockRestore();
  return JSON.parse(written.at(-1) ?? '{}') as Record<string, unknown>;
}

describe('capuy eval scope', () => {
  it('counts what is recognised, by its own reason, and what is turned away wrongly', () => {
    const { figures, missed, alarms } = measureScope(
      [
        { reason: 'greeting', prompt: 'Xin chào' },
        { reason: 'chat', prompt: 'cảm ơn nhé' },
        { reason: 'chat', prompt: 'Điều 5 nói gì?' },
      ],
      ['Quy định 09 có hiệu lực từ ngày nào?', 'Xin chào'],
    );
    expect(figures).toMatchObject({ prompts: 3, recall: 0.6667, rightReason: 0.3333, falseAlarms: 0.5 });
    expect(missed).toEqual([{ reason: 'chat', prompt: 'Điều 5 nói gì?' }]);
    expect(alarms).toEqual(['greeting: Xin chào']);
  });

  it('keeps the same prompts aside every time', () => {
    expect(splitOf('Xin chào')).toBe(splitOf('Xin chào'));
  });

  it('finds the prompts kept aside and turns no question of ours away', async () => {
    const figures = await lastLine(['--split', 'held-out']);
    expect(figures['prompts']).toBeGreaterThan(70);
    expect(figures['recall']).toBeGreaterThanOrEqual(0.9);
    expect(figures['falseAlarms']).toBe(0);
    expect(figures['falseAlarmsUnaccented']).toBe(0);
  });
});
