import { createApp } from '../../app.ts';
import type { Config } from '../../config.ts';
import { createLogger } from '../../core/pino-logger.ts';
import { started, stopping } from '../../prompts/cli.ts';

/** `capuy start`: runs until it is told to stop, then lets running answers finish. */
export async function run(_args: string[], config: Config): Promise<number> {
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
