import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { parseTimeRange } from '../../text/times.ts';
import { attendanceProblems, turnoutText } from '../record/attendance.ts';
import type { NotedField, NotesDraft } from './check-notes.ts';
import { startGuided, type GuidedEnvironment, type UnitChoice } from './guided.ts';
import { parseAttendance } from './parse-attendance.ts';
import { parseMeetingLine, type ParsedMeeting } from './parse-meeting.ts';
import { readKind } from './read-kind.ts';
import { personLine, readPeople } from './read-people.ts';
import { isUnclear, readWhen } from './read-when.ts';

/*
 * A draft of minutes or a forwarded note, read by rules: headings and labelled lines as the forms of minutes have them
 * (16-HD/VPTW and the forms of cells), else the sentences that say who met, when and under whom. Every field names the
 * line that it came from; what people said in the discussion is not read at all.
 */

/** Whether a text is minutes by its looks: their title, and two of the labels that minutes have. */
export function looksLikeDraft(text: string): boolean {
  const lines = linesOf(text);
  if (lines.length < 5 || !lines.slice(0, 8).some(({ folded }) => /^bien ban(?!\p{L})/u.test(folded)))
    return false;
  const labels =
    /^(?:nguoi )?(?:chu tri|chu toa|thu ky|ghi bien ban|thanh phan|dia diem|thoi gian|tong so|co mat|noi dung)/u;
  return lines.filter(({ folded }) => labels.test(folded)).length >= 2;
}

/** Reads `text`; null where fewer than two fields of a meeting stand in it. */
export function readDraft(text: string, environment: GuidedEnvironment): NotesDraft | null {
  const read = readDraftFields(text, environment);
  return read.found.length < 2 ? null : draftOf(read, environment);
}

/** Fields of a draft before they are looked at. */
export interface DraftFields {
  parsed: ParsedMeeting;
  found: NotedField[];
  leftOut: NotedField['step'][];
}

/** The draft in the guided dialogue: what is missing and needed is asked for, then comes the review. */
export function draftOf(
  { parsed, found, leftOut }: DraftFields,
  environment: GuidedEnvironment,
): NotesDraft | null {
  const turn = startGuided(parsed, environment);
  return turn.type === 'ask' ? { turn, found, leftOut } : null;
}

/** Lines with what is said before and after their colon, folded once. */
interface Line {
  text: string;
  folded: string;
  /** Folded words before the colon, without numbering; '' where there is none. */
  label: string;
  /** Behind the colon. */
  value: string;
  /** It is numbered or has a dash before it. */
  isItem: boolean;
}

const numbering = /^\s*(?:[-–+•*]|\(?(?:\d{1,2}|[ivxIVX]{1,4}|[a-hđ])[.)/-])\s*/u;

function linesOf(text: string): Line[] {
  return cleanText(text)
    .split('\n')
    .map((line) => oneLine(line.replace(/[|\t]+/gu, ' ').replace(/[.…_]{4,}/gu, ' ')))
    .filter((line) => line !== '')
    .map((line) => {
      const bare = line.replace(numbering, '');
      const parts = /^([^:]{2,60}?)\s*:\s*(.*)$/u.exec(bare);
      return {
        text: bare,
        folded: fold(bare),
        label: parts && !/\d$/u.test(parts[1] ?? '') ? fold(parts[1] ?? '') : '',
        value: parts?.[2] ?? '',
        isItem: numbering.test(line),
      };
    });
}

