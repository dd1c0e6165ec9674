import {
  AlignmentType,
  Document,
  Header,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
} from 'docx';
import type { Paper } from '../paper.ts';
import { body } from './blocks.ts';
import { heading, titleOf } from './head.ts';
import { half, mm } from './lines.ts';
import { closing } from './signatures.ts';

/*
 * The one writer of .docx: plain data in, bytes out. Layout of 36-HD/VPTW (03/4/2018): A4, Times New Roman, margins 20
 * (top), 20 (bottom), 30 (left), 15 mm (right); body above in regular capitals, issuing body in bold capitals, '*',
 * number; 'ĐẢNG CỘNG SẢN VIỆT NAM' in bold over a ruled line; place and date in italics; title in bold 16; page numbers
 * at the top, in the middle, from the second page on; 'Nơi nhận' on the left, who signs on the right.
 */

/** The media type of what `writePartyDocument` makes. */
export const docxMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const margin = { top: 20, bottom: 20, left: 30, right: 15 };
const font = 'Times New Roman';
const bodySize = 14;

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
          ...body(paper.blocks, textWidth),
          ...closing(paper, textWidth),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
