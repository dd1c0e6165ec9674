import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { createClient } from './client.ts';
import { openOffice, type Office } from './office.ts';

let db: Database;
let office: Office;
beforeAll(async () => {
  db = await openTestDatabase();
  office = await openOffice(db, () => []);
});
afterAll(async () => {
  await office.close();
  await db.close();
});

/** Width and height, out of the head of a PNG. */
const sizeOf = (png: ArrayBuffer): string => {
  const view = new DataView(png);
  return `${view.getUint32(16)}x${view.getUint32(20)}`;
};

describe('the page that can be installed', () => {
  it('names itself, its colour and icons of the sizes that it says, to whoever is not signed in too', async () => {
    const client = createClient(office.web);
    const page = await (await client.get('/vao')).text();
    const path = /rel="manifest" href="([^"]+)"/u.exec(page)?.[1] as string;
    const response = await client.get(path);
    expect(response.headers.get('content-type')).toContain('application/manifest+json');
    const manifest = (await response.json()) as {
      name: string;
      start_url: string;
      display: string;
      theme_color: string;
      icons: { src: string; sizes: string; type: string; purpose: string }[];
    };
    expect(manifest).toMatchObject({ name: 'Trợ lý cấp ủy', start_url: '/', display: 'standalone' });
    expect(manifest.theme_color).toMatch(/^#[0-9a-f]{6}$/u);
    // What browsers ask for before they offer to install.
    const sizes = manifest.icons.map(({ sizes: size, purpose }) => `${size} ${purpose}`);
    expect(sizes).toEqual(expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']));
    for (const icon of manifest.icons) {
      const picture = await client.get(icon.src);
      expect(picture.status, icon.src).toBe(200);
      expect(picture.headers.get('content-type')).toBe(icon.type);
      if (icon.type === 'image/png') expect(sizeOf(await picture.arrayBuffer())).toBe(icon.sizes);
    }
    expect((await client.get('/icon/none.png')).status).toBe(404);
  });

  it('has icons as they are drawn out of the sign of the page', async () => {
    const folder = new URL('../../web/client/icons/', import.meta.url);
    const { draw, icons } = (await import(new URL('draw.mjs', folder).href)) as {
      icons: { name: string }[];
      draw(icon: { name: string }): Promise<Uint8Array>;
    };
    for (const icon of icons)
      expect(Buffer.compare(await readFile(new URL(icon.name, folder)), await draw(icon)), icon.name).toBe(0);
  });

  it('keeps nothing private in the browser: no service worker, and no answer that may be stored', async () => {
    const client = createClient(office.web, office.sessions.cookieFor('A'));
    const page = await client.get('/');
    expect(page.headers.get('cache-control')).toBe('no-store');
    for (const path of ['/api/history', '/api/conversations', '/api/search?q=a'])
      expect((await client.get(path)).headers.get('cache-control'), path).toBe('no-store');
    const script = /src="([^"]+page[^"]+\.js)"/u.exec(await page.text())?.[1] as string;
    expect(await (await client.get(script)).text()).not.toMatch(/serviceWorker|caches\.open|indexedDB/u);
  });
});
