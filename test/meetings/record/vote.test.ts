import { describe, expect, it } from 'vitest';
import type { Attendance, MeetingKind } from '../../../meetings/meeting.ts';
import { readVote, readVoteCorrection } from '../../../meetings/record/read-vote.ts';
import { prepareVote } from '../../../meetings/record/vote.ts';
import type { PreparedVote, ToldVote } from '../../../meetings/record/vote.ts';
import { needsNumbers } from '../../../prompts/meetings-votes.ts';
import { attendanceOf } from '../attendance.ts';

describe('a vote at a meeting', () => {
  const meeting = (kind: MeetingKind, counts: Partial<Attendance> | null, heldOn = '2026-08-05') => ({
    kind,
    heldOn,
    attendance: counts && attendanceOf(17, counts),
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
