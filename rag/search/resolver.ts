import type { DateOnly } from '../../core/clock.ts';
import { foldedTypeNamePattern } from '../../text/document-types.ts';
import { fold, oneLine } from '../../text/normalise.ts';
import { findPlenaries, isSamePlenary, type Plenary } from '../../text/plenaries.ts';
import { foldedSyllables } from '../../text/syllables.ts';
import { findLooseSymbols, matchesMention } from '../../text/symbols.ts';
import type { SymbolMention } from '../../text/symbols.ts';
import { isOfIssuer, type DocumentRequest } from './resolver-request.ts';
import type { DocumentSummary } from '../types.ts';

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
  /** Documents asked for by type, issuer, date or matter; null where the question asks for none in this way. */
  described: DescribedDocuments | null;
  /** Where the question asks for the newest document: those of the asked type on the asked matter, newest first. */
  latest: { typeName: string | null; documents: readonly DocumentSummary[] } | null;
}

/** The documents that fit a request, newest first. */
export interface DescribedDocuments {
  request: DocumentRequest;
  documents: readonly DocumentSummary[];
  /** How the matter was found: in the titles, in the text alone, or none was asked for. */
  by: 'title' | 'text' | 'head';
}

/**
 * The documents that a text means, newest first: what its symbols name, else the newest that it asks for, else those
 * that fit its description, else those whose title it says. A symbol that the store does not have means nothing else.
 */
export function meantBy({ named, latest, described, titled }: Resolution): DocumentSummary[] {
  if (named.length > 0) return unique(newestFirst(named.flatMap(({ documents }) => documents)));
  if (latest) return latest.documents.slice(0, 1);
  if (described && described.documents.length > 0 && described.by !== 'text') return [...described.documents];
  const [best] = titled;
  return best
    ? titled.filter(({ share }) => share >= best.share - nearShare).map(({ document }) => document)
    : [];
}

/** Titles said this nearly as well as the best one are meant too. */
const nearShare = 0.05;

/** Documents by the number in their symbol, so that a mention is held against a few only. */
export class DocumentDirectory {
  readonly #byNumber = new Map<string, DocumentSummary[]>();
  readonly #titles: { document: DocumentSummary; words: string[] }[] = [];
  /** Titles by their pairs of words, a title once for each time that it has the pair; made when first asked for. */
  #titlesByPair: Map<string, number[]> | undefined;
  /** Documents whose title names a plenary; read when one is first asked for. */
  #plenaries: ReadonlyMap<DocumentSummary, Plenary> | undefined;
  /** The symbols of the last texts: one reply asks for those of its question again and again. */
  readonly #mentions = new Map<string, readonly SymbolMention[]>();
  readonly #documents: readonly DocumentSummary[];

  constructor(documents: Iterable<DocumentSummary>) {
    this.#documents = [...documents];
    for (const document of this.#documents) {
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
   * Every symbol in `text` with the documents it may mean. TU never meets TW, and a date after the symbol must agree
   * with the document's where both are known.
   */
  named(text: string): NamedDocuments[] {
    return this.#mentionsIn(text).map((mention) => {
      const matching = (this.#byNumber.get(mention.number) ?? []).filter(
        (document) =>
          matchesMention(mention, document.symbolKey ?? '', document.issuedOn) &&
          (mention.issuedOn === null || document.issuedOn === null || mention.issuedOn === document.issuedOn),
      );
      // QĐ is both quyết định and quy định: the word before the symbol decides where it can, and alone where the code
      // was not typed at all.
      const sameType = matching.filter((document) => document.typeName === mention.typeName);
      const isStrict = mention.typeFrom === 'words' && mention.typeName !== null;
      return { mention, documents: newestFirst(isStrict || sameType.length > 0 ? sameType : matching) };
    });
  }

