import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  ImageRun,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  UnderlineType,
  VerticalAlign,
  WidthType,
} from 'docx';
import { columnAligns, columnShares } from './table-columns.ts';
import { balancedLines } from './balanced-lines.ts';
import { runsOf, type Paper, type PaperBlock, type PaperTable, type Run, type Signature } from './paper.ts';

/*
 * The one writer of .docx: plain data in, bytes out. Layout of 36-HD/VPTW (03/4/2018): A4, Times New Roman, margins 20
 * (top), 20 (bottom), 30 (left), 15 mm (right); body above in regular capitals, issuing body in bold capitals, '*',
 * number; 'ĐẢNG CỘNG SẢN VIỆT NAM' in bold over a ruled line; place and date in italics; title in bold 16; page numbers
 * at the top, in the middle, from the second page on; 'Nơi nhận' on the left, who signs on the right.
 */

export type { Paper } from './paper.ts';

/** The media type of what `writePartyDocument` makes. */
export const docxMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const mm = (millimetres: number): number => Math.round(millimetres * 56.693);
const half = (points: number): number => Math.round(points * 2);
const margin = { top: 20, bottom: 20, left: 30, right: 15 };
const font = 'Times New Roman';
const bodySize = 14;
/** Capitals carry two marks each ('Ổ', 'Ộ'); lines set closer than this touch. In 240ths of a line. */
const lineOfCapitals = 276;
const partyName = 'ĐẢNG CỘNG SẢN VIỆT NAM';

/** Bytes of the paper as .docx. */
export async function writePartyDocument(paper: Paper): Promise<Uint8Array> {
  const isWide = paper.orientation === 'landscape';
  const textWidth = (isWide ? 297 : 210) - margin.left - margin.right;
  const document = new Document({
    title: [paper.title, ...paper.subject].filter(Boolean).join(' '),
    creator: '',
    styles: {
      default: {
        document: {
          run: { font, size: half(bodySize), language: { value: 'vi-VN' } },
          paragraph: { spacing: { line: 296, after: 100 } },
        },
      },
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            // The library turns the sides round by itself where the page lies on its side.
            size: {
              width: mm(210),
              height: mm(297),
              ...(isWide ? { orientation: PageOrientation.LANDSCAPE } : {}),
            },
            margin: {
              top: mm(margin.top),
              bottom: mm(margin.bottom),
              left: mm(margin.left),
              right: mm(margin.right),
              header: mm(10),
              footer: mm(10),
            },
          },
        },
        headers: {
          first: new Header({ children: [new Paragraph({ children: [] })] }),
          default: new Header({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                spacing: { after: 0 },
                children: [new TextRun({ children: [PageNumber.CURRENT], size: half(14) })],
              }),
            ],
          }),
        },
        children: [
          heading(paper.heading, textWidth),
          ...titleOf(paper),
          ...bindSignatures(paper.blocks, textWidth),
          ...closing(paper, textWidth),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

const upper = (text: string): string => text.toLocaleUpperCase('vi');

const toRun = (run: Run, options: { size?: number; isBold?: boolean; isItalic?: boolean } = {}): TextRun =>
  new TextRun({
    text: run.text,
    ...(run.isBold || options.isBold ? { bold: true } : {}),
    ...(run.isItalic || options.isItalic ? { italics: true } : {}),
    ...(options.size ? { size: half(options.size) } : {}),
  });

/** Runs of a text with its line breaks. */
function runs(
  text: string,
  options: { size?: number; isBold?: boolean; isItalic?: boolean } = {},
): TextRun[] {
  return runsOf(text).flatMap((line, i) => [
    ...(i > 0 ? [new TextRun({ break: 1 })] : []),
    ...line.map((run) => toRun(run, options)),
  ]);
}

interface Centred {
  size?: number;
  isBold?: boolean;
  isItalic?: boolean;
  before?: number;
  after?: number;
  keepNext?: boolean;
}
const centred = (text: string, options: Centred = {}): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: {
      line: lineOfCapitals,
      before: mm((options.before ?? 0) / 2.835),
      after: mm((options.after ?? 0) / 2.835),
    },
    ...(options.keepNext ? { keepNext: true, keepLines: true } : {}),
    children: runs(text, options),
  });

