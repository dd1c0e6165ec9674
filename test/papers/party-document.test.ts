import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { balancedLines } from '../../papers/balanced-lines.ts';
import { plain, runsOf, textOf, type Paper } from '../../papers/paper.ts';
import { writePartyDocument } from '../../papers/docx/party-document.ts';
import { columnAligns, columnShares } from '../../papers/table-columns.ts';

const paper: Paper = {
  heading: {
    upper: 'Đảng bộ xã Bến Đò',
    body: 'Chi bộ thôn Đồng Rộc',
    number: 'Số 05-BB/CB',
    placeAndDate: 'Bến Đò, ngày 05 tháng 8 năm 2026',
    mark: null,
  },
  title: 'BIÊN BẢN',
  subject: ['Sinh hoạt chi bộ thường kỳ tháng 8 năm 2026'],
  blocks: [
    { type: 'paragraph', text: '**Chủ trì:** Lê Văn Mẫu' },
    { type: 'table', head: ['TT', 'Việc'], rows: [['1', 'Hoàn thiện báo cáo']] },
    { type: 'paragraph', text: 'Cuộc họp kết thúc cùng ngày.' },
  ],
  signatures: [
    { lines: ['THƯ KÝ'], name: 'Trần Thị Ví Dụ' },
    { lines: ['CHỦ TRÌ'], name: '' },
  ],
  recipients: { title: 'Nơi nhận:', lines: ['Lưu chi bộ.'] },
};

async function partsOf(written: Paper): Promise<{ document: string; headers: string[] }> {
  const zip = await JSZip.loadAsync(await writePartyDocument(written));
  const read = async (path: string) => (await zip.file(path)?.async('string')) ?? '';
  const headers = Object.keys(zip.files).filter((name) => /^word\/header\d+\.xml$/u.test(name));
  return { document: await read('word/document.xml'), headers: await Promise.all(headers.map(read)) };
}
/** The words of a part of the file, one line a paragraph. */
const wordsOf = (xml: string): string =>
  xml
    .split('</w:p>')
    .map((p) => [...p.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>|<w:br\/>/gu)].map((m) => m[1] ?? ' ').join(''))
    .join('\n');

describe('a paper as .docx', () => {
  it('is an A4 page with the margins of the Party layout and the number of the page on top, not on the first', async () => {
    const { document, headers } = await partsOf(paper);
    expect(document).toMatch(/<w:pgSz w:w="11906" w:h="16838"/u);
    expect(document).toMatch(/w:top="1134" w:right="850" w:bottom="1134" w:left="1701"/u);
    expect(document).toContain('<w:titlePg/>');
    expect(headers.filter((xml) => xml.includes('PAGE'))).toHaveLength(1);
  });

  it('says the bodies in capitals beside the name of the Party, then title, body, signers, recipients', async () => {
    const words = wordsOf((await partsOf(paper)).document);
    const order = [
      'ĐẢNG BỘ XÃ BẾN ĐÒ',
      'CHI BỘ THÔN ĐỒNG RỘC',
      'Số 05-BB/CB',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Bến Đò, ngày 05 tháng 8 năm 2026',
      'BIÊN BẢN',
      'Chủ trì: Lê Văn Mẫu',
      'Hoàn thiện báo cáo',
      'THƯ KÝ',
      'Trần Thị Ví Dụ',
      'CHỦ TRÌ',
      'Nơi nhận:',
      '- Lưu chi bộ.',
    ].map((text) => words.indexOf(text));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(words).not.toContain('DỰ THẢO');
  });

  it('carries the mark of a draft only where it is one', async () => {
    const draft = { ...paper, heading: { ...paper.heading, mark: 'DỰ THẢO' } };
    expect(wordsOf((await partsOf(draft)).document)).toContain('DỰ THẢO');
  });

  it('lets signatures never stand alone: the last paragraph stays with them, and they are never cut', async () => {
    const { document } = await partsOf(paper);
    const last = document
      .split('<w:p>')
      .find((paragraph) => paragraph.includes('Cuộc họp kết thúc cùng ngày.'));
    expect(last).toContain('<w:keepNext/>');
    const rows = document.split('<w:tr>').slice(1);
    expect(rows.every((row) => row.includes('<w:cantSplit/>'))).toBe(true);
  });

  it('repeats the head of a table on every page, and lets only rows longer than a page part be cut', async () => {
    const rows = [
      ['1', 'ngắn'],
      ['2', 'dài '.repeat(400)],
    ];
    const { document } = await partsOf({
      ...paper,
      blocks: [{ type: 'table', head: ['TT', 'Việc'], rows }],
    });
    const [, head, short, long] = document.slice(document.indexOf('-----')).split('<w:tr>');
    expect(head).toContain('<w:tblHeader/>');
    expect(short).toContain('<w:cantSplit/>');
    expect(long).not.toContain('<w:cantSplit/>');
  });

  it('can lie on its side', async () => {
    const { document } = await partsOf({ ...paper, orientation: 'landscape' });
    expect(document).toMatch(/<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/u);
  });
});

describe('markup in texts', () => {
  it('makes bold and italic runs, line by line', () => {
    expect(runsOf('**Số:** 5 __nháp__\nhết')).toEqual([
      [{ text: 'Số:', isBold: true }, { text: ' 5 ' }, { text: 'nháp', isItalic: true }],
      [{ text: 'hết' }],
    ]);
  });

  it('is never read out of what a person typed', () => {
    const typed = String.raw`giá **5** __x__ \ a*b_c \\ \*`;
    expect(textOf(plain(typed))).toBe(typed);
    expect(runsOf(plain(typed))).toEqual([[{ text: typed }]]);
  });
});

describe('lines of a heading', () => {
  it('are as few as fit and as even as can be', () => {
    expect(balancedLines('ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG TỈNH', 26)).toEqual(['ĐẢNG ỦY CÁC CƠ', 'QUAN ĐẢNG TỈNH']);
    expect(balancedLines('CHI BỘ VĂN PHÒNG', 26)).toEqual(['CHI BỘ VĂN PHÒNG']);
  });

  it('keep a number with its word', () => {
    const lines = balancedLines('Sinh hoạt chi bộ tháng 8 năm 2026', 20);
    expect(lines.some((line) => /^\d/u.test(line))).toBe(false);
  });
});

describe('columns of a table', () => {
  const table = {
    type: 'table' as const,
    head: ['TT', 'Nội dung', 'Số', 'Hạn'],
    rows: [
      ['1', 'Hoàn thiện báo cáo sơ kết sáu tháng đầu năm và trình ký', '1.513', '15/8/2026'],
      ['2', 'Rà soát', '74.127', '-'],
    ],
  };
  it('are as wide as what they hold and set numbers to the right', () => {
    const shares = columnShares(table);
    expect(shares[1]).toBe(Math.max(...shares));
    expect(columnAligns(table)).toEqual(['center', 'left', 'right', 'center']);
  });
});
