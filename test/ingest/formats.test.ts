import { describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { readDocument } from '../../ingest/ingest.ts';
import { parseDoc } from '../../ingest/parsers/doc.ts';
import { parseDocx } from '../../ingest/parsers/docx.ts';
import { parseHtml } from '../../ingest/parsers/html.ts';
import { parseOdt } from '../../ingest/parsers/odt.ts';
import { parsePptx } from '../../ingest/parsers/pptx.ts';
import { parseRtf } from '../../ingest/parsers/rtf.ts';
import { parseXlsx } from '../../ingest/parsers/xlsx.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { bytesOf } from './fixtures.ts';
import { linesOf, sentenceOf, zipOf } from './format-files.ts';

/* Files of our own making in every other office format. */

describe('a workbook', () => {
  it('becomes headings and tables, with values as they are shown and merged heads over their columns', async () => {
    const bytes = new Uint8Array(
      await (
        (await writeXlsxFile([
          {
            sheet: 'Quý I',
            data: [
              [{ value: 'TỔNG HỢP ĐẢNG VIÊN', columnSpan: 4 }],
              [],
              [
                { value: 'Đảng bộ', rowSpan: 2 },
                { value: 'Năm 2024', columnSpan: 2 },
                null,
                { value: 'Ngày lập', rowSpan: 2 },
              ],
              [null, { value: 'Kinh phí' }, { value: 'Tỷ lệ' }, null],
              [
                { value: 'Tả Van' },
                { value: 1_250_000, type: Number, format: '#,##0' },
                { value: 0.125, type: Number, format: '0.0%' },
                { value: new Date(Date.UTC(2024, 1, 5)), type: Date, format: 'dd/mm/yyyy' },
              ],
            ],
          },
        ] as never)) as unknown as { toBuffer(): Promise<Buffer> }
      ).toBuffer(),
    );
    const file = await parseXlsx(bytes);
    expect(linesOf(file)).toEqual([
      'Quý I',
      'TỔNG HỢP ĐẢNG VIÊN',
      '| Đảng bộ | Năm 2024 | Năm 2024 | Ngày lập |',
      '| Đảng bộ | Kinh phí | Tỷ lệ | Ngày lập |',
      '| Tả Van | 1.250.000 | 12,5% | 05/02/2024 |',
    ]);
    expect(file.pages[0]?.[0]).toMatchObject({ hint: 'heading' });
  });

  const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const sheetFile = (rows: string, more = ''): Promise<Uint8Array> =>
    zipOf({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': `<workbook xmlns="${spreadsheet}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Số liệu" r:id="a"/><sheet name="Ẩn" state="hidden" r:id="b"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/><Relationship Id="b" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="${spreadsheet}"><sheetData>${rows}</sheetData>${more}</worksheet>`,
    });
  const text = (place: string, value: string): string =>
    `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;

  it('gives the last result of a formula, and no hidden row, column or sheet', async () => {
    const file = await parseXlsx(
      await sheetFile(
        `<row r="1">${text('A1', 'Tên')}${text('B1', 'Số')}</row><row r="2" hidden="1">${text('A2', 'Giấu')}</row>` +
          `<row r="3">${text('A3', 'Cộng')}<c r="B3"><f>SUM(B1:B2)</f><v>42.5</v></c></row>`,
      ),
    );
    expect(linesOf(file)).toEqual(['Số liệu', '| Tên | Số |', '| Cộng | 42,5 |']);
  });

  it('that lists members is pointed to the register', async () => {
    const rows = `<row r="1">${text('A1', 'Họ và tên')}${text('B1', 'Ngày sinh')}${text('C1', 'Ngày vào Đảng')}</row><row r="2">${text('A2', 'Vàng A Sử')}${text('B2', '01/01/1980')}${text('C2', '03/02/2005')}</row>`;
    expect(await sentenceOf(readDocument(await sheetFile(rows), 'ds.xlsx'))).toBe(unreadable.register);
  });
});

describe('an OpenDocument text', () => {
  const odtOf = (body: string, styles = ''): Promise<Uint8Array> =>
    zipOf({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'META-INF/manifest.xml': '<manifest/>',
      'content.xml': `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
      'styles.xml':
        '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><style:header><text:p>Lưu hành nội bộ</text:p></style:header></office:document-styles>',
    });

  it('gives headings, counted lists, notes, spans of tables and what is left of tracked changes', async () => {
    const levels =
      '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="Điều " style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>';
    const item = (text: string, inner = ''): string =>
      `<text:list-item><text:p>${text}</text:p>${inner}</text:list-item>`;
    const file = await parseOdt(
      await odtOf(
        '<text:tracked-changes><text:deletion><text:p>đã xóa</text:p></text:deletion></text:tracked-changes>' +
          '<text:h text:outline-level="1">QUY CHẾ</text:h>' +
          `<text:list text:style-name="L">${item('Phạm vi', `<text:list>${item('Cấp ủy')}${item('Chi bộ')}</text:list>`)}</text:list>` +
          '<text:p>Chi<text:s text:c="2"/>phí<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Theo dự toán.</text:p></text:note-body></text:note> hợp lý.</text:p>' +
          `<text:list text:style-name="L" text:continue-numbering="true">${item('Hiệu lực')}</text:list>` +
          '<table:table><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Xã</text:p></table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>Năm 2024</text:p></table:table-cell><table:covered-table-cell/></table:table-row>' +
          '<table:table-row><table:covered-table-cell/><table:table-cell><text:p>Chi bộ</text:p></table:table-cell><table:table-cell><text:p>Đảng viên</text:p></table:table-cell></table:table-row>' +
          '<table:table-row><table:table-cell><text:p>Tả Van</text:p></table:table-cell><table:table-cell><text:p>12</text:p></table:table-cell><table:table-cell><text:p>215</text:p></table:table-cell></table:table-row></table:table>',
        levels,
      ),
    );
    expect(linesOf(file)).toEqual([
      'QUY CHẾ',
      'Điều 1. Phạm vi',
      'a) Cấp ủy',
      'b) Chi bộ',
      'Chi phí[1] hợp lý.',
      '[1] Theo dự toán.',
      'Điều 2. Hiệu lực',
      '| Xã | Năm 2024 | Năm 2024 |',
      '| Xã | Chi bộ | Đảng viên |',
      '| Tả Van | 12 | 215 |',
    ]);
    expect(file.marks).toContain('Lưu hành nội bộ');
  });

  it('with a password is refused as such', async () => {
    const bytes = await zipOf({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'META-INF/manifest.xml': '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>',
      'content.xml': '\u0001\u0002',
    });
    expect(await sentenceOf(parseOdt(bytes))).toBe(unreadable.encryptedOffice);
  });
});

