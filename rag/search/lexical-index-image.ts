import { open, readFile, rename, rm } from 'node:fs/promises';
import { endianness } from 'node:os';
import { newId } from '../../core/ids.ts';
import { LexicalIndex } from './lexical-index.ts';
import { Vocabulary } from './lexical-index-vocabulary.ts';
import { shippedWordVectors } from './word-vectors-file.ts';
import type { Segment } from './lexical-index-segment.ts';
import type { WordVectors } from './word-vectors.ts';

/*
 * The index as one file, so that a start does not read and count everything again. Typed arrays are written as they
 * lie in memory and used in place when read.
 *
 *   8 bytes  'CAPUYIX' and the format
 *   8 bytes  length of the header, as a double
 *   header   JSON: byte order, version of the vectors, words, documents, passage ids, lengths of the arrays, notes
 *   arrays   each at a multiple of 8 bytes
 *
 * A file of another format or byte order, or a cut one, is no error: the index is built from the chunks instead.
 */

/** Raise it whenever the words, terms or arrays of the index come out differently. */
const format = 2;
const magic = `CAPUYIX${String.fromCharCode(format)}`;

const arrayTypes = {
  document: Int32Array,
  stream: Int32Array,
  start: Int32Array,
  headingEnd: Int32Array,
  textFrom: Int32Array,
  terms: Float64Array,
  firstPosting: Int32Array,
  passages: Uint16Array,
  counts: Uint8Array,
  firstVector: Int32Array,
  vectors: Int8Array,
  removed: Uint8Array,
} as const;
const arrayNames = Object.keys(arrayTypes) as (keyof typeof arrayTypes)[];

interface Header<Notes> {
  byteOrder: string;
  /** Version of the word vectors; empty for none. */
  vectors: string;
  sizeBytes: number;
  words: string[];
  documents: string[];
  segments: { ids: string[]; removedCount: number; lengths: number[] }[];
  notes: Notes;
}

/** Writes `index` with `notes` (what it was built from) beside `path` and then renames, so no half image is found. */
export async function saveImage(path: string, index: LexicalIndex, notes: unknown): Promise<void> {
  // Taken before the first wait, because the index may change while the file is written.
  const segments = [...index.segments];
  const copies = segments.map((segment) => ({ ...segment, removed: segment.removed.slice() }));
  const header: Header<unknown> = {
    byteOrder: endianness(),
    vectors: index.vectors?.version ?? '',
    sizeBytes: copies.reduce((sum, segment) => sum + bytesOf(segment), 0),
    words: [...index.vocabulary.words],
    documents: [...index.documents],
    segments: copies.map((segment) => ({
      ids: [...segment.ids],
      removedCount: segment.removedCount,
      lengths: arrayNames.map((name) => segment[name].length),
    })),
    notes,
  };
  const headerBytes = Buffer.from(JSON.stringify(header), 'utf8');
  const start = Buffer.alloc(16);
  start.write(magic, 'latin1');
  start.writeDoubleLE(headerBytes.length, 8);
  const temporary = `${path}.${newId()}`;
  const file = await open(temporary, 'w');
  try {
    await file.write(start);
    await file.write(Buffer.concat([headerBytes, Buffer.alloc(padding(headerBytes.length))]));
    for (const segment of copies) {
      for (const name of arrayNames) {
        const { buffer, byteOffset, byteLength } = segment[name];
        await file.writeFile(Buffer.from(buffer, byteOffset, byteLength));
        await file.writeFile(Buffer.alloc(padding(byteLength)));
      }
    }
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/**
 * Reads an image with its notes; null where there is none or it cannot be used.
 * @param vectors those that the index must have been made with
 */
export async function openImage<Notes>(
  path: string,
  vectors: WordVectors | null = shippedWordVectors(),
): Promise<{ index: LexicalIndex; notes: Notes } | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch {
    return null;
  }
  if (bytes.length < 16 || bytes.toString('latin1', 0, 8) !== magic) return null;
  const headerLength = bytes.readDoubleLE(8);
  const from = 16 + headerLength + padding(headerLength);
  if (!(from <= bytes.length)) return null;
  const header = parseHeader<Notes>(bytes.toString('utf8', 16, 16 + headerLength));
  if (!header || header.byteOrder !== endianness() || from + header.sizeBytes !== bytes.length) return null;
  if (header.vectors !== (vectors?.version ?? '')) return null;
  // Arrays must lie at multiples of their element size; only a small file could come out of a shared pool.
  const whole = bytes.byteOffset % 8 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  let at = whole.byteOffset + from;
  const segments = header.segments.map(({ ids, removedCount, lengths }) => {
    const arrays: Record<string, unknown> = {};
    arrayNames.forEach((name, which) => {
      const array = new arrayTypes[name](whole.buffer as ArrayBuffer, at, lengths[which]);
      at += array.byteLength + padding(array.byteLength);
      arrays[name] = array;
    });
    return { ...(arrays as unknown as Segment), ids, removedCount };
  });
  const vocabulary = new Vocabulary(header.words);
  return {
    index: new LexicalIndex({ vocabulary, documents: header.documents, segments }, vectors),
    notes: header.notes,
  };
}

function parseHeader<Notes>(text: string): Header<Notes> | null {
  try {
    return JSON.parse(text) as Header<Notes>;
  } catch {
    return null;
  }
}

const padding = (length: number): number => (8 - (length % 8)) % 8;

const bytesOf = (segment: Segment): number =>
  arrayNames.reduce((sum, name) => sum + segment[name].byteLength + padding(segment[name].byteLength), 0);
