import type { Slice } from './quote.ts';

/** Quotations that touch in one passage become one. */
export function mergeNeighbours(quotes: readonly Slice[]): Slice[] {
  const merged: Slice[] = [];
  for (const quote of quotes) {
    const at = merged.findIndex((other) =>
      other.passage.id === quote.passage.id
        ? touches(other, quote)
        : other.passage.document.id === quote.passage.document.id && isOneInTheOther(other, quote),
    );
    const other = merged[at];
    if (!other) {
      merged.push(quote);
      continue;
    }
    const from = Math.min(other.charFrom, quote.charFrom);
    const to = Math.max(other.charTo, quote.charTo);
    const { passage } = other;
    // A list that goes on in later passages is longer than its passage: then it holds the other whole.
    const whole = [other, quote].find((one) => one.charFrom === from && one.charTo === to);
    merged[at] = {
      ...(whole ?? other),
      text: whole?.text ?? passage.text.slice(from - passage.charFrom, to - passage.charFrom),
      charFrom: from,
      charTo: to,
      emphasis: [other, quote].flatMap((one) =>
        one.emphasis.map(([a, b]) => [a + one.charFrom - from, b + one.charFrom - from] as const),
      ),
    };
  }
  return merged;
}

/** A list that goes on in later passages holds what is quoted of those. */
const isOneInTheOther = (a: Slice, b: Slice): boolean =>
  !a.isTrimmed &&
  !b.isTrimmed &&
  ((a.charFrom <= b.charFrom && b.charTo <= a.charTo) || (b.charFrom <= a.charFrom && a.charTo <= b.charTo));

const isWithinPassage = ({ charTo, passage }: Slice): boolean => charTo <= passage.charTo;

const touches = (a: Slice, b: Slice): boolean => {
  if (a.charFrom <= b.charFrom && b.charTo <= a.charTo) return true;
  if (b.charFrom <= a.charFrom && a.charTo <= b.charTo) return !a.isTrimmed;
  const gap = a.charFrom < b.charFrom ? b.charFrom - a.charTo : a.charFrom - b.charTo;
  return (
    gap <= 2 &&
    !a.isTrimmed &&
    !b.isTrimmed &&
    isWithinPassage(a) &&
    isWithinPassage(b) &&
    Math.max(a.charTo, b.charTo) - Math.min(a.charFrom, b.charFrom) <= 900
  );
};
