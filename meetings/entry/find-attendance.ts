import { fold } from '../../text/normalise.ts';
import { findLabels } from './line-labels.ts';

/* The counts of an attendance among the other words of a line. */

/** One count with its word, in folded form: 'tong 17', 'vang 2 co ly do', 'co mat 14'. */
const absence = 'vang(?: (?:mat )?(?:co|khong)(?: co)? (?:ly do|phep))?|vang mat';
const people = '(?: ?(?:dang vien|dong chi|d/c|dc|dv|nguoi))?';
const countWord =
  `tong so dang vien|tong so dv|tong so|tong|si so|(?:dang vien )?chinh thuc|(?:dang vien )?du bi|(?:duoc )?mien(?: sinh hoat| cong tac)?|` +
  `co mat|du hop|tham du|tham gia|${absence}|(?:sinh hoat )?tam thoi (?:chuyen )?(?:den|di)|co ly do|khong (?:co )?ly do|khong phep|co phep`;
const split = `(?:\\s*\\([^()¦]{0,60}\\))?`;
const countOf = `(?:(?:${countWord})\\s*[:=]?\\s*\\d+(?:/\\d+)?${people}(?: (?:(?:mat )?(?:co|khong)(?: co)? (?:ly do|phep)))?${split}|\\d+${people} (?:${countWord})${split})`;
const opening = `(?<![\\p{L}\\p{N}/])(?:(?:diem danh|quan so|so luong|thanh phan)\\s*[:-]?\\s*)?(?:(?:co )?\\d+ ?(?:dang vien|dong chi|dv)\\s*[,;]\\s*)?`;
/** Two or more counts in a row; a single one may be part of the agenda. */
const counts = new RegExp(
  `${opening}${countOf}(?:[\\s,;.]+(?:va |trong do:? ?)?${countOf})+(?![\\p{L}\\p{N}/])`,
  'u',
);
/** 'có mặt 15/15', 'dự họp 14/15, vắng có lý do 1', '15/15 đảng viên': enough by itself. */
const partOfAll = new RegExp(
  `${opening}(?:(?:co mat|du hop|tham du|tham gia)\\s*:?\\s*\\d+\\s*/\\s*\\d+${people}(?: (?:co mat|du hop|tham du))?|\\d+\\s*/\\s*\\d+ ?(?:(?:dang vien|dong chi|d/c|dc|dv|nguoi)(?: (?:co mat|du hop|tham du))?|(?:co mat|du hop|tham du)))${split}` +
    `(?:[\\s,;.]+(?:va |trong do:? ?)?${countOf})*(?![\\p{L}\\p{N}/])`,
  'u',
);
const told = new RegExp(`(?<!\\p{L})(?:diem danh|quan so)\\s*[:-]?\\s*[^¦]*$`, 'u');

/** Where the counts of an attendance stand in a line, if anywhere. */
export function findAttendance(text: string): { from: number; to: number } | null {
  const folded = fold(text);
  const labelled = findLabels(text).filter(({ field }) => field === 'agenda' || field === 'conclusions');
  const candidates = [partOfAll.exec(folded), counts.exec(folded)].filter((match) => match !== null);
  const best = candidates.sort((a, b) => b[0].length - a[0].length)[0];
  if (best) return { from: best.index, to: best.index + best[0].length };
  const open = told.exec(folded);
  if (open && !labelled.some(({ from }) => from < open.index)) {
    const next = findLabels(text).find(({ from }) => from > open.index)?.from ?? text.length;
    return { from: open.index, to: Math.min(next, open.index + open[0].length) };
  }
  // '15/15' at the end, of which the second number is no month, is how many of how many came.
  const bare =
    /(?<![\p{L}\p{N}/.,:-]|[\d][,.]\s)(\d{1,3})\s*\/\s*(\d{1,3})(?![\p{L}\p{N}/])(?=\s*(?:[,;.¦]|$))/u.exec(
      folded,
    );
  if (bare && Number(bare[2]) > 12 && Number(bare[1]) <= Number(bare[2])) {
    return { from: bare.index, to: bare.index + bare[0].length };
  }
  return null;
}
