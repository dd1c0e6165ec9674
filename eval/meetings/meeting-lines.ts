import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EntryField } from '../../meetings/entry/parse-meeting.ts';
import type { Attendance, MeetingKind } from '../../meetings/meeting.ts';
import type { Unit, UnitLevel } from '../../members/units/units.ts';

/** The day on which every line is typed, a Monday. */
export const today = '2026-08-10';

/** One line with what it says. A field that is absent must stay empty. */
export interface MeetingLine {
  line: string;
  /** Key of the unit. */
  unit?: string;
  kind?: MeetingKind;
  heldOn?: string;
  endsOn?: string;
  startsAt?: string;
  endsAt?: string;
  place?: string;
  chair?: string;
  coChairs?: string[];
  minuteTaker?: string;
  guests?: string;
  host?: string;
  delegation?: string;
  sessionNo?: number;
  isExtended?: boolean;
  isOnline?: boolean;
  topic?: string;
  agenda?: string[];
  conclusions?: string[];
  attendance?: Partial<Attendance>;
  isPlanned?: boolean;
  /** What is missing or unclear in the line and must be asked for. */
  ask?: EntryField[];
  /** Was kept aside until a fault of it was looked at. */
  isSeen?: boolean;
  /** What may as well be asked for as read. */
  mayAsk?: EntryField[];
}

/** Half of the lines is kept aside: rules are written looking at the open half only. */
export const isKeptAside = ({ line, isSeen }: MeetingLine): boolean =>
  isSeen !== true && (createHash('sha256').update(line).digest()[0] ?? 0) % 2 === 1;

/** Lines written by hand. */
export const writtenLines = (): Promise<MeetingLine[]> => linesOf('./lines.jsonl');

/**
 * Sets that were each written before anything was made of them. Second: a second person, as typed on a phone; third to sixth:
 * people who had seen neither a rule nor another line; seventh to ninth: a young clerk, an old secretary without diacritics,
 * an office's letters and what a telephone wrote down; tenth to thirteenth: every voice mixed;
 * fourteenth to twenty-third: ten strangers in some thirty voices, who were asked for ordinary lines.
 * In the twelfth and thirteenth five labels follow the other sets: what stands right behind 'họp' is the topic, a term of a congress too,
 * 'đột xuất' is a kind, and two people are parted by a semicolon.
 */
export const namedSets = [
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
  'thirteenth',
  'fourteenth',
  'fifteenth',
  'sixteenth',
  'seventeenth',
  'eighteenth',
  'nineteenth',
  'twentieth',
  'twenty-first',
  'twenty-second',
  'twenty-third',
] as const;
/** The lines of one of them. */
export const linesOfSet = (name: (typeof namedSets)[number]): Promise<MeetingLine[]> =>
  linesOf(`./${name}-lines.jsonl`);

/** Lines of a file in the form of these sets, which may begin with '/hop'. Default: a set beside this file. */
export async function linesOf(file: string | URL): Promise<MeetingLine[]> {
  const text = await readFile(typeof file === 'string' ? new URL(file, import.meta.url) : file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as MeetingLine)
    .map((told) => ({ ...told, line: told.line.replace(/^\/hop\s+/u, '') }));
}

const named: readonly (readonly [string, string, UnitLevel])[] = [
  ['province', 'Đảng bộ tỉnh Sông Vân', 'provincial'],
  ['agencies', 'Đảng bộ các cơ quan Đảng tỉnh', 'upper_grassroots'],
  ['bloc', 'Đảng bộ Khối các cơ quan tỉnh Sông Vân', 'upper_grassroots'],
  ['officeCommittee', 'Đảng bộ Văn phòng Tỉnh ủy', 'grassroots_committee'],
  ['administration', 'Chi bộ Hành chính', 'cell'],
  ['synthesis', 'Chi bộ Tổng hợp', 'cell'],
  ['logistics', 'Chi bộ Quản trị', 'cell'],
  ['school', 'Đảng bộ Trường Chính trị tỉnh', 'grassroots_committee'],
  ['faculty', 'Chi bộ Khoa Xây dựng Đảng', 'cell'],
  ['training', 'Chi bộ Phòng Đào tạo', 'cell'],
  ['communeOffice', 'Chi bộ Văn phòng Đảng ủy', 'cell'],
  ['boards', 'Chi bộ Ban Xây dựng Đảng', 'cell'],
  ['commune', 'Đảng bộ xã Vân Hạ', 'upper_grassroots'],
  ['east', 'Chi bộ thôn Đông', 'cell'],
  ['west', 'Chi bộ thôn Đoài', 'cell'],
  ['primary', 'Chi bộ Trường Tiểu học Vân Hạ', 'grassroots_cell'],
  ['military', 'Chi bộ Quân sự xã Vân Hạ', 'cell'],
  ['office', 'Chi bộ Văn phòng', 'cell'],
];

/** A fictional province; the key of a unit is its id. */
export const units: readonly Unit[] = named.map(([id, name, level]) => ({
  id,
  parentId: null,
  name,
  shortName: null,
  level,
  aliases: [],
  validFrom: null,
  validTo: null,
  successorIds: [],
  isDemo: true,
}));
/** Name of a unit by its key. */
export const nameOf = (key: string): string => named.find(([id]) => id === key)?.[1] ?? '';
