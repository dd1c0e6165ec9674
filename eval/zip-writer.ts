import { deflateRawSync } from 'node:zlib';

/** A file to be packed; what is not given is as an honest writer makes it. */
export interface ZipPart {
  /** Bytes where the name is not UTF-8. */
  name: string | Uint8Array;
  content: string | Uint8Array;
  /** False: packed as it is. */
  isDeflated?: boolean;
  isEncrypted?: boolean;
  /** What the archive claims instead of the true size. */
  claimedSize?: number;
  crc?: number;
  /** Says that the name is UTF-8; default as the name needs it. */
  hasUtf8Flag?: boolean;
  /** Unix mode, for links. */
  mode?: number;
}

/** Writes zip archives by hand, so that evaluations and tests can make those that no library would. */
export function makeZip(parts: readonly ZipPart[], options: { comment?: string } = {}): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name);
    const content = Buffer.from(part.content);
    const isDeflated = part.isDeflated ?? true;
    const packed = isDeflated ? deflateRawSync(content) : content;
    const isUtf8 = part.hasUtf8Flag ?? (typeof part.name === 'string' && /[^\0-\x7f]/u.test(part.name));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE((isUtf8 ? 0x800 : 0) | (part.isEncrypted ? 1 : 0), 2);
    fields.writeUInt16LE(isDeflated ? 8 : 0, 4);
    fields.writeUInt32LE(part.crc ?? crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(part.claimedSize ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), fields, tail, name]));
    bodies.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const comment = Buffer.from(options.comment ?? '');
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return new Uint8Array(Buffer.concat([...bodies, entries, end, comment]));
}

function crc32(bytes: Uint8Array): number {
  let value = -1;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ -1) >>> 0;
}
