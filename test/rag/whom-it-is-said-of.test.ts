import { describe, expect, it } from 'vitest';
import { namesIn } from '../../rag/evidence/names.ts';
import { otherSubject } from '../../rag/evidence/subject-body.ts';
import { analyseQuestion } from '../../rag/question/analyse.ts';
import { ask, document } from './small-office.ts';

const subjectBeside = (question: string, sentence: string, lead: string | null = null): string | null =>
  otherSubject(analyseQuestion(question), sentence, lead);

describe('a sentence about another body', () => {
  it.each([
    [
      'Chi bộ họp mấy tháng một lần?',
      'Đảng ủy cơ sở họp ba tháng một lần, nghe các chi bộ báo cáo.',
      'Đảng ủy cơ sở',
    ],
    [
      'chi bo hop may thang mot lan',
      'Trong quý, đảng ủy bộ phận của các chi bộ họp một lần.',
      'đảng ủy bộ phận',
    ],
    [
      'Theo Quy chế 21-QC/TU, Ban Thường vụ Tỉnh ủy họp khi nào?',
      'Ban Thường vụ Huyện ủy họp ngày 05 hằng tháng.',
      'Ban Thường vụ Huyện ủy',
    ],
    [
      'Đảng ủy xã sinh hoạt mỗi năm mấy lần?',
      '3. Đảng ủy bộ phận sinh hoạt mỗi tháng một lần.',
      '3. Đảng ủy bộ phận'.slice(3),
    ],
    ['Chi bộ họp mấy tháng một lần?', 'Cuộc họp của đảng ủy cơ sở mỗi quý một lần.', 'đảng ủy cơ sở'],
    [
      'Ủy ban kiểm tra có bao nhiêu ủy viên?',
      '4.1. Số lượng ủy viên ban thường vụ không quá 9 đồng chí.',
      'ban thường vụ',
    ],
    ['Nhiệm kỳ của chi bộ là mấy năm?', 'Nhiệm kỳ của đảng ủy cơ sở là 5 năm.', 'đảng ủy cơ sở'],
    ['Chi ủy có những nhiệm vụ gì?', 'Chi bộ có nhiệm vụ lãnh đạo việc thực hiện nghị quyết.', 'Chi bộ'],
    ['Chi ủy họp bao lâu một lần?', 'b) Họp mỗi tháng một lần;', 'Chi bộ'],
  ])('is none about the body asked of: %s', (question, sentence, body) => {
    expect(
      subjectBeside(question, sentence, sentence.startsWith('b)') ? 'Chi bộ có các nền nếp sau:' : null),
    ).toBe(body);
  });

  it.each([
    ['Chi bộ họp mấy tháng một lần?', 'Chi bộ cơ sở và đảng ủy cơ sở họp mỗi tháng một lần.'],
    ['Chi bộ họp mấy tháng một lần?', 'Đảng ủy cơ sở, chi bộ họp mỗi tháng một lần.'],
    ['Chi bộ họp mấy tháng một lần?', 'Huyện ủy quy định chi bộ họp mỗi tháng một lần.'],
    ['Nhiệm kỳ của đảng ủy bộ phận là mấy năm?', 'Nhiệm kỳ của đảng ủy cơ sở và đảng ủy bộ phận là 5 năm.'],
    ['Cấp ủy họp mấy tháng một lần?', 'Đảng ủy xã họp ba tháng một lần.'],
    ['Ban Thường vụ họp mấy lần một tháng?', 'Ban Thường vụ Tỉnh ủy họp mỗi tháng hai lần.'],
    ['Chi bộ do ai quyết định thành lập?', 'Đảng ủy cơ sở quyết định thành lập chi bộ.'],
    ['Đảng bộ xã có bao nhiêu chi bộ?', 'Chi bộ thôn chiếm đa số, gồm 12 chi bộ.'],
    ['Lễ ra mắt chi bộ tổ chức mấy lần?', 'Đảng ủy xã tổ chức lễ ra mắt một lần.'],
  ])('is not seen where it may answer: %s – %s', (question, sentence) => {
    expect(subjectBeside(question, sentence)).toBeNull();
  });
});

describe('names of persons', () => {
  const names = (text: string): string[] => namesIn(text).map(([from, to]) => text.slice(from, to));
  it.each([
    ['Bà Lê Thị Thu Hoa thay ông Vũ Văn Bình.', ['Lê Thị Thu Hoa', 'Vũ Văn Bình']],
    ['Bộ trưởng Bộ Thủy Sản Phan Đình Ba dự.', ['Phan Đình Ba']],
    ['Ông Trần Văn Bảy, Phó Giám đốc Sở Nội vụ.', ['Trần Văn Bảy']],
    ['Họp tại Xã Cao Sơn, Bà Rịa.', []],
  ])('are told from what stands before them: %s', (text, expected) => {
    expect(names(text)).toEqual(expected);
  });
});

const office = [
  document(
    'to-bien-tap',
    { symbol: '31/QĐ-VP', typeName: 'Quyết định', title: 'Thay đổi thành viên Tổ Biên soạn' },
    [
      'Điều 1. Thay đổi thành viên Tổ Biên soạn như sau: Bà Lê Thị Thu Hoa, Phó Giám đốc Sở Nội vụ tỉnh Sơn Hải, là thành viên Tổ Biên soạn thay ông Vũ Văn Bình chuyển công tác.',
    ],
  ),
  document('quy-che-sinh-hoat', { symbol: '09-QC/ĐU', typeName: 'Quy chế', title: 'Chế độ sinh hoạt' }, [
    'Điều 4. Đảng ủy bộ phận là cấp trên của các chi bộ, sinh hoạt thường kỳ hai tháng một lần, kiểm tra việc thực hiện nghị quyết ở các chi bộ.',
    'Điều 5. Chi ủy gồm một đồng chí bí thư và các chi ủy viên, bầu đến lần thứ hai mà không đủ thì bầu bổ sung.',
  ]),
];

describe('an answer', () => {
  it.each([
    ['Ai thay ông Vũ Văn Bình làm thành viên Tổ Biên soạn?', 'answer', 'Lê Thị Thu Hoa'],
    ['ai thay ong vu van binh lam thanh vien to bien soan', 'answer', 'Lê Thị Thu Hoa'],
    ['Đảng ủy bộ phận sinh hoạt thường kỳ mấy tháng một lần?', 'answer', null],
  ])('is given where the sentence says it: %s', async (question, outcome, name) => {
    const { answer } = await ask(office, question);
    expect(answer.outcome).toBe(outcome);
    const [quote] = 'quotes' in answer ? answer.quotes : [];
    if (name !== null)
      expect(quote?.emphasis.map(([from, to]) => quote.text.slice(from, to))).toEqual([name]);
  });

  it.each([
    'Ai thay bà Lê Thị Thu Hoa làm thành viên Tổ Biên soạn?',
    'Chi bộ sinh hoạt thường kỳ mấy lần trong hai tháng?',
    'chi bo sinh hoat thuong ky may thang mot lan',
    'Chi ủy họp mấy lần trong một tháng?',
  ])('is not made of a sentence about another one: %s', async (question) => {
    const { answer } = await ask(office, question);
    expect(['near-miss', 'refusal']).toContain(answer.outcome);
  });
});
