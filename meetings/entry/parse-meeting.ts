import type { DateOnly } from '../../core/clock.ts';
import { fold, oneLine } from '../../text/normalise.ts';
import type { Attendance, Capacity, MeetingHead, Participant } from '../meeting.ts';
import { findLabels, type Label, type LabelField } from './line-labels.ts';
import { repairLine } from './line-words.ts';
import { parseAttendance, type ParsedAttendance } from './parse-attendance.ts';
import { endOfClause, readKind } from './read-kind.ts';
import { personLine, readPeople } from './read-people.ts';
import { readWhen } from './read-when.ts';

export { findKind } from './read-kind.ts';

/** A field of a meeting as the guided dialogue asks for it. */
export type EntryField =
  | 'unit'
  | 'kind'
  | 'date'
  | 'time'
  | 'place'
  | 'chair'
  | 'minute-taker'
  | 'guests'
  | 'attendance'
  | 'agenda'
  | 'conclusions';

/** What one line says of a meeting; a field that it does not name is absent. */
export interface ParsedMeeting {
  /** The words that name the unit, as typed; '' when none are left. */
  unitText: string;
  /** Other readings of the same words, tried where the first names no unit. */
  unitTexts?: string[];
  head: Partial<Omit<MeetingHead, 'unitId'>>;
  /** Agenda items after 'nội dung', split at semicolons. */
  agenda: string[];
  /** Conclusions after 'kết luận:'. */
  conclusions?: string[];
  /** Counts as they were typed; whether they add up is not judged here. Absent where the line has none. */
  attendance?: Attendance;
  attendanceUnclear?: ParsedAttendance['unclear'];
  /** Fields of which something stands in the line that cannot be read, with the words; they are asked for. */
  unclear?: Unclear[];
  /** The words say that the meeting lies ahead. */
  isPlanned?: boolean;
}

/** Something in the line that was not understood, and the field that it is asked under. */
export interface Unclear {
  field: EntryField;
  /** As typed; '' where nothing but the field itself is to be asked. */
  words: string;
}

const mark = '¦';
const blank = (text: string, from: number, to: number, filler = mark): string =>
  text.slice(0, from) + filler.repeat(Math.max(0, to - from)) + text.slice(to);

/**
 * Reads '/hop' in one line: unit, kind, days, times and labelled fields in any order, with or without diacritics:
 * 'chi bo van phong thuong ky 5/8/2026 14h-15h40 chu tri A, thu ky B'. A date without year is the last such day. Every
 * word is accounted for: what is neither read nor part of a name is told in `unclear`.
 */
export function parseMeetingLine(line: string, today: DateOnly): ParsedMeeting {
  return new LineReading(repairLine(line), today).read();
}

