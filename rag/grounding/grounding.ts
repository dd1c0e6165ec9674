import { canonicalTokens } from '../../text/canonical.ts';
import { cleanText, fold } from '../../text/normalise.ts';
import { readBodies, unknownBodies, type NamedBodies } from './grounding-bodies.ts';
import { misplacedValues } from './grounding-places.ts';
import { belongsToAnother, placeTokens, type Placed } from './grounding-context.ts';
import { findSymbols, type SymbolMention } from '../../text/symbols.ts';

/** Whether a sentence may be shown, and what of it stands in none of its passages. */
export interface Grounding {
  ok: boolean;
  /** The unsupported pieces as written in the sentence. */
  missing: string[];
}

/**
 * Holds one sentence against the passages that it cites. Every number, percentage, date, period, article reference and
 * document symbol must stand in them in the same canonical form; a number keeps the noun that it counts and the words
 * around it where the passages have them around another value; no value is used more often than the passages state it;
 * bodies and names must be theirs. Other words are not checked.
 */
export function checkGrounding(sentence: string, passages: readonly string[]): Grounding {
  const evidence = passages.map((passage) => readEvidence(passage));
  const missing: { from: number; to: number }[] = [];
  const claims = canonicalTokens(sentence);
  const clean = cleanText(sentence);
  const symbols = findSymbols(sentence);
  const isInSymbol = ({ from, to }: { from: number; to: number }): boolean =>
    symbols.some((symbol) => symbol.from < to && from < symbol.to);
  for (const symbol of symbols) {
    if (!evidence.some((one) => one.symbols.some((other) => isSameDocument(symbol, other))))
      missing.push(symbol);
  }
  const places = evidence.flatMap((one) => one.places);
  const used = new Map<string, number>();
  for (const claim of placeTokens(sentence, claims)) {
    const { token, from, to } = claim;
    if (isInSymbol(claim)) continue;
    const count = (used.get(token) ?? 0) + 1;
    used.set(token, count);
    const available = evidence.reduce((sum, one) => sum + (one.tokens.get(token) ?? 0), 0);
    if (
      available >= count ? belongsToAnother(claim, places) : !isStatedOtherwise(token, clean.slice(from, to))
    )
      missing.push(claim);
  }
  function isStatedOtherwise(token: string, written: string): boolean {
    return evidence.some((one) => statesOtherwise(token, written, one));
  }
  for (const noun of countedNouns(clean)) {
    const isCount = claims.some(({ token, from }) => /^(?:n|raw|ratio):/u.test(token) && from === noun.from);
    if (!isCount || isInSymbol(noun)) continue;
    const [value = '', first = '', second = ''] = noun.pair.split(' ');
    const isKnown = evidence.some(
      (one) =>
        one.nouns.has(noun.pair) ||
        one.openNumbers.has(value) ||
        // "12 xã của huyện" where the passage goes on otherwise.
        (notCounted.has(second) && [...one.nouns].some((pair) => pair.startsWith(`${value} ${first} `))),
    );
    if (!isKnown) missing.push(noun);
  }
  const read = [...claims, ...symbols];
  for (const code of codes(clean)) {
    const isRead = read.some(({ from, to }) => from <= code.from && code.to <= to);
    if (!isRead && !evidence.some((one) => one.codes.has(code.written))) missing.push(code);
  }
  missing.push(
    ...unknownBodies(
      readBodies(clean),
      evidence.map((one) => one.bodies),
    ),
  );
  // What stands nowhere has no place to be wrong in.
  if (missing.length === 0) missing.push(...misplacedValues(clean, passages));
  return {
    ok: missing.length === 0,
    missing: [...new Set(missing.map(({ from, to }) => clean.slice(from, to)))],
  };
}

/** "khoản 2 Điều 9" of a text that prints "Điều 9 … khoản 2"; "hai" spelled out where the text says "hai ngày". */
function statesOtherwise(token: string, written: string, { tokens }: EvidenceTokens): boolean {
  const reference = /^ref:(dieu[^.]+)\.(khoan\d+)(?:\.(.+))?$/u.exec(token);
  if (reference) {
    const [, article = '', clause = '', point] = reference;
    return (
      tokens.has(`ref:${article}`) && tokens.has(`ref:${clause}${point === undefined ? '' : `.${point}`}`)
    );
  }
  const number = /^n:(\d+)$/u.exec(token)?.[1];
  if (number === undefined || /\d/u.test(written)) return false;
  return [...tokens.keys()].some((known) => known.startsWith(`dur:${number}:`));
}

