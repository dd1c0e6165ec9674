import { cleanText, fold } from '../../text/normalise.ts';
import type { MeetingKind } from '../meeting.ts';
import { fromRoman } from '../../text/roman.ts';

/* Which kind of meeting words name, and what is said with the kind: its number, that it was extended or held online. */

/** A kind with its place in `cleanText(text)`. */
export interface FoundKind {
  kind: MeetingKind;
  from: number;
  to: number;
}

/** What is said about the kind of a meeting. */
export interface ReadKind {
  kind?: MeetingKind;
  /** Two kinds are named that are not one meeting. */
  isUnclear: boolean;
  sessionNo?: number;
  isExtended: boolean;
  isOnline: boolean;
  /** The event is about what follows it: 'sơ kết …', 'chuyên đề …', 'làm việc với …'. Its place, where it is one. */
  about: FoundKind | null;
  /** Words to take out of the line before the unit is looked for. */
  spans: { from: number; to: number }[];
}

/** Events are about something; what stands behind them is their subject, not the kind. */
const events: readonly (readonly [MeetingKind, RegExp])[] = [
  [
    'review',
    /(?:so,? ?tong ket|so ket|tong ket|rut kinh nghiem|kiem diem(?= (?:tap the|ca nhan|giua nam|cuoi nam|6 thang|sau thang|nam \d)))(?!\p{L})/u,
  ],
  [
    'congress-approval',
    /duyet (?:(?:va )?(?:noi dung|van kien|nhan su|ho so|cong tac chuan bi|viec chuan bi|cong tac to chuc|de an|phuong an),? )*(?:to chuc )?dai hoi(?: dai bieu)?(?!\p{L})/u,
  ],
  ['working', /(?:(?:buoi )?lam viec (?:voi|cung|giua)|(?:buoi|cuoc|hoi nghi) lam viec)(?!\p{L})/u],
  [
    'visit',
    /(?:doan(?: cong tac)? (?:khao sat|kiem tra|giam sat)|(?:buoi|di|cuoc|chuyen) (?:khao sat|kiem tra|giam sat)|khao sat|(?<=^[\s¦]*)(?:kiem tra|giam sat))(?!\p{L})/u,
  ],
  ['thematic', /chuyen de(?!\p{L})/u],
  [
    'congress',
    /(?<!(?:chuan bi|nghi quyet|van kien|phuc vu|chao mung|truoc|sau|ket qua|tuyen truyen|trien khai|tien toi|to chuc|ve|cho) )dai hoi(?: dai bieu| dang vien)?(?!\p{L})/u,
  ],
];

/** Bodies and habits; with an event they only say who meets. */
const bodies: readonly (readonly [MeetingKind, RegExp])[] = [
  ['inspection', /(?:uy ban kiem tra|ubkt)(?!\p{L})/u],
  ['standing', /(?:ban thuong vu|btv|(?<=hop )thuong vu|(?<=^[\s¦]*)thuong vu)(?!\p{L})/u],
  ['executive', /(?:ban chap hanh|bch)(?!\p{L})(?! quan su)/u],
  ['permanent', /(?<!bi thu |uy vien )thuong truc(?!\p{L})/u],
  [
    'committee',
    /(?<!(?:bau|sung|kien toan|nhan su|danh gia|gioi thieu|cong nhan) )(?:chi uy|cap uy)(?!\p{L})/u,
  ],
  [
    'regular',
    /(?:thuong (?:ky|ki)|dinh (?:ky|ki)|(?<!(?:nhu|theo) )thuong le|(?<=hop )le(?= ¦|¦|,|$)|hang thang|(?:hop|sinh hoat|shcb)(?: chi bo)? thang(?= \d|¦|$))(?!\p{L})/u,
  ],
  ['other', /(?:bat thuong|dot xuat|hop khac|cuoc hop khac)(?!\p{L})/u],
];

