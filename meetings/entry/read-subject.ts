import { fold } from '../../text/normalise.ts';
import type { Capacity, MeetingKind } from '../meeting.ts';
import { looksLikeUnit, matter, tidy, unitInside, withoutFillers } from './head-words.ts';

/* What an event is about: 'sơ kết …', 'chuyên đề …', 'làm việc với …', 'khảo sát …'. */

/** The subject of an event, apart. */
export interface ReadSubject {
  /** What may name the unit that met. */
  pieces: string[];
  topics: string[];
  /** Who was met or came. */
  met?: { capacity: Capacity; body: string };
  /** Words in which the unit should stand and does not. */
  unclearUnit?: string;
}

const above = /(?<!\p{L})(?:tinh uy|thanh uy|trung uong)(?!\p{L})/u;

/**
 * Reads the words behind an event. `pieces` are those before it; where none of them can be the unit, it is looked for
 * inside the subject: 'sơ kết 6 tháng đầu năm chi bộ Văn phòng', 'làm việc giữa A với B' (A has the meeting, B is met).
 */
export function readSubject(kind: MeetingKind, subject: string, pieces: readonly string[]): ReadSubject {
  let rest = subject.replace(/^(?:của|cua|với|voi|cùng|cung|đồng chí|về|ve)\s+/iu, '');
  const read: ReadSubject = { pieces: [...pieces], topics: [] };
  const isAway = kind === 'visit' || kind === 'working';
  const both = kind === 'working' ? /^(.{4,}?)\s(?:với|voi|và|va|cùng|cung)\s(.{4,})$/iu.exec(rest) : null;
  const isMatter = (piece: string): boolean =>
    matter.test(fold(`${piece} `)) && !looksLikeUnit.test(fold(piece));
  if (pieces.length === 0 && both && unitInside(both[1] ?? '') !== null) {
    const [, own = '', met = ''] = both;
    read.pieces = [withoutFillers(tidy(own.slice(unitInside(own) ?? 0)))];
    rest = tidy(met);
  } else if (pieces.every(isMatter)) {
    const unitAt = unitInside(rest);
    if (unitAt !== null) {
      read.topics.push(...pieces);
      // 'duyệt đại hội chi bộ X lần thứ V': which congress it is stands behind the unit.
      const whole = rest.slice(unitAt).replace(/^(?:của|cua)\s+/iu, '');
      // 'chuyên đề chi bộ X: công tác tuyển quân': behind the colon stands what it was about.
      const colon = kind === 'thematic' ? /^([^:]+?)\s*:\s*(.{3,})$/u.exec(whole) : null;
      const named = (colon?.[1] ?? whole).replace(/\s+(?:năm|nam)\s+\d{4}$/iu, '');
      if (colon) read.topics.push(tidy(colon[2] ?? ''));
      const ordinal = /\s+(?:lần|lan)(?: (?:thứ|thu))?\s+(?:[ivxlc]+|\d{1,2})(?![\p{L}\d])[^,;]*$/iu.exec(
        named,
      );
      read.pieces = [withoutFillers(tidy(ordinal ? named.slice(0, ordinal.index) : named))];
      if (ordinal) read.topics.push(tidy(named));
      rest = tidy(rest.slice(0, unitAt));
      // 'chuyên đề quý 3 chi bộ X: …': which quarter's it was.
      if (colon && /^(?:quy|thang) (?:[ivx]+|\d+)$/u.test(fold(rest))) rest = '';
      // 'thường trực đảng ủy X': words of the unit's own body are nobody who was met.
      if (isAway && pieces.length === 0 && rest !== '' && !/^doan/u.test(fold(rest))) rest = '';
    } else if (isAway) read.unclearUnit = rest;
  }
  if (kind !== 'working' && !(kind === 'visit' && /^doan/u.test(fold(rest)))) {
    return { ...read, topics: [...read.topics, rest].filter(Boolean) };
  }
  const body = rest.replace(/\s(?:để|de (?=cho|nghe|ban|lam|xem))\s.*$/iu, '');
  if (body === '') return read;
  // Who stands above comes to the one below: a board of the province with a committee that is none of the province's.
  const isAbove = above.test(fold(body)) && pieces.length > 0 && !pieces.some((one) => above.test(fold(one)));
  const capacity: Capacity =
    isAbove || /^(?:cac )?(?:doan|to cong tac)/u.test(fold(body)) ? 'delegation' : 'host';
  return { ...read, met: { capacity, body } };
}
