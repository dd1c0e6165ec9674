import { createRequire } from 'node:module';
import { join } from 'node:path';
import { listBackups } from './backup/backup-files.ts';
import type { Channel } from './bot/channels/channel.ts';
import type { Gauge } from './bot/metrics.ts';
import { countOpen } from './bot/outbox-store.ts';
import { countJobs } from './bot/status-store.ts';
import { backupFolder, type Config } from './config.ts';
import { dayMs, type Clock } from './core/clock.ts';
import { diskSpace } from './db/disk.ts';
import { readFacts } from './db/facts.ts';
import { untoldRecovery } from './db/folder-recovery.ts';
import type { EmbeddedDatabase } from './db/pglite.ts';
import type { Office } from './office.ts';
import type { RunningFacts } from './prompts/system-status.ts';
import { isReachable } from './web/transcript-store.ts';

/** How the running process is: for '/tinhtrang', '/health' and '/metrics'. */
export interface Operations {
  /** Whether it can work, and each channel. A provider that is away is no failure of ours: `ok` stays true. */
  health(): Promise<{ ok: boolean; [part: string]: unknown }>;
  /** Queues, channels, jobs, disk, backups and the process as they are now. */
  gauges(): Promise<Gauge[]>;
  facts(): Promise<RunningFacts>;
  /** What is served from now on; before, there are no channels. */
  attach(served: { channels: readonly Channel[]; outOfService(): readonly string[] }): void;
  /** From now on the process is not ready: it ends its work. */
  stopping(): void;
}

/** The version of the program. */
export const version = (createRequire(import.meta.url)('./package.json') as { version: string }).version;
/** When the process started, as ISO string. */
export const startedAt = new Date(performance.timeOrigin).toISOString();

export function createOperations(office: Office, config: Config, clock: Clock): Operations {
  const { db, dataDir } = office;
  let served: Parameters<Operations['attach']>[0] = { channels: [], outOfService: () => [] };
  let isStopping = false;

  async function channels(): Promise<{ id: string; ok: boolean; isServed: boolean; detail?: string }[]> {
    const away = served.outOfService();
    return Promise.all(
      served.channels.map(async (channel) => ({
        id: channel.id,
        ...(await channel.health()),
        isServed: !away.includes(channel.id),
      })),
    );
  }

  const isDamaged = (): boolean => db.kind === 'embedded' && (db as EmbeddedDatabase).damage !== null;

  const newestBackup = async (): Promise<string | null> =>
    (await listBackups(backupFolder(config)))[0]?.createdAt ?? null;

  async function gauges(): Promise<Gauge[]> {
    const since = new Date(clock.now().getTime() - dayMs).toISOString();
    const [open, states, jobs, facts, disk, backup] = await Promise.all([
      countOpen(db),
      channels(),
      countJobs(db, since),
      readFacts(db),
      diskSpace(dataDir).catch(() => null),
      newestBackup(),
    ]);
    const plain = (name: string, help: string, value: number): Gauge => ({ name, help, labels: {}, value });
    const { heapUsed, rss } = process.memoryUsage();
    return [
      { name: 'capuy_build_info', help: 'The version that runs.', labels: { version }, value: 1 },
      plain(
        'capuy_start_time_seconds',
        'When the process started, as Unix time.',
        Date.parse(startedAt) / 1000,
      ),
      ...open.flatMap(({ channel, inbox, outbox }) => [
        {
          name: 'capuy_inbox_open',
          help: 'Events that wait for their answer.',
          labels: { channel },
          value: inbox,
        },
        {
          name: 'capuy_outbox_open',
          help: 'Replies that wait to be sent.',
          labels: { channel },
          value: outbox,
        },
      ]),
      ...states.flatMap(({ id, ok, isServed }) => [
        {
          name: 'capuy_channel_up',
          help: 'Whether the channel works.',
          labels: { channel: id },
          value: ok && isServed ? 1 : 0,
        },
        {
          name: 'capuy_channel_breaker_open',
          help: 'Whether sending pauses because the provider is out of service.',
          labels: { channel: id },
          value: isServed ? 0 : 1,
        },
      ]),
      ...jobs.flatMap(({ kind, waiting, running, failed }) =>
        Object.entries({ waiting, running, failed }).map(([state, value]) => ({
          name: 'capuy_jobs',
          help: 'Work in the background by state; failed within a day.',
          labels: { kind, state },
          value,
        })),
      ),
      plain('capuy_database_bytes', 'Size of the database.', facts.bytes),
      plain(
        'capuy_database_damaged',
        'Whether something was found wrong with its files.',
        isDamaged() ? 1 : 0,
      ),
      ...(disk ? [plain('capuy_disk_free_bytes', 'Room left where the data is.', disk.freeBytes)] : []),
      ...(backup === null
        ? []
        : [
            plain(
              'capuy_backup_time_seconds',
              'When the newest backup was made, as Unix time.',
              Date.parse(backup) / 1000,
            ),
          ]),
      plain('capuy_memory_bytes', 'Memory of the process.', rss),
      plain('capuy_heap_bytes', 'Memory of its JavaScript objects.', heapUsed),
    ];
  }

  return {
    async health() {
      const [isUp, states] = await Promise.all([isReachable(db), channels()]);
      return {
        ok: isUp && !isStopping,
        version,
        startedAt,
        database: isUp ? (isDamaged() ? 'damaged' : 'ok') : 'away',
        channels: Object.fromEntries(
          states.map(({ id, isServed, ...health }) => [id, { ...health, ok: health.ok && isServed }]),
        ),
      };
    },
    gauges,
    async facts() {
      const recovery =
        db.kind === 'embedded' ? await untoldRecovery(join(dataDir, 'database')).catch(() => null) : null;
      return {
        version,
        startedAt,
        channels: await channels(),
        isDamaged: isDamaged(),
        recoveredFrom: recovery?.copy.madeAt ?? null,
        newestBackup: await newestBackup(),
      };
    },
    attach(next) {
      served = next;
    },
    stopping() {
      isStopping = true;
    },
  };
}
