import { describe, expect, it } from 'vitest';
import type { RawLine } from '../../ingest/ocr/engine.ts';
import { repairNumbers } from '../../ingest/ocr/number-slips.ts';
import { isWellFormed, repairSlips } from '../../ingest/ocr/slips.ts';
import { isGarbage } from '../../ingest/ocr/text-layer.ts';
import { withoutNoise } from '../../ingest/ocr/tidy.ts';
import { linesOfWords } from '../../ingest/ocr/word-lines.ts';

/** Words of one line, each as wide as its letters, `y` from the top. */
const lineOf = (text: string, { y = 100, x = 80, confidence = 0.9, gap = 10 } = {}): RawLine => {
  let left = x;
  return {
    words: text.split(' ').map((word) => {
      const placed = { text: word, confidence, x0: left, y0: y, x1: left + word.length * 14, y1: y + 30 };
      left = placed.x1 + gap;
      return placed;
    }),
  };
};
const textOf = (lines: readonly RawLine[]): string =>
  lines.map(({ words }) => words.map((word) => word.text).join(' ')).join('\n');

function repaired(...texts: string[]): string {
  const lines = texts.map((text, index) => lineOf(text, { y: 100 + index * 50 }));
  repairNumbers(lines);
  repairSlips(lines);
  return textOf(lines);
}

describe('slips of reading', () => {
  it.each([
    [
      'lost marks that make a known word none',
      'Ban Tô chức và chỉ bộ có thâm quyên',
      'Ban Tổ chức và chi bộ có thẩm quyền',
    ],
    ['a known word over the end of a line', 'đẩy mạnh tô', 'đẩy mạnh tổ'],
    ['syllables that cannot exist', 'Điêu 5 của QUYÉT định', 'Điều 5 của QUYẾT định'],
    ['letters inside numbers', 'ngày l1 tháng 4 và 2O24', 'ngày 11 tháng 4 và 2024'],
    ['a lone l or I where only a number stands', 'khoản l Điều I dưới l năm', 'khoản 1 Điều 1 dưới 1 năm'],
    ['the label of the symbol', 'Sắ: 45/QD-UBND', 'Số: 45/QĐ-UBND'],
    ['a year that fell apart in a symbol', 'Thông tư 12/201 8/TT-BTC', 'Thông tư 12/2018/TT-BTC'],
  ])('are set right: %s', (name, read, meant) => {
    const lines = name.includes('over the end')
      ? repaired(read, 'chức lại').split('\n').slice(0, 1)
      : [repaired(read)];
    expect(lines[0]).toBe(meant);
  });

  it.each([
    ['words that may be meant so', 'Ông chỉ bộ phận nào chịu, thuộc tỉnh, thành nào có tính đến'],
    ['names', 'Đồng chí Nguyễn Thị Hành và Lê Chính Trang'],
    ['Roman numbers', 'Chương I, Phần II, Quý III'],
    ['numbers', '3.193 và IO và 05 và 12,5 và 30/4'],
    ['other languages', 'The committee shall consist of Quoc and Binh'],
  ])('are not seen in %s', (_name, text) => {
    expect(repaired(text)).toBe(text);
  });

  it('between the digits of a label are set right by the count of the sections, the digits never', () => {
    expect(repaired('9.3.4. Trường hợp đầu', '9. 3- 5. Trường hợp sau', '9.3.7 Khác')).toBe(
      '9.3.4. Trường hợp đầu\n9.3.5. Trường hợp sau\n9.3.7 Khác',
    );
    expect(repaired('4.2.1. Một', '4.22. Hai')).toBe('4.2.1. Một\n4.2.2. Hai');
    expect(repaired('4.2.1. Một', '4.25. Hai')).toBe('4.2.1. Một\n4.25. Hai');
  });

  it('at the top of a page is set right by the labels below it, where one reading alone fits', () => {
    expect(repaired('16.12. Một', '16.13. Hai', '16.2. Ba')).toBe('16.1.2. Một\n16.1.3. Hai\n16.2. Ba');
    expect(repaired('7.12. Một', '7.13. Hai')).toBe('7.12. Một\n7.13. Hai');
    expect(repaired('1.11. Một', '3.4. Hai')).toBe('1.11. Một\n3.4. Hai');
  });
});

describe('the spelling of a syllable', () => {
  it.each(['quyết', 'quốc', 'nghiêm', 'kể', 'tổ', 'cấp', 'hoạch', 'thẩm'])('allows %s', (word) => {
    expect(isWellFormed(word)).toBe(true);
  });
  it.each(['quyêt', 'quóc', 'câp', 'kêt', 'ngiêm', 'cế', 'tḥt'])('forbids %s', (word) => {
    expect(isWellFormed(word)).toBe(false);
  });
});

