import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccounts } from '../../access/accounts.ts';
import { createAssistant } from '../../assistant.ts';
import type { Channel, WireBlock } from '../../bot/channels/channel.ts';
import { createDispatcher } from '../../bot/dispatch.ts';
import type { Address, Capabilities } from '../../bot/types.ts';
import { readConfig } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { openOffice } from '../../office.ts';

/** A whole assistant on an office of its own that is thrown away, for evaluations. */
export interface AskedOffice {
  db: Database;
  /** Says something as an account, in a chat that is named like it unless said otherwise; resolves when all is answered. */
  ask(text: string, accountId: string, ceiling: Viewer['ceiling']): Promise<Asked>;
  close(): Promise<void>;
}

/** What was shown for one message: texts while the reply grew, and the blocks at the end. */
export interface Asked {
  growing: string[];
  blocks: WireBlock[];
}

/** What an application of the public could show: buttons, a growing answer, public documents. */
const capabilities: Omit<Capabilities, 'ceiling'> = {
  maxTextLength: 1_000_000,
  markup: 'html',
  hasButtons: true,
  hasTables: true,
  canSendFiles: true,
  live: 'push',
};

/**
 * Opens it.
 * @param environment settings beside the data folder
 * @param wrap stands between the assistant and its database
 */
export async function openAskedOffice(
  environment: Readonly<Record<string, string>> = {},
  wrap: (db: Database) => Database = (db) => db,
): Promise<AskedOffice> {
  const folder = await mkdtemp(join(tmpdir(), 'capuy-asked-'));
  const config = readConfig({ CAPUY_DATA_DIR: folder, ...environment });
  const opened = await openOffice(config);
  const office = { ...opened, db: wrap(opened.db) };
  const assistant = await createAssistant(office, config, silentLogger);
  let shown: Asked = { growing: [], blocks: [] };
  const channelOf = (ceiling: Viewer['ceiling']): Channel => ({
    id: `measured-${ceiling}`,
    signsIn: true,
    capabilities: () => ({ ...capabilities, ceiling }),
    send(_address, part) {
      shown.blocks.push(...part.blocks);
      return Promise.resolve({ ids: [] });
    },
    live: (_address, text) => shown.growing.push(text),
    health: () => Promise.resolve({ ok: true }),
  });
  const dispatcher = createDispatcher({
    db: office.db,
    features: assistant.features,
    channels: [channelOf('public'), channelOf('all')],
    accounts: createAccounts(),
    clock: systemClock,
    logger: silentLogger,
  });
  await dispatcher.start();
  let asked = 0;
  return {
    db: opened.db,
    async ask(text, accountId, ceiling) {
      shown = { growing: [], blocks: [] };
      const to: Address = { channel: `measured-${ceiling}`, account: 'main', chat: accountId };
      asked += 1;
      await dispatcher.accept({
        key: `${to.channel}:main:${asked}`,
        at: systemClock.now().toISOString(),
        senderId: accountId,
        to,
        isGroup: false,
        type: 'text',
        text,
      });
      await dispatcher.idle();
      return shown;
    },
    async close() {
      await dispatcher.stop();
      await assistant.close();
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
