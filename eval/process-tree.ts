import { readFile } from 'node:fs/promises';

/** Memory and processor time of a process and all below it, watched from outside. */
export interface Watched {
  /** At its highest, in MB; null where /proc is absent. */
  peakMb(): number | null;
  /** Processor time of all of them together, which a busy machine does not change; null where /proc is absent. */
  cpuSeconds(): number | null;
  stop(): void;
}

/** Looks at a process tree twice a second until it is stopped. */
export function watchProcess(pid: number | undefined): Watched {
  let peak = 0;
  const ticks = new Map<number, number>();
  const sampling = setInterval(() => {
    void residentBytes(pid ?? 0, ticks).then((bytes) => (peak = Math.max(peak, bytes)));
  }, 500);
  return {
    peakMb: () => (peak === 0 ? null : Math.round(peak / 1024 ** 2)),
    cpuSeconds: () =>
      ticks.size === 0 ? null : Math.round([...ticks.values()].reduce((sum, n) => sum + n, 0) / 100),
    stop: () => clearInterval(sampling),
  };
}

/**
 * Memory of a process and all below it, pages shared between them counted once; 0 where the system does not tell. Notes
 * the processor time of each in hundredths of a second.
 */
export async function residentBytes(pid: number, ticks = new Map<number, number>()): Promise<number> {
  const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
  const own = Number(/^Pss:\s+(\d+) kB/mu.exec(await text(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
  const times = (await text(`/proc/${pid}/stat`)).split(') ')[1]?.split(' ');
  if (times) ticks.set(pid, Number(times[11]) + Number(times[12]));
  const children = (await text(`/proc/${pid}/task/${pid}/children`)).split(' ').filter(Boolean);
  const below = await Promise.all(children.map((child) => residentBytes(Number(child), ticks)));
  return below.reduce((sum, bytes) => sum + bytes, own);
}
