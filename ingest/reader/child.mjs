// Start of the reader process: node child.mjs WORK_MODULE LIMIT_BYTES GROUP PARENT_PID
// Parsers of files from anywhere see no tokens and no settings of the office.
import { Worker } from 'node:worker_threads';
import { programUrls } from '../../bin/program.mjs';

const kept = new Set(['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'LANG', 'SystemRoot']);
for (const name of Object.keys(process.env)) if (!kept.has(name)) delete process.env[name];

const [work, limitBytes, group, parent] = process.argv.slice(2);
new Worker(new URL('./watchdog.mjs', import.meta.url), {
  workerData: { limitBytes: Number(limitBytes), isGroupLeader: group === 'leader', parent: Number(parent) },
}).unref();

const [child, doing] = await programUrls(new URL('./child.ts', import.meta.url), new URL(work));
const { serve } = await import(child);
await serve(doing);
