import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Dispatcher } from '../../bot/dispatch.ts';
import { openEvents } from '../../bot/inbox-store.ts';
import type { Feature } from '../../bot/types.ts';
import { AppError, InputError } from '../../core/errors.ts';
import type { Database, Queryable } from '../../db/database.ts';
import * as say from '../../prompts/channels.ts';
import { createCollectingChannel, deliver } from '../fakes/collecting-channel.ts';
import { emptyTables, openTestDatabase } from '../support/database.ts';
import { accountIds, dispatcherOn, echo, feature, fixedClock, gate, knownPeople, text } from './turns.ts';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(() => emptyTables(db));

const running: Dispatcher[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((dispatcher) => dispatcher.stop(0)));
});

type Rest = Parameters<typeof dispatcherOn>[2];
async function startOn(
  channel: Parameters<typeof dispatcherOn>[1],
  rest: Rest = {},
  on: Database = db,
): Promise<Dispatcher> {
  const dispatcher = dispatcherOn(on, channel, rest);
  running.push(dispatcher);
  await dispatcher.start();
  return dispatcher;
}

async function count(sql: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>(sql);
  return rows[0]?.n ?? 0;
}

/** A write that leaves a trace, as a feature's own change would. */
const trace = (t: Queryable, name: string): Promise<unknown> =>
  t.query('INSERT INTO setting (name, value) VALUES ($1, $2)', [name, '1']);
const traces = (): Promise<number> => count('SELECT count(*) AS n FROM setting');

describe('a message', () => {
  it('is answered on the channel it came from', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel);
    await deliver(dispatcher, channel.text('xin chào'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['xin chào']);
    expect(channel.ended).toEqual(['messenger:bot:chat-1-1']);
  });

  it('that is delivered twice is answered once', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel);
    const event = channel.text('một', 'chat-1', { id: 'e1' });
    expect(await deliver(dispatcher, event, event)).toEqual(['new', 'duplicate']);
    await dispatcher.idle();
    expect(await deliver(dispatcher, event)).toEqual(['duplicate']);
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['một']);
  });

  it('that was accepted before a crash is answered after the restart, once', async () => {
    const channel = createCollectingChannel();
    // Never started: it accepts and acknowledges, and then the process is gone.
    await deliver(dispatcherOn(db, channel), channel.text('một'), channel.text('hai'));
    const next = await startOn(channel);
    await next.idle();
    expect(channel.texts()).toEqual(['một', 'hai']);
    const third = await startOn(channel);
    await third.idle();
    expect(channel.texts()).toEqual(['một', 'hai']);
  });

  it('for a channel that is not running stays open', async () => {
    const channel = createCollectingChannel({ id: 'other' });
    await deliver(dispatcherOn(db, channel), channel.text('một'));
    const elsewhere = createCollectingChannel({ id: 'messenger' });
    await (await startOn(elsewhere)).idle();
    expect(await openEvents(db)).toHaveLength(1);
    await (await startOn(channel)).idle();
    expect(channel.texts()).toEqual(['một']);
  });

  it('that keeps killing the process is answered with an error instead of being tried for ever', async () => {
    const channel = createCollectingChannel();
    await deliver(dispatcherOn(db, channel), channel.text('một'), channel.text('hai'));
    const stuck = feature('stuck', () => new Promise(() => {}), { isFallback: true });
    for (let start = 0; start < 5; start++) {
      const dispatcher = await startOn(channel, { features: [stuck] });
      // Aborted by the shutdown: as if the process had been killed in the middle.
      await Promise.race([dispatcher.stop(0), Promise.resolve()]);
    }
    const last = await startOn(channel);
    await last.idle();
    expect(channel.texts()).toHaveLength(2);
    expect(channel.texts()[0]).toMatch(/Mã tra cứu: T\d+/u);
    expect(channel.texts()[1]).toBe('hai');
  });
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
    const dispatcher = await startOn(channel, { features: [slow] });
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
    const dispatcher = await startOn(channel, { features: [counting], maxParallelLanes: 2 });
    await deliver(dispatcher, channel.text('0', 'a'), channel.text('1', 'b'), channel.text('2', 'c'));
    await started[0]?.promise;
    await started[1]?.promise;
    end.open();
    await dispatcher.idle();
    expect(most).toBe(2);
    expect(channel.sent).toHaveLength(3);
  });
});

