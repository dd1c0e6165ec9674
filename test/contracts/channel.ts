import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDispatcher, type Dispatcher } from '../../bot/dispatch.ts';
import type { Channel, Sink } from '../../bot/channels/channel.ts';
import type { Block, Feature } from '../../bot/types.ts';
import { systemClock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { createFileStore, type FileStore } from '../../db/file-store.ts';
import { pairingRequest } from '../../prompts/channels.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';

/*
 * What every channel owes, whatever its wire looks like. A channel's own test gives `describeChannel` a harness that
 * acts as the person at the other end: types, presses, sends files and reads what is shown.
 */

/** A person at the other end of one channel. */
export interface ChannelHarness {
  channel: Channel;
  /** Who the person is on the wire, where the channel does not sign people in. */
  senderId?: string;
  /** Starts receiving into `sink`. */
  connect(sink: Sink): Promise<void>;
  /** Types a line; `id` is the event's own id where the wire has one, so that a test can deliver it twice. */
  type(text: string, id?: string): Promise<void>;
  /** Chooses an option that is shown, the way this channel offers it (a button, or typing its label). */
  choose(label: string): Promise<void>;
  /** Stops the answer that is being made, the channel's own way. */
  stop(): Promise<void>;
  sendFile(name: string, content: string, caption: string): Promise<void>;
  /** Everything shown so far, in order, as plain text. */
  shown(): Promise<string>;
  /** Texts as they were sent, where the wire has a limit. */
  wireTexts?(): string[];
  /** Contents of a file that was shown, as the person gets it; null where none of this name was. */
  received(name: string): Promise<string | null>;
  disconnect(): Promise<void>;
}

export interface ChannelSetup {
  db: Database;
  files: FileStore;
  /** A folder of the test's own. */
  folder: string;
  /** The account behind the person. */
  accountId: string;
}

export interface ChannelContract {
  open(setup: ChannelSetup): Promise<ChannelHarness>;
  /** False where the wire has no event ids, so that nothing can be delivered twice. */
  canRepeat: boolean;
  /** False where the wire brings no files. Default true. */
  takesFiles?: boolean;
}

const accountId = '00000000-0000-4000-8000-00000000000a';
/** Halves of every markup that a messenger reads. */
const brokenMarkup = 'một **hai <b>ba</i> _bốn_ [năm](sáu &amp; `bảy ~tám';
/** Single characters for people, of several code points; in NFC, as everything leaves. */
const hardCharacters = ['👩‍👩‍👧', '👍🏽', '🇻🇳', 'ợ\u0331', '1️⃣'];
const hardCount = 400;
const text = (said: string): Block => ({ type: 'text', text: said });

/** Runs the suite for one channel. */
export function describeChannel(name: string, contract: ChannelContract): void {
  describe(`the ${name} channel`, () => {
    let db: Database;
    let folder: string;
    let files: FileStore;
    let harness: ChannelHarness;
    let open: Dispatcher[] = [];

    beforeAll(async () => {
      db = await openTestDatabase();
      folder = await mkdtemp(join(tmpdir(), 'capuy-channel-'));
      files = createFileStore(join(folder, 'files'));
    });
    afterAll(async () => {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    });
    beforeEach(async () => {
      await emptyTables(db);
      harness = await contract.open({ db, files, folder, accountId });
    });
    afterEach(async () => {
      await Promise.all(open.map((dispatcher) => dispatcher.stop(0)));
      open = [];
      await harness.disconnect();
    });

    function dispatcher(): Dispatcher {
      const made = createDispatcher({
        db,
        channels: [harness.channel],
        features: features(files),
        accounts: {
          find: async (_db, { id }) =>
            id === (harness.senderId ?? accountId)
              ? { id: accountId, name: 'Nguyễn An', role: 'admin', unitIds: [] }
              : null,
          pair: async () => null,
        },
        linkTo: ({ sha256 }) => `https://tro-ly.example/mo/${sha256}`,
        clock: systemClock,
        logger: silentLogger,
        pause: async () => {},
      });
      open.push(made);
      return made;
    }

    /** A started dispatcher whose channel is connected, and a promise for the n-th acknowledged event. */
    async function start(): Promise<{ dispatcher: Dispatcher; accepted: (count: number) => Promise<void> }> {
      const made = dispatcher();
      await made.start();
      const { sink, accepted } = counted(made);
      await harness.connect(sink);
      return { dispatcher: made, accepted };
    }

    it('shows the answer to what is typed, in the order of the questions', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('câu hỏi thứ nhất');
      await accepted(1);
      await core.idle();
      await harness.type('câu hỏi thứ hai');
      await accepted(2);
      await core.idle();
      const shown = await harness.shown();
      expect(shown.indexOf('nghe: câu hỏi thứ nhất')).toBeGreaterThanOrEqual(0);
      expect(shown.indexOf('nghe: câu hỏi thứ hai')).toBeGreaterThan(shown.indexOf('nghe: câu hỏi thứ nhất'));
    });

    it('shows a very long answer whole', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('/long');
      await accepted(1);
      await core.idle();
      const shown = await harness.shown();
      const found = [...shown.matchAll(/câu số (\d+)\./gu)].map((match) => Number(match[1]));
      expect(found).toEqual(Array.from({ length: 400 }, (_, i) => i + 1));
    });

    it('shows every kind of block with its content', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('/blocks');
      await accepted(1);
      await core.idle();
      const shown = await harness.shown();
      for (const part of [
        'đậm',
        'Trực 24/24 giờ.',
        '12-CT/HU',
        'Còn hiệu lực',
        'Chi bộ Y tế',
        '1.204',
        'Trang nguồn',
      ]) {
        expect(shown).toContain(part);
      }
      expect(shown).not.toContain('**');
    });

    it('cuts no character of a long answer, and shows what looks like markup as it stands', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('/hostile');
      await accepted(1);
      await core.idle();
      const shown = await harness.shown();
      expect(shown).toContain(brokenMarkup);
      for (const one of hardCharacters) expect(shown.split(one).length - 1).toBe(hardCount);
      expect(shown).not.toMatch(/\p{Surrogate}/u);
      const { maxTextLength } = harness.channel.capabilities({ channel: '', account: '', chat: '' });
      for (const text of harness.wireTexts?.() ?? []) expect(text.length).toBeLessThanOrEqual(maxTextLength);
    });

    it('takes a choice its own way, by label and by number', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('/options');
      await accepted(1);
      await core.idle();
      await harness.choose('Chi bộ 2');
      await accepted(2);
      await core.idle();
      await harness.type('1');
      await accepted(3);
      await core.idle();
      const shown = await harness.shown();
      expect(shown).toContain('đã chọn 2');
      expect(shown.indexOf('đã chọn 1')).toBeGreaterThan(shown.indexOf('đã chọn 2'));
      expect(shown).not.toContain('options:unit');
      await harness.type('/options');
      await harness.type('chi bo 2');
      await accepted(5);
      await core.idle();
      expect((await harness.shown()).lastIndexOf('đã chọn 2')).toBeGreaterThan(shown.length);
    });

    it('hands a file over, and takes one', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('/file');
      await accepted(1);
      await core.idle();
      expect(await harness.received('biên bản.txt')).toBe('Nội dung biên bản');
      if (contract.takesFiles === false) return;
      await harness.sendFile('van-ban.txt', 'Chỉ thị', 'xin đọc');
      await accepted(2);
      await core.idle();
      expect(await harness.shown()).toContain('nhận van-ban.txt: Chỉ thị (xin đọc)');
    });

    it('stops a running answer', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('/endless');
      await accepted(1);
      await endlessStarted();
      await harness.stop();
      await accepted(2);
      await core.idle();
      expect(await harness.shown()).toContain('Đã dừng.');
    });

    it('answers after a restart what was acknowledged before it', async () => {
      const before = dispatcher();
      const { sink, accepted } = counted(before);
      await harness.connect(sink);
      await harness.type('trước khi tắt');
      await accepted(1);
      await harness.disconnect();
      harness = await contract.open({ db, files, folder, accountId });
      const { dispatcher: core } = await start();
      await core.idle();
      expect(await harness.shown()).toContain('nghe: trước khi tắt');
    });

    it.runIf(contract.canRepeat)('answers an event that is delivered twice once', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('một lần', 'abcdefgh12345678');
      await harness.type('một lần', 'abcdefgh12345678');
      await accepted(2);
      await core.idle();
      expect((await harness.shown()).split('nghe: một lần')).toHaveLength(2);
    });

    it('says nothing of the pairing request to a person it signed in', async () => {
      const { dispatcher: core, accepted } = await start();
      await harness.type('xin chào');
      await accepted(1);
      await core.idle();
      expect(await harness.shown()).not.toContain(pairingRequest);
      expect((await harness.channel.health()).ok).toBe(true);
    });
  });
}

