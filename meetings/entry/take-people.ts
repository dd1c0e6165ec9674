import { fold } from '../../text/normalise.ts';
import type { Capacity } from '../meeting.ts';
import { isMatter, looksLikePlace, looksLikeUnit, onlyFillers, tidy } from './head-words.ts';
import { type Label, type LabelField, fieldOf, findLabels, isPersonField } from './line-labels.ts';
import { type LineReading, blank, mark, noteUnclear } from './line-reading.ts';
import { peopleAtEnd } from './people-before.ts';
import { readKind } from './read-kind.ts';
import { personLine, readPeople } from './read-people.ts';

/* People and their roles: before and behind a label, guests, and who led a delegation. */

/** Who came from elsewhere, as a clause of its own. */
const visitors =
  /(?<=(?:^|[,;¦.])\s*)(?:(?:(?:và |va )?(?:có|co(?! m[ặa]t)|với|voi)\s+(?:sự tham dự của\s+|su tham du cua\s+)?([^;¦\d]{2,100}?))|((?:đ\/c|đồng chí|đại diện|dai dien|lãnh đạo|lanh dao|đoàn|doan|ông|bà|bác|anh|chị|cô)\s[^,;¦\d]{2,80}?))\s+(?:(?:cùng|cung)\s+)?(?:(?:xuống|xuong|về|ve|đến|den|lên|len|sang|qua|tới|toi)\s+)?(?:tham\s+)?(?:dự|du)(?:\s+(?:họp|hop|cùng|cung|(?:và |va )?chỉ đạo|(?:va )?chi dao|sinh hoạt|sinh hoat))*\s*(?=[,;¦.]|$)/iu;
/** 'do đồng chí A, Phó Trưởng Ban làm trưởng đoàn', behind a delegation. */
const leader =
  /(?<=(?:đoàn|doan|tổ|to)(?!\p{L})[^¦;]*?)\s*,?\s*(?<!\p{L})do\s+([^¦;\d]{3,90}?)\s+(?:làm|lam)\s+(?:trưởng|truong)\s+(?:đoàn|doan)\s*,?/iu;
/** 'Nông Thị Duyên trưởng đoàn', in a clause of its own. */
const leaderAlone =
  /(?<=[,;]\s*)([^,;¦\d]{3,60}?)\s+(?:(?:làm|lam|là|la)\s+)?(?:trưởng|truong)\s+(?:đoàn|doan)\s*(?=[,;¦.]|$)/iu;

/** 'có bác Khang đảng ủy viên xuống dự', 'đại diện Huyện ủy về dự': who came to it. */
export function takeVisitors(reading: LineReading): void {
  const match = visitors.exec(reading.text);
  if (!match) return;
  const said = tidy(match[1] ?? match[2] ?? '');
  const from = match.index;
  const to = from + match[0].length;
  if (/\d/u.test(said) || findLabels(said).some(({ field }) => isPersonField(field))) return;
  const { people, rest } = readPeople(said);
  setGuests(reading, said, people, rest);
  reading.used.push(match[0]);
  reading.text = blank(reading.text, from, to);
}

/** 'đoàn … do đồng chí A, Phó Trưởng Ban làm Trưởng đoàn làm việc với …': who led it, out of the way of what it did. */
export function takeLeader(reading: LineReading): void {
  const match = leader.exec(reading.text) ?? leaderAlone.exec(reading.text);
  const { people, rest } = readPeople(match?.[1] ?? '');
  if (!match || people.length !== 1 || rest.length > 0) return;
  setPeople(reading, 'leader', people, '');
  reading.used.push(match[0]);
  reading.text = `${reading.text.slice(0, match.index)} ${reading.text.slice(match.index + match[0].length)}`;
}

/** 'do đ/c Lê Văn Mẫu chủ trì', 'Trần Thị B thư ký': the person stands before the label. */
export function takeBefore(reading: LineReading, label: Label): void {
  if (label.hasColon) return;
  const after = /^\s*([^,;¦]*)/u.exec(reading.text.slice(label.to))?.[1] ?? '';
  const inClause = findLabels(after);
  const [next] = inClause;
  const direct = (next ? after.slice(0, next.from) : after).replace(/\s(?:và|va|còn|con)\s*$/iu, '');
  const isFollowed = tidy(direct) !== '' && readPeople(direct).people.length > 0;
  // 'ông Bảy chủ trì cô Mơ ghi biên bản': who stands between two roles is the last one's, where nobody follows that.
  const last = inClause.filter(({ field }) => isPersonField(field)).at(-1);
  const isLastFollowed = last !== undefined && readPeople(after.slice(last.to)).people.length > 0;
  const earlier = findLabels(reading.text.slice(0, label.from)).at(-1);
  if (isFollowed && (last === undefined || last.hasColon || isLastFollowed)) {
    doubtRivals(reading, label, earlier, direct.length);
    return;
  }
  const whole = Math.max(earlier?.to ?? 0, reading.text.lastIndexOf(mark, label.from - 1) + 1);
  // 'các đ/c A, Bí thư; B, Phó Bí thư đồng chủ trì': only who is introduced so reaches back over a semicolon.
  const several = /(?:các|cac) (?:đ\/c|d\/c|đc|dc|đồng chí|dong chi)\s/iu.exec(
    reading.text.slice(whole, label.from),
  );
  const from = several
    ? whole + several.index
    : Math.max(whole, reading.text.lastIndexOf(';', label.from - 1) + 1);
  const before = reading.text.slice(from, label.from);
  const cut = peopleAtEnd(before);
  if (cut === null || readPeople(before.slice(cut)).people.length === 0) {
    doubtBefore(reading, label, before, from, isFollowed);
    return;
  }
  const { people } = readPeople(before.slice(cut));
  // 'chủ trì Lê Bình Trần Hoa thư ký': where the one ends and the other begins is not told.
  const isShared =
    earlier !== undefined &&
    isPersonField(earlier.field) &&
    tidy(reading.text.slice(earlier.to, from + cut)) === '' &&
    !reading.text.slice(earlier.from, earlier.to).includes(mark);
  if (isShared) {
    const words = before.slice(cut);
    noteUnclear(reading, fieldOf[earlier.field], words);
    noteUnclear(reading, fieldOf[label.field], words);
    reading.text = blank(reading.text, earlier.from, label.to);
    return;
  }
  // 'lê thị nhàn anh lan anh lam thu ky': a name that ends there, or the word before the role.
  if (/^\s*\p{L}+ lam\s*$/u.test(before.slice(cut)) && /\p{L}\s*$/u.test(before.slice(0, cut))) {
    noteUnclear(reading, fieldOf[label.field], before);
    return;
  }
  const opening = /(?:^|[\s,])(?:do|dưới sự|duoi su)\s*$/iu.exec(before.slice(0, cut))?.[0].length ?? 0;
  setPeople(reading, label.field, people, label.words);
  reading.text = blank(reading.text, from + cut - opening, label.to);
}