describe('a change', () => {
  it('that fails leaves nothing half-written and is answered once', async () => {
    const failing = feature('failing', () => ({
      blocks: [text('đã lưu')],
      dialogue: { step: 1 },
      async write(t) {
        await trace(t, 'half');
        throw new Error('disk full');
      },
    }));
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [failing] });
    await deliver(dispatcher, channel.text('/failing'));
    await dispatcher.idle();
    expect(await traces()).toBe(0);
    expect(await count('SELECT count(*) AS n FROM wizard_state')).toBe(0);
    expect(channel.texts()).toHaveLength(1);
    expect(channel.texts()[0]).not.toContain('đã lưu');
    expect(await openEvents(db)).toEqual([]);
  });

  it('and its reply, its options and the done mark are one transaction: whichever statement fails, all or nothing', async () => {
    const saving = feature('saving', () => ({
      blocks: [
        text('đã lưu'),
        { type: 'choices', id: 'more', options: [{ label: 'Xem', action: 'saving:show:' }] },
      ],
      dialogue: { step: 2 },
      write: async (t) => void (await trace(t, 'saved')),
    }));
    for (let failAt = 1; failAt <= 6; failAt++) {
      await emptyTables(db);
      const channel = createCollectingChannel();
      const dispatcher = await startOn(channel, { features: [saving] }, failingTransactions(db, failAt));
      await deliver(dispatcher, channel.text('/saving'));
      await dispatcher.idle();
      await dispatcher.stop();
      const isSaved = channel.texts().some((said) => said.includes('đã lưu'));
      expect([failAt, await traces()]).toEqual([failAt, isSaved ? 1 : 0]);
      expect(await count('SELECT count(*) AS n FROM action_key')).toBe(isSaved ? 1 : 0);
      expect(await count('SELECT count(*) AS n FROM wizard_state')).toBe(isSaved ? 1 : 0);
      expect([failAt, channel.texts().length]).toEqual([failAt, 1]);
    }
  });

  it('is tried again where the failure may pass, and made once', async () => {
    let attempts = 0;
    const flaky = feature('flaky', () => ({
      blocks: [text('đã lưu')],
      async write(t) {
        await trace(t, 'once');
        if (++attempts < 3) throw new AppError('internal', 'connection lost', { isRetryable: true });
      },
    }));
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [flaky] });
    await deliver(dispatcher, channel.text('/flaky'));
    await dispatcher.idle();
    expect([attempts, await traces()]).toEqual([3, 1]);
    expect(channel.texts()).toEqual(['đã lưu']);
  });

  it('is given up after three attempts', async () => {
    let attempts = 0;
    const down = feature('down', () => {
      attempts++;
      throw new AppError('model-unavailable', 'no answer', { isRetryable: true });
    });
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [down] });
    await deliver(dispatcher, channel.text('/down'));
    await dispatcher.idle();
    expect(attempts).toBe(3);
    expect(channel.texts()[0]).toMatch(/^Mô hình ngôn ngữ[^\n]+\nMã tra cứu: T\d+$/u);
  });

  it('may decide in the transaction what is said', async () => {
    const counting = feature('counting', () => ({
      blocks: [text('không thấy câu này')],
      async write(t) {
        await trace(t, 'a');
        const { rows } = await t.query<{ n: number }>('SELECT count(*) AS n FROM setting');
        return [text(`có ${rows[0]?.n} dòng`)];
      },
    }));
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [counting] });
    await deliver(dispatcher, channel.text('/counting'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['có 1 dòng']);
  });

  it('refused for what was typed is answered with the sentence that says why', async () => {
    const strict = feature('strict', () => {
      throw new InputError('date', 'Ngày 31/02/2026 không có thật.');
    });
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [strict] });
    await deliver(dispatcher, channel.text('/strict'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['Ngày 31/02/2026 không có thật.']);
  });
});

