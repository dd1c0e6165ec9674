import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { demoQuestion, openBenchCorpus } from '../../eval/bench/bench-corpus.ts';
import type { FigureKey, Part } from '../../eval/bench/budgets.ts';
import type { GrowthFigures } from '../../eval/bench/growth.ts';
import { measureInstall } from '../../eval/bench/install.ts';
import type { OfficeFigures } from '../../eval/bench/office.ts';
import { writePdfs } from '../../eval/bench/papers-as-pdf.ts';
import { measurePage } from '../../eval/bench/web-page.ts';
import { runIngest } from '../../eval/ingest-run.ts';
import { residentBytes } from '../../eval/process-tree.ts';
import type { OcrFigures } from '../../eval/ocr/ocr.ts';
import type { SoakFigures } from '../../eval/soak/soak.ts';
import { startProgram } from './bench-program.ts';

/** How large everything is. */
export interface BenchSizes {
  chunks: number;
  questions: number;
  articles: number;
  pdfs: number;
  ocrPages: number;
  /** Messages of the run at an easy pace, and of the one that is offered more than can be done. */
  paced: number;
  sustained: number;
  peerChunks: number;
  peerQuestions: number;
}

export interface BenchContext {
  corpus: string | undefined;
  sizes: BenchSizes;
  /** Where the filled stores and printed papers are for the length of the run. */
  folder: string;
  chromium: string;
  /** The program that is measured: this one, or one of an earlier day. */
  bin: string;
  /** A PostgreSQL server for the engines that want one; without it they get the embedded database. */
  database: string | undefined;
  /** Share by which searching and answering are slowed down on purpose. */
  slow: number;
}

/** One value a figure, or why there is none. */
export type OneRound = Partial<Record<FigureKey, number | { skipped: string }>>;

/** How each part is measured once. */
export const measureParts: Readonly<
  Record<Exclude<Part, 'peers'>, (bench: BenchContext) => Promise<OneRound>>
> = {
  start: measureStart,
  question: measureQuestion,
  overhead: measureOverhead,
  ingest: measureIngest,
  ocr: measureOcr,
  web: measureWeb,
  install: measureInstallation,
};

/** A subcommand of the measured program as a process of its own; its last line. */
export async function runCapuy<Figures>(bin: string, args: readonly string[]): Promise<Figures> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const last = said.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{'))
    throw new Error(`capuy ${args.slice(0, 2).join(' ')} ended with ${code} and no figures`);
  return JSON.parse(last) as Figures;
}

const officeArguments = ({ corpus, sizes, folder, slow }: BenchContext): string[] => [
  'eval',
  'office',
  '--json',
  ...(corpus === undefined ? [] : ['--corpus', corpus]),
  ...['--keep', folder, '--chunks', String(sizes.chunks), '--questions', String(sizes.questions)],
  ...(slow > 0 ? ['--slow', String(slow)] : []),
];

/** A program started on data that an earlier run left: seconds to its first whole reply, and its memory when idle. */
async function measureStarted(
  bench: BenchContext,
  data: string,
): Promise<{ startSeconds: number; idleMb: number | null }> {
  const { questions } = await openBenchCorpus(bench.corpus);
  const settings = { CAPUY_DATA_DIR: data, CAPUY_DEMO: 'no' };
  if (!existsSync(join(data, 'search.index')))
    // The first start of all writes the index; what is measured is a start on existing data.
    await (await startProgram(settings, data, bench.bin)).stop();
  const from = performance.now();
  const program = await startProgram(settings, data, bench.bin);
  try {
    await program.ask(questions[0]!);
    const startSeconds = (performance.now() - from) / 1000;
    for (const text of questions.slice(1, 11)) await program.ask(text);
    await wait(idleMs);
    const bytes = await residentBytes(program.pid);
    return { startSeconds, idleMb: bytes > 0 ? bytes / 1024 ** 2 : null };
  } finally {
    await program.stop();
  }
}

async function measureStart(bench: BenchContext): Promise<OneRound> {
  const { folder } = await runCapuy<{ folder: string }>(bench.bin, [...officeArguments(bench), '--filled']);
  const { startSeconds, idleMb } = await measureStarted(bench, folder);
  return {
    'start.answer': startSeconds,
    'start.idle': idleMb ?? { skipped: 'the system does not tell' },
    'start.demo': await withDemo(bench, async (_program, seconds) => seconds),
  };
}

/** One size of the store: index, search and answers on the embedded database, then the running program on it. */
export async function measureSize(bench: BenchContext, chunks: number): Promise<GrowthFigures> {
  const sized = { ...bench, sizes: { ...bench.sizes, chunks } };
  const office = await runCapuy<OfficeFigures>(bench.bin, officeArguments(sized));
  const { folder } = await runCapuy<{ folder: string }>(bench.bin, [...officeArguments(sized), '--filled']);
  return { ...office, ...(await measureStarted(bench, folder)) };
}

/** After the last question, so that what is only garbage has been given back. */
const idleMs = 8000;

/** A first run on an empty folder with the demo data, until it has answered. */
async function withDemo<T>(
  { folder, bin }: BenchContext,
  measure: (program: Awaited<ReturnType<typeof startProgram>>, seconds: number) => Promise<T>,
): Promise<T> {
  const data = await mkdtemp(join(folder, 'demo-'));
  const from = performance.now();
  const program = await startProgram({ CAPUY_DATA_DIR: data, CAPUY_DEMO: 'yes' }, data, bin);
  try {
    await program.ask(demoQuestion);
    return await measure(program, (performance.now() - from) / 1000);
  } finally {
    await program.stop();
    await rm(data, { recursive: true, force: true });
  }
}

