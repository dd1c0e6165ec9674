import { describe, expect, it } from 'vitest';
import { sliceBlock } from '../../bot/features/ask/ask-blocks.ts';
import { rangesIn } from '../../rag/evidence/ranges.ts';
import { measuresOf } from '../../rag/evidence/table-choice.ts';
import { analyseQuestion } from '../../rag/question/analyse.ts';
import { splitQuestion } from '../../rag/question/parts.ts';
import { rowsInWords } from '../../rag/quoting/row-words.ts';
import { ask, document } from './small-office.ts';

const partsOf = (question: string): string[] | undefined =>
  splitQuestion(analyseQuestion(question))?.parts.map((part) => part.question);

describe('a comparison is split', () => {
  it('without reading the máy of xe máy as a question word', () => {
    expect(partsOf('Lệ phí gửi xe ô tô hơn xe máy bao nhiêu?')).toEqual([
      'Lệ phí gửi xe ô tô là bao nhiêu',
      'Lệ phí gửi xe máy là bao nhiêu',
    ]);
  });
  it('where the second amount leans on the first and both share a place', () => {
    expect(partsOf('Mức trợ cấp tối đa và tối thiểu ở trại Khe Vàng chênh nhau bao nhiêu?')).toEqual([
      'Mức trợ cấp tối đa ở trại Khe Vàng là bao nhiêu',
      'Mức trợ cấp tối thiểu ở trại Khe Vàng là bao nhiêu',
    ]);
  });
  it('at two times of one thing', () => {
    expect(partsOf('Số hội viên của Hội Làng Nghề đầu năm 2025 và giữa năm 2026 khác nhau thế nào?')).toEqual(
      [
        'Số hội viên của Hội Làng Nghề đầu năm 2025 là bao nhiêu',
        'Số hội viên của Hội Làng Nghề giữa năm 2026 là bao nhiêu',
      ],
    );
  });
  it.each([
    ['Huyện Khe Vàng với huyện Đồng Trám bên nào đông hội viên hơn?', 'huyện Đồng Trám bao nhiêu hội viên'],
    ['thời hạn nộp đơn với thời hạn trả lời có bằng nhau không', 'thời hạn trả lời là bao nhiêu'],
    ['phi gui cua xe tai va o to con khac nhau the nao', 'phi gui cua o to con la bao nhieu'],
  ])('%s', (question, second) => {
    expect(partsOf(question)?.[1]).toBe(second);
  });
});

const parking = document('bai-xe', { symbol: '12/2025/TT-BXT', typeName: 'Thông tư', title: 'Bãi xe' }, [
  'Điều 3. Giá gửi xe ô tô là 5 (năm) triệu đồng một năm; giá gửi xe máy là 500 nghìn đồng một năm.',
  'Vạch liền là vạch không được đè lên. Vạch đứt là vạch được đè lên khi không có xe đi ngược chiều.',
  {
    kind: 'table',
    text:
      '| Loại xe | Ban ngày | Ban đêm |\n| Xe tải đến 3 tấn (trừ xe ben) | 90 | 80 |\n' +
      '| Xe con; xe ben | 70 | 60 |',
  },
  'Tổng số lượt gửi của cả bãi trong năm là 4.500 lượt.',
]);

describe('amounts', () => {
  it('of different scales are taken from each other in one measure', async () => {
    const { answer } = await ask([parking], 'Giá gửi xe ô tô hơn xe máy bao nhiêu?');
    expect(answer).toMatchObject({ outcome: 'answer' });
    expect(JSON.stringify(answer)).toContain('4,5 triệu đồng');
  });
});

describe('a row of a table', () => {
  it.each([
    ['Xe ben gửi ban đêm bao nhiêu?', '60'],
    ['xe ben gui ban ngay bao nhieu', '70'],
  ])('is not taken for the one that it excepts: %s', async (question, value) => {
    const { answer } = await ask([parking], question);
    const [quote] = 'quotes' in answer ? answer.quotes : [];
    expect(quote?.emphasis.map(([from, to]) => quote.text.slice(from, to))).toEqual([value]);
  });
});

