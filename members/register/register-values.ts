import { foldedSyllables } from '../../text/syllables.ts';
import type {
  MemberStatus,
  OccupationGroup,
  ProfessionalLevel,
  SchoolingLevel,
  Sex,
  Standing,
  TheoryLevel,
} from './member.ts';

/* What offices write in the cells of a register, folded. The first pattern that fits decides; null: not understood. */

type Values<T> = readonly (readonly [T, RegExp])[];

function reader<T>(values: Values<T>): (text: string) => T | null {
  return (text) => {
    const key = foldedSyllables(text).join(' ');
    return values.find(([, pattern]) => pattern.test(key))?.[0] ?? null;
  };
}

export const readSex = reader<Sex>([
  ['female', /^(?:nu|f|female|gai|nu gioi|phu nu|dong chi nu)$/u],
  ['male', /^(?:nam|m|male|trai|nam gioi)$/u],
]);

/** A mark in a 'Nữ' or 'Nam' column. */
export const isMark = (text: string): boolean => /^(?:x|1|v|✓|✔|\+|co|nu|nam|dung|true)$/iu.test(text.trim());

export const readStanding = reader<Standing>([
  ['probationary', /du bi|^db$|^dvdb$/u],
  ['official', /chinh thuc|^ct$|^dvct$/u],
]);

export const readStatus = reader<MemberStatus>([
  ['exempt', /mien/u],
  ['temporary_out', /tam thoi.*di|tam di|shtt di|di.*tam thoi|vang tam thoi/u],
  ['temporary_in', /tam thoi|tam den|tam tru|shtt/u],
  [
    'left',
    /chuyen di|da chuyen|tu tran|qua doi|da mat|^mat$|chet|hy sinh|xoa ten|khai tru|ra khoi|thoi sinh hoat|giam|chuyen sinh hoat/u,
  ],
  [
    'active',
    /dang sinh hoat|sinh hoat|hoat dong|binh thuong|chinh thuc|du bi|duong chuc|cong tac|^co$|^x$|dang/u,
  ],
]);

export const readTheory = reader<TheoryLevel>([
  ['none', /^(?:khong|chua|0)(?: |$)/u],
  ['bachelor', /cu nhan|^cn(?: |$)|dai hoc/u],
  ['advanced', /cao cap|^cc(?: |$)|cccm|cao cao/u],
  ['intermediate', /trung cap|^tc(?: |$)/u],
  ['elementary', /so cap|^sc(?: |$)|boi duong|dang vien moi/u],
]);

export const readSchooling = reader<SchoolingLevel>([
  ['primary', /tieu hoc|cap (?:1|i)$|^[1-5] (?:5|10|12)$/u],
  ['lower_secondary', /thcs|trung hoc co so|cap (?:2|ii)$|^[6-9] 12$|^[5-7] 10$|^7 10$/u],
  [
    'upper_secondary',
    /thpt|ptth|trung hoc pho thong|pho thong|cap (?:3|iii)$|^1[0-2] 12$|^(?:8|9|10) 10$|^12$/u,
  ],
]);

export const readProfessional = reader<ProfessionalLevel>([
  ['none', /^(?:khong|chua|0)(?: |$)/u],
  ['doctor', /tien si|tien sy|^ts(?: |$)|gs|pgs/u],
  ['master', /thac si|thac sy|^ths(?: |$)|cao hoc|chuyen khoa|^ck/u],
  ['university', /dai hoc|^dh(?: |$)|cu nhan|ky su|bac si|bac sy|kien truc su|^cn(?: |$)|^ks(?: |$)/u],
  ['college', /cao dang|^cd(?: |$)/u],
  ['intermediate', /trung cap|trung hoc chuyen nghiep|^tc(?: |$)|thcn/u],
  ['elementary', /so cap|^sc(?: |$)|cong nhan ky thuat|hoc nghe|cnkt/u],
]);

export const readOccupation = reader<OccupationGroup>([
  ['retired', /huu tri|nghi huu|ve huu|huu|mat suc/u],
  [
    'party_mass',
    /mat tran|doan the|chinh tri xa hoi|co quan dang|khoi dang|cong doan|hoi phu nu|hoi nong dan|ccb|cuu chien binh/u,
  ],
  ['village_staff', /khong chuyen trach|ban chuyen trach|thon|to dan pho|khu pho|ap|ban/u],
  ['commune_staff', /(?:can bo|cong chuc).*(?:xa|phuong|thi tran)|cap xa/u],
  ['armed_forces', /cong an|quan doi|bo doi|luc luong vu trang|quan nhan|si quan|quan su|bien phong|llvt/u],
  [
    'public_service',
    /vien chuc|su nghiep|giao vien|giang vien|bac si|y si|dieu duong|y te|giao duc|nha giao/u,
  ],
  [
    'enterprise',
    /doanh nghiep|cong nhan|cong ty|kinh doanh|buon ban|hop tac xa|lao dong hop dong|tieu thuong/u,
  ],
  ['farmer', /nong dan|nong nghiep|lam ruong|lam nong|lam vuon|ngu dan|nong$/u],
  ['student', /sinh vien|hoc sinh|hoc vien/u],
  ['state_agency', /cong chuc|can bo|nha nuoc|hanh chinh|chuyen vien|kiem sat|toa an|uy ban/u],
  ['other', /khac|tu do|noi tro|lao dong/u],
]);

/** Whether a cell of 'Dân tộc' names a minority; only the answer is kept, not the name. Null: not stated. */
export function readEthnicMinority(text: string): boolean | null {
  const key = foldedSyllables(text).join(' ');
  if (key === '') return null;
  if (/^(?:kinh|viet|nguoi kinh|khong|0|false)$/u.test(key)) return false;
  return /^[a-z ]{1,30}$|^1$/u.test(key) ? true : null;
}

/** Badge levels in years; 294-QĐ/TW, 28.3.1, knows no 35. */
export const badgeLevels = [30, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90] as const;

/** Levels named in a cell ('30, 40 năm', 'x' means nothing); null where a number in it is no level. */
export function readBadges(text: string): number[] | null {
  const numbers = [...text.matchAll(/(?<![\d/.])\d{2}(?![\d/.])/gu)].map((match) => Number(match[0]));
  const levels = new Set<number>(badgeLevels);
  if (numbers.some((number) => !levels.has(number))) return null;
  return [...new Set(numbers)].sort((a, b) => a - b);
}
