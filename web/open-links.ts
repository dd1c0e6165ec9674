import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import type { Clock } from '../core/clock.ts';
import { isSameSecret } from '../core/ids.ts';
import type { FileRef, FileStore } from '../db/file-store.ts';
import { encodeFileName } from './downloads.ts';

/** How long such a link works, in hours. */
const linkHours = 24;
/** Of the signature, in bytes: nobody guesses it, and a link still fits into a message. */
const signatureBytes = 16;

/**
 * Links to files that open without signing in, as often as they are asked for, until they expire. For messengers that
 * take files by address only: they fetch a picture more than once, and a link that died with the first time left a black
 * picture (github.com/openclaw/openclaw, issue 141415). What may not leave over a channel never comes here: its blocks
 * are withheld before a link is made.
 */
export interface OpenLinks {
  /** A whole address on the public web page. */
  linkTo(file: FileRef): string;
  check(link: {
    sha256: string;
    name: string;
    expires: number;
    signature: string;
  }): 'good' | 'expired' | 'forged';
}

/** Links on `publicUrl`, signed with `secret` (HMAC-SHA-256 over content, name and expiry). */
export function createOpenLinks(deps: { secret: string; publicUrl: string; clock: Clock }): OpenLinks {
  const base = deps.publicUrl.replace(/\/+$/u, '');
  const seconds = (): number => Math.ceil(deps.clock.now().getTime() / 1000);
  const signatureOf = (sha256: string, name: string, expires: number): string =>
    createHmac('sha256', deps.secret)
      .update(`mo:${sha256}:${expires}:${name}`)
      .digest()
      .subarray(0, signatureBytes)
      .toString('base64url');
  return {
    linkTo({ sha256, name }) {
      const expires = seconds() + linkHours * 3600;
      const path = `${sha256}/${encodeFileName(name)}`;
      return `${base}/mo/${path}?han=${expires}&ky=${signatureOf(sha256, name, expires)}`;
    },
    check({ sha256, name, expires, signature }) {
      if (!Number.isSafeInteger(expires)) return 'forged';
      if (!isSameSecret(signature, signatureOf(sha256, name, expires))) return 'forged';
      return seconds() > expires ? 'expired' : 'good';
    },
  };
}

/** Pictures that are shown in place, by their first bytes; anything else is saved. */
const pictures: readonly (readonly [readonly number[], string])[] = [
  [[0x89, 0x50, 0x4e, 0x47], 'image/png'],
  [[0xff, 0xd8, 0xff], 'image/jpeg'],
];

/** `GET /mo/SHA256/NAME`: the file of a signed link; 410 after its time, 404 for everything else that is not right. */
export function openLinkRoutes({ files, links }: { files: FileStore; links: OpenLinks }): Hono {
  const app = new Hono();
  app.get('/:sha256{[0-9a-f]{64}}/:name', async (c) => {
    const { sha256, name } = c.req.param();
    const verdict = links.check({
      sha256,
      name,
      expires: Number(c.req.query('han')),
      signature: c.req.query('ky') ?? '',
    });
    if (verdict === 'expired') return c.body(null, 410);
    const bytes = verdict === 'good' ? await files.read(sha256) : null;
    if (!bytes) return c.body(null, 404);
    const picture = pictures.find(([head]) => head.every((byte, at) => bytes[at] === byte))?.[1];
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': picture ?? 'application/octet-stream',
      'Content-Disposition': `${picture ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeFileName(name)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, max-age=3600',
      'X-Robots-Tag': 'noindex',
    });
  });
  return app;
}
