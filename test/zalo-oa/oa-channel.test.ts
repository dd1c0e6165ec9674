import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Part, Sink } from '../../bot/channels/channel.ts';
import { createOaClient } from '../../bot/channels/zalo-oa/client.ts';
import { createOaChannel } from '../../bot/channels/zalo-oa/oa-channel.ts';
import { createOaTokens } from '../../bot/channels/zalo-oa/tokens.ts';
import { degrade } from '../../bot/degrade.ts';
import { addEvent } from '../../bot/inbox-store.ts';
import type { Pause } from '../../bot/pause.ts';
import type { Inbound } from '../../bot/types.ts';
import { systemClock } from '../../core/clock.ts';
import type { ChannelError } from '../../core/errors.ts';
import { silentLogger, type Logger } from '../../core/logger.ts';
import type { Database } from '../../db/database.ts';
import { createFileStore, type FileStore } from '../../db/file-store.ts';
import { describeEachDatabase, emptyTables } from '../support/database.ts';
import { startOa, type OaServer } from '../fakes/zalo-oa-server.ts';
import * as events from './events.ts';

let db: Database;
let oa: OaServer;
let folder: string;
let files: FileStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-oa-'));
  files = createFileStore(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => oa.stop());

const logged: string[] = [];
const note = (fields: Record<string, unknown>, message: string): void => {
  logged.push(
    `${message} ${JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.stack : value))}`,
  );
};
const logger: Logger = { ...silentLogger, warn: note, error: note };

/** Waits as long as a turn of the event loop, unless it would be minutes: then until the end. */
const pause: Pause = (ms, signal) =>
  new Promise((resolve) => {
    if (ms < 60_000 || signal.aborted) setImmediate(resolve);
    else signal.addEventListener('abort', () => resolve());
  });

/** One process with an Official Account; several share the database. */
function account(seed = oa.settings.refreshToken, on: Database = db) {
  const { appId, appSecret, secret } = oa.settings;
  const client = createOaClient({ apiRoot: oa.root, authRoot: oa.root, appId, appSecret });
  const common = { db: on, client, appId, clock: systemClock, logger, pause };
  const tokens = createOaTokens({ ...common, appSecret, seed });
  const channel = createOaChannel({
    ...common,
    tokens,
    secret,
    ceiling: 'all',
    mediaHosts: [],
    files,
    maxBytes: 1_000_000,
  });
  return { tokens, channel };
}

const to = { channel: 'zalo-oa', account: '4711', chat: '246845883529197922' };
const heard = (receivedAt: Date): Promise<unknown> =>
  addEvent(
    db,
    {
      key: `zalo-oa:4711:${receivedAt.getTime()}`,
      at: '',
      senderId: to.chat,
      to,
      isGroup: false,
      type: 'text',
      text: 'x',
    },
    receivedAt.toISOString(),
  );
const plain = (text: string): Part => ({ text, spans: [], blocks: [{ type: 'text', text }] });
const answer = { seq: 1, key: 'zalo-oa:4711:e#1/1' };
const failureOf = (sending: Promise<unknown>): Promise<ChannelError['kind'] | 'none'> =>
  sending.then(
    () => 'none' as const,
    (error: ChannelError) => error.kind,
  );

