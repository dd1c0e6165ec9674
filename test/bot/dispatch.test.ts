import { describe, expect, it } from 'vitest';
import { openEvents } from '../../bot/inbox-store.ts';
import { InputError } from '../../core/errors.ts';
import type { Database, SqlValue } from '../../db/database.ts';
import { SqlError } from '../../db/sql-error.ts';
import { createCollectingChannel, deliver } from '../fakes/collecting-channel.ts';
import { dispatcherOn, echo, feature, gate, text } from './turns.ts';
import { useTurnDatabase } from './turn-database.ts';

const turns = useTurnDatabase();

describe('a message', () => {
  it('is answered on the channel it came from', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel);
    await deliver(dispatcher, channel.text('xin chào'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['xin chào']);
    expect(channel.ended).toEqual(['messenger:bot:chat-1-1']);
  });

  it('that is delivered twice is answered once', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel);
    const event = channel.text('một', 'chat-1', { id: 'e1' });
    expect(await deliver(dispatcher, event, event)).toEqual(['new', 'duplicate']);
    await dispatcher.idle();
    expect(await deliver(dispatcher, event)).toEqual(['duplicate']);
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['một']);
  });

  it.each([
    ['a NUL', '\0'],
    ['half a pair of letters', '\ud800'],
  ])('with %s in its id is answered at once, and once', async (_, id) => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel);
    const event = channel.text('một', `chat-${id}`, { id });
    expect(await deliver(dispatcher, event)).toEqual(['new']);
    await dispatcher.idle();
    expect(await deliver(dispatcher, event)).toEqual(['duplicate']);
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['một']);
    expect(await openEvents(turns.db)).toHaveLength(0);
  });

  it('that was accepted before a crash is answered after the restart, once', async () => {
    const channel = createCollectingChannel();
    // Never started: it accepts and acknowledges, and then the process is gone.
    await deliver(dispatcherOn(turns.db, channel), channel.text('một'), channel.text('hai'));
    const next = await turns.startOn(channel);
    await next.idle();
    expect(channel.texts()).toEqual(['một', 'hai']);
    const third = await turns.startOn(channel);
    await third.idle();
    expect(channel.texts()).toEqual(['một', 'hai']);
  });

  it('for a channel that is not running stays open', async () => {
    const channel = createCollectingChannel({ id: 'other' });
    await deliver(dispatcherOn(turns.db, channel), channel.text('một'));
    const elsewhere = createCollectingChannel({ id: 'messenger' });
    await (await turns.startOn(elsewhere)).idle();
    expect(await openEvents(turns.db)).toHaveLength(1);
    await (await turns.startOn(channel)).idle();
    expect(channel.texts()).toEqual(['một']);
  });

  it('that keeps killing the process is answered with an error instead of being tried for ever', async () => {
    const channel = createCollectingChannel();
    await deliver(dispatcherOn(turns.db, channel), channel.text('một'), channel.text('hai'));
    const stuck = feature('stuck', () => new Promise(() => {}), { isFallback: true });
    for (let start = 0; start < 5; start++) {
      const dispatcher = await turns.startOn(channel, { features: [stuck] });
      // Aborted by the shutdown: as if the process had been killed in the middle.
      await Promise.race([dispatcher.stop(0), Promise.resolve()]);
    }
    const last = await turns.startOn(channel);
    await last.idle();
    expect(channel.texts()).toHaveLength(2);
    expect(channel.texts()[0]).toMatch(/Mã tra cứu: T\d+/u);
    expect(channel.texts()[1]).toBe('hai');
  });
});

describe('a full disk', () => {
  it('is told of once; what was sent meanwhile is answered in its order when there is room', async () => {
    const { db } = turns;
    let refusals = 0;
    let isFull = false;
    const crowded: Database = {
      ...db,
      query: db.query.bind(db),
      close: db.close.bind(db),
      tx: async (work) => {
        if (!isFull) return db.tx(work);
        if (++refusals === 5) isFull = false;
        throw new SqlError({ message: 'no space left', sqlState: '53100' });
      },
    };
    const channel = createCollectingChannel();
    const dispatcher = dispatcherOn(crowded, channel);
    await dispatcher.start();
    isFull = true;
    await deliver(dispatcher, channel.text('một'), channel.text('hai'));
    await dispatcher.idle();
    await dispatcher.stop();
    expect(channel.texts()).toEqual([expect.stringMatching(/hết chỗ.*không cần gửi lại/su), 'một', 'hai']);
  });
});

it('a message that was kept without that being heard is answered when it comes again, once', async () => {
  const { db } = turns;
  let isUnheard = true;
  const forgetful: Database = {
    ...db,
    tx: db.tx.bind(db),
    close: db.close.bind(db),
    async query<Row>(sql: string, params?: readonly SqlValue[]) {
      const result = await db.query<Row>(sql, params);
      if (!isUnheard || !sql.startsWith('INSERT INTO inbox')) return result;
      isUnheard = false;
      throw new SqlError({ message: 'connection lost', sqlState: '08006' });
    },
  };
  const channel = createCollectingChannel();
  const dispatcher = await turns.startOn(channel, {}, forgetful);
  const event = channel.text('một');
  await expect(deliver(dispatcher, event)).rejects.toMatchObject({ sqlState: '08006' });
  expect(await deliver(dispatcher, event, event)).toEqual(['duplicate', 'duplicate']);
  await dispatcher.idle();
  expect(channel.texts()).toEqual(['một']);
});

