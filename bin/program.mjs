// Node 20 does not read TypeScript, and translating it file by file while loading takes 2 s of every start. So the sources
// become one JavaScript program, kept beside the packages until one of them changes; building it takes about 1 s.
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const kept = join(root, 'node_modules', '.cache', 'capuy');
/** What is started as a process of its own. */
const entries = [
  'bin/capuy.ts',
  'ingest/reader/child.ts',
  'ingest/reader/work.ts',
  'bot/features/documents/reader-work.ts',
];
const withoutSources = new Set(['node_modules', 'data', 'docs', 'test']);

/**
 * The URLs to import instead of TypeScript sources that run in one process: their places in the built program, or, where
 * one has none or nothing can be written beside the packages, the sources themselves, translated while loading. Never a
 * mixture: a class would be two classes.
 */
export async function programUrls(...sources) {
  const paths = sources.map((source) => relative(root, fileURLToPath(source)).replaceAll('\\', '/'));
  if (paths.every((path) => entries.includes(path))) {
    try {
      const folder = await programFolder();
      return paths.map((path) => pathToFileURL(join(folder, path.replace(/\.ts$/u, '.js'))).href);
    } catch {
      // The sources can still be read as they are.
    }
  }
  const { register } = await import('tsx/esm/api');
  register();
  return sources.map(String);
}

async function programFolder() {
  const folder = join(kept, `program-${fingerprint()}`);
  if (existsSync(folder)) return folder;
  // Renamed when whole: two starts at the same time must not read half a program.
  const half = `${folder}.${process.pid}`;
  await mkdir(kept, { recursive: true });
  await removeOlder();
  await build(half);
  await rename(half, folder).catch((error) => {
    if (!existsSync(folder)) throw error;
  });
  return folder;
}

/** Changes with every source, by name, time and size, and with what translates them. */
function fingerprint() {
  const hash = createHash('sha256');
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !withoutSources.has(path)) walk(path);
      } else if (/\.(?:ts|mjs|json|css|svg)$/u.test(entry.name)) {
        const { mtimeMs, size } = statSync(join(root, path));
        hash.update(`${path} ${mtimeMs} ${size}\n`);
      }
    }
  };
  walk('.');
  return hash.digest('hex').slice(0, 16);
}

async function build(folder) {
  const esbuild = await import('esbuild');
  try {
    await esbuild.build({
      absWorkingDir: root,
      entryPoints: entries,
      outbase: root,
      outdir: folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      charset: 'utf8',
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { target: 'ES2023', useDefineForClassFields: false } },
      plugins: [
        { name: 'places of files', setup: keepPlaces },
        { name: 'files of the page', setup: makePage },
      ],
    });
  } finally {
    await esbuild.stop();
  }
}

/** Files that a source names beside itself, migrations or fonts, stay where they are. */
function keepPlaces(bundler) {
  bundler.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    const text = await readFile(path, 'utf8');
    const place = JSON.stringify(pathToFileURL(path).href);
    return { contents: text.replaceAll('import.meta.url', place), loader: 'ts' };
  });
}

/** What browsers get is made once with the program, and not at each start. */
function makePage(bundler) {
  bundler.onLoad({ filter: /[/\\]web[/\\]client-files\.mjs$/ }, async ({ path }) => {
    const { makeClientFiles } = await import(pathToFileURL(path));
    const files = await makeClientFiles(bundler.esbuild);
    const made = files.map(({ name, ...encodings }) => ({
      name,
      ...Object.fromEntries(
        Object.entries(encodings).map(([key, bytes]) => [key, Buffer.from(bytes).toString('base64')]),
      ),
    }));
    const contents = `const files = ${JSON.stringify(made)};
const bytes = (text) => Buffer.from(text, 'base64');
export const clientFiles = async () => files.map(({ name, plain, gzip, br }) =>
  ({ name, plain: bytes(plain), gzip: bytes(gzip), br: bytes(br) }));`;
    return { contents, loader: 'js' };
  });
}

/** Programs of earlier sources; one that another start may still be loading is left for an hour. */
async function removeOlder() {
  for (const name of await readdir(kept)) {
    if (!name.startsWith('program-')) continue;
    const { mtimeMs } = await stat(join(kept, name));
    if (mtimeMs < Date.now() - 3_600_000) await rm(join(kept, name), { recursive: true, force: true });
  }
}
