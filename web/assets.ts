import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { sha256 } from '../core/ids.ts';
import { installed, productName } from '../prompts/web.ts';
import { clientFiles } from './client-files.mjs';

/** Where the page finds its files. Names carry a hash of the content, so they may be kept for ever. */
export interface AssetPaths {
  styles: string;
  page: string;
  reader: string;
}

/** One built file in the encodings that browsers take. */
interface Asset {
  type: string;
  plain: Uint8Array<ArrayBuffer>;
  gzip: Uint8Array<ArrayBuffer>;
  br: Uint8Array<ArrayBuffer>;
}

/** Everything that is served from `/tinh/`, and the icons. */
export interface Assets {
  paths: AssetPaths;
  files: ReadonlyMap<string, Asset>;
  icon: Asset;
  /** Icons of the installed page by name; pictures that are compressed already. */
  icons: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Drawn by web/client/icons/draw.mjs. A maskable one may be cut to any shape. */
const icons = [
  { name: 'icon-192.png', sizes: '192x192', purpose: 'any' },
  { name: 'icon-512.png', sizes: '512x512', purpose: 'any' },
  { name: 'icon-maskable-512.png', sizes: '512x512', purpose: 'maskable' },
  { name: 'icon-apple-180.png', sizes: '180x180', purpose: 'maskable' },
] as const;

const iconFolder = fileURLToPath(new URL('./client/icons/', import.meta.url));

let loaded: Promise<Assets> | undefined;

/** The files of the page; unless the program was put together beforehand, the first call makes them (about 0.5 s). */
export const loadAssets = (): Promise<Assets> => (loaded ??= readAssets());

async function readAssets(): Promise<Assets> {
  const made = new Map((await clientFiles()).map((file) => [file.name, file]));
  const toAsset = (name: string, type: string): Asset => {
    const file = made.get(name);
    if (!file) throw new Error(`the page has no ${name}`);
    const [plain, gzip, br] = [file.plain, file.gzip, file.br].map((bytes) => new Uint8Array(bytes));
    return { type, plain: plain!, gzip: gzip!, br: br! };
  };
  const files = new Map<string, Asset>();
  const put = (stem: string, extension: string, type: string): string => {
    const asset = toAsset(`${stem}.${extension}`, type);
    const path = `${stem}-${sha256(asset.plain).slice(0, 12)}.${extension}`;
    files.set(path, asset);
    return `/tinh/${path}`;
  };
  const paths: AssetPaths = {
    styles: put('styles', 'css', 'text/css; charset=utf-8'),
    page: put('page', 'js', 'text/javascript; charset=utf-8'),
    reader: put('reader', 'js', 'text/javascript; charset=utf-8'),
  };
  const icon = toAsset('favicon.svg', 'image/svg+xml');
  const drawn = await Promise.all(
    icons.map(async ({ name }): Promise<[string, Uint8Array<ArrayBuffer>]> => {
      return [name, new Uint8Array(await readFile(`${iconFolder}${name}`))];
    }),
  );
  return { paths, files, icon, icons: new Map(drawn) };
}

/**
 * What a browser needs to install the page (W3C Web Application Manifest). There is no service worker: what is said here
 * is private and is kept on the server alone.
 */
const manifest = {
  id: '/',
  name: productName,
  short_name: installed.shortName,
  description: installed.description,
  lang: 'vi',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  background_color: '#faf8f4',
  theme_color: '#941b1b',
  icons: [
    { src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ...icons.map(({ name, sizes, purpose }) => ({ src: `/icon/${name}`, sizes, type: 'image/png', purpose })),
  ],
};

/** `GET /tinh/:name`, `/favicon.svg`, `/manifest.webmanifest` and `/icon/:name`. */
export function assetRoutes(assets: Promise<Assets>): Hono {
  const app = new Hono();
  const respond = (asset: Asset, accepted: string, cacheControl: string): Response => {
    const encoding = /\bbr\b/u.test(accepted) ? 'br' : /\bgzip\b/u.test(accepted) ? 'gzip' : null;
    return new Response(asset[encoding ?? 'plain'], {
      headers: {
        'Content-Type': asset.type,
        'Cache-Control': cacheControl,
        Vary: 'Accept-Encoding',
        ...(encoding && { 'Content-Encoding': encoding }),
      },
    });
  };
  app.get('/tinh/:name', async (c) => {
    const asset = (await assets).files.get(c.req.param('name'));
    if (!asset) return c.notFound();
    return respond(asset, c.req.header('accept-encoding') ?? '', 'public, max-age=31536000, immutable');
  });
  app.get('/manifest.webmanifest', (c) =>
    c.body(JSON.stringify(manifest), 200, {
      'Content-Type': 'application/manifest+json; charset=utf-8',
      'Cache-Control': 'public, max-age=86400',
    }),
  );
  app.get('/icon/:name', async (c) => {
    const icon = (await assets).icons.get(c.req.param('name'));
    if (!icon) return c.notFound();
    return c.body(icon, 200, { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=86400' });
  });
  app.get('/favicon.svg', async (c) =>
    respond((await assets).icon, c.req.header('accept-encoding') ?? '', 'public, max-age=86400'),
  );
  return app;
}