describeEachDatabase('a Zalo Official Account', (open) => {
  beforeAll(async () => {
    db = await open();
  });
  beforeEach(async () => {
    await emptyTables(db);
    oa = await startOa();
  });

  describe('tokens', () => {
    it('begin with the one of the settings and are kept together, unreadable in the table', async () => {
      expect(await account().tokens.access()).toBe('access-1');
      const { rows } = await db.query<Record<string, unknown>>('SELECT * FROM zalo_oa_token');
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toMatch(/access-1|refresh-[01]/u);
    });

    it('are refreshed once, however many turns and processes find that they have ended', async () => {
      const [one, two] = [account(), account()];
      const got = await Promise.all([
        one.tokens.access(),
        one.tokens.access(),
        two.tokens.access(),
        two.tokens.access(),
      ]);
      expect(new Set(got)).toEqual(new Set(['access-1']));
      expect(oa.refreshes).toBe(1);
      expect(await account().tokens.access()).toBe('access-1');
    });

    it('go on from the newest after a restart, not from the settings', async () => {
      await account().tokens.access();
      oa.expire();
      expect(await account().tokens.renew('access-1')).toBe('access-2');
      expect(oa.refreshes).toBe(2);
    });

    it('that are dead are told once and not tried again until the settings bring another', async () => {
      const { tokens } = account('a-wrong-one');
      expect(await failureOf(tokens.access())).toBe('auth');
      expect(await failureOf(tokens.access())).toBe('auth');
      expect(oa.refreshes).toBe(1);
      expect(logged.join('\n')).toContain('ZALO_OA_REFRESH_TOKEN');
      expect(logged.join('\n')).not.toContain('a-wrong-one');
      expect(await account().tokens.access()).toBe('access-1');
    });

    it('are kept although the database was away in the moment they came', async () => {
      let failures = 3;
      const unsteady: Database = {
        ...db,
        query: (sql, parameters) =>
          sql.includes('refreshed_at = $6') && failures-- > 0
            ? Promise.reject(new Error('the database is away'))
            : db.query(sql, parameters),
      };
      expect(await account(undefined, unsteady).tokens.access()).toBe('access-1');
      expect(await account().tokens.access()).toBe('access-1');
      expect(oa.refreshes).toBe(1);
    });

    it('outlive a refresh that failed for a passing reason', async () => {
      oa.fail('access_token', { status: 503, body: '<html>' });
      const { tokens } = account();
      expect(await failureOf(tokens.access())).toBe('transient');
      expect(await tokens.access()).toBe('access-1');
    });
  });

  describe('sending', () => {
    beforeEach(() => heard(systemClock.now()));

    it('renews a token that is refused, and sends once', async () => {
      const { channel } = account();
      await channel.send(to, plain('một'), answer);
      oa.expire();
      expect(await channel.send(to, plain('hai'), answer)).toEqual({ ids: ['m2'] });
      expect(oa.texts()).toEqual(['một', 'hai']);
      expect(oa.refreshes).toBe(2);
    });

    it('offers options as buttons, and as numbers where there are too many', async () => {
      const { channel } = account();
      const choices = (count: number) => ({
        type: 'choices' as const,
        id: 'unit',
        prompt: 'Đơn vị nào?',
        options: Array.from({ length: count }, (_, i) => ({
          label: `Chi bộ ${i + 1}`,
          key: `k${i + 1}`,
          position: i + 1,
        })),
      });
      for (const count of [2, 6])
        for (const part of degrade([choices(count)], channel.capabilities(to)))
          await channel.send(to, part, answer);
      expect(oa.messages[0]?.message).toEqual({
        text: 'Đơn vị nào?',
        attachment: {
          type: 'template',
          payload: {
            buttons: [
              { title: 'Chi bộ 1', type: 'oa.query.hide', payload: '#chon:k1' },
              { title: 'Chi bộ 2', type: 'oa.query.hide', payload: '#chon:k2' },
            ],
          },
        },
      });
      expect(oa.messages[1]?.message).not.toHaveProperty('attachment');
      expect(oa.texts()[1]).toContain('6. Chi bộ 6');
    });

    it('numbers the options from then on where the account has no buttons', async () => {
      oa.fail('/message/cs', { body: { error: -233, message: 'message type is invalid or not support' } });
      const { channel } = account();
      const options = [{ label: 'Có', key: 'k1', position: 1 }];
      const [part] = degrade(
        [{ type: 'choices', id: 'q', prompt: 'Lưu?', options }],
        channel.capabilities(to),
      );
      for (let time = 0; time < 2; time++) await channel.send(to, part as Part, answer);
      expect(oa.messages.map(({ message }) => message)).toEqual([
        { text: 'Lưu?\n1. Có' },
        { text: 'Lưu?\n1. Có' },
      ]);
    });

    it.each(['token', 'attachment_id'] as const)(
      'uploads files and pictures and names them as the answer did (%s); others leave as a link',
      async (uploadsAnswer) => {
        await oa.stop();
        oa = await startOa({ uploadsAnswer });
        const { channel } = account();
        const pdf = await files.put(Buffer.from('%PDF-1.7'), 'biên bản.pdf', 'application/pdf');
        const chart = await files.put(Buffer.from('png'), 'bieu-do.png', 'image/png');
        const table = await files.put(Buffer.from('x'), 'bang.xlsx', 'application/vnd.ms-excel');
        const blocks = [
          { type: 'text' as const, text: 'Đã lập biên bản.' },
          { type: 'file' as const, file: pdf },
          { type: 'image' as const, file: chart, alt: 'Biểu đồ' },
          { type: 'file' as const, file: table },
        ];
        const linkTo = (): string => 'https://cap-uy.example.vn/mo/1';
        for (const part of degrade(blocks, channel.capabilities(to), { linkTo }))
          await channel.send(to, part, answer);
        expect(oa.uploads.map(({ kind, name, bytes }) => [kind, name, bytes.toString()])).toEqual([
          ['file', 'biên bản.pdf', '%PDF-1.7'],
          ['image', 'bieu-do.png', 'png'],
        ]);
        expect(oa.messages[1]?.message.attachment).toEqual({
          type: 'file',
          payload: { [uploadsAnswer]: 'upload-1' },
        });
        expect(oa.messages[2]?.message.attachment?.payload).toEqual({
          template_type: 'media',
          elements: [{ media_type: 'image', attachment_id: 'upload-2' }],
        });
        expect(oa.texts().at(-1)).toContain('https://cap-uy.example.vn/mo/1');
      },
    );

    it.each([
      ['HTTP 200 with an error is a failure', { body: { error: -201, message: 'invalid' } }, 'invalid'],
      ['the person is silent for seven days', { body: { error: -230, message: 'no interaction' } }, 'gone'],
      ['the person does not follow', { body: { error: -213, message: 'not followed' } }, 'gone'],
      ['too many calls', { body: { error: -32, message: 'limit' } }, 'rate'],
      ['the tier does not allow it', { body: { error: -224, message: 'upgrade' } }, 'auth'],
      ['an error that nobody listed', { body: { error: -9999, message: '?' } }, 'transient'],
      ['the platform is down', { status: 503, body: '<html>' }, 'transient'],
      ['a gateway answers', { status: 502, body: '<html>' }, 'unknown-delivery'],
      ['the answer is no JSON', { status: 200, body: '<html>' }, 'unknown-delivery'],
      ['the answer gets lost', 'cut-after', 'unknown-delivery'],
    ] as const)('names the failure: %s', async (_name, fault, kind) => {
      oa.fail('/message/cs', fault);
      expect(await failureOf(account().channel.send(to, plain('xin chào'), answer))).toBe(kind);
      expect(oa.messages.length).toBe(fault === 'cut-after' ? 1 : 0);
    });

    it('holds back what nobody asked for where it would cost money, and all after seven days', async () => {
      const { channel } = account();
      await emptyTables(db);
      await heard(new Date(systemClock.now().getTime() - 3 * 24 * 3_600_000));
      expect(await failureOf(channel.send(to, plain('nhắc họp'), { seq: 2, key: 'reminder:1/1' }))).toBe(
        'gone',
      );
      expect(await failureOf(channel.send(to, plain('trả lời'), answer))).toBe('none');
      await emptyTables(db);
      await heard(new Date(systemClock.now().getTime() - 8 * 24 * 3_600_000));
      expect(await failureOf(channel.send(to, plain('trả lời muộn'), answer))).toBe('gone');
      expect(oa.texts()).toEqual(['trả lời']);
    });
  });

  it('health tells whether there is a token', async () => {
    const { channel } = account();
    expect((await channel.health()).ok).toBe(false);
    const stopping = new AbortController();
    const running = channel.run?.({ accept: () => Promise.resolve('new') }, stopping.signal);
    await account().tokens.access();
    while (!(await channel.health()).ok) await new Promise((resolve) => setImmediate(resolve));
    stopping.abort();
    await running;
  });

  describe('the webhook', () => {
    const taking = (accept: Sink['accept']) => {
      const webhook = account().channel.webhook?.({ accept });
      if (!webhook) throw new Error('no webhook');
      return webhook;
    };

    it('takes what the account signed, with the timestamp in either place, and nothing else', async () => {
      const accepted: Inbound[] = [];
      const { handle } = taking(async (event) => {
        accepted.push(event);
        return 'new';
      });
      const event = events.text('Chi bộ họp ngày nào?');
      expect((await handle(oa.request(event))).status).toBe(200);
      expect((await handle(oa.request(event, { timestampIn: 'header' }))).status).toBe(200);
      expect((await handle(oa.request(event, { secret: 'guessed' }))).status).toBe(401);
      for (const quiet of events.nothingSaid) expect((await handle(oa.request(quiet))).status).toBe(200);
      expect(accepted).toMatchObject([{ text: 'Chi bộ họp ngày nào?' }, { text: 'Chi bộ họp ngày nào?' }]);
    });

    it('answers the request that tries the address out, and takes nothing of it', async () => {
      const { handle } = taking(() => Promise.reject(new Error('not expected')));
      for (const body of ['', '{}', '{"broken', '[]'])
        expect((await handle(new Request('https://x.example/', { method: 'POST', body }))).status).toBe(200);
    });

    it('asks to be told again where nothing could be kept', async () => {
      const { handle } = taking(() => Promise.reject(new Error('the database is away')));
      expect((await handle(oa.request(events.text('x')))).status).toBe(500);
    });
  });
});
