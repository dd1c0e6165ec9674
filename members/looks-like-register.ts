import { isRegister } from './parse-register.ts';
import { readTable } from './read-table.ts';

/** Whether a file that someone sent is a list of members, which must never be taken in as a document. */
export async function looksLikeRegister(bytes: Uint8Array, fileName: string): Promise<boolean> {
  try {
    return isRegister(await readTable(bytes, fileName));
  } catch {
    return false;
  }
}