// --- heading -------------------------------------------------------------------------------------------------------

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const noBorders = { top: none, bottom: none, left: none, right: none };
const noTableBorders = { ...noBorders, insideHorizontal: none, insideVertical: none };

/** Cells side by side without borders, widths in millimetres. */
function sideBySide(cells: readonly { width: number; children: (Paragraph | Table)[] }[]): Table {
  const widths = cells.map(({ width }) => mm(width));
  return new Table({
    width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: noTableBorders,
    rows: [
      new TableRow({
        cantSplit: true,
        children: cells.map(
          ({ children }, i) =>
            new TableCell({
              children,
              width: { size: widths[i] as number, type: WidthType.DXA },
              margins: { left: 0, right: 0, top: 0, bottom: 0 },
              borders: noBorders,
            }),
        ),
      }),
    ],
  });
}

/** Width of 'ĐẢNG CỘNG SẢN VIỆT NAM' at 15 points bold, in millimetres, as printed. */
const partyNameWidth = 77;
/** Capitals that fit one line of the left side at 14 points. */
const leftLetters = 26;

function heading(head: Paper['heading'], textWidth: number): Table {
  const rightWidth = 84;
  const leftWidth = textWidth - rightWidth;
  const wrapped = (text: string) => balancedLines(upper(text), leftLetters).join('\n');
  const left = [
    ...(head.upper ? [centred(wrapped(head.upper), { size: 14 })] : []),
    centred(wrapped(head.body), { size: 14, isBold: true }),
    centred('\\*', { size: 14 }),
    ...(head.number === null ? [] : [centred(head.number, { size: 14 })]),
  ];
  const side = (rightWidth - partyNameWidth) / 2;
  const right = [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { line: lineOfCapitals, after: 0 },
      indent: { left: mm(side), right: mm(side) },
      border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1, color: 'auto' } },
      children: [new TextRun({ text: partyName, bold: true, size: half(15) })],
    }),
    centred(head.placeAndDate, { size: 14, isItalic: true, before: 12 }),
    ...(head.mark === null ? [] : [draftMark(head.mark, rightWidth)]),
  ];
  return sideBySide([
    { width: leftWidth, children: left },
    { width: rightWidth, children: right },
  ]);
}

/** The mark of a draft in a box that is as wide as its word. */
function draftMark(mark: string, cellWidth: number): Paragraph {
  const side = (cellWidth - (mark.length * 3.6 + 6)) / 2;
  const line = { style: BorderStyle.SINGLE, size: 8, space: 2, color: 'auto' };
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { line: lineOfCapitals, before: mm(3), after: 0 },
    indent: { left: mm(side), right: mm(side) },
    border: { top: line, bottom: line, left: line, right: line },
    children: [new TextRun({ text: mark, bold: true, size: half(14) })],
  });
}

function titleOf({ title, subject }: Paper): Paragraph[] {
  if (title === null && subject.length === 0) return [];
  return [
    ...(title === null ? [] : [centred(title, { size: 16, isBold: true, before: 20, keepNext: true })]),
    ...subject.map((line) =>
      centred(balancedLines(line, 58).join('\n'), { size: 14, isBold: true, keepNext: true }),
    ),
    centred('-----', { size: 14, after: 8, keepNext: true }),
  ];
}

// --- blocks ----------------------------------------------------------------------------------------------------------

/** Where signatures follow in the middle of a file, what stands before them stays with them on one page. */
function bindSignatures(blocks: readonly PaperBlock[], textWidth: number): (Paragraph | Table)[] {
  return blocks.flatMap((block, i) => {
    const isLast = i === blocks.length - 1;
    return blockOf(block, textWidth, isLast || blocks[i + 1]?.type === 'signatures');
  });
}

function blockOf(block: PaperBlock, textWidth: number, keepNext: boolean): (Paragraph | Table)[] {
  switch (block.type) {
    case 'paragraph':
      return [paragraph(block, keepNext)];
    case 'heading':
      return [sectionHeading(block)];
    case 'table':
      return table(block, textWidth, keepNext);
    case 'picture':
      return picture(block, textWidth);
    case 'page-break':
      return [new Paragraph({ pageBreakBefore: true, spacing: { after: 0, line: 20 }, children: [] })];
    case 'title':
      return block.lines.map((line, i) =>
        centred(line, {
          isBold: true,
          size: i === 0 ? 15 : 14,
          before: i === 0 ? 12 : 0,
          after: i === block.lines.length - 1 ? 8 : 0,
          keepNext: true,
        }),
      );
    case 'signatures':
      return [gapAbove(), signatureTable(block.signatures, textWidth), spacer()];
  }
}

