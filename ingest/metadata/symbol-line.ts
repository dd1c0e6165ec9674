import { typeCode } from '../../text/document-types.ts';
import { findSymbols, type SymbolMention } from '../../text/symbols.ts';
import { digitsOf } from './lookalike.ts';

/*
 * 'Số: 06 /2024/TT-BCT', 'Só 1402/QD-BNV', 'Luật số: 35/2024/QH15', 'Số/No.: 204/TB-SNgV': the line of the number, also
 * with the slips that recognition makes in it.
 */

/** A line that gives the document's number; `symbol` is null where it is still to be filled in. */
export interface SymbolLine {
  symbol: SymbolMention | null;
  /** What follows on the same line: place and date in the other column. */
  rest: string;
}

/** 'Số' with any mark on its vowel, or none; without the colon 'Luật số 35/…' would be a title or a citation. */
const label =
  /^(?:(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư|Quyết định)\s+s[ốôóo]\s*:|[S$][oôơóòỏõọốồổỗộớờởỡợ0eéẻ6ÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢO](?:\s+(?:ký )?hiệu)?\s*(?:\/\s*No\.?)?\s*[:.;,]{0,2})\s*(?=[.…_/-]|[\dOIl|\]]{1,6}[a-z]?\s*[-–—/.…]|\d{1,5}\s+\p{Lu})/iu;

/** The number line, or null for any other line. */
export function readSymbolLine(text: string): SymbolLine | null {
  // A sign may have been taken for the S: '$ố: 12', 'ố: 12'.
  const line = text.replace(/^[$§5]?(?=[ốôóồổỗộ]\s*:)/u, 'S');
  const match = label.exec(line);
  if (!match || line.length > 160) return null;
  const after = line.slice(match[0].length);
  const read = readSymbol(after);
  return read ? { symbol: read.mention, rest: after.slice(read.to) } : { symbol: null, rest: after };
}

/** A line that opens with a symbol although 'Số' was lost: '140/TB-UBND Mường Sen, ngày …'. */
export function readBareSymbol(text: string): SymbolLine | null {
  if (text.length > 120) return null;
  const read = readSymbol(text);
  if (!read || read.mention.issuerCode === null) return null;
  const rest = text.slice(read.to);
  return /^\s*$|ngày|ngay/iu.test(rest) ? { symbol: read.mention, rest } : null;
}

/** The parts of a symbol as recognition may leave them: digits as letters, spaces at the signs, marks lost. */
const loose =
  /^\s*([\dOoIl|\]][\dOoIl|\]]{0,4}[a-z]?)\s*([-–—/.])\s*(?:([12][\dOoIl|]{3})\s*[/.]\s*)?(\p{L}[\p{L}\d]{0,9})((?:\s?[-–—/]\s?[\p{L}\d&]{1,12}){0,4})/u;

function readSymbol(text: string): { mention: SymbolMention; to: number } | null {
  const printed = findSymbols(text)[0];
  if (printed && printed.form !== 'number-only' && printed.from <= 2)
    return { mention: printed, to: printed.to };
  const match = loose.exec(text);
  if (!match) return null;
  const [whole, digits = '', separator = '', year, first = '', others = ''] = match;
  const number = digitsOf(digits).replace(/\D$/u, (letter) => letter);
  const codes = others
    .split(/\s?[-–—/]\s?/u)
    .filter((code) => code !== '')
    .map(printedCode);
  const type = typeCode(printedCode(first));
  const dated = year === undefined ? number : `${number}/${digitsOf(year)}`;
  const candidates =
    type === null
      ? [`${dated}/${[printedCode(first), ...codes].join('-')}`]
      : separator === '/' || separator === '.' || year !== undefined
        ? [`${dated}/${type}-${codes.join('-')}`, `${number}-${type}/${codes.join('-')}`]
        : [`${number}-${type}/${codes.join('-')}`, `${dated}/${type}-${codes.join('-')}`];
  for (const candidate of candidates) {
    const mention = findSymbols(candidate)[0] ?? mixedCase(candidate, codes);
    if (mention && mention.form !== 'number-only') return { mention, to: whole.length };
  }
  return null;
}

/** Codes of some bodies hold small letters ('SNgV'); they count as capitals and are shown as printed. */
function mixedCase(candidate: string, codes: readonly string[]): SymbolMention | null {
  const printed = codes.join('-');
  if (!/^\p{Lu}/u.test(printed) || candidate === '') return null;
  const mention = findSymbols(candidate.replace(printed, printed.toUpperCase()))[0];
  return mention
    ? { ...mention, symbol: mention.symbol.replace(printed.toUpperCase(), printed), issuerCode: printed }
    : null;
}

/** A code with its look-alike digits as letters: 'T0' no code has, 'Q Đ' is one. */
const printedCode = (code: string): string =>
  /\d$/u.test(code) && !/^(?:QH|UBTVQH)/iu.test(code) ? code.replace(/0/gu, 'O').replace(/1/gu, 'I') : code;
