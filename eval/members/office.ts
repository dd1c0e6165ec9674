import type { Unit, UnitLevel } from '../../members/units/units.ts';

/* A fictional province for questions about counts: units with the names that offices give, some of them twice. */

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const rows: readonly (readonly [key: string, level: UnitLevel, parent: string | null, name: string])[] = [
  ['tinh', 'provincial', null, 'Đảng bộ tỉnh Lam Giang'],
  ['ccq', 'upper_grassroots', 'tinh', 'Đảng bộ các cơ quan Đảng tỉnh'],
  ['vptu', 'grassroots_committee', 'ccq', 'Đảng bộ Văn phòng Tỉnh ủy'],
  ['tonghop', 'cell', 'vptu', 'Chi bộ Tổng hợp'],
  ['quantri', 'cell', 'vptu', 'Chi bộ Quản trị'],
  ['noichinh', 'grassroots_cell', 'ccq', 'Chi bộ Ban Nội chính'],
  ['congan', 'upper_grassroots', 'tinh', 'Đảng bộ Công an tỉnh'],
  ['thammuu', 'grassroots_cell', 'congan', 'Chi bộ Phòng Tham mưu'],
  ['binhan', 'upper_grassroots', 'tinh', 'Đảng bộ xã Bình An'],
  ['dongtam', 'grassroots_cell', 'binhan', 'Chi bộ thôn Đồng Tâm'],
  ['thon1a', 'grassroots_cell', 'binhan', 'Chi bộ thôn 1'],
  ['ytea', 'grassroots_cell', 'binhan', 'Chi bộ Trạm Y tế'],
  ['truong', 'grassroots_committee', 'binhan', 'Đảng bộ Trường THPT Bình An'],
  ['tunhien', 'cell', 'truong', 'Chi bộ Tổ Tự nhiên'],
  ['tranphu', 'upper_grassroots', 'tinh', 'Đảng bộ phường Trần Phú'],
  ['tdp5', 'grassroots_cell', 'tranphu', 'Chi bộ Tổ dân phố 5'],
  ['thon1b', 'grassroots_cell', 'tranphu', 'Chi bộ thôn 1'],
  ['yteb', 'grassroots_cell', 'tranphu', 'Chi bộ Trạm Y tế'],
];

/** Ids of the units by their short keys. */
export const unitIdOf: Readonly<Record<string, string>> = Object.fromEntries(
  rows.map(([key], index) => [key, id(index + 1)]),
);

/** The units of the fictional province. */
export const officeUnits: readonly Unit[] = rows.map(([key, level, parent, name]) => ({
  id: unitIdOf[key] ?? '',
  parentId: parent === null ? null : (unitIdOf[parent] ?? null),
  name,
  shortName: null,
  level,
  aliases: [],
  validFrom: null,
  validTo: null,
  successorIds: [],
  isDemo: true,
}));
