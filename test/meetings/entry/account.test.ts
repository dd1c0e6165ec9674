import { describe, expect, it } from 'vitest';
import { units, today, writtenLines } from '../../../eval/meetings/meeting-lines.ts';
import { unaccounted } from '../../../meetings/entry/account.ts';
import { answerGuided, startGuided } from '../../../meetings/entry/guided.ts';
import type { GuidedState } from '../../../meetings/entry/guided.ts';
import { parseMeetingLine } from '../../../meetings/entry/parse-meeting.ts';
import { spokenNumbers } from '../../../meetings/entry/spoken-numbers.ts';
import { matchUnits } from '../../../members/units/units.ts';

const environment = {
  today,
  matchUnits: (text: string) => matchUnits(units, text).map(({ id, name }) => ({ id, name })),
  units: units.map(({ id, name }) => ({ id, name })),
};
const enter = (line: string): GuidedState => startGuided(parseMeetingLine(line, today), environment).state;

describe('the account of a line', () => {
  it('finds every word in what was told, or shows it', () => {
    expect(unaccounted('chi bộ Một họp 5/8, mưa to gió lớn', ['chi bộ Một', '5/8'])).toEqual([
      'mưa to gió lớn',
    ]);
    expect(unaccounted('chi bộ Một họp 5/8 nhé', ['chi bộ Một', '5/8'])).toEqual([]);
  });

  it('keeps, asks about or shows a word put anywhere into a line', async () => {
    const lost: string[] = [];
    for (const [i, { line }] of (await writtenLines()).entries()) {
      const words = line.split(' ');
      const at = (i * 7) % (words.length + 1);
      const typed = [...words.slice(0, at), 'khuyngchoet', ...words.slice(at)].join(' ');
      const turn = startGuided(parseMeetingLine(typed, today), environment);
      if (!JSON.stringify(turn).includes('khuyngchoet')) lost.push(typed);
    }
    expect(lost).toEqual([]);
  });

  it('shows at the review what no field waits for, to be filed or left out', () => {
    const state = enter('Chi bộ Tổng hợp thường kỳ 5/8/2026 14h, chủ trì Lê Văn Mẫu, mưa to nên nghỉ sớm');
    expect(state.step).toBe('review');
    expect(state.draft.notes?.map(({ words }) => words)).toEqual(['mưa to nên nghỉ sớm']);
    const filed = answerGuided(state, 'chưa hiểu 1 là nội dung', environment).state;
    expect(filed.draft).toMatchObject({ agenda: ['mưa to nên nghỉ sớm'], notes: [] });
    const dropped = answerGuided(state, 'chưa hiểu 1 bỏ', environment).state;
    expect(dropped.draft).toMatchObject({ agenda: [], notes: [] });
  });

  it('takes a unit of other diacritics for no unit', () => {
    expect(enter('thường trực Đảng ủy Vân Hạ họp 5/8/2026 8h').draft.unit?.id).toBe('commune');
    expect(enter('chi bộ thôn Đoái thường kỳ 5/8/2026 8h').step).toBe('unit');
  });
});

describe('absences of which nobody said the reason', () => {
  const line = 'Chi bộ Tổng hợp thường kỳ 5/8/2026 14h, có mặt 26/29';

  it('are kept without a question, and told at the review whenever they are', () => {
    const state = enter(line);
    expect(state).toMatchObject({
      step: 'review',
      draft: { attendance: { total: 29, present: 26, absentUnexplained: 3 } },
    });
    const told = answerGuided(state, 'vắng có lý do 2', environment).state;
    expect(told.draft.attendance).toMatchObject({ absentWithReason: 2, absentUnexplained: 1 });
    expect(answerGuided(state, 'vắng có lý do 4', environment).state.draft.attendance).toMatchObject({
      absentWithReason: 0,
      absentUnexplained: 3,
    });
  });
});

describe('who came where nobody told how many there are', () => {
  it('goes to the review without a question, and the total may be told there', () => {
    const state = enter('Chi bộ Tổng hợp thường kỳ 5/8/2026 14h, có mặt 26');
    expect(state).toMatchObject({ step: 'review', draft: { attendance: { total: null, present: 26 } } });
    const told = answerGuided(state, 'tổng 29', environment);
    expect(told.state.draft.attendance).toMatchObject({ total: 29, absentUnexplained: 3 });
    expect(answerGuided(state, 'tong so 20', environment)).toMatchObject({
      problem: { type: 'attendance-sum' },
      state: { draft: { attendance: { total: null } } },
    });
    expect(answerGuided(told.state, 'vắng có lý do 5', environment)).toMatchObject({
      problem: { type: 'attendance-unclear' },
      state: { draft: { attendance: { total: 29, absentUnexplained: 3 } } },
    });
  });
});

describe('an hour', () => {
  it.each([
    ['họp chi bộ Văn phòng thường kỳ 5/8/2026 sau giờ làm việc', undefined],
    ['hop chi bo van phong thuong ky 5/8/2026 sau gio hanh chinh', undefined],
    ['hop chi bo van phong thuong ky 5/8/2026 sau gio chieu', '18:00'],
    ['họp chi bộ Văn phòng thường kỳ 5/8/2026 sáu giờ sáng', '06:00'],
  ])('is read from words, and not from those that name none: %s', (line, startsAt) => {
    expect(parseMeetingLine(line, '2026-08-10').head.startsAt).toBe(startsAt);
  });
});

describe('numbers that were spoken', () => {
  it.each([
    ['ngày năm tháng tám mười sáu giờ', 'ngày 5 tháng 8 16 giờ'],
    ['ngày ba mươi mốt tháng bảy lúc bảy rưỡi sáng', 'ngày 31 tháng 7 lúc 7 rưỡi sáng'],
    ['mười chín giờ ba mươi đến hai mươi mốt giờ', '19 giờ 30 đến 21 giờ'],
    ['có mặt hai mươi hai trên hai mươi tư', 'có mặt 22/24'],
    ['lần thứ mười sáu', 'lần thứ 16'],
    ['hai mốt đảng viên', '21 đảng viên'],
  ])('%s is %s', (said, read) => expect(spokenNumbers(said)).toBe(read));

  it.each([
    'bác Bảy chủ trì',
    'công tác năm nay',
    'bà Ba, ông Tư',
    'hội trường tầng năm',
    'anh Hai đồng chí',
  ])('leaves %s alone', (said) => expect(spokenNumbers(said)).toBe(said));
});
