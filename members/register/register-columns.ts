import { registerFields } from './member.ts';
import type { RegisterField } from './member.ts';
import type { Synonyms } from '../tables/columns.ts';

/** What a column of a register can be: a field, or one of the ways in which lists split a field over columns. */
export type RegisterColumn =
  RegisterField | 'familyName' | 'givenName' | 'birthMale' | 'birthFemale' | 'maleMark' | 'femaleMark';

/** Every name that a person may give a column. */
export const registerColumnNames: readonly RegisterColumn[] = [
  ...registerFields,
  'familyName',
  'givenName',
  'birthMale',
  'birthFemale',
  'maleMark',
  'femaleMark',
];

const born = '(?:ngay )?(?:thang )?(?:nam )?(?:sinh|ns|ntns)(?: ngay)?';
const dated = '(?:ngay )?(?:thang )?(?:nam )?';
const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u');

/** Headers as offices print them, folded, without what stands in brackets. Whole headers only: 'đơn vị công tác' is no unit. */
export const registerSynonyms: Synonyms<RegisterColumn> = [
  [
    'name',
    whole(
      '(?:ho (?:va )?(?:ten dem |chu dem |chu lot )?(?:va )?ten|hoten|ho va ten khai sinh|ho ten khai sinh|ten|ten dang vien|dang vien|dong chi)(?: cua)?(?: dang vien| dong chi)?(?: dang dung| viet hoa| chu in hoa| in hoa)?',
    ),
  ],
  ['familyName', whole('ho|ho dem|ho (?:va )?(?:ten dem|chu dem|chu lot|dem|lot)')],
  ['givenName', whole('ten goi')],
  ['birthMale', whole(`${born} nam`)],
  ['birthFemale', whole(`${born} nu`)],
  ['birthDate', whole(`${born}|sn`)],
  ['sex', whole('gioi tinh|gioi|phai|nam nu|nu nam|gt')],
  ['femaleMark', whole('(?:gioi tinh |gioi )?nu|la nu|dang vien nu')],
  ['maleMark', whole('(?:gioi tinh |gioi )?nam')],
  [
    'unit',
    whole(
      '(?:ten )?(?:chi bo|don vi|to chuc dang|to chuc co so dang|tccsd|dang bo|chi bo dang bo|dang bo chi bo|chi dang bo)(?: truc thuoc| co so| dang sinh hoat| sinh hoat)?|(?:noi|don vi|chi bo|to chuc dang)(?: dang)? sinh hoat(?: dang)?(?: chinh thuc| hien nay| hien tai)?|sinh hoat(?: dang)?(?: tai)?(?: chi bo| don vi)?|thuoc (?:chi bo|don vi|to chuc dang)',
    ),
  ],
  [
    'admissionDecisionDate',
    whole(
      `${dated}(?:ra |ky )?(?:quyet dinh|qd)(?: ket nap)?(?: dang vien| dang)?|ngay (?:quyet dinh|qd) vao dang`,
    ),
  ],
  [
    'confirmationDate',
    whole(
      `${dated}(?:vao dang |dang vien )?(?:chinh thuc|(?:chuyen|cong nhan)(?: dang vien| dang)?(?: vien)? chinh thuc|chinh thuc vao dang|ct)|${dated}(?:duoc )?cong nhan(?: dang vien)? chinh thuc`,
    ),
  ],
  [
    'admissionCeremonyDate',
    whole(
      `${dated}(?:v(?:ao|o) dang|vao dcsvn|vao dang csvn|(?:to chuc )?(?:le )?ket nap|duoc ket nap)(?: vao dang| dang vien| dang)?(?: lan dau)?(?: du bi)?|${dated}du bi|${dated}(?:vao )?dang du bi`,
    ),
  ],
  [
    'standing',
    whole(
      '(?:loai|dien|tu cach|tinh trang) (?:dang vien|dv)|(?:dang vien )?(?:chinh thuc|ct) (?:hay |hoac )?(?:du bi|db)|(?:dang vien )?(?:du bi|db) (?:hay |hoac )?(?:chinh thuc|ct)',
    ),
  ],
  [
    'status',
    whole('(?:trang thai|tinh trang|tinh hinh|hinh thuc|dien)(?: sinh hoat(?: dang)?)?|trang thai dang vien'),
  ],
  [
    'leftDate',
    whole(
      `${dated}(?:chuyen di|chuyen sinh hoat(?: di)?|giam|thoi sinh hoat(?: dang)?|ra khoi (?:dang bo|chi bo|dang))`,
    ),
  ],
  [
    'occupationGroup',
    whole(
      '(?:nhom )?(?:nghe nghiep|nghe)(?: hien nay| hien tai)?|thanh phan(?: nghe nghiep)?|nhom nghe|linh vuc cong tac',
    ),
  ],
  ['theoryLevel', whole('(?:trinh do )?(?:ly luan(?: chinh tri| ct)?|llct|chinh tri|ll chinh tri)')],
  [
    'professionalLevel',
    whole('(?:trinh do )?(?:chuyen mon(?: nghiep vu| ky thuat)?|cmnv|cm nv|dao tao(?: cao nhat)?|hoc vi)'),
  ],
  [
    'schooling',
    whole('(?:trinh do )?(?:van hoa|hoc van|giao duc pho thong|gdpt|pho thong|hoc van pho thong)'),
  ],
  ['isEthnicMinority', whole('(?:thanh phan )?dan toc(?: thieu so)?|dtts|nguoi dan toc thieu so')],
  [
    'badges',
    whole(
      '(?:muc |da nhan |da duoc tang |da tang )?(?:huy hieu|hh)(?: dang)?(?: (?:da|duoc)?(?: duoc)?(?: tang| nhan))?(?: cao nhat)?(?: nam tuoi dang)?',
    ),
  ],
  [
    'partyAgeCorrectionMonths',
    whole(
      '(?:so )?thang (?:dieu chinh|tru|gian doan)(?: tuoi dang)?|(?:dieu chinh|tru|gian doan) tuoi dang(?: so)?(?: thang)?',
    ),
  ],
];

