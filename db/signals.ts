import pg from 'pg';
import { newId } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Queryable } from './database.ts';
import { urlsOf } from './server-hosts.ts';

/**
 * Word between processes on one PostgreSQL server, over LISTEN and NOTIFY. Nothing depends on it: what it says stands in
 * rows as well, and whoever does not hear it finds out at its next look.
 */
export interface Signals {
  /** Tells the other processes, not this one. Returns at once; what does not arrive is lost. */
  tell(topic: string, message: object): void;
  /** Calls `listener` for what others tell under `topic`. */
  hear(topic: string, listener: (message: never) => void): void;
  /** Whether words of others arrive now. Not behind a pooler that gives a connection per transaction. */
  readonly isHeard: boolean;
  /** Calls `listener` when words may have been lost: each time that hearing begins again. */
  onGap(listener: () => void): void;
  close(): Promise<void>;
}

/** Words are of a whole database; offices in schemas of their own hear theirs alone. A name has 63 bytes at most. */
const channel = "left('capuy ' || current_schema(), 63)";
/** PostgreSQL takes a payload of less than 8000 bytes. */
const longest = 7900;
const retryMs = 1000;
const deafMs = 60_000;
/** How often it is checked that what is told can be heard, in milliseconds. */
const checkMs = 15_000;
const echoMs = 5000;

interface Word {
  from: string;
  topic: string;
  message: unknown;
}

/** Listens on a connection of its own to `databaseUrl`; tells through `db`. */
export function openSignals(deps: { databaseUrl: string; db: Queryable; logger: Logger }): Signals {
  const { db, logger } = deps;
  const own = newId();
  const urls = urlsOf(deps.databaseUrl);
  const listeners = new Map<string, ((message: never) => void)[]>();
  const gapListeners: (() => void)[] = [];
  let client: pg.Client | undefined;
  let isHeard = false;
  let isClosed = false;
  /** Connected, and yet nothing arrives: as behind a pooler. */
  let isDeaf = false;
  let heardEcho = (): void => {};
  let endPause = (): void => {};

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const send = (word: Word): Promise<unknown> => {
    const payload = JSON.stringify(word);
    if (Buffer.byteLength(payload) > longest) return Promise.resolve();
    return db.query(`SELECT pg_notify(${channel}, $1)`, [payload]);
  };

  function take(payload: string | undefined): void {
    const word = JSON.parse(payload ?? 'null') as Word | null;
    if (!word) return;
    if (word.from === own) {
      if (word.topic === 'echo') heardEcho();
      return;
    }
    for (const listener of listeners.get(word.topic) ?? [])
      try {
        listener(word.message as never);
      } catch (error) {
        logger.warn({ err: error, topic: word.topic }, 'a word of another process could not be taken');
      }
  }

  /** Tells itself something, so that hearing is known and not believed. */
  async function isEchoed(): Promise<boolean> {
    const heard = new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), echoMs);
      timer.unref();
      heardEcho = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
    await send({ from: own, topic: 'echo', message: null });
    return heard;
  }

  async function listen(connectionString: string): Promise<void> {
    const made = new pg.Client({
      connectionString,
      application_name: 'capuy signals',
      keepAlive: true,
      connectionTimeoutMillis: echoMs,
    });
    client = made;
    made.on('notification', ({ payload }) => take(payload));
    const gone = new Promise<false>((resolve) => {
      made.on('error', () => resolve(false));
      made.once('end', () => resolve(false));
    });
    try {
      await made.connect();
      const { rows } = await made.query<{ name: string }>(`SELECT quote_ident(${channel}) AS name`);
      await made.query(`LISTEN ${rows[0]?.name}`);
      while (!isClosed && (await Promise.race([gone, isEchoed()]))) {
        if (!isHeard) for (const listener of gapListeners) listener();
        isHeard = true;
        isDeaf = false;
        await Promise.race([gone, pause(checkMs)]);
      }
      if (isClosed || isHeard || isDeaf) return;
      isDeaf = true;
      logger.info({}, 'words of other processes are not heard on this connection; this one looks for itself');
    } finally {
      isHeard = false;
      client = undefined;
      await made.end().catch(() => {});
    }
  }

  async function keepListening(): Promise<void> {
    for (let turn = 0; !isClosed; turn++) {
      await listen(urls[turn % urls.length] as string).catch((error: unknown) => {
        if (!isClosed) logger.warn({ err: error }, 'words of other processes are not heard');
      });
      if (!isClosed) await pause(isDeaf ? deafMs : retryMs);
    }
  }
  const listening = keepListening();

  return {
    tell(topic, message) {
      send({ from: own, topic, message }).catch((error: unknown) =>
        logger.warn({ err: error, topic }, 'other processes could not be told'),
      );
    },
    hear(topic, listener) {
      listeners.set(topic, [...(listeners.get(topic) ?? []), listener]);
    },
    get isHeard() {
      return isHeard;
    },
    onGap(listener) {
      gapListeners.push(listener);
    },
    async close() {
      isClosed = true;
      endPause();
      heardEcho();
      await client?.end().catch(() => {});
      await listening;
    },
  };
}
