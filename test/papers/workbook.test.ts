import readExcelFile from 'read-excel-file/node';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { writeWorkbook } from '../../papers/workbook.ts';

const columns = [{ head: 'Đơn vị', width: 30 }, { head: 'Số' }, { head: 'Ngày' }];

describe('a workbook', () => {
  it('gives text, numbers and days back as they were', async () => {
    const bytes = await writeWorkbook([
      {
        name: 'Bảng',
        columns,
        rows: [
          ['Chi bộ Một', 1250, { date: '2026-02-28' }],
          ['=1+1', 0.5, null],
        ],
      },
    ]);
    const [{ data } = { data: [] }] = await readExcelFile(bytes);
    expect(data[0]).toEqual(['Đơn vị', 'Số', 'Ngày']);
    expect(data[1]?.slice(0, 2)).toEqual(['Chi bộ Một', 1250]);
    expect(data[1]?.[2]).toEqual(new Date('2026-02-28T00:00:00Z'));
    expect(data[2]).toEqual(['=1+1', 0.5, null]);
  });

  it('stands title, subtitle and notes around the table', async () => {
    const bytes = await writeWorkbook([
      { name: 'A', title: 'Báo cáo', subtitle: 'Quý 3', columns, rows: [['x', 1, null]], notes: ['Ghi chú'] },
    ]);
    const [{ data } = { data: [] }] = await readExcelFile(bytes);
    expect(data.map((row) => row[0])).toEqual(['Báo cáo', 'Quý 3', null, 'Đơn vị', 'x', null, 'Ghi chú']);
  });

  it('takes names and text that a file could not hold', async () => {
    const long = 'Tình hình thực hiện nhiệm vụ theo đơn vị chủ trì/6T';
    const bytes = await writeWorkbook([
      { name: long, columns, rows: [['a\u0000\u000bb', 1, null]] },
      { name: long, columns, rows: [] },
      { name: '[]', columns, rows: [] },
    ]);
    const sheets = await readExcelFile(bytes);
    const names = sheets.map(({ sheet }) => sheet);
    expect(new Set(names).size).toBe(3);
    expect(names.every((name) => name.length <= 31 && !/[[\]/\\:*?]/u.test(name))).toBe(true);
    expect(sheets[0]?.data[1]?.[0]).toBe('ab');
  });

  it('holds no formula', async () => {
    const bytes = await writeWorkbook([{ name: 'A', columns, rows: [['=HYPERLINK("x")', 1, null]] }]);
    const zip = await JSZip.loadAsync(bytes);
    const xml = (await zip.file('xl/worksheets/sheet1.xml')?.async('string')) ?? '';
    expect(xml).toContain('<sheetData>');
    expect(xml).not.toMatch(/<f[ >]/u);
  });
});
