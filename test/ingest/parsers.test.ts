import { Buffer } from 'node:buffer';
import {
  AlignmentType,
  Document,
  Header,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import { describe, expect, it } from 'vitest';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { detectFormat } from '../../ingest/detect.ts';
import { readDocument } from '../../ingest/ingest.ts';
import { parseDocx } from '../../ingest/parsers/docx.ts';
import { parseHtml } from '../../ingest/parsers/html.ts';
import { parseMarkdown } from '../../ingest/parsers/markdown.ts';
import { parsePdf } from '../../ingest/parsers/pdf.ts';
import { decodeText, parseText } from '../../ingest/parsers/text.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { bytesOf, makePdf, pdfLines } from './fixtures.ts';

const linesOf = (file: { pages: { text: string }[][] }, page = 0): string[] =>
  (file.pages[page] ?? []).map((line) => line.text.replace(/\s+/gu, ' ').trim());

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DocumentUnreadableError);
  return (error as DocumentUnreadableError).sentence;
}

describe('the format of a file', () => {
  it('comes from its bytes, whatever its name says', async () => {
    const pdf = makePdf([pdfLines(['Xin chào'])]);
    expect((await detectFormat(pdf, 'bao-cao.docx')).format).toBe('pdf');
    expect((await detectFormat(bytesOf('<!DOCTYPE html><p>Tin</p>'), 'tin.txt')).format).toBe('html');
    expect((await detectFormat(bytesOf('---\ntitle: Tin\n---\n# Tin'), 'tin.txt')).format).toBe('markdown');
    expect((await detectFormat(bytesOf('Báo cáo tháng 5'), 'bao-cao')).format).toBe('text');
    expect(await detectFormat(pngBytes(), 'anh.pdf')).toMatchObject({
      format: 'image',
      mediaType: 'image/png',
    });
  });

  it('is still PDF when a mail gateway has put bytes before the mark', async () => {
    const pdf = makePdf([pdfLines(['Xin chào'])]);
    const prefixed = new Uint8Array(Buffer.concat([Buffer.from('\n\n'), pdf]));
    expect((await detectFormat(prefixed, 'a.pdf')).format).toBe('pdf');
  });

  it.each([
    ['nothing in it', new Uint8Array(0), 'a.docx', unreadable.empty],
    ['text under a Word name', bytesOf('không phải tệp Word'), 'a.docx', unreadable.notWord],
    ['text under a PDF name', bytesOf('không phải PDF'), 'a.pdf', unreadable.notPdf],
    ['an encrypted Word file', compoundFile('EncryptedPackage'), 'a.docx', unreadable.encryptedOffice],
    ['an old workbook', compoundFile('Workbook'), 'a.xls', unreadable.oldExcel],
    ['zeros', new Uint8Array(5000), 'a.txt', unreadable.unknown],
  ])('is refused in a sentence for %s', async (_name, bytes, fileName, sentence) => {
    expect(await sentenceOf(detectFormat(bytes, fileName))).toBe(sentence);
  });
});

describe('plain text', () => {
  it('is read in UTF-8, UTF-16, Windows-1258 and TCVN3', () => {
    const sentence = 'Đảng ủy xã họp thường kỳ';
    expect(decodeText(bytesOf(sentence)).text).toBe(sentence);
    expect(decodeText(new Uint8Array(Buffer.from(`\uFEFF${sentence}`, 'utf16le'))).text).toContain(sentence);
    // 'Đảng' with combining hook in Windows-1258.
    expect(decodeText(new Uint8Array([0xd0, 0x61, 0xd2, 0x6e, 0x67, 0x20, 0xfd, 0x79, 0xcc])).text).toBe(
      'Đảng ưỳ',
    );
    const old = Buffer.from('§¶ng bé x· tæ chøc héi nghÞ s¬ kÕt c«ng t¸c x©y dùng §¶ng n¨m nay', 'latin1');
    const decoded = decodeText(new Uint8Array(old));
    expect(decoded).toEqual({
      text: 'Đảng bộ xã tổ chức hội nghị sơ kết công tác xây dựng Đảng năm nay',
      isLegacy: true,
    });
  });

  it('has pages where form feeds stand', () => {
    const file = parseText(bytesOf('Trang một\fTrang hai\f'));
    expect(file.hasPages).toBe(true);
    expect(file.pages.map((page) => page.map((line) => line.text))).toEqual([['Trang một'], ['Trang hai']]);
  });
});

