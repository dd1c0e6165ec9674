import { nearnessTo } from './word-vectors-windows.ts';
import type { Candidate, LexicalIndex } from './lexical-index.ts';
import type { Query, QueryWord } from './query.ts';
import type { Nearness } from './word-vectors-windows.ts';

/**
 * How near candidates are to a query: one function a query, to be asked for each candidate (about a microsecond).
 * Abbreviations count in all their readings. All 0 where the index has no vectors or the query no word with one.
 */
export function nearnessOf(index: LexicalIndex, query: Query): (candidate: Candidate) => Nearness {
  const { vectors } = index;
  if (!vectors) return () => ({ window: 0, whole: 0 });
  const readings = query.expansions.map((words) => ({
    words: words.map(folded),
    weight: words[0]?.weight ?? 0,
  }));
  const compare = nearnessTo(
    vectors.embed([...matter(query.words).map((words) => ({ words, weight: 1 })), ...readings]),
    vectors.embed([{ words: query.words.map(folded), weight: 1 }, ...readings]),
  );
  return ({ segment, passage }) =>
    compare(segment.vectors, segment.firstVector[passage]!, segment.firstVector[passage + 1]!);
}

const folded = (word: QueryWord): string => word.folded;

/** What is asked about: the runs of words between the words of asking. */
function matter(words: readonly QueryWord[]): string[][] {
  const runs: string[][] = [[]];
  for (const word of words) {
    if (word.weight >= 1) runs.at(-1)!.push(word.folded);
    else runs.push([]);
  }
  return runs;
}
