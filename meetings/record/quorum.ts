import type { DateOnly } from '../../core/clock.ts';
import type { Attendance, Vote } from '../meeting.ts';

/** Who counts and how many must agree: a rule with the day from which it holds. */
export interface VotingRule {
  ref: string;
  from: DateOnly;
}

/**
 * The rules known, newest first. Both count the same base for a members' meeting: full members summoned minus the
 * exempt and the temporarily transferred who are absent, minus those absent with a reason that the convener accepted.
 * Sources: 294-QĐ/TW, item 9.3.2 (in force from 1/7/2025); 24-QĐ/TW, item 9.3.
 */
export const votingRules: readonly VotingRule[] = [
  { ref: '294-QĐ/TW, 9.3.2', from: '2025-07-01' },
  { ref: '24-QĐ/TW, 9.3', from: '2021-07-30' },
];

/** The rule in force on the day of the meeting; the oldest known one before that. */
export function votingRuleOn(day: DateOnly): VotingRule {
  return votingRules.find((rule) => rule.from <= day) ?? (votingRules.at(-1) as VotingRule);
}

/** The base of a vote with every subtraction, for people to confirm. */
export interface VotingBase {
  official: number;
  exempt: number;
  temporaryOut: number;
  absentWithReason: number;
  base: number;
}

/**
 * The base by the rule, from an attendance. Where the split of full and probationary members was not given the total
 * stands in for the full members, so the secretary must confirm the result.
 */
export function votingBaseOf(attendance: Attendance): VotingBase {
  const official = attendance.official ?? attendance.total - (attendance.probationary ?? 0);
  const { exempt, temporaryOut, absentWithReason } = attendance;
  return {
    official,
    exempt,
    temporaryOut,
    absentWithReason,
    base: official - exempt - temporaryOut - absentWithReason,
  };
}

/** The least number in favour that passes: more than half, or at least two thirds, of the base. */
export function votesNeeded(base: number, threshold: Vote['threshold']): number {
  return threshold === 'more-than-half' ? Math.floor(base / 2) + 1 : Math.ceil((2 * base) / 3);
}

/** Whether the counts pass, and whether they fit the base at all. */
export function judgeVote(
  base: number,
  counts: { inFavour: number; against: number; other: number },
  threshold: Vote['threshold'],
): { isPassed: boolean; needed: number; cast: number; exceedsBase: boolean } {
  const needed = votesNeeded(base, threshold);
  const cast = counts.inFavour + counts.against + counts.other;
  return { isPassed: counts.inFavour >= needed, needed, cast, exceedsBase: cast > base };
}