describe('options', () => {
  const asking = (isOnce?: boolean): Feature =>
    feature('asking', (_context, request) => {
      if (request.type === 'choice') return { blocks: [text(`chọn ${request.action}`)] };
      return {
        blocks: [
          {
            type: 'choices',
            id: 'unit',
            prompt: 'Đơn vị nào?',
            ...(isOnce === undefined ? {} : { isOnce }),
            options: [
              { label: 'Chi bộ 1', action: 'asking:unit:1' },
              { label: 'Chi bộ 2', action: 'asking:unit:2' },
            ],
          },
        ],
      };
    });

  it.each(['2', 'chi bo 2', 'Chi bộ 2.'])('are chosen by typing %s', async (typed) => {
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [asking(), echo] });
    await deliver(dispatcher, channel.text('/asking'), channel.text(typed));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['Đơn vị nào?\n1. Chi bộ 1\n2. Chi bộ 2', 'chọn unit:2']);
  });

  it('are chosen by their button, and their meaning never leaves', async () => {
    const channel = createCollectingChannel({ capabilities: { hasButtons: true } });
    const dispatcher = await startOn(channel, { features: [asking(), echo] });
    await deliver(dispatcher, channel.text('/asking'));
    await dispatcher.idle();
    const key = channel.optionKey('Chi bộ 1');
    expect(key).toMatch(/^[\w-]{11,16}$/u);
    expect(JSON.stringify(channel.sent)).not.toContain('asking:unit');
    await deliver(dispatcher, channel.press(key), channel.press(key));
    await dispatcher.idle();
    expect(channel.texts().slice(1)).toEqual(['chọn unit:1', 'chọn unit:1']);
  });

  it('of a one-shot block are used up together', async () => {
    const channel = createCollectingChannel({ capabilities: { hasButtons: true } });
    const dispatcher = await startOn(channel, { features: [asking(true), echo] });
    await deliver(dispatcher, channel.text('/asking'));
    await dispatcher.idle();
    await deliver(
      dispatcher,
      channel.press(channel.optionKey('Chi bộ 1')),
      channel.press(channel.optionKey('Chi bộ 2')),
      channel.press('no-such-key'),
    );
    await dispatcher.idle();
    expect(channel.texts().slice(1)).toEqual(['chọn unit:1', say.choiceUsed, say.choiceUnknown]);
  });

  it('cannot be pressed in another chat, by another person of a group, or after they expire', async () => {
    const channel = createCollectingChannel({ capabilities: { hasButtons: true } });
    const clock = fixedClock();
    const dispatcher = await startOn(channel, { features: [asking(), echo], clock });
    await deliver(dispatcher, channel.text('/asking', 'group', { isGroup: true }));
    await dispatcher.idle();
    const key = channel.optionKey('Chi bộ 1');
    await deliver(dispatcher, channel.press(key, 'elsewhere'));
    await deliver(dispatcher, channel.press(key, 'group', { senderId: 'binh', isGroup: true }));
    await dispatcher.idle();
    clock.set('2026-03-09T01:00:00.000Z');
    await deliver(dispatcher, channel.press(key, 'group', { isGroup: true }));
    await dispatcher.idle();
    expect(channel.texts('elsewhere')).toEqual([say.choiceUnknown]);
    expect(channel.texts('group').slice(1)).toEqual([say.choiceOfOther, say.choiceExpired]);
  });

  it('that no feature would understand are an error when they are shown, not when they are pressed', async () => {
    const wrong = feature('wrong', () => ({
      blocks: [{ type: 'choices', id: 'x', options: [{ label: 'A', action: 'nobody:open:' }] }],
    }));
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [wrong] });
    await deliver(dispatcher, channel.text('/wrong'));
    await dispatcher.idle();
    expect(channel.texts()[0]).toContain('Mã tra cứu');
    expect(await count('SELECT count(*) AS n FROM outbox')).toBe(1);
  });

  it('of two blocks in one reply are numbered through', async () => {
    const two = feature('two', (_context, request) =>
      request.type === 'choice'
        ? { blocks: [text(request.action)] }
        : {
            blocks: ['a', 'b'].map((id) => ({
              type: 'choices' as const,
              id,
              prompt: id,
              options: [{ label: `Mục ${id}`, action: `two:open:${id}` }],
            })),
          },
    );
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [two] });
    await deliver(dispatcher, channel.text('/two'), channel.text('2'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['a\n1. Mục a\n\nb\n2. Mục b', 'open:b']);
  });
});

