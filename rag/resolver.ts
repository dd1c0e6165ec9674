import type { DateOnly } from '../core/clock.ts';
import { fold, oneLine } from '../text/normalise.ts';
import { issuerWords } from '../text/document-types.ts';
import { foldedSyllables } from '../text/syllables.ts';
import { findLooseSymbols, matchesMention } from '../text/symbols.ts';
import type { SymbolMention } from '../text/symbols.ts';
import { askingWords } from './query.ts';
import type { DocumentSummary } from './types.ts';

/** A document that a question names by its symbol, in any spelling, with every kept document it may mean. */
export interface NamedDocuments {
  mention: SymbolMention;
  /** Newest first; several where a symbol was given again in another term, none where the store has none. */
  documents: readonly DocumentSummary[];
}

/** Which documents a question names. */
export interface Resolution {
  named: readonly NamedDocuments[];
  /** Documents whose title is said in the question, best first; `share` of the title's weight, from .6 to 1. */
  titled: readonly { document: DocumentSummary; share: number }[];
  /** Where the question asks for the newest document: those of the asked type on the asked matter, newest first. */
  latest: { typeName: string | null; documents: readonly DocumentSummary[] } | null;
}

/** Documents by the number in their symbol, so that a mention is held against a few only. */
export class DocumentDirectory {
  readonly #byNumber = new Map<string, DocumentSummary[]>();
  readonly #titles: { document: DocumentSummary; words: string[] }[] = [];

  constructor(documents: Iterable<DocumentSummary>) {
    for (const document of documents) {
      const number = document.symbolKey === null ? undefined : numberOf(document.symbolKey);
      if (number !== undefined) {
        const known = this.#byNumber.get(number);
        if (known) known.push(document);
        else this.#byNumber.set(number, [document]);
      }
      const words = foldedSyllables(document.subject ?? document.title);
      if (words.length >= minTitleWords) this.#titles.push({ document, words });
    }
  }

  /**
   * Every symbol in `text` with the documents it may mean among those `isVisible` lets through. TU never meets TW,
   * and a date after the symbol must agree with the document's where both are known.
   */
  named(text: string, isVisible: (document: DocumentSummary) => boolean): NamedDocuments[] {
    return findLooseSymbols(text).map((mention) => {
      const issuer = mention.issuerCode === null ? issuerAfter(text, mention.to) : null;
      const matching = (this.#byNumber.get(mention.number) ?? []).filter(
        (document) =>
          isVisible(document) &&
          matchesMention(mention, document.symbolKey ?? '', document.issuedOn) &&
          (issuer === null || issuerOf(document) === issuer) &&
          (mention.issuedOn === null || document.issuedOn === null || mention.issuedOn === document.issuedOn),
      );
      // QĐ is both quyết định and quy định: the word before the symbol decides where it can.
      const sameType = matching.filter((document) => document.typeName === mention.typeName);
      return { mention, documents: newestFirst(sameType.length > 0 ? sameType : matching) };
    });
  }

  /** Documents whose subject is said in the question, by the weight that `weigh` gives each pair of words. */
  titled(
    text: string,
    isVisible: (document: DocumentSummary) => boolean,
    weigh: (word: string, next: string) => number,
  ): { document: DocumentSummary; share: number }[] {
    const asked = pairsOf(foldedSyllables(text));
    const found: { document: DocumentSummary; share: number }[] = [];
    for (const { document, words } of this.#titles) {
      let hits = 0;
      for (let at = 1; at < words.length; at++) if (asked.has(`${words[at - 1]} ${words[at]}`)) hits++;
      // Pairs are weighed only where enough of them are said for it to matter.
      if (hits * 3 < words.length - 1 || !isVisible(document)) continue;
      let said = 0;
      let whole = 0;
      for (let at = 1; at < words.length; at++) {
        const weight = weigh(words[at - 1]!, words[at]!);
        whole += weight;
        if (asked.has(`${words[at - 1]} ${words[at]}`)) said += weight;
      }
      const share = whole > 0 ? said / whole : 0;
      if (share >= minTitleShare) found.push({ document, share });
    }
    return found.sort((x, y) => y.share - x.share).slice(0, 10);
  }
}

const minTitleWords = 4;
const minTitleShare = 0.6;

/**
 * What 'nghị quyết mới nhất về …' asks for: the type word (null: any document) and the matter that is left, or null
 * where the question does not ask for the newest.
 */
export function asksForLatest(text: string): { typeWord: string | null; matter: string } | null {
  const folded = fold(oneLine(text));
  const newest = /(?<!\p{L})(?:moi nhat|gan day nhat|gan nhat|moi ban hanh|vua ban hanh)(?!\p{L})/u.exec(
    folded,
  );
  if (!newest) return null;
  const before = folded.slice(0, newest.index);
  const type =
    /(?<!\p{L})(nghi quyet|chi thi|ket luan|quy dinh|quyet dinh|quy che|huong dan|thong bao|bao cao|ke hoach|chuong trinh|de an|to trinh|cong van|nghi dinh|thong tu|luat|van ban)(?: nao| gi)?\s*(?:duoc\s*)?$/u.exec(
      before,
    );
  if (!type?.[1]) return null;
  const rest = before.slice(0, type.index) + ' ' + folded.slice(newest.index + newest[0].length);
  const words = foldedSyllables(rest);
  const mask = askingWords(words);
  const matter = words.filter((word, at) => !mask[at] && !/^(?:ve|la|cua|so)$/u.test(word)).join(' ');
  return { typeWord: type[1] === 'van ban' ? null : type[1], matter };
}

/** Newest first, undated last. */
export function newestFirst<T extends { issuedOn: DateOnly | null }>(documents: readonly T[]): T[] {
  return [...documents].sort((x, y) => (y.issuedOn ?? '').localeCompare(x.issuedOn ?? ''));
}

const numberOf = (key: string): string | undefined => key.split('|')[0]?.split('/')[0];

const issuerOf = (document: DocumentSummary): string => document.symbolKey?.split('|')[2] ?? '';

const pairsOf = (words: readonly string[]): Set<string> =>
  new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));

/** The issuer named in words after a symbol without one: 'Chỉ thị 35 của Bộ Chính trị' is of TW. */
function issuerAfter(text: string, from: number): string | null {
  const folded = fold(text.slice(from));
  for (const [pattern, code] of issuerWords) {
    if (new RegExp(String.raw`^\s*,?\s*(?:cua\s+)?(?:${pattern})(?!\p{L})`, 'u').test(folded)) {
      return fold(code).toUpperCase();
    }
  }
  return null;
}
