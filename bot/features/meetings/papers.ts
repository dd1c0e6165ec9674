import { getPlan, listPlans } from '../../../meetings/calendar/plan-store.ts';
import { getMeeting } from '../../../meetings/record/meeting-store.ts';
import { isCellMeeting, paperKinds, type PaperKind } from '../../../meetings/papers/paper-kinds.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { findUnitMention, subtreeIds } from '../../../members/units/units.ts';
import { meetingTitle } from '../../../prompts/papers-titles.ts';
import * as words from '../../../prompts/papers-chat.ts';
import { parseDate } from '../../../text/dates.ts';
import { fold } from '../../../text/normalise.ts';
import { findLooseSymbols } from '../../../text/symbols.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { say, type MeetingPart, type MeetingsDeps } from './meeting-part.ts';
import { goOnWithAddendum, heldAddendum, proposeAddendum } from './papers-addendum.ts';
import {
  approveOutcome,
  askApproval,
  askIssue,
  issueOutcome,
  readBackOutcome,
  returnOutcome,
  sendOutcome,
} from './papers-approve.ts';
import { fileOutcome } from './papers-files.ts';
import { planSubject, readExtras, type PaperSubject } from './papers-make.ts';
import { pickMeeting, type PickFilter } from './papers-pick.ts';
import {
  copyTemplatesOutcome,
  goOnWithSeries,
  heldSeries,
  seriesOutcome,
  templatesOutcome,
} from './papers-settings.ts';

/* Papers of a meeting: '/bienban' and its way to locked minutes, and what is issued beside them. */

/** 'pdf' at the end of a line asks for that; the rest names the meeting. */
function takePdf(args: string): { rest: string; isPdf: boolean } {
  const rest = args.replace(/(?<![\p{L}\p{N}])pdf(?![\p{L}\p{N}])/giu, ' ');
  return { rest, isPdf: rest !== args };
}

async function subjectOf(context: TurnContext, meetingId: string): Promise<PaperSubject | null> {
  const meeting = await getMeeting(context.db, context.viewer, meetingId);
  if (!meeting) return null;
  return { type: 'meeting', meeting, extras: await readExtras(context.db, context.viewer, meeting) };
}

type OfSubject = (subject: PaperSubject) => Promise<Outcome>;

/** Finds the meeting that is meant and goes on with it. */
async function ofPicked(
  context: TurnContext,
  args: string,
  filter: PickFilter,
  go: OfSubject,
): Promise<Outcome> {
  const picked = await pickMeeting(context, args, filter);
  return 'outcome' in picked ? picked.outcome : ofMeeting(context, picked.meeting.id, go);
}

async function ofMeeting(context: TurnContext, meetingId: string, go: OfSubject): Promise<Outcome> {
  const subject = await subjectOf(context, meetingId);
  return subject ? go(subject) : say(words.meetingNotFound);
}

/** 'KIND:m:ID' or 'KIND:p:ID' of a button. */
async function ofPath(
  context: TurnContext,
  path: string,
  go: (kind: PaperKind, subject: PaperSubject) => Promise<Outcome>,
): Promise<Outcome> {
  const [name, of, subjectId = ''] = path.split(':');
  const kind = paperKinds.find((one) => one === name);
  if (!kind) return say(words.meetingNotFound);
  if (of !== 'p') return ofMeeting(context, subjectId, (subject) => go(kind, subject));
  const plan = await getPlan(context.db, context.viewer, subjectId);
  return plan ? go(kind, planSubject(plan)) : say(words.meetingNotFound);
}

/** A paper beside the minutes: '/ketluanhoinghi', '/nghiquyet', '/thongbao'. */
function paperCommand(kind: Exclude<PaperKind, 'minutes' | 'invitation'>) {
  return (deps: MeetingsDeps, context: TurnContext, args: string): Promise<Outcome> => {
    const { rest, isPdf } = takePdf(args);
    // Somebody who types '/nghiquyet 08-NQ/ĐUK' looks for a document.
    const symbol = findLooseSymbols(rest)[0];
    if (symbol) return Promise.resolve(say(words.symbolAsked(symbol.symbol)));
    const filter: PickFilter = {
      verb: `paper-of-${kind}`,
      statuses: ['draft', 'waiting', 'approved'],
      ...(kind === 'resolution' ? { kinds: ['regular', 'thematic'] as const, none: words.onlyCell } : {}),
    };
    return ofPicked(context, rest, filter, (subject) => fileOutcome(deps, context, kind, subject, { isPdf }));
  };
}

const ofKind =
  (kind: PaperKind) =>
  (deps: MeetingsDeps, context: TurnContext, meetingId: string): Promise<Outcome> =>
    ofMeeting(context, meetingId, (subject) =>
      kind === 'resolution' && !isCellMeeting(subject.meeting.kind)
        ? Promise.resolve(say(words.onlyCell))
        : fileOutcome(deps, context, kind, subject),
    );

