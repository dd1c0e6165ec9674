import { describe, expect, it } from 'vitest';
import type { Attendance, MeetingKind } from '../../../meetings/meeting.ts';
import {
  judgeVote,
  numbersOfAttendance,
  votesNeeded,
  votingBaseOf,
} from '../../../meetings/record/quorum.ts';
import type { BaseNumbers } from '../../../meetings/record/quorum.ts';
import { readVote, readVoteCorrection } from '../../../meetings/record/read-vote.ts';
import { prepareVote } from '../../../meetings/record/vote.ts';
import type { PreparedVote, ToldVote } from '../../../meetings/record/vote.ts';
import { readVotingRules, votingRuleOn, votingRules } from '../../../meetings/record/voting-rules.ts';
import type { VotingRule } from '../../../meetings/record/voting-rules.ts';
import { baseArithmetic, needsNumbers } from '../../../prompts/meetings-votes.ts';

const rule = votingRuleOn('2026-08-05') as VotingRule;

const attendance = (counts: Partial<Attendance>): Attendance => ({
  total: 17,
  official: 17,
  probationary: 0,
  exempt: 0,
  temporaryIn: 0,
  temporaryOut: 0,
  present: 17,
  absentWithReason: 0,
  absentWithoutReason: 0,
  ...counts,
});

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
    votingBaseOf(rule.bodies[body], numbersOfAttendance(body, attendance(counts)).numbers).base;

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
    expect(numbersOfAttendance('members', attendance(counts)).assumptions).toEqual([
      { type: 'absent-full', least: 0, most: 2 },
    ]);
    const told = { ...counts, absentWithReasonOfficial: 1 };
    expect(numbersOfAttendance('members', attendance(told))).toMatchObject({
      numbers: { 'full-members': 15, 'absent-accepted': 1 },
      assumptions: [],
    });
    const presentSplit = { ...counts, presentOfficial: 14, presentProbationary: 1 };
    expect(numbersOfAttendance('members', attendance(presentSplit)).numbers['absent-accepted']).toBe(1);
  });

  it('asks who of the absent delegates count, which no attendance tells', () => {
    const { missing } = numbersOfAttendance(
      'delegate-congress',
      attendance({ present: 15, absentWithReason: 2 }),
    );
    expect(missing).toEqual(['convening-absent', 'delegates-absent']);
  });
});

describe('rules as data', () => {
  it('takes the rule in force on the day of the meeting', () => {
    expect(votingRuleOn('2025-07-01')?.symbol).toBe('294-QĐ/TW');
    expect(votingRuleOn('2025-06-30')?.symbol).toBe('232-QĐ/TW');
    expect(votingRuleOn('2025-01-19')?.symbol).toBe('24-QĐ/TW');
    expect(votingRuleOn('2021-07-29')).toBeNull();
  });

  it('takes a later regulation from the file alone', () => {
    const [newest] = votingRules.rules;
    const entry = {
      id: 'next',
      symbol: '99-QĐ/TW',
      issuedOn: '2027-01-10',
      from: '2027-02-01',
      isChecked: true,
      source: 'một quy định mới',
      bodies: newest?.bodies,
      matters: { ...newest?.matters, removal: { item: '9.9', decide: 'two-thirds' } },
    };
    const rules = readVotingRules({ rules: [entry], bodyOfKind: {}, stageOfBody: {} });
    expect(votingRuleOn('2027-02-01', rules)?.matters.removal.decide).toBe('two-thirds');
    expect(votingRuleOn('2027-01-31', rules)).toBeNull();
  });

  it('refuses a file that counts like an entry that is not there', () => {
    const entry = {
      id: 'a',
      symbol: 'a',
      issuedOn: '2027-01-10',
      from: '2027-02-01',
      isChecked: true,
      source: '',
      like: 'b',
    };
    expect(() => readVotingRules({ rules: [entry], bodyOfKind: {}, stageOfBody: {} })).toThrow(
      "no entry 'b'",
    );
  });
});