describe('a text layer', () => {
  const words = (text: string): string => `${text} `.repeat(6);
  it.each([
    ['Vietnamese', words('Ban Thường vụ Huyện ủy ban hành kế hoạch số 12-KH/HU')],
    ['English', words('The parties agree to the following terms and conditions of cooperation')],
    ['a table of numbers', words('1 2.450 3.118 12,5% 2023 TT 45 78.120')],
    ['names and abbreviations', words('Nguyễn Văn Ất Trần Thị Bưởi UBND HĐND VPCP TCCV BTCN')],
    ['an ethnic minority name list', words('Giàng A Páo Lò Thị Xuân Hờ Bá Chư Kpă Y Blơi')],
    [
      'a heading in spaced letters',
      words('Q U Y Ế T Đ Ị N H của Ủy ban nhân dân huyện về việc ở nhờ, có ý a) y tế'),
    ],
    ['very little', 'qx7# zz'],
  ])('is believed where it holds %s', (_name, text) => {
    expect(isGarbage(text, true)).toBe(false);
  });

  it.each([
    ['letters of another alphabet of codes', words('&ӝQJ KzD [m KӝL FKӫ QJKƭD 9LӋW 1DP'), false],
    [
      'letters with marks written after their line',
      words('T NHY S N LÂM Ỉ Ủ Ơ k t lu n c a đ ng chí Bí th ế ậ ủ ồ ư v Huy n y ụ ệ ủ'),
      false,
    ],
    ['private signs', words('\uE001\uE002\uE003 \uE004\uE005 \uE006\uE007\uE008'), false],
    [
      'what a scanner set to English saw',
      words('C0NG H6A xA H(H cHtJ NGHiA vIFT N4M D6c l4p T\u00A5 do'),
      true,
    ],
    [
      'Vietnamese without its marks over a picture',
      words('Ban Thuong vu Huyen uy ban hanh ke hoach cong tac'),
      true,
    ],
  ])('is not where it holds %s', (_name, text, isPicture) => {
    expect(isGarbage(text, isPicture)).toBe(true);
  });

  it('without marks is the writer’s own where no picture lies below it', () => {
    expect(isGarbage(words('Ban Thuong vu Huyen uy ban hanh ke hoach cong tac'), false)).toBe(false);
  });
});

describe('noise', () => {
  it('goes where the engine doubts it and it can be no words; what it is sure of stays', () => {
    const kept = withoutNoise([
      lineOf('GIỜ:.........Ó........eceeeerrrii', { confidence: 0.5 }),
      lineOf('——————', { confidence: 0.9 }),
      lineOf('q(r', { confidence: 0.45 }),
      lineOf('Số: 0ù /TB-HU', { confidence: 0.35 }),
      lineOf('Căn cứ Quyết định số 12', { confidence: 0.7 }),
      lineOf('RFC-2119 XKQZ', { confidence: 0.93 }),
    ]);
    expect(textOf(kept)).toBe('Số: 0ù /TB-HU\nCăn cứ Quyết định số 12\nRFC-2119 XKQZ');
  });

  it('beside a heading does not take the heading with it', () => {
    const line = lineOf('guys2111.x..,.. xq~z', { confidence: 0.4 });
    line.words.push(...lineOf('QUYẾT ĐỊNH', { x: 700 }).words);
    expect(textOf(withoutNoise([line]))).toBe('QUYẾT ĐỊNH');
  });
});

describe('words from a picture', () => {
  it('make the two columns of a letterhead, however near they stand', () => {
    const lines = [
      lineOf('HUYỆN ỦY MƯỜNG SEN', { y: 100, x: 300 }),
      lineOf('Số: 8-TB/HU', { y: 150, x: 330 }),
      lineOf('Mường Sen, ngày 4 tháng 5 năm 2024', { y: 150, x: 560 }),
    ];
    lines[0]?.words.push(...lineOf('ĐẢNG CỘNG SẢN VIỆT NAM', { y: 100, x: 570 }).words);
    expect(linesOfWords(lines, 1100, 1500).map((line) => line.text)).toEqual([
      'HUYỆN ỦY MƯỜNG SEN',
      'Số: 8-TB/HU',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Mường Sen, ngày 4 tháng 5 năm 2024',
    ]);
  });

  it('make rows of a table whose columns were read one after the other', () => {
    const column = (x: number, texts: string[]) =>
      texts.map((text, index) => lineOf(text, { x, y: 200 + index * 60 }));
    const lines = [
      ...column(80, ['Xã', 'Bản Lác', 'Mường Sen']),
      ...column(500, ['Dân', '3.120', '4.508']),
      ...column(800, ['Hộ', '702', '955']),
    ];
    expect(linesOfWords(lines, 1100, 1500).map((line) => line.text)).toEqual([
      '| Xã | Dân | Hộ |',
      '| Bản Lác | 3.120 | 702 |',
      '| Mường Sen | 4.508 | 955 |',
    ]);
  });
});
