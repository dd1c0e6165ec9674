import type { DateOnly } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import type { Queryable } from '../../db/database.ts';
import { settlePlan } from '../calendar/plan-store.ts';
import type { GuidedState } from '../entry/guided.ts';
import { insertMeeting } from './meeting-store.ts';
import { recordLogged } from './changes.ts';
import { addDecision } from './record-store.ts';
import { parseDecision } from '../entry/parse-decision.ts';
import { readConclusionLine } from '../entry/read-conclusions.ts';
import type { ParsedDecision } from '../entry/parse-decision.ts';

/** Stores what a guided dialogue collected; conclusions become decisions and tasks. Returns the id of the meeting. */
export async function logMeeting(
  t: Queryable,
  { draft }: GuidedState,
  by: { accountId: string | null; at: string; today: DateOnly; isDemo?: boolean },
): Promise<string> {
  if (!draft.unit || !draft.head.kind || !draft.head.heldOn)
    throw new Error('a meeting needs unit, kind and date');
  const id = newId();
  const { kind, heldOn, ...head } = draft.head;
  await insertMeeting(
    t,
    {
      id,
      unitId: draft.unit.id,
      kind,
      heldOn,
      title: head.title ?? '',
      startsAt: head.startsAt ?? null,
      endsAt: head.endsAt ?? null,
      place: head.place ?? '',
      chair: head.chair ?? '',
      minuteTaker: head.minuteTaker ?? '',
      guests: head.guests ?? '',
      endsOn: head.endsOn ?? null,
      sessionNo: head.sessionNo ?? null,
      isExtended: head.isExtended ?? false,
      isOnline: head.isOnline ?? false,
      topic: head.topic ?? '',
      participants: head.participants ?? [],
      attendance: draft.attendance,
      agenda: draft.agenda,
      isDemo: by.isDemo ?? false,
    },
    by,
  );
  await settlePlan(t, { id, unitId: draft.unit.id, kind, heldOn });
  // A deadline without a year is counted from the day of the meeting, not from the day on which it is written down.
  for (const line of draft.conclusions) {
    const { section, text } = readConclusionLine(line);
    await logDecision(t, id, parseDecision(text, heldOn), section);
  }
  await recordLogged(t, id, by);
  return id;
}

/** Stores one conclusion with its task, under the heading `section`. */
export async function logDecision(
  t: Queryable,
  meetingId: string,
  parsed: ParsedDecision,
  section = '',
): Promise<void> {
  const task = parsed.task && { id: newId(), ...parsed.task, doneAt: null };
  await addDecision(t, meetingId, { id: newId(), text: parsed.text, basis: parsed.basis, section }, task);
}
