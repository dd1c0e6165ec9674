import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sink, WireBlock } from '../../bot/channels/channel.ts';
import { toJsonLine } from '../../bot/channels/terminal/json-lines.ts';
import { parseLine } from '../../bot/channels/terminal/parse-line.ts';
import {
  createTerminalChannel,
  type TerminalChannel,
  type TerminalDeps,
} from '../../bot/channels/terminal/terminal-channel.ts';
import { saveFile } from '../../bot/channels/terminal/terminal-files.ts';
import type { Inbound } from '../../bot/types.ts';
import { createFileStore, type FileStore } from '../../db/file-store.ts';
import { fileMissing, savedAs } from '../../prompts/channels.ts';
import { fixedClock } from './turns.ts';

let folder: string;
let files: FileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-terminal-'));
  files = createFileStore(join(folder, 'store'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a line', () => {
  it.each([
    ['xin chào', 'xin chào', []],
    ['@a.pdf', '', ['a.pdf']],
    ['/nap @"thư mục/a b.pdf" nội bộ', '/nap nội bộ', ['thư mục/a b.pdf']],
    ["@'a b.pdf' @c.txt xem giúp", 'xem giúp', ['a b.pdf', 'c.txt']],
    ['gửi về an@huyen.vn nhé', 'gửi về an@huyen.vn nhé', []],
    ['@', '@', []],
  ])('%s', (line, text, paths) => {
    expect(parseLine(line)).toEqual({ text, paths });
  });
});

describe('a block as a JSON line', () => {
  const quote: WireBlock = {
    type: 'quote',
    text: 'Trực 24/24 giờ.',
    emphasis: [[0, 4]],
    source: { symbol: null, issuedOn: null, title: 'Tin', locator: 'đoạn 2', file: 'tin.txt' },
  };
  const file = { sha256: 'f', name: 'a.png', mime: 'image/png', sizeBytes: 12 };

  it.each<[string, WireBlock, Record<string, unknown>]>([
    ['text', { type: 'text', text: 'Có **28**.' }, { type: 'text', text: 'Có 28.' }],
    [
      'quote',
      quote,
      {
        type: 'quote',
        text: 'Trực 24/24 giờ.',
        source: { symbol: null, issuedOn: null, title: 'Tin', locator: 'đoạn 2', file: 'tin.txt' },
        status: null,
      },
    ],
    [
      'table',
      { type: 'table', head: ['A'], rows: [['**1**']], note: 'n' },
      { type: 'table', head: ['A'], rows: [['1']], note: 'n' },
    ],
    [
      'choices',
      {
        type: 'choices',
        id: 'c',
        options: [
          { label: 'Lưu', key: 'k', position: 1 },
          { label: 'Bỏ qua', key: 'l', position: -1 },
        ],
      },
      { type: 'choices', id: 'c', options: [{ number: 1, label: 'Lưu' }, { label: 'Bỏ qua' }] },
    ],
    ['link', { type: 'link', label: 'Trang', url: '/a' }, { type: 'link', label: 'Trang', url: '/a' }],
    [
      'image',
      { type: 'image', file, alt: 'Biểu đồ' },
      { type: 'image', name: 'a.png', mime: 'image/png', sizeBytes: 12, alt: 'Biểu đồ', path: '/x/a.png' },
    ],
  ])('of type %s', (_type, block, expected) => {
    expect(toJsonLine(block, block.type === 'image' ? '/x/a.png' : null)).toEqual(expected);
  });
});

/** A terminal on streams, and a core that is a list of events. */
function openTerminal(rest: Partial<TerminalDeps> = {}) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.setEncoding('utf8').on('data', (chunk: string) => (shown += chunk));
  const channel = createTerminalChannel({
    input,
    output,
    mode: 'plain',
    files,
    folder: join(folder, 'capuy-files'),
    accountId: 'account-1',
    clock: fixedClock(),
    maxUploadBytes: 100,
    ...rest,
  });
  const events: Inbound[] = [];
  const sink: Sink = {
    accept: async (event) => {
      events.push(event);
      return 'new';
    },
  };
  return { input, channel, events, sink, shown: () => shown };
}

/** Answers every event with `text` as soon as it is accepted. */
function answering(
  channel: TerminalChannel,
  say: (event: Inbound) => string,
): { sink: Sink; events: Inbound[] } {
  const events: Inbound[] = [];
  return {
    events,
    sink: {
      async accept(event) {
        events.push(event);
        const text = say(event);
        queueMicrotask(async () => {
          await channel.send(
            event.to,
            { text, spans: [], blocks: [{ type: 'text', text }] },
            { seq: 1, key: 'k' },
          );
          channel.turnEnded?.(event.to, event.key);
        });
        return 'new';
      },
    },
  };
}

