import type { DateOnly } from '../../../core/clock.ts';
import { readMeetingDay } from '../../../meetings/follow-up/read-place.ts';
import type { Meeting, MeetingStatus } from '../../../meetings/meeting.ts';
import { listMeetings } from '../../../meetings/record/meeting-store.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { findUnitMention, matchUnits, subtreeIds } from '../../../members/units/units.ts';
import type { Unit } from '../../../members/units/units.ts';
import * as words from '../../../prompts/meetings-tasks.ts';
import type { TurnContext } from '../../types.ts';
import { currentDraft } from './meeting-part.ts';

/** Where something new goes: to the meeting being logged, or to a unit on a day. */
export type Place =
  { meetingId: string; unitName: string; on: DateOnly } | { unitId: string; unitName: string; on: DateOnly };

export const unitsOf = (context: TurnContext): Promise<Unit[]> =>
  listUnits(context.db, context.viewer, { asOf: context.today });

/** Meetings to which something may still be added. */
const openMeetings: readonly MeetingStatus[] = ['planned', 'draft', 'waiting'];

/**
 * Where a line puts something new, and the line without it: 'cuộc họp ngày 20/10: …' names the meeting, by its unit too
 * where several were held that day; without it `placeFor` decides.
 */
export async function placeOfLine(
  context: TurnContext,
  line: string,
): Promise<{ place: Place | null; rest: string } | { problem: string }> {
  const named = readMeetingDay(line, context.today);
  if (!named) return { place: await placeFor(context, line), rest: line };
  const { on, rest } = named;
  const found = await listMeetings(context.db, context.viewer, { from: on, to: on, limit: 20 });
  const mention = found.length > 1 ? findUnitMention(await unitsOf(context), rest) : null;
  const meant = mention
    ? found.filter(({ unitId }) => mention.units.some((unit) => unit.id === unitId))
    : found;
  const [only] = meant;
  if (!only) return { problem: words.noMeetingOn(on) };
  if (meant.length > 1)
    return {
      problem: words.severalMeetingsOn(
        on,
        meant.map(({ unitName }) => unitName),
      ),
    };
  if (!openMeetings.includes(only.status)) return { problem: words.meetingLocked };
  return {
    place: { meetingId: only.id, unitName: only.unitName, on: only.heldOn },
    // 'chi bộ A: giao …': the unit told which meeting, and is no part of what follows.
    rest: mention && mention.from === 0 ? rest.slice(mention.to).replace(/^\s*[:,]\s*/u, '') : rest,
  };
}

/** The meeting being logged; else the unit that the line names, or the only one that the person has; null where unclear. */
export async function placeFor(context: TurnContext, line: string): Promise<Place | null> {
  const meeting = await currentDraft(context);
  if (meeting) return placeOf(meeting);
  const units = await unitsOf(context);
  const own = context.viewer.unitIds.filter((unitId) => {
    const unit = units.find((one) => one.id === unitId);
    return unit && !context.viewer.unitIds.includes(unit.parentId ?? '');
  });
  const named = findUnitMention(units, line)?.units ?? [];
  const unit =
    named.length === 1
      ? named[0]
      : own.length === 1
        ? units.find((one) => one.id === own[0])
        : units.length === 1
          ? units[0]
          : undefined;
  return unit ? { unitId: unit.id, unitName: unit.name, on: context.today } : null;
}

const placeOf = (meeting: Meeting): Place => ({
  meetingId: meeting.id,
  unitName: meeting.unitName,
  on: meeting.heldOn,
});

/** The place in a line for people. */
export const placeLine = (place: Place): string =>
  'meetingId' in place ? words.atMeeting(place.unitName, place.on) : words.ofUnit(place.unitName);

/** Ids of the units that a name means, with all below; empty where it names none of ours. */
export async function unitIdsOf(
  context: TurnContext,
  name: string,
): Promise<{ ids: string[]; isAmbiguous: boolean }> {
  if (name === '') return { ids: [], isAmbiguous: false };
  const units = await unitsOf(context);
  const found = matchUnits(units, name);
  return {
    ids: [...new Set(found.flatMap((unit) => subtreeIds(units, unit.id)))],
    isAmbiguous: found.length > 1,
  };
}
