import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What happens to an answer; see `troubles` for what each stands for. */
export type Trouble =
  | 'none'
  | 'silent'
  | 'stalls'
  | 'drips'
  | 'cut'
  | 'error-event'
  | 'overloaded'
  | 'rate-limited'
  | 'rate-limited-long';

/** A chat endpoint on loopback that gets into trouble as told. */
export interface TroubleServer {
  url: string;
  /** How the next answers go. */
  trouble: Trouble;
  /** The first and the last moment at which the endpoint said anything to the last question, from `performance.now()`. */
  asked: number | null;
  said: number | null;
  calls: number;
  close(): Promise<void>;
}

/** What it says before the trouble: nothing that an answer could be made of, or a true sentence and half of another. */
const noBasis = 'KHÔNG CÓ CĂN CỨ';
/** Milliseconds between two pieces of an answer that drips: within what is waited for, so only the whole time ends it. */
const dripMs = 150;

/** Starts the endpoint; `sentence` is a true one, with its mark. */
export async function startTroubleServer(sentence: string): Promise<TroubleServer> {
  const event = (delta: object, finish: string | null = null): string =>
    `data: ${JSON.stringify({
      id: 'double',
      object: 'chat.completion.chunk',
      created: 0,
      model: 'double',
      choices: [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`;
  const fail = (response: ServerResponse, status: number, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message: 'trouble', type: 'server_error' } }));
    server.said = performance.now();
  };
  const http = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      server.calls += 1;
      server.asked = performance.now();
      server.said = server.asked;
      const { trouble } = server;
      if (trouble === 'overloaded') return fail(response, 503);
      if (trouble === 'rate-limited') return fail(response, 429, { 'retry-after': '0' });
      if (trouble === 'rate-limited-long') return fail(response, 429, { 'retry-after': '3600' });
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      if (trouble === 'silent') return;
      const say = (text: string): void => {
        response.write(event({ content: text }));
        server.said = performance.now();
      };
      if (trouble === 'none') {
        say(noBasis);
        response.write(event({}, 'stop'));
        response.end('data: [DONE]\n\n');
        return;
      }
      say(`${sentence} `);
      say('Ngoài ra, mỗi');
      if (trouble === 'drips') {
        const timer = setInterval(() => say(' và'), dripMs);
        response.once('close', () => clearInterval(timer));
      } else if (trouble === 'cut') setTimeout(() => response.destroy(), 20);
      else if (trouble === 'error-event')
        response.end(`data: ${JSON.stringify({ error: { message: 'the engine died' } })}\n\n`);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: TroubleServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    trouble: 'none',
    asked: null,
    said: null,
    calls: 0,
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return server;
}
