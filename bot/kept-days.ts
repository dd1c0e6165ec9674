import { readSetting } from '../access/setting-store.ts';
import type { Queryable } from '../db/database.ts';

/** Name of the setting that says how many days chats are kept; '0': for ever. */
export const chatDaysSetting = 'chat.kept-days';

/** How many days chats are kept; null: for ever, which holds until an office sets its own. Nothing is forgotten unasked. */
export function chatDaysOf(setting: string | null): number | null {
  const days = setting === null || !/^\d{1,4}$/u.test(setting) ? 0 : Number(setting);
  return days === 0 ? null : days;
}

/** How many days this office keeps chats; null: for ever. */
export const readChatDays = async (db: Queryable): Promise<number | null> =>
  chatDaysOf(await readSetting(db, chatDaysSetting));
