import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import type { Clock } from '../core/clock.ts';
import type { Viewer } from '../core/viewer.ts';
import { refusals, signIn } from '../prompts/web.ts';
import type { AssetPaths } from './assets.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import { confirmSignInPage, signInPage } from './pages.ts';

/** Who is at the page. */
export interface SignedIn {
  accountId: string;
  name: string;
  viewer: Viewer;
}

/** What the web needs of `access/`. */
export interface WebSessions {
  /**
   * Uses up a sign-in link's secret or a typed code; null where it is unknown, used or expired. `from` is the address
   * of whoever tries, so that one person's wrong codes lock out nobody else.
   */
  redeem(
    code: string,
    from: string,
    device?: string | null,
  ): Promise<{ token: string; expiresAt: Date } | null>;
  /** Whose session it is; null where it has ended or the account is disabled. */
  find(token: string): Promise<SignedIn | null>;
  end(token: string): Promise<void>;
  /** The open sessions of the person, the latest first; absent where they cannot be told apart. */
  listOwn?(accountId: string, token: string): Promise<OwnSession[]>;
  /** Ends the session with this id; null: all but the one with `token`. Returns how many. */
  endOwn?(accountId: string, token: string, id: string | null): Promise<number>;
}

/** One of the person's own sessions. */
export interface OwnSession {
  id: string;
  /** ISO instants. */
  openedAt: string;
  expiresAt: string;
  seenAt: string | null;
  device: string | null;
  /** The one that asks. */
  isThis: boolean;
}

/** What handlers find in the context. */
export interface WebEnv {
  Variables: { assets: AssetPaths; person: SignedIn; isHttps: boolean };
}

interface SessionDeps {
  sessions: WebSessions;
  clock: Clock;
  /** Believe `X-Forwarded-*` of a proxy in front. */
  trustProxy: boolean;
}

const cookieName = 'capuy_session';

/**
 * The token of the request, or undefined. Over https the name has the prefix `__Host-`: browsers take such a cookie from
 * this very host alone, for its whole path and over https, so no neighbour can plant one (RFC 6265bis, 4.1.3.2). Another
 * name is not looked at there.
 */
export const sessionToken = (c: Context<WebEnv>): string | undefined =>
  c.var.isHttps ? getCookie(c, cookieName, 'host') : getCookie(c, cookieName);

/** Whether the person comes over https: by the settings, or as a trusted proxy says. */
export function noteHttps(options: { isSecure: boolean; trustProxy: boolean }): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const isForwarded = options.trustProxy && c.req.header('x-forwarded-proto') === 'https';
    c.set('isHttps', options.isSecure || isForwarded);
    return next();
  };
}

/** Lets only people with a session through; the others get the sign-in page, or 401 where a script asks. */
export function requirePerson(sessions: WebSessions): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const token = sessionToken(c);
    const person = token ? await sessions.find(token) : null;
    if (person) {
      c.set('person', person);
      c.header('Cache-Control', 'no-store');
      return next();
    }
    if (c.req.path.startsWith('/api/')) return c.json({ problem: refusals.signIn }, 401);
    c.header('Cache-Control', 'no-store');
    return c.html(signInPage(c.var.assets), 401);
  };
}

/**
 * `/vao` and `/ra`: signing in and out. A typed code has few digits, so wrong ones are counted: ten per address and
 * a hundred in all within 15 minutes.
 */
export function sessionRoutes(deps: SessionDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  const perAddress = createAttemptLimit({ attempts: 10, minutes: 15 }, deps.clock);
  const inAll = createAttemptLimit({ attempts: 100, minutes: 15 }, deps.clock);

  app.get('/vao', (c) => {
    c.header('Cache-Control', 'no-store');
    const code = c.req.query('ma');
    return c.html(code ? confirmSignInPage(c.var.assets, code) : signInPage(c.var.assets));
  });

  app.post('/vao', async (c) => {
    c.header('Cache-Control', 'no-store');
    const address = remoteAddress(c, deps.trustProxy);
    const form = await c.req.parseBody().catch(() => ({}) as Record<string, unknown>);
    const code = typeof form['ma'] === 'string' ? form['ma'].replace(/\s/gu, '') : '';
    // The secret of a link is nothing to guess: wrong codes must not keep out who has one, not even a neighbour's behind
    // the same address. Nor is an old link a guess.
    const isTyped = code.length < 20;
    if (isTyped && (perAddress.isExhausted(address) || inAll.isExhausted(''))) {
      return c.html(signInPage(c.var.assets, signIn.tooMany), 429);
    }
    const session =
      code && code.length <= 200
        ? await deps.sessions.redeem(code, address, deviceOf(c.req.header('user-agent')))
        : null;
    if (!session) {
      if (isTyped) {
        perAddress.count(address);
        inAll.count('');
      }
      return c.html(signInPage(c.var.assets, signIn.failed), 401);
    }
    // What the browser brought along is over: the cookie is always a new one, and the old one opens nothing.
    const before = sessionToken(c);
    if (before) await deps.sessions.end(before);
    setCookie(c, cookieName, session.token, { ...cookieFor(c), expires: session.expiresAt });
    return c.redirect('/', 303);
  });

  app.post('/ra', async (c) => {
    const token = sessionToken(c);
    if (token) await deps.sessions.end(token);
    deleteCookie(c, cookieName, cookieFor(c));
    // Whoever sits down at this browser next finds no page of before in its cache.
    c.header('Clear-Site-Data', '"cache"');
    return c.redirect('/', 303);
  });
  return app;
}

const cookieFor = (c: Context<WebEnv>): CookieOptions => ({
  httpOnly: true,
  sameSite: 'Lax',
  path: '/',
  ...(c.var.isHttps ? { secure: true, prefix: 'host' } : {}),
});

/** 'Firefox · Windows' out of what a browser says of itself: enough to recognise it, and no more is kept. */
export function deviceOf(userAgent: string | undefined): string | null {
  if (!userAgent) return null;
  const named = (names: readonly (readonly [RegExp, string])[]): string | undefined =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = named([
    [/Edg(?:e|A|iOS)?\//u, 'Edge'],
    [/OPR\//u, 'Opera'],
    [/coc_coc_browser\//u, 'Coc Coc'],
    [/Firefox\/|FxiOS\//u, 'Firefox'],
    [/Chrome\/|CriOS\//u, 'Chrome'],
    [/Safari\//u, 'Safari'],
  ]);
  const system = named([
    [/Android/u, 'Android'],
    [/iPhone|iPad/u, 'iOS'],
    [/Windows/u, 'Windows'],
    [/Mac OS X/u, 'macOS'],
    [/Linux|CrOS/u, 'Linux'],
  ]);
  return [browser, system].filter(Boolean).join(' · ') || null;
}

/** The address of whoever asks; 'unknown' where there is no socket (tests). */
export function remoteAddress(c: Context, trustProxy: boolean): string {
  // The last entry is the one that our own proxy added; those before it can be made up.
  const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  if (forwarded) return forwarded;
  try {
    return getConnInfo(c).remote.address ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
