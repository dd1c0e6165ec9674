import { ModelCallError } from '../core/errors.ts';

/** Lets only so many calls run at once. */
export interface Queue {
  /**
   * Waits for a turn and returns what gives it back. People come before background work, and background work never takes
   * the last turn of several.
   * @throws ModelCallError of kind `stopped` when `signal` aborts first; the caller knows why it did
   */
  enter(signal: AbortSignal, isBackground?: boolean): Promise<() => void>;
  readonly running: number;
  readonly waiting: number;
}

/** A queue of `limit` turns. */
export function createQueue(limit: number): Queue {
  interface Waiting {
    isBackground: boolean;
    admit(): void;
  }
  let running = 0;
  let waiting: Waiting[] = [];
  const backgroundLimit = Math.max(1, limit - 1);
  const mayRun = (isBackground: boolean): boolean => running < (isBackground ? backgroundLimit : limit);

  const leave = (): void => {
    running -= 1;
    admitNext();
  };
  function admitNext(): void {
    const next =
      waiting.find(({ isBackground }) => !isBackground && mayRun(false)) ??
      waiting.find(({ isBackground }) => isBackground && mayRun(true));
    if (!next) return;
    waiting = waiting.filter((other) => other !== next);
    next.admit();
  }
  const take = (): (() => void) => {
    running += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      leave();
    };
  };

  return {
    get running() {
      return running;
    },
    get waiting() {
      return waiting.length;
    },
    async enter(signal, isBackground = false) {
      if (signal.aborted) throw stopped();
      const isFirst = !waiting.some((other) => isBackground || !other.isBackground);
      if (isFirst && mayRun(isBackground)) return take();
      return new Promise((resolve, reject) => {
        const entry: Waiting = {
          isBackground,
          admit() {
            signal.removeEventListener('abort', onAbort);
            resolve(take());
          },
        };
        const onAbort = (): void => {
          waiting = waiting.filter((other) => other !== entry);
          reject(stopped());
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.push(entry);
      });
    },
  };
}

const stopped = (): ModelCallError => new ModelCallError('stopped while waiting', { kind: 'stopped' });
