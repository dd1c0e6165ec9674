import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the server answers the next chat call. */
export type ChatScript =
  | { type: 'say'; pieces: readonly string[] }
  | { type: 'cut'; pieces: readonly string[] }
  | { type: 'fail'; status: number };

/** A real HTTP server on loopback that speaks the part of the OpenAI protocol that the product uses. */
export interface OpenAiServer {
  url: string;
  /** Bodies of all requests, in order, with the path. */
  calls: { path: string; body: Record<string, unknown> }[];
  /** Scripts for the next chat calls; without one a call gets status 500, so that a test notices. */
  chat: ChatScript[];
  /** Turns a text into a vector; the default counts letters, which is enough to tell texts apart. */
  embed: (text: string) => number[];
  close(): Promise<void>;
}

/** Starts the server on a free port. Chat streams are server-sent events, one `data:` line a piece, then `[DONE]`. */
export async function startOpenAiServer(): Promise<OpenAiServer> {
  const calls: OpenAiServer['calls'] = [];
  const chat: ChatScript[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString() || '{}') as Record<string, unknown>;
      const path = request.url ?? '';
      calls.push({ path, body });
      if (path === '/v1/embeddings') {
        const data = (body['input'] as string[]).map((text, index) => ({
          object: 'embedding',
          index,
          embedding: result.embed(text),
        }));
        response.setHeader('content-type', 'application/json');
        // Out of order, as the protocol allows: the index tells which is which.
        response.end(
          JSON.stringify({ object: 'list', model: body['model'], data: data.reverse(), usage: {} }),
        );
        return;
      }
      const script = path === '/v1/chat/completions' ? chat.shift() : undefined;
      if (!script || script.type === 'fail') {
        response.statusCode = script ? script.status : 500;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ error: { message: 'scripted failure', type: 'server_error' } }));
        return;
      }
      response.setHeader('content-type', 'text/event-stream');
      const event = (delta: object, finishReason: string | null) =>
        `data: ${JSON.stringify({
          id: 'c1',
          object: 'chat.completion.chunk',
          model: body['model'],
          choices: [{ index: 0, delta, finish_reason: finishReason }],
        })}\n\n`;
      for (const piece of script.pieces) response.write(event({ content: piece }, null));
      if (script.type === 'cut') {
        response.destroy();
        return;
      }
      response.write(event({}, 'stop'));
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const result: OpenAiServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    chat,
    embed: (text) => [...'aeiou'].map((letter) => text.split(letter).length - 1 + 1),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return result;
}
