import { cleanText, fold, oneLine } from '../../text/normalise.ts';
import { syllables, type Syllable } from '../../text/syllables.ts';
import { findLooseSymbols } from '../../text/symbols.ts';
import type { GlossaryEntry } from './glossary-store.ts';

/* How the office's own terms are found in a question: written out for the search, explained to who asks what one is. */

/** What a term is known by: its words, folded. */
export const termKey = (term: string): string =>
  syllables(term)
    .map(({ folded }) => folded)
    .join(' ');

/** Longest term, expansion and meaning, in characters. */
const longest = { term: 60, expansion: 160, meaning: 1000 };

/** What an admin typed after '/tudien'. */
export type GlossaryRequest =
  | { type: 'list' }
  | { type: 'show'; term: string }
  | { type: 'remove'; term: string }
  | { type: 'set'; term: string; expansion: string | null; meaning: string | null }
  | { type: 'not-understood' }
  | { type: 'too-long'; what: keyof typeof longest; most: number };

const verb = /^(them|sua|dat|xoa|bo|go)(?:\s+(?:tu|muc|thuat ngu))?\s+/u;

/**
 * 'thêm VPĐU = Văn phòng Đảng ủy: cơ quan tham mưu', 'thêm tổ 3K: không đơn thư vượt cấp, …', 'xóa VPĐU', 'VPĐU'.
 * What follows '=' is written out in searches, what follows ':' is shown as meaning.
 */
export function readGlossaryLine(line: string): GlossaryRequest {
  const text = oneLine(cleanText(line));
  if (text === '') return { type: 'list' };
  const found = verb.exec(`${fold(text)} `);
  if (!found) return /[=:]/u.test(text) ? { type: 'not-understood' } : { type: 'show', term: text };
  const rest = text.slice(found[0].length).trim();
  if (/^(?:xoa|bo|go)$/u.test(found[1] ?? ''))
    return rest === '' ? { type: 'not-understood' } : { type: 'remove', term: rest };
  const [, term = '', expansion, meaning] =
    /^([^=:]+?)\s*(?:=\s*([^:]*?)\s*)?(?::\s*(.*))?$/u.exec(rest) ?? [];
  const request = { type: 'set' as const, term, expansion: expansion || null, meaning: meaning || null };
  if (termKey(term) === '' || (request.expansion === null && request.meaning === null))
    return { type: 'not-understood' };
  for (const what of ['term', 'expansion', 'meaning'] as const) {
    if ((request[what]?.length ?? 0) > longest[what]) return { type: 'too-long', what, most: longest[what] };
  }
  return request;
}

/** A question with the office's abbreviations written out. */
export interface Expanded {
  text: string;
  /** The terms that were. */
  terms: readonly string[];
}

/** Writes out what `entries` have an expansion of; never inside a symbol, and not where it stands written out already. */
export function expandTerms(question: string, entries: readonly GlossaryEntry[]): Expanded {
  const clean = cleanText(question);
  const mentions = termsIn(
    clean,
    entries.filter(({ expansion }) => expansion !== null),
  );
  let text = '';
  let at = 0;
  const terms: string[] = [];
  const said = termKey(clean);
  for (const { entry, from, to } of mentions) {
    if (` ${said} `.includes(` ${termKey(entry.expansion ?? '')} `)) continue;
    text += clean.slice(at, from) + (entry.expansion ?? '');
    at = to;
    terms.push(entry.term);
  }
  return { text: text + clean.slice(at), terms };
}

function termsIn(
  clean: string,
  entries: readonly GlossaryEntry[],
): { entry: GlossaryEntry; from: number; to: number }[] {
  const words = syllables(clean);
  const symbols = findLooseSymbols(clean).filter(({ form }) => form !== 'number-only');
  const known = entries
    .map((entry) => ({ entry, words: syllables(entry.term) }))
    .sort((a, b) => b.words.length - a.words.length);
  const isShouted = !/\p{Ll}/u.test(clean);
  const found: { entry: GlossaryEntry; from: number; to: number }[] = [];
  for (let at = 0; at < words.length;) {
    const from = words[at]?.from ?? 0;
    const match = known.find(({ entry, words: term }) => {
      const here = words.slice(at, at + term.length);
      return (
        here.length === term.length &&
        isTerm(entry.term, term, clean.slice(from, here.at(-1)?.to), here, isShouted)
      );
    });
    const to = match ? (words[at + match.words.length - 1]?.to ?? from) : from;
    if (!match || symbols.some((symbol) => symbol.from < to && from < symbol.to)) {
      at++;
      continue;
    }
    found.push({ entry: match.entry, from, to });
    at += match.words.length;
  }
  return found;
}

/**
 * Whether words of a question are a term: the same letters, with the same diacritics where both have any. One word in
 * capitals that could be read as a syllable ('BA', 'TU') must be in capitals in the question too.
 */
function isTerm(
  term: string,
  termWords: readonly Syllable[],
  printed: string,
  here: readonly Syllable[],
  isShouted: boolean,
): boolean {
  const isSame = termWords.every((word, at) => {
    const against = here[at];
    if (!against || against.folded !== word.folded) return false;
    return against.exact === word.exact || against.exact === against.folded;
  });
  if (!isSame) return false;
  const isCode = termWords.length === 1 && term === term.toUpperCase() && /[aeiouy]/u.test(fold(term));
  return !isCode || (printed === printed.toUpperCase() && !isShouted);
}

const asking = [
  /^(?<term>.+?)\s+(?:la viet tat cua|viet tat cua)\s+(?:chu |tu |cum tu )*gi$/u,
  /^(?<term>.+?)\s+(?:co nghia la gi|nghia la gi|duoc hieu la gi|duoc hieu the nao|duoc hieu nhu the nao|la gi|la sao|la viet tat gi)$/u,
  /^(?:the nao la|giai thich|dinh nghia|khai niem|y nghia|nghia cua|y nghia cua)\s+(?:(?:cua|tu|cum tu|thuat ngu|chu)\s+)*(?<term>.+)$/u,
];
const before =
  /^(?:cho (?:toi |minh |em )?(?:hoi|biet)|xin (?:cho )?(?:hoi|biet)|toi muon (?:hoi|biet)|hay cho biet)\s+/u;
const named = /^(?:tu|cum tu|thuat ngu|chu|chu viet tat|tu viet tat)\s+/u;

/** The entry whose term a question asks the meaning of ('VPĐU là gì', 'thế nào là tổ 3K'), or null. */
export function definitionAsked(question: string, entries: readonly GlossaryEntry[]): GlossaryEntry | null {
  const clean = oneLine(cleanText(question))
    .replace(/[\s?!.]+$/u, '')
    .replace(/["“”'‘’]/gu, ' ');
  const folded = fold(clean).replace(/\s+a$/u, '');
  const start = before.exec(folded)?.[0].length ?? 0;
  for (const pattern of asking) {
    const match = new RegExp(pattern.source, 'du').exec(folded.slice(start).trimEnd());
    const range = match?.indices?.groups?.['term'];
    if (!range) continue;
    const [at, to] = range;
    const from = at + (named.exec(folded.slice(start + at, start + to))?.[0].length ?? 0);
    const term = clean.slice(start + from, start + to).trim();
    const words = syllables(term);
    const found = entries.find((entry) => {
      const own = syllables(entry.term);
      return (
        own.length === words.length &&
        own.every((word, at) => {
          const typed = words[at];
          return (
            typed?.folded === word.folded && (typed.exact === word.exact || typed.exact === typed.folded)
          );
        })
      );
    });
    if (found) return found;
  }
  return null;
}
