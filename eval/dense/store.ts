import { AppError } from '../../core/errors.ts';
import { sha256 } from '../../core/ids.ts';
import type { DateOnly } from '../../core/clock.ts';
import type { Scope, Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { insertDocument } from '../../ingest/document-store.ts';
import { openSet, saveEmbeddings, serveSet, servingSet } from '../../rag/search/embedding-store.ts';
import type { EmbeddingSet } from '../../rag/search/embedding-store.ts';
import { unitVector } from '../../rag/search/embedding-search.ts';
import { loadIndexedDocuments, readIndexEntries } from '../../rag/search/passage-store.ts';
import { randomNumbers } from '../random.ts';
import { gaussians } from './stand-ins.ts';

/** A store of many vectors with everything known about it, held beside the database so that each search can be checked. */
export interface DenseStore {
  set: EmbeddingSet;
  dimensions: number;
  /** All vectors, one after the other, with the id of each passage and the number of its document; null: filled earlier. */
  vectors: { values: Float32Array; passageIds: string[]; documentOf: Int32Array } | null;
  documents: StoredDocument[];
}

/** Who may see a document and when it holds, as the store was told. */
export interface StoredDocument {
  id: string;
  scope: Scope;
  unitIds: readonly string[];
  effectiveOn: DateOnly;
  expiresOn: DateOnly | null;
  passageCount: number;
}

/** The rule that every search is held against, written here a second time on purpose. */
export function isAllowed(document: StoredDocument, viewer: Viewer, asOf: DateOnly | undefined): boolean {
  if (asOf !== undefined && (asOf < document.effectiveOn || asOf > (document.expiresOn ?? '9999-12-31')))
    return false;
  if (document.scope === 'public') return true;
  if (viewer.ceiling === 'public') return false;
  if (document.scope === 'internal' || viewer.role === 'admin' || viewer.role === 'office') return true;
  return document.unitIds.some((id) => viewer.unitIds.includes(id));
}

/** Units that documents are kept to. */
export const unitIds: readonly string[] = Array.from(
  { length: 20 },
  (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
);

const now = new Date('2026-11-20T00:00:00Z');

/**
 * Vectors of a store: the given ones, then copies that are turned away from theirs by about as much as a text of which a
 * fifth of the words were replaced (cosine about .9), as often as it takes.
 */
export function multiplyVectors(
  base: readonly Float32Array[],
  count: number,
  dimensions: number,
): Float32Array {
  const vectors = new Float32Array(count * dimensions);
  const noise = Float32Array.from(gaussians(7, 1 << 16));
  const random = randomNumbers(11);
  for (let n = 0; n < count; n++) {
    const from = base[n % base.length]!;
    const at = n * dimensions;
    const shift = Math.floor(random() * (noise.length - dimensions));
    const step = n < base.length ? 0 : 0.48 / Math.sqrt(dimensions);
    let square = 0;
    for (let k = 0; k < dimensions; k++) {
      const part = from[k]! + step * noise[shift + k]!;
      vectors[at + k] = part;
      square += part * part;
    }
    const factor = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let k = 0; k < dimensions; k++) vectors[at + k]! *= factor;
  }
  return vectors;
}

/** Fills an empty database; the vectors serve at once, without an index. Deterministic but for the ids. */
export async function fillStore(
  db: Database,
  vectors: Float32Array,
  dimensions: number,
  onProgress: (passages: number) => void,
  passagesPerDocument = 100,
): Promise<DenseStore> {
  const count = vectors.length / dimensions;
  const random = randomNumbers(3);
  const documents: StoredDocument[] = [];
  for (let from = 0; from < count; from += passagesPerDocument) {
    const about = describe(random);
    const size = Math.min(passagesPerDocument, count - from);
    const id = await db.tx((t) => insertDocument(t, ...papers(documents.length, from, size, about)));
    documents.push({ ...about, id, passageCount: size });
    if (from % 20_000 === 0) onProgress(from);
  }
  const numbers = new Map(documents.map(({ id }, number) => [id, number]));
  const set = await db.tx(async (t) => {
    const opened = await openSet(t, { model: 'stand-in', form: 'plain/1', dimensions }, now);
    await serveSet(t, opened.id, now);
    return opened;
  });
  const passageIds = new Array<string>(count);
  const documentOf = new Int32Array(count);
  let saved = 0;
  let batch: { chunkId: string; vector: number[] | null }[] = [];
  for await (const { id, documentId, text } of readIndexEntries(db, await loadIndexedDocuments(db))) {
    const number = Number(text);
    passageIds[number] = id;
    documentOf[number] = numbers.get(documentId)!;
    const vector = unitVector([...vectors.subarray(number * dimensions, (number + 1) * dimensions)]);
    // Fewer digits halve the time that the database takes to read them.
    batch.push({ chunkId: id, vector: vector && vector.map((part) => Math.round(part * 1e5) / 1e5) });
    if (batch.length < 500) continue;
    const full = batch;
    batch = [];
    await db.tx((t) => saveEmbeddings(t, set.id, full));
    saved += full.length;
    if (saved % 20_000 === 0) onProgress(saved);
  }
  await db.tx((t) => saveEmbeddings(t, set.id, batch));
  return { set, dimensions, vectors: { values: vectors, passageIds, documentOf }, documents };
}

/** A database that an earlier call filled: what each document is said to be comes again from the same numbers. */
export async function reopenStore(db: Database): Promise<DenseStore> {
  const set = await servingSet(db);
  if (!set) throw new AppError('input-invalid', 'the database holds no complete set of vectors');
  const random = randomNumbers(3);
  const indexed = await loadIndexedDocuments(db);
  const byNumber = indexed.sort((x, y) => Number(x.title.slice(1)) - Number(y.title.slice(1)));
  const documents = byNumber.map(({ id, chunkCount }) => ({
    ...describe(random),
    id,
    passageCount: chunkCount,
  }));
  return { set, dimensions: set.dimensions, vectors: null, documents };
}

/** Half is public, a third internal, the rest kept to one or two units; most hold from some day on, some till another. */
function describe(random: () => number): Omit<StoredDocument, 'id' | 'passageCount'> {
  const kind = random();
  const scope: Scope = kind < 0.5 ? 'public' : kind < 0.8 ? 'internal' : 'units';
  const unit = (): string => unitIds[Math.floor(random() * unitIds.length)]!;
  const units = scope === 'units' ? [...new Set([unit(), unit()])] : [];
  const year = 2000 + Math.floor(random() * 26);
  const lasts = random() < 0.3 ? 1 + Math.floor(random() * 20) : null;
  return {
    scope,
    unitIds: units,
    effectiveOn: `${year}-07-01`,
    expiresOn: lasts === null ? null : `${year + lasts}-06-30`,
  };
}

/** A document of numbered passages: who searches vectors reads no text. */
function papers(
  number: number,
  from: number,
  size: number,
  { scope, unitIds: scopeUnitIds, effectiveOn, expiresOn }: Omit<StoredDocument, 'id' | 'passageCount'>,
): [
  Parameters<typeof insertDocument>[1],
  Parameters<typeof insertDocument>[2],
  NonNullable<Parameters<typeof insertDocument>[3]>,
] {
  const name = `d${number}`;
  return [
    {
      fileName: name,
      fileSha256: sha256(name),
      textSha256: sha256(name),
      mediaType: 'text/plain',
      hasPages: false,
      text: '',
      pages: [],
      metadata: {
        symbol: null,
        symbolKey: null,
        number: null,
        typeCode: null,
        typeName: 'Document',
        issuerCode: null,
        issuer: null,
        title: name,
        subject: null,
        issuedOn: effectiveOn,
        issuedIn: null,
        effectiveOn,
        expiresOn,
        place: null,
        signer: null,
        authorityLine: null,
        recipients: [],
        kind: 'signed',
      },
      sections: [],
      chunks: Array.from({ length: size }, (_, ordinal) => ({
        ordinal,
        sectionOrdinal: null,
        kind: 'clause' as const,
        text: String(from + ordinal),
        context: '',
        heading: '',
        locator: '',
        pageFrom: 1,
        pageTo: 1,
        charFrom: ordinal,
        charTo: ordinal + 1,
      })),
      relations: [],
      warnings: [],
      scans: [],
    },
    { scope, scopeUnitIds, by: null, now },
    { shingleCount: 0, minima: new Uint32Array(128).fill(0xffffffff) },
  ];
}
