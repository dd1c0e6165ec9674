import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, fold } from '../../text/normalise.ts';
import {
  findLooseSymbols,
  findSymbols,
  matchesMention,
  symbolKey,
  typeCodeOf,
  typeNames,
} from '../../text/symbols.ts';

const symbolsIn = (text: string): string[] => findSymbols(text).map(({ symbol }) => symbol);
const looseKeys = (question: string): string[] => findLooseSymbols(question).map(({ key }) => key);

describe('findSymbols', () => {
  it.each([
    ['Chỉ thị số 12-CT/TU ngày 15/3/2025', ['12-CT/TU']],
    ['Kế hoạch số 45 - KH / ĐUK', ['45-KH/ĐUK']],
    ['Kế hoạch số 45–KH/ĐUK', ['45-KH/ĐUK']],
    ['Số 07 KH/ĐU', ['07-KH/ĐU']],
    ['Số: 7-BC/ĐU', ['07-BC/ĐU']],
    ['Quyết định số 1.215-QĐ/TU', ['1215-QĐ/TU']],
    ['Chương trình hành động số 22-CTr/HU', ['22-CTr/HU']],
    ['Quy định số 58-QĐ/TƯ', ['58-QĐ/TW']],
    ['Hướng dẫn số 03-HD/BTCTW', ['03-HD/BTCTW']],
    ['Nghị định số 45/2023/NĐ-CP', ['45/2023/NĐ-CP']],
    ['Thông tư số 09/2024/TT- BNV', ['09/2024/TT-BNV']],
    ['Thông tư liên tịch số 02/2016/TTLT-BNV-BTC', ['02/2016/TTLT-BNV-BTC']],
    ['Nghị quyết số 18/2024/NQ-HĐND', ['18/2024/NQ-HĐND']],
    ['Luật Thư viện số 46/2019/QH14', ['46/2019/QH14']],
    ['Quyết định số 612/QĐ-TTg', ['612/QĐ-TTg']],
    ['Thông báo số 88/TB-VPCP', ['88/TB-VPCP']],
    ['Công văn số 3310/UBND-NC', ['3310/UBND-NC']],
    ['Quy định số 415 của Tỉnh ủy', ['Quy định 415']],
    ['theo Chỉ thị 23 và Nghị quyết 18', ['Chỉ thị 23', 'Nghị quyết 18']],
    ['08-NQ/ĐUK, 12-CT/TU; 45/2023/NĐ-CP', ['08-NQ/ĐUK', '12-CT/TU', '45/2023/NĐ-CP']],
  ])('%s', (text, expected) => {
    expect(symbolsIn(text)).toEqual(expected);
  });

  it.each([
    'Kế hoạch 5 năm, Báo cáo 6 tháng, Nghị quyết Đại hội XIII',
    'nhiệm kỳ 2020-2025 có 22/23 đồng chí',
    'ngày 20/4/2024, Quốc lộ 1A, xe 47A-12345',
    'Điều 5/2, tỷ lệ 12/15, QCVN 05:2024/BCA',
    'Hướng dẫn\n1 Câu hỏi thường gặp',
    'Bản sao 03 bộ hồ sơ',
    'theo Mẫu số 02 Phụ lục III',
    'Quyết định 2024 và kế hoạch 2025',
  ])('sees no symbol in: %s', (text) => {
    expect(symbolsIn(text)).toEqual([]);
  });

  it('takes the type from the words before, because QĐ is both quyết định and quy định', () => {
    const names = (text: string) => findSymbols(text).map(({ typeName }) => typeName);
    expect(names('Quyết định số 210-QĐ/TU và Quy định số 58-QĐ/TW')).toEqual(['Quyết định', 'Quy định']);
    expect(names('theo 210-QĐ/TU')).toEqual([null]);
    expect(names('Quy định số 11-QĐ/TU, 12-QĐ/TU và số 13-QĐ/TU')).toEqual([
      'Quy định',
      'Quy định',
      'Quy định',
    ]);
    expect(names('612/QĐ-TTg')).toEqual(['Quyết định']);
    expect(names('Luật Thư viện số 46/2019/QH14; Nghị quyết số 62/2023/QH15')).toEqual([
      'Luật',
      'Nghị quyết',
    ]);
    expect(names('05-TT/UBKTTW, 09/2024/TT-BNV')).toEqual(['Thông tri', 'Thông tư']);
  });

  it('reads the issue date that belongs to the symbol', () => {
    const dates = (text: string) => findSymbols(text).map(({ issuedOn }) => issuedOn);
    expect(dates('12-CT/TU ngày 15/3/2025; 45-KH/ĐUK, ngày 02 tháng 4 năm 2025')).toEqual([
      '2025-03-15',
      '2025-04-02',
    ]);
    expect(dates('612/QĐ-TTg của Thủ tướng Chính phủ ngày 30-6-2024')).toEqual(['2024-06-30']);
    expect(dates('12-CT/TU. Ngày 15/3/2025, Chi bộ họp')).toEqual([null]);
  });

  it('gives the place of the symbol itself, also in decomposed text', () => {
    const text = 'theo Kế hoạch số 45 - KH/ĐUK của Đảng ủy'.normalize('NFD');
    const [mention] = findSymbols(text);
    expect(cleanText(text).slice(mention?.from, mention?.to)).toBe('45 - KH/ĐUK');
  });

  it('reads the issuer in words after a number-only citation', () => {
    expect(findSymbols('Chỉ thị 23 của Ban Bí thư')[0]).toMatchObject({
      key: '23|CT|TW',
      form: 'number-only',
    });
    expect(findSymbols('Quy định số 415 của Ban Thường vụ Tỉnh ủy')[0]).toMatchObject({ key: '415|QD|TU' });
    expect(findSymbols('Nghị quyết số 18 của Hội nghị')[0]).toMatchObject({
      key: '18|NQ|',
      issuerCode: null,
    });
  });
});

