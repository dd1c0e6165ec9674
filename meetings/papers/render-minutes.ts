import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  PageNumber,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  UnderlineType,
  WidthType,
} from 'docx';
import { kindLabel, minutes as words, voteResult } from '../../prompts/meetings.ts';
import { formatDate, formatDateLong } from '../../text/dates.ts';
import { attendanceSums } from '../record/attendance.ts';
import type { Attendance, Meeting } from '../meeting.ts';
import { votesNeeded } from '../record/quorum.ts';

/*
 * Minutes as .docx: heading of 36-HD/VPTW (03/4/2018), field order of 16-HD/VPTW (23/02/2023), A4, Times New Roman 14,
 * margins 20-20-30-15 mm as offices print them. No numbers are made up: the number of the minutes stays blank.
 */

const mm = (millimetres: number): number => Math.round(millimetres * 56.693);
const fontSize = 28; // half points
const textWidth = 210 - 30 - 15;

/** Bytes of the minutes of one meeting. A draft carries the mark of a draft. */
export async function renderMinutes(meeting: Meeting): Promise<Uint8Array> {
  const document = new Document({
    styles: {
      default: {
        document: {
          run: { font: 'Times New Roman', size: fontSize },
          paragraph: { spacing: { line: 300, after: 80 } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT], size: 24 })],
              }),
            ],
          }),
        },
        children: [
          heading(meeting),
          ...title(meeting),
          ...facts(meeting),
          ...attendance(meeting.attendance),
          ...agenda(meeting),
          ...decisions(meeting),
          ...tasks(meeting),
          ...votes(meeting),
          closing(meeting),
          signatures(meeting),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

const upper = (text: string): string => text.toLocaleUpperCase('vi');
const line = (
  text: string,
  options: { bold?: boolean; italics?: boolean; underline?: boolean; size?: number } = {},
) =>
  new TextRun({
    text,
    ...(options.bold ? { bold: true } : {}),
    ...(options.italics ? { italics: true } : {}),
    ...(options.underline ? { underline: { type: UnderlineType.SINGLE } } : {}),
    ...(options.size ? { size: options.size } : {}),
  });
const centred = (...children: TextRun[]) =>
  new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 0 }, children });
const body = (...children: TextRun[]) =>
  new Paragraph({ alignment: AlignmentType.JUSTIFIED, indent: { firstLine: mm(10) }, children });
const sectionTitle = (text: string) =>
  new Paragraph({
    spacing: { before: 160, after: 80 },
    keepNext: true,
    children: [line(text, { bold: true })],
  });

const noBorder = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' };
const noBorders = {
  top: noBorder,
  bottom: noBorder,
  left: noBorder,
  right: noBorder,
  insideHorizontal: noBorder,
  insideVertical: noBorder,
};

/** Two cells side by side without borders, widths in millimetres. */
function sideBySide(left: Paragraph[], right: Paragraph[], leftWidth: number): Table {
  const widths = [mm(leftWidth), mm(textWidth - leftWidth)];
  const cell = (children: Paragraph[], i: number) =>
    new TableCell({
      children,
      width: { size: widths[i] as number, type: WidthType.DXA },
      borders: noBorders,
    });
  return new Table({
    width: { size: mm(textWidth), type: WidthType.DXA },
    columnWidths: widths,
    borders: noBorders,
    rows: [new TableRow({ cantSplit: true, children: [cell(left, 0), cell(right, 1)] })],
  });
}

function heading(meeting: Meeting): Table {
  const left = [
    ...(meeting.parentName ? [centred(line(upper(meeting.parentName), { size: 26 }))] : []),
    centred(line(upper(meeting.unitName), { bold: true, size: 26 })),
    centred(line('*')),
    centred(line(words.number, { size: 26 })),
  ];
  const right = [
    centred(line(words.party, { bold: true, underline: true, size: 26 })),
    new Paragraph({ spacing: { after: 0 }, children: [] }),
    centred(line(words.dateline(formatDateLong(meeting.heldOn)), { italics: true, size: 26 })),
    ...(meeting.status === 'draft' ? [centred(line(words.draft, { bold: true, size: 24 }))] : []),
  ];
  return sideBySide(left, right, 78);
}

const title = (meeting: Meeting): Paragraph[] => [
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 320, after: 0 },
    children: [line(words.title, { bold: true, size: 32 })],
  }),
  centred(line(meeting.title || `${kindLabel(meeting.kind)}`, { bold: true })),
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { after: 200 },
    children: [line(words.onDay(formatDate(meeting.heldOn)), { italics: true })],
  }),
];

