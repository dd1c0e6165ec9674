import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, DocumentUnreadableError } from '../../core/errors.ts';
import { localViewer } from '../../core/viewer.ts';
import { openPdfPictures } from '../../ingest/ocr/pdf-pictures.ts';
import { createOcr, type EngineChoice, type Ocr } from '../../ingest/ocr/read-page.ts';
import { parsePdf } from '../../ingest/parsers/pdf.ts';
import { createMemoryRetriever } from '../../rag/search/retriever-memory.ts';
import { printFigures, readCommand, wrongUse } from '../command.ts';
import { rowDocument } from '../documents.ts';
import { wearPage, type Wear } from './ocr-pages.ts';
import { comparable, compareNumbers, editDistance, wordRecall } from '../text-errors.ts';

/** What one page that was drawn from a text layer and read again shows. */
interface RenderedPage {
  file: string;
  pageNo: number;
  truth: string;
  read: string;
  confidence: number;
  seconds: number;
  cpuSeconds: number;
}

/** A scan held against the text that stands beside it. */
interface ReferencedScan {
  file: string;
  pages: number;
  wordErrors: number;
  words: number;
  recall: number;
  confidence: number;
}

/** The machine output; shares are 0 to 1, seconds are wall clock unless the name says processor. */
export interface OcrFigures {
  engine: string;
  rendered: {
    pages: number;
    characters: number;
    cer: number;
    wer: number;
    numbers: number;
    numbersLost: number;
    numbersInvented: number;
    meanConfidence: number;
    pagesPerSecond: number;
    /** Of this process with its threads; a system engine's own processes are not in it. */
    processorSecondsPerPage: number;
  } | null;
  scans: { files: number; pages: number; wer: number; wordRecall: number; meanConfidence: number } | null;
  retrieval: { queries: number; passages: number; clean: Accuracy; read: Accuracy } | null;
}

interface Accuracy {
  'acc@1': number;
  'acc@10': number;
}

const usage =
  'usage: capuy eval ocr DIR|FILE.pdf… [--dpi 200] [--skew 0] [--noise] [--pages 6] [--engine auto|embedded|system]\n' +
  '                  [--retrieval] [--all] [--json]\n' +
  '  pages with a text layer are drawn, worn and read again; scans are held against the .txt beside them\n';

/**
 * `capuy eval ocr`: how well and how fast pages are read from their pictures. `--pages` bounds the pages drawn a file;
 * they are spread over it. Returns the exit code.
 * @throws AppError 'input-invalid' where a path does not exist
 */
export async function evaluateOcr(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (!options) return wrongUse(usage);
  const { paths, values, dpi, wear, mostPages } = options;
  const files = await pdfsUnder(paths);
  const ocr = createOcr(values.engine as EngineChoice);
  const say = (line: string): void => void (values.json || process.stdout.write(`${line}\n`));
  const rendered: RenderedPage[] = [];
  const scans: ReferencedScan[] = [];
  const distractors: { id: string; text: string }[] = [];
  let isComplete = true;
  try {
    for (const file of files) {
      const name = basename(file);
      const bytes = new Uint8Array(await readFile(file));
      const reference = await readFile(file.replace(/\.pdf$/iu, '.txt'), 'utf8').catch(() => null);
      try {
        const texts = await layerOf(bytes);
        if (texts === null) {
          if (reference === null) continue;
          const scan = await readScan(ocr, name, bytes, reference);
          scans.push(scan);
          say(
            `${name}  ${scan.pages} pages  WER ${percent(scan.wordErrors / scan.words)}  words found ${percent(scan.recall)}  confidence ${scan.confidence.toFixed(2)}`,
          );
          continue;
        }
        const wanted = spread(texts.length, mostPages).filter((index) => (texts[index]?.length ?? 0) > 400);
        texts.forEach((text, index) => distractors.push({ id: `${name}#${index + 1}`, text }));
        const pictures = await openPdfPictures(bytes);
        try {
          for (const index of wanted) {
            const drawn = await pictures.render(index + 1, dpi);
            const worn = { ...drawn, dpi, grey: wearPage(drawn.grey, wear, index + 1), red: null };
            const from = performance.now();
            const before = process.cpuUsage();
            const { page } = await ocr.readPage(worn, index + 1);
            const used = process.cpuUsage(before);
            const result: RenderedPage = {
              file: name,
              pageNo: index + 1,
              truth: texts[index] ?? '',
              read: page.lines.map((line) => line.text).join('\n'),
              confidence: page.confidence,
              seconds: (performance.now() - from) / 1000,
              cpuSeconds: (used.user + used.system) / 1e6,
            };
            rendered.push(result);
            say(pageLine(result, values.all));
          }
        } finally {
          pictures.close();
        }
      } catch (error) {
        if (!(error instanceof DocumentUnreadableError)) throw error;
        isComplete = false;
        process.stderr.write(`${name}: cannot be read\n`);
      }
    }
    const figures: OcrFigures = {
      engine: await ocr.engineName(),
      rendered: rendered.length > 0 ? sumUp(rendered) : null,
      scans: scans.length > 0 ? sumUpScans(scans) : null,
      retrieval:
        values.retrieval && rendered.length > 0 ? await measureRetrieval(rendered, distractors) : null,
    };
    printFigures(figures);
  } finally {
    await ocr.close();
  }
  return isComplete ? 0 : 1;
}