describe('a dialogue', () => {
  /** Collects words until 'hết'. */
  const collecting = (version = 1): Feature =>
    feature(
      'collecting',
      (context, request) => {
        const words = (context.dialogue as { words: string[] } | undefined)?.words ?? [];
        if (request.type === 'command') return { blocks: [text('từ thứ nhất?')], dialogue: { words: [] } };
        const said = request.type === 'text' ? request.text : '';
        if (said === 'hết') return { blocks: [text(words.join(' '))], dialogue: null };
        return { blocks: [text('từ nữa?')], dialogue: { words: [...words, said] } };
      },
      { dialogueVersion: version },
    );

  it('goes on after a restart where it was', async () => {
    const channel = createCollectingChannel();
    for (const said of ['/collecting', 'một', 'hai', 'hết']) {
      const dispatcher = await startOn(channel, { features: [collecting(), echo] });
      await deliver(dispatcher, channel.text(said));
      await dispatcher.idle();
      await dispatcher.stop();
    }
    expect(channel.texts()).toEqual(['từ thứ nhất?', 'từ nữa?', 'từ nữa?', 'một hai']);
    expect(await count('SELECT count(*) AS n FROM wizard_state')).toBe(0);
  });

  it('lets commands of other features pass and stays open', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [collecting(), echo] });
    await deliver(
      dispatcher,
      ...['/collecting', 'một', '/echo hai', 'ba', 'hết'].map((said) => channel.text(said)),
    );
    await dispatcher.idle();
    expect(channel.texts().at(-1)).toBe('một ba');
  });

  it('ends without saving at a stop word', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [collecting(), echo] });
    await deliver(dispatcher, ...['/collecting', 'một'].map((said) => channel.text(said)));
    await dispatcher.idle();
    await deliver(dispatcher, channel.text('dừng'));
    await dispatcher.idle();
    for (const said of ['hết', 'thôi']) {
      await deliver(dispatcher, channel.text(said));
      await dispatcher.idle();
    }
    expect(channel.texts().slice(2)).toEqual([say.stoppedDialogue, 'hết', say.nothingToStop]);
  });

  it('saved by another version is discarded with a sentence', async () => {
    const channel = createCollectingChannel();
    const old = await startOn(channel, { features: [collecting(1), echo] });
    await deliver(old, channel.text('/collecting'));
    await old.idle();
    const next = await startOn(channel, { features: [collecting(2), echo] });
    await deliver(next, channel.text('một'), channel.text('hai'));
    await next.idle();
    expect(channel.texts().slice(1)).toEqual([say.dialogueOutdated, 'hai']);
  });

  it('that another one replaces says so', async () => {
    const other = feature('other', () => ({ blocks: [text('bắt đầu')], dialogue: { step: 1 } }));
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [collecting(), other] });
    await deliver(dispatcher, channel.text('/collecting'), channel.text('/other'));
    await dispatcher.idle();
    expect(channel.texts().at(-1)).toBe(`${say.dialogueReplaced}\n\nbắt đầu`);
  });

  it('in a group belongs to the person who opened it', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [collecting(), echo] });
    const inGroup = (said: string, senderId: string) =>
      channel.text(said, 'group', { isGroup: true, senderId });
    await deliver(
      dispatcher,
      inGroup('/collecting', 'an'),
      inGroup('chen ngang', 'binh'),
      inGroup('một', 'an'),
    );
    await deliver(dispatcher, inGroup('hết', 'an'));
    await dispatcher.idle();
    expect(channel.texts('group')).toEqual(['từ thứ nhất?', 'chen ngang', 'từ nữa?', 'một']);
  });
});

