import type { PageBox, ScannedPage, ScannedWord } from '../types.ts';
import { createEmbeddedEngine } from './engine-embedded.ts';
import { findSystemEngine } from './engine-system.ts';
import type { OcrEngine, RawLine, ReadingMode } from './engine.ts';
import { cleanForReading, tilt, turn, type GreyPicture, type Mapping, type PagePicture } from './picture.ts';
import { repairNumbers } from './number-slips.ts';
import { repairSlips } from './slips.ts';
import { withoutNoise } from './tidy.ts';
import { findPosture } from './upright.ts';
import { linesOfWords } from './word-lines.ts';

/** Which engine reads: 'auto' takes the system's Tesseract where it is installed with Vietnamese. */
export type EngineChoice = 'auto' | 'embedded' | 'system';

/** Reads pages from their pictures; holds one engine, started with the first page. */
export interface Ocr {
  readPage(picture: PagePicture, pageNo: number, signal?: AbortSignal): Promise<ReadPage>;
  /** Starts the engine if need be. */
  engineName(): Promise<string>;
  close(): Promise<void>;
}

/** A page as read, with everything in which a mark of secrecy may stand: nothing is taken out of it. */
export interface ReadPage {
  page: ScannedPage;
  rawLines: string[];
  /** Words that stand alone in large letters, and those of red stamps. */
  loneWords: string[];
}

/**
 * Below this mean confidence a page is read the other way up too, however sure its shapes were: a table of figures and
 * capitals shows them the wrong way, and a mark of secrecy is not seen upside down. Upright pages in print have 0.85.
 */
const doubtful = 0.72;

/** Makes a reader of pages. `engine` may be given by tests. */
export function createOcr(choice: EngineChoice = 'auto', engine?: OcrEngine): Ocr {
  let started: Promise<OcrEngine> | undefined = engine && Promise.resolve(engine);
  const start = (): Promise<OcrEngine> => (started ??= startEngine(choice));
  return {
    async readPage(picture, pageNo, signal) {
      const used = await start();
      try {
        return await readUpright(used, picture, pageNo, signal);
      } catch (error) {
        // An engine that failed or was aborted is not asked again.
        started = engine && Promise.resolve(engine);
        await used.close().catch(() => undefined);
        throw error;
      }
    },
    async engineName() {
      return (await start()).name;
    },
    async close() {
      const used = started;
      started = undefined;
      await (await used)?.close();
    },
  };
}

async function startEngine(choice: EngineChoice): Promise<OcrEngine> {
  const system = choice === 'embedded' ? null : await findSystemEngine();
  if (choice === 'system' && !system) throw new Error('no tesseract with vie is installed');
  return system ?? (await createEmbeddedEngine());
}

/** A picture made level, with the way back to the page as the file holds it. */
interface Level {
  picture: GreyPicture;
  rotation: ScannedPage['rotation'];
  toPage: Mapping;
}

function makeLevel(grey: GreyPicture, rotation: ScannedPage['rotation'], slant: number): Level {
  const turned = turn(grey, rotation);
  const { picture, toSource } =
    slant === 0
      ? { picture: turned, toSource: ((x, y) => [x, y]) satisfies Mapping as Mapping }
      : tilt(turned, -slant);
  const back: Readonly<Record<ScannedPage['rotation'], Mapping>> = {
    0: (x, y) => [x, y],
    90: (x, y) => [y, grey.height - x],
    180: (x, y) => [grey.width - x, grey.height - y],
    270: (x, y) => [grey.width - y, x],
  };
  return {
    picture,
    rotation,
    toPage: (x, y) => {
      const [tx, ty] = toSource(x, y);
      const [px, py] = back[rotation](tx, ty);
      return [px / grey.width, py / grey.height];
    },
  };
}

async function readUpright(
  engine: OcrEngine,
  { grey, red, dpi }: PagePicture,
  pageNo: number,
  signal: AbortSignal | undefined,
): Promise<ReadPage> {
  const mode: ReadingMode = 'page';
  const posture = findPosture(grey);
  const readAs = async (rotation: ScannedPage['rotation']): Promise<{ level: Level; lines: RawLine[] }> => {
    const level = makeLevel(grey, rotation, posture.slant);
    return { level, lines: await engine.read(cleanForReading(level.picture), mode, dpi, signal) };
  };
  let best = await readAs(posture.rotation);
  if (best.lines.length > 0 && meanConfidence(best.lines) < doubtful) {
    const other = await readAs(((posture.rotation + 180) % 360) as ScannedPage['rotation']);
    if (meanConfidence(other.lines) > meanConfidence(best.lines)) best = other;
  }
  const { level } = best;
  const stamped = red ? await readStamps(engine, turn(red, level.rotation), dpi, signal) : [];
  const rawLines = [...best.lines, ...stamped].map(textOf);
  const loneWords = [...loneLines(best.lines), ...stamped].map(textOf);
  const lines = withoutNoise(best.lines);
  repairNumbers(lines);
  repairSlips(lines);
  return {
    page: {
      pageNo,
      rotation: level.rotation,
      confidence: meanConfidence(lines),
      engine: engine.name,
      lines: linesOfWords(lines, level.picture.width, level.picture.height),
      words: lines.flatMap((line) => line.words.map((word) => placed(word, level.toPage))),
    },
    rawLines,
    loneWords,
  };
}

const textOf = (line: RawLine): string => line.words.map((word) => word.text).join(' ');

/** Lines of at most three words in letters larger than most of the page: stamps that were made without colour. */
function loneLines(lines: readonly RawLine[]): RawLine[] {
  const heights = lines.flatMap(({ words }) => words.map((word) => word.y1 - word.y0)).sort((a, b) => a - b);
  const usual = heights[Math.floor(heights.length / 2)] ?? 0;
  return lines.filter(
    ({ words }) => words.length <= 3 && words.some((word) => word.y1 - word.y0 > 1.25 * usual),
  );
}

/** What the red ink of a page says: its seal, and any stamp. */
async function readStamps(
  engine: OcrEngine,
  red: GreyPicture,
  dpi: number,
  signal: AbortSignal | undefined,
): Promise<RawLine[]> {
  return engine.read(cleanForReading(red), 'scattered', dpi, signal);
}

/** Mean over the letters, so that specks do not count as much as words. */
function meanConfidence(lines: readonly RawLine[]): number {
  let letters = 0;
  let sum = 0;
  for (const { words } of lines) {
    for (const word of words) {
      const count = word.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
      letters += count;
      sum += count * word.confidence;
    }
  }
  return letters === 0 ? 0 : sum / letters;
}

function placed(
  word: { text: string; confidence: number; x0: number; y0: number; x1: number; y1: number },
  toPage: Mapping,
): ScannedWord {
  const corners = [
    toPage(word.x0, word.y0),
    toPage(word.x1, word.y0),
    toPage(word.x0, word.y1),
    toPage(word.x1, word.y1),
  ];
  return { text: word.text, confidence: word.confidence, box: boxAround(corners) };
}

function boxAround(points: readonly (readonly [number, number])[]): PageBox {
  const clamp = (value: number): number => Math.min(1, Math.max(0, Math.round(value * 1e4) / 1e4));
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return {
    x0: clamp(Math.min(...xs)),
    y0: clamp(Math.min(...ys)),
    x1: clamp(Math.max(...xs)),
    y1: clamp(Math.max(...ys)),
  };
}
