import type { MeetingKind } from '../meeting.ts';
import { isCellMeeting } from './paper-kinds.ts';

/*
 * How bodies are called in the heading of a paper. A unit is an organisation ('Đảng bộ xã Bến Đò'); papers are issued by
 * its committee ('Đảng ủy xã Bến Đò'), of a cell by the cell itself, of a congress by the organisation (36-HD/VPTW).
 */

const organisations: readonly (readonly [RegExp, string])[] = [
  [/^đảng bộ tỉnh(?=\s|$)/iu, 'Tỉnh ủy'],
  [/^đảng bộ thành phố(?=\s|$)/iu, 'Thành ủy'],
  [/^đảng bộ huyện(?=\s|$)/iu, 'Huyện ủy'],
  [/^đảng bộ thị xã(?=\s|$)/iu, 'Thị ủy'],
  [/^đảng bộ quận(?=\s|$)/iu, 'Quận ủy'],
  [/^đảng bộ(?=\s|$)/iu, 'Đảng ủy'],
];

/** The committee that leads an organisation: 'Đảng bộ tỉnh Sông Lam' → 'Tỉnh ủy Sông Lam'. Other names stay. */
export function committeeName(unitName: string): string {
  const name = unitName.trim();
  const rule = organisations.find(([pattern]) => pattern.test(name));
  return rule ? name.replace(rule[0], rule[1]) : name;
}

/** The issuing body and the one above it, for a meeting of this kind. */
export function headingOf(meeting: { kind: MeetingKind; unitName: string; parentName: string | null }): {
  upper: string;
  body: string;
} {
  const upper = meeting.parentName === null ? '' : committeeName(meeting.parentName);
  const isOwn = isCellMeeting(meeting.kind) || meeting.kind === 'congress';
  return { upper, body: isOwn ? meeting.unitName : committeeName(meeting.unitName) };
}

/** Code of the issuer in a symbol, until the office sets its own: CB cell, TU province, HU district, ĐU others. */
export function defaultIssuer(unitName: string): string {
  const name = unitName.trim();
  if (/^chi bộ(?=\s|$)/iu.test(name)) return 'CB';
  if (/^(?:đảng bộ tỉnh|đảng bộ thành phố|tỉnh ủy|thành ủy)(?=\s|$)/iu.test(name)) return 'TU';
  if (/^(?:đảng bộ huyện|huyện ủy)(?=\s|$)/iu.test(name)) return 'HU';
  if (/^(?:đảng bộ|đảng ủy) khối(?=\s|$)/iu.test(name)) return 'ĐUK';
  return 'ĐU';
}

/** 'Lê Văn Mẫu, Bí thư chi bộ' signs as 'Lê Văn Mẫu'; 'đồng chí' before a name is not part of it. */
export const signerName = (person: string): string =>
  (person.split(/[,;(–]|\s-\s/u)[0] ?? '').replace(/^\s*(?:đồng chí|đ\/c)\s+/iu, '').trim();

/** The office a person holds, as a signature names it; null where it was not told. */
export function committeeOffice(person: string): 'secretary' | 'vice-secretary' | null {
  if (/phó\s+bí\s+thư/iu.test(person)) return 'vice-secretary';
  return /bí\s+thư/iu.test(person) ? 'secretary' : null;
}