function readArguments(args: string[]) {
  const parsed = readCommand(args, {
    dpi: { type: 'string', default: '200' },
    skew: { type: 'string', default: '0' },
    noise: { type: 'boolean', default: false },
    pages: { type: 'string', default: '6' },
    engine: { type: 'string', default: 'auto' },
    retrieval: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
  });
  if (!parsed) return null;
  const { values, positionals: paths } = parsed;
  const dpi = Number(values.dpi);
  const skew = Number(values.skew);
  const mostPages = Number(values.pages);
  const isValid =
    paths.length > 0 &&
    dpi >= 50 &&
    dpi <= 600 &&
    Math.abs(skew) <= 15 &&
    mostPages >= 1 &&
    ['auto', 'embedded', 'system'].includes(values.engine);
  const wear: Wear = { skew, hasNoise: values.noise };
  return isValid ? { paths, values, dpi, wear, mostPages } : null;
}

async function pdfsUnder(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch((cause: unknown) => {
      throw new AppError('input-invalid', `cannot read ${path}`, { cause });
    });
    if (!info.isDirectory()) files.push(path);
    else
      files.push(
        ...(await readdir(path, { recursive: true }))
          .filter((name) => /\.pdf$/iu.test(name))
          .sort()
          .map((name) => join(path, name)),
      );
  }
  return files;
}

/** The text of each page as ingestion lays it out, or null for a scan. */
async function layerOf(bytes: Uint8Array): Promise<string[] | null> {
  const file = await parsePdf(bytes, { isOcrAllowed: false }).catch((error: unknown) => {
    if (error instanceof DocumentUnreadableError) return null;
    throw error;
  });
  return file && file.pages.map((lines) => lines.map((line) => line.text).join('\n'));
}

/** `count` of the first `total` whole numbers, spread evenly. */
const spread = (total: number, count: number): number[] =>
  total <= count
    ? Array.from({ length: total }, (_, index) => index)
    : Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * total) / count));

async function readScan(
  ocr: Ocr,
  file: string,
  bytes: Uint8Array,
  reference: string,
): Promise<ReferencedScan> {
  const { pages, scans = [] } = await parsePdf(bytes, {}, ocr);
  const read = comparable(pages.map((lines) => lines.map((line) => line.text).join('\n')).join('\n')).split(
    ' ',
  );
  const truth = comparable(reference).split(' ');
  return {
    file,
    pages: scans.length,
    wordErrors: editDistance(truth, read),
    words: truth.length,
    recall: wordRecall(truth, read),
    confidence: mean(scans.map((scan) => scan.confidence)),
  };
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value: number): number => Number(value.toFixed(4));
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function errorsOf({ truth, read }: RenderedPage) {
  const [a, b] = [comparable(truth), comparable(read)];
  return {
    characters: a.length,
    characterErrors: editDistance([...a], [...b]),
    words: a.split(' ').length,
    wordErrors: editDistance(a.split(' '), b.split(' ')),
    ...compareNumbers(a, b),
  };
}

function pageLine(page: RenderedPage, isFull: boolean): string {
  const errors = errorsOf(page);
  const line =
    `${page.file} p.${page.pageNo}  CER ${percent(errors.characterErrors / errors.characters)}` +
    `  WER ${percent(errors.wordErrors / errors.words)}  numbers lost ${errors.lost.length} of ${errors.total}` +
    `  ${page.seconds.toFixed(1)} s  confidence ${page.confidence.toFixed(2)}`;
  return isFull && errors.lost.length + errors.invented.length > 0
    ? `${line}\n    lost: ${errors.lost.join(' ')}   read instead: ${errors.invented.join(' ')}`
    : line;
}

