import { fold } from '../../text/normalise.ts';

/** Provinces and centrally run cities, present names and those that ended on 1 July 2025 (Nghị quyết 202/2025/QH15). */
const provinces =
  `An Giang|Bà Rịa - Vũng Tàu|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre|Bình Định|Bình Dương|Bình Phước
Bình Thuận|Cà Mau|Cần Thơ|Cao Bằng|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội
Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai
Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị
Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long
Vĩnh Phúc|Yên Bái|Hồ Chí Minh|Huế`
    .split(/[|\n]/u)
    .map((name) => name.trim());

const byKey = new Map(provinces.map((name) => [fold(name), name]));
/** "Hòa Bình", "Thái Bình" and "Hồ Chí Minh" are also plain words or a person; they count only after such a noun. */
const afterNoun = /(?:tinh|tinh uy|dang bo tinh|thanh pho|thanh uy|tp)\s*\.?\s*$/u;
const ambiguous = new Set([
  'hoa binh',
  'thai binh',
  'ho chi minh',
  'hue',
  'long an',
  'ha nam',
  'dong thap',
  'an giang',
  'binh dinh',
]);
const pattern = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${[...byKey.keys()].sort((a, b) => b.length - a.length).join('|')})(?![\p{L}\p{N}])`,
  'gu',
);

export interface PlaceMention {
  /** Folded name. */
  key: string;
  name: string;
  from: number;
  to: number;
}

/** Provinces named in `text`, with or without diacritics, offsets into it; "tỉnh NA" counts where one province fits. */
export function findPlaces(text: string): PlaceMention[] {
  const folded = fold(text);
  const found: PlaceMention[] = [];
  for (const match of folded.matchAll(pattern)) {
    const key = match[0];
    if (ambiguous.has(key) && !afterNoun.test(folded.slice(0, match.index))) continue;
    found.push({ key, name: byKey.get(key) ?? key, from: match.index, to: match.index + key.length });
  }
  for (const match of text.matchAll(/(?<!\p{L})(?:tỉnh|tinh|Tỉnh)\s+(\p{Lu}{2,4})(?![\p{L}\p{N}/-])/gu)) {
    const initials = fold(match[1] as string);
    const fitting = provinces.filter((name) => initialsOf(name) === initials);
    const [only] = fitting;
    if (fitting.length !== 1 || only === undefined) continue;
    const to = match.index + match[0].length;
    found.push({ key: fold(only), name: only, from: to - initials.length, to });
  }
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])tp\.?\s?hcm(?![\p{L}\p{N}])/giu)) {
    const name = 'Hồ Chí Minh';
    found.push({ key: fold(name), name, from: match.index, to: match.index + match[0].length });
  }
  return found.sort((a, b) => a.from - b.from);
}

const initialsOf = (name: string): string =>
  fold(name)
    .split(/[\s-]+/u)
    .map((word) => word.charAt(0))
    .join('');
