import { createRequire } from 'node:module';
import type { Worker as NodeWorker } from 'node:worker_threads';
import { dirname, join } from 'node:path';
import { createWorker, OEM, type PSM, type Worker } from 'tesseract.js';
import { asGreyMap, parseTable, segmentation, type OcrEngine, type ReadingMode } from './engine.ts';
import type { GreyPicture } from './picture.ts';

const modelFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/vie')), '4.0.0_best_int');

/** The Vietnamese model, a file that is installed with the assistant. Throws where its package is not there. */
export const embeddedModelPath = (): string => join(modelFolder(), 'vie.traineddata.gz');

/**
 * Tesseract compiled to WebAssembly with the Vietnamese model, both installed with the assistant: nothing is downloaded
 * or cached. Runs in a worker thread of its own, about 200 MB, until closed.
 */
export async function createEmbeddedEngine(): Promise<OcrEngine> {
  const require = createRequire(import.meta.url);
  const model = modelFolder();
  const { version } = require('tesseract.js/package.json') as { version: string };
  const worker: Worker = await createWorker('vie', OEM.LSTM_ONLY, {
    langPath: model,
    gzip: true,
    cacheMethod: 'none',
    // Without a handler a picture that cannot be read would end the process.
    errorHandler: () => undefined,
  });
  let mode: ReadingMode | undefined;
  let dots = 0;
  let isClosed = false;
  // The thread keeps the process alive only while it has something to read.
  const { worker: thread } = worker as unknown as { worker: NodeWorker };
  thread.unref();
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await worker.terminate();
  };
  return {
    name: `tesseract.js ${version} vie`,
    async read(picture: GreyPicture, wanted, dpi, signal) {
      signal?.throwIfAborted();
      thread.ref();
      try {
        if (mode !== wanted || dots !== dpi) {
          await worker.setParameters({
            tessedit_pageseg_mode: String(segmentation[wanted]) as PSM,
            user_defined_dpi: String(Math.round(dpi)),
            // A page is dark on light here; looking at doubtful lines the other way round costs a twentieth of the time.
            tessedit_do_invert: '0',
            invert_threshold: '0',
          });
          mode = wanted;
          dots = dpi;
        }
        // Blocks would hold every letter with its other readings: most of a megabyte a page, and a twentieth of the time.
        const reading = worker.recognize(asGreyMap(picture), {}, { text: false, tsv: true });
        const { data } = await withSignal(reading, signal, close);
        return parseTable(data.tsv ?? '');
      } finally {
        thread.unref();
      }
    },
    close,
  };
}

/** The worker cannot be interrupted, so an aborted reading ends it. */
async function withSignal<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  close: () => Promise<void>,
): Promise<T> {
  if (!signal) return work;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      void close();
      reject(signal.reason as Error);
    };
  });
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
