import type { DateOnly } from '../../core/clock.ts';
import type { DenseFilter, DenseHit } from './embedding-search.ts';
import type { Candidate, LexicalIndex } from './lexical-index.ts';
import type { Corpus } from './retriever-corpus.ts';
import type { SearchFilter } from '../types.ts';

/*
 * How the list of the search by meaning joins the search by words. Its passages become candidates like those of the
 * lexical index, so that the learned ranking sees the same of all; then each passage of the list gains by its nearness.
 * Scores keep the scale of the ranking, which the evidence is weighed by. The way and the weight were chosen by the
 * questions of eval/training, with embedders of three qualities: docs/evaluation.md.
 */

/**
 * What the nearest passage gains. A model that finds what words find gains more with .3, but one that is worse than the
 * ranking, or says what it knows already, takes more away.
 */
const nearnessWeight = 0.15;

/**
 * What each passage of a list by meaning gains: everything for the first, nothing for the last, in proportion to its
 * nearness between the two. How near is near differs from model to model, and so do the differences.
 */
export function nearnessGains(near: readonly DenseHit[]): Map<string, number> {
  const scores = near.map(({ score }) => score);
  const least = Math.min(...scores);
  const span = Math.max(...scores) - least;
  return new Map(near.map(({ id, score }) => [id, span > 0 ? (nearnessWeight * (score - least)) / span : 0]));
}

/**
 * The passages of a list by meaning as candidates for the ranking, as far as the index has them: a passage that came or
 * went since is left out. A scan of numbers, half a millisecond in a store of 640,000 passages.
 */
export function candidatesOf(
  index: LexicalIndex,
  near: readonly Pick<DenseHit, 'id' | 'documentId'>[],
): Candidate[] {
  if (near.length === 0) return [];
  const wanted = new Set(near.map(({ id }) => id));
  const documents = new Set(near.map(({ documentId }) => documentId));
  const isWanted = new Uint8Array(index.documents.length);
  for (const [number, id] of index.documents.entries()) if (documents.has(id)) isWanted[number] = 1;
  const candidates: Candidate[] = [];
  for (const segment of index.segments) {
    for (let passage = 0; passage < segment.ids.length; passage++) {
      const document = segment.document[passage]!;
      if (isWanted[document] === 0 || segment.removed[passage]) continue;
      const id = segment.ids[passage]!;
      if (wanted.has(id))
        candidates.push({ id, documentId: index.documents[document]!, score: 0, segment, passage });
    }
  }
  return candidates;
}

/** Below this many passages the documents are named one by one: every vector of theirs is compared then. */
const namedBelow = 20_000;

/**
 * The filter of a search as the search by meaning takes it. What holds on a day is known here alone (it is computed from
 * what documents say of others), so documents that do not hold then are named in the query; who may see which document
 * the query knows by itself. Answers from memory after the first question of a viewer and a day.
 */
export function denseFilter(corpus: Corpus, filter: SearchFilter): DenseFilter {
  const { viewer, asOf, documentIds } = filter;
  const view = corpus.seenBy(viewer);
  const exceptPassages = [...view.endedPassages(filter)];
  const all = Math.max(1, passagesOf(corpus));
  if (documentIds) {
    const isAllowed = view.allowed(filter);
    const only = [...new Set(documentIds)].filter((id) => isAllowed(id));
    const passageCount = chunksOf(view, only);
    return { viewer, only, exceptPassages, passageCount, share: passageCount / all };
  }
  const except = asOf === undefined ? none : remembered(view, `day ${asOf}`, () => notCurrent(view, asOf));
  const passageCount = passagesOf(view) - chunksOf(view, except);
  const allowedCount = view.documents.size - except.size;
  // Few are named one by one, and otherwise whichever list is shorter.
  const areNamed =
    passageCount <= namedBelow ? allowedCount < corpus.documents.size : allowedCount < except.size;
  const size = { passageCount, share: passageCount / all };
  return areNamed
    ? { viewer, only: [...view.documents.keys()].filter((id) => !except.has(id)), exceptPassages, ...size }
    : { viewer, except: [...except], exceptPassages, ...size };
}

const none: ReadonlySet<string> = new Set();

function chunksOf(corpus: Corpus, ids: Iterable<string>): number {
  let sum = 0;
  for (const id of ids) sum += corpus.documents.get(id)?.chunkCount ?? 0;
  return sum;
}

const passagesOf = (corpus: Corpus): number =>
  remembered(corpus, 'all', () => chunksOf(corpus, corpus.documents.keys()));

/** Documents that do not hold on a day. */
function notCurrent(corpus: Corpus, asOf: DateOnly): ReadonlySet<string> {
  const isCurrent = corpus.allowed({ asOf });
  return new Set([...corpus.documents.keys()].filter((id) => !isCurrent(id)));
}

/** What was worked out of a corpus, which never changes; gone with it. */
const memory = new WeakMap<Corpus, Map<string, unknown>>();
const mostRemembered = 200;

function remembered<T>(corpus: Corpus, key: string, work: () => T): T {
  let known = memory.get(corpus);
  if (!known || known.size > mostRemembered) memory.set(corpus, (known = new Map()));
  if (!known.has(key)) known.set(key, work());
  return known.get(key) as T;
}
