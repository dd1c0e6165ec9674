import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { isThisMachine } from './guard.ts';

/** What tells of the running process. */
export interface StatusDeps {
  /** Whether the assistant can work; what else it says is for this machine alone. */
  health: () => Promise<{ ok: boolean; [part: string]: unknown }>;
  /** Numbers in the text format of Prometheus; absent: there are none. */
  metrics?: (() => Promise<string>) | undefined;
}

/** What the text format calls itself (prometheus.io/docs/instrumenting/exposition_formats). */
const metricsType = 'text/plain; version=0.0.4; charset=utf-8';
/** Tells a second start of the assistant what holds its port. */
export const program = 'capuy';

const noStore = { 'Cache-Control': 'no-store' };

/**
 * `/health/live`: the process answers, and that is all; a process that does not is to be started anew. `/health`, the same
 * as `/health/ready`: it can work now, 503 while the database is away or it is ending; nothing new should be sent to it
 * then, and starting it anew would not help. `/metrics` for this machine alone.
 */
export function statusRoutes({ health, metrics }: StatusDeps): Hono {
  const app = new Hono();
  app.get('/health/live', (c) => c.json({ ok: true, program }, 200, noStore));
  for (const path of ['/health', '/health/ready'])
    app.get(path, async (c) => {
      const { ok, ...parts } = await health();
      // A stranger learns no more than they could find out by sending a message; a proxy here speaks for one.
      const isOurs = isThisMachine(c) && c.req.header('x-forwarded-for') === undefined;
      return c.json(isOurs ? { ok, ...parts } : { ok }, ok ? 200 : 503, noStore);
    });
  app.get('/metrics', async (c) => {
    // Whoever watches an office's traffic learns from it; a collector elsewhere comes through the office's own proxy.
    if (!metrics || !isThisMachine(c)) return c.notFound();
    return c.body(await metrics(), 200, { ...noStore, 'Content-Type': metricsType });
  });
  return app;
}

/**
 * `statusRoutes` alone, for a process that serves no pages. Resolves when it listens.
 * @throws the system's error where the port cannot be had
 */
export async function listenForStatus(
  options: StatusDeps & { host: string; port: number },
): Promise<{ url: string; close(): Promise<void> }> {
  const app = statusRoutes(options);
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
