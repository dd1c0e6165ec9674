import { recordAudit } from '../../../access/audit-store.ts';
import type { Queryable } from '../../../db/database.ts';
import { templateNameOf } from '../../../meetings/papers/build-paper.ts';
import { defaultIssuer } from '../../../meetings/papers/body-names.ts';
import { issuePaper } from '../../../meetings/papers/issue.ts';
import { lintMinutes, type Hint } from '../../../meetings/papers/lint.ts';
import type { PaperKind } from '../../../meetings/papers/paper-kinds.ts';
import { getPaper, readSeries } from '../../../meetings/papers/paper-store.ts';
import { changeMeeting, type ChangeResult } from '../../../meetings/record/changes.ts';
import { getMeeting, setMeetingStatus } from '../../../meetings/record/meeting-store.ts';
import type { MeetingStatus } from '../../../meetings/meeting.ts';
import * as words from '../../../prompts/papers-chat.ts';
import { may } from '../../../access/permissions.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { say, type MeetingsDeps } from './meeting-part.ts';
import { expectedSymbol } from './papers-files.ts';
import { paperBlocks } from './papers-aloud.ts';
import { dateOf, keyOf, preparePaper, readExtras, templateNotes, type PaperSubject } from './papers-make.ts';

/*
 * From a draft to locked minutes: read back in chat with hints, sent to the chair, and, when the chair has agreed,
 * numbered and locked. What was read back is what is approved: a change in between is refused by the revision.
 */

/** The sentence for a hint. */
const hintLine = (hint: Hint): string => (words.hintSentences[hint.type] as (hint: Hint) => string)(hint);

const hintsText = (hints: readonly Hint[]): string =>
  [words.hintsTitle, ...hints.map((hint) => `- ${hintLine(hint)}`)].join('\n');

/** The place of the date line is locked with the paper: whoever may still set it hears so in time. */
async function placeNote(
  context: TurnContext,
  { unitId, unitName }: PaperSubject['meeting'],
): Promise<Block[]> {
  const { placeName } = await readSeries(context.db, unitId, context.today);
  if (placeName !== '') return [];
  const note = may(context.viewer.role, 'papers.manage') ? words.placeUnset : words.placeUnsetByOffice;
  return [text(note(unitName))];
}

/** The whole paper as text, hints, and the next step on the way of the minutes. */
export async function readBackOutcome(
  deps: MeetingsDeps,
  context: TurnContext,
  subject: PaperSubject,
): Promise<Outcome> {
  const { meeting, extras } = subject;
  const { paper, loaded } = await preparePaper(deps, context, 'minutes', subject);
  const isOpen = meeting.status === 'draft' || meeting.status === 'waiting';
  const hints = isOpen ? lintMinutes(meeting, extras) : [];
  const steps = may(context.viewer.role, 'meetings.write') ? stepsOf(meeting.status, meeting) : [];
  return {
    blocks: [
      ...templateNotes(templateNameOf('minutes', meeting), loaded),
      text(words.readBackTitle(meeting.unitName, meeting.heldOn)),
      ...paperBlocks(paper),
      ...(isOpen ? [text(hints.length === 0 ? words.noHints : hintsText(hints))] : []),
      ...(isOpen ? await placeNote(context, meeting) : []),
      text(words.readBackNext[meeting.status] ?? ''),
      ...(steps.length > 0 ? [choices('lifecycle', steps)] : []),
    ],
  };
}

function stepsOf(status: MeetingStatus, at: { id: string; revision: number }): Choice[] {
  const target = `${at.id}:${at.revision}`;
  const docx = { label: words.buttons.docx, action: `${id}:minutes:${at.id}` };
  if (status === 'draft')
    return [{ label: words.buttons.send, action: `${id}:send:${target}`, style: 'primary' }, docx];
  if (status === 'waiting')
    return [
      { label: words.buttons.approve, action: `${id}:approve:${at.id}`, style: 'primary' },
      { label: words.buttons.back, action: `${id}:return:${target}` },
      docx,
    ];
  return status === 'approved' ? [docx] : [];
}