let endlessBegins = (): void => {};
let endlessBegun = new Promise<void>(() => {});
const endlessStarted = (): Promise<void> => endlessBegun;

function features(files: FileStore): Feature[] {
  endlessBegun = new Promise((resolve) => {
    endlessBegins = resolve;
  });
  const command = (id: string, handle: Feature['handle']): Feature => ({
    id,
    commands: [{ name: id, permission: 'ask', description: id }],
    handle,
  });
  return [
    command('long', async () => ({
      blocks: [text(Array.from({ length: 400 }, (_, i) => `Đây là câu số ${i + 1}.`).join(' '))],
    })),
    command('hostile', async () => ({
      blocks: [text(brokenMarkup), text(hardCharacters.join('').repeat(hardCount))],
    })),
    command('blocks', async () => ({
      blocks: [
        text('Chữ **đậm** ở đây.'),
        {
          type: 'quote',
          text: 'Trực 24/24 giờ.',
          source: {
            symbol: '12-CT/HU',
            issuedOn: '2026-03-02',
            title: 'Chỉ thị',
            locator: 'mục 2',
            file: 'a.docx',
          },
          status: 'Còn hiệu lực',
        },
        { type: 'table', head: ['Đơn vị', 'Tổng'], rows: [['Chi bộ Y tế', '1.204']] },
        { type: 'link', label: 'Trang nguồn', url: '/nguon/1' },
      ],
    })),
    command('options', async (_context, request) => {
      if (request.type === 'choice')
        return { blocks: [text(`đã chọn ${request.action.slice('unit:'.length)}`)] };
      const options = [1, 2].map((n) => ({ label: `Chi bộ ${n}`, action: `options:unit:${n}` }));
      return { blocks: [{ type: 'choices', id: 'unit', prompt: 'Đơn vị nào?', options }] };
    }),
    command('file', async () => ({
      blocks: [
        {
          type: 'file',
          file: await files.put(Buffer.from('Nội dung biên bản'), 'biên bản.txt', 'text/plain'),
        },
      ],
    })),
    command('endless', async (context) => {
      await new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('aborted')));
        endlessBegins();
      });
      return { blocks: [] };
    }),
    {
      id: 'echo',
      commands: [],
      isFallback: true,
      takesFiles: true,
      async handle(_context, request) {
        if (request.type === 'text') return { blocks: [text(`nghe: ${request.text}`)] };
        if (request.type !== 'files') return { blocks: [] };
        const [file] = request.files;
        const content = file ? await files.read(file.sha256) : null;
        return { blocks: [text(`nhận ${file?.name}: ${content?.toString('utf8')} (${request.caption})`)] };
      },
    },
  ];
}

/** `sink`, and a promise for its n-th resolved `accept`. */
function counted(sink: Sink): { sink: Sink; accepted: (count: number) => Promise<void> } {
  let count = 0;
  const waiting: { count: number; resolve: () => void }[] = [];
  return {
    sink: {
      async accept(event) {
        const result = await sink.accept(event);
        count++;
        for (const one of waiting) if (one.count <= count) one.resolve();
        return result;
      },
    },
    accepted: (wanted) =>
      new Promise((resolve) => {
        if (count >= wanted) resolve();
        else waiting.push({ count: wanted, resolve });
      }),
  };
}
