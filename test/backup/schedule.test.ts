import { describe, expect, test } from 'vitest';
import type { BackupFile } from '../../backup/backup-files.ts';
import { backupsToRemove, isBackupDue } from '../../backup/schedule.ts';

/** An instant by the clock of the office, seven hours ahead of UTC. */
const at = (local: string): Date => new Date(`${local}+07:00`);
const iso = (local: string): string => at(local).toISOString();

describe('the backup of a day', () => {
  const isDue = (now: string, ...made: string[]): boolean =>
    isBackupDue({ at: '02:00' }, made.map(iso), at(now));

  test('is due from its time on, once', () => {
    expect(isDue('2026-03-10T01:59', '2026-03-09T02:00')).toBe(false);
    expect(isDue('2026-03-10T02:00', '2026-03-09T02:00')).toBe(true);
    expect(isDue('2026-03-10T02:05', '2026-03-10T02:00')).toBe(false);
    expect(isDue('2026-03-10T01:00')).toBe(true);
  });

  test('is made up for when the machine was off, by one for however many days', () => {
    expect(isDue('2026-03-10T07:30', '2026-03-09T02:00')).toBe(true);
    expect(isDue('2026-03-14T07:30', '2026-03-09T02:00')).toBe(true);
    expect(isDue('2026-03-14T08:00', '2026-03-09T02:00', '2026-03-14T07:30')).toBe(false);
    // Off over the time of this night too: the missing one is still that of the day before.
    expect(isDue('2026-03-15T01:00', '2026-03-13T23:00')).toBe(true);
  });

  test('is not kept from being made by one of a clock that ran ahead', () => {
    expect(isDue('2026-03-10T08:00', '2031-01-01T02:00')).toBe(true);
  });
});

describe('the backups that stay', () => {
  const file = (local: string, name = `capuy-tu-dong-${local.slice(0, 10)}-0200.capuy`): BackupFile => ({
    path: `/b/${name}`,
    createdAt: iso(local),
    office: null,
    isEncrypted: false,
    sizeBytes: 1,
  });
  const nights = (from: string, count: number): BackupFile[] =>
    Array.from({ length: count }, (_, n) => {
      const day = new Date(Date.parse(`${from}T00:00:00Z`) - n * 86_400_000).toISOString().slice(0, 10);
      return file(`${day}T02:00`);
    });
  const left = (files: BackupFile[], now: string, daily: number, weekly: number): string[] => {
    const removed = new Set(backupsToRemove({ daily, weekly }, files, at(now)));
    return files.filter((one) => !removed.has(one)).map(({ createdAt }) => createdAt.slice(0, 10));
  };

  test('are the newest of so many days and of so many weeks', () => {
    // 2026-03-22 is a Sunday. Instants are of the evening before in UTC.
    expect(left(nights('2026-03-22', 60), '2026-03-22T08:00', 3, 4)).toEqual([
      '2026-03-21',
      '2026-03-20',
      '2026-03-19',
      '2026-03-14',
      '2026-03-07',
      '2026-02-28',
    ]);
  });

  test('are as many after weeks without any', () => {
    const files = [...nights('2026-03-22', 2), ...nights('2026-01-10', 5)];
    expect(left(files, '2026-03-22T08:00', 4, 0)).toHaveLength(4);
  });

  test('are all that somebody named, and all of a clock that ran ahead', () => {
    const files = [
      file('2031-01-01T02:00'),
      ...nights('2026-03-22', 3),
      file('2025-01-01T10:00', 'capuy-2025-01-01-1000.capuy'),
      file('2024-01-01T10:00', 'truoc-dai-hoi.capuy'),
    ];
    expect(left(files, '2026-03-22T08:00', 1, 0)).toEqual([
      '2030-12-31',
      '2026-03-21',
      '2025-01-01',
      '2024-01-01',
    ]);
  });
});
