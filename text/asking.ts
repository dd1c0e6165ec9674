import { cleanText, fold, lowerCase, oneLine } from './normalise.ts';

/*
 * Whether words that come in the middle of an entry ask something or tell something. Ordinary questions name what they
 * want ('bao nhiêu', 'là gì', 'khi nào'); a conclusion may hold the same words inside ('báo cáo rõ vì sao chậm'), so the
 * verb at its head counts too.
 */

/** 'plainly': a question and nothing else. 'perhaps': as well a line of the entry. */
export type Asking = 'plainly' | 'perhaps' | 'no';

const whole = (pattern: string): string => String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`;

/** Folded. What is hardly ever said but to ask. */
const asksFor = new RegExp(
  whole(
    'bao nhieu|bao lau|bao gio|khi nao|luc nao|(?:ngay|thang|nam|gio|quy|tuan) nao|the nao|ra sao|vi sao|tai sao|la ai|la gi|do ai|nhung (?:ai|gi)|gom (?:co )?(?:nhung )?gi|lam gi|o dau|phai khong|duoc khong|dung khong|hay khong|hay chua|thi sao|may (?:nam|thang|ngay|gio|tuan|phut|lan|nguoi|buoi|dang vien|dong chi|loai|muc)',
  ) +
    String.raw`|(?<!\p{L})(?:co|da) (?!mat(?!\p{L})|du(?!\p{L})).{3,} (?:khong|chua)$|^(?:ai|dong chi nao|nguoi nao) `,
  'u',
);
/** Folded. Words that open a question whatever follows. */
const opensQuestion = new RegExp(
  `^${whole('cho (?:toi |em |minh )?(?:hoi|biet)|xin hoi|hoi|tra cuu|tim(?: giup| cho)?')}`,
  'u',
);
/** With marks: words at the end that ask; without marks they may be others ('chua', 'dau'). */
const asksAtEnd = /(?<!\p{L})(?:nào|gì|ai|đâu|mấy|sao|chưa|nhỉ)$/u;
const asksAtEndFolded = /(?<!\p{L})(?:nao|gi|ai|dau|may|sao|chua|nhi)$/u;
/** Folded. Heads of what people look up, or go on asking with; as well the title of an item. */
const looksUp = new RegExp(
  `^${whole('quy dinh|thoi han|thoi gian|dieu kien|thu tuc|trinh tu|ho so|tieu chuan|tham quyen|trach nhiem|muc|so luong|ty le|thanh phan|xem|van ban|nghi quyet|chi thi|huong dan|con|the con|vay con|cam on|xin chao|chao')}`,
  'u',
);
/** Folded. Who speaks so gives a task or states what was agreed. */
const directs = new RegExp(
  `^${whole('giao|yeu cau|de nghi|phan cong|thong nhat|nhat tri|dong y|thong qua|bieu quyet|ket luan|nghi quyet|chi dao')}`,
  'u',
);
/** Folded. Verbs that begin an item of the agenda or a conclusion, and may begin a question. */
const acts = new RegExp(
  `^${whole('to chuc(?! dang)|trien khai|ra soat|hoan thanh|thuc hien|bao cao|xay dung|chuan bi|kiem tra|quan triet|tiep tuc|tang cuong|day manh|lam ro|neu ro|thao luan|ban|danh gia|kiem diem|xem xet|cac|dong chi')}`,
  'u',
);
/** Folded. 'khi nào có thì báo cáo', 'ai vi phạm thì xử lý': said of whatever happens. */
const whatever =
  /(?<!\p{L})(?:ai|nao|gi|dau|bao nhieu)(?!\p{L}).*(?<!\p{L})(?:thi|cung|bay nhieu|deu)(?!\p{L})/u;
/** Words of an ordinary question at most; more of them tell something as well. */
const mostWords = 40;

/** Whether `text`, typed in the middle of an entry, asks something. Commands and button words are for the caller. */
export function asking(text: string): Asking {
  const line = oneLine(cleanText(text));
  const hasMark = /\?["”')\s]*$/u.test(line);
  const said = lowerCase(line).replace(/[\s?.!…"”)]+$/u, '');
  const plain = fold(said);
  const words = plain.split(' ').length;
  if (words < 3 && !hasMark && !looksUp.test(plain)) return 'no';
  const isMarked = plain !== said;
  const isSaid = text.trim().includes('\n') || words > mostWords;
  const asks = asksFor.test(plain) || asksAtEnd.test(said);
  if (hasMark) return isSaid || (directs.test(plain) && !asks) ? 'perhaps' : 'plainly';
  if (directs.test(plain)) return 'no';
  if (opensQuestion.test(plain)) return isSaid ? 'perhaps' : 'plainly';
  if (asks) return isSaid || acts.test(plain) || whatever.test(plain) ? 'perhaps' : 'plainly';
  if (isSaid) return 'no';
  return looksUp.test(plain) || (!isMarked && asksAtEndFolded.test(plain)) ? 'perhaps' : 'no';
}
