import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFileStore, type FileRef, type FileStore } from '../../db/file-store.ts';
import { createOpenLinks, openLinkRoutes } from '../../web/open-links.ts';
import { fixedClock } from '../bot/turns.ts';

const clock = fixedClock();
const links = createOpenLinks({ secret: 's', publicUrl: 'https://cap-uy.example.vn/', clock });
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
let folder: string;
let files: FileStore;
let chart: FileRef;
let page: FileRef;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capuy-open-'));
  files = createFileStore(folder);
  chart = await files.put(png, 'biểu đồ (quý I).png', 'image/png');
  page = await files.put(Buffer.from('<script>alert(1)</script>'), 'trang.html', 'image/png');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open = (link: string): Promise<Response> => {
  const { pathname, search } = new URL(link);
  return Promise.resolve(openLinkRoutes({ files, links }).request(pathname.replace(/^\/mo/u, '') + search));
};

describe('an open link', () => {
  it('gives the picture as often as it is asked for, under its name', async () => {
    const link = links.linkTo(chart);
    expect(link).toMatch(/^https:\/\/cap-uy\.example\.vn\/mo\/[0-9a-f]{64}\/bi%E1%BB%83u/u);
    for (let time = 0; time < 3; time++) {
      const response = await open(link);
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(png);
      expect(response.headers.get('content-type')).toBe('image/png');
    }
  });

  it('saves what is no picture, whatever it says it is', async () => {
    const response = await open(links.linkTo(page));
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/u);
  });

  it('ends after a day', async () => {
    const link = links.linkTo(chart);
    clock.set('2026-03-03T00:59:59.000Z');
    expect((await open(link)).status).toBe(200);
    clock.set('2026-03-03T01:00:01.000Z');
    expect((await open(link)).status).toBe(410);
    clock.set('2026-03-02T01:00:00.000Z');
  });

  it.each([
    ['another file', (link: string) => link.replace(chart.sha256, page.sha256)],
    ['another name', (link: string) => link.replace('.png', '.html')],
    [
      'a later end',
      (link: string) => link.replace(/han=(\d+)/u, (_all, end: string) => `han=${Number(end) + 9}`),
    ],
    ['another signature', (link: string) => link.replace(/.$/u, (last) => (last === 'A' ? 'B' : 'A'))],
    ['no signature', (link: string) => link.replace(/&ky=.*$/u, '')],
    ['no end', (link: string) => link.replace(/han=\d+/u, 'han=')],
  ])('opens nothing with %s', async (_name, change) => {
    expect((await open(change(links.linkTo(chart)))).status).toBe(404);
  });

  it('is as long as any other of the same file, so that a repeated message is cut at the same place', () => {
    const before = links.linkTo(chart);
    clock.set('2026-03-02T09:13:27.123Z');
    expect(links.linkTo(chart)).toHaveLength(before.length);
    clock.set('2026-03-02T01:00:00.000Z');
  });
});
