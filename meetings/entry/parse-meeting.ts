import type { DateOnly } from '../../core/clock.ts';
import { fold } from '../../text/normalise.ts';
import type { Attendance, Capacity, MeetingKind, Participant } from '../meeting.ts';
import { findAttendance } from './find-attendance.ts';
import {
  holdsCounts,
  isBody,
  looksLikePlace,
  looksLikeUnit,
  isMatter,
  mayBePlace,
  onlyFillers,
  placeIn,
  placeInside,
  splitPlace,
  splitTopic,
  subjectEnd,
  term,
  terms,
  tidy,
  unitCandidates,
  unitInside,
  type UnitReading,
  withoutFillers,
} from './head-words.ts';
import { fieldOf, findLabels, isPersonField, type Label, type LabelField } from './line-labels.ts';
import { repairLine } from './line-words.ts';
import { fieldsOf, isChatter, type Known } from './left-over.ts';
import { parseAttendance, type ParsedAttendance } from './parse-attendance.ts';
import { readKind } from './read-kind.ts';
import { peopleAtEnd } from './people-before.ts';
import type { EntryField, ParsedMeeting, Unclear } from './parsed-meeting.ts';
import { endsWithName, isPosition, personLine, readPeople } from './read-people.ts';
import { readSubject } from './read-subject.ts';
import { isUnclear, readWhen } from './read-when.ts';

export { findKind } from './read-kind.ts';

export type { EntryField, ParsedMeeting } from './parsed-meeting.ts';

/** Who came from elsewhere, as a clause of its own. */
const visitors =
  /(?<=(?:^|[,;¦.])\s*)(?:(?:(?:và |va )?(?:có|co(?! m[ặa]t)|với|voi)\s+(?:sự tham dự của\s+|su tham du cua\s+)?([^;¦\d]{2,100}?))|((?:đ\/c|đồng chí|đại diện|dai dien|lãnh đạo|lanh dao|đoàn|doan|ông|bà|bác|anh|chị|cô)\s[^,;¦\d]{2,80}?))\s+(?:(?:cùng|cung)\s+)?(?:(?:xuống|xuong|về|ve|đến|den|lên|len|sang|qua|tới|toi)\s+)?(?:tham\s+)?(?:dự|du)(?:\s+(?:họp|hop|cùng|cung|(?:và |va )?chỉ đạo|(?:va )?chi dao|sinh hoạt|sinh hoat))*\s*(?=[,;¦.]|$)/iu;

/** 'do đồng chí A, Phó Trưởng Ban làm trưởng đoàn', behind a delegation. */
const leader =
  /(?<=(?:đoàn|doan|tổ|to)(?!\p{L})[^¦;]*?)\s*,?\s*(?<!\p{L})do\s+([^¦;\d]{3,90}?)\s+(?:làm|lam)\s+(?:trưởng|truong)\s+(?:đoàn|doan)\s*,?/iu;
/** 'Nông Thị Duyên trưởng đoàn', in a clause of its own. */
const leaderAlone =
  /(?<=[,;]\s*)([^,;¦\d]{3,60}?)\s+(?:(?:làm|lam|là|la)\s+)?(?:trưởng|truong)\s+(?:đoàn|doan)\s*(?=[,;¦.]|$)/iu;
/** A delegation, what it did, and where. */
const visitSource = String.raw`(?<=^[\s¦]*)(?:([^,;¦\d]{3,80}?)\s+(?:cùng|cung|dẫn đầu|dan dau|và|va|làm trưởng|lam truong|trưởng|truong)\s+)?((?:đoàn|doan|tổ|to)\s+(?:khảo sát|khao sat|kiểm tra|kiem tra|giám sát|giam sat|công tác|cong tac)(?:\s[^,;¦]*?)?)\s+(?:(?:về|ve|đến|den|xuống|xuong|lên|len|tới|toi|sang|có buổi|co buoi)\s+)?(HOW)\s+(?:(?:với|voi|tại|tai|ở|cùng|cung|đối với|doi voi)\s+|(?=(?:chi bộ|chi bo|đảng bộ|dang bo|đảng ủy|dang uy|chi ủy|chi uy|btv|ban thường vụ|ban thuong vu)(?!\p{L})))(.+)$`;
const visits = (how: string): RegExp => new RegExp(visitSource.replace('HOW', how), 'iu');
/** 'đoàn kiểm tra của Ủy ban Kiểm tra … làm việc với …': what it did is told last. */
const visit = [visits('làm việc|lam viec'), visits('khảo sát|khao sat|kiểm tra|kiem tra|giám sát|giam sat')];

