import type { DateOnly } from '../../core/clock.ts';
import { addDays, addMonths, daysBetween } from '../../text/calendar.ts';
import { parseDate } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { findSymbols } from '../../text/symbols.ts';

/** What a conclusion says, and the task in it if it gives somebody something to do. */
export interface ParsedDecision {
  text: string;
  basis: string[];
  task: {
    content: string;
    lead: string;
    cooperating: string[];
    dueOn: DateOnly | null;
    basis: string[];
  } | null;
}

/** 'giao X làm Y', 'phân công X …', 'đề nghị X …', 'X chủ trì …' in folded form. */
const assigns = /(?<!\p{L})(?:giao cho|giao|phan cong cho|phan cong|de nghi|yeu cau)\s+/u;
const leads = /^(.{2,60}?)\s+(?:chu tri|phu trach|chiu trach nhiem)(?!\p{L})/u;

/** Words of a sentence that gives somebody a task, before the giving: 'Hội nghị thống nhất giao …'. */
const beforeGiving =
  /^(?:(?:hoi nghi|chi bo|chi uy|dang uy|ban thuong vu|ban chap hanh|thuong truc|(?:dong chi )?(?:chu tri|bi thu|chu toa)|cuoc hop|thong nhat|nhat tri|dong y|dong thoi|ngoai ra|rieng|va|cung)[\s,]+)*$/u;
/** Who may be given a task, folded: a body, an office, a person as they are called. */
const body =
  /^(?:cac|tung|moi(?! nguon)|toan the|tat ca|lanh dao|tap the|thuong truc|van phong|vp|ban(?! (?:hanh|giao|be|quyen|than|sac))|uy ban|ubkt|ubmttq|mttq|mat tran|chi bo|chi uy|dang bo|dang uy|dang vien|cap uy|btv|bch|bi thu|pho bi thu|uy vien|doan(?! ket)|hoi(?! (?:nghi|thao|thi))|cong doan|to(?! chuc)|tieu ban|phong(?! (?:trao|chong|ngua))|khoi(?! (?:luong|phuc|nghiep))|bo phan|nhom|truong(?! (?:hop|thanh))|pho|thu ky|thu quy|ke toan|can bo|giao vien|nha truong|trung tam|tram|cong an|quan su|hdnd|ubnd|thon|ap|xom|khu|dong chi|d\/c|dc|ong|ba|anh(?! huong)|chi(?! (?:phi|tiet|tra|tieu|thi|dao|so))|co(?! (?:so|cau|che|ban))|thay(?! (?:doi|the))|bac|chu(?! (?:dong|truong|de|trong|tri|yeu|nhiem))|em)(?!\p{L})/u;

/** Whether words name somebody who may be given a task: a body, an office, or a person. */
export const isBody = (words: string): boolean =>
  words.length <= 90 &&
  (body.test(fold(words).trim()) || /^(?:\p{Lu}\p{Ll}*\s+){1,4}\p{Lu}\p{Ll}*$/u.test(words.trim()));

/** Where a sentence gives somebody a task: 0 where it begins with it; null where it gives nobody anything. */
export function assignmentAt(text: string): number | null {
  const folded = fold(text);
  const given = assignmentIn(text);
  if (given) return beforeGiving.test(folded.slice(0, given.index)) ? 0 : given.index;
  const leading = leads.exec(folded);
  return leading && isBody(text.slice(0, (leading[1] ?? '').length)) ? 0 : null;
}

/** The first word of giving behind which somebody stands; 'giao ban', 'đáp ứng yêu cầu nhiệm vụ' give nobody anything. */
function assignmentIn(text: string): { index: number; to: number } | null {
  const folded = fold(text);
  for (const match of folded.matchAll(new RegExp(assigns, 'gu'))) {
    const to = match.index + match[0].length;
    const isNoun =
      /(?:dap ung|theo|cac|nhung|nhieu|cua|co|cong tac|duoc|mot so|khi|va|noi dung|kip thoi) $/u.test(
        folded.slice(0, match.index),
      );
    const isOwnStart = beforeGiving.test(folded.slice(0, match.index));
    if (isOwnStart || (!isNoun && isBody(text.slice(to, to + 90).split(/[,;:.]/u)[0] ?? ''))) {
      if (!/^(?:ban (?:hang|tuan|thang|dau|dinh)|quan |nhan |luu |thong |duoc )/u.test(folded.slice(to)))
        return { index: match.index, to };
    }
  }
  return null;
}

