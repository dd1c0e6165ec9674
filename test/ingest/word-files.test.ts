import {
  AlignmentType,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  DeletedTextRun,
  Document,
  FootnoteReferenceRun,
  InsertedTextRun,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalMergeType,
} from 'docx';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DocumentUnreadableError } from '../../core/errors.ts';
import { detectFormat } from '../../ingest/detect.ts';
import { readDocument } from '../../ingest/ingest.ts';
import { parseDoc } from '../../ingest/parsers/doc.ts';
import { parseDocx } from '../../ingest/parsers/docx.ts';
import type { ParsedFile } from '../../ingest/types.ts';
import { linesOf, zipOf } from './format-files.ts';

/* Word files of our own making, new and old. */

const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const docxOf = (body: string, more: Readonly<Record<string, string>> = {}): Promise<Uint8Array> =>
  zipOf({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    ...more,
  });
const paragraph = (text: string, properties = ''): string =>
  `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

describe('a Word file', () => {
  const cell = (text: string, more: object = {}): TableCell =>
    new TableCell({ children: [new Paragraph(text)], ...more });
  const packed = async (children: (Paragraph | Table)[], more: object = {}): Promise<ParsedFile> =>
    parseDocx(new Uint8Array(await Packer.toBuffer(new Document({ ...more, sections: [{ children }] }))));

  it('writes a merged cell into every row and column that it covers, and knows the rows of heads', async () => {
    const file = await packed([
      new Table({
        rows: [
          new TableRow({
            children: [
              cell('Đảng bộ', { verticalMerge: VerticalMergeType.RESTART }),
              cell('Năm 2024', { columnSpan: 2 }),
            ],
          }),
          new TableRow({
            children: [
              cell('', { verticalMerge: VerticalMergeType.CONTINUE }),
              cell('Chi bộ'),
              cell('Đảng viên'),
            ],
          }),
          new TableRow({ children: [cell('Xã Tả Van'), cell('12'), cell('215')] }),
          new TableRow({ children: [cell('Khối cơ quan', { columnSpan: 3 })] }),
          new TableRow({ children: [cell('Văn phòng'), cell('2'), cell('31')] }),
        ],
      }),
    ]);
    expect(linesOf(file)).toEqual([
      '| Đảng bộ | Năm 2024 | Năm 2024 |',
      '| Đảng bộ | Chi bộ | Đảng viên |',
      '| Xã Tả Van | 12 | 215 |',
      '| Khối cơ quan |',
      '| Văn phòng | 2 | 31 |',
    ]);
    expect(file.pages[0]?.map((line) => line.isHead === true)).toEqual([true, true, false, false, false]);
  });

  it('keeps a footnote beside its paragraph, what was inserted, and neither comments nor what was deleted', async () => {
    const change = { id: 1, author: 'A', date: '2024-01-01T00:00:00Z' };
    const file = await packed(
      [
        new Paragraph({
          children: [
            new TextRun('Mức chi là '),
            new DeletedTextRun({ text: '100', ...change }),
            new InsertedTextRun({ text: '250', ...change, id: 2 }),
            new TextRun(' nghìn đồng'),
            new FootnoteReferenceRun(1),
            new CommentRangeStart(0),
            new TextRun('.'),
            new CommentRangeEnd(0),
            new TextRun({ children: [new CommentReference(0)] }),
          ],
        }),
        new Paragraph('Đoạn sau.'),
      ],
      {
        footnotes: { 1: { children: [new Paragraph('Khoản này được sửa đổi năm 2023.')] } },
        comments: { children: [{ id: 0, author: 'A', children: [new Paragraph('Xem lại chỗ này')] }] },
      },
    );
    expect(linesOf(file)).toEqual([
      'Mức chi là 250 nghìn đồng[1].',
      '[1] Khoản này được sửa đổi năm 2023.',
      'Đoạn sau.',
    ]);
    expect(file.pages[0]?.[1]?.hint).toBe('plain');
  });

  it('counts the levels of a list as Word prints them, on over interruptions', async () => {
    const item = (text: string, level: number): Paragraph =>
      new Paragraph({ text, numbering: { reference: 'list', level } });
    const file = await packed(
      [
        item('Mục đích', 0),
        item('Một', 1),
        item('Hai', 1),
        new Paragraph('Lời dẫn.'),
        item('Yêu cầu', 0),
        item('Ba', 1),
      ],
      {
        numbering: {
          config: [
            {
              reference: 'list',
              levels: [
                { level: 0, format: LevelFormat.UPPER_ROMAN, text: '%1.', alignment: AlignmentType.START },
                { level: 1, format: LevelFormat.DECIMAL, text: '%1.%2.', alignment: AlignmentType.START },
              ],
            },
          ],
        },
      },
    );
    expect(linesOf(file)).toEqual([
      'I. Mục đích',
      'I.1. Một',
      'I.2. Hai',
      'Lời dẫn.',
      'II. Yêu cầu',
      'II.1. Ba',
    ]);
  });

  it('reads a text box as text and as a possible stamp, once', async () => {
    const box = `<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice><w:drawing><w:txbxContent>${paragraph('HỎA TỐC')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>${paragraph('HỎA TỐC')}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
    const file = await parseDocx(await docxOf(`<w:p>${box}<w:r><w:t>Kính gửi</w:t></w:r></w:p>`));
    expect(linesOf(file)).toEqual(['Kính gửi', 'HỎA TỐC']);
    expect(file.marks).toEqual(['HỎA TỐC']);
  });

  it('turns the letters of old fonts into Unicode, capital fonts into capitals, and says so', async () => {
    const run = (text: string, font: string): string =>
      `<w:r><w:rPr><w:rFonts w:ascii="${font}"/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
    const file = await parseDocx(
      await docxOf(
        `<w:p>${run('®¶ng céng s¶n', '.VnTimeH')}</w:p><w:p>${run('Ban ChÊp hµnh ', '.VnTime')}${run('§¶ng bé', '.VnTime')}</w:p>` +
          `<w:p>${run('Ñaûng boä xaõ Baûn Phoá', 'VNI-Times')}</w:p><w:p>${run('Chữ mới', 'Times New Roman')}</w:p>`,
      ),
    );
    expect(linesOf(file)).toEqual([
      'ĐẢNG CỘNG SẢN',
      'Ban Chấp hành Đảng bộ',
      'Đảng bộ xã Bản Phố',
      'Chữ mới',
    ]);
    expect(file.warnings).toEqual(['legacy-encoding']);
  });

  it('does not expand entities that it declares itself', async () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "nổ nổ nổ">]><w:document xmlns:w="${word}"><w:body>${paragraph('Một &amp; hai &a;')}</w:body></w:document>`;
    const file = await parseDocx(await docxOf('', { 'word/document.xml': xml }));
    expect(linesOf(file).join()).not.toContain('nổ');
    expect(linesOf(file)[0]).toContain('Một & hai');
  });

  it('nested beyond any real depth is read without exhausting the stack', async () => {
    const deep = `${'<w:tbl><w:tr><w:tc>'.repeat(3000)}${paragraph('sâu')}${'</w:tc></w:tr></w:tbl>'.repeat(3000)}`;
    const file = await parseDocx(await docxOf(paragraph('Đầu') + deep + paragraph('Cuối')));
    expect(linesOf(file)).toEqual(['Đầu', 'Cuối']);
  });
});

