import { createAccounts } from '../../access/accounts.ts';
import { ensureLocalAdmin } from '../../access/account-store.ts';
import { createAssistant, type Assistant } from '../../assistant.ts';
import type { Channel } from '../../bot/channels/channel.ts';
import { createDispatcher, type Dispatcher } from '../../bot/dispatch.ts';
import type { Inbound } from '../../bot/types.ts';
import { readConfig } from '../../config.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { newId } from '../../core/ids.ts';
import { silentLogger } from '../../core/logger.ts';
import { createFileStore } from '../../db/file-store.ts';
import { openDatabase } from '../../db/open.ts';
import { loadDemo, readDemoDocuments } from '../../demo/load.ts';
import { createFaulty } from '../../eval/anomalies/faulty-database.ts';
import type { TalkingOffice } from '../../eval/anomalies/query.ts';
import { localAdminName } from '../../prompts/accounts.ts';
import { maybeRepeated } from '../../prompts/channels.ts';

const chat = { channel: 'messenger', account: 'office', chat: 'one' };
const mostTries = 5;

/** The fictional province in memory, with the assistant in this process and one chat that always works. */
export async function openTalkingOffice(folder: string): Promise<TalkingOffice> {
  const db = await createFaulty(await openWithDemo());
  const accountId = await db.tx((t) => ensureLocalAdmin(t, localAdminName, systemClock.now()));
  await db.keep();
  const config = readConfig({ CAPUY_DATA_DIR: folder });
  const files = createFileStore(folder);
  let arrived: { text: string; isMarked: boolean }[] = [];
  const channel: Channel = {
    id: chat.channel,
    signsIn: true,
    capabilities: () => ({
      ...{ maxTextLength: 100_000, markup: 'plain', hasButtons: false, hasTables: true },
      ...{ canSendFiles: true, live: 'none', ceiling: 'all' },
    }),
    send: (_address, part) => {
      arrived.push({ text: part.text, isMarked: part.text.includes(maybeRepeated) });
      return Promise.resolve({ ids: [newId()] });
    },
    health: () => Promise.resolve({ ok: true }),
  };
  let running: { assistant: Assistant; dispatcher: Dispatcher } | null = null;

  async function start(): Promise<void> {
    const office = { db, files, dataDir: folder, close: () => Promise.resolve() };
    const assistant = await createAssistant(office, config, silentLogger);
    const dispatcher = createDispatcher({
      ...{ db, features: assistant.features, channels: [channel], accounts: createAccounts() },
      ...{ clock: systemClock, logger: silentLogger, timeZone: config.TZ },
      // A pause of the program's own is not what is looked at.
      pause: () => new Promise((resolve) => setTimeout(resolve, 5)),
    });
    running = { assistant, dispatcher };
    await assistant.warmUp();
    await dispatcher.start();
  }

  return {
    db,
    start,
    async stop() {
      await running?.dispatcher.stop();
      await running?.assistant.close();
      running = null;
    },
    async say(line) {
      arrived = [];
      const { dispatcher } = running ?? {};
      if (!dispatcher) throw new Error('the office is closed');
      if (line !== '') {
        const event: Inbound = {
          ...{
            key: `messenger:office:${newId()}`,
            at: systemClock.now().toISOString(),
            senderId: accountId,
          },
          ...{ to: chat, isGroup: false, type: 'text', text: line },
        };
        for (let tries = 1; ; tries++) {
          try {
            await dispatcher.accept(event);
            break;
          } catch (error) {
            if (tries === mostTries) throw error;
          }
        }
      }
      await dispatcher.idle();
      return arrived;
    },
  };
}

async function openWithDemo() {
  const db = await openDatabase({ memory: true });
  const documents = await readDemoDocuments();
  const now = systemClock.now();
  await db.tx((t) => loadDemo(t, documents, { by: null, now, today: dateIn(now) }));
  return db;
}