describe('plain text set in columns with spaces', () => {
  it('is read column by column in letterhead and closing', () => {
    const file = parseText(
      bytesOf(
        `ĐẢNG ỦY XÃ BẢN PHỐ
CHI BỘ VĂN PHÒNG                     ĐẢNG CỘNG SẢN VIỆT NAM
        *                            Bản Phố, ngày 5 tháng 8 năm 2025
    Số 02-BB/CB

BIÊN BẢN

Nơi nhận:                            T/M CHI BỘ
- Đảng ủy,                           BÍ THƯ
- Lưu.

                                     Vàng A Sử`,
      ),
    );
    expect(linesOf(file)).toEqual([
      'ĐẢNG ỦY XÃ BẢN PHỐ',
      'CHI BỘ VĂN PHÒNG',
      '*',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Bản Phố, ngày 5 tháng 8 năm 2025',
      'Số 02-BB/CB',
      'BIÊN BẢN',
      'Nơi nhận:',
      '- Đảng ủy,',
      '- Lưu.',
      'T/M CHI BỘ',
      'BÍ THƯ',
      'Vàng A Sử',
    ]);
  });

  it('keeps the rows of a table', () => {
    const rows = ['Chi bộ 1        12 đảng viên', 'Chi bộ 2        15 đảng viên'];
    expect(linesOf(parseText(bytesOf(rows.join('\n'))))).toEqual(
      rows.map((row) => row.replace(/\s+/gu, ' ')),
    );
  });
});

describe('Markdown', () => {
  it('keeps headings, items and rows and drops the marks', () => {
    const file = parseMarkdown(
      bytesOf(
        '---\nso-hieu: "12-KL/TU"\n---\n      ## ĐẢNG CỘNG SẢN\n\n**1\\. Mục** *đích*\n\n*   Một [điều](http://x.vn)\n' +
          '\\- Hai\n\n| A | B |\n|---|---|\n| **1** | 2<br>3 |\n\n---\n',
      ),
    );
    expect(file.fields).toEqual({ 'so-hieu': '12-KL/TU' });
    expect(file.pages[0]?.map(({ text, hint }) => [text, hint ?? null])).toEqual([
      ['ĐẢNG CỘNG SẢN', 'heading'],
      ['1. Mục đích', null],
      ['- Một điều', null],
      ['- Hai', null],
      ['| A | B |', 'row'],
      ['| 1 | 2 3 |', 'row'],
    ]);
  });
});

describe('web pages', () => {
  it('give the article, its lists and tables, and leave scripts and navigation out', () => {
    const file = parseHtml(
      bytesOf(
        `<html><head><title>Tin xã</title><meta property="og:site_name" content="Báo Lâm Hạ"></head><body>
         <nav><a>Trang chủ</a></nav><script>alert('x')</script>
         <article><h1>Tin xã</h1><p>Sáng nay,<br>xã họp.</p><ol><li>Việc một</li><li>2. Việc hai</li></ol>
         <ul><li>Việc ba</li></ul>
         <table><tr><th>Tên</th><th>Số</th></tr><tr><td>Chi bộ 1</td><td>12</td></tr></table></article>
         <footer>${'x'.repeat(20)}</footer></body></html>`,
      ),
    );
    expect(linesOf(file)).toEqual([
      'Tin xã',
      'Sáng nay,',
      'xã họp.',
      '1. Việc một',
      '2. Việc hai',
      '- Việc ba',
      '| Tên | Số |',
      '| Chi bộ 1 | 12 |',
    ]);
    expect(file.fields).toMatchObject({ title: 'Tin xã', site: 'Báo Lâm Hạ' });
  });

  it('nested a hundred thousand deep are read without exhausting the stack', () => {
    expect(() => parseHtml(bytesOf(`${'<div>'.repeat(100_000)}sâu`))).not.toThrow();
  });
});

describe('Word files', () => {
  it('show the labels that Word counts by itself, and tables as rows', async () => {
    const file = await parseDocx(await wordFile());
    expect(linesOf(file)).toEqual([
      'TỈNH ỦY LÂM HẠ',
      'Số 03-QC/TU',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Lâm Hạ, ngày 02 tháng 02 năm 2024',
      'Điều 1. Phạm vi',
      'a) Áp dụng cho cấp ủy',
      'b) Áp dụng cho chi bộ',
      'Điều 2. Hiệu lực',
      'a) Từ ngày ký',
      '| STT | Đơn vị |',
      '| 1 | Chi bộ Văn phòng |',
    ]);
  });

  it('give up the marks in their headers, where a secrecy stamp may stand', async () => {
    const file = await parseDocx(await wordFile('Lưu hành nội bộ'));
    expect(file.marks).toContain('Lưu hành nội bộ');
  });

  it('that are broken are refused in a sentence', async () => {
    const whole = await wordFile();
    expect(await sentenceOf(parseDocx(whole.slice(0, whole.length / 2)))).toBe(unreadable.brokenWord);
  });
});