describe('a presentation', () => {
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const names = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${relation}"`;
  const shape = (type: string, ...texts: string[]): string =>
    `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${type}"/></p:nvPr></p:nvSpPr><p:txBody>${texts.map((text) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp>`;
  const slide = (content: string, more = ''): string =>
    `<p:sld ${names} ${more}><p:cSld><p:spTree>${content}</p:spTree></p:cSld></p:sld>`;
  const cell = (text: string, more = ''): string =>
    `<a:tc ${more}><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`;

  it('gives a page a slide with its title, tables and notes, in the order shown, hidden slides left out', async () => {
    const table = `<p:graphicFrame><a:tbl><a:tr>${cell('Xã', 'rowSpan="2"')}${cell('Năm 2024', 'gridSpan="2"')}${cell('', 'hMerge="1"')}</a:tr><a:tr>${cell('', 'vMerge="1"')}${cell('Chi bộ')}${cell('Đảng viên')}</a:tr><a:tr>${cell('Tả Van')}${cell('12')}${cell('215')}</a:tr></a:tbl></p:graphicFrame>`;
    const file = await parsePptx(
      await zipOf({
        'ppt/presentation.xml': `<p:presentation ${names}><p:sldIdLst><p:sldId r:id="r2"/><p:sldId r:id="r1"/><p:sldId r:id="r3"/></p:sldIdLst></p:presentation>`,
        'ppt/_rels/presentation.xml.rels': `<Relationships><Relationship Id="r1" Type="${relation}/slide" Target="slides/slide1.xml"/><Relationship Id="r2" Type="${relation}/slide" Target="slides/slide2.xml"/><Relationship Id="r3" Type="${relation}/slide" Target="slides/slide3.xml"/></Relationships>`,
        'ppt/slides/slide1.xml': slide(shape('ftr', 'Chân trang') + table),
        'ppt/slides/slide2.xml': slide(shape('body', 'Ý một', 'Ý hai') + shape('title', 'KẾT QUẢ')),
        'ppt/slides/slide3.xml': slide(shape('body', 'Không chiếu'), 'show="0"'),
        'ppt/slides/_rels/slide2.xml.rels': `<Relationships><Relationship Id="n" Type="${relation}/notesSlide" Target="../notesSlides/notesSlide1.xml"/></Relationships>`,
        'ppt/notesSlides/notesSlide1.xml': `<p:notes ${names}>${shape('sldNum', '1')}${shape('body', 'Nói chậm phần này.')}</p:notes>`,
      }),
    );
    expect(file.hasPages).toBe(true);
    expect(file.pages).toHaveLength(2);
    expect(linesOf(file)).toEqual(['KẾT QUẢ', 'Ý một', 'Ý hai', 'Nói chậm phần này.']);
    expect(file.pages[0]?.[0]).toMatchObject({ hint: 'heading' });
    expect(linesOf(file, 1)).toEqual([
      '| Xã | Năm 2024 | Năm 2024 |',
      '| Xã | Chi bộ | Đảng viên |',
      '| Tả Van | 12 | 215 |',
    ]);
    expect(file.marks).toEqual(expect.arrayContaining(['Chân trang', 'Không chiếu']));
  });
});

