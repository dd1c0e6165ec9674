import * as calendar from '../../../prompts/calendar.ts';
import * as words from '../../../prompts/meetings-open.ts';
import { newSecret } from '../../../core/ids.ts';
import type { Block, Outcome, Waiting } from '../../types.ts';
import { button, choices, id, text, type CalendarDialogue, type OpenCalendar } from './calendar-parts.ts';
import { adding } from './open-entries.ts';

/* What the calendar's dialogues hold, for whoever does something else in the chat; the unsaved ones wait side by side. */

/** Its name in the middle of a sentence. */
function nameOf(dialogue: CalendarDialogue): string {
  const { entries } = words;
  switch (dialogue.mode) {
    case 'line':
      return entries.planLine(dialogue.line);
    case 'save': {
      const [first, ...others] = dialogue.plans;
      return first && others.length === 0
        ? entries.plan(calendar.planName({ ...first, unitName: dialogue.unitName }), calendar.planWhen(first))
        : entries.plans(dialogue.plans.length, dialogue.unitName);
    }
    case 'edit':
    case 'save-edit':
      return entries.planChange;
    case 'cancel':
      return entries.cancelling;
    case 'cadence':
      return entries.cadence;
    case 'day-off':
      return entries.dayOff;
    case 'reminders':
      return entries.reminders;
  }
}

/** Nothing was typed yet that would be lost. */
const isAsked = ({ mode }: CalendarDialogue): boolean => mode === 'edit' || mode === 'cancel';

/** The reminder with its buttons, which carry the name of what they stand under. */
export function waitingOf(dialogue: OpenCalendar): Waiting {
  const { mode, entry = '', behind = [] } = dialogue;
  const name = nameOf(dialogue);
  const isLine = mode === 'line' || mode === 'edit';
  const discard = `discard:${entry}`;
  const options =
    mode === 'cancel'
      ? [
          button(calendar.confirmCancelButton, `save:${entry}`, 'danger'),
          button(calendar.keepButton, discard),
        ]
      : [
          ...(isLine ? [] : [button(calendar.buttons.save, `save:${entry}`, 'primary')]),
          button(calendar.buttons.discard, discard),
        ];
  const prompt = isAsked(dialogue) ? words.stillAsked(name) : words.stillUnsaved(name, behind.map(nameOf));
  return {
    isUnsaved: !isAsked(dialogue) || behind.length > 0,
    blocks: [choices('unsaved', options, prompt)],
    ...(isLine || mode === 'save' || mode === 'save-edit'
      ? {
          takes: {
            question: words.whichMeant(words.kinds.plan),
            label: words.writeAs(words.kinds.plan),
            action: `${id}:answer:`,
            // An item of the agenda may be put as a question.
            ...(mode === 'edit' ? { mayAsk: true } : {}),
          },
        }
      : {}),
  };
}

/** More than these at once are a mistake. */
const mostBehind = 5;

/** What is left when the dialogue in front is over; null where nothing waits behind it. */
export function withoutFront({ behind: [next, ...others] = [] }: OpenCalendar): OpenCalendar | null {
  return next ? { ...next, behind: others } : null;
}

/** The dialogue whose button was pressed, in front of the others; null where it is over. */
export function called(dialogue: OpenCalendar, entry: string): OpenCalendar | null {
  const { behind = [], ...front } = dialogue;
  // Buttons of an earlier release have no name.
  if (entry === '' || front.entry === entry) return dialogue;
  const found = behind.find((one) => one.entry === entry);
  return found ? { ...found, behind: [front, ...behind.filter((one) => one !== found)] } : null;
}

/** The outcome with every dialogue in its place: what another one opens comes before what is unsaved, which waits. */
export function keepOpen(before: OpenCalendar | null, isContinuing: boolean, outcome: Outcome): Outcome {
  const opened = outcome.dialogue as CalendarDialogue | null | undefined;
  if (opened === undefined) return outcome;
  if (opened === null) {
    // What could not be opened ends nothing that is open.
    if (!isContinuing && before && waitingOf(before).isUnsaved) return { ...outcome, dialogue: undefined };
    const next = before && withoutFront(before);
    return next ? adding({ ...outcome, dialogue: next }, waitingOf(next).blocks) : outcome;
  }
  if (!before) return named(outcome, opened);
  const { behind = [], ...front } = before;
  if (isContinuing) return named(outcome, opened, front.entry, behind);
  if (isAsked(front)) return named(outcome, opened, undefined, behind);
  const unsaved = [front, ...behind];
  if (unsaved.length > mostBehind)
    return { blocks: [text(words.tooManyOpen(unsaved.map(nameOf))), ...waitingOf(before).blocks] };
  const told = [text(words.heldBack(nameOf(front))), ...outcome.blocks];
  return named({ ...outcome, blocks: told }, opened, undefined, unsaved);
}

/** The dialogue gets its name, and so do the buttons that save or drop it. */
function named(
  outcome: Outcome,
  opened: CalendarDialogue,
  entry = newSecret(6),
  behind: readonly OpenCalendar[] = [],
): Outcome {
  const dialogue: OpenCalendar = { ...opened, entry, behind: [...behind] };
  const own = new Set([`${id}:save:`, `${id}:discard:`]);
  const mark = (block: Block): Block =>
    block.type === 'choices'
      ? {
          ...block,
          options: block.options.map((one) =>
            own.has(one.action) ? { ...one, action: one.action + entry } : one,
          ),
        }
      : block;
  return { ...outcome, blocks: outcome.blocks.map(mark), dialogue };
}
