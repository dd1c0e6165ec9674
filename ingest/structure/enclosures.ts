import { isAllCaps, readMarker, startsUnit } from './markers.ts';
import type { Paragraph } from '../types.ts';

/** The note of enclosure: '(Kèm theo Quyết định số …)'. */
export const enclosureNote = /^\(?\s*(?:Ban hành\s+)?[Kk]èm theo\s/u;

/** The type of what is enclosed, as the first line of its title sets it. */
const enclosedType =
  /^(QUY CHẾ|QUY ĐỊNH|QUY TRÌNH|QUY CHUẨN|ĐIỀU LỆ|NỘI QUY|HƯỚNG DẪN|KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|CHIẾN LƯỢC|DANH MỤC|DANH SÁCH|BẢNG|BIỂU|ĐỊNH MỨC|TIÊU CHÍ|ĐỀ CƯƠNG|PHỤ LỤC|MẪU|QUY HOẠCH)(?!\p{L})/u;

/** How many lines the title of an enclosure may take above its note. */
const enclosureTitle = 6;

/** An enclosed regulation, list or plan: where its title begins, where its note ends, and what it is called. */
export interface Enclosure {
  to: number;
  typeName: string;
}

/**
 * Titles of what is 'ban hành kèm theo': lines in capitals above that note, or a type in capitals with its subject in
 * ordinary case, open an annex of their own, whose Điều 1 is not the decision's.
 */
export function findEnclosures(
  paragraphs: readonly Paragraph[],
  bodyFrom: number,
  firstClosing: number,
): Map<number, Enclosure> {
  const found = new Map<number, Enclosure>();
  for (const [index, { text }] of paragraphs.entries()) {
    if (index < bodyFrom + 3 || !enclosureNote.test(text) || text.length > 320) continue;
    let from = index;
    while (from > bodyFrom && index - from < 5 && isAllCaps(paragraphs[from - 1]?.text ?? '')) from -= 1;
    if (from === index) {
      const title = paragraphs
        .slice(Math.max(bodyFrom, index - enclosureTitle), index)
        .findLastIndex((line) => isAllCaps(line.text) && enclosedType.test(line.text));
      const at = Math.max(bodyFrom, index - enclosureTitle) + title;
      const between = paragraphs.slice(at + 1, index);
      if (title < 0 || between.some((line) => startsUnit(line.text) || /[.;:]$/u.test(line.text))) continue;
      from = at;
    }
    const marker = readMarker(paragraphs[from]?.text ?? '');
    if (marker?.level === 'annex') continue;
    const type = paragraphs
      .slice(from, index)
      .map((line) => enclosedType.exec(line.text)?.[1])
      .find((name) => name !== undefined);
    found.set(from, {
      to: index + 1,
      typeName: type === undefined ? '' : type.charAt(0) + type.slice(1).toLowerCase(),
    });
  }
  for (let index = firstClosing; index < paragraphs.length; index++) {
    const to = unnotedTitle(paragraphs, index);
    const isNoted = [...found.keys()].some((from) => from >= index - 3 && from <= index + enclosureTitle);
    if (to === null || isNoted) continue;
    const type = enclosedType.exec(paragraphs[index]?.text ?? '')?.[1] ?? '';
    found.set(index, { to, typeName: type.charAt(0) + type.slice(1).toLowerCase() });
  }
  return found;
}

/**
 * A regulation after the signature whose note of enclosure is missing: its type in capitals, then articles or chapters from
 * the first. Returns the paragraph after its title; null where nothing of the kind begins.
 */
function unnotedTitle(paragraphs: readonly Paragraph[], index: number): number | null {
  const first = paragraphs[index];
  if (!first || first.hint === 'row' || !isAllCaps(first.text) || !enclosedType.test(first.text)) return null;
  if (readMarker(first.text) !== null) return null;
  for (let to = index + 1; to < paragraphs.length && to - index <= enclosureTitle; to++) {
    const { text, hint } = paragraphs[to] as Paragraph;
    const marker = hint === 'row' ? null : readMarker(text);
    if (marker) {
      const isFirst =
        (marker.form === 'article' && marker.number === '1') ||
        (marker.form === 'chapter' && /^(?:I|1)$/u.test(marker.number));
      return isFirst ? to : null;
    }
    if (hint === 'row' || /[.;:]$/u.test(text) || text.length > 250) return null;
  }
  return null;
}
