import type { Channel, WireBlock } from '../../bot/channels/channel.ts';
import type { Address } from '../../bot/types.ts';
import { systemClock } from '../../core/clock.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { openThrownAwayOffice, showsEverything } from './thrown-away-office.ts';

/** An office that is thrown away and says what was shown, for evaluations. */
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

/**
 * Opens it.
 * @param environment settings beside the data folder
 * @param wrap stands between the assistant and its database
 */
export async function openAskedOffice(
  environment: Readonly<Record<string, string>> = {},
  wrap?: (db: Database) => Database,
): Promise<AskedOffice> {
  let shown: Asked = { growing: [], blocks: [] };
  const channelOf = (ceiling: Viewer['ceiling']): Channel => ({
    id: `measured-${ceiling}`,
    signsIn: true,
    capabilities: () => ({ ...showsEverything, ceiling }),
    send(_address, part) {
      shown.blocks.push(...part.blocks);
      return Promise.resolve({ ids: [] });
    },
    live: (_address, text) => shown.growing.push(text),
    health: () => Promise.resolve({ ok: true }),
  });
  const { db, dispatcher, close } = await openThrownAwayOffice({
    environment,
    channels: [channelOf('public'), channelOf('all')],
    ...(wrap ? { wrap } : {}),
  });
  let asked = 0;
  return {
    db,
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
    close,
  };
}
