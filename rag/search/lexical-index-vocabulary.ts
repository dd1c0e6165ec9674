import { cleanText, fold, normalise } from '../../text/normalise.ts';

/** The same runs of letters and digits as `text/syllables.ts`, over lower-cased text. */
const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;

/**
 * Every word of an index as a small number. Accented words and their folded forms share one numbering, so that a
 * passage is kept as one stream of accented words and is searched by folded ones. Words are never forgotten: a few
 * unused ones cost less than renumbering every stream.
 */
export class Vocabulary {
  readonly words: string[] = [];
  /** For each word the number of its folded form; a folded word maps to itself. */
  readonly foldedOf: number[] = [];
  /** For each folded word the numbers of every word that folds to it, itself included. */
  readonly #variants: number[][] = [];
  readonly #numbers = new Map<string, number>();
  /** Words as printed ("Hoà") to their number, so that each spelling is normalised once, not at each occurrence. */
  readonly #printed = new Map<string, number>();

  constructor(words: readonly string[] = []) {
    for (const word of words) this.#number(word);
  }

  get size(): number {
    return this.words.length;
  }

  /** The numbers of the words of `text` in order, appended to `into`; unknown words are added. */
  read(text: string, into: number[]): void {
    for (const word of cleanText(text).toLowerCase().match(wordPattern) ?? []) {
      let number = this.#printed.get(word);
      if (number === undefined) {
        number = this.#number(normalise(word));
        this.#printed.set(word, number);
      }
      into.push(number);
    }
  }

  /** The number of a lower-case word with or without accents, or -1 where no passage ever had it. */
  find(word: string): number {
    return this.#numbers.get(word) ?? -1;
  }

  /** Every word that folds to the same as `number`, which is itself folded. */
  variants(number: number): readonly number[] {
    return this.#variants[number] ?? [];
  }

  #number(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const number = this.words.length;
    this.words.push(word);
    this.#numbers.set(word, number);
    this.foldedOf.push(number);
    this.#variants.push([]);
    const folded = fold(word);
    if (folded !== word) this.foldedOf[number] = this.#number(folded);
    this.#variants[this.foldedOf[number]!]!.push(number);
    return number;
  }
}
