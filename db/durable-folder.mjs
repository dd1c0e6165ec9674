// PostgreSQL asks for fsync at the right moments by itself: its log before a commit is acknowledged, data files before a
// checkpoint forgets the log. PGlite switches that off (-F), and the file system that it brings answers such a call by
// doing nothing. Here the call reaches the disk. See docs/decisions/2026-11-22-fsync.md.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Files without which PostgreSQL ends itself. */
const vital = /[/\\](?:pg_wal[/\\]|global[/\\]pg_control)/;

/** A folder whose files are on the disk when PostgreSQL says that they must be. */
export class DurableFolder extends NodeFS {
  #endOver;
  #isOpen = false;

  /**
   * `endOver` ends the thread and does not return; `isFull`: there is no room on the disk. PostgreSQL ends its process
   * where its log cannot be written, and goes on from the log at its next start. PGlite turns in a circle there for ever.
   * While it is being opened want of room anywhere ends it: it would stop with a word that says nothing of the reason.
   */
  constructor(dataDir, endOver) {
    super(dataDir);
    this.#endOver = endOver;
  }

  /** Says that the database is open: statements tell of want of room themselves from now on. */
  opened() {
    this.#isOpen = true;
  }

  async init(pglite, options) {
    const { emscriptenOpts } = await super.init(pglite, options);
    const syncReachesDisk = ({ FS }) => {
      const nodeFiles = FS.filesystems.NODEFS;
      const { write } = nodeFiles.stream_ops;
      const full = ['ENOSPC', 'EDQUOT'].map((code) => nodeFiles.convertNodeCode({ code }));
      const failed = (stream, error) => {
        const isFull = full.includes(error?.errno);
        if (vital.test(nodeFiles.realPath(stream.node)) || (isFull && !this.#isOpen))
          this.#endOver({ isFull });
        return error;
      };
      nodeFiles.stream_ops.write = (stream, ...rest) => {
        try {
          return write(stream, ...rest);
        } catch (error) {
          throw failed(stream, error);
        }
      };
      nodeFiles.stream_ops.fsync = (stream) => {
        try {
          // A folder is opened without a descriptor of its own.
          if (typeof stream.nfd === 'number') fsyncSync(stream.nfd);
          else syncFolder(nodeFiles.realPath(stream.node));
          return 0;
        } catch (error) {
          if (!error?.code) throw error;
          throw failed(stream, new FS.ErrnoError(nodeFiles.convertNodeCode(error)));
        }
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...emscriptenOpts.preRun, syncReachesDisk] } };
  }
}

function syncFolder(path) {
  // Windows cannot sync a folder and keeps its entries by itself.
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** PGlite's own start, with fsync: of the ways to wait for the disk only this one passes through `fd_sync`. */
export const durableStart = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync', '-c', 'full_page_writes=on'],
];
