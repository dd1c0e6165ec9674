import { describe, expect, it } from 'vitest';
import { halfAccented, withTypo } from '../../eval/typing.ts';
import { fold } from '../../text/normalise.ts';

describe('ways of typing', () => {
  it('takes the diacritics off some words only, the same ones for the same seed', () => {
    const text = 'Chế độ nghỉ phép hằng năm của cán bộ, công chức được quy định thế nào?';
    const half = halfAccented(text, 3);
    expect(half).toBe(halfAccented(text, 3));
    expect(half).not.toBe(text);
    expect(half).not.toBe(fold(text));
    expect(fold(half)).toBe(fold(text));
  });

  it('changes the rarest word alone', () => {
    const frequency = (word: string): number => (word === 'xuong' ? 1 : 50);
    for (let seed = 1; seed < 30; seed++) {
      const words = withTypo('cầu xuồng qua sông', frequency, seed).split(' ');
      expect([words[0], words[2], words[3]]).toEqual(['cầu', 'qua', 'sông']);
    }
  });
});
