import { describe, expect, it } from 'vitest';
import { parseUnits } from '../../../members/units/parse-units.ts';
import type { UnitsPreview } from '../../../members/units/parse-units.ts';
import type { CellValue } from '../../../members/tables/sheet.ts';
import type { Unit } from '../../../members/units/units.ts';

let counter = 0;
const newId = () => `id${++counter}`;
function preview(rows: CellValue[][], units: readonly Unit[] = []): UnitsPreview {
  const parsed = parseUnits([{ name: 'Đơn vị', rows }], { units, today: '2026-08-10', newId });
  if (parsed.kind !== 'preview') throw new Error(parsed.kind);
  return parsed;
}
const byName = (parsed: UnitsPreview, name: string) => parsed.created.find((unit) => unit.name === name);

describe('a list of units', () => {
  it('names the unit above, in any order, and the levels follow', () => {
    const parsed = preview([
      ['DANH MỤC TỔ CHỨC ĐẢNG'],
      ['STT', 'Tên tổ chức đảng', 'Cấp trên trực tiếp', 'Tên viết tắt', 'Tên gọi khác', 'Ngày thành lập'],
      [1, 'Chi bộ Phòng Tổng hợp', 'Đảng bộ Văn phòng', null, null, null],
      [2, 'Đảng bộ Văn phòng', 'Đảng bộ các cơ quan', 'ĐB VP', 'Đảng bộ VPTU; Đảng bộ VP cũ', '3/2/1990'],
      [3, 'Đảng bộ các cơ quan', null, null, null, 1975],
    ]);
    expect(parsed.rejected).toEqual([]);
    expect(byName(parsed, 'Đảng bộ các cơ quan')).toMatchObject({
      level: 'upper_grassroots',
      parentId: null,
      validFrom: '1975-01-01',
    });
    expect(byName(parsed, 'Đảng bộ Văn phòng')).toMatchObject({
      level: 'grassroots_committee',
      parentId: byName(parsed, 'Đảng bộ các cơ quan')?.id,
      shortName: 'ĐB VP',
      aliases: ['Đảng bộ VPTU', 'Đảng bộ VP cũ'],
      validFrom: '1990-02-03',
    });
    expect(byName(parsed, 'Chi bộ Phòng Tổng hợp')).toMatchObject({
      level: 'cell',
      parentId: byName(parsed, 'Đảng bộ Văn phòng')?.id,
    });
  });

  it('codes tell same-named units apart', () => {
    const parsed = preview([
      ['Mã', 'Tên đơn vị', 'Mã cấp trên', 'Loại'],
      ['01', 'Đảng bộ xã A', null, 'Cấp trên trực tiếp của TCCSĐ'],
      ['02', 'Đảng bộ xã B', null, 'Cấp trên trực tiếp của TCCSĐ'],
      ['01.1', 'Chi bộ thôn 1', '01', 'Chi bộ cơ sở'],
      ['02.1', 'Chi bộ thôn 1', '02', 'Chi bộ cơ sở'],
    ]);
    expect(parsed.rejected).toEqual([]);
    expect(parsed.created).toHaveLength(4);
    expect(new Set(parsed.created.map((unit) => unit.parentId)).size).toBe(3);
  });

  it('a unit that ended names its successor', () => {
    const parsed = preview([
      ['Tên đơn vị', 'Loại', 'Ngày kết thúc', 'Đơn vị kế thừa'],
      ['Đảng bộ Khối các cơ quan', 'Cấp trên trực tiếp', '2025-02', 'Đảng bộ các cơ quan Đảng'],
      ['Đảng bộ các cơ quan Đảng', 'Cấp trên trực tiếp', null, null],
    ]);
    expect(byName(parsed, 'Đảng bộ Khối các cơ quan')).toMatchObject({
      validTo: '2025-02-28',
      successorIds: [byName(parsed, 'Đảng bộ các cơ quan Đảng')?.id],
    });
  });

  it('a committee named above stands for the organisation that it leads', () => {
    const parsed = preview([
      ['Tên đơn vị', 'Trực thuộc'],
      ['Đảng bộ xã Bình An', null],
      ['Chi bộ thôn 1', 'Đảng ủy xã Bình An'],
    ]);
    expect(parsed.rejected).toEqual([]);
    expect(byName(parsed, 'Chi bộ thôn 1')?.parentId).toBe(byName(parsed, 'Đảng bộ xã Bình An')?.id);
  });

  it('what cannot be placed is rejected with the reason', () => {
    const parsed = preview([
      ['Tên đơn vị', 'Trực thuộc', 'Loại', 'Ngày thành lập'],
      ['Chi bộ A', 'Đảng bộ không có', null, null],
      ['Chi bộ B', 'Chi bộ C', null, null],
      ['Chi bộ C', 'Chi bộ B', null, null],
      ['Phòng Kế toán', null, null, null],
      ['Chi bộ D', null, 'Câu lạc bộ', null],
      ['Chi bộ E', null, null, '31/2/2000'],
      ['Chi bộ G', null, null, null],
      ['CHI BỘ G', null, null, null],
    ]);
    expect(parsed.rejected.map(({ row, reason }) => [row, reason.code])).toEqual([
      [2, 'unknown-parent'],
      [3, 'unknown-parent'],
      [4, 'circle'],
      [5, 'no-level'],
      [6, 'unknown-level'],
      [7, 'bad-date'],
      [9, 'duplicate'],
    ]);
    expect(parsed.created.map((unit) => unit.name)).toEqual(['Chi bộ G']);
  });

  it('the same list a second time changes nothing, a better one adds to what is known', () => {
    const rows: CellValue[][] = [
      ['Tên đơn vị', 'Trực thuộc'],
      ['Đảng bộ xã A', null],
      ['Chi bộ thôn 1', 'Đảng bộ xã A'],
    ];
    const known = preview(rows).created;
    expect(preview(rows, known)).toMatchObject({ created: [], changed: [], unchanged: 2 });
    const better = preview(
      [
        ['Tên đơn vị', 'Trực thuộc', 'Tên khác'],
        ['Chi bộ thôn 1', 'Đảng bộ xã A', 'Chi bộ xóm Đông'],
      ],
      known,
    );
    expect(better.changed).toMatchObject([{ id: known[1]?.id, aliases: ['Chi bộ xóm Đông'] }]);
  });
});
