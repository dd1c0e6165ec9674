import type { DateOnly } from '../../core/clock.ts';
import { addDays, findPeriods, parseDate, weekdayOf } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { findLooseSymbols } from '../../text/symbols.ts';

/** What a person asks of the task list; names are as typed, the caller knows the units. */
export interface TaskQuestion {
  state: 'open' | 'overdue' | 'done' | 'cancelled' | 'all';
  due: { from: DateOnly; to: DateOnly } | null;
  isUndated: boolean;
  /** Symbols of documents, as typed, with their keys. */
  basis: readonly { symbol: string; key: string }[];
  /** Who leads, where that was said in so many words. */
  lead: string;
  /** A unit or a lead. */
  who: string;
}

const states: readonly (readonly [RegExp, TaskQuestion['state']])[] = [
  [/(?:da )?(?:qua|tre|het|cham) (?:han|thoi han|tien do)|tre han|cham tien do|con cham|bi cham/u, 'overdue'],
  [/(?:da|bi) huy(?: bo)?|huy bo/u, 'cancelled'],
  [
    /(?:chua|khong) (?:xong|hoan thanh|thuc hien|lam|giai quyet|lam xong|thuc hien xong)|dang (?:lam|thuc hien|mo)|con (?:lai|ton|mo|dang lam)|ton dong|chua/u,
    'open',
  ],
  [/(?:da )?(?:hoan thanh|lam xong|thuc hien xong)|da (?:xong|lam|thuc hien)|xong/u, 'done'],
  [/tat ca|toan bo|het thay/u, 'all'],
];
const undated = /khong (?:ghi |co |dat )?(?:thoi )?han|chua (?:ghi |co |dat )?(?:thoi )?han|vo thoi han/u;
const leading = /(?:do|giao cho|giao|chu tri(?: la)?|dau moi(?: la)?|phu trach(?: la)?)\s+/u;
const leadAfter = /\s+(?:chu tri|phu trach|dau moi)(?:\s|$)/u;
/** What says nothing of whom: left out before the rest is read as a name. */
const filler =
  /(?<!\p{L})(?:cac|nhung|co|con|nao|gi|nhiem vu|cong viec|viec|phan viec|dau viec|danh sach|liet ke|cho (?:toi )?(?:xem|biet)|xem|hien nay|hien tai|hien|bay gio|duoc|giao|cua|theo|thuoc|tai|o|ve|den|dang(?! (?:uy|bo|vien|doan|tinh|nhan))|da|chua|bao nhieu|may|khong|han|thoi|co han|den han|sap|toi han|phai|can|lam|trong|thuc hien|can cu|lien quan|ghi|thi|la|nhe|di|voi|bi|nua|don vi|nguoi|ai|toi|chung toi|vay|the|xong)(?!\p{L})/gu;

