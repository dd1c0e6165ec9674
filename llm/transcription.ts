import { toFile } from 'openai';
import { z } from 'zod';
import { ModelCallError } from '../core/errors.ts';
import { call, wasWorkedOn, type Connection } from './connection.ts';
import type { Transcriber } from './model.ts';
import { estimateTokens } from './tokens.ts';

const response = z.object({
  text: z.string(),
  duration: z.coerce.number().nullish().catch(null),
  usage: z
    .object({
      seconds: z.number().nullish(),
      input_tokens: z.number().nullish(),
      output_tokens: z.number().nullish(),
    })
    .nullish()
    .catch(null),
});

/** File name endings by media type: servers read the format from the name. */
const endings: Readonly<Record<string, string>> = {
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/aac': 'aac',
  'audio/webm': 'webm',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/flac': 'flac',
};

/** A transcription model over `connection`. */
export function createTranscriber(connection: Connection): Transcriber {
  const { client, model } = connection;
  return {
    model,
    async transcribe({ bytes, mediaType, name }, options) {
      const { language = 'vi' } = options;
      const type = mediaType.split(';')[0]?.trim() ?? '';
      const fileName = name ?? `audio.${endings[type] ?? 'ogg'}`;
      return call(connection, { options, promptTokens: 0 }, async (turn) => {
        try {
          const answer: unknown = await client.audio.transcriptions.create(
            { file: await toFile(bytes, fileName, { type }), model, language, response_format: 'json' },
            { signal: turn.deadline.signal },
          );
          const parsed = response.safeParse(answer);
          if (!parsed.success) throw new ModelCallError('the answer holds no text', { kind: 'broken' });
          const { text, duration, usage } = parsed.data;
          turn.count({
            promptTokens: usage?.input_tokens ?? 0,
            completionTokens: usage?.output_tokens ?? estimateTokens(text.length),
            isEstimated: usage?.output_tokens == null,
          });
          return { text: text.trim(), seconds: duration ?? usage?.seconds ?? null };
        } catch (error) {
          const known = turn.errorOf(error);
          if (wasWorkedOn(known)) turn.count({ promptTokens: 0, completionTokens: 0, isEstimated: true });
          throw known;
        }
      });
    },
  };
}
