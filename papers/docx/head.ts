import { AlignmentType, BorderStyle, Paragraph, type Table, TextRun } from 'docx';
import { balancedLines } from '../balanced-lines.ts';
import type { Paper } from '../paper.ts';
import { centred, half, lineOfCapitals, mm } from './lines.ts';
import { sideBySide } from './side-by-side.ts';

const partyName = 'ĐẢNG CỘNG SẢN VIỆT NAM';
/** Width of 'ĐẢNG CỘNG SẢN VIỆT NAM' at 15 points bold, in millimetres, as printed. */
const partyNameWidth = 77;
/** Capitals that fit one line of the left side at 14 points. */
const leftLetters = 26;

const upper = (text: string): string => text.toLocaleUpperCase('vi');

/** Bodies, '*' and number on the left; the Party, place and date, and the mark of a draft on the right. */
export function heading(head: Paper['heading'], textWidth: number): Table {
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

/** What a paper is and what it is about, over a short rule; nothing for a paper without a title. */
export function titleOf({ title, subject }: Paper): Paragraph[] {
  if (title === null && subject.length === 0) return [];
  return [
    ...(title === null ? [] : [centred(title, { size: 16, isBold: true, before: 20, keepNext: true })]),
    ...subject.map((line) =>
      centred(balancedLines(line, 58).join('\n'), { size: 14, isBold: true, keepNext: true }),
    ),
    centred('-----', { size: 14, after: 8, keepNext: true }),
  ];
}
