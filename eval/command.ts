import { parseArgs, type ParseArgsConfig } from 'node:util';

const json = { type: 'boolean', default: false } as const;

/**
 * Reads the arguments of an eval command, `--json` always among them. Null where there is an option that it does not
 * know or a value is missing.
 */
export function readCommand<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs<{ args: string[]; allowPositionals: true; options: Options & { json: typeof json } }>({
      args,
      allowPositionals: true,
      options: { ...options, json },
    });
  } catch {
    return null;
  }
}

/** Says how a command is used; the exit code of wrong use. */
export function wrongUse(usage: string): 2 {
  process.stderr.write(usage);
  return 2;
}

/** Writes a line, or several, for people; nothing where only the figures are wanted. */
export const printer =
  (isJson: boolean) =>
  (text: string): void => {
    if (!isJson) process.stdout.write(text);
  };

/** The last line of every command: its figures as one JSON object. */
export const printFigures = (figures: object): void =>
  void process.stdout.write(`${JSON.stringify(figures)}\n`);

/** A number with at most so many decimals, as figures are given. */
export const round = (value: number, digits: number): number => Number(value.toFixed(digits));
