import type { UnitLevel } from '../units/units.ts';
import { words } from './phrase-reader.ts';
import type { PhraseReader } from './phrase-reader.ts';
import type { FlowMeasure, Measure } from './statistics-query.ts';

/* Which measure a typed line asks for. What two measures could be meant by is told as such, never chosen. */

/** What may be meant where words have several readings. */
export type Ambiguity =
  /** 'chi bộ': chi bộ cơ sở, chi bộ trực thuộc, or both. */
  | 'cells'
  /** 'đảng bộ': of which level. */
  | 'committees'
  /** 'CB': chi bộ or cán bộ; 'ĐB': đảng bộ or đại biểu. */
  | 'cb'
  | 'db'
  /** A flow without its period. */
  | 'period'
  /** 'huy hiệu 40 năm': who has it, or to whom it was awarded when. */
  | 'badge'
  /** 'chuyển sinh hoạt': away or here. */
  | 'transfer'
  /** 'trung cấp': of schooling for a profession, or of political theory. */
  | 'level'
  /** 'theo trình độ': of which kind. */
  | 'education'
  /** 'đảng viên trẻ': up to which age. */
  | 'young';

export interface TakenMeasure {
  measure: Measure;
  /** Of organisations: which levels. */
  levels: UnitLevel[] | null;
  ambiguity: Ambiguity | null;
}

export const grassroots: readonly UnitLevel[] = ['grassroots_committee', 'grassroots_cell'];
export const cells: readonly UnitLevel[] = ['cell', 'grassroots_cell'];

/** Kinds of organisation as they are asked for; the longer names first. */
const kinds: readonly (readonly [string, readonly UnitLevel[] | null, Ambiguity | null])[] = [
  ['to chuc co so dang|tccsd|tccs dang|to chuc dang co so', grassroots, null],
  [
    'dang bo (?:cap tren )?(?:truc tiep )?(?:cua )?(?:cap tren )?(?:truc tiep )?(?:cua )?(?:to chuc )?co so dang',
    ['upper_grassroots'],
    null,
  ],
  [
    '(?:dang bo|to chuc dang) cap tren(?: truc tiep)?(?: cua)?(?: (?:to chuc )?co so(?: dang)?| tccsd)?',
    ['upper_grassroots'],
    null,
  ],
  ['dang bo co so|dbcs', ['grassroots_committee'], null],
  ['chi bo co so|cbcs', ['grassroots_cell'], null],
  ['dang bo bo phan|dbbp', ['sectional_org'], null],
  ['chi bo (?:truc thuoc|thuoc dang bo co so|nho)|cbtt', ['cell'], null],
  ['to dang', ['group'], null],
  ['to chuc dang|to chuc', null, null],
  ['chi bo', null, 'cells'],
  ['dang bo', null, 'committees'],
  ['cb', null, 'cb'],
  ['db', null, 'db'],
];
const asks = '(?:bao nhieu|bn|may|so luong|tong so|so|dem)';
const kindPatterns = kinds.map(
  ([source, levels, ambiguity]) =>
    ({
      pattern: words(`(?:${asks} |co cau |he thong |cac )(?:cac )?(?:${source})`),
      levels,
      ambiguity,
    }) as const,
);
const countedBehind = kinds.map(
  ([source, levels, ambiguity]) =>
    ({
      pattern: words(
        `(?:cac |so )?(?:${source})(?= .*(?:bao nhieu|bn|may) (?:cai|to chuc|don vi)(?!\\p{L}))`,
      ),
      levels,
      ambiguity,
    }) as const,
);
const bareGrassroots = words('to chuc co so dang|tccsd');
const namesPeople = words('dang vien|dv|dvdb|quan chung|dong chi|d/c|huy hieu');

/** What happened to members, as offices say it. */
const flows: readonly (readonly [FlowMeasure, string])[] = [
  ['card_reissue', 'cap lai (?:the(?: dang vien| dang)?)|the (?:dang vien |dang )?(?:duoc )?cap lai'],
  [
    'card_issue',
    '(?<!(?:trung|cao) )cap (?:moi )?(?:duoc )?(?:bao nhieu |bn |may )?(?:the(?: dang vien| dang)?)(?: moi)?|the (?:dang vien |dang )?(?:duoc )?cap(?: moi)?|phat the(?: dang vien| dang)?',
  ],
  [
    'confirm',
    '(?<!(?:chua|khong|cho|sap|han|kien) (?:duoc )?)(?:duoc )?(?:(?:xet )?chuyen|cong nhan)(?: dang)?(?: vien)?(?: du bi)?(?: thanh| len)?(?: dang vien)? chinh thuc',
  ],
  [
    'transfer_out',
    '(?:chuyen (?:sinh hoat )?(?:dang )?(?:di|ra)(?: noi khac| khoi dang bo)?|chuyen di noi khac)',
  ],
  [
    'transfer_in',
    '(?:chuyen (?:sinh hoat )?(?:dang )?(?:den|ve)(?: tu noi khac)?|(?:tiep )?nhan(?: dang vien)?(?: sinh hoat)?(?: dang)? (?:tu )?noi khac(?: ve| den| chuyen den| chuyen ve)?|tiep nhan(?: dang vien)?(?: sinh hoat)?(?: dang)?)',
  ],
  ['left', '(?:cho )?ra khoi dang(?! bo)|giam khac|giam do ly do khac'],
  [
    'admit',
    '(?:dang vien )?(?:duoc |moi )*ket nap(?: duoc)?(?: moi)?(?: dang)?(?: vien)?(?: moi)?(?: vao dang)?|dang vien moi|(?:moi )?phat trien(?: them)?(?: duoc)?(?: (?:bao nhieu|bn|may))?(?: dang vien| dang| dv)(?: moi)?|phat trien (?:them |duoc )+(?:bao nhieu|bn|may)(?: nguoi| dong chi)?|vao dang moi|moi vao dang(?: duoc)?',
  ],
];
const flowPatterns = flows.map(([measure, source]) => ({ measure, pattern: words(source) }));

