import { describe, expect, it } from 'vitest';
import { readTime } from '../../rag/question/as-of.ts';

const today = '2025-03-01';
const dayOf = (question: string): string | null => {
  const time = readTime(question, today)?.time;
  return time?.kind === 'day' ? time.day : null;
};

describe('the day that a question is about', () => {
  it.each([
    ['Năm 2019, mức phụ cấp của bí thư chi bộ là bao nhiêu?', '2019-12-31'],
    ['nam 2019 muc phu cap cua bi thu chi bo la bao nhieu', '2019-12-31'],
    ['Mức phụ cấp của bí thư chi bộ năm 2019 là bao nhiêu?', '2019-12-31'],
    ['Trước ngày 01/7/2023, thời hạn gửi hồ sơ là bao lâu?', '2023-06-30'],
    ['Trước năm 2020, chi bộ phải họp mấy lần một tháng?', '2019-12-31'],
    ['Từ ngày 01/7/2025, ai có thẩm quyền kết nạp đảng viên?', '2025-07-01'],
    ['Sau ngày 30/6/2024 thời hạn gửi hồ sơ là bao lâu?', '2024-07-01'],
    ['Tại thời điểm 15/3/2021 thời hạn gửi hồ sơ là bao lâu?', '2021-03-15'],
    ['Vào tháng 02/2024, mức chi cho một cuộc họp là bao nhiêu?', '2024-02-29'],
    ['Hồi đầu năm 2020 mức chi cho một cuộc họp là bao nhiêu?', '2020-01-01'],
    ['Giữa năm 2020 mức chi cho một cuộc họp là bao nhiêu?', '2020-06-30'],
    ['Khoảng giữa tháng 9/2021 mức chi cho một cuộc họp là bao nhiêu?', '2021-09-15'],
    ['Hồi 2021 mức chi cho một cuộc họp là bao nhiêu?', '2021-12-31'],
    ['Năm ngoái mức chi cho một cuộc họp là bao nhiêu?', '2024-12-31'],
    ['Cách đây 3 năm mức chi cho một cuộc họp là bao nhiêu?', '2022-03-01'],
    ['Hai năm trước đây mức chi cho một cuộc họp là bao nhiêu?', '2023-03-01'],
    ['cach day sau thang muc chi cho mot cuoc hop la bao nhieu', '2024-09-01'],
    ['Sang năm mức chi cho một cuộc họp là bao nhiêu?', '2026-12-31'],
    ['Tháng 12 năm 2023, hồ sơ kết nạp đảng viên được xem xét trong bao nhiêu ngày?', '2023-12-31'],
    ['Trong tháng 8 năm 2023, chi bộ được họp ghép tối đa mấy kỳ?', '2023-08-31'],
    ['Hồ sơ kết nạp đảng viên trước năm 2024 gồm mấy loại giấy tờ?', '2023-12-31'],
    ['ho so ket nap dang vien sau ngay 01/6/2024 gom may loai giay to', '2024-06-02'],
    ['Quy định 08-QĐ/TU còn hiệu lực ngày 01/7/2023 không?', '2023-07-01'],
    ['Quy định 08-QĐ/TU có còn hiệu lực đến ngày 15 tháng 8 năm 2023 không?', '2023-08-15'],
  ])('is read from: %s', (question, day) => {
    expect(dayOf(question)).toBe(day);
  });

  it.each([
    'Kế hoạch năm 2024 đề ra mấy nhiệm vụ?',
    'Số đảng viên năm 2022 là bao nhiêu?',
    'Nhiệm kỳ 2020-2025 ban chấp hành có trách nhiệm gì?',
    'Năm 2022 huyện kết nạp bao nhiêu đảng viên?',
    'Nhiệm vụ nào phải hoàn thành trước ngày 31/12/2025?',
    'Hồ sơ phải gửi trước ngày 15/12/2024 cho cơ quan nào?',
    'Quy định 08-QĐ/TU ngày 12/3/2019 quy định mức phụ cấp bao nhiêu?',
    'Luật Giao thông đường bộ năm 2008 quy định tốc độ tối đa thế nào?',
    'Hội nghị ngày 15/3/2024 bàn những nội dung gì?',
    'Đến ngày 30/6/2024 có bao nhiêu đảng viên?',
    'Từ ngày 01/01/2024 đến ngày 30/6/2024 phải nộp mấy báo cáo?',
    'Quy định 08 còn hiệu lực đến ngày nào?',
    'Sơ kết năm 2023 đã nêu những nhiệm vụ gì?',
    'Đại hội năm 2020 bầu ban chấp hành theo nguyên tắc nào?',
  ])('is not read where the date belongs to the matter: %s', (question) => {
    expect(dayOf(question)).toBeNull();
  });

  it('leaves the question without its words', () => {
    expect(readTime('Trước ngày 01/7/2023, thời hạn gửi hồ sơ là bao lâu?', today)).toMatchObject({
      text: 'Thời hạn gửi hồ sơ là bao lâu?',
      phrase: 'Trước ngày 01/7/2023',
    });
    expect(readTime('Quy định 08-QĐ/TU còn hiệu lực ngày 01/7/2023 không?', today)?.text).toBe(
      'Quy định 08-QĐ/TU còn hiệu lực không?',
    );
  });

  it.each([
    ['Hiện nay thời hạn gửi hồ sơ là bao lâu?', 'Thời hạn gửi hồ sơ là bao lâu?'],
    ['Theo quy định hiện hành, thời hạn gửi hồ sơ là bao lâu?', 'Thời hạn gửi hồ sơ là bao lâu?'],
    ['Thời hạn gửi hồ sơ là bao lâu, hướng dẫn mới nhất ấy?', 'Thời hạn gửi hồ sơ là bao lâu?'],
    ['Theo quy chế cũ thì thời hạn gửi hồ sơ là bao lâu?', 'Thời hạn gửi hồ sơ là bao lâu?'],
    ['Chỉ thị mới nhất về lưu trữ là chỉ thị nào?', 'Chỉ thị mới nhất về lưu trữ là chỉ thị nào?'],
  ])('leaves the question without words for now and before: %s', (question, text) => {
    expect(readTime(question, today)?.text).toBe(text);
  });

  it('is only a guess where the year stands behind what is asked for', () => {
    const isSure = (question: string): unknown => {
      const time = readTime(question, today)?.time;
      return time?.kind === 'day' && time.isSure;
    };
    expect(isSure('Mức phụ cấp của bí thư chi bộ năm 2019 là bao nhiêu?')).toBe(false);
    expect(isSure('Năm 2019 mức phụ cấp của bí thư chi bộ là bao nhiêu?')).toBe(true);
    expect(isSure('Ngày 15/3/2024 hội nghị bàn những nội dung gì?')).toBe(false);
  });

  it.each([
    ['Khi Quy định 08 còn hiệu lực, hồ sơ phải gửi trong bao lâu?', 'Quy định 08', 'while'],
    ['Lúc Quy định số 08-QĐ/TU đang có hiệu lực thì hồ sơ gửi trong bao lâu?', '08-QĐ/TU', 'while'],
    ['Hồi còn áp dụng Quy định 08-QĐ/TU thì hồ sơ gửi trong bao lâu?', '08-QĐ/TU', 'while'],
    ['luc quy dinh 08-qd/tu van con ap dung thi ho so gui trong bao lau', '08-qd/tu', 'while'],
    ['Trước khi có Quy định 12-QĐ/TU, hồ sơ phải gửi trong bao lâu?', '12-QĐ/TU', 'before'],
    ['Khi chưa có Quy định 12-QĐ/TU, hồ sơ phải gửi trong bao lâu?', '12-QĐ/TU', 'before'],
    ['Trước khi bị Quy định 12-QĐ/TU sửa đổi, hồ sơ phải gửi trong bao lâu?', '12-QĐ/TU', 'before'],
    ['Sau khi Quy định 12-QĐ/TU có hiệu lực, hồ sơ phải gửi trong bao lâu?', '12-QĐ/TU', 'after'],
    ['Kể từ khi có Quy định 12-QĐ/TU, hồ sơ phải gửi trong bao lâu?', '12-QĐ/TU', 'after'],
    ['Trước khi Quy định 08-QĐ/TU bị sửa đổi, hồ sơ phải gửi trong bao lâu?', '08-QĐ/TU', 'unchanged'],
    ['Trước khi sửa Quy định 08-QĐ/TU thì hồ sơ gửi trong bao lâu?', '08-QĐ/TU', 'unchanged'],
    ['Lúc Quy định 08-QĐ/TU chưa bị thay thế, hồ sơ gửi trong bao lâu?', '08-QĐ/TU', 'unchanged'],
    ['Trước khi sửa đổi thì theo Quy định 08-QĐ/TU hồ sơ gửi trong bao lâu?', null, 'unchanged'],
    ['ho so phai gui trong bao lau truoc khi co quy dinh moi', null, 'unchanged'],
  ])('may be that of a document: %s', (question, symbol, edge) => {
    expect(readTime(question, today)?.time).toEqual({ kind: 'document', symbol, edge });
  });

  it.each([
    ['Hiện nay thời hạn là bao lâu?', 'now'],
    ['Theo quy định hiện hành, thời hạn là bao lâu?', 'now'],
    ['Theo quy định cũ thì thời hạn là bao lâu?', 'former'],
    ['Trước đây thời hạn gửi hồ sơ là bao lâu?', 'former'],
    ['Ngày trước thời hạn gửi hồ sơ là bao lâu?', 'former'],
    ['Theo văn bản đã hết hiệu lực thì thời hạn là bao lâu?', 'former'],
    ['Lúc này thời hạn gửi hồ sơ là bao lâu?', 'now'],
    ['Theo quy chế đang áp dụng thì thời hạn là bao lâu?', 'now'],
    ['Giờ thì hồ sơ phải gửi trong bao lâu?', 'now'],
  ])('may be said in words: %s', (question, kind) => {
    expect(readTime(question, today)?.time.kind).toBe(kind);
  });

  it.each([
    'Quy chế mới về lưu trữ khác gì quy chế cũ?',
    'Thời hạn gửi hồ sơ bây giờ so với trước đây thay đổi thế nào?',
    'Mấy giờ thì giao ca?',
    'Quy định 08-QĐ/TU có còn hiệu lực không?',
    'Quy định 08-QĐ/TU còn áp dụng không?',
  ])('is not said where old and new are compared, or in words that sound alike: %s', (question) => {
    expect(readTime(question, today)).toBeNull();
  });
});
