import { fold } from '../../text/normalise.ts';
import { registerFields } from './member.ts';
import type { MemberRow, PartialDate, RegisterField } from './member.ts';

/** A person as the register has them now, under the id that stays the same from list to list. */
export interface KnownPerson {
  versionId: string;
  personId: string;
  /** Null where the name was taken away: such a person is nobody's match. */
  row: Omit<MemberRow, 'name'> & { name: string | null };
  /** True where something happened to the person after the list that the row comes from. */
  hasLaterEvents: boolean;
}

/** What a new list says of one person. */
export interface Match {
  row: MemberRow;
  known: KnownPerson | null;
}

/**
 * Finds for each row of a new list the person whom the register already has: by the name without regard to accents and
 * case, and by dates that do not contradict each other; of several, the one in the same unit with the most in common. A
 * wrong birth date that was put right is still the same person if unit and admission are the same.
 */
export function matchPersons(rows: readonly MemberRow[], known: readonly KnownPerson[]): Match[] {
  const byName = new Map<string, KnownPerson[]>();
  for (const person of known) {
    if (person.row.name === null) continue;
    const key = nameKey(person.row.name);
    const bearers = byName.get(key);
    if (bearers) bearers.push(person);
    else byName.set(key, [person]);
  }
  const taken = new Set<KnownPerson>();
  const matches: Match[] = rows.map((row) => ({ row, known: null }));
  // Surest first, so that a namesake does not take another's place.
  for (const least of [5, 3, 2]) {
    for (const match of matches) {
      if (match.known) continue;
      let best: KnownPerson | null = null;
      let bestScore = least - 1;
      for (const person of byName.get(nameKey(match.row.name)) ?? []) {
        if (taken.has(person)) continue;
        const score = likeness(match.row, person.row);
        if (score > bestScore) [best, bestScore] = [person, score];
      }
      if (!best) continue;
      match.known = best;
      taken.add(best);
    }
  }
  return matches;
}

const nameKey = (name: string): string => fold(name).replace(/\s+/gu, ' ').trim();

/** How much speaks for one and the same person, 0: another. Names are alike already. */
function likeness(row: MemberRow, known: KnownPerson['row']): number {
  const birth = agreement(row.birthDate, known.birthDate);
  const admission = agreement(
    row.admissionDecisionDate ?? row.admissionCeremonyDate,
    row.admissionDecisionDate !== null
      ? (known.admissionDecisionDate ?? known.admissionCeremonyDate)
      : (known.admissionCeremonyDate ?? known.admissionDecisionDate),
  );
  const isSameUnit = row.unitId === known.unitId;
  if (row.sex !== null && known.sex !== null && row.sex !== known.sex && birth !== 'same') return 0;
  if (birth === 'other')
    return isSameUnit &&
      admission === 'same' &&
      isWhole(row.admissionDecisionDate ?? row.admissionCeremonyDate)
      ? 2
      : 0;
  if (admission === 'other') return birth === 'same' && isSameUnit ? 3 : 0;
  const dates = (birth === 'same' ? 2 : 0) + (admission === 'same' ? 2 : 0);
  if (isSameUnit) return 2 + dates;
  // In another unit only where dates say so.
  return birth === 'same' && isWhole(row.birthDate) ? 1 + dates : 0;
}

type Agreement = 'same' | 'other' | 'unknown';

function agreement(a: PartialDate | null, b: PartialDate | null): Agreement {
  if (a === null || b === null) return 'unknown';
  const length = Math.min(a.length, b.length);
  return a.slice(0, length) === b.slice(0, length) ? 'same' : 'other';
}

const isWhole = (date: PartialDate | null): boolean => date?.length === 10;

/** Fields of a row in which two lists can differ. */
const comparedFields: readonly ComparedField[] = registerFields.map((field) =>
  field === 'unit' ? 'unitId' : field,
);
export type ComparedField = Exclude<RegisterField, 'unit'> | 'unitId';

/** The row with what a list without that column cannot say taken from the list before. */
export function withKnownFields(
  row: MemberRow,
  known: KnownPerson['row'],
  fields: readonly RegisterField[],
): MemberRow {
  const has = new Set<string>(fields);
  const kept = comparedFields.filter((field) => {
    if (field === 'unitId' || field === 'name' || has.has(field)) return false;
    // Standing and status follow from the columns of dates where they have none of their own.
    if (field === 'standing') return !has.has('confirmationDate');
    return field !== 'status' || !has.has('leftDate');
  });
  return { ...row, ...Object.fromEntries(kept.map((field) => [field, known[field]])) };
}

/** Fields in which the new row says something else. */
export function changedFields(row: MemberRow, known: KnownPerson['row']): ComparedField[] {
  return comparedFields.filter((field) =>
    field === 'badges'
      ? row.badges.join() !== known.badges.join()
      : (row[field] ?? null) !== (known[field] ?? null),
  );
}
