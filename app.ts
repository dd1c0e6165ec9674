import { join } from 'node:path';
import { createAccounts } from './access/accounts.ts';
import { ensureLocalAdmin } from './access/account-store.ts';
import { installationSecret } from './access/setting-store.ts';
import { createSignInToken, createWebSessions } from './access/sign-in.ts';
import { createDispatcher } from './bot/dispatch.ts';
import { createAccountFeature } from './bot/features/account.ts';
import { createAskFeature } from './bot/features/ask.ts';
import { createDemoFeature } from './bot/features/demo.ts';
import { createDocumentsFeature } from './bot/features/documents.ts';
import { createHelpFeature } from './bot/features/help.ts';
import { createMeetingsFeature } from './bot/features/meetings.ts';
import { createStatisticsFeature } from './bot/features/statistics.ts';
import { createUnitsFeature } from './bot/features/units.ts';
import type { Feature } from './bot/types.ts';
import { createWebChannel } from './bot/channels/web/channel.ts';
import type { Config } from './config.ts';
import { dateIn, systemClock } from './core/clock.ts';
import { toAppError } from './core/errors.ts';
import type { Logger } from './core/logger.ts';
import type { Viewer } from './core/viewer.ts';
import type { Database, Queryable } from './db/database.ts';
import { loadDemo, readDemoDocuments, removeDemo } from './demo/load.ts';
import { isDemoLoaded } from './demo/state.ts';
import { readDocument } from './ingest/ingest.ts';
import { looksLikeRegister } from './members/looks-like-register.ts';
import { createModels } from './llm/openai.ts';
import { openOffice, type Office } from './office.ts';
import { localAdminName } from './prompts/accounts.ts';
import { examples as demoExamples, loadSentence } from './prompts/demo.ts';
import { sentenceFor } from './prompts/errors.ts';
import { sendNoRegister } from './prompts/members.ts';
import { createAnswerer } from './rag/answer.ts';
import { createDenseSearch, embedCorpus } from './rag/embedding.ts';
import { loadSource, visibleDocumentIds } from './rag/passage-store.ts';
import { createRetriever, type StoreRetriever } from './rag/retriever.ts';
import { wordAnswer } from './rag/worded-answer.ts';
import { createWeb } from './web/server.ts';

/** What answers, whatever the channel. */
export interface Assistant {
  /** In the order in which they may recognise a sentence. */
  features: readonly Feature[];
  retriever: StoreRetriever;
  /** Looks at a file before anything of it is kept: the sentence that refuses a secret one or a list of people, or null. */
  inspectUpload(bytes: Uint8Array, name: string): Promise<string | null>;
  /** Takes up the index and what sentences are recognised by, so that the first question is fast. */
  warmUp(): Promise<void>;
  /** Ends background work. */
  close(): Promise<void>;
}

/** Puts features and their domains together over one office. */
export function createAssistant(office: Office, config: Config, logger: Logger): Assistant {
  const { db, files, dataDir } = office;
  const models = createModels({
    apiKey: config.OPENAI_API_KEY,
    baseUrl: config.OPENAI_BASE_URL,
    chatModel: config.CHAT_MODEL,
    embeddingModel: config.EMBEDDING_MODEL,
    timeoutSeconds: config.MODEL_TIMEOUT_SECONDS,
  });
  const retriever = createRetriever({
    db,
    logger,
    imagePath: join(dataDir, 'search.index'),
    ...(models.embedder ? { dense: createDenseSearch(db, models.embedder) } : {}),
  });
  const { chat } = models;
  const statistics = createStatisticsFeature({ files, timeZone: config.TZ });
  /** Sentences about units are recognised from memory; after a change it is read again. */
  const knowUnits = async <T>(t: Queryable, change: Promise<T>): Promise<T> => {
    const result = await change;
    await statistics.warm(t);
    return result;
  };
  const features: Feature[] = [
    createHelpFeature({ features: () => features }),
    createDemoFeature({
      isLoaded: (context) => isDemoLoaded(db, context.viewer),
      async prepare({ account, now, today }) {
        const documents = await readDemoDocuments();
        return (t) => knowUnits(t, loadDemo(t, documents, { by: account.id, now, today }));
      },
      remove: (t) => knowUnits(t, removeDemo(t)),
    }),
    createAccountFeature(),
    createDocumentsFeature({ files }),
    createMeetingsFeature({ files }),
    statistics,
    createUnitsFeature(),
    createAskFeature({
      answerer: createAnswerer({ retriever }),
      ...(chat ? { worded: (input, options) => wordAnswer({ model: chat, logger }, input, options) } : {}),
    }),
  ];

  const stopping = new AbortController();
  let embedding: Promise<unknown> = Promise.resolve();
  return {
    features,
    retriever,
    async inspectUpload(bytes, name) {
      if (await looksLikeRegister(bytes, name)) return sendNoRegister;
      try {
        await readDocument(bytes, name);
        return null;
      } catch (error) {
        // Every other trouble with the file is told by the feature that reads it.
        const known = toAppError(error);
        return known.code === 'document-secret' ? sentenceFor(known) : null;
      }
    },
    async warmUp() {
      await Promise.all([retriever.refresh(), statistics.warm(db)]);
      const { embedder } = models;
      if (!embedder) return;
      embedding = embedCorpus({ db, embedder, logger }, { signal: stopping.signal }).catch((error: unknown) =>
        logger.warn(
          { code: toAppError(error).code },
          'passages could not be embedded; the next start goes on',
        ),
      );
    },
    async close() {
      stopping.abort();
      await embedding;
      await retriever.close();
    },
  };
}

/** A running assistant. */
export interface App {
  /** What people open in a browser. */
  url: string;
  /** A link that signs in the administrator of this machine, once, within an hour. */
  signInUrl: string;
  stop(): Promise<void>;
}

/** Starts everything that the settings name: the web page and the worker that answers. */
export async function createApp(config: Config, logger: Logger): Promise<App> {
  const clock = systemClock;
  const office = await openOffice(config);
  const { db, files } = office;
  const adminId = await db.tx((t) => ensureLocalAdmin(t, localAdminName, clock.now()));
  if (config.CAPUY_DEMO === 'yes') await loadDemoOnce(office, config, adminId);

  const assistant = createAssistant(office, config, logger);
  const { features, retriever } = assistant;
  const channel = createWebChannel();
  const dispatcher = createDispatcher({
    db,
    features,
    channels: [channel],
    accounts: createAccounts(),
    clock,
    logger,
    timeZone: config.TZ,
  });
  const web = createWeb({
    config,
    db,
    sink: dispatcher,
    channel,
    sessions: createWebSessions(db, clock),
    files,
    linkSecret: await installationSecret(db, 'file-links'),
    clock,
    logger,
    inspectUpload: assistant.inspectUpload,
    loadSource: (viewer, documentId) => loadSource(db, viewer, documentId),
    async statusOf(viewer, documentId) {
      const statuses = await retriever.statuses(viewer, [documentId], dateIn(clock.now(), config.TZ));
      return statuses.get(documentId) ?? { state: 'unclear' };
    },
    examples: (viewer) => examplesFor(db, config, viewer),
  });

  await assistant.warmUp();
  await dispatcher.start();
  const listening = await web.listen();
  const secret = await db.tx((t) => createSignInToken(t, adminId, clock.now(), 60));
  return {
    url: listening.url,
    signInUrl: `${listening.url.replace(/\/$/u, '')}/vao?ma=${secret}`,
    async stop() {
      await listening.close();
      await dispatcher.stop();
      await assistant.close();
      await office.close();
    },
  };
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
