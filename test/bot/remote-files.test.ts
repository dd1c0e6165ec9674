import { describe, expect, it } from 'vitest';
import type { Channel } from '../../bot/channels/channel.ts';
import type { TakenFiles } from '../../bot/channels/remote-files.ts';
import type { Inbound } from '../../bot/types.ts';
import { ChannelError } from '../../core/errors.ts';
import * as say from '../../prompts/channels.ts';
import { createCollectingChannel, deliver } from '../fakes/collecting-channel.ts';
import { echo } from './turns.ts';
import { useTurnDatabase } from './turn-database.ts';

const turns = useTurnDatabase();
const takesFiles = { ...echo, takesFiles: true };

/** A messenger that keeps files until they are asked for; `answers` are what comes of asking, in order. */
function keeping(answers: (TakenFiles | ChannelError)[]) {
  const asked: string[] = [];
  const channel = createCollectingChannel();
  const fetchFiles: NonNullable<Channel['fetchFiles']> = (waiting) => {
    asked.push(...waiting.files.map(({ ref }) => ref));
    const answer = answers.shift();
    if (!answer) throw new Error('not expected');
    return answer instanceof ChannelError ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const photo = (senderId: string): Inbound => ({
    ...channel.text('', 'chat-1', { senderId }),
    type: 'remote-files',
    files: [{ ref: 'photo-1', name: 'anh.jpg', mime: 'image/jpeg' }],
    caption: 'xin đọc',
  });
  return { channel: Object.assign(channel, { fetchFiles }), asked, photo };
}

const kept = { sha256: 'f', name: 'anh.jpg', mime: 'image/jpeg', sizeBytes: 3 };

describe('files that wait at the provider', () => {
  it('of a stranger are never fetched', async () => {
    const { channel, asked, photo } = keeping([]);
    const dispatcher = await turns.startOn(channel);
    await deliver(dispatcher, photo('stranger'));
    await dispatcher.idle();
    expect(channel.texts()).toEqual([say.pairingRequest]);
    expect(asked).toEqual([]);
  });

  it('of a known sender become files that were sent', async () => {
    const { channel, asked, photo } = keeping([{ type: 'files', files: [kept], caption: 'xin đọc' }]);
    const dispatcher = await turns.startOn(channel, { features: [takesFiles] });
    await deliver(dispatcher, photo('an'));
    await dispatcher.idle();
    expect(asked).toEqual(['photo-1']);
    expect(channel.texts()[0]).toContain('"type":"files"');
    expect(channel.texts()[0]).toContain('anh.jpg');
  });

  it('that are spoken words become a question, shown with what was heard', async () => {
    const { channel, photo } = keeping([{ type: 'text', text: 'có bao nhiêu chi bộ', isHeard: true }]);
    const dispatcher = await turns.startOn(channel);
    await deliver(dispatcher, photo('an'));
    await dispatcher.idle();
    expect(channel.texts()[0]).toMatch(/có bao nhiêu chi bộ[^]+có bao nhiêu chi bộ/u);
  });

  it('that cannot be had are answered with the reason; a passing failure is tried again', async () => {
    const { channel, asked, photo } = keeping([
      new ChannelError('transient', 'a file was not fetched'),
      { problem: 'không tải được' },
    ]);
    const dispatcher = await turns.startOn(channel);
    await deliver(dispatcher, photo('an'));
    await dispatcher.idle();
    expect(asked).toHaveLength(2);
    expect(channel.texts()).toEqual(['không tải được']);
  });
});

describe('what a messenger cannot pass on', () => {
  it.each([
    ['with the address of the web page', 'https://cap-uy.example.vn', /https:\/\/cap-uy\.example\.vn/u],
    ['without one where only this machine reaches it', undefined, /^(?!.*https).*$/su],
  ])('is answered %s', async (_name, publicUrl, pattern) => {
    const channel = createCollectingChannel();
    const dispatcher = await turns.startOn(channel, publicUrl === undefined ? {} : { publicUrl });
    await deliver(dispatcher, { ...channel.text(''), type: 'unsupported', what: 'file' });
    await dispatcher.idle();
    expect(channel.texts()[0]).toContain(say.unsupportedMessage);
    expect(channel.texts()[0]).toMatch(pattern);
  });
});
