import { AlignmentType, ImageRun, Paragraph, type Table } from 'docx';
import type { PaperBlock } from '../paper.ts';
import { alignments, centred, gapAbove, mm, runs, spacer } from './lines.ts';
import { signatureTable } from './signatures.ts';
import { table } from './table.ts';

/** The body of a paper. Where signatures follow in the middle of a file, what stands before them stays with them on one page. */
export function body(blocks: readonly PaperBlock[], textWidth: number): (Paragraph | Table)[] {
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
