import { describe, expect, it } from 'vitest';
import { fromRoman, toRoman } from '../../text/roman.ts';

describe('Roman numbers', () => {
  it('are written and read back, every one below 400', () => {
    for (let count = 1; count < 400; count++) expect(fromRoman(toRoman(count))).toBe(count);
    expect([4, 9, 14, 40, 90, 399].map(toRoman)).toEqual(['IV', 'IX', 'XIV', 'XL', 'XC', 'CCCXCIX']);
  });

  it('are digits where they would need other letters, and none where a word is no number', () => {
    expect([0, 400].map(toRoman)).toEqual(['0', '400']);
    expect(['', 'xa', 'đ'].map(fromRoman)).toEqual([null, null, null]);
  });
});
