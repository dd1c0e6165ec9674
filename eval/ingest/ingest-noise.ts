/*
 * Slips of optical character recognition on Vietnamese print, made on purpose: a fixture in clean letters becomes what
 * an office scanner and a recogniser make of it. The same seed gives the same slips. No digit becomes another digit:
 * such a loss cannot be undone by reading, only by a person.
 */

/** How often slips happen; shares of the letters or lines concerned. */
export interface NoiseRates {
  /** A letter loses or changes its marks: 'ố' becomes 'ó', 'Đ' becomes 'D'. */
  diacritics: number;
  /** A letter becomes one of like shape: 'l' and '1', 'O' and '0', 'm' and 'rn'. */
  shapes: number;
  /** A space comes in beside a sign of punctuation, or is lost after one. */
  spaces: number;
  /** A line of stamp or signature rubbish between two lines. */
  rubbish: number;
  /** The two columns of a head are read across: title or motto behind the line of the body beside it. */
  joins: number;
}

/** What recognisers do on a fair office scan, by our own measuring of letterheads. */
export const fairScan: NoiseRates = {
  diacritics: 0.04,
  shapes: 0.008,
  spaces: 0.05,
  rubbish: 0.12,
  joins: 0.5,
};

const vowels: readonly string[] = [
  'aàáảãạ',
  'ăằắẳẵặ',
  'âầấẩẫậ',
  'eèéẻẽẹ',
  'êềếểễệ',
  'iìíỉĩị',
  'oòóỏõọ',
  'ôồốổỗộ',
  'ơờớởỡợ',
  'uùúủũụ',
  'ưừứửữự',
  'yỳýỷỹỵ',
];
/** Bases that differ by a small mark only. */
const nearBases: Readonly<Record<string, string>> = { ă: 'â', â: 'ă', ê: 'e', ô: 'ó', ơ: 'o', ư: 'u' };
const shapes: Readonly<Record<string, string>> = {
  l: '1',
  1: 'l',
  0: 'O',
  O: '0',
  I: 'l',
  m: 'rn',
  c: 'e',
  Đ: 'D',
  đ: 'd',
  n: 'ñ',
};
const rubbish: readonly string[] = [
  'ˆ__ |',
  '¬',
  '" `',
  '———— ——',
  'ĐẾN Giờ:.... Ngày: ..../....',
  'CÔNG VĂN ĐẾN',
  'Š Ƒ ^',
  '| .',
];

/** Small generator with a seed (mulberry32): evaluation must repeat itself. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `text` as a recogniser might give it. Front matter and tables are left alone: nobody scans them. */
export function addNoise(text: string, seed: number, rates: NoiseRates = fairScan): string {
  const random = randomFrom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const lines = joinColumns(text.split('\n'), random, rates).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('|')) return [line];
    const noisy = [...line].map((letter) => slip(letter, random, rates)).join('');
    const spaced = noisy
      .replace(/(?<=\d)(?=\/)/gu, () => (random() < rates.spaces ? ' ' : ''))
      .replace(/(?<=\/)(?=\p{Lu})/gu, () => (random() < rates.spaces ? ' ' : ''))
      .replace(/(?<=[:,]) /gu, () => (random() < rates.spaces ? '' : ' '));
    return index > 0 && index < 14 && random() < rates.rubbish ? [pick(rubbish), spaced] : [spaced];
  });
  return lines.join('\n');
}

const motto = /^(?:CỘNG H|ĐẢNG CỘNG SẢN|Độc lập)/u;

/** Mottoes moved up behind the first lines of the head, as a scanner reads two columns. */
function joinColumns(lines: readonly string[], random: () => number, rates: NoiseRates): string[] {
  const joined = [...lines];
  if (random() >= rates.joins) return joined;
  for (let at = 1; at < Math.min(joined.length, 14); at++) {
    if (!motto.test(joined[at] ?? '')) continue;
    const beside = joined.findIndex(
      (line, index) =>
        index < at && /^\p{Lu}{2}/u.test(line) && line === line.toUpperCase() && !/[:*]|CỘNG/u.test(line),
    );
    if (beside < 0) continue;
    joined[beside] = `${joined[beside] ?? ''} ${joined[at] ?? ''}`;
    joined.splice(at, 1);
    at -= 1;
  }
  return joined;
}

function slip(letter: string, random: () => number, rates: NoiseRates): string {
  const lower = letter.toLowerCase();
  const isCapital = lower !== letter;
  const row = vowels.find((forms) => forms.includes(lower));
  if (row !== undefined && random() < rates.diacritics) {
    const tone = [...row].indexOf(lower);
    const other = nearBases[row.charAt(0)];
    const near =
      other !== undefined && random() < 0.4
        ? (vowels.find((forms) => forms.startsWith(other.charAt(0)))?.charAt(tone) ?? lower)
        : row.charAt(Math.floor(random() * row.length));
    return isCapital ? near.toUpperCase() : near;
  }
  if ((letter === 'Đ' || letter === 'đ') && random() < rates.diacritics) return shapes[letter] ?? letter;
  return random() < rates.shapes ? (shapes[letter] ?? letter) : letter;
}
