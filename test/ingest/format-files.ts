import JSZip from 'jszip';
import { expect } from 'vitest';
import { DocumentUnreadableError } from '../../core/errors.ts';
import type { ParsedFile } from '../../ingest/types.ts';

/* What tests of formats make and look at. */

/** A page as lines, its blanks made one. */
export const linesOf = (file: ParsedFile, page = 0): string[] =>
  (file.pages[page] ?? []).map((line) => line.text.replace(/\s+/gu, ' ').trim());

/** Of the refusal that the work ends with. */
export async function sentenceOf(work: Promise<unknown> | (() => unknown)): Promise<string> {
  const error = await Promise.resolve()
    .then(() => (typeof work === 'function' ? work() : work))
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  expect(error).toBeInstanceOf(DocumentUnreadableError);
  return (error as DocumentUnreadableError).sentence;
}

export const zipOf = async (parts: Readonly<Record<string, string>>): Promise<Uint8Array> => {
  const zip = new JSZip();
  for (const [name, text] of Object.entries(parts)) zip.file(name, text);
  return zip.generateAsync({ type: 'uint8array' });
};
