import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { UnreadableTableError } from './sheet.ts';
import type { Sheet } from './sheet.ts';

/**
 * The sheets of an .xlsx or .csv file that hold anything, told apart by content, not by name.
 * @param mostLetters of a .csv file no more than the lines within so many UTF-16 units are read; default all
 * @throws UnreadableTableError where the file is neither, or empty
 */
export async function readTable(
  bytes: Uint8Array,
  fileName: string,
  mostLetters = Infinity,
): Promise<Sheet[]> {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isCompound = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  if (isCompound) throw new UnreadableTableError('old-xls');
  if (!isZip && bytes.subarray(0, 1000).some((byte) => byte === 0) && bytes[0] !== 0xff && bytes[0] !== 0xfe)
    throw new UnreadableTableError('not-a-table');
  const sheets = isZip ? await readXlsx(bytes) : readCsv(bytes, fileName, mostLetters);
  const filled = sheets
    .map((sheet) => ({
      ...sheet,
      rows: sheet.rows.map((row) => row.map((cell) => (cell === '' ? null : cell))),
    }))
    .filter((sheet) => sheet.rows.some((row) => row.some((cell) => cell !== null)));
  if (filled.length === 0) throw new UnreadableTableError('empty');
  return filled;
}
