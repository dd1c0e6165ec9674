import { fold } from '../../text/normalise.ts';
import type { MeetingKind } from '../meeting.ts';
import {
  type UnitReading,
  holdsCounts,
  isMatter,
  looksLikePlace,
  looksLikeUnit,
  mayBePlace,
  onlyFillers,
  placeIn,
  placeInside,
  subjectEnd,
  term,
  tidy,
  unitCandidates,
  unitInside,
  withoutFillers,
} from './head-words.ts';
import { isChatter } from './left-over.ts';
import { type LineReading, addMatter, addTopic, blank, mark, noteUnclear, setPlace } from './line-reading.ts';
import { readKind } from './read-kind.ts';
import { isPosition, readPeople } from './read-people.ts';
import { readSubject } from './read-subject.ts';
import { takeVisit } from './take-visit.ts';

/* What is left of a line when days, counts and labels are out: its kind, what it was about, and the unit. */

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

/** Takes the kind, what it was about, places and matters; gives the readings of what is left as the unit. */
export function takeHead(reading: LineReading): UnitReading[] {
  let text = reading.headPieces.map((piece) => piece.replace(/\s+$/u, '')).join(` ${mark} `);
  if (reading.isThematic && !/chuyen de/u.test(fold(text))) text = `${text} ${mark} chuyên đề`;
  text = takeMatters(reading, takeVisit(reading, text));
  const kind = readKind(text);
  reading.used.push(...kind.spans.map(({ from, to }) => text.slice(from, to)));
  text = takeQuoted(reading, text, kind.about?.kind === 'thematic' ? kind.about.to : null);
  const inSubject = kind.about ? text.slice(kind.about.to, subjectEnd(text, kind.about.to)) : '';
  // 'chuyên đề dịch vụ công trực tuyến' is about it, or was held so.
  if (/(?<!hinh thuc |bang |hop |sinh hoat )(?:truc tuyen|online)/u.test(fold(inSubject)))
    noteUnclear(reading, 'kind', inSubject);
  else if (kind.isOnline) reading.head.isOnline = true;
  if (kind.isExtended) reading.head.isExtended = true;
  // 'duyệt đại hội … lần thứ XX': the number is the congress's.
  if (kind.sessionNo !== undefined && kind.kind !== 'congress-approval')
    reading.head.sessionNo = kind.sessionNo;
  const terms: string[] = [];
  const other = [...fold(text).matchAll(term)];
  for (const match of other) {
    reading.used.push(text.slice(match.index, match.index + match[0].length));
    if (kind.kind?.startsWith('congress') && /nhiem ky/u.test(match[0])) {
      terms.push(tidy(text.slice(match.index, match.index + match[0].length)).replace(/[()]/gu, ''));
    }
    if (!kind.about || match.index < kind.about.from)
      text = blank(text, match.index, match.index + match[0].length, ' ');
    else if (/nhiem ky|khoa/u.test(match[0])) text = blank(text, match.index, match.index + match[0].length);
  }
  if (reading.head.kind === undefined) {
    if (kind.isUnclear) {
      noteUnclear(reading, 'kind');
      // Who met whom hangs on which of the two it was.
      if (kind.about && kind.about.kind !== 'working' && /lam viec voi/u.test(fold(text)))
        noteUnclear(reading, 'guests');
    } else if (kind.kind !== undefined) reading.head.kind = kind.kind;
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
  reading.isEvent = about?.kind === 'thematic' || about?.kind === 'review';
  reading.isMeetingOfTwo = /^(?:working|visit|congress-approval)$/u.test(reading.head.kind ?? '');
  const pieces = headWords(reading, text);
  // 'chuyên đề quý III': which quarter's it was, not what it was about.
  if (/^(?:quy|thang|nam)\s+(?:[ivx]+|\d+)(?:\s*\/?\s*(?:nam\s+)?\d{4})?$/u.test(fold(subject))) subject = '';
  // 'chuyên đề quý III: ứng dụng …'
  subject = subject.replace(/^(?:quý|quy|tháng|thang)\s+(?:[ivx]+|\d+)(?:\s*\/\s*\d{4})?\s*:\s*/iu, '');
  if (about && about.kind !== 'congress') takeSubject(reading, about.kind, subject, pieces);
  for (const words of terms) addTopic(reading, words);
  const isAway = kind.kind === 'visit' || kind.kind === 'working';
  // 'kiểm tra chi bộ 4 tốt: UBKT A kiểm tra chi bộ X': a title with a sentence behind it.
  if (kind.kind === 'visit' && /\p{L}:\s/u.test(subject)) {
    noteUnclear(reading, 'guests');
    noteUnclear(reading, 'agenda');
  }
  // 'đ/c Phó Bí thư Tỉnh ủy làm việc với đảng ủy xã': a person came; whose meeting it was is not told.
  if (kind.kind === 'working' && isPosition(pieces[0] ?? '')) {
    noteUnclear(reading, 'unit');
    noteUnclear(reading, 'guests');
  }
  if (isAway && pieces.length === 0 && reading.unclear.some(({ field }) => field === 'place'))
    noteUnclear(reading, 'guests');
  // 'họp triển khai nghị quyết của đảng ủy X' without a unit of its own: X may be either.
  const topic = reading.head.topic ?? '';
  if (pieces.length === 0 && unitInside(topic) !== null) {
    delete reading.head.topic;
    noteUnclear(reading, 'agenda', topic);
  }
  const isCommittee = kind.kind === 'committee';
  reading.unitPieces = [...pieces];
  const candidates = unitCandidates(pieces, isCommittee);
  if (kind.kind === 'regular' && /^(?:dang uy|dang bo|dcs)/u.test(fold(candidates[0]?.text ?? ''))) {
    delete reading.head.kind;
    noteUnclear(reading, 'kind');
  }
  return candidates;
}

/** Clauses of what was dealt with, before their words are taken for a kind or a unit: 'bàn nhân sự chi ủy'. */
function takeMatters(reading: LineReading, text: string): string {
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
    addMatter(reading, words);
    rest = blank(rest, from, from + raw.length);
  }
  return rest;
}