/** Verbs with which the work itself begins, in folded form: what stands before the first is who does it. */
const workVerbs =
  'ban hanh|bao cao|bau|bo sung|bo tri|cap nhat|chot|chi dao|chinh sua|chu dong|chu tri|chuan bi|cung cap|doi chieu|don doc|duyet|dang ky|dang tai|dieu chinh|giai quyet|gioi thieu|gui|hoan chinh|' +
  'hoan thanh|hoan thien|huong dan|in an|ket nap|khac phuc|khan truong|khao sat|kiem tra|kien toan|lam|lap|len|lien he|mo|moi|' +
  'mua|nang cao|nghien cuu|nhac|nop|phan cong|phat dong|phoi hop|pho bien|quan tam|quan triet|ra soat|sap xep|sua|so hoa|soan|tao nguon|tang cuong|tap huan|tap trung|tham dinh|' +
  'tham gia|tham muu|theo doi|thong bao|thong ke|thu|thuc hien|thuong xuyen|tiep thu|tiep tuc|to chuc|tong hop|trien khai|trinh|truc|tuyen truyen|' +
  'van dong|viet|xac minh|xay dung|xem xet|xin y kien|xu ly';
const workVerb = new RegExp(`(?<!\\p{L})(?:${workVerbs})(?!\\p{L})`, 'gu');
/** Bodies and offices whose names hold such a verb: 'Ban Tổ chức', 'Ủy ban Kiểm tra', 'bí thư', 'tổ thư ký'. */
const verbInName =
  /(?<!\p{L})(?:(?:ban|(?<!van )phong|vu|so|nganh) to chuc(?: xay dung dang)?|(?:cac|tung|moi|nhung) to chuc(?! (?:dai hoi|hoi nghi|hop|kiem tra|trien khai|thuc hien))|to chuc (?:co so )?dang(?! vien)|ban xay dung dang|(?:ban|phong) kiem tra|ban chi dao|to theo doi|bi thu|thuong truc|truc thuoc|thu (?:ky|ki|quy)|(?:doan|hoi dong) (?:kiem tra|tham dinh|khao sat)|(?:ban|to) (?:bien )?soan(?: thao)?)(?!\p{L})/gu;
/** Verbs of one syllable as they are written: 'thư', 'Lâm' and 'việt' fold to the same letters and are none. */
const shortVerbs = new Set(
  'bầu chốt duyệt gửi làm lập lên mở mời mua nhắc nộp sửa soạn thu trình trực viết'.split(' '),
);

/**
 * Where the first verb of work begins, or -1. A capital inside a sentence begins a name ('chi bộ Tổng hợp', 'đồng chí
 * Thu'), unless no other verb is there.
 */
function firstVerbAt(text: string): number {
  const masked = fold(text).replace(verbInName, (name) => '#'.repeat(name.length));
  const found = [...masked.matchAll(workVerb)]
    .map((match) => ({ at: match.index, written: text.slice(match.index, match.index + match[0].length) }))
    .filter(
      ({ written }) =>
        written.includes(' ') || isPlain(written) || shortVerbs.has(written.toLocaleLowerCase('vi')),
    );
  const isShouted = text === text.toLocaleUpperCase('vi');
  const isName = ({ written }: { written: string }): boolean =>
    !isShouted && written.charAt(0) !== written.charAt(0).toLocaleLowerCase('vi');
  return (found.find((verb) => !isName(verb)) ?? found[0])?.at ?? -1;
}

const isPlain = (text: string): boolean => /^[a-z ]*$/iu.test(text);