describe('stopping', () => {
  it('ends the running answer, and nothing that it would have saved is saved', async () => {
    const started = gate();
    const endless = feature('endless', async (context) => {
      started.open();
      await new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
      return { blocks: [] };
    });
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [endless, echo] });
    await deliver(dispatcher, channel.text('/endless'));
    await started.promise;
    await deliver(dispatcher, channel.text('dừng'), channel.text('tiếp'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual([say.stoppedAnswer, 'tiếp']);
    expect(channel.ended).toHaveLength(3);
  });

  it('also where the feature does not listen', async () => {
    const started = gate();
    const end = gate();
    const deaf = feature('deaf', async () => {
      started.open();
      await end.promise;
      return { blocks: [text('xong')], write: async (t) => void (await trace(t, 'deaf')) };
    });
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [deaf] });
    await deliver(dispatcher, channel.text('/deaf'));
    await started.promise;
    await deliver(dispatcher, channel.text('thôi'));
    end.open();
    await dispatcher.idle();
    expect(channel.texts()).toEqual([say.stoppedAnswer]);
    expect(await traces()).toBe(0);
  });

  it('of the dispatcher lets a running turn finish and leaves the rest for the next start', async () => {
    const started = gate();
    const end = gate();
    const slow = feature(
      'slow',
      async (_context, request) => {
        started.open();
        await end.promise;
        return { blocks: [text(request.type === 'text' ? request.text : '')] };
      },
      { isFallback: true },
    );
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [slow] });
    await deliver(dispatcher, channel.text('một'), channel.text('hai'));
    await started.promise;
    const stopped = dispatcher.stop();
    end.open();
    await stopped;
    expect(channel.texts()).toEqual(['một']);
    await deliver(dispatcher, channel.text('ba'));
    await (await startOn(channel)).idle();
    expect(channel.texts()).toEqual(['một', 'hai', 'ba']);
  });

  it('of the dispatcher aborts what does not finish in time, and the next start answers it', async () => {
    const started = gate();
    const endless = feature('endless', async (context) => {
      started.open();
      await new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
      return { blocks: [] };
    });
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [endless] });
    await deliver(dispatcher, channel.text('/endless'));
    await started.promise;
    await dispatcher.stop(0);
    expect(channel.texts()).toEqual([]);
    const quick = feature('endless', () => ({ blocks: [text('lần này xong')] }));
    await (await startOn(channel, { features: [quick] })).idle();
    expect(channel.texts()).toEqual(['lần này xong']);
  });
});

