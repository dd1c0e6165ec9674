import { mayAskForList } from '../../../meetings/follow-up/plain-question.ts';
import { isNotMetSentence, readCalendarRequest } from '../../../meetings/calendar/read-plan.ts';
import * as words from '../../../prompts/calendar.ts';
import { commandExample, commandHelp, discarded } from '../../../prompts/reminders.ts';
import { kindLabel } from '../../../prompts/meetings.ts';
import { fold } from '../../../text/normalise.ts';
import type { Feature, FeatureRequest, Outcome, TurnContext } from '../../types.ts';
import { calendarFile } from './calendar-file.ts';
import { upcoming, whoHasNotMet } from './calendar-list.ts';
import {
  end,
  id,
  say,
  type CalendarDeps,
  type CalendarDialogue,
  type OpenCalendar,
} from './calendar-parts.ts';
import { edit, openPlan, saveEdit, setCancelled, startCancel, startEdit } from './calendar-change.ts';
import { arrange, changeNew, goOn, saveNew } from './calendar-plan.ts';
import { called, keepOpen, waitingOf, withoutFront } from './calendar-waiting.ts';
import { cadence, changeDaysOff, daysOff, saveCadence, saveDaysOff } from './calendar-rules.ts';
import { asMeant, entryGone } from './open-entries.ts';
import { reminders, saveReminders } from './reminders.ts';

/** The calendar in chat: '/lichhop' for meetings to come and who has not met, '/nhac' for how one is reminded. */
export function createCalendarFeature(deps: CalendarDeps): Feature {
  return {
    id,
    commands: [
      {
        name: 'lichhop',
        aliases: ['xeplich', 'lich'],
        permission: 'meetings.read',
        description: words.commandHelp,
        example: words.commandExample,
      },
      {
        name: 'nhac',
        aliases: ['nhacviec', 'nhacnho'],
        permission: 'meetings.read',
        description: commandHelp,
        example: commandExample,
      },
    ],
    recognise: (sentence) =>
      mayAskForList(sentence) && isNotMetSentence(sentence) ? { name: 'lichhop', args: sentence } : null,
    waiting: (dialogue) => waitingOf(dialogue as OpenCalendar),
    afterStop: (dialogue) => withoutFront(dialogue as OpenCalendar),
    handle: (context, request) => handle(deps, context, asMeant(request)),
  };
}

async function handle(deps: CalendarDeps, context: TurnContext, request: FeatureRequest): Promise<Outcome> {
  const open = (context.dialogue ?? null) as OpenCalendar | null;
  switch (request.type) {
    case 'command': {
      const { name, args } = request;
      const outcome = name === 'nhac' ? await reminders(context, args) : await calendar(deps, context, args);
      return keepOpen(open, false, outcome);
    }
    case 'choice': {
      const [verb, entry = ''] = request.action.split(':');
      const isNamed = verb === 'save' || verb === 'discard';
      const meant = open && isNamed ? called(open, entry) : open;
      if (isNamed && !meant) return entryGone(context);
      const outcome = await pressed(deps, { ...context, dialogue: meant }, request.action);
      return keepOpen(meant, isNamed || verb === 'answer' || verb === 'unit' || verb === 'kind', outcome);
    }
    case 'text':
      return keepOpen(open, true, await typed(context, request.text));
    case 'files':
      return { blocks: [] };
  }
}

async function calendar(deps: CalendarDeps, context: TurnContext, args: string): Promise<Outcome> {
  const request = readCalendarRequest(args, context.today);
  switch (request.type) {
    case 'list':
      return upcoming(context, request.within);
    case 'not-met':
      return whoHasNotMet(context, request);
    case 'file':
      return calendarFile(deps, context, request.unitText);
    case 'year':
      return yearLink(request.year);
    case 'cadence':
      return cadence(context, request.text);
    case 'days-off':
      return daysOff(context, request.year);
    case 'day-off':
      return changeDaysOff(context, request);
    case 'plan':
      return arrange(context, request.line);
  }
}

const yearLink = (year: number): Outcome => ({
  blocks: [{ type: 'link', label: words.yearLink(year), url: `/lich?nam=${year}` }],
});

async function pressed(deps: CalendarDeps, context: TurnContext, action: string): Promise<Outcome> {
  const colon = action.indexOf(':');
  const verb = action.slice(0, colon);
  const argument = action.slice(colon + 1);
  const dialogue = (context.dialogue ?? null) as CalendarDialogue | null;
  switch (verb) {
    case 'save':
      return dialogue ? save(context, dialogue) : entryGone(context);
    case 'answer':
      return dialogue ? typed(context, argument) : entryGone(context);
    case 'discard':
      if (!dialogue) return entryGone(context);
      return end(dialogue?.mode === 'reminders' ? discarded : words.discarded);
    case 'open':
      return openPlan(context, argument);
    case 'edit':
      return startEdit(context, argument);
    case 'cancel':
      return startCancel(context, argument);
    case 'restore':
      return setCancelled(context, argument, false);
    case 'unit':
      return dialogue?.mode === 'line'
        ? arrange(context, dialogue.line, { ...dialogue, unitId: argument })
        : say(words.notLineOfPlan);
    case 'kind':
      return dialogue?.mode === 'line'
        ? arrange(context, `${kindLabel(argument)} ${dialogue.line}`, dialogue)
        : say(words.notLineOfPlan);
    case 'not-met':
      return calendar(deps, context, 'chua hop');
    case 'file':
      return calendarFile(deps, context, '');
    case 'year':
      return yearLink(Number(argument));
    case 'nhac':
      return reminders(context, argument);
    default:
      return say(words.planNotFound);
  }
}

async function typed(context: TurnContext, input: string): Promise<Outcome> {
  const dialogue = (context.dialogue ?? null) as CalendarDialogue | null;
  if (dialogue === null) return say(words.howToPlan);
  const said = fold(input.trim());
  const isDropped = /^(?:bo|bo di|khong luu|bo khong luu|bo, khong luu)$/u.test(said);
  if (isDropped && (dialogue.mode === 'edit' || dialogue.mode === 'line')) return end(words.discarded);
  if (dialogue.mode === 'edit') return edit(context, dialogue, input);
  if (dialogue.mode === 'line' && /^(?:luu|dong y|ok)$/u.test(said))
    return arrange(context, dialogue.line, dialogue);
  if (dialogue.mode === 'line') return goOn(context, dialogue, input);
  if (/^(?:luu|dong y|ok|dung|co|xac nhan|huy cuoc hop)$/u.test(said)) return save(context, dialogue);
  if (/^(?:bo|khong|khong luu|giu lai|giu nguyen)$/u.test(said))
    return end(dialogue.mode === 'reminders' ? discarded : words.discarded);
  if (dialogue.mode === 'save') return changeNew(context, dialogue, input);
  if (dialogue.mode === 'save-edit')
    return edit(context, { mode: 'edit', planId: dialogue.plan.id, field: 'change' }, input);
  if (dialogue.mode === 'reminders') return reminders(context, input);
  return say(words.notLineOfPlan);
}

async function save(context: TurnContext, dialogue: CalendarDialogue): Promise<Outcome> {
  switch (dialogue.mode) {
    case 'save':
      return saveNew(context, dialogue);
    case 'save-edit':
      return saveEdit(context, dialogue.plan);
    case 'cancel':
      return setCancelled(context, dialogue.planId, true, dialogue.revision);
    case 'cadence':
      return saveCadence(context, dialogue);
    case 'day-off':
      return saveDaysOff(context, dialogue);
    case 'reminders':
      return saveReminders(context, dialogue);
    default:
      return say(words.planNotFound);
  }
}
