import type { ReminderSettings } from '../../../meetings/calendar/reminder-settings.ts';
import { isQuiet, parseReminderRequest } from '../../../meetings/calendar/reminder-settings.ts';
import { gatherDue, officeDays } from '../../../meetings/calendar/gather.ts';
import { recipientsOf } from '../../../meetings/calendar/due.ts';
import {
  remindedPeople,
  reminderSettings,
  saveReminderSettings,
} from '../../../meetings/calendar/reminder-store.ts';
import * as words from '../../../prompts/reminders.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { audit, button, choices, say, text, type CalendarDialogue } from './calendar-parts.ts';
import { dueBlocks } from './reminder-blocks.ts';

/** '/nhac': how a person is reminded, and the ways to change it. */
export async function reminders(context: TurnContext, args: string): Promise<Outcome> {
  if (context.isGroup) return say(words.notInGroup);
  const { db, account } = context;
  const request = parseReminderRequest(args);
  const settings = await reminderSettings(db, account.id);
  switch (request.type) {
    case 'show':
      return {
        blocks: [
          settingsTable(settings),
          text(words.settingsHint),
          choices('reminders', [
            settings.isOn
              ? button(words.buttons.off, 'nhac:tat')
              : button(words.buttons.on, 'nhac:bat', 'primary'),
            button(words.buttons.preview, 'nhac:hom nay'),
          ]),
        ],
      };
    case 'preview':
      return preview(context);
    case 'unclear':
      return say(words.unclear);
    case 'change':
      return propose(settings, { ...settings, ...request.change });
    case 'mute': {
      const others = settings.muted.filter((topic) => topic !== request.topic);
      return propose(settings, { ...settings, muted: request.isMuted ? [...others, request.topic] : others });
    }
  }
}

/** Everything that a person is told about on this day, whether or not it was told before. */
async function preview(context: TurnContext): Promise<Outcome> {
  const { db, today, account } = context;
  const [people, due] = await Promise.all([
    remindedPeople(db, today),
    gatherDue(db, today, await officeDays(db)),
  ]);
  const own = due.items.filter((item) =>
    recipientsOf({ ...item, except: null }, people, due.parentOf).includes(account.id),
  );
  return own.length === 0
    ? say(words.nothingToday)
    : { blocks: [text(words.previewLead(own.length)), ...dueBlocks(own, today)] };
}

function propose(old: ReminderSettings, settings: ReminderSettings): Outcome {
  if (JSON.stringify(old) === JSON.stringify(settings))
    return { blocks: [text(words.unchanged), settingsTable(settings)] };
  const isLate = settings.isOn && isQuiet(settings, settings.digestAt);
  return {
    blocks: [
      settingsTable(settings, words.confirmLead),
      ...(isLate ? [text(words.digestInQuiet(settings.digestAt, settings.quietTo))] : []),
      choices('reminders-save', [
        button(words.buttons.save, 'save:', 'primary'),
        button(words.buttons.discard, 'discard:'),
      ]),
    ],
    dialogue: { mode: 'reminders', settings } satisfies CalendarDialogue,
  };
}

const settingsTable = (settings: ReminderSettings, title: string = words.settingsTitle): Block => ({
  type: 'table',
  title,
  head: [],
  rows: [
    [words.settingRows.isOn, words.onOff(settings.isOn)],
    [words.settingRows.digestAt, settings.digestAt],
    [words.settingRows.quiet, words.quietText(settings.quietFrom, settings.quietTo)],
    [words.settingRows.onDaysOff, words.daysOffText(settings.onDaysOff)],
    [
      words.settingRows.muted,
      settings.muted.map((topic) => words.topicNames[topic] ?? topic).join('; ') || words.nothingMuted,
    ],
  ],
});

/** 'Lưu' of the settings. */
export const saveReminders = (
  context: TurnContext,
  { settings }: Extract<CalendarDialogue, { mode: 'reminders' }>,
): Outcome => ({
  blocks: [text(words.saved)],
  dialogue: null,
  write: async (t) => {
    await saveReminderSettings(t, context.account.id, settings, context.now.toISOString());
    await audit(t, context, 'reminders.changed', 'account', context.account.id, { isOn: settings.isOn });
  },
});
