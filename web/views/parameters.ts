import type { Context } from 'hono';
import type { DateOnly } from '../../core/clock.ts';
import { isValidDate, makeDate } from '../../text/calendar.ts';

/* Reading what an address or a form says. Nonsense counts as nothing said, so that no address can break a page. */

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** An id, or null. */
export const idOf = (value: string | undefined): string | null =>
  value !== undefined && uuid.test(value) ? value : null;

/** A day as people here write it ('5/8/2026') or as addresses do ('2026-08-05'), or null. */
export function dayOf(value: string | undefined): DateOnly | null {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/u.exec(value?.trim() ?? '') ?? [];
  if (day !== undefined) return makeDate(Number(year), Number(month), Number(day));
  return value !== undefined && /^\d{4}-\d{2}-\d{2}$/u.test(value) && isValidDate(value) ? value : null;
}

/** A whole number within bounds, or null. */
export function numberOf(value: string | undefined, from: number, to: number): number | null {
  const number = value !== undefined && /^\d{1,9}$/u.test(value) ? Number(value) : NaN;
  return number >= from && number <= to ? number : null;
}

/** One of the values that are offered, or null. */
export const oneOf = <T extends string>(value: string | undefined, offered: readonly T[]): T | null =>
  offered.find((one) => one === value) ?? null;

/** Typed words: one line, at most 300 letters, without what no database takes. */
export const lineOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .normalize('NFC')
        .replace(/[\p{Cc}\s]+/gu, ' ')
        .trim()
        .slice(0, 300)
    : '';

/** The page of a list that is asked for; the first where none is. */
export const askedPage = (c: Context): number => numberOf(c.req.query('trang'), 1, 1_000_000) ?? 1;

/** The fields of a sent form as lines; files and repeated fields are left out. */
export async function formOf(c: Context): Promise<Readonly<Record<string, string>>> {
  const form = await c.req.parseBody().catch(() => ({}));
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, lineOf(value)]));
}
