import { createApp } from '../../app.ts';
import type { Config } from '../../config.ts';
import { createLogger } from '../../core/pino-logger.ts';
import { started, startUsage, stopping } from '../../prompts/cli.ts';

/** `capuy start`: runs until it is told to stop, then lets running answers finish. */
export async function run(args: string[], config: Config): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(startUsage);
    return 2;
  }
  const app = await createApp(config, createLogger(config.LOG_LEVEL));
  process.stdout.write(started(app));
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  process.stdout.write(stopping);
  await app.stop();
  return 0;
}
