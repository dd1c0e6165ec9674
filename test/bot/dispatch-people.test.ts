import { describe, expect, it } from 'vitest';
import type { Feature } from '../../bot/types.ts';
import * as say from '../../prompts/channels.ts';
import { openEvents } from '../../bot/inbox-store.ts';
import { createCollectingChannel, deliver } from '../fakes/collecting-channel.ts';
import { accountIds, echo, feature, gate, knownPeople, text } from './turns.ts';
import { trace, traces, useTurnDatabase } from './turn-database.ts';

const turns = useTurnDatabase();

describe('stopping', () => {
  /** A feature that only ends when it is told to stop, and the moment it has begun. */
  const endlessFeature = (): { started: ReturnType<typeof gate>; endless: Feature } => {
    const started = gate();
    const endless = feature('endless', async (context) => {
      started.open();
      await new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('aborted')));
      });
      return { blocks: [] };
    });
    return { started, endless };
  };

  it('ends the running answer, and nothing that it would have saved is saved', async () => {
    const { started, endless } = endlessFeature();
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [endless, echo] });
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
    const dispatcher = await turns.startOn(channel, { features: [deaf] });
    await deliver(dispatcher, channel.text('/deaf'));
    await started.promise;
    await deliver(dispatcher, channel.text('thôi'));
    end.open();
    await dispatcher.idle();
    expect(channel.texts()).toEqual([say.stoppedAnswer]);
    expect(await traces(turns)).toBe(0);
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
    const dispatcher = await turns.startOn(channel, { features: [slow] });
    await deliver(dispatcher, channel.text('một'), channel.text('hai'));
    await started.promise;
    const stopped = dispatcher.stop();
    end.open();
    await stopped;
    expect(channel.texts()).toEqual(['một']);
    await deliver(dispatcher, channel.text('ba'));
    await (await turns.startOn(channel)).idle();
    expect(channel.texts()).toEqual(['một', 'hai', 'ba']);
  });

  it('of the dispatcher aborts what does not finish in time, and the next start answers it', async () => {
    const { started, endless } = endlessFeature();
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [endless] });
    await deliver(dispatcher, channel.text('/endless'));
    await started.promise;
    await dispatcher.stop(0);
    expect(channel.texts()).toEqual([]);
    const quick = feature('endless', () => ({ blocks: [text('lần này xong')] }));
    await (await turns.startOn(channel, { features: [quick] })).idle();
    expect(channel.texts()).toEqual(['lần này xong']);
  });
});

describe('people', () => {
  it('who are unknown get the pairing request and nothing else, whatever they send', async () => {
    const channel = createCollectingChannel({ senderId: 'stranger' });
    const dispatcher = await turns.startOn(channel);
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
    const dispatcher = await turns.startOn(channel);
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
    const looking = feature(
      'looking',
      ({ viewer }) => ({
        blocks: [text(`${viewer.role} ${viewer.unitIds.join()} ${viewer.ceiling}`)],
      }),
      { audience: 'public' },
    );
    const recording: Feature = {
      ...feature('recording', () => ({ blocks: [text('ghi')] }), { audience: 'public' }),
      commands: [{ name: 'recording', permission: 'meetings.write', description: '' }],
    };
    const channel = createCollectingChannel({ senderId: 'binh', capabilities: { ceiling: 'public' } });
    const dispatcher = await turns.startOn(channel, {
      features: [looking, recording],
      accounts: knownPeople(),
    });
    await deliver(dispatcher, channel.text('/looking'), channel.text('/recording'));
    await deliver(dispatcher, channel.text('/looking', 'group', { isGroup: true }));
    await deliver(dispatcher, channel.text('/recording', 'group', { isGroup: true }));
    await dispatcher.idle();
    expect(channel.texts('chat-1')).toEqual(['secretary unit-1 public', 'ghi']);
    expect(channel.texts('group')).toEqual(['cadre  public', say.notInGroup]);
  });

  it('are told once in each chat of a messenger that they write to a program, and what it keeps', async () => {
    const channel = createCollectingChannel({ capabilities: { announcesItself: true, ceiling: 'public' } });
    const dispatcher = await turns.startOn(channel, { features: [{ ...echo, audience: 'public' }] });
    await deliver(dispatcher, channel.text('một'), channel.text('hai'));
    await deliver(dispatcher, channel.text('chào', 'of-a-stranger', { senderId: 'dung' }));
    await dispatcher.idle();
    expect(channel.texts('chat-1')).toEqual([`${say.automationNotice}\n\nmột`, 'hai']);
    expect(channel.texts('of-a-stranger')).toEqual([`${say.automationNotice}\n\n${say.pairingRequest}`]);
  });

  it('who send too much are told once when to go on, and can still stop', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { limits: { perMinute: 2, perMinuteAll: 100 } });
    const said = ['một', 'hai', 'ba', 'bốn', 'dừng'];
    await deliver(dispatcher, ...said.map((one) => channel.text(one)));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['một', 'hai', say.tooManyMessages(60), say.nothingToStop]);
    expect(await openEvents(turns.db)).toEqual([]);
  });

  it('are not asked to confirm, over a channel for public content, what they cannot be shown there', async () => {
    let isAsked = false;
    const recording = feature('recording', () => {
      isAsked = true;
      return { blocks: [text('Biên bản của Chi bộ 2')] };
    });
    const open = feature(
      'open',
      () => ({ blocks: [text('công khai'), { ...text('nội bộ'), audience: 'internal' }] }),
      {
        audience: 'public',
      },
    );
    const channel = createCollectingChannel({ capabilities: { ceiling: 'public' } });
    const dispatcher = await turns.startOn(channel, {
      features: [recording, open],
      publicUrl: 'https://tro-ly.example',
    });
    await deliver(dispatcher, channel.text('/recording'), channel.text('/open'), channel.text('/opem'));
    await dispatcher.idle();
    const page = `${say.webPage}: https://tro-ly.example`;
    expect(isAsked).toBe(false);
    expect(channel.texts()).toEqual([
      `${say.onlyOnWeb}\n\n${page}`,
      `công khai\n\n${say.withheld}\n\n${page}`,
      expect.stringContaining(say.unknownCommand('opem')),
    ]);
  });

  it('without the role for a command are told so', async () => {
    const recording: Feature = {
      ...feature('recording', () => ({ blocks: [text('ghi')] })),
      commands: [{ name: 'recording', permission: 'meetings.write', description: '' }],
    };
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, {
      features: [recording],
      accounts: knownPeople('cadre'),
    });
    await deliver(dispatcher, channel.text('/recording'), channel.text('/recordin'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual([say.notPermitted, say.unknownCommand('recordin')]);
  });

  it('who mistype a command choose what they meant, and it runs with the words they typed', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, {
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
    const dispatcher = await turns.startOn(channel, { features: [who] });
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
    const dispatcher = await turns.startOn(channel, { features: [growing] });
    await deliver(dispatcher, channel.text('/growing'));
    await dispatcher.idle();
    expect(channel.lives).toEqual(expected);
    expect(channel.texts()).toEqual(['Một hai ba']);
  });
});
