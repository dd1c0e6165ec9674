import { isSameSecret } from '../../../core/ids.ts';
import type { Logger } from '../../../core/logger.ts';
import type { Webhook } from '../channel.ts';

/** Longest update; the platform's texts have 2,000 characters. */
const maxBytes = 256 * 1024;

/**
 * The platform's way in. It repeats the secret of setWebhook in 'X-Bot-Api-Secret-Token'; how often it tries again is
 * not documented, so whatever is kept or understood to be nothing is acknowledged, and only a failure of ours is not.
 */
export function zaloWebhook(deps: {
  secret: string;
  /** Commits what the body says. */
  take(body: unknown): Promise<void>;
  logger: Logger;
}): Webhook {
  const answer = (status: number): Response => Response.json({ ok: status === 200 }, { status });
  return {
    path: 'zalo',
    maxBytes,
    async handle(request) {
      const given = request.headers.get('x-bot-api-secret-token') ?? '';
      // An empty secret would let everybody in.
      if (deps.secret === '' || !isSameSecret(given, deps.secret)) return answer(401);
      // setWebhook tries the address out with a request that need not say anything.
      const body: unknown = await request.json().catch(() => null);
      try {
        await deps.take(body);
        return answer(200);
      } catch (error) {
        deps.logger.error({ channel: 'zalo', err: error }, 'a zalo update was not kept');
        return answer(500);
      }
    },
  };
}
