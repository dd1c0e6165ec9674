import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertLegacy, detectLegacy, isLegacyFont } from '../../ingest/legacy-encoding.ts';
import { decodeText } from '../../ingest/parsers/text.ts';

/* Sentences of our own; the old encodings of them are made here, letter by letter, from the published tables. */

const lower = 'àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ';
const tcvn3Codes =
  'b5 b8 b6 b7 b9 a8 bb be bc bd c6 a9 c7 ca c8 c9 cb ae cc d0 ce cf d1 aa d2 d5 d3 d4 d6 d7 dd d8 dc de df e3 e1 e2 e4 ab e5 e8 e6 e7 e9 ac ea ed eb ec ee ef f3 f1 f2 f4 ad f5 f8 f6 f7 f9 fa fd fb fc fe'.split(
    ' ',
  );
const vniCodes =
  'aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î'.split(
    ' ',
  );
const upper = lower.toUpperCase();

const toTcvn3 = (text: string): string =>
  Array.from(text, (letter) => {
    const at = lower.indexOf(letter);
    if (at >= 0) return String.fromCharCode(Number.parseInt(tcvn3Codes[at] as string, 16));
    const capital = { Ă: '¡', Â: '¢', Ê: '£', Ô: '¤', Ơ: '¥', Ư: '¦', Đ: '§' }[letter];
    return capital ?? letter;
  }).join('');
const toVni = (text: string): string =>
  Array.from(text, (letter) => {
    const at = lower.indexOf(letter);
    if (at >= 0) return vniCodes[at] as string;
    const capitalAt = upper.indexOf(letter);
    return capitalAt >= 0 ? (vniCodes[capitalAt] as string).toUpperCase() : letter;
  }).join('');

const syllables = (
  'ban chấp hành đảng bộ huyện mường sen yêu cầu các chi bộ trực thuộc rà soát hồ sơ đảng viên, báo cáo kết quả trước ' +
  'ngày cuối quý; những nơi thiếu người được bổ sung ngay, việc khó thì xin ý kiến thường trực để giải quyết kịp thời ' +
  'đường giữa bản xa nghĩa tình khuya quyển thuở hoặc xoèn kỹ lưỡng'
).split(' ');
const sentence = fc
  .array(fc.constantFrom(...syllables), { minLength: 30, maxLength: 80 })
  // A text is told by its words with marks: a few must be among them.
  .map((words) => `đảng bộ huyện yêu cầu rà soát hồ sơ ${words.join(' ')}`);

describe('text in an old Vietnamese encoding', () => {
  it('comes back whole from TCVN3 and from VNI, whatever it says', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        expect(convertLegacy(toTcvn3(text))).toBe(text);
        expect(convertLegacy(toVni(text))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });

  it('is converted letter by letter where the font says what it is, also a single word', () => {
    for (const letter of lower) {
      expect(convertLegacy(toTcvn3(`x${letter}`), { font: '.VnTime' })).toBe(`x${letter}`);
      expect(convertLegacy(toVni(letter), { font: 'VNI-Times' })).toBe(letter);
      expect(convertLegacy(toVni(letter.toUpperCase()), { font: 'VNI-Helve' })).toBe(letter.toUpperCase());
    }
    expect(convertLegacy('§¶ng', { font: 'ABCDEF+.VnArial' })).toBe('Đảng');
  });

  it('is in capitals where the font has no small letters', () => {
    expect(convertLegacy(toTcvn3('nghị quyết số 5'), { font: '.VnTimeH' })).toBe('NGHỊ QUYẾT SỐ 5');
    expect(convertLegacy(toTcvn3('nghị quyết'), { font: '.VnArialH,Bold' })).toBe('NGHỊ QUYẾT');
    expect(convertLegacy(toTcvn3('nghị quyết'), { font: '.VnTime' })).toBe('nghị quyết');
  });

  it('is read from the private area too, where a font is marked as symbols', () => {
    const shifted = Array.from(toTcvn3('đảng'), (sign) =>
      sign > '~' ? String.fromCharCode(0xf000 + sign.charCodeAt(0)) : sign,
    ).join('');
    expect(convertLegacy(shifted, { font: '.VnTime' })).toBe('đảng');
  });

  it('is told from its bytes in a plain text file, VNI included', () => {
    const text = 'Đảng ủy xã Bản Phố tổ chức hội nghị sơ kết công tác xây dựng Đảng sáu tháng đầu năm';
    const bytes = new Uint8Array(Buffer.from(toVni(text), 'latin1'));
    expect(decodeText(bytes)).toEqual({ text, isLegacy: true });
  });
});

