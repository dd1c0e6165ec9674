import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, DocumentUnreadableError } from '../../core/errors.ts';
import { silentLogger } from '../../core/logger.ts';
import { createReader, type Reader } from '../../ingest/reader/reader.ts';
import type { ReadDocument } from '../../ingest/types.ts';
import { unreadable } from '../../prompts/ingest.ts';
import { drawFrom, mutations } from './fuzz-mutations.ts';
import { ownSamples, type Sample } from './fuzz-samples.ts';

/** The machine output of `capuy eval fuzz`. The first four must be 0. */
export interface FuzzFigures {
  runs: number;
  /** Errors that reached the asking process outside the answer to its question. */
  crashes: number;
  /** Readings that took longer than the limit and the time to stop them. */
  hangs: number;
  /** Documents whose parts do not fit each other. */
  partial: number;
  /** Failures that leave a person without a sentence. */
  withoutSentence: number;
  /** Errors in our own code that nobody expected; the person still gets a sentence. */
  upset: number;
  outcomes: Record<string, number>;
  byMutation: Record<string, Record<string, number>>;
  ms: { p50: number; p95: number; max: number };
  seconds: number;
}

const usage =
  'usage: capuy eval fuzz DIR [--runs 2000] [--seed 1] [--limit SECONDS] [--only RUN] [--keep DIR] [--json]\n' +
  '  damages the files of DIR and some of its own, and reads each as an upload is read\n' +
  '  --keep DIR writes the files that are not dealt with properly there\n';

/** Larger files would only make the run longer. */
const largestSample = 3 * 1024 * 1024;
/** One in so many scans has a page read from its picture; it takes seconds. */
const ocrEvery = 40;

/** `capuy eval fuzz`: exit code 1 where any of the four figures is not 0. */
export async function evaluateFuzz(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      limit: { type: 'string', default: '60' },
      only: { type: 'string' },
      keep: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [folder] = positionals;
  const runs = Number(values.runs);
  const seed = Number(values.seed);
  const limitMs = Number(values.limit) * 1000;
  if (
    folder === undefined ||
    ![runs, seed, limitMs].every((value) => Number.isSafeInteger(value) && value >= 0)
  ) {
    process.stderr.write(usage);
    return 2;
  }
  const samples = await loadSamples(folder);
  const places: string[] = [];
  const note = (fields: Record<string, unknown>): void => {
    if (typeof fields['at'] === 'string') places.push(fields['at']);
  };
  const reader = createReader({ timeLimitMs: limitMs, pageMs: 0, logger: { ...silentLogger, warn: note } });
  const figures: FuzzFigures = {
    runs: 0,
    crashes: 0,
    hangs: 0,
    partial: 0,
    withoutSentence: 0,
    upset: 0,
    outcomes: {},
    byMutation: {},
    ms: { p50: 0, p95: 0, max: 0 },
    seconds: 0,
  };
  const crashed = (): void => void (figures.crashes += 1);
  process.on('uncaughtException', crashed);
  process.on('unhandledRejection', crashed);
  const started = performance.now();
  const times: number[] = [];
  const slowest: { took: number; line: string }[] = [];
  const only = values.only === undefined ? null : Number(values.only);
  try {
    for (let run = 0; run < runs; run++) {
      if (only !== null && run !== only) continue;
      const mutant = await mutate(samples, seed * 1_000_003 + run);
      const before = performance.now();
      const outcome = await outcomeOf(reader, mutant, run);
      const took = performance.now() - before;
      times.push(took);
      figures.runs += 1;
      if (took > limitMs + startAllowanceMs) figures.hangs += 1;
      if (outcome in counted) figures[counted[outcome as keyof typeof counted]] += 1;
      add(figures.outcomes, outcome);
      for (const name of mutant.ways) add((figures.byMutation[name] ??= {}), outcome);
      const isNoteworthy = outcome in counted || outcome.startsWith('stopped') || took > limitMs;
      if (isNoteworthy && values.keep !== undefined) {
        await mkdir(values.keep, { recursive: true });
        await writeFile(
          join(values.keep, `${run}-${outcome}-${mutant.name.replaceAll('/', '_')}`),
          mutant.bytes,
        );
      }
      if (isNoteworthy && !values.json)
        process.stdout.write(
          `${run}\t${outcome}\t${Math.round(took)} ms\t${mutant.name}\t${mutant.ways.join('+')}\t${places.at(-1) ?? ''}\n`,
        );
      if (!values.json && run % 100 === 99)
        process.stderr.write(`${run + 1}/${runs} ${JSON.stringify(figures.outcomes)}\n`);
      slowest.push({
        took,
        line: `${run}\t${outcome}\t${Math.round(took)} ms\t${mutant.name}\t${mutant.ways.join('+')}`,
      });
      slowest.sort((a, b) => b.took - a.took).splice(8);
      places.length = 0;
    }
  } finally {
    await reader.close();
    process.off('uncaughtException', crashed);
    process.off('unhandledRejection', crashed);
  }
  if (!values.json) process.stdout.write(`slowest:\n${slowest.map(({ line }) => line).join('\n')}\n`);
  times.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0);
  figures.ms = { p50: at(0.5), p95: at(0.95), max: at(1) };
  figures.seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return figures.crashes + figures.hangs + figures.partial + figures.withoutSentence > 0 ? 1 : 0;
}