const dueWords =
  /[,;(]?\s*(?<!\p{L})(?:thoi han|han(?: chot| den| cuoi)?|truoc|xong truoc|cham nhat|(?<until>(?<!tinh )den het|(?<!tinh )den|trong))\s*(?:la\s*)?[:-]?\s*(?:ngay\s*)?$/u;

/**
 * Reads a conclusion: 'giao Văn phòng hoàn thiện báo cáo, phối hợp với Ban Tổ chức, hạn 15/8'. A task needs somebody to
 * do it or a date; neither is ever invented, and a date without year is the next one from `today`.
 */
export function parseDecision(line: string, today: DateOnly): ParsedDecision {
  // '1. Đánh giá …', '- Giao …': the minutes number what they print.
  const text = oneLine(cleanText(line)).replace(/^(?:\d{1,2}[.)]|[-–—•*+])\s+(?=\p{L})/u, '');
  const basis = [...new Set(findSymbols(text).map((mention) => mention.symbol))];
  const due = findDue(text, today) ?? dueMonth(text, today);
  const withoutDue = due ? `${text.slice(0, due.from)}${text.slice(due.to)}` : text;
  const folded = fold(withoutDue);

  const assignment = assignmentIn(withoutDue);
  const leading = leads.exec(folded);
  const isTold = /^([^:]{3,90}):\s+/u.exec(withoutDue);
  let lead = '';
  let content = withoutDue;
  if (assignment) {
    const from = assignment.to;
    const verbAt = firstVerbAt(withoutDue.slice(from));
    const end = from + Math.max(verbAt, 0);
    lead = tidy(withoutDue.slice(from, end));
    content = withoutDue.slice(end);
  } else if (leading && isBody(withoutDue.slice(0, (leading[1] as string).length))) {
    // 'đồng chí A phụ trách thôn Đông kiểm tra …': what they are in charge of says who they are.
    const behind = withoutDue.slice((leading[0] as string).length);
    const verbAt = /phu trach$/u.test(leading[0]) && isBody(behind.trim()) ? firstVerbAt(behind) : 0;
    const end = verbAt > 0 ? (leading[0] as string).length + verbAt : (leading[1] as string).length;
    lead = tidy(withoutDue.slice(0, end));
    content = verbAt > 0 ? withoutDue.slice(end) : behind;
  } else if (isTold && isBody(isTold[1] ?? '') && firstVerbAt(withoutDue.slice(isTold[0].length)) === 0) {
    lead = tidy(isTold[1] ?? '');
    content = withoutDue.slice(isTold[0].length);
  } else if (due !== null) {
    // 'Các chi bộ nộp đảng phí trước ngày 25/8': with a deadline, who is said to do it leads.
    const verbAt = firstVerbAt(withoutDue);
    const subject = withoutDue.slice(0, Math.max(verbAt, 0));
    if (verbAt > 0 && verbAt <= 60 && isBody(subject) && !/[,;.]/u.test(subject)) {
      lead = tidy(subject);
      content = withoutDue.slice(verbAt);
    }
  }
  const cooperation = /[,;]?\s*(?<!\p{L})phoi hop (?:voi|cung)\s+/u.exec(fold(content));
  const cooperating: string[] = [];
  if (cooperation) {
    const from = cooperation.index + cooperation[0].length;
    const rest = content.slice(from);
    const verbAt = firstVerbAt(rest);
    const stopAt = rest.search(/[;.]/u);
    const end = Math.min(verbAt < 0 ? rest.length : verbAt, stopAt < 0 ? rest.length : stopAt);
    cooperating.push(
      ...rest
        .slice(0, end)
        .split(/,| và | va /u)
        .map(tidy)
        .filter(Boolean),
    );
    content = `${content.slice(0, cooperation.index)} ${rest.slice(end)}`;
  }
  if (lead === '' && due === null) return { text, basis, task: null };
  return {
    text,
    basis,
    task: { content: capitalise(tidy(content)), lead, cooperating, dueOn: due?.date ?? null, basis },
  };
}

/** A date that a word of deadline stands before, with the whole phrase's place. */
function findDue(text: string, today: DateOnly): { date: DateOnly; from: number; to: number } | null {
  // Several dates may stand in a conclusion; only one behind a word of deadline is a deadline.
  for (let start = 0; start < text.length;) {
    const date = parseDate(text.slice(start), today, { prefer: 'future' });
    if (!date) return null;
    const from = start + date.from;
    const to = start + date.to;
    const before = dueWords.exec(fold(text.slice(0, from)));
    // 'trước ngày 25 hằng tháng' comes back every month: no single day is its deadline.
    const isRecurring = /^\s*(?:hang|moi)\s+(?:thang|quy|nam|tuan)/u.test(fold(text.slice(to)));
    // 'đã thu đủ đến ngày 31/7' tells of a day that is over.
    const nearest = before?.groups?.until === undefined ? null : parseDate(text.slice(start), today);
    const isOver = nearest !== null && nearest.date < today;
    if (before && !isRecurring && !isOver) return { date: date.date, from: before.index, to };
    start = to;
  }
  return null;
}

/** 'xong trong tháng 8', 'trước hết tháng 9/2026': the last day of that month; the words stay with the task. */
function dueMonth(text: string, today: DateOnly): { date: DateOnly; from: number; to: number } | null {
  const match =
    /(?<!\p{L})(?:(?<sure>xong (?:trong|het)|truoc het|cham nhat (?:cuoi|trong))|trong|het|cuoi) thang (?<month>\d{1,2})(?:\s*[/.-]\s*(?<year>\d{4})|\s+nam (?<named>\d{4}))?(?![\d/])/u.exec(
      fold(text),
    );
  const { sure, year, named, month: told } = match?.groups ?? {};
  const month = Number(told ?? 0);
  if (!match || month < 1 || month > 12) return null;
  const current = Number(today.slice(0, 4));
  const typed = Number(year ?? named ?? 0);
  const lastOf = (one: number): DateOnly =>
    addDays(addMonths(`${one}-${String(month).padStart(2, '0')}-01`, 1), -1);
  const own = lastOf(typed || current);
  const next = lastOf(current + 1);
  const isNextNearer = daysBetween(today, next) < daysBetween(own, today);
  const date = own < today && typed === 0 && (sure !== undefined || isNextNearer) ? next : own;
  // 'hoàn thành tốt nhiệm vụ trong tháng 7' tells of a month that is over.
  return date < today && sure === undefined ? null : { date, from: text.length, to: text.length };
}

const tidy = (text: string): string => oneLine(text.replace(/^[\s,;:.–-]+|[\s,;:.–()-]+$/gu, ''));
const capitalise = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
