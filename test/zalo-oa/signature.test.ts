import { describe, expect, it } from 'vitest';
import { isSigned, signatureOf } from '../../bot/channels/zalo-oa/signature.ts';

/*
 * Vectors computed outside this program: printf '%s%s%s%s' APP BODY TIMESTAMP SECRET | sha256sum. The body has the shape
 * of the documented sample of 'user_send_text' (developers.zalo.me, webhook); people and words are made up.
 */
const appId = '360846524940903967';
const secret = 'OA-khoa-bi-mat';
const body =
  '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730",' +
  '"recipient":{"id":"388613280878808645"},"event_name":"user_send_text",' +
  '"message":{"text":"Chi bộ họp ngày nào?","msg_id":"96d3cdf3af150460909"},"timestamp":"1764817200123"}';
const byBody = 'a24ee85ffa173784feef45a02919f1380591beda3a730f2b577b9e7f3becc12c';
const byHeader = 'bd5e1be6b932e93403eb0961729398265baa1339de30f9ff4e191c510adeda03';
/** HMAC-SHA-256 of the same, which several public projects take for the signature: openssl dgst -sha256 -hmac SECRET. */
const hmac = 'c34bf1536743f16bd2cbc1eecb4e31048065f55b66d2d9528d96e4a2f439595f';
const spaced = '{ "timestamp" : 1764817200123 , "event_name":"user_send_text" }';
const bySpaced = '781e256abf3c90ef0f54338a5bd1be3fb9d7ecf49cdb95a146830ae7c3648b72';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const check = (text: string, headers: Record<string, string>, own = { appId, secret }): boolean =>
  isSigned(bytes(text), new Headers(headers), own);

describe('the signature of an Official Account', () => {
  it('is the plain hash of the four parts', () => {
    expect(signatureOf(appId, bytes(body), '1764817200123', secret)).toBe(byBody);
  });

  it.each([
    ['with the timestamp of the body', body, { 'x-zevent-signature': `mac=${byBody}` }],
    ['without the word before it', body, { 'x-zevent-signature': byBody }],
    ['in capitals', body, { 'x-zevent-signature': `mac=${byBody.toUpperCase()}` }],
    [
      'with the timestamp of a header',
      body,
      { 'x-zevent-signature': `mac=${byHeader}`, 'x-zevent-timestamp': '1764817200999' },
    ],
    [
      'with the timestamp of the body although a header has another',
      body,
      { 'x-zevent-signature': `mac=${byBody}`, 'x-zevent-timestamp': '1764817200999' },
    ],
    ['over the bytes as they came, spaces and a number included', spaced, { 'x-zevent-signature': bySpaced }],
  ])('holds %s', (_name, text, headers) => {
    expect(check(text, headers)).toBe(true);
  });

  it.each([
    ['is missing', body, {}],
    ['is empty', body, { 'x-zevent-signature': 'mac=' }],
    ['is an HMAC', body, { 'x-zevent-signature': `mac=${hmac}` }],
    ['is too short', body, { 'x-zevent-signature': `mac=${byBody.slice(1)}` }],
    ['has one wrong digit', body, { 'x-zevent-signature': `mac=b${byBody.slice(1)}` }],
    ['belongs to another body', body.replace('nào', 'nao'), { 'x-zevent-signature': byBody }],
    [
      'belongs to the same body written anew',
      JSON.stringify(JSON.parse(spaced)),
      { 'x-zevent-signature': bySpaced },
    ],
    ['belongs to a timestamp that nobody gives', body, { 'x-zevent-signature': byHeader }],
    ['stands over no JSON', '{"broken', { 'x-zevent-signature': byBody }],
  ])('does not hold where it %s', (_name, text, headers) => {
    expect(check(text, headers as Record<string, string>)).toBe(false);
  });

  it('does not hold with another app, another key or none', () => {
    const headers = { 'x-zevent-signature': byBody };
    expect(check(body, headers, { appId: '1', secret })).toBe(false);
    expect(check(body, headers, { appId, secret: 'other' })).toBe(false);
    const unkeyed = signatureOf(appId, bytes(body), '1764817200123', '');
    expect(check(body, { 'x-zevent-signature': unkeyed }, { appId, secret: '' })).toBe(false);
  });
});
