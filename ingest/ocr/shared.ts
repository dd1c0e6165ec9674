import { createOcr, type Ocr } from './read-page.ts';

/** How long an engine that is not used is kept, in milliseconds; starting it takes about a second. */
const keptFor = 60_000;

let ocr: Ocr | undefined;
let timer: NodeJS.Timeout | undefined;
let users = 0;

/**
 * The reader of pages of this process: one engine for all files, started with the first page that needs it and ended
 * when no page has needed it for a minute.
 */
export const sharedOcr: Ocr = {
  async readPage(picture, pageNo, signal) {
    clearTimeout(timer);
    users += 1;
    try {
      return await (ocr ??= createOcr()).readPage(picture, pageNo, signal);
    } finally {
      users -= 1;
      if (users === 0) {
        clearTimeout(timer);
        timer = setTimeout(() => void sharedOcr.close(), keptFor);
        timer.unref();
      }
    }
  },
  async engineName() {
    return (ocr ??= createOcr()).engineName();
  },
  async close() {
    clearTimeout(timer);
    const closing = ocr;
    ocr = undefined;
    await closing?.close();
  },
};
