// The thread that PGlite runs in, so that a long statement never stops the assistant's event loop.
// Plain JavaScript on purpose: a worker does not inherit the TypeScript loader, and starting one here costs half a
// second at every start. Rows leave as PostgreSQL's own text; `values.ts` decodes them, as it does for a server.
import { Blob, Buffer } from 'node:buffer';
import { readFile, writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { DurableFolder, durableStart } from './durable-folder.mjs';

const asText = new Proxy({}, { get: () => (value) => value });

async function open({ dataDir, snapshot }) {
  const pglite = await PGlite.create({
    ...(dataDir === undefined ? {} : { fs: new DurableFolder(dataDir), startParams: durableStart }),
    ...(snapshot === undefined ? {} : { loadDataDir: new Blob([await readFile(snapshot)]) }),
    extensions: { vector },
  });
  pglite.parsers = asText;
  pglite.serializers = asText;
  return pglite;
}

const actions = {
  async query(pglite, { sql, params }) {
    const { fields, rows, command, rowCount } = await pglite.query(sql, params, { rowMode: 'array' });
    return {
      fields: fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })),
      rows,
      command,
      rowCount,
    };
  },
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
  () => parentPort.postMessage({ id: 0 }),
  (error) => parentPort.postMessage({ id: 0, failure: describe(error) }),
);
parentPort.on('message', async ({ id, action, ...request }) => {
  try {
    parentPort.postMessage({ id, result: await actions[action](await opening, request) });
  } catch (error) {
    parentPort.postMessage({ id, failure: describe(error) });
  }
});
