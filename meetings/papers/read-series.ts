import type { DateOnly } from '../../core/clock.ts';
import { parseDate } from '../../text/dates.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { paperKinds, typeCodes } from './paper-kinds.ts';
import type { Term } from './numbering.ts';

/** What an office sets about the papers of a unit, in one line behind its name. */
export interface SeriesChange {
  next: { typeCode: string; number: number } | null;
  issuer: string | null;
  placeName: string | null;
  term: Term | null;
}

const codes = paperKinds.map((kind) => typeCodes[kind]);
const nextPattern = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(${codes.join('|').toLowerCase()})\s*(?:so\s+)?(?:tiep(?:\s+theo)?|ke tiep|=|:)?\s*(?:la\s+|so\s+)?(\d{1,4})(?![\p{L}\p{N}/-])`,
  'u',
);
const issuerPattern = /(?<!\p{L})ky hieu\s*(?:la|:|=)?\s*(?=\S)/u;
const placePattern = /(?<!\p{L})dia danh\s*(?:la|:|=)?\s*(?=\S)/u;
const termPattern =
  /(?<!\p{L})nhiem ky\s*(\d{4})\s*(?:-|–|den)\s*(\d{4})\s*,?\s*(?:bat dau\s+)?tu(?:\s+ngay)?\s+/u;
/** Where the value of one setting ends: at the next one, or at a comma or semicolon. */
const nextSetting = /[,;]|(?<!\p{L})(?:ky hieu|dia danh|nhiem ky)(?!\p{L})/u;

/** Reads 'BB tiếp 12', 'ký hiệu CBVP', 'địa danh Sông Lam', 'nhiệm kỳ 2025-2030 từ 15/5/2025', in any order. */
export function readSeriesChange(line: string, today: DateOnly): SeriesChange | null {
  const typed = cleanText(line);
  const folded = fold(typed);
  const valueAfter = (pattern: RegExp): string | null => {
    const match = pattern.exec(folded);
    if (!match) return null;
    const from = match.index + match[0].length;
    const length = nextSetting.exec(folded.slice(from))?.index ?? typed.length - from;
    return typed.slice(from, from + length).trim() || null;
  };
  const issuer = valueAfter(issuerPattern);
  const placeName = valueAfter(placePattern);
  const termMatch = termPattern.exec(folded);
  const starts = termMatch && parseDate(typed.slice(termMatch.index + termMatch[0].length), today)?.date;
  const term = termMatch && starts ? { name: `${termMatch[1]}-${termMatch[2]}`, startsOn: starts } : null;
  const next = nextPattern.exec(termMatch ? folded.slice(0, termMatch.index) : folded);
  const change: SeriesChange = {
    next: next ? { typeCode: (next[1] as string).toUpperCase(), number: Number(next[2]) } : null,
    issuer: issuer && /^[\p{L}\p{N}]{1,12}$/u.test(issuer) ? issuer.toLocaleUpperCase('vi') : null,
    placeName: placeName && placeName.length <= 60 ? placeName : null,
    term,
  };
  const isEmpty = !change.next && !change.issuer && !change.placeName && !change.term;
  return isEmpty || change.next?.number === 0 ? null : change;
}
