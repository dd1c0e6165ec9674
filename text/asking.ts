import { cleanText, fold, lowerCase, oneLine } from './normalise.ts';

/*
 * Whether words that come in the middle of an entry ask something or tell something. Ordinary questions name what they
 * want ('bao nhiêu', 'là gì', 'khi nào'); a conclusion may hold the same words inside ('báo cáo rõ vì sao chậm'), so the
 * verb at its head counts too.
 */

/** 'plainly': a question and nothing else. 'perhaps': as well a line of the entry. */
export type Asking = 'plainly' | 'perhaps' | 'no';

/** A pattern for words without marks; the escapes of classes keep their letters. */
function foldPattern(pattern: string): string {
  return pattern.replace(/\\p\{\w+\}|[^\\]/gu, (part) => (part.length > 1 ? part : fold(part)));
}

const whole = (pattern: string): string => String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`;

/** Folded. What is hardly ever said but to ask. */
const asksFor = new RegExp(
  whole(
    'bao nhie?u|bao lau|bao gio|khi nao|luc nao|(?:ngay|thang|nam) nao|the nao|vi sao|tai sao|phai khong|duoc khong|dung khong|hay khong|hay chua',
  ),
  'u',
);
const counted = 'năm|tháng|ngày|giờ|tuần|phút|lần|người|buổi|đảng viên|đồng chí|loại|mục';
/** The same of words that only their marks tell from others ('ở đâu' and 'ở đầu', 'chưa' and 'sửa chữa'). */
const asksByMarks = String.raw`${whole(
  `ra sao|là ai|là gì|do ai|những (?:ai|gì)|gồm (?:có )?(?:những )?gì|làm gì|ở đâu|thì sao|(?:giờ|quý|tuần) nào|mấy (?:${counted})`,
)}|^(?!.*(?:phép|lý do|có mặt|vắng)).*(?<!\p{L})(?:có|đã) .{3,} (?:không|chưa)$|^(?:ai|đồng chí nào|người nào) `;
const asksWithMarks = new RegExp(asksByMarks, 'u');
const asksWithoutMarks = new RegExp(foldPattern(asksByMarks), 'u');
/** Words that open a question whatever follows; folded, but for 'hỏi', which is 'hội' without its mark. */
const opensQuestion = new RegExp(
  `^${whole('cho (?:toi |em |minh )?(?:hoi|biet)|xin hoi|tra cuu|tim (?:giup|cho)')}`,
  'u',
);
const opensWithMarks = /^hỏi(?!\p{L})/u;
/** With marks, and small letters, which names have not: words at the end that ask; without marks they may be others ('chua', 'dau'). */
const asksAtEnd = /(?<!\p{L})(?:nào|gì|đâu|mấy|chưa)$/u;
const asksAtEndFolded = /(?<!\p{L})(?:nao|gi|dau|may|chua)$/u;
/** With marks. Words that ask where nothing else does, and are said of some as well ('mấy đồng chí', 'ngày nào cũng'). */
const mayAsk = /(?<!\p{L})(?:mấy|nào)(?!\p{L})/u;
/** Folded. Heads of what people look up, or go on asking with; as well the title of an item. */
const looksUp = new RegExp(
  `^${whole('quy dinh|thoi han|thoi gian|dieu kien|thu tuc|trinh tu|ho so|tieu chuan|tham quyen|trach nhiem|muc|so luong|ty le|thanh phan|xem|van ban|nghi quyet|chi thi|huong dan|liet ke|so sanh|mo ta|dich|tim|con|the con|vay con|cam on|xin chao|chao')}`,
  'u',
);
/** Folded. Who speaks so gives a task or states what was agreed. */
const directs = new RegExp(
  `^${whole('giao|yeu cau|de nghi|phan cong|thong nhat|nhat tri|dong y|thong qua|bieu quyet|ket luan|nghi quyet|chi dao')}`,
  'u',
);
/** Folded. Verbs that begin an item of the agenda or a conclusion, and may begin a question. */
const acts = new RegExp(
  `^${whole('to chuc(?! dang)|trien khai|ra soat|hoan thanh|thuc hien|bao cao|xay dung|chuan bi|kiem tra|quan triet|tiep tuc|tang cuong|day manh|lam ro|neu ro|thao luan|ban|danh gia|kiem diem|xem xet|phan tich|xac dinh|nghien cuu|de xuat|giai trinh|theo doi|tong hop|don doc|nhac nho|tuyen truyen|khao sat|cac|dong chi')}`,
  'u',
);
/** Folded. 'khi nào có thì báo cáo', 'ai vi phạm thì xử lý': said of whatever happens. */
const whatever =
  /(?<!\p{L})(?:ai|nao|gi|dau|bao nhieu)(?!\p{L}).*(?<!\p{L})(?:thi|cung|bay nhieu|deu)(?!\p{L})/u;
/** Fewer words without a question mark may be a name or a place. */
const fewestWords = 4;
/** Words of an ordinary question at most; more of them tell something as well. */
const mostWords = 40;

/** Whether `text`, typed in the middle of an entry, asks something. Commands and button words are for the caller. */
export function asking(text: string): Asking {
  const line = oneLine(cleanText(text));
  const hasMark = /\?["”')\s]*$/u.test(line);
  const bare = line.replace(/[\s?.!…"”)]+$/u, '');
  const said = lowerCase(bare);
  const plain = fold(said);
  const words = plain.split(' ').length;
  if (words < 3 && !hasMark && !looksUp.test(plain)) return 'no';
  const isMarked = plain !== said;
  const isSaid = text.trim().includes('\n') || words > mostWords;
  const asks =
    asksFor.test(plain) || (isMarked ? asksWithMarks : asksWithoutMarks).test(said) || asksAtEnd.test(bare);
  if (hasMark) return isSaid || (directs.test(plain) && !asks) ? 'perhaps' : 'plainly';
  if (directs.test(plain)) return 'no';
  if (opensQuestion.test(plain) || opensWithMarks.test(said)) return isSaid ? 'perhaps' : 'plainly';
  if (asks)
    return isSaid || words < fewestWords || acts.test(plain) || whatever.test(plain) ? 'perhaps' : 'plainly';
  if (isSaid) return 'no';
  return looksUp.test(plain) || mayAsk.test(said) || (!isMarked && asksAtEndFolded.test(plain))
    ? 'perhaps'
    : 'no';
}
