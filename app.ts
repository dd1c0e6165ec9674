import { join } from 'node:path';
import { createAccounts } from './access/accounts.ts';
import { ensureLocalAdmin } from './access/account-store.ts';
import { installationSecret } from './access/setting-store.ts';
import { createSignInToken, createWebSessions } from './access/sign-in.ts';
import { serveLocal } from './backup/local-socket.ts';
import { createClaims, soleClaims } from './bot/claims.ts';
import { createDispatcher, type Neighbours } from './bot/dispatch.ts';
import { createWebChannel } from './bot/channels/web/channel.ts';
import { hearOthers, tellOthers } from './bot/channels/web/neighbours.ts';
import { createMetrics } from './bot/metrics.ts';
import { pause } from './bot/pause.ts';
import { tracedChannel, tracedDatabase, tracedFeature, tracedSink } from './bot/traces.ts';
import { createReceivers } from './bot/receivers.ts';
import { pairingLinks } from './bot/turn.ts';
import { createBackupWorker } from './bot/features/backup/backup-worker.ts';
import { settleRecovery, tellOfDamage } from './bot/features/status/recovery-notice.ts';
import { createReminderWorker } from './bot/features/meetings/reminders-worker.ts';
import { createRetentionWorker } from './bot/features/retention-worker.ts';
import { createAssistant } from './assistant.ts';
import { allowedSenders, createChannels, onlyAllowed } from './channels.ts';
import type { Config, ProcessRole } from './config.ts';
import { dateIn, systemClock } from './core/clock.ts';
import { ConfigError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import type { Tracer } from './core/tracer.ts';
import type { Viewer } from './core/viewer.ts';
import type { Database } from './db/database.ts';
import { noteRecoveryTold, untoldRecovery } from './db/folder-recovery.ts';
import { sharedFiles } from './db/shared-files.ts';
import type { EmbeddedDatabase } from './db/pglite.ts';
import type { Signals } from './db/signals.ts';
import { loadDemo, readDemoDocuments } from './demo/load.ts';
import { isDemoLoaded } from './demo/state.ts';
import { yearCalendar } from './meetings/calendar/year.ts';
import { listUnits } from './members/units/unit-store.ts';
import { byLevelAndName, subtreeIds } from './members/units/units.ts';
import { openOffice, type Office } from './office.ts';
import { startedAt, version } from './operations.ts';
import { localAdminName } from './prompts/accounts.ts';
import { foreignFileFolder } from './prompts/server.ts';
import { recoveredLine } from './prompts/system-status.ts';
import { examples as demoExamples, loadSentence } from './prompts/demo.ts';
import { loadSource, visibleDocumentIds } from './rag/search/passage-store.ts';
import { loadPicture, loadScans } from './rag/quoting/scan-store.ts';
import { createOpenLinks } from './web/open-links.ts';
import { createWeb } from './web/server.ts';
import { listenForStatus } from './web/status.ts';

/** A running assistant. */
export interface App {
  /** What people open in a browser. */
  url: string;
  /** A link that signs in the administrator of this machine, once, within an hour; '' where there are no pages. */
  signInUrl: string;
  stop(): Promise<void>;
}

/** Starts everything that the settings name: the web page and the worker that answers. */
export async function createApp(config: Config, logger: Logger): Promise<App> {
  const clock = systemClock;
  const does = (role: ProcessRole): boolean => config.ROLES.includes(role);
  const tracer = await tracerOf(config, logger);
  const opened = await openOffice(config);
  const office = tracer ? { ...opened, db: tracedDatabase(opened.db, tracer) } : opened;
  const { db, files } = office;
  if (db.kind === 'server') await requireSharedFiles(office, logger);
  const signals = await signalsOf(config, db, logger);
  const adminId = await db.tx((t) => ensureLocalAdmin(t, localAdminName, clock.now()));
  if (config.CAPUY_DEMO === 'yes') await loadDemoOnce(office, config, adminId);

  const assistant = await createAssistant(office, config, logger);
  // A server is open to `capuy backup` by itself.
  const local =
    db.kind === 'embedded'
      ? await serveLocal({ ...office, clock, logger, once: assistant.backups.once })
      : undefined;
  const { retriever } = assistant;
  const features = tracer
    ? assistant.features.map((feature) => tracedFeature(feature, tracer))
    : assistant.features;
  const channel = createWebChannel(signals && tellOthers((word) => signals.tell('web', word)));
  const endHearing = signals && hearOthers(channel, signals);
  const { PUBLIC_URL: publicUrl } = config;
  const openLinks =
    publicUrl === undefined
      ? undefined
      : createOpenLinks({ secret: await installationSecret(db, 'open-links'), publicUrl, clock });
  const messengers = await createChannels(config, {
    db,
    files,
    clock,
    logger,
    inspect: assistant.inspect,
    commands: () => features.flatMap((feature) => feature.commands),
    ...(assistant.hear ? { hear: assistant.hear } : {}),
    ...(openLinks ? { linkTo: openLinks.linkTo } : {}),
  });
  const channels = [channel, ...messengers].map((one) => (tracer ? tracedChannel(one, tracer) : one));
  const claims = db.kind === 'server' ? createClaims({ db, logger, pause }) : soleClaims;
  const metrics = createMetrics();
  const dispatching = createDispatcher({
    db,
    claims,
    metrics,
    works: does('worker'),
    ...(signals ? { neighbours: neighboursBy(signals) } : {}),
    limits: { perMinute: config.MESSAGES_PER_MINUTE, perMinuteAll: config.MESSAGES_PER_MINUTE_ALL },
    features,
    channels,
    accounts: createAccounts({ clock, days: config.LINK_EXPIRES_DAYS }),
    clock,
    logger,
    timeZone: config.TZ,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(openLinks ? { linkTo: openLinks.linkTo } : {}),
  });
  const dispatcher = tracer ? tracedSink(dispatching, tracer) : dispatching;
  const sink = onlyAllowed(dispatcher, allowedSenders(config), logger);
  const receivers = createReceivers({ channels: messengers, sink, claims, logger });
  const { operations } = assistant;
  operations.attach({ channels, outOfService: dispatcher.outOfService });
  const renderMetrics = async () => metrics.render(await operations.gauges());
  const web = createWeb({
    config,
    db,
    sink: dispatcher,
    health: operations.health,
    metrics: renderMetrics,
    webhooks: messengers.flatMap((messenger) => messenger.webhook?.(sink) ?? []),
    ...(openLinks ? { openLinks } : {}),
    channel,
    sessions: createWebSessions(db, clock),
    files,
    linkSecret: await installationSecret(db, 'file-links'),
    clock,
    logger,
    inspect: assistant.inspect,
    ...(assistant.hear ? { hear: assistant.hear } : {}),
    loadSource: (viewer, documentId) => loadSource(db, viewer, documentId),
    loadScans: (viewer, documentId, wordsOf) => loadScans(db, viewer, documentId, wordsOf),
    loadPicture: (viewer, documentId, pageNo) => loadPicture(db, viewer, documentId, pageNo),
    async drawPage({ fileSha256, mediaType, page }, view) {
      const bytes = await files.read(fileSha256);
      return bytes && assistant.pageImage(bytes, mediaType, page.pageNo, view);
    },
    async statusOf(viewer, documentId) {
      const statuses = await retriever.statuses(viewer, [documentId], dateIn(clock.now(), config.TZ));
      return statuses.get(documentId) ?? { state: 'unclear' };
    },
    examples: (viewer) => examplesFor(db, config, viewer),
    loadYear: (viewer, of) => loadYear(db, viewer, of),
    views: {
      db,
      timeZone: config.TZ,
      documents: (viewer) => retriever.documents(viewer),
      statuses: (viewer, ids, day) => retriever.statuses(viewer, ids, day),
      papers: assistant.papers,
      features,
      pairingLinks: (code) => pairingLinks(channels, code),
      linkDays: config.LINK_EXPIRES_DAYS,
    },
  });

  await assistant.warmUp({ works: does('worker'), embeds: () => claims.take('embedding') });
  await tellOfRecovery(office, config);
  await dispatcher.start();
  if (db.kind === 'embedded')
    (db as EmbeddedDatabase).whenDamaged(({ kind, file }) => {
      logger.error({ kind, file }, 'the database folder is damaged; the next start recovers it');
      tellOfDamage(db, startedAt, clock.now()).then(
        (replies) => replies.forEach(dispatcher.deliver),
        (error: unknown) => logger.error({ err: error }, 'administrators could not be told'),
      );
    });
  if (does('worker')) await assistant.startWork(dispatcher);
  const reminders = createReminderWorker({
    db,
    clock,
    logger,
    timeZone: config.TZ,
    channels,
    deliver: dispatcher.deliver,
  });
  const backups = createBackupWorker({
    db,
    desk: assistant.backups,
    schedule: {
      at: config.CAPUY_BACKUP_AT,
      daily: config.CAPUY_BACKUP_DAILY,
      weekly: config.CAPUY_BACKUP_WEEKLY,
    },
    claims,
    clock,
    logger,
    timeZone: config.TZ,
    channels,
    deliver: dispatcher.deliver,
  });
  const retention = createRetentionWorker({ db, clock, logger, timeZone: config.TZ });
  const listening = does('web')
    ? await web.listen()
    : await listenForStatus({
        host: config.HOST,
        port: config.PORT,
        health: operations.health,
        metrics: renderMetrics,
      });
  if (does('poller')) receivers.start();
  if (does('worker')) {
    if (config.CAPUY_REMINDERS === 'yes') reminders.start();
    retention.start();
    if (config.CAPUY_BACKUPS === 'yes') backups.start();
  }
  const secret = await db.tx((t) => createSignInToken(t, adminId, clock.now(), 60));
  return {
    url: listening.url,
    signInUrl: does('web') ? `${listening.url.replace(/\/$/u, '')}/vao?ma=${secret}` : '',
    async stop() {
      operations.stopping();
      await Promise.all([listening.close(), receivers.stop()]);
      await reminders.stop();
      await retention.stop();
      await backups.stop();
      await dispatcher.stop();
      await claims.stop();
      await local?.close();
      await assistant.close();
      endHearing?.();
      await signals?.close();
      await office.close();
      await tracer?.close();
    },
  };
}

/** Spans go to a collector where one is set; the code for it is not loaded elsewhere. */
async function tracerOf(config: Config, logger: Logger): Promise<Tracer | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = config;
  if (endpoint === undefined) return undefined;
  const { createOtlpTracer } = await import('./core/otlp-tracer.ts');
  const pairs = (headers ?? '').split(',').map((pair) => pair.split(/=(.*)/su, 2).map((part) => part.trim()));
  const settings = {
    endpoint,
    headers: Object.fromEntries(pairs.filter(([name]) => name !== '')) as Record<string, string>,
    service: config.OTEL_SERVICE_NAME,
    version,
  };
  return createOtlpTracer(settings, logger);
}

