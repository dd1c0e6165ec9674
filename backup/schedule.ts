import { basename } from 'node:path';
import { dateIn, dayMs, timeIn, type DateOnly } from '../core/clock.ts';
import { addDays, weekdayOf } from '../text/calendar.ts';
import type { BackupFile } from './backup-files.ts';

/** When backups are made by themselves, and how many of them stay. */
export interface BackupSchedule {
  /** 'HH:MM' in the office's own time. */
  at: string;
  /** Days of which the newest backup stays. */
  daily: number;
  /** Weeks, Monday to Sunday, of which the newest backup stays. */
  weekly: number;
}

/**
 * Whether the backup of the latest day of the schedule is still missing, as in the morning after a night in which the
 * machine was off. `made`: instants of backups, ISO. One of a day to come was made while the clock was wrong, and counts
 * for nothing: it would keep the next ones from being made until then.
 */
export function isBackupDue(
  schedule: Pick<BackupSchedule, 'at'>,
  made: readonly string[],
  now: Date,
  timeZone?: string,
): boolean {
  const today = dateIn(now, timeZone);
  const day = timeIn(now, timeZone) >= schedule.at ? today : addDays(today, -1);
  const due = `${day} ${schedule.at}`;
  return !made.some((instant) => {
    const at = new Date(instant);
    return isPast(at, now) && `${dateIn(at, timeZone)} ${timeIn(at, timeZone)}` >= due;
  });
}

const isPast = (at: Date, now: Date): boolean => at.getTime() <= now.getTime() + dayMs;

/** What scheduled backups are called, so that those that somebody made and named are never taken away. */
export const scheduledStem = 'capuy-tu-dong';

const isScheduled = (file: BackupFile): boolean =>
  new RegExp(`^${scheduledStem}-\\d{4}-\\d\\d-\\d\\d-\\d{4}(?:-\\d+)?\\.capuy$`, 'u').test(
    basename(file.path),
  );

/**
 * The scheduled backups that need not stay: beyond the newest of each of the last `daily` days and `weekly` weeks that
 * have one. `files` newest first. Days without a backup use up no place, so a month of holidays leaves as many as before.
 */
export function backupsToRemove(
  schedule: Pick<BackupSchedule, 'daily' | 'weekly'>,
  files: readonly BackupFile[],
  now: Date,
  timeZone?: string,
): BackupFile[] {
  const days = new Set<DateOnly>();
  const weeks = new Set<DateOnly>();
  return files
    .filter((file) => isScheduled(file) && isPast(new Date(file.createdAt), now))
    .filter((file) => {
      const day = dateIn(new Date(file.createdAt), timeZone);
      const week = mondayOf(day);
      const isNewestOfDay = !days.has(day) && days.size < schedule.daily;
      const isNewestOfWeek = !weeks.has(week) && weeks.size < schedule.weekly;
      if (isNewestOfDay) days.add(day);
      if (isNewestOfWeek) weeks.add(week);
      return !isNewestOfDay && !isNewestOfWeek;
    });
}

/** Monday of the week of a day. */
const mondayOf = (day: DateOnly): DateOnly => addDays(day, 1 - weekdayOf(day));
