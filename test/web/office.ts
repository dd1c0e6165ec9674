import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebChannel, type WebChannel } from '../../bot/channels/web/channel.ts';
import { createDispatcher, type Dispatcher } from '../../bot/dispatch.ts';
import type { Block, Feature, FeatureRequest, TurnContext } from '../../bot/types.ts';
import { systemClock, type Clock } from '../../core/clock.ts';
import { newId, newSecret } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { createFileStore, type FileStore } from '../../db/file-store.ts';
import type { Source } from '../../rag/search/passage-store.ts';
import type { DocumentStatus } from '../../rag/types.ts';
import type { WebSessions } from '../../web/session.ts';
import { createWeb, type Web, type WebDeps } from '../../web/server.ts';
import { emptyTables } from '../support/database.ts';

/** What the one feature of the test office answers. */
export type Script = (context: TurnContext, request: FeatureRequest) => Promise<Block[]> | Block[];

/** An office with a real dispatcher, inbox and outbox, one scripted feature, and people who sign in by made-up codes. */
export interface Office {
  web: Web;
  /** The same office behind a new server. */
  restartWeb(port: number): Web;
  /** The process has died in the middle of whatever it did, and a new one has begun with the same tables. */
  restart(port: number): Promise<Web>;
  channel: WebChannel;
  dispatcher: Dispatcher;
  files: FileStore;
  sessions: TestSessions;
  /** Keeps a document for the source viewer; only `mayRead` accounts see it. */
  keep(source: Source, status: DocumentStatus, mayRead?: (viewer: Viewer) => boolean): void;
  /** Names of everything in the file store. */
  keptFiles(): Promise<string[]>;
  close(): Promise<void>;
}

export interface TestSessions extends WebSessions {
  /** A code that signs in a person of this name, once. */
  codeFor(name: string): string;
  /** A session cookie of a new person, without going through the page. */
  cookieFor(name: string): string;
  endAll(): void;
}

export async function openOffice(
  db: Database,
  script: Script,
  overrides: Partial<WebDeps> = {},
  /** What the buttons of the script belong to. */
  featureId = 'scripted',
): Promise<Office> {
  await emptyTables(db);
  const directory = await mkdtemp(join(tmpdir(), 'capuy-web-'));
  const clock: Clock = overrides.clock ?? systemClock;
  let channel = createWebChannel();
  const sessions = createTestSessions(clock);
  const feature: Feature = {
    id: featureId,
    commands: [],
    isFallback: true,
    takesFiles: true,
    handle: async (context, request) => ({ blocks: await script(context, request) }),
  };
  const startDispatcher = async (): Promise<Dispatcher> => {
    const started = createDispatcher({
      db,
      features: [feature],
      channels: [channel],
      accounts: {
        find: (_db, sender) => Promise.resolve({ id: sender.id, name: 'Test', role: 'admin', unitIds: [] }),
        pair: () => Promise.resolve(null),
      },
      clock,
      logger: silentLogger,
    });
    await started.start();
    return started;
  };
  let dispatcher = await startDispatcher();
  const files = createFileStore(directory);
  const sources = new Map<
    string,
    { source: Source; status: DocumentStatus; mayRead: (viewer: Viewer) => boolean }
  >();
  const webDeps: WebDeps = {
    config: { HOST: '127.0.0.1', PORT: 0, PUBLIC_URL: undefined, MAX_UPLOAD_MB: 1, TRUST_PROXY: false },
    db,
    sink: dispatcher,
    channel,
    sessions,
    files,
    linkSecret: 'secret of the test office',
    loadSource: (viewer, id) => {
      const kept = sources.get(id);
      return Promise.resolve(kept?.mayRead(viewer) ? kept.source : null);
    },
    statusOf: (_viewer, id) => Promise.resolve(sources.get(id)?.status ?? { state: 'unclear' }),
    clock,
    logger: silentLogger,
    ...overrides,
  };
  const web = createWeb(webDeps);
  return {
    web,
    restartWeb: (port) => createWeb({ ...webDeps, config: { ...webDeps.config, PORT: port } }),
    async restart(port) {
      await dispatcher.stop(0);
      channel = createWebChannel();
      dispatcher = await startDispatcher();
      return createWeb({ ...webDeps, sink: dispatcher, channel, config: { ...webDeps.config, PORT: port } });
    },
    get channel() {
      return channel;
    },
    get dispatcher() {
      return dispatcher;
    },
    files,
    sessions,
    keep: (source, status, mayRead = () => true) =>
      void sources.set(source.document.id, { source, status, mayRead }),
    keptFiles: async () =>
      (await readdir(directory, { recursive: true, withFileTypes: true })).flatMap((entry) =>
        entry.isFile() ? [entry.name] : [],
      ),
    async close() {
      await dispatcher.stop(0);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function createTestSessions(clock: Clock): TestSessions {
  const codes = new Map<string, string>();
  const people = new Map<string, { accountId: string; name: string; viewer: Viewer }>();
  const open = (name: string): string => {
    const token = newSecret();
    const accountId = newId();
    people.set(token, { accountId, name, viewer: { accountId, role: 'admin', unitIds: [], ceiling: 'all' } });
    return token;
  };
  return {
    codeFor(name) {
      const code = newSecret(16);
      codes.set(code, name);
      return code;
    },
    cookieFor: (name) => `capuy_session=${open(name)}`,
    endAll: () => people.clear(),
    redeem(code) {
      const name = codes.get(code);
      if (name === undefined) return Promise.resolve(null);
      codes.delete(code);
      return Promise.resolve({ token: open(name), expiresAt: new Date(clock.now().getTime() + 86_400_000) });
    },
    find: (token) => Promise.resolve(people.get(token) ?? null),
    listOwn: (_accountId, token) =>
      Promise.resolve(
        [...people.keys()].map((one, index) => ({
          id: String(index).padStart(24, '0'),
          openedAt: clock.now().toISOString(),
          expiresAt: clock.now().toISOString(),
          seenAt: null,
          device: 'Chrome · Windows',
          isThis: one === token,
        })),
      ),
    end(token) {
      people.delete(token);
      return Promise.resolve();
    },
  };
}
