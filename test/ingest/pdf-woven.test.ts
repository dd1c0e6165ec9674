import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { PlacedLetter } from '../../ingest/ocr/pdf-letters.ts';
import { parsePdf } from '../../ingest/parsers/pdf.ts';
import type { PdfRun } from '../../ingest/parsers/pdf-layout.ts';
import { hasWovenLines, unweave } from '../../ingest/parsers/pdf-woven.ts';

const run = (text: string, x: number, width: number, y = 700): PdfRun => ({
  text,
  x,
  y,
  width,
  height: text.trim() === '' ? 0 : 14,
  unturned: { x, y, angle: 0 },
});

/** Letters ten points wide that stand side by side from `x`. */
const letters = (text: string, x: number, y = 700): PlacedLetter[] =>
  [...text].map((letter, index) => {
    const left = x + 10 * index;
    return { text: letter, x: left, y, left, right: left + 10, bottom: y - 4, top: y + 14 };
  });

// 'TỈNH ỦY BAN' with 'Ỉ' and 'Ủ' from a second font, as LibreOffice draws it.
const woven = [
  run('T NH', 100, 40),
  run(' ', 140, 20),
  run('Y BAN', 160, 50),
  run('Ỉ', 110.3, 10),
  run(' ', 120, 30),
  run('Ủ', 150.3, 10),
];
const placed = [
  ...letters('T', 100),
  ...letters('NH ', 120),
  ...letters('Y BAN', 160),
  ...letters('Ỉ', 110.3),
  ...letters('Ủ', 150.3),
];
const textOf = (runs: readonly PdfRun[]): string => runs.map(({ text }) => text).join('');

describe('lines that are drawn font by font', () => {
  it('are put in the order in which they are read, with the blanks of the file', () => {
    expect(hasWovenLines(woven)).toBe(true);
    const runs = unweave([run('Dòng trên', 100, 90, 720), ...woven, run('Dòng dưới', 100, 90, 680)], placed);
    expect(runs.map(({ text }) => text)).toEqual(['Dòng trên', 'TỈNH', ' ', 'ỦY', ' ', 'BAN', 'Dòng dưới']);
    expect(runs[3]).toMatchObject({ x: 150.3, y: 700, height: 14 });
  });

  it('are known where the second font has the first letter of the line', () => {
    const line = [run('y viên', 110, 60), run('ủ', 100, 10)];
    expect(hasWovenLines(line)).toBe(true);
    expect(textOf(unweave(line, [...letters('y viên', 110), ...letters('ủ', 100)]))).toBe('ủy viên');
  });

  it('take no letter from the next cell of a table, which may touch them', () => {
    const next = run('21', 210, 20);
    const runs = unweave([...woven, run('Dòng hai', 100, 80, 680), next], [...placed, ...letters('21', 210)]);
    expect(textOf(runs)).toBe('TỈNH ỦY BANDòng hai21');
  });

  it('stay as they are where the letters of the page are others than those of the runs', () => {
    expect(unweave(woven, placed.slice(1))).toEqual(woven);
    expect(unweave(woven, [])).toEqual(woven);
  });

  it('are not seen in columns drawn in any order, nor in a line after another', () => {
    expect(hasWovenLines([run('Trái', 80, 40), run('Phải', 400, 40), run('Giữa', 240, 40)])).toBe(false);
    expect(hasWovenLines([run('Một', 100, 30), run('dòng', 134, 40), run('Hai', 100, 30, 680)])).toBe(false);
  });

  it('leave a line alone that is drawn twice to look bold', () => {
    const line = [run('THÔNG BÁO', 100, 90), run('THÔNG BÁO', 100.4, 90)];
    expect(unweave(line, [...letters('THÔNG BÁO', 100), ...letters('THÔNG BÁO', 100.4)])).toEqual(line);
  });
});

describe('a PDF that LibreOffice made with a font without all Vietnamese letters', () => {
  it('is read from its text, letter by letter, headings, justified lines and tables alike', async () => {
    const bytes = await readFile(new URL('../fixtures/two-fonts-a-line.pdf', import.meta.url));
    const { pages, scans } = await parsePdf(new Uint8Array(bytes));
    expect(scans).toBeUndefined();
    expect(pages.flat().map(({ text }) => text)).toEqual([
      'ĐẢNG BỘ PHƯỜNG SƠN HẠ',
      'BUỔI SINH HOẠT CHUYÊN ĐỀ',
      'Ở khu phố Ổ Gà, đảng viên được miễn sinh hoạt phải ghi rõ lý do; đồng chí ủy viên phụ trách địa bàn nhắc ' +
        'nhở, đôn đốc bằng văn bản trước ngày 15 hằng tháng (kể cả tháng có ngày nghỉ lễ).',
      '| Số | Chi bộ | Kết quả |',
      '| 36 | Tổ dân phố | Ủy viên |',
    ]);
  });
});