describe('Rich Text', () => {
  const rtf = (body: string): Uint8Array =>
    new Uint8Array(
      Buffer.from(
        `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Times New Roman;}{\\f1\\fcharset163 Arial;}{\\f2\\fcharset0 .VnTime;}{\\f3\\fcharset0 VNI-Times;}}{\\info{\\author Nguoi Soan}{\\title Bao cao}}${body}}`,
        'latin1',
      ),
    );

  it('is read in Unicode, in the code page of its font and in old Vietnamese fonts', () => {
    const file = parseRtf(
      rtf(
        String.raw`\pard Th\u244?ng b\u225?o\par\pard\f1 \'d0a\'d2ng \'fdy\'cc\par\pard\f2 \'a7\'b6ng b\'e9 x\'b7\par\pard\f3 \'d1a\'fbng vie\'e2n\par`,
      ),
    );
    expect(linesOf(file).map((line) => line.normalize('NFC'))).toEqual([
      'Thông báo',
      'Đảng ưỳ',
      'Đảng bộ xã',
      'Đảng viên',
    ]);
    expect(file.marks).toEqual(['Bao cao']);
    expect(file.warnings).toEqual(['legacy-encoding']);
  });

  it('reads a text that is written twice once, in Unicode, where it stands', () => {
    const file = parseRtf(
      rtf(
        String.raw`{\info{\upr{\subject To trinh}{\*\ud{\subject T\u7901? tr\u236?nh}}}}` +
          String.raw`\pard Theo {\upr{Quy dinh}{\*\ud{Quy \u273?\u7883?nh}}} nay{\footnote {\upr Ghi chu{\*\ud Ghi ch\u250?}}.}\par`,
      ),
    );
    expect(linesOf(file)).toEqual(['Theo Quy định nay', '[0] Ghi chú.']);
    expect(file.marks).toEqual(['Bao cao', 'Tờ trình']);
  });

  it('gives tables from the edges of their cells, notes, labels, and no hidden or deleted text', () => {
    const file = parseRtf(
      rtf(
        String.raw`{\header\pard Luu hanh noi bo\par}\pard{\listtext 1.\tab}Viec{\v giau}{\deleted xoa} mot{\super\chftn}{\footnote\pard{\super\chftn} Ghi chu.}\par` +
          String.raw`\trowd\cellx1000\cellx3000\pard\intbl Xa\cell Nam 2024\cell\row` +
          String.raw`\trowd\cellx1000\cellx2000\cellx3000\pard\intbl Ten\cell Chi bo\cell Dang vien\cell\row` +
          String.raw`\trowd\cellx1000\cellx2000\cellx3000\pard\intbl Ta Van\cell 12\cell 215\cell\row\pard Het\par`,
      ),
    );
    expect(linesOf(file)).toEqual([
      '1. Viec mot[1]',
      '[1] Ghi chu.',
      '| Xa | Nam 2024 | Nam 2024 |',
      '| Ten | Chi bo | Dang vien |',
      '| Ta Van | 12 | 215 |',
      'Het',
    ]);
    expect(file.marks).toContain('Luu hanh noi bo');
  });
});

describe('a web page', () => {
  it('writes spans of tables out', () => {
    const file = parseHtml(
      bytesOf(
        '<table><thead><tr><th rowspan="2">Xã</th><th colspan="2">Năm 2024</th></tr><tr><th>Chi bộ</th><th>Đảng viên</th></tr></thead>' +
          '<tr><td rowspan="2">Tả Van</td><td>12</td><td>215</td></tr><tr><td colspan="2">30</td></tr></table>',
      ),
    );
    expect(linesOf(file)).toEqual([
      '| Xã | Năm 2024 | Năm 2024 |',
      '| Xã | Chi bộ | Đảng viên |',
      '| Tả Van | 12 | 215 |',
      '| Tả Van | 30 | 30 |',
    ]);
  });

  it('with absurd spans takes no more room than its cells', () => {
    const file = parseHtml(
      bytesOf(
        '<table><tr><td colspan="999999999" rowspan="999999999">a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>',
      ),
    );
    expect(linesOf(file).join('').length).toBeLessThan(5000);
  });
});

describe('a damaged file', () => {
  it.each([
    ['.xlsx', parseXlsx, unreadable.brokenExcel],
    ['.pptx', parsePptx, unreadable.brokenSlides],
    ['.odt', parseOdt, unreadable.brokenOpenDocument],
    ['.doc', parseDoc, unreadable.brokenOldWord],
    ['.docx', parseDocx, unreadable.brokenWord],
  ])('%s is refused in its own words', async (_name, parse, sentence) => {
    expect(await sentenceOf(() => parse(bytesOf('PK\u0003\u0004 không phải')))).toBe(sentence);
  });

  it('.rtf is refused in its own words', async () => {
    expect(await sentenceOf(() => parseRtf(bytesOf('không phải')))).toBe(unreadable.brokenRtf);
  });
});
