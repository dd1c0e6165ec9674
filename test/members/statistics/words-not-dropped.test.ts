import { describe, expect, it } from 'vitest';
import { judgeQuestions, readQuestions } from '../../../eval/members/questions.ts';
import { officeUnits, unitIdOf } from '../../../eval/members/office.ts';
import { parseStatistics } from '../../../members/statistics/parse-statistics.ts';

const read = (text: string, ownUnitIds: readonly string[] = []) =>
  parseStatistics(text, { units: officeUnits, today: '2026-08-10', ownUnitIds }, { isCommand: true });

describe('words of a question that would change the figure', () => {
  it.each([
    ['a second split of a line over years', 'đảng viên theo độ tuổi và giới tính qua các năm'],
    ['a split of a ranking', '5 chi bộ đông đảng viên nhất theo giới tính'],
    ['a second day that is not compared', 'đảng viên nữ cuối năm 2023 và cuối năm 2024'],
    ['a third time of a comparison', 'so sánh đảng viên cuối năm 2022, cuối năm 2023 và cuối năm 2024'],
    ['a comparison with nothing', 'số đảng viên so với cùng kỳ'],
    ['an event that is not kept', 'bao nhiêu đảng viên qua đời năm 2025'],
    ['two words with several readings at once', 'đảng viên trẻ theo trình độ'],
    ['one with several readings in a flow without its period', 'kết nạp bao nhiêu đảng viên trẻ'],
    ['people without details split by sex', 'cấp thẻ đảng viên năm 2025 theo giới tính'],
  ])('are never left out: %s', (_what, text) => {
    expect(read(text)).toMatchObject({ kind: 'unknown-words' });
  });

  it('a unit of their own is asked for where someone sees all units, and theirs where they have one', () => {
    expect(read('chi bộ tôi có bao nhiêu đảng viên')).toEqual({ kind: 'unknown-unit', typed: 'chi bộ tôi' });
    expect(read('chi bộ tôi có bao nhiêu đảng viên', [unitIdOf.quantri ?? ''])).toMatchObject({
      kind: 'query',
      query: { unitId: unitIdOf.quantri },
    });
  });

  it.each([
    [
      'badges by level',
      'trao tặng huy hiệu năm 2025 theo mức huy hiệu',
      { measure: 'badge', dimension: 'badge' },
    ],
    ['arrivals in a year', 'dang vien chuyen den nam 2025', { measure: 'transfer_in', asOf: '2025-12-31' }],
    ['years with their word twice', 'qua từng năm từ năm 2021 đến năm 2025', { trend: { step: 'year' } }],
    [
      'the day that is named beside now',
      'hiện nay, tính đến 30/6/2026 có bao nhiêu đảng viên',
      { asOf: '2026-06-30' },
    ],
    [
      'two kinds of organisation',
      'có bao nhiêu chi bộ cơ sở, đảng bộ cơ sở',
      { levels: ['grassroots_cell', 'grassroots_committee'] },
    ],
  ])('are understood: %s', (_what, text, query) => {
    expect(read(text)).toMatchObject({ kind: 'query', query });
  });

  it('no question of either set gives a wrong number', () => {
    const first = judgeQuestions(readQuestions());
    const second = judgeQuestions(readQuestions('second'));
    expect([first.open, first.kept, second.open].map((tally) => tally['wrong-number'])).toEqual([0, 0, 0]);
  });
});
