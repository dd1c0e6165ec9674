import type { DateOnly } from '../../core/clock.ts';
import { addDays, addMonths } from '../../text/dates.ts';
import type { PartialDate } from '../register/member.ts';
import { badgeLevels } from '../register/register-values.ts';

/** What a due list needs to know of a person. */
export interface DuePerson {
  name: string;
  unitId: string;
  decision: PartialDate | null;
  ceremony: PartialDate | null;
  confirmation: PartialDate | null;
  isOfficial: boolean;
  correctionMonths: number;
  /** Levels in years. */
  badges: readonly number[];
}

/** A person whose party age reaches a level by the award day. */
export interface DueBadge {
  name: string;
  unitId: string;
  level: number;
  /** The day on which party age reaches the level. */
  reachedOn: DateOnly;
  /** True where the level is reached only after the award day, within what illness allows. */
  isEarly: boolean;
}

export interface DueBadges {
  due: DueBadge[];
  /** Persons whose decision is not known to the day, so that nothing can be said of them. */
  withoutDay: number;
}

/** Days on which badges are awarded (06-HD/TW, 18.4); other major days may be named. */
const awardDays = ['02-03', '05-19', '09-02', '11-07'] as const;

/** The first award day after `today`, or `today` itself if it is one. */
export function nextAwardDay(today: DateOnly): DateOnly {
  const year = Number(today.slice(0, 4));
  const days = [year, year + 1].flatMap((each) => awardDays.map((day) => `${each}-${day}`));
  return days.find((day) => day >= today) ?? today;
}

/** How many months early a level may be awarded in serious illness: 12 up to 65 years, 24 from 70 (06-HD/TW, 18.1). */
const earlyMonths = (level: number): number => (level >= 70 ? 24 : 12);

/**
 * Who reaches a badge level by `awardDay`: full members whose party age, from the day of the decision and less what does
 * not count (294-QĐ/TW, 4.5.1), is at a level that they do not have yet; of several levels the highest. With
 * `includesEarly` also who could have it early; whether the reason holds is nothing that this program knows.
 */
export function dueBadges(
  persons: readonly DuePerson[],
  awardDay: DateOnly,
  includesEarly = false,
): DueBadges {
  const due: DueBadge[] = [];
  let withoutDay = 0;
  for (const person of persons) {
    if (!person.isOfficial) continue;
    const decision = person.decision ?? person.ceremony;
    if (decision?.length !== 10) {
      withoutDay++;
      continue;
    }
    const highest = Math.max(0, ...person.badges);
    const reachedOn = (level: number): DateOnly => addMonths(decision, level * 12 + person.correctionMonths);
    const levels = badgeLevels.filter((level) => level > highest);
    const level = levels.filter((each) => reachedOn(each) <= awardDay).at(-1);
    if (level !== undefined) {
      due.push({
        name: person.name,
        unitId: person.unitId,
        level,
        reachedOn: reachedOn(level),
        isEarly: false,
      });
      continue;
    }
    const [next] = levels;
    if (!includesEarly || next === undefined) continue;
    if (addMonths(reachedOn(next), -earlyMonths(next)) <= awardDay)
      due.push({
        name: person.name,
        unitId: person.unitId,
        level: next,
        reachedOn: reachedOn(next),
        isEarly: true,
      });
  }
  return { due: due.sort((a, b) => b.level - a.level || (a.reachedOn < b.reachedOn ? -1 : 1)), withoutDay };
}

/** A probationary member whose twelve months end. */
export interface DueProbation {
  name: string;
  unitId: string;
  admittedOn: DateOnly;
  endsOn: DateOnly;
  /** The last of the 30 working days within which the cell considers the confirmation. */
  considerBy: DateOnly;
}

/**
 * Whose probation ends by `until`: twelve months from the day on which the cell admitted the member; the cell considers
 * the confirmation within 30 working days after it (06-HD/TW, 4.2; 294-QĐ/TW, 4.2.1-4.2.2). `considerBy` counts them.
 */
export function dueProbations(
  persons: readonly DuePerson[],
  until: DateOnly,
  considerBy: (endsOn: DateOnly) => DateOnly,
): { due: DueProbation[]; withoutDay: number } {
  const due: DueProbation[] = [];
  let withoutDay = 0;
  for (const person of persons) {
    if (person.isOfficial || person.confirmation !== null) continue;
    const admittedOn = person.ceremony ?? person.decision;
    if (admittedOn?.length !== 10) {
      withoutDay++;
      continue;
    }
    const endsOn = addMonths(admittedOn, 12);
    if (endsOn > until) continue;
    due.push({
      name: person.name,
      unitId: person.unitId,
      admittedOn,
      endsOn,
      considerBy: considerBy(endsOn),
    });
  }
  return { due: due.sort((a, b) => (a.endsOn < b.endsOn ? -1 : 1)), withoutDay };
}

/** How far ahead a list of probations looks where no day is named. */
export const probationHorizon = (today: DateOnly): DateOnly => addDays(today, 60);
