import { ChannelError } from '../../core/errors.ts';
import type { Role } from '../../core/viewer.ts';
import type { FileStore } from '../../db/file-store.ts';
import { remoteFiles as words } from '../../prompts/remote-files.ts';
import { cleanText } from '../../text/normalise.ts';
import type { RemoteFiles, SentFiles } from '../types.ts';
import { RemoteTooLargeError, type RemoteFile } from './fetch-remote.ts';
import { keepFiles, type Inspect } from './keep-files.ts';
import { hearRecording, type Hear } from './recording.ts';

/** What files of a message came to: files that are kept, a question that was heard, or a sentence why neither. */
export type TakenFiles =
  ({ type: 'files' } & SentFiles) | { type: 'text'; text: string; isHeard: true } | { problem: string };

/** What taking files over needs. */
export interface RemoteFilesDeps {
  files: FileStore;
  maxBytes: number;
  /** Looks at a file before anything of it is kept. */
  inspect?: Inspect | undefined;
  /** Listens to spoken questions; absent: a recording is answered with a sentence. */
  hear?: Hear | undefined;
}

/**
 * Takes over files that wait at the provider, the way the web takes uploads: secrecy is looked for before anything is
 * kept, and a recording becomes a question. `open` gets one of them.
 * @throws ChannelError 'transient' where the provider does not answer now
 */
export async function takeRemoteFiles(
  deps: RemoteFilesDeps,
  waiting: RemoteFiles,
  open: (file: RemoteFiles['files'][number], signal: AbortSignal) => Promise<RemoteFile>,
  { signal, role }: { signal: AbortSignal; role: Role },
): Promise<TakenFiles> {
  const caption = cleanText(waiting.caption).trim();
  const uploads: { bytes: Uint8Array; name: string; mime: string }[] = [];
  for (const file of waiting.files) {
    try {
      const { bytes, mime } = await open(file, signal);
      if (bytes.byteLength === 0) return { problem: words.gone };
      // Servers say 'octet-stream' of anything; what the message said is the better guess then.
      const isVague = mime === '' || mime === 'application/octet-stream';
      uploads.push({ bytes, name: file.name, mime: isVague ? file.mime : mime });
    } catch (error) {
      if (error instanceof RemoteTooLargeError) return { problem: words.tooLarge(deps.maxBytes) };
      if (error instanceof ChannelError && error.kind === 'invalid') return { problem: words.gone };
      throw error;
    }
  }
  const heard = await hearRecording(deps.hear, uploads, { signal, role });
  if (heard && 'problem' in heard) return heard;
  if (heard) return { type: 'text', text: [caption, heard.text].filter(Boolean).join(' '), isHeard: true };
  const { files, refused, refusal } = await keepFiles(deps, uploads);
  if (refusal !== null) return { problem: refusal };
  return { type: 'files', files, caption, ...(refused.length > 0 ? { refused } : {}) };
}
