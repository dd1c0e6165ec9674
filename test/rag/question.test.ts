import { describe, expect, it } from 'vitest';
import { analyseQuestion } from '../../rag/question/analyse.ts';
import { splitQuestion } from '../../rag/question/parts.ts';
import { fold } from '../../text/normalise.ts';

const slots = (question: string): string[] =>
  analyseQuestion(question).slots.map((slot) => `${slot.kind} ${slot.key}`);

describe('the type of a question', () => {
  it.each([
    ['Có bao nhiêu chi bộ?', 'number'],
    ['Kinh phí là bao nhiêu tiền?', 'money'],
    ['Giấy phép có giá trị mấy tháng?', 'duration'],
    ['Thời hạn nộp báo cáo là ngày nào?', 'date'],
    ['Tỷ lệ khá là bao nhiêu?', 'percent'],
    ['Ai chủ trì?', 'person'],
    ['Trình ai ký?', 'which'],
    ['Văn bản nào thay thế?', 'symbol'],
    ['Vì sao chậm?', 'reason'],
    ['Họp ở đâu?', 'place'],
    ['Hồ sơ gồm những gì?', 'list'],
    ['Đã phê duyệt chưa?', 'yes-no'],
    ['Phụ cấp trực đêm một ngày bao nhiêu?', 'number'],
  ])('%s is %s', (question, type) => {
    expect(analyseQuestion(question).type).toBe(type);
    expect(analyseQuestion(fold(question)).type).toBe(type);
  });

  it('is not misread from a word that only folds alike', () => {
    expect(analyseQuestion('Máy bơm đặt cạnh ao').types).toEqual(['other']);
  });
});

describe('what the evidence must state', () => {
  it.each([
    ['Quý 2 năm 2023 có gì?', ['period quarter:2023-Q2']],
    ['quy 2 nam 2023 co gi', ['period quarter:2023-Q2']],
    ['Hội nghị lần thứ XX họp khi nào?', ['ordinal ord:20']],
    ['34 ct tu nói gì?', ['symbol sym:34|CT|TU']],
    ['Theo bài tháng 10/2023', ['month month:2023-10']],
    ['Đảng bộ tỉnh NA có gì?', ['place nghe an']],
    ['Huyện Mường Sa có gì?', ['name muong sa']],
    ['Tỷ lệ một đồng chí đồng ý hay không?', []],
    ['Khoản thưởng 200.000 đến 300.000 đồng', ['quantity vnd:200000', 'quantity vnd:300000']],
    ['Thu 9 tháng 2026', ['period period:2026-dau-9T']],
  ])('%s', (question, expected) => expect(slots(question)).toEqual(expected));

  it('holds the noun that is counted with its modifiers', () => {
    expect(analyseQuestion('Có bao nhiêu đảng viên dự bị bị xóa tên trong năm?').counted.label).toBe(
      'đảng viên dự bị bị xóa tên',
    );
    expect(analyseQuestion('Huyện có bao nhiêu tổ chức cơ sở đảng?').counted.label).toBe(
      'tổ chức cơ sở đảng',
    );
  });

  it.each([
    ['Trực Tết được chi bao nhiêu một ca?', ''],
    ['Mỗi tổ họp mấy lần một tháng?', 'lần'],
    ['Thẩm định hồ sơ kết nạp mấy ngày?', ''],
  ])('counts nothing per measure and nothing inside a word: %s', (question, label) => {
    expect(analyseQuestion(question).counted.label).toBe(label);
  });

  it('writes abbreviations out, but not inside a symbol', () => {
    expect(analyseQuestion('ĐUK có bn TCCSĐ theo 08-NQ/ĐUK?').expanded).toBe(
      'đảng ủy khối có bao nhiêu tổ chức cơ sở đảng theo 08-NQ/ĐUK?',
    );
  });
});

describe('a question about several things', () => {
  const parts = (question: string): string[] | undefined =>
    splitQuestion(analyseQuestion(question))?.parts.map((part) => part.question);

  it.each([
    [
      'So sánh số đảng viên của Chi bộ Một với Chi bộ Hai: bên nào nhiều hơn?',
      ['số đảng viên của Chi bộ Một là bao nhiêu', 'số đảng viên của Chi bộ Hai là bao nhiêu'],
    ],
    [
      'Số chi bộ giữa năm 2021 và năm 2023 chênh nhau bao nhiêu?',
      ['Số chi bộ năm 2021 là bao nhiêu', 'Số chi bộ năm 2023 là bao nhiêu'],
    ],
    [
      'Chỉ thị 12-CT/TU và Kế hoạch 15-KH/TU ban hành ngày nào?',
      ['Chỉ thị 12-CT/TU ban hành ngày nào', 'Kế hoạch 15-KH/TU ban hành ngày nào'],
    ],
    [
      'Ai chủ trì trong bài 5/2023 và trong bài 6/2024?',
      ['Ai chủ trì trong bài 5/2023', 'Ai chủ trì trong bài 6/2024'],
    ],
  ])('is asked once for each: %s', (question, expected) => expect(parts(question)).toEqual(expected));

  it.each([
    'Cấp mới và cấp lại bao nhiêu thẻ trong năm 2024?',
    'Hiện có bao nhiêu người so với biên chế được giao?',
    'Đại hội họp ngày 22 và 23/7/2020 ở đâu?',
  ])('is left whole where it is about one: %s', (question) => expect(parts(question)).toBeUndefined());
});
