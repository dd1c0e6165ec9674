import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createBackupDesk, type BackupDesk } from './backup/desk.ts';
import { createAccountFeature } from './bot/features/account.ts';
import { createAskFeature } from './bot/features/ask/ask.ts';
import { createCuratedFeature } from './bot/features/ask/curated.ts';
import { createBackupFeature } from './bot/features/backup/backup-feature.ts';
import { createDemoFeature } from './bot/features/demo.ts';
import { createDocumentsFeature } from './bot/features/documents/documents.ts';
import type { WordingMemory } from './bot/features/ask/word-once.ts';
import { createFiguresFeature } from './bot/features/observations/figures.ts';
import { createReportFeature } from './bot/features/observations/report.ts';
import { createFeedbackFeature } from './bot/features/ask/feedback.ts';
import { createGlossaryFeature } from './bot/features/ask/glossary.ts';
import { createHelpFeature } from './bot/features/help.ts';
import { createCalendarFeature } from './bot/features/meetings/calendar.ts';
import { createMeetingsFeature } from './bot/features/meetings/meetings.ts';
import { createModelCostFeature } from './bot/features/model-cost.ts';
import { commandsFor } from './bot/features/propose.ts';
import { createStatusFeature } from './bot/features/status/status.ts';
import { createStatisticsFeature } from './bot/features/statistics/statistics.ts';
import { createDueFeature } from './bot/features/members/due.ts';
import { createMemberEventsFeature } from './bot/features/members/events.ts';
import { createOwnDataFeature } from './bot/features/own-data.ts';
import { createUnitsFeature } from './bot/features/units.ts';
import type { Sink } from './bot/channels/channel.ts';
import { createHear, type Hear } from './bot/channels/recording.ts';
import type { Feature } from './bot/types.ts';
import { backupFolder, type Config } from './config.ts';
import { systemClock } from './core/clock.ts';
import { DocumentUnreadableError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import type { Queryable } from './db/database.ts';
import { createVersionedReads, openReplica } from './db/replica.ts';
import { loadDemo, readDemoDocuments, removeDemo } from './demo/load.ts';
import { isDemoLoaded } from './demo/state.ts';
import { createIntake, type Intake } from './ingest/intake.ts';
import { createReader, type Inspection, type Reader } from './ingest/reader/reader.ts';
import { noModels, type ChatModel, type Models, type UsageHooks } from './llm/model.ts';
import { createUsageLedger } from './llm/usage.ts';
import { namesEndpoint, toEndpointSettings } from './llm/settings.ts';
import { warmRegister } from './members/register/columnar-store.ts';
import { createTemplateFiles, type TemplateFiles } from './meetings/papers/template-files.ts';
import { readerWork, type Office } from './office.ts';
import { createOperations, type Operations } from './operations.ts';
import { createPdfMaker, type PdfMaker } from './papers/pdf.ts';
import { unreadable } from './prompts/ingest.ts';
import { sendNoRegister } from './prompts/members.ts';
import { createAnswerer } from './rag/answer.ts';
import { visibleDocumentIds } from './rag/search/passage-store.ts';
import { keepEmbedded } from './rag/search/embedding.ts';
import { createDenseSearch } from './rag/search/embedding-search.ts';
import { createEvalQuestions } from './rag/kept/feedback-questions.ts';
import { createRerank } from './rag/search/retriever-rerank.ts';
import { readCorpusVersion } from './rag/chunk-store.ts';
import { createRetriever, type StoreRetriever } from './rag/search/retriever.ts';
import type { Understanding } from './rag/understanding/understand.ts';

/** What answers, whatever the channel. */
export interface Assistant {
  /** In the order in which they may recognise a sentence. */
  features: readonly Feature[];
  retriever: StoreRetriever;
  intake: Intake;
  /** What papers of meetings are printed with. */
  papers: { templates: TemplateFiles; pdf: PdfMaker };
  backups: BackupDesk;
  /** Pictures of pages, for the source viewer. */
  pageImage: Reader['pageImage'];
  /** What of a file may be kept, before anything of it is: secret documents and lists of people are refused. */
  inspect(bytes: Uint8Array, name: string): Promise<Inspection>;
  /** Listens to spoken questions; absent where no model for that is configured. */
  hear?: Hear;
  /**
   * Takes up the index and what sentences are recognised by, so that the first question is fast. `works`: this process
   * answers questions, so it also reads the register ahead and keeps the vectors up to the store (default true), the
   * vectors only while `embeds` says so, where several processes share the store.
   */
  warmUp(options?: { works?: boolean; embeds?: () => Promise<boolean> }): Promise<void>;
  /** Goes on with files that wait to be read; the ends of readings come to `sink` like messages of their chats. */
  startWork(sink: Sink): Promise<void>;
  /** How the process itself is. */
  operations: Operations;
  /** Ends background work. */
  close(): Promise<void>;
}

/** Of the picture of a page that is looked at before the document is stored, in pixels. */
const previewPictureWidth = 1400;

/** How often the units are read that sentences are recognised by, where others may change them, in milliseconds. */
const unitsMs = 30_000;

/** Puts features and their domains together over one office. */
export async function createAssistant(office: Office, config: Config, logger: Logger): Promise<Assistant> {
  const { db, files, dataDir } = office;
  const operations = createOperations(office, config, systemClock);
  const usage = createUsageLedger({ db, clock: systemClock, logger, timeZone: config.TZ });
  const models = await modelsOf(config, usage);
  /** Vectors of the model that was named before serve until those of the new one are complete. */
  const embedderOf = (model: string) =>
    model === models.embedder?.model ? models.embedder : models.embedderOf(model);
  const replica =
    config.DATABASE_READ_URL === undefined
      ? null
      : await openReplica(config.DATABASE_READ_URL, {
          poolSize: config.DATABASE_POOL_SIZE,
          statementSeconds: config.DATABASE_STATEMENT_SECONDS,
        });
  const retriever = createRetriever({
    db,
    ...(replica
      ? { reads: createVersionedReads({ primary: db, replica, versionOf: readCorpusVersion, logger }) }
      : {}),
    logger,
    imagePath: join(dataDir, 'search.index'),
    ...(models.embedder ? { dense: createDenseSearch({ db, embedderOf, clock: systemClock, logger }) } : {}),
    ...(models.reranker ? { rerank: createRerank({ reranker: models.reranker, logger }) } : {}),
  });
  const { chat } = models;
  const understanding = chat && (await understandingOf(chat, retriever, logger));
  const reader = createReader({ logger, workUrl: readerWork });
  // What a person waits for must not stand behind the reading of a long scan, so it has a process of its own.
  const quickReader = createReader({ logger, workUrl: readerWork });
  const intake = createIntake({ db, files, reader, clock: systemClock, logger });
  const statistics = createStatisticsFeature({
    files,
    timeZone: config.TZ,
    ...(chat
      ? {
          propose: async (typed, context, options) => {
            const { proposeStatistics } = await import('./members/statistics/propose-statistics.ts');
            return proposeStatistics(chat, typed, context, options);
          },
        }
      : {}),
  });
  /** Sentences about units are recognised from memory; after a change it is read again. */
  const knowUnits = async <T>(t: Queryable, change: Promise<T>): Promise<T> => {
    const result = await change;
    await statistics.warm(t);
    return result;
  };
  const papers = {
    templates: createTemplateFiles(join(dataDir, 'mau-van-ban')),
    // Two programs cannot use one profile at a time: where several processes share the folder, each conversion has its own.
    pdf: createPdfMaker(db.kind === 'server' ? {} : { profile: join(dataDir, 'libreoffice') }),
  };
  const backups = createBackupDesk({
    ...office,
    clock: systemClock,
    folder: backupFolder(config),
    passphrase: config.CAPUY_BACKUP_PASSPHRASE,
    timeZone: config.TZ,
  });
  const features: Feature[] = [
    createHelpFeature({ features: () => features }),
    createDemoFeature({
      isLoaded: (context) => isDemoLoaded(db, context.viewer),
      documents: async (context) => (await visibleDocumentIds(db, context.viewer)).length,
      async prepare({ account, now, today }) {
        const documents = await readDemoDocuments();
        return (t) => knowUnits(t, loadDemo(t, documents, { by: account.id, now, today }));
      },
      remove: (t) => knowUnits(t, removeDemo(t)),
    }),
    createAccountFeature(),
    createDocumentsFeature({
      files,
      intake,
      statuses: (viewer, ids, day) => retriever.statuses(viewer, ids, day),
      drawPage: (bytes, mediaType, pageNo, rotation) =>
        quickReader.pageImage(bytes, mediaType, pageNo, { rotation, widthPx: previewPictureWidth }),
    }),
    createMeetingsFeature({
      files,
      readFile: async (file, signal) => {
        const bytes = await files.read(file.sha256);
        if (!bytes) return null;
        const read = await quickReader
          .read(bytes, file.name, undefined, { signal })
          .catch((error: unknown) => {
            if (error instanceof DocumentUnreadableError) return null;
            throw error;
          });
        return read?.text ?? null;
      },
      papers,
      ...(chat
        ? {
            readNotes: async (notes, environment, options) => {
              const { readNotes } = await import('./meetings/entry/read-notes.ts');
              return readNotes(chat, notes, environment, options);
            },
          }
        : {}),
    }),
    createCalendarFeature({ files }),
    statistics,
    createFiguresFeature(),
    createReportFeature({ files }),
    createUnitsFeature(),
    createMemberEventsFeature(),
    createDueFeature(),
    createOwnDataFeature({ files, timeZone: config.TZ }),
    createGlossaryFeature(),
    createCuratedFeature({ standing: retriever }),
    createFeedbackFeature({
      questions: createEvalQuestions(join(dataDir, 'evaluation', 'feedback.jsonl')),
      retriever,
      standing: retriever,
    }),
    createStatusFeature({ running: operations.facts, dataDir, timeZone: config.TZ }),
    createBackupFeature({
      desk: backups,
      scheduledAt: config.CAPUY_BACKUPS === 'yes' ? config.CAPUY_BACKUP_AT : null,
      timeZone: config.TZ,
    }),
    createModelCostFeature({
      spentToday: models.chat || models.embedder || models.transcriber ? usage.spentToday : null,
      limits: { dailyTokens: config.MODEL_DAILY_TOKENS, dailyCost: config.MODEL_DAILY_COST },
      flush: usage.flush,
    }),
    createAskFeature({
      answerer: createAnswerer({ library: retriever, ...(understanding ? { understanding } : {}) }),
      files,
      standing: retriever,
      resolve: (viewer, text) => retriever.resolve(viewer, text),
      ...(chat
        ? {
            commands: (context) => commandsFor(context, features),
            memory: wordingMemory(chat, models.embedder),
            worded: async (input, options) => {
              const { wordAnswer } = await import('./rag/grounding/worded-answer.ts');
              const timeoutMs = config.MODEL_TIMEOUT_SECONDS * 1000;
              return wordAnswer({ model: chat, logger }, input, { ...options, timeoutMs });
            },
          }
        : {}),
    }),
  ];

  async function inspect(bytes: Uint8Array, name: string): Promise<Inspection> {
    const { accepted, refused } = await quickReader.inspect(bytes, name);
    // In a chat the file stands in a message, which the person should take away.
    const told = refused.map((file) =>
      file.sentence === unreadable.register ? { ...file, sentence: sendNoRegister } : file,
    );
    return { accepted, refused: told };
  }

  const stopping = new AbortController();
  let knowing: NodeJS.Timeout | undefined;
  let embedding: Promise<unknown> = Promise.resolve();
  let registerReading: Promise<void> = Promise.resolve();
  return {
    features,
    operations,
    retriever,
    intake,
    papers,
    backups,
    pageImage: quickReader.pageImage,
    inspect,
    ...(models.transcriber ? { hear: createHear({ transcriber: models.transcriber, logger }) } : {}),
    startWork: (sink) =>
      intake.start(async ({ id, kind, finishedAt, payload }) => {
        const { address, accountId, isGroup } = payload;
        // A job that is tried again ends again, so its end belongs to the key; told twice it is still one event.
        const key = `${address.channel}:${address.account}:job-${id}-${finishedAt}`;
        const head = { key, at: finishedAt ?? '', senderId: accountId, to: address, isGroup };
        await sink.accept({ ...head, type: 'job', kind, jobId: id });
      }),
    async warmUp({ works = true, embeds } = {}) {
      await Promise.all([retriever.refresh(), statistics.warm(db)]);
      if (!works) return;
      if (db.kind === 'server') {
        // Another process may have added a unit.
        knowing = setInterval(() => void statistics.warm(db).catch(() => undefined), unitsMs);
        knowing.unref();
      }
      // The register of a province takes seconds: a question that comes before its end waits for the same reading.
      registerReading = warmRegister(db, stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted)
          logger.error({ err: error }, 'the register was not read ahead of a question');
      });
      const { embedder } = models;
      if (!embedder) return;
      embedding = keepEmbedded(
        { db, embedder, clock: systemClock, logger },
        {
          signal: stopping.signal,
          ...(embeds ? { isMine: embeds } : {}),
          // The wait ends with the assistant, and never keeps the process alive.
          wait: (ms) => pause(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined),
        },
      );
    },
    async close() {
      stopping.abort();
      clearInterval(knowing);
      await intake.close();
      await quickReader.close();
      await Promise.all([embedding, registerReading]);
      await retriever.close();
      await replica?.close();
      await usage.close();
    },
  };
}

/** The models that the settings name. Their libraries take a second to load, so an office without a model never does. */
async function modelsOf(config: Config, usage: UsageHooks): Promise<Models> {
  if (!namesEndpoint(config)) return noModels;
  const { createModels } = await import('./llm/openai.ts');
  return createModels(toEndpointSettings(config), usage);
}

/** Lets wordings be given again; a question is compared by meaning only where an embedding model is. */
const wordingMemory = (chat: ChatModel, embedder: Models['embedder']): WordingMemory => ({
  async wordedAs() {
    const { promptVersion } = await import('./rag/grounding/worded-answer.ts');
    return `${chat.name} ${promptVersion}`;
  },
  ...(embedder
    ? {
        async vectorOf(question, signal) {
          const [vector = []] = await embedder.embed([question], { signal, purpose: 'question' });
          return vector;
        },
      }
    : {}),
});

/** Reads messages that the rules made nothing of; loaded with the model, and not without one. */
async function understandingOf(
  model: ChatModel,
  retriever: StoreRetriever,
  logger: Logger,
): Promise<Understanding> {
  const { createUnderstanding } = await import('./rag/understanding/understand.ts');
  return createUnderstanding({ model, retriever, logger });
}
