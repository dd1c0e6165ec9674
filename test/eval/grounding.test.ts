import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { evaluateGrounding, measureGrounding, sentencesWithNumbers } from '../../eval/grounding/grounding.ts';
import { mutationsOf, retypingsOf } from '../../eval/grounding/grounding-mutations.ts';
import { randomFrom } from '../../eval/ingest/ingest-noise.ts';

const sentence =
  'Ban Thường vụ Tỉnh ủy ban hành Kế hoạch 31-KH/TU ngày 04/7/2023: 12 chi bộ, 407 đảng viên, đạt 85,5%, kinh phí 250 triệu đồng trong 6 tháng.';

describe('capuy eval grounding', () => {
  it('changes one thing of a sentence, each kind where it has a place', () => {
    const changed = mutationsOf(sentence, randomFrom(1));
    expect(new Set(changed.map(({ kind }) => kind))).toEqual(
      new Set([
        'digit',
        'unit',
        'issuer',
        'document type',
        'decimal mark dropped',
        'percent dropped',
        'scale',
        'day and month',
        'two numbers exchanged',
        'body',
      ]),
    );
    expect(changed.every(({ text }) => text !== sentence)).toBe(true);
    expect(mutationsOf(sentence, randomFrom(1))).toEqual(changed);
  });

  it('spells the same facts in other ways', () => {
    const texts = retypingsOf(sentence, randomFrom(1)).map(({ text }) => text);
    expect(texts.some((text) => text.includes('04 tháng 07 năm 2023'))).toBe(true);
    expect(texts.some((text) => text.includes('85,5 phần trăm'))).toBe(true);
  });

  it('counts what is caught and what is alarmed at for nothing', () => {
    const { figures } = measureGrounding(sentencesWithNumbers([sentence]), { mutations: 9, seed: 1 });
    expect(figures).toMatchObject({ sentences: 1, selfAlarms: 0, mutations: 9, caught: 1, falseAlarms: 0 });
  });

  it('holds canonical forms against a file of cases', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'grounding-'));
    const file = join(folder, 'cases.tsv');
    writeFileSync(file, 'input\tcanonical\n07 đồng chí\tn:7\nngày 4/7/2023\tdate:2023-07-05\n');
    const written: string[] = [];
    const spy = vi
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => written.push(String(text)) > 0);
    const code = await evaluateGrounding(['--cases', file, '--json']);
    spy.mockRestore();
    expect(code).toBe(0);
    expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({ cases: { n: 2, right: 1 } });
  });
});
