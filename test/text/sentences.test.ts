import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText } from '../../text/normalise.ts';
import { sentences } from '../../text/sentences.ts';

const split = (text: string): string[] => sentences(text).map((sentence) => sentence.text);

describe('sentences', () => {
  it('ends at a full stop, a question and an exclamation mark', () => {
    expect(split('Chi bộ họp hằng tháng. Ai chủ trì? Bí thư chủ trì! Hết.')).toEqual([
      'Chi bộ họp hằng tháng.',
      'Ai chủ trì?',
      'Bí thư chủ trì!',
      'Hết.',
    ]);
  });

  it.each([
    'Đảng bộ có 2.764 đảng viên, tăng 4,5% so với năm 2022.',
    'Hội nghị tổ chức tại TP. Hà Giang và TX. Sơn Tây.',
    'Đ/c Trần T. Hạnh cùng PGS.TS. Lê Văn Bình dự họp.',
    'Các cơ quan (văn phòng, ban, v.v.) thực hiện nghiêm túc.',
    'Giao Văn phòng theo dõi, đôn đốc… việc thực hiện.',
    'Thực hiện mục 9.3.2 và khoản 1 của quy định',
    '“Ai chủ trì?” là câu hỏi đầu tiên.',
    'Văn phòng báo cáo trước ngày 05.8.2026 theo quy định./.',
  ])('keeps whole: %s', (text) => {
    expect(split(text)).toEqual([text]);
  });

  it('keeps the mark of an item with its text', () => {
    expect(split('1. Về tổ chức. Chi bộ có 9 đồng chí.')).toEqual([
      '1. Về tổ chức.',
      'Chi bộ có 9 đồng chí.',
    ]);
    expect(split('Điều 7. Hiệu lực thi hành')).toEqual(['Điều 7. Hiệu lực thi hành']);
    expect(split('II. PHƯƠNG HƯỚNG')).toEqual(['II. PHƯƠNG HƯỚNG']);
    expect(split('## II. PHƯƠNG HƯỚNG')).toEqual(['## II. PHƯƠNG HƯỚNG']);
    expect(split('2.1.3. Đảng viên có quyền biểu quyết.')).toEqual(['2.1.3. Đảng viên có quyền biểu quyết.']);
  });

  it('ends after a counted capital, which is no initial', () => {
    expect(split('Đại hội lần thứ V. Các đại biểu biểu quyết.')).toEqual([
      'Đại hội lần thứ V.',
      'Các đại biểu biểu quyết.',
    ]);
  });

  it('ends where the space after the full stop was forgotten', () => {
    expect(split('Hội nghị thống nhất cao.Các ý kiến đều tán thành.')).toEqual([
      'Hội nghị thống nhất cao.',
      'Các ý kiến đều tán thành.',
    ]);
  });

  it('takes an ellipsis as the end only before a capital', () => {
    expect(split('Trụ sở đã xuống cấp… Đề nghị sửa chữa.')).toEqual([
      'Trụ sở đã xuống cấp…',
      'Đề nghị sửa chữa.',
    ]);
    expect(split('công tác quy hoạch, cải cách... Tiếp tục rà soát.')).toEqual([
      'công tác quy hoạch, cải cách...',
      'Tiếp tục rà soát.',
    ]);
  });

  it('takes list lines one by one', () => {
    expect(
      split(
        'Nhiệm vụ trọng tâm:\n- Hoàn thành báo cáo;\n- Kiểm tra cơ sở\na) Thành lập đoàn\nb) Tổ chức kiểm tra',
      ),
    ).toEqual([
      'Nhiệm vụ trọng tâm:',
      '- Hoàn thành báo cáo;',
      '- Kiểm tra cơ sở',
      'a) Thành lập đoàn',
      'b) Tổ chức kiểm tra',
    ]);
  });

  it('runs across wrapped lines and page breaks as a verbatim slice', () => {
    const wrapped =
      'Ban Thường vụ thống nhất chủ trương thành lập đoàn kiểm tra của Đảng ủy\nKhối tại ba chi bộ trực thuộc trong quý tới. Giao Văn phòng tham mưu.';
    expect(split(wrapped)).toEqual([
      'Ban Thường vụ thống nhất chủ trương thành lập đoàn kiểm tra của Đảng ủy\nKhối tại ba chi bộ trực thuộc trong quý tới.',
      'Giao Văn phòng tham mưu.',
    ]);
    expect(split('kiện toàn cấp ủy khi có\n\nbiến động về nhân sự.')).toEqual([
      'kiện toàn cấp ủy khi có\n\nbiến động về nhân sự.',
    ]);
  });

  it('separates headings and captions that carry no full stop', () => {
    expect(split('KẾT LUẬN\nHội nghị lần thứ 12\n\nNgày 02/7/2025, Ban Chấp hành họp.')).toEqual([
      'KẾT LUẬN',
      'Hội nghị lần thứ 12',
      'Ngày 02/7/2025, Ban Chấp hành họp.',
    ]);
  });

  it('loses nothing but white space and never overlaps', () => {
    const piece = fc.constantFrom(
      ...[
        'Chi bộ',
        'đảng viên',
        ' ',
        ' ',
        '. ',
        '.',
        '\n',
        '\n\n',
        '; ',
        '… ',
        '3.193',
        'TP.',
        '1. ',
        '- ',
        'a) ',
        '“',
        '”',
        '?',
        'Điều 5. ',
        'T. ',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = cleanText(pieces.join(''));
        let at = 0;
        for (const sentence of sentences(text)) {
          expect(text.slice(at, sentence.from).trim()).toBe('');
          expect(text.slice(sentence.from, sentence.to)).toBe(sentence.text);
          expect(sentence.text).not.toBe('');
          at = sentence.to;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
    );
  });
});
