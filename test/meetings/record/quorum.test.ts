import { describe, expect, it } from 'vitest';
import type { Attendance } from '../../../meetings/meeting.ts';
import {
  judgeVote,
  numbersOfAttendance,
  votesNeeded,
  votingBaseOf,
} from '../../../meetings/record/quorum.ts';
import type { BaseNumbers } from '../../../meetings/record/quorum.ts';
import { votingRuleOn } from '../../../meetings/record/voting-rules.ts';
import type { VotingRule } from '../../../meetings/record/voting-rules.ts';
import { baseArithmetic } from '../../../prompts/meetings-votes.ts';
import { attendanceOf } from '../attendance.ts';

const rule = votingRuleOn('2026-08-05') as VotingRule;

describe('bases by 294-QĐ/TW, item 9.3: start, every subtraction, more than half, two thirds', () => {
  const members = (full: number, taken: Partial<BaseNumbers> = {}) => ({ 'full-members': full, ...taken });
  const committee = (incumbents: number, taken: Partial<BaseNumbers> = {}) => ({ incumbents, ...taken });
  const delegates = (summoned: number, taken: Partial<BaseNumbers> = {}) => ({
    'delegates-summoned': summoned,
    ...taken,
  });
  // Bases and thresholds were worked out by hand.
  const table: readonly (readonly [
    'members' | 'committee' | 'delegate-congress',
    BaseNumbers,
    number,
    number,
    number,
  ])[] = [
    // 9.3.2; the first is the worked example
    ['members', members(17, { 'exempt-absent': 1, 'absent-accepted': 2 }), 14, 8, 10],
    ['members', members(3), 3, 2, 2],
    ['members', members(4), 4, 3, 3],
    ['members', members(5), 5, 3, 4],
    ['members', members(6), 6, 4, 4],
    ['members', members(7), 7, 4, 5],
    ['members', members(8), 8, 5, 6],
    ['members', members(9, { 'absent-accepted': 1 }), 8, 5, 6],
    ['members', members(10, { 'absent-accepted': 1 }), 9, 5, 6],
    ['members', members(11, { 'exempt-absent': 1 }), 10, 6, 7],
    ['members', members(12, { 'temporary-out-absent': 1 }), 11, 6, 8],
    ['members', members(13, { suspended: 1 }), 12, 7, 8],
    ['members', members(14, { prosecuted: 1 }), 13, 7, 9],
    ['members', members(15, { 'exempt-absent': 0 }), 15, 8, 10],
    ['members', members(18, { 'exempt-absent': 1, 'temporary-out-absent': 1 }), 16, 9, 11],
    ['members', members(20, { 'exempt-absent': 2, 'absent-accepted': 1 }), 17, 9, 12],
    ['members', members(21, { suspended: 1, prosecuted: 1, 'absent-accepted': 1 }), 18, 10, 12],
    [
      'members',
      members(25, { 'exempt-absent': 3, 'temporary-out-absent': 1, 'absent-accepted': 2 }),
      19,
      10,
      13,
    ],
    ['members', members(30, { 'exempt-absent': 5, 'absent-accepted': 5 }), 20, 11, 14],
    ['members', members(34, { 'temporary-out-absent': 4 }), 30, 16, 20],
    ['members', members(47, { 'exempt-absent': 6, 'absent-accepted': 4, suspended: 1 }), 36, 19, 24],
    ['members', members(100, { 'absent-accepted': 1 }), 99, 50, 66],
    ['members', members(101, { 'absent-accepted': 1 }), 100, 51, 67],
    // 9.3.2 knows no other subtraction: numbers of other bodies change nothing
    ['members', members(17, { 'delegates-absent': 3, 'convening-absent': 2 }), 17, 9, 12],
    // 9.3.3: a member absent with a reason is not taken off
    ['committee', committee(5), 5, 3, 4],
    ['committee', committee(7), 7, 4, 5],
    ['committee', committee(7, { 'absent-accepted': 2 }), 7, 4, 5],
    ['committee', committee(9, { 'temporary-out-absent': 1 }), 8, 5, 6],
    ['committee', committee(11, { suspended: 1 }), 10, 6, 7],
    ['committee', committee(15, { prosecuted: 1, 'temporary-out-absent': 1 }), 13, 7, 9],
    ['committee', committee(22), 22, 12, 15],
    ['committee', committee(23, { 'exempt-absent': 1 }), 23, 12, 16],
    ['committee', committee(27, { suspended: 1, prosecuted: 1 }), 25, 13, 17],
    ['committee', committee(48), 48, 25, 32],
    ['committee', committee(71, { 'temporary-out-absent': 2, suspended: 1 }), 68, 35, 46],
    // 9.3.1
    ['delegate-congress', delegates(100), 100, 51, 67],
    ['delegate-congress', delegates(150, { 'convening-absent': 1, 'delegates-absent': 2 }), 147, 74, 98],
    ['delegate-congress', delegates(200, { 'delegates-absent': 5 }), 195, 98, 130],
    ['delegate-congress', delegates(249, { 'convening-absent': 3 }), 246, 124, 164],
    ['delegate-congress', delegates(350, { 'absent-accepted': 4 }), 350, 176, 234],
    ['delegate-congress', delegates(450, { 'convening-absent': 2, 'delegates-absent': 7 }), 441, 221, 294],
  ];

  it.each(table)('%s %j: base %i, more than half %i, two thirds %i', (body, numbers, base, half, thirds) => {
    const counted = votingBaseOf(rule.bodies[body], numbers);
    expect(counted.base).toBe(base);
    const [start, ...taken] = counted.terms.map(({ value }) => value);
    expect(taken.reduce((left, value) => left - value, start ?? 0)).toBe(base);
    expect(votesNeeded(base, 'more-than-half')).toBe(half);
    expect(votesNeeded(base, 'two-thirds')).toBe(thirds);
  });

  it('shows the worked example with every subtraction', () => {
    const { terms, base } = votingBaseOf(rule.bodies.members, {
      'full-members': 17,
      'exempt-absent': 1,
      'absent-accepted': 2,
    });
    expect(baseArithmetic(terms, base)).toBe(
      '17 đảng viên chính thức - 1 miễn sinh hoạt, không có mặt - 2 vắng có lý do được đồng ý = 14',
    );
  });

  it('passes exactly those counts that are more than half, or two thirds at least, of any base', () => {
    for (let base = 1; base <= 600; base++)
      for (const inFavour of [
        0,
        Math.floor(base / 2),
        Math.floor(base / 2) + 1,
        votesNeeded(base, 'two-thirds') - 1,
        votesNeeded(base, 'two-thirds'),
        base,
      ]) {
        const counts = { inFavour, against: 0, other: 0 };
        expect(judgeVote(base, counts, 'more-than-half').isPassed).toBe(2 * inFavour > base);
        expect(judgeVote(base, counts, 'two-thirds').isPassed).toBe(3 * inFavour >= 2 * base);
      }
  });
});