function facts(meeting: Meeting): Paragraph[] {
  const rows: (readonly [string, string])[] = [
    [words.begins, words.startTime(meeting.startsAt, meeting.heldOn)],
    [words.place, meeting.place],
    [words.chair, meeting.chair],
    [words.minuteTaker, meeting.minuteTaker],
    [words.guests, meeting.guests],
  ];
  return rows.map(([label, value]) =>
    body(line(`${label}: `, { bold: true }), line(value || words.toBeFilled)),
  );
}

function attendance(counts: Attendance | null): (Paragraph | Table)[] {
  const head = body(line(`${words.attendance}:`, { bold: true }));
  if (!counts) return [head, body(line(words.toBeFilled))];
  const rows = (Object.keys(words.attendanceRows) as (keyof Attendance)[])
    .filter(
      (field) =>
        (counts[field] ?? null) !== null && (counts[field] !== 0 || field === 'total' || field === 'present'),
    )
    .map((field) => [words.attendanceRows[field], String(counts[field])]);
  const sums = attendanceSums(counts).map((sum) => words.arithmetic(sum));
  return [
    head,
    bordered([words.attendanceHead, ...rows], [110, 45], [false, true]),
    new Paragraph({
      spacing: { before: 80 },
      children: [line(words.check(sums.join('. ')), { italics: true, size: 24 })],
    }),
  ];
}

const agenda = (meeting: Meeting): Paragraph[] => [
  sectionTitle(words.agenda),
  ...(meeting.agenda.length === 0
    ? [body(line(words.none))]
    : meeting.agenda.flatMap(({ ordinal, title: item, discussion }) => [
        body(line(`${ordinal}. ${item}`)),
        ...(discussion ? [body(line(discussion))] : []),
      ])),
];

const decisions = (meeting: Meeting): Paragraph[] => [
  sectionTitle(words.conclusions),
  ...(meeting.decisions.length === 0
    ? [body(line(words.none))]
    : meeting.decisions.map(({ ordinal, text }) => body(line(`${ordinal}. ${text}`)))),
];

function tasks(meeting: Meeting): (Paragraph | Table)[] {
  if (meeting.tasks.length === 0) return [];
  const rows = meeting.tasks.map((task, i) => [
    String(i + 1),
    task.content,
    task.lead || words.noLead,
    task.cooperating.join(', '),
    task.dueOn ? formatDate(task.dueOn) : words.noDue,
  ]);
  return [
    sectionTitle(words.tasks),
    bordered([words.tasksHead, ...rows], [12, 66, 32, 27, 28], [true, false, false, false, true]),
  ];
}

const votes = (meeting: Meeting): Paragraph[] =>
  meeting.votes.length === 0
    ? []
    : [
        sectionTitle(words.votes),
        ...meeting.votes.flatMap((vote) =>
          voteResult({ ...vote, needed: votesNeeded(vote.base, vote.threshold) })
            .replaceAll('**', '')
            .split('\n')
            .map((text) => body(line(text))),
        ),
      ];

const closing = (meeting: Meeting): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: mm(10) },
    spacing: { before: 160, after: 240 },
    children: [line(words.closing(meeting.endsAt))],
  });

function signatures(meeting: Meeting): Table {
  const signer = (role: string, name: string): Paragraph[] => [
    centred(line(role, { bold: true })),
    ...Array.from({ length: 4 }, () => centred(line(''))),
    centred(line(name, { bold: true })),
  ];
  return sideBySide(
    signer(words.signMinuteTaker, nameOnly(meeting.minuteTaker)),
    signer(words.signChair, nameOnly(meeting.chair)),
    textWidth / 2,
  );
}

// 'Lê Văn Mẫu, Bí thư chi bộ' signs as 'Lê Văn Mẫu'.
const nameOnly = (person: string): string => person.split(/[,;(–-]/u)[0]?.trim() ?? '';

/** A bordered table, first row bold; widths in millimetres. */
function bordered(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  isCentred: readonly boolean[],
): Table {
  return new Table({
    width: { size: mm(widths.reduce((sum, width) => sum + width, 0)), type: WidthType.DXA },
    columnWidths: widths.map(mm),
    alignment: AlignmentType.CENTER,
    rows: rows.map(
      (cells, r) =>
        new TableRow({
          tableHeader: r === 0,
          cantSplit: true,
          children: cells.map(
            (text, c) =>
              new TableCell({
                width: { size: mm(widths[c] as number), type: WidthType.DXA },
                margins: { top: 40, bottom: 40, left: 80, right: 80 },
                children: [
                  new Paragraph({
                    alignment: r === 0 || isCentred[c] ? AlignmentType.CENTER : AlignmentType.LEFT,
                    spacing: { after: 0 },
                    children: [line(text, { bold: r === 0, size: 26 })],
                  }),
                ],
              }),
          ),
        }),
    ),
  });
}
