import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { SoakedProgram } from '../soak/soak.ts';

/** A claim as its row holds it. */
export interface HeldClaim {
  name: string;
  owner: string;
  /** Whether its time has not ended. */
  holds: boolean;
}

/** What happened after one kill, in milliseconds from it. */
export interface TakeOver {
  /** Until another process polled; infinite where none did. */
  pollMs: number;
  /** Chats that the dead process had. */
  chats: number;
  /** Until none of them was its own any more; 0 where it had none. */
  chatsMs: number;
}

/** Several processes that look like one program to a soak. */
export interface Replicas {
  program: SoakedProgram;
  takeOvers: readonly TakeOver[];
}

const lookMs = 50;
/** Far longer than a claim holds: a take-over that takes longer has failed. */
const mostMs = 120_000;

/**
 * `kill` takes the process that polls, and `start` after it waits until another one polls and has its chats, and starts
 * the dead one again. `claims`: the rows of now.
 */
export function createReplicas(deps: {
  count: number;
  start(apiRoot: string): Promise<ChildProcess>;
  end(child: ChildProcess, signal: NodeJS.Signals): Promise<void>;
  memoryOf(child: ChildProcess): number | null;
  claims(): Promise<HeldClaim[]>;
}): Replicas {
  let running: ChildProcess[] = [];
  let killed: { at: number; owner: string } | null = null;
  const takeOvers: TakeOver[] = [];
  let starting: Promise<void> = Promise.resolve();
  const pollerIn = (claims: readonly HeldClaim[]): string | undefined =>
    claims.find(({ name, holds }) => name.startsWith('poll:') && holds)?.owner;

  /** Looks until `isFound`; gives up after a while. */
  async function look(isFound: (claims: readonly HeldClaim[]) => boolean): Promise<void> {
    const until = performance.now() + mostMs;
    while (performance.now() < until) {
      const claims = await deps.claims().catch(() => null);
      if (claims && isFound(claims)) return;
      await wait(lookMs);
    }
  }

  async function takeOver({ at, owner }: { at: number; owner: string }): Promise<void> {
    let chats = 0;
    let chatsMs = 0;
    let pollMs = Infinity;
    await look((claims) => {
      const now = performance.now() - at;
      const left = claims.filter((claim) => claim.owner === owner && claim.name.startsWith('lane:')).length;
      chats = Math.max(chats, left);
      if (chats > 0 && left === 0 && chatsMs === 0) chatsMs = now;
      const poller = pollerIn(claims);
      if (poller !== undefined && poller !== owner && pollMs === Infinity) pollMs = now;
      return left === 0 && pollMs < Infinity;
    });
    takeOvers.push({ pollMs, chats, chatsMs });
  }

  async function startAll(apiRoot: string): Promise<void> {
    if (killed) await takeOver(killed);
    killed = null;
    const missing = Array.from({ length: deps.count - running.length });
    running.push(...(await Promise.all(missing.map(() => deps.start(apiRoot)))));
    await look((claims) => pollerIn(claims) !== undefined);
  }

  return {
    takeOvers,
    program: {
      start(apiRoot) {
        starting = startAll(apiRoot);
        return starting;
      },
      async kill() {
        // While a killed one is being replaced, the other is all there is.
        await starting.catch(() => undefined);
        const owner = pollerIn(await deps.claims().catch(() => [])) ?? '';
        const polling = running.find(({ pid }) => owner.split(':').at(-2) === String(pid)) ?? running[0];
        if (!polling) return;
        const at = performance.now();
        running = running.filter((child) => child !== polling);
        await deps.end(polling, 'SIGKILL');
        killed = { at, owner };
      },
      async stop() {
        const ending = running;
        running = [];
        await Promise.all(ending.map((child) => deps.end(child, 'SIGTERM')));
      },
      memory() {
        const held = running.map(deps.memoryOf).filter((bytes) => bytes !== null);
        return held.length === 0 ? null : Math.max(...held);
      },
    },
  };
}
