import { parseArgs } from 'node:util';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createAccounts } from '../../access/accounts.ts';
import { ensureLocalAdmin, findAccount, listAccounts, type Account } from '../../access/account-store.ts';
import { createAssistant } from '../../assistant.ts';
import { createTerminalChannel } from '../../bot/channels/terminal/terminal-channel.ts';
import { createDispatcher } from '../../bot/dispatch.ts';
import { secretsOf, type Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import { createLogger } from '../../core/pino-logger.ts';
import { chatUsage, localAdminName, noSuchAccount } from '../../prompts/accounts.ts';
import { openOffice, type Office } from '../../office.ts';
import { terminalGreeting } from '../../prompts/channels.ts';
import { fold, oneLine } from '../../text/normalise.ts';

/** `capuy chat [--json] [--as ACCOUNT]`: the assistant in this terminal, at a prompt or through pipes. */
export async function run(args: string[], config: Config): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(chatUsage);
    return 2;
  }
  const office = await openOffice(config);
  try {
    const account = await chosenAccount(office, options.as);
    if (!account) {
      process.stderr.write(noSuchAccount(options.as ?? ''));
      return 2;
    }
    await talk(office, config, account, options.json);
    return 0;
  } finally {
    await office.close();
  }
}

function readOptions(args: string[]): { json: boolean; as: string | undefined } | null {
  try {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' }, as: { type: 'string' } } });
    return { json: values.json ?? false, as: values.as };
  } catch {
    return null;
  }
}

/** The account of that name or id, in any spelling; without a name the administrator of this machine. */
async function chosenAccount({ db }: Office, as: string | undefined): Promise<Account | null> {
  if (as === undefined) {
    const id = await db.tx((t) => ensureLocalAdmin(t, localAdminName, systemClock.now()));
    return findAccount(db, id);
  }
  const wanted = fold(oneLine(as));
  const entry = (await listAccounts(db)).find(
    (one) => one.disabledAt === null && (one.id === as || fold(oneLine(one.name)) === wanted),
  );
  return entry ? findAccount(db, entry.id) : null;
}

async function talk(office: Office, config: Config, account: Account, isJson: boolean): Promise<void> {
  const isInteractive = !isJson && process.stdin.isTTY && process.stdout.isTTY;
  // The log shares the screen with the conversation: only what is wrong, unless more was asked for.
  const logger = createLogger(config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL, {
    secrets: secretsOf(config),
  });
  const assistant = await createAssistant(office, config, logger);
  const channel = createTerminalChannel({
    input: process.stdin,
    output: process.stdout,
    mode: isJson ? 'json' : isInteractive ? 'interactive' : 'plain',
    files: office.files,
    folder: resolve('capuy-files'),
    accountId: account.id,
    clock: systemClock,
    maxUploadBytes: config.MAX_UPLOAD_MB * 1024 * 1024,
    inspect: assistant.inspect,
    ...(assistant.hear ? { hear: assistant.hear } : {}),
    ...(process.stdout.columns ? { columns: process.stdout.columns } : {}),
  });
  const dispatcher = createDispatcher({
    db: office.db,
    features: assistant.features,
    channels: [channel],
    accounts: createAccounts(),
    clock: systemClock,
    logger,
    timeZone: config.TZ,
  });
  const leaving = new AbortController();
  const leave = (): void => leaving.abort();
  // At a prompt readline sees Ctrl-C itself; through pipes the first one stops the answer and the next one leaves.
  const interrupt = (): void => {
    if (!channel.interrupt()) leave();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', leave);
  try {
    if (isInteractive) process.stdout.write(terminalGreeting(account.name));
    await assistant.warmUp();
    await dispatcher.start();
    await assistant.startWork(dispatcher);
    // What an earlier run left unanswered comes first, so that it does not mix with what is typed now.
    await dispatcher.idle();
    await channel.run(dispatcher, leaving.signal);
    // Who pipes lines in cannot come back later: long readings are told before the end. At a prompt they go on next time.
    if (!isInteractive && !leaving.signal.aborted) {
      const left = once(leaving.signal, 'abort');
      await Promise.race([assistant.intake.idle(), left]);
      await Promise.race([dispatcher.idle(), left]);
    }
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', leave);
    await dispatcher.stop();
    await assistant.close();
  }
}
