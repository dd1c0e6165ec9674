import * as calendar from '../../../prompts/calendar.ts';
import * as words from '../../../prompts/meetings-open.ts';
import type { Outcome, TurnContext, Waiting } from '../../types.ts';
import { button, choices, id, text, type CalendarDialogue } from './calendar-parts.ts';

/* What the calendar's dialogue holds, for whoever does something else in the chat. */

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

/** The reminder with its buttons. */
export function waitingOf(dialogue: CalendarDialogue): Waiting {
  const { mode } = dialogue;
  const name = nameOf(dialogue);
  const isLine = mode === 'line' || mode === 'edit';
  const options =
    mode === 'cancel'
      ? [button(calendar.confirmCancelButton, 'save:', 'danger'), button(calendar.keepButton, 'discard:')]
      : [
          ...(isLine ? [] : [button(calendar.buttons.save, 'save:', 'primary')]),
          button(calendar.buttons.discard, 'discard:'),
        ];
  const prompt = isAsked(dialogue) ? words.stillAsked(name) : words.stillUnsaved(name, []);
  return {
    isUnsaved: !isAsked(dialogue),
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

/** The outcome of a command, which says so where its dialogue takes the place of something unsaved. */
export function overUnsaved({ dialogue }: Pick<TurnContext, 'dialogue'>, outcome: Outcome): Outcome {
  const before = (dialogue ?? null) as CalendarDialogue | null;
  if (!before || isAsked(before) || !outcome.dialogue) return outcome;
  return { ...outcome, blocks: [text(words.takesPlaceOf(nameOf(before))), ...outcome.blocks] };
}
