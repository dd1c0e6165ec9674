import { describe, expect, it } from 'vitest';
import { judge } from '../../../meetings/record/log.ts';
import { judgeVote, votesNeeded, votingBaseOf, votingRuleOn } from '../../../meetings/record/quorum.ts';
import type { Attendance } from '../../../meetings/meeting.ts';

const attendance: Attendance = {
  total: 17,
  official: 17,
  probationary: 0,
  exempt: 1,
  temporaryIn: 0,
  temporaryOut: 0,
  present: 14,
  absentWithReason: 2,
  absentWithoutReason: 0,
};

describe('the base of a vote', () => {
  it('leaves out the exempt and those absent with a reason: 17 - 1 - 2 = 14', () => {
    expect(votingBaseOf(attendance).base).toBe(14);
  });

  it('leaves out probationary members', () => {
    expect(votingBaseOf({ ...attendance, official: null, probationary: 2 }).official).toBe(15);
  });
});

describe('thresholds', () => {
  it.each([
    [14, 'more-than-half', 8],
    [14, 'two-thirds', 10],
    [15, 'more-than-half', 8],
    [15, 'two-thirds', 10],
    [1, 'more-than-half', 1],
    [3, 'two-thirds', 2],
  ] as const)('%i members, %s: %i', (base, threshold, needed) => {
    expect(votesNeeded(base, threshold)).toBe(needed);
  });

  it('exactly half is not more than half', () => {
    expect(judgeVote(14, { inFavour: 7, against: 7, other: 0 }, 'more-than-half').isPassed).toBe(false);
    expect(judgeVote(14, { inFavour: 8, against: 6, other: 0 }, 'more-than-half').isPassed).toBe(true);
  });

  it('the rule is the one in force on the day of the meeting', () => {
    expect(votingRuleOn('2025-06-30').ref).toContain('24-QĐ/TW');
    expect(votingRuleOn('2025-07-01').ref).toContain('294-QĐ/TW');
  });
});

describe('judging typed counts', () => {
  const parsed = {
    subject: 'x',
    inFavour: 13,
    against: 0,
    other: 1,
    base: null,
    threshold: 'more-than-half',
  } as const;

  it('takes the base from the attendance', () => {
    expect(judge({ attendance, heldOn: '2026-08-05' }, parsed)).toMatchObject({
      type: 'judged',
      needed: 8,
      vote: { base: 14, isPassed: true },
    });
  });

  it('asks for a base when there is no attendance, and refuses more votes than members', () => {
    expect(judge({ attendance: null, heldOn: '2026-08-05' }, parsed)).toEqual({ type: 'no-base' });
    expect(judge({ attendance, heldOn: '2026-08-05' }, { ...parsed, against: 5 })).toEqual({
      type: 'exceeds-base',
      cast: 19,
      base: 14,
    });
  });
});