/** Pieces between commas and what was taken out; `isClause`: a comma stands before it. */
function clausesOf(text: string): { raw: string; from: number; isClause: boolean }[] {
  const clauses: { raw: string; from: number; isClause: boolean }[] = [];
  let at = 0;
  let isClause = true;
  for (const cut of text.matchAll(/(?:[,;]|\.(?!\d)(?<!(?:^|[^\p{L}])[pP]\.)|¦|\s(?=[,;¦]))+/gu)) {
    clauses.push({ raw: text.slice(at, cut.index), from: at, isClause });
    isClause = /[,;]/u.test(cut[0]);
    at = cut.index + cut[0].length;
  }
  return [...clauses, { raw: text.slice(at), from: at, isClause }];
}

/** 'Phùng Văn Sáng, 8h', 'Lê Văn Chiều': a given name that reads like a part of the day. */
const dayWordsOfNames =
  /(?<=(?<!\p{L})\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+\s)(?:Sáng|Trưa|Chiều|Tối|Đêm|Mai|Hôm)(?!\p{L})/gu;
const hidden = (all: string): string => ' '.repeat(all.length);

const absentPerson = String.raw`(?:các |cac )?(?:đ\/c|d\/c|đc|dc|đồng chí|dong chi|ông|ong|bà|anh|chị|cô|chú|bác|bac|thầy|thay)\s\p{L}+(?:\s\p{Lu}\p{L}*){0,3}(?:\s*\([^()]*\))?`;
const absentPeople = new RegExp(
  String.raw`(?<!\p{L})(?:vắng|vang)(?:\s(?:mặt|mat))?\s*:?\s*${absentPerson}(?:\s*(?:,|và|va)\s*${absentPerson})*(?=\s*(?:[,;.]|$))(?!\s*,\s*(?:có|co|không|khong)\s)`,
  'iu',
);

/** How many members a unit has, told by itself. */
const membership =
  /\(?\s*(?:(?:có|co|gồm|gom)\s+)?(?<![\d/.,:-])(\d{1,3})\s*(?:đảng viên|dang vien|đv|dv)(?!\p{L})(?!\s+(?:xin|đi|di|nghỉ|nghi|chính|chinh|dự|du|có|co|vắng|vang|mới|moi|trẻ|tre))\s*\)?/giu;

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

/** One line on its way: `text` keeps its length, what was read becomes marks. */
class LineReading {
  private text: string;
  private readonly today: DateOnly;
  private readonly head: ParsedMeeting['head'] = {};
  private readonly participants: Participant[] = [];
  private readonly unclear: Unclear[] = [];
  /** The line, and what was taken out of it by others than names and texts. */
  private readonly line: string;
  private readonly used: string[] = [];
  private readonly agenda: string[] = [];
  private readonly conclusions: string[] = [];
  private attendance: Attendance | undefined;
  private isPlanned = false;
  /** It is about something by its kind: a thematic meeting, a review, a visit. */
  private isEvent = false;
  private isThematic = false;
  private readonly matters: { words: string; isAbout: boolean }[] = [];
  /** Two sides met: what it was about is told by 'về'; what was dealt with stays the agenda's. */
  private isMeetingOfTwo = false;
  /** Pieces that belong to the unit or the kind. */
  private headPieces: string[] = [];
  /** Those of them that are left for the unit's name. */
  private unitPieces: string[] = [];

  constructor(text: string, today: DateOnly) {
    this.text = text;
    this.line = text;
    this.today = today;
  }