/** Refuses to run on a folder of files that is not the one of the other processes. */
async function requireSharedFiles({ db, dataDir, close }: Office, logger: Logger): Promise<void> {
  const { found, missing, of } = await sharedFiles(db, join(dataDir, 'files'));
  if (found === 'some') logger.error({ missing, of }, 'files of kept documents are missing');
  if (found !== 'none') return;
  await close();
  throw new ConfigError([foreignFileFolder(dataDir)]);
}

/** Word between processes on one server; there are no others on an embedded database. */
async function signalsOf(config: Config, db: Database, logger: Logger): Promise<Signals | undefined> {
  if (config.DATABASE_URL === undefined) return undefined;
  const { openSignals } = await import('./db/signals.ts');
  return openSignals({ databaseUrl: config.DATABASE_URL, db, logger });
}

const neighboursBy = (signals: Signals): Neighbours => ({
  tell: (lane) => signals.tell('lane', { lane }),
  hear: (listener) => signals.hear('lane', ({ lane }: { lane: string }) => listener(lane)),
});

/** Tells administrators that a damaged database gave way to a copy of it, before anything is answered from the copy. */
async function tellOfRecovery({ db, dataDir }: Office, config: Config): Promise<void> {
  if (db.kind !== 'embedded') return;
  const folder = join(dataDir, 'database');
  const recovery = await untoldRecovery(folder);
  if (!recovery) return;
  const { aside, foundAt, copy } = recovery;
  process.stderr.write(recoveredLine(aside, foundAt, copy.madeAt, config.TZ));
  const told = await settleRecovery(db, recovery, systemClock.now(), config.TZ);
  // Where no administrator has a chat yet, the next start tries again.
  if (told > 0) await noteRecoveryTold(folder, recovery);
}

