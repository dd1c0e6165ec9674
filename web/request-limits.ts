import type { MiddlewareHandler } from 'hono';
import type { Clock } from '../core/clock.ts';
import { refusals } from '../prompts/web.ts';
import type { WebEnv } from './session.ts';

/** Requests of one person in a minute; the page of somebody who works fast makes some dozens. */
export const requestsPerMinute = 1200;
/** Windows of people that are remembered; past this the oldest is forgotten. */
const mostKept = 10_000;
const minuteMs = 60_000;

/** Lets so many requests of one person through in a minute; the rest gets 429 and when to come again. Needs `person`. */
export function limitRequests(perMinute: number, clock: Clock): MiddlewareHandler<WebEnv> {
  const windows = new Map<string, { since: number; count: number }>();
  return async (c, next) => {
    const { accountId } = c.var.person;
    const now = clock.now().getTime();
    let window = windows.get(accountId);
    if (!window || now - window.since >= minuteMs || now < window.since) {
      const [oldest] = windows.keys();
      if (windows.size >= mostKept && oldest !== undefined) windows.delete(oldest);
      window = { since: now, count: 0 };
      windows.delete(accountId);
      windows.set(accountId, window);
    }
    window.count += 1;
    if (window.count <= perMinute) return next();
    return tooBusy(c, Math.ceil((window.since + minuteMs - now) / 1000));
  };
}

/** Lets so many requests of one person through at the same time; the rest gets 429. Needs `person`. */
export function limitAtOnce(most: number): MiddlewareHandler<WebEnv> {
  const underWay = new Map<string, number>();
  return async (c, next) => {
    const { accountId } = c.var.person;
    const others = underWay.get(accountId) ?? 0;
    if (others >= most) return tooBusy(c, 5);
    underWay.set(accountId, others + 1);
    try {
      await next();
    } finally {
      const left = (underWay.get(accountId) ?? 1) - 1;
      if (left === 0) underWay.delete(accountId);
      else underWay.set(accountId, left);
    }
    return undefined;
  };
}

function tooBusy(c: Parameters<MiddlewareHandler<WebEnv>>[0], seconds: number): Response {
  c.header('Retry-After', String(seconds));
  return c.req.path.startsWith('/api/')
    ? c.json({ problem: refusals.tooBusy }, 429)
    : c.text(refusals.tooBusy, 429);
}
