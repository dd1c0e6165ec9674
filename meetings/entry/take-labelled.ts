import { fold } from '../../text/normalise.ts';
import {
  isBody,
  isMatter,
  looksLikePlace,
  looksLikeUnit,
  splitPlace,
  splitTopic,
  tidy,
} from './head-words.ts';
import { fieldsOf, isChatter } from './left-over.ts';
import { type Label, fieldOf, findLabels, isPersonField } from './line-labels.ts';
import {
  type LineReading,
  addMatter,
  addTopic,
  knownOf,
  mark,
  noteUnclear,
  setPlace,
} from './line-reading.ts';
import type { EntryField } from './parsed-meeting.ts';
import { readKind } from './read-kind.ts';
import { readPeople } from './read-people.ts';
import { hasPeople, setGuestsOf, setPeople, takeBefore, takeLeader } from './take-people.ts';

/* Labelled values of a line, and the loose words behind them. */

/** Takes every label with its value; what stands before the first of them is left for the head. */
export function takeLabelled(reading: LineReading): void {
  for (const label of findLabels(reading.text)) {
    reading.used.push(reading.text.slice(label.from, label.to));
    if (isPersonField(label.field)) takeBefore(reading, label);
  }
  takeLeader(reading);
  const labels = findLabels(reading.text).filter((label) => !isOfSubject(reading, label));
  labels.forEach((label, i) => {
    const value = reading.text.slice(label.to, labels[i + 1]?.from ?? reading.text.length);
    takeValue(reading, label, value);
  });
  reading.headPieces.unshift(reading.text.slice(0, labels[0]?.from ?? reading.text.length));
}

/** 'chủ trì: Ban Thường vụ Tỉnh ủy': a body in the chair. */
const leadingBody =
  /^(?:ban thuong vu|btv|thuong truc|chi uy|ban chi uy|cap uy)(?:\s(?!.*,)[\p{L}\s]{2,60})?$/u;

const ofThematic =
  /chuyen de\s+(?!(?:quy|thang|nam|chi bo|cb|dang bo|dang uy|chi uy|thon|khoa|phong|cua|voi)(?!\p{L})|\d)(?!.*(?:chi bo|dang bo|dang uy|chi uy))\p{L}+.*\s$/u;

/** 'sơ kết A, triển khai B': what goes on about the event's subject leads nothing of its own. */
function isOfSubject(reading: LineReading, label: Label): boolean {
  if (label.field !== 'topic') return false;
  // 'chuyên đề học Bác về tiết kiệm': words of one subject; 'chuyên đề quý 3 chi bộ X về …' has none before it.
  const clause = fold(/[^,;¦]*$/u.exec(reading.text.slice(0, label.from))?.[0] ?? '');
  if (label.words === 've' && ofThematic.test(clause)) return true;
  if (label.from !== label.to) return false;
  const before = reading.text.slice(reading.text.lastIndexOf(mark, label.from) + 1, label.from);
  return /(?<!\p{L})(?:so ket|tong ket|rut kinh nghiem)(?!\p{L})(?!.*;)/u.test(fold(before));
}

