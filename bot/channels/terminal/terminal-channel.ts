import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../../../core/clock.ts';
import { AppError, InputError, toAppError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import type { FileStore } from '../../../db/file-store.ts';
import { savedAs } from '../../../prompts/channels.ts';
import { sentenceFor } from '../../../prompts/errors.ts';
import { isStopWord } from '../../router.ts';
import type { Address, Capabilities, Inbound, SentFiles } from '../../types.ts';
import type { Channel, Part, Sink } from '../channel.ts';
import { keepFiles, type Inspect } from '../keep-files.ts';
import { hearRecording, type Hear } from '../recording.ts';
import { toJsonLine } from './json-lines.ts';
import { createMessageLines } from './message-lines.ts';
import { parseLine } from './parse-line.ts';
import { readUpload, saveFile } from './terminal-files.ts';

export interface TerminalDeps {
  input: Readable;
  output: Writable;
  /**
   * 'interactive': a person at a prompt, with bold text and growing answers. 'plain': lines in, text out. 'json': lines
   * in, one JSON object per block out, and `{"type":"end"}` after each turn.
   */
  mode: 'interactive' | 'plain' | 'json';
  files: FileStore;
  /** Where files of replies are written. */
  folder: string;
  accountId: string;
  clock: Clock;
  maxUploadBytes: number;
  /** Looks at a file before anything of it is kept. */
  inspect?: Inspect;
  /** Listens to spoken questions; absent: a recording is answered with a sentence. */
  hear?: Hear;
  /** Width of the terminal in characters. Default 80. */
  columns?: number;
}

/**
 * The terminal as a channel: `run` reads until the input ends and the last answer is out. One line is one message; a
 * pasted text of several lines, and lines between two marks `"""`, are one too (message-lines.ts).
 */
export interface TerminalChannel extends Channel {
  run(sink: Sink, signal: AbortSignal): Promise<void>;
  /** Ctrl-C: stops the running answer; false where none is running. */
  interrupt(): boolean;
}

const prompt = '› ';
/** Before lines of a message that goes on. */
const further = '… ';
/** Asks a terminal to mark what is pasted, and not to (xterm control sequences, 'bracketed paste mode'). */
const markPastes = '\u001B[?2004h';
const unmarkPastes = '\u001B[?2004l';

export function createTerminalChannel(deps: TerminalDeps): TerminalChannel {
  const { input, output, mode, files, folder } = deps;
  const columns = deps.columns ?? 80;
  const address: Address = { channel: 'terminal', account: 'local', chat: deps.accountId };
  /** Turns that `run` waits for. */
  const waiting = new Map<string, () => void>();
  let sink: Sink | null = null;
  let isOpen = true;
  let shownLive = '';
  const leaving = new AbortController();

  const write = (text: string): void => {
    if (isOpen) output.write(text);
  };
  output.on('error', () => {
    isOpen = false;
  });

  function eventHead(): { key: string; at: string; senderId: string; to: Address; isGroup: false } {
    const key = `terminal:local:${newId()}`;
    return { key, at: deps.clock.now().toISOString(), senderId: deps.accountId, to: address, isGroup: false };
  }

  /** Hands a line to the core and waits until its turn is over. */
  async function converse(line: string, target: Sink): Promise<void> {
    let event: Inbound;
    try {
      const { text, paths } = parseLine(line);
      if (text === '' && paths.length === 0) return;
      if (paths.length === 0) event = { ...eventHead(), type: 'text', text };
      else {
        const uploads = await Promise.all(paths.map((path) => readUpload(path, deps.maxUploadBytes)));
        event = { ...eventHead(), ...(await received(text, uploads)) };
      }
    } catch (error) {
      // A file that is not there never becomes an event.
      return refuse(error);
    }
    const ended = new Promise<void>((resolve) => waiting.set(event.key, resolve));
    try {
      await target.accept(event);
    } catch (error) {
      waiting.delete(event.key);
      if (toAppError(error).code !== 'storage-full') throw error;
      return refuse(error);
    }
    await ended;
  }

  function refuse(error: unknown): void {
    const sentence = sentenceFor(toAppError(error));
    write(mode === 'json' ? jsonLines({ type: 'text', text: sentence }, { type: 'end' }) : `${sentence}\n\n`);
  }

  /** What files come to: a spoken question, or files that are kept. */
  async function received(
    caption: string,
    uploads: readonly { bytes: Uint8Array; name: string; mime: string }[],
  ): Promise<{ type: 'text'; text: string; isHeard: true } | ({ type: 'files' } & SentFiles)> {
    const heard = await hearRecording(deps.hear, uploads, { signal: leaving.signal });
    if (heard && 'problem' in heard) throw new InputError('file', heard.problem);
    if (heard) return { type: 'text', text: [caption, heard.text].filter(Boolean).join(' '), isHeard: true };
    const { files: kept, refused, refusal } = await keepFiles(deps, uploads);
    if (refusal !== null) throw new InputError('file', refusal);
    return { type: 'files', files: kept, caption, ...(refused.length > 0 ? { refused } : {}) };
  }

  function stopNow(): boolean {
    if (waiting.size === 0 || !sink) return false;
    // Where even the stop cannot be committed, the turn it was meant for will tell.
    sink.accept({ ...eventHead(), type: 'stop' }).catch(() => {});
    return true;
  }

  function eraseLive(): void {
    if (shownLive === '') return;
    const rows = shownLive
      .split('\n')
      .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
    write(`\r${rows > 1 ? `\u001B[${rows - 1}A` : ''}\u001B[J`);
    shownLive = '';
  }

  /** Paths of the files among the blocks; null for other blocks and where a file cannot be written, as on a full disk. */
  const savedPathsOf = async (part: Part): Promise<(string | null)[]> =>
    Promise.all(
      part.blocks.map((block) =>
        block.type === 'file' || block.type === 'image'
          ? saveFile(files, block.file, folder).catch(() => null)
          : null,
      ),
    );

  return {
    id: 'terminal',
    signsIn: true,
    capabilities: (): Capabilities => ({
      maxTextLength: Number.POSITIVE_INFINITY,
      markup: mode === 'interactive' ? 'ansi' : 'plain',
      hasButtons: false,
      hasTables: true,
      maxTableWidth: columns,
      canSendFiles: true,
      live: mode === 'interactive' ? 'push' : 'none',
      ceiling: 'all',
    }),
    async send(_to, part, { seq }) {
      if (!isOpen) throw new AppError('channel-unavailable', 'the output is closed');
      const paths = await savedPathsOf(part);
      if (mode === 'json') {
        write(jsonLines(...part.blocks.map((block, index) => toJsonLine(block, paths[index]))));
      } else {
        eraseLive();
        const saved = part.blocks.flatMap((block, index) =>
          block.type === 'file' || block.type === 'image' ? [`\n${savedAs(paths[index] ?? null)}`] : [],
        );
        write(`${part.text}${saved.join('')}\n\n`);
      }
      return { ids: [String(seq)] };
    },
    live(_to, text) {
      if (text.startsWith(shownLive)) write(text.slice(shownLive.length));
      else {
        eraseLive();
        write(text);
      }
      shownLive = text;
    },
    turnEnded(_to, eventKey) {
      eraseLive();
      const resolve = waiting.get(eventKey);
      // A turn of an earlier run that was cut short says so, so that a script can tell it from its own.
      if (mode === 'json') write(jsonLines(resolve ? { type: 'end' } : { type: 'end', resumed: true }));
      waiting.delete(eventKey);
      resolve?.();
    },
    failureOf: () => 'gone',
    health: async () => ({ ok: isOpen }),
    interrupt: stopNow,
    async run(target, signal) {
      sink = target;
      const isInteractive = mode === 'interactive';
      const lines = createInterface({
        input,
        ...(isInteractive ? { output, terminal: true, prompt } : { terminal: false }),
        crlfDelay: Number.POSITIVE_INFINITY,
      });
      const close = (): void => {
        leaving.abort();
        lines.close();
      };
      signal.addEventListener('abort', close);
      output.on('error', close);
      const messages = createMessageLines();
      const askFor = (lead: string): void => {
        lines.setPrompt(lead);
        lines.prompt();
      };
      const pasting = (_text: string | undefined, key: { name?: string } | undefined): void => {
        if (key?.name === 'paste-start' || key?.name === 'paste-end')
          messages.paste(key.name === 'paste-end');
      };
      // Reading keys is what readline made of the input.
      if (isInteractive) input.on('keypress', pasting);
      lines.on('SIGINT', () => {
        if (messages.isOpen()) {
          // What was begun is given up, with what stands on the line.
          messages.rest();
          lines.write(null, { ctrl: true, name: 'e' });
          lines.write(null, { ctrl: true, name: 'u' });
          write('\n');
          askFor(prompt);
        } else if (!stopNow()) lines.close();
      });

      // Lines wait for the answer to the line before, as a person would; only a typed stop word goes past them.
      let last = Promise.resolve();
      const failures: unknown[] = [];
      const next = (message: string): void => {
        last = last
          .then(() => (signal.aborted ? undefined : converse(message, target)))
          .catch((error: unknown) => {
            failures.push(error);
            lines.close();
          })
          .then(() => {
            if (isInteractive && isOpen && !signal.aborted) askFor(messages.isOpen() ? further : prompt);
          });
      };
      lines.on('line', (line) => {
        const message = messages.take(line);
        if (message === null) {
          if (isInteractive && waiting.size === 0) askFor(further);
        } else if (!(isInteractive && isStopWord(message.trim()) && stopNow())) next(message);
      });
      const aborted = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      });
      const closed = new Promise<void>((resolve) => lines.once('close', resolve));
      if (isInteractive) {
        write(markPastes);
        lines.prompt();
      }
      await Promise.race([closed, aborted]);
      const unended = messages.rest();
      if (unended !== null && !isInteractive) next(unended);
      await Promise.race([last, aborted]);
      lines.close();
      // The shell's own prompt must not stand behind ours.
      if (isInteractive) write(`\n${unmarkPastes}`);
      input.off('keypress', pasting);
      signal.removeEventListener('abort', close);
      if (failures.length > 0) throw toAppError(failures[0]);
    },
  };
}

const jsonLines = (...objects: Record<string, unknown>[]): string =>
  objects.map((object) => `${JSON.stringify(object)}\n`).join('');