describe('PDF files', () => {
  it('become paragraphs by page, without page numbers, running heads and line wraps', async () => {
    const wide = (page: number) =>
      `${['Đảng ủy', 'Chi ủy', 'Đoàn thể'][page - 1]} thông báo kết quả rà soát hồ sơ đảng viên quý một gồm`;
    const pages = [1, 2, 3].map((page) => [
      { x: 300, y: 780, text: `Trang ${page}` },
      { x: 72, y: 765, text: 'Đảng ủy xã Bản Phố' },
      ...pdfLines([
        wide(page),
        `những ${['việc', 'nội dung', 'ý'][page - 1]} sau đây.`,
        '1. Việc thứ nhất của trang.',
      ]),
    ]);
    const file = await parsePdf(makePdf(pages));
    expect(file.hasPages).toBe(true);
    expect(linesOf(file, 1)).toEqual([`${wide(2)} những nội dung sau đây.`, '1. Việc thứ nhất của trang.']);
  });

  it('read the letterhead and the closing columns from left to right', async () => {
    const file = await parsePdf(
      makePdf([
        [
          { x: 72, y: 760, text: 'HUYỆN ỦY MƯỜNG SEN' },
          { x: 340, y: 760, text: 'ĐẢNG CỘNG SẢN VIỆT NAM' },
          { x: 72, y: 744, text: 'Số 8-TB/HU' },
          { x: 340, y: 744, text: 'Mường Sen, ngày 4 tháng 5 năm 2024' },
          { x: 72, y: 700, text: 'Nội dung thông báo đủ dài để trang không bị coi là ảnh chụp.' },
          { x: 72, y: 600, text: 'Nơi nhận:' },
          { x: 340, y: 600, text: 'T/M BAN THƯỜNG VỤ' },
          { x: 72, y: 584, text: '- Lưu Văn phòng.' },
          { x: 340, y: 584, text: 'Lò Văn Sơn' },
        ],
      ]),
    );
    expect(linesOf(file)).toEqual([
      'HUYỆN ỦY MƯỜNG SEN',
      'Số 8-TB/HU',
      'ĐẢNG CỘNG SẢN VIỆT NAM',
      'Mường Sen, ngày 4 tháng 5 năm 2024',
      'Nội dung thông báo đủ dài để trang không bị coi là ảnh chụp.',
      'Nơi nhận:',
      '- Lưu Văn phòng.',
      'T/M BAN THƯỜNG VỤ',
      'Lò Văn Sơn',
    ]);
  });

  it('that are blank, encrypted or broken are refused in a sentence', async () => {
    expect(await sentenceOf(readDocument(makePdf([[], []]), 'a.pdf'))).toBe(unreadable.noText);
    const locked = makePdf([pdfLines(['Nội dung'])], { isEncrypted: true });
    expect(await sentenceOf(parsePdf(locked))).toBe(unreadable.encryptedPdf);
    expect(await sentenceOf(readDocument(bytesOf('%PDF-1.7 hỏng'), 'a.pdf'))).toBe(unreadable.brokenPdf);
  });
});

function pngBytes(): Uint8Array {
  return new Uint8Array(
    Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    ),
  );
}

/** The mark of an OLE container, and one stream name. */
function compoundFile(stream: string): Uint8Array {
  const header = Buffer.alloc(1024);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(header);
  return new Uint8Array(Buffer.concat([header, Buffer.from(stream, 'utf16le')]));
}

async function wordFile(headerText?: string): Promise<Uint8Array> {
  const cell = (...lines: string[]): TableCell =>
    new TableCell({ children: lines.map((line) => new Paragraph(line)) });
  const item = (text: string, level: number): Paragraph =>
    new Paragraph({ children: [new TextRun(text)], numbering: { reference: 'articles', level } });
  const file = new Document({
    numbering: {
      config: [
        {
          reference: 'articles',
          levels: [
            { level: 0, format: LevelFormat.DECIMAL, text: 'Điều %1.', alignment: AlignmentType.START },
            { level: 1, format: LevelFormat.LOWER_LETTER, text: '%2)', alignment: AlignmentType.START },
          ],
        },
      ],
    },
    sections: [
      {
        ...(headerText
          ? { headers: { default: new Header({ children: [new Paragraph(headerText)] }) } }
          : {}),
        children: [
          new Table({
            rows: [
              new TableRow({ children: [cell('TỈNH ỦY LÂM HẠ'), cell('ĐẢNG CỘNG SẢN VIỆT NAM')] }),
              new TableRow({
                children: [cell('Số 03-QC/TU'), cell('Lâm Hạ, ngày 02 tháng 02 năm 2024')],
              }),
            ],
          }),
          item('Phạm vi', 0),
          item('Áp dụng cho cấp ủy', 1),
          item('Áp dụng cho chi bộ', 1),
          item('Hiệu lực', 0),
          item('Từ ngày ký', 1),
          new Table({
            rows: [
              new TableRow({ children: [cell('STT'), cell('Đơn vị')] }),
              new TableRow({ children: [cell('1'), cell('Chi bộ Văn phòng')] }),
            ],
          }),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(file));
}