/** Starting a process and stopping one that does not hear, on a machine under load. */
const startAllowanceMs = 10_000;

const counted = { partial: 'partial', 'without sentence': 'withoutSentence', upset: 'upset' } as const;

const add = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

async function loadSamples(folder: string): Promise<Sample[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new AppError('input-invalid', `cannot read ${folder}`, { cause });
  });
  const samples: Sample[] = [];
  for (const entry of entries.filter((one) => one.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    if (bytes.length > 0 && bytes.length <= largestSample && !/\.jsonl?$/u.test(path))
      samples.push({ name: relative(folder, path), bytes });
  }
  if (samples.length === 0) throw new AppError('input-invalid', `no files in ${folder}`);
  return [...samples, ...ownSamples(samples)];
}

interface Mutant extends Sample {
  ways: string[];
}

/** One to three ways of damage, one after another. */
async function mutate(samples: readonly Sample[], seed: number): Promise<Mutant> {
  const draw = drawFrom(seed);
  const sample = samples[draw(samples.length)] as Sample;
  const donor = samples[draw(samples.length)] as Sample;
  const mutant: Mutant = { ...sample, ways: [] };
  const names = Object.keys(mutations);
  const wanted = 1 + (draw(3) === 0 ? 1 : 0) + (draw(9) === 0 ? 1 : 0);
  // A way may not fit the file, or an earlier one may have made it unfit.
  for (let attempt = 0; mutant.ways.length < wanted && attempt < 50; attempt++) {
    // Most damage to an archive as a whole ends at its sums; what is packed again reaches the parsers.
    const isPacked = mutant.bytes.subarray(0, 2).toString('latin1') === 'PK' && draw(2) === 0;
    const name = isPacked ? 'damageMember' : (names[draw(names.length)] as string);
    const damaged = await Promise.resolve(mutations[name]?.(mutant.bytes, draw, donor.bytes)).catch(
      () => null,
    );
    if (!damaged) continue;
    mutant.bytes = damaged;
    mutant.ways.push(name);
  }
  return mutant;
}

async function outcomeOf(reader: Reader, { name, bytes }: Mutant, run: number): Promise<string> {
  try {
    const isOcrAllowed = run % ocrEvery === 0;
    // As an upload goes: every second file is inspected, which also takes archives apart. Inspecting a scan reads a page.
    const mayBeScan = /\.(?:pdf|png|jpe?g|tiff?)$/iu.test(name);
    if (run % 2 === 1 && (!mayBeScan || run % (ocrEvery + 1) === 0)) {
      const { accepted, refused } = await reader.inspect(bytes, name);
      if (refused.some(({ sentence }) => sentence === '')) return 'without sentence';
      const stopped = refused
        .map(({ sentence }) => nameOf(sentence))
        .find((one) => one.startsWith('stopped') || one === 'upset');
      if (stopped !== undefined) return stopped;
      return accepted.length > 0 ? 'accepted' : refused[0]?.code === 'document-secret' ? 'secret' : 'refused';
    }
    const document = await reader.read(bytes, name, {}, { isOcrAllowed, scanLimit: 1 });
    return isWhole(document) ? 'read' : 'partial';
  } catch (error) {
    if (error instanceof DocumentUnreadableError)
      return error.sentence === '' ? 'without sentence' : nameOf(error.sentence);
    return error instanceof AppError && error.code === 'document-secret' ? 'secret' : 'without sentence';
  }
}

/** What a sentence says of the reading, for the table of outcomes. */
function nameOf(sentence: string): string {
  switch (sentence) {
    case unreadable.tooSlow:
      return 'stopped: time';
    case unreadable.tooMuchMemory:
      return 'stopped: memory';
    case unreadable.readerStopped:
      return 'stopped: crash';
    case unreadable.readerUpset:
      return 'upset';
    default:
      return 'refused';
  }
}

/** Every part of a document stands where it says, and its text is all there. */
export function isWhole({ text, pages, chunks, sections, scans }: ReadDocument): boolean {
  if (text === '' || chunks.length === 0) return false;
  if (pages.map((page) => page.text).join('\n') !== text) return false;
  if (pages.some((page) => text.slice(page.charFrom, page.charFrom + page.text.length) !== page.text))
    return false;
  const isInside = (from: number, to: number): boolean => from >= 0 && from <= to && to <= text.length;
  return (
    chunks.every(
      (chunk) =>
        isInside(chunk.charFrom, chunk.charTo) && text.slice(chunk.charFrom, chunk.charTo) === chunk.text,
    ) &&
    sections.every((section) => isInside(section.charFrom, section.charTo)) &&
    scans.every((scan) => scan.words.every((word) => isInside(word.from, word.to)))
  );
}
