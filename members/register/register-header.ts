import type { DateOnly } from '../../core/clock.ts';
import { findDates, isValidDate } from '../../text/dates.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { readHeader } from '../tables/columns.ts';
import type { Column, ReadHeader } from '../tables/columns.ts';
import { cellText } from '../tables/sheet.ts';
import type { Sheet } from '../tables/sheet.ts';
import { isIdentityNumber, isSensitiveHeader, registerSynonyms } from './register-columns.ts';
import type { RegisterColumn } from './register-columns.ts';

/**
 * Whether sheets look like a list of members: names and at least two more fields of members under one header, or
 * names beside data that is never kept (card and identity numbers, addresses).
 */
export function isRegister(sheets: readonly Sheet[]): boolean {
  const telling = new Set<RegisterColumn>([
    'admissionCeremonyDate',
    'admissionDecisionDate',
    'confirmationDate',
    'standing',
    'badges',
    'theoryLevel',
  ]);
  return sheets.some((sheet) => {
    const { columns, dropped } = readRegisterHeader(sheet) ?? { columns: [], dropped: [] };
    const isTelling = columns.length >= 3 && columns.some((column) => telling.has(column.field));
    const namesPeople = columns.length >= 2 && columns.some((column) => column.field === 'name');
    return isTelling || (namesPeople && dropped.some((column) => column.reason === 'sensitive'));
  });
}

/** The day of the list, from the lines above its rows. */
export function statedDate(sheet: Sheet, firstRow: number, today: DateOnly): DateOnly | null {
  for (const row of sheet.rows.slice(0, firstRow)) {
    const line = cleanText(row.map(cellText).filter(Boolean).join(' '));
    const stated = findDates(line, { today }).find(({ from }) =>
      /(?:tinh den|den het|den|lap)\s*:?\s*(?:het\s+)?(?:ngay\s*)?$/u.test(fold(line.slice(0, from))),
    );
    if (stated?.date && isValidDate(stated.date) && stated.date <= today) return stated.date;
  }
  return null;
}

/** The header of a sheet of members, or null. `given` is what a person said of columns. */
export function readRegisterHeader(
  sheet: Sheet,
  given?: ReadonlyMap<string, RegisterColumn | null>,
): ReadHeader<RegisterColumn> | null {
  const withoutBrackets: Sheet = {
    ...sheet,
    rows: sheet.rows
      .slice(0, 32)
      .map((row) =>
        row.map((cell) =>
          typeof cell === 'string' ? cell.replace(/\([^)]*\)/gu, ' ').trim() || cell : cell,
        ),
      ),
  };
  const header =
    readHeader(withoutBrackets, registerSynonyms, 'name', isSensitiveHeader, given) ??
    readHeader(withoutBrackets, registerSynonyms, 'familyName', isSensitiveHeader, given);
  if (!header || header.columns.length < 2) return null;
  // What a column holds counts more than what it is called: numbers that identify a person are never read.
  const isHidden = (column: Column<RegisterColumn>) => {
    const values = sheet.rows
      .slice(header.firstRow)
      .map((row) => cellText(row[column.index]))
      .filter((text) => text !== '');
    const identifying = values.filter(isIdentityNumber).length;
    return identifying > 0 && identifying * 5 >= values.length;
  };
  return {
    ...header,
    columns: header.columns.filter((column) => !isHidden(column)),
    dropped: [
      ...header.dropped,
      ...header.columns
        .filter(isHidden)
        .map((column) => ({ header: column.header, reason: 'sensitive' as const })),
    ],
  };
}
