import { findDates } from '../../text/dates.ts';
import { fold } from '../../text/normalise.ts';
import { digitsOf } from './lookalike.ts';

/**
 * 'Hà Nội, ngày 03 tháng 4 năm 2018': place and date. A day or month left open for the pen gives no date: 'ngày … tháng 5
 * năm 2024' is only known to its month.
 */
export function readDateLine(
  text: string,
): { place: string | null; issuedOn: string | null; issuedIn: string | null } | null {
  if (text.length > 170) return null;
  const digits = String.raw`([\doil|\]!.…_,\s-]{0,40}?)`;
  const match = new RegExp(
    String.raw`^(.{0,60}?)[,.;:]?\s*(?<!\p{L})n[gq][aàảáâă][yvỳýỷ]${digits}th?[aàảáâă]n[gq]${digits}n[aàảáâăäãạ]m\s*([\doil|\].…_\s]*)(.*)$`,
    'iu',
  ).exec(fold(text));
  if (!match) return null;
  const [, before = '', day = '', month = '', year = '', after = ''] = match;
  // 'Hôm nay, ngày 5 tháng 8 năm 2026, chi bộ …' opens minutes; a dateline ends with its year.
  if (
    (after.match(/\p{L}/gu)?.length ?? 0) > 4 ||
    /^(?:-\s*)?(?:hom nay|vao hoi|tu|den|trong|can cu|xet|theo|thuc hien|kinh gui)(?!\p{L})|(?<!\p{L})so\s+\d/u.test(
      before.trim(),
    )
  )
    return null;
  const place = text
    .slice(0, before.length)
    .replace(/^.*\s{2,}/u, '')
    .replace(/[\s,.;:]+$/u, '')
    .trim();
  const number = (value: string): string => {
    const bare = value.replace(/[\s_…,-]/gu, '').replace(/^\.+|\.+$/gu, '');
    // '11]' is a day with a rule beside it, '1]' the eleventh.
    const digits = bare.length === 3 ? bare.replace(/[\]|!]$/u, '') : bare;
    return /^[\doil|\]!]{1,4}$/iu.test(digits) ? digitsOf(digits) : '';
  };
  const [d, m, y] = [number(day), number(month), number(year)];
  const issuedOn = findDates(`${d}/${m}/${y}`)[0]?.date ?? null;
  const hasMonth =
    issuedOn === null && d === '' && /^(?:0?[1-9]|1[0-2])$/u.test(m) && /^(?:19|20)\d\d$/u.test(y);
  return {
    place: /^\p{Lu}/u.test(place) && place.length <= 40 && !/\d/u.test(place) ? place : null,
    issuedOn: /^(?:19|20)\d\d$/u.test(y) ? issuedOn : null,
    issuedIn: hasMonth ? `${m.padStart(2, '0')}/${y}` : null,
  };
}