/*
 * Never kept, whatever a header otherwise looks like ('Ngày sinh của con', 'Ngày cấp thẻ'). A Party card number is the
 * personal identity number and cards are managed as classified (38-HD/BTCTW); the rest is outside the minimal register.
 */
const sensitive = [
  'the dang|so the|ngay cap the|cap the|ma the|so td|sdv|the dv',
  'cccd|cmnd|cmtnd|cmt|can cuoc|chung minh|dinh danh|ddcn|ho chieu|passport',
  'bhxh|bhyt|bao hiem|ma so thue|mst|tai khoan|ngan hang|luong|phu cap|dang phi|thu nhap|tai san',
  'dien thoai|sdt|so dt|di dong|dtdd|phone|zalo|facebook|email|mail|thu dien tu|lien lac|lien he',
  'dia chi|thuong tru|tam tru|noi o|cho o|cu tru|ho khau|que quan|que|nguyen quan|noi sinh|noi dang ky',
  'suc khoe|benh|thuong tat|khuyet tat|thuong binh|nhom mau|nhiem|tiem',
  'gia dinh|vo(?! dang)|chong|cha|me|bo me|ten bo|ho ten bo|ngay sinh bo|nam sinh bo|than nhan|nguoi than|anh chi em|hoan canh|hon nhan|ket hon',
  'con thu|con cai|so con|ten con|cac con|cua con|sinh con|con',
  'ky luat|vi pham|khien trach|canh cao|cach chuc|an tich|tien an|to cao|khieu nai',
  'nhan xet|tu tuong|quan diem|tieu chuan chinh tri|tham tra|xac minh|ly lich|lich su|qua khu|thai do|bieu hien',
  'ton giao|tin nguong|dao giao',
];
const sensitivePattern = new RegExp(`(?<!\\p{L})(?:${sensitive.join('|')})(?!\\p{L})`, 'u');

/** Whether a folded header names something the register never holds. */
export const isSensitiveHeader = (key: string): boolean => sensitivePattern.test(key);

/** A value that is an identity, card or phone number: 9, 10 or 12 digits, however grouped. */
export function isIdentityNumber(text: string): boolean {
  const digits = text.replace(/[\s.-]/gu, '');
  return /^(?:\+?84|0)?\d{9}$|^\d{10}$|^\d{12}$/u.test(digits);
}