const fieldOf: Readonly<Record<LabelField, EntryField>> = {
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

/** One line on its way: `text` keeps its length, what was read becomes marks. */
class LineReading {
  private text: string;
  private readonly today: DateOnly;
  private readonly head: ParsedMeeting['head'] = {};
  private readonly participants: Participant[] = [];
  private readonly unclear: Unclear[] = [];
  private readonly agenda: string[] = [];
  private readonly conclusions: string[] = [];
  private attendance: Attendance | undefined;
  private isPlanned = false;
  /** Pieces that belong to the unit or the kind. */
  private headPieces: string[] = [];

  constructor(text: string, today: DateOnly) {
    this.text = text;
    this.today = today;
  }

  read(): ParsedMeeting {
    this.takeAttendance();
    this.takeWhen();
    this.takeLabelled();
    const unit = this.takeHead();
    if (this.participants.length > 0) this.head.participants = this.participants;
    return {
      unitText: unit[0] ?? '',
      ...(unit.length > 1 ? { unitTexts: unit.slice(1) } : {}),
      head: this.head,
      agenda: this.agenda,
      ...(this.conclusions.length > 0 ? { conclusions: this.conclusions } : {}),
      ...(this.attendance ? { attendance: this.attendance } : {}),
      ...(this.unclear.length > 0 ? { unclear: this.unclear } : {}),
      ...(this.isPlanned ? { isPlanned: true } : {}),
    };
  }

  private isUnclear(field: EntryField, words = ''): void {
    if (!this.unclear.some((one) => one.field === field)) this.unclear.push({ field, words: tidy(words) });
  }

  // --- counts, days and times -------------------------------------------------------------------------------------

  private takeAttendance(): void {
    const found = findAttendance(this.text);
    if (!found) return;
    const { attendance, unclear } = parseAttendance(this.text.slice(found.from, found.to));
    if (attendance) this.attendance = attendance;
    else if (unclear.length > 0) this.isUnclear('attendance', this.text.slice(found.from, found.to));
    this.text = blank(this.text, found.from, found.to);
  }

  private takeWhen(): void {
    // Agenda and conclusions have days of their own.
    let searched = this.text.replace(terms, (all) => ' '.repeat(all.length));
    const labels = findLabels(this.text);
    labels.forEach((label, i) => {
      if (label.field !== 'agenda' && label.field !== 'conclusions') return;
      searched = blank(searched, label.from, labels[i + 1]?.from ?? searched.length, ' ');
    });
    const when = readWhen(searched, this.today);
    for (const key of ['heldOn', 'endsOn', 'startsAt', 'endsAt'] as const) {
      const value = when[key];
      if (value !== undefined) this.head[key] = value;
    }
    this.isPlanned = when.isPlanned;
    for (const field of when.unclear) {
      const words = when.spans.map(({ from, to }) => this.text.slice(from, to)).join(' ');
      this.isUnclear(field, words);
    }
    for (const { from, to } of when.spans) this.text = blank(this.text, from, to);
    if (when.heldOn !== undefined || when.unclear.includes('date')) return;
    // A day in the agenda alone may be the meeting's or the matter's.
    if (readWhen(this.text, this.today).heldOn !== undefined) this.isUnclear('date');
  }

  // --- labelled fields --------------------------------------------------------------------------------------------

  private takeLabelled(): void {
    for (const label of findLabels(this.text)) if (isPersonField(label.field)) this.takeBefore(label);
    const labels = findLabels(this.text);
    labels.forEach((label, i) => {
      const value = this.text.slice(label.to, labels[i + 1]?.from ?? this.text.length);
      this.takeValue(label, value);
    });
    this.headPieces.unshift(this.text.slice(0, labels[0]?.from ?? this.text.length));
  }

  /** 'do đ/c Lê Văn Mẫu chủ trì', 'Trần Thị B thư ký': the person stands before the label. */
  private takeBefore(label: Label): void {
    if (label.hasColon) return;
    const after = /^\s*([^,;¦]*)/u.exec(this.text.slice(label.to))?.[1] ?? '';
    const next = findLabels(after)[0];
    const direct = next ? after.slice(0, next.from) : after;
    if (tidy(direct) !== '' && readPeople(direct).people.length > 0) return;
    const earlier = findLabels(this.text.slice(0, label.from)).at(-1);
    const from = Math.max(
      earlier?.to ?? 0,
      this.text.lastIndexOf(mark, label.from - 1) + 1,
      this.text.lastIndexOf(';', label.from - 1) + 1,
    );
    const before = this.text.slice(from, label.from);
    const cut = peopleAtEnd(before);
    if (cut === null) return;
    const { people } = readPeople(before.slice(cut));
    const opening = /(?:^|[\s,])(?:do|dưới sự|duoi su)\s*$/iu.exec(before.slice(0, cut))?.[0].length ?? 0;
    this.setPeople(label.field, people);
    this.text = blank(this.text, from + cut - opening, label.to);
  }

  private takeValue(label: Label, value: string): void {
    const field = fieldOf[label.field];
    const [own = '', ...loose] = value.split(/¦+/u);
    switch (label.field) {
      case 'agenda':
      case 'conclusions': {
        const list = label.field === 'agenda' ? this.agenda : this.conclusions;
        const whole = value.replace(/^[\s¦]+|[\s¦]+$/gu, '').replace(/¦+/gu, ' ');
        list.push(
          ...whole
            .split(/;|(?:^|\s)\d{1,2}[.)]\s/u)
            .map(tidy)
            .filter(Boolean),
        );
        return;
      }
      case 'topic': {
        const topic = tidy(own);
        if (topic !== '') this.head.topic = this.head.topic ? `${this.head.topic}; ${topic}` : topic;
        break;
      }
      case 'place': {
        const pieces = own.split(/[,;]/u);
        const place = [pieces[0] ?? ''];
        while (pieces.length > 1 && goesOn.test(fold(tidy(pieces[1] ?? '')))) {
          place.push(pieces[1] ?? '');
          pieces.splice(1, 1);
        }
        this.setPlace(tidy(place.join(',')));
        loose.unshift(...pieces.slice(1));
        break;
      }
      default: {
        const { people, rest } = readPeople(own);
        if (label.field === 'guests') this.setGuests(own, people, rest);
        else {
          if (people.length === 0 && rest.length === 0 && tidy(loose.join('')) === '') {
            if (!this.hasPeople(label.field)) this.isUnclear(field);
          }
          this.setPeople(label.field, people);
          loose.unshift(...rest);
        }
      }
    }
    for (const piece of loose) this.takeLoose(piece, field);
  }

  private hasPeople(field: LabelField): boolean {
    return field === 'chair' ? Boolean(this.head.chair) : Boolean(this.head.minuteTaker);
  }

  private setPeople(field: LabelField, people: readonly { name: string; position: string }[]): void {
    const [first, ...others] = people;
    if (!first) return;
    const take = (capacity: Capacity, list: typeof people): void =>
      void this.participants.push(...list.map((one) => ({ capacity, ...one, body: '' })));
    switch (field) {
      case 'chair':
        if (this.head.chair) take('co-chair', people);
        else {
          this.head.chair = personLine(first);
          take('co-chair', others);
        }
        return;
      case 'minuteTaker':
        if (this.head.minuteTaker) this.isUnclear('minute-taker', people.map(personLine).join(', '));
        else this.head.minuteTaker = people.map(personLine).join('; ');
        return;
      case 'presenter':
        take('presenter', people);
        return;
      case 'press':
        take('press', people);
        return;
      case 'leader': {
        const delegation = this.participants.find(({ capacity }) => capacity === 'delegation');
        if (delegation) Object.assign(delegation, first);
        else take('delegation', people);
        return;
      }
      default:
        return;
    }
  }

  private setGuests(
    value: string,
    people: readonly { name: string; position: string }[],
    rest: string[],
  ): void {
    const said = tidy(value);
    if (said === '') return;
    this.head.guests = said;
    this.participants.push(
      ...people.map((one) => ({ capacity: 'guest' as const, ...one, body: '' })),
      ...rest.map((body) => ({ capacity: 'guest' as const, name: '', position: '', body: tidy(body) })),
    );
  }

  private setPlace(place: string): void {
    if (place === '') return;
    if (this.head.place) this.isUnclear('place', place);
    else this.head.place = place;
  }

  /** Words behind something that was taken out: a place or the unit by their looks, else nothing that can be told. */
  private takeLoose(piece: string, field: EntryField): void {
    const words = tidy(piece);
    if (words === '' || onlyFillers.test(fold(words))) return;
    const folded = fold(words);
    const kind = readKind(words);
    if (looksLikePlace.test(folded)) this.setPlace(words);
    else if (looksLikeUnit.test(folded) || kind.kind !== undefined || kind.isOnline || kind.isExtended) {
      this.headPieces.push(words);
    } else if (/^\d{1,3}\s*\/\s*\d{1,3}$/u.test(words) || /\d/u.test(words)) {
      this.isUnclear('attendance', words);
    } else this.isUnclear(field, words);
  }

  // --- kind and unit ----------------------------------------------------------------------------------------------

  private takeHead(): string[] {
    let text = this.headPieces.map((piece) => piece.replace(/\s+$/u, '')).join(` ${mark} `);
    const kind = readKind(text);
    if (kind.isOnline) this.head.isOnline = true;
    if (kind.isExtended) this.head.isExtended = true;
    if (kind.sessionNo !== undefined) this.head.sessionNo = kind.sessionNo;
    const other = [...fold(text).matchAll(term)];
    for (const match of other) {
      if (kind.kind?.startsWith('congress') && /nhiem ky/u.test(match[0])) {
        this.addTopic(tidy(text.slice(match.index, match.index + match[0].length)).replace(/[()]/gu, ''));
      }
      if (!kind.about || match.index < kind.about.from)
        text = blank(text, match.index, match.index + match[0].length, ' ');
      else if (/nhiem ky|khoa/u.test(match[0]))
        text = blank(text, match.index, match.index + match[0].length);
    }
    if (kind.isUnclear) this.isUnclear('kind');
    else if (kind.kind !== undefined) this.head.kind = kind.kind;
    const about = kind.about;
    let subject = '';
    if (about?.kind === 'congress') text = blank(text, about.from, about.to, ' ');
    else if (about) {
      const end = subjectEnd(text, about.to);
      subject = tidy(text.slice(about.to, end));
      if (about.kind === 'visit' && /^doan/u.test(fold(text.slice(about.from)))) {
        subject = tidy(text.slice(about.from, end));
      }
      text = blank(text, about.from, end);
    }
    for (const { from, to } of kind.spans) {
      if (!about || about.kind === 'congress' || to <= about.from) text = blank(text, from, to, ' ');
    }
    const pieces = this.headWords(text);
    if (about && about.kind !== 'congress') this.takeSubject(about.kind, subject, pieces);
    const isCommittee = kind.kind === 'committee';
    const candidates = unitCandidates(pieces, isCommittee);
    if (kind.kind === 'regular' && /^(?:dang uy|dang bo|dcs)/u.test(fold(candidates[0] ?? ''))) {
      delete this.head.kind;
      this.isUnclear('kind');
    }
    return candidates;
  }

  private addTopic(topic: string): void {
    if (topic === '') return;
    this.head.topic = this.head.topic ? `${this.head.topic}; ${topic}` : topic;
  }

  /** Pieces of the head that may name the unit; places, people and matters among them go where they belong. */
  private headWords(text: string): string[] {
    const pieces: string[] = [];
    for (const raw of text.split(/[,;.]|¦+/u)) {
      const words = withoutFillers(tidy(raw));
      if (words === '') continue;
      const folded = fold(words);
      if (looksLikePlace.test(folded)) this.setPlace(words);
      else if (pieces.length > 0 && matter.test(folded)) this.addTopic(words);
      else if (
        pieces.length > 0 &&
        !looksLikeUnit.test(folded) &&
        /^\p{Lu}/u.test(words) &&
        readPeople(words).people.length === 1 &&
        !this.head.chair
      )
        this.isUnclear('chair', words);
      else pieces.push(words);
    }
    return pieces;
  }

  /** What an event is about: who is met, or the topic; the unit itself where nothing stands before the event. */
  private takeSubject(kind: string, subject: string, pieces: string[]): void {
    let rest = subject.replace(/^(?:của|cua|với|voi|cùng|cung|đồng chí|về|ve)\s+/iu, '');
    if (pieces.length === 0) {
      const unitAt = unitInside(rest);
      if (unitAt !== null) {
        pieces.push(withoutFillers(tidy(rest.slice(unitAt).replace(/^(?:của|cua)\s+/iu, ''))));
        rest = tidy(rest.slice(0, unitAt));
      } else if (kind === 'visit' || kind === 'working') {
        this.isUnclear('unit', rest);
      }
    }
    if (kind === 'working' || (kind === 'visit' && /^doan/u.test(fold(rest)))) {
      if (rest === '') return;
      const capacity: Capacity = /^(?:cac )?(?:doan|to cong tac)/u.test(fold(rest)) ? 'delegation' : 'host';
      this.participants.unshift({ capacity, name: '', position: '', body: rest });
      return;
    }
    this.addTopic(rest);
  }
}

