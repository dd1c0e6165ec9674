import type { DateOnly } from '../../core/clock.ts';
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

/** Verbs with which the work itself begins, in folded form: what stands before the first is who does it. */
const workVerbs =
  'ban hanh|bao cao|bo sung|bo tri|cap nhat|chi dao|chinh sua|chu dong|chu tri|chuan bi|cung cap|don doc|dang ky|dang tai|dieu chinh|gui|' +
  'hoan thanh|hoan thien|huong dan|in an|ket nap|khac phuc|khao sat|kiem tra|kien toan|lam|lap|len|lien he|mo|moi|' +
  'mua|nang cao|nghien cuu|phan cong|phat dong|phoi hop|pho bien|quan tam|quan triet|ra soat|sap xep|sua|so hoa|soan|tang cuong|tap huan|tap trung|tham dinh|' +
  'tham gia|tham muu|theo doi|thong bao|thong ke|thu|thuc hien|thuong xuyen|tiep thu|tiep tuc|to chuc|tong hop|trien khai|trinh|truc|tuyen truyen|' +
  'van dong|viet|xac minh|xay dung|xem xet|xin y kien|xu ly';
const workVerb = new RegExp(`(?<!\\p{L})(?:${workVerbs})(?!\\p{L})`, 'gu');
/** Bodies and offices whose names hold such a verb: 'Ban Tổ chức', 'Ủy ban Kiểm tra', 'bí thư', 'tổ thư ký'. */
const verbInName =
  /(?<!\p{L})(?:(?:ban|(?<!van )phong|vu|so|nganh) to chuc(?: xay dung dang)?|(?:cac|tung|moi|nhung) to chuc(?! (?:dai hoi|hoi nghi|hop|kiem tra|trien khai|thuc hien))|to chuc (?:co so )?dang(?! vien)|ban xay dung dang|(?:ban|phong) kiem tra|ban chi dao|to theo doi|bi thu|thuong truc|truc thuoc|thu (?:ky|ki|quy)|(?:doan|hoi dong) (?:kiem tra|tham dinh|khao sat)|(?:ban|to) (?:bien )?soan(?: thao)?)(?!\p{L})/gu;
/** Verbs of one syllable as they are written: 'thư', 'Lâm' and 'việt' fold to the same letters and are none. */
const shortVerbs = new Set('gửi làm lập lên mở mời mua sửa soạn thu trình trực viết'.split(' '));

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
  /[,;(]?\s*(?<!\p{L})(?:thoi han|han(?: chot| den| cuoi)?|truoc|xong truoc|cham nhat|den het|den|trong)\s*(?:la\s*)?[:-]?\s*(?:ngay\s*)?$/u;

/**
 * Reads a conclusion: 'giao Văn phòng hoàn thiện báo cáo, phối hợp với Ban Tổ chức, hạn 15/8'. A task needs somebody to
 * do it or a date; neither is ever invented, and a date without year is the next one from `today`.
 */
export function parseDecision(line: string, today: DateOnly): ParsedDecision {
  // '1. Đánh giá …': the minutes number what they print.
  const text = oneLine(cleanText(line)).replace(/^\d{1,2}[.)]\s+(?=\p{L})/u, '');
  const basis = [...new Set(findSymbols(text).map((mention) => mention.symbol))];
  const due = findDue(text, today);
  const withoutDue = due ? `${text.slice(0, due.from)}${text.slice(due.to)}` : text;
  const folded = fold(withoutDue);

  const assignment = assigns.exec(folded);
  const leading = leads.exec(folded);
  let lead = '';
  let content = withoutDue;
  if (assignment) {
    const from = assignment.index + assignment[0].length;
    const verbAt = firstVerbAt(withoutDue.slice(from));
    const end = from + Math.max(verbAt, 0);
    lead = tidy(withoutDue.slice(from, end));
    content = withoutDue.slice(end);
  } else if (leading) {
    lead = tidy(withoutDue.slice(0, (leading[1] as string).length));
    content = withoutDue.slice((leading[0] as string).length);
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
    if (before) return { date: date.date, from: before.index, to };
    start = to;
  }
  return null;
}

const tidy = (text: string): string => oneLine(text.replace(/^[\s,;:.–-]+|[\s,;:.–()-]+$/gu, ''));
const capitalise = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