const ratings = words(
  '(?:danh gia )?(?:xep loai |chat luong )+(?:cac )?(?:buoi )?(?:sinh hoat(?: chi bo)?|shcb)|xep loai shcb|chat luong shcb|xep loai chi bo sinh hoat',
);
const apart =
  /(?<!\p{L})(?<!mien )(?<!chuyen )(?:sinh hoat chi bo|shcb)(?!\p{L}).*(?<!\p{L})(?:xep loai|chat luong)(?!\p{L})/u;
const amount = '(?: (?:len|xuong|them|bot|duoc|di|bao nhieu|bn|may|nhieu|it|nguoi|dang vien|dv|dong chi))*';
const changes = words(
  `bien dong|(?:tang|giam)(?: them| bot| di| duoc)*(?= (?:bao nhieu|bn|may)(?! tuoi)(?!.*(?:tang|giam)))|tang${amount} ?(?:,|/|-|va|hay|hoac|con)? ?(?:thi )?giam${amount}`,
);

/** Takes the measure out of the line; members where nothing else is said. `isComparison`: 'tăng hay giảm' asks no balance. */
export function takeMeasure(reader: PhraseReader, isComparison = false): TakenMeasure {
  const simple = (measure: Measure): TakenMeasure => ({ measure, levels: null, ambiguity: null });
  if (reader.take(ratings)) return simple('ratings');
  // 'Sinh hoạt chi bộ quý 2 xếp loại thế nào': the two words apart.
  if (apart.test(reader.rest())) {
    reader.take(words('sinh hoat chi bo|shcb'));
    reader.take(words('(?:duoc )?(?:danh gia )?(?:xep loai|chat luong)(?: chat luong)?'));
    return simple('ratings');
  }
  if (isComparison)
    for (const { measure, pattern } of flowPatterns) if (reader.take(pattern)) return simple(measure);
  if (reader.take(changes)) {
    reader.take(changes);
    return simple('changes');
  }
  for (const { measure, pattern } of flowPatterns) if (reader.take(pattern)) return simple(measure);
  if (reader.take(words('chuyen sinh hoat(?: dang)?')))
    return { measure: 'transfer_out', levels: null, ambiguity: 'transfer' };
  if (namesPeople.test(reader.rest())) return simple('members');
  for (const { pattern, levels, ambiguity } of kindPatterns)
    if (reader.take(pattern))
      return {
        measure: 'organisations',
        levels: levels && [...levels, ...(ambiguity === null ? takeFurtherKinds(reader) : [])],
        ambiguity,
      };
  // 'Chi bộ cơ sở … có mấy cái': what is counted stands first.
  for (const { pattern, levels, ambiguity } of countedBehind) {
    if (!reader.take(pattern)) continue;
    reader.take(words('(?<=(?:bao nhieu|bn|may) )(?:cai|to chuc|don vi)'));
    return { measure: 'organisations', levels: levels && [...levels], ambiguity };
  }
  if (reader.take(bareGrassroots))
    return { measure: 'organisations', levels: [...grassroots], ambiguity: null };
  return simple('members');
}

/** Kinds that follow one already taken: 'bao nhiêu chi bộ cơ sở, đảng bộ cơ sở'. */
function takeFurtherKinds(reader: PhraseReader): UnitLevel[] {
  return furtherKinds.flatMap(({ pattern, levels }) => (reader.take(pattern) ? levels : []));
}
const furtherKinds = kinds.flatMap(([source, levels, ambiguity]) =>
  levels === null || ambiguity !== null
    ? []
    : [{ pattern: words(`(?<=\\| ?(?:,|va|\\+|/) ?)(?:${source})`), levels }],
);

/** A badge in the line. */
export interface TakenBadge {
  level: number | null;
  /** 'held': has one; 'awarded': was given one in a period; 'split': by level; 'open': nothing says which. */
  as: 'held' | 'awarded' | 'split' | 'open';
  /** Also to be told by level: 'tặng huy hiệu … theo mức huy hiệu'. */
  isSplit: boolean;
}

const level = '(?: ?(?:loai |muc )?(\\d{2})(?: nam)?(?: tuoi dang)?)?';
const badge = `huy hieu(?: dang)?${level}`;
const awarded = words(
  `(?:duoc )?(?:xet )?(?:trao tang|tang thuong|trao|tang)(?: duoc)? (?:bao nhieu |may )?${badge}|${badge} (?:duoc |da )?(?:trao tang|trao|tang|cap)`,
);
const held = words(
  `(?:dang |da )?(?:co|nhan|mang|giu)(?: duoc)? ${badge}|${badge}(?: \\p{L}+){0,2} (?:dang co|hien co)`,
);
const splitByBadge = words('(?:theo |va )(?:muc |loai )?huy hieu(?: dang)?');
const bare = words(badge);

/** Takes a badge out of the line; null where there is none. */
export function takeBadge(reader: PhraseReader): TakenBadge | null {
  const isSplit = reader.take(splitByBadge) !== null;
  for (const [as, pattern] of [
    ['awarded', awarded],
    ['held', held],
    ['open', bare],
  ] as const) {
    const match = reader.take(pattern);
    if (!match) continue;
    const years = match.slice(1).find((group) => group !== undefined);
    return { level: years === undefined ? null : Number(years), as, isSplit };
  }
  return isSplit ? { level: null, as: 'split', isSplit } : null;
}
