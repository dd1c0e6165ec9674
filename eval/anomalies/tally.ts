import { round } from '../command.ts';

/** One line of the table. `lost`, `doubled` and `unexplained` must be 0. */
export interface AnomalyFigures {
  anomaly: string;
  runs: number;
  /** Kills, cuts, failed calls, hostile messages: whatever was done to the program. */
  faults: number;
  /** What people were told that it was done, over all runs. */
  acknowledged: number;
  /** Acknowledged, and not there afterwards. */
  lost: number;
  /** There more often than it was asked for. */
  doubled: number;
  /** Half of something, another state than without the fault, a crash, an error nobody can act on, memory that grows. */
  unexplained: number;
  seconds: number;
}

/** What an anomaly is run with. */
export interface AnomalyOptions {
  runs: number;
  seed: number;
  /** An empty folder for its data. */
  folder: string;
  print(line: string): void;
}

/** Counts what an anomaly finds, and says at once which run of which seed shows it. */
export interface Tally {
  run(): void;
  fault(count?: number): void;
  acknowledged(count?: number): void;
  problem(kind: 'lost' | 'doubled' | 'unexplained', run: number, what: string): void;
  figures(): AnomalyFigures;
}

/** A tally that begins now. */
export function createTally(anomaly: string, { seed, print }: Pick<AnomalyOptions, 'seed' | 'print'>): Tally {
  const begun = performance.now();
  const counts = { runs: 0, faults: 0, acknowledged: 0, lost: 0, doubled: 0, unexplained: 0 };
  return {
    run: () => void (counts.runs += 1),
    fault: (count = 1) => void (counts.faults += count),
    acknowledged: (count = 1) => void (counts.acknowledged += count),
    problem(kind, run, what) {
      counts[kind] += 1;
      print(`${anomaly}, seed ${seed}, run ${run}: ${kind}: ${what}\n`);
    },
    figures: () => ({ anomaly, ...counts, seconds: round((performance.now() - begun) / 1000, 1) }),
  };
}

const columns = [
  'anomaly',
  'runs',
  'faults',
  'acknowledged',
  'lost',
  'doubled',
  'unexplained',
  'seconds',
] as const;

/** The report: one line an anomaly. */
export function anomalyTable(lines: readonly AnomalyFigures[]): string {
  const cells = [[...columns], ...lines.map((line) => columns.map((column) => String(line[column])))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row[index]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0)))
        .join('  '),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** True where nothing was lost, doubled or left unexplained. */
export const isClean = ({ lost, doubled, unexplained }: AnomalyFigures): boolean =>
  lost + doubled + unexplained === 0;
