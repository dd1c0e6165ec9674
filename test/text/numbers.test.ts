import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatNumber,
  formatPercent,
  parseCount,
  parseDecimal,
  parseNumberWords,
} from '../../text/numbers.ts';

describe('parseDecimal', () => {
  it.each([
    ['3.193', 3193],
    ['1.250.000', 1250000],
    ['1,250,000', 1250000],
    ['29 738', 29738],
    ['70,01', 70.01],
    ['70,01%', 70.01],
    ['17.73 %', 17.73],
    ['1.513,25', 1513.25],
    ['3.5', 3.5],
    ['007', 7],
  ])('%s is %d', (written, value) => {
    expect(parseDecimal(written)).toBe(value);
  });

  it.each(['', 'ba', '1.2.3', '12.34,5,6', '22/23', '5 đồng chí', '-3'])('%j is no number', (written) => {
    expect(parseDecimal(written)).toBeNull();
  });
});

describe('parseCount', () => {
  it.each([
    ['01', 1],
    ['5112', 5112],
    ['5.112', 5112],
    [' 42 ', 42],
    ['mười lăm', 15],
    ['muoi lam', 15],
  ])('%s is %d', (written, value) => {
    expect(parseCount(written)).toBe(value);
  });

  it.each(['3,5', '80%', 'tốt', ''])('%j is no count', (written) => {
    expect(parseCount(written)).toBeNull();
  });
});

describe('parseNumberWords', () => {
  it.each([
    ['không', 0],
    ['năm', 5],
    ['mười', 10],
    ['mười một', 11],
    ['hai mươi', 20],
    ['hai mươi mốt', 21],
    ['bảy mươi', 70],
    ['bay muoi', 70],
    ['ba mươi tư', 34],
    ['chín mươi lăm', 95],
    ['một trăm', 100],
    ['một trăm linh năm', 105],
    ['một trăm lẻ hai', 102],
    ['hai trăm mười', 210],
    ['trăm rưỡi', 150],
    ['một nghìn năm trăm mười ba', 1513],
    ['năm ngàn một trăm mười hai', 5112],
    ['sáu nghìn không trăm linh chín', 6009],
    ['hai mươi mốt nghìn', 21000],
    ['hai triệu rưỡi', 2500000],
    ['ba tỷ hai trăm triệu', 3200000000],
    ['hai nghìn tỷ', 2000000000000],
  ])('%s is %d', (written, value) => {
    expect(parseNumberWords(written)).toBe(value);
  });

  it.each(['', 'hai ba', 'linh', 'rưỡi', 'hai mươi đồng chí', 'một trăm linh', 'hai rưỡi ba'])(
    '%j is no number',
    (written) => {
      expect(parseNumberWords(written)).toBeNull();
    },
  );

  const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];

  /** The school way of saying 0 to 999, written independently of the parser. */
  function say(value: number): string {
    const [hundreds, tens, ones] = [Math.floor(value / 100), Math.floor((value % 100) / 10), value % 10];
    const words: string[] = [];
    if (hundreds > 0) words.push(digits[hundreds] ?? '', 'trăm');
    if (tens === 1) words.push('mười');
    else if (tens > 1) words.push(digits[tens] ?? '', 'mươi');
    else if (hundreds > 0 && ones > 0) words.push('linh');
    if (ones > 0)
      words.push(tens > 1 && ones === 1 ? 'mốt' : tens > 0 && ones === 5 ? 'lăm' : (digits[ones] ?? ''));
    return words.length === 0 ? 'không' : words.join(' ');
  }

  it('reads every number below a million as it is said', () => {
    fc.assert(
      fc.property(fc.nat(999), fc.nat(999), (thousands, rest) => {
        const said =
          thousands === 0
            ? say(rest)
            : `${say(thousands)} nghìn${rest === 0 ? '' : ` ${rest < 100 ? 'không trăm ' : ''}${rest < 10 ? 'linh ' : ''}${say(rest)}`}`;
        expect(parseNumberWords(said)).toBe(thousands * 1000 + rest);
      }),
    );
  });
});

describe('formatNumber', () => {
  it.each([
    [3193, '3.193'],
    [999, '999'],
    [0, '0'],
    [1234567, '1.234.567'],
    [1513.25, '1.513,25'],
    [3.5, '3,5'],
    [-1200, '-1.200'],
    [-0.001, '0'],
  ])('%d is %s', (value, printed) => {
    expect(formatNumber(value)).toBe(printed);
  });

  it('prints what parseDecimal reads back', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 10), (cents) => {
        expect(parseDecimal(formatNumber(cents / 100))).toBe(cents / 100);
      }),
    );
  });

  it('prints shares as percentages', () => {
    expect(formatPercent(0.7001)).toBe('70,01%');
    expect(formatPercent(0.808)).toBe('80,8%');
    expect(formatPercent(1)).toBe('100%');
    expect(formatPercent(2 / 3, 1)).toBe('66,7%');
  });
});