describe('a measure', () => {
  const road = document('duong', { symbol: '31/2025/TT-BXT', typeName: 'Thông tư', title: 'Đi lại' }, [
    'Điều 7. Khi đi trên đường đôi, đường một chiều có từ hai làn xe trở lên, người lái xe giữ tốc độ tối đa cho phép của làn mình.',
    'Điều 8. Khi đi trên đường gom, người lái xe giữ khoảng cách tối thiểu ba mươi mét với xe đi trước.',
  ]);
  it('is no number that counts something else', async () => {
    const { answer } = await ask([road], 'Tốc độ tối đa trên đường đôi là bao nhiêu?');
    expect(answer.outcome).not.toBe('answer');
  });
  it('may be told in words', async () => {
    const { answer } = await ask([road], 'Khoảng cách tối thiểu khi đi trên đường gom là bao nhiêu?');
    expect(answer.outcome).toBe('answer');
    const [quote] = 'quotes' in answer ? answer.quotes : [];
    expect(quote?.emphasis.map(([from, to]) => quote.text.slice(from, to)).join()).toContain('ba mươi');
  });
});

describe('a table of limits', () => {
  const limits = document('gioi-han', { symbol: '38/2024/TT-BXT', typeName: 'Thông tư', title: 'Tốc độ' }, [
    'Điều 6. Tốc độ tối đa cho phép ngoài khu vực đông dân cư\n' +
      '| Loại xe | Đường đôi; đường một chiều có từ hai làn xe trở lên (km/h) | Đường hai chiều; đường một chiều có một làn xe (km/h) |\n' +
      '| Xe ô tô con, xe ô tô chở người đến 28 chỗ | 90 | 85 |\n| Xe ô tô chở người trên 28 chỗ | 80 | 75 |\n| Ô tô buýt; ô tô đầu kéo | 70 | 60 |',
  ]);
  it.each([
    ['Tốc độ tối đa của xe ô tô con trên đường đôi', ['90']],
    ['Tốc độ tối đa của xe ô tô con', []],
  ])('has the figure of the column that is named marked: %s', async (question, values) => {
    const { answer } = await ask([limits], question);
    const [quote] = 'quotes' in answer ? answer.quotes : [];
    expect(quote?.emphasis.map(([from, to]) => quote.text.slice(from, to))).toEqual(values);
  });
});

describe('a document named in part', () => {
  it('is the kept one of that number and type', async () => {
    const { answer } = await ask([parking], 'Theo thông tư 12 giá gửi xe máy một năm bao nhiêu tiền?');
    expect(answer.outcome).toBe('answer');
  });
  it.each(['vạch liền khác gì vạch đứt?', 'vach lien khac voi vach dut the nao'])('%s', async (question) => {
    const { answer } = await ask([parking], question);
    const quotes = 'quotes' in answer ? answer.quotes.map(({ text }) => text).join('\n') : '';
    expect(quotes).toContain('không được đè');
    expect(quotes).toContain('khi không có xe');
  });
  it('says itself how two things differ that it defines', async () => {
    const { answer } = await ask([parking], 'vạch liền với vạch đứt khác nhau ở chỗ nào');
    const quotes = 'quotes' in answer ? answer.quotes.map(({ text }) => text).join('\n') : '';
    expect(quotes).toContain('không được đè');
    expect(quotes).toContain('khi không có xe');
  });
});

it('a figure that counts points is none where minutes are asked for, whatever the row is called', async () => {
  const rule = document(
    'rule',
    { title: 'Quy định về sinh hoạt', symbol: '27-QĐ/TU', issuedOn: '2026-01-10' },
    ['Thời gian một buổi sinh hoạt chi bộ tối thiểu là 90 phút.'],
  );
  const sheet = document('sheet', { title: 'Hướng dẫn chấm điểm sinh hoạt chi bộ', issuedOn: '2026-02-20' }, [
    { kind: 'table', text: '| Nội dung | Điểm tối đa |\n| Thời gian sinh hoạt chi bộ đủ 90 phút | 15 |' },
  ]);
  const { answer } = await ask([sheet, rule], 'thoi gian sinh hoat chi bo toi thieu bao nhieu phut');
  const emphasised =
    'quotes' in answer
      ? answer.quotes.flatMap(({ text, emphasis }) =>
          (emphasis ?? []).map(([from, to]) => text.slice(from, to)),
        )
      : [];
  expect(emphasised).toContain('90 phút');
  expect(emphasised).not.toContain('15');
});

