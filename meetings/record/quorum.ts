import type { Attendance, BaseTerm, VoteMatter, VotingBody } from '../meeting.ts';
import type { BaseTermName, BodyRule, Stage, Threshold, VotingRule } from './voting-rules.ts';

/** Numbers of a base, as far as they are known. */
export type BaseNumbers = Partial<Record<BaseTermName, number>>;

/** The base of a vote with every subtraction; the first term is what it starts from. */
export interface VotingBase {
  terms: readonly BaseTerm[];
  base: number;
}

/** The base by a rule: what it starts from, minus everything that is taken off. Terms that are not given count 0. */
export function votingBaseOf(rule: BodyRule, numbers: BaseNumbers): VotingBase {
  const start = numbers[rule.start] ?? 0;
  const taken = rule.subtract
    .map((term): BaseTerm => ({ term, value: numbers[term] ?? 0 }))
    .filter(({ value }) => value !== 0);
  return {
    terms: [{ term: rule.start, value: start }, ...taken],
    base: taken.reduce((base, { value }) => base - value, start),
  };
}

/** Something that the attendance does not tell and that was assumed; the secretary looks at it. */
export type Assumption =
  /** The split of full and probationary members was not given: all count as full members. */
  | { type: 'all-full' }
  /** Of those absent with a reason some may be no full members: between `least` and `most` are. */
  | { type: 'absent-full'; least: number; most: number };

/** What an attendance says about a base. */
export interface NumbersOfAttendance {
  numbers: BaseNumbers;
  assumptions: readonly Assumption[];
  /** Numbers that the rule needs and nobody told. */
  missing: readonly BaseTermName[];
}

/**
 * The numbers of a body's base as far as an attendance tells them. Those temporarily here have no vote (294-QĐ/TW,
 * 6.3.2b), the exempt and those temporarily elsewhere count where they came (9.3.2), and a member absent with a reason is
 * taken off at members' meetings alone (9.3.2; 9.3.3 does not name it). What the base starts from is missing where nobody
 * told the total.
 */
export function numbersOfAttendance(body: VotingBody, attendance: Attendance): NumbersOfAttendance {
  const exemptAbsent = attendance.exempt - (attendance.exemptPresent ?? 0);
  const temporaryOutAbsent = attendance.temporaryOut - (attendance.temporaryOutPresent ?? 0);
  const elsewhere = { 'temporary-out-absent': temporaryOutAbsent };
  const { total, present } = attendance;
  if (body === 'committee')
    return {
      numbers: { ...(total === null ? {} : { incumbents: total }), ...elsewhere },
      assumptions: [],
      missing: total === null ? ['incumbents'] : [],
    };
  if (body === 'delegate-congress') {
    const isComplete = total !== null && present !== null && present >= total;
    return {
      numbers: {
        ...(total === null ? {} : { 'delegates-summoned': total }),
        ...(isComplete ? { 'convening-absent': 0, 'delegates-absent': 0 } : {}),
      },
      assumptions: [],
      missing: [
        ...(total === null ? (['delegates-summoned'] as const) : []),
        ...(isComplete ? [] : (['convening-absent', 'delegates-absent'] as const)),
      ],
    };
  }
  const official = fullMembers(attendance);
  const summoned = official === null ? null : official - exemptAbsent - temporaryOutAbsent;
  const absent = absentFull(attendance, summoned);
  const isSplitKnown = attendance.official !== null || attendance.probationary !== null;
  return {
    numbers: {
      ...(official === null ? {} : { 'full-members': official }),
      'exempt-absent': exemptAbsent,
      ...elsewhere,
      'absent-accepted': absent.most,
    },
    assumptions: [
      ...(isSplitKnown ? [] : [{ type: 'all-full' } as const]),
      ...(absent.least < absent.most ? [{ type: 'absent-full', ...absent } as const] : []),
    ],
    missing: official === null ? ['full-members'] : [],
  };
}

const fullMembers = ({ official, total, probationary }: Attendance): number | null =>
  official ?? (total === null ? null : total - (probationary ?? 0));

/**
 * How many full members are among those absent with a reason: at least and at most. Of whom nobody said the reason stays
 * in the base.
 */
function absentFull(attendance: Attendance, summoned: number | null): { least: number; most: number } {
  const { absentWithReason, absentWithoutReason, presentOfficial, probationary, temporaryIn } = attendance;
  const told = attendance.absentWithReasonOfficial ?? null;
  if (told !== null) return { least: told, most: told };
  const known = presentOfficial ?? null;
  const unexplained = attendance.absentUnexplained ?? 0;
  if (known !== null && summoned !== null && absentWithoutReason === 0 && unexplained === 0) {
    const absent = Math.min(absentWithReason, Math.max(0, summoned - known));
    return { least: absent, most: absent };
  }
  // Probationary members and those temporarily here, as far as they are not known to be present, may be the absent ones.
  const others = (probationary ?? 0) - (attendance.presentProbationary ?? 0) + temporaryIn;
  return { least: Math.max(0, absentWithReason - others), most: absentWithReason };
}

/** What the rule asks for in a matter: the threshold and its item. A matter without stages has none. */
export function thresholdOf(
  rule: VotingRule,
  matter: VoteMatter,
  stage: Stage | null,
): { threshold: Threshold; item: string; hasStages: boolean } {
  const { item, propose, decide } = rule.matters[matter];
  const threshold = stage === 'propose' && propose ? propose : decide;
  return { threshold, item, hasStages: propose !== undefined };
}

/** The least number in favour that passes: more than half, or at least two thirds, of the base. */
export function votesNeeded(base: number, threshold: Threshold): number {
  return threshold === 'more-than-half' ? Math.floor(base / 2) + 1 : Math.ceil((2 * base) / 3);
}

/** Whether the counts pass, and whether they fit the base at all. */
export function judgeVote(
  base: number,
  counts: { inFavour: number; against: number; other: number },
  threshold: Threshold,
): { isPassed: boolean; needed: number; cast: number; exceedsBase: boolean } {
  const needed = votesNeeded(base, threshold);
  const cast = counts.inFavour + counts.against + counts.other;
  return { isPassed: counts.inFavour >= needed, needed, cast, exceedsBase: cast > base };
}
