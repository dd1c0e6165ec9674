import {
  approveMeeting,
  getMeeting,
  latestDraftId,
  listMeetings,
} from '../../../meetings/record/meeting-store.ts';
import * as words from '../../../prompts/meetings.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { text } from './meeting-blocks.ts';
import { audit, say, type MeetingPart, type MeetingsDeps } from './meeting-part.ts';

/* '/bienban' and the approval of minutes. */

const docxMime = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

async function minutesOutcome(
  deps: MeetingsDeps,
  context: TurnContext,
  meetingId: string | null,
): Promise<Outcome> {
  const wanted =
    meetingId ?? (await latestDraftId(context.db, context.viewer)) ?? (await latestMeetingId(context));
  const meeting = wanted ? await getMeeting(context.db, context.viewer, wanted) : null;
  if (!meeting) return say(meetingId ? words.meetingNotFound : words.noMeetings);
  // The Word library is loaded by who needs it.
  const { renderMinutes } = await import('../../../meetings/papers/render-minutes.ts');
  const bytes = await renderMinutes(meeting);
  const file = await deps.files.put(
    bytes,
    words.minutes.fileName(meeting.unitName, meeting.heldOn),
    docxMime,
  );
  return { blocks: [text(words.minutesReady(meeting.unitName, meeting.heldOn)), { type: 'file', file }] };
}

const latestMeetingId = async (context: TurnContext): Promise<string | null> =>
  (await listMeetings(context.db, context.viewer, { limit: 1 }))[0]?.id ?? null;

async function approveOutcome(context: TurnContext, meetingId: string): Promise<Outcome> {
  const meeting = await getMeeting(context.db, context.viewer, meetingId);
  if (!meeting) return say(words.meetingNotFound);
  return {
    blocks: [text(words.approved)],
    write: async (t) => {
      if (!(await approveMeeting(t, meetingId, context.now.toISOString()))) return [text(words.isLocked)];
      await audit(t, context, 'meeting.approved', meetingId);
      return undefined;
    },
  };
}

/** Papers of a meeting. */
export const papersPart: MeetingPart = {
  commands: [
    {
      name: 'bienban',
      permission: 'meetings.read',
      description: words.commandHelp.bienban,
      run: (deps, context) => minutesOutcome(deps, context, null),
    },
  ],
  choices: {
    minutes: (deps, context, argument) => minutesOutcome(deps, context, argument),
    approve: (_deps, context, argument) => approveOutcome(context, argument),
  },
};
