import { canonicalTokens } from '../../text/canonical.ts';
import { cleanText } from '../../text/normalise.ts';
import { agreement, isSamePlace, layOut, type Fill, type Row, type Stretch } from './grounding-alignment.ts';
import { readBodies } from './grounding-bodies.ts';

/*
 * Values in the place of other values: the amount for outside the province where the passage says it of inside, the
 * office that assists where the passage names the one that leads. Every value stands in the passage, so only its place
 * tells.
 */

/** Who is spoken of, besides bodies and names. */
const roles =
  /(?<!\p{L})(?:phó bí thư|bí thư|phó chủ tịch|chủ tịch|phó trưởng ban|trưởng ban|chánh văn phòng|cấp ủy viên|cấp uỷ viên|cấp ủy|cấp uỷ|đảng viên|ủy viên|uỷ viên|cán bộ|công chức|viên chức|người lao động|thủ trưởng|tổ trưởng)(?!\p{L})/giu;

/** The values of `claim` that stand where its passages have another value of the same kind. Pieces as written. */
export function misplacedValues(claim: string, passages: readonly string[]): { from: number; to: number }[] {
  // Who is spoken of tells values apart, and values tell who; so each is compared between words that hold the other.
  return (['values', 'who'] as const).flatMap((what) =>
    misplacedIn(
      rowOf(claim, what),
      passages.map((passage) => rowOf(passage, what)),
    ),
  );
}

function misplacedIn(row: Row, rows: readonly Row[]): { from: number; to: number }[] {
  return row.gaps.flatMap((fills, at) =>
    [...new Set(fills.map(({ group }) => group))].flatMap((group) => {
      const said = fills.filter((fill) => fill.group === group);
      // Several in one gap are held together first, so that their order counts.
      const together = placed(said, row, at, rows, said);
      const wrong =
        said.length > 1 && together === 'unknown'
          ? said.filter((fill) => placed([fill], row, at, rows, said) === 'elsewhere')
          : together === 'elsewhere'
            ? said
            : [];
      return wrong.map(({ from, to }) => ({ from, to }));
    }),
  );
}

/**
 * Whether the passages have these values at the place that agrees best, or others of the group there. 'unknown': they
 * stand nowhere like this, which other checks judge.
 */
function placed(
  values: readonly Fill[],
  row: Row,
  at: number,
  rows: readonly Row[],
  beside: readonly Fill[],
): 'there' | 'elsewhere' | 'unknown' {
  const group = values[0]?.group;
  let own = -1;
  let other = -1;
  // Just as many values in this place, and not these in this order.
  let exchanged = -1;
  for (const evidence of rows) {
    for (const [bt, fills] of evidence.gaps.entries()) {
      const stated = fills.filter((fill) => fill.group === group);
      if (stated.length === 0) continue;
      const found = agreement(row, at, evidence, bt);
      if (isInOrder(values, stated)) own = Math.max(own, found.score);
      else if (!isSamePlace(found)) continue;
      else if (stated.length === beside.length && stated.length > 1)
        exchanged = Math.max(exchanged, found.score);
      else if (
        found.score >= certain ||
        !stated.every((fill) => beside.some((one) => one.value === fill.value))
      )
        other = Math.max(other, found.score);
    }
  }
  if (own < 0) return exchanged >= 0 ? 'elsewhere' : 'unknown';
  return Math.max(other, exchanged) > own ? 'elsewhere' : 'there';
}

/** So many words that agree leave no doubt that it is the same place, whatever else stands in it. */
const certain = 6;

function isInOrder(values: readonly Fill[], stated: readonly Fill[]): boolean {
  let next = 0;
  for (const { value } of stated) if (value === values[next]?.value) next += 1;
  return next === values.length;
}

const cache = new Map<string, Row>();

function rowOf(text: string, what: 'values' | 'who'): Row {
  const key = `${what} ${text}`;
  const known = cache.get(key);
  if (known) return known;
  const clean = cleanText(text);
  const values = canonicalTokens(text).map(({ token, from, to }) => ({
    from,
    to,
    fill: { group: groupOf(token), value: token },
  }));
  const isFree = ({ from, to }: { from: number; to: number }): boolean =>
    !values.some((value) => value.from < to && from < value.to);
  const held = [...clean.matchAll(roles)]
    .map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      fill: { group: 'who', value: match[0].toLowerCase() },
    }))
    .filter(isFree);
  // 'Bí' of "chi bộ Bí thư" is no name.
  const named = readBodies(clean)
    .parts.filter((part) => isFree(part) && !held.some(({ from, to }) => from < part.to && part.from < to))
    .map(({ from, to, words }) => ({ from, to, fill: { group: 'who', value: words } }));
  const row =
    what === 'values'
      ? layOut(text, values)
      : layOut(text, [
          ...values.map(({ from, to, fill }) => ({ from, to, word: fill.value })),
          ...named,
          ...held,
        ] satisfies Stretch[]);
  if (cache.size > 128) cache.delete(cache.keys().next().value as string);
  cache.set(key, row);
  return row;
}

function groupOf(token: string): string {
  const kind = token.slice(0, token.indexOf(':'));
  if (['date', 'month', 'year', 'quarter', 'period', 'term'].includes(kind)) return 'when';
  return kind === 'raw' ? 'n' : kind;
}
