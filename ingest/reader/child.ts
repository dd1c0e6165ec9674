import { AppError, DocumentUnreadableError } from '../../core/errors.ts';
import type { ReadOptions, ScannedPage } from '../types.ts';
import type { Failure, FromChild, ReaderWork, Request, ToChild } from './protocol.ts';

/*
 * The loop of the reader process: one request at a time, answered once. It ends with the channel to its parent.
 */

/** The request in hand. */
interface Current {
  id: number;
  abort: AbortController;
  /** Set while a page waits to be taken. */
  pageTaken: (() => void) | undefined;
}

/** Serves the functions of the module at `workUrl` to the parent process until the channel closes. */
export async function serve(workUrl: string): Promise<void> {
  let current: Current | undefined;
  let loading: Promise<ReaderWork> | undefined;
  const work = (): Promise<ReaderWork> => (loading ??= import(workUrl) as Promise<ReaderWork>);

  const answer = async (id: number, request: Request): Promise<void> => {
    const now: Current = { id, abort: new AbortController(), pageTaken: undefined };
    current = now;
    send({ kind: 'taken', id });
    try {
      const result = await carryOut(await work(), request, now);
      send({ kind: 'done', id, result, rssBytes: process.memoryUsage.rss() });
    } catch (error) {
      send({ kind: 'failed', id, failure: failureOf(error), rssBytes: process.memoryUsage.rss() });
    }
    current = undefined;
  };

  process.on('message', (message: ToChild) => {
    if (message.kind === 'request') void answer(message.id, message.request);
    else if (message.id !== current?.id) return;
    else if (message.kind === 'page-taken') current.pageTaken?.();
    else {
      current.abort.abort(new AppError('internal', 'the reading was called off'));
      current.pageTaken?.();
    }
  });
  process.on('disconnect', () => process.exit(0));
  // Libraries leave promises behind that fail later; they belong to no request and must not end the next one.
  process.on('unhandledRejection', () => undefined);
  send({ kind: 'ready' });
}

const send = (message: FromChild): void => void process.send?.(message);

async function carryOut(work: ReaderWork, request: Request, current: Current): Promise<unknown> {
  const { signal } = current.abort;
  switch (request.action) {
    case 'read':
      return work.read(
        request.bytes,
        request.fileName,
        request.corrections,
        optionsOf(request, current, signal),
      );
    case 'inspect': {
      const { accepted, refused } = await work.inspect(request.bytes, request.fileName, {
        signal,
        onProgress: (progress) => send({ kind: 'progress', id: current.id, progress }),
      });
      return {
        accepted: accepted.map(({ bytes, ...rest }) => ({
          ...rest,
          bytes: bytes === request.bytes ? null : bytes,
        })),
        refused,
      };
    }
    case 'pageImage':
      return work.pageImage(request.bytes, request.mediaType, request.pageNo, request.view);
  }
}

function optionsOf(
  request: Extract<Request, { action: 'read' }>,
  current: Current,
  signal: AbortSignal,
): ReadOptions {
  const { id } = current;
  return {
    signal,
    onProgress: (progress) => send({ kind: 'progress', id, progress: { ...progress } }),
    ...(request.knownPages ? { knownPages: request.knownPages } : {}),
    ...(request.isOcrAllowed === undefined ? {} : { isOcrAllowed: request.isOcrAllowed }),
    ...(request.scanLimit === undefined ? {} : { scanLimit: request.scanLimit }),
    ...(request.wantsPages
      ? {
          async onPage(page: ScannedPage): Promise<void> {
            const taken = new Promise<void>((resolve) => (current.pageTaken = resolve));
            send({ kind: 'page', id, page });
            await taken;
            current.pageTaken = undefined;
            signal.throwIfAborted();
          },
        }
      : {}),
  };
}

/** Only what we wrote ourselves crosses; the message of any other error may quote the file. */
function failureOf(error: unknown): Failure {
  if (error instanceof DocumentUnreadableError) {
    const { code, sentence, page } = error;
    return { code, sentence, ...(page === undefined ? {} : { page }) };
  }
  if (error instanceof AppError && error.code !== 'internal') return { code: error.code };
  const name = error instanceof Error ? error.name : typeof error;
  const frames = (error instanceof Error ? (error.stack ?? '') : '')
    .split('\n')
    .filter((line) => /^ {4}at /u.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
  return { code: 'internal', at: [name, ...frames].join(' ') };
}
