import { describe, expect, it } from 'vitest';
import type { Feature } from '../../bot/types.ts';
import * as say from '../../prompts/channels.ts';
import { createCollectingChannel, deliver } from '../fakes/collecting-channel.ts';
import { echo, feature, fixedClock, text } from './turns.ts';
import { useTurnDatabase } from './turn-database.ts';

const turns = useTurnDatabase();

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
    const dispatcher = await turns.startOn(channel, { features: [asking(), echo] });
    await deliver(dispatcher, channel.text('/asking'), channel.text(typed));
    await dispatcher.idle();
    expect(channel.texts()).toEqual(['Đơn vị nào?\n1. Chi bộ 1\n2. Chi bộ 2', 'chọn unit:2']);
  });

  it('are chosen by typing their label again where that failed', async () => {
    const typed = 'Chi bộ 2';
    let tries = 0;
    const failing: Feature = {
      ...asking(),
      handle: async (context, request) => {
        if (request.type === 'choice' && ++tries === 1) throw new Error('broken once');
        return asking().handle(context, request);
      },
    };
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [failing, echo] });
    await deliver(dispatcher, channel.text('/asking'), channel.text(typed), channel.text(typed));
    await dispatcher.idle();
    expect(channel.texts()[1]).toContain('Mã tra cứu');
    expect(channel.texts()[2]).toBe('chọn unit:2');
  });

  it('are chosen by their button, and their meaning never leaves', async () => {
    const channel = createCollectingChannel({ capabilities: { hasButtons: true } });
    const dispatcher = await turns.startOn(channel, { features: [asking(), echo] });
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
    const dispatcher = await turns.startOn(channel, { features: [asking(true), echo] });
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
    const dispatcher = await turns.startOn(channel, { features: [asking(), echo], clock });
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
    const dispatcher = await turns.startOn(channel, { features: [wrong] });
    await deliver(dispatcher, channel.text('/wrong'));
    await dispatcher.idle();
    expect(channel.texts()[0]).toContain('Mã tra cứu');
    expect(await turns.count('SELECT count(*) AS n FROM outbox')).toBe(1);
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
    const dispatcher = await turns.startOn(channel, { features: [two] });
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
      const dispatcher = await turns.startOn(channel, { features: [collecting(), echo] });
      await deliver(dispatcher, channel.text(said));
      await dispatcher.idle();
      await dispatcher.stop();
    }
    expect(channel.texts()).toEqual(['từ thứ nhất?', 'từ nữa?', 'từ nữa?', 'một hai']);
    expect(await turns.count('SELECT count(*) AS n FROM wizard_state')).toBe(0);
  });

  it('lets commands of other features pass and stays open', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [collecting(), echo] });
    await deliver(
      dispatcher,
      ...['/collecting', 'một', '/echo hai', 'ba', 'hết'].map((said) => channel.text(said)),
    );
    await dispatcher.idle();
    expect(channel.texts().at(-1)).toBe('một ba');
  });

  it('ends without saving at a stop word', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [collecting(), echo] });
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
    const old = await turns.startOn(channel, { features: [collecting(1), echo] });
    await deliver(old, channel.text('/collecting'));
    await old.idle();
    const next = await turns.startOn(channel, { features: [collecting(2), echo] });
    await deliver(next, channel.text('một'), channel.text('hai'));
    await next.idle();
    expect(channel.texts().slice(1)).toEqual([say.dialogueOutdated, 'hai']);
  });

  it('that another one replaces says so', async () => {
    const other = feature('other', () => ({ blocks: [text('bắt đầu')], dialogue: { step: 1 } }));
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [collecting(), other] });
    await deliver(dispatcher, channel.text('/collecting'), channel.text('/other'));
    await dispatcher.idle();
    expect(channel.texts().at(-1)).toBe(`${say.dialogueReplaced}\n\nbắt đầu`);
  });

  it('that holds something unsaved comes back after the one that was opened over it', async () => {
    const holding: Feature = {
      ...collecting(),
      waiting: (state) => ({
        isUnsaved: true,
        blocks: [text(`Còn: ${(state as { words: string[] }).words.join(' ')}`)],
      }),
    };
    const other = feature('other', (_context, request) =>
      request.type === 'command'
        ? { blocks: [text('bắt đầu')], dialogue: { step: 1 } }
        : { blocks: [text('xong')], dialogue: null },
    );
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [holding, other, echo] });
    const said = ['/collecting', 'một', 'Là gì vậy?', '/other', 'rồi', 'hai', 'hết'];
    await deliver(dispatcher, ...said.map((words) => channel.text(words)));
    await dispatcher.idle();
    expect(channel.texts().slice(2)).toEqual([
      'Là gì vậy?\n\nCòn: một',
      `${say.dialogueKept}\n\nbắt đầu`,
      'xong\n\nCòn: một',
      'từ nữa?',
      'một hai',
    ]);
    expect(await turns.count('SELECT count(*) AS n FROM wizard_state')).toBe(0);
  });

  it('in a group belongs to the person who opened it', async () => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, { features: [collecting(), echo] });
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
