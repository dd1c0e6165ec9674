import { isSameSecret } from '../../core/ids.ts';
import type { Logger } from '../../core/logger.ts';
import type { Webhook } from './channel.ts';

/** Longest update; texts of messengers have a few thousand characters, and files stay with the provider. */
const maxBytes = 256 * 1024;

/**
 * The way in of a provider that repeats the secret of its setWebhook in a header and delivers again what was not answered
 * with 2xx: so a failure of ours is a 500, and what a stranger sends is not even read.
 */
export function secretWebhook<Update>(deps: {
  /** Id of the channel; also the path. */
  channel: string;
  /** Name of the header that repeats the secret, in small letters. */
  header: string;
  secret: string;
  /** The update, or null for what is none and is refused with 400. `body` is null where it is not JSON. */
  read(body: unknown): Update | null;
  /** Commits what the update says. */
  take(update: Update): Promise<void>;
  logger: Logger;
}): Webhook {
  const answer = (status: number): Response => Response.json({ ok: status === 200 }, { status });
  return {
    path: deps.channel,
    maxBytes,
    async handle(request) {
      const given = request.headers.get(deps.header) ?? '';
      // An empty secret would let everybody in.
      if (deps.secret === '' || !isSameSecret(given, deps.secret)) return answer(401);
      const update = deps.read(await request.json().catch(() => null));
      if (update === null) return answer(400);
      try {
        await deps.take(update);
        return answer(200);
      } catch (error) {
        deps.logger.error({ channel: deps.channel, err: error }, 'an update was not kept');
        return answer(500);
      }
    },
  };
}
