// Loaded with --import into a process that is to be disturbed, also into its threads. A file says how, and is read again
// when it changes: { "clockMs": 3600000 } puts the clock so far ahead; { "room": 100000 } lets so many more bytes be
// written below a folder before the disk is full; without "room" there is as much as is wanted.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isAbsolute, relative, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

const { searchParams } = new URL(import.meta.url);
const control = searchParams.get('control');
const root = searchParams.get('root');
const rate = Number(searchParams.get('rate') ?? 1);
const real = { ...fs };
const lookEveryMs = 50;
const monotonic = performance.now.bind(performance);
let wishes = {};
let lookedAt = -Infinity;
let seen = '';
let written = 0;

function wanted() {
  if (monotonic() - lookedAt < lookEveryMs) return wishes;
  lookedAt = monotonic();
  try {
    const text = real.readFileSync(control, 'utf8');
    if (text !== seen) {
      seen = text;
      wishes = JSON.parse(text);
      written = 0;
    }
  } catch {
    // Being written just now: what was said last holds.
  }
  return wishes;
}

const RealDate = Date;
// Threads begin later than the process; all count from its beginning.
const begun = Number(searchParams.get('begun') ?? 0);
const nowMs = () => Math.floor(begun + (RealDate.now() - begun) * rate) + (wanted().clockMs ?? 0);
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(nowMs());
    else super(...args);
  }
  static now() {
    return nowMs();
  }
};
const realInterval = globalThis.setInterval;
const shortestIntervalMs = 5000;
globalThis.setInterval = (action, ms, ...args) =>
  realInterval(action, ms >= shortestIntervalMs ? ms / rate : ms, ...args);

const isInside = (path) => {
  if (typeof path !== 'string') return false;
  const name = relative(root, resolve(path));
  return !name.startsWith('..') && !isAbsolute(name);
};
/** Descriptors of files below the folder. */
const inside = new Set();
const full = (path) =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
    path,
  });
/** Throws where so many bytes more do not fit. */
function take(bytes, path) {
  const { room } = wanted();
  if (room === undefined) return;
  if (written + bytes > room) throw full(path);
  written += bytes;
}

fs.openSync = (path, ...args) => {
  const descriptor = real.openSync(path, ...args);
  if (isInside(path)) inside.add(descriptor);
  return descriptor;
};
fs.closeSync = (descriptor) => {
  inside.delete(descriptor);
  return real.closeSync(descriptor);
};
fs.writeSync = (descriptor, data, ...args) => {
  if (inside.has(descriptor)) {
    const length = typeof args[1] === 'number' ? args[1] : data.length;
    take(length);
  }
  return real.writeSync(descriptor, data, ...args);
};
fs.writeFileSync = (path, data, ...args) => {
  if (isInside(path)) take(data.length, path);
  return real.writeFileSync(path, data, ...args);
};
const promises = { ...fs.promises };
fs.promises.writeFile = async (path, data, ...args) => {
  if (isInside(path)) {
    try {
      take(data.length, path);
    } catch (error) {
      // A full disk takes the beginning.
      await promises.writeFile(path, data.slice(0, Math.floor(data.length / 2))).catch(() => {});
      throw error;
    }
  }
  return promises.writeFile(path, data, ...args);
};
syncBuiltinESMExports();