const isPersonField = (field: LabelField): boolean => field === 'chair' || field === 'minuteTaker';

/** Where the people at the end of `before` begin; null where it does not end with one. */
function peopleAtEnd(before: string): number | null {
  const areAll = (tail: string): boolean => {
    const { people, rest } = readPeople(tail);
    return rest.length === 0 && people.length > 0 && people.every(({ name }) => name !== '');
  };
  // 'do', 'đ/c' and 'các đ/c' say where they begin: the first from which on there is nothing else.
  const openings = [...before.matchAll(opener)].map((match) => match.index + match[0].length);
  const opened = openings.find((at) => areAll(before.slice(at)));
  if (opened !== undefined) {
    const honoured = /(?:các |cac )?(?:đ\/c|d\/c|đồng chí|dong chi)\s+$/iu.exec(before.slice(0, opened));
    return honoured ? honoured.index : opened;
  }
  // Otherwise a whole name right before the label, alone between commas or at the end of other words.
  const words = [...before.matchAll(/\S+/gu)];
  let best: number | null = null;
  for (let i = words.length - 1; i >= 0 && words.length - i <= 12; i--) {
    const from = (words[i] as RegExpExecArray).index;
    const tail = before.slice(from);
    const isCapital = /^\p{Lu}/u.test(tail) || !/\p{Lu}/u.test(before);
    const { people } = readPeople(tail);
    if (isCapital && areAll(tail) && people.every(({ name }) => name.trim().split(' ').length >= 2))
      best = from;
    if (/[,;]$/u.test(words[i - 1]?.[0] ?? '') && best !== null) break;
  }
  return best;
}

