import { describe, expect, it } from 'vitest';
import { lawsOf, openBenchCorpus } from '../../eval/bench/bench-corpus.ts';
import { budgetRows, budgetTable } from '../../eval/bench/bench-table.ts';
import { compare, median, type Baseline } from '../../eval/bench/compare.ts';
import { gaussians } from '../../eval/dense/stand-ins.ts';

const machine = { cpu: 'A', cores: 2, memoryGb: 8, node: '20', platform: 'linux x64' };
const settings = 'generated';

/** Five runs around `middle`, each off by chance (a share, one standard deviation). */
const runs = (seed: number, middle: number, noise: number): number[] =>
  gaussians(seed, 5).map((luck) => middle * (1 + noise * luck));

function verdict(
  key: 'question.p50' | 'overhead.rate',
  before: number[],
  now: number[],
  control: { before: number; now: number } = { before: 1, now: 1 },
): string | undefined {
  const baseline: Baseline = { machine, settings, control: [control.before], figures: { [key]: before } };
  const result = compare(baseline, { machine, settings, control: [control.now], measured: { [key]: now } });
  return 'reason' in result ? result.reason : result.comparisons[0]?.verdict;
}

describe('a figure held against the baseline', () => {
  it('is not called worse by noise alone, in 2,000 pairs of runs of the same program', () => {
    const alarms = [0.01, 0.03, 0.05, 0.1].flatMap((noise) =>
      Array.from({ length: 500 }, (_, n) =>
        verdict('question.p50', runs(2 * n + 1, 20, noise), runs(2 * n + 2, 20, noise)),
      ).filter((one) => one === 'worse'),
    );
    // 4 of 2,000: five values on one side of five others come by chance in one of 252 draws.
    expect(alarms.length).toBeLessThanOrEqual(4);
  });

  it('is called worse where the program is a third slower', () => {
    const caught = Array.from({ length: 200 }, (_, n) =>
      verdict('question.p50', runs(n, 20, 0.03), runs(n + 1000, 26.7, 0.03)),
    ).filter((one) => one === 'worse');
    expect(caught.length).toBeGreaterThanOrEqual(190);
  });

  it('is better or worse in its own direction: more messages a second are better', () => {
    expect(verdict('overhead.rate', [200, 202, 201], [150, 151, 149])).toBe('worse');
    expect(verdict('overhead.rate', [150, 151, 149], [200, 202, 201])).toBe('better');
    expect(verdict('question.p50', [20, 21, 20], [30, 31, 30])).toBe('worse');
  });

  it('is the same where values overlap, however the medians stand, and where the machine itself was slower', () => {
    expect(verdict('question.p50', [20, 20, 30], [25, 25, 26])).toBe('same');
    expect(verdict('question.p50', [20, 20.2, 20.1], [26, 26.1, 26.2], { before: 1, now: 1.3 })).toBe('same');
  });

  it('says nothing of too few runs', () => {
    expect(verdict('question.p50', [20, 21], [40, 41])).toBe('too-few');
  });

  it('is not compared on another machine, with other settings, or where the machine was not itself', () => {
    const now = { machine, settings, control: [1], measured: { 'question.p50': [1, 1, 1] } };
    const baseline: Baseline = { machine, settings, control: [1], figures: { 'question.p50': [1, 1, 1] } };
    expect(compare({ ...baseline, machine: { ...machine, cpu: 'B' } }, now)).toHaveProperty('reason');
    expect(compare({ ...baseline, settings: 'other' }, now)).toHaveProperty('reason');
    expect(compare({ ...baseline, control: [3] }, now)).toHaveProperty('reason');
    expect(compare(baseline, now)).not.toHaveProperty('reason');
  });
});

describe('the table of budgets', () => {
  it('says of each figure whether its median keeps the budget, a least or a most', () => {
    const rows = budgetRows({
      'question.p50': [40, 20, 24],
      'overhead.rate': [140, 160, 130],
      'install.size': { skipped: 'no cache' },
      'question.texts': [3],
    });
    expect(Object.fromEntries(rows.map(({ key, verdict }) => [key, verdict]))).toEqual({
      'question.p50': 'kept',
      'question.texts': 'shown',
      'overhead.rate': 'missed',
      'install.size': 'skipped',
    });
    const table = budgetTable(rows);
    expect(table).toMatch(/answer p50 +≤ 25 ms +24 ms +20 … 40 +kept/u);
    expect(table).toMatch(/messages sustained +≥ 150 a second +140 a second +130 … 160 +missed/u);
    expect(table).toContain('skipped: no cache');
  });

  it('takes the value in the middle, or between the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});

describe('the texts that are measured on', () => {
  const article = (id: string, title: string, text: string) => ({ id, title, text });

  it('are laws with their articles in order, each under its number', () => {
    const [law, other] = lawsOf([
      article('12/2020/nđ+1', 'Điều 1', 'Chợ phiên họp sáng chủ nhật.'),
      article('luật_chợ@1', 'Luật chợ - Điều 1', 'Cầu phao.'),
      article('12/2020/nđ+2', 'Điều 2', 'Chợ đêm họp tối thứ bảy.'),
    ]);
    expect(law).toEqual({
      fileName: '12-2020-nđ.txt',
      text: 'Điều 1. Chợ phiên họp sáng chủ nhật.\nĐiều 2. Chợ đêm họp tối thứ bảy.\n',
      articles: 2,
    });
    expect(other!.text).toBe('Điều 1. Cầu phao.\n');
  });

  it('without a collection are generated papers with questions of six kinds, the same every time', async () => {
    const corpus = await openBenchCorpus(undefined);
    const first = (count: number): string[] => {
      const texts = corpus.texts();
      return Array.from({ length: count }, () => texts.next().value!.fileName);
    };
    expect(new Set(first(20)).size).toBe(20);
    expect(first(20)).toEqual(first(20));
    expect(
      corpus.questions.slice(0, 60).filter((text) => !text.endsWith('?') || /undefined| {2}/u.test(text)),
    ).toEqual([]);
  });
});
