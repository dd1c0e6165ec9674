import { ModelCallError } from '../core/errors.ts';
import { z } from 'zod';
import { adapt, createAbilities, type Ability } from './abilities.ts';
import { call, wasWorkedOn, type Connection } from './connection.ts';
import type { CallOptions, Embedder } from './model.ts';
import { estimateTokens } from './tokens.ts';

/** How many texts go into one request; servers limit it, and a small batch fails small. */
const batchSize = 64;

/** A text is not cut below this to make it fit; in letters. */
const shortestCut = 200;

const response = z.object({
  data: z.array(
    z.object({
      index: z.number().int().nullish(),
      embedding: z.union([z.array(z.number()), z.string()]),
    }),
  ),
  usage: z.object({ prompt_tokens: z.number() }).nullish().catch(null),
});

/**
 * An embedding model over `connection`. A batch that the endpoint finds too large is halved; a single text that does not
 * fit is represented by its beginning.
 */
export function createEmbedder(connection: Connection): Embedder {
  const { client, model } = connection;
  const abilities = createAbilities();
  /** Smaller once the endpoint refused a batch. */
  let mostTexts = batchSize;

  type Options = Partial<CallOptions> & { isBackground?: boolean };

  /** The vectors of one request. */
  async function embedBatch(texts: readonly string[], options: Options): Promise<number[][]> {
    const promptTokens = estimateTokens(texts.reduce((sum, { length }) => sum + length, 0));
    return call(connection, { options, promptTokens }, async (turn) => {
      const format = (without: ReadonlySet<Ability>): Ability[] =>
        without.has('encoding_format') ? [] : ['encoding_format'];
      try {
        const answer: unknown = await adapt(abilities, format, (without) =>
          client.post('/embeddings', {
            body: {
              model,
              input: texts,
              ...(without.has('encoding_format') ? {} : { encoding_format: 'float' }),
            },
            signal: turn.deadline.signal,
          }),
        );
        const { vectors, counted } = read(answer, texts.length);
        turn.count({
          promptTokens: counted ?? promptTokens,
          completionTokens: 0,
          isEstimated: counted === null,
        });
        return vectors;
      } catch (error) {
        const known = turn.errorOf(error);
        if (wasWorkedOn(known)) turn.count({ promptTokens, completionTokens: 0, isEstimated: true });
        throw known;
      }
    });
  }

  /** The vectors of texts of any size. */
  async function embedAll(texts: readonly string[], options: Options): Promise<number[][]> {
    try {
      return await embedBatch(texts, options);
    } catch (error) {
      const isSize = error instanceof ModelCallError && isTooMuch(error);
      const [first = ''] = texts;
      if (!isSize || (texts.length === 1 && first.length <= shortestCut)) throw error;
      const middle = Math.ceil(texts.length / 2);
      if (texts.length === 1) {
        if (error.kind !== 'too-long') throw error;
        return embedAll([first.slice(0, Math.ceil(first.length / 2))], options);
      }
      // The halves go on by themselves: one long text among many does not cut the others.
      const halves = [
        ...(await embedAll(texts.slice(0, middle), options)),
        ...(await embedAll(texts.slice(middle), options)),
      ];
      if (error.status === 413 || error.status === 422) mostTexts = Math.min(mostTexts, middle);
      return halves;
    }
  }

  function read(answer: unknown, count: number): { vectors: number[][]; counted: number | null } {
    const parsed = response.safeParse(answer);
    if (!parsed.success) throw broken('the answer holds no vectors');
    const { data, usage } = parsed.data;
    if (data.length !== count) throw broken(`asked for ${count} vectors, got ${data.length}`);
    const places = new Set(data.map(({ index }) => index));
    // Servers that number nothing, or all 0, give them in order; any other numbers must name each place once.
    const isNumbered =
      data.every(({ index }) => typeof index === 'number') && (places.size > 1 || count === 1);
    if (isNumbered && (places.size !== count || Math.max(...(places as Set<number>)) >= count))
      throw broken('the vectors are numbered wrongly');
    const ordered = isNumbered ? [...data].sort((a, b) => (a.index ?? 0) - (b.index ?? 0)) : data;
    const vectors = ordered.map(({ embedding }) =>
      typeof embedding === 'string' ? fromBase64(embedding) : embedding,
    );
    return { vectors, counted: usage?.prompt_tokens ?? null };
  }

  return {
    model,
    async embed(texts, options = {}) {
      const vectors: number[][] = [];
      for (let start = 0; start < texts.length;) {
        const batch = texts.slice(start, start + mostTexts);
        vectors.push(...(await embedAll(batch, options)));
        start += batch.length;
      }
      const length = vectors[0]?.length ?? 0;
      const isSound = vectors.every(
        (vector) => vector.length === length && length > 0 && vector.every((value) => Number.isFinite(value)),
      );
      if (!isSound) throw broken(`vectors are not all of ${length} numbers`);
      return vectors;
    },
  };
}

/** Refusals that a smaller request may not get. */
const isTooMuch = ({ kind, status }: ModelCallError): boolean =>
  kind === 'too-long' || (kind === 'rejected' && (status === 422 || status === 400));

const broken = (message: string): ModelCallError => new ModelCallError(message, { kind: 'broken' });

/** 32-bit floats, little-endian, as the protocol packs them. */
function fromBase64(packed: string): number[] {
  const bytes = Buffer.from(packed, 'base64');
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readFloatLE(i * 4));
}
