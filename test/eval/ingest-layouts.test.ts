import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureLayouts, parseLayouts } from '../../eval/ingest/ingest-layouts.ts';
import { addNoise } from '../../eval/ingest/ingest-noise.ts';

const layoutsOf = (name: string) =>
  parseLayouts(readFileSync(new URL(`../../eval/ingest-layouts/${name}.txt`, import.meta.url), 'utf8'));

describe('metadata of our own layouts', () => {
  it.each(['dev', 'heldout', 'fresh'])('are all read from clean text: %s', async (name) => {
    const wrong: string[] = [];
    await measureLayouts(layoutsOf(name), 0, (line) => wrong.push(line));
    expect(wrong).toEqual([]);
  });

  it('keep symbol, type, body and date through slips of recognition', async () => {
    const { byField } = await measureLayouts(['dev', 'heldout', 'fresh'].flatMap(layoutsOf), 1);
    for (const field of ['symbol', 'type', 'issuer', 'date'])
      expect(byField[field]?.right, field).toBeGreaterThan(0.95);
  });

  it('cover at least sixty documents, each under a name of its own', () => {
    const ids = ['dev', 'heldout', 'fresh'].flatMap(layoutsOf).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(60);
  });
});

describe('slips of recognition', () => {
  const text = 'ỦY BAN NHÂN DÂN\nSố: 12/QĐ-UBND\nSơn Hải, ngày 05 tháng 9 năm 2024\n| Xã | 15 |';

  it('are the same for the same seed, and others for another', () => {
    const rates = { diacritics: 0.3, shapes: 0.1, spaces: 0.3, rubbish: 0.5, joins: 1 };
    expect(addNoise(text, 7, rates)).toBe(addNoise(text, 7, rates));
    expect(addNoise(text, 7, rates)).not.toBe(addNoise(text, 8, rates));
  });

  it('leave rows of tables alone and turn no digit into another digit', () => {
    const noisy = addNoise(text, 3, { diacritics: 0.5, shapes: 1, spaces: 0, rubbish: 0, joins: 0 });
    expect(noisy).toContain('| Xã | 15 |');
    expect(noisy.split('\n')[1]).toContain('l2/');
  });
});