const opener =
  /(?<!\p{L})(?:(?:do|dưới sự điều hành của)\s+)?(?:(?:các |cac )?(?:đ\/c|d\/c|đồng chí|dong chi)\s+)|(?<!\p{L})do\s+/giu;

/** Years of a term, folded or not, are no days. */
const terms = /(?:nhiệm kỳ|nhiem ky|giai đoạn|giai doan|nk)\s+\d{4}\s*[-–]\s*\d{4}/giu;
const term =
  /\(?(?<!\p{L})(?:nhiem ky\s+\d{4}\s*[-–]\s*\d{4}|khoa\s+[ivxl]+(?!\p{L})|thang\s+\d{1,2}(?:\s*\/\s*\d{4})?(?!\d)|quy\s+(?:[ivx]{1,3}|\d)(?:\s*\/\s*\d{4})?(?![\p{L}\d])|nam\s+\d{4})\)?/gu;
/** A comma and more of the same place. */
const goesOn =
  /^(?:tang|lau|so \d|\d+ |nha|khu|duong|phong|thon|xa|phuong|to \d|ubnd|tru so|huyen|tinh|thanh pho|tp|co so)(?!\p{L})/u;
const looksLikePlace =
  /^(?:tai |o )?(?:phong (?:hop|giao ban|truyen thong|khanh tiet|doc)|hoi truong|nha (?:van hoa|sinh hoat|rong|truyen thong)|tru so|trung tam hoi nghi|hoi quan|dia diem|san |van phong thon)(?!\p{L})/u;
