import readXlsxFile, { InvalidInputError } from 'read-excel-file/node';
import { UnreadableTableError } from './sheet.ts';
import type { CellValue, Sheet } from './sheet.ts';

/** All sheets of an .xlsx file. Days come as `Date` at midnight UTC, as the reader gives them. */
export async function readXlsx(bytes: Uint8Array): Promise<Sheet[]> {
  try {
    const sheets = await readXlsxFile(Buffer.from(bytes));
    // The package types days as `typeof Date`; what arrives are Date objects.
    return sheets.map(({ sheet, data }) => ({ name: sheet, rows: data as unknown as CellValue[][] }));
  } catch (error) {
    const isOld = error instanceof InvalidInputError && error.code === 'XLS_FILE_NOT_SUPPORTED';
    throw new UnreadableTableError(isOld ? 'old-xls' : 'not-a-table', { cause: error });
  }
}
