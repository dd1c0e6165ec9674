import {
  foldedTypeCodePattern,
  issuerWords,
  knownIssuerPattern,
  stateOnlyTypes,
  typeCode,
  typedTypeNamePattern,
} from './document-types.ts';
import { cleanText, fold } from './normalise.ts';
import { findSymbols } from './printed-symbols.ts';
import { Mentions, type SymbolForm, type SymbolMention } from './symbol-mentions.ts';
import { withoutSlips } from './symbol-slips.ts';

const code = foldedTypeCodePattern;
const looseHyphen = String.raw`\s*[-./\u2010\u2011\u2013\u2014]\s*`;
const looseGap = String.raw`(?:${looseHyphen}|\s*)`;
/** 'số', 'so:' or a mark between a word and its number. */
const so = String.raw`(?:so\s*:?\s*)`;
const wordStart = String.raw`(?<![\p{L}\p{N}]|\d[.,/])`;
const issuerEnd = String.raw`(?![\p{L}\p{N}])`;
const anyIssuer = String.raw`((?!(?:nam|thang|ngay|tuan|quy|gio|phut|nguoi|lan|xa|huyen|tinh|km|kg|ha|m2)(?![a-z0-9]))[a-z][a-z0-9]{1,11}(?:[-\u2013][a-z][a-z0-9]{1,11})*)`;
const known = String.raw`((?:${knownIssuerPattern})(?:\s*-\s*(?:${knownIssuerPattern}))*)`;
/** Codes that are no syllables, however they are typed: a space before them is enough. */
const plainIssuer = String.raw`(?:${knownIssuerPattern
  .split('|')
  .filter((issuer) => !/^(?:bch|btv|hu|du|cp|tu)$/u.test(issuer))
  .join('|')})`;
const inWords = issuerWords.map(([pattern]) => pattern).join('|');
const name = typedTypeNamePattern;
const year = String.raw`(?:19|20)\d{2}`;

/** State symbols with any marks, before all else: the year must not be taken for a number. Groups: number, year, type, issuer. */
const dottedPatterns = patterns([
  String.raw`(?<n>\d{1,5})\s*[-./]\s*(?<y>${year})\s*[-./]\s*(?<i>(?:ubtvqh|qh)[\s-]?\d{1,2})`,
  String.raw`(?<n>\d{1,5})\s*[-./]\s*(?<y>${year})\s*[-./]?\s*(?<t>${code})(?:${looseHyphen}|\s+|(?=cp|ttg))(?<i>${known})`,
]);