const looksLikeUnit =
  /^(?:hop |hoi nghi |sinh hoat |cua )*(?:chi bo|chi uy|dang bo|dang uy|to dang|tinh uy|thanh uy|huyen uy|ban |van phong|cb |btv|bch|ubkt|thuong truc|uy ban kiem tra)/u;
const matter =
  /^(?:va )?(?:trien khai|phuong huong|nhiem vu|ban |thao luan|danh gia|quan triet|pho bien|kiem diem|xem xet|thong qua|nghe |cho y kien|gop y|xet )/u;
const fillers =
  'họp|hop|cuộc họp|cuoc hop|buổi họp|buoi hop|phiên họp|phien hop|hội nghị|hoi nghi|hn|sinh hoạt|sinh hoat|shcb|cuộc|cuoc|buổi|buoi|phiên|phien|kỳ|ky|ngày|ngay|hôm|hom|lúc|luc|vào|vao|hồi|hoi|từ|tu|đến|den|của|cua|với|voi|do|và|va|là|la|đã|da|sẽ|se|vừa|vua|xong|rồi|roi|dự kiến|du kien|lên lịch|len lich|đặt lịch|dat lich|lịch|lich|sắp|sap|mời|moi|có|co|được|duoc|tổ chức|to chuc|diễn ra|dien ra|tiến hành|tien hanh|bắt đầu|bat dau|khai mạc|khai mac|kết thúc|ket thuc|mình|minh|em|tôi|toi|giúp|giup|ghi|nhập|nhap|cho|nhé|nhe|ạ|a|tiếp|tiep|đón|don|trong|trong hai ngày|trong hai ngay|trong 2 ngày|trong 2 ngay|hai ngày|hai ngay|hội nghị lần|hoi nghi lan|thời gian|thoi gian|thời điểm|đơn vị|don vi|loại|loai|vị|gồm|gom|online';