describe('a vote at a meeting', () => {
  const meeting = (kind: MeetingKind, counts: Partial<Attendance> | null, heldOn = '2026-08-05') => ({
    kind,
    heldOn,
    attendance: counts && attendance(counts),
    agenda: [
      { ordinal: 1, title: 'Kiểm điểm tháng 7', discussion: '' },
      { ordinal: 2, title: 'Thông qua nghị quyết tháng 8', discussion: '' },
    ],
    decisions: [],
  });
  const told = (line: string): ToldVote => readVote(line) as ToldVote;
  const example = { exempt: 1, absentWithReason: 2, present: 14 };
  const judged = (prepared: PreparedVote) => {
    if (prepared.type !== 'judged') throw new Error(`not judged: ${prepared.type}`);
    return prepared;
  };

  it('has no base where nobody told how many there are, until somebody tells it', () => {
    const open = {
      total: null,
      official: null,
      probationary: null,
      exempt: 1,
      absentWithReason: 2,
      present: 14,
    };
    for (const [kind, term] of [
      ['regular', 'full-members'],
      ['executive', 'incumbents'],
      ['congress', 'full-members'],
    ] as const) {
      const prepared = prepareVote(meeting(kind, open), {
        ...told('tán thành 13 không 0 khác 1'),
        body: kind === 'executive' ? 'committee' : 'members',
      });
      expect(prepared).toMatchObject({ type: 'no-base', missing: [term], isTotalOpen: true });
    }
    expect(needsNumbers(['full-members'], true)).toContain('Chưa tính được: chưa biết tổng số');
    const later = prepareVote(meeting('regular', open), told('tán thành 13 không 0 khác 1, chính thức 17'));
    expect(judged(later).vote).toMatchObject({ base: 14, isPassed: true });
    const outright = prepareVote(meeting('regular', open), told('tán thành 13 không 0 khác 1 cơ sở 15'));
    expect(judged(outright).vote.base).toBe(15);
  });

  it('is judged over the base of the attendance, with rule, items and terms to be stored', () => {
    const prepared = judged(prepareVote(meeting('regular', example), told('2 tan thanh 13 khong 0 khac 1')));
    expect(prepared.vote).toEqual({
      subject: 'Thông qua nghị quyết tháng 8',
      base: 14,
      threshold: 'more-than-half',
      inFavour: 13,
      against: 0,
      other: 1,
      isPassed: true,
      ruleRef: '294-QĐ/TW, 9.3.2',
    });
    expect(prepared.count).toEqual({
      body: 'members',
      matter: 'resolution',
      stage: null,
      ruleId: '294-qd-tw-2025',
      ruleFrom: '2025-07-01',
      terms: [
        { term: 'full-members', value: 17 },
        { term: 'exempt-absent', value: 1 },
        { term: 'absent-accepted', value: 2 },
      ],
      needed: 8,
    });
  });

  it('asks for two thirds where members propose an admission, a confirmation, a removal or an expulsion', () => {
    for (const subject of [
      'kết nạp quần chúng ưu tú',
      'cong nhan dang vien chinh thuc',
      'xóa tên đảng viên',
      'khai trừ đảng viên',
    ]) {
      const prepared = judged(
        prepareVote(meeting('regular', example), told(`${subject}: tan thanh 9 khong 5`)),
      );
      expect([prepared.vote.threshold, prepared.vote.isPassed, prepared.count.needed]).toEqual([
        'two-thirds',
        false,
        10,
      ]);
      expect(prepared.vote.ruleRef).toBe('294-QĐ/TW, 9.3.2, 9.3.4');
    }
  });

  it('asks a committee whether it proposes or decides, and takes the answer', () => {
    const line = told('kết nạp đảng viên: tán thành 9 không 6');
    expect(
      prepareVote(meeting('standing', { total: 15, official: null, probationary: null, present: 15 }), line)
        .type,
    ).toBe('ask-stage');
    const counts = { total: 15, official: null, probationary: null, present: 15 };
    const answer = (text: string) => ({ ...line, ...readVoteCorrection(text) });
    expect(judged(prepareVote(meeting('standing', counts), answer('quyết định'))).vote).toMatchObject({
      threshold: 'more-than-half',
      isPassed: true,
    });
    expect(judged(prepareVote(meeting('standing', counts), answer('de nghi'))).vote).toMatchObject({
      threshold: 'two-thirds',
      isPassed: false,
    });
  });

  it('asks who votes at a meeting whose kind does not say it', () => {
    const line = told('thông qua báo cáo chính trị: tán thành 140 không 2');
    const congress = meeting('congress', null);
    expect(prepareVote(congress, line).type).toBe('ask-body');
    const body = { ...line, ...readVoteCorrection('đại hội đại biểu') };
    expect(prepareVote(congress, body)).toMatchObject({ type: 'no-base', missing: ['delegates-summoned'] });
    const numbers = readVoteCorrection('đại biểu 150, cấp ủy viên vắng 1, đại biểu vắng 2');
    expect(judged(prepareVote(congress, { ...body, ...numbers })).vote).toMatchObject({
      base: 147,
      isPassed: true,
    });
  });

  it('refuses more votes than the base or than people present', () => {
    expect(prepareVote(meeting('regular', example), told('tán thành 15'))).toMatchObject({
      type: 'exceeds-base',
      cast: 15,
      base: 14,
    });
    const absent = { absentWithoutReason: 3, present: 14 };
    expect(prepareVote(meeting('regular', absent), told('tán thành 15'))).toEqual({
      type: 'exceeds-present',
      cast: 15,
      present: 14,
    });
  });

  it('takes numbers that are told before those of the attendance, and says what a base told outright differs from', () => {
    const numbers = judged(
      prepareVote(meeting('regular', example), told('tán thành 13, vắng có lý do 1, đình chỉ 1')),
    );
    expect(numbers.vote.base).toBe(14);
    expect(numbers.count.terms).toContainEqual({ term: 'suspended', value: 1 });
    const outright = judged(prepareVote(meeting('regular', example), told('tán thành 13/15')));
    expect([outright.vote.base, outright.otherBase, outright.count.terms]).toEqual([15, 14, []]);
  });

  it('refuses a base of which nobody is left, and asks where nothing is known of it', () => {
    expect(prepareVote(meeting('regular', example), told('tán thành 0, vắng có lý do 16')).type).toBe(
      'base-too-small',
    );
    expect(prepareVote(meeting('regular', null), told('tán thành 3'))).toMatchObject({
      type: 'no-base',
      missing: ['full-members'],
    });
  });

  it('says that the rule is younger than the meeting, or that nobody compared its text', () => {
    const line = told('tán thành 13');
    expect(judged(prepareVote(meeting('regular', example, '2019-03-01'), line)).ruleNote).toBe('older');
    expect(judged(prepareVote(meeting('regular', example, '2025-03-01'), line)).ruleNote).toBe('unchecked');
    expect(judged(prepareVote(meeting('regular', example, '2026-03-01'), line)).ruleNote).toBeNull();
  });
});

