import type { ServerResponse } from 'node:http';
import type { z } from 'zod';
import { embeddingTurn, plainTurn } from './openai-server-script.ts';

/*
 * The calls of the double that answer at once: vectors, recordings, ranks, models.
 */

/** An error answer. */
export function fail(
  response: ServerResponse,
  failure: {
    status: number;
    message: string;
    code?: string | null;
    param?: string | null;
    retryAfter?: number | string | undefined;
    rawBody?: string | undefined;
  },
): void {
  const { status, message, code = null, param = null, retryAfter, rawBody } = failure;
  response.statusCode = status;
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  response.setHeader('content-type', rawBody === undefined ? 'application/json' : 'text/html');
  response.end(
    rawBody ??
      JSON.stringify({
        error: { message, type: status >= 500 ? 'server_error' : 'invalid_request_error', param, code },
      }),
  );
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function answer(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

export function answerModels(response: ServerResponse, models: readonly string[]): void {
  answer(response, {
    object: 'list',
    data: models.map((id) => ({ id, object: 'model', created: 1, owned_by: 'office' })),
  });
}

/** Vectors as numbers, or as base64 of 32-bit floats, little-endian. */
export async function answerEmbeddings(
  response: ServerResponse,
  body: Record<string, unknown>,
  script: z.input<typeof embeddingTurn> | undefined,
  embed: (text: string) => number[],
): Promise<void> {
  const turn = embeddingTurn.parse(script ?? {});
  if (turn.firstMs > 0) await pause(turn.firstMs);
  if (turn.fail) return fail(response, turn.fail);
  const input = body['input'];
  const texts = (Array.isArray(input) ? input : [input]) as string[];
  const vectors: unknown[][] = texts.map((text) => embed(text));
  if (turn.wrong === 'fewer') vectors.pop();
  if (turn.wrong === 'more') vectors.push(vectors[0] ?? []);
  if (turn.wrong === 'ragged') vectors[0]?.push(1);
  if (turn.wrong === 'empty') vectors[0]?.splice(0);
  if (turn.wrong === 'not-a-number') vectors[0]?.splice(0, 1, null);
  const isBase64 = (turn.as ?? body['encoding_format']) === 'base64';
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    ...(turn.wrong === 'no-index' ? {} : { index: turn.wrong === 'same-index' ? 0 : index }),
    embedding: isBase64
      ? Buffer.from(new Float32Array(vector as number[]).buffer).toString('base64')
      : vector,
  }));
  const tokens = Math.ceil(texts.join('').length / 4);
  answer(response, {
    object: 'list',
    model: body['model'],
    data: turn.shuffled ? data.reverse() : data,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/** Waits as the script says, and fails where it says so: then null, and the request is answered. */
async function begin(
  response: ServerResponse,
  script: z.input<typeof plainTurn> | undefined,
): Promise<z.output<typeof plainTurn> | null> {
  const turn = plainTurn.parse(script ?? {});
  if (turn.firstMs > 0) await pause(turn.firstMs);
  if (!turn.fail) return turn;
  fail(response, turn.fail);
  return null;
}

/** By default what was said is the name of the file, so that a test can tell recordings apart. */
export async function answerTranscription(
  response: ServerResponse,
  body: Record<string, unknown>,
  script: z.input<typeof plainTurn> | undefined,
): Promise<void> {
  const turn = await begin(response, script);
  if (turn === null) return;
  const file = body['file'] as { name?: string; bytes?: number } | undefined;
  if (!file?.bytes) return fail(response, { status: 400, message: "'file' is required", param: 'file' });
  answer(response, turn.body ?? { text: file.name ?? '', usage: { type: 'duration', seconds: 3 } });
}

/** By default a text ranks by how many words of the query it holds. */
export async function answerRerank(
  response: ServerResponse,
  body: Record<string, unknown>,
  script: z.input<typeof plainTurn> | undefined,
): Promise<void> {
  const turn = await begin(response, script);
  if (turn === null) return;
  if (turn.body !== undefined) return answer(response, turn.body);
  const { query, documents, top_n: top } = body as { query: string; documents: string[]; top_n?: number };
  const words = query.toLowerCase().split(/\s+/u);
  const results = documents
    .map((text, index) => {
      const found = words.filter((word) => text.toLowerCase().includes(word)).length;
      return { index, relevance_score: found / words.length };
    })
    .sort((a, b) => b.relevance_score - a.relevance_score || a.index - b.index)
    .slice(0, top ?? documents.length);
  answer(response, { model: body['model'], results, usage: { total_tokens: documents.join('').length } });
}
