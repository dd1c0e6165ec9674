import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Config } from '../config.ts';
import { BackupError } from '../core/errors.ts';
import * as words from '../prompts/backup.ts';
import { fail } from './terminal.ts';

/** Asks on the terminal without showing what is typed; null where nobody can answer. */
async function askSecret(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null;
  const nowhere = new Writable({ write: (_bytes, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  // After the terminal stopped showing what is typed; over a line that shows progress.
  process.stderr.write(`\r\u001b[K${question}`);
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

const shortest = 8;

/** A new passphrase, typed twice; null after saying why there is none. */
export async function askNewPassphrase(): Promise<string | null> {
  const typed = await askSecret(words.askNewPassphrase);
  if (typed === null) {
    fail(words.passphraseNowhere, 2);
    return null;
  }
  if (typed.length < shortest) {
    fail(words.passphraseTooShort, 2);
    return null;
  }
  if ((await askSecret(words.askPassphraseAgain)) === typed) return typed;
  fail(words.passphrasesDiffer, 2);
  return null;
}

const tries = 3;

/** Does `work` with the passphrase of the settings, or with the one that is asked for where a file needs another. */
export async function retryPassphrase<T>(
  config: Config,
  work: (passphrase: string | undefined) => Promise<T>,
): Promise<T> {
  let passphrase = config.CAPUY_BACKUP_PASSPHRASE;
  for (let asked = 0; ; asked++) {
    try {
      return await work(passphrase);
    } catch (error) {
      const isAboutIt =
        error instanceof BackupError &&
        (error.problem === 'passphrase-needed' || error.problem === 'passphrase-wrong');
      if (!isAboutIt || asked >= tries) throw error;
      if (asked > 0) fail(words.passphraseAgain, 1);
      const typed = await askSecret(words.askPassphrase);
      if (typed === null) throw error;
      passphrase = typed;
    }
  }
}
