/** A number of places that are taken in turn. */
export interface Slots {
  /** Resolves when a place is free; whoever entered must leave. */
  enter(): Promise<void>;
  leave(): void;
}

/** At most `count` holders at a time, first come, first served. */
export function createSlots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  return {
    async enter() {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else free++;
    },
  };
}