  read(): ParsedMeeting {
    this.takeAttendance();
    this.takeWhen();
    this.takeVisitors();
    this.takeLabelled();
    const unit = this.takeHead();
    for (const { words, isAbout } of this.matters) {
      if ((this.isEvent || (isAbout && this.isMeetingOfTwo)) && !this.head.topic) this.addTopic(words);
      else this.agenda.push(words);
    }
    this.doubtPlace();
    if (this.participants.length > 0) this.head.participants = this.participants;
    return {
      unitText: unit[0]?.text ?? '',
      ...(unit.length > 1 ? { unitTexts: unit.slice(1) } : {}),
      ...(this.unitPieces.length > 1 ? { pieces: this.unitPieces } : {}),
      head: this.head,
      agenda: this.agenda,
      line: this.line,
      used: this.used,
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
    this.takeAbsent();
    const found = findAttendance(this.text);
    if (!found) return;
    const counts = this.text.slice(found.from, found.to);
    const read = parseAttendance(counts);
    const { attendance, unclear } = read.unclear.includes('total') ? this.withTotal(counts, found) : read;
    if (attendance) this.attendance = attendance;
    else if (unclear.length > 0) this.isUnclear('attendance', this.text.slice(found.from, found.to));
    this.used.push(this.text.slice(found.from, found.to));
    this.text = blank(this.text, found.from, found.to);
  }

  /** 'vắng: ông Tư (ốm), bà Sáu': who was away and why is nobody's business here; how many were is asked. */
  private takeAbsent(): void {
    const match = absentPeople.exec(this.text);
    if (!match) return;
    this.isUnclear('attendance');
    this.used.push(match[0]);
    this.text = blank(this.text, match.index, match.index + match[0].length);
  }

  /** 'Chi bộ Một (17 đảng viên) …, vắng 2': how many there are stands apart from who was there. */
  private withTotal(counts: string, { from, to }: { from: number; to: number }): ParsedAttendance {
    const elsewhere = blank(this.text, from, to);
    const totals = [...elsewhere.matchAll(membership)];
    const [total] = totals;
    const read = parseAttendance(total ? `tổng ${total[1]}, ${counts}` : counts);
    if (!total || totals.length > 1 || !read.attendance) return parseAttendance(counts);
    this.used.push(total[0]);
    this.text = blank(this.text, total.index, total.index + total[0].length);
    return read;
  }

  private takeWhen(): void {
    // Agenda and conclusions have days of their own.
    let searched = this.text.replace(terms, hidden).replace(dayWordsOfNames, hidden);
    const labels = findLabels(this.text);
    labels.forEach((label, i) => {
      if (label.field !== 'agenda' && label.field !== 'conclusions') return;
      searched = blank(searched, label.from, labels[i + 1]?.from ?? searched.length, '‖');
    });
    const when = readWhen(searched, this.today);
    for (const key of ['heldOn', 'endsOn', 'startsAt', 'endsAt'] as const) {
      const value = when[key];
      if (value !== undefined) this.head[key] = value;
    }
    this.isPlanned = when.isPlanned;
    for (const { field, words } of when.unclear) this.isUnclear(field, words);
    for (const { from, to } of when.spans) {
      this.used.push(this.text.slice(from, to));
      this.text = blank(this.text, from, to);
    }
    if (when.heldOn !== undefined || isUnclear(when, 'date')) return;
    // A day in the agenda alone may be the meeting's or the matter's.
    if (readWhen(this.text, this.today).heldOn !== undefined) this.isUnclear('date');
  }

  /** 'có bác Khang đảng ủy viên xuống dự', 'đại diện Huyện ủy về dự': who came to it. */
  private takeVisitors(): void {
    const match = visitors.exec(this.text);
    if (!match) return;
    const said = tidy(match[1] ?? match[2] ?? '');
    const from = match.index;
    const to = from + match[0].length;
    if (/\d/u.test(said) || findLabels(said).some(({ field }) => isPersonField(field))) return;
    const { people, rest } = readPeople(said);
    this.setGuests(said, people, rest);
    this.used.push(match[0]);
    this.text = blank(this.text, from, to);
  }

  // --- labelled fields --------------------------------------------------------------------------------------------

  private takeLabelled(): void {
    for (const label of findLabels(this.text)) {
      this.used.push(this.text.slice(label.from, label.to));
      if (isPersonField(label.field)) this.takeBefore(label);
    }
    this.takeLeader();
    const labels = findLabels(this.text).filter((label) => !this.isOfSubject(label));
    labels.forEach((label, i) => {
      const value = this.text.slice(label.to, labels[i + 1]?.from ?? this.text.length);
      this.takeValue(label, value);
    });
    this.headPieces.unshift(this.text.slice(0, labels[0]?.from ?? this.text.length));
  }

  /** 'đoàn … do đồng chí A, Phó Trưởng Ban làm Trưởng đoàn làm việc với …': who led it, out of the way of what it did. */
  private takeLeader(): void {
    const match = leader.exec(this.text) ?? leaderAlone.exec(this.text);
    const { people, rest } = readPeople(match?.[1] ?? '');
    if (!match || people.length !== 1 || rest.length > 0) return;
    this.setPeople('leader', people, '');
    this.used.push(match[0]);
    this.text = `${this.text.slice(0, match.index)} ${this.text.slice(match.index + match[0].length)}`;
  }

  /** 'sơ kết A, triển khai B': what goes on about the event's subject leads nothing of its own. */
  private isOfSubject(label: Label): boolean {
    if (label.field !== 'topic' || label.from !== label.to) return false;
    const before = this.text.slice(this.text.lastIndexOf(mark, label.from) + 1, label.from);
    return /(?<!\p{L})(?:so ket|tong ket|rut kinh nghiem)(?!\p{L})(?!.*;)/u.test(fold(before));
  }

  /** 'do đ/c Lê Văn Mẫu chủ trì', 'Trần Thị B thư ký': the person stands before the label. */
  private takeBefore(label: Label): void {
    if (label.hasColon) return;
    const after = /^\s*([^,;¦]*)/u.exec(this.text.slice(label.to))?.[1] ?? '';
    const inClause = findLabels(after);
    const [next] = inClause;
    const direct = (next ? after.slice(0, next.from) : after).replace(/\s(?:và|va|còn|con)\s*$/iu, '');
    const isFollowed = tidy(direct) !== '' && readPeople(direct).people.length > 0;
    // 'ông Bảy chủ trì cô Mơ ghi biên bản': who stands between two roles is the last one's, where nobody follows that.
    const last = inClause.filter(({ field }) => isPersonField(field)).at(-1);
    const isLastFollowed = last !== undefined && readPeople(after.slice(last.to)).people.length > 0;
    const earlier = findLabels(this.text.slice(0, label.from)).at(-1);
    if (isFollowed && (last === undefined || last.hasColon || isLastFollowed)) {
      this.doubtRivals(label, earlier, direct.length);
      return;
    }
    const whole = Math.max(earlier?.to ?? 0, this.text.lastIndexOf(mark, label.from - 1) + 1);
    // 'các đ/c A, Bí thư; B, Phó Bí thư đồng chủ trì': only who is introduced so reaches back over a semicolon.
    const several = /(?:các|cac) (?:đ\/c|d\/c|đc|dc|đồng chí|dong chi)\s/iu.exec(
      this.text.slice(whole, label.from),
    );
    const from = several
      ? whole + several.index
      : Math.max(whole, this.text.lastIndexOf(';', label.from - 1) + 1);
    const before = this.text.slice(from, label.from);
    const cut = peopleAtEnd(before);
    if (cut === null || readPeople(before.slice(cut)).people.length === 0) {
      this.doubtBefore(label, before, from, isFollowed);
      return;
    }
    const { people } = readPeople(before.slice(cut));
    // 'chủ trì Lê Bình Trần Hoa thư ký': where the one ends and the other begins is not told.
    const isShared =
      earlier !== undefined &&
      isPersonField(earlier.field) &&
      tidy(this.text.slice(earlier.to, from + cut)) === '' &&
      !this.text.slice(earlier.from, earlier.to).includes(mark);
    if (isShared) {
      const words = before.slice(cut);
      this.isUnclear(fieldOf[earlier.field], words);
      this.isUnclear(fieldOf[label.field], words);
      this.text = blank(this.text, earlier.from, label.to);
      return;
    }
    // 'lê thị nhàn anh lan anh lam thu ky': a name that ends there, or the word before the role.
    if (/^\s*\p{L}+ lam\s*$/u.test(before.slice(cut)) && /\p{L}\s*$/u.test(before.slice(0, cut))) {
      this.isUnclear(fieldOf[label.field], before);
      return;
    }
    const opening = /(?:^|[\s,])(?:do|dưới sự|duoi su)\s*$/iu.exec(before.slice(0, cut))?.[0].length ?? 0;
    this.setPeople(label.field, people, label.words);
    this.text = blank(this.text, from + cut - opening, label.to);
  }

  /** 'Lê Văn Nghị chủ trì Trần Thị Thắm': somebody stands right before the role and somebody right behind it. */
  private doubtRivals(label: Label, earlier: Label | undefined, length: number): void {
    const start = Math.max(earlier?.to ?? 0, this.text.lastIndexOf(mark, label.from - 1) + 1);
    const before = this.text.slice(start, label.from);
    const isLed = earlier !== undefined && isPersonField(earlier.field) && !/[,;.]/u.test(before);
    const clause = before.lastIndexOf(',') + 1;
    const { people, rest } = readPeople(before.slice(clause));
    const cut = peopleAtEnd(before) ?? (people.length > 0 && rest.length === 0 ? clause : null);
    if (isLed || cut === null || !/\p{L}\s*$/u.test(before)) return;
    const [from, to] = [start + cut, label.to + length];
    this.isUnclear(fieldOf[label.field], this.text.slice(from, to));
    this.text = blank(this.text, from, to);
  }

  /** 'mau chủ trì': the few words before a role may be somebody, and nothing says where the name begins. */
  private doubtBefore(label: Label, before: string, from: number, isFollowed: boolean): void {
    const clause = /[^,;¦.]*$/u.exec(before)?.[0] ?? '';
    const words = tidy(clause);
    const isAlone = clause.length < before.length;
    if (isFollowed || !isAlone || words === '' || words.split(' ').length > 6) return;
    if (looksLikeUnit.test(fold(words)) || looksLikePlace.test(fold(words)) || onlyFillers.test(fold(words)))
      return;
    this.isUnclear(fieldOf[label.field], words);
    this.text = blank(this.text, from + before.length - clause.length, label.to);
  }

  private takeValue(label: Label, value: string): void {
    const field = fieldOf[label.field];
    // 'chủ trì A, còn thư ký B': the joint is neither's.
    const [own = '', ...loose] = value
      .replace(/(?:(?<!\p{L})(?:và|va|còn|con|cùng|cung|với|voi)|[+&])\s*$/iu, '')
      .split(/¦+/u);
    switch (label.field) {
      case 'agenda':
      case 'conclusions': {
        const list = label.field === 'agenda' ? this.agenda : this.conclusions;
        this.used.push(value);
        // 'nd A và B': one matter or two.
        if (label.words === 'nd' && /\s(?:và|va)\s/iu.test(value)) {
          this.isUnclear('agenda', value);
          return;
        }
        const whole = value.replace(/^[\s¦]+|[\s¦]+$/gu, '').replace(/¦+/gu, ' ');
        list.push(
          ...whole
            .split(/;|(?:^|\s)\(?\d{1,2}[.)]\s/u)
            .map(tidy)
            .filter(Boolean),
        );
        return;
      }
      case 'topic': {
        const [topic, rest] = splitTopic(own);
        loose.unshift(...rest);
        if (/chuyen de/u.test(label.words)) this.isThematic = true;
        this.doubtTopic(topic);
        // Behind a comma it is what was dealt with; right behind the meeting it is what the meeting is called by.
        const isClause = /[,;]\s*$/u.test(this.text.slice(0, label.from));
        if (isClause && !/chu de|de tai|chuyen de/u.test(label.words))
          this.addMatter(topic, true, /^ve/u.test(label.words));
        else this.addTopic(topic);
        break;
      }
      case 'place': {
        const [place, rest] = splitPlace(own);
        // 'tại chi bộ thôn Đông' is where it was, or who was visited.
        if (isBody.test(fold(place))) this.isUnclear('place', place);
        else this.setPlace(place);
        loose.unshift(...rest);
        break;
      }
      default: {
        // 'chủ trì, đ/c Tài …': what follows the comma belongs to somebody else.
        const isCut =
          isPersonField(label.field) && !label.hasColon && /^\s*[,;.]/u.test(this.text.slice(label.to));
        const { people, rest } = isCut ? { people: [], rest: [] } : readPeople(own);
        if (isCut && tidy(own) !== '') loose.unshift(own);
        if (label.field === 'guests') loose.unshift(...this.setGuestsOf(own));
        else {
          if (people.length === 0 && rest.length === 0 && (isCut || tidy(loose.join('')) === '')) {
            if (!this.hasPeople(label.field)) this.isUnclear(field);
          }
          this.setPeople(label.field, people, label.words);
          loose.unshift(...rest);
        }
      }
    }
    for (const piece of loose.flatMap((one) => one.split(/[,;]/u))) this.takeLoose(piece, field);
  }

  /** 'đề tài X, quán nước đầu ngõ': a few words behind the comma may be no more of the topic. */
  private doubtTopic(topic: string): void {
    const last = tidy(topic.split(',').slice(1).at(-1) ?? '');
    const isMore =
      /^(?:và |va )?(?:chống|chong|phòng|không|khong|nâng|tăng|xây|giữ|đổi|vì|cho|trong|theo|với|gắn)\s/iu.test(
        last,
      );
    if (last === '' || isMore || isMatter(last) || last.split(' ').length > 4) return;
    this.isUnclear('agenda', last);
    for (const field of fieldsOf(last, this.known(), false)) this.isUnclear(field, last);
  }

  private hasPeople(field: LabelField): boolean {
    return field === 'chair' ? Boolean(this.head.chair) : Boolean(this.head.minuteTaker);
  }

  private setPeople(
    field: LabelField,
    people: readonly { name: string; position: string }[],
    words: string,
  ): void {
    const [first, ...others] = people;
    if (!first) return;
    const take = (capacity: Capacity, list: typeof people): void =>
      void this.participants.push(...list.map((one) => ({ capacity, ...one, body: '' })));
    switch (field) {
      case 'chair':
        if (this.head.chair) {
          const others = people.filter((one) => !this.head.chair?.startsWith(one.name));
          take('co-chair', others);
          // Twice 'chủ trì' with two names: both together, or one of them.
          if (others.length > 0 && !/dong chu/u.test(words))
            this.isUnclear('chair', [this.head.chair, ...others.map(personLine)].join('; '));
        } else {
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

  /** Guests up to the clause that goes on with something else, which is handed back. */
  private setGuestsOf(value: string): string[] {
    const pieces = value.split(/([,;])/u);
    const end = pieces.findIndex((piece, i) => {
      const words = tidy(piece);
      if (i === 0 || i % 2 === 1 || words === '') return false;
      const folded = fold(words);
      const isOther =
        looksLikeUnit.test(folded) ||
        looksLikePlace.test(folded) ||
        isMatter(words) ||
        /^do\s/iu.test(words) ||
        readKind(words).kind !== undefined;
      return (
        isOther ||
        (readPeople(words).rest.length > 0 &&
          !/^(?:đại diện|dai dien|lãnh đạo|các|cac|trưởng|phó|ban|đoàn|hội|mttq|ubnd)\s/iu.test(words))
      );
    });
    const own = (end > 0 ? pieces.slice(0, end - 1) : pieces)
      .join('')
      .replace(/\s+(?:(?:cùng|về|đến|tới|tham)\s+)?dự(?:\s+họp)?\s*$/u, '');
    const { people, rest } = readPeople(own);
    this.setGuests(own, people, rest);
    return end > 0 ? pieces.slice(end).filter((piece) => !/^[,;]$/u.test(piece)) : [];
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
    const words = tidy(piece)
      .replace(/^[\s)]+|[\s(]+$/gu, '')
      .replace(/^(?:đơn vị|don vi|loại|loai|loại họp|loai hop|tên chi bộ|hình thức|hinh thuc)\s*:\s*/iu, '');
    if (words === '' || isChatter(words)) return;
    if (isMatter(words)) {
      this.addMatter(words);
      return;
    }
    const folded = fold(words);
    const kind = readKind(words);
    if (looksLikePlace.test(folded)) this.setPlace(words);
    else if (looksLikeUnit.test(folded) || kind.kind !== undefined || kind.isOnline || kind.isExtended) {
      this.headPieces.push(words);
    } else if (/^\d{1,3}\s*\/\s*\d{1,3}$/u.test(words) || /\d/u.test(words)) {
      this.isUnclear('attendance', words);
    } else {
      // With 'đ/c' before it, which tells that it is somebody.
      const fields = fieldsOf(piece.trim(), this.known(), false);
      // Behind a role it may still be who has it, somebody's position, or a second one.
      const isOpen =
        (field === 'chair' && !this.head.chair) || (field === 'minute-taker' && !this.head.minuteTaker);
      const isSomebody =
        isPersonField(field) && words.split(' ').length <= 4 && readPeople(words).people.length > 0;
      if ((isOpen || isSomebody) && !fields.includes(field)) fields.push(field);
      for (const one of fields) this.isUnclear(one, words);
    }
  }

  private known(): Known {
    const { chair, minuteTaker, place } = this.head;
    return {
      chair: Boolean(chair),
      minuteTaker: Boolean(minuteTaker),
      place: Boolean(place),
      attendance: this.attendance !== undefined,
    };
  }

  /** 'phòng họp số 3 Lê Văn Mẫu', where somebody was not understood: the name may be theirs. */
  private doubtPlace(): void {
    const { place = '' } = this.head;
    const isOpen = this.unclear.some((one) => isPersonField(one.field));
    if (!isOpen || !endsWithName(place)) return;
    delete this.head.place;
    this.isUnclear('place', place);
  }

  /** Clauses of what was dealt with, before their words are taken for a kind or a unit: 'bàn nhân sự chi ủy'. */
  private takeMatters(text: string): string {
    const { about } = readKind(text);
    let rest = text;
    const clauses = clausesOf(text).filter(({ raw }) => tidy(raw) !== '' && !isChatter(raw));
    for (const { raw, from, isClause } of clauses) {
      const words = tidy(raw);
      const goesOn =
        about &&
        about.to <= from &&
        !text.slice(about.to, from).includes(mark) &&
        !/^(?:bàn|ban)\s/iu.test(words);
      // 'duyệt nội dung, nhân sự Đại hội', 'Tổng kết năm 2025 …, 8h': words of the event itself.
      const isEvent =
        about &&
        from < about.to &&
        about.from < from + raw.length &&
        (text.slice(about.from, about.to).includes(',') || clauses[0]?.from === from);
      if (!isClause || clauses.length < 2 || goesOn || isEvent || !isMatter(words)) continue;
      this.addMatter(words);
      rest = blank(rest, from, from + raw.length);
    }
    return rest;
  }

  /** 'chuyên đề quý 3 chi bộ X "phòng chống thiên tai"': what stands in quotation marks is what it was about. */
  private takeQuoted(text: string, from: number | null): string {
    if (from === null) return text;
    const quoted = /(?<![\p{L}\p{N}])["“'‘]([^"“”'‘’¦]{4,160})["”'’](?![\p{L}\p{N}])/u.exec(text.slice(from));
    if (!quoted) return text;
    this.addTopic(tidy(quoted[1] ?? ''));
    const at = from + quoted.index;
    const period =
      /^\s*(?:quý|quy|tháng|thang)\s+(?:[ivx]+|\d+)(?![\p{L}\d])(?:\s*\/\s*\d{4}|\s+(?:năm|nam)\s+\d{4})?/iu.exec(
        text.slice(from),
      )?.[0] ?? '';
    this.used.push(period);
    return blank(blank(text, from, from + period.length), at, at + quoted[0].length);
  }

  /** 'Đoàn khảo sát của A về làm việc với B': who came, and whose meeting it was. */
  private takeVisit(text: string): string {
    const match = visit.map((pattern) => pattern.exec(text)).find(Boolean);
    if (!match) return text;
    const [all, led = '', came = '', how = '', met = ''] = match;
    const end = subjectEnd(met, 0);
    // 'kiểm tra chi bộ X việc thu đảng phí': whom, then what.
    const what = /\s(?:(?:về|ve)\s+)?(?=(?:việc|viec)\s)/iu.exec(met.slice(0, end));
    const host = tidy(met.slice(0, what?.index ?? end));
    const { people: leaders, rest: others } = readPeople(led);
    if (led !== '' && (leaders.length === 0 || others.length > 0)) return text;
    if (unitInside(host) === null && !/^btv(?!\p{L})/u.test(fold(host))) return text;
    if (what) this.addTopic(tidy(met.slice(what.index + what[0].length, end)));
    this.head.kind =
      /^(?:lam viec)/u.test(fold(how)) && !/kh[aả]o s[aá]t|ki[eể]m tra|gi[aá]m s[aá]t/iu.test(came)
        ? 'working'
        : 'visit';
    this.participants.unshift(
      ...leaders.map((one) => ({ capacity: 'delegation' as const, ...one, body: '' })),
      { capacity: 'delegation', name: '', position: '', body: tidy(came) },
      { capacity: 'host', name: '', position: '', body: host },
    );
    this.used.push(all);
    const own = host.replace(
      /^(?:btv|ban thường vụ|ban thuong vu|thường trực|thuong truc|bch|ban chấp hành)\s+/iu,
      '',
    );
    return `${text.slice(0, match.index)} ${own} ${mark} ${met.slice(end)}${text.slice(match.index + all.length)}`;
  }

  // --- kind and unit ----------------------------------------------------------------------------------------------

  private takeHead(): UnitReading[] {
    let text = this.headPieces.map((piece) => piece.replace(/\s+$/u, '')).join(` ${mark} `);
    if (this.isThematic && !/chuyen de/u.test(fold(text))) text = `${text} ${mark} chuyên đề`;
    text = this.takeMatters(this.takeVisit(text));
    const kind = readKind(text);
    this.used.push(...kind.spans.map(({ from, to }) => text.slice(from, to)));
    text = this.takeQuoted(text, kind.about?.kind === 'thematic' ? kind.about.to : null);
    const inSubject = kind.about ? text.slice(kind.about.to, subjectEnd(text, kind.about.to)) : '';
    // 'chuyên đề dịch vụ công trực tuyến' is about it, or was held so.
    if (/(?<!hinh thuc |bang |hop |sinh hoat )(?:truc tuyen|online)/u.test(fold(inSubject)))
      this.isUnclear('kind', inSubject);
    else if (kind.isOnline) this.head.isOnline = true;
    if (kind.isExtended) this.head.isExtended = true;
    // 'duyệt đại hội … lần thứ XX': the number is the congress's.
    if (kind.sessionNo !== undefined && kind.kind !== 'congress-approval')
      this.head.sessionNo = kind.sessionNo;
    const terms: string[] = [];
    const other = [...fold(text).matchAll(term)];
    for (const match of other) {
      this.used.push(text.slice(match.index, match.index + match[0].length));
      if (kind.kind?.startsWith('congress') && /nhiem ky/u.test(match[0])) {
        terms.push(tidy(text.slice(match.index, match.index + match[0].length)).replace(/[()]/gu, ''));
      }
      if (!kind.about || match.index < kind.about.from)
        text = blank(text, match.index, match.index + match[0].length, ' ');
      else if (/nhiem ky|khoa/u.test(match[0]))
        text = blank(text, match.index, match.index + match[0].length);
    }
    if (this.head.kind === undefined) {
      if (kind.isUnclear) {
        this.isUnclear('kind');
        // Who met whom hangs on which of the two it was.
        if (kind.about && kind.about.kind !== 'working' && /lam viec voi/u.test(fold(text)))
          this.isUnclear('guests');
      } else if (kind.kind !== undefined) this.head.kind = kind.kind;
    }
    const about = kind.about;
    let subject = '';
    let subjectTo = Infinity;
    if (about?.kind === 'congress') text = blank(text, about.from, about.to, ' ');
    else if (about) {
      const end = subjectEnd(text, about.to);
      subject = tidy(text.slice(about.to, end));
      if (about.kind === 'visit' && /^doan/u.test(fold(text.slice(about.from)))) {
        subject = tidy(text.slice(about.from, end));
      }
      subjectTo = end;
      text = blank(text, about.from, end);
    }
    for (const { from, to } of kind.spans) {
      if (!about || about.kind === 'congress' || to <= about.from || from >= subjectTo)
        text = blank(text, from, to, ' ');
    }
    this.isEvent = about?.kind === 'thematic' || about?.kind === 'review';
    this.isMeetingOfTwo = /^(?:working|visit|congress-approval)$/u.test(this.head.kind ?? '');
    const pieces = this.headWords(text);
    // 'chuyên đề quý III': which quarter's it was, not what it was about.
    if (/^(?:quy|thang|nam)\s+(?:[ivx]+|\d+)(?:\s*\/?\s*(?:nam\s+)?\d{4})?$/u.test(fold(subject)))
      subject = '';
    if (about && about.kind !== 'congress') this.takeSubject(about.kind, subject, pieces);
    for (const words of terms) this.addTopic(words);
    const isAway = kind.kind === 'visit' || kind.kind === 'working';
    // 'kiểm tra chi bộ 4 tốt: UBKT A kiểm tra chi bộ X': a title with a sentence behind it.
    if (kind.kind === 'visit' && /\p{L}:\s/u.test(subject)) {
      this.isUnclear('guests');
      this.isUnclear('agenda');
    }
    // 'đ/c Phó Bí thư Tỉnh ủy làm việc với đảng ủy xã': a person came; whose meeting it was is not told.
    if (kind.kind === 'working' && isPosition(pieces[0] ?? '')) {
      this.isUnclear('unit');
      this.isUnclear('guests');
    }
    if (isAway && pieces.length === 0 && this.unclear.some(({ field }) => field === 'place'))
      this.isUnclear('guests');
    // 'họp triển khai nghị quyết của đảng ủy X' without a unit of its own: X may be either.
    const topic = this.head.topic ?? '';
    if (pieces.length === 0 && unitInside(topic) !== null) {
      delete this.head.topic;
      this.isUnclear('agenda', topic);
    }
    const isCommittee = kind.kind === 'committee';
    this.unitPieces = [...pieces];
    const candidates = unitCandidates(pieces, isCommittee);
    if (kind.kind === 'regular' && /^(?:dang uy|dang bo|dcs)/u.test(fold(candidates[0]?.text ?? ''))) {
      delete this.head.kind;
      this.isUnclear('kind');
    }
    return candidates;
  }

  private addTopic(told: string): void {
    const topic = told.replace(/^bàn (?:về |việc )?|^ban (?:ve |viec )/iu, '');
    if (topic === '') return;
    this.head.topic = this.head.topic ? `${this.head.topic}; ${topic}` : topic;
  }

  /** What was dealt with, told in a clause of its own: the subject of an event without one, else an item of the agenda. */
  private addMatter(told: string, isClause = true, isAbout = false): void {
    const words = told.replace(/^(?:bàn|ban)\s+(?:(?:về|ve)\s+)?(?:(?:việc|viec)\s+)?/iu, '');
    if (words === '') return;
    if (isClause) this.matters.push({ words, isAbout });
    else this.addTopic(words);
  }

  /** Pieces of the head that may name the unit; places, people and matters among them go where they belong. */
  private headWords(text: string): string[] {
    const pieces: string[] = [];
    const clauses = clausesOf(text).filter(
      ({ raw }) => !onlyFillers.test(fold(tidy(raw))) && tidy(raw) !== '',
    );
    for (const { raw, isClause } of clauses) {
      const whole = placeIn(raw);
      if (whole !== '') {
        this.setPlace(whole);
        continue;
      }
      const isMore = pieces.length > 0 || clauses.length > 1;
      if (isMore && isMatter(tidy(raw))) {
        this.addMatter(tidy(raw), isClause);
        continue;
      }
      let words = withoutFillers(tidy(raw));
      // '… 19h: giữ gìn vệ sinh': behind a colon stands what it was about.
      if (/^\s*:/u.test(raw) && pieces.length > 0 && !looksLikeUnit.test(fold(words))) {
        this.addMatter(words);
        continue;
      }
      const placeAt = placeInside(words);
      if (placeAt !== null) {
        this.setPlace(tidy(words.slice(placeAt)));
        words = withoutFillers(tidy(words.slice(0, placeAt)));
      }
      if (words === '') continue;
      const folded = fold(words);
      if (holdsCounts.test(folded) && !looksLikeUnit.test(folded)) {
        this.isUnclear('attendance', words);
        continue;
      }
      if (pieces.length > 0 && mayBePlace.test(folded) && !looksLikePlace.test(folded)) {
        this.isUnclear('place', words);
        continue;
      }
      if (looksLikePlace.test(folded)) this.setPlace(words);
      else if (pieces.length > 0 && isMatter(words)) this.addMatter(words, isClause);
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
  private takeSubject(kind: MeetingKind, subject: string, pieces: string[]): void {
    const read = readSubject(kind, subject, pieces);
    pieces.splice(0, pieces.length, ...read.pieces);
    for (const topic of read.topics) this.addTopic(topic);
    if (read.met) this.participants.unshift({ name: '', position: '', ...read.met });
    if (read.unclearUnit !== undefined) this.isUnclear('unit', read.unclearUnit);
  }
}
