// The files of the page that are made out of `web/client/`, as browsers take them. Plain JavaScript, because `bin/program.mjs`
// makes them too: the program that it puts together holds what came out in the place of this module, for bundling and
// compressing take a second of processor time, more than a third of a start.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const folder = fileURLToPath(new URL('./client/', import.meta.url));

/** The files, made now; esbuild's own process ends with it. */
export async function clientFiles() {
  const esbuild = await import('esbuild');
  try {
    return await makeClientFiles(esbuild);
  } finally {
    await esbuild.stop();
  }
}

/** The same by an esbuild that goes on. */
export async function makeClientFiles(esbuild) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: folder,
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
  const favicon = { path: 'favicon.svg', contents: await readFile(`${folder}favicon.svg`) };
  return Promise.all(
    [...outputFiles, favicon].map(async ({ path, contents }) => {
      const [zipped, brotli] = await Promise.all([
        promisify(gzip)(contents),
        promisify(brotliCompress)(contents),
      ]);
      return { name: basename(path), plain: contents, gzip: zipped, br: brotli };
    }),
  );
}
