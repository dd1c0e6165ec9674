import type { DateOnly } from '../../core/clock.ts';

/*
 * Numbers of Party papers: from 01 per type in every term of the committee that issues them (thuvienphapluat.vn 40E5A),
 * padded to two digits ('Số 05-BB/CB').
 */

/** A term of a committee and the day on which its numbers begin. */
export interface Term {
  name: string;
  startsOn: DateOnly;
}

/** The term in force on a day: the unit's own, else the usual one. Terms that begin later do not count yet. */
export function termOn(terms: readonly Term[], day: DateOnly): Term {
  const begun = terms.filter((term) => term.startsOn <= day);
  const latest = begun.reduce<Term | null>(
    (best, term) => (best === null || term.startsOn > best.startsOn ? term : best),
    null,
  );
  return latest ?? usualTermOn(day);
}

const termYears = 5;
/** Congresses below the province are held by the middle of the year (35-CT/TW of 2019, 45-CT/TW of 2025). */
const usualStart = '07-01';

/** The usual term of five years; an office whose congress was on another day sets its own. */
export function usualTermOn(day: DateOnly): Term {
  const year = Number(day.slice(0, 4));
  const counted = day.slice(5) < usualStart ? year - 1 : year;
  const first = counted - (counted % termYears);
  return { name: `${first}-${first + termYears}`, startsOn: `${first}-${usualStart}` };
}

/** '05-BB/CB'. */
export const symbolOf = (number: number, typeCode: string, issuer: string): string =>
  `${String(number).padStart(2, '0')}-${typeCode}/${issuer}`;