describe('lanes', () => {
  it('answer one chat in the order of arrival, and other chats meanwhile', async () => {
    const first = gate();
    const order: string[] = [];
    const slow = feature(
      'slow',
      async (context, request) => {
        const said = request.type === 'text' ? request.text : '';
        if (said === 'chậm') await first.promise;
        order.push(`${context.address.chat}:${said}`);
        return { blocks: [text(said)] };
      },
      { isFallback: true },
    );
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [slow] });
    await deliver(dispatcher, channel.text('chậm', 'a'), channel.text('sau', 'a'), channel.text('khác', 'b'));
    await channel.waitFor((sent) => sent.address.chat === 'b');
    expect(order).toEqual(['b:khác']);
    first.open();
    await dispatcher.idle();
    expect(order).toEqual(['b:khác', 'a:chậm', 'a:sau']);
    expect(channel.texts('a')).toEqual(['chậm', 'sau']);
  });

  it('work side by side only as many as allowed', async () => {
    const end = gate();
    const started = [gate(), gate(), gate()];
    let active = 0;
    let most = 0;
    const counting = feature(
      'counting',
      async (_context, request) => {
        most = Math.max(most, ++active);
        started[Number(request.type === 'text' ? request.text : 0)]?.open();
        await end.promise;
        active--;
        return { blocks: [text('xong')] };
      },
      { isFallback: true },
    );
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [counting], maxParallelLanes: 2 });
    await deliver(dispatcher, channel.text('0', 'a'), channel.text('1', 'b'), channel.text('2', 'c'));
    await started[0]?.promise;
    await started[1]?.promise;
    end.open();
    await dispatcher.idle();
    expect(most).toBe(2);
    expect(channel.sent).toHaveLength(3);
  });
});

describe('a turn that a command waits for', () => {
  it('is told to hurry, whether the command was there before it began or came later; a question does not hurry it', async () => {
    const channel = createCollectingChannel();
    const { promise, open } = gate();
    const hurried: boolean[] = [];
    const slow = feature(
      'slow',
      async (context) => {
        await promise;
        hurried.push(context.hurry?.aborted ?? false);
        return { blocks: [text('xong')] };
      },
      { isFallback: true },
    );
    const dispatcher = await turns.startOn(channel, {
      features: [slow, feature('now', () => ({ blocks: [] }))],
    });
    await deliver(dispatcher, channel.text('một'), channel.text('hai'), channel.text('/now'));
    open();
    await dispatcher.idle();
    expect(hurried).toEqual([true, true]);
    await deliver(dispatcher, channel.text('ba'), channel.text('bốn'));
    await dispatcher.idle();
    expect(hurried.slice(2)).toEqual([false, false]);
  });
});

describe('what nobody asked for', () => {
  it('the end of background work is worded by its feature, in the chat where it was asked for', async () => {
    const channel = createCollectingChannel();
    const reader = feature('reader', () => ({ blocks: [] }), {
      jobs: {
        kinds: ['reading'],
        ended: async (context, jobId) => ({
          blocks: [text(`${jobId} xong, ${context.account.name}, ${String(context.isElsewhere)}`)],
        }),
      },
    });
    const dispatcher = await turns.startOn(channel, { features: [reader, echo] });
    const { to } = channel.text('chưa gửi');
    const head = { at: '2026-03-02T01:00:00.000Z', senderId: 'an', to, isGroup: false };
    const event = { ...head, type: 'job', key: 'job:j1', kind: 'reading', jobId: 'j1' } as const;
    expect(await deliver(dispatcher, event, event)).toEqual(['new', 'duplicate']);
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['j1 xong, Nguyễn An, false']);
  });

  it('a notice goes to its own chat, once for its key, and not at all where the turn fails', async () => {
    const channel = createCollectingChannel();
    let isFailing = true;
    const to = { ...channel.text('x').to, chat: 'chat-2' };
    const teller = feature(
      'teller',
      () => ({
        blocks: [text('đã báo')],
        write: async () => {
          if (isFailing) throw new InputError('x', 'không được');
        },
        notices: [{ key: 'announce:1', to, blocks: [text('có văn bản mới')] }],
      }),
      { isFallback: true },
    );
    const dispatcher = await turns.startOn(channel, { features: [teller] });
    await deliver(dispatcher, channel.text('một'));
    await dispatcher.idle();
    expect(channel.texts()).not.toContain('có văn bản mới');
    isFailing = false;
    await deliver(dispatcher, channel.text('hai'), channel.text('ba'));
    await dispatcher.idle();
    expect(channel.texts().filter((said) => said === 'có văn bản mới')).toHaveLength(1);
    expect(
      await turns.count("SELECT count(*) AS n FROM outbox WHERE lane LIKE '%chat-2' AND sent_at IS NULL"),
    ).toBe(0);
  });
});
