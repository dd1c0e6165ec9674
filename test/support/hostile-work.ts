import { AppError, DocumentUnreadableError } from '../../core/errors.ts';
import type { Inspection } from '../../ingest/reader/reader.ts';
import type { Corrections, ReadDocument, ReadOptions, ScannedPage } from '../../ingest/types.ts';

/*
 * Parsers that behave as badly as the name of the file says; the tests of the reader process run them in it. What comes
 * back is no document but whatever the test wants to see.
 */

const page = (pageNo: number): ScannedPage => ({
  pageNo,
  rotation: 0,
  confidence: 1,
  // The tests learn from here which process is at work.
  engine: String(process.pid),
  lines: [],
  words: [],
});

const kept: unknown[] = [];

const doings: Readonly<Record<string, (options: ReadOptions) => unknown>> = {
  calm: () => ({ pid: process.pid }),
  loop: () => {
    for (;;);
  },
  heap: () => {
    for (;;) kept.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
  },
  buffers: () => {
    for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
  },
  exit: () => process.exit(7),
  waits: () => new Promise(() => undefined),
  upset: () => {
    throw new TypeError('cannot read: Nội dung riêng của tỉnh');
  },
  later: () => {
    void Promise.reject(new Error('nobody waits for this'));
    return { pid: process.pid };
  },
  locked: () => {
    throw new DocumentUnreadableError('Tệp có mật khẩu.', { page: 3 });
  },
  secret: () => {
    throw new AppError('document-secret', 'seen');
  },
  known: ({ knownPages, isOcrAllowed, scanLimit }) => ({
    known: [...(knownPages ?? [])],
    isOcrAllowed,
    scanLimit,
  }),
  environment: () => Object.keys(process.env),
  async pages({ onPage, onProgress }) {
    for (let pageNo = 1; pageNo <= 3; pageNo++) {
      await onPage?.(page(pageNo));
      onProgress?.({ done: pageNo, total: 3 });
    }
    return { pid: process.pid };
  },
  async 'pages without end'({ onPage }) {
    for (let pageNo = 1; ; pageNo++) await onPage?.(page(pageNo));
  },
  'page, then loop': async ({ onPage }) => {
    await onPage?.(page(1));
    for (;;);
  },
  'false progress': async ({ onProgress }) => {
    for (;;) {
      onProgress?.({ done: 1, total: 1_000_000 });
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
};

export const read = async (
  _bytes: Uint8Array,
  fileName: string,
  _corrections: Corrections,
  options: ReadOptions,
): Promise<ReadDocument> => (await doings[fileName]?.(options)) as ReadDocument;

export const inspect = async (bytes: Uint8Array, fileName: string): Promise<Inspection> => {
  await doings[fileName]?.({});
  return {
    accepted: [
      { name: fileName, bytes, mime: 'text/plain' },
      { name: 'member', bytes: new Uint8Array([1, 2]), mime: 'text/plain' },
    ],
    refused: [],
  };
};

export const pageImage = (_bytes: Uint8Array, _mediaType: string, pageNo: number): Promise<Uint8Array> =>
  Promise.resolve(new Uint8Array([pageNo]));
