import { addAccount } from '../../access/account-store.ts';
import type { Channel } from '../../bot/channels/channel.ts';
import { dateIn, systemClock } from '../../core/clock.ts';
import { loadDemo, readDemoDocuments } from '../../demo/load.ts';
import {
  evaluateModelTrouble,
  type TimedReply,
  type TroubledOffice,
  type TroubleLimits,
} from '../../eval/model-trouble/model-trouble.ts';
import { openThrownAwayOffice, showsEverything } from './thrown-away-office.ts';

/** `capuy eval model-trouble`: the measurement, over an office of its own that is thrown away. */
export const evaluate = (args: string[]): Promise<number> => evaluateModelTrouble(args, openTroubledOffice);

/** A whole assistant on the demo data, over a channel that says when a reply was sent. */
export async function openTroubledOffice(modelUrl: string, limits: TroubleLimits): Promise<TroubledOffice> {
  /** Replies that are waited for, by event. */
  const waiting = new Map<string, { reply: TimedReply; resolve(reply: TimedReply): void }>();
  /** Parts come without the event that they answer; a lane answers in order, so they belong to its oldest. */
  const order = new Map<string, string[]>();
  const channel: Channel = {
    id: 'measured',
    signsIn: true,
    capabilities: () => ({ ...showsEverything, ceiling: 'all' }),
    send({ chat }, part) {
      const [event = ''] = order.get(chat) ?? [];
      const found = waiting.get(event);
      if (found) {
        found.reply.at = performance.now();
        found.reply.hasQuotation ||= part.blocks.some(({ type }) => type === 'quote');
        found.reply.own += part.blocks.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
      }
      return Promise.resolve({ ids: [] });
    },
    turnEnded({ chat }, eventKey) {
      order.set(
        chat,
        (order.get(chat) ?? []).filter((other) => other !== eventKey),
      );
      const found = waiting.get(eventKey);
      waiting.delete(eventKey);
      found?.resolve(found.reply);
    },
    health: () => Promise.resolve({ ok: true }),
  };
  let by = '';
  const { assistant, dispatcher, close } = await openThrownAwayOffice({
    environment: {
      OPENAI_BASE_URL: modelUrl,
      CHAT_MODEL: 'troubled',
      MODEL_TIMEOUT_SECONDS: String(limits.whole),
      MODEL_FIRST_TOKEN_SECONDS: String(limits.firstToken),
      MODEL_TOKEN_GAP_SECONDS: String(limits.gap),
    },
    channels: [channel],
    async furnish(db, config) {
      const now = systemClock.now();
      by = await addAccount(db, { name: 'Asker', role: 'admin' }, now);
      const documents = await readDemoDocuments();
      await db.tx((t) => loadDemo(t, documents, { by, now, today: dateIn(now, config.TZ) }));
    },
  });
  await assistant.warmUp();
  let sent = 0;
  return {
    say: (chat, text) =>
      new Promise((resolve, reject) => {
        sent += 1;
        const key = `measured:main:${sent}`;
        waiting.set(key, { reply: { at: performance.now(), hasQuotation: false, own: '' }, resolve });
        order.set(chat, [...(order.get(chat) ?? []), key]);
        const to = { channel: channel.id, account: 'main', chat };
        dispatcher
          .accept({
            key,
            at: systemClock.now().toISOString(),
            senderId: by,
            to,
            isGroup: false,
            type: 'text',
            text,
          })
          .catch(reject);
      }),
    close: () => close(0),
  };
}
