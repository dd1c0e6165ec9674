import { fold } from '../../text/normalise.ts';
import type { Paragraph } from '../types.ts';
import { isAllCaps, readMarker } from './markers.ts';
import type { SectionNode } from './structure.ts';

/* What a line says by its words alone: whether it names a section, or looks like it and does not. */

/** Formulas that stand alone before the legal part or inside it and name no section. */
export const formula =
  /^(?:NAY\s+|(?:BAN|BỘ|ỦY|UỶ|HỘI ĐỒNG|CHỦ TỊCH|GIÁM ĐỐC|TỔNG|THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|ĐẢNG|TỈNH|THÀNH|HUYỆN|ĐẠI HỘI|HỘI NGHỊ|CHI)(?!\p{L})[^.;:]{0,90}\s)?(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT|KẾT LUẬN|CHỈ THỊ|QUY ĐỊNH|NGHỊ ĐỊNH|THÔNG TƯ|THÔNG BÁO|HƯỚNG DẪN)\s*:?$/u;
/** Sentences that close a whole document rather than its last item. */
export const ending =
  /^(?:(?:Quy định|Quy chế|Hướng dẫn|Quyết định|Nghị quyết|Kết luận|Chỉ thị|Thông tư|Thông báo|Kế hoạch|Chương trình|Luật|Nghị định|Đề án)\s+này|Trên đây là|Các (?:quy định|văn bản|hướng dẫn) trước đây|Trong quá trình (?:tổ chức )?(?:triển khai |thực hiện)|Căn cứ (?:nội dung )?(?:Kết luận|Quy định|Hướng dẫn|Kế hoạch|Chỉ thị|Nghị quyết) này)/u;
/** What a news site prints under its text. */
export const newsTail =
  /^(?:Tin liên quan|Các tin khác|Tin khác|Tin cùng chuyên mục|Bài liên quan|Ý kiến bạn đọc|Bình luận|Nguồn(?: bài viết| tin)?)\s*:?$/iu;

/** Lines of a letterhead that any document may carry. */
export const mottoes = /CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do/iu;

/** A line of a table of contents names a unit that stands elsewhere: '…… 12' at its end. */
export const isContentsLine = (text: string): boolean => /(?:……|\.{3,}|…)\s*\d{1,4}$/u.test(text);

/** Folded lines without a number that two pages or more begin or end with: page headers and footers. */
export function runningHeads(paragraphs: readonly Paragraph[]): ReadonlySet<string> {
  const pages = new Map<string, Set<number>>();
  for (const [index, { text, pageNo, hint }] of paragraphs.entries()) {
    const isEdge = paragraphs[index - 1]?.pageNo !== pageNo || paragraphs[index + 1]?.pageNo !== pageNo;
    if (!isEdge || hint === 'row' || text.length > 120 || readMarker(text)) continue;
    const key = fold(text);
    pages.set(key, (pages.get(key) ?? new Set<number>()).add(pageNo));
  }
  return new Set([...pages].filter(([, on]) => on.size > 1).map(([key]) => key));
}

/** True for the text of a unit that names it, rather than being all that the unit says. */
export function isNameLike(text: string, form: SectionNode['form']): boolean {
  if (text === '') return false;
  if (form === 'point') return text.length <= 80 && !/[;:,.]$/u.test(text);
  if (isAllCaps(text)) return text.length <= 300;
  if (/[;:,]$/u.test(text)) return form === 'article' && text.length <= 120;
  if (/\.$/u.test(text)) return text.length <= 160 && !/\.\s/u.test(text.slice(0, -1));
  return text.length <= 320;
}
