// The thread that PGlite runs in, so that a long statement never stops the assistant's event loop.
// Plain JavaScript on purpose: a worker does not inherit the TypeScript loader, and starting one here costs half a
// second at every start. Rows leave as PostgreSQL's own text; `values.ts` decodes them, as it does for a server.
import { Blob, Buffer } from 'node:buffer';
import { readFile, writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, protocol } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { DurableFolder, durableStart } from './durable-folder.mjs';

/** Ends this thread at once, with a code that `pglite.ts` knows. */
const endOver = ({ isFull }) => process.exit(isFull ? 28 : 29);

const compile = async () =>
  WebAssembly.compile(await readFile(new URL('./pglite.wasm', import.meta.resolve('@electric-sql/pglite'))));
/** PostgreSQL as machine code; threads of one process share what each has translated so far. */
const compiling = workerData.compiled ?? compile();

async function open({ dataDir, snapshot }) {
  const [compiled, copy] = await Promise.all([compiling, snapshot && readFile(snapshot)]);
  const folder = dataDir === undefined ? undefined : new DurableFolder(dataDir, endOver);
  const pglite = await PGlite.create({
    pgliteWasmModule: compiled,
    ...(folder ? { fs: folder, startParams: durableStart } : {}),
    ...(copy ? { loadDataDir: new Blob([copy]) } : {}),
    extensions: { vector },
  });
  folder?.opened();
  return pglite;
}

const { serialize } = protocol;
const end = Buffer.concat([serialize.describe({ type: 'P' }), serialize.execute(), serialize.sync()]);

/**
 * One statement as one packet. PGlite's own `query` sends six, each a run through its main loop, to learn the types that
 * it would decode by; here everything is text.
 */
async function query(pglite, { sql, params }) {
  const packet = Buffer.concat([serialize.parse({ text: sql }), serialize.bind({ values: params }), end]);
  const answer = await pglite.execProtocolStream(packet, { syncToFs: false });
  const result = { fields: [], rows: [], command: undefined, rowCount: 0 };
  for (const message of answer) {
    if (message.name === 'rowDescription')
      result.fields = message.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
    else if (message.name === 'dataRow') result.rows.push(message.fields);
    else if (message.name === 'commandComplete') {
      // 'INSERT 0 3', 'UPDATE 2', 'SELECT 5', 'BEGIN'.
      const words = message.text.split(' ');
      result.command = words[0];
      result.rowCount = Number(words.at(-1)) || 0;
    }
  }
  return result;
}

const actions = {
  query,
  async script(pglite, { sql }) {
    await pglite.exec(sql);
  },
  async dump(pglite, { path }) {
    await writeFile(path, Buffer.from(await (await pglite.dumpDataDir('none')).arrayBuffer()));
  },
  async close(pglite) {
    await pglite.close();
  },
};

/** What the other side needs to make its own error; `detail` stays here because it quotes values of rows. */
const describe = (error) => ({
  message: error instanceof Error ? error.message : String(error),
  sqlState: error?.code,
  constraint: error?.constraint,
});

const opening = open(workerData);
opening.then(
  async () => parentPort.postMessage({ id: 0, result: await compiling }),
  (error) => parentPort.postMessage({ id: 0, failure: describe(error) }),
);
parentPort.on('message', async ({ id, action, ...request }) => {
  try {
    parentPort.postMessage({ id, result: await actions[action](await opening, request) });
  } catch (error) {
    parentPort.postMessage({ id, failure: describe(error) });
  }
});
