import { fold } from '../../text/normalise.ts';
import { isMatter, looksLikePlace } from './head-words.ts';
import type { EntryField } from './parsed-meeting.ts';
import { isName, readPeople } from './read-people.ts';

/* The labels of a line ('chủ trì', 'tại', 'nội dung') and the words that each leads, before or after it. */

/** What a label leads. */
export type LabelField =
  | 'chair'
  | 'minuteTaker'
  | 'place'
  | 'guests'
  | 'presenter'
  | 'press'
  | 'leader'
  | 'agenda'
  | 'topic'
  | 'conclusions';

/** The field of the dialogue that each label is asked under. */
export const fieldOf: Readonly<Record<LabelField, EntryField>> = {
  chair: 'chair',
  minuteTaker: 'minute-taker',
  place: 'place',
  guests: 'guests',
  presenter: 'guests',
  press: 'guests',
  leader: 'guests',
  agenda: 'agenda',
  topic: 'agenda',
  conclusions: 'conclusions',
};

/** Whether people are led. */
export const isPersonField = (field: LabelField | EntryField): boolean =>
  field === 'chair' || field === 'minuteTaker' || field === 'minute-taker';

interface LabelPattern {
  field: LabelField;
  pattern: string;
  /** As written with diacritics; what folds to the same letters and is another word is left alone. */
  written?: RegExp;
  /** Also inside an agenda, where most labels are ordinary words. */
  isStrong?: boolean;
}

const meetingWord = '(?: (?:cuoc hop|hoi nghi|buoi hop|phien hop|cuoc lam viec|buoi lam viec|dai hoi))?';

const labelPatterns: readonly LabelPattern[] = [
  {
    field: 'chair',
    pattern: `(?:nguoi |(?:cac )?(?:dong chi |d/c )(?=(?:dong )?chu tri))?(?:duoi su |lam )?(?:(?<!hoi )dong )?chu (?:tri|toa)${meetingWord}(?: cua)?(?: va dieu hanh${meetingWord})?|(?:duoi su |lam )?(?:dieu (?:hanh|khien)|cam (?:trich|chich))${meetingWord}(?: boi)?|(?:doan chu tich|dct)(?=\\s*:)`,
    isStrong: true,
  },
  { field: 'chair', pattern: 'ct', isStrong: true },
  {
    field: 'minuteTaker',
    pattern: `(?:nguoi )?(?:ghi|viet|lam|chep|bien) (?:bien ban|bb|chep)|ghi(?=\\s*[,;.:)¦]|\\s*$)|(?:bien ban|bb)(?=\\s*:|\\s+(?:d/c|dong chi|ong|anh|bac|thay|ba(?! bo)|chi(?! bo| uy)|co(?! (?:chu|dau|mat|y))) \\p{L})|truong (?:doan|ban) thu ky|chap but|(?:nguoi |lam )?(?<!tong |to |ban |doan )thu (?:ky|ki)(?: (?:ghi bien ban|ghi chep))?${meetingWord}`,
    isStrong: true,
  },
  { field: 'minuteTaker', pattern: 'tk', isStrong: true },
  {
    field: 'place',
    pattern: 'dia diem(?: hop| to chuc)?|noi hop|dd(?=\\s*:)',
    written: /^(?!nội)/iu,
    isStrong: true,
  },
  {
    field: 'place',
    pattern:
      '(?<!(?:lam viec|(?<=(?:^|[¦,;:])\\s*(?:doan|to cong tac|ban) [^,;¦]*)(?:khao sat|kiem tra|giam sat)) (?=tai (?:chi bo|dang bo|dang uy|chi uy|btv|ban thuong vu)))(?:hop |to chuc )?tai(?! chinh| nguyen| lieu| san| tro| khoan| nan| nang| chinh)',
    written: /^(?:(?:họp|hop|tổ chức|to chuc) )?(?:tại|tai)/iu,
  },
  {
    field: 'place',
    pattern: '(?:hop )?o(?= (?:phong|hoi truong|nha|tru so|tang|ubnd|van phong|tret))',
    written: /^(?:(?:họp|hop) )?(?:ở|o)/iu,
  },
  {
    field: 'guests',
    pattern:
      '(?:dai bieu )?khach moi(?: co| gom)?|(?:kinh )?moi(?=\\s*:)|dai bieu moi|thanh phan moi|khach(?=\\s*:)|cung du(?: hop)?(?: co)?|(?:tham )?du co|(?:kinh )?moi them(?= \\p{L})|(?<=mo rong )(?:den|toi)(?= \\p{L})|(?:kinh )?moi(?= (?:dang uy |tinh uy|huyen uy|thanh uy|cap tren|cac |truong(?! (?:nong|do thi|song|sinh|lam|xanh|hoc|cong|nuoc|va |$))|pho|dai dien|lanh dao|bi thu|chu tich|ong |ba |anh |thay |bac |dong chi |d/c |ban |doan |mttq|can bo|hoi ))|co su tham du cua|voi su tham (?:du|gia) cua|dai bieu(?=\\s*:)|dai bieu(?= d/c| dong chi)',
    written: /^(?!.*(?:mỗi|mọi|mới)(?!\p{L}))/iu,
    isStrong: true,
  },
  { field: 'presenter', pattern: 'bao cao vien|nguoi trinh bay|dien gia', isStrong: true },
  { field: 'press', pattern: 'bao chi(?=\\s*:)|phong vien' },
  { field: 'leader', pattern: 'truong doan(?: la)?' },
  {
    field: 'agenda',
    pattern:
      '(?<!(?:chuan bi|thong qua|ve|cac|theo|trien khai|thong nhat|gop y|mot so|duyet|nhung) (?:cac )?)noi dung(?: hop| chinh| cuoc hop| sinh hoat| gom)?|chuong trinh(?: hop| nghi su)?(?! hanh dong)|(?<!(?:chuan bi|thong qua|duyet|gop y|thong nhat|trien khai) )nd(?=\\s*:|\\s+\\p{L})',
  },
  { field: 'conclusions', pattern: '(?:ket luan|kl)(?=\\s*:)', isStrong: true },
  {
    field: 'topic',
    pattern:
      'ban viec|(?<!bao |dan |quay |tro |hoi |ra |di |phuc |to )(?:ban )?ve(?: viec)?(?! lam viec| du(?: |$)| khao sat| kiem tra| giam sat| tham| cham| dich| den(?! bu| on))',
    written: /^(?:(?:(?:bàn|ban) )?(?:về|ve)|(?:bàn|ban) (?:việc|viec))/iu,
  },
  { field: 'topic', pattern: '(?:voi )?chu de', written: /^(?:(?:với|voi) )?(?:chủ|chu) (?:đề|de)/iu },
  { field: 'topic', pattern: '(?:voi )?de tai', written: /^(?:(?:với|voi) )?(?:đề|de) (?:tài|tai)/iu },
  { field: 'topic', pattern: 'chuyen de(?=\\s*:)', written: /^(?:chuyên|chuyen) (?:đề|de)/iu },
  {
    field: 'topic',
    pattern: '(?=(?:nghe (?:bao cao|trinh bay)|xem xet|cho y kien|thong qua|trien khai|quan triet) )',
  },
  {
    field: 'topic',
    pattern:
      '(?<=(?:(?<!phong |tong |phoi |ket |lien )hop|hoi nghi|sinh hoat|hop chi bo|sinh hoat chi bo) )(?=(?:kiem diem(?! (?:rut kinh|tap the|ca nhan|giua nam|cuoi nam|6 thang|sau thang|nam \\d))|danh gia|xep loai|ket nap|xet|bau|cong nhan|thao luan|binh xet|pho bien|gioi thieu|chuan bi|ban)(?!\\p{L}| (?:chap hanh|thuong vu|to chuc|tuyen giao|dan van|noi chinh|xay dung|chi huy|quan ly|giam hieu)))',
  },
];

