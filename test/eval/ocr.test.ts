import { describe, expect, it } from 'vitest';
import { wearPage } from '../../eval/ocr/ocr-pages.ts';
import { comparable, compareNumbers, editDistance, wordRecall } from '../../eval/text-errors.ts';

describe('errors of a read text', () => {
  it('are counted after quotation marks, dashes, leaders and spaces have one form', () => {
    const truth = comparable('“Điều 5” – khoản  2:\n……… | cột |');
    expect(truth).toBe('"Điều 5" - khoản 2: … cột');
    expect(editDistance([...'tổ chức'], [...'tô chức'])).toBe(1);
    expect(editDistance(['một', 'hai', 'ba'], ['một', 'ba'])).toBe(1);
    expect(editDistance([], ['x'])).toBe(1);
  });

  it('in numbers are those that are missing and those that do not exist', () => {
    const { total, lost, invented } = compareNumbers(
      'ngày 15/4/2024, 3.193 hộ, điểm 9.3.5, 5 xã',
      '15/4/2024, 3.198 hộ, 5 xã',
    );
    expect(total).toBe(4);
    expect(lost).toEqual(['3.193', '9.3.5']);
    expect(invented).toEqual(['3.198']);
  });

  it('of layout do not count where only the words are asked for', () => {
    expect(wordRecall(['a', 'b', 'a', 'c'], ['c', 'a', 'b'])).toBe(0.75);
  });
});

describe('a worn page', () => {
  it('is the same for the same seed, grainy and turned', () => {
    const page = { data: new Uint8Array(100 * 80).fill(255), width: 100, height: 80 };
    const wear = { skew: 2, hasNoise: true };
    const worn = wearPage(page, wear, 3);
    expect(worn.data).toEqual(wearPage(page, wear, 3).data);
    expect(worn.data).not.toEqual(wearPage(page, wear, 4).data);
    expect(worn.width).toBeGreaterThan(100);
    expect(new Set(worn.data).size).toBeGreaterThan(20);
  });
});