const fillerAtEdge = new RegExp(
  `^(?:(?:${fillers})(?![\\p{L}\\p{N}])[\\s:.,()-]*)+|(?:[\\s:.,()-]*(?<![\\p{L}\\p{N}])(?:${fillers}))+[\\s:.,()-]*$`,
  'giu',
);
const onlyFillers = new RegExp(`^(?:(?:${fold(fillers)})(?![\\p{L}\\p{N}])[\\s:.,()-]*)+$`, 'u');

/** Without the small words at both ends; 'Tổng hợp' and 'Ban Tổ chức' keep theirs. */
function withoutFillers(text: string): string {
  let words = text;
  for (let previous = ''; previous !== words;) {
    previous = words;
    words = words.replace(fillerAtEdge, (part, at: number) => {
      const before = fold(words.slice(0, at)).trim().split(' ').at(-1) ?? '';
      const isOfName =
        at > 0 &&
        ((/^\s*h[oợ]p\s*$/iu.test(part) && /^(?:tong|phoi|ket|thich|lien)$/u.test(before)) ||
          (/^\s*t[oổ] ch[uứ]c\s*$/iu.test(part) && /^(?:ban|phong|so|vu)$/u.test(before)) ||
          (/^\s*(?:do|don|tu|a|ky|den|moi|co|la|da)\s*$/u.test(part) && before !== ''));
      return isOfName ? part : ' ';
    });
    words = tidy(words);
  }
  return words;
}

/** Where a unit begins inside the subject of an event: 'sơ kết 6 tháng đầu năm chi bộ Văn phòng'. */
function unitInside(text: string): number | null {
  const match =
    /(?<!\p{L})(?:cua\s+)?(?:chi bo|dang bo|dang uy|chi uy|tinh uy|ban to chuc|ban tuyen giao)(?!\p{L})/u.exec(
      fold(text),
    );
  return match ? match.index : null;
}

/** Where the subject of an event ends: at what was taken out, or at a comma behind which no further matter stands. */
function subjectEnd(text: string, from: number): number {
  let end = endOfClause(text, from);
  while (text[end] === ',' && matter.test(fold(tidy(text.slice(end + 1, endOfClause(text, end + 1)))))) {
    end = endOfClause(text, end + 1);
  }
  if (text[end] === '(') {
    // A bracket belongs to the subject ('(lần 2)'); the subject goes on behind it.
    const close = text.indexOf(')', end);
    if (close > 0) return subjectEnd(text, close + 1);
  }
  return end;
}

/** Readings of the words that are left: all in a row, then each that begins like a unit. */
function unitCandidates(pieces: readonly string[], isCommittee: boolean): string[] {
  const joined = withoutDoubles(pieces.join(' '));
  const found = [joined, ...pieces.filter((piece) => looksLikeUnit.test(fold(piece)))];
  // 'chi ủy chi bộ X' names the unit next; 'chi ủy X' is itself how the unit is called.
  if (isCommittee && joined !== '' && !/^(?:chi bo|dang)/u.test(fold(joined))) found.push(`chi ủy ${joined}`);
  return [...new Set(found.filter(Boolean))];
}

const withoutDoubles = (text: string): string =>
  oneLine(text).replace(/^((?:chi bộ|chi bo|đảng bộ|dang bo)\s+)+(?=chi bộ|chi bo|đảng bộ|dang bo)/iu, '');

