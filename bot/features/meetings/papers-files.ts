import { templateNameOf } from '../../../meetings/papers/build-paper.ts';
import { typeCodes, type PaperKind } from '../../../meetings/papers/paper-kinds.ts';
import { nextNumber, readSeries } from '../../../meetings/papers/paper-store.ts';
import { symbolOf } from '../../../meetings/papers/numbering.ts';
import { fileName, paperNames } from '../../../prompts/papers.ts';
import * as words from '../../../prompts/papers-chat.ts';
import { may } from '../../../access/permissions.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import type { MeetingsDeps } from './meeting-part.ts';
import { dateOf, issuerOf, preparePaper, templateNotes, type PaperSubject } from './papers-make.ts';

/* A paper as a file in chat: .docx at once, .pdf where the machine can. */

/** Path of a paper in actions: 'minutes:m:ID', 'invitation:p:ID'. */
export const pathOf = (kind: PaperKind, subject: PaperSubject): string =>
  subject.type === 'plan' ? `${kind}:p:${subject.planId}` : `${kind}:m:${subject.meeting.id}`;

/** The paper as .docx, and as .pdf where asked for; with what can be done next. */
export async function fileOutcome(
  deps: MeetingsDeps,
  context: TurnContext,
  kind: PaperKind,
  subject: PaperSubject,
  options: { isPdf?: boolean } = {},
): Promise<Outcome> {
  const { meeting } = subject;
  const { paper, issued, addendumCount, loaded } = await preparePaper(deps, context, kind, subject);
  // The Word library is loaded by who needs it.
  const { writePartyDocument, docxMime } = await import('../../../papers/docx/party-document.ts');
  const docx = await writePartyDocument(paper);
  const named = (extension: string): string =>
    fileName(paperNames[kind] ?? kind, meeting.unitName, meeting.heldOn, extension);
  const said = issued
    ? [
        words.readyIssued(kind, issued.symbol, meeting.unitName, meeting.heldOn),
        ...(addendumCount > 0 ? [words.withAddenda(addendumCount)] : []),
      ].join(' ')
    : words.ready(kind, meeting.unitName, meeting.heldOn);
  const files: Block[] = [
    { type: 'file', file: await deps.files.put(docx, named('docx'), docxMime), audience: 'internal' },
  ];
  const notes: Block[] = [];
  if (options.isPdf) {
    context.live(words.makingPdf);
    const made = await deps.papers.pdf.fromDocx(docx, { signal: context.signal });
    if (made.type === 'made') {
      const file = await deps.files.put(made.bytes, named('pdf'), 'application/pdf');
      files.push({ type: 'file', file, audience: 'internal' });
    } else notes.push(text(made.type === 'absent' ? words.pdfAbsent : words.pdfFailed));
  }
  const next = nextSteps(context, kind, subject, issued !== null, options.isPdf ?? false);
  return {
    blocks: [
      ...templateNotes(templateNameOf(kind, meeting), loaded),
      text(said),
      ...files,
      ...notes,
      ...(next.length > 0 ? [choices('paper', next)] : []),
    ],
  };
}

function nextSteps(
  context: TurnContext,
  kind: PaperKind,
  subject: PaperSubject,
  isIssued: boolean,
  hasPdf: boolean,
): Choice[] {
  const mayWrite = may(context.viewer.role, 'meetings.write');
  const isMinutes = kind === 'minutes';
  return [
    ...(hasPdf ? [] : [{ label: words.buttons.pdf, action: `${id}:paper-pdf:${pathOf(kind, subject)}` }]),
    ...(isMinutes && !isIssued && mayWrite
      ? [
          {
            label: words.buttons.readBack,
            action: `${id}:read-back:${subject.meeting.id}`,
            style: 'primary' as const,
          },
        ]
      : []),
    ...(!isMinutes && !isIssued && mayWrite
      ? [{ label: words.buttons.issue, action: `${id}:issue:${pathOf(kind, subject)}` }]
      : []),
  ];
}

/** The symbol that the next paper of this kind would get; shown before it is taken, and taken anew when it is. */
export async function expectedSymbol(
  context: TurnContext,
  kind: PaperKind,
  subject: PaperSubject,
): Promise<{ symbol: string; term: string }> {
  const { meeting } = subject;
  const series = await readSeries(context.db, meeting.unitId, dateOf(kind, meeting, context.today));
  const typeCode = typeCodes[kind];
  const number = await nextNumber(context.db, meeting.unitId, series.term.name, typeCode);
  return { symbol: symbolOf(number, typeCode, issuerOf(series, meeting)), term: series.term.name };
}
