import { createApp } from '../../app.ts';
import { secretsOf, type Config } from '../../config.ts';
import { createLogger } from '../../core/pino-logger.ts';
import { unusedBackup } from '../../office.ts';
import { started, startedEmpty, startUsage, stopping } from '../../prompts/cli.ts';
import { formatMoment } from '../../prompts/moments.ts';

/** `capuy start`: runs until it is told to stop, then lets running answers finish. */
export async function run(args: string[], config: Config): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(startUsage);
    return 2;
  }
  // Before a person only what needs one; a service keeps the whole record of what happened.
  const isWatched = process.stderr.isTTY && config.LOG_LEVEL === 'info';
  const logger = createLogger(isWatched ? 'warn' : config.LOG_LEVEL, { secrets: secretsOf(config) });
  // What nobody caught would otherwise be printed with its message, which may hold what people wrote. Whoever keeps the
  // process running starts it anew, and nothing is lost by that.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      logger.error({ err: error instanceof Error ? error : new Error('not an error') }, event);
      process.exit(1);
    });
  const unused = await unusedBackup(config);
  const app = await createApp(config, logger);
  process.stdout.write(started(app));
  if (unused) process.stdout.write(startedEmpty(unused.path, formatMoment(unused.createdAt, config.TZ)));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  process.stdout.write(stopping);
  await app.stop();
  return 0;
}
