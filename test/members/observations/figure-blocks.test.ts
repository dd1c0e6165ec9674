import { describe, expect, it } from 'vitest';
import { draftTable, figureText } from '../../../bot/features/observations/figure-blocks.ts';
import type { ObservationDraft } from '../../../members/observations/observation.ts';
import { readable } from '../feature-turns.ts';

const rating: ObservationDraft = {
  indicator: 'meeting_rating',
  qualifier: null,
  unitId: null,
  newUnitName: 'Đảng bộ tỉnh Hòa An',
  period: { type: 'quarter', from: '2026-04-01', to: '2026-06-30' },
  asOf: null,
  value: 99.93,
  valueUnit: 'percent',
  denominator: null,
  breakdown: [
    { label: 'good', value: 80.8 },
    { label: 'fair', value: 17.73 },
    { label: 'average', value: 1.4 },
  ],
  source: 'báo cáo',
};

describe('shares by level', () => {
  it('are told one by one; what they add up to is no rating', () => {
    expect(figureText(rating)).toBe('tốt 80,8 %; khá 17,73 %; trung bình 1,4 %');
    const shown = readable([draftTable(rating, 'Đảng bộ tỉnh Hòa An')]);
    expect(shown).toContain('Trong đó | tốt 80,8 %; khá 17,73 %; trung bình 1,4 %');
    expect(shown).toContain('Các mức cộng lại | 99,93 %');
    expect(shown).not.toContain('Số liệu | 99,93 %');
  });
});
