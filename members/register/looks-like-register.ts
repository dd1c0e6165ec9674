import { isRegister } from './register-header.ts';
import { readTable } from '../tables/read-table.ts';

/** No list of people comes in these: a sentence with commas, read as a table, may look like the head of one. */
const prose = /\.(?:md|markdown|html?|pdf|docx?|odt|rtf|pptx?|jpe?g|png)$/iu;

/** Whether a file that someone sent is a list of members, which must never be taken in as a document. */
export async function looksLikeRegister(bytes: Uint8Array, fileName: string): Promise<boolean> {
  if (prose.test(fileName)) return false;
  try {
    return isRegister(await readTable(bytes, fileName));
  } catch {
    return false;
  }
}
