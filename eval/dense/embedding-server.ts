import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createModels } from '../../llm/openai.ts';
import type { Embedder } from '../../llm/model.ts';

/** An embedding endpoint on loopback, so that what is measured goes the way of a real one: client, HTTP, JSON. */
export interface EmbeddingServer {
  embedder: Embedder;
  close(): Promise<void>;
}

/** Serves `POST /v1/embeddings` with what `embed` makes of each text, under the name `model`. */
export async function serveEmbeddings(
  model: string,
  embed: (text: string) => ArrayLike<number>,
): Promise<EmbeddingServer> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { input } = JSON.parse(Buffer.concat(parts).toString()) as { input: string | string[] };
      const data = [input].flat().map((text, index) => ({
        object: 'embedding',
        index,
        // Five digits are more than half precision keeps.
        embedding: Array.from(embed(text), (part) => Math.round(part * 1e5) / 1e5),
      }));
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ object: 'list', model, data, usage: { prompt_tokens: 0, total_tokens: 0 } }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    embedder: createModels({ baseUrl, embeddingModel: model, timeoutSeconds: 60 }).embedder as Embedder,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
