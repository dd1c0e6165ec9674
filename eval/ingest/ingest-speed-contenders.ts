import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readDocument } from '../../ingest/read-document.ts';

/* The readers that are compared, each in a process of its own. */

/** What a file gives: how much text, and how many pages or records the reader made of it. */
interface Reading {
  characters: number;
  parts: number;
}

type Read = (bytes: Uint8Array, name: string) => Promise<Reading>;

/** Formats that are compared. */
export type SpeedFormat = 'pdf' | 'docx' | 'doc' | 'xlsx';

/** Loads a reader; loading is not timed, the first file still warms it up. */
type Contender = () => Promise<Read>;

/** By format: our whole reading (bytes to chunks) first, then the library below it, then the community loader. */
export const contenders: Readonly<Record<SpeedFormat, Readonly<Record<string, Contender>>>> = {
  pdf: { capuy: ours, unpdf: bareUnpdf, 'langchain PDFLoader': pdfLoader },
  docx: { capuy: ours, mammoth: bareMammoth, 'langchain DocxLoader': () => docxLoader('docx') },
  doc: { capuy: ours, 'word-extractor': bareWordExtractor, 'langchain DocxLoader': () => docxLoader('doc') },
  xlsx: { capuy: ours, 'read-excel-file': bareReadExcel },
};

function ours(): Promise<Read> {
  return Promise.resolve(async (bytes, name) => {
    // Pages without a text layer are left to `capuy eval ocr`.
    const { text, pages, chunks } = await readDocument(bytes, name, {}, { isOcrAllowed: false });
    return { characters: text.length, parts: chunks.length === 0 ? 0 : pages.length };
  });
}

async function bareUnpdf(): Promise<Read> {
  const { extractText, getDocumentProxy } = await import('unpdf');
  return async (bytes) => {
    const pdf = await getDocumentProxy(bytes, { verbosity: 0 });
    const { text } = await extractText(pdf, { mergePages: false });
    await pdf.loadingTask.destroy();
    return { characters: text.join('\n').length, parts: text.length };
  };
}

async function bareMammoth(): Promise<Read> {
  const { default: mammoth } = await import('mammoth');
  return async (bytes) => {
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
    return { characters: value.length, parts: 1 };
  };
}

async function bareWordExtractor(): Promise<Read> {
  const { default: WordExtractor } = await import('word-extractor');
  return async (bytes) => {
    const body = (await new WordExtractor().extract(Buffer.from(bytes))).getBody();
    return { characters: body.length, parts: 1 };
  };
}

async function bareReadExcel(): Promise<Read> {
  const { default: readXlsxFile } = await import('read-excel-file/node');
  return async (bytes) => {
    const sheets = await readXlsxFile(Buffer.from(bytes));
    const cells = sheets.flatMap(({ data }) => data.flat().map((cell) => String(cell ?? '')));
    return { characters: cells.join(' ').length, parts: sheets.length };
  };
}

/** The loader with the same build of PDF.js that we read with, so that only what is around it differs. */
async function pdfLoader(): Promise<Read> {
  const { PDFLoader } = await import('@langchain/community/document_loaders/fs/pdf');
  const { getResolvedPDFJS } = await import('unpdf');
  return async (bytes) => {
    const documents = await new PDFLoader(blobOf(bytes), {
      pdfjs: async () => {
        const { getDocument, version } = await getResolvedPDFJS();
        return { getDocument, version } as never;
      },
    }).load();
    return amount(documents);
  };
}

async function docxLoader(type: 'docx' | 'doc'): Promise<Read> {
  const { DocxLoader } = await import('@langchain/community/document_loaders/fs/docx');
  return async (bytes) => {
    const documents =
      type === 'doc'
        ? await new DocxLoader(blobOf(bytes), { type: 'doc' }).load()
        : await new DocxLoader(blobOf(bytes)).load();
    return amount(documents);
  };
}

const blobOf = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)]);

const amount = (documents: readonly { pageContent: string }[]): Reading => ({
  characters: documents.reduce((sum, { pageContent }) => sum + pageContent.length, 0),
  parts: documents.length,
});

/** What a contender is asked to do. */
export interface SpeedTask {
  format: SpeedFormat;
  contender: string;
  paths: readonly string[];
  /** How often each file is read after the first time. */
  rounds: number;
}

/** Time and size of one file; `ms` is null where the reader could not read it. */
export interface FileTime {
  path: string;
  ms: number | null;
  characters: number;
  parts: number;
}

/** What a contender answers. */
export interface SpeedReport {
  files: FileTime[];
  /** Milliseconds to load the reader. */
  loadMs: number;
  /** Most memory that the process ever held, in MB. */
  peakMb: number;
}

/** Waits for the task, does it and ends. */
export function serve(): void {
  process.once('message', (task: SpeedTask) => {
    void measure(task).then((report) => process.send?.(report, () => process.disconnect()));
  });
}

async function measure({ format, contender, paths, rounds }: SpeedTask): Promise<SpeedReport> {
  const started = performance.now();
  const read = await (contenders[format][contender] as Contender)();
  const loadMs = performance.now() - started;
  const files: FileTime[] = [];
  for (const path of paths) files.push(await timeFile(read, path, rounds));
  // `maxRSS` counts kilobytes.
  return { files, loadMs, peakMb: process.resourceUsage().maxRSS / 1024 };
}

/** The fastest of several readings after a first one that warms up: what others do on the machine only adds to it. */
async function timeFile(read: Read, path: string, rounds: number): Promise<FileTime> {
  const bytes = new Uint8Array(await readFile(path));
  const times: number[] = [];
  let reading: Reading = { characters: 0, parts: 0 };
  try {
    for (let round = 0; round <= rounds; round++) {
      // Some readers take the buffer over.
      const copy = new Uint8Array(bytes);
      const started = performance.now();
      reading = await read(copy, basename(path));
      if (round > 0 || rounds === 0) times.push(performance.now() - started);
    }
  } catch {
    return { path, ms: null, characters: 0, parts: 0 };
  }
  return { path, ms: Math.min(...times), ...reading };
}
