import { describe, expect, it } from 'vitest';
import { createOutgoing, type Outgoing } from '../../web/client/outgoing.ts';

type Answer = number | 'no network';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value) };
}

/** A queue on a network that answers in the given order; waiting takes no time. */
function queueOn(answers: Answer[], kept = storage()) {
  const sent: string[] = [];
  const deliveries: string[] = [];
  let isSignedOut = false;
  const queue = createOutgoing({
    storage: kept,
    wait: () => Promise.resolve(),
    onSignedOut: () => (isSignedOut = true),
    onDelivery: (id, delivery, problem) => deliveries.push([id, delivery, problem].filter(Boolean).join(' ')),
    fetch: (_path, init) => {
      sent.push((JSON.parse(init?.body as string) as { id: string }).id);
      const answer = answers.shift();
      if (answer === undefined) return new Promise(() => {});
      if (answer === 'no network') return Promise.reject(new TypeError('failed to fetch'));
      return Promise.resolve(Response.json({ problem: 'quá dài' }, { status: answer }));
    },
  });
  return { queue, sent, deliveries, kept, isSignedOut: () => isSignedOut };
}

const text = (id: string): Outgoing => ({ id, chat: 'main', kind: 'messages', text: `hỏi ${id}` });

describe('messages on their way', () => {
  it('are sent again under the same id until the server has them, in the order of typing', async () => {
    const { queue, sent, deliveries } = queueOn(['no network', 503, 202, 202]);
    queue.send(text('a'));
    queue.send(text('b'));
    await expect.poll(() => deliveries.at(-1)).toBe('b sent');
    expect(sent).toEqual(['a', 'a', 'a', 'b']);
  });

  it('that are refused do not hold up the next', async () => {
    const { queue, sent, deliveries } = queueOn([413, 202]);
    queue.send(text('a'));
    queue.send(text('b'));
    await expect.poll(() => deliveries.at(-1)).toBe('b sent');
    expect(deliveries).toContain('a refused quá dài');
    expect(sent).toEqual(['a', 'b']);
  });

  it('survive a reload of the page, under the same id', async () => {
    const before = queueOn([]);
    before.queue.send(text('a'));
    const after = queueOn([202], before.kept);
    expect(after.queue.pendingIn('main')).toEqual([text('a')]);
    after.queue.wake();
    await expect.poll(() => after.deliveries).toContain('a sent');
    expect(queueOn([], before.kept).queue.pendingIn('main')).toEqual([]);
  });

  it('stay when the session is over, and the page is told', async () => {
    const { queue, deliveries, isSignedOut, kept } = queueOn([401]);
    queue.send(text('a'));
    await expect.poll(isSignedOut).toBe(true);
    expect(deliveries.at(-1)).toBe('a waiting');
    expect(queueOn([], kept).queue.pendingIn('main')).toEqual([text('a')]);
  });
});
