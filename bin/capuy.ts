import { loadDotEnv, readConfig } from '../config.ts';
import { toAppError } from '../core/errors.ts';
import { usage, unknownCommand } from '../prompts/cli.ts';
import { lastWords } from '../prompts/errors.ts';
import type { Config } from '../config.ts';

/** A subcommand: exit code 0 done, 1 some input failed (named), 2 usage or configuration. */
interface Command {
  run(args: string[], config: Config): Promise<number>;
}

/** Loaded only when called, so that `capuy search` does not wait for the web server's modules. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: () => import('./commands/start.ts'),
  chat: () => import('./commands/chat.ts'),
  ingest: () => import('./commands/ingest.ts'),
  search: () => import('./commands/search.ts'),
  members: () => import('./commands/members.ts'),
  units: () => import('./commands/units.ts'),
  figures: () => import('./commands/figures.ts'),
  account: () => import('./commands/account.ts'),
  demo: () => import('./commands/demo.ts'),
  eval: () => import('./commands/eval.ts'),
  bench: () => import('./commands/bench.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  move: () => import('./commands/move.ts'),
  retention: () => import('./commands/retention.ts'),
  migrate: () => import('./commands/migrate.ts'),
  doctor: () => import('./commands/doctor.ts'),
};

async function main(argv: string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    process.stderr.write(unknownCommand(name));
    return 2;
  }
  // What is written from here on, database, files, backups, can be read by nobody else on this machine.
  process.umask(0o077);
  try {
    loadDotEnv();
    const config = readConfig();
    return await (await load()).run(args, config);
  } catch (error) {
    const known = toAppError(error);
    process.stderr.write(`${lastWords(known)}\n`);
    if (known.code === 'internal') {
      // A library's message may hold what people wrote, and what a service says on standard error is kept.
      const { describeError } = await import('../core/pino-logger.ts');
      process.stderr.write(
        `${known === error ? known.message : ''}\n${JSON.stringify(describeError(error), null, 1)}\n`,
      );
    }
    return known.code === 'config-invalid' ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