const alignments = {
  justify: AlignmentType.JUSTIFIED,
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const;

function paragraph(block: Extract<PaperBlock, { type: 'paragraph' }>, keepNext: boolean): Paragraph {
  // A dotted line to be filled by hand would pull the words before it apart.
  const asked = block.align ?? 'justify';
  const align = asked === 'justify' && /\.{10}/u.test(block.text) ? 'left' : asked;
  const isIndented = block.isIndented ?? (block.align ?? 'justify') === 'justify';
  return new Paragraph({
    alignment: alignments[align],
    widowControl: true,
    ...(isIndented ? { indent: { firstLine: mm(10) } } : {}),
    ...(keepNext ? { keepNext: true } : {}),
    children: runs(block.text),
  });
}

function sectionHeading({ text, level }: Extract<PaperBlock, { type: 'heading' }>): Paragraph {
  return new Paragraph({
    alignment: level === 1 ? AlignmentType.LEFT : AlignmentType.JUSTIFIED,
    spacing: { before: level === 1 ? 160 : 80, after: 80 },
    indent: { firstLine: mm(10) },
    keepNext: true,
    keepLines: true,
    children: runs(text, { isBold: true, isItalic: level === 3 }),
  });
}

const spacer = (): Paragraph => new Paragraph({ spacing: { after: 0, line: 120 }, children: [] });

/** Rows longer than this may be cut by the end of a page; shorter ones move to the next as a whole. */
const longestWholeRow = 700;

function table(spec: PaperTable, textWidth: number, keepNext: boolean): (Paragraph | Table)[] {
  const size = spec.fontSize ?? 13;
  const shares = columnShares(spec);
  const total = shares.reduce((a, b) => a + b, 0);
  const widths = shares.map((share) => mm((share / total) * textWidth));
  const aligns = columnAligns(spec);
  const bold = new Set(spec.boldRows ?? []);
  const line = { style: BorderStyle.SINGLE, size: 4, color: 'auto' };
  const cell = (text: string, c: number, isHead: boolean, isBold: boolean, isKept: boolean) =>
    new TableCell({
      width: { size: widths[c] as number, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 90, right: 90 },
      verticalAlign: isHead ? VerticalAlign.CENTER : VerticalAlign.TOP,
      ...(isHead ? { shading: { type: ShadingType.CLEAR, fill: 'F2F2F2', color: 'auto' } } : {}),
      children: [
        new Paragraph({
          alignment: isHead ? AlignmentType.CENTER : alignments[aligns[c] ?? 'left'],
          spacing: { after: 0, line: lineOfCapitals },
          ...(isKept ? { keepNext: true } : {}),
          children: runs(text, { size, isBold: isHead || isBold }),
        }),
      ],
    });
  const lastRow = spec.rows.length - 1;
  const made = new Table({
    width: { size: widths.reduce((a, b) => a + b, 0), type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    borders: {
      top: line,
      bottom: line,
      left: line,
      right: line,
      insideHorizontal: line,
      insideVertical: line,
    },
    rows: [
      ...(spec.head.length === 0
        ? []
        : [
            new TableRow({
              tableHeader: true,
              cantSplit: true,
              children: widths.map((_, c) => cell(spec.head[c] ?? '', c, true, true, true)),
            }),
          ]),
      ...spec.rows.map(
        (row, r) =>
          new TableRow({
            cantSplit: row.join('').length < longestWholeRow,
            children: widths.map((_, c) =>
              cell(row[c] ?? '', c, false, bold.has(r), r === lastRow && (keepNext || Boolean(spec.note))),
            ),
          }),
      ),
    ],
  });
  return [
    ...(spec.title
      ? [
          new Paragraph({
            spacing: { before: 120, after: 60 },
            keepNext: true,
            keepLines: true,
            children: runs(spec.title, { isBold: true }),
          }),
        ]
      : []),
    made,
    spec.note
      ? new Paragraph({
          spacing: { before: 60, after: 120, line: lineOfCapitals },
          ...(keepNext ? { keepNext: true } : {}),
          children: runs(spec.note, { size: 12, isItalic: true }),
        })
      : new Paragraph({ spacing: { after: 0, line: 160 }, ...(keepNext ? { keepNext } : {}), children: [] }),
  ];
}

/** Highest picture that leaves room for its caption on a page, upright and on its side. */
const highestPicture = { portrait: 200, landscape: 120 };

function picture(block: Extract<PaperBlock, { type: 'picture' }>, textWidth: number): Paragraph[] {
  const ratio = block.heightPx / block.widthPx;
  const highest = textWidth > 210 ? highestPicture.landscape : highestPicture.portrait;
  const widthMm = Math.min(block.widthMm ?? textWidth, textWidth, highest / ratio);
  const px = (millimetres: number) => Math.round((millimetres / 25.4) * 96);
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      // One line, as high as the picture: any other spacing makes some programs cut it.
      spacing: { before: 80, after: 60, line: 240, lineRule: 'auto' },
      ...(block.caption ? { keepNext: true } : {}),
      children: [
        new ImageRun({
          type: 'png',
          data: block.png,
          transformation: { width: px(widthMm), height: px(widthMm * ratio) },
          altText: { name: block.alt, title: block.alt, description: block.alt },
        }),
      ],
    }),
    ...(block.caption ? [centred(block.caption, { size: 12, isItalic: true, after: 6 })] : []),
  ];
}

