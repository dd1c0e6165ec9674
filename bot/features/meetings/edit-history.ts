import { listAccounts } from '../../../access/account-store.ts';
import { dateIn, timeIn } from '../../../core/clock.ts';
import { listChanges, setFocus } from '../../../meetings/record/change-store.ts';
import type { MeetingChange } from '../../../meetings/record/change-store.ts';
import { getMeeting, latestDraftId, listMeetings } from '../../../meetings/record/meeting-store.ts';
import type { Meeting } from '../../../meetings/meeting.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import * as meetingWords from '../../../prompts/meetings.ts';
import * as words from '../../../prompts/meetings-history.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { say, type MeetingPart } from './meeting-part.ts';

/* '/lichsu': who changed what of a meeting, for those who may see the meeting. */

const shownChanges = 15;

/** Changes as people read them: time, who, and each field before and after. */
export async function changeLines(
  context: TurnContext,
  changes: readonly MeetingChange[],
): Promise<string[]> {
  const names = new Map((await listAccounts(context.db)).map((account) => [account.id, account.name]));
  const unitName = await unitNames(context, changes);
  return changes.map((change) => {
    const at = new Date(change.at);
    const who = change.accountId === null ? words.system : names.get(change.accountId);
    return words.changeEntry(
      { time: timeIn(at), date: dateIn(at) },
      who ?? words.formerAccount,
      change.action,
      partChanges(change.parts, unitName),
    );
  });
}

/** One line for each part that a change touched. */
export function partChanges(
  parts: readonly { part: string; before: unknown; after: unknown }[],
  unitName: (unitId: string) => string,
): string[] {
  return parts.map(({ part, before, after }) => {
    const lines = (value: unknown): string[] =>
      part === 'unitId' ? [unitName(String(value))] : words.partLines(part, value);
    return words.changeLine(part, lines(before), lines(after));
  });
}

async function unitNames(
  context: TurnContext,
  changes: readonly MeetingChange[],
): Promise<(id: string) => string> {
  const isNeeded = changes.some(({ parts }) => parts.some(({ part }) => part === 'unitId'));
  const units = isNeeded ? await listUnits(context.db, context.viewer) : [];
  return (unitId) => units.find((unit) => unit.id === unitId)?.name ?? words.empty;
}

async function historyOutcome(context: TurnContext, meeting: Meeting): Promise<Outcome> {
  const changes = await listChanges(context.db, context.viewer, meeting.id, { limit: 200 });
  if (changes.length === 0) return say(words.noHistory);
  const lines = await changeLines(context, changes.slice(0, shownChanges));
  const more = changes.length - shownChanges;
  return {
    blocks: [
      text(
        [
          words.historyTitle(meeting.unitName, meeting.heldOn),
          ...lines,
          ...(more > 0 ? [words.moreHistory(more)] : []),
        ].join('\n'),
      ),
    ],
  };
}

/** The meeting that a command without more speaks of: the draft that is worked on, else the newest that was held. */
async function meetingMeant(context: TurnContext): Promise<Meeting | null> {
  const draft = await latestDraftId(context.db, context.viewer);
  const meant = draft ?? (await listMeetings(context.db, context.viewer, { limit: 1 }))[0]?.id;
  return meant ? getMeeting(context.db, context.viewer, meant) : null;
}

/** History of a meeting, and the choice of the meeting that is worked on. */
export const historyPart: MeetingPart = {
  commands: [
    {
      name: 'lichsu',
      aliases: ['lichsuhop'],
      permission: 'meetings.write',
      description: words.commandHelp.lichsu,
      run: async (_deps, context) => {
        const meeting = await meetingMeant(context);
        return meeting ? historyOutcome(context, meeting) : say(meetingWords.noMeetings);
      },
    },
  ],
  choices: {
    history: async (_deps, context, meetingId) => {
      const meeting = await getMeeting(context.db, context.viewer, meetingId);
      return meeting ? historyOutcome(context, meeting) : say(meetingWords.meetingNotFound);
    },
  },
};

/** Buttons to correct a stored meeting. */
export const correctionChoices = (meeting: Pick<Meeting, 'id' | 'status'>) =>
  choices('corrections', [
    ...(meeting.status === 'draft' || meeting.status === 'planned'
      ? [
          { label: words.buttons.edit, action: `${id}:edit:${meeting.id}` },
          { label: words.buttons.cancel, action: `${id}:cancel:${meeting.id}` },
        ]
      : []),
    { label: words.buttons.history, action: `${id}:history:${meeting.id}` },
  ]);

/** The write that makes a meeting the one that this person works on. */
export const focusOn =
  (context: TurnContext, meetingId: string): NonNullable<Outcome['write']> =>
  (t) =>
    setFocus(t, context.account.id, meetingId, context.now.toISOString());
