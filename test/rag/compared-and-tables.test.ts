import { describe, expect, it } from 'vitest';
import { analyseQuestion } from '../../rag/question/analyse.ts';
import { splitQuestion } from '../../rag/question/parts.ts';
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
