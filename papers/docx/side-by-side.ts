import { BorderStyle, type Paragraph, Table, TableCell, TableLayoutType, TableRow, WidthType } from 'docx';
import { mm } from './lines.ts';

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const noBorders = { top: none, bottom: none, left: none, right: none };
const noTableBorders = { ...noBorders, insideHorizontal: none, insideVertical: none };

/** Cells side by side without borders, widths in millimetres. */
export function sideBySide(cells: readonly { width: number; children: (Paragraph | Table)[] }[]): Table {
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