describe('Unicode text', () => {
  it('in Vietnamese is never changed, with any font name of a new font or none', () => {
    fc.assert(
      fc.property(sentence, fc.constantFrom(undefined, 'Times New Roman', 'Arial'), (text, font) => {
        for (const form of [text, text.toUpperCase(), `${text.charAt(0).toUpperCase()}${text.slice(1)}.`]) {
          expect(convertLegacy(form, { font })).toBe(form);
          expect(detectLegacy(form)).toBeNull();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('with letters of the first Western code page alone is never changed', () => {
    const western = syllables.concat('là có và cà phê mà hà nói thì tôi ông bà nhà em ta lá'.split(' '));
    const words = western.filter((word) => !/[^ -\u00ff]/u.test(word));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { minLength: 5, maxLength: 60 }), (list) => {
        expect(convertLegacy(list.join(' '))).toBe(list.join(' '));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    [
      'English',
      'The committee’s naïve résumé – a café façade, coöperation and Brontë’s £5 © 2024 ® under § 12 ±3 µm.',
    ],
    [
      'French',
      'Là où l’été dernière, l’école a été fermée; les élèves préfèrent déjà la forêt à côté du château brûlé.',
    ],
    [
      'German',
      'Über die Größe der Straße müssen wir übermorgen persönlich mit dem Bürgermeister für Österreich reden.',
    ],
    [
      'Spanish',
      'El niño pequeño comió piñas y jamón en el jardín; mañana habrá más camión, canción, corazón y acción.',
    ],
    [
      'Czech in Western letters',
      'Dìti pøišly ráno do školy a uèitel jim øekl, že zítra bude prázdno, protože prší.',
    ],
  ])('in %s is never changed', (_language, text) => {
    expect(detectLegacy(text.repeat(5))).toBeNull();
    expect(convertLegacy(text.repeat(5))).toBe(text.repeat(5));
  });

  it('of any signs is never called old without words that read as Vietnamese', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => {
        const encoding = detectLegacy(text);
        if (encoding !== null)
          expect(text.match(/[A-Za-z][\u00a1-\u00ff]/gu)?.length ?? 0).toBeGreaterThan(2);
      }),
      { numRuns: 300 },
    );
  });

  it('typed over an old font is left alone', () => {
    expect(convertLegacy('Đảng bộ huyện', { font: '.VnTime' })).toBe('Đảng bộ huyện');
    expect(convertLegacy('Đảng bộ huyện', { font: 'VNI-Times' })).toBe('Đảng bộ huyện');
  });
});

describe('the name of a font', () => {
  it.each([
    '.VnTime',
    '.VnTimeH',
    '.VnArial Narrow',
    'VnTime',
    'ABCDEF+.VnTime',
    'VNI-Times',
    'VNI Helve',
    'ABCDEF+VNI-Times',
  ])('%s is known as old', (font) => {
    expect(isLegacyFont(font)).toBe(true);
  });

  it.each(['Times New Roman', 'Arial', 'Vni', 'Vnexpress Sans', 'Calibri', 'Be Vietnam Pro', ''])(
    '%s is not taken for one',
    (font) => {
      expect(isLegacyFont(font)).toBe(false);
    },
  );
});
