import {
  AlignmentType,
  BorderStyle,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { PaperTable } from '../paper.ts';
import { columnAligns, columnShares } from '../table-columns.ts';
import { alignments, lineOfCapitals, mm, runs } from './lines.ts';

/** Rows longer than this may be cut by the end of a page; shorter ones move to the next as a whole. */
const longestWholeRow = 700;

/** A ruled table between its title and its note, as wide as the text; its head comes again on each page. */
export function table(spec: PaperTable, textWidth: number, keepNext: boolean): (Paragraph | Table)[] {
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
