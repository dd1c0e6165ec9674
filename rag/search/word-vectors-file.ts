import { readFileSync } from 'node:fs';
import { AppError } from '../../core/errors.ts';
import { readWordVectors } from './word-vectors.ts';
import type { WordVectors } from './word-vectors.ts';

let shipped: WordVectors | undefined;

/**
 * The vectors that come with the program, read when first asked for (some milliseconds) and kept.
 * @throws AppError 'internal' where the file is missing or damaged: the program is not whole then
 */
export function shippedWordVectors(): WordVectors {
  if (!shipped) {
    const read = readWordVectors(readFileSync(new URL('word-vectors.bin', import.meta.url)));
    if (!read) throw new AppError('internal', 'rag/search/word-vectors.bin is damaged');
    shipped = read;
  }
  return shipped;
}
