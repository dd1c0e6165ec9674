import type { Context } from 'hono';
import { encodeFileName } from '../downloads.ts';

/**
 * A file made for this request. It is saved, not opened, and may not act if a browser opens it all the same; a picture
 * that a page of ours shows is `isShown`.
 */
export const sendFile = (
  c: Context,
  bytes: Uint8Array,
  name: string,
  mime: string,
  { isShown = false } = {},
): Response =>
  c.body(new Uint8Array(bytes), 200, {
    'Content-Type': mime,
    'Content-Disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeFileName(name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
  });