describe('reading a vote', () => {
  it.each([
    ['công nhận chính thức 1 đồng chí: tán thành 13, không 1', 'confirmation', {}],
    [
      'xoa ten 1 dang vien tan thanh 12 khong 2, chinh thuc 17 mien 1',
      'removal',
      { 'full-members': 17, 'exempt-absent': 1 },
    ],
    ['nghị quyết: 13 tán thành, 1 không tán thành, 2 vắng có lý do', 'resolution', { 'absent-accepted': 2 }],
    [
      'giải tán chi bộ: tán thành 10 không 0, đương nhiệm 15, khởi tố 1',
      'dissolution',
      { incumbents: 15, prosecuted: 1 },
    ],
  ] as const)('%s', (line, matter, numbers) => {
    expect(readVote(line)).toMatchObject({ matter, numbers });
  });

  it('tells apart the words of the threshold and counts', () => {
    expect(readVote('tán thành 13 không 1, cần 2/3')).toMatchObject({
      threshold: 'two-thirds',
      inFavour: 13,
      base: null,
    });
    expect(readVote('tán thành 13 không 1, quá nửa')).toMatchObject({ threshold: 'more-than-half' });
    expect(readVote('tán thành 13')).toMatchObject({ threshold: null });
    expect(readVote('cần tìm hiểu thêm')).toBeNull();
    expect(readVoteCorrection('cần tìm hiểu thêm')).toBeNull();
    expect(readVoteCorrection('cơ sở 15')).toEqual({ numbers: {}, base: 15 });
  });
});
