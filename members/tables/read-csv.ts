import { parse } from 'csv-parse/sync';
import { UnreadableTableError } from './sheet.ts';
import type { Sheet } from './sheet.ts';

/**
 * A .csv file as one sheet: UTF-8 (with or without mark) or UTF-16, comma, semicolon or tab, whichever parts the first
 * lines best (Excel with Vietnamese settings writes semicolons). Of a longer text only the lines within its first
 * `mostLetters` UTF-16 units are read.
 */
export function readCsv(bytes: Uint8Array, name: string, mostLetters: number): Sheet[] {
  const text = headOf(decode(bytes), mostLetters);
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

function headOf(text: string, mostLetters: number): string {
  if (text.length <= mostLetters) return text;
  // A single line that is longer is cut where it may be.
  const head = text.slice(0, text.lastIndexOf('\n', mostLetters - 1) + 1 || mostLetters);
  // A cell that was cut at a line break inside it is closed, or nothing of the head could be read.
  const isCellOpen = head.split('"').length % 2 === 0;
  return isCellOpen ? `${head}"` : head;
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
