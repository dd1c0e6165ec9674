import { fold, oneLine } from './normalise.ts';

/*
 * Titles by which documents are cited without a symbol: 'Luật Giao thông đường bộ năm 2008', 'Nghị quyết Đại hội đại
 * biểu toàn quốc lần thứ XIII của Đảng'. The same title is written with and without its year and its body, so what is
 * compared is the folded words without them, and the year apart.
 */

/** A title as it is compared. */
export interface TitleKey {
  /** Folded words: 'luat giao thong duong bo'. */
  words: string;
  /** The year that the title names, 'năm 2008'; null where it names none. */
  year: number | null;
}

/** Words of a year or a body behind a title, which one citation has and another leaves out. */
const trailing =
  /[\s,]*(?:(?:ngay\s[\d\s/.thangnm-]*)?(?:nam\s+(?<year>(?:19|20)\d{2}))|(?:cua|do)\s+(?:quoc hoi|chinh phu|bo chinh tri|ban bi thu|dang|dang cong san viet nam)(?:\s+ban hanh)?|\((?:sua doi|hop nhat)\)|[.;:,])\s*$/u;

/** The key of a title, or null where nothing is left to compare ('Luật năm 2008'). */
export function titleKey(title: string): TitleKey | null {
  let words = oneLine(fold(title));
  let year: number | null = null;
  for (let match = trailing.exec(words); match; match = trailing.exec(words)) {
    year ??= match.groups?.['year'] === undefined ? null : Number(match.groups['year']);
    words = words.slice(0, match.index);
  }
  words = words
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/^((?:bo )?luat|phap lenh|nghi quyet|quy che|quy dinh) (?:ve (?:viec )?|cua )/u, '$1 ')
    .trim();
  return words.split(' ').length < 3 ? null : { words, year };
}

/** The key of a kept document's own title, by which a citation may name it. */
export const titleKeyOf = (document: {
  typeName: string;
  subject: string | null;
  title: string;
}): TitleKey | null =>
  titleKey(document.subject === null ? document.title : `${document.typeName} ${document.subject}`);
