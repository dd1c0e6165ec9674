import { afterEach, describe, expect, it } from 'vitest';
import { createHear, hearRecording } from '../../bot/channels/recording.ts';
import { silentLogger } from '../../core/logger.ts';
import { unheard } from '../../prompts/voice.ts';
import { recordings } from '../support/recordings.ts';
import { startEndpoint, type Endpoint } from '../support/model-endpoint.ts';
import type { Fixture } from '../fakes/openai-server-script.ts';

let endpoint: Endpoint;
afterEach(() => endpoint?.close());

const signal = new AbortController().signal;
async function hearing(script: Fixture = {}) {
  endpoint = await startEndpoint(script);
  const hear = createHear({ transcriber: endpoint.models.transcriber!, logger: silentLogger });
  return (name: keyof typeof recordings, fileName = name as string) =>
    hearRecording(hear, [{ bytes: recordings[name], name: fileName, mime: 'application/octet-stream' }], {
      signal,
      role: 'cadre',
    });
}
const saying = (text: string): Fixture => ({ transcriptions: [{ body: { text } }] });

describe('a spoken question', () => {
  it.each(Object.keys(recordings) as (keyof typeof recordings)[])(
    'is told from its bytes and sent as what it is, without the name of its file: %s',
    async (name) => {
      const listen = await hearing();
      const fileName = `Nguyen Van Bi Mat${name.slice(name.lastIndexOf('.'))}`;
      expect(await listen(name, fileName)).toEqual({ text: `audio${name.slice(name.lastIndexOf('.'))}` });
      const { file, language } = endpoint.server.calls[0]?.body as {
        file: { type: string };
        language: string;
      };
      expect(file.type).toMatch(/^audio\//u);
      expect(language).toBe('vi');
      expect(endpoint.usages).toMatchObject([{ kind: 'transcription', purpose: 'voice', role: 'cadre' }]);
    },
  );

  it('is heard without what a wire may carry beside the words', async () => {
    const listen = await hearing(saying('  Họp chi bộ\u200b\nmấy lần một tháng? '));
    expect(await listen('a.ogg')).toEqual({ text: 'Họp chi bộ mấy lần một tháng?' });
  });

  it.each<[string, Fixture, string]>([
    ['nothing said', saying(' … '), unheard.nothingSaid],
    ['a whole meeting', saying('bàn việc '.repeat(400)), unheard.tooLong],
    [
      'an endpoint that refuses it',
      { transcriptions: [{ fail: { status: 400 } }] },
      unheard.failed('rejected'),
    ],
    [
      'an endpoint with another answer',
      { transcriptions: [{ body: 7 }, { body: 7 }, { body: 7 }] },
      unheard.failed('broken'),
    ],
  ])('is answered with a sentence where there is %s', async (_what, script, problem) => {
    expect(await (await hearing(script))('a.ogg')).toEqual({ problem });
  });

  it('is not sent anywhere where it is too large, comes with other files, or nobody can hear it', async () => {
    const listen = createHear({ transcriber: (await startListening()).transcriber!, logger: silentLogger });
    const large = new Uint8Array(26 * 1024 * 1024);
    large.set(recordings['a.ogg']);
    const upload = (bytes: Uint8Array, name = 'a.ogg') => ({ bytes, name, mime: 'audio/ogg' });
    expect(await hearRecording(listen, [upload(large)], { signal })).toEqual({
      problem: unheard.tooLarge(25),
    });
    const paper = upload(new TextEncoder().encode('Điều 1.'), 'a.txt');
    const both = [paper, upload(recordings['a.ogg'])];
    expect(await hearRecording(listen, both, { signal })).toEqual({ problem: unheard.notAlone });
    const inBatch = { signal, isPartOfBatch: true };
    expect(await hearRecording(listen, [upload(recordings['a.ogg'])], inBatch)).toEqual({
      problem: unheard.notAlone,
    });
    expect(await hearRecording(undefined, [upload(recordings['a.ogg'])], { signal })).toEqual({
      problem: unheard.noModel,
    });
    expect(await hearRecording(listen, [paper], { signal })).toBeNull();
    expect(endpoint.server.calls).toEqual([]);
  });

  const startListening = async () => {
    endpoint = await startEndpoint();
    return endpoint.models;
  };
});
