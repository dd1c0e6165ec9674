import type { Role } from '../../../core/viewer.ts';
import { isNotes, type NotesDraft } from '../../../meetings/entry/check-notes.ts';
import { startGuided, type Draft, type GuidedEnvironment } from '../../../meetings/entry/guided.ts';
import { readDraft } from '../../../meetings/entry/read-draft.ts';
import { readVote } from '../../../meetings/record/read-vote.ts';
import { fieldLabels } from '../../../prompts/meetings-entry.ts';
import * as words from '../../../prompts/understanding.ts';
import { formatDate } from '../../../text/dates.ts';
import type { Choice, Outcome, TurnContext } from '../../types.ts';
import { shorten } from './follow-up-dialogue.ts';

/* Notes pasted behind '/hop', forwarded or sent as a file: a draft in the guided dialogue, every field with its sentence. */

/** More buttons are no choice any more; the rest was shown. */
const mostUntaken = 6;

/** Reads pasted notes into a draft; null where nothing usable comes of it. */
export type ReadNotes = (
  notes: string,
  environment: GuidedEnvironment,
  options: { signal: AbortSignal; role: Role },
) => Promise<NotesDraft | null>;

/** The draft of what was pasted, by rules and, where there is one, a model; null for one line, which the rules of lines read. */
export async function draftFromNotes(
  readNotes: ReadNotes | undefined,
  context: TurnContext,
  text: string,
  environment: GuidedEnvironment,
): Promise<NotesDraft | null> {
  if (!isNotes(text)) return null;
  const byRules = readDraft(text, environment);
  if (!readNotes) return byRules;
  context.live(words.readingNotes);
  const byModel = await readNotes(text, environment, { signal: context.signal, role: context.viewer.role });
  return byModel && byRules ? together(byModel, byRules, environment) : (byModel ?? byRules);
}

/** A model's fields first, each held against its sentence; what it left empty as the rules read it. */
function together(byModel: NotesDraft, byRules: NotesDraft, environment: GuidedEnvironment): NotesDraft {
  const [model, rules] = [byModel.turn.state.draft, byRules.turn.state.draft];
  const told = new Set(byModel.found.map(({ step }) => step));
  const found = [...byModel.found, ...byRules.found.filter(({ step }) => !told.has(step))];
  const attendance = model.attendance ?? rules.attendance;
  const turn = startGuided(
    {
      unitText: (model.unit ?? rules.unit)?.name ?? '',
      head: { ...rules.head, ...model.head },
      agenda: model.agenda.length > 0 ? model.agenda : rules.agenda,
      conclusions: model.conclusions.length > 0 ? model.conclusions : rules.conclusions,
      ...(attendance ? { attendance } : {}),
    },
    environment,
  );
  const known = new Set(found.map(({ step }) => step));
  const leftOut = [...new Set([...byModel.leftOut, ...byRules.leftOut])].filter((step) => !known.has(step));
  if (turn.type !== 'ask') return byModel;
  const draft = { ...turn.state.draft, ...(rules.untaken ? { untaken: rules.untaken } : {}) };
  return { turn: { ...turn, state: { ...turn.state, draft } }, found, leftOut };
}

/** The step of the dialogue under a table of what was read and from where. */
export const withNotes = ({ turn, found, leftOut }: NotesDraft, outcome: Outcome): Outcome => ({
  ...outcome,
  blocks: [
    { type: 'text', text: words.notesRead },
    {
      type: 'table',
      title: words.notesTitle,
      head: [...words.notesHead],
      rows: found.map(({ step, value, source }) => [
        fieldLabels[step],
        step === 'date' ? value.replace(/\d{4}-\d\d-\d\d/gu, formatDate) : value,
        source,
      ]),
    },
    ...(leftOut.length > 0
      ? [{ type: 'text' as const, text: words.notesLeftOut(leftOut.map((step) => fieldLabels[step])) }]
      : []),
    ...(turn.state.draft.untaken
      ? [{ type: 'text' as const, text: words.notesUntaken(turn.state.draft.untaken) }]
      : []),
    ...outcome.blocks,
  ],
});

/** What pasted minutes say beside the meeting, each as the command that logs it; a vote as far as it can be read. */
export const untakenChoices = ({ untaken = [] }: Pick<Draft, 'untaken'>): Choice[] =>
  untaken
    .flatMap(({ section, lines }) =>
      lines.flatMap((line): Choice[] => {
        const said = line.replace(/^\s*(?:[-–+•*]|\d{1,2}[.)/])\s*/u, '');
        if (section === 'proposals')
          return [{ label: words.logProposal(shorten(said)), action: `say:/kiennghi them ${said}` }];
        return section === 'votes' && readVote(said)
          ? [{ label: words.logVote(shorten(said)), action: `say:/bieuquyet ${said}` }]
          : [];
      }),
    )
    .slice(0, mostUntaken);
