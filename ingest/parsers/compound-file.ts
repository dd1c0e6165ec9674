/* The container of old Office files (MS-CFB): a small file system of sectors chained by a table. */

const endOfChain = 0xfffffffe;
const freeFrom = 0xfffffffa;

/** Reads one stream of a compound file by name, wherever it lies; null where there is none. */
export type StreamReader = (name: string) => Buffer | null;

/**
 * Opens a compound file.
 * @throws Error where it is damaged
 */
export function openCompoundFile(bytes: Uint8Array): StreamReader {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 512 || file.readUInt32BE(0) !== 0xd0cf11e0) throw new Error('no compound file');
  const sectorSize = 1 << file.readUInt16LE(0x1e);
  const miniSize = 1 << file.readUInt16LE(0x20);
  if (sectorSize < 512 || sectorSize > 4096 || miniSize !== 64) throw new Error('sectors of an odd size');
  const cutoff = file.readUInt32LE(0x38);
  const sector = (index: number): Buffer => file.subarray((index + 1) * sectorSize, (index + 2) * sectorSize);

  const fat: number[] = [];
  for (const index of fatSectors(file, sector, sectorSize)) fat.push(...words(sector(index)));
  const chain = (start: number): number[] => follow(start, fat);
  const read = (start: number): Buffer => Buffer.concat(chain(start).map(sector));

  const entries = entriesOf(read(file.readUInt32LE(0x30)));
  const root = entries.find(({ type }) => type === 5);
  const miniFat = words(read(file.readUInt32LE(0x3c)));
  let miniStream: Buffer | undefined;
  return (name) => {
    const entry = entries.find((one) => one.type === 2 && one.name === name);
    if (!entry) return null;
    if (entry.size >= cutoff) return read(entry.start).subarray(0, entry.size);
    const mini = (miniStream ??= root ? read(root.start) : Buffer.alloc(0));
    const parts = follow(entry.start, miniFat).map((at) => mini.subarray(at * miniSize, (at + 1) * miniSize));
    return Buffer.concat(parts).subarray(0, entry.size);
  };
}

function* fatSectors(file: Buffer, sector: (index: number) => Buffer, sectorSize: number): Generator<number> {
  for (let at = 0x4c; at < 512; at += 4) {
    const index = file.readUInt32LE(at);
    if (index < freeFrom) yield index;
  }
  let next = file.readUInt32LE(0x44);
  for (let rounds = 0; next < freeFrom && rounds < file.length / sectorSize; rounds++) {
    const list = words(sector(next));
    for (const index of list.slice(0, -1)) if (index < freeFrom) yield index;
    next = list.at(-1) ?? endOfChain;
  }
}

function follow(start: number, table: readonly number[]): number[] {
  const found: number[] = [];
  // A chain that runs in a circle ends when it is longer than the table.
  for (let at = start; at < freeFrom && found.length <= table.length; at = table[at] ?? endOfChain)
    found.push(at);
  if (found.length > table.length) throw new Error('sectors chained in a circle');
  return found;
}

function words(buffer: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 4 <= buffer.length; at += 4) found.push(buffer.readUInt32LE(at));
  return found;
}

interface Entry {
  name: string;
  /** 2 for a stream, 5 for the root. */
  type: number;
  start: number;
  size: number;
}

function entriesOf(directory: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    const length = Math.min(64, directory.readUInt16LE(at + 64));
    entries.push({
      name: directory.toString('utf16le', at, at + Math.max(0, length - 2)),
      type: directory.readUInt8(at + 66),
      start: directory.readUInt32LE(at + 116),
      size: directory.readUInt32LE(at + 120),
    });
  }
  return entries;
}