const spacing = document(
  'gian-cach',
  { symbol: '21/2025/TT-BXT', typeName: 'Thông tư', title: 'Giãn cách tàu' },
  [
    'Điều 7. Khoảng cách giữ giữa hai tàu\nTrong điều kiện trời quang, khoảng cách giữ giữa hai tàu ứng với tốc độ chạy như sau:\n' +
      'Bảng 2\n| Tốc độ chạy (V km/h) | Khoảng cách giữ (m) |\n| V = 20 | 150 |\n| 20 < V ≤ 40 | 250 |\n' +
      '| 40 < V ≤ 60 | 400 |\n| 60 < V ≤ 90 | 700 |\nTàu chạy với tốc độ dưới 20 km/h giữ khoảng cách theo hiệu lệnh của trưởng tàu.',
    {
      kind: 'table',
      text:
        '| Loại tàu | Ga chính (km/h) | Ga phụ (km/h) |\n| Tàu khách đến 12 toa (trừ tàu nhanh) | 30 | 25 |\n' +
        '| Tàu khách trên 12 toa | 25 | 20 |\n| Tàu nhanh; tàu công vụ | 45 | 35 |\n| Tàu hàng | 15 | 10 |',
    },
    'Điều 9. Thông tư này có hiệu lực từ ngày 01/7/2025.',
  ],
);

const marked = async (
  question: string,
): Promise<{ outcome: string; lead: string; text: string; figures: string[] }> => {
  const { answer } = await ask([spacing], question);
  const quotes = 'quotes' in answer ? answer.quotes : [];
  return {
    outcome: answer.outcome,
    lead: answer.lead,
    text: quotes.map(({ text }) => text).join('\n'),
    figures: quotes.flatMap((quote) => quote.emphasis.map(([from, to]) => quote.text.slice(from, to))),
  };
};

describe('a row whose key is a range', () => {
  it.each([
    ['Khoảng cách giữ giữa hai tàu khi tốc độ trên 20 đến 40 km/h là bao nhiêu?', ['250']],
    ['Khoảng cách giữ giữa hai tàu khi tốc độ trên 60 đến 90 km/h là bao nhiêu mét?', ['700']],
    ['khoang cach giu giua hai tau khi chay 50 km/h la bao nhieu met', ['400']],
    ['Khoảng cách giữ giữa hai tàu khi chạy 20 km/h là bao nhiêu mét?', ['150']],
    ['Khoảng cách giữ giữa hai tàu khi chạy từ 20 đến 40 km/h là bao nhiêu?', ['150', '250']],
    ['Tàu khách 15 toa chạy ở ga phụ bao nhiêu km/h?', ['20']],
    ['Tàu khách 12 toa chạy ở ga chính bao nhiêu km/h?', ['30']],
  ])('is the one that the number lies in: %s', async (question, figures) => {
    expect(await marked(question)).toMatchObject({ outcome: 'answer', figures });
  });

  it('comes with the sentence that says when the table holds, and not with other rows', async () => {
    const { text } = await marked(
      'Khoảng cách giữ giữa hai tàu khi tốc độ trên 40 đến 60 km/h là bao nhiêu?',
    );
    expect(text).toContain('Trong điều kiện trời quang');
    expect(text).not.toMatch(/250|700/u);
  });

  it.each([
    'Khoảng cách giữ giữa hai tàu khi chạy 120 km/h là bao nhiêu mét?',
    'Khoảng cách giữ giữa hai tàu là bao nhiêu mét?',
    'Khoảng cách giữ giữa hai tàu khi chạy 50 km/h là bao nhiêu phút?',
  ])('is not guessed: %s', async (question) => {
    const { outcome } = await marked(question);
    expect(['near-miss', 'refusal']).toContain(outcome);
  });
});

