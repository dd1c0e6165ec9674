import { fold, normalise } from '../../text/normalise.ts';
import { type HeadLine } from './head-lines.ts';
import { isAlike, skeleton } from './lookalike.ts';
import { isAllCaps } from '../structure/markers.ts';

/** Document types as they are set above the subject. */
const knownTypes = [
  ...['Nghị quyết liên tịch', 'Nghị quyết', 'Chỉ thị', 'Chương trình hành động', 'Chương trình phối hợp'],
  ...['Chương trình', 'Kết luận', 'Quyết định', 'Quy định', 'Quy chế', 'Thông tư liên tịch', 'Thông tư'],
  ...[
    'Thông tri',
    'Hướng dẫn',
    'Thông báo',
    'Báo cáo',
    'Kế hoạch',
    'Đề án',
    'Dự án',
    'Phương án',
    'Tờ trình',
  ],
  ...['Công văn', 'Biên bản', 'Giấy mời', 'Công điện', 'Thông cáo', 'Nghị định', 'Pháp lệnh', 'Sắc lệnh'],
  ...['Bộ luật', 'Luật', 'Văn bản hợp nhất', 'Quy trình', 'Hợp đồng', 'Điều lệ', 'Nội quy', 'Đề cương'],
  ...[
    'Chiến lược',
    'Lời kêu gọi',
    'Danh mục',
    'Cam kết',
    'Phiếu',
    'Thư mời',
    'Thư chúc mừng',
    'Thư chúc tết',
  ],
  ...[
    'Thư ngỏ',
    'Thư',
    'Sổ tay',
    'Đơn',
    'Giấy ủy quyền',
    'Giấy giới thiệu',
    'Giấy chứng nhận',
    'Bản ghi nhớ',
  ],
  ...['Bản cam kết', 'Tuyên bố', 'Tuyên ngôn', 'Diễn văn', 'Lịch công tác'],
] as const;

/** Long names first: 'THÔNG TƯ LIÊN TỊCH' is no Thông tư. */
const typesBySkeleton = [...knownTypes]
  .sort((a, b) => b.length - a.length)
  .map((name) => ({ name, key: skeleton(name), words: name.split(' ').length }));

const markedOnly: ReadonlySet<string> = new Set(['Thư', 'Đơn', 'Phiếu']);

/** The type that a line in heading form names, with what follows it in the same line ('THÔNG BÁO KẾT LUẬN HỘI NGHỊ'). */
export function readTypeLine(line: HeadLine): { typeName: string; rest: string } | null {
  const text = line.text.replace(/[:.]\s*$/u, '').trim();
  if (text.length > 250 || line.hint === 'row') return null;
  const words = text.split(/\s+/u);
  const isHeading = line.hint === 'heading' || isAllCaps(text);
  for (const { name, key, words: count } of typesBySkeleton) {
    if (count > words.length) continue;
    const opening = words.slice(0, count).join(' ');
    const rest = words.slice(count).join(' ');
    const isSame =
      skeleton(opening) === key &&
      // Of these, marks are all that tells 'THƯ' from 'THỦ TƯỚNG' and 'THỨ TRƯỞNG'.
      (!markedOnly.has(name) || normalise(opening).toLowerCase() === name.toLowerCase());
    if (!isSame && !(isHeading && key.length >= 8 && rest === '' && isAlike(opening, name, 8))) continue;
    // In ordinary case only the bare name is a type line; in capitals the subject may follow.
    if (!isHeading && (rest !== '' || !/^\p{Lu}/u.test(opening))) continue;
    if (line.hint === 'heading' && !isAllCaps(opening) && rest !== '') continue;
    // 'THƯ KÝ' signs, 'ĐƠN VỊ' is named, 'LUẬT SƯ' and 'DỰ ÁN' open other wordings.
    if (
      /^(?:Thư|Đơn|Luật|Phiếu|Dự án|Danh mục)$/u.test(name) &&
      rest !== '' &&
      /^(?:ky|vi|su|vien|bieu|dau tu)(?!\p{L})/u.test(fold(rest))
    )
      continue;
    return { typeName: name, rest };
  }
  return null;
}
