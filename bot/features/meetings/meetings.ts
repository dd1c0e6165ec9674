import * as words from '../../../prompts/meetings.ts';
import { fold } from '../../../text/normalise.ts';
import * as open from '../../../prompts/meetings-open.ts';
import type { CommandSpec, Feature, FeatureRequest, Outcome, TurnContext } from '../../types.ts';
import { conclusionPart } from './edit-conclusions.ts';
import { confirmPart } from './edit-confirm.ts';
import { attendancePart } from './edit-attendance.ts';
import { editPart } from './edit-fields.ts';
import { historyPart } from './edit-history.ts';
import { undoPart } from './edit-undo.ts';
import { carriedChanges, carriedPart } from './carried.ts';
import { commentChanges, commentsPart } from './comments.ts';
import { followUpPart } from './follow-up-dialogue.ts';
import { guidedPart } from './guided-entry.ts';
import { dialogueVersion } from './guided-pause.ts';
import { id, text } from './meeting-blocks.ts';
import {
  noMeeting,
  openDialogue,
  say,
  type Held,
  type MeetingPart,
  type MeetingsDeps,
  type OpenDialogue,
} from './meeting-part.ts';
import {
  address,
  asMeant,
  entriesOf,
  entryGone,
  keepBoth,
  keepEntries,
  waitingOf,
  withoutFront,
} from './open-entries.ts';
import { outcomeChanges, outcomesPart } from './outcomes.ts';
import { papersPart } from './papers.ts';
import { proposalChanges } from './proposals-change.ts';
import { proposalsPart } from './proposals.ts';
import { reportsPart } from './report-commands.ts';
import { listPart } from './reports.ts';
import { taskChanges } from './tasks-change.ts';
import { targetChanges, targetsPart } from './targets.ts';
import { tasksPart } from './tasks.ts';
import { criteriaPart } from './rating-criteria.ts';
import { ratingPart } from './rating.ts';
import { votePart } from './vote.ts';

/** Every concern of the feature; a new one is a file of its own and a line here. */
const changing: readonly MeetingPart[] = [attendancePart, conclusionPart, votePart, editPart];
const parts: readonly MeetingPart[] = [
  guidedPart,
  ...changing,
  confirmPart(Object.assign({}, ...changing.map((part) => part.changes ?? {}))),
  historyPart,
  undoPart,
  ratingPart,
  criteriaPart,
  tasksPart,
  proposalsPart,
  outcomesPart,
  commentsPart,
  targetsPart,
  carriedPart,
  followUpPart({
    ...taskChanges,
    ...proposalChanges,
    ...outcomeChanges,
    ...commentChanges,
    ...targetChanges,
    ...carriedChanges,
  }),
  reportsPart,
  listPart,
  papersPart,
];

const commands = parts.flatMap((part) => part.commands ?? []);
const verbs: NonNullable<MeetingPart['choices']> = Object.assign({}, ...parts.map((p) => p.choices ?? {}));
const modes: NonNullable<MeetingPart['dialogues']> = Object.assign(
  {},
  ...parts.map((p) => p.dialogues ?? {}),
);
const helds: Readonly<Record<string, (dialogue: never) => Held>> = Object.assign(
  {},
  ...parts.map((p) => p.held ?? {}),
);
const shownAgain: NonNullable<MeetingPart['again']> = Object.assign({}, ...parts.map((p) => p.again ?? {}));

const heldOf = (dialogue: OpenDialogue): Held | null => helds[dialogue.mode]?.(dialogue as never) ?? null;

/** Meetings in chat: '/hop' in one line or guided, attendance, conclusions, votes, tasks, lists and minutes. */
export function createMeetingsFeature(deps: MeetingsDeps): Feature {
  return {
    id,
    dialogueVersion,
    commands: commands.map(({ run: _run, files: _files, ...spec }): CommandSpec => spec),
    recognise: (sentence) => {
      for (const part of parts) {
        const found = part.recognise?.(sentence);
        if (found) return found;
      }
      return null;
    },
    waiting: (dialogue) => waitingOf(dialogue, heldOf),
    afterStop: withoutFront,
    handle: (context, request) => handleEntry(deps, context, asMeant(request)),
  };
}

/** Lets the entry that is meant handle the request, and keeps the others beside it. */
async function handleEntry(
  deps: MeetingsDeps,
  context: TurnContext,
  request: FeatureRequest,
): Promise<Outcome> {
  const asked = address(entriesOf(context.dialogue), request);
  if (!asked) return entryGone(context);
  const { entries } = asked;
  const inner = entries.front === null ? withoutDialogue(context) : { ...context, dialogue: entries.front };
  if (asked.request.type === 'choice' && asked.request.action.startsWith('both:'))
    return keepBoth(entries, heldOf);
  return keepEntries(asked, await handle(deps, inner, asked.request), { context, heldOf });
}

const withoutDialogue = (context: TurnContext): TurnContext => ({ ...context, dialogue: undefined });

async function handle(deps: MeetingsDeps, context: TurnContext, request: FeatureRequest): Promise<Outcome> {
  switch (request.type) {
    case 'command': {
      const command = commands.find(({ name }) => name === request.name);
      return command ? command.run(deps, context, request.args) : { blocks: [] };
    }
    case 'text':
      return goOn(deps, context, request.text);
    case 'choice': {
      const [verb, argument] = splitOnce(request.action);
      if (verb === 'answer') return goOn(deps, context, argument);
      if (verb === 'save') return goOn(deps, context, 'luu');
      if (verb === 'again') {
        const show = shownAgain[openDialogue(context)?.mode ?? ''];
        return show ? show(context) : say(open.entryOver);
      }
      if (verb === 'discard') return { blocks: [text(words.discarded)], dialogue: null };
      const decide = verbs[verb];
      return decide ? decide(deps, context, argument) : say(words.meetingNotFound);
    }
    case 'files': {
      const name = fold(/^\/\s*(\S+)/u.exec(request.caption)?.[1] ?? '');
      const command = commands.find((one) => one.name === name || one.aliases?.includes(name));
      return command?.files ? command.files(deps, context, request) : { blocks: [] };
    }
  }
}

/** Text within the open dialogue. */
async function goOn(deps: MeetingsDeps, context: TurnContext, input: string): Promise<Outcome> {
  const mode = openDialogue(context)?.mode;
  const decide = mode === undefined ? undefined : modes[mode];
  return decide ? decide(deps, context, input) : noMeeting(context);
}

function splitOnce(action: string): [string, string] {
  const colon = action.indexOf(':');
  return colon < 0 ? [action, ''] : [action.slice(0, colon), action.slice(colon + 1)];
}