interface EvidenceTokens {
  /** How often the passage states each token. */
  tokens: ReadonlyMap<string, number>;
  symbols: readonly SymbolMention[];
  /** "28 dang bo": numbers with the word that follows. */
  nouns: ReadonlySet<string>;
  /** Numbers that stand without a noun somewhere ("đảng bộ cơ sở là 28,"): any noun may be theirs. */
  openNumbers: ReadonlySet<string>;
  /** Every value with the words around it. */
  places: readonly Placed[];
  bodies: NamedBodies;
  /** Runs with a digit as written. */
  codes: ReadonlySet<string>;
}

const cache = new Map<string, EvidenceTokens>();

function readEvidence(passage: string): EvidenceTokens {
  const known = cache.get(passage);
  if (known) return known;
  const tokens = new Map<string, number>();
  const stated = canonicalTokens(passage, 'evidence');
  for (const { token } of stated) tokens.set(token, (tokens.get(token) ?? 0) + 1);
  const clean = cleanText(passage);
  const nouns = countedNouns(clean);
  const numbers = new Set(nouns.map(({ pair }) => pair.slice(0, pair.indexOf(' '))));
  const openNumbers = new Set<string>();
  for (const { token, to } of canonicalTokens(passage)) {
    const value = /^(?:n|ratio|raw):(.+)$/u.exec(token)?.[1];
    if (value !== undefined && !/^\s*\p{L}/u.test(clean.slice(to))) openNumbers.add(value);
    // Spelled-out numbers carry no digits for the noun check.
    if (value !== undefined && !numbers.has(value)) openNumbers.add(value);
  }
  const evidence = {
    tokens,
    symbols: findSymbols(passage),
    nouns: new Set(nouns.map(({ pair }) => pair)),
    openNumbers,
    places: placeTokens(passage, stated),
    bodies: readBodies(clean),
    codes: new Set(codes(clean).map(({ written }) => written)),
  };
  if (cache.size > 64) cache.delete(cache.keys().next().value as string);
  cache.set(passage, evidence);
  return evidence;
}

/** What a mention names must agree in every part that it prints; a full symbol is no evidence for another issuer. */
function isSameDocument(claim: SymbolMention, evidence: SymbolMention): boolean {
  if (claim.key === evidence.key) return true;
  const [number, type, issuer] = claim.key.split('|');
  const [otherNumber, otherType, otherIssuer] = evidence.key.split('|');
  return (
    number === otherNumber && (type === '' || type === otherType) && (issuer === '' || issuer === otherIssuer)
  );
}

/** Words that follow a number without being what it counts. */
const notCounted = new Set(
  'dieu khoan diem so cua va hoac den tai o cua trong theo la co duoc thi voi cho tu ngay thang nam gio phut tuan quy tuoi trieu ty ti nghin ngan dong phan tram'.split(
    ' ',
  ),
);

/** Numbers with the word that they count: "63 tổ chức" is '63 to'. */
function countedNouns(clean: string): { pair: string; from: number; to: number }[] {
  const found: { pair: string; from: number; to: number }[] = [];
  for (const match of clean.matchAll(
    /(?<![\p{L}\p{N}.,/:-])(\d{1,3}(?:\.\d{3})+|\d+)\s+(\p{L}+)(?:\s+(\p{L}+))?/gu,
  )) {
    const [, digits = '', first = '', second = ''] = match;
    const noun = fold(first);
    if (notCounted.has(noun)) continue;
    const value = digits.replace(/\./gu, '').replace(/^0+(?=\d)/u, '');
    found.push({
      pair: `${value} ${noun} ${fold(second)}`.trim(),
      from: match.index,
      to: match.index + match[0].length,
    });
  }
  return found;
}

/**
 * Runs with a digit that are compared as written where no rule reads them whole: "F1", "m2", "COVID-19", "24.3.TT.2.10",
 * "2,3,4". Superscripts are digits; a hyphen says nothing.
 */
function codes(clean: string): { written: string; from: number; to: number }[] {
  return [...clean.matchAll(/[\p{L}\p{N}²³]+(?:[.,/_:-][\p{L}\p{N}²³]+)*/gu)].flatMap((match) =>
    /\p{N}/u.test(match[0])
      ? [
          {
            written: fold(match[0].normalize('NFKC')).replace(/-/gu, ''),
            from: match.index,
            to: match.index + match[0].length,
          },
        ]
      : [],
  );
}