function takeValue(reading: LineReading, label: Label, value: string): void {
  const field = fieldOf[label.field];
  // 'chủ trì A, còn thư ký B': the joint is neither's.
  const [own = '', ...loose] = value
    .replace(/(?:(?<!\p{L})(?:và|va|còn|con|cùng|cung|với|voi)|[+&])\s*$/iu, '')
    .split(/¦+/u);
  switch (label.field) {
    case 'agenda':
    case 'conclusions': {
      const list = label.field === 'agenda' ? reading.agenda : reading.conclusions;
      reading.used.push(value);
      // 'nd A và B': one matter or two.
      if (label.words === 'nd' && /\s(?:và|va)\s/iu.test(value)) {
        noteUnclear(reading, 'agenda', value);
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
      if (/chuyen de/u.test(label.words)) reading.isThematic = true;
      doubtTopic(reading, topic);
      // Behind a comma it is what was dealt with; right behind the meeting it is what the meeting is called by.
      const isClause = /[,;]\s*$/u.test(reading.text.slice(0, label.from));
      if (isClause && !/chu de|de tai|chuyen de/u.test(label.words))
        addMatter(reading, topic, true, /^ve/u.test(label.words));
      else addTopic(reading, topic);
      break;
    }
    case 'place': {
      const [place, rest] = splitPlace(own);
      // 'tại chi bộ thôn Đông' is where it was, or who was visited.
      if (isBody.test(fold(place))) noteUnclear(reading, 'place', place);
      else setPlace(reading, place);
      loose.unshift(...rest);
      break;
    }
    default: {
      // 'chủ trì, đ/c Tài …': what follows the comma belongs to somebody else.
      const isCut =
        isPersonField(label.field) && !label.hasColon && /^\s*[,;.]/u.test(reading.text.slice(label.to));
      const isLedByBody = !isCut && label.field === 'chair' && leadingBody.test(fold(tidy(own)));
      const { people, rest } = isCut
        ? { people: [], rest: [] }
        : isLedByBody
          ? { people: [{ name: tidy(own), position: '' }], rest: [] }
          : readPeople(own);
      if (isCut && tidy(own) !== '') loose.unshift(own);
      if (label.field === 'guests') loose.unshift(...setGuestsOf(reading, own));
      else {
        if (people.length === 0 && rest.length === 0 && (isCut || tidy(loose.join('')) === '')) {
          if (!hasPeople(reading, label.field)) noteUnclear(reading, field);
        }
        setPeople(reading, label.field, people, label.words);
        loose.unshift(...rest);
      }
    }
  }
  for (const piece of loose.flatMap((one) => one.split(/[,;]/u))) takeLoose(reading, piece, field);
}

/** 'đề tài X, quán nước đầu ngõ': a few words behind the comma may be no more of the topic. */
function doubtTopic(reading: LineReading, topic: string): void {
  const last = tidy(topic.split(',').slice(1).at(-1) ?? '');
  const isMore =
    /^(?:và |va )?(?:chống|chong|phòng|không|khong|nâng|tăng|xây|giữ|đổi|vì|cho|trong|theo|với|gắn)\s/iu.test(
      last,
    );
  if (last === '' || isMore || isMatter(last) || last.split(' ').length > 4) return;
  noteUnclear(reading, 'agenda', last);
  for (const field of fieldsOf(last, knownOf(reading), false)) noteUnclear(reading, field, last);
}

/** Words behind something that was taken out: a place or the unit by their looks, else nothing that can be told. */
function takeLoose(reading: LineReading, piece: string, field: EntryField): void {
  const words = tidy(piece)
    .replace(/^[\s)]+|[\s(]+$/gu, '')
    .replace(/^(?:đơn vị|don vi|loại|loai|loại họp|loai hop|tên chi bộ|hình thức|hinh thuc)\s*:\s*/iu, '');
  if (words === '' || isChatter(words)) return;
  if (isMatter(words)) {
    addMatter(reading, words);
    return;
  }
  const folded = fold(words);
  const kind = readKind(words);
  if (looksLikePlace.test(folded)) setPlace(reading, words);
  else if (looksLikeUnit.test(folded) || kind.kind !== undefined || kind.isOnline || kind.isExtended) {
    reading.headPieces.push(words);
  } else if (/^\d{1,3}\s*\/\s*\d{1,3}$/u.test(words) || /\d/u.test(words)) {
    noteUnclear(reading, 'attendance', words);
  } else {
    // With 'đ/c' before it, which tells that it is somebody.
    const fields = fieldsOf(piece.trim(), knownOf(reading), false);
    // Behind a role it may still be who has it, somebody's position, or a second one.
    const isOpen =
      (field === 'chair' && !reading.head.chair) || (field === 'minute-taker' && !reading.head.minuteTaker);
    const isSomebody =
      isPersonField(field) && words.split(' ').length <= 4 && readPeople(words).people.length > 0;
    if ((isOpen || isSomebody) && !fields.includes(field)) fields.push(field);
    for (const one of fields) noteUnclear(reading, one, words);
  }
}
