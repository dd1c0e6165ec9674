import { fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import type { Fact } from './facts.ts';
import { findPlaces } from './places.ts';
import { contentWords } from './question-words.ts';

/** Something that the evidence must name because the question does. */
export interface Slot {
  kind:
    'symbol' | 'reference' | 'date' | 'month' | 'year' | 'period' | 'ordinal' | 'quantity' | 'place' | 'name';
  /** Canonical fact, folded place or folded words of the name. */
  key: string;
  /** As the person typed it, for "… không nêu năm 2022". */
  label: string;
  /** Offsets in `Question.text`. */
  from: number;
  to: number;
}

/** What a question names: its facts that ask for something, its places, and names where capitals tell them. */
export const slotsOf = (text: string, facts: readonly Fact[], hasDiacritics: boolean): Slot[] => [
  ...factSlots(text, facts),
  ...placeAndNameSlots(text, hasDiacritics),
];

function factSlots(text: string, facts: readonly Fact[]): Slot[] {
  return facts.flatMap(({ kind, key, from, to }): Slot[] => {
    const label = text.slice(from, to);
    // "một đồng chí", "đồng ý hay không": a spelled number asks for nothing.
    if (!/\d/u.test(label) && kind !== 'ordinal' && kind !== 'period') return [];
    const slot = (slotKind: Slot['kind']): Slot[] => [{ kind: slotKind, key, label, from, to }];
    switch (kind) {
      case 'symbol':
        return slot('symbol');
      case 'reference':
        return slot('reference');
      case 'date':
        return slot('date');
      case 'month':
        return slot('month');
      case 'year':
        return slot('year');
      case 'quarter':
      case 'period':
      case 'term':
        return slot('period');
      case 'ordinal':
        return slot('ordinal');
      default:
        return slot('quantity');
    }
  });
}

/** Words of offices, bodies and documents: capitalised everywhere, so they identify nothing. */
const genericNames = new Set(
  fold(
    'Đảng ủy bộ viên Ban Chấp hành Thường vụ trực Tỉnh Trung ương Bí thư Chỉ thị Nghị quyết Quyết định Quy chế Kế hoạch Kết luận Hướng dẫn Thông báo Thông tư Quy Hội nghị Đại Khối Các cơ quan Ủy nhân dân Nhà nước Luật Bộ Việt Nam Chính phủ Theo Ai Khi Tại Trong Tổ chức Đoàn Chủ tịch Phó Trưởng Văn phòng Huy hiệu Cán đại biểu chi cơ sở nghĩa xã hội hiến pháp tòa án công an quân đội sở phòng đồng chí kiểm tra tuyên giáo dân vận nội chính mặt trận tổ quốc quốc hội huyện thành phường xã kết cộng hòa độc lập tốt khá trung bình kém đề án dự án chương trình số nơi báo cáo',
  ).split(' '),
);

function placeAndNameSlots(text: string, hasDiacritics: boolean): Slot[] {
  const slots: Slot[] = [];
  const places = findPlaces(text);
  for (const { key, from, to } of places)
    slots.push({ kind: 'place', key, label: text.slice(from, to), from, to });
  if (!hasDiacritics) return slots;
  for (const match of text.matchAll(
    /(?<![.?!"“(] )(?<!^)(?<!["“(])(?<!\p{L})\p{Lu}\p{Ll}*(?:\s+\p{Lu}\p{Ll}*)*(?![\p{L}/-])/gu,
  )) {
    const from = match.index;
    const to = from + match[0].length;
    if (places.some((place) => place.from < to && from < place.to)) continue;
    if (/[\d/-]\s*$/u.test(text.slice(0, from))) continue;
    // "huyện Hà Nam": behind such a word every part is the name.
    const isNamed =
      /(?<!\p{L})(?:tỉnh|huyện|xã|phường|thị xã|thị trấn|quận|thành phố|tỉnh ủy|huyện ủy|thành ủy)\s+$/iu.test(
        text.slice(0, from),
      );
    const words = syllables(match[0])
      .filter(
        ({ exact, from: a, to: b }) =>
          exact.length > 1 && match[0].slice(a, b) !== match[0].slice(a, b).toUpperCase(),
      )
      .map(({ folded }) => folded)
      .filter((word) => isNamed || (!genericNames.has(word) && contentWords([word]).length > 0));
    if (words.length > 0) slots.push({ kind: 'name', key: words.join(' '), label: match[0], from, to });
  }
  return slots;
}