/** An invitation to a meeting that is planned: the next one, or the one that unit and day name. */
async function invitationOutcome(deps: MeetingsDeps, context: TurnContext, args: string): Promise<Outcome> {
  const { db, viewer, today } = context;
  const { rest, isPdf } = takePdf(args);
  const units = await listUnits(db, viewer, { asOf: today });
  const mention = findUnitMention(units, rest);
  const left = mention ? `${rest.slice(0, mention.from)} ${rest.slice(mention.to)}` : rest;
  const day = parseDate(left, today, { prefer: 'future' })?.date;
  const plans = await listPlans(db, viewer, {
    from: day ?? today,
    ...(day ? { to: day } : {}),
    ...(mention ? { unitIds: mention.units.flatMap((unit) => subtreeIds(units, unit.id)) } : {}),
    states: ['planned'],
    limit: 6,
  });
  const [first, second] = plans;
  if (!first) return say(fold(rest).trim() === '' ? words.noPlans : words.noneMatches);
  // Without a day the next meeting is meant, unless another one is on the same day.
  if (!second || (!day && second.heldOn !== first.heldOn && mention))
    return fileOutcome(deps, context, 'invitation', planSubject(first), { isPdf });
  return {
    blocks: [
      text(words.whichMeeting),
      choices(
        'which-plan',
        plans.map((plan) => ({
          label: words.meetingOption(plan.unitName, plan.heldOn, meetingTitle(plan)),
          action: `${id}:paper:invitation:p:${plan.id}`,
        })),
      ),
    ],
  };
}

/** Papers of a meeting. */
export const papersPart: MeetingPart = {
  commands: [
    {
      name: 'bienban',
      permission: 'meetings.read',
      description: words.commandHelp.bienban,
      example: words.examples.bienban,
      run(deps, context, args) {
        const { rest, isPdf } = takePdf(args);
        return ofPicked(context, rest, { verb: 'minutes' }, (subject) =>
          fileOutcome(deps, context, 'minutes', subject, { isPdf }),
        );
      },
    },
    {
      name: 'docbienban',
      aliases: ['doclaibienban', 'xembienban'],
      permission: 'meetings.read',
      description: words.commandHelp.docbienban,
      run: (deps, context, args) =>
        ofPicked(context, args, { verb: 'read-back' }, (subject) => readBackOutcome(deps, context, subject)),
    },
    {
      name: 'duyetbienban',
      permission: 'meetings.write',
      description: words.commandHelp.duyetbienban,
      run: (_deps, context, args) =>
        ofPicked(
          context,
          args,
          { verb: 'approve', statuses: ['waiting'], none: words.nothingWaiting },
          (subject) => askApproval(context, subject),
        ),
    },
    {
      name: 'phuluc',
      aliases: ['phulucbienban'],
      permission: 'meetings.write',
      description: words.commandHelp.phuluc,
      example: words.examples.phuluc,
      run: (_deps, context, args) => proposeAddendum(context, args),
    },
    {
      name: 'ketluanhoinghi',
      aliases: ['vanbanketluan'],
      permission: 'meetings.read',
      description: words.commandHelp.ketluanhoinghi,
      run: paperCommand('conclusion'),
    },
    {
      name: 'nghiquyet',
      aliases: ['nghiquyetchibo'],
      permission: 'meetings.read',
      description: words.commandHelp.nghiquyet,
      run: paperCommand('resolution'),
    },
    {
      name: 'thongbao',
      aliases: ['thongbaoketluan'],
      permission: 'meetings.read',
      description: words.commandHelp.thongbao,
      run: paperCommand('notice'),
    },
    {
      name: 'giaymoi',
      permission: 'meetings.read',
      description: words.commandHelp.giaymoi,
      run: invitationOutcome,
    },
    {
      name: 'sovanban',
      permission: 'meetings.read',
      description: words.commandHelp.sovanban,
      example: words.examples.sovanban,
      run: (_deps, context, args) => seriesOutcome(context, args),
    },
    {
      name: 'mauvanban',
      permission: 'papers.manage',
      description: words.commandHelp.mauvanban,
      run: (deps, context) => templatesOutcome(deps, context),
    },
  ],
  choices: {
    minutes: ofKind('minutes'),
    'paper-of-conclusion': ofKind('conclusion'),
    'paper-of-resolution': ofKind('resolution'),
    'paper-of-notice': ofKind('notice'),
    paper: (deps, context, path) =>
      ofPath(context, path, (kind, subject) => fileOutcome(deps, context, kind, subject)),
    'paper-pdf': (deps, context, path) =>
      ofPath(context, path, (kind, subject) => fileOutcome(deps, context, kind, subject, { isPdf: true })),
    'read-back': (deps, context, meetingId) =>
      ofMeeting(context, meetingId, (subject) => readBackOutcome(deps, context, subject)),
    send: (_deps, context, target) => sendOutcome(context, target),
    return: (_deps, context, target) => returnOutcome(context, target),
    approve: (deps, context, meetingId) =>
      ofMeeting(context, meetingId, (subject) =>
        subject.meeting.status === 'draft'
          ? readBackOutcome(deps, context, subject)
          : askApproval(context, subject),
      ),
    'approve-yes': (deps, context, target) => approveOutcome(deps, context, target),
    issue: (_deps, context, path) =>
      ofPath(context, path, (kind, subject) => askIssue(context, kind, subject)),
    'issue-yes': (deps, context, path) =>
      ofPath(context, path, (kind, subject) => issueOutcome(deps, context, kind, subject)),
    'paper-no': () => Promise.resolve(say(words.notYet)),
    'copy-templates': (deps, context) => copyTemplatesOutcome(deps, context),
  },
  held: { addendum: heldAddendum, 'paper-series': heldSeries },
  dialogues: {
    addendum: (_deps, context, input) => goOnWithAddendum(context, input),
    'paper-series': (_deps, context, input) => goOnWithSeries(context, input),
  },
};