/** Reads '/nhiemvu …': 'quá hạn', 'chi bộ Văn phòng', '34-CT/TU', 'chủ trì Văn phòng', 'đến hạn tuần này'. */
export function readTaskQuestion(text: string, today: DateOnly): TaskQuestion {
  let clean = cleanText(text);
  const drop = (from: number, to: number): void => {
    clean = clean.slice(0, from) + ' '.repeat(to - from) + clean.slice(to);
  };
  const basis = findLooseSymbols(clean).map(({ symbol, key, from, to }) => {
    // 'theo Chỉ thị 34-CT/TU': the kind of document is part of it.
    const kind =
      /(?:(?:nghi quyet|chi thi|quy dinh|ke hoach|ket luan|cong van|huong dan)\s+)(?:so\s+)?$/u.exec(
        fold(clean.slice(0, from)),
      );
    drop(kind?.index ?? from, to);
    return { symbol, key };
  });
  const isUndated = take(undated);
  const due = readDue();
  // Of a document the whole way is asked, else what is still to do.
  let state: TaskQuestion['state'] = basis.length > 0 ? 'all' : 'open';
  for (const [pattern, named] of states) {
    if (!take(pattern)) continue;
    state = named;
    break;
  }
  const { lead, who } = readNames();
  return { state, due, isUndated, basis, lead, who };

  function take(pattern: RegExp): boolean {
    const match = new RegExp(`(?<!\\p{L})(?:${pattern.source})(?!\\p{L})`, 'u').exec(fold(clean));
    if (!match) return false;
    drop(match.index, match.index + match[0].length);
    return true;
  }

  function readDue(): TaskQuestion['due'] {
    const near =
      /(?<!\p{L})(?:trong )?(?:(\d{1,2}|mot|hai|ba) (ngay|tuan) (?:toi|nua|sap toi)|(hom nay|ngay mai|ngay kia)|(?:sap|toi) (?:den )?han)(?!\p{L})/u.exec(
        fold(clean),
      );
    if (near) {
      drop(near.index, near.index + near[0].length);
      const count = { mot: 1, hai: 2, ba: 3 }[near[1] ?? ''] ?? Number(near[1] ?? 1);
      if (near[2]) return { from: today, to: addDays(today, near[2] === 'tuan' ? 7 * count : count) };
      const shift = { 'hom nay': 0, 'ngay mai': 1, 'ngay kia': 2 }[near[3] ?? ''];
      if (shift !== undefined) return { from: addDays(today, shift), to: addDays(today, shift) };
      return { from: today, to: addDays(today, 7) };
    }
    const week = /(?<!\p{L})(?:cuoi|trong|het) tuan(?: nay)?(?!\p{L})/u.exec(fold(clean));
    if (week) {
      drop(week.index, week.index + week[0].length);
      return { from: today, to: addDays(today, 7 - weekdayOf(today)) };
    }
    const until = /(?<!\p{L})truoc(?: ngay)?\s+(?=\d)/u.exec(fold(clean));
    const day = until && parseDate(clean.slice(until.index + until[0].length), today, { prefer: 'future' });
    if (until && day) {
      drop(until.index, until.index + until[0].length + day.to);
      return { from: '1900-01-01', to: day.date };
    }
    const [period] = findPeriods(clean, today);
    if (!period) return null;
    drop(period.span.from, period.span.to);
    return { from: period.from, to: period.to };
  }

  function readNames(): { lead: string; who: string } {
    const folded = fold(clean);
    const after = leadAfter.exec(folded);
    if (after) return { lead: nameIn(clean.slice(0, after.index)), who: '' };
    const before = leading.exec(folded);
    if (before && /^(?:do|chu tri|giao cho|dau moi|phu trach)/u.test(before[0]))
      return { lead: nameIn(clean.slice(before.index + before[0].length)), who: '' };
    return { lead: '', who: nameIn(clean) };
  }
}

/** What is left of a line when words that name nobody are taken out. */
function nameIn(text: string): string {
  const clean = cleanText(text);
  const masked = fold(clean).replace(filler, (word) => ' '.repeat(word.length));
  const letters = [...clean].map((letter, i) => (masked[i] === ' ' ? ' ' : letter)).join('');
  // A name keeps the words inside it: from its first to its last letter that is left.
  const from = letters.search(/[\p{L}\p{N}]/u);
  if (from < 0) return '';
  const to =
    letters.length -
    [...letters]
      .reverse()
      .join('')
      .search(/[\p{L}\p{N}]/u);
  return oneLine(clean.slice(from, to)).replace(/[?.!,;:]+$/u, '');
}

const work = '(?:nhiem vu|cong viec|dau viec|viec)';
const state =
  '(?:qua han|tre han|het han|cham han|cham tien do|den han|sap den han|toi han|chua xong|chua hoan thanh|chua lam|chua thuc hien|da xong|da hoan thanh|dang lam|dang thuc hien|con lai|con ton|ton dong|chua co thoi han|khong ghi thoi han|khong co thoi han)';
/** Questions about what documents say are not about our list. */
const aboutRules =
  /(?:nhu the nao|ra sao|the nao|quy dinh|huong dan|la gi|nghia la|vi sao|tai sao|xu ly|bi phat|trach nhiem|dieu \d|nghi dinh|bao lau|thi sao|co phai|ky luat)/u;

