import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import type { Clock } from '../core/clock.ts';
import { isSameSecret } from '../core/ids.ts';
import type { Queryable } from '../db/database.ts';
import type { FileStore } from '../db/file-store.ts';
import { failures } from '../prompts/web.ts';
import { messagePage } from './pages.ts';
import type { WebEnv } from './session.ts';
import { fileOfReply } from './transcript-store.ts';

/** How long a link to a file works, in hours; a page that is reloaded gets new ones. */
const linkHours = 24;

/** Makes and checks links to files that a reply offers. */
export interface FileLinks {
  /** '/tep/…' for the file with `sha256` that outbox row `seq` offers. */
  sign(seq: number, sha256: string, now: Date): string;
  check(
    parameters: { seq: number; sha256: string; expires: number; signature: string },
    now: Date,
  ): 'good' | 'expired' | 'forged';
}

/** Links signed with `secret` (HMAC-SHA-256 over row, content and expiry). */
export function createFileLinks(secret: string): FileLinks {
  const signatureOf = (seq: number, sha256: string, expires: number) =>
    createHmac('sha256', secret).update(`tep:${seq}:${sha256}:${expires}`).digest('base64url');
  return {
    sign(seq, sha256, now) {
      const expires = Math.ceil(now.getTime() / 1000) + linkHours * 3600;
      return `/tep/${sha256}?tin=${seq}&han=${expires}&ky=${signatureOf(seq, sha256, expires)}`;
    },
    check({ seq, sha256, expires, signature }, now) {
      if (!isSameSecret(signature, signatureOf(seq, sha256, expires))) return 'forged';
      return now.getTime() / 1000 > expires ? 'expired' : 'good';
    },
  };
}

/** Types that are shown in place: none can run a script. PDF is not among them, browsers refuse it in a sandbox. */
const openable = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'text/plain']);

/**
 * `GET /tep/:sha256`: a file out of a reply of the person's own chat. The signature alone is not enough here: the
 * person must be signed in and the reply must be theirs, so a link that is passed on opens nothing.
 */
export function downloadRoutes(deps: {
  db: Queryable;
  files: FileStore;
  links: FileLinks;
  clock: Clock;
}): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/:sha256{[0-9a-f]{64}}', async (c) => {
    const sha256 = c.req.param('sha256');
    const seq = Number(c.req.query('tin'));
    const expires = Number(c.req.query('han'));
    const signature = c.req.query('ky') ?? '';
    const verdict =
      Number.isSafeInteger(seq) && Number.isSafeInteger(expires)
        ? deps.links.check({ seq, sha256, expires, signature }, deps.clock.now())
        : 'forged';
    if (verdict === 'expired')
      return c.html(messagePage(c.var.assets, failures.expiredTitle, failures.expired), 410);
    const { accountId } = c.var.person;
    const file = verdict === 'good' ? await fileOfReply(deps.db, accountId, seq, sha256) : null;
    const bytes = file && (await deps.files.read(sha256));
    if (!file || !bytes)
      return c.html(messagePage(c.var.assets, failures.notFoundTitle, failures.notFound), 404);
    const isOpenable = openable.has(file.mime);
    return c.body(new Uint8Array(bytes), 200, {
      // A phone knows by its type which app takes a calendar.
      'Content-Type':
        isOpenable || file.mime === 'text/calendar' ? withCharset(file.mime) : 'application/octet-stream',
      'Content-Disposition': `${isOpenable ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeFileName(file.name)}`,
      // A file is shown, never allowed to act: this stands in for the page's own policy.
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'no-store',
    });
  });
  return app;
}

const withCharset = (mime: string): string => (mime.startsWith('text/') ? `${mime}; charset=utf-8` : mime);

/** RFC 8187: everything but unreserved characters in percent form. */
export const encodeFileName = (name: string): string =>
  encodeURIComponent(name).replace(
    /['()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