/** Reads the fields of `text` without judging whether they are enough. */
export function readDraftFields(text: string, environment: GuidedEnvironment): DraftFields {
  const lines = linesOf(text);
  const found: NotedField[] = [];
  const leftOut = new Set<NotedField['step']>();
  const head: ParsedMeeting['head'] = {};
  const note = (step: NotedField['step'], value: string, source: string): void =>
    void found.push({ step, value, source: source.slice(0, 300) });
  const title = titleAt(lines);
  const top = lines.slice(0, Math.max(title + 4, 12));

  const unit = unitOf(lines, title, environment);
  if (unit) note('unit', unit.unit.name, unit.source);

  const kindLine =
    top.slice(Math.max(title, 0)).find(({ text: line }) => readKind(line).kind !== undefined) ??
    lines.slice(0, 20).find(({ text: line }) => !isHeading(line) && readKind(line).kind !== undefined);
  if (kindLine) {
    const parsed = parseMeetingLine(firstSentence(kindLine.text), environment.today);
    const { kind, sessionNo, isExtended, isOnline, topic } = parsed.head;
    if (kind && !parsed.unclear?.some(({ field }) => field === 'kind')) {
      Object.assign(head, { kind }, sessionNo ? { sessionNo } : {}, isExtended ? { isExtended } : {});
      Object.assign(head, isOnline ? { isOnline } : {}, topic && kind !== 'regular' ? { topic } : {});
      const met = (parsed.head.participants ?? []).filter(
        ({ capacity }) => capacity === 'host' || capacity === 'delegation',
      );
      if (met.length > 0) head.participants = met;
      note('kind', firstSentence(kindLine.text), firstSentence(kindLine.text));
    }
  }

  readTimes(lines, environment, head, note, leftOut);
  readPersons(lines, environment, head, note, leftOut);
  const place = lines.find(({ label }) => /^(?:dia diem|noi hop|noi lam viec)/u.test(label));
  if (place?.value) {
    head.place = place.value.replace(/[.;,]+$/u, '').replace(/^(?:tại|tai)\s+/iu, '');
    note('place', head.place, place.text);
  }
  const attendance = attendanceOf(lines, note, leftOut);
  const agenda = listUnder(
    lines,
    /^(?:(?:cac )?noi dung(?: cuoc hop| hoi nghi| hop| sinh hoat| chinh)?|chuong trinh(?: hop| hoi nghi| cuoc hop)?)$/u,
  );
  for (const item of agenda) note('agenda', item, item);
  const conclusions = listUnder(
    lines,
    /^(?:(?:y kien )?ket luan(?: cua (?:nguoi chu tri|chu tri|dong chi chu tri|chu toa|bi thu|hoi nghi))?(?: tai (?:hoi nghi|cuoc hop|buoi lam viec))?|(?:cac )?ket luan, (?:phan cong|nhiem vu).*|phan cong nhiem vu)$/u,
  );
  for (const item of conclusions) note('conclusions', item, item);

  return {
    parsed: {
      unitText: unit?.unit.name ?? '',
      head,
      agenda,
      conclusions,
      ...(attendance ? { attendance } : {}),
    },
    found,
    leftOut: [...leftOut],
  };
}

type Note = (step: NotedField['step'], value: string, source: string) => void;

const titleAt = (lines: readonly Line[]): number =>
  lines.findIndex(
    ({ folded, text }) =>
      (text.length < 40 || isHeading(text)) &&
      /^(?:bien ban|ket luan|thong bao|ghi chep|bao cao nhanh)(?!\p{L}| so)/u.test(folded),
  );

const isHeading = (text: string): boolean => text === text.toLocaleUpperCase('vi') && /\p{L}/u.test(text);

const firstSentence = (text: string): string => /^.{20,}?[.!?](?=\s|$)/u.exec(text)?.[0] ?? text;

/** The unit by a label, by a line of the heading that is its name, by the words before the kind. */
function unitOf(
  lines: readonly Line[],
  title: number,
  environment: GuidedEnvironment,
): { unit: UnitChoice; source: string } | null {
  const only = (name: string): UnitChoice | null => {
    const found = environment.matchUnits(name);
    return found.length === 1 ? (found[0] ?? null) : null;
  };
  const named = /^(?:don vi|chi bo|dang bo|to chuc dang|ten chi bo)$/u;
  for (const line of lines.slice(0, 25)) {
    if (!named.test(line.label)) continue;
    const unit = only(line.value) ?? only(`${line.label} ${line.value}`);
    if (unit) return { unit, source: line.text };
  }
  // In the heading the organisation above stands first; the unit itself is the last that is named.
  const end = title > 0 ? title : Math.min(lines.length, 6);
  for (const line of lines.slice(0, end).reverse()) {
    const name = line.text
      .replace(/(?:ĐẢNG CỘNG SẢN VIỆT NAM|Đảng Cộng sản Việt Nam).*$/u, '')
      .replace(/^[*\s]+|[*\s]+$/gu, '');
    if (!/^(?:chi bo|dang bo|dang uy|chi uy|tinh uy|thanh uy|ban|van phong)/u.test(fold(name))) continue;
    const unit = only(name);
    if (unit) return { unit, source: line.text };
  }
  for (const line of lines.slice(Math.max(title, 0), Math.max(title, 0) + 12)) {
    const parsed = parseMeetingLine(firstSentence(line.text), environment.today);
    for (const name of [parsed.unitText, ...(parsed.unitTexts ?? []).map((one) => one.text)]) {
      const unit = /(?:chi bo|dang bo|dang uy|chi uy|uy)/u.test(fold(name)) ? only(name) : null;
      if (unit) return { unit, source: firstSentence(line.text) };
    }
  }
  return null;
}

