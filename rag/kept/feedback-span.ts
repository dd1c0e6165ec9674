import type { Viewer } from '../../core/viewer.ts';
import { normalise, lowerCase, oneLine } from '../../text/normalise.ts';
import type { Retriever } from '../types.ts';

/** How many passages are looked through for the words. */
const depth = 30;
/** Fewer words than this stand in too many places to say which is meant. */
const leastLength = 4;

/**
 * Where words stand in the store as they were typed: case, spacing and tone placement aside. Of a longer remark the
 * part in quotation marks counts. Null where no passage that the viewer may see holds them.
 */
export async function findVerbatim(
  retriever: Pick<Retriever, 'search'>,
  viewer: Viewer,
  typed: string,
): Promise<{ span: string; fileName: string } | null> {
  const quoted = /[“"«]([^“”"«»]{4,})[”"»]/u.exec(typed)?.[1];
  const wanted = quoted ?? typed;
  if (wanted.trim().length < leastLength) return null;
  const key = comparable(wanted);
  const hits = await retriever.search({ text: wanted, filter: { viewer }, k: depth });
  for (const { passage } of hits) {
    const text = oneLine(passage.text);
    const at = comparable(text).indexOf(key);
    if (at >= 0) return { span: text.slice(at, at + key.length), fileName: passage.document.fileName };
  }
  return null;
}

/** Keeps offsets of one-line text, so that the span can be taken from it. */
const comparable = (text: string): string => lowerCase(normalise(oneLine(text)));
