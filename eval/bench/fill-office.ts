import { AppError } from '../../core/errors.ts';
import { systemClock } from '../../core/clock.ts';
import type { Database } from '../../db/database.ts';
import { readDocument, storeDocument } from '../../ingest/ingest.ts';
import type { BenchCorpus } from './bench-corpus.ts';

/** What a store was filled with. */
export interface Filled {
  chunks: number;
  documents: number;
  seconds: number;
}

/** A text that would bring more than this share of the wanted chunks too many is left out. */
const tolerance = 0.01;

/** In a row; a corpus of large texts alone never comes to a small number of chunks. */
const mostLeftOut = 2000;

/**
 * Reads texts of the corpus as ingestion does and stores them in `db`, public to all, until there are `chunks` chunks,
 * at most a hundredth more or less. The files themselves are not kept.
 */
export async function fillOffice(
  db: Database,
  corpus: BenchCorpus,
  chunks: number,
  print: (line: string) => void = () => {},
): Promise<Filled> {
  const from = performance.now();
  const filled = { chunks: 0, documents: 0 };
  const options = { scope: 'public', by: null, now: systemClock.now(), areRelationsConfirmed: true } as const;
  let told = 0;
  let leftOut = 0;
  for (const { fileName, text } of corpus.texts()) {
    if (filled.chunks >= chunks * (1 - tolerance) || leftOut > mostLeftOut) break;
    const read = await readDocument(Buffer.from(text), fileName).catch(refused);
    if (!read) continue;
    if (filled.chunks + read.chunks.length > chunks * (1 + tolerance)) {
      leftOut++;
      continue;
    }
    const { state } = await storeDocument(db, read, options);
    if (state === 'known') continue;
    leftOut = 0;
    filled.chunks += read.chunks.length;
    filled.documents++;
    if (filled.chunks - told >= 20_000) {
      told = filled.chunks;
      print(`  ${told} chunks stored\n`);
    }
  }
  return { ...filled, seconds: (performance.now() - from) / 1000 };
}

/** A law on secrets looks like one; such a text is left out, as it would be in an office. */
function refused(error: unknown): null {
  if (error instanceof AppError && (error.code === 'document-secret' || error.code === 'document-unreadable'))
    return null;
  throw error;
}
