import { describe, expect, it } from 'vitest';
import { agreeInAccents, isStillSo, passingWords, questionKey, standingOf } from '../../rag/kept/curated.ts';

const isSame = (one: string, other: string): boolean =>
  questionKey(one) !== null && questionKey(one) === questionKey(other) && agreeInAccents(one, other);

const approved = 'Một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút?';

describe('the same question', () => {
  it.each([
    ['without diacritics', approved, 'mot buoi sinh hoat chi bo thuong ky it nhat bao nhieu phut'],
    ['in capitals', approved, 'MỘT BUỔI SINH HOẠT CHI BỘ THƯỜNG KỲ ÍT NHẤT BAO NHIÊU PHÚT'],
    [
      'with courtesies',
      approved,
      'Đồng chí cho tôi hỏi một buổi sinh hoạt chi bộ thường kỳ ít nhất bao nhiêu phút ạ?',
    ],
    [
      'with courtesies and without diacritics',
      approved,
      'xin cho biet mot buoi sinh hoat chi bo thuong ky it nhat bao nhieu phut a',
    ],
    ['with an abbreviation', 'Nhiệm vụ của ban thường vụ gồm những gì?', 'nhiệm vụ của BTV bao gồm những gì'],
    ['in another turn of phrase', 'Mức hỗ trợ được tính như thế nào?', 'Mức hỗ trợ được tính ra sao?'],
    ['with another spelling of a symbol', 'Quy định 27-QĐ/TU có mấy điều?', 'quy dinh 27 qđ/tu co may dieu'],
    ['with another spelling of a day', 'Ngày 01/07/2025 có việc gì mới?', 'ngày 1/7/2025 có việc gì mới'],
    ['who-questions either way round', 'Ai là trưởng ban chỉ đạo?', 'Trưởng ban chỉ đạo là ai?'],
    ['with the tone on the other vowel', 'Hoà giải ở cơ sở do ai làm?', 'Hòa giải ở cơ sở do ai làm?'],
  ])('%s', (_name, one, other) => {
    expect(isSame(one, other)).toBe(true);
    expect(isSame(other, one)).toBe(true);
  });
});

describe('another question', () => {
  it.each([
    ['a number', 'Giảm 10% chi thường xuyên từ khi nào?', 'Giảm 12% chi thường xuyên từ khi nào?'],
    ['a share instead of a number', 'Vì sao giảm 10 chỉ tiêu năm đó?', 'Vì sao giảm 10% chỉ tiêu năm đó?'],
    ['a year', 'Chỉ tiêu kết nạp năm 2025 là bao nhiêu?', 'Chỉ tiêu kết nạp năm 2026 là bao nhiêu?'],
    ['the number of a symbol', 'Quy định 27-QĐ/TU có mấy điều?', 'Quy định 28-QĐ/TU có mấy điều?'],
    ['the body of a symbol', 'Quy định 27-QĐ/TU có mấy điều?', 'Quy định 27-QĐ/TW có mấy điều?'],
    ['the kind of a document', 'Kết luận 27-KL/TU nêu gì?', 'Kế hoạch 27-KH/TU nêu gì?'],
    ['an article', 'Khoản 2 Điều 5 quy định gì?', 'Khoản 2 Điều 6 quy định gì?'],
    ['a place', 'Dân số xã Bến Đò là bao nhiêu?', 'Dân số xã Đồng Rộc là bao nhiêu?'],
    ['a place by its tone', 'Số chi bộ của xã Hòa An là mấy?', 'Số chi bộ của xã Hoa Ân là mấy?'],
    ['the order of who does what', 'Chi bộ giám sát cấp ủy khi nào?', 'Cấp ủy giám sát chi bộ khi nào?'],
    ['a denial', 'Đảng viên được nhận khi nào?', 'Đảng viên không được nhận khi nào?'],
    ['least and most', 'Mỗi tháng họp ít nhất mấy lần?', 'Mỗi tháng họp nhiều nhất mấy lần?'],
    ['where "when" stands', 'Khi nào chi bộ họp chuyên đề?', 'Chi bộ họp chuyên đề khi nào?'],
    ['a name that ends like a particle', 'Người ký văn bản là bà Hà', 'Người ký văn bản là bà'],
    ['a class named by a letter', 'Trường có mấy lớp hạng A', 'Trường có mấy lớp hạng'],
  ])('differs by %s', (_name, one, other) => {
    expect(isSame(one, other)).toBe(false);
  });

  it('of a word or two says too little', () => {
    expect(questionKey('sinh hoạt')).toBeNull();
    expect(questionKey('Cho tôi hỏi ạ')).toBeNull();
  });
});

describe('a question whose answer passes', () => {
  it.each([
    ['Nghị quyết mới nhất về chuyển đổi số là gì?', 'mới nhất'],
    ['nam nay ket nap bao nhieu dang vien', 'nam nay'],
    ['Một năm kết nạp bao nhiêu đảng viên?', null],
    ['Quy định hiện hành về phí là gì?', null],
  ])('%s', (question, words) => {
    expect(passingWords(question)).toBe(words);
  });
});

describe('how a source stands', () => {
  const by = (documentId: string) => ({ documentId, symbol: null, title: documentId });

  it('is another once it is replaced, or amended in the part or in a part that is not named', () => {
    const before = standingOf({ status: { state: 'in-force' } });
    const change = { how: 'amended' as const, by: by('b'), from: null };
    expect(isStillSo(before, standingOf({ status: { state: 'in-force' } }))).toBe(true);
    for (const after of [
      standingOf({ status: { state: 'replaced', by: by('b'), from: null } }),
      standingOf({ status: { state: 'in-force' }, partStatus: [{ ...change, part: 'Điều 5' }] }),
      standingOf({ status: { state: 'in-force', changes: [{ ...change, parts: [] }] } }),
      standingOf({ status: { state: 'unclear' } }),
    ])
      expect(isStillSo(before, after)).toBe(false);
  });

  it('is the same where another part was amended, or where it has come into force', () => {
    const other = { how: 'amended' as const, parts: ['Điều 9'], by: by('b'), from: null };
    const before = standingOf({ status: { state: 'in-force' } });
    expect(isStillSo(before, standingOf({ status: { state: 'in-force', changes: [other] } }))).toBe(true);
    expect(isStillSo(standingOf({ status: { state: 'not-yet', from: '2027-01-01' } }), before)).toBe(true);
  });
});