  /** Documents whose subject is said in the question, by the weight that `weigh` gives each pair of words. */
  titled(
    text: string,
    weigh: (word: string, next: string) => number,
  ): { document: DocumentSummary; share: number }[] {
    const asked = pairsOf(foldedSyllables(text));
    const found: { document: DocumentSummary; share: number }[] = [];
    const byPair = (this.#titlesByPair ??= this.#pairTitles());
    const hits = new Map<number, number>();
    for (const pair of asked)
      for (const title of byPair.get(pair) ?? []) hits.set(title, (hits.get(title) ?? 0) + 1);
    // Equal shares keep the order of the documents.
    for (const [title, count] of [...hits].sort(([x], [y]) => x - y)) {
      const { document, words } = this.#titles[title]!;
      // Pairs are weighed only where enough of them are said for it to matter.
      if (count * 3 < words.length - 1) continue;
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
    return this.#ofPlenary(text, found)
      .sort((x, y) => y.share - x.share)
      .slice(0, 10);
  }

  /**
   * 'Nghị quyết Trung ương 4 khóa XII': the documents whose title names that plenary are said in full, those of another
   * plenary are not meant, however much else of their title is said.
   */
  #ofPlenary(
    text: string,
    found: readonly { document: DocumentSummary; share: number }[],
  ): { document: DocumentSummary; share: number }[] {
    const [asked] = findPlenaries(text);
    if (!asked) return [...found];
    const type = typeRightBefore.exec(fold(text).slice(0, asked.from))?.[1];
    this.#plenaries ??= new Map(
      this.#documents.flatMap((document) => {
        const [own] = findPlenaries(`${document.title} ${document.subject ?? ''}`);
        return own ? [[document, own] as const] : [];
      }),
    );
    const meant = [...this.#plenaries].flatMap(([document, own]) =>
      isSamePlenary(asked, own) && (type === undefined || fold(document.typeName) === type)
        ? [{ document, share: 1 }]
        : [],
    );
    const others = found.filter(
      ({ document }) => !this.#plenaries?.has(document) && !meant.some((one) => one.document === document),
    );
    return [...meant, ...others];
  }

  /**
   * The documents of a request, newest first. The matter is looked for in titles; where none says it, `searchText` finds
   * it in the text of the documents that fit otherwise.
   */
  described(
    request: DocumentRequest,
    weigh: (word: string, next: string) => number,
    searchText: (matter: string, among: readonly DocumentSummary[]) => readonly DocumentSummary[],
  ): DescribedDocuments {
    const { typeName, issuer, issued, matter, wholeMatter } = request;
    const ofType = this.#documents.filter(
      (document) => document.kind === 'signed' && (typeName === null || document.typeName === typeName),
    );
    // What looks like an issuer or a date may be part of a title: 'Quy chế làm việc của Ban Chấp hành'.
    if (wholeMatter.length > matter.length && wholeMatter.length >= minTitleWords) {
      const whole = aboutMatter(ofType, wholeMatter, weigh);
      if (whole.share >= wholeMatterShare)
        return { request, documents: newestFirst(whole.documents), by: 'title' };
    }
    const fitting = ofType.filter(
      (document) =>
        (issuer === null || isOfIssuer(issuer, document.issuer, issuerOf(document))) &&
        (issued === null || isIssuedIn(document, issued)),
    );
    if (matter.length === 0) return { request, documents: newestFirst(fitting), by: 'head' };
    const { documents } = aboutMatter(fitting, matter, weigh);
    if (documents.length > 0) return { request, documents: newestFirst(documents), by: 'title' };
    return { request, documents: newestFirst(searchText(matter.join(' '), fitting)), by: 'text' };
  }

  #mentionsIn(text: string): readonly SymbolMention[] {
    const known = this.#mentions.get(text);
    if (known) return known;
    const mentions = findLooseSymbols(text);
    if (this.#mentions.size >= knownTexts)
      this.#mentions.delete(this.#mentions.keys().next().value as string);
    this.#mentions.set(text, mentions);
    return mentions;
  }

  #pairTitles(): Map<string, number[]> {
    const byPair = new Map<string, number[]>();
    for (const [title, { words }] of this.#titles.entries()) {
      for (let at = 1; at < words.length; at++) {
        const pair = `${words[at - 1]} ${words[at]}`;
        const titles = byPair.get(pair);
        if (titles) titles.push(title);
        else byPair.set(pair, [title]);
      }
    }
    return byPair;
  }
}

/** 'nghị quyết' right before the name of a plenary. */
const typeRightBefore = new RegExp(String.raw`(?<!\p{L})(${foldedTypeNamePattern})\s+(?:cua\s+)?$`, 'u');

const knownTitleWords = new WeakMap<DocumentSummary, readonly string[]>();

/** The words of subject and title, read once a document. */
function titleWords(document: DocumentSummary): readonly string[] {
  let words = knownTitleWords.get(document);
  if (!words) {
    words = foldedSyllables(
      document.subject === null ? document.title : `${document.subject} ${document.title}`,
    );
    knownTitleWords.set(document, words);
  }
  return words;
}

/** The documents whose title says the matter, and the best share that one says. */
function aboutMatter(
  documents: readonly DocumentSummary[],
  matter: readonly string[],
  weigh: (word: string, next: string) => number,
): { documents: DocumentSummary[]; share: number } {
  const wanted = pairsOf(matter);
  let best = 0;
  const shares = documents.map((document) => {
    const words = titleWords(document);
    if (matter.length === 1) return words.includes(matter[0]!) ? 1 : 0;
    const has = pairsOf(words);
    let said = 0;
    let whole = 0;
    for (const pair of wanted) {
      const [word = '', next = ''] = pair.split(' ');
      const weight = weigh(word, next);
      whole += weight;
      if (has.has(pair)) said += weight;
    }
    const share = whole > 0 ? said / whole : 0;
    best = Math.max(best, share);
    return share;
  });
  if (matter.length === 1) best = Math.max(0, ...shares);
  const least = best >= wholeMatterShare ? wholeMatterShare : Math.max(minMatterShare, best - 0.1);
  return { documents: documents.filter((_, at) => shares[at]! >= least), share: best };
}

/** A date said behind the matter may be that of the title: 'kế hoạch công tác năm 2025'. */
function isIssuedIn(document: DocumentSummary, issued: NonNullable<DocumentRequest['issued']>): boolean {
  const { issuedOn } = document;
  if (issuedOn !== null && issuedOn >= issued.from && issuedOn <= issued.to) return true;
  return issued.isLoose && oneLine(`${document.subject} ${document.title}`).includes(issued.label);
}

const unique = (documents: readonly DocumentSummary[]): DocumentSummary[] => [
  ...new Map(documents.map((document) => [document.id, document])).values(),
];

/** Of how many texts the symbols are kept. */
const knownTexts = 64;
const minTitleWords = 4;
const minTitleShare = 0.6;
/** The least share of the asked matter that a title must say. */
const minMatterShare = 0.75;
/** A title that says all of the matter leaves those that say less behind. */
const wholeMatterShare = 0.99;

/** Newest first, undated last. */
export function newestFirst<T extends { issuedOn: DateOnly | null }>(documents: readonly T[]): T[] {
  return [...documents].sort((x, y) => (y.issuedOn ?? '').localeCompare(x.issuedOn ?? ''));
}

const numberOf = (key: string): string | undefined => key.split('|')[0]?.split('/')[0];

const issuerOf = (document: DocumentSummary): string => document.symbolKey?.split('|')[2] ?? '';

const pairsOf = (words: readonly string[]): Set<string> =>
  new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));