function readTimes(
  lines: readonly Line[],
  { today }: GuidedEnvironment,
  head: ParsedMeeting['head'],
  note: Note,
  leftOut: Set<NotedField['step']>,
): void {
  const beginning =
    /^(?:thoi gian(?: bat dau| hop| to chuc)?|bat dau(?: luc| hoi)?|khai mac(?: luc| hoi)?|ngay hop|ngay|hoi|vao hoi|hom nay)/u;
  const labelled = lines.filter(
    ({ label, folded }) => beginning.test(label) || /^(?:hoi|vao hoi|hom nay|vao luc|luc)\s/u.test(folded),
  );
  const told = [...labelled, ...lines.slice(0, 15)];
  for (const line of told) {
    const sentence = line.label === '' ? firstSentence(line.text) : line.text;
    const when = readWhen(sentence, today);
    if (isUnclear(when, 'date')) {
      leftOut.add('date');
      continue;
    }
    if (when.heldOn !== undefined && head.heldOn === undefined) {
      if (when.heldOn > today) {
        leftOut.add('date');
        continue;
      }
      head.heldOn = when.heldOn;
      if (when.endsOn) head.endsOn = when.endsOn;
      note('date', [when.heldOn, when.endsOn].filter(Boolean).join(' - '), sentence);
    }
    if (when.startsAt !== undefined && head.startsAt === undefined) {
      head.startsAt = when.startsAt;
      if (when.endsAt) head.endsAt = when.endsAt;
      note('time', [when.startsAt, when.endsAt].filter(Boolean).join(' - '), sentence);
    }
  }
  if (head.heldOn !== undefined) leftOut.delete('date');
  const closing = lines.find(({ folded }) =>
    /(?:ket thuc|be mac|be mac)\s+(?:vao\s+)?(?:luc|hoi)/u.test(folded),
  );
  const end = closing ? parseTimeRange(closing.text)?.start : undefined;
  if (closing && end && head.startsAt && !head.endsAt && end > head.startsAt) {
    head.endsAt = end;
    note('time', end, closing.text);
  }
}

