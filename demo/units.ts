import { newId } from '../core/ids.ts';
import type { Unit, UnitLevel } from '../members/units/units.ts';

/** A unit of the fictional province, with how many members the demo register has in it. */
interface DemoUnit {
  key: string;
  parent: string | null;
  name: string;
  level: UnitLevel;
  aliases?: string[];
  validTo?: string;
  successor?: string;
  members?: number;
}

const demoUnits: readonly DemoUnit[] = [
  {
    key: 'province',
    parent: null,
    name: 'Đảng bộ tỉnh Sông Vân',
    level: 'provincial',
    aliases: ['Tỉnh ủy Sông Vân'],
  },
  {
    key: 'agencies',
    parent: 'province',
    name: 'Đảng bộ các cơ quan Đảng tỉnh',
    level: 'upper_grassroots',
    aliases: ['Đảng ủy các cơ quan Đảng tỉnh'],
  },
  {
    key: 'bloc',
    parent: 'province',
    name: 'Đảng bộ Khối các cơ quan tỉnh Sông Vân',
    level: 'upper_grassroots',
    validTo: '2025-03-31',
    successor: 'agencies',
  },
  { key: 'office', parent: 'agencies', name: 'Đảng bộ Văn phòng Tỉnh ủy', level: 'grassroots_committee' },
  { key: 'administration', parent: 'office', name: 'Chi bộ Hành chính', level: 'cell', members: 34 },
  { key: 'synthesis', parent: 'office', name: 'Chi bộ Tổng hợp', level: 'cell', members: 41 },
  { key: 'logistics', parent: 'office', name: 'Chi bộ Quản trị', level: 'cell', members: 28 },
  { key: 'school', parent: 'agencies', name: 'Đảng bộ Trường Chính trị tỉnh', level: 'grassroots_committee' },
  { key: 'faculty', parent: 'school', name: 'Chi bộ Khoa Xây dựng Đảng', level: 'cell', members: 22 },
  { key: 'training', parent: 'school', name: 'Chi bộ Phòng Đào tạo', level: 'cell', members: 19 },
  {
    key: 'committee-office',
    parent: 'agencies',
    name: 'Chi bộ Văn phòng Đảng ủy',
    level: 'grassroots_cell',
    members: 17,
  },
  {
    key: 'building',
    parent: 'agencies',
    name: 'Chi bộ Ban Xây dựng Đảng',
    level: 'grassroots_cell',
    members: 15,
  },
  {
    key: 'commune',
    parent: 'province',
    name: 'Đảng bộ xã Vân Hạ',
    level: 'upper_grassroots',
    aliases: ['Đảng ủy xã Vân Hạ'],
  },
  { key: 'east', parent: 'commune', name: 'Chi bộ thôn Đông', level: 'cell', members: 46 },
  { key: 'west', parent: 'commune', name: 'Chi bộ thôn Đoài', level: 'cell', members: 39 },
  {
    key: 'primary-school',
    parent: 'commune',
    name: 'Chi bộ Trường Tiểu học Vân Hạ',
    level: 'cell',
    members: 27,
  },
  { key: 'military', parent: 'commune', name: 'Chi bộ Quân sự xã Vân Hạ', level: 'cell', members: 12 },
];

/** The units with new ids; `idOf` finds one by its key, `cells` are those that hold meetings and members. */
export function makeDemoUnits(): {
  units: Unit[];
  idOf(key: string): string;
  cells: { key: string; id: string; name: string; members: number }[];
} {
  const ids = new Map(demoUnits.map(({ key }) => [key, newId()]));
  const idOf = (key: string): string => {
    const id = ids.get(key);
    if (!id) throw new Error(`no demo unit '${key}'`);
    return id;
  };
  const units = demoUnits.map((unit) => ({
    id: idOf(unit.key),
    parentId: unit.parent ? idOf(unit.parent) : null,
    name: unit.name,
    shortName: null,
    level: unit.level,
    aliases: unit.aliases ?? [],
    validFrom: null,
    validTo: unit.validTo ?? null,
    successorIds: unit.successor ? [idOf(unit.successor)] : [],
    isDemo: true,
  }));
  const cells = demoUnits.flatMap(({ key, name, members }) =>
    members ? [{ key, id: idOf(key), name, members }] : [],
  );
  return { units, idOf, cells };
}
