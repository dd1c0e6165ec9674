import type { FileRef, FileStore } from '../../db/file-store.ts';
import { secretFileName } from '../../prompts/documents.ts';
import type { RefusedFile } from '../types.ts';

/** What may be kept of a file, taken apart where it is an archive or an e-mail. */
export interface Inspected {
  accepted: readonly { name: string; bytes: Uint8Array; mime: string }[];
  refused: readonly (RefusedFile & { code: string })[];
}

/** Looks at a file before anything of it is kept: what is secret must not even reach the file store. */
export type Inspect = (bytes: Uint8Array, name: string) => Promise<Inspected>;

/** What was kept of the files of one message. */
export interface KeptFiles {
  files: FileRef[];
  /** For the inbox: a secret file is counted by its sentence, its name is not repeated. */
  refused: RefusedFile[];
  /** Every sentence of a refusal, for whoever sent the files; null where nothing was kept nor is left to be said. */
  refusal: string | null;
}

/** Keeps what may be kept of `uploads`. Without `inspect` everything may. */
export async function keepFiles(
  { files: store, inspect }: { files: FileStore; inspect?: Inspect | undefined },
  uploads: readonly { bytes: Uint8Array; name: string; mime: string }[],
): Promise<KeptFiles> {
  const files: FileRef[] = [];
  const refused: RefusedFile[] = [];
  let secret: string | null = null;
  for (const upload of uploads) {
    const inspected = (await inspect?.(upload.bytes, upload.name)) ?? { accepted: [upload], refused: [] };
    for (const { bytes, name, mime } of inspected.accepted) files.push(await store.put(bytes, name, mime));
    for (const { name, sentence, code } of inspected.refused) {
      const isSecret = code === 'document-secret';
      if (isSecret) secret = sentence;
      refused.push(isSecret ? { name: secretFileName, sentence, isSecret } : { name, sentence });
    }
  }
  const isAllSecret =
    secret !== null && files.length === 0 && refused.every(({ sentence }) => sentence === secret);
  return { files, refused, refusal: isAllSecret ? secret : null };
}