describe('what an attendance says of a base', () => {
  const baseOf = (body: 'members' | 'committee', counts: Partial<Attendance>): number =>
    votingBaseOf(rule.bodies[body], numbersOfAttendance(body, attendanceOf(17, counts)).numbers).base;

  it('takes off the exempt and those absent with a reason: 17 - 1 - 2 = 14', () => {
    expect(baseOf('members', { exempt: 1, absentWithReason: 2, present: 14 })).toBe(14);
  });

  it('counts an exempt member, and one temporarily elsewhere, who came all the same', () => {
    expect(baseOf('members', { exempt: 2, exemptPresent: 1, present: 16 })).toBe(16);
    expect(baseOf('members', { temporaryOut: 1, temporaryOutPresent: 1, present: 17 })).toBe(17);
  });

  it('counts who is absent without a reason, and not who takes part here for a while', () => {
    expect(baseOf('members', { absentWithoutReason: 3, present: 14 })).toBe(17);
    expect(baseOf('members', { temporaryIn: 2, present: 19 })).toBe(17);
  });

  it('takes nobody off at a committee for an absence with a reason', () => {
    expect(baseOf('committee', { absentWithReason: 3, present: 14 })).toBe(17);
    expect(baseOf('committee', { temporaryOut: 1, present: 16 })).toBe(16);
  });

  it('says between which numbers the full members among the absent are, where probationary ones may be among them', () => {
    const counts = { total: 17, official: 15, probationary: 2, absentWithReason: 2, present: 15 };
    expect(numbersOfAttendance('members', attendanceOf(17, counts)).assumptions).toEqual([
      { type: 'absent-full', least: 0, most: 2 },
    ]);
    const told = { ...counts, absentWithReasonOfficial: 1 };
    expect(numbersOfAttendance('members', attendanceOf(17, told))).toMatchObject({
      numbers: { 'full-members': 15, 'absent-accepted': 1 },
      assumptions: [],
    });
    const presentSplit = { ...counts, presentOfficial: 14, presentProbationary: 1 };
    expect(numbersOfAttendance('members', attendanceOf(17, presentSplit)).numbers['absent-accepted']).toBe(1);
  });

  it('asks who of the absent delegates count, which no attendance tells', () => {
    const { missing } = numbersOfAttendance(
      'delegate-congress',
      attendanceOf(17, { present: 15, absentWithReason: 2 }),
    );
    expect(missing).toEqual(['convening-absent', 'delegates-absent']);
  });
});
