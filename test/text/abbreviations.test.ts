import { describe, expect, it } from 'vitest';
import { expandAbbreviations } from '../../text/abbreviations.ts';

const expanded = (question: string): string => expandAbbreviations(question).expanded;

describe('expandAbbreviations', () => {
  it.each([
    ['BCH ĐUK có bn đồng chí', 'ban chấp hành đảng ủy khối có bao nhiêu đồng chí'],
    ['duk ccq tinh', 'đảng ủy khối các cơ quan tinh'],
    ['co bn tccsd', 'co bao nhiêu tổ chức cơ sở đảng'],
    ['số ĐV nữ 6T 2024', 'số đảng viên nữ 6 tháng 2024'],
    ['xếp loại Q2', 'xếp loại quý 2'],
    ['đ/c nào vắng', 'đồng chí nào vắng'],
    ['b/c năm', 'báo cáo năm'],
    ['HĐND và UBND', 'hội đồng nhân dân và ủy ban nhân dân'],
    ['btv tu hop khi nao', 'ban thường vụ tỉnh ủy hop khi nao'],
    ['TƯ chỉ đạo gì', 'trung ương chỉ đạo gì'],
  ])('%s', (question, expected) => {
    expect(expanded(question)).toBe(expected);
  });

  it('gives every reading of an ambiguous abbreviation', () => {
    const question = 'có mấy ĐB dự';
    const [mention] = expandAbbreviations(question).alternatives;
    expect(mention?.expansions).toEqual(['đảng bộ', 'đại biểu']);
    expect(question.slice(mention?.from, mention?.to)).toBe('ĐB');
    expect(expandAbbreviations('TT ký').alternatives[0]?.expansions).toEqual([
      'thường trực',
      'thông tư',
      'thông tri',
    ]);
  });

  it.each(['12-CT/TU là gì', '12 ct tu la gi', 'QĐ 58/TW', '45/2023/NĐ-CP', '07 KH/ĐU'])(
    'touches no document symbol: %s',
    (question) => {
      expect(expandAbbreviations(question).alternatives).toEqual([]);
    },
  );

  it.each(['từ ngày 1/1 đến nay', 'tu ngay 1/1', 'du lich', 'đủ điều kiện', 'tu tưởng', 'toString'])(
    'leaves ordinary words alone: %s',
    (question) => {
      expect(expanded(question)).toBe(question);
    },
  );

  it('reads decomposed letters the same', () => {
    expect(expanded('đ/c BT ĐU'.normalize('NFD'))).toBe('đồng chí bí thư đảng ủy');
  });
});