const notInWord = String.raw`(?<![\p{L}\p{N}])`;
const online =
  /[\s(,]*(?<!\p{L})(?<!(?:phong(?: hop)?|hoi truong|nha) )(?:(?:bang |theo |qua )?(?:hinh thuc )?(?:truc tiep (?:ket hop|va) (?:voi )?)?(?:truc tuyen|online)(?: (?:qua |tren )?\(?(?:qua |tren )?(?:zoom|google meet|meet|ms teams|teams|zalo|vnpt meeting))?(?: (?:voi|den|toi) \d+ diem cau)?|qua (?:zoom|google meet|meet|teams|vnpt meeting))(?!\p{L})\)?/u;
const extended = /\s*\(?(?<!\p{L})mo rong(?!\p{L})\)?/u;
const session =
  /(?<!\p{L})(?:(?:ky hop|ky|phien hop|phien|hoi nghi|hn)?\s*lan thu|ky hop thu|(?<!thuong |dinh )ky thu|phien hop thu|phien thu|hoi nghi thu|(?:ky hop|lan|(?<!thuong |dinh )ky|phien)(?= \d))\s+(\d{1,3}|[ivxl]{1,7}|nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)(?![\p{L}\p{N}/]|\s?\/)/u;
const ordinals: Readonly<Record<string, number>> = {
  ...{ nhat: 1, hai: 2, ba: 3, tu: 4, nam: 5, sau: 6, bay: 7, tam: 8, chin: 9, muoi: 10 },
};

/** The kind of meeting that `text` names, with its place; null where it names none, or two that cannot be one. */
export function findKind(text: string): FoundKind | null {
  const clean = cleanText(text);
  const read = readKind(clean);
  if (read.kind === undefined || read.isUnclear) return null;
  const [span] = read.spans;
  return { kind: read.kind, from: read.about?.from ?? span?.from ?? 0, to: read.about?.to ?? span?.to ?? 0 };
}

/** Reads the kind and what belongs to it out of `text`; '¦' stands where something else was taken out. */
export function readKind(text: string): ReadKind {
  let folded = fold(text);
  const spans: { from: number; to: number }[] = [];
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(folded);
    if (!match) return null;
    const to = match.index + match[0].length;
    spans.push({ from: match.index, to });
    folded = folded.slice(0, match.index) + '¦'.repeat(match[0].length) + folded.slice(to);
    return match;
  };
  const firstOf = ([kind, pattern]: readonly [MeetingKind, RegExp]): FoundKind | null => {
    const match = new RegExp(`${notInWord}${pattern.source}`, 'u').exec(folded);
    return match ? { kind, from: match.index, to: match.index + match[0].length } : null;
  };
  let isOnline = false;
  while (take(online) !== null) isOnline = true;
  const isExtended = take(extended) !== null;

  const found = events.map(firstOf).filter((one) => one !== null);
  // The first event is the meeting; later ones, before the next comma, are its subject ('rút kinh nghiệm đại hội').
  const about = found.sort((a, b) => a.from - b.from || b.to - a.to)[0] ?? null;
  const numbered = take(session);
  const sessionNo = numbered ? numberOf(numbered[1] ?? '') : null;

  const clauseEnd = about ? endOfClause(folded, about.to) : 0;
  const habits = bodies.map(firstOf).filter((one) => one !== null);
  const outside = habits.filter((one) => !about || one.to <= about.from || one.from >= clauseEnd);
  const bodyKinds = outside.filter(({ kind }) => kind !== 'regular' && kind !== 'other');
  const isRegular = habits.some(({ kind }) => kind === 'regular');
  const result: ReadKind = {
    isUnclear: false,
    ...(sessionNo !== null ? { sessionNo } : {}),
    isExtended,
    isOnline,
    about,
    spans,
  };
  if (about) {
    spans.push({ from: about.from, to: about.to }, ...outside.map(({ from, to }) => ({ from, to })));
    // 'thường kỳ … đại hội', 'thường kỳ … tổng kết': which of the two it was is not told.
    const isTwo = isRegular && !(about.kind === 'review' && clauseEnd < about.from);
    // 'Duyệt đại hội: BTV A làm việc với B': behind a colon or a comma stands another event.
    const other = found.find(
      (one) =>
        one.kind !== about.kind && (one.from >= clauseEnd || folded.slice(about.to, one.from).includes(':')),
    );
    return { ...result, kind: about.kind, isUnclear: isTwo || other !== undefined };
  }
  spans.push(...outside.map(({ from, to }) => ({ from, to })));
  const [body] = bodyKinds.sort((a, b) => a.from - b.from);
  if (body)
    return { ...result, kind: body.kind, isUnclear: new Set(bodyKinds.map(({ kind }) => kind)).size > 1 };
  const [habit] = outside;
  return habit ? { ...result, kind: habit.kind, isUnclear: outside.length > 1 } : result;
}

/** Where the clause that begins at `from` ends: at a comma, or where something was taken out. */
export function endOfClause(text: string, from: number): number {
  const end = text.slice(from).search(/[,;.¦(]/u);
  return end < 0 ? text.length : from + end;
}

function numberOf(word: string): number | null {
  const written = ordinals[word] ?? (/^\d+$/u.test(word) ? Number(word) : fromRoman(word));
  return written !== null && written > 0 && written < 400 ? written : null;
}
