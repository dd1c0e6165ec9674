import { ModelCallError, type ModelErrorKind } from '../core/errors.ts';

/** Failures of an endpoint as a whole, not of one request. */
const outages: ReadonlySet<ModelErrorKind> = new Set(['unreachable', 'timeout']);

/** Spares people the wait for an endpoint that is known to be down. */
export interface Breaker {
  /** @throws ModelCallError the last failure's kind, at once, while the endpoint is left alone */
  check(): void;
  succeeded(): void;
  failed(error: ModelCallError): void;
}

/**
 * After `threshold` outages in a row (default 3) calls fail at once for `restMs` (default 20 s); then one call tries, and
 * its outcome decides.
 */
export function createBreaker({
  threshold = 3,
  restMs = 20_000,
  now = () => performance.now(),
}: { threshold?: number; restMs?: number; now?: () => number } = {}): Breaker {
  let inARow = 0;
  let restsUntil = 0;
  let kind: ModelErrorKind = 'unreachable';
  return {
    check() {
      if (inARow < threshold) return;
      if (now() < restsUntil) throw new ModelCallError('the endpoint is left alone for a while', { kind });
      // The next calls wait for what this one finds.
      restsUntil = now() + restMs;
    },
    succeeded() {
      inARow = 0;
    },
    failed(error) {
      if (error.kind === 'stopped' || error.kind === 'busy' || error.kind === 'ceiling') return;
      if (!outages.has(error.kind)) {
        // It answered, if only with an error.
        inARow = 0;
        return;
      }
      inARow += 1;
      kind = error.kind;
      restsUntil = now() + restMs;
    },
  };
}
