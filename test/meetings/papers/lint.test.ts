import { describe, expect, it } from 'vitest';
import type { Meeting } from '../../../meetings/meeting.ts';
import { isThin, lintMinutes, type Hint } from '../../../meetings/papers/lint.ts';
import { noExtras, type MeetingExtras } from '../../../meetings/papers/paper-values.ts';
import { hintSentences } from '../../../prompts/papers-chat.ts';
import { cellMeeting } from './fixture.ts';

const rated: MeetingExtras = { ...noExtras, rating: { level: 'good', score: null } };
const typesOf = (change: Partial<Meeting>, extras = rated): string[] =>
  lintMinutes({ ...cellMeeting, ...change }, extras).map(({ type }) => type);
const [decision] = cellMeeting.decisions;
const [task] = cellMeeting.tasks;

describe('hints before approval', () => {
  it('are none for minutes that have everything', () => {
    expect(typesOf({})).toEqual([]);
  });

  it.each<[string, Partial<Meeting>]>([
    ['no-attendance', { attendance: null }],
    ['no-start', { startsAt: null }],
    ['no-end', { endsAt: null }],
    ['no-place', { place: '' }],
    ['no-chair', { chair: '' }],
    ['no-minute-taker', { minuteTaker: '' }],
    ['same-signers', { minuteTaker: 'Đồng chí Lê Văn Mẫu' }],
    ['no-agenda', { agenda: [] }],
    ['no-conclusions', { decisions: [], tasks: [], votes: [] }],
    ['no-vote', { votes: [] }],
    ['no-basis', { decisions: [{ ...(decision as object), basis: [] } as never] }],
    ['no-lead', { tasks: [{ ...(task as object), lead: '' } as never] }],
    ['no-date', { tasks: [{ ...(task as object), dueOn: null } as never] }],
    ['too-short', { endsAt: '15:29' }],
    ['too-short', { topic: 'học tập gương người tốt', endsAt: '15:40' }],
  ])('name %s', (type, change) => {
    expect(typesOf(change)).toEqual([type]);
  });

  it('ask for a rating of cell meetings only', () => {
    expect(typesOf({}, noExtras)).toEqual(['no-rating']);
    expect(typesOf({ kind: 'standing', endsAt: '14:30' }, noExtras)).toEqual([]);
  });

  it('ask what a theme, a review or a visit is about', () => {
    expect(typesOf({ kind: 'thematic' })).toEqual(['no-subject']);
    expect(typesOf({ kind: 'visit' }, noExtras)).toEqual(['no-subject']);
    expect(typesOf({ kind: 'visit', title: 'Khảo sát mô hình' }, noExtras)).toEqual([]);
  });

  it('know from which day a least length was asked for, and by what', () => {
    const refOn = (heldOn: string): string | undefined =>
      lintMinutes({ ...cellMeeting, heldOn, endsAt: '14:30' }, rated).find(
        (hint): hint is Extract<Hint, { type: 'too-short' }> => hint.type === 'too-short',
      )?.ref;
    expect(refOn('2025-10-27')).toBe('12-HD/BTCTW');
    expect(refOn('2025-10-28')).toBe('42-HD/BTCTW');
    expect(refOn('2018-07-05')).toBeUndefined();
  });

  it('notice that fewer than half cannot have passed anything', () => {
    const attendance = {
      ...(cellMeeting.attendance as NonNullable<Meeting['attendance']>),
      present: 8,
      absentWithReason: 8,
    };
    expect(typesOf({ attendance })).toEqual(['few-for-a-resolution']);
  });

  it('say that nothing can be checked where nobody told how many there are', () => {
    const counts = cellMeeting.attendance as NonNullable<Meeting['attendance']>;
    const attendance = { ...counts, total: null, official: null, probationary: null };
    expect(hintSentences['attendance-without-total']()).toContain('chưa ghi tổng số');
    expect(typesOf({ attendance })).toEqual(['attendance-without-total']);
  });

  it('have a sentence each', () => {
    for (const hint of lintMinutes(
      { ...cellMeeting, attendance: null, endsAt: '14:10', chair: '', tasks: [], votes: [], agenda: [] },
      noExtras,
    ))
      expect((hintSentences[hint.type] as (one: Hint) => string)(hint)).toMatch(/^\p{Lu}.+\.$/u);
  });
});

describe('a thin conclusion', () => {
  it.each([
    'Thực hiện tốt nhiệm vụ.',
    'tiếp tục thực hiện tốt các nhiệm vụ được giao',
    'Chi bộ tiếp tục thực hiện nghiêm túc các nội dung trên',
    'Nhất trí.',
  ])('%s', (text) => expect(isThin({ text })).toBe(true));
  it.each([
    'Giao Văn phòng hoàn thiện báo cáo, hạn 15/8',
    'Tiếp tục thực hiện tốt các nhiệm vụ phòng chống lụt bão trên tuyến đê thôn 3',
  ])('is not: %s', (text) => expect(isThin({ text })).toBe(false));
});
