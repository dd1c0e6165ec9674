import { addDays, findDates } from '../../text/dates.ts';
import { fold } from '../../text/normalise.ts';
import { type SymbolMention } from '../../text/symbols.ts';
import { type Closing } from './closing.ts';
import { readDateLine } from './date-line.ts';
import type { Letterhead } from './letterhead.ts';
import type { IngestWarning } from '../types.ts';
import type { TitleSentence } from './title-sentence.ts';
import type { MetadataSource } from './metadata-source.ts';

export function findDate(
  source: MetadataSource,
  head: Letterhead,
  stated: string | undefined,
  title: TitleSentence | null,
  symbol: SymbolMention | null,
  closings: readonly Closing[],
  warnings: IngestWarning[],
): string | null {
  if (head.issuedOn !== null) return head.issuedOn;
  const inTitle = title?.mention.issuedOn ?? symbol?.issuedOn;
  if (inTitle) return inTitle;
  const inField = stated === undefined ? null : readFieldDate(stated);
  if (inField !== null) {
    if (source.fields['date'] === stated) warnings.push('date-from-file');
    return inField;
  }
  // Laws state at their end when they were passed; conclusions open with the day of their meeting.
  // A day left open for the pen is unknown; a day that the text speaks of would be another one.
  const passed = /thông qua ngày[^.]{6,40}/iu.exec(source.text.slice(-3000))?.[0];
  const passedOn = passed === undefined ? null : (findDates(passed)[0]?.date ?? null);
  if (passedOn !== null) return passedOn;
  const signature = closings.find(({ kind }) => kind === 'signature');
  if (!head.hasDateLine && signature) {
    // Notices and applications set place and date over the signature.
    for (const { text } of source.paragraphs.slice(
      Math.max(head.bodyFrom, signature.from - 3),
      signature.from,
    )) {
      const line = readDateLine(text);
      // '… có hiệu lực từ ngày 01 tháng 7 năm 2022' is no place and date.
      const isPlaced = line?.place != null && line.place.split(' ').length <= 5;
      if (line?.issuedOn && (isPlaced || /^[^\p{L}]*ngày/iu.test(text))) return line.issuedOn;
    }
  }
  // The day that a numbered document speaks of first is that of its meeting or its cause.
  if (head.hasDateLine || symbol !== null) {
    warnings.push(head.issuedIn === null ? 'no-date' : 'date-without-day');
    return null;
  }
  for (const { text } of source.paragraphs.slice(head.bodyFrom, head.bodyFrom + 2)) {
    const mention = findDates(text)[0];
    if (mention?.date && mention.from <= 20) {
      warnings.push('date-from-body');
      return mention.date;
    }
  }
  warnings.push('no-date');
  return null;
}

export function readFieldDate(value: string): string | null {
  const iso = /\d{4}-\d{2}-\d{2}/u.exec(value)?.[0];
  return iso ?? findDates(value)[0]?.date ?? null;
}

/**
 * 'Quy định này … có hiệu lực thi hành từ ngày 01/7/2025', 'kể từ ngày ký', 'từ ngày được Quốc hội thông qua', 'sau 45 ngày
 * kể từ ngày ký'. Folded, because recognition loses marks. Days of work and days from the gazette cannot be counted here.
 */
export function findEffectiveDate(
  text: string,
  stated: string | undefined,
  issuedOn: string | null,
): string | null {
  const folded = fold(text);
  const after =
    /nay\s[^.]{0,160}?hieu luc(?: thi hanh)?,?\s*sau\s+(\d{1,3})\s*(?:\([^)]*\)\s*)?ngay,?\s*ke tu ngay\s+(?:ky|ban hanh|thong qua|duoc)/u.exec(
      folded,
    )?.[1];
  if (after !== undefined) return issuedOn === null ? null : addDays(issuedOn, Number(after));
  const clause =
    /nay(?:\s+duoc|\s+co|,|\s)[^.]{0,160}?hieu luc(?: thi hanh)?,?\s*(?:ke )?tu\s+(ngay\s+(?:ky|duoc|ban hanh|thong qua)|ngay\s+\d[^;]{4,40}|\d[^;]{4,30})/u.exec(
      folded,
    )?.[1];
  if (clause !== undefined) {
    if (/^ngay\s+(?:ky|duoc|ban hanh|thong qua)/u.test(clause)) return issuedOn;
    const date = findDates(clause)[0]?.date;
    if (date) return date;
  }
  return stated === undefined ? null : readFieldDate(stated);
}
