import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import type { Capacity } from '../meeting.ts';

/** What can be edited of a meeting; 'time' is both ends, a capacity those who took part in it. */
export type EditField =
  | 'unitId'
  | 'kind'
  | 'title'
  | 'sessionNo'
  | 'isExtended'
  | 'isOnline'
  | 'topic'
  | 'heldOn'
  | 'endsOn'
  | 'time'
  | 'startsAt'
  | 'endsAt'
  | 'place'
  | 'chair'
  | 'minuteTaker'
  | 'guests'
  | 'attendance'
  | 'agenda'
  | 'discussion'
  | 'decisions'
  | 'votes'
  | 'recipients'
  | Exclude<Capacity, 'guest' | 'presenter'>;

/** Fields with items that are named by number. */
export type ListField = 'agenda' | 'discussion' | 'decisions' | 'votes';
export const isListField = (field: EditField): field is ListField =>
  field === 'agenda' || field === 'discussion' || field === 'decisions' || field === 'votes';

/** One correction as typed. */
export interface ReadEdit {
  field: EditField;
  /** From 1; null where no number was given. */
  item: number | null;
  isRemoval: boolean;
  /** '' where only the field was named. */
  value: string;
}

/** Folded words at the beginning of a correction; longer ones first. */
const labels: readonly (readonly [EditField, string])[] = [
  ['startsAt', '(?:gio|thoi gian) bat dau'],
  ['endsAt', '(?:gio|thoi gian) ket thuc'],
  ['endsOn', 'ngay ket thuc|den het ngay|den ngay'],
  ['co-chair', 'dong chu tri'],
  ['delegation', 'doan (?:cong tac|khao sat|kiem tra|giam sat)'],
  ['host', 'don vi (?:chu nha|duoc khao sat|duoc kiem tra|lam viec)'],
  ['press', 'bao chi'],
  ['chair', '(?:nguoi )?chu tri|chu toa'],
  ['minuteTaker', 'thu ky|nguoi ghi(?: bien ban)?|ghi bien ban'],
  ['guests', 'khach moi|khach'],
  ['place', 'dia diem|noi hop|cho hop'],
  ['time', 'thoi gian|gio hop|gio'],
  ['heldOn', 'ngay hop|ngay'],
  ['kind', 'loai(?: cuoc)?(?: hop)?|hinh thuc hop'],
  ['title', 'ten(?: cuoc)?(?: hop)?|tieu de'],
  ['sessionNo', 'hoi nghi lan thu|lan thu|lan|ky hop thu'],
  ['isExtended', 'mo rong'],
  ['isOnline', 'truc tuyen|online'],
  ['topic', 'chuyen de|chu de|de tai'],
  ['attendance', 'diem danh|si so|so luong(?: dang vien)?'],
  ['discussion', 'dien bien(?: noi dung)?|thao luan'],
  ['agenda', 'noi dung(?: hop)?|chuong trinh(?: hop)?'],
  ['decisions', 'ket luan'],
  ['votes', '(?:ket qua )?bieu quyet'],
  ['recipients', 'noi nhan'],
  ['unitId', 'don vi|to chuc dang'],
];
const label = new RegExp(
  `^(?:muc |phan |lai |so )?(?:${labels.map(([, words]) => `(${words})`).join('|')})(?!\\p{L})`,
  'u',
);
const removal = /^(?:xoa|bo|go)(?!\p{L})\s*/u;
const filler = /^\s*(?:[:=]|la(?!\p{L})|thanh(?!\p{L})(?! (?:uy|pho|phan|vien|doan|tra)(?!\p{L})))\s*/u;

/**
 * Reads 'dia diem Hội trường tầng 2', 'ket luan 2 thanh giao …', 'xoa noi dung 1', 'kết luận 2: xóa', with or without
 * diacritics; null where no field is named.
 */
export function readEdit(line: string): ReadEdit | null {
  let text = oneLine(cleanText(line));
  const isRemovalFirst = removal.test(fold(text));
  text = text.slice(removal.exec(fold(text))?.[0].length ?? 0);
  const found = label.exec(fold(text));
  if (!found) return null;
  const field = labels[found.slice(1).findIndex((group) => group !== undefined)]?.[0];
  if (!field) return null;
  return { field, ...readItem(field, text.slice(found[0].length), isRemovalFirst) };
}

/** What is said of a field that is already known: '2 giao …', 'xóa 2', 'xóa', 'Hội trường'. */
export function readValue(field: EditField, input: string): ReadEdit {
  const text = oneLine(cleanText(input));
  const leading = isListField(field) ? removal.exec(fold(text)) : null;
  return { field, ...readItem(field, text.slice(leading?.[0].length ?? 0), leading !== null) };
}

function readItem(field: EditField, input: string, isRemovalFirst: boolean): Omit<ReadEdit, 'field'> {
  let text = input;
  let item: number | null = null;
  if (isListField(field)) {
    const number = /^\s*(?:so|thu|muc)?\s*(\d{1,2})(?![\d/])\s*[:.)]?\s*/u.exec(fold(text));
    if (number) {
      item = Number(number[1]);
      text = text.slice(number[0].length);
    }
  }
  text = text.slice(filler.exec(fold(text))?.[0].length ?? 0).trim();
  const isRemoval = isRemovalFirst || /^(?:xoa|bo trong|de trong|xoa di|bo di|xoa trang)$/u.test(fold(text));
  return { item, isRemoval, value: isRemoval ? '' : singleValued.has(field) ? changedTo(text) : text };
}

/** Fields of one value, of which people also type what it was: 'chủ trì đ/c Bình thành đ/c Minh'. */
const singleValued: ReadonlySet<EditField> = new Set<EditField>([
  'heldOn',
  'endsOn',
  'time',
  'startsAt',
  'endsAt',
  'place',
  'chair',
  'minuteTaker',
]);

/** What a value becomes; without marks 'thanh' may be a name, so a person or a number stands on both sides of it. */
function changedTo(text: string): string {
  const cut =
    /^.+?\s(?:thành|sang)\s+(?!(?:ủy|phố|phần|viên|đoàn|tra)(?!\p{L}))/u.exec(text) ??
    /^(?:\S+(?:\s\S+)+?\s(?:thanh|sang)\s+(?=(?:dc|d\/c|dong chi)\s)|\d\S*(?:\s\S+)*?\s(?:thanh|sang)\s+(?=\d))/u.exec(
      fold(text),
    );
  return text.slice(cut?.[0].length ?? 0);
}