/** A label in a text. */
export interface Label {
  field: LabelField;
  /** As it stands in the text, folded. */
  words: string;
  from: number;
  /** Where its value begins. */
  to: number;
  /** A colon stands behind it. */
  hasColon: boolean;
}

/** All labels of `text`, in order. Inside an agenda only those that end it. */
export function findLabels(told: string): Label[] {
  // What stands in quotation marks is a title, whatever its words.
  const text = told.replace(/["“‘][^"“”‘’¦]{4,160}["”’]/gu, (all) => '¬'.repeat(all.length));
  const folded = fold(text);
  const found: Label[] = [];
  for (const { field, pattern, written, isStrong } of labelPatterns) {
    // A pattern without letters of its own: its value begins with the word that it looks at.
    const isAhead = /^(?:\(\?<=.*\))?\(\?=/u.test(pattern);
    for (const match of folded.matchAll(
      new RegExp(
        `(?<![\\p{L}\\p{N}])(?:${pattern})${isAhead ? '' : '(?![\\p{L}\\p{N}])'}(\\s*[:=]|\\s+-(?=\\s)|\\s+la(?=\\s+\\p{L}))?\\s*`,
        'gu',
      ),
    )) {
      // 'anh Lâm chủ trì' and 'làm chủ trì' fold alike: a name that is no such word stays with the name.
      const all = text.slice(match.index, match.index + match[0].length);
      const isNamed = /(?<!\p{L})(?:d\/c|dc|dong chi|anh|ong|ba|co|chi|chu|bac|thay|thi|van|[abc])\s$/u.test(
        folded.slice(0, match.index),
      );
      const name = (isNamed ? /^l[aâãẫ]m\s+/iu : /^(?:[lL]âm|[lL]ãm|[lL]ẫm|Lam)\s+/u).exec(all)?.[0] ?? '';
      const from = match.index + name.length;
      const own = all.slice(name.length);
      if (written && !written.test(own)) continue;
      if (isBlurred(field, own, text, match.index + match[0].length)) continue;
      // 'chủ trì La Văn Tốn': a family name, where 'là' is not what was written.
      // 'thư ký Lã Thị Xoan': written otherwise it is no 'là' at all.
      const isWrittenOtherwise = /\sla\s*$/iu.test(match[0]) && !/\sl[aà]\s*$/iu.test(own);
      const link =
        isWrittenOtherwise ||
        (/\sla\s*$/iu.test(match[0]) &&
          !/\slà\s*$/iu.test(own) &&
          !/^(?:d\/c|dc|dong chi|ong|ba|anh|chi|co|bac|thay|nguyen|tran|le|pham|vu|luu|ho|chu|lo|mai|dinh|giang|ta|quach)(?!\p{L})/u.test(
            folded.slice(match.index + match[0].length),
          ))
          ? (/l\p{L}\s*$/iu.exec(own)?.[0].length ?? 0)
          : 0;
      if (field === 'topic' && /bao\s$/u.test(folded.slice(0, from))) continue;
      found.push({
        field,
        words: match[0].slice(name.length).trim(),
        from,
        to: match.index + match[0].length - link,
        hasColon: /[:=]/u.test(match[1] ?? ''),
        ...(isStrong ? { isStrong } : {}),
      } as Label & { isStrong?: boolean });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  return withoutInner(found);
}

/** Without marks but for a word here and there. */
const isMostlyPlain = (text: string): boolean => {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => word !== fold(word)).length * 3 <= words.length;
};
const placeNext =
  /^(?:phong|hoi truong|nha|tru so|tang|lau|van phong|p\.?\d|giang duong|ub|san|diem|lop|trung tam|khu|so nha|so \d|phòng|hội trường|nhà|trụ sở|tầng)/iu;

/** Words that are a label only where they are written so, or where what follows says so. */
function isBlurred(field: LabelField, own: string, text: string, to: number): boolean {
  const word = own.trim();
  if (field === 'place' && /(?:^|\s)(?:tại|tai)$/iu.test(word))
    return leadsNowhere(word, text, to - own.length, to);
  if (/^(?:ct|tk)$/iu.test(word)) {
    const after = (/^[^,;¦]*/u.exec(text.slice(to))?.[0] ?? '').trim();
    if (/^(?:và|va|còn|con)\s/iu.test(after)) return false;
    if (after === '' || /^[:=)-]/u.test(after) || /[:=]\s*$/u.test(own)) return false;
    const words = after.split(/\s+/u);
    // 'ct bí thư Tống Thị Nhàn': a position before the name.
    if (readPeople(after).people.some(({ name, position }) => name !== '' && position !== '')) return false;
    if (
      /^(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|ông|bà|anh|chị|cô|chú|bác|thầy|ong|ba|chi|co|chu|bac|thay|[abc])(?!\p{L})/iu.test(
        after,
      )
    )
      return false;
    return ![4, 3, 2, 1].some(
      (count) =>
        count <= words.length &&
        isName(words.slice(0, count).join(' '), count > 1 || !/^\p{Lu}\p{Ll}/u.test(after)),
    );
  }
  return false;
}

/** 'tại', from `from` to `to`, that leads to no place where the meeting was. */
function leadsNowhere(word: string, text: string, from: number, to: number): boolean {
  const before = text.slice(0, from);
  const clause = /[^,;¦.]*$/u.exec(before)?.[0] ?? '';
  const isPlaceNext = placeNext.test(text.slice(to));
  // 'xem xét kết quả giám sát tại 3 xã': where the matter is, not where it was dealt with.
  if (!isPlaceNext && isMatter(clause.trim())) return true;
  // 'chuyên đề: tiết kiệm điện tại trụ sở, …, hội trường B': the place stands in a clause of its own.
  const isOfTopic = /(?<!\p{L})(?:chuyen de|chu de|de tai)\s*:/u.test(fold(clause));
  const others = text.slice(to).split(/[,;¦]/u).slice(1);
  if (isOfTopic && others.some((other) => looksLikePlace.test(fold(other.trim())))) return true;
  if (/tại$/iu.test(word)) return false;
  // 'thien tai nha may': no place, though one seems to follow.
  if (/(?:thien|hien|tuong|trong|cong|nhan)\s+$/u.test(fold(before))) return true;
  // 'thiên tai' among words with their marks is no 'tại'; without marks a place must follow, or a clause begin.
  const isBeginning = /(?:^|[,;¦.]\s*|hop\s+|sinh hoat\s+)$/u.test(fold(before));
  return !isPlaceNext && !(isMostlyPlain(text) && isBeginning);
}

/** Of labels that share letters the first stays; inside agenda and conclusions only strong ones at a clause's beginning. */
function withoutInner(found: readonly (Label & { isStrong?: boolean })[]): Label[] {
  const kept: (Label & { isStrong?: boolean })[] = [];
  for (const label of found) {
    const last = kept.at(-1);
    if (last && label.from < last.to) continue;
    const isInList = last?.field === 'agenda' || last?.field === 'conclusions';
    if (isInList && (!label.isStrong || label.field === 'conclusions' ? !label.hasColon : false)) continue;
    // 'kết luận: mỗi phòng …': without marks 'mỗi' looks like 'mời'.
    if (last?.field === 'conclusions' && label.field === 'guests' && !label.hasColon) continue;
    if (last?.field === 'topic' && label.field === 'topic') continue;
    kept.push(label);
  }
  return kept;
}