// --- signatures and recipients --------------------------------------------------------------------------------------

const dottedName = '.'.repeat(28);

/** Room for a signature and a seal, in millimetres: 36-HD leaves it to the office, a round seal measures 36 to 42. */
const signatureRoom = 26;

const signer = ({ lines, name }: Signature): Paragraph[] => [
  ...lines.map((line) => centred(line, { size: 14, isBold: true, keepNext: true })),
  new Paragraph({
    keepNext: true,
    spacing: { after: 0, line: mm(signatureRoom), lineRule: 'exact' },
    children: [],
  }),
  centred(name === '' ? dottedName : name, { size: 14, isBold: name !== '' }),
];

const signatureTable = (signatures: readonly Signature[], textWidth: number): Table =>
  sideBySide(
    signatures.map((signature) => ({ width: textWidth / signatures.length, children: signer(signature) })),
  );

const recipientLines = ({ title, lines }: NonNullable<Paper['recipients']>): Paragraph[] => [
  new Paragraph({
    spacing: { after: 0, line: lineOfCapitals },
    children: [new TextRun({ text: title, size: half(14), underline: { type: UnderlineType.SINGLE } })],
  }),
  ...lines.map(
    (line) =>
      new Paragraph({
        spacing: { after: 0, line: 240 },
        indent: { left: mm(3), hanging: mm(3) },
        children: runs(`- ${line}`, { size: 12 }),
      }),
  ),
];

/** Air above signatures, bound to them. */
const gapAbove = (): Paragraph =>
  new Paragraph({ keepNext: true, spacing: { after: 0, line: 200 }, children: [] });

/** Signatures and recipients: on one page with the last lines above, and never cut by its end. */
function closing({ signatures, recipients }: Paper, textWidth: number): (Paragraph | Table)[] {
  const [first] = signatures;
  if (first && signatures.length === 1) {
    return [
      gapAbove(),
      sideBySide([
        { width: textWidth - 90, children: recipients ? recipientLines(recipients) : [new Paragraph({})] },
        { width: 90, children: signer(first) },
      ]),
      end(),
    ];
  }
  if (signatures.length > 1) {
    const table = signatureTable(signatures, textWidth);
    if (!recipients) return [gapAbove(), table, end()];
    // One row around both, so that no page parts the recipients from the signatures.
    const both = [table, spacer(), spacer(), ...recipientLines(recipients)];
    return [gapAbove(), sideBySide([{ width: textWidth, children: both }]), end()];
  }
  return [
    ...(recipients
      ? [spacer(), spacer(), sideBySide([{ width: textWidth, children: recipientLines(recipients) }])]
      : []),
    end(),
  ];
}

/** Word wants a paragraph behind a table; as small as can be, so that it never starts a page of its own. */
const end = (): Paragraph =>
  new Paragraph({
    spacing: { after: 0, line: 20, lineRule: 'exact' },
    children: [new TextRun({ text: '', size: 2 })],
  });
