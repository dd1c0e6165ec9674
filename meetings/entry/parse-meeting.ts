import type { DateOnly } from '../../core/clock.ts';
import { fold } from '../../text/normalise.ts';
import type { Attendance, Capacity, MeetingKind, Participant } from '../meeting.ts';
import { findAttendance } from './find-attendance.ts';
import {
  holdsCounts,
  isBody,
  looksLikePlace,
  looksLikeUnit,
  matter,
  mayBePlace,
  onlyFillers,
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
import { parseAttendance } from './parse-attendance.ts';
import { readKind } from './read-kind.ts';
import { peopleAtEnd } from './people-before.ts';
import type { EntryField, ParsedMeeting, Unclear } from './parsed-meeting.ts';
import { endsWithName, personLine, readPeople } from './read-people.ts';
import { readSubject } from './read-subject.ts';
import { isUnclear, readWhen } from './read-when.ts';

export { findKind } from './read-kind.ts';

export type { EntryField, ParsedMeeting } from './parsed-meeting.ts';

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
    this.doubtPlace();
    if (this.participants.length > 0) this.head.participants = this.participants;
    return {
      unitText: unit[0]?.text ?? '',
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
      searched = blank(searched, label.from, labels[i + 1]?.from ?? searched.length, '‖');
    });
    const when = readWhen(searched, this.today);
    for (const key of ['heldOn', 'endsOn', 'startsAt', 'endsAt'] as const) {
      const value = when[key];
      if (value !== undefined) this.head[key] = value;
    }
    this.isPlanned = when.isPlanned;
    for (const { field, words } of when.unclear) this.isUnclear(field, words);
    for (const { from, to } of when.spans) this.text = blank(this.text, from, to);
    if (when.heldOn !== undefined || isUnclear(when, 'date')) return;
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
        const [topic, rest] = splitTopic(own);
        loose.unshift(...rest);
        this.addTopic(topic);
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
        if (label.field === 'guests') this.setGuests(own, people, rest);
        else {
          if (people.length === 0 && rest.length === 0 && (isCut || tidy(loose.join('')) === '')) {
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

  /** 'phòng họp số 3 Lê Văn Mẫu', where somebody was not understood: the name may be theirs. */
  private doubtPlace(): void {
    const { place = '' } = this.head;
    const isOpen = this.unclear.some((one) => isPersonField(one.field));
    if (!isOpen || !endsWithName(place)) return;
    delete this.head.place;
    this.isUnclear('place', place);
  }

  // --- kind and unit ----------------------------------------------------------------------------------------------

  private takeHead(): UnitReading[] {
    let text = this.headPieces.map((piece) => piece.replace(/\s+$/u, '')).join(` ${mark} `);
    const kind = readKind(text);
    const inSubject = kind.about ? text.slice(kind.about.to, subjectEnd(text, kind.about.to)) : '';
    // 'chuyên đề dịch vụ công trực tuyến' is about it, or was held so.
    if (/(?<!hinh thuc |bang |hop |sinh hoat )(?:truc tuyen|online)/u.test(fold(inSubject)))
      this.isUnclear('kind', inSubject);
    else if (kind.isOnline) this.head.isOnline = true;
    if (kind.isExtended) this.head.isExtended = true;
    // 'duyệt đại hội … lần thứ XX': the number is the congress's.
    if (kind.sessionNo !== undefined && kind.kind !== 'congress-approval')
      this.head.sessionNo = kind.sessionNo;
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
    const pieces = this.headWords(text);
    if (about && about.kind !== 'congress') this.takeSubject(about.kind, subject, pieces);
    const isAway = kind.kind === 'visit' || kind.kind === 'working';
    if (isAway && pieces.length === 0 && this.unclear.some(({ field }) => field === 'place'))
      this.isUnclear('guests');
    // 'họp triển khai nghị quyết của đảng ủy X' without a unit of its own: X may be either.
    const topic = this.head.topic ?? '';
    if (pieces.length === 0 && unitInside(topic) !== null) {
      delete this.head.topic;
      this.isUnclear('agenda', topic);
    }
    const isCommittee = kind.kind === 'committee';
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

  /** Pieces of the head that may name the unit; places, people and matters among them go where they belong. */
  private headWords(text: string): string[] {
    const pieces: string[] = [];
    for (const raw of text.split(/[,;]|\.(?!\d)|¦+/u)) {
      let words = withoutFillers(tidy(raw));
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
  private takeSubject(kind: MeetingKind, subject: string, pieces: string[]): void {
    const read = readSubject(kind, subject, pieces);
    pieces.splice(0, pieces.length, ...read.pieces);
    for (const topic of read.topics) this.addTopic(topic);
    if (read.met) this.participants.unshift({ name: '', position: '', ...read.met });
    if (read.unclearUnit !== undefined) this.isUnclear('unit', read.unclearUnit);
  }
}