/** 'ID:REVISION' of a button. */
export function targetOf(argument: string): { id: string; revision: number } {
  const colon = argument.lastIndexOf(':');
  return { id: argument.slice(0, colon), revision: Number(argument.slice(colon + 1)) };
}

/** Draft → waiting for the chair. */
export function sendOutcome(context: TurnContext, argument: string): Promise<Outcome> {
  return move(context, argument, 'sent', ['draft'], 'waiting', (chair) => words.sent(chair));
}

/** Waiting → draft, to be corrected. */
export function returnOutcome(context: TurnContext, argument: string): Promise<Outcome> {
  return move(context, argument, 'returned', ['waiting'], 'draft', () => words.returned);
}

async function move(
  context: TurnContext,
  argument: string,
  action: 'sent' | 'returned',
  from: readonly MeetingStatus[],
  to: MeetingStatus,
  said: (chair: string) => string,
): Promise<Outcome> {
  const target = targetOf(argument);
  const meeting = await getMeeting(context.db, context.viewer, target.id);
  if (!meeting) return say(words.meetingNotFound);
  if (to === 'waiting' && meeting.chair === '') return say(words.needsChair);
  const next: Block[] =
    to === 'waiting'
      ? [choices('lifecycle', stepsOf('waiting', { id: target.id, revision: target.revision + 1 }))]
      : [];
  return {
    blocks: [text(said(meeting.chair)), ...next],
    write: async (t) => {
      const by = { accountId: context.account.id, at: context.now.toISOString() };
      const result = await changeMeeting(
        t,
        context.viewer,
        { ...target, action, statuses: from },
        by,
        (inner) => setMeetingStatus(inner, target.id, to),
      );
      if (result.type !== 'changed') return [text(refusal(result))];
      await audit(t, context, `minutes.${action}`, 'meeting', target.id);
      return undefined;
    },
  };
}

function refusal(result: Exclude<ChangeResult<unknown>, { type: 'changed' }>): string {
  if (result.type === 'not-found') return words.meetingNotFound;
  if (result.type === 'conflict') return words.changedMeanwhile;
  if (result.status === 'cancelled') return words.isCancelled;
  return result.status === 'approved' ? words.isApprovedAlready : words.needsSending;
}

/** Echoes what would be recorded: who agreed, and which number the paper gets. */
export async function askApproval(context: TurnContext, subject: PaperSubject): Promise<Outcome> {
  const { meeting } = subject;
  if (meeting.status === 'approved') return say(words.isApprovedAlready);
  if (meeting.status === 'cancelled') return say(words.isCancelled);
  if (meeting.status !== 'waiting') return say(words.needsSending);
  if (meeting.chair === '') return say(words.needsChair);
  const { symbol, term } = await expectedSymbol(context, 'minutes', subject);
  const { unitName: unit, heldOn: date, chair } = meeting;
  const hints = lintMinutes(meeting, subject.extras);
  return {
    blocks: [
      ...(hints.length === 0 ? [] : [text(hintsText(hints))]),
      ...(await placeNote(context, meeting)),
      text(words.confirmApproval({ unit, date, chair, symbol, term })),
      {
        ...confirmation(words.buttons.confirmApproval, `approve-yes:${meeting.id}:${meeting.revision}`),
      },
    ],
  };
}

/** One press uses the question up, so that an impatient second press finds nothing to repeat. */
const confirmation = (label: string, action: string): Block => ({
  type: 'choices',
  id: 'confirm-paper',
  isOnce: true,
  options: [
    { label, action: `${id}:${action}`, style: 'primary' },
    { label: words.buttons.notYet, action: `${id}:paper-no:` },
  ],
});