const forever = new AbortController().signal;

describe('the terminal', () => {
  it('takes piped lines one after the answer to another, and ends after the last answer', async () => {
    const { input, channel, shown } = openTerminal({ mode: 'json' });
    const { sink, events } = answering(channel, (event) =>
      event.type === 'text' ? `nghe ${event.text}` : '',
    );
    input.end('một\r\n\n  \nhai');
    await channel.run(sink, forever);
    expect(shown()).toBe(
      '{"type":"text","text":"nghe một"}\n{"type":"end"}\n{"type":"text","text":"nghe hai"}\n{"type":"end"}\n',
    );
    expect(events.map((event) => [event.senderId, event.to.chat, event.isGroup])).toEqual([
      ['account-1', 'account-1', false],
      ['account-1', 'account-1', false],
    ]);
    expect(new Set(events.map((event) => event.key)).size).toBe(2);
  });

  it('takes lines between two marks as one message, with the tabs of a table', async () => {
    const { input, channel } = openTerminal({ mode: 'json' });
    const { sink, events } = answering(channel, () => 'ừ');
    input.end('/bang """\nTT\tTên\n1\t@hoa\n\n2\tLan\n"""\nsau\n"""\nkhông\nhết');
    await channel.run(sink, forever);
    expect(events.map((event) => event.type === 'text' && event.text)).toEqual([
      '/bang\nTT\tTên\n1\t@hoa\n\n2\tLan',
      'sau',
      'không\nhết',
    ]);
  });

  it('takes what is pasted at a prompt as one message when Enter is pressed; Ctrl-C gives it up', async () => {
    const { input, channel, sink, events } = openTerminal({ mode: 'interactive' });
    const closing = new AbortController();
    const run = channel.run(sink, closing.signal);
    input.write('\u001B[200~bỏ\rđi\u001B[201~');
    await new Promise((resolve) => setImmediate(resolve));
    input.write('\u0003');
    await new Promise((resolve) => setImmediate(resolve));
    input.write('\u001B[200~/bang\rTT\tTên\r1\tHoa\u001B[201~\r');
    while (events.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(events.map((event) => event.type === 'text' && event.text)).toEqual(['/bang\nTT\tTên\n1\tHoa']);
    closing.abort();
    await run;
  });

  it('ends at once where nothing was typed', async () => {
    const { input, channel, sink, events } = openTerminal();
    input.end();
    await channel.run(sink, forever);
    expect(events).toEqual([]);
  });

  it('ends with the error where an event cannot be committed', async () => {
    const { input, channel } = openTerminal();
    const run = channel.run({ accept: () => Promise.reject(new Error('disk full')) }, forever);
    input.write('một\n');
    await expect(run).rejects.toThrow('disk full');
  });

  it('sends the files of a line with its words', async () => {
    const { input, channel } = openTerminal();
    const { sink, events } = answering(channel, () => 'xong');
    await writeFile(join(folder, 'a b.txt'), 'Chỉ thị');
    input.end(`/nap @"${join(folder, 'a b.txt')}" nội bộ\n`);
    await channel.run(sink, forever);
    const [event] = events;
    expect(event).toMatchObject({
      type: 'files',
      caption: '/nap nội bộ',
      files: [{ name: 'a b.txt', mime: 'text/plain', sizeBytes: 11 }],
    });
    const sent = event?.type === 'files' ? event.files[0] : undefined;
    expect((await files.read(sent?.sha256 ?? ''))?.toString('utf8')).toBe('Chỉ thị');
  });

  it('says where a file is not there, is too large or is refused, and sends nothing', async () => {
    const { input, channel, sink, events, shown } = openTerminal({
      inspect: async (bytes, name) =>
        Buffer.from(bytes).includes('MẬT')
          ? { accepted: [], refused: [{ name, sentence: 'Tài liệu mật.', code: 'document-secret' }] }
          : { accepted: [{ name, bytes, mime: 'text/plain' }], refused: [] },
    });
    await writeFile(join(folder, 'large.txt'), 'x'.repeat(101));
    await writeFile(join(folder, 'secret.txt'), 'TỐI MẬT');
    const paths = ['none.txt', 'large.txt', 'secret.txt'].map((name) => join(folder, name));
    input.end(paths.map((path) => `@${path}\n`).join(''));
    await channel.run(sink, forever);
    expect(events).toEqual([]);
    expect(shown()).toContain(fileMissing(paths[0] as string));
    expect(shown()).toContain('lớn hơn mức cho phép');
    expect(shown()).toContain('Tài liệu mật.');
  });

  it('writes files of a reply where a person finds them, and never over another file', async () => {
    const { channel, shown } = openTerminal();
    const to = { channel: 'terminal', account: 'local', chat: 'account-1' };
    const show = async (name: string, content: string): Promise<void> => {
      const file = await files.put(Buffer.from(content), name, 'text/plain');
      await channel.send(
        to,
        { text: name, spans: [], blocks: [{ type: 'file', file }] },
        { seq: 1, key: 'k' },
      );
    };
    await show('biên bản.txt', 'một');
    await show('biên bản.txt', 'một');
    await show('biên bản.txt', 'hai');
    await show('../../thoát.txt', 'ba');
    const at = (name: string): Promise<string> => readFile(join(folder, 'capuy-files', name), 'utf8');
    expect(await at('biên bản.txt')).toBe('một');
    expect(await at('biên bản-2.txt')).toBe('hai');
    expect(await at('thoát.txt')).toBe('ba');
    expect(shown().split(savedAs(join(folder, 'capuy-files', 'biên bản.txt')))).toHaveLength(3);
  });

  it('shows the text of a reply even where its file cannot be written', async () => {
    await writeFile(join(folder, 'a-file'), '');
    const { channel, shown } = openTerminal({ folder: join(folder, 'a-file') });
    const lost = { sha256: '0'.repeat(64), name: 'a.txt', mime: 'text/plain', sizeBytes: 1 };
    await channel.send(
      { channel: 'terminal', account: 'local', chat: 'account-1' },
      { text: 'Tệp: a.txt', spans: [], blocks: [{ type: 'file', file: lost }] },
      { seq: 1, key: 'k' },
    );
    expect(shown()).toBe(`Tệp: a.txt\n${savedAs(null)}\n\n`);
  });

  it('saves to a temporary folder of its own where the given one cannot be made', async () => {
    await writeFile(join(folder, 'blocked'), '');
    const file = await files.put(Buffer.from('x'), 'a.txt', 'text/plain');
    const save = async (): Promise<string> =>
      (await saveFile(files, file, join(folder, 'blocked', 'inside'))) as string;
    const [path, again] = [await save(), await save()];
    expect(path).toMatch(/capuy-files-\w+[\\/]a\.txt$/u);
    expect(path.startsWith(folder)).toBe(false);
    // Nobody can know the next one, and put a link there that leads elsewhere.
    expect(dirname(again)).not.toBe(dirname(path));
    if (process.platform !== 'win32') expect((await stat(dirname(path))).mode & 0o077).toBe(0);
    for (const saved of [path, again]) await rm(dirname(saved), { recursive: true });
  });

  it('lets a growing answer grow, and replaces it by the whole one', async () => {
    const { channel, shown } = openTerminal({ mode: 'interactive', columns: 10 });
    const to = { channel: 'terminal', account: 'local', chat: 'account-1' };
    channel.live?.(to, 'Một hai', 'e');
    channel.live?.(to, 'Một hai ba bốn', 'e');
    expect(shown()).toBe('Một hai ba bốn');
    await channel.send(to, { text: 'Xong', spans: [], blocks: [] }, { seq: 1, key: 'k' });
    // Two rows of ten characters: one up, then everything below is cleared.
    expect(shown()).toBe('Một hai ba bốn\r\u001B[1A\u001B[JXong\n\n');
  });

  it('stops the running answer at Ctrl-C, and closes where none is running', async () => {
    const { input, channel, sink, events } = openTerminal({ mode: 'interactive' });
    const run = channel.run(sink, forever);
    input.write('một\n');
    while (events.length === 0) await Promise.resolve();
    input.write('\u0003');
    while (events.length === 1) await new Promise((resolve) => setImmediate(resolve));
    expect(events.map((event) => event.type)).toEqual(['text', 'stop']);
    for (const event of events) channel.turnEnded?.(event.to, event.key);
    await new Promise((resolve) => setImmediate(resolve));
    input.write('\u0003');
    await run;
    expect(channel.interrupt()).toBe(false);
  });

  it('lets a stop word pass the question that is being answered', async () => {
    const { input, channel, sink, events } = openTerminal({ mode: 'interactive' });
    const closing = new AbortController();
    const run = channel.run(sink, closing.signal);
    input.write('một\nhai\n');
    while (events.length === 0) await new Promise((resolve) => setImmediate(resolve));
    input.write('dừng\n');
    while (events.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(events.map((event) => event.type)).toEqual(['text', 'stop']);
    closing.abort();
    await run;
  });

  it('marks the end of a turn that an earlier run left open', () => {
    const { channel, shown } = openTerminal({ mode: 'json' });
    channel.turnEnded?.(
      { channel: 'terminal', account: 'local', chat: 'account-1' },
      'terminal:local:earlier',
    );
    expect(shown()).toBe('{"type":"end","resumed":true}\n');
  });
});
