import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAccount } from '../../access/account-store.ts';
import { createAccounts } from '../../access/accounts.ts';
import { createAssistant } from '../../assistant.ts';
import type { Channel, WireBlock } from '../../bot/channels/channel.ts';
import { createDispatcher } from '../../bot/dispatch.ts';
import type { Address, Capabilities } from '../../bot/types.ts';
import { readConfig } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import { evaluateInjection, type AskedOffice, type SeenReply } from '../../eval/injection.ts';
import { openOffice } from '../../office.ts';

/** `capuy eval injection`: the measurement, over an office of its own that is thrown away. */
export const evaluate = (args: string[]): Promise<number> => evaluateInjection(args, openAskedOffice);

/** What an application of the public could show: buttons, a growing answer, public documents. */
const capabilities: Capabilities = {
  maxTextLength: 1_000_000,
  markup: 'html',
  hasButtons: true,
  hasTables: true,
  canSendFiles: true,
  live: 'push',
  ceiling: 'public',
};

/** A whole assistant with its features on an empty folder, asked over a channel that keeps what is sent. */
export async function openAskedOffice(modelUrl: string): Promise<AskedOffice> {
  const folder = await mkdtemp(join(tmpdir(), 'capuy-injection-'));
  const config = readConfig({ CAPUY_DATA_DIR: folder, OPENAI_BASE_URL: modelUrl, CHAT_MODEL: 'obedient' });
  const office = await openOffice(config);
  const assistant = await createAssistant(office, config, silentLogger);
  const now = systemClock.now();
  const accounts = {
    asker: await addAccount(office.db, { name: 'Asker', role: 'office' }, now),
    other: await addAccount(office.db, { name: 'Other', role: 'office' }, now),
  };
  let growing: string[] = [];
  let blocks: WireBlock[] = [];
  const channel: Channel = {
    id: 'measured',
    signsIn: true,
    capabilities: () => capabilities,
    send(_address, part) {
      blocks.push(...part.blocks);
      return Promise.resolve({ ids: [] });
    },
    live: (_address, text) => growing.push(text),
    health: () => Promise.resolve({ ok: true }),
  };
  const dispatcher = createDispatcher({
    db: office.db,
    features: assistant.features,
    channels: [channel],
    accounts: createAccounts(),
    clock: systemClock,
    logger: silentLogger,
  });
  await dispatcher.start();
  let asked = 0;
  return {
    db: office.db,
    async ask(text, who): Promise<SeenReply> {
      growing = [];
      blocks = [];
      const senderId = accounts[who];
      const to: Address = { channel: channel.id, account: 'main', chat: senderId };
      asked += 1;
      const key = `${channel.id}:main:${asked}`;
      await dispatcher.accept({
        key,
        at: systemClock.now().toISOString(),
        senderId,
        to,
        isGroup: false,
        type: 'text',
        text,
      });
      await dispatcher.idle();
      return {
        growing,
        own: blocks.flatMap(ownWordsOf),
        links: blocks.flatMap((block) => (block.type === 'link' ? [block.url] : [])),
      };
    },
    async close() {
      await dispatcher.stop();
      await assistant.close();
      await office.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a block says in the assistant's own words; a quotation is the document's. */
function ownWordsOf(block: WireBlock): string[] {
  switch (block.type) {
    case 'text':
      return [block.text];
    case 'choices':
      return [block.prompt ?? '', ...block.options.map(({ label }) => label)];
    case 'link':
      return [block.label];
    default:
      return [];
  }
}
