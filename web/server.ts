import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { every } from 'hono/combine';
import type { Sink, Webhook } from '../bot/channels/channel.ts';
import { mainChat, type WebChannel } from '../bot/channels/web/channel.ts';
import { listConversations } from '../bot/conversation-store.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../core/clock.ts';
import { AppError, ConfigError } from '../core/errors.ts';
import { newDigitCode } from '../core/ids.ts';
import type { Logger } from '../core/logger.ts';
import type { Database } from '../db/database.ts';
import type { FileStore } from '../db/file-store.ts';
import { failures, internalFailure, listenProblems } from '../prompts/web.ts';
import { assetRoutes, loadAssets } from './assets.ts';
import { limitBody } from './body-limit.ts';
import { calendarRoutes, type CalendarDeps } from './calendar-page.ts';
import { chatRoutes, type ChatDeps } from './chat-routes.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { feedbackRoutes } from './feedback-routes.ts';
import { createFileLinks, downloadRoutes } from './downloads.ts';
import { eventRoutes } from './events.ts';
import { knownHosts, sameOrigin, securityHeaders } from './guard.ts';
import { openLinkRoutes, type OpenLinks } from './open-links.ts';
import { chatShell, messagePage } from './pages.ts';
import { ownSessionRoutes } from './own-sessions.ts';
import { limitRequests, requestsPerMinute } from './request-limits.ts';
import { noteHttps, requirePerson, sessionRoutes, type WebEnv, type WebSessions } from './session.ts';
import { pictureRoutes, type PictureDeps } from './page-picture.ts';
import { sourceRoutes, type SourceDeps } from './source-page.ts';
import { program, statusRoutes } from './status.ts';
import { isReachable } from './transcript-store.ts';
import { viewsFor } from './views/index.ts';
import { viewPaths, viewRoutes } from './views/routes.ts';
import type { ViewDeps } from './views/view.ts';

/** Everything the web needs; `app.ts` has the real ones. */
export interface WebDeps
  extends SourceDeps, PictureDeps, CalendarDeps, Pick<ChatDeps, 'examples' | 'inspect' | 'hear'> {
  config: Pick<Config, 'HOST' | 'PORT' | 'PUBLIC_URL' | 'MAX_UPLOAD_MB' | 'TRUST_PROXY'>;
  db: Database;
  /** The dispatcher. */
  sink: Sink;
  /** The same object that the dispatcher sends through. */
  channel: WebChannel;
  sessions: WebSessions;
  /** Where messengers deliver events; default none. */
  webhooks?: readonly Webhook[];
  /** Links that messengers and their people open without signing in; default none. */
  openLinks?: OpenLinks;
  files: FileStore;
  /** Signs links to files; the same on every replica and after a restart. */
  linkSecret: string;
  /** Whether the assistant can work; default: whether the database answers. */
  health?: () => Promise<{ ok: boolean; [part: string]: unknown }>;
  /** Numbers in the text format of Prometheus, for this machine alone; absent: there are none. */
  metrics?: () => Promise<string>;
  clock: Clock;
  logger: Logger;
  /** What the pages beside the chat work with; absent: there are none. */
  views?: Omit<ViewDeps, 'clock' | 'channel'>;
  /** Between two signs of life on an idle event stream; default 20 s. */
  pingMs?: number;
  /** How long a form may take to arrive, in seconds; default 15. */
  bodySeconds?: number;
  /** Requests of one person in a minute; default 1,200. */
  requestsPerMinute?: number;
}

/** Largest request that is no upload; the largest of ours is a message of 16,000 letters. */
const formBytes = 256 * 1024;

/**
 * How long a connection may take: 15 s for the head of a request, ten minutes for all of it, an upload over a slow line.
 * Node looks every 5 s.
 */
const patience = {
  headersTimeout: 15_000,
  requestTimeout: 600_000,
  connectionsCheckingInterval: 5_000,
};
/** More open connections than any office has; the next are closed at once instead of using up the machine. */
const mostConnections = 4_000;

/** The web side of the assistant. */
export interface Web {
  app: Hono<WebEnv>;
  /** Binds to HOST:PORT. `url` is what people open: PUBLIC_URL where it is set. */
  listen(): Promise<{ url: string; close(): Promise<void> }>;
}

