import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../../app.ts';
import { readConfig } from '../../config.ts';
import type { Logger } from '../../core/logger.ts';
import { openOffice, type Office } from '../../office.ts';
import { putDatabaseIn } from '../support/data-folder.ts';
import { comeBack, signInAt, type Person } from './person.ts';

/** The whole assistant as people meet it: `createApp` on a folder of its own, reached over HTTP on loopback. */
export interface RunningOffice {
  url: string;
  dataDir: string;
  /** Signs in with the link that is printed at start; it works once. */
  signInAdmin(): Promise<Person>;
  /** Signs in with a code typed on the sign-in page. */
  signIn(code: string): Promise<Person>;
  /** Stops the assistant and starts it again on the same folder, with other `settings` where they are given. */
  restart(settings?: Settings): Promise<void>;
  /** Stops the assistant and looks at what it left behind; `restart` starts it again. */
  lookInside<T>(look: (office: Office) => Promise<T>): Promise<T>;
  /** Signs nobody in: the browser comes back with the cookie it has. */
  comeBack(cookie: string): Promise<Person>;
  /** Paths and contents of all files under the data folder, those of the database too, or of one folder in it. */
  keptFiles(folder?: string): Promise<{ path: string; bytes: Buffer }[]>;
  /** Resolves when this has been logged, for work in the background. */
  logged(message: string): Promise<void>;
  /** What was logged as an error since the start. */
  errors: string[];
  stop(): Promise<void>;
}

type Settings = Readonly<Record<string, string>>;

/** Starts an office without settings from outside; what is due on the day of the test is not told. `settings` as in the environment. */
export async function startOffice(settings: Settings = {}): Promise<RunningOffice> {
  const dataDir = await mkdtemp(join(tmpdir(), 'capuy-flow-'));
  await putDatabaseIn(dataDir);

  const errors: string[] = [];
  const told = new Set<string>();
  const watchers = new Set<() => void>();
  const logger: Logger = {
    debug() {},
    info(_fields, message) {
      told.add(message);
      for (const watcher of watchers) watcher();
    },
    warn() {},
    error: (fields, message) => errors.push(`${message}: ${JSON.stringify(fields, errorsAsText)}`),
  };
  const configOf = (changed: Settings) =>
    readConfig({ CAPUY_REMINDERS: 'no', ...changed, CAPUY_DATA_DIR: dataDir, PORT: '0' });
  const people = new Set<Person>();
  let current = settings;
  let app: App = await createApp(configOf(current), logger);
  let isRunning = true;
  const halt = async (): Promise<void> => {
    if (!isRunning) return;
    isRunning = false;
    await Promise.all([...people].map((person) => person.leave()));
    people.clear();
    await app.stop();
  };
  const known = (person: Person): Person => {
    people.add(person);
    return person;
  };

  return {
    get url() {
      return app.url;
    },
    dataDir,
    signInAdmin: async () =>
      known(await signInAt(app.url, new URL(app.signInUrl).searchParams.get('ma') ?? '')),
    signIn: async (code) => known(await signInAt(app.url, code)),
    async restart(changed = current) {
      current = changed;
      await halt();
      app = await createApp(configOf(current), logger);
      isRunning = true;
    },
    async lookInside(look) {
      await halt();
      const left = await openOffice(configOf(current));
      try {
        return await look(left);
      } finally {
        await left.close();
      }
    },
    comeBack: async (cookie) => known(await comeBack(app.url, cookie)),
    async keptFiles(folder = '.') {
      const entries = await readdir(join(dataDir, folder), { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
    },
    logged: (message) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!told.has(message)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    errors,
    async stop() {
      await halt();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const errorsAsText = (_name: string, value: unknown): unknown =>
  value instanceof Error ? value.stack : value;
