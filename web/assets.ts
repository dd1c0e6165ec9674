import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { Hono } from 'hono';
import { sha256 } from '../core/ids.ts';
import { installed, productName } from '../prompts/web.ts';

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

const clientFolder = fileURLToPath(new URL('./client/', import.meta.url));

let built: Promise<Assets> | undefined;

/** The files of the page, bundled out of `web/client/` on the first call (about 0.1 s). */
export const loadAssets = (): Promise<Assets> => (built ??= buildAssets());

async function buildAssets(): Promise<Assets> {
  const esbuild = await import('esbuild');
  const result = await esbuild.build({
    absWorkingDir: clientFolder,
    entryPoints: { page: 'page.ts', reader: 'reader.ts', styles: 'styles.css' },
    outdir: 'out',
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2022', 'chrome100', 'firefox100', 'safari15.4'],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  // Its service process would stay as long as ours.
  await esbuild.stop();
  const files = new Map<string, Asset>();
  const paths: Partial<Record<keyof AssetPaths, string>> = {};
  for (const output of result.outputFiles) {
    const [, name, extension] = /([^/\\]+)\.(js|css)$/u.exec(output.path) as unknown as [
      string,
      keyof AssetPaths,
      string,
    ];
    const path = `${name}-${sha256(output.contents).slice(0, 12)}.${extension}`;
    paths[name] = `/tinh/${path}`;
    const type = extension === 'js' ? 'text/javascript; charset=utf-8' : 'text/css; charset=utf-8';
    files.set(path, await toAsset(output.contents, type));
  }
  const icon = await toAsset(await readFile(`${clientFolder}favicon.svg`), 'image/svg+xml');
  const drawn = await Promise.all(
    icons.map(async ({ name }): Promise<[string, Uint8Array<ArrayBuffer>]> => {
      return [name, new Uint8Array(await readFile(`${clientFolder}icons/${name}`))];
    }),
  );
  return { paths: paths as AssetPaths, files, icon, icons: new Map(drawn) };
}

async function toAsset(content: Uint8Array, type: string): Promise<Asset> {
  const [zipped, brotli] = await Promise.all([promisify(gzip)(content), promisify(brotliCompress)(content)]);
  return { type, plain: new Uint8Array(content), gzip: new Uint8Array(zipped), br: new Uint8Array(brotli) };
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
