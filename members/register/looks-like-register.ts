import { isRegister } from './register-header.ts';
import { readTable } from '../tables/read-table.ts';

/** No list of people comes in these: a sentence with commas, read as a table, may look like the head of one. */
const prose = /\.(?:md|markdown|html?|pdf|docx?|odt|rtf|pptx?|jpe?g|png)$/iu;

/**
 * What is looked at, in UTF-16 units and columns: the head of a list stands in its first rows, and a line of six million
 * commas takes a minute.
 */
const mostLetters = 64 * 1024;
const mostColumns = 500;

/** Whether a file that someone sent is a list of members, which must never be taken in as a document. */
export async function looksLikeRegister(bytes: Uint8Array, fileName: string): Promise<boolean> {
  if (prose.test(fileName)) return false;
  try {
    const sheets = await readTable(bytes, fileName, mostLetters);
    return isRegister(
      sheets.map((sheet) => ({ ...sheet, rows: sheet.rows.map((row) => row.slice(0, mostColumns)) })),
    );
  } catch {
    return false;
  }
}
