import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createTerminalChannel } from '../../bot/channels/terminal/terminal-channel.ts';
import { systemClock } from '../../core/clock.ts';
import { describeChannel, type ChannelHarness, type ChannelSetup } from './channel.ts';

/** A terminal whose keyboard and screen are streams of the test. */
async function openTerminal(
  { files, folder, accountId }: ChannelSetup,
  mode: 'plain' | 'json',
): Promise<ChannelHarness> {
  const input = new PassThrough();
  const output = new PassThrough();
  const received = join(folder, 'capuy-files');
  let shown = '';
  output.setEncoding('utf8').on('data', (chunk: string) => (shown += chunk));
  const channel = createTerminalChannel({
    input,
    output,
    mode,
    files,
    folder: received,
    accountId,
    clock: systemClock,
    maxUploadBytes: 1_000_000,
  });
  const closing = new AbortController();
  let run: Promise<void> = Promise.resolve();
  return {
    channel,
    connect: async (sink) => void (run = channel.run(sink, closing.signal)),
    type: async (text) => void input.write(`${text}\n`),
    choose: async (label) => void input.write(`${label}\n`),
    stop: async () => void channel.interrupt(),
    async sendFile(name, content, caption) {
      await mkdir(join(folder, 'own files'), { recursive: true });
      await writeFile(join(folder, 'own files', name), content);
      input.write(`@"${join(folder, 'own files', name)}" ${caption}\n`);
    },
    shown: async () => shown,
    received: (name) => readFile(join(received, name), 'utf8').catch(() => null),
    async disconnect() {
      closing.abort();
      await run;
    },
  };
}

describeChannel('terminal', { open: (setup) => openTerminal(setup, 'plain'), canRepeat: false });
describeChannel('terminal (JSON lines)', { open: (setup) => openTerminal(setup, 'json'), canRepeat: false });
