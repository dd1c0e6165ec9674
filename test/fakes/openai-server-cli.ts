import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startOpenAiServer } from './openai-server.ts';
import { type Fixture } from './openai-server-script.ts';

/*
 * The double by itself, for a person who wants to see what an office sees:
 *
 *   npx tsx test/fakes/openai-server-cli.ts test/fixtures/model/slow.json --port 8099
 *   OPENAI_BASE_URL=http://127.0.0.1:8099/v1 CHAT_MODEL=any npm start
 */

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8099' } },
  allowPositionals: true,
});
const [path] = positionals;
if (path === undefined) {
  process.stderr.write('usage: npx tsx test/fakes/openai-server-cli.ts FIXTURE.json [--port 8099]\n');
  process.exit(2);
}
const server = await startOpenAiServer(JSON.parse(readFileSync(path, 'utf8')) as Fixture, {
  port: Number(values.port),
});
process.stdout.write(`${server.url}\n`);
process.once('SIGINT', () => void server.close());
process.once('SIGTERM', () => void server.close());
