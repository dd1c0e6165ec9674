import { makeZip } from '../zip-writer.ts';

/** A file to be damaged. */
export interface Sample {
  name: string;
  bytes: Buffer;
}

const heading = ['TỈNH ỦY LÂM HẠ', 'Số 45-KH/TU', 'Lâm Hạ, ngày 15 tháng 3 năm 2025', 'KẾ HOẠCH'];
const body = [
  'triển khai số hóa hồ sơ đảng viên',
  'I- MỤC ĐÍCH',
  '1. Bảo đảm 100% hồ sơ được số hóa trước ngày 31/12/2027.',
];
const rows = [
  ['STT', 'Đơn vị', 'Số hồ sơ'],
  ['1', 'Đảng ủy xã Bản Phố', '1.250'],
  ['2', 'Đảng ủy xã Mường Sen', '980'],
];
const lines = [...heading, ...body];
const xml = (content: string): string => `<?xml version="1.0" encoding="UTF-8"?>${content}`;

/** Small files of the formats that a folder of office papers may lack, and containers around its smallest files. */
export function ownSamples(others: readonly Sample[]): Sample[] {
  const smallest = [...others].sort((a, b) => a.bytes.length - b.bytes.length).slice(0, 3);
  return [
    { name: 'ke-hoach.odt', bytes: odt() },
    { name: 'so-lieu.xlsx', bytes: xlsx() },
    { name: 'trinh-bay.pptx', bytes: pptx() },
    { name: 'ke-hoach.rtf', bytes: rtf() },
    { name: 'ke-hoach.html', bytes: html() },
    {
      name: 'goi.zip',
      bytes: Buffer.from(makeZip(smallest.map(({ name, bytes }) => ({ name, content: bytes })))),
    },
    { name: 'thu.eml', bytes: mail(smallest) },
  ];
}

const zipOf = (parts: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    makeZip(
      Object.entries(parts).map(([name, content]) => ({ name, content, isDeflated: name !== 'mimetype' })),
    ),
  );

const odt = (): Buffer =>
  zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'META-INF/manifest.xml': xml(
      '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    ),
    'content.xml': xml(
      '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>' +
        lines.map((line) => `<text:p>${line}</text:p>`).join('') +
        `<table:table>${rows.map((row) => `<table:table-row>${row.map((cell) => `<table:table-cell><text:p>${cell}</text:p></table:table-cell>`).join('')}</table:table-row>`).join('')}</table:table>` +
        '</office:text></office:body></office:document-content>',
    ),
  });

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const packageNs = 'http://schemas.openxmlformats.org/package/2006';
const officeNs = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (...targets: [id: string, type: string, target: string][]): string =>
  xml(
    `<Relationships xmlns="${packageNs}/relationships">${targets.map(([id, type, target]) => `<Relationship Id="${id}" Type="${officeNs}/${type}" Target="${target}"/>`).join('')}</Relationships>`,
  );
const types = (part: string, type: string): string =>
  xml(
    `<Types xmlns="${packageNs}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
  );

const xlsx = (): Buffer =>
  zipOf({
    '[Content_Types].xml': types('/xl/workbook.xml', 'spreadsheetml.sheet'),
    '_rels/.rels': relations(['rId1', 'officeDocument', 'xl/workbook.xml']),
    'xl/_rels/workbook.xml.rels': relations(['rId1', 'worksheet', 'worksheets/sheet1.xml']),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${spreadsheet}" xmlns:r="${officeNs}"><sheets><sheet name="Số liệu" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/worksheets/sheet1.xml': xml(
      `<worksheet xmlns="${spreadsheet}"><sheetData>${rows.map((row, index) => `<row r="${index + 1}">${row.map((cell, column) => `<c r="${'ABC'[column]}${index + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`).join('')}</sheetData></worksheet>`,
    ),
  });

const drawing = 'http://schemas.openxmlformats.org/drawingml/2006/main';
const slides = 'http://schemas.openxmlformats.org/presentationml/2006/main';
const pptx = (): Buffer =>
  zipOf({
    '[Content_Types].xml': types('/ppt/presentation.xml', 'presentationml.presentation'),
    '_rels/.rels': relations(['rId1', 'officeDocument', 'ppt/presentation.xml']),
    'ppt/_rels/presentation.xml.rels': relations(['rId1', 'slide', 'slides/slide1.xml']),
    'ppt/presentation.xml': xml(
      `<p:presentation xmlns:p="${slides}" xmlns:r="${officeNs}"><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>`,
    ),
    'ppt/slides/slide1.xml': xml(
      `<p:sld xmlns:p="${slides}" xmlns:a="${drawing}"><p:cSld><p:spTree><p:sp><p:txBody>${lines.map((line) => `<a:p><a:r><a:t>${line}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
    ),
  });

/** Letters beyond ASCII as RTF writes them. */
const rtf = (): Buffer =>
  Buffer.from(
    `{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times New Roman;}}${lines.map((line) => `${line.replace(/[^\x20-\x7e]/gu, (letter) => `\\u${letter.charCodeAt(0)}?`)}\\par`).join('\n')}}`,
    'latin1',
  );

const html = (): Buffer =>
  Buffer.from(
    `<!DOCTYPE html><html><head><title>Kế hoạch</title></head><body>${lines.map((line) => `<p>${line}</p>`).join('')}<table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table></body></html>`,
  );

const mail = (attached: readonly Sample[]): Buffer =>
  Buffer.from(
    [
      'From: Van thu <vanthu@example.vn>',
      'To: admin@example.vn',
      'Date: Mon, 17 Mar 2025 08:00:00 +0700',
      `Subject: =?utf-8?B?${Buffer.from('Gửi văn bản').toString('base64')}?=`,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="b"',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      lines.join('\n'),
      ...attached.flatMap(({ name, bytes }) => [
        '--b',
        `Content-Type: application/octet-stream; name="=?utf-8?B?${Buffer.from(name).toString('base64')}?="`,
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment',
        '',
        bytes.toString('base64').replace(/.{76}/gu, '$&\r\n'),
      ]),
      '--b--',
      '',
    ].join('\r\n'),
  );
