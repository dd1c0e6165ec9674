import { describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { looksLikeRegister } from '../../../members/register/looks-like-register.ts';
import { parseCellDate } from '../../../members/tables/parse-cell-date.ts';
import { parseRegister } from '../../../members/register/parse-register.ts';
import type { RegisterPreview } from '../../../members/register/register-preview.ts';
import { readTable } from '../../../members/tables/read-table.ts';
import { isSensitiveHeader } from '../../../members/register/register-columns.ts';
import type { CellValue } from '../../../members/tables/sheet.ts';
import type { Unit } from '../../../members/units/units.ts';
import { headerKey } from '../../../members/tables/columns.ts';
import { unitNamed } from '../../support/units.ts';

const unit = (id: string, name: string): Unit => unitNamed(name, { id, level: 'grassroots_cell' });
const units = [unit('u1', 'Chi bộ thôn 1'), unit('u2', 'Chi bộ Văn phòng')];
const context = { units, today: '2026-08-10', defaultUnitId: null, createsUnits: false };

async function xlsx(rows: CellValue[][], sheet = 'Danh sách'): Promise<Uint8Array> {
  const cells = rows.map((row) =>
    row.map((value) =>
      value === null
        ? null
        : value instanceof Date
          ? { value, format: 'dd/mm/yyyy' }
          : { value: value as string },
    ),
  );
  return writeXlsxFile(cells, { sheet }).toBuffer();
}
const day = (date: string) => new Date(`${date}T00:00:00Z`);

async function preview(bytes: Uint8Array, more: Partial<typeof context> = {}): Promise<RegisterPreview> {
  const parsed = parseRegister(await readTable(bytes, 'ds'), { ...context, ...more });
  if (parsed.kind !== 'preview') throw new Error(parsed.kind);
  return parsed;
}

describe('a register from a spreadsheet', () => {
  it('titles above, a two-row header, days and serial numbers and typed dates are read', async () => {
    const parsed = await preview(
      await xlsx([
        ['ĐẢNG BỘ XÃ BÌNH AN'],
        [null, 'DANH SÁCH ĐẢNG VIÊN'],
        [],
        ['STT', 'Họ và tên', 'Giới tính', 'Ngày tháng năm', null, null, 'Chi bộ', 'Trình độ', null],
        [null, null, null, 'Sinh', 'Vào Đảng', 'Chính thức', null, 'Lý luận chính trị', 'Chuyên môn'],
        ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)', '(9)'],
        [
          1,
          'Trần Thị Mẫu',
          'Nữ',
          day('1985-02-03'),
          '19/5/2010',
          '19.5.2011',
          'Thôn 1',
          'Trung cấp',
          'ĐH Luật',
        ],
        [2, 'Lê Văn Thử', 'Nam', 1960, 31_000, '02/1985', 'CB văn phòng', 'Cao cấp', 'Thạc sĩ'],
        [3, 'Phạm Thị Ví Dụ', 'nữ', '3-2-99', 'ngày 3 tháng 2 năm 2026', null, 'Chi bộ thôn 1', null, null],
        ['Tổng cộng: 3 đồng chí'],
      ]),
    );
    expect(parsed.rejected).toEqual([]);
    expect(parsed.rows).toMatchObject([
      {
        unitId: 'u1',
        name: 'Trần Thị Mẫu',
        sex: 'female',
        birthDate: '1985-02-03',
        admissionCeremonyDate: '2010-05-19',
        confirmationDate: '2011-05-19',
        theoryLevel: 'intermediate',
        professionalLevel: 'university',
        status: 'active',
      },
      {
        unitId: 'u2',
        sex: 'male',
        birthDate: '1960',
        admissionCeremonyDate: '1984-11-14',
        confirmationDate: '1985-02',
        theoryLevel: 'advanced',
        professionalLevel: 'master',
      },
      {
        unitId: 'u1',
        birthDate: '1999-02-03',
        admissionCeremonyDate: '2026-02-03',
        confirmationDate: null,
        standing: 'probationary',
      },
    ]);
    expect(parsed.columns.map((column) => column.header)).toContain('Trình độ Lý luận chính trị');
    expect(parsed.dropped).toEqual([{ header: 'STT', reason: 'unknown' }]);
  });

  it('columns the register never holds are dropped and named, also under a familiar name', async () => {
    const parsed = await preview(
      await xlsx([
        [
          'Họ tên',
          'Ngày sinh',
          'Ngày vào Đảng',
          'Đơn vị',
          'Số thẻ Đảng',
          'Ngày sinh của con',
          'Huy hiệu Đảng',
          'Kỷ luật',
          'Sở thích',
        ],
        [
          'Trần Thị Mẫu',
          '1/1/1980',
          '3/2/2005',
          'Chi bộ thôn 1',
          '012345678901',
          '2/2/2010',
          '079185000123',
          'Khiển trách',
          'Cờ tướng',
        ],
      ]),
    );
    expect(parsed.dropped).toEqual([
      { header: 'Số thẻ Đảng', reason: 'sensitive' },
      { header: 'Ngày sinh của con', reason: 'sensitive' },
      { header: 'Kỷ luật', reason: 'sensitive' },
      { header: 'Sở thích', reason: 'unknown' },
      { header: 'Huy hiệu Đảng', reason: 'sensitive' },
    ]);
    const kept = JSON.stringify(parsed.rows);
    for (const secret of ['012345678901', '079185000123', '2010', 'Khiển', 'Cờ'])
      expect(kept).not.toContain(secret);
  });

  it.each([
    ['Số CCCD', true],
    ['Điện thoại', true],
    ['Địa chỉ thường trú', true],
    ['Tình trạng sức khỏe', true],
    ['Họ tên vợ (chồng)', true],
    ['Họ tên cha', true],
    ['Ngày cấp thẻ đảng viên', true],
    ['Hình thức kỷ luật', true],
    ['Tôn giáo', true],
    ['Quê quán', true],
    ['Chi bộ', false],
    ['Ngày vô Đảng', false],
    ['Trình độ lý luận chính trị', false],
    ['Ngày chính thức', false],
    ['Dân tộc', false],
  ])('%s is never kept: %s', (header, expected) => {
    expect(isSensitiveHeader(headerKey(header))).toBe(expected);
  });

  it.each([
    ['DANH SÁCH ĐẢNG VIÊN (tính đến ngày 30/6/2026)', '2026-06-30'],
    ['Danh sách lập ngày 05 tháng 01 năm 2026', '2026-01-05'],
    ['Kèm theo Quyết định ngày 05/01/2026', null],
    ['Tính đến ngày 30/6/2099', null],
  ])('the day of the list is read from its title: %s', async (title, day) => {
    const parsed = await preview(
      await xlsx([
        ['ĐẢNG BỘ XÃ BÌNH AN'],
        [title],
        ['Họ và tên', 'Ngày vào Đảng', 'Chi bộ'],
        ['Trần Thị Mẫu', '19/5/2010', 'Chi bộ thôn 1'],
      ]),
    );
    expect(parsed.statedOn).toBe(day);
  });

  it('rows that cannot be right are rejected with the reason', async () => {
    const parsed = await preview(
      await xlsx([
        ['Họ và tên', 'Ngày sinh', 'Ngày vào Đảng', 'Ngày chính thức', 'Chi bộ'],
        ['Người Một', '31/02/1980', '3/2/2005', '3/2/2006', 'Chi bộ thôn 1'],
        ['Người Hai', '1/1/1980', '3/2/1979', null, 'Chi bộ thôn 1'],
        ['Người Ba', '1/1/1980', '3/2/2005', '3/2/2004', 'Chi bộ thôn 1'],
        ['Người Bốn', '1/1/1980', '3/2/2030', null, 'Chi bộ thôn 1'],
        ['Người Năm', '1/1/1980', '3/2/2005', null, 'Chi bộ bệnh viện'],
        ['Người Sáu', '1/1/1980', '3/2/2005', null, null],
        [null, '1/1/1980', '3/2/2005', null, 'Chi bộ thôn 1'],
        ['Người Tám 0912', '1/1/1980', '3/2/2005', null, 'Chi bộ thôn 1'],
        ['Người Chín', '1/1/1980', '3/2/2005', 'dự bị', 'Chi bộ thôn 1'],
        ['NGƯỜI CHÍN', '01/01/1980', '3/2/2005', 'dự bị', 'Chi bộ thôn 1'],
      ]),
    );
    expect(parsed.rejected.map(({ row, reason }) => [row, reason.code])).toEqual([
      [2, 'bad-date'],
      [3, 'admitted-before-birth'],
      [4, 'confirmed-before-admission'],
      [5, 'future-date'],
      [6, 'unknown-unit'],
      [7, 'no-unit'],
      [8, 'no-name'],
      [9, 'name-has-digits'],
      [11, 'duplicate'],
    ]);
    expect(parsed.rows.map((row) => row.name)).toEqual(['Người Chín']);
  });

  it('birth dates under Nam and Nữ tell the sex, headings between rows tell the unit', async () => {
    const parsed = await preview(
      await xlsx([
        ['TT', 'Họ và tên', null, 'Năm sinh', null, 'Ngày vào Đảng'],
        [null, null, null, 'Nam', 'Nữ', null],
        ['I', 'Chi bộ thôn 1 (2 đồng chí)', null, null, null, null],
        ['1', 'Trần Thị', 'Mẫu', null, '1985', '19/5/2010'],
        ['2', 'Lê Văn', 'Thử', '2/9/1970', null, '19/5/1995'],
        ['II', 'CHI BỘ VĂN PHÒNG', null, null, null, null],
        ['1', 'Hồ Thị', 'Dụ', null, '1990', '3/2/2020'],
      ]),
    );
    expect(parsed.rows).toMatchObject([
      { name: 'Trần Thị Mẫu', sex: 'female', birthDate: '1985', unitId: 'u1', standing: 'unknown' },
      { name: 'Lê Văn Thử', sex: 'male', birthDate: '1970-09-02', unitId: 'u1' },
      { name: 'Hồ Thị Dụ', sex: 'female', unitId: 'u2' },
    ]);
  });

  it('every sheet named like a unit holds that unit', async () => {
    const cells = (name: string) => [
      [{ value: 'Họ tên' }, { value: 'Ngày kết nạp' }, { value: 'Nữ' }],
      [{ value: name }, { value: '3/2/2020' }, name === 'Người A' ? { value: 'x' } : null],
    ];
    const bytes = await writeXlsxFile([
      { data: cells('Người A'), sheet: 'Thôn 1' },
      { data: cells('Người B'), sheet: 'Văn phòng' },
    ]).toBuffer();
    const parsed = await preview(bytes);
    expect(parsed.rows).toMatchObject([
      { name: 'Người A', unitId: 'u1', sex: 'female' },
      { name: 'Người B', unitId: 'u2', sex: 'male' },
    ]);
  });

  it.each([
    [
      'utf-8 with commas',
      new TextEncoder().encode('Họ tên,Ngày vào Đảng,Chi bộ\nTrần Thị Mẫu,3/2/2005,Thôn 1\n'),
    ],
    [
      'utf-8 with semicolons and a mark',
      new TextEncoder().encode('\uFEFFHọ tên;Ngày vào Đảng;Chi bộ\r\nTrần Thị Mẫu;3/2/2005;Thôn 1\r\n'),
    ],
    [
      'utf-16 with tabs',
      Buffer.from('\uFEFFHọ tên\tNgày vào Đảng\tChi bộ\r\nTrần Thị Mẫu\t3/2/2005\tThôn 1\r\n', 'utf16le'),
    ],
  ])('a csv file in %s is read', async (_name, bytes) => {
    expect((await preview(bytes)).rows).toMatchObject([
      { name: 'Trần Thị Mẫu', admissionCeremonyDate: '2005-02-03', unitId: 'u1' },
    ]);
  });

  it('unknown units can be planned instead of rejected', async () => {
    const parsed = await preview(
      await xlsx([
        ['Họ tên', 'Ngày vào Đảng', 'Chi bộ'],
        ['Người Một', '3/2/2005', 'Chi bộ Trạm Y tế'],
        ['Người Hai', '3/2/2005', 'CHI BỘ TRẠM Y TẾ'],
      ]),
      { createsUnits: true },
    );
    expect(parsed.newUnits).toEqual([
      { key: 'new:chi bo tram y te', name: 'Chi bộ Trạm Y tế', level: 'grassroots_cell' },
    ]);
    expect(parsed.rows.map((row) => row.unitId)).toEqual(['new:chi bo tram y te', 'new:chi bo tram y te']);
  });

  it('levels that are not understood are left out and counted, not guessed', async () => {
    const parsed = await preview(
      await xlsx([
        ['Họ tên', 'Ngày vào Đảng', 'Chi bộ', 'Lý luận chính trị', 'Dân tộc', 'Huy hiệu'],
        ['Người Một', '3/2/1975', 'Thôn 1', '???', 'Kinh', '30, 40, 50 năm'],
        ['Người Hai', '3/2/1975', 'Thôn 1', 'Sơ cấp', 'Tày', '35'],
      ]),
    );
    expect(parsed.rows).toMatchObject([
      { theoryLevel: null, isEthnicMinority: false, badges: [30, 40, 50] },
      { theoryLevel: 'elementary', isEthnicMinority: true, badges: [] },
    ]);
    expect(parsed.notices.unread).toEqual({ theoryLevel: 1, badges: 1 });
    expect(JSON.stringify(parsed.rows)).not.toContain('Tày');
  });

  it('a list without names has no header; a file that is no table is told apart', async () => {
    expect(
      parseRegister(
        await readTable(
          await xlsx([
            ['Tên hàng', 'Giá'],
            ['Bút', 5],
          ]),
          'x',
        ),
        context,
      ).kind,
    ).toBe('no-header');
    await expect(readTable(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), 'a.xls')).rejects.toMatchObject({
      reason: 'old-xls',
    });
    await expect(readTable(new Uint8Array([0x50, 0x4b, 1, 2, 3]), 'a.xlsx')).rejects.toMatchObject({
      reason: 'not-a-table',
    });
    await expect(readTable(new Uint8Array(), 'a.csv')).rejects.toMatchObject({ reason: 'empty' });
  });

  it('a register is told from a document', async () => {
    expect(
      await looksLikeRegister(
        await xlsx([
          ['Họ tên', 'Ngày sinh', 'Ngày vào Đảng'],
          ['A', '1', '2'],
        ]),
        'a.xlsx',
      ),
    ).toBe(true);
    expect(
      await looksLikeRegister(
        await xlsx([
          ['Đơn vị', 'Số tiền'],
          ['A', '1'],
        ]),
        'a.xlsx',
      ),
    ).toBe(false);
    expect(await looksLikeRegister(new TextEncoder().encode('Kính gửi, đồng chí'), 'a.txt')).toBe(false);
    const paragraph =
      'KẾT LUẬN\n\nChú trọng giáo dục chính trị tư tưởng, phổ biến, quán triệt chủ trương, chính sách của Đảng, đạo đức, đội ngũ cán bộ, đảng viên, tại cơ quan, đơn vị.\n\nTiếp theo.';
    expect(await looksLikeRegister(new TextEncoder().encode(paragraph), 'a.txt')).toBe(false);
  });
});