/** Waiting → approved: number, locked words and the mark in the meeting, in one transaction. */
export async function approveOutcome(
  deps: MeetingsDeps,
  context: TurnContext,
  argument: string,
): Promise<Outcome> {
  const target = targetOf(argument);
  const meeting = await getMeeting(context.db, context.viewer, target.id);
  if (!meeting) return say(words.meetingNotFound);
  const { template } = await deps.papers.templates.load(templateNameOf('minutes', meeting));
  const by = { accountId: context.account.id, at: context.now.toISOString() };
  return {
    blocks: [],
    write: async (t) => {
      const result = await changeMeeting(
        t,
        context.viewer,
        { ...target, action: 'approved', statuses: ['waiting'] },
        by,
        async (inner, before) => {
          await setMeetingStatus(inner, target.id, 'approved');
          const extras = await readExtras(inner, context.viewer, before);
          return issuePaper(
            inner,
            context.viewer,
            {
              kind: 'minutes',
              meeting: before,
              extras,
              planId: null,
              issuedOn: dateOf('minutes', before, context.today),
              defaultIssuer: defaultIssuer(before.unitName),
            },
            template,
            by,
          );
        },
      );
      if (result.type !== 'changed') return [text(refusal(result))];
      const { paper } = result.value;
      await audit(t, context, 'minutes.approved', 'paper', paper.id, { symbol: paper.symbol });
      return [
        text(words.approved('minutes', paper.symbol)),
        choices('issued', [
          { label: words.buttons.docx, action: `${id}:minutes:${target.id}`, style: 'primary' },
        ]),
      ];
    },
  };
}

/** Echoes the number that a conclusion, resolution, notice or invitation would get. */
export async function askIssue(
  context: TurnContext,
  kind: PaperKind,
  subject: PaperSubject,
): Promise<Outcome> {
  const { meeting } = subject;
  const known = await getPaper(context.db, context.viewer, keyOf(subject), kind);
  if (known) return say(words.alreadyIssued(kind, known.symbol));
  if (meeting.status === 'cancelled') return say(words.isCancelled);
  const { symbol, term } = await expectedSymbol(context, kind, subject);
  const { unitName: unit, heldOn: date, chair: signer } = meeting;
  const path = subject.type === 'plan' ? `${kind}:p:${subject.planId}` : `${kind}:m:${meeting.id}`;
  return {
    blocks: [
      ...(await placeNote(context, meeting)),
      text(words.confirmIssue({ kind, unit, date, signer, symbol, term })),
      confirmation(words.buttons.confirmIssue, `issue-yes:${path}`),
    ],
  };
}

/** Gives the number and locks the words of a paper beside the minutes. */
export async function issueOutcome(
  deps: MeetingsDeps,
  context: TurnContext,
  kind: PaperKind,
  subject: PaperSubject,
): Promise<Outcome> {
  const { meeting, extras } = subject;
  const { template } = await deps.papers.templates.load(templateNameOf(kind, meeting));
  const by = { accountId: context.account.id, at: context.now.toISOString() };
  return {
    blocks: [],
    write: async (t) => {
      const input = {
        kind,
        meeting,
        extras,
        planId: subject.type === 'plan' ? subject.planId : null,
        issuedOn: dateOf(kind, meeting, context.today),
        defaultIssuer: defaultIssuer(meeting.unitName),
      };
      const { paper, isNew } = await issuePaper(t, context.viewer, input, template, by);
      if (!isNew) return [text(words.alreadyIssued(kind, paper.symbol))];
      await audit(t, context, 'paper.issued', 'paper', paper.id, { kind, symbol: paper.symbol });
      const path = subject.type === 'plan' ? `${kind}:p:${subject.planId}` : `${kind}:m:${meeting.id}`;
      return [
        text(words.approved(kind, paper.symbol)),
        choices('issued', [{ label: words.buttons.docx, action: `${id}:paper:${path}`, style: 'primary' }]),
      ];
    },
  };
}

const audit = (
  t: Queryable,
  context: TurnContext,
  action: string,
  entity: string,
  entityId: string,
  details: Record<string, string> = {},
) =>
  recordAudit(t, {
    at: context.now.toISOString(),
    accountId: context.account.id,
    action,
    entity,
    entityId,
    details,
  });
