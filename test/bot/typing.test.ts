import { describe, expect, it } from 'vitest';
import { createTyping } from '../../bot/channels/typing.ts';

const to = (chat: string) => ({ channel: 'zalo', account: 'bot', chat });

/** Typing whose time passes when a test says so. */
function typingBy(show: (chat: string) => Promise<void> = () => Promise.resolve()) {
  const shown: string[] = [];
  const waiting: (() => void)[] = [];
  const typing = createTyping({
    show(address) {
      shown.push(address.chat);
      return show(address.chat);
    },
    everyMs: 4500,
    pause: (_ms, signal) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve());
      }),
  });
  /** Lets everything that waits go on, `times` times. */
  async function pass(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const resume of waiting.splice(0)) resume();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { typing, shown, pass };
}

describe('typing', () => {
  it('is shown after a moment and again until the last turn of the chat is over', async () => {
    const { typing, shown, pass } = typingBy();
    typing.begin(to('an'), 'first');
    typing.begin(to('an'), 'second');
    await pass(3);
    typing.end(to('an'), 'first');
    await pass(1);
    typing.end(to('an'), 'second');
    await pass(3);
    expect(shown).toEqual(['an', 'an', 'an', 'an']);
  });

  it('is not shown where the answer is there at once', async () => {
    const { typing, shown, pass } = typingBy();
    typing.begin(to('an'), 'quick');
    typing.end(to('an'), 'quick');
    await pass(3);
    expect(shown).toEqual([]);
  });

  it('of one chat knows nothing of another, and the end of what never began ends nothing', async () => {
    const { typing, shown, pass } = typingBy();
    typing.begin(to('an'), 'one');
    typing.begin(to('binh'), 'two');
    await pass(1);
    typing.end(to('an'), 'two');
    typing.end(to('binh'), 'two');
    await pass(1);
    expect(shown).toEqual(['an', 'binh', 'an']);
    typing.stop();
    await pass(2);
    expect(shown).toHaveLength(3);
  });

  it('ends by itself after two minutes, and a failure to show it is nobody’s', async () => {
    const { typing, shown, pass } = typingBy(() => Promise.reject(new Error('refused')));
    typing.begin(to('an'), 'lost');
    await pass(60);
    expect(shown).toHaveLength(27);
  });
});
