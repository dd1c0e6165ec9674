import { fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import { fillers } from './chatter.ts';
import { words } from './phrase-reader.ts';

/*
 * When words that nobody understood may be offered to be left aside, and when a line asks more than one count. Leaving a
 * condition aside would offer another question, so whatever may be one is not offered: denials, borders, numbers, times,
 * names, units, and what is said of the people counted.
 */

/** A denial, border, time, place, person or thing that is not counted: it changes what is asked. */
const condition = words(
  'khong|ko|chua|chang|dau co|tru|ngoai|ngoai tru|hon|kem|duoi|tren|so|it|nhieu|gan|khoang|chi co|duy nhat|rieng|con|mat|' +
    'nhat|hoac|truoc|sau|giua|dau|cuoi|nua|ngay|hom|tuan|thang|quy|nam|ky|khoa|dot|mua|gio|mai|kia|moi|cu|' +
    'xa|phuong|thon|to|khoi|tinh|huyen|so|ban|phong|truong|chi bo|dang bo|dang uy|don vi|co quan|' +
    'ten|la|bi|theo|thuoc|duoc|co|lam|hoc|giu|tham gia|nu|dao|ton giao|ky luat|khien trach|canh cao|khai tru|vi pham|xep loai|' +
    'hoan thanh|xuat sac|tham tra|ly lich|que|luong|dang phi|suc khoe|qua doi|tu tran|vo|chong|gia dinh|liet si|' +
    'ngheo|bau|cap uy|uy vien|bi thu|chuc vu|can bo|lanh dao|quan chung|ung vien|cam tinh|du kien|se|sap|muc tieu|chi tieu|ke hoach',
);
const compounds = words(
  'qua doi|tu tran|tu vong|mat tich|khong \\p{L}+|chua \\p{L}+|tru \\p{L}+|ngoai \\p{L}+|ten \\p{L}+|binh quan|trung binh|cao nhat|thap nhat|lon nhat|gan \\p{L}+',
);
const ofPeople =
  /(?<!\p{L})(?:dang vien|dv|dvdb|nguoi|dong chi|d\/c|nu|nam|chinh thuc|du bi|tuoi|la|bi|theo|thuoc|co|da|dang|duoc|ket nap)[ ]*$/u;

/**
 * Whether `unread` words of `text` may be left aside in a reading that is offered: each is a clause of its own, or one or two
 * words that do not stand behind the people who are counted; and the line names what is counted.
 */
export function canStandAside(text: string, unread: readonly string[]): boolean {
  const folded = fold(text);
  if (unread.length === 0 || unread.length > 2 || !counted.test(folded)) return false;
  return unread.every((typed) => {
    const from = text.indexOf(typed);
    if (from < 0 || text.includes(typed, from + 1)) return false;
    const said = fold(typed);
    const isNamed = from > 0 && /\p{Lu}/u.test(typed) && text !== text.toUpperCase();
    const before = folded.slice(0, from);
    const after = folded.slice(from + typed.length);
    // With its neighbours: of 'qua đời' only the half that is no filler was reported.
    const around = `${/\S+\s*$/u.exec(before)?.[0] ?? ''}${said}${/^\s*\S+/u.exec(after)?.[0] ?? ''}`;
    if (isNamed || /\d/u.test(said) || condition.test(said) || compounds.test(around)) return false;
    const isClause = /(?:^|[,.;:!?(])\s*$/u.test(before) && /^\s*(?:$|[,.;:!?)])/u.test(after);
    return (isClause || syllables(typed).length <= 2) && !isOfPeople(before);
  });
}
/** Whether words behind `before` say something of the people, also with idle words between: 'đảng viên hiện …'. */
function isOfPeople(before: string): boolean {
  if (ofPeople.test(before)) return true;
  const last = /(?:^|\s)(\p{L}+)\s*$/u.exec(before);
  return last !== null && fillers.has(last[1] ?? '') && isOfPeople(before.slice(0, last.index + 1));
}

const counted = words(
  'dang vien|dv|dvdb|ket nap|chuyen|cong nhan|huy hieu|the dang|chi bo|dang bo|to chuc dang|tccsd|to chuc co so dang|bien dong|tuoi dang',
);

const howMany =
  /(?<![\p{L}\p{N}])(?<!(?:chiem|ty le|ti le|dat|tang|giam|hon|kem|lech) )(?:bao nhieu|bn|may)(?! ?(?:%|phan tram|nam|tuoi))(?![\p{L}\p{N}])/gu;
const andMembers =
  /(?<!\p{L})(?:dang vien|dv|dvdb)(?!\p{L}).*(?:,|(?<!\p{L})(?:va|voi|cung)) ?(?:so |so luong )?(?:dang vien|dv|dvdb)(?!\p{L})/u;

/** Whether a line with `details` filters asks for the count of each of two groups, which one number cannot answer. */
export function asksTwoCounts(text: string, details: number): boolean {
  const folded = fold(text);
  if (details >= 1 && andMembers.test(folded)) return true;
  return details >= 2 && [...folded.matchAll(howMany)].length > 1;
}
