import { describe, expect, it } from 'vitest';
import { drawnQuestions, judgeQuestions, readQuestions } from '../../../eval/members/questions.ts';
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
    ['years of nobody knows what', 'đảng viên trên 40 năm tuổi đảng dưới 50 năm'],
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
      'a time that has only begun',
      'kết nạp từ năm 2020 bao nhiêu đảng viên',
      { period: { from: '2020-01-01', to: '2026-08-10' } },
    ],
    [
      'two kinds of organisation',
      'có bao nhiêu chi bộ cơ sở, đảng bộ cơ sở',
      { levels: ['grassroots_cell', 'grassroots_committee'] },
    ],
  ])('are understood: %s', (_what, text, query) => {
    expect(read(text)).toMatchObject({ kind: 'query', query });
  });

  it('no question of any set, and none of hundreds drawn, gives a wrong number', () => {
    const judged = [
      readQuestions(),
      readQuestions('second'),
      readQuestions('third'),
      readQuestions('fourth'),
      readQuestions('fifth'),
      drawnQuestions(80, 11),
    ].map(judgeQuestions);
    expect(judged.flatMap(({ open, kept }) => [open['wrong-number'], kept['wrong-number']])).toEqual(
      new Array(12).fill(0),
    );
    expect(judged.flatMap(({ failures }) => failures)).toEqual([]);
  });
});

describe('words of regions, purposes and ends of names', () => {
  const unit = (key: string) => ({ unitId: unitIdOf[key] });
  it.each([
    ['phường Trần Phú nhiêu đảng viên hỉ', unit('tranphu')],
    ['chi bộ mô đông đảng viên nhứt xã Bình An', { ...unit('binhan'), top: { count: 1, order: 'most' } }],
    ['để tổng hợp, cho biết kết nạp năm 2025 bao nhiêu', { measure: 'admit' }],
    ['năm ngoái kết nạp bao nhiêu, tôi ghi vào sổ', { measure: 'admit' }],
    ['chi bo dong tam co bao nhieu nu', { ...unit('dongtam'), filter: { sex: 'female' } }],
    ['chi bộ Đồng Tâm xã Bình An bao nhiêu đảng viên', unit('dongtam')],
    [
      'so sánh Đồng Tâm với Trần Phú về số đảng viên',
      { ...unit('dongtam'), compare: { with: 'unit', ...unit('tranphu') } },
    ],
    [
      'trên địa bàn tỉnh có bao nhiêu đảng viên dự bị',
      { ...unit('tinh'), filter: { standing: 'probationary' } },
    ],
    [
      'chi bộ cơ sở toàn tỉnh có mấy cái',
      { ...unit('tinh'), measure: 'organisations', levels: ['grassroots_cell'] },
    ],
    ['sinh hoạt chi bộ quý 1 xã Bình An chất lượng ra sao', { ...unit('binhan'), measure: 'ratings' }],
    ['đảng viên phường Trần Phú ngày 1/3 năm nay', { ...unit('tranphu'), asOf: '2026-03-01' }],
    ['đảng viên xã Bình An theo độ tuổi đặng báo cáo', { ...unit('binhan'), dimension: 'age' }],
    ['đảng viên tỉnh năm 2025', { ...unit('tinh'), asOf: '2025-12-31' }],
    ['mấy cô đảng viên ở xã Bình An', { ...unit('binhan'), filter: { sex: 'female' } }],
    ['cho tui số đảng viên Trần Phú nghe chia nam nữ', { ...unit('tranphu'), dimension: 'sex' }],
  ])('are read: %s', (text, query) => {
    expect(read(text)).toMatchObject({ kind: 'query', query });
  });

  it.each(['kế hoạch năm 2027 kết nạp mấy đảng viên', 'tinh den 31/12 nam nay xa Binh An co may dang vien'])(
    'days that have not come are no question of the register: %s',
    (text) => {
      expect(read(text).kind).toBe('future');
    },
  );

  it('a name that two units end in is asked, and the other side of a comparison is kept', () => {
    for (const text of [
      'so Bình An với Trần Phú coi bên nào đông đảng viên hơn',
      'so Trần Phú với Bình An coi bên nào đông đảng viên hơn',
    ])
      expect(read(text)).toMatchObject({
        kind: 'which-unit',
        candidates: [{ id: unitIdOf.binhan }, { id: unitIdOf.truong }],
        query: { compare: { with: 'unit', ...unit('tranphu') } },
      });
  });
});

