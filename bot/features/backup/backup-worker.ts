import { rm } from 'node:fs/promises';
import { listAccounts } from '../../../access/account-store.ts';
import { recordAudit } from '../../../access/audit-store.ts';
import { installationSecret, readSetting, writeSetting } from '../../../access/setting-store.ts';
import { isOwn, listBackups, type BackupFile } from '../../../backup/backup-files.ts';
import { officeSetting } from '../../../backup/content.ts';
import type { BackupDesk } from '../../../backup/desk.ts';
import {
  backupsToRemove,
  isBackupDue,
  scheduledStem,
  type BackupSchedule,
} from '../../../backup/schedule.ts';
import { dateIn, type Clock } from '../../../core/clock.ts';
import { BackupError, toAppError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/logger.ts';
import type { Database } from '../../../db/database.ts';
import * as words from '../../../prompts/backup-chat.ts';
import { sentenceFor } from '../../../prompts/errors.ts';
import { formatDate } from '../../../text/calendar.ts';
import type { Claims } from '../../claims.ts';
import { addNotice, type OpenReply } from '../../outbox-store.ts';
import { latestPrivateChats } from '../../recipient-store.ts';

/*
 * The backup of each day: made at its time, or as soon afterwards as the assistant runs; then those beyond the numbers that
 * stay are removed. Administrators hear in their chat when it fails, once a day, and go on hearing until it works.
 */

export interface BackupWorkerDeps {
  db: Database;
  desk: BackupDesk;
  schedule: BackupSchedule;
  claims: Pick<Claims, 'take' | 'release'>;
  clock: Clock;
  logger: Logger;
  /** Default Asia/Ho_Chi_Minh. */
  timeZone?: string | undefined;
  /** Channels that this process sends over. */
  channels: readonly { id: string }[];
  deliver(reply: OpenReply): void;
  /** Before the first look, so that a start is not slowed down. Default 3 minutes. */
  firstMs?: number;
  /** Between two looks. Default 5 minutes. */
  everyMs?: number;
}

/** Makes backups for as long as it runs. */
export interface BackupWorker {
  start(): void;
  /** One look: makes a backup if one is due. */
  look(): Promise<'made' | 'failed' | 'not-due'>;
  stop(): Promise<void>;
}

/** Name of the setting that says when the last scheduled backup was made, for processes that share a server. */
const lastSetting = 'backup.last';
const claimName = 'backup';
/** After a failure; the disk may be full for a while, and every attempt reads everything. */
const againMs = 3_600_000;

export function createBackupWorker(deps: BackupWorkerDeps): BackupWorker {
  const { db, desk, schedule, claims, clock, logger, timeZone } = deps;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<'made' | 'failed' | 'not-due'> | null = null;
  let failedAt: number | null = null;
  let busySince: number | null = null;

  /** Between a failure and the next attempt; a clock that was put back since tells nothing of the time that passed. */
  const isResting = (now: Date): boolean =>
    failedAt !== null && now.getTime() >= failedAt && now.getTime() < failedAt + againMs;

  /** Whether somebody makes one just now, which the next look finds; one that takes for ever is a failure as well. */
  function isBesideAnother(error: unknown, now: Date): boolean {
    if (!(error instanceof BackupError && error.problem === 'busy')) return false;
    busySince ??= now.getTime();
    return now.getTime() < busySince + againMs;
  }

  async function ownBackups(): Promise<BackupFile[]> {
    const office = await installationSecret(db, officeSetting);
    return (await listBackups(desk.folder)).filter((file) => isOwn(file, office));
  }

  async function isDue(now: Date): Promise<boolean> {
    const last = await readSetting(db, lastSetting);
    const files = await ownBackups();
    const made = [...files.map(({ createdAt }) => createdAt), ...(last === null ? [] : [last])];
    return isBackupDue(schedule, made, now, timeZone);
  }

  async function lookOnce(): Promise<'made' | 'failed' | 'not-due'> {
    const now = clock.now();
    if (isResting(now)) return 'not-due';
    if (!(await isDue(now))) {
      busySince = null;
      return 'not-due';
    }
    if (!(await claims.take(claimName))) return 'not-due';
    try {
      // Another process may have made it between the first look and the claim.
      if (!(await isDue(now))) return 'not-due';
      const { sizeBytes, end } = await desk.make({ signal: stopping.signal, head: scheduledStem });
      await db.tx(async (t) => {
        await writeSetting(t, lastSetting, now.toISOString());
        await recordAudit(t, {
          at: now.toISOString(),
          accountId: null,
          action: 'backup.made',
          entity: 'backup',
          details: { bytes: sizeBytes, files: end.files.count },
        });
      });
      await rotate(now);
      return 'made';
    } catch (error) {
      if (stopping.signal.aborted || isBesideAnother(error, now)) return 'not-due';
      failedAt = now.getTime();
      logger.error({ err: error }, 'the scheduled backup could not be made');
      await tellAdmins(sentenceFor(toAppError(error)), now);
      return 'failed';
    } finally {
      await claims.release(claimName);
    }
  }

  async function rotate(now: Date): Promise<void> {
    for (const { path } of backupsToRemove(schedule, await ownBackups(), now, timeZone))
      await rm(path, { force: true });
  }

  async function tellAdmins(problem: string, now: Date): Promise<void> {
    const admins = new Set(
      (await listAccounts(db))
        .filter(({ role, disabledAt }) => role === 'admin' && disabledAt === null)
        .map(({ id }) => id),
    );
    const [latest] = await ownBackups();
    const text = words.scheduledFailed({
      problem,
      latest: latest ? formatDate(dateIn(new Date(latest.createdAt), timeZone)) : null,
      folder: desk.folder,
    });
    const chats = await latestPrivateChats(
      db,
      deps.channels.map(({ id }) => id),
    );
    const at = now.toISOString();
    for (const { accountId, address } of chats) {
      if (!admins.has(accountId)) continue;
      const key = `backup-failed:${accountId}:${dateIn(now, timeZone)}`;
      const reply = await db.tx((t) => addNotice(t, { key, address, blocks: [{ type: 'text', text }] }, at));
      if (reply) deps.deliver(reply);
    }
  }

  function look(): Promise<'made' | 'failed' | 'not-due'> {
    looking ??= lookOnce().finally(() => (looking = null));
    return looking;
  }

  return {
    look,
    start() {
      const run = (): void => {
        void look().catch((error: unknown) =>
          logger.error({ err: error }, 'the backup was not looked after'),
        );
        timer = setTimeout(run, deps.everyMs ?? 5 * 60_000).unref();
      };
      timer = setTimeout(run, deps.firstMs ?? 3 * 60_000).unref();
    },
    async stop() {
      clearTimeout(timer);
      stopping.abort();
      await looking?.catch(() => undefined);
    },
  };
}
