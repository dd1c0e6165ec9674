import {
  meetingKinds,
  type Meeting,
  type MeetingKind,
  type MeetingStatus,
} from '../../../meetings/meeting.ts';
import { latestTouchedMeetingId } from '../../../meetings/papers/paper-store.ts';
import {
  getMeeting,
  latestDraftId,
  listMeetings,
  type MeetingSummary,
} from '../../../meetings/record/meeting-store.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { findUnitMention, subtreeIds } from '../../../members/units/units.ts';
import { meetingTitle } from '../../../prompts/papers-titles.ts';
import * as words from '../../../prompts/papers-chat.ts';
import { parseDate } from '../../../text/dates.ts';
import { parsePeriod } from '../../../text/periods.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { id } from './meeting-blocks.ts';
import { say } from './meeting-part.ts';

/* Which meeting a paper is asked of: the one named by unit and day, else the one that the person works on. */

export interface PickFilter {
  statuses?: readonly MeetingStatus[];
  kinds?: readonly MeetingKind[];
  /** Verb of the buttons where several fit: 'meetings:VERB:ID'. */
  verb: string;
  /** Said where no meeting is there at all. */
  none?: string;
}

/** The meeting that `args` names, or an outcome that asks or says that there is none. */
export async function pickMeeting(
  context: TurnContext,
  args: string,
  filter: PickFilter,
): Promise<{ meeting: Meeting } | { outcome: Outcome }> {
  const { db, viewer } = context;
  const narrow = {
    statuses: filter.statuses ?? openToPapers,
    ...(filter.kinds ? { kinds: filter.kinds } : {}),
  };
  const typed = args.trim();
  if (typed === '') {
    const { statuses = openToPapers, kinds = meetingKinds } = filter;
    const touched =
      (await latestTouchedMeetingId(db, viewer, { statuses, kinds })) ?? (await latestDraftId(db, viewer));
    const meeting = touched ? await getMeeting(db, viewer, touched) : null;
    if (meeting && statuses.includes(meeting.status) && kinds.includes(meeting.kind)) return { meeting };
    const [latest] = await listMeetings(db, viewer, { ...narrow, limit: 1 });
    return latest ? open(context, latest.id) : { outcome: say(filter.none ?? words.noMeetings) };
  }
  const units = await listUnits(db, viewer);
  const mention = findUnitMention(units, typed);
  const rest = mention ? `${typed.slice(0, mention.from)} ${typed.slice(mention.to)}` : typed;
  const date = parseDate(rest, context.today)?.date ?? null;
  const period = date ? { from: date, to: date } : parsePeriod(rest, context.today);
  if (!mention && !period) return { outcome: say(words.noneMatches) };
  const found = await listMeetings(db, viewer, {
    ...narrow,
    ...(mention ? { unitIds: mention.units.flatMap((unit) => subtreeIds(units, unit.id)) } : {}),
    ...(period ? { from: period.from, to: period.to } : {}),
    limit: 8,
  });
  // The unit itself goes before those below it.
  const own = mention ? found.filter((one) => mention.units.some((unit) => unit.id === one.unitId)) : [];
  const fitting = own.length > 0 ? own : found;
  const [first] = fitting;
  if (!first) return { outcome: say(words.noneMatches) };
  if (fitting.length === 1) return open(context, first.id);
  return { outcome: ask(fitting, filter.verb) };
}

/** States of meetings that took place. */
const openToPapers: readonly MeetingStatus[] = ['draft', 'waiting', 'approved'];

async function open(
  context: TurnContext,
  meetingId: string,
): Promise<{ meeting: Meeting } | { outcome: Outcome }> {
  const meeting = await getMeeting(context.db, context.viewer, meetingId);
  return meeting ? { meeting } : { outcome: say(words.meetingNotFound) };
}

const ask = (meetings: readonly MeetingSummary[], verb: string): Outcome => ({
  blocks: [
    {
      type: 'choices',
      id: 'which-paper',
      prompt: words.whichMeeting,
      options: meetings.map((one) => ({
        label: words.meetingOption(one.unitName, one.heldOn, meetingTitle({ ...one, isExtended: false })),
        action: `${id}:${verb}:${one.id}`,
      })),
    },
  ],
});