describe('a row that is named', () => {
  it('gives all its figures where the question names no column', async () => {
    expect(await marked('Tàu nhanh chạy bao nhiêu km/h?')).toMatchObject({
      outcome: 'answer',
      figures: ['45', '35'],
    });
  });
  it('is left open where the question names several equally', async () => {
    const { outcome, text } = await marked('Tàu khách chạy ở ga chính bao nhiêu km/h?');
    expect(outcome).toBe('candidates');
    expect(text).toMatch(/đến 12 toa[^]*trên 12 toa/u);
  });
});

describe('ranges', () => {
  it.each([
    ['60 < V ≤ 80', [60, true, 80, false]],
    ['80 ≥ V > 60', [60, true, 80, false]],
    ['Trên 3 tấn đến dưới 5 tấn', [3, true, 5, true]],
    ['từ 5 km/h trở lên', [5, false, Infinity, false]],
    ['1.500 - 2.000', [1500, false, 2000, false]],
    ['không quá 3,5 tấn', [-Infinity, false, 3.5, false]],
    ['không dưới 50 m', [50, false, Infinity, false]],
    ['không ít hơn 3 người', [3, false, Infinity, false]],
    ['không cao hơn 5 m', [-Infinity, false, 5, false]],
    ['V = 60', [60, false, 60, false]],
  ])('are read as they are written: %s', (text, expected) => {
    expect(rangesIn(text).map((one) => [one.low, one.isLowOpen, one.high, one.isHighOpen])).toEqual([
      expected,
    ]);
  });
  it('of a question are no days, years or numbers of documents', () => {
    const measures = measuresOf(
      analyseQuestion('Theo Thông tư 21, Điều 7, năm 2025 tàu chạy trên 40 km/h ngày 5/6 giữ bao nhiêu?'),
    );
    expect(measures.map(({ low, unit }) => [low, unit])).toEqual([[40, 'km/h']]);
  });
});

describe('rows of a table in a chat', () => {
  const [inText, asTable] = spacing.chunks;
  const words = (chunk: typeof inText, text: string): string =>
    chunk ? rowsInWords(chunk, { text, emphasis: [] }).text : '';
  it('say the heading of each value, and no bars', () => {
    expect(words(inText, '| 20 < V ≤ 40 | 250 |')).toBe(
      'Tốc độ chạy (V km/h): 20 < V ≤ 40\nKhoảng cách giữ (m): 250',
    );
    expect(words(asTable, '| Tàu hàng | 15 | 10 |')).toBe(
      'Loại tàu: Tàu hàng\nGa chính (km/h): 15\nGa phụ (km/h): 10',
    );
  });
  it('keep the marked figure marked, and the lines around them', () => {
    const text = 'Như sau:\n| Tốc độ chạy (V km/h) | Khoảng cách giữ (m) |\n| V = 20 | 150 |';
    const at = text.indexOf('150');
    const shown = inText && rowsInWords(inText, { text, emphasis: [[at, at + 3]] });
    expect(shown?.text).toBe('Như sau:\nTốc độ chạy (V km/h): V = 20\nKhoảng cách giữ (m): 150');
    expect(shown?.emphasis.map(([from, to]) => shown.text.slice(from, to))).toEqual(['150']);
  });
  it('of a form without headings name nothing wrongly', () => {
    const form = {
      kind: 'table' as const,
      context: '',
      text: '| Họ tên | Lê Văn Ba |\n| Ngày sinh | 01/02/1980 |',
    };
    expect(rowsInWords(form, { text: form.text, emphasis: [] }).text).toBe(
      'Họ tên: Lê Văn Ba\n\nNgày sinh: 01/02/1980',
    );
  });
  it('stand so in the quotation that is sent', async () => {
    const { answer } = await ask(
      [spacing],
      'Khoảng cách giữ giữa hai tàu khi chạy 50 km/h là bao nhiêu mét?',
    );
    const [quote] = 'quotes' in answer ? answer.quotes : [];
    const block = quote && sliceBlock(quote, 0, quote.text.length, null);
    expect(block).toMatchObject({ text: 'Tốc độ chạy (V km/h): 40 < V ≤ 60\nKhoảng cách giữ (m): 400' });
  });
});
