import { parse } from 'csv-parse/sync';
import { UnreadableTableError } from './sheet.ts';
import type { Sheet } from './sheet.ts';

/**
 * A .csv file as one sheet: UTF-8 (with or without mark) or UTF-16, comma, semicolon or tab, whichever parts the first
 * lines best (Excel with Vietnamese settings writes semicolons).
 */
export function readCsv(bytes: Uint8Array, name: string): Sheet[] {
  const text = decode(bytes);
  try {
    const rows = parse(text, {
      delimiter: delimiterOf(text),
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: false,
      bom: true,
    });
    return [{ name, rows: rows.map((row) => row.map((cell) => (cell.trim() === '' ? null : cell.trim()))) }];
  } catch (error) {
    throw new UnreadableTableError('not-a-table', { cause: error });
  }
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Older Excel saves CSV in the Vietnamese code page.
    return new TextDecoder('windows-1258').decode(bytes).normalize('NFC');
  }
}

function delimiterOf(text: string): string {
  const lines = text.split(/\r?\n/u, 20).filter((line) => line.trim() !== '');
  const count = (delimiter: string) =>
    lines.reduce((sum, line) => sum + line.replace(/"[^"]*"/gu, '').split(delimiter).length - 1, 0);
  const delimiters = [';', '\t', ','];
  return delimiters.reduce((best, each) => (count(each) > count(best) ? each : best));
}
