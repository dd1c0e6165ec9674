// A thread beside the parsers. It goes on looking while they are busy: a limit on the heap does not see WebAssembly and
// buffers, and a parser that never returns hears neither messages nor the end of its parent.
// Plain JavaScript: a worker does not inherit the TypeScript loader.
import { writeSync } from 'node:fs';
import { setInterval } from 'node:timers';
import { workerData } from 'node:worker_threads';

// The parent says who it is: it may be gone before this thread looks for the first time.
const { limitBytes, isGroupLeader, parent } = workerData;

const end = (why) => {
  try {
    writeSync(2, `${why}\n`);
  } catch {
    // Nobody listens any more.
  }
  if (isGroupLeader) process.kill(-process.pid, 'SIGKILL');
  process.kill(process.pid, 'SIGKILL');
};

setInterval(() => {
  if (process.memoryUsage.rss() > limitBytes) end('reader: memory limit');
  if (process.ppid !== parent) end('reader: parent gone');
}, 25);
