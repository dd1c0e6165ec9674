import { fold } from '../../text/normalise.ts';
import type { EntryField } from './parsed-meeting.ts';

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

/** A family name or an address follows. */
const named =
  '(?:d/c|dc|dong chi|nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|doan|trinh|cao|la|nong|lo|vi|ha|luong)(?!\\p{L})';

const labelPatterns: readonly LabelPattern[] = [
  {
    field: 'chair',
    pattern: `(?:nguoi |(?:cac )?(?:dong chi |d/c )(?=(?:dong )?chu tri))?(?:duoi su |lam )?(?:dong )?chu (?:tri|toa)${meetingWord}(?: cua)?`,
    isStrong: true,
  },
  { field: 'chair', pattern: `ct(?=\\s*:|\\s+${named})`, isStrong: true },
  {
    field: 'minuteTaker',
    pattern: `(?:nguoi )?ghi (?:bien ban|bb)|(?:nguoi |lam )?(?<!tong |to |ban |doan )thu (?:ky|ki)(?: (?:ghi bien ban|ghi chep))?${meetingWord}`,
    isStrong: true,
  },
  { field: 'minuteTaker', pattern: `tk(?=\\s*:|\\s+${named})`, isStrong: true },
  { field: 'place', pattern: 'dia diem(?: hop| to chuc)?|noi hop|dd(?=\\s*:)', isStrong: true },
  {
    field: 'place',
    pattern: '(?:hop |to chuc )?tai(?! chinh| nguyen| lieu| san| tro| khoan| nan| nang| chinh)',
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
      '(?:dai bieu )?khach moi(?: co| gom)?|dai bieu moi|thanh phan moi|khach(?=\\s*:)|cung du(?: hop)?(?: co)?|(?:tham )?du co|co su tham du cua|voi su tham (?:du|gia) cua|dai bieu(?=\\s*:)|dai bieu(?= d/c| dong chi)',
    isStrong: true,
  },
  { field: 'presenter', pattern: 'bao cao vien|nguoi trinh bay|dien gia', isStrong: true },
  { field: 'press', pattern: 'bao chi(?=\\s*:)|phong vien' },
  { field: 'leader', pattern: 'truong doan(?: la)?' },
  {
    field: 'agenda',
    pattern:
      'noi dung(?: hop| chinh| cuoc hop| sinh hoat| gom)?|chuong trinh(?: hop| nghi su)?(?! hanh dong)|nd(?=\\s*:)',
  },
  { field: 'conclusions', pattern: '(?:ket luan|kl)(?=\\s*:)', isStrong: true },
  { field: 'topic', pattern: '(?:ban )?ve(?: viec)?', written: /^(?:(?:bàn|ban) )?(?:về|ve)/iu },
  { field: 'topic', pattern: 'chu de', written: /^(?:chủ|chu) (?:đề|de)/iu },
  {
    field: 'topic',
    pattern: '(?=(?:nghe (?:bao cao|trinh bay)|xem xet|cho y kien|thong qua|trien khai|quan triet) )',
  },
  {
    field: 'topic',
    pattern:
      '(?<=(?:(?<!phong |tong |phoi |ket |lien )hop|hoi nghi|sinh hoat|hop chi bo|sinh hoat chi bo) )(?=(?:kiem diem(?! rut kinh)|danh gia|xep loai|ket nap|xet|bau|cong nhan|thao luan|binh xet|pho bien|gioi thieu|chuan bi|ban)(?!\\p{L}| (?:chap hanh|thuong vu|to chuc|tuyen giao|dan van|noi chinh|xay dung|chi huy|quan ly|giam hieu)))',
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
export function findLabels(text: string): Label[] {
  const folded = fold(text);
  const found: Label[] = [];
  for (const { field, pattern, written, isStrong } of labelPatterns) {
    // A pattern without letters of its own: its value begins with the word that it looks at.
    const isAhead = /^(?:\(\?<=.*\))?\(\?=/u.test(pattern);
    for (const match of folded.matchAll(
      new RegExp(
        `(?<![\\p{L}\\p{N}])(?:${pattern})${isAhead ? '' : '(?![\\p{L}\\p{N}])'}(\\s*[:=]|\\s+-(?=\\s)|\\s+la(?=\\s+(?:dong chi|d/c)))?\\s*`,
        'gu',
      ),
    )) {
      const from = match.index;
      const own = text.slice(from, from + match[0].length);
      if (written && !written.test(own)) continue;
      if (field === 'topic' && /bao\s$/u.test(folded.slice(0, from))) continue;
      found.push({
        field,
        words: match[0].trim(),
        from,
        to: from + match[0].length,
        hasColon: /[:=]/u.test(match[1] ?? ''),
        ...(isStrong ? { isStrong } : {}),
      } as Label & { isStrong?: boolean });
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  return withoutInner(found);
}

/** Of labels that share letters the first stays; inside agenda and conclusions only strong ones at a clause's beginning. */
function withoutInner(found: readonly (Label & { isStrong?: boolean })[]): Label[] {
  const kept: (Label & { isStrong?: boolean })[] = [];
  for (const label of found) {
    const last = kept.at(-1);
    if (last && label.from < last.to) continue;
    const isInList = last?.field === 'agenda' || last?.field === 'conclusions';
    if (isInList && (!label.isStrong || label.field === 'conclusions' ? !label.hasColon : false)) continue;
    if (last?.field === 'topic' && label.field === 'topic') continue;
    kept.push(label);
  }
  return kept;
}
