// Loaded with --import into a process whose writes are to be replayed later: notes every change that it makes below a
// folder, in the order in which they are made, also from its threads. `?root=FOLDER&log=FILE` say which and where.
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isAbsolute, relative, resolve } from 'node:path';

const { searchParams } = new URL(import.meta.url);
const root = searchParams.get('root');
const real = { ...fs };
const log = real.openSync(searchParams.get('log'), 'a');
/** Names of the folder's open files by descriptor. */
const open = new Map();

const note = (entry) => void real.writeSync(log, `${JSON.stringify(entry)}\n`);

/** The name below the folder, or undefined for what lies elsewhere. */
function inside(path) {
  if (typeof path !== 'string') return undefined;
  const name = relative(root, resolve(path));
  return name.startsWith('..') || isAbsolute(name) ? undefined : name;
}

/** Notes what `entry` makes of a call once the call has succeeded. */
function record(name, entry) {
  fs[name] = (...args) => {
    const before = entry.before?.(...args);
    const result = real[name](...args);
    const what = entry.of(args, result, before);
    if (what) note(what);
    return result;
  };
}

const ofPath = (make) => ({
  of: (args) => {
    const name = inside(args[0]);
    return name === undefined ? undefined : make(name, ...args.slice(1));
  },
});

record('openSync', {
  before: (path) => real.existsSync(path),
  of: ([path, flags], descriptor, existed) => {
    const name = inside(path);
    if (name === undefined) return undefined;
    open.set(descriptor, name);
    if (!existed) return { op: 'create', name };
    return typeof flags === 'number' && flags & real.constants.O_TRUNC
      ? { op: 'truncate', name, size: 0 }
      : undefined;
  },
});
record('closeSync', { of: ([descriptor]) => void open.delete(descriptor) });
record('writeFileSync', {
  before: (path) => real.existsSync(path),
  of: ([path, data], _, existed) => {
    const name = inside(path);
    if (name === undefined) return undefined;
    if (data.length > 0) throw new Error(`writeFileSync with data is not recorded: ${name}`);
    return existed ? { op: 'truncate', name, size: 0 } : { op: 'create', name };
  },
});
record('writeSync', {
  of: ([descriptor, buffer, offset, length, position], written) => {
    const name = open.get(descriptor);
    if (name === undefined) return undefined;
    if (typeof position !== 'number') throw new Error(`a write without its place is not recorded: ${name}`);
    const bytes = Buffer.from(buffer.buffer, buffer.byteOffset + offset, Math.min(length, written));
    return { op: 'write', name, at: position, data: bytes.toString('base64') };
  },
});
record('fsyncSync', {
  of: ([descriptor]) => {
    const name = open.get(descriptor);
    return name === undefined ? undefined : { op: 'sync', name };
  },
});
record(
  'truncateSync',
  ofPath((name, size = 0) => ({ op: 'truncate', name, size })),
);
record('ftruncateSync', {
  of: ([descriptor, size = 0]) => {
    const name = open.get(descriptor);
    return name === undefined ? undefined : { op: 'truncate', name, size };
  },
});
record(
  'mkdirSync',
  ofPath((name) => ({ op: 'mkdir', name })),
);
record(
  'unlinkSync',
  ofPath((name) => ({ op: 'unlink', name })),
);
record(
  'rmdirSync',
  ofPath((name) => ({ op: 'rmdir', name })),
);
record('renameSync', {
  of: ([from, to]) => {
    const name = inside(from);
    if (name === undefined) return undefined;
    for (const [descriptor, path] of open) if (path === name) open.set(descriptor, inside(to));
    return { op: 'rename', name, to: inside(to) };
  },
});
syncBuiltinESMExports();

/** Called by the workload, in the order of everything else. */
globalThis.noteAcknowledged = (id) => note({ op: 'acknowledged', id });
