import type { Sheet } from '../../papers/workbook.ts';
import { difference as words, rejectedFile } from '../../prompts/members-register.ts';
import type { Unit } from '../units/units.ts';
import type { ListDifference } from './import-register.ts';

/** A row that was not taken, with what stands in it. */
interface Rejected {
  sheet: string;
  row: number;
  reason: { code: string };
  cells: readonly { header: string; text: string }[];
}

/** Rows that were not taken as a sheet to correct: the columns that the import uses, then where and why. */
export function rejectedSheet(rejected: readonly Rejected[]): Sheet {
  const headers = [...new Set(rejected.flatMap((row) => row.cells.map((cell) => cell.header)))];
  return {
    name: rejectedFile.sheet,
    title: rejectedFile.title,
    columns: [
      ...headers.map((head) => ({ head, width: 20 })),
      { head: rejectedFile.place, width: 22 },
      { head: rejectedFile.reason, width: 48 },
    ],
    rows: rejected.map(({ cells, sheet, row, reason }) => [
      ...headers.map((header) => cells.find((cell) => cell.header === header)?.text ?? null),
      rejectedFile.placeOf(sheet, row),
      rejectedFile.reasonOf(reason),
    ]),
    notes: [rejectedFile.note],
  };
}

/** Who joined, left and changed, person by person: for those who may see persons, never for a chat. */
export function differenceSheet(
  { joined, left, changed }: ListDifference,
  units: readonly Unit[],
  listedOn: string,
): Sheet {
  const nameOf = new Map(units.map((unit) => [unit.id, unit.name]));
  const day = (date: string | null): string | null => date?.split('-').reverse().join('/') ?? null;
  return {
    name: words.reportSheet,
    title: words.reportTitle,
    subtitle: words.reportSubtitle(listedOn),
    columns: words.reportHead.map((head, index) => ({ head, width: [14, 28, 14, 40, 40][index] ?? 20 })),
    rows: [
      ...joined.map((row) => [
        words.joined,
        row.name,
        day(row.birthDate),
        nameOf.get(row.unitId) ?? null,
        null,
      ]),
      ...left.map(({ row }) => [
        words.left,
        row.name,
        day(row.birthDate),
        nameOf.get(row.unitId) ?? null,
        null,
      ]),
      ...changed.map(({ row, fields }) => [
        words.changed,
        row.name,
        day(row.birthDate),
        nameOf.get(row.unitId) ?? null,
        words.changedFields(fields),
      ]),
    ],
    notes: [words.reportNote],
  };
}
