import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';

/** A new row id (UUID v4). The only source of ids and randomness in the product. */
export const newId = (): string => randomUUID();

/** A secret of `bytes` random bytes as base64url, for sessions and signed links. */
export const newSecret = (bytes = 32): string => randomBytes(bytes).toString('base64url');

/** A code of `digits` decimal digits that a person types, for pairing. */
export function newDigitCode(digits = 6): string {
  const limit = 10 ** digits;
  // Rejection keeps every code equally likely.
  for (;;) {
    const value = randomBytes(6).readUIntBE(0, 6);
    if (value < Math.floor(2 ** 48 / limit) * limit) return String(value % limit).padStart(digits, '0');
  }
}

/** SHA-256 as 64 hexadecimal digits. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Compares two strings in a time that does not tell where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}