async function loadDemoOnce({ db }: Office, config: Config, adminId: string): Promise<void> {
  const now = systemClock.now();
  const admin: Viewer = { accountId: adminId, role: 'admin', unitIds: [], ceiling: 'all' };
  if (await isDemoLoaded(db, admin)) return;
  const documents = await readDemoDocuments();
  await db.tx((t) => loadDemo(t, documents, { by: adminId, now, today: dateIn(now, config.TZ) }));
}

/** What an empty chat proposes: the demo data while there is nothing, its questions while it is there. */
async function examplesFor(db: Database, config: Config, viewer: Viewer): Promise<readonly string[]> {
  if (await isDemoLoaded(db, viewer)) return demoExamples;
  const isEmpty = (await visibleDocumentIds(db, viewer)).length === 0;
  return isEmpty && viewer.role === 'admin' && config.CAPUY_DEMO !== 'no' ? [loadSentence] : [];
}

/** The meetings of a year, of one unit with those below it where the viewer may see it, else of all that they see. */
async function loadYear(
  db: Database,
  viewer: Viewer,
  { year, unitId, today }: { year: number; unitId: string | null; today: string },
) {
  // A unit that ended in the year stood at its beginning; one that was founded in it stands at its end.
  const [before, after] = await Promise.all([
    listUnits(db, viewer, { asOf: `${year}-01-01` }),
    listUnits(db, viewer, { asOf: `${year}-12-31` }),
  ]);
  const units = [...new Map([...before, ...after].map((unit) => [unit.id, unit])).values()].sort(
    byLevelAndName,
  );
  const root = units.find((unit) => unit.id === unitId);
  const wanted = root && new Set(subtreeIds(units, root.id));
  const calendar = await yearCalendar(db, viewer, {
    year,
    units: wanted ? units.filter((unit) => wanted.has(unit.id)) : units,
    today,
  });
  return { ...calendar, units: units.map(({ id, name }) => ({ id, name })), unitId: root?.id ?? null };
}