describe('a date cell', () => {
  it.each<[CellValue, string | null]>([
    ['03/02/1985', '1985-02-03'],
    ['3.2.1985', '1985-02-03'],
    ['3-2-85', '1985-02-03'],
    ['3/2/26', '2026-02-03'],
    ['3/2/27', '1927-02-03'],
    ['1985-02-03', '1985-02-03'],
    ['1985-02-03T00:00:00', '1985-02-03'],
    ['12/31/1985', '1985-12-31'],
    ['03 02 1985', '1985-02-03'],
    ['ngày 03 tháng 02 năm 1985', '1985-02-03'],
    ['02/1985', '1985-02'],
    ['1985-02', '1985-02'],
    ['1985', '1985'],
    [1985, '1985'],
    [31_081, '1985-02-03'],
    ['31081', '1985-02-03'],
    [day('1985-02-03'), '1985-02-03'],
    ['', null],
    ['-', null],
    [null, null],
    ['31/4/1985', 'invalid'],
    ['13/13/1985', 'invalid'],
    ['không rõ', 'invalid'],
    [12, 'invalid'],
    [true, 'invalid'],
  ])('%s is %s', (cell, expected) => {
    expect(parseCellDate(cell, '2026-08-10')).toBe(expected);
  });
});

describe('a list of people', () => {
  it('is recognised by names beside data that is never kept', async () => {
    const bytes = Buffer.from('Họ và tên,Ngày sinh,Số thẻ đảng viên\nĐảng viên mẫu 001,05/3/1980,123456\n');
    expect(await looksLikeRegister(bytes, 'danh-sach.csv')).toBe(true);
    expect(await looksLikeRegister(bytes, 'danh-sach.md')).toBe(false);
    const plan = Buffer.from('Nhiệm vụ,Chủ trì,Thời hạn\nNộp báo cáo,Văn phòng,15/8/2026\n');
    expect(await looksLikeRegister(plan, 'ke-hoach.csv')).toBe(false);
  });

  it('is recognised by its first rows, however long it is and wherever its lines break', async () => {
    const row = 'Đảng viên mẫu,05/3/1980,"123456\nđã cấp"\n';
    for (let pad = 0; pad < row.length; pad += 4) {
      const list = `DANH SÁCH${'.'.repeat(pad)}\nHọ và tên,Ngày sinh,Số thẻ đảng viên\n${row.repeat(5_000)}`;
      expect(await looksLikeRegister(Buffer.from(list), 'danh-sach.csv')).toBe(true);
    }
  });

  it('is not looked for in all of a line without end', async () => {
    const begun = performance.now();
    expect(await looksLikeRegister(Buffer.from('a,'.repeat(2_000_000)), 'dai.csv')).toBe(false);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
