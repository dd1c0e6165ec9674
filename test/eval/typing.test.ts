import { describe, expect, it } from 'vitest';
import { halfAccented, withTelex, withTypo } from '../../eval/typing.ts';
import { fold, normalise } from '../../text/normalise.ts';
import { readKeys } from '../../text/telex.ts';

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

  it('leaves one or two words in Telex keys that are read back as they were', () => {
    const words = 'Trường hợp người đảng viên được nghỉ việc hưởng lương hưu thì quyết định thuộc ai'.split(
      ' ',
    );
    for (let seed = 1; seed < 60; seed++) {
      const typed = withTelex(words.join(' '), seed).split(' ');
      const changed = typed.flatMap((word, place) => (word === words[place] ? [] : [place]));
      expect([1, 2]).toContain(changed.length);
      for (const place of changed) {
        expect(typed[place]).toMatch(/^[A-Za-z]+$/u);
        expect(readKeys(typed[place]!)).toBe(normalise(words[place]!.toLowerCase()));
      }
    }
    expect(withTelex('khong dau', 1)).toBe('khong dau');
  });
});