describe('an old Word file', () => {
  const bytes = new Uint8Array(readFileSync(new URL('../fixtures/bao-cao.doc', import.meta.url)));

  it('is known by its streams and read with its table', async () => {
    expect((await detectFormat(bytes, 'bao-cao.doc')).format).toBe('doc');
    const read = await readDocument(bytes, 'bao-cao.doc');
    expect(read.metadata).toMatchObject({ symbol: '15-BC/HU', typeName: 'Báo cáo', issuedOn: '2025-01-20' });
    expect(read.text).toContain('| Xã Tả Van | 12 | 215 |');
  });

  it('gives merged heads, notes, old fonts, and neither deleted nor hidden text', () => {
    const file = parseDoc(bytes);
    const lines = linesOf(file);
    expect(lines).toEqual(
      expect.arrayContaining([
        'KẾT QUẢ CHUNG',
        'Đảng bộ huyện thực hiện tốt chỉ tiêu.',
        'Kết nạp 46 đảng viên.',
        'Huyện ủy báo cáo số chi bộ và đảng viên của các đảng bộ trực thuộc như sau[1].',
        '[1] Trích từ sổ theo dõi của Văn phòng.',
        '| Đảng bộ | Năm 2024 | Năm 2024 |',
        '| Đảng bộ | Chi bộ | Đảng viên |',
      ]),
    );
    expect(file.warnings).toContain('legacy-encoding');
    expect(file.marks).toEqual(expect.arrayContaining(['Lưu hành nội bộ', 'chữ giấu']));
  });

  it('cut off anywhere, or with bytes turned over, is read or refused in a sentence', () => {
    for (let at = 0; at < bytes.length; at += 97) {
      const turned = new Uint8Array(bytes);
      turned[at] = 255 - (turned[at] ?? 0);
      for (const damaged of [bytes.slice(0, at), turned]) {
        try {
          expect(parseDoc(damaged).pages).toHaveLength(1);
        } catch (error) {
          expect(error).toBeInstanceOf(DocumentUnreadableError);
        }
      }
    }
  });
});