/** True where a plain sentence asks for the task list: 'nhiệm vụ nào quá hạn', 'viec gi den han tuan nay'. */
export function asksForTasks(sentence: string): boolean {
  const folded = fold(oneLine(cleanText(sentence))).replace(/[?.!]+$/u, '');
  if (folded.length > 120 || aboutRules.test(folded)) return false;
  return (
    new RegExp(`(?<!\\p{L})${work}(?!\\p{L}).{0,60}(?<!\\p{L})${state}(?!\\p{L})`, 'u').test(folded) ||
    new RegExp(`(?<!\\p{L})${state}.{0,12}${work}(?!\\p{L})`, 'u').test(folded) ||
    new RegExp(
      `^(?:.{2,50} )?con (?:nhung |bao nhieu |may )?${work} (?:gi|nao)(?: (?:chua|phai|can) .{0,30})?$`,
      'u',
    ).test(folded) ||
    new RegExp(
      `^(?:danh sach|liet ke|xem|cho xem) (?:cac |nhung )?${work} (?:da )?giao(?: .{0,40})?$`,
      'u',
    ).test(folded)
  );
}

/** The new due date of a task: a day, null for 'không thời hạn', undefined where it cannot be read. */
export function readNewDue(line: string, today: DateOnly): DateOnly | null | undefined {
  if (/^(?:khong|bo|chua)(?: ghi| co| dat)?(?: thoi)?(?: han)?$/u.test(fold(oneLine(line)))) return null;
  return parseDate(line, today, { prefer: 'future' })?.date ?? undefined;
}

/** Who shall lead, of 'giao cho Văn phòng'. */
export const readNewLead = (line: string): string => {
  const clean = oneLine(cleanText(line)).replace(/[.;]+$/u, '');
  const verb = /^(?:giao cho|giao|chuyen cho|chuyen|cho)\s+/u.exec(fold(clean));
  return clean.slice(verb?.[0].length ?? 0);
};

/** What is left of '/nhiemvu giao …' or '/nhiemvu thêm …' to be read as tasks; null where it is a question. */
export function readAdding(args: string): string | null {
  const clean = cleanText(args).trim();
  const verb = /^(?:them|moi|giao|phan cong)(?!\p{L})/u.exec(fold(clean));
  if (!verb) return null;
  return /^(?:them|moi)$/u.test(verb[0]) ? clean.slice(verb[0].length).replace(/^[\s:,]+/u, '') : clean;
}

/** 'các tổ chức cơ sở đảng: - …' : who leads all the tasks of a pasted list; '' where the list names nobody before it. */
export function readListLead(text: string): { lead: string; list: string } {
  const clean = cleanText(text).trim();
  const head =
    /^(?:giao |phan cong )?(?:cho )?([^:\n;]{3,90}?)(?: (?:can|phai|tap trung|thuc hien)[^:\n;]{0,60})?\s*:\s*(?=\n|[-–+•*]\s|1\s*[.)])/u.exec(
      fold(clean),
    );
  if (!head?.[1]) return { lead: '', list: clean };
  const from = head[0].indexOf(head[1]);
  return { lead: clean.slice(from, from + head[1].length), list: clean.slice(head[0].length) };
}

/** Who promises in 'Ban Thường vụ Tỉnh ủy sẽ xây dựng nghị quyết', and what; null where nobody is named so. */
export function readPromise(text: string): { lead: string; content: string } | null {
  const clean = oneLine(cleanText(text));
  const match = /^(.{2,80}?)\s+(?:(?:se|cam ket|hua)\s+)+/u.exec(fold(clean));
  const lead = clean.slice(0, match?.[1]?.length ?? 0);
  const content = clean.slice(match?.[0].length ?? 0);
  // 'sẽ' as it is written: 'sê' and 'sè' are none.
  if (!match || content === '' || !/\s(?:sẽ|se|cam kết|cam ket|hứa|hua)\s/iu.test(clean)) return null;
  return { lead, content: content.charAt(0).toLocaleUpperCase('vi') + content.slice(1) };
}