function sumUp(pages: readonly RenderedPage[]): NonNullable<OcrFigures['rendered']> {
  const errors = pages.map(errorsOf);
  const total = (value: (page: ReturnType<typeof errorsOf>) => number): number =>
    errors.reduce((sum, page) => sum + value(page), 0);
  const seconds = pages.reduce((sum, page) => sum + page.seconds, 0);
  const numbers = total((page) => page.total);
  return {
    pages: pages.length,
    characters: total((page) => page.characters),
    cer: round(
      total((page) => page.characterErrors) /
        Math.max(
          1,
          total((page) => page.characters),
        ),
    ),
    wer: round(
      total((page) => page.wordErrors) /
        Math.max(
          1,
          total((page) => page.words),
        ),
    ),
    numbers,
    numbersLost: round(total((page) => page.lost.length) / Math.max(1, numbers)),
    numbersInvented: round(total((page) => page.invented.length) / Math.max(1, numbers)),
    meanConfidence: round(mean(pages.map((page) => page.confidence))),
    pagesPerSecond: round(pages.length / Math.max(0.001, seconds)),
    processorSecondsPerPage: round(mean(pages.map((page) => page.cpuSeconds))),
  };
}

const sumUpScans = (scans: readonly ReferencedScan[]): NonNullable<OcrFigures['scans']> => ({
  files: scans.length,
  pages: scans.reduce((sum, scan) => sum + scan.pages, 0),
  wer: round(
    scans.reduce((sum, scan) => sum + scan.wordErrors, 0) /
      Math.max(
        1,
        scans.reduce((sum, scan) => sum + scan.words, 0),
      ),
  ),
  wordRecall: round(mean(scans.map((scan) => scan.recall))),
  meanConfidence: round(mean(scans.map((scan) => scan.confidence))),
});

/** How many words of a sentence are asked, taken from its middle, and how many sentences of a page. */
const queryWords = 9;
const queriesOfPage = 12;

/**
 * Known-item search: words from the middle of sentences of the clean pages, looked for once among the clean pages and
 * once where the drawn pages are replaced by what was read of them. All other pages are in both.
 */
async function measureRetrieval(
  pages: readonly RenderedPage[],
  all: readonly { id: string; text: string }[],
): Promise<NonNullable<OcrFigures['retrieval']>> {
  const readTexts = new Map(pages.map((page) => [`${page.file}#${page.pageNo}`, page.read]));
  const queries = pages.flatMap((page) => {
    const sentences = page.truth
      .split(/(?<=[.;:!?])\s+|\n/u)
      .map((sentence) => sentence.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)))
      .filter((words) => words.length >= queryWords + 2);
    return spread(sentences.length, queriesOfPage).map((index) => {
      const words = sentences[index] ?? [];
      const from = Math.floor((words.length - queryWords) / 2);
      return { id: `${page.file}#${page.pageNo}`, text: words.slice(from, from + queryWords).join(' ') };
    });
  });
  const passagesOf = (id: string, text: string) =>
    text
      .split('\n')
      .filter((line) => line.length > 20)
      .map((line, index) => rowDocument(`${id}#${index}`, '', line));
  const clean = all.flatMap(({ id, text }) => passagesOf(id, text));
  const read = all.flatMap(({ id, text }) => passagesOf(id, readTexts.get(id) ?? text));
  return {
    queries: queries.length,
    passages: clean.length,
    clean: await accuracy(clean, queries),
    read: await accuracy(read, queries),
  };
}

async function accuracy(
  documents: Parameters<typeof createMemoryRetriever>[0],
  queries: readonly { id: string; text: string }[],
): Promise<Accuracy> {
  const retriever = await createMemoryRetriever(documents);
  let first = 0;
  let ten = 0;
  for (const { id, text } of queries) {
    const hits = await retriever.search({ text, filter: { viewer: localViewer }, k: 10 });
    const rank = hits.findIndex(({ passage }) => passage.document.id.startsWith(`${id}#`));
    if (rank === 0) first += 1;
    if (rank >= 0) ten += 1;
  }
  return {
    'acc@1': round(first / Math.max(1, queries.length)),
    'acc@10': round(ten / Math.max(1, queries.length)),
  };
}
