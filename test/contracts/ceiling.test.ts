import fc from 'fast-check';
import { InputFile } from 'grammy';
import { describe, expect, it } from 'vitest';
import { createClients } from '../../bot/channels/telegram/api.ts';
import { createZaloChannel } from '../../bot/channels/zalo/zalo-channel.ts';
import { createOaChannel, type OaDeps } from '../../bot/channels/zalo-oa/oa-channel.ts';
import type { ZaloClient } from '../../bot/channels/zalo/client.ts';
import type { Channel, WireBlock } from '../../bot/channels/channel.ts';
import { degrade } from '../../bot/degrade.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { FileRef, FileStore } from '../../db/file-store.ts';
import { channelAt, steppedTime } from '../telegram/bot.ts';

/*
 * Nothing above the ceiling leaves: replies of every shape, in which each block that is not public holds a canary in all
 * of its words and files, go through `degrade` and the real adapters; what reaches the wire holds none.
 */

const canary = 'CHIMHOANGYEN';
const publicWord = 'congkhai';
/** What a file holds is told by its hash. */
const files: FileStore = {
  put: () => Promise.reject(new Error('nothing is kept here')),
  read: (sha256) => Promise.resolve(Buffer.from(sha256.startsWith('c') ? canary : publicWord)),
  remove: () => Promise.resolve(),
};
const linkTo = (file: FileRef): string => `https://tro-ly.example/mo/${file.name}`;

interface Wire {
  name: string;
  channel: Channel;
  /** Everything that left since it was asked last, as text. */
  left(): string;
}

function recording(): { note(value: unknown): void; left(): string } {
  let said: string[] = [];
  return {
    note: (value) =>
      void said.push(
        JSON.stringify(value, (_key, part: unknown) =>
          part instanceof Uint8Array ? Buffer.from(part).toString('utf8') : part,
        ) ?? '',
      ),
    left() {
      const all = said.join('\n');
      said = [];
      return all;
    },
  };
}

function telegram(): Wire {
  const { note, left } = recording();
  const clients = createClients({ token: '1:x', apiRoot: 'http://127.0.0.1:9' });
  let next = 1;
  for (const api of [clients.api, clients.uploads])
    api.config.use(async (_call, method, payload) => {
      for (const [field, value] of Object.entries(payload))
        note(value instanceof InputFile ? [field, value.filename, await value.toRaw()] : [field, value]);
      note(method);
      return { ok: true, result: { message_id: next++, date: 0, chat: { id: 1, type: 'private' } } } as never;
    });
  return {
    name: 'Telegram',
    channel: channelAt({ url: '', token: '1:x' }, { clients, files, ...steppedTime() }),
    left,
  };
}

function zalo(): Wire {
  const { note, left } = recording();
  const client: Partial<ZaloClient> = {
    sendMessage: async (...args) => (note(args), 'm'),
    sendPhoto: async (...args) => (note(args), 'm'),
  };
  const channel = createZaloChannel({
    client: client as ZaloClient,
    account: '1',
    mode: { type: 'poll' },
    ceiling: 'public',
    mediaHosts: [],
    linkTo,
    files,
    maxBytes: 1000,
    clock: systemClock,
    logger: silentLogger,
  });
  return { name: 'Zalo Bot', channel, left };
}

function officialAccount(): Wire {
  const { note, left } = recording();
  const deps = {
    // Heard a moment ago: the window is open.
    db: {
      query: async () => ({ rows: [{ heardAt: systemClock.now().toISOString(), sent: 0 }], affected: 0 }),
    },
    client: {
      send: async (_token: string, ...args: unknown[]) => (note(args), 'm'),
      upload: async (_token: string, ...args: unknown[]) => (note(args), { token: 't' }),
    },
    tokens: { access: async () => 'a', renew: async () => 'a' },
    appId: '1',
    secret: 's',
    ceiling: 'public',
    mediaHosts: [],
    files,
    maxBytes: 1000,
    clock: systemClock,
    logger: silentLogger,
  };
  return { name: 'Zalo Official Account', channel: createOaChannel(deps as unknown as OaDeps), left };
}

/** A block whose every word says whether it may leave; `isLong` makes it too long for one message. */
function blockOf(
  type: WireBlock['type'],
  audience: 'public' | 'internal' | undefined,
  isLong: boolean,
  n: number,
): WireBlock {
  const word = audience === 'public' ? publicWord : canary;
  const words = Array.from({ length: isLong ? 700 : 3 }, (_, i) => `${word}${i % 7 === 0 ? '.' : ''}`).join(
    ' ',
  );
  const mark = audience === undefined ? {} : { audience };
  const file = (mime: string): FileRef => ({
    sha256: (audience === 'public' ? 'a' : 'c').repeat(64),
    name: `${word}.${mime === 'image/png' ? 'png' : 'pdf'}`,
    mime,
    sizeBytes: isLong ? 90_000_000 : 9,
  });
  switch (type) {
    case 'text':
      return { type, text: `**${word}** ${words}`, ...mark };
    case 'quote': {
      const source = {
        symbol: word,
        issuedOn: null,
        title: word,
        locator: word,
        file: word,
        url: `/nguon/${word}`,
      };
      return { type, text: words, emphasis: [[0, 4]], source, status: word, warning: word, ...mark };
    }
    case 'table':
      return {
        type,
        title: word,
        head: [word, word],
        rows: [
          [word, words],
          [word, '1'],
        ],
        note: word,
        ...mark,
      };
    case 'choices':
      return { type, id: word, prompt: word, options: [{ label: word, key: `k${n}`, position: 1 }], ...mark };
    case 'link':
      return { type, label: word, url: `/nguon/${word}`, ...mark };
    case 'file':
      return { type, file: file('application/pdf'), ...mark };
    case 'image':
      return { type, file: file('image/png'), alt: word, ...mark };
  }
}

const replies = fc.array(
  fc.record({
    type: fc.constantFrom('text', 'quote', 'table', 'choices', 'link', 'file', 'image' as const),
    audience: fc.constantFrom('public', 'internal', undefined),
    isLong: fc.nat(5).map((drawn) => drawn === 0),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('content above the ceiling', () => {
  it.each([telegram(), zalo(), officialAccount()])(
    'never leaves over $name',
    async ({ channel, left }) => {
      const address = { channel: channel.id, account: '1', chat: '1001' };
      const capabilities = channel.capabilities(address);
      expect(capabilities.ceiling).toBe('public');
      let seq = 0;
      let publicSeen = 0;
      await fc.assert(
        fc.asyncProperty(replies, async (drawn) => {
          const blocks = drawn.map(({ type, audience, isLong }, n) =>
            blockOf(type as WireBlock['type'], audience as 'public' | undefined, isLong, n),
          );
          const parts = degrade(blocks, capabilities, { linkTo, publicUrl: 'https://tro-ly.example' });
          for (const [index, part] of parts.entries())
            await channel.send(address, part, { seq: ++seq, key: `${channel.id}:1:${seq}#1/${index + 1}` });
          const said = left();
          expect(said).not.toContain(canary);
          // Public blocks do leave, or the test would hold for a channel that says nothing.
          if (drawn.some(({ audience }) => audience === 'public')) {
            expect(said).toContain(publicWord);
            publicSeen++;
          }
        }),
        { numRuns: 5000 },
      );
      expect(publicSeen).toBeGreaterThan(1000);
    },
    120_000,
  );
});
