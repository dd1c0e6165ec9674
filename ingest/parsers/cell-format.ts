import { childrenOf, descendantsOf, type XmlElement } from './xml.ts';

/* How a value of a spreadsheet is shown: '12,5%' for 0.125 in a percent format, '01/02/2024' for the day 45323. */

/** The number formats of a workbook by cell style, and the day from which it counts. */
export interface CellStyles {
  formats: readonly string[];
  is1904: boolean;
}

export const styleElements: readonly string[] = ['x:numFmt', 'x:xf'];

/** Formats that Excel has by number (ECMA-376 part 1, 18.8.30). */
const builtIn: Readonly<Record<number, string>> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  14: 'dd/mm/yyyy',
  15: 'dd/mm/yyyy',
  16: 'dd/mm',
  17: 'mm/yyyy',
  18: 'hh:mm',
  19: 'hh:mm:ss',
  20: 'hh:mm',
  21: 'hh:mm:ss',
  22: 'dd/mm/yyyy hh:mm',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: 'hh:mm:ss',
};

export function readCellStyles(root: XmlElement | null, is1904: boolean): CellStyles {
  if (!root) return { formats: [], is1904 };
  const own = new Map(
    descendantsOf(root, 'x:numFmt').map(({ attrs }) => [
      Number(attrs['numFmtId']),
      attrs['formatCode'] ?? '',
    ]),
  );
  const cellFormats = descendantsOf(root, 'x:cellXfs')[0];
  const formats = childrenOf(cellFormats, 'x:xf').map(({ attrs }) => {
    const id = Number(attrs['numFmtId'] ?? '0');
    return own.get(id) ?? builtIn[id] ?? '';
  });
  return { formats, is1904 };
}

/** A number, day or time as text; `raw` as the file holds it. */
export function shownValue(raw: string, style: number, type: string, styles: CellStyles): string {
  const format = styles.formats[style] ?? '';
  if (type === 'd') return isoDay(raw) ?? raw;
  const value = Number(raw);
  if (!Number.isFinite(value)) return raw.trim();
  const plain = (format.split(';')[0] ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]|_./gu, '');
  if (/[dyh]|m(?=m?[/:-])|(?<=[/:-])m|mmm|^mm?$/iu.test(plain) && !/[0#]/u.test(plain))
    return shownDay(value, plain.toLowerCase(), styles.is1904);
  if (plain.includes('%')) return `${vietnamese(value * 100, decimalsOf(plain) ?? decimals(value * 100))}%`;
  return vietnamese(value, decimalsOf(plain) ?? decimals(value), plain.includes(','));
}

const decimalsOf = (format: string): number | null => {
  if (!/[0#]/u.test(format)) return null;
  return /\.([0#?]+)/u.exec(format)?.[1]?.length ?? 0;
};

/** As many decimals as the number has, without those that only binary arithmetic made. */
const decimals = (value: number): number => {
  const text = String(Number(value.toPrecision(12)));
  return text.includes('e') ? 0 : (/\.(\d+)$/u.exec(text)?.[1]?.length ?? 0);
};

/** '1.234,5': points between thousands where the sheet groups them or the number is long. */
function vietnamese(value: number, places: number, isGrouped = Math.abs(value) >= 10_000): string {
  const fixed = Math.abs(value).toFixed(Math.min(places, 10));
  const [whole = '', part] = fixed.split('.');
  const grouped = isGrouped ? whole.replace(/\B(?=(?:\d{3})+$)/gu, '.') : whole;
  const isNegative = value < 0 && /[1-9]/u.test(fixed);
  return `${isNegative ? '-' : ''}${grouped}${part === undefined ? '' : `,${part}`}`;
}

const isoDay = (raw: string): string | null => {
  const match = /^(\d{4})-(\d\d)-(\d\d)/u.exec(raw);
  return match ? `${match[3]}/${match[2]}/${match[1]}` : null;
};

/** Days since 30/12/1899, which counts a 29/02/1900 that never was; the Macintosh counts from 01/01/1904. */
function shownDay(value: number, format: string, from1904: boolean): string {
  const days = from1904 ? value + 1462 : value;
  const date = new Date(Math.round((days - 25_569) * 86_400) * 1000);
  if (Number.isNaN(date.getTime())) return String(value);
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = two(date.getUTCDate());
  const month = two(date.getUTCMonth() + 1);
  const hasDay = /d/u.test(format);
  const hasYear = /y/u.test(format);
  const time = /h/u.test(format) ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : '';
  const named = hasDay || hasYear || (!/h/u.test(format) && !/s/u.test(format));
  if (!named) return time;
  const written = [...(hasDay ? [day] : []), month, ...(hasYear ? [String(date.getUTCFullYear())] : [])].join(
    '/',
  );
  return time === '' || !hasDay ? written : `${written} ${time}`;
}