describe('findLooseSymbols', () => {
  it.each([
    ['12 ct tu', '12|CT|TU'],
    ['12 CT TU nói gì', '12|CT|TU'],
    ['12cttu', '12|CT|TU'],
    ['12ct/tu', '12|CT|TU'],
    ['12.ct.tu', '12|CT|TU'],
    ['45-kh/duk', '45|KH|DUK'],
    ['45 kh đuk', '45|KH|DUK'],
    ['“Quy chế 161 ĐU” nói gì', '161|QC|DU'],
    ['"Quy chế 161 HU" nói gì', '161|QC|HU'],
    ['QĐ 58/TW', '58|QD|TW'],
    ['qd 58 tw', '58|QD|TW'],
    ['quy dinh 58 tw', '58|QD|TW'],
    ['QĐ số 58-TW', '58|QD|TW'],
    ['1215 - QD / TU', '1215|QD|TU'],
    ['3 hd btctw', '3|HD|BTCTW'],
    ['nghi dinh 45/2023', '45/2023|ND|'],
    ['45/2023/nd-cp', '45/2023|ND|CP'],
    ['45/2023/nđ', '45/2023|ND|'],
    ['45 2023 nd cp', '45/2023|ND|CP'],
    ['luật 46/2019/qh14', '46/2019||QH14'],
    ['612/qd-ttg', '612|QD|TTG'],
    ['3310/ubnd-nc', '3310|CV|UBND-NC'],
    ['chỉ thị 23', '23|CT|'],
    ['ct 23', '23|CT|'],
    ['CT23', '23|CT|'],
    ['chi thi so 23 la gi', '23|CT|'],
    ['chi thi 23 tu ngay nao', '23|CT|'],
    ['nghị quyết 18 của trung ương', '18|NQ|TW'],
    ['quy định số 415', '415|QD|'],
    ['văn bản số 415', '415||'],
    ['23-ct', '23|CT|'],
    ['58/tw', '58||TW'],
    ['so 3310/ubnd', '3310||UBND'],
  ])('%s', (question, key) => {
    expect(looseKeys(question)).toEqual([key]);
  });

  it.each([
    'kế hoạch 5 năm',
    'bc 6 thang',
    'bc 6T 2024',
    'co bao nhieu dv nam 2024',
    '22/23 đồng chí',
    'nghị quyết năm 2024',
    'hop ngay 5/8 luc 14h',
    'tb 1 lan/tuan',
    '10 tb/nam',
    '30/4 và 1/5',
    'khoản 2 điều 15',
  ])('sees no symbol in: %s', (question) => {
    expect(looseKeys(question)).toEqual([]);
  });

  it('keeps two documents of one question apart', () => {
    expect(looseKeys('so sánh 12-ct/tw với 12 ct tu')).toEqual(['12|CT|TW', '12|CT|TU']);
  });
});

