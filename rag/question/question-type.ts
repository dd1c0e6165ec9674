/** What kind of thing the answer must hold. */
export type QuestionType =
  | 'symbol'
  | 'percent'
  | 'money'
  | 'duration'
  | 'date'
  | 'number'
  | 'reason'
  | 'person'
  | 'place'
  | 'list'
  | 'definition'
  | 'manner'
  | 'yes-no'
  | 'which'
  | 'other';

const w = (pattern: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${pattern})(?![\p{L}\p{N}])`, 'u');

/** First match gives the main type. On folded text. */
const typePatterns: readonly (readonly [QuestionType, RegExp])[] = [
  [
    'symbol',
    w(
      'so hieu|ky hieu|(?:van ban|chi thi|nghi quyet|quyet dinh|quy dinh|quy che|ke hoach|nghi dinh|bo luat|luat|thong tu|huong dan|ket luan|thong bao|cong van|chuong trinh|de an|to trinh)(?: so)? (?:nao|so may|so bao nhieu|so gi|may)|so may',
    ),
  ],
  [
    'duration',
    w('bao lau|trong vong bao|(?:bao nhieu|may) (?:nam|thang|ngay|gio|tuan|phut)(?! (?:nao|may))'),
  ],
  ['percent', w('(?:ty|ti) (?:le|trong)|bao nhieu (?:phan tram|%)|may phan tram|bao nhieu %')],
  [
    'money',
    w(
      'bao nhieu tien|bao nhieu (?:trieu|ty|nghin)?\\s?dong(?! chi)|muc (?:phat|thuong|luong|tien|ho tro|xu phat|dong gop|dong|chi)|(?:so tien|tien|kinh phi|tong von|le phi|phi|gia ve|gia thue|gia ban|don gia|luong) .*(?:bao nhieu|may)|gia (?!tri|han|dinh|nhap).*bao nhieu|phat tien',
    ),
  ],
  [
    'date',
    w(
      'ngay nao|khi nao|bao gio|luc nao|thoi gian nao|nam nao|thang nao|quy nao|(?<!(?:mot|moi|hang) )ngay (?:may|bao nhieu)|thoi diem nao|vao nam|the ky (?:nao|may|thu may)|ngay thang nam|hom nao|may gio|(?<!(?:mot|moi|hang) )nam bao nhieu|han (?:cuoi|chot|nop|hoan thanh)',
    ),
  ],
  ['duration', w('thoi han|thoi gian bao')],
  [
    'number',
    w(
      'bao nhieu|bn|^(?:tong )?so(?! (?:hieu|lieu|sanh|do|nao|may)(?![a-z]))|may|so luong|tong so|dan so|dien tich|bao nhiu|bao nhieu nguoi',
    ),
  ],
  ['reason', w('vi sao|tai sao|ly do|nguyen nhan|do dau|vi dau|nho dau|sao lai')],
  [
    'person',
    w(
      '(?<!(?:trinh|giao|cho|gui|voi|den|toi|cung) )ai|nguoi nao|dong chi nao|nhung ai|do ai|ong nao|ba nao|can bo nao',
    ),
  ],
  [
    'place',
    w(
      'o dau|noi nao|tinh nao|nuoc nao|quoc gia nao|thanh pho nao|dia phuong nao|tu dau|den dau|tai dau|dia diem nao|huyen nao|xa nao|khu vuc nao|cho nao|hop dau',
    ),
  ],
  [
    'list',
    w(
      'nhung .{0,40}?(?:nao|gi)|gom (?:nhung |cac )?(?:gi|ai|nhung|cac)|liet ke|bao gom|cac .{0,30}? nao|nhung gi|ke ra|neu cac|neu nhung|gom',
    ),
  ],
  ['definition', w('nghia la gi|duoc hieu|the nao la|khai niem|dinh nghia|la gi|la van ban gi')],
  ['manner', w('nhu the nao|the nao|bang cach nao|ra sao|lam sao|nhu nao|cach nao')],
  [
    'yes-no',
    /(?:(?<!\p{L})(?:khong|ko|chua|a|nhi|khong a)\s*$)|(?<!\p{L})(?:hay khong|hay chua|dung khong|phai khong|co phai|co dung|duoc khong|co duoc|dung hay sai|da .{1,40} chua)(?!\p{L})/u,
  ],
  ['which', w('nao|gi|ai')],
];

const listWords = w(
  'nhung|cac|gom|liet ke|bao gom|truong hop|dieu kien|ho so|giay to|nhiem vu|quyen|trach nhiem|nguyen tac|noi dung|hinh thuc|thu tuc|trinh tu|bien phap|tieu chuan|hanh vi|yeu cau|kien nghi|de xuat|giai phap|han che|noi nhan',
);

/** Every type that the folded question may have, the main one first; 'other' where it shows none. */
export function typesOf(frame: string): QuestionType[] {
  const asked = frame.replace(/[?!.\s]+$/u, '');
  const types = typePatterns.filter(([, pattern]) => pattern.test(asked)).map(([type]) => type);
  return types.length === 0 ? ['other'] : types;
}

/** Whether several things are asked for. */
export const asksForList = (frame: string, types: readonly QuestionType[]): boolean =>
  types.includes('list') || listWords.test(frame);