/** One count with its word, in folded form: 'tong 17', 'vang 2 co ly do', 'co mat 14'. */
const absence = 'vang(?: (?:mat )?(?:co|khong)(?: co)? (?:ly do|phep))?|vang mat';
const people = '(?: ?(?:dang vien|dong chi|d/c|dc|dv|nguoi))?';
const countWord =
  `tong so dang vien|tong so dv|tong so|tong|si so|(?:dang vien )?chinh thuc|(?:dang vien )?du bi|(?:duoc )?mien(?: sinh hoat| cong tac)?|` +
  `co mat|du hop|tham du|tham gia|${absence}|(?:sinh hoat )?tam thoi (?:chuyen )?(?:den|di)|co ly do|khong (?:co )?ly do|khong phep|co phep`;
const split = `(?:\\s*\\([^()¦]{0,60}\\))?`;
const countOf = `(?:(?:${countWord})\\s*[:=]?\\s*\\d+(?:/\\d+)?${people}(?: (?:(?:mat )?(?:co|khong)(?: co)? (?:ly do|phep)))?${split}|\\d+${people} (?:${countWord})${split})`;
const opening = `(?<![\\p{L}\\p{N}/])(?:(?:diem danh|quan so|so luong|thanh phan)\\s*[:-]?\\s*)?`;
/** Two or more counts in a row; a single one may be part of the agenda. */
const counts = new RegExp(
  `${opening}${countOf}(?:[\\s,;.]+(?:va |trong do:? ?)?${countOf})+(?![\\p{L}\\p{N}/])`,
  'u',
);
/** 'có mặt 15/15', 'dự họp 14/15, vắng có lý do 1', '15/15 đảng viên': enough by itself. */
const partOfAll = new RegExp(
  `${opening}(?:(?:co mat|du hop|tham du|tham gia)\\s*:?\\s*\\d+\\s*/\\s*\\d+${people}(?: (?:co mat|du hop|tham du))?|\\d+\\s*/\\s*\\d+ ?(?:(?:dang vien|dong chi|d/c|dc|dv|nguoi)(?: (?:co mat|du hop|tham du))?|(?:co mat|du hop|tham du)))${split}` +
    `(?:[\\s,;.]+(?:va |trong do:? ?)?${countOf})*(?![\\p{L}\\p{N}/])`,
  'u',
);
const told = new RegExp(`(?<!\\p{L})(?:diem danh|quan so)\\s*[:-]?\\s*[^¦]*$`, 'u');

function findAttendance(text: string): { from: number; to: number } | null {
  const folded = fold(text);
  const labelled = findLabels(text).filter(({ field }) => field === 'agenda' || field === 'conclusions');
  const candidates = [partOfAll.exec(folded), counts.exec(folded)].filter((match) => match !== null);
  const best = candidates.sort((a, b) => b[0].length - a[0].length)[0];
  if (best) return { from: best.index, to: best.index + best[0].length };
  const open = told.exec(folded);
  if (open && !labelled.some(({ from }) => from < open.index)) {
    const next = findLabels(text).find(({ from }) => from > open.index)?.from ?? text.length;
    return { from: open.index, to: Math.min(next, open.index + open[0].length) };
  }
  // '15/15' at the end, of which the second number is no month, is how many of how many came.
  const bare =
    /(?<![\p{L}\p{N}/.,:-]|[\d][,.]\s)(\d{1,3})\s*\/\s*(\d{1,3})(?![\p{L}\p{N}/])(?=\s*(?:[,;.¦]|$))/u.exec(
      folded,
    );
  if (bare && Number(bare[2]) > 12 && Number(bare[1]) <= Number(bare[2])) {
    return { from: bare.index, to: bare.index + bare[0].length };
  }
  return null;
}

// 'đ/c' is how a comrade is addressed, not part of the name that the minutes print.
const tidy = (text: string): string =>
  oneLine(
    text
      .replace(/^[\s,;:.¦–-]+|[\s,;:.¦–-]+$/gu, '')
      .replace(/^(?:đ\/c|d\/c|đồng chí|dong chi)\s+/iu, '')
      .replace(/(?<!\p{L})(?:ngày|ngay|lúc|luc|vào|vao)\s*$/iu, ''),
  ).replace(/[\s,;:¦–-]+$/u, '');