async function measureQuestion(bench: BenchContext): Promise<OneRound> {
  const office = await runCapuy<OfficeFigures>(bench.bin, officeArguments(bench));
  return {
    'question.p50': office.answerMs.p50,
    'question.p95': office.answerMs.p95,
    'question.search': office.searchMs.p50,
    'question.texts': office.searchWithTextsMs.p50,
    'question.processor': office.answerProcessorMs,
    'question.index': office.index.processorSeconds,
  };
}

/** Messages that need no searching, through a messenger on loopback: first at 20 a second, then more than can be done. */
async function measureOverhead({ sizes, bin }: BenchContext): Promise<OneRound> {
  const soak = (messages: number, seconds: number): Promise<SoakFigures> =>
    runCapuy<SoakFigures>(bin, [
      ...['eval', 'soak', '--json', '--faults', '0', '--kills', '0', '--chats', '50'],
      ...['--messages', String(messages), '--seconds', String(seconds)],
    ]);
  const paced = await soak(sizes.paced, sizes.paced / 20);
  const sustained = await soak(sizes.sustained, sizes.sustained / 400);
  return { 'overhead.p95': paced.overheadMs.p95, 'overhead.rate': sustained.perSecond };
}

async function measureIngest(bench: BenchContext): Promise<OneRound> {
  const data = await mkdtemp(join(bench.folder, 'ingest-'));
  try {
    const papers = await articleFiles(bench);
    const articles = await runIngest(papers.folder, join(data, 'articles'), bench.bin);
    const memory = [articles.peakMb];
    const made = await pdfFiles(bench);
    let pages: OneRound[FigureKey];
    if ('skipped' in made) pages = made;
    else {
      // A database of its own is made by the first run; it is not what reading a page costs.
      await runIngest(join(made.folder, 'first'), join(data, 'pages'), bench.bin);
      const run = await runIngest(join(made.folder, 'papers'), join(data, 'pages'), bench.bin);
      memory.push(run.peakMb);
      pages = run.pages / run.seconds;
    }
    const peak = Math.max(...memory.map((mb) => mb ?? 0));
    return {
      'ingest.articles': (papers.articles / articles.seconds) * 60,
      'ingest.pages': pages,
      'ingest.memory': peak > 0 ? peak : { skipped: 'the system does not tell' },
    };
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

/** Texts of the corpus as files, once a run. */
async function articleFiles(bench: BenchContext): Promise<{ folder: string; articles: number }> {
  const folder = join(bench.folder, 'articles');
  const isWritten = existsSync(folder);
  let articles = 0;
  let number = 0;
  await mkdir(folder, { recursive: true });
  for (const text of (await openBenchCorpus(bench.corpus)).texts()) {
    if (articles >= bench.sizes.articles) break;
    articles += text.articles;
    const inside = join(folder, String(Math.floor(number++ / 500)).padStart(3, '0'));
    if (isWritten) continue;
    await mkdir(inside, { recursive: true });
    await writeFile(join(inside, text.fileName), text.text);
  }
  return { folder, articles };
}

/** Generated papers as PDFs, once a run: one to begin with, and those that count. */
async function pdfFiles(bench: BenchContext): Promise<{ folder: string } | { skipped: string }> {
  const folder = join(bench.folder, 'pdfs');
  if (existsSync(folder)) return { folder };
  if (!existsSync(bench.chromium)) return { skipped: `no browser at ${bench.chromium} to print papers with` };
  await writePdfs(bench.chromium, join(folder, 'first'), 0, 1);
  await writePdfs(bench.chromium, join(folder, 'papers'), 1, bench.sizes.pdfs);
  return { folder };
}

async function measureOcr(bench: BenchContext): Promise<OneRound> {
  const made = await pdfFiles(bench);
  if ('skipped' in made) return { 'ocr.pages': made };
  const { rendered } = await runCapuy<OcrFigures>(bench.bin, [
    ...['eval', 'ocr', '--json', '--pages', '1', '--noise', '--skew', '1'],
    ...(await largestFiles(join(made.folder, 'papers'), bench.sizes.ocrPages)),
  ]);
  return { 'ocr.pages': rendered ? rendered.pagesPerSecond : { skipped: 'no page was long enough' } };
}

/** The files that hold most: a page with a few lines is none to measure by. */
async function largestFiles(folder: string, count: number): Promise<string[]> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  const sized = await Promise.all(paths.map(async (path) => ({ path, size: (await stat(path)).size })));
  return sized
    .sort((x, y) => y.size - x.size)
    .slice(0, count)
    .map(({ path }) => path);
}

async function measureWeb(bench: BenchContext): Promise<OneRound> {
  if (!existsSync(bench.chromium)) {
    const skipped = { skipped: `no browser at ${bench.chromium}` };
    return { 'web.transfer': skipped, 'web.paint': skipped, 'web.axe': skipped };
  }
  return withDemo(bench, async ({ url, cookie }) => {
    const { transferKb, paintSeconds, violations } = await measurePage(bench.chromium, url, cookie);
    return { 'web.transfer': transferKb, 'web.paint': paintSeconds, 'web.axe': violations.length };
  });
}

async function measureInstallation(): Promise<OneRound> {
  const installed = await measureInstall();
  if ('skipped' in installed)
    return {
      'install.seconds': installed,
      'install.size': installed,
      'install.production': installed,
      'install.downloads': installed,
    };
  return {
    'install.seconds': installed.seconds,
    'install.size': installed.sizeMb,
    'install.production': installed.productionMb,
    'install.downloads': installed.elsewhere.length,
  };
}
