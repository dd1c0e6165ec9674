import { ModelCallError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { Role } from '../../core/viewer.ts';
import { detectRecording } from '../../ingest/detect-recording.ts';
import type { Transcriber } from '../../llm/model.ts';
import { unheard } from '../../prompts/voice.ts';
import { cleanText, oneLine } from '../../text/normalise.ts';

/** One file as it was sent. */
interface Upload {
  bytes: Uint8Array;
  name: string;
  mime: string;
}

/** What was said in a recording, or a sentence why nothing is made of it. */
export type Heard = { text: string } | { problem: string };

/** Listens to a recording of `mediaType`. Nothing of it is kept, whatever comes of it. */
export type Hear = (
  recording: { bytes: Uint8Array; mediaType: string },
  options: { signal: AbortSignal; role?: Role },
) => Promise<Heard>;

/** Public endpoints take no more; half an hour of speech as telephones record it, and a question is far shorter. */
const mostMegabytes = 25;
/** Longer than any question that is asked in one breath, in characters: such a recording is of something else. */
const longestHeard = 2000;
/** A person waits for it, in milliseconds; the configured time of a call may be shorter. */
const longestWaitMs = 45_000;

/** Listens through `transcriber`. The name of the file stays here: names of files tell of people. */
export const createHear =
  ({ transcriber, logger }: { transcriber: Transcriber; logger: Logger }): Hear =>
  async ({ bytes, mediaType }, { signal, role }) => {
    if (bytes.byteLength > mostMegabytes * 1024 * 1024) return { problem: unheard.tooLarge(mostMegabytes) };
    try {
      const said = await transcriber.transcribe(
        { bytes, mediaType },
        { signal, timeoutMs: longestWaitMs, purpose: 'voice', ...(role && { role }) },
      );
      const text = oneLine(cleanText(said.text));
      if (!/[\p{L}\p{N}]/u.test(text)) return { problem: unheard.nothingSaid };
      return text.length > longestHeard ? { problem: unheard.tooLong } : { text };
    } catch (error) {
      if (!(error instanceof ModelCallError)) throw error;
      logger.warn({ kind: error.kind, status: error.status ?? null }, 'a recording was not heard');
      return { problem: unheard.failed(error.kind) };
    }
  };

/**
 * What was said in the recording among `uploads`; null where there is none and all of them are files to be kept. A
 * recording comes alone: a question with papers beside it would be about what nobody can tell.
 */
export async function hearRecording(
  hear: Hear | undefined,
  uploads: readonly Upload[],
  options: { signal: AbortSignal; role?: Role; isPartOfBatch?: boolean },
): Promise<Heard | null> {
  for (const { bytes, name, mime } of uploads) {
    const mediaType = await detectRecording(bytes, name, mime);
    if (mediaType === null) continue;
    if (uploads.length > 1 || options.isPartOfBatch) return { problem: unheard.notAlone };
    if (!hear) return { problem: unheard.noModel };
    return hear({ bytes, mediaType }, options);
  }
  return null;
}
