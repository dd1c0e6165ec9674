import { createHash } from 'node:crypto';
import { isSameSecret } from '../../../core/ids.ts';

/*
 * How an Official Account signs what it posts: `X-ZEvent-Signature: mac=<hex>` with
 *
 *   hex = SHA-256( app id · raw body · timestamp · OA secret key )
 *
 * a plain hash of the four joined together, not an HMAC. Where the timestamp comes from is told in two ways: the header
 * 'X-ZEvent-Timestamp', or the field 'timestamp' of the body. Both are tried.
 */

/** Hash of the four parts, in hexadecimal. */
export const signatureOf = (appId: string, rawBody: Uint8Array, timestamp: string, secret: string): string =>
  createHash('sha256').update(appId).update(rawBody).update(timestamp).update(secret).digest('hex');

/** True where the body was signed with the OA's secret key. `rawBody` as it came: parsed and written anew it differs. */
export function isSigned(
  rawBody: Uint8Array,
  headers: Pick<Headers, 'get'>,
  { appId, secret }: { appId: string; secret: string },
): boolean {
  const given = (headers.get('x-zevent-signature') ?? '')
    .trim()
    .toLowerCase()
    .replace(/^mac\s*=\s*/u, '');
  if (secret === '' || !/^[0-9a-f]{64}$/u.test(given)) return false;
  const timestamps = [headers.get('x-zevent-timestamp')?.trim(), timestampIn(rawBody)];
  // Every candidate is compared, so that the time does not tell which one came near.
  return timestamps
    .filter((timestamp): timestamp is string => timestamp !== undefined && timestamp !== '')
    .map((timestamp) => isSameSecret(given, signatureOf(appId, rawBody, timestamp, secret)))
    .includes(true);
}

/** The digits of the body's own timestamp, a string or a number, as they are written there. */
function timestampIn(rawBody: Uint8Array): string | undefined {
  try {
    const body: unknown = JSON.parse(Buffer.from(rawBody).toString('utf8'));
    const timestamp = (body as { timestamp?: unknown } | null)?.timestamp;
    return typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp) : undefined;
  } catch {
    return undefined;
  }
}
