import type OpenAI from 'openai';
import type { ModelCallError } from '../core/errors.ts';
import type { Breaker } from './breaker.ts';
import type { Ceiling } from './ceiling.ts';
import { startDeadline, type Deadline, type TimeLimits } from './deadline.ts';
import { toModelError } from './errors.ts';
import type { CallOptions, ModelKind, Usage } from './model.ts';
import type { Queue } from './queue.ts';
import { waitToRetry } from './retry.ts';

/** One model behind one endpoint, and what calls to it share. */
export interface Connection {
  client: OpenAI;
  kind: ModelKind;
  model: string;
  time: TimeLimits;
  /** The longest answer in tokens, where the caller asks for no other. */
  maxTokens: number;
  /** Shared by all models of one endpoint. */
  queue: Queue;
  breaker: Breaker;
  /** Shared by all endpoints. */
  ceiling: Ceiling;
}

/** What a call is, before it has a turn. */
export interface CallShape {
  options: Partial<CallOptions> & { isBackground?: boolean };
  /** Tokens that it will send, estimated. */
  promptTokens: number;
  /** Tokens of the longest answer that it asks for; default none. */
  completionTokens?: number;
  /** An answer that comes piece by piece has a limit on its first token and between tokens. */
  isPiecewise?: boolean;
}

/** What an attempt used. */
export type Used = Pick<Usage, 'promptTokens' | 'completionTokens' | 'isEstimated'>;

/** A call that has its turn at the endpoint. */
export interface Turn {
  deadline: Deadline;
  /** `error` as the cause that ended the call: the deadline's, where it passed. */
  errorOf(error: unknown): ModelCallError;
  succeeded(): void;
  /** Gives the turn back; `error`: how the call failed. */
  end(error?: ModelCallError): void;
  /** Counts what an attempt used, and returns it with for whom and what for. */
  count(used: Used): Usage;
}

/**
 * Waits for a turn: first the day's allowance and the endpoint's health are asked, then the queue.
 * @throws ModelCallError kinds `ceiling`, `busy`, `stopped`, or the last outage's
 */
export async function takeTurn(connection: Connection, shape: CallShape): Promise<Turn> {
  const { breaker, ceiling, kind, model, queue, time } = connection;
  const { options, promptTokens, completionTokens = 0, isPiecewise = false } = shape;
  const { signal, timeoutMs, isBackground = false, role, purpose } = options;
  const wholeMs = Math.min(timeoutMs ?? time.wholeMs, time.wholeMs);
  const { firstTokenMs, gapMs } = time;
  const deadline = startDeadline(signal, isPiecewise ? { wholeMs, firstTokenMs, gapMs } : { wholeMs });
  const errorOf = (error: unknown): ModelCallError => deadline.failure() ?? toModelError(error);
  let release = (): void => undefined;
  try {
    deadline.signal.throwIfAborted();
    breaker.check();
    release = await ceiling.reserve({ kind, promptTokens, completionTokens }, isBackground);
    const leave = await queue.enter(deadline.signal, isBackground);
    deadline.start();
    return {
      deadline,
      errorOf,
      succeeded: () => breaker.succeeded(),
      count(used) {
        const usage: Usage = {
          model,
          kind,
          ...used,
          ...(role === undefined ? {} : { role }),
          ...(purpose === undefined ? {} : { purpose }),
        };
        ceiling.count(usage);
        return usage;
      },
      end(error) {
        // A caller in a hurry says nothing about the endpoint.
        const isHurry = error?.kind === 'timeout' && wholeMs < Math.min(time.wholeMs, firstTokenMs);
        if (error && !isHurry) breaker.failed(error);
        deadline.end();
        leave();
        release();
      },
    };
  } catch (error) {
    const known = errorOf(error);
    deadline.end();
    release();
    throw known;
  }
}

/**
 * A call that gives its answer as a whole: takes a turn, tries again where the error passes by itself and time is left.
 * @throws ModelCallError
 */
export async function call<T>(
  connection: Connection,
  shape: CallShape,
  attempt: (turn: Turn) => Promise<T>,
): Promise<T> {
  const turn = await takeTurn(connection, shape);
  let failure: ModelCallError | undefined;
  try {
    for (let number = 1; ; number += 1) {
      try {
        const result = await attempt(turn);
        turn.succeeded();
        return result;
      } catch (error) {
        await waitToRetry(turn.errorOf(error), number, turn.deadline);
      }
    }
  } catch (error) {
    failure = turn.errorOf(error);
    throw failure;
  } finally {
    turn.end(failure);
  }
}

/** Whether a call that failed so has been worked on, and will be charged for. */
export const wasWorkedOn = ({ kind }: ModelCallError): boolean =>
  kind === 'timeout' || kind === 'stopped' || kind === 'broken' || kind === 'filtered';
