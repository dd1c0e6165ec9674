import type { Viewer } from '../../core/viewer.ts';
import type { Library } from '../library.ts';
import { withoutPrivateReason, type Slice } from './quote.ts';
import type { Passage } from '../types.ts';

/** Passages this close in the text are parted by line ends alone. */
const widestGap = 2;

/**
 * The text of a document from `from` to `to`, cut out of its passages: one slice where they follow each other, more
 * where something between them is kept in none. Its passage is the first of each slice.
 */
export async function stretchOf(
  library: Pick<Library, 'passages'>,
  viewer: Viewer,
  documentId: string,
  [from, to]: readonly [number, number],
): Promise<Slice[]> {
  const passages = await library.passages(viewer, documentId, { charFrom: from, charTo: to });
  return sliceOfPassages(passages, [from, to]);
}

/** The same of passages at hand, in order. */
export function sliceOfPassages(
  passages: readonly Passage[],
  [from, to]: readonly [number, number],
): Slice[] {
  const slices: Slice[] = [];
  for (const passage of passages) {
    const start = Math.max(from, passage.charFrom);
    const end = Math.min(to, passage.charTo);
    if (end <= start) continue;
    const text = passage.text.slice(start - passage.charFrom, end - passage.charFrom);
    const last = slices.at(-1);
    const gap = last ? start - last.charTo : Infinity;
    if (last && gap >= 0 && gap <= widestGap)
      slices[slices.length - 1] = { ...last, text: last.text + '\n'.repeat(gap) + text, charTo: end };
    else slices.push({ passage, text, charFrom: start, charTo: end, emphasis: [], isTrimmed: false });
  }
  return slices.map((slice) => {
    const kept = withoutPrivateReason(slice.text);
    return kept.length === slice.text.length
      ? slice
      : { ...slice, text: kept, charTo: slice.charFrom + kept.length, isTrimmed: true };
  });
}
