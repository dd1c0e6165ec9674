import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { isThisMachine } from './guard.ts';

/**
 * `/health` and `/metrics` alone, for a process that serves no pages. Resolves when it listens.
 * @throws the system's error where the port cannot be had
 */
export async function listenForStatus(options: {
  host: string;
  port: number;
  health: () => Promise<{ ok: boolean }>;
  metrics: () => Promise<string>;
}): Promise<{ url: string; close(): Promise<void> }> {
  const app = new Hono();
  app.get('/health', async (c) => {
    const health = await options.health();
    return c.json(health, health.ok ? 200 : 503, { 'Cache-Control': 'no-store' });
  });
  app.get('/metrics', async (c) => {
    if (!isThisMachine(c)) return c.notFound();
    return c.text(await options.metrics(), 200, { 'Cache-Control': 'no-store' });
  });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const starting = serve({ fetch: app.fetch, hostname: options.host, port: options.port }, () =>
      resolve(starting),
    );
    starting.once('error', reject);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return {
    url: `http://${options.host}:${port}`,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
