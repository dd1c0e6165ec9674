import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observationBlocks } from '../../../bot/features/observations/figure-blocks.ts';
import { localViewer } from '../../../core/viewer.ts';
import type { Viewer } from '../../../core/viewer.ts';
import type { Observation } from '../../../members/observations/observation.ts';
import { asSeenBy } from '../../../members/observations/withhold.ts';

const unitId = '00000000-0000-4000-8000-000000000001';
const secretary: Viewer = { ...localViewer, role: 'secretary', unitIds: [unitId] };
const figure = (more: Partial<Observation>): Observation => ({
  id: '00000000-0000-4000-8000-000000000002',
  indicator: 'members_ethnic',
  qualifier: null,
  unitId,
  unitName: 'Đảng bộ xã Bình Hòa',
  period: null,
  asOf: '2026-06-30',
  value: 12,
  valueUnit: 'person',
  denominator: null,
  breakdown: [],
  source: 'báo cáo quý 2',
  sourceSentence: null,
  enteredAt: '2026-07-01T00:00:00Z',
  status: 'approved',
  supersedesId: null,
  ...more,
});
const seen = (more: Partial<Observation>, whole: number | null, viewer = secretary, isOwnEntry = false) =>
  asSeenBy(viewer, figure(more), { whole, isOwnEntry });

describe('a reported figure on ethnic origin or religion', () => {
  it.each(['members_ethnic', 'members_religious'] as const)(
    'is told outside the board exactly where five people and five others are: %s',
    (indicator) => {
      fc.assert(
        fc.property(fc.nat(40), fc.option(fc.nat(60)), (value, whole) => {
          const isLarge = whole !== null && value >= 5 && whole - value >= 5;
          const told = seen({ indicator, value }, whole);
          expect(told.isWithheld ?? false).toBe(!isLarge);
          expect(told.value).toBe(isLarge ? value : 0);
        }),
      );
    },
  );

  it('stated as a share is judged by the people it stands for', () => {
    expect(seen({ value: 3, valueUnit: 'percent' }, 100).isWithheld).toBe(true);
    expect(seen({ value: 30, valueUnit: 'percent' }, 100).isWithheld).toBeUndefined();
  });

  it('with its own denominator is judged by that', () => {
    expect(seen({ value: 12, denominator: 14 }, 500).isWithheld).toBe(true);
  });

  it('is told to the office, and to whoever entered it for a unit of their own', () => {
    expect(seen({ value: 2 }, 100, localViewer)).toEqual(figure({ value: 2 }));
    expect(seen({ value: 2 }, 100, secretary, true)).toEqual(figure({ value: 2 }));
  });

  it('takes all parts of another figure along where it is one of them', () => {
    const parts = (small: number) => [
      { label: 'Kinh', value: 100 - small },
      { label: 'Dân tộc thiểu số', value: small },
    ];
    expect(seen({ indicator: 'members', value: 100, breakdown: parts(4) }, 100)).toMatchObject({
      value: 100,
      breakdown: [],
    });
    expect(seen({ indicator: 'members', value: 100, breakdown: parts(5) }, 100).breakdown).toHaveLength(2);
    expect(
      seen(
        {
          indicator: 'members',
          value: 100,
          breakdown: [
            { label: 'female', value: 3 },
            { label: 'male', value: 97 },
          ],
        },
        100,
      ).breakdown,
    ).toHaveLength(2);
  });

  it('stands without any number in the words of a withheld count', () => {
    const shown = JSON.stringify(observationBlocks([seen({ value: 3 }, 100)], false));
    expect(shown).toContain('không nêu');
    expect(shown).not.toMatch(/\b3 (?:đảng viên|đồng chí|người)/u);
  });
});
