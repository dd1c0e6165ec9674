import { Paragraph, type Table, TextRun, UnderlineType } from 'docx';
import type { Paper, Signature } from '../paper.ts';
import { centred, gapAbove, half, lineOfCapitals, mm, runs, spacer } from './lines.ts';
import { sideBySide } from './side-by-side.ts';

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

/** Signers side by side, each with room to sign. */
export const signatureTable = (signatures: readonly Signature[], textWidth: number): Table =>
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

/** Signatures and recipients: on one page with the last lines above, and never cut by its end. */
export function closing({ signatures, recipients }: Paper, textWidth: number): (Paragraph | Table)[] {
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
