import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairText } from '../../ingest/repair.ts';
import { isSyllable, joinSplitSyllables } from '../../ingest/syllable-shape.ts';
import type { ParsedFile, SourceLine } from '../../ingest/types.ts';

const file = (pages: (string | SourceLine)[][], hasPages = pages.length > 1): ParsedFile => ({
  pages: pages.map((page) =>
    page.map((line) => (typeof line === 'string' ? { text: line, isSeparate: true } : line)),
  ),
  hasPages,
  marks: [],
  fields: {},
  warnings: [],
});
const paragraphs = (parsed: ParsedFile): string[] => repairText(parsed).paragraphs.map(({ text }) => text);

describe('repair of text', () => {
  it('makes odd spaces ordinary and drops lines without a letter', () => {
    expect(paragraphs(file([['Có\u00a014 \u200bđảng bộ', '-----', '*', '  Hết  rồi. ']]))).toEqual([
      'Có 14 đảng bộ',
      'Hết rồi.',
    ]);
  });

  it('joins a sentence that a blank line cut in the middle, and leaves headings and items alone', () => {
    expect(
      paragraphs(
        file([
          [
            'Các cấp ủy cần chủ động hơn nữa trong việc phòng',
            'chống thiên tai ở vùng cao.',
            'QUYẾT ĐỊNH',
            'về việc khen thưởng',
            '- Lập danh sách các hộ cần hỗ trợ trong tháng',
            '- báo cáo huyện',
          ],
        ]),
      ),
    ).toEqual([
      'Các cấp ủy cần chủ động hơn nữa trong việc phòng chống thiên tai ở vùng cao.',
      'QUYẾT ĐỊNH',
      'về việc khen thưởng',
      '- Lập danh sách các hộ cần hỗ trợ trong tháng',
      '- báo cáo huyện',
    ]);
  });

  it('completes a sentence on the page where it begins and keeps the rest on its own page', () => {
    const repaired = repairText(
      file([
        [{ text: 'Chi bộ họp mỗi tháng một lần vào ngày', isOpen: true }],
        ['05 do bí thư chủ trì. Điều 4 Điều lệ Đảng quy định việc này.', 'Đoạn sau.'],
      ]),
    );
    expect(repaired.pages.map(({ text }) => text.trim())).toEqual([
      'Chi bộ họp mỗi tháng một lần vào ngày 05 do bí thư chủ trì.',
      'Điều 4 Điều lệ Đảng quy định việc này.\n\nĐoạn sau.',
    ]);
    // The rest of a paragraph opens no article, whatever it begins with.
    expect(repaired.paragraphs[1]?.hint).toBe('plain');
  });

  it('drops a lone counter and page numbers that count up, and keeps columns of figures', () => {
    expect(paragraphs(file([['Tiêu đề tin', '118', 'Nội dung tin.']]))).toEqual([
      'Tiêu đề tin',
      'Nội dung tin.',
    ]);
    expect(paragraphs(file([['Một.', '- 2 -', 'Hai.', '3', 'Ba.']]))).toEqual(['Một.', 'Hai.', 'Ba.']);
    expect(paragraphs(file([['Số liệu:', '28', '42', '70']]))).toEqual(['Số liệu:', '28', '42', '70']);
  });

  it('joins lines wrapped at a column where the text shows that it is wrapped', () => {
    const wrapped = [
      'Đảng ủy xã yêu cầu các chi bộ rà soát toàn bộ hồ sơ đảng viên',
      'đang quản lý, đối chiếu với cơ sở dữ liệu và báo cáo kết quả',
      'trước ngày 30/6 để tổng hợp.',
      '1. Các chi bộ thôn thực hiện theo hướng dẫn của Ban Tổ chức',
      'và chịu trách nhiệm về số liệu.',
      '2. Văn phòng theo dõi, đôn đốc việc thực hiện của các chi bộ',
      'và tổng hợp chung.',
    ].map((text): SourceLine => ({ text }));
    expect(paragraphs(file([wrapped]))).toEqual([
      'Đảng ủy xã yêu cầu các chi bộ rà soát toàn bộ hồ sơ đảng viên đang quản lý, đối chiếu với cơ sở dữ liệu và báo cáo kết quả trước ngày 30/6 để tổng hợp.',
      '1. Các chi bộ thôn thực hiện theo hướng dẫn của Ban Tổ chức và chịu trách nhiệm về số liệu.',
      '2. Văn phòng theo dõi, đôn đốc việc thực hiện của các chi bộ và tổng hợp chung.',
    ]);
  });

  it('places every paragraph where its offsets say, on every page', () => {
    const word = fc.constantFrom(
      'chi bộ',
      'Đảng ủy',
      '12',
      'họp.',
      'Điều 3.',
      '-',
      'a)',
      'theo',
      'QUY ĐỊNH',
      '…',
    );
    const line = fc.array(word, { minLength: 1, maxLength: 9 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(fc.array(line, { maxLength: 8 }), { minLength: 1, maxLength: 4 }), (pages) => {
        const repaired = repairText(file(pages));
        for (const { text, from, to, pageNo } of repaired.paragraphs) {
          expect(repaired.text.slice(from, to)).toBe(text);
          const page = repaired.pages[pageNo - 1];
          expect(page?.text.slice(from - (page?.charFrom ?? 0), to - (page?.charFrom ?? 0))).toBe(text);
        }
        expect(repaired.text).toBe(repaired.pages.map((page) => page.text).join('\n'));
      }),
    );
  });
});

describe('split syllables', () => {
  it.each([
    ['CÁC ĐIỀ U KHO ẢN THI HÀNH', 'CÁC ĐIỀU KHOẢN THI HÀNH'],
    ['th ực hiện nhữ ng vi ệc ng ười dân cần', 'thực hiện những việc người dân cần'],
    ['QU Ả N LÝ đ ồng bộ', 'QUẢN LÝ đồng bộ'],
    ['tổ ch ức đ ảng', 'tổ chức đảng'],
  ])('are joined: %s', (split, whole) => {
    expect(joinSplitSyllables(split)).toBe(whole);
  });

  it.each([
    'điểm a khoản 1, điểm b và điểm c',
    'gia đình ông A và bà B ở xã',
    'tự ý ở lại, cho ăn ở, về ấp An Hòa',
    'số 12 m t của TP HCM n 5',
    'Thủ tướng Anh và Ấn Độ',
  ])('are not made out of whole words: %s', (text) => {
    expect(joinSplitSyllables(text)).toBe(text);
  });

  it('are told by the shape of Vietnamese syllables', () => {
    for (const word of ['nghiêng', 'khoản', 'quyết', 'ủy', 'được', 'giữa', 'khuya', 'huých'])
      expect(isSyllable(word)).toBe(true);
    for (const word of ['điề', 'ng', 'thực'.slice(0, 2), 'hiê', 'street', 'oke'])
      expect(isSyllable(word)).toBe(false);
  });
});
