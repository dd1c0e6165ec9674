import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, fold, lowerCase, normalise, oneLine } from '../../text/normalise.ts';
import { bigrams, foldedSyllables, syllables } from '../../text/syllables.ts';

/** Any Unicode, weighted towards Vietnamese letters, loose combining marks and the characters that are cleaned. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyAĐƠQU .,-/\n0123456789') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...'áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\u0300', '\u0301', '\u0309', '\u0303', '\u0323', '\u0302', '\u031B'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\u00A0',
      '\u200B',
      '\u00AD',
      '\uFEFF',
      '\r',
      '\t',
      '\u0000',
      '\u00D0',
      '\u2028',
      'İ',
      'ﬁ',
      '각',
      '𝐀',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);
const anyText = fc.array(character, { maxLength: 40 }).map((parts) => parts.join(''));

describe('cleanText', () => {
  it('composes letters, unifies spaces and line breaks and drops what nobody sees', () => {
    expect(cleanText('Nghi\u0323 quyê\u0301t')).toBe('Nghị quyết');
    expect(cleanText('5.112\u00A0đảng\u2009viên\tmới')).toBe('5.112 đảng viên mới');
    expect(cleanText('M\u200BẬT\u00AD\uFEFF')).toBe('MẬT');
    expect(cleanText('a\r\nb\rc\u2028d\fe')).toBe('a\nb\nc\nd\ne');
    expect(cleanText('x\u0000y\u0007')).toBe('xy');
  });

  it('reads the Icelandic Ð of old keyboards as Đ', () => {
    expect(cleanText('ÐẢNG ðoàn')).toBe('ĐẢNG đoàn');
  });

  it('keeps tone placement, case and punctuation', () => {
    expect(cleanText('Đảng uỷ – “hoà” HÒA…')).toBe('Đảng uỷ – “hoà” HÒA…');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });

  it('gives the same for composed and decomposed text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const composed = cleanText(text).normalize('NFC');
        expect(cleanText(composed.normalize('NFD'))).toBe(cleanText(composed));
      }),
    );
  });
});

describe('normalise', () => {
  it.each([
    ['hoà bình', 'hòa bình'],
    ['Uỷ ban', 'Ủy ban'],
    ['UỶ BAN', 'ỦY BAN'],
    ['thuỷ lợi', 'thủy lợi'],
    ['khoẻ', 'khỏe'],
    ['oẻ oẹ', 'ỏe ọe'],
    ['xoá tên', 'xóa tên'],
    ['tuỳ', 'tùy'],
    ['luỹ kế', 'lũy kế'],
  ])('moves the tone of an open oa, oe, uy: %s', (typed, expected) => {
    expect(normalise(typed)).toBe(expected);
  });

  it.each([
    'toàn quốc',
    'hoạch định',
    'khuỷu tay',
    'quý',
    'quỹ',
    'quá',
    'huỳnh',
    'huýt',
    'ngoài',
    'xoáy',
    'giá',
    'già',
    'giữa',
    'giếng',
    'gì',
    'của',
    'mùa',
    'chịu',
    'kìa',
    'người',
    'rượu',
    'nguyễn',
    'Huế',
    'thuở',
    'tuần',
    'khuya',
    'quỵ',
    'quốc',
    'yếu',
    'boóng',
  ])('leaves a tone where it belongs: %s', (word) => {
    expect(normalise(word)).toBe(word);
  });

  it.each([
    ['tòan', 'toàn'],
    ['ngòai', 'ngoài'],
    ['qúy', 'quý'],
    ['qủa', 'quả'],
    ['gìa', 'già'],
    ['húynh', 'huýnh'],
    ['cuả', 'của'],
    ['ngừơi', 'người'],
  ])('repairs a misplaced tone: %s', (typed, expected) => {
    expect(normalise(typed)).toBe(expected);
  });

  it('changes nothing the second time and keeps the length of clean text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normalise(text);
        expect(normalise(once)).toBe(once);
        expect(once).toHaveLength(cleanText(text).length);
      }),
    );
  });

  it('never changes the letters, only where the tone stands', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fold(normalise(text))).toBe(fold(cleanText(text)));
      }),
    );
  });
});

describe('fold', () => {
  it('drops tones, hats and the bar of đ', () => {
    expect(fold('ĐẢNG ỦY KHỐI Các cơ quan, ươn ướt')).toBe('dang uy khoi cac co quan, uon uot');
  });

  it('keeps the length of clean text, so offsets hold in the original', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        const folded = fold(clean);
        expect(folded).toHaveLength(clean.length);
        expect(fold(folded)).toBe(folded);
      }),
    );
  });

  it('keeps what has no shorter base: ligatures, Hangul, characters beyond the first plane', () => {
    expect(fold('ﬁ각😀')).toBe('ﬁ각😀');
  });
});

it('oneLine joins lines and trims', () => {
  expect(oneLine('  Đảng ủy \n\n Khối ')).toBe('Đảng ủy Khối');
});

it('lowerCase keeps the length even where one capital would become two letters', () => {
  expect(lowerCase('İĐảng')).toBe('İđảng');
});

describe('syllables', () => {
  it('gives exact and folded forms with their places', () => {
    const [first, second] = syllables('“Đảng  UỶ”');
    expect(first).toEqual({ exact: 'đảng', folded: 'dang', from: 1, to: 5 });
    expect(second).toEqual({ exact: 'ủy', folded: 'uy', from: 7, to: 9 });
  });

  it('slices back to the text wherever it stands', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        for (const { folded, from, to } of syllables(text)) expect(fold(clean.slice(from, to))).toBe(folded);
        expect(foldedSyllables(text)).toEqual(syllables(text).map(({ folded }) => folded));
      }),
    );
  });

  it('pairs neighbours', () => {
    expect(bigrams(['to', 'chuc', 'dang'])).toEqual(['to_chuc', 'chuc_dang']);
    expect(bigrams(['mot'])).toEqual([]);
  });
});