/** Users' spellings over folded text, most certain first. Groups: number, year, type, issuer. */
const loosePatterns = patterns([
  String.raw`(?<n>\d{1,5})\s*/\s*(?<y>\d{4})\s*/\s*(?<i>(?:ubtvqh|qh)\s?\d{1,2})`,
  String.raw`(?<n>\d{1,5})\s+(?<y>${year})\s+(?<i>qh\s?\d{1,2})`,
  String.raw`(?<n>\d{1,5})(?:\s*/\s*|\s+)(?<y>${year})(?:\s*[/-]\s*|\s+)(?<t>${code})(?:${looseHyphen}|\s+|(?=cp|ttg))(?<i>${known})`,
  String.raw`(?<n>\d{1,5})${looseGap}(?<t>${code})\s*[-/\u2013]\s*(?<i>${anyIssuer})`,
  String.raw`(?<n>\d{1,5})${looseGap}(?<t>${code})[.\s]+(?<i>${known})`,
  String.raw`(?<n>\d{1,5})\s?(?<t>nqlt|nq|ct|ctr|kl|qd|qc|hd|kh|bc|tb)(?<i>${knownIssuerPattern})`,
  String.raw`(?<n>\d{1,5})\s*[-./]?\s*(?<y>${year})\s*[-./]?\s*(?<t>nd|ttlt|tt|qd|nq|ct)(?<i>${known})`,
  String.raw`(?<n>\d{1,5})\s*[-/.]\s*(?<i>(?:${knownIssuerPattern})(?:\s*-\s*[a-z]{2,10})+)`,
  String.raw`(?<n>\d{1,5})\s+(?<i>(?:vpcp|vpqh|ubnd|hdnd)(?:[\s-]+(?:kgvx|kgv|nc|kt|th|cn|nn|qhqt|dmdn|ktth|tkbt|cb|xd|vx|dt|tckt))+)`,
  // The code of the type before the code of the issuer, the number behind both or the issuer before both.
  String.raw`(?<t>${code})\s*[-/.\s]\s*(?<i>${known})\s*[-,:/.]?\s*${so}(?<n>\d{1,5})`,
  String.raw`(?<t>nqlt|nq|ct|ctr|kl|qd|qc|hd|kh|bc|tb)(?<i>${known})\s*[-,:/.]?\s*${so}(?<n>\d{1,5})`,
  String.raw`(?<t>(?!nq|kl)(?:${code}))\s*[-/.\s]\s*(?<i>${known})\s*[-,:]?\s*(?!${year}(?!\d))(?<n>\d{1,5})(?!\s*[-/.]\s*\d)`,
  String.raw`(?<i>${known})\s*[-,:./]?\s*(?<t>${code})\s*[-:.]?\s*${so}?(?<n>\d{1,5})(?!\s*[-/.]\s*\d)`,
  String.raw`(?<i>${known})\s*[-,:]?\s*${so}?(?<n>\d{1,5})\s*-\s*(?<t>nqlt|nq|ct|ctr|kl|qd|qc|hd|kh|tb)(?!\s*[-/])`,
  String.raw`(?<t>${code})\s*${so}?[:.]?\s*(?<n>\d{1,5})\s*[-/]\s*(?<i>${anyIssuer})`,
  String.raw`(?<t>${code})\s*${so}?[:.]?\s*(?<n>\d{1,5})\s*\.?\s*(?<i>${known})`,
  String.raw`(?<n>\d{1,5})\s*/\s*(?<y>${year})\s*/\s*(?<t>${code})`,
  String.raw`(?<n>\d{1,5})\s*[-/]\s*(?<t>nqlt|nq|ct|ctr|kl|qd|qc|hd|kh|tb|nd|tt)(?!\s*[-/])`,
  String.raw`(?<!(?:co|ban hanh|duoc|tong|gom|va|trong|thong qua|xay dung),?\s)(?<n>\d{1,5})\s?\.?\s?(?<t>nq|ct|kl|qd|qc|ctr|hd|kh)(?!\s*[-/.]?\s*[\p{L}]{1,7}\s*/)`,
  // The type in words: behind the number, or with the issuer between.
  String.raw`(?<!(?:trong|tong)\s)${so}(?<n>\d{1,5})\s*,?\s*(?<name>${name})\s*(?:cua\s+)?(?<i>${known})`,
  String.raw`(?<!(?:trong|tong)\s)${so}(?<n>\d{1,5})\s*,?\s*(?<name>${name})\s*(?:cua\s+)?(?<words>${inWords})`,
  String.raw`(?<name>${name})\s*(?:cua\s+)?(?:ban\s+(?:thuong vu|chap hanh)\s+)?(?:(?<words>${inWords})|(?<i>${known}))\s*,?\s*${so}(?<n>\d{1,5})`,
  String.raw`(?<n>\d{1,5})\s*[-/.]\s*(?!(?:bch|btv|ubkt|mttq|hnd)(?![a-z]))(?<i>${known})`,
  String.raw`(?<name>${name})\s+${so}?(?<n>\d{1,5})\s*[-/]?\s*(?<i>tw|tu)`,
  String.raw`(?<name>${name})\s+${so}?(?<n>\d{1,5})\s*[-/]?\s*(?<i>${plainIssuer})`,
  String.raw`(?<name>${name})\s+${so}?(?<n>\d{1,5})\s+(?<i>hu|du)(?=\s*(?:$|[?.,;!)"“”’»]|(?:noi|ban hanh|la|co|thi|ve|ngay|nam|cua|ai|do)(?!\p{L})))`,
]);

