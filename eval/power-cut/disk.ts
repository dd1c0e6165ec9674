import { dirname } from 'node:path';

/** What a process did below its folder, as `record-writes.mjs` notes it; names are relative to the folder. */
export type DiskChange =
  | { op: 'create' | 'mkdir' | 'unlink' | 'rmdir' | 'sync'; name: string }
  | { op: 'write'; name: string; at: number; data: string }
  | { op: 'truncate'; name: string; size: number }
  | { op: 'rename'; name: string; to: string }
  | { op: 'acknowledged'; id: number };

type DataChange = Extract<DiskChange, { op: 'write' | 'truncate' }>;

/**
 * What a power cut leaves of the changes that were not synced: nothing, everything, or any part of them. Data of a file
 * come back in any order and torn at sectors of 512 bytes; the entries of one folder in their order, those of different
 * folders in any; a synced file has its name.
 */
export type Remainder = 'nothing' | 'everything' | 'any part';

/** What stands on the disk after a cut, as differences from the folder before: null is what is not there any more. */
export type AfterCut = Map<string, Buffer | 'folder' | null>;

interface File {
  synced: Buffer;
  unsynced: DataChange[];
}

interface NameChange {
  kind: 'appear' | 'vanish' | 'move';
  folder: string;
  name: string;
  to?: string;
  what: File | 'folder';
  isSynced: boolean;
}

const sector = 512;

/**
 * The folder after the power is cut behind the last of `changes`.
 * @param before the content of a file before the first change, 'folder' for a folder, null for nothing
 * @param random numbers from 0 to 1, for 'any part'
 */
export function cutPower(
  changes: readonly DiskChange[],
  before: (name: string) => Buffer | 'folder' | null,
  remainder: Remainder,
  random: () => number,
): AfterCut {
  const names = new Map<string, File | 'folder' | null>();
  const first = new Map<string, File | 'folder' | null>();
  const nameChanges: NameChange[] = [];
  const at = (name: string): File | 'folder' | null => {
    const known = names.get(name);
    if (known !== undefined) return known;
    const content = before(name);
    const there = Buffer.isBuffer(content) ? { synced: content, unsynced: [] } : content;
    names.set(name, there);
    first.set(name, there);
    return there;
  };
  const change = (kind: NameChange['kind'], name: string, what: File | 'folder', to?: string) => {
    nameChanges.push({
      kind,
      folder: dirname(to ?? name),
      name,
      what,
      isSynced: false,
      ...(to ? { to } : {}),
    });
  };

  for (const entry of changes) {
    if (entry.op === 'acknowledged') continue;
    const there = at(entry.name);
    if (entry.op === 'create' || entry.op === 'mkdir') {
      const what = entry.op === 'mkdir' ? 'folder' : { synced: Buffer.alloc(0), unsynced: [] };
      names.set(entry.name, what);
      change('appear', entry.name, what);
    } else if (there === null) {
      throw new Error(`a change of something that is not there: ${entry.name}`);
    } else if (entry.op === 'unlink' || entry.op === 'rmdir') {
      names.set(entry.name, null);
      change('vanish', entry.name, there);
    } else if (entry.op === 'rename') {
      at(entry.to);
      names.set(entry.name, null);
      names.set(entry.to, there);
      change('move', entry.name, there, entry.to);
    } else if (entry.op === 'sync') {
      if (there === 'folder') for (const made of nameChanges) made.isSynced ||= made.folder === entry.name;
      else {
        there.synced = there.unsynced.reduce(applied, there.synced);
        there.unsynced = [];
        for (const made of nameChanges)
          made.isSynced ||= made.what === there || isAbove(made.to ?? made.name, entry.name);
      }
    } else if (there !== 'folder' && (entry.op === 'write' || entry.op === 'truncate'))
      there.unsynced.push(entry);
  }

  const kept = new Map(first);
  for (const { kind, name, to, what } of keptNames(nameChanges, remainder, random)) {
    if (kind === 'vanish' || kind === 'move') kept.set(name, null);
    if (kind !== 'vanish') kept.set(to ?? name, what);
  }
  const left: AfterCut = new Map();
  for (const [name, what] of kept)
    left.set(name, what === null || what === 'folder' ? what : contentOf(what, remainder, random));
  return left;
}

const isAbove = (folder: string, name: string): boolean => name.startsWith(`${folder}/`);

/** Synced changes of names, and of the others in each folder as many of the first as the remainder says. */
function keptNames(all: readonly NameChange[], remainder: Remainder, random: () => number): NameChange[] {
  const open = new Map<string, number>();
  for (const { folder, isSynced } of all) if (!isSynced) open.set(folder, (open.get(folder) ?? 0) + 1);
  for (const [folder, count] of open) {
    const share = remainder === 'nothing' ? 0 : remainder === 'everything' ? 1 : random();
    open.set(folder, Math.round(count * share));
  }
  return all.filter(({ folder, isSynced }) => {
    if (isSynced) return true;
    const more = open.get(folder) ?? 0;
    open.set(folder, more - 1);
    return more > 0;
  });
}

function contentOf({ synced, unsynced }: File, remainder: Remainder, random: () => number): Buffer {
  if (remainder === 'nothing') return synced;
  if (remainder === 'everything') return unsynced.reduce(applied, synced);
  return unsynced.reduce((content, entry) => {
    if (random() < 0.4) return content;
    const parts = entry.op === 'write' && random() < 0.3 ? torn(entry, random) : [entry];
    return parts.reduce(applied, content);
  }, synced);
}

function applied(content: Buffer, entry: DataChange): Buffer {
  if (entry.op === 'truncate') {
    const other = Buffer.alloc(entry.size);
    content.copy(other);
    return other;
  }
  const data = Buffer.from(entry.data, 'base64');
  const other = Buffer.alloc(Math.max(content.length, entry.at + data.length));
  content.copy(other);
  data.copy(other, entry.at);
  return other;
}

/** A write of which only some sectors came through: the first ones, or any. */
function torn(entry: Extract<DiskChange, { op: 'write' }>, random: () => number): DataChange[] {
  const data = Buffer.from(entry.data, 'base64');
  const sectors = Math.ceil(data.length / sector);
  const first = Math.floor(random() * sectors);
  const isPrefix = random() < 0.5;
  return Array.from({ length: sectors }, (_, index) => index)
    .filter((index) => (isPrefix ? index < first : random() < 0.5))
    .map((index) => ({
      ...entry,
      at: entry.at + index * sector,
      data: data.subarray(index * sector, (index + 1) * sector).toString('base64'),
    }));
}
