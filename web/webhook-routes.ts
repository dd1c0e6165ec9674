import { Hono } from 'hono';
import type { Webhook } from '../bot/channels/channel.ts';
import { limitBody } from './body-limit.ts';

/** Longest event that a provider may post, in bytes, where its channel says nothing else. */
const usualMaxBytes = 1024 * 1024;

/**
 * `POST /kenh/PATH`: where providers deliver events. Each channel checks its own secret; here only the size is. Mounted
 * before the check of the origin, which only browsers send, and outside any session.
 */
export function webhookRoutes(webhooks: readonly Webhook[]): Hono {
  const app = new Hono();
  for (const { path, maxBytes = usualMaxBytes, handle } of webhooks) {
    app.post(`/kenh/${path}`, limitBody({ maxBytes }), (c) => handle(c.req.raw));
  }
  return app;
}
