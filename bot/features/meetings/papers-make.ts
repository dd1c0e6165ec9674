import type { Queryable } from '../../../db/database.ts';
import type { Viewer } from '../../../core/viewer.ts';
import { asMeeting, type PlannedMeeting } from '../../../meetings/calendar/plan.ts';
import { carriedItems } from '../../../meetings/follow-up/carried.ts';
import { listComments } from '../../../meetings/follow-up/comment-store.ts';
import { listDrafts, listPersonnelItems } from '../../../meetings/follow-up/outcome-store.ts';
import { findProposals } from '../../../meetings/follow-up/proposal-store.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import { withAddenda } from '../../../meetings/papers/addenda.ts';
import { defaultIssuer } from '../../../meetings/papers/body-names.ts';
import { buildPaper, templateNameOf } from '../../../meetings/papers/build-paper.ts';
import type { PaperKind } from '../../../meetings/papers/paper-kinds.ts';
import {
  getPaper,
  listAddenda,
  readMeetingFacts,
  readSeries,
  type IssuedPaper,
  type Series,
} from '../../../meetings/papers/paper-store.ts';
import { noExtras, type CarriedLine, type MeetingExtras } from '../../../meetings/papers/paper-values.ts';
import type { LoadedTemplate } from '../../../meetings/papers/template-files.ts';
import type { Paper } from '../../../papers/paper.ts';
import * as words from '../../../prompts/papers-chat.ts';
import type { Block, TurnContext } from '../../types.ts';
import { text } from './meeting-blocks.ts';
import type { MeetingsDeps } from './meeting-part.ts';

/* From a stored meeting, or a planned one, to its paper as data and as a file. */

/** What a paper is about: a meeting that was logged, or one that is planned. */
export type PaperSubject =
  | { type: 'meeting'; meeting: Meeting; extras: MeetingExtras }
  | { type: 'plan'; meeting: Meeting; extras: MeetingExtras; planId: string };

/** Everything that is kept beside a meeting and printed with it. */
export async function readExtras(
  db: Queryable,
  viewer: Viewer,
  meeting: Pick<Meeting, 'id' | 'unitId' | 'heldOn'>,
): Promise<MeetingExtras> {
  const meetingId = meeting.id;
  const filter = { meetingId };
  const { proposals } = await findProposals(db, viewer, { ...filter, limit: 200 });
  const drafts = await listDrafts(db, viewer, filter);
  const personnel = await listPersonnelItems(db, viewer, meetingId);
  const comments = await listComments(db, viewer, filter);
  const facts = await readMeetingFacts(db, viewer, meetingId);
  const brought = await readCarried(db, viewer, meeting);
  return {
    ...noExtras,
    ...facts,
    ...brought,
    drafts,
    comments,
    personnel: personnel.map(({ content }) => content),
    proposals: proposals.map(({ content, proposer, addressee, directive, status }) => ({
      content,
      proposer,
      addressee,
      directive,
      isDirectedUnknown: status === 'directed-unknown',
    })),
  };
}

/** At most so many matters of earlier meetings stand in minutes; the rest is a number. */
const mostCarried = 30;

/** What earlier meetings of the unit left open and what this one ticked off, for its minutes. */
async function readCarried(
  db: Queryable,
  viewer: Viewer,
  { id: meetingId, unitId, heldOn }: Pick<Meeting, 'id' | 'unitId' | 'heldOn'>,
): Promise<Pick<MeetingExtras, 'carried' | 'moreCarried'>> {
  const items = await carriedItems(db, viewer, { unitId, heldOn, meetingId });
  const task = { kind: 'task' as const, status: '' };
  const lines: CarriedLine[] = [
    ...items.ticked.map((one) => ({ ...one, ...task, who: one.lead, isDone: true })),
    ...items.tasks.map((one) => ({ ...one, ...task, who: one.lead, isDone: false })),
    ...items.proposals.map(({ content, addressee, raisedOn, status }) => ({
      ...{ kind: 'proposal' as const, content, status, who: addressee, heldOn: raisedOn },
      ...{ dueOn: null, isDone: false, result: '' },
    })),
    ...items.drafts.map(({ title, finisher, dueOn, heldOn: adoptedOn }) => ({
      ...{ kind: 'draft' as const, content: title, status: '', who: finisher, heldOn: adoptedOn },
      ...{ dueOn, isDone: false, result: '' },
    })),
  ];
  return {
    carried: lines.slice(0, mostCarried),
    moreCarried: Math.max(0, lines.length - mostCarried) + items.moreTasks,
  };
}

/** A planned meeting as the subject of an invitation. */
export const planSubject = (plan: PlannedMeeting): PaperSubject => ({
  type: 'plan',
  meeting: asMeeting(plan),
  extras: { ...noExtras, materials: plan.materials.map(({ label }) => label) },
  planId: plan.id,
});

/** Where the paper of a subject is kept. */
export const keyOf = (subject: PaperSubject): { meetingId: string } | { planId: string } =>
  subject.type === 'plan' ? { planId: subject.planId } : { meetingId: subject.meeting.id };

/** The code of the issuer: what the unit set, else what units of its kind use. */
export const issuerOf = (series: Series, meeting: Pick<Meeting, 'unitName'>): string =>
  series.issuer ?? defaultIssuer(meeting.unitName);

/** Papers of a meeting carry its last day; an invitation the day on which it is written. */
export const dateOf = (kind: PaperKind, meeting: Meeting, today: string): string =>
  kind === 'invitation' ? today : (meeting.endsOn ?? meeting.heldOn);

/** A paper as it would be printed now. */
export interface PreparedPaper {
  paper: Paper;
  issued: IssuedPaper | null;
  addendumCount: number;
  loaded: LoadedTemplate;
}

/** The locked paper where one was issued, with its addenda; else the draft as the meeting stands. */
export async function preparePaper(
  deps: Pick<MeetingsDeps, 'papers'>,
  context: TurnContext,
  kind: PaperKind,
  subject: PaperSubject,
): Promise<PreparedPaper> {
  const { db, viewer } = context;
  const { meeting, extras } = subject;
  const loaded = await deps.papers.templates.load(templateNameOf(kind, meeting));
  const issued = await getPaper(db, viewer, keyOf(subject), kind);
  if (issued) {
    const addenda = await listAddenda(db, issued.id);
    return { paper: withAddenda(issued, addenda), issued, addendumCount: addenda.length, loaded };
  }
  const issuedOn = dateOf(kind, meeting, context.today);
  const series = await readSeries(db, meeting.unitId, issuedOn);
  const number = { symbol: null, issuer: issuerOf(series, meeting), placeName: series.placeName, issuedOn };
  return {
    // Minutes that an earlier release approved have no kept paper, and are no draft all the same.
    paper: buildPaper(
      { kind, meeting, extras, number, isDraft: kind !== 'minutes' || meeting.status !== 'approved' },
      loaded.template,
    ),
    issued: null,
    addendumCount: 0,
    loaded,
  };
}

/** Says which of the office's templates cannot be used, and why. */
export const templateNotes = (name: string, { faults }: Pick<LoadedTemplate, 'faults'>): Block[] =>
  faults.length === 0 ? [] : [text(words.templateBroken(name, faults.map(words.faultLine)))];
