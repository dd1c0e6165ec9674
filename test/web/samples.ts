import type { Block } from '../../bot/types.ts';
import type { Source } from '../../rag/search/passage-store.ts';
import type { DocumentStatus } from '../../rag/types.ts';

/* Invented content of every kind that a reply can have. */

export const documentId = '11111111-2222-4333-8444-555555555555';

const pages = [
  'QUY ĐỊNH\nvề chế độ sinh hoạt chi bộ <thử>\n\nĐiều 1. Phạm vi\nQuy định này áp dụng cho các chi bộ trực thuộc Đảng ủy xã Tân Sơn.',
  'Điều 2. Thời gian sinh hoạt\n1. Chi bộ sinh hoạt thường kỳ mỗi tháng một lần, mỗi buổi không ít hơn 90 phút.\n2. Buổi có chuyên đề không ít hơn 120 phút.',
  'Điều 3. Hiệu lực\nQuy định này có hiệu lực từ ngày ký.',
];

/** A regulation of three pages; `passage` is where its Điều 2 khoản 1 stands. */
export const regulation: Source = {
  document: {
    id: documentId,
    symbol: '27-QĐ/ĐU',
    symbolKey: '27|QD|DU',
    typeName: 'Quy định',
    issuer: 'Đảng ủy xã Tân Sơn',
    title: 'Quy định về chế độ sinh hoạt chi bộ',
    subject: 'về chế độ sinh hoạt chi bộ',
    issuedOn: '2026-01-10',
    kind: 'signed',
    fileName: 'quy-dinh-27.docx',
    hasPages: true,
  },
  pages: pages.map((text, index) => ({
    pageNo: index + 1,
    charFrom: pages.slice(0, index).reduce((sum, page) => sum + page.length + 1, 0),
    text,
  })),
};

const whole = pages.join('\n');
export const passageText = 'Chi bộ sinh hoạt thường kỳ mỗi tháng một lần, mỗi buổi không ít hơn 90 phút.';
export const passage = {
  from: whole.indexOf(passageText),
  to: whole.indexOf(passageText) + passageText.length,
};

export const replaced: DocumentStatus = {
  state: 'replaced',
  by: { documentId: '99999999-2222-4333-8444-555555555555', symbol: '40-QĐ/ĐU', title: 'Quy định mới' },
  from: '2026-06-01',
};

export const quote = (overrides: Partial<Extract<Block, { type: 'quote' }>> = {}): Block => ({
  type: 'quote',
  text: passageText,
  emphasis: [[passageText.indexOf('90 phút'), passageText.indexOf('90 phút') + 7]],
  source: {
    symbol: '27-QĐ/ĐU',
    issuedOn: '2026-01-10',
    title: 'Quy định về chế độ sinh hoạt chi bộ',
    locator: 'Điều 2, khoản 1, tr. 2',
    file: 'quy-dinh-27.docx',
    url: `/nguon/${documentId}?from=${passage.from}&to=${passage.to}`,
  },
  status: 'Còn hiệu lực theo các văn bản tra được',
  ...overrides,
});

export const longQuote = (): Block =>
  quote({
    text: Array.from(
      { length: 9 },
      (_, i) =>
        `${i + 1}. ${passageText} Các đồng chí vắng mặt phải báo cáo lý do với bí thư chi bộ trước buổi họp.`,
    ).join('\n'),
    emphasis: [[3, 9]],
    warning: 'Văn bản này đã được thay thế bởi 40-QĐ/ĐU từ ngày 01/6/2026.',
    status: 'Đã được thay thế',
  });

export const wideTable = (): Block => ({
  type: 'table',
  title: 'Đảng viên theo tổ chức đảng, đến ngày 30/6/2026',
  head: [
    'Tổ chức đảng',
    'Tổng số',
    'Nam',
    'Nữ',
    'Chính thức',
    'Dự bị',
    'Dưới 30 tuổi',
    'Từ 30 đến 50 tuổi',
    'Trên 50 tuổi',
  ],
  rows: [
    ...Array.from({ length: 14 }, (_, i) => [
      `Chi bộ thôn ${i + 1}, xã Tân Sơn, huyện Bình Minh`,
      String(20 + i),
      String(12 + i),
      '8',
      String(18 + i),
      '2',
      '5',
      String(10 + i),
      '5',
    ]),
    ['Cộng', '1.371', '259', '112', '343', '28', '70', '231', '70'],
  ],
  note: 'Nguồn: danh sách đảng viên nhập ngày 01/7/2026.',
});

export const choices = (isOnce = true): Block => ({
  type: 'choices',
  id: 'next',
  prompt: 'Đồng chí muốn xem tiếp phần nào?',
  isOnce,
  options: [
    { label: 'Cả điều', action: 'scripted:show:article', style: 'primary' },
    { label: 'Văn bản thay thế', action: 'scripted:show:successor' },
    { label: 'Xóa bản ghi', action: 'scripted:remove:1', style: 'danger' },
  ],
});
