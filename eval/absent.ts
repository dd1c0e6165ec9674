import type { Library } from '../rag/library.ts';
import { termsOf } from '../rag/question/terms.ts';
import type { Passage } from '../rag/types.ts';

/** What is to be missing from a library, as if it had never been kept. */
export interface Absent {
  /** Passages by document and place in it. */
  isGone: (passage: Passage) => boolean;
  /** The passages' titles and texts: what they say no longer counts as known. */
  texts: readonly string[];
  /** The documents that are left, where whole documents go; otherwise a few passages are passed over. */
  documentIds?: readonly string[];
}

/**
 * A library without some of its passages, over the same index: they are not found, and their words are taken out of
 * the statistics, because a question whose words are known is likelier to be answered.
 */
export function withoutPassages<L extends Library>(library: L, { isGone, texts, documentIds }: Absent): L {
  const terms = texts.map((text) => termsOf(text));
  const passedOver = documentIds ? 0 : texts.length;
  return {
    ...library,
    search: async ({ text, filter, k = 10 }) =>
      (
        await library.search({
          text,
          filter: documentIds && !filter.documentIds ? { ...filter, documentIds } : filter,
          k: k + passedOver,
        })
      )
        .filter((hit) => !isGone(hit.passage))
        .slice(0, k),
    statistics: (viewer) => {
      const { passageCount, passageFrequency } = library.statistics(viewer);
      return {
        passageCount: passageCount - terms.length,
        passageFrequency: (term) =>
          Math.max(
            0,
            passageFrequency(term) -
              terms.filter(({ words, pairs }) => words.has(term) || pairs.has(term)).length,
          ),
      };
    },
  };
}
