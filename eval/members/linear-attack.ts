/*
 * What someone can work out who writes down every figure they were told: all unknowns that the equations determine
 * (Gaussian elimination), and all that the bounds leave one value (each count lies between nobody and everybody).
 */

/** The unknowns of `over` add up to `value`. */
export interface Equation {
  over: readonly number[];
  value: number;
}

/** Arithmetic modulo a prime below 2^26: products stay exact. A sum that is determined is so modulo it too. */
const prime = 67_108_859;
const inverse = (value: number): number => {
  let [a, b, x, y] = [value, prime, 1, 0];
  while (b !== 0) {
    const q = Math.floor(a / b);
    [a, b] = [b, a - q * b];
    [x, y] = [y, x - q * y];
  }
  return ((x % prime) + prime) % prime;
};

/** Tells of any sum of unknowns whether the equations determine it. */
export class Elimination {
  /** Rows by the unknown that each is solved for. */
  private readonly rows = new Map<number, Int32Array>();
  constructor(private readonly unknowns: number) {}

  add(equation: Equation): void {
    const row = this.reduced(equation.over);
    const pivot = row.findIndex((each) => each !== 0);
    if (pivot < 0) return;
    const scale = inverse(row[pivot] ?? 1);
    for (let at = pivot; at < row.length; at++) row[at] = ((row[at] ?? 0) * scale) % prime;
    this.rows.set(pivot, row);
  }

  determines(over: readonly number[]): boolean {
    return this.reduced(over).every((each) => each === 0);
  }

  private reduced(over: readonly number[]): Int32Array {
    const row = new Int32Array(this.unknowns);
    for (const at of over) row[at] = 1;
    for (let at = 0; at < row.length; at++) {
      const factor = row[at] ?? 0;
      const known = factor === 0 ? undefined : this.rows.get(at);
      if (!known) continue;
      for (let to = at; to < row.length; to++)
        row[to] = ((((row[to] ?? 0) - factor * (known[to] ?? 0)) % prime) + prime) % prime;
    }
    return row;
  }
}

/**
 * The least and the most that each group can be, by passing bounds between equations until nothing moves: a group is the
 * sum of its unknowns, a group within another leaves the rest as a third. Groups are those asked about and those told.
 */
export function boundsOf(
  groups: readonly (readonly number[])[],
  equations: readonly Equation[],
  most: readonly number[],
): { low: number[]; high: number[] } {
  const keyOf = (over: readonly number[]): string => [...over].sort((a, b) => a - b).join();
  const sets = new Map<string, readonly number[]>();
  for (const over of [...groups, ...equations.map((equation) => equation.over), ...most.map((_, at) => [at])])
    sets.set(keyOf(over), over);
  // What is left of a group that was told when a group told inside it is taken away.
  const told = [...new Map(equations.map((each) => [keyOf(each.over), each])).values()];
  for (const outer of told)
    for (const inner of told) {
      if (inner.over.length >= outer.over.length) continue;
      const without = new Set(inner.over);
      const rest = outer.over.filter((at) => !without.has(at));
      if (rest.length === outer.over.length - inner.over.length) sets.set(keyOf(rest), rest);
    }
  const keys = [...sets.keys()];
  const place = new Map(keys.map((key, at) => [key, at]));
  const low = keys.map(() => 0);
  const high = keys.map((key) => (sets.get(key) ?? []).reduce((sum, at) => sum + (most[at] ?? 0), 0));
  const narrow = (at: number, from: number, to: number): boolean => {
    const isNew = from > (low[at] ?? 0) || to < (high[at] ?? 0);
    low[at] = Math.max(low[at] ?? 0, from);
    high[at] = Math.min(high[at] ?? 0, to);
    return isNew;
  };
  for (const { over, value } of told) narrow(place.get(keyOf(over)) ?? 0, value, value);
  // Every way in which a group falls into two others.
  const splits: [number, number, number][] = [];
  for (const [key, outer] of sets)
    for (const [innerKey, inner] of sets) {
      if (inner.length >= outer.length || inner.length === 0) continue;
      const all = new Set(outer);
      if (!inner.every((at) => all.has(at))) continue;
      const without = new Set(inner);
      const rest = place.get(keyOf(outer.filter((at) => !without.has(at))));
      const [whole, part] = [place.get(key), place.get(innerKey)];
      if (rest !== undefined && whole !== undefined && part !== undefined) splits.push([whole, part, rest]);
    }
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const [whole, a, b] of splits) {
      const l = (at: number): number => low[at] ?? 0;
      const h = (at: number): number => high[at] ?? 0;
      if (narrow(whole, l(a) + l(b), h(a) + h(b))) isMoving = true;
      if (narrow(a, l(whole) - h(b), h(whole) - l(b))) isMoving = true;
      if (narrow(b, l(whole) - h(a), h(whole) - l(a))) isMoving = true;
    }
  }
  const at = groups.map((over) => place.get(keyOf(over)) ?? 0);
  return { low: at.map((each) => low[each] ?? 0), high: at.map((each) => high[each] ?? 0) };
}