describe('symbolKey and matchesMention', () => {
  const matches = (question: string, key: string, issuedOn?: string): boolean =>
    findLooseSymbols(question).some((mention) => matchesMention(mention, key, issuedOn));

  it('is one key for every way of writing', () => {
    expect(new Set(['08-NQ/ĐUK', '8 nq duk', '08 - NQ / DUK', '8-nq/đuk'].map(symbolKey))).toEqual(
      new Set(['8|NQ|DUK']),
    );
    expect(symbolKey('không có ký hiệu')).toBeNull();
  });

  it('never crosses the province and the centre', () => {
    expect(matches('12 ct tu', '12|CT|TU')).toBe(true);
    expect(matches('12 ct tu', '12|CT|TW')).toBe(false);
    expect(matches('12-CT/TƯ', '12|CT|TU')).toBe(false);
    expect(matches('08-NQ/ĐUK', '28|NQ|TU')).toBe(false);
  });

  it('lets a mention without issuer, type or year match any', () => {
    expect(matches('chỉ thị 12', '12|CT|TW')).toBe(true);
    expect(matches('chỉ thị 12', '12|NQ|TW')).toBe(false);
    expect(matches('văn bản số 12', '12|NQ|TW')).toBe(true);
    expect(matches('nghị định 45', '45/2023|ND|CP')).toBe(true);
    expect(matches('nghị định 45/2022', '45/2023|ND|CP')).toBe(false);
    expect(matches('luật 46/2019', '46/2019||QH14')).toBe(true);
    expect(matches('quy định 5', '5|QYD|UBND')).toBe(true);
    expect(matches('58/tw', '58|QD|TW')).toBe(true);
    expect(matches('58/tw', '58|QD|TU')).toBe(false);
    expect(matches('công văn 3310/UBND', '3310|CV|UBND-NC')).toBe(true);
  });

  it('holds a year against the issue date where the symbol has none', () => {
    expect(matches('quyết định 612/2024', '612|QD|TTG', '2024-06-30')).toBe(true);
    expect(matches('quyết định 612/2023', '612|QD|TTG', '2024-06-30')).toBe(false);
  });

  const partyType = fc.constantFrom('NQ', 'CT', 'CTr', 'KL', 'QĐ', 'QC', 'HD', 'TB', 'BC', 'KH', 'TTr', 'CV');
  const partyIssuer = fc.constantFrom('TW', 'TU', 'HU', 'ĐU', 'ĐUK', 'BTCTW', 'VPTW', 'UBKTTU', 'BTGTU');
  const spaces = fc.constantFrom('', ' ', '  ');
  const retype = fc.constantFrom<((text: string) => string)[]>(
    (text) => text,
    (text) => text.toLowerCase(),
    (text) => fold(text),
    (text) => fold(text).toUpperCase(),
    (text) => text.normalize('NFD'),
  );

  it('reads back every Party symbol however it is spaced, cased or accented', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        partyType,
        partyIssuer,
        fc.array(spaces, { minLength: 4, maxLength: 4 }),
        retype,
        (number, type, issuer, [a, b, c, d], as) => {
          const printed = `${String(number).padStart(2, '0')}-${type}/${issuer}`;
          const [mention] = findSymbols(`Số ${printed}.`);
          expect(mention?.symbol).toBe(printed);
          const typed = as(`${number}${a}-${b}${type}${c}/${d}${issuer}`);
          expect(symbolKey(`van ban ${typed} noi gi`)).toBe(mention?.key);
        },
      ),
    );
  });

  it('reads back every State symbol however it is cased or accented', () => {
    const type = fc.constantFrom('NĐ', 'TT', 'QĐ', 'NQ', 'CT');
    const issuer = fc.constantFrom('CP', 'TTg', 'BNV', 'BGDĐT', 'UBND', 'HĐND', 'BTC');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1990, max: 2030 }),
        type,
        issuer,
        retype,
        (number, year, t, i, as) => {
          const printed = `${String(number).padStart(2, '0')}/${year}/${t}-${i}`;
          const [mention] = findSymbols(printed);
          expect(mention?.symbol).toBe(printed);
          expect(symbolKey(as(printed))).toBe(mention?.key);
        },
      ),
    );
  });
});

it('type names and codes lead to each other', () => {
  expect(typeNames('QĐ')).toEqual(['Quyết định', 'Quy định']);
  expect(typeNames('qd')).toEqual(['Quyết định', 'Quy định']);
  expect(typeNames('ctr')).toEqual(['Chương trình']);
  expect(typeNames('XYZ')).toEqual([]);
  expect(typeCodeOf('quy dinh')).toBe('QĐ');
  expect(typeCodeOf('Nghị  quyết')).toBe('NQ');
  expect(typeCodeOf('Thông tri')).toBe('TT');
  expect(typeCodeOf('Thơ')).toBeNull();
});
