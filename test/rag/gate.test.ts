import { describe, expect, it } from 'vitest';
import { fitSigned, type Case } from '../../eval/training/gate-fit.ts';
import { gateWeights } from '../../rag/evidence/gate-weights.ts';
import { usualShare } from '../../rag/evidence/usual-rarity.ts';
import { ask, document } from './small-office.ts';

const ferry = document('pha', { title: 'Bến phà Cửa Lạch' }, [
  'Bến phà Cửa Lạch mở cửa từ 5 giờ đến 22 giờ. Phà chở 24 xe máy cùng với hành khách mỗi chuyến.',
  'Giá vé qua phà Cửa Lạch là 6.000 đồng một người, xe đạp không thu tiền.',
]);
const rules = document('noi-quy', { title: 'Nội quy kho lưu trữ' }, [
  'Kho lưu trữ mở cửa cùng với phòng đọc; có bao nhiêu hồ sơ mượn ra đều phải ghi sổ.',
  'Hồ sơ mượn quá 15 ngày thì cán bộ kho nhắc bằng văn bản.',
]);

describe('whether an answer is given', () => {
  it('answers what a sentence says', async () => {
    const { answer } = await ask([ferry, rules], 'Giá vé qua phà Cửa Lạch là bao nhiêu?');
    expect(answer.outcome).toBe('answer');
  });

  it('takes no word for another that differs only in its accents', async () => {
    const { answer } = await ask([ferry, rules], 'Kho có bao nhiêu con voi?');
    expect(['refusal', 'near-miss']).toContain(answer.outcome);
  });

  it('is less sure of a question whose rare word stands nowhere than of one that is all said', async () => {
    const said = await ask([ferry, rules], 'Phà Cửa Lạch chở bao nhiêu xe máy mỗi chuyến?');
    const other = await ask([ferry, rules], 'Phà Cửa Lạch chở bao nhiêu xe lu mỗi chuyến?');
    expect(said.confidence).toBeGreaterThan(other.confidence);
  });

  it('knows which words are usual without asking the store', () => {
    expect(usualShare('duoc')).toBeGreaterThan(usualShare('phat'));
    expect(usualShare('phat')).toBeGreaterThan(usualShare('kangaroo'));
    expect(usualShare('kangaroo')).toBeGreaterThan(0);
  });
});

describe('the weights of the gate', () => {
  it('say of what is lacking nothing but that it speaks against an answer', () => {
    for (const name of ['usualOpen', 'namesOpen', 'slotsMissing', 'valueMissing', 'aloneOpen'] as const)
      expect(gateWeights[name]).toBeLessThanOrEqual(0);
    for (const name of ['searchScore', 'coverage', 'seenPairs', 'unitWords'] as const)
      expect(gateWeights[name]).toBeGreaterThanOrEqual(0);
  });

  it('are learned without a sign that contradicts the meaning, however the cases lie', () => {
    const cases: Case[] = Array.from({ length: 40 }, (_, at) => {
      const isRight = at % 2 === 0;
      // The second feature misleads: by chance it is high where nothing answers.
      return { x: [isRight ? 1 + (at % 3) : at % 3, isRight ? 0 : 1], isRight, group: 'a', weight: 1 };
    });
    const [first, second] = fitSigned(cases, [1, 1], 5);
    expect(first).toBeGreaterThan(0);
    expect(second).toBeCloseTo(0, 9);
  });

  it('are learned from what differs within a group, not between groups', () => {
    const cases: Case[] = ['small', 'large'].flatMap((group) =>
      Array.from({ length: 20 }, (_, at) => ({
        x: [group === 'large' ? 10 : 0],
        isRight: group === 'large' ? at > 0 : at === 0,
        group,
        weight: 1,
      })),
    );
    expect(fitSigned(cases, [1], 1)[0]).toBeCloseTo(0, 2);
  });
});