function patterns(sources: readonly string[]): readonly RegExp[] {
  return sources.map((source) => new RegExp(wordStart + source + issuerEnd, 'gdu'));
}

/** Symbols as people type them in a question, with or without diacritics: '34 ct tu', 'QĐ 144/TW', 'chi thi 35'. */
export function findLooseSymbols(question: string): SymbolMention[] {
  const text = withoutSlips(cleanText(question));
  // Every symbol has a number; most questions have none.
  if (!/\d/u.test(text)) return [];
  const folded = fold(text);
  const found = new Mentions(text, folded);
  addMatches(dottedPatterns, text, folded, found);
  for (const mention of findSymbols(text)) if (mention.form !== 'number-only') found.keep(mention);
  addMatches(loosePatterns, text, folded, found);
  found.addNumbersOnly(true);
  found.complete();
  return found.inOrder();
}

function addMatches(list: readonly RegExp[], clean: string, folded: string, found: Mentions): void {
  for (const pattern of list)
    for (const m of folded.matchAll(pattern)) {
      const at = m.indices?.groups;
      const issuer = at?.['i'] === undefined ? '' : clean.slice(...at['i']);
      if (!looksLikeCode(issuer) || isPreposition(clean, folded, issuer, m.index + m[0].length)) continue;
      // As typed: 'HĐ' is no HD, though both fold to one.
      const type = at?.['t'] === undefined ? undefined : clean.slice(...at['t']);
      const issueYear = m.groups?.['y'];
      if (type !== undefined)
        found.add(m, looseForm(type, issueYear, issuer), m.groups?.['n'], issueYear, type, issuer);
      else if (/^(?:ubtv)?qh/iu.test(issuer) && issueYear !== undefined)
        found.add(m, 'law', m.groups?.['n'], issueYear, null, issuer.replace(/[\s-]/gu, ''));
      else if (m.groups?.['name'] !== undefined) found.addNamed(m, issuer);
      else if (!/[-\s]/u.test(issuer.trim()))
        found.add(m, 'number-only', m.groups?.['n'], undefined, null, issuer);
      else found.add(m, 'letter', m.groups?.['n'], undefined, 'CV', issuer.trim().replace(/\s+(?!-)/gu, '-'));
    }
}
function looseForm(type: string, year: string | undefined, issuer: string): SymbolForm {
  if (year !== undefined) return 'state';
  return isStateIssuer(issuer) || stateOnlyTypes.has(typeCode(type) ?? '') ? 'administrative' : 'party';
}

/** Accented words are not codes: 'từ' after "34 ct" is a preposition, 'tu' and 'TƯ' are issuers. */
const looksLikeCode = (text: string): boolean => /^[a-zđươ&\d\s\u2013-]*$/iu.test(text);

/** Without diacritics "chi thi 34 tu ngay 20/4" says "từ ngày": what follows tells the preposition from the issuer. */
function isPreposition(clean: string, folded: string, issuer: string, to: number): boolean {
  if (issuer !== 'tu' || /[-/]\s*$/u.test(clean.slice(0, to - issuer.length))) return false;
  return /^\s+(?:ngay|thang|nam|quy|khi|dau|do|day|nay)(?!\p{L})/u.test(folded.slice(to));
}

const isStateIssuer = (issuer: string): boolean =>
  /^(?:cp|ttg|ctn|vpcp|qh\d*|ubtvqh\d*|ubnd|hdnd|b(?:ca|qp|nv|tc|tp|yt|ct|xd|ng)|b(?:khdt|khcn|gddt|gtvt|tnmt|nnptnt|nnmt|ldtbxh|vhttdl|tttt))(?:-|$)/u.test(
    fold(issuer),
  );