describe('words that nobody understands', () => {
  it.each([
    [
      'a clause of its own',
      'Đầu năm 2024 phường Trần Phú có bao nhiêu đảng viên, nóng nực kinh khủng',
      { asOf: '2024-01-01' },
    ],
    [
      'a word apart from the people',
      'dzô xã Bình An có bao nhiêu đảng viên nữ',
      { filter: { sex: 'female' } },
    ],
    [
      'a word that is like a denial and was typed as another',
      'bao nhiêu đảng viên xã Bình An nhé chang',
      { filter: {} },
    ],
    ['a particle of a region', 'phường Trần Phú bao nhiêu đảng viên dzậy', { filter: {} }],
    ['a season that is weather', 'bao nhiêu đảng viên Trần Phú, mưa miết', { filter: {} }],
  ])('are named and offered to be left aside: %s', (_what, text, query) => {
    expect(read(text)).toMatchObject({ kind: 'aside', query });
  });

  it.each([
    ['said of the people', 'bao nhiêu đảng viên goá bụa xã Bình An'],
    ['said of them behind an idle word', 'bao nhieu dv hien mau xa binh an'],
    ['a day of every year', 'kết nạp trong ngày 3/2 hằng năm'],
    ['a denial', 'xã Bình An, không kể hộ, có bao nhiêu đảng viên'],
    ['a number', 'xã Bình An, đợt 2, có bao nhiêu đảng viên'],
    ['a name', 'xã Bình An, Nguyễn Văn Bảy, có bao nhiêu đảng viên'],
    ['what has no count', 'xã Bình An, bị kỷ luật, có bao nhiêu đảng viên'],
    ['half of a term', 'bao nhiêu đảng viên qua đời năm 2025'],
    ['a denial without its marks', 'bao nhieu dang vien chang nu xa binh an'],
    ['who is counted too', 'bao nhiêu đảng viên xã Bình An, kể cả dự bị'],
    ['half of a plan', 'kế hoạch năm 2025 kết nạp bao nhiêu'],
    ['another place of the name', 'ấp Đồng Tâm bao nhiêu đảng viên'],
    ['a longer name', 'đảng viên Bình An Đông có mấy người'],
    ['where nothing is counted', 'mai mấy giờ họp giao ban'],
  ])('are not offered to be left aside: %s', (_what, text) => {
    expect(read(text).kind).toBe('unknown-words');
  });
});

describe('times', () => {
  it.each([
    [
      'the day of today in another year',
      'ngày này năm ngoái xã Bình An bao nhiêu đảng viên',
      { asOf: '2025-08-10', period: null },
    ],
    [
      'one day of a flow',
      'kết nạp ngày 2/9/2025 mấy người',
      { period: { from: '2025-09-02', to: '2025-09-02' } },
    ],
    [
      'a year until now',
      'kết nạp năm 2025 đến nay bao nhiêu',
      { period: { from: '2025-01-01', to: '2026-08-10' } },
    ],
    [
      'one sum of years',
      'tổng cộng 3 năm qua kết nạp bao nhiêu đảng viên',
      { trend: null, period: { from: '2024-01-01', to: '2026-08-10' } },
    ],
  ])('are read whole: %s', (_what, text, query) => {
    expect(read(text)).toMatchObject({ kind: 'query', query });
  });
});

describe('borders of levels', () => {
  it.each([
    ['từ trung cấp lý luận trở lên', { theory: ['intermediate', 'advanced', 'bachelor'] }],
    ['chưa có trung cấp lý luận chính trị', { theory: ['elementary', 'none'] }],
    ['dưới đại học', { professional: ['elementary', 'intermediate', 'college', 'none'] }],
    ['trình độ cao đẳng trở xuống', { professional: ['elementary', 'intermediate', 'college', 'none'] }],
    ['từ cấp 2 trở lên', { schooling: ['lower_secondary', 'upper_secondary'] }],
    ['cao cấp và cử nhân lý luận', { theory: ['advanced', 'bachelor'] }],
    ['chưa học lý luận chính trị', { theory: 'none' }],
  ])('are filters: %s', (words, filter) => {
    expect(read(`bao nhiêu đảng viên ${words}`)).toMatchObject({ kind: 'query', query: { filter } });
  });

  it('of two kinds of level are asked back with the border', () => {
    const reading = read('đảng viên trung cấp trở lên');
    expect(reading).toMatchObject({ kind: 'which-meaning', about: 'level' });
    expect(reading.kind === 'which-meaning' && reading.meanings.map(({ query }) => query.filter)).toEqual([
      { theory: ['intermediate', 'advanced', 'bachelor'] },
      { professional: ['intermediate', 'college', 'university', 'master', 'doctor'] },
    ]);
  });

  it('above which it is not certain what stands are not taken', () => {
    expect(read('đảng viên trên cao cấp lý luận').kind).toBe('unknown-words');
  });
});

describe('slips of typing', () => {
  it('that make no word are put right and told', () => {
    expect(read('bao nhiêu đảng vein xã Bình An')).toMatchObject({
      kind: 'query',
      query: { unitId: unitIdOf.binhan },
      corrections: [{ typed: 'vein', read: 'viên' }],
    });
  });

  it.each([
    ['another word', 'kết lạp bao nhiêu người năm 2025', { measure: 'admit' }],
    ["another unit's name", 'xã Bin An có mấy đảng viên', { unitId: unitIdOf.binhan }],
  ])('that may be %s are asked', (_what, text, query) => {
    expect(read(text)).toMatchObject({ kind: 'meant', query });
  });

  it.each(['đảng viên theo hình thức', 'thôn 7 xã Bình An có mấy đảng viên', 'bao nhiêu đảng viên cũ'])(
    'are not looked for where a word was typed as it is: %s',
    (text) => {
      expect(read(text).kind).toMatch(/^unknown/u);
    },
  );
});

describe('a unit named with one above it', () => {
  it.each([
    ['thôn 1 ở phường Trần Phú có mấy đảng viên', 'thon1b'],
    ['trạm y tế xã Bình An mấy đảng viên', 'ytea'],
    ['xã Bình An, thôn 1, bao nhiêu đv', 'thon1a'],
  ])('is the one there: %s', (text, key) => {
    expect(read(text)).toMatchObject({ kind: 'query', query: { unitId: unitIdOf[key] } });
  });

  it('is left in the line where neither stands below the other', () => {
    expect(read('thôn Đồng Tâm phường Trần Phú có mấy đảng viên').kind).toBe('unknown-words');
  });
});