/** 'Lê Văn Nghị chủ trì Trần Thị Thắm': somebody stands right before the role and somebody right behind it. */
function doubtRivals(reading: LineReading, label: Label, earlier: Label | undefined, length: number): void {
  const start = Math.max(earlier?.to ?? 0, reading.text.lastIndexOf(mark, label.from - 1) + 1);
  const before = reading.text.slice(start, label.from);
  const isLed = earlier !== undefined && isPersonField(earlier.field) && !/[,;.]/u.test(before);
  const clause = before.lastIndexOf(',') + 1;
  const { people, rest } = readPeople(before.slice(clause));
  const cut = peopleAtEnd(before) ?? (people.length > 0 && rest.length === 0 ? clause : null);
  if (isLed || cut === null || !/\p{L}\s*$/u.test(before)) return;
  const [from, to] = [start + cut, label.to + length];
  noteUnclear(reading, fieldOf[label.field], reading.text.slice(from, to));
  reading.text = blank(reading.text, from, to);
}

/** 'mau chủ trì': the few words before a role may be somebody, and nothing says where the name begins. */
function doubtBefore(
  reading: LineReading,
  label: Label,
  before: string,
  from: number,
  isFollowed: boolean,
): void {
  const clause = /[^,;¦.]*$/u.exec(before)?.[0] ?? '';
  const words = tidy(clause);
  const isAlone = clause.length < before.length;
  if (isFollowed || !isAlone || words === '' || words.split(' ').length > 6) return;
  if (looksLikeUnit.test(fold(words)) || looksLikePlace.test(fold(words)) || onlyFillers.test(fold(words)))
    return;
  noteUnclear(reading, fieldOf[label.field], words);
  reading.text = blank(reading.text, from + before.length - clause.length, label.to);
}

/** Whether the field of a label is full. */
export function hasPeople(reading: LineReading, field: LabelField): boolean {
  return field === 'chair' ? Boolean(reading.head.chair) : Boolean(reading.head.minuteTaker);
}

/** Gives the people behind or before a label what the label says they did. */
export function setPeople(
  reading: LineReading,
  field: LabelField,
  people: readonly { name: string; position: string }[],
  words: string,
): void {
  const [first, ...others] = people;
  if (!first) return;
  const take = (capacity: Capacity, list: typeof people): void =>
    void reading.participants.push(...list.map((one) => ({ capacity, ...one, body: '' })));
  switch (field) {
    case 'chair':
      if (reading.head.chair) {
        const others = people.filter((one) => !reading.head.chair?.startsWith(one.name));
        take('co-chair', others);
        // Twice 'chủ trì' with two names: both together, or one of them.
        if (others.length > 0 && !/dong chu/u.test(words))
          noteUnclear(reading, 'chair', [reading.head.chair, ...others.map(personLine)].join('; '));
      } else {
        reading.head.chair = personLine(first);
        take('co-chair', others);
      }
      return;
    case 'minuteTaker':
      if (reading.head.minuteTaker) noteUnclear(reading, 'minute-taker', people.map(personLine).join(', '));
      else reading.head.minuteTaker = people.map(personLine).join('; ');
      return;
    case 'presenter':
      take('presenter', people);
      return;
    case 'press':
      take('press', people);
      return;
    case 'leader': {
      const delegation = reading.participants.find(({ capacity }) => capacity === 'delegation');
      if (delegation) Object.assign(delegation, first);
      else take('delegation', people);
      return;
    }
    default:
      return;
  }
}

/** Guests up to the clause that goes on with something else, which is handed back. */
export function setGuestsOf(reading: LineReading, value: string): string[] {
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
  setGuests(reading, own, people, rest);
  return end > 0 ? pieces.slice(end).filter((piece) => !/^[,;]$/u.test(piece)) : [];
}

function setGuests(
  reading: LineReading,
  value: string,
  people: readonly { name: string; position: string }[],
  rest: string[],
): void {
  const said = tidy(value);
  if (said === '') return;
  reading.head.guests = said;
  reading.participants.push(
    ...people.map((one) => ({ capacity: 'guest' as const, ...one, body: '' })),
    ...rest.map((body) => ({ capacity: 'guest' as const, name: '', position: '', body: tidy(body) })),
  );
}
