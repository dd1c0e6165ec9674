import { createCipheriv, createDecipheriv, createHash, scrypt } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, Transform, type Readable, type TransformCallback, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import { newSecret } from '../core/ids.ts';
import { BackupError } from '../core/errors.ts';
import { placeError } from './place-error.ts';

/*
 * One file:
 *
 *   header        one line of JSON, in the clear: what the file is, when it was made, of which tables
 *   frames        4 bytes of length (the highest bit: the last frame), up to a mebibyte of the compressed content;
 *                 encrypted, each is sealed for itself with AES-256-GCM, so that nothing unproven is ever read
 *   checksum      SHA-256 of everything before
 *
 * The number of a frame and whether it is the last stand in its nonce, and the header in what it proves: frames cannot be
 * left out, repeated or exchanged, nor another header put before them (the STREAM construction of Hoang, Reyhanitabar,
 * Rogaway and Vizár, as age and Tink use it). The key comes from the passphrase by scrypt with a salt of its own a file,
 * so no nonce ever returns under one key.
 */

/** The form written by this program, and the only one that it reads. */
export const formatVersion = 1;

const headerShape = z.object({
  capuyBackup: z.number().int(),
  createdAt: z.iso.datetime(),
  /** Name of the last migration of the tables. */
  schema: z.string(),
  /** Which office it is of; absent in backups of earlier programs. */
  office: z.string().optional(),
  /** Absent: in the clear. */
  encryption: z
    .object({
      cipher: z.literal('aes-256-gcm'),
      kdf: z.literal('scrypt'),
      // What a file may ask of this machine: at most a gibibyte of memory, and what scrypt takes (RFC 7914, section 2).
      cost: z
        .number()
        .int()
        .min(1024)
        .max(1_048_576)
        .refine((cost) => Number.isInteger(Math.log2(cost))),
      salt: z.string(),
    })
    .optional(),
});

/** What whoever makes a backup says of it. */
export type BackupAbout = Pick<BackupHeader, 'createdAt' | 'schema' | 'office'>;

/** What a file says of itself before anything of it is read. */
export type BackupHeader = z.infer<typeof headerShape>;

const frameBytes = 1024 * 1024;
const sealBytes = 16;
const lastBit = 0x8000_0000;
/** 128 MiB of memory and half a second for each guess at a passphrase (OWASP Password Storage: scrypt N=2^17, r=8, p=1). */
const usualCost = 2 ** 17;
/** No header of ours is nearly as long. */
const longestHeader = 4096;

/** Content on its way into a file: waits while the disk is busy. */
export interface ContentSink {
  write(bytes: Uint8Array): Promise<void>;
}

/**
 * Writes header, frames and checksum to `out`, which it ends, from the content that `produce` writes.
 * `passphrase` encrypts.
 */
export async function writeContainer(
  out: Writable,
  about: BackupAbout,
  produce: (sink: ContentSink) => Promise<void>,
  passphrase?: string,
): Promise<void> {
  const encryption: BackupHeader['encryption'] =
    passphrase === undefined
      ? undefined
      : { cipher: 'aes-256-gcm', kdf: 'scrypt', cost: usualCost, salt: newSecret(24) };
  const header: BackupHeader = {
    capuyBackup: formatVersion,
    ...about,
    ...(encryption ? { encryption } : {}),
  };
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  const key = encryption && (await keyOf(passphrase as string, encryption));
  const content = new PassThrough({ highWaterMark: frameBytes });
  const writing = pipeline(content, createGzip({ level: 5 }), framesOf(line, key), out);
  // Its failure is met where it is awaited.
  writing.catch(() => undefined);
  const sink: ContentSink = {
    async write(bytes) {
      if (content.destroyed) await writing;
      if (content.write(bytes)) return;
      await Promise.race([new Promise((resolve) => content.once('drain', resolve)), writing]);
    },
  };
  try {
    await produce(sink);
  } catch (error) {
    content.destroy(error as Error);
    await writing.catch(() => undefined);
    throw error;
  }
  content.end();
  await writing;
}

/**
 * The header of a file.
 * @throws BackupError 'no-file', 'not-a-backup', 'format-newer'
 */
export async function readHeader(path: string): Promise<BackupHeader> {
  return (await headerOf(path)).header;
}

/**
 * The content of a file, and what holds of all its bytes: `content` ends with an error where the file is cut off or
 * changed, or the passphrase is not the one.
 * @throws BackupError as `readHeader`, and 'passphrase-needed'
 */
export async function openContainer(
  path: string,
  passphrase?: string,
): Promise<{ header: BackupHeader; content: Readable }> {
  const { header, line } = await headerOf(path);
  if (header.encryption && passphrase === undefined) throw new BackupError('passphrase-needed', path);
  const key = header.encryption && (await keyOf(passphrase as string, header.encryption));
  const content = new PassThrough();
  void pipeline(
    createReadStream(path, { start: line.length, highWaterMark: 256 * 1024 }),
    contentOf(line, key, path),
    createGunzip(),
    content,
  ).catch((error: unknown) => {
    const isOurs = error instanceof BackupError;
    // What gunzip cannot read passed no check: the file in the clear was changed.
    content.destroy(isOurs ? error : new BackupError('damaged', path, { cause: error }));
  });
  return { header, content };
}

