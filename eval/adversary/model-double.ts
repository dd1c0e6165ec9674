import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a model that is measured with was told: roles and contents as they came over the wire. */
export type Told = readonly { role: string; content: string }[];

/**
 * A chat endpoint on loopback that streams what `say` gives for each call: real HTTP and server-sent events, so that
 * what is measured is what an office would run. Every call is kept in `calls`.
 */
export interface ModelDouble {
  url: string;
  calls: Told[];
  /** Pieces of the next answer; null breaks the connection after nothing. */
  say: (told: Told) => readonly string[] | null;
  close(): Promise<void>;
}

export async function startModelDouble(): Promise<ModelDouble> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString() || '{}') as {
        model?: string;
        messages?: { role: string; content: unknown }[];
      };
      const told = (body.messages ?? []).map(({ role, content }) => ({ role, content: String(content) }));
      double.calls.push(told);
      const pieces = double.say(told);
      if (pieces === null) {
        response.destroy();
        return;
      }
      response.setHeader('content-type', 'text/event-stream');
      const event = (delta: object, finish: string | null): string =>
        `data: ${JSON.stringify({
          id: 'double',
          object: 'chat.completion.chunk',
          created: 0,
          model: body.model,
          choices: [{ index: 0, delta, finish_reason: finish }],
        })}\n\n`;
      for (const piece of pieces) response.write(event({ content: piece }, null));
      response.write(event({}, 'stop'));
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const double: ModelDouble = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls: [],
    say: () => null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return double;
}