describe('people', () => {
  it('who are unknown get the pairing request and nothing else, whatever they send', async () => {
    const channel = createCollectingChannel({ senderId: 'stranger' });
    const dispatcher = await startOn(channel);
    await deliver(
      dispatcher,
      channel.text('/echo bí mật'),
      channel.text('dừng'),
      channel.press('some-key'),
      channel.file({ sha256: 'f', name: 'a.pdf', mime: '', sizeBytes: 1 }),
    );
    await dispatcher.idle();
    expect(new Set(channel.texts())).toEqual(new Set([say.pairingRequest]));
  });

  it('are linked by a right code, and a wrong or used one is refused', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel);
    const as = (senderId: string, said: string) => channel.text(said, senderId, { senderId });
    await deliver(
      dispatcher,
      as('chi', 'LIENKET 654321'),
      as('chi', 'liên kết 123 456'),
      as('chi', 'xin chào'),
    );
    await dispatcher.idle();
    await deliver(dispatcher, as('dung', '/start 123456'));
    await dispatcher.idle();
    expect(channel.texts('chi')).toEqual([
      say.pairingRefused,
      say.paired('Nguyễn An').replaceAll('**', ''),
      'xin chào',
    ]);
    expect(channel.texts('dung')).toEqual([say.pairingRefused]);
  });

  it('see with their own role and units in private, and with the least role in a group', async () => {
    const looking = feature('looking', ({ viewer }) => ({
      blocks: [text(`${viewer.role} ${viewer.unitIds.join()} ${viewer.ceiling}`)],
    }));
    const recording: Feature = {
      ...feature('recording', () => ({ blocks: [text('ghi')] })),
      commands: [{ name: 'recording', permission: 'meetings.write', description: '' }],
    };
    const channel = createCollectingChannel({ senderId: 'binh', capabilities: { ceiling: 'public' } });
    const dispatcher = await startOn(channel, { features: [looking, recording], accounts: knownPeople() });
    await deliver(dispatcher, channel.text('/looking'), channel.text('/recording'));
    await deliver(dispatcher, channel.text('/looking', 'group', { isGroup: true }));
    await deliver(dispatcher, channel.text('/recording', 'group', { isGroup: true }));
    await dispatcher.idle();
    expect(channel.texts('chat-1')).toEqual(['secretary unit-1 public', 'ghi']);
    expect(channel.texts('group')).toEqual(['cadre  public', say.notInGroup]);
  });

  it('without the role for a command are told so', async () => {
    const recording: Feature = {
      ...feature('recording', () => ({ blocks: [text('ghi')] })),
      commands: [{ name: 'recording', permission: 'meetings.write', description: '' }],
    };
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [recording], accounts: knownPeople('cadre') });
    await deliver(dispatcher, channel.text('/recording'), channel.text('/recordin'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual([say.notPermitted, say.unknownCommand('recordin')]);
  });

  it('who mistype a command choose what they meant, and it runs with the words they typed', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, {
      features: [
        feature('looking', (_context, request) => ({
          blocks: [text(request.type === 'command' ? `xem ${request.args}` : 'khác')],
        })),
      ],
    });
    await deliver(dispatcher, channel.text('/lookin chi bộ 1'), channel.text('1'));
    await dispatcher.idle();
    expect(channel.texts()[0]).toContain('1. /looking');
    expect(channel.texts()[1]).toBe('xem chi bộ 1');
  });

  it('are named to the feature by account', async () => {
    const who = feature('who', ({ account }) => ({ blocks: [text(`${account.id} ${account.name}`)] }));
    const channel = createCollectingChannel();
    const dispatcher = await startOn(channel, { features: [who] });
    await deliver(dispatcher, channel.text('/who'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual([`${accountIds.an} Nguyễn An`]);
  });
});

describe('a growing answer', () => {
  const growing = feature('growing', (context) => {
    context.live('Một');
    context.live('Một hai');
    return { blocks: [text('Một hai ba')] };
  });

  it.each([
    ['push' as const, ['Một', 'Một hai']],
    ['none' as const, []],
  ])('is shown where the channel can (%s)', async (live, expected) => {
    const channel = createCollectingChannel({ capabilities: { live } });
    const dispatcher = await startOn(channel, { features: [growing] });
    await deliver(dispatcher, channel.text('/growing'));
    await dispatcher.idle();
    expect(channel.lives).toEqual(expected);
    expect(channel.texts()).toEqual(['Một hai ba']);
  });
});

/** The database, but statement `failAt` of the first transaction fails; later transactions work. */
function failingTransactions(whole: Database, failAt: number): Database {
  let isFirst = true;
  return {
    kind: whole.kind,
    query: (sql, params) => whole.query(sql, params),
    script: (sql) => whole.script(sql),
    close: () => whole.close(),
    tx: (work) => {
      const fails = isFirst;
      isFirst = false;
      return whole.tx((t) => {
        let statements = 0;
        return work({
          query: (sql, params) => {
            if (fails && ++statements === failAt) throw new Error('the database failed');
            return t.query(sql, params);
          },
        });
      });
    },
  };
}

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
    const dispatcher = await startOn(channel, { features: [reader, echo] });
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
    const dispatcher = await startOn(channel, { features: [teller] });
    await deliver(dispatcher, channel.text('một'));
    await dispatcher.idle();
    expect(channel.texts()).not.toContain('có văn bản mới');
    isFailing = false;
    await deliver(dispatcher, channel.text('hai'), channel.text('ba'));
    await dispatcher.idle();
    expect(channel.texts().filter((said) => said === 'có văn bản mới')).toHaveLength(1);
    expect(
      await count("SELECT count(*) AS n FROM outbox WHERE lane LIKE '%chat-2' AND sent_at IS NULL"),
    ).toBe(0);
  });
});