/** 'chuyên đề quý 3 chi bộ X "phòng chống thiên tai"': what stands in quotation marks is what it was about. */
function takeQuoted(reading: LineReading, text: string, from: number | null): string {
  if (from === null) return text;
  const quoted = /(?<![\p{L}\p{N}])["“'‘]([^"“”'‘’¦]{4,160})["”'’](?![\p{L}\p{N}])/u.exec(text.slice(from));
  if (!quoted) return text;
  addTopic(reading, tidy(quoted[1] ?? ''));
  const at = from + quoted.index;
  const period =
    /^\s*(?:quý|quy|tháng|thang)\s+(?:[ivx]+|\d+)(?![\p{L}\d])(?:\s*\/\s*\d{4}|\s+(?:năm|nam)\s+\d{4})?/iu.exec(
      text.slice(from),
    )?.[0] ?? '';
  reading.used.push(period);
  return blank(blank(text, from, from + period.length), at, at + quoted[0].length);
}

/** Pieces of the head that may name the unit; places, people and matters among them go where they belong. */
function headWords(reading: LineReading, text: string): string[] {
  const pieces: string[] = [];
  const clauses = clausesOf(text).filter(({ raw }) => !onlyFillers.test(fold(tidy(raw))) && tidy(raw) !== '');
  for (const { raw, isClause } of clauses) {
    const whole = placeIn(raw);
    if (whole !== '') {
      setPlace(reading, whole);
      continue;
    }
    const isMore = pieces.length > 0 || clauses.length > 1;
    if (isMore && isMatter(tidy(raw))) {
      addMatter(reading, tidy(raw), isClause);
      continue;
    }
    let words = withoutFillers(tidy(raw));
    // '… 19h: giữ gìn vệ sinh': behind a colon stands what it was about.
    if (/^\s*:/u.test(raw) && pieces.length > 0 && !looksLikeUnit.test(fold(words))) {
      addMatter(reading, words);
      continue;
    }
    const placeAt = placeInside(words);
    if (placeAt !== null) {
      setPlace(reading, tidy(words.slice(placeAt)));
      words = withoutFillers(tidy(words.slice(0, placeAt)));
    }
    if (words === '') continue;
    const folded = fold(words);
    if (holdsCounts.test(folded) && !looksLikeUnit.test(folded)) {
      noteUnclear(reading, 'attendance', words);
      continue;
    }
    if (pieces.length > 0 && mayBePlace.test(folded) && !looksLikePlace.test(folded)) {
      noteUnclear(reading, 'place', words);
      continue;
    }
    if (looksLikePlace.test(folded)) setPlace(reading, words);
    else if (pieces.length > 0 && isMatter(words)) addMatter(reading, words, isClause);
    else if (
      pieces.length > 0 &&
      !looksLikeUnit.test(folded) &&
      /^\p{Lu}/u.test(words) &&
      readPeople(words).people.length === 1 &&
      !reading.head.chair
    )
      noteUnclear(reading, 'chair', words);
    else pieces.push(words);
  }
  return pieces;
}

/** What an event is about: who is met, or the topic; the unit itself where nothing stands before the event. */
function takeSubject(reading: LineReading, kind: MeetingKind, subject: string, pieces: string[]): void {
  const read = readSubject(kind, subject, pieces);
  pieces.splice(0, pieces.length, ...read.pieces);
  for (const topic of read.topics) addTopic(reading, topic);
  if (read.met) reading.participants.unshift({ name: '', position: '', ...read.met });
  if (read.unclearUnit !== undefined) noteUnclear(reading, 'unit', read.unclearUnit);
}
