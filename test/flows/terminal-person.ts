import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createAccounts } from '../../access/accounts.ts';
import { ensureLocalAdmin } from '../../access/account-store.ts';
import { createAssistant, type Assistant } from '../../assistant.ts';
import { createTerminalChannel } from '../../bot/channels/terminal/terminal-channel.ts';
import { createDispatcher } from '../../bot/dispatch.ts';
import { readConfig } from '../../config.ts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { openOffice, type Office } from '../../office.ts';
import type { PageBlock } from '../../web/wire.ts';
import { putDatabaseIn } from '../support/data-folder.ts';
import { readable } from './person.ts';
import type { Told, Typist } from './seed-steps.ts';

/** The administrator at `capuy chat`, who answers choices by their number. */
export interface TerminalPerson extends Typist {
  /** What was logged as an error since the start. */
  errors: string[];
  /** What answers, and what it answers from. */
  assistant: Assistant;
  office: Office;
  leave(): Promise<void>;
}

/** An office of its own, opened as `capuy chat --json` does, with lines in and JSON lines out. */
export async function openTerminalPerson(
  clock: Clock,
  prepare: (db: Database) => Promise<void>,
  given: { settings?: Readonly<Record<string, string>>; logger?: Logger } = {},
): Promise<TerminalPerson> {
  const dataDir = await mkdtemp(join(tmpdir(), 'capuy-flow-'));
  await putDatabaseIn(dataDir);
  const config = readConfig({ CAPUY_REMINDERS: 'no', ...given.settings, CAPUY_DATA_DIR: dataDir });
  const errors: string[] = [];
  const logger: Logger = given.logger ?? {
    debug() {},
    info() {},
    warn() {},
    error: (fields, message) => errors.push(`${message}: ${JSON.stringify(fields)}`),
  };
  const office = await openOffice(config);
  await prepare(office.db);
  const accountId = await office.db.tx((t) => ensureLocalAdmin(t, 'Quản trị', clock.now()));
  const assistant = await createAssistant(office, config, logger);
  const input = new PassThrough();
  const output = new PassThrough();
  const channel = createTerminalChannel({
    ...{ input, output, mode: 'json' as const, accountId, clock },
    ...{ files: office.files, folder: join(dataDir, 'capuy-files'), maxUploadBytes: 1_000_000 },
    inspect: assistant.inspect,
  });
  const dispatcher = createDispatcher({
    ...{ db: office.db, features: assistant.features, channels: [channel], accounts: createAccounts() },
    ...{ clock, logger, timeZone: config.TZ },
  });
  await assistant.warmUp();
  await dispatcher.start();
  const running = channel.run(dispatcher, new AbortController().signal);

  let pending = '';
  let blocks: PageBlock[] = [];
  let ended: (told: Told) => void = () => {};
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      const block = JSON.parse(line) as PageBlock | { type: 'end' };
      if (block.type !== 'end') blocks.push(block);
      else {
        const options = blocks.flatMap((one) => (one.type === 'choices' ? one.options : []));
        ended({ text: blocks.map(readable).join('\n'), labels: options.map(({ label }) => label) });
      }
    }
  });
  let last: Told = { text: '', labels: [] };
  async function say(text: string): Promise<Told> {
    blocks = [];
    const told = new Promise<Told>((resolve) => (ended = resolve));
    input.write(`${text}\n`);
    last = await told;
    return last;
  }
  return {
    errors,
    assistant,
    office,
    say,
    // People type the number that stands before a choice.
    press: (label) => say(String(last.labels.indexOf(label) + 1)),
    async leave() {
      input.end();
      await running;
      await dispatcher.stop();
      await assistant.close();
      await office.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
