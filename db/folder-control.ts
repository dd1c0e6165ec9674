import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `global/pg_control` says of a database that is not running (src/include/catalog/pg_control.h). */
export interface Control {
  /** Number that initdb gave this database; another in its place has another. */
  system: string;
  /** Its own checksum, which changes with everything in it. */
  checksum: string;
  /** The database was closed in order: what is on the disk is all there is, and no log has to be replayed. */
  isShutDown: boolean;
  /** Where in the log the last checkpoint stands. */
  checkpointLsn: number;
  /** The file of the log that it stands in. */
  checkpointFile: string;
}

/** Bytes of a file of the log. */
const logFileBytes = 2 ** 24;

const fileBytes = 8192;
/** DB_SHUTDOWNED. */
const shutDown = 1;
const stateAt = 16;
const checkpointAt = 32;
const timelineAt = 48;
/** The checksum is the last word of the structure, whose size differs between versions and builds. */
const shortest = 200;
const longest = 512;

/** Reads and checks the file; null where it is missing, too short or not what PostgreSQL wrote. */
export async function readControl(place: string): Promise<Control | null> {
  const bytes = await readFile(join(place, 'global', 'pg_control')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EIO') return null;
    throw error;
  });
  if (bytes?.length !== fileBytes) return null;
  const at = checksumPlace(bytes);
  // PostgreSQL fills the rest with zeros.
  if (at === null || bytes.subarray(at + 4).some((byte) => byte !== 0)) return null;
  const checkpointLsn = Number(bytes.readBigUInt64LE(checkpointAt));
  const parts = [
    bytes.readUInt32LE(timelineAt),
    Math.floor(checkpointLsn / 2 ** 32),
    Math.floor((checkpointLsn % 2 ** 32) / logFileBytes),
  ];
  return {
    system: String(bytes.readBigUInt64LE(0)),
    checksum: bytes.toString('hex', at, at + 4),
    isShutDown: bytes.readUInt32LE(stateAt) === shutDown,
    checkpointLsn,
    checkpointFile: `pg_wal/${parts.map((part) => part.toString(16).toUpperCase().padStart(8, '0')).join('')}`,
  };
}

/** A record of a checkpoint begins with its length, this or a little more in other versions. */
const longestCheckpoint = 1000;

/** Whether the log still holds the checkpoint that PostgreSQL would begin with. */
export async function holdsCheckpoint(place: string, control: Control): Promise<boolean> {
  const handle = await open(join(place, control.checkpointFile), 'r').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw error;
    },
  );
  if (!handle) return false;
  try {
    const head = Buffer.alloc(4);
    const { bytesRead } = await handle.read(head, 0, 4, control.checkpointLsn % logFileBytes);
    const length = head.readUInt32LE(0);
    return bytesRead === 4 && length > 0 && length < longestCheckpoint;
  } finally {
    await handle.close();
  }
}

function checksumPlace(bytes: Buffer): number | null {
  let crc = 0xffffffff;
  for (let at = 0; at < longest; at++) {
    if (at >= shortest && at % 4 === 0 && bytes.readUInt32LE(at) === (crc ^ 0xffffffff) >>> 0) return at;
    crc = (crc >>> 8) ^ (table[(crc ^ (bytes[at] as number)) & 0xff] as number);
  }
  return null;
}

/** CRC-32C (Castagnoli), which PostgreSQL uses outside of pages. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});
