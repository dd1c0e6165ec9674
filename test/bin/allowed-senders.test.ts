import { expect, it } from 'vitest';
import { allowedSenders, onlyAllowed } from '../../channels.ts';
import { readConfig } from '../../config.ts';
import { silentLogger } from '../../core/logger.ts';
import type { Inbound } from '../../bot/types.ts';

it('a channel with a list of senders keeps nothing of others, one without takes everybody', async () => {
  const kept: string[] = [];
  const allowed = allowedSenders(readConfig({ TELEGRAM_ALLOWED: '11, 12' }));
  const sink = onlyAllowed(
    {
      accept({ to, senderId }) {
        kept.push(`${to.channel} ${senderId}`);
        return Promise.resolve('new');
      },
    },
    allowed,
    silentLogger,
  );
  const from = (channel: string, senderId: string): Inbound => ({
    key: `${channel}:bot:${senderId}`,
    at: '2026-03-02T01:00:00.000Z',
    senderId,
    to: { channel, account: 'bot', chat: senderId },
    isGroup: false,
    type: 'text',
    text: 'chào',
  });
  const outcomes = [];
  for (const [channel, senderId] of [
    ['telegram', '11'],
    ['telegram', '13'],
    ['zalo', '13'],
  ] as const)
    outcomes.push(await sink.accept(from(channel, senderId)));
  expect(outcomes).toEqual(['new', 'duplicate', 'new']);
  expect(kept).toEqual(['telegram 11', 'zalo 13']);
});
