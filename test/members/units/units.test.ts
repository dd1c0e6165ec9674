import { describe, expect, it } from 'vitest';
import {
  existsOn,
  findUnitMention,
  levelFromName,
  matchUnits,
  parentsFirst,
  subtreeIds,
  unitKey,
} from '../../../members/units/units.ts';
import type { Unit, UnitLevel } from '../../../members/units/units.ts';
import { unitNamed } from '../../support/units.ts';

const unit = (
  id: string,
  name: string,
  level: UnitLevel,
  parentId: string | null,
  more: Partial<Unit> = {},
): Unit => unitNamed(name, { id, parentId, level, ...more });

const units = [
  unit('p', 'Đảng bộ tỉnh Bình Sơn', 'provincial', null),
  unit('k', 'Đảng bộ các cơ quan Đảng tỉnh', 'upper_grassroots', 'p', {
    aliases: ['Đảng bộ Khối các cơ quan tỉnh'],
  }),
  unit('x', 'Đảng bộ xã An Hòa', 'upper_grassroots', 'p'),
  unit('vt', 'Đảng bộ Văn phòng Tỉnh ủy', 'grassroots_committee', 'k', { shortName: 'ĐB VPTU' }),
  unit('vx', 'Chi bộ Văn phòng', 'grassroots_cell', 'x'),
  unit('t1', 'Chi bộ thôn 1', 'grassroots_cell', 'x'),
  unit('t11', 'Chi bộ thôn 11', 'grassroots_cell', 'x'),
  unit('ct', 'Chi bộ Phòng Tổng hợp', 'cell', 'vt'),
  unit('cq', 'Chi bộ Phòng Quản trị', 'cell', 'vt'),
];
const names = (text: string) => matchUnits(units, text).map((found) => found.id);

describe('unit names', () => {
  it.each([
    ['Chi bộ Văn phòng', ['vx']],
    ['chi bo van phong', ['vx']],
    ['CB VP', ['vx']],
    ['chi ủy văn phòng', ['vx']],
    ['đảng uỷ xã An Hoà', ['x']],
    ['dang bo khoi ccq tinh', ['k']],
    ['ĐU khối CCQ tỉnh', ['k']],
    ['ĐB VPTU', ['vt']],
    ['thôn 1', ['t1']],
    ['chi bộ thôn số 01', ['t1']],
    ['Phòng', ['ct', 'cq', 'vx', 'vt'].sort()],
    ['chi bộ phòng', ['ct', 'cq']],
    ['tổng hợp phòng', ['ct']],
    ['chi bộ trường mầm non', []],
    ['', []],
  ])('%s is looked up in any spelling', (text, expected) => {
    expect(names(text).sort()).toEqual([...expected].sort());
  });

  it('a name that two units bear returns both', () => {
    const twins = [
      ...units,
      unit('x2', 'Đảng bộ phường Bắc', 'upper_grassroots', 'p'),
      unit('v2', 'Chi bộ Văn phòng', 'grassroots_cell', 'x2'),
    ];
    expect(matchUnits(twins, 'cb văn phòng').map((found) => found.id)).toEqual(['vx', 'v2']);
  });

  it('words that merely look like abbreviations are left alone', () => {
    expect(unitKey('Chi bộ Tư pháp')).toBe('chi bo tu phap');
    expect(unitKey('Chi bộ Du lịch')).toBe('chi bo du lich');
  });

  it('the longest name standing in a sentence is found with its place', () => {
    const found = findUnitMention(units, 'Đảng bộ Văn phòng Tỉnh ủy có bao nhiêu đảng viên nữ?');
    expect(found?.units.map((each) => each.id)).toEqual(['vt']);
    expect(found).toMatchObject({ from: 0, to: 'Đảng bộ Văn phòng Tỉnh ủy'.length });
    expect(findUnitMention(units, 'bn đv nu o cb thon 11 den nay')?.units.map((each) => each.id)).toEqual([
      't11',
    ]);
    expect(findUnitMention(units, 'Đảng bộ Khối tỉnh khác có bao nhiêu đảng viên?')).toBeNull();
  });
});

describe('the tree of units', () => {
  it('a subtree holds the unit and all below it', () => {
    expect(subtreeIds(units, 'k').sort()).toEqual(['cq', 'ct', 'k', 'vt']);
    expect(subtreeIds(units, 't1')).toEqual(['t1']);
  });

  it('parents come before children even when given last, and a circle ends', () => {
    expect(
      parentsFirst([...units].reverse())
        .map((each) => each.id)
        .indexOf('p'),
    ).toBe(0);
    const circle = [unit('a', 'A', 'cell', 'b'), unit('b', 'B', 'cell', 'a')];
    expect(parentsFirst(circle)).toHaveLength(2);
  });

  it('a unit exists from its first to its last day', () => {
    const ended = unit('e', 'Đảng bộ Khối', 'upper_grassroots', 'p', {
      validFrom: '2000-01-01',
      validTo: '2025-02-28',
    });
    expect([
      existsOn(ended, '1999-12-31'),
      existsOn(ended, '2025-02-28'),
      existsOn(ended, '2025-03-01'),
    ]).toEqual([false, true, false]);
  });

  it.each([
    ['Chi bộ thôn 3', 'upper_grassroots', 'grassroots_cell'],
    ['Chi bộ Phòng A', 'grassroots_committee', 'cell'],
    ['Chi bộ cơ sở Thanh tra', 'upper_grassroots', 'grassroots_cell'],
    ['Đảng bộ Sở Y tế', 'upper_grassroots', 'grassroots_committee'],
    ['Đảng bộ bộ phận Khoa Nội', 'grassroots_committee', 'sectional_org'],
    ['Đảng bộ xã An Hòa', 'provincial', 'upper_grassroots'],
    ['Đảng bộ tỉnh Bình Sơn', null, 'provincial'],
    ['Tổ đảng 2', 'cell', 'group'],
    ['Văn phòng', null, null],
  ] as const)('%s under %s is a %s', (name, parent, level) => {
    expect(levelFromName(name, parent)).toBe(level);
  });
});
