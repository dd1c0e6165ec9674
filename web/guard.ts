import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { failures, refusals } from '../prompts/web.ts';
import { messagePage } from './pages.ts';
import type { WebEnv } from './session.ts';

/** What a page may load and where it may be shown: our own origin, nothing inline, in no frame. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  // The page renders through Lit alone; its policy is the only one that may make markup.
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

/** Headers of every answer. `isSecure`: people come over https, and browsers should insist on it. */
export function securityHeaders(isSecure: boolean): MiddlewareHandler {
  const headers = secureHeaders({
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    strictTransportSecurity: isSecure ? 'max-age=31536000' : false,
    permissionsPolicy: { camera: [], microphone: ['self'], geolocation: [], payment: [], usb: [] },
  });
  return async (c, next) => {
    await headers(c, next);
    // Downloads bring a stricter policy of their own.
    if (!c.res.headers.has('Content-Security-Policy')) {
      c.res.headers.set('Content-Security-Policy', contentSecurityPolicy);
    }
  };
}

/**
 * Refuses every request that could change something and does not come from a page of ours: browsers send `Origin`
 * with each POST, and it must name the host that was asked; where people come over https, a page without TLS under the
 * same name is not ours either. The session cookie is SameSite=Lax as well; this also covers other sites on the same
 * registrable domain.
 */
export function sameOrigin(options: {
  trustProxy: boolean;
  publicUrl: string | undefined;
}): MiddlewareHandler<WebEnv> {
  const publicHost = options.publicUrl ? new URL(options.publicUrl).host : undefined;
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const origin = urlOf(c.req.header('origin'));
    const forwarded = options.trustProxy ? c.req.header('x-forwarded-host') : undefined;
    const own = [publicHost, forwarded, c.req.header('host') ?? new URL(c.req.url).host];
    const isSealed = !c.var.isHttps || origin?.protocol === 'https:' || loopback.has(origin?.hostname ?? '');
    if (origin !== undefined && isSealed && own.includes(origin.host)) return next();
    if (c.req.path.startsWith('/api/')) return c.json({ problem: refusals.foreign }, 403);
    return c.html(messagePage(c.var.assets, failures.forbiddenTitle, failures.forbidden), 403);
  };
}

/**
 * On the office's own machine only the names of that machine are answered, so that a foreign name that was made to
 * point here (DNS rebinding) reaches nothing.
 */
export function knownHosts(options: {
  host: string;
  trustProxy: boolean;
  publicUrl: string | undefined;
}): MiddlewareHandler {
  const names = new Set([...loopback, options.host]);
  if (options.publicUrl) names.add(new URL(options.publicUrl).hostname);
  return async (c, next) => {
    if (options.trustProxy || !loopback.has(options.host) || names.has(hostNameOf(c))) return next();
    return c.text('Misdirected Request', 421);
  };
}

/** What proxies add: the request came from somewhere else, however near the proxy is. */
const marksOfProxies = [
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'forwarded',
  'via',
];

/**
 * Whether the request comes straight from this machine, under a name of it and through no proxy; false where there is no
 * socket (tests).
 */
export function isThisMachine(c: Context): boolean {
  if (marksOfProxies.some((name) => c.req.header(name) !== undefined)) return false;
  if (!loopback.has(hostNameOf(c))) return false;
  try {
    return /^(?:::1|(?:::ffff:)?127\..*)$/u.test(getConnInfo(c).remote.address ?? '');
  } catch {
    return false;
  }
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

const hostNameOf = (c: Context): string => {
  try {
    return new URL(`http://${c.req.header('host') ?? new URL(c.req.url).host}`).hostname;
  } catch {
    return '';
  }
};

const urlOf = (origin: string | undefined): URL | undefined => {
  try {
    return origin === undefined ? undefined : new URL(origin);
  } catch {
    return undefined;
  }
};
