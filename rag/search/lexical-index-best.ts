/**
 * Keeps the `k` highest scores of places that come in rising order; a heap whose root is the worst of them: the lowest
 * score, of equal ones the last.
 */
export class Best {
  /** A score must exceed it to get in; 0 at first, because a passage without any term is no hit. */
  threshold = 0;
  #size = 0;
  readonly #scores: Float64Array;
  readonly #places: Float64Array;

  constructor(k: number) {
    const size = Math.max(0, k);
    this.#scores = new Float64Array(size);
    this.#places = new Float64Array(size);
    if (size === 0) this.threshold = Infinity;
  }

  /** Takes a score above the threshold, and gives the new one. */
  offer(score: number, place: number): number {
    const scores = this.#scores;
    const places = this.#places;
    if (this.#size < scores.length) {
      // A new last one rises; it is worse than those of its score, since it comes later.
      let at = this.#size++;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (scores[parent]! < score) break;
        scores[at] = scores[parent]!;
        places[at] = places[parent]!;
        at = parent;
      }
      scores[at] = score;
      places[at] = place;
    } else this.#sink(score, place);
    if (this.#size === scores.length) this.threshold = scores[0]!;
    return this.threshold;
  }

  /** Puts a place where the root was and lets it sink below those that are worse. */
  #sink(score: number, place: number): void {
    const scores = this.#scores;
    const places = this.#places;
    const size = this.#size;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const other = child + 1;
      if (other < size && scores[other]! <= scores[child]!) {
        if (scores[other]! < scores[child]! || places[other]! > places[child]!) child = other;
      }
      if (scores[child]! > score || (scores[child] === score && places[child]! < place)) break;
      scores[at] = scores[child]!;
      places[at] = places[child]!;
      at = child;
    }
    scores[at] = score;
    places[at] = place;
  }

  /** Empties it; best first, equal scores by place. */
  sorted(): { score: number; place: number }[] {
    const sorted = new Array<{ score: number; place: number }>(this.#size);
    while (this.#size > 0) {
      const last = this.#size - 1;
      sorted[last] = { score: this.#scores[0]!, place: this.#places[0]! };
      this.#size = last;
      this.#sink(this.#scores[last]!, this.#places[last]!);
    }
    return sorted;
  }
}
