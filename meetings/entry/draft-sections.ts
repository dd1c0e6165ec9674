import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { unfoldedLines } from './unfolded-lines.ts';

/*
 * The parts of a draft of minutes: head and attendance, agenda, what was said, the chair's conclusions, votes, proposals,
 * rating, and who signs. Each line belongs to one; nothing is read twice, and what no field takes can be told.
 */

/** A part of minutes. */
export type DraftSection =
  'head' | 'agenda' | 'discussion' | 'conclusions' | 'votes' | 'proposals' | 'rating' | 'tail';

/** A line with what is said before and after its colon, folded once. */
export interface DraftLine {
  /** As it was sent, its numbering too. */
  raw: string;
  text: string;
  folded: string;
  /** Folded words before the colon, without numbering; '' where there is none. */
  label: string;
  /** Behind the colon. */
  value: string;
  /** It is numbered or has a dash before it. */
  isItem: boolean;
  section: DraftSection;
}

const numbering = /^\s*(?:[-–+•*]|\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-hđA-H])[.)/-](?!\d))\s*/u;
/** The numbering of a part: 'IV.', 'B.', 'Phần II'. */
const partNumbering = /^\s*(?:phần\s+)?(?:[IVX]{1,4}|[A-H])\s*[.)/:-]/u;

/** Headings by their folded words; the whole of them, but for who concludes and where. */
const headings: readonly (readonly [DraftSection, RegExp])[] = [
  [
    'conclusions',
    /^(?:(?:phan |y kien )?(?:phat bieu )?ket luan(?:,? (?:cua|tai|chi dao|phan cong|giao|va)(?!\p{L}).*)?(?: \(.*\))?|kl|(?:phan cong|giao) nhiem vu(?: .*)?|nhiem vu (?:duoc giao|thang toi)|(?:sau khi|qua) .* (?:ket luan|ket luan nhu sau|thong nhat ket luan|thong nhat)(?: (?:nhu sau|cac noi dung sau|mot so noi dung sau))?|.{0,120}(?:chu tri|chu toa|bi thu|chu tich|ban thuong vu|ban chap hanh|thuong truc|dang uy|chi uy|hoi nghi|dong chi [\p{L} ]{3,40}) ket luan(?: nhu sau| cac noi dung sau)?)$/u,
  ],
  ['votes', /^(?:ket qua )?bieu quyet(?: .{0,60})?$/u],
  [
    'proposals',
    /^(?:(?:cac |nhung )?(?:kien nghi|de xuat)(?:,? (?:kien nghi|de xuat))?|.{0,60}(?:chi bo|chi uy|dang uy|don vi|hoi nghi) (?:co )?(?:kien nghi|de xuat)(?: .{0,60})?)$/u,
  ],
  [
    'rating',
    /^(?:danh gia|xep loai|tu danh gia)(?:,? (?:danh gia|xep loai))?(?: chat luong)? (?:buoi|cuoc) (?:hop|sinh hoat)(?: .*)?$/u,
  ],
  [
    'discussion',
    /^(?:dien bien|thao luan|(?:cac )?y kien(?: (?:thao luan|phat bieu|tham gia|dong gop|dai bieu).*)?|phat bieu|dien bien .*|thao luan.*)$/u,
  ],
  [
    'agenda',
    /^(?:nd|(?:cac |nhung )?noi dung(?: (?:cuoc hop|hoi nghi|hop|sinh hoat|chinh|lam viec|buoi lam viec|buoi hop|buoi sinh hoat).{0,40})?|chuong trinh(?: (?:hop|hoi nghi|cuoc hop|lam viec).{0,40})?|noi dung, chuong trinh|.{0,80}(?:gom|voi) (?:cac|nhung) noi dung(?: sau)?|(?:tai )?(?:buoi|cuoc|hoi) .{0,60} da)$/u,
  ],
  ['head', /^(?:thoi gian(?:,? dia diem)?|dia diem|thanh phan(?: .*)?|thoi gian, dia diem, thanh phan.*)$/u],
];
const tail =
  /^(?:noi nhan|t\/m|k\/t|luu(?!\p{L})|tran trong|than ai|xin cam on|dai dien |(?:hoi nghi|cuoc hop|buoi hop|buoi sinh hoat|buoi lam viec|hop) (?:ket thuc|be mac|xong)|ket thuc (?:luc|hoi|vao|\d)|\d{1,2}\s*(?:h|gio)\s*\d{0,2}\s*(?:nghi|xong|tan|ve|ket thuc)|(?:bien ban|thong bao|ket luan) nay)/u;
/** Words that leave a list behind: who signs, in columns. */
const signers = /^(?:thu ky|chu tri|chu toa|nguoi ghi)(?:\s+(?:thu ky|chu tri|chu toa|nguoi ghi))*$/u;

/** The lines of a draft, each with its part. */
export function draftLines(text: string): DraftLine[] {
  let section: DraftSection = 'head';
  return unfoldedLines(cleanText(text))
    .map((line) => oneLine(line.replace(/[|\t]+/gu, ' ').replace(/[.…_]{4,}/gu, ' ')))
    .filter((line) => line !== '')
    .map((raw) => {
      const bare = raw.replace(numbering, '');
      const parts = /^([^:]{2,140}?)\s*:\s*(.*)$/u.exec(bare);
      const label = parts && !/\d$/u.test(parts[1] ?? '') ? fold(parts[1] ?? '') : '';
      const line = {
        raw,
        text: bare,
        folded: fold(bare),
        label: label.length <= 60 ? label : '',
        value: label.length <= 60 ? (parts?.[2] ?? '') : '',
        isItem: numbering.test(raw),
      };
      section = sectionOf(line, label, section);
      return { ...line, section };
    });
}

function sectionOf(line: Omit<DraftLine, 'section'>, label: string, current: DraftSection): DraftSection {
  if (tail.test(line.folded) || (signers.test(line.folded) && current !== 'head')) return 'tail';
  if (current === 'tail') return 'tail';
  const words = (label === '' ? line.folded : label).replace(/[.:;]+$/u, '');
  const isHeading =
    label !== '' ||
    partNumbering.test(line.raw) ||
    line.text === line.text.toLocaleUpperCase('vi') ||
    words.split(' ').length <= 6;
  const found = isHeading ? headings.find(([, pattern]) => pattern.test(words))?.[0] : undefined;
  if (found === undefined) return current;
  // A numbered point of a list is no heading of a part, unless it is nothing but the heading.
  const isPoint = line.isItem && !partNumbering.test(line.raw);
  if (isPoint && current !== 'head' && (line.value !== '' || words.split(' ').length > 5)) return current;
  // Minutes go on; nothing but a heading of a part goes back to who was there.
  if (found === 'head' && current !== 'head' && !partNumbering.test(line.raw)) return current;
  return found;
}

/** Lines of a part, without the heading that opens it; what stands behind the heading's colon comes first. */
export function linesIn(lines: readonly DraftLine[], section: DraftSection): string[] {
  return lines.flatMap((line, i) => {
    if (line.section !== section) return [];
    const isOpening = i === 0 || lines[i - 1]?.section !== section || isHeadingOf(line, section);
    if (!isOpening || section === 'tail') return [line.raw];
    return isHeadingOf(line, section) ? (line.value === '' ? [] : [line.value]) : [line.raw];
  });
}

function isHeadingOf(line: DraftLine, section: DraftSection): boolean {
  const words = fold(line.text.replace(/\s*:.*$/u, '')).replace(/[.:;]+$/u, '');
  return headings.some(([kind, pattern]) => kind === section && pattern.test(words));
}
