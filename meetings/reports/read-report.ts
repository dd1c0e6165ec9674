import type { DateOnly } from '../../core/clock.ts';
import { findDates, findPeriods } from '../../text/dates.ts';
import type { Period } from '../../text/dates.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { findLooseSymbols } from '../../text/symbols.ts';

/** The reports that can be asked for. */
export const reportKinds = ['meetings', 'compliance', 'tasks', 'proposals', 'congress', 'comments'] as const;
export type ReportKind = (typeof reportKinds)[number];

const kindWords: readonly (readonly [RegExp, ReportKind])[] = [
  [/tiep thu|giai trinh|gop y/u, 'comments'],
  [/dai hoi/u, 'congress'],
  [/kien nghi|de xuat/u, 'proposals'],
  [/nhiem vu|cong viec|viec ton/u, 'tasks'],
  [
    /tuan thu|che do sinh hoat|thuc hien che do|chua hop|da hop|thoi luong|duoi \d+ phut|nen nep|chuyen de/u,
    'compliance',
  ],
  [/cuoc hop|(?<!\p{L})hop(?!\p{L})|sinh hoat|hoi nghi/u, 'meetings'],
];

/** What '/baocaohop …' asks: the kind, null where it was not said, and the period; the caller knows the units. */
export interface ReportQuestion {
  kind: ReportKind | null;
  period: Period | null;
  /** The line without the period, in which a unit may be named. */
  rest: string;
}

/** Reads 'cuộc họp quý 2 chi bộ Văn phòng', 'tuan thu thang 7', 'nhiệm vụ'. */
export function readReportQuestion(text: string, today: DateOnly): ReportQuestion {
  const clean = oneLine(cleanText(text));
  const folded = fold(clean);
  const [period] = findPeriods(clean, today);
  const rest = period ? `${clean.slice(0, period.span.from)} ${clean.slice(period.span.to)}` : clean;
  const kind = kindWords.find(([pattern]) => pattern.test(folded))?.[1] ?? null;
  return { kind, period: period ?? null, rest: oneLine(rest) };
}

/** What the report on proposals is asked by. */
export const amendments = 'kiến nghị';

const rules =
  /(?:nhu the nao|quy dinh|la gi|vi sao|tai sao|bao lau|may lan|the nao|duoc khong|co phai|theo dieu)/u;

/** A plain sentence that asks for a report, as the command it stands for; null for anything else. */
export function recogniseReport(
  sentence: string,
): { name: 'kehoach' | 'tuanthu' | 'baocaohop' | 'daihoi'; args: string } | null {
  const folded = fold(oneLine(cleanText(sentence))).replace(/[?.!]+$/u, '');
  if (folded.length > 140) return null;
  if (
    /(?:ke hoach|trien khai).{0,40}(?:thuc hien|trien khai)?/u.test(folded) &&
    /(?:don vi|to chuc(?: co so)?(?: dang)?|dang uy|dang bo|chi bo|cap uy|noi|ai)\s+(?:nao|da|chua)/u.test(
      folded,
    ) &&
    /(?:da|chua)\s+(?:co|ban hanh|xay dung|lam|gui|trien khai|ra)/u.test(folded) &&
    findLooseSymbols(sentence).length > 0
  )
    return { name: 'kehoach', args: sentence };
  // Documents that units ask to amend stand under the report on proposals.
  if (
    /^(?:nhung |cac |co )?(?:van ban|quy dinh|quy che|tai lieu)(?: nao)? (?:dang )?(?:duoc |bi )?(?:don vi |cap uy |co so )?(?:de nghi|kien nghi|de xuat) (?:sua|thay|bo sung|dieu chinh)(?!\p{L}).{0,40}$/u.test(
      folded,
    )
  )
    return { name: 'baocaohop', args: amendments };
  if (rules.test(folded)) return null;
  const cell = '(?:chi bo|don vi|to chuc(?: dang)?|dang bo|to dang)';
  if (
    new RegExp(`${cell} nao .{0,30}(?:duoi|chua du|khong du|it hon) (?:\\d+ phut|thoi luong)`, 'u').test(
      folded,
    ) ||
    new RegExp(`${cell} nao (?:chua|khong) (?:co |to chuc )?(?:sinh hoat |hop )?chuyen de`, 'u').test(
      folded,
    ) ||
    new RegExp(`${cell} nao (?:chua|da) (?:xep loai|cham diem|danh gia)`, 'u').test(folded) ||
    new RegExp(`${cell} nao da (?:hop|sinh hoat)`, 'u').test(folded) ||
    /^(?:bang |bao cao |tinh hinh )?(?:tuan thu|thuc hien che do sinh hoat|che do sinh hoat|nen nep sinh hoat)(?:\s.{0,60})?$/u.test(
      folded,
    )
  )
    return { name: 'tuanthu', args: sentence };
  if (
    /(?:bao nhieu|may) (?:cuoc|buoi) (?:hop|sinh hoat|lam viec)|(?:hop|sinh hoat) (?:duoc )?(?:bao nhieu|may) (?:cuoc|buoi|lan)/u.test(
      folded,
    ) ||
    /^(?:bao cao|thong ke|tong hop|tinh hinh) (?:cac |so )?(?:cuoc hop|hop|sinh hoat chi bo)(?:\s.{0,60})?$/u.test(
      folded,
    ) ||
    /^(?:bao cao|thong ke|tong hop) (?:cac |so )?(?:nhiem vu|kien nghi)(?: theo .{0,40}| cua .{0,40}| den .{0,30})?$/u.test(
      folded,
    )
  )
    return { name: 'baocaohop', args: sentence };
  if (/^(?:xem |cho xem |co )?lich (?:to chuc )?(?:duyet )?dai hoi(?:\s.{0,60})?$/u.test(folded))
    // Days would begin a new entry; a year or a unit narrows the list.
    return { name: 'daihoi', args: findDates(sentence).length > 0 ? '' : oneLine(cleanText(sentence)) };
  return null;
}
