import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalTokens, ungroundedTokens } from '../../text/canonical.ts';
import { cleanText } from '../../text/normalise.ts';

const cases = readFileSync(new URL('canonical-cases.tsv', import.meta.url), 'utf8')
  .replace(/\n$/u, '')
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t') as [string, string]);

const distinct = (text: string): string =>
  [...new Set(canonicalTokens(text).map(({ token }) => token))].sort().join(' ');

describe('canonicalTokens', () => {
  it.each(cases)('%s', (text, expected) => {
    expect(distinct(text)).toBe(expected);
  });

  it.each(cases)('reads decomposed letters the same: %s', (text, expected) => {
    expect(distinct(text.normalize('NFD'))).toBe(expected);
  });

  it('gives tokens in order with the places they were read from', () => {
    const text = 'Ngày 08/3/2025 có 2.764 đảng viên, đạt 95,0%.';
    expect(canonicalTokens(text).map(({ token, from, to }) => [token, text.slice(from, to)])).toEqual([
      ['date:2025-03-08', '08/3/2025'],
      ['n:2764', '2.764'],
      ['pct:95', '95,0%'],
    ]);
  });

  it.each(['Tỷ lệ tán thành', 'không đồng ý', 'hàng nghìn người', 'nghìn năm văn hiến', 'chưa đồng đều'])(
    'reads no number out of a scale word or a denial that stands alone: %s',
    (text) => {
      expect(canonicalTokens(text)).toEqual([]);
    },
  );

  it('stays inside the text whatever it reads', () => {
    const pieces = fc.constantFrom(
      ...[
        '12',
        '3.193',
        '7/11',
        '22 và',
        '/',
        '-',
        ' ',
        '\n',
        'ngày ',
        'tháng ',
        'năm ',
        'quý II',
        '%',
        'đồng',
        'tỷ ',
        'mười ',
      ],
      ...['khóa XIII', 'NQ/TU', 'Điều ', 'khoản ', 'điểm a ', 'lần thứ ', ',', '.'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const clean = cleanText(parts.join(''));
        for (const { token, from, to } of canonicalTokens(clean, 'evidence')) {
          expect(token).not.toMatch(/NaN|undefined|null/u);
          expect(clean.slice(from, to).trim()).not.toBe('');
        }
      }),
    );
  });

  it('on the evidence side grants what a token states besides itself', () => {
    const tokens = (text: string): string[] => canonicalTokens(text, 'evidence').map(({ token }) => token);
    expect(tokens('08/3/2025')).toEqual(
      expect.arrayContaining(['date:-03-08', 'month:2025-03', 'month:-03', 'year:2025']),
    );
    expect(tokens('18/21 cấp ủy viên')).toEqual(['ratio:18/21', 'n:18', 'n:21']);
    expect(tokens('nhiệm kỳ 2025 - 2030')).toEqual(['term:2025-2030', 'year:2025', 'year:2030']);
    expect(tokens('6 tháng đầu năm 2026')).toEqual(['period:2026-dau-6T', 'year:2026', 'dur:6:thang']);
    expect(tokens('khoản 4 Điều 24')).toEqual(['ref:dieu24.khoan4', 'ref:dieu24']);
    expect(tokens('quý III/2025')).toEqual(['quarter:2025-Q3', 'year:2025', 'quarter:-Q3']);
  });
});

describe('ungroundedTokens', () => {
  const evidence = ['Ngày 08/3/2025, Chi bộ có 21/23 đảng viên dự họp theo Kế hoạch số 15-KH/HU.'];

  it('finds nothing wrong with the same facts written otherwise', () => {
    expect(
      ungroundedTokens('Ngày 8 tháng 3 năm 2025 có 21 trên 23 đảng viên dự (15 - KH / HU).', evidence),
    ).toEqual([]);
    expect(ungroundedTokens('Tháng 3/2025 có hai mươi mốt đảng viên.', evidence)).toEqual([]);
  });

  it.each([
    ['có 22/23 đảng viên', 'ratio:22/23'],
    ['ngày 9/3/2025', 'date:2025-03-09'],
    ['năm 2024', 'year:2024'],
    ['15-KH/TU', 'sym:15-KH/TU'],
    ['hai mươi hai đảng viên', 'n:22'],
  ])('names the changed fact: %s', (claim, token) => {
    expect(ungroundedTokens(claim, evidence).map((found) => found.token)).toEqual([token]);
  });
});