async function headerOf(path: string): Promise<{ header: BackupHeader; line: Buffer }> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw placeError(error, path);
  });
  let start: Buffer;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(longestHeader), 0, longestHeader, 0);
    start = buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new BackupError('not-a-backup', path, { cause: error });
  } finally {
    await file.close();
  }
  const end = start.indexOf(0x0a);
  const line = start.subarray(0, end + 1);
  let told: unknown;
  try {
    told = JSON.parse(line.toString('utf8'));
  } catch (error) {
    throw new BackupError('not-a-backup', path, { cause: error });
  }
  const version = (told as { capuyBackup?: unknown } | null)?.capuyBackup;
  if (typeof version !== 'number') throw new BackupError('not-a-backup', path);
  if (version > formatVersion) throw new BackupError('format-newer', path);
  const header = headerShape.safeParse(told);
  if (!header.success) throw new BackupError('damaged', path, { cause: header.error });
  return { header: header.data, line };
}

/** The same passphrase however its letters are put together. */
function keyOf(passphrase: string, { cost, salt }: NonNullable<BackupHeader['encryption']>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      passphrase.normalize('NFC'),
      salt,
      32,
      { N: cost, r: 8, p: 1, maxmem: 256 * 8 * cost },
      (error, key) => (error ? reject(error) : resolve(key)),
    );
  });
}

/** Of a frame: its number and whether it is the last. */
function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 3);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Compressed bytes in; the whole file out. */
function framesOf(header: Buffer, key: Buffer | undefined): Transform {
  const checksum = createHash('sha256').update(header);
  let held: Buffer[] = [];
  let heldBytes = 0;
  let number = 0;
  const frame = (content: Buffer, isLast: boolean): Buffer => {
    let payload = content;
    if (key) {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, isLast));
      cipher.setAAD(header);
      payload = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    }
    number += 1;
    const length = Buffer.alloc(4);
    length.writeUInt32BE((payload.length | (isLast ? lastBit : 0)) >>> 0);
    checksum.update(length).update(payload);
    return Buffer.concat([length, payload]);
  };
  const framing = new Transform({
    transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      held.push(bytes);
      heldBytes += bytes.length;
      if (heldBytes >= frameBytes) {
        const all = Buffer.concat(held);
        let at = 0;
        for (; all.length - at >= frameBytes; at += frameBytes)
          this.push(frame(all.subarray(at, at + frameBytes), false));
        held = [all.subarray(at)];
        heldBytes = all.length - at;
      }
      done();
    },
    flush(done: TransformCallback) {
      this.push(frame(Buffer.concat(held), true));
      this.push(checksum.digest());
      done();
    },
  });
  framing.push(header);
  return framing;
}

/** The file behind its header in; compressed bytes out, each frame only after it was proven. */
function contentOf(header: Buffer, key: Buffer | undefined, path: string): Transform {
  const checksum = createHash('sha256').update(header);
  let held: Buffer = Buffer.alloc(0);
  let number = 0;
  let isOver = false;
  const takeFrames = (into: Transform): void => {
    while (!isOver && held.length >= 4) {
      const word = held.readUInt32BE(0);
      const isLast = (word & lastBit) !== 0;
      const length = word & ~lastBit;
      if (length > frameBytes + sealBytes) throw new BackupError('damaged', path);
      if (held.length < 4 + length) return;
      const payload = held.subarray(4, 4 + length);
      checksum.update(held.subarray(0, 4 + length));
      held = held.subarray(4 + length);
      into.push(key ? openFrame(key, payload, isLast) : payload);
      number += 1;
      isOver = isLast;
    }
  };
  const openFrame = (secret: Buffer, payload: Buffer, isLast: boolean): Buffer => {
    if (payload.length < sealBytes) throw new BackupError('damaged', path);
    const decipher = createDecipheriv('aes-256-gcm', secret, nonceOf(number, isLast));
    decipher.setAAD(header);
    decipher.setAuthTag(payload.subarray(payload.length - sealBytes));
    try {
      const clear = decipher.update(payload.subarray(0, payload.length - sealBytes));
      return Buffer.concat([clear, decipher.final()]);
    } catch (error) {
      // What tells a wrong passphrase from a changed first frame is the checksum, which `verifyChecksum` compares before.
      throw new BackupError(number === 0 ? 'passphrase-wrong' : 'damaged', path, { cause: error });
    }
  };
  return new Transform({
    transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      try {
        held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
        takeFrames(this);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done: TransformCallback) {
      done(isOver && held.equals(checksum.digest()) ? null : new BackupError('damaged', path));
    },
  });
}

/**
 * Compares a file with its checksum, without any passphrase; returns its size in bytes.
 * @throws BackupError 'damaged' where they differ, and as `readHeader`
 */
export async function verifyChecksum(path: string): Promise<number> {
  await headerOf(path);
  const hash = createHash('sha256');
  // The last 32 bytes are the checksum itself, so that many are always held back.
  let held: Buffer = Buffer.alloc(0);
  let size = 0;
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      const all = Buffer.concat([held, bytes as Buffer]);
      size += (bytes as Buffer).length;
      const end = Math.max(0, all.length - 32);
      hash.update(all.subarray(0, end));
      held = Buffer.from(all.subarray(end));
    }
  } catch (error) {
    throw placeError(error, path);
  }
  if (!held.equals(hash.digest())) throw new BackupError('damaged', path);
  return size;
}