/** Puts the web together: pages, API, event stream, downloads and source viewer on one origin. */
export function createWeb(deps: WebDeps): Web {
  const { config, clock, logger } = deps;
  const isSecure = config.PUBLIC_URL?.startsWith('https:') ?? false;
  const closing = new AbortController();
  const assets = loadAssets();
  // Whoever asks first gets the error; without this line Node would end the process before.
  assets.catch(() => undefined);
  const links = createFileLinks(deps.linkSecret);
  const chatDeps: ChatDeps = { ...deps, links, maxUploadMb: config.MAX_UPLOAD_MB };

  const app = new Hono<WebEnv>();
  app.use(securityHeaders(isSecure));
  app.use(noteHttps({ isSecure, trustProxy: config.TRUST_PROXY }));
  app.use(knownHosts({ host: config.HOST, trustProxy: config.TRUST_PROXY, publicUrl: config.PUBLIC_URL }));
  app.use(async (c, next) => {
    c.set('assets', (await assets).paths);
    return next();
  });
  app.route('/', webhookRoutes(deps.webhooks ?? []));
  if (deps.openLinks) app.route('/mo', openLinkRoutes({ files: deps.files, links: deps.openLinks }));
  app.use(sameOrigin({ trustProxy: config.TRUST_PROXY, publicUrl: config.PUBLIC_URL }));
  const form = limitBody({ maxBytes: formBytes, ...(deps.bodySeconds ? { seconds: deps.bodySeconds } : {}) });
  // An upload has a limit of its own, and is read only when its sender is known.
  app.use((c, next) => (c.req.path === '/api/files' ? next() : form(c, next)));

  app.route(
    '/',
    statusRoutes({
      health: deps.health ?? (async () => ({ ok: await isReachable(deps.db) })),
      metrics: deps.metrics,
    }),
  );
  app.route('/', assetRoutes(assets));
  app.route('/', sessionRoutes({ sessions: deps.sessions, clock, trustProxy: config.TRUST_PROXY }));

  const person = every(
    requirePerson(deps.sessions),
    limitRequests(deps.requestsPerMinute ?? requestsPerMinute, clock),
  );
  app.get('/', person, async (c) => {
    const { accountId, name, viewer } = c.var.person;
    const [latest] = await listConversations(deps.db, accountId, 1);
    return c.html(
      chatShell(c.var.assets, {
        name,
        maxUploadMb: config.MAX_UPLOAD_MB,
        canHear: deps.hear !== undefined,
        chat: latest?.id ?? mainChat,
        views: viewsFor(viewer.role).filter(({ id }) =>
          id === 'calendar' ? deps.loadYear !== undefined : deps.views !== undefined,
        ),
      }),
    );
  });
  app.use('/api/*', person);
  app.route('/api', chatRoutes(chatDeps));
  app.route('/api', conversationRoutes(deps));
  app.route('/api', feedbackRoutes(deps));
  app.route(
    '/api',
    eventRoutes({
      ...chatDeps,
      sessions: deps.sessions,
      logger,
      closing: closing.signal,
      pingMs: deps.pingMs ?? 20_000,
    }),
  );
  app.use('/phien', person);
  app.route('/phien', ownSessionRoutes(deps));
  app.use('/lich', person);
  app.route('/lich', calendarRoutes(deps));
  if (deps.views) {
    for (const path of viewPaths) app.use(path, person);
    app.route('/', viewRoutes({ ...deps.views, clock, channel: deps.channel }));
  }
  app.use('/tep/*', person);
  app.route('/tep', downloadRoutes({ db: deps.db, files: deps.files, links, clock }));
  app.use('/nguon/*', person);
  // Before the pages, which are compressed: a picture is already.
  app.route('/nguon', pictureRoutes(deps));
  app.route('/nguon', sourceRoutes(deps));

  app.notFound((c) => {
    if (c.req.path.startsWith('/api/')) return c.json({ problem: failures.notFound }, 404);
    return c.html(messagePage(c.var.assets, failures.notFoundTitle, failures.notFound), 404);
  });
  app.onError((error, c) => {
    const reference = newDigitCode(8);
    logger.error({ reference, path: c.req.routePath, err: error }, 'request failed');
    const sentence = internalFailure(reference);
    if (c.req.path.startsWith('/api/')) return c.json({ problem: sentence }, 500);
    // Without assets (their build failed) there is no page to show it on.
    return c.var.assets
      ? c.html(messagePage(c.var.assets, failures.internalTitle, sentence), 500)
      : c.text(sentence, 500);
  });

  return {
    app,
    async listen() {
      await assets;
      const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
        const starting = serve(
          { fetch: app.fetch, hostname: config.HOST, port: config.PORT, serverOptions: patience },
          () => resolve(starting),
        );
        starting.maxConnections = mostConnections;
        starting.once(
          'error',
          (error: NodeJS.ErrnoException) => void listenError(error, config).then(reject),
        );
      });
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : config.PORT;
      return {
        url: config.PUBLIC_URL ?? `http://${nameOf(config.HOST)}:${port}`,
        async close() {
          closing.abort();
          await new Promise<void>((resolve) => {
            server.close(() => resolve());
            if ('closeIdleConnections' in server) server.closeIdleConnections();
            // Event streams end by themselves; whatever is still open after that is cut.
            setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 500).unref();
          });
        },
      };
    },
  };
}

/** Whether what answers at an address of this machine is an assistant like this one. */
async function isAssistantAt({ HOST, PORT }: WebDeps['config']): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2000);
    const response = await fetch(`http://${nameOf(HOST)}:${PORT}/health/live`, { signal, redirect: 'error' });
    return ((await response.json()) as { program?: unknown }).program === program;
  } catch {
    return false;
  }
}

/** What to type in the browser for an address that the server listens on. */
const nameOf = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;

async function listenError(error: NodeJS.ErrnoException, config: WebDeps['config']): Promise<AppError> {
  if (error.code === 'EADDRINUSE') {
    const problem = (await isAssistantAt(config)) ? listenProblems.alreadyRunning : listenProblems.portInUse;
    return new ConfigError([problem(config.PORT)]);
  }
  if (error.code === 'EACCES') return new ConfigError([listenProblems.portNotAllowed(config.PORT)]);
  if (error.code === 'EADDRNOTAVAIL') return new ConfigError([listenProblems.hostUnknown(config.HOST)]);
  return new AppError('internal', `cannot listen: ${error.code ?? error.message}`, { cause: error });
}
