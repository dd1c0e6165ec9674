import { cleanText, fold } from '../../text/normalise.ts';
import { parseTime, parseTimeRange } from '../../text/times.ts';
import type { Topic } from './due.ts';

/** How one person wants to be reminded. Times are 'HH:MM' on the clock of the office. */
export interface ReminderSettings {
  isOn: boolean;
  /** The one message of the day comes then, or when the quiet hours end. */
  digestAt: string;
  /** Nothing is sent from here to there; the same time twice: never quiet. */
  quietFrom: string;
  quietTo: string;
  /** Also on weekends and holidays. */
  onDaysOff: boolean;
  /** What is left out. */
  muted: readonly Topic[];
}

export const defaultSettings: ReminderSettings = {
  isOn: true,
  digestAt: '07:30',
  quietFrom: '21:00',
  quietTo: '06:30',
  onDaysOff: false,
  muted: [],
};

/** Whether `time` lies in the quiet hours, which may go over midnight. */
export function isQuiet(
  { quietFrom, quietTo }: Pick<ReminderSettings, 'quietFrom' | 'quietTo'>,
  time: string,
): boolean {
  if (quietFrom === quietTo) return false;
  return quietFrom < quietTo ? time >= quietFrom && time < quietTo : time >= quietFrom || time < quietTo;
}

/** Whether anything at all may be sent now. `isDayOff`: a weekend or a holiday. */
export const maySend = (settings: ReminderSettings, time: string, isDayOff: boolean): boolean =>
  settings.isOn && (settings.onDaysOff || !isDayOff) && !isQuiet(settings, time);

/** Whether the digest of the day may be sent now: it is late rather than lost, up to the quiet hours. */
export const isDigestTime = (settings: ReminderSettings, time: string, isDayOff: boolean): boolean =>
  maySend(settings, time, isDayOff) && time >= settings.digestAt;

/** What '/nhac …' asks for. */
export type ReminderRequest =
  | { type: 'show' }
  | { type: 'preview' }
  | { type: 'change'; change: Partial<ReminderSettings> }
  | { type: 'mute'; topic: Topic; isMuted: boolean }
  | { type: 'unclear' };

/** Words of each topic in folded form; narrower ones first. */
const topicWords: readonly (readonly [Topic, RegExp])[] = [
  ['unlogged', /chua ghi/u],
  ['materials', /tai lieu/u],
  ['change', /doi lich|thay doi/u],
  ['thematic', /chuyen de/u],
  ['not-met', /chua (?:hop|sinh hoat)/u],
  ['task', /nhiem vu|cong viec|viec/u],
  ['meeting', /lich hop|cuoc hop|hop/u],
];

/** Reads what follows '/nhac', with or without diacritics: '7h', 'yên lặng 20h-7h', 'tắt', 'tắt chuyên đề', 'cuối tuần'. */
export function parseReminderRequest(args: string): ReminderRequest {
  const text = fold(cleanText(args)).trim();
  if (text === '' || /^(?:xem|cai dat|thiet lap)$/u.test(text)) return { type: 'show' };
  if (/^(?:hom nay|bay gio|nhac ngay|thu)$/u.test(text)) return { type: 'preview' };
  const isOff = /(?:^|\s)(?:tat|khong|bo|ngung|dung|thoi)(?!\p{L})/u.test(text);
  if (/cuoi tuan|ngay nghi|ngay le|thu bay|chu nhat/u.test(text))
    return { type: 'change', change: { onDaysOff: !isOff } };
  if (/yen lang|yen tinh|im lang|dem|khong lam phien/u.test(text)) {
    const range = parseTimeRange(text);
    if (range && range.end !== null)
      return { type: 'change', change: { quietFrom: range.start, quietTo: range.end } };
    // 'tắt giờ yên lặng': never quiet.
    return /^(?:tat|bo)(?!\p{L})/u.test(text)
      ? { type: 'change', change: { quietFrom: '00:00', quietTo: '00:00' } }
      : { type: 'unclear' };
  }
  const rest = text
    .replace(/(?:^|\s)(?:tat|bat|mo|khong|bo|ngung|dung|thoi|nhac|lai|het|ve|tat ca)(?!\p{L})/gu, ' ')
    .trim();
  if (/^(?:tat|bat|mo|khong|bo|ngung|dung|thoi)(?!\p{L})/u.test(text)) {
    if (rest === '') return { type: 'change', change: { isOn: !isOff } };
    const topic = topicWords.find(([, words]) => words.test(rest))?.[0];
    return topic ? { type: 'mute', topic, isMuted: isOff } : { type: 'unclear' };
  }
  const time = parseTime(text)?.time;
  return time ? { type: 'change', change: { digestAt: time } } : { type: 'unclear' };
}
