/**
 * What the product logs through. Fields carry ids, counts and durations; never message text, names, file contents
 * or tokens.
 */
export interface Logger {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** Swallows everything; for tests and for evaluations. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
