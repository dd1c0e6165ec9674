import { cleanText } from '../../text/normalise.ts';
import { foldedSyllables } from '../../text/syllables.ts';

/** A number, date or reference of a text with the words around it, up to the next one or the end of the clause. */
export interface Placed {
  token: string;
  /** Tokens that could stand for each other: counts of the same noun, durations in the same unit, dates, ... */
  group: string;
  /** Nearest first. */
  before: readonly string[];
  after: readonly string[];
  /** The values that stand before and after it in the same clause. */
  previous: string | null;
  next: string | null;
  from: number;
  to: number;
}

const longest = 7;

/** The tokens of `text` (offsets into its clean form) with their surroundings. */
export function placeTokens(
  text: string,
  tokens: readonly { token: string; from: number; to: number }[],
): Placed[] {
  const clean = cleanText(text);
  const inOrder = [...tokens].sort((a, b) => a.from - b.from || a.to - b.to);
  return inOrder.map(({ token, from, to }, i) => {
    const previous = inOrder.slice(0, i).findLast((other) => other.to <= from);
    const next = inOrder.slice(i + 1).find((other) => other.from >= to);
    const [left = '', ...further] = clean
      .slice(previous?.to ?? 0, from)
      .split(/[.;:\n]\s/u)
      .reverse();
    const [right = '', ...beyond] = clean.slice(to, next?.from ?? clean.length).split(/[.;:\n](?:\s|$)/u);
    const after = foldedSyllables(right).slice(0, longest);
    return {
      token,
      group: groupOf(token, after),
      before: foldedSyllables(left).slice(-longest).reverse(),
      after,
      previous: further.length === 0 ? (previous?.token ?? null) : null,
      next: beyond.length === 0 ? (next?.token ?? null) : null,
      from,
      to,
    };
  });
}

function groupOf(token: string, after: readonly string[]): string {
  const [kind = '', , unit] = token.split(':');
  if (kind === 'n') return `n:${after[0] ?? ''}`;
  return kind === 'dur' ? `dur:${unit}` : kind;
}

/** This many more words must agree with the surroundings of another value before the claim is taken to be its. */
const margin = 2;

/**
 * True where the words around `claim` are those that the evidence has around another value of the same group: "3 đồng
 * chí 60 năm tuổi Đảng" of a text that counts 41 of them and 3 of another kind.
 */
export function belongsToAnother(claim: Placed, evidence: readonly Placed[]): boolean {
  let own = -1;
  let other = -1;
  for (const place of evidence) {
    if (place.token === claim.token) own = Math.max(own, agreement(claim, place));
    else if (place.group === claim.group) other = Math.max(other, agreement(claim, place));
  }
  return own >= 0 && other >= own + margin;
}

/** Words in common; a value beside it says as much as two words. */
/** Words in common; a value beside it says as much as two words. */
const agreement = (a: Placed, b: Placed): number =>
  common(a.before, b.before) +
  common(a.after, b.after) +
  (a.previous !== null && a.previous === b.previous ? 2 : 0) +
  (a.next !== null && a.next === b.next ? 2 : 0);

function common(a: readonly string[], b: readonly string[]): number {
  const left = new Set(b);
  return new Set(a.filter((word) => left.has(word))).size;
}
