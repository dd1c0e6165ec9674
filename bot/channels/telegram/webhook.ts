import type { Update } from 'grammy/types';
import { isSameSecret } from '../../../core/ids.ts';
import type { Logger } from '../../../core/logger.ts';
import type { Webhook } from '../channel.ts';

/** Longest update; a text has 4,096 units, and files stay at Telegram. */
const maxBytes = 256 * 1024;

/**
 * Telegram's way in. It repeats the secret of setWebhook in a header, and any answer but 2xx makes it deliver again
 * (Bot API, setWebhook): so a failure of ours is one, and what a stranger sends is not even read.
 */
export function telegramWebhook(deps: {
  secret: string;
  /** Commits what the update says. */
  take(update: Update): Promise<void>;
  logger: Logger;
}): Webhook {
  const answer = (status: number): Response => Response.json({ ok: status === 200 }, { status });
  return {
    path: 'telegram',
    maxBytes,
    async handle(request) {
      const given = request.headers.get('x-telegram-bot-api-secret-token') ?? '';
      // An empty secret would let everybody in.
      if (deps.secret === '' || !isSameSecret(given, deps.secret)) return answer(401);
      const update: unknown = await request.json().catch(() => null);
      if (!isUpdate(update)) return answer(400);
      try {
        await deps.take(update);
        return answer(200);
      } catch (error) {
        deps.logger.error({ channel: 'telegram', err: error }, 'a telegram update was not kept');
        return answer(500);
      }
    },
  };
}

const isUpdate = (body: unknown): body is Update =>
  typeof body === 'object' && body !== null && Number.isInteger((body as Partial<Update>).update_id);
