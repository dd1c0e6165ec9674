import type { Paragraph } from '../types.ts';

const longestQuote = 120;

/**
 * Where an amended text that opens here with “ is closed again; -1 where the paragraph opens none. Amended text begins its
 * line or follows 'như sau:'; elsewhere marks only set off a word, and one that nobody closed must not swallow articles.
 */
export function endOfQuote(paragraphs: readonly Paragraph[], index: number): number {
  const balance = (text: string): number =>
    (text.match(/“/gu)?.length ?? 0) - (text.match(/”/gu)?.length ?? 0);
  const text = paragraphs[index]?.text ?? '';
  const opening = text.search(/^“|:\s*“/u);
  if (opening < 0) return -1;
  let open = balance(text.slice(opening));
  if (open <= 0) return -1;
  for (let at = index + 1; at < paragraphs.length && at - index <= longestQuote; at++) {
    const line = paragraphs[at]?.text ?? '';
    open += balance(line);
    // A closing mark at the end of the line ends the text, even if a word inside it lost its own.
    if (open <= 0 || /”\s*[.;,]?\s*$/u.test(line)) return at;
  }
  return -1;
}
