import { sha256 } from '../core/ids.ts';

/** A source of made-up facts that gives the same ones for the same seed. */
export interface Draw {
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(options: readonly T[]): T;
}

/** Draws from SHA-256 of the seed and a counter: no state outside, nothing that depends on the machine. */
export function createDraw(seed: string): Draw {
  let counter = 0;
  const unit = (): number => Number.parseInt(sha256(`${seed}#${counter++}`).slice(0, 12), 16) / 16 ** 12;
  const between = (least: number, most: number): number => least + Math.floor(unit() * (most - least + 1));
  return {
    between,
    chance: (probability) => unit() < probability,
    pick: (options) => options[between(0, options.length - 1)] as (typeof options)[number],
  };
}