function readPersons(
  lines: readonly Line[],
  { today }: GuidedEnvironment,
  head: ParsedMeeting['head'],
  note: Note,
  leftOut: Set<NotedField['step']>,
): void {
  const take = (line: Line | undefined, step: 'chair' | 'minute-taker'): boolean => {
    if (!line?.value) return false;
    const { people, rest } = readPeople(line.value.replace(/[.]+$/u, ''));
    const [first, ...others] = people;
    if (!first || rest.length > 0) {
      leftOut.add(step);
      return false;
    }
    if (step === 'chair') {
      head.chair = personLine(first);
      if (others.length > 0) {
        const chairs = others.map((one) => ({ capacity: 'co-chair' as const, ...one, body: '' }));
        head.participants = [...(head.participants ?? []), ...chairs];
      }
    } else head.minuteTaker = people.map(personLine).join('; ');
    note(step, people.map(personLine).join('; '), line.text);
    return true;
  };
  const chair = lines.find(({ label }) => /^(?:nguoi )?(?:dong )?chu (?:tri|toa)/u.test(label));
  const taker = lines.find(({ label }) => /^(?:nguoi )?(?:thu ky|ghi bien ban)/u.test(label));
  const hasChair = take(chair, 'chair');
  const hasTaker = take(taker, 'minute-taker');
  if (hasChair && hasTaker) return;
  for (const line of lines.slice(0, 20)) {
    for (const sentence of line.text.split(/(?<=[.!?])\s+/u)) {
      if (!/chu (?:tri|toa)|thu ky|ghi bien ban/u.test(fold(sentence))) continue;
      const parsed = parseMeetingLine(sentence, today);
      const isOpen = (field: string): boolean => parsed.unclear?.some((one) => one.field === field) ?? false;
      if (!head.chair && parsed.head.chair && !isOpen('chair')) {
        head.chair = parsed.head.chair;
        const chairs = (parsed.head.participants ?? []).filter(({ capacity }) => capacity === 'co-chair');
        if (chairs.length > 0) head.participants = [...(head.participants ?? []), ...chairs];
        note('chair', [head.chair, ...chairs.map(personLine)].join('; '), sentence);
      }
      if (!head.minuteTaker && parsed.head.minuteTaker && !isOpen('minute-taker')) {
        head.minuteTaker = parsed.head.minuteTaker;
        note('minute-taker', head.minuteTaker, sentence);
      }
    }
  }
  const guests = lines.find(
    ({ label, value }) =>
      /^(?:khach moi|dai bieu(?: khach)? moi|dai bieu|cung (?:tham )?du|tham du|du hop)/u.test(label) &&
      value !== '',
  );
  if (guests && !/^(?:khong(?: co)?|0)\.?$/u.test(fold(guests.value))) {
    head.guests = guests.value.replace(/[.]+$/u, '');
    note('guests', head.guests, guests.text);
  }
}

/** Counts of consecutive lines under 'thành phần', as far as they add up. */
function attendanceOf(
  lines: readonly Line[],
  note: Note,
  leftOut: Set<NotedField['step']>,
): ParsedMeeting['attendance'] | null {
  const counted = lines.filter(
    ({ folded }) =>
      /\d/u.test(folded) &&
      /(?:tong so|dang vien|co mat|vang|du hop|mien sinh hoat|mien cong tac|si so|quan so)/u.test(folded) &&
      !/(?:ket nap|phan cong|chi tieu|nghi quyet|ke hoach|nhiem vu|tan thanh|bieu quyet)/u.test(folded) &&
      folded.length < 240,
  );
  if (counted.length === 0) return null;
  const source = counted.map(({ text }) => text).join('; ');
  const { attendance } = parseAttendance(source.replace(/trong đó:?/giu, ''));
  if (!attendance || attendanceProblems(attendance).length > 0 || attendance.present === 0) {
    leftOut.add('attendance');
    return null;
  }
  note('attendance', turnoutText(attendance), source);
  return attendance;
}

/** Headings that end a list, whatever it was of. */
const heading =
  /^(?:thoi gian|dia diem|thanh phan|chu tri|thu ky|noi dung|chuong trinh|dien bien|thao luan|y kien|phat bieu|ket luan|bieu quyet|ket qua bieu quyet|nghi quyet|danh gia|xep loai|hoi nghi ket thuc|cuoc hop ket thuc|bien ban|noi nhan|chu toa|phan cong|nguoi ghi|giam sat|tien hanh)/u;

/** Items under a heading: the numbered or dashed lines behind it, or what stands behind its colon. */
function listUnder(lines: readonly Line[], named: RegExp): string[] {
  const at = lines.findIndex(
    ({ label, folded }) => named.test(label) || named.test(folded.replace(/[.:]+$/u, '')),
  );
  const start = lines[at];
  if (!start) return [];
  const split = (text: string): string[] =>
    text
      .split(';')
      .map((item) => oneLine(item).replace(/[.;,]+$/u, ''))
      .filter((item) => item !== '');
  if (start.value !== '') return split(start.value);
  const items: string[] = [];
  for (const line of lines.slice(at + 1)) {
    if (!line.isItem || heading.test(line.folded) || items.length >= 40) {
      if (line.isItem && !heading.test(line.folded)) break;
      if (items.length > 0 || heading.test(line.folded)) break;
      // One paragraph without a dash may still be the only item.
      items.push(...split(line.text));
      break;
    }
    items.push(...split(line.text));
  }
  return items;
}
