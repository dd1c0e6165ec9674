import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccounts } from '../../access/accounts.ts';
import { createAssistant, type Assistant } from '../../assistant.ts';
import type { Channel } from '../../bot/channels/channel.ts';
import { createDispatcher, type Dispatcher } from '../../bot/dispatch.ts';
import type { Capabilities } from '../../bot/types.ts';
import { readConfig, type Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { openOffice } from '../../office.ts';

/** A whole assistant on an office of its own, for evaluations. */
export interface ThrownAwayOffice {
  /** As it was opened, without what stands before it for the assistant. */
  db: Database;
  assistant: Assistant;
  dispatcher: Dispatcher;
  /** Ends it and removes its folder; `graceMs` as for the dispatcher. */
  close(graceMs?: number): Promise<void>;
}

/** All that a channel can show, but for who may see it. */
export const showsEverything: Omit<Capabilities, 'ceiling'> = {
  maxTextLength: 1_000_000,
  markup: 'html',
  hasButtons: true,
  hasTables: true,
  canSendFiles: true,
  live: 'push',
};

/** Opens it on a new folder and starts it. */
export async function openThrownAwayOffice(given: {
  /** Settings beside the data folder. */
  environment: Readonly<Record<string, string>>;
  channels: readonly Channel[];
  /** Fills the office before the assistant looks at it. Default: it stays empty. */
  furnish?: (db: Database, config: Config) => Promise<void>;
  /** Stands between the assistant and its database. Default: nothing. */
  wrap?: (db: Database) => Database;
}): Promise<ThrownAwayOffice> {
  const { environment, channels, furnish, wrap = (db) => db } = given;
  const folder = await mkdtemp(join(tmpdir(), 'capuy-asked-'));
  const config = readConfig({ CAPUY_DATA_DIR: folder, ...environment });
  const opened = await openOffice(config);
  await furnish?.(opened.db, config);
  const office = { ...opened, db: wrap(opened.db) };
  const assistant = await createAssistant(office, config, silentLogger);
  const dispatcher = createDispatcher({
    db: office.db,
    features: assistant.features,
    channels,
    accounts: createAccounts(),
    clock: systemClock,
    logger: silentLogger,
  });
  await dispatcher.start();
  return {
    db: opened.db,
    assistant,
    dispatcher,
    async close(graceMs) {
      await dispatcher.stop(graceMs);
      await assistant.close();
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
