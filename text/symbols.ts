import type { DateOnly } from '../core/clock.ts';
import { dateAt } from './days.ts';
import {
  foldCode,
  foldedTypeCodePattern,
  foldedTypeNamePattern,
  issuerCode,
  issuerWords,
  knownIssuerPattern,
  stateOnlyTypes,
  typeCode,
  typeCodePattern,
  typeCodeOf,
  typeNameOf,
  typeNames,
} from './document-types.ts';
import { cleanText, fold } from './normalise.ts';

export { typeCodeOf, typeNames } from './document-types.ts';

/*
 * Document symbols: found in documents as they print them, and in questions as people type them.
 *
 * Every mention has a key 'number|TYPE|ISSUER', folded to upper-case ASCII, the number without leading zeros:
 *   34-CT/TU            34|CT|TU            Party
 *   111/2022/NĐ-CP      111/2022|ND|CP      State, legal-normative
 *   749/QĐ-TTg          749|QD|TTG          State, administrative
 *   117/2025/QH15       117/2025||QH15      laws and resolutions of the National Assembly: the symbol names no type
 *   2450/VPCP-KGVX      2450|CV|VPCP-KGVX   State letters (công văn): issuer and drafting unit
 *   Quy định số 603     603|QD|             number only
 * The key is not unique: numbering restarts with every term, so a document is (key, issue date).
 */

export type SymbolForm = 'party' | 'state' | 'administrative' | 'law' | 'letter' | 'number-only';

export interface SymbolMention {
  /** Print form: '34-CT/TU', '08-NQ/ĐUK', '111/2022/NĐ-CP', 'Quy định 603'. */
  symbol: string;
  key: string;
  form: SymbolForm;
  /** Digits without leading zeros, with the letter of '03a-KH/ĐU'. */
  number: string;
  /** The year that is part of the symbol. */
  year: number | null;
  /** 'QĐ', 'CTr'; null where the symbol names no type ('117/2025/QH15', 'số 144'). */
  typeCode: string | null;
  /** 'Quyết định' from the words before the symbol, or because the code has one name; null where it stays open. */
  typeName: string | null;
  issuerCode: string | null;
  /** The day that follows the symbol directly or after a comma ("34-CT/TU, ngày 20/4/2024"). */
  issuedOn: DateOnly | null;
  /** Offsets into `cleanText(text)`, of the symbol alone. */
  from: number;
  to: number;
}

const H = String.raw`\s*[-\u2010\u2011\u2013\u2014]\s*`;
const L = String.raw`(?<![\p{L}\p{N}/]|\d[.,])`;
const R = String.raw`(?![\p{L}\p{N}])`;
const N = String.raw`(\d{1,5}[a-zđ]?|\d{1,3}\.\d{3})`;
const ORG = String.raw`(?:TTg|\p{Lu}[\p{Lu}\p{N}&]*)`;

const law = new RegExp(String.raw`${L}${N}\s*/\s*(\d{4})\s*/\s*((?:UBTVQH|QH)\s?\d{1,2})${R}`, 'gu');
const state = new RegExp(
  String.raw`${L}${N}\s*/\s*((?:19|20)\d{2})\s*/?\s*(${typeCodePattern})((?:${H}${ORG})+)${R}`,
  'gu',
);
const party = new RegExp(
  String.raw`${L}${N}(?:${H}|\s*/\s*|\s)(${typeCodePattern}|CTR|Ctr|TTR)\s*/\s*(${ORG}(?:${H}${ORG})*)${R}`,
  'gu',
);
const administrative = new RegExp(
  String.raw`${L}${N}\s*/\s*(\p{Lu}\p{L}{1,9}\d{0,2})((?:${H}${ORG})+)${R}`,
  'gu',
);

/** Symbols as documents print them, in order, and what only has a number ("Quy định số 603", "Chỉ thị 05"). */
export function findSymbols(text: string): SymbolMention[] {
  const clean = cleanText(text);
  const folded = fold(clean);
  const found = new Mentions(clean, folded);
  for (const m of clean.matchAll(law)) found.add(m, 'law', m[1], m[2], null, m[3]?.replace(/\s/gu, ''));
  for (const m of clean.matchAll(state)) found.add(m, 'state', m[1], m[2], m[3], m[4]);
  for (const m of clean.matchAll(party)) found.add(m, 'party', m[1], undefined, m[2], m[3]);
  for (const m of clean.matchAll(administrative)) {
    if (typeCode(m[2] ?? '') !== null) found.add(m, 'administrative', m[1], undefined, m[2], m[3]);
    else found.add(m, 'letter', m[1], undefined, 'CV', `${m[2]}${m[3]}`);
  }
  found.addNumbersOnly();
  return found.inOrder();
}

const looseHyphen = String.raw`\s*[-./\u2010\u2011\u2013\u2014]\s*`;
const looseGap = String.raw`(?:${looseHyphen}|\s*)`;
const wordStart = String.raw`(?<![\p{L}\p{N}]|\d[.,/])`;
const issuerEnd = String.raw`(?![\p{L}\p{N}])`;
const anyIssuer = String.raw`((?!(?:nam|thang|ngay|tuan|quy|gio|phut|nguoi|lan|xa|huyen|tinh|km|kg|ha|m2)(?![a-z0-9]))[a-z][a-z0-9]{1,11}(?:[-\u2013][a-z][a-z0-9]{1,11})*)`;
const known = String.raw`((?:${knownIssuerPattern})(?:\s*-\s*(?:${knownIssuerPattern}))*)`;

/** Users' spellings over folded text, most certain first. Groups: number, year, type, issuer. */
const loosePatterns: readonly RegExp[] = [
  String.raw`(?<n>\d{1,5})\s*/\s*(?<y>\d{4})\s*/\s*(?<i>(?:ubtvqh|qh)\s?\d{1,2})`,
  String.raw`(?<n>\d{1,5})(?:\s*/\s*|\s+)(?<y>(?:19|20)\d{2})(?:\s*[/-]\s*|\s+)(?<t>${foldedTypeCodePattern})(?:${looseHyphen}|\s+|(?=cp|ttg))(?<i>${known})`,
  String.raw`(?<n>\d{1,5})${looseGap}(?<t>${foldedTypeCodePattern})\s*[-/\u2013]\s*(?<i>${anyIssuer})`,
  String.raw`(?<n>\d{1,5})${looseGap}(?<t>${foldedTypeCodePattern})[.\s]+(?<i>${known})`,
  String.raw`(?<n>\d{1,5})\s?(?<t>nqlt|nq|ct|ctr|kl|qd|qc|hd|kh|bc|tb)(?<i>tw|tu|hu|duk|ttg)`,
  String.raw`(?<n>\d{1,5})\s*/\s*(?<i>(?:${knownIssuerPattern})(?:\s*-\s*[a-z]{2,10})+)`,
  String.raw`(?<t>${foldedTypeCodePattern})\s*(?:so\s*)?[:.]?\s*(?<n>\d{1,5})\s*[-/]\s*(?<i>${anyIssuer})`,
  String.raw`(?<t>${foldedTypeCodePattern})\s*(?:so\s*)?[:.]?\s*(?<n>\d{1,5})\s+(?<i>${known})`,
  String.raw`(?<n>\d{1,5})\s*/\s*(?<y>(?:19|20)\d{2})\s*/\s*(?<t>${foldedTypeCodePattern})`,
  String.raw`(?<n>\d{1,5})\s*[-/]\s*(?<t>nqlt|nq|ct|ctr|kl|qd|qc|hd|kh|tb|nd|tt)(?!\s*[-/])`,
  String.raw`(?<n>\d{1,5})\s*[-/]\s*(?!(?:bch|btv|ubkt|mttq|hnd)(?![a-z]))(?<i>${known})`,
  String.raw`(?:${foldedTypeNamePattern})\s+(?:so\s*)?(?<n>\d{1,5})\s*[-/]?\s*(?<i>tw|tu)`,
].map((source) => new RegExp(wordStart + source + issuerEnd, 'gdu'));

/** Symbols as people type them in a question, with or without diacritics: '34 ct tu', 'QĐ 144/TW', 'chi thi 35'. */
export function findLooseSymbols(question: string): SymbolMention[] {
  const clean = cleanText(question);
  const folded = fold(clean);
  const found = new Mentions(clean, folded);
  for (const mention of findSymbols(clean)) if (mention.form !== 'number-only') found.keep(mention);
  for (const pattern of loosePatterns)
    for (const m of folded.matchAll(pattern)) {
      const at = m.indices?.groups;
      const issuer = at?.['i'] === undefined ? '' : clean.slice(...at['i']);
      if (!looksLikeCode(issuer) || isPreposition(clean, folded, issuer, m.index + m[0].length)) continue;
      const type = m.groups?.['t'];
      const year = m.groups?.['y'];
      if (type !== undefined)
        found.add(m, looseForm(type, year, issuer), m.groups?.['n'], year, type, issuer);
      else if (/^(?:ubtv)?qh/iu.test(issuer)) found.add(m, 'law', m.groups?.['n'], year, null, issuer);
      else if (namedType.test(m[0])) found.addNamed(m, issuer);
      else if (!issuer.includes('-')) found.add(m, 'number-only', m.groups?.['n'], undefined, null, issuer);
      else found.add(m, 'letter', m.groups?.['n'], undefined, 'CV', issuer);
    }
  found.addNumbersOnly(true);
  return found.inOrder();
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

/** The key of one symbol written in any way ('34 ct tu', '34-CT/TU'), or null where the text holds none. */
export function symbolKey(symbolText: string): string | null {
  return (findLooseSymbols(symbolText)[0] ?? null)?.key ?? null;
}

/**
 * True where `mention` may name the document with `key`. What the mention leaves open (type, issuer, year) matches
 * anything; what it names must agree, so 34-CT/TU never meets 34-CT/TW. A year in the mention that the key has not
 * ("QĐ 749/2020" for 749/QĐ-TTg) is held against `issuedOn` where given.
 */
export function matchesMention(mention: SymbolMention, key: string, issuedOn?: DateOnly | null): boolean {
  const [numbered = '', type = '', issuer = ''] = key.split('|');
  const [number, year] = numbered.split('/');
  if (number !== mention.number) return false;
  if (mention.year !== null) {
    const documentYear = year ?? (mention.issuerCode === null ? issuedOn?.slice(0, 4) : undefined);
    if (documentYear !== String(mention.year)) return false;
  }
  if (!issuersAgree(mention, issuer)) return false;
  return typesAgree(mention, type, issuer);
}

/** "2450/VPCP" is enough for 2450/VPCP-KGVX: the drafting unit may be left out, the issuer not. */
function issuersAgree(mention: SymbolMention, issuer: string): boolean {
  if (mention.issuerCode === null || issuer === '') return true;
  const asked = foldCode(mention.issuerCode);
  return asked === issuer || issuer.startsWith(`${asked}-`);
}

function typesAgree(mention: SymbolMention, type: string, issuer: string): boolean {
  if (mention.typeCode === null) return true;
  const asked = foldCode(mention.typeCode);
  if (type === '') return /^(?:QH|UBTVQH)/u.test(issuer) && ['L', 'NQ', 'PL'].includes(asked);
  const same = (code: string): string => (code === 'QYD' || code === 'QDI' ? 'QD' : code);
  return same(asked) === same(type);
}

// Number only: with "số" any type word; without, only where nothing else can be meant.
const numberOnly = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<name>${foldedTypeNamePattern}|van\s+ban)\s+(?<so>so\s*:?\s*)?(?<n>\d{1,5})(?:\s*/\s*(?<y>(?:19|20)\d{2}))?(?![\p{L}\p{N}]|[.,/-]\d|\s*%|\s*[/-]\s*[a-z])`,
  'gu',
);
const numberOnlyCode = new RegExp(
  String.raw`(?<![\p{L}\p{N}/-])(?<name>nq|ct|kl|qd|qc|hd|kh|tb|nd|tt|ttr|ctr)\s*(?<so>so\s*:?\s*)?(?<n>\d{1,5})(?:\s*/\s*(?<y>(?:19|20)\d{2}))?(?![\p{L}\p{N}]|[.,/-]\d|\s*%|\s*[/-]\s*[a-z])`,
  'gu',
);
const countedNoun =
  /^\s*(?:-\s*\d+\s*)?(?:nam|thang|ngay|tuan|gio|phut|quy|trang|dieu|khoan|muc|diem|noi dung|nhiem vu|giai phap|chi tieu|dong chi|nguoi|to chuc|dang vien|chi bo|don vi|truong hop|lan|trieu|ty|ti|nghin|buoi|phien|t)(?![\p{L}])/u;

const namedType = new RegExp(`^(${foldedTypeNamePattern})`, 'u');

/** Types whose documents are cited by type and number alone; of others a number after the word is a count. */
const citedByNumber = new Set(['NQ', 'CT', 'QĐ', 'KL', 'HD', 'KH', 'CTr', 'ĐA', 'TB', 'NĐ', 'TT', 'L']);

/** "Chỉ thị 05" on one line, padded or of two digits, under a capital. */
const isPrintedNumber = (printed: string, type: string, digits: string): boolean =>
  citedByNumber.has(type) && /^\p{Lu}[^\n]*$/u.test(printed) && digits.length >= 2;

const issuerAfter = new RegExp(
  String.raw`^\s*,?\s*(?:ngay\s+[\d/. -]+(?:thang\s+\d+\s+)?(?:nam\s+\d+\s*)?,?\s*)?(?:cua\s+)?(?:ban\s+(?:thuong vu|chap hanh)\s+)?(${issuerWords.map(([pattern]) => pattern).join('|')})(?![\p{L}\p{N}])`,
  'u',
);

class Mentions {
  readonly #found: SymbolMention[] = [];
  readonly #taken: Uint8Array;
  readonly #clean: string;
  readonly #folded: string;

  constructor(clean: string, folded: string) {
    this.#clean = clean;
    this.#folded = folded;
    this.#taken = new Uint8Array(folded.length);
  }

  keep(mention: SymbolMention): void {
    if (this.#taken.subarray(mention.from, mention.to).some(Boolean)) return;
    this.#taken.fill(1, mention.from, mention.to);
    this.#found.push(mention);
  }

  add(
    match: RegExpMatchArray,
    form: SymbolForm,
    digits = '',
    year: string | undefined,
    type: string | null | undefined,
    issuer = '',
  ): void {
    const from = match.index ?? 0;
    const to = from + match[0].length;
    const properType = type == null ? null : (typeCode(type) ?? type);
    const properIssuer =
      issuer === '' ? null : issuerCode(issuer.replace(/^\s*[-\u2010\u2011\u2013\u2014]\s*/u, ''));
    const named = this.#typeNameBefore(from, form);
    this.keep(build(this.#clean, form, digits, year, properType, properIssuer, named, from, to));
  }

  /** "nghi quyet 05 tw": the type in words, the issuer as a code. */
  addNamed(match: RegExpMatchArray, issuer: string): void {
    const name = namedType.exec(match[0])?.[1] ?? '';
    const from = match.index ?? 0;
    const to = from + match[0].length;
    const typeName = typeNameOf(name);
    const type = typeName === null ? null : typeCodeOf(typeName);
    if (type === null || stateOnlyTypes.has(type)) return;
    this.keep(
      build(
        this.#clean,
        'party',
        match.groups?.['n'],
        undefined,
        type,
        issuerCode(issuer),
        typeName,
        from,
        to,
      ),
    );
  }

  /** "Quy định số 603", "Chỉ thị 05", "nghi dinh 111/2022"; in questions also bare codes ("ct 35"). */
  addNumbersOnly(isQuestion = false): void {
    for (const pattern of isQuestion ? [numberOnly, numberOnlyCode] : [numberOnly])
      for (const m of this.#folded.matchAll(pattern)) {
        const { name = '', so, n = '', y } = m.groups ?? {};
        const to = m.index + m[0].length;
        const typeName = pattern === numberOnlyCode ? null : typeNameOf(name);
        const type =
          pattern === numberOnlyCode ? typeCode(name) : typeName === null ? null : typeCodeOf(typeName);
        if (so === undefined) {
          const after = this.#folded.slice(to);
          if (type === null || countedNoun.test(after)) continue;
          if (y === undefined && /^(?:19[4-9]\d|20[0-4]\d)$/u.test(n)) continue;
          // In prose a type word before a number is mostly a count ("kế hoạch 5 năm") or two table cells.
          if (!isQuestion && !isPrintedNumber(this.#clean.slice(m.index, to), type, n)) continue;
        } else if (type === null && !isQuestion) continue;
        this.keep(
          build(this.#clean, 'number-only', n, y, type, this.#issuerAfter(to), typeName, m.index, to),
        );
      }
  }

  #issuerAfter(at: number): string | null {
    const match = issuerAfter.exec(this.#folded.slice(at, at + 90));
    const words = match?.[1];
    if (words === undefined) return null;
    return issuerWords.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'u').test(words))?.[1] ?? null;
  }

  inOrder(): SymbolMention[] {
    const found = this.#found.sort((a, b) => a.from - b.from);
    // In "Quy định số 12-QĐ/TU, 13-QĐ/TU và số 14-QĐ/TU" the first name holds for the list.
    for (const [i, mention] of found.entries()) {
      const previous = found[i - 1];
      if (mention.typeName !== null || previous?.typeName == null) continue;
      const isListed = previous.typeCode === mention.typeCode && previous.form === mention.form;
      if (
        isListed &&
        /^\s*(?:,|;|va|,\s*va)\s*(?:so\s*)?$/u.test(this.#folded.slice(previous.to, mention.from))
      )
        mention.typeName = previous.typeName;
    }
    return found;
  }

  #typeNameBefore(at: number, form: SymbolForm): string | null {
    const before = this.#folded.slice(Math.max(0, at - 100), at);
    const match = nameBefore.exec(before) ?? (form === 'law' ? lawBefore.exec(before) : null);
    return match === null ? null : typeNameOf(match[1] ?? '');
  }
}

const nameBefore = new RegExp(
  String.raw`(?:^|[^\p{L}\p{N}])(${foldedTypeNamePattern})\s*(?:so)?\s*:?\s*$`,
  'u',
);

/** "Luật Bảo hiểm y tế số 51/2024/QH15": the type stands before the name of the law. */
const lawBefore = /(?:^|[^\p{L}\p{N}])(bo luat|luat|nghi quyet|phap lenh)\s[^\d;.()]{0,80}$/u;

function build(
  clean: string,
  form: SymbolForm,
  digits: string | undefined,
  yearText: string | undefined,
  type: string | null,
  issuer: string | null,
  named: string | null,
  from: number,
  to: number,
): SymbolMention {
  const number = (digits ?? '').replace(/\./gu, '').replace(/^0+(?=\d)/u, '');
  const year = yearText === undefined ? null : Number(yearText);
  const names = type === null ? [] : typeNames(type);
  const typeName = named ?? (names.length === 1 ? (names[0] ?? null) : openTypeName(form, type));
  const padded = /^\d(?!\d)/u.test(number) ? `0${number}` : number;
  const dated = year === null ? padded : `${padded}/${year}`;
  const symbol =
    form === 'party'
      ? `${padded}-${type}/${issuer}`
      : form === 'law' || form === 'letter'
        ? `${dated}/${issuer}`
        : form === 'number-only'
          ? `${typeName ?? type ?? ''} ${dated}`.trim()
          : `${dated}/${type}-${issuer}`;
  const numbered = year === null ? number.toUpperCase() : `${number.toUpperCase()}/${year}`;
  const key = `${foldCode(numbered)}|${type === null ? '' : foldCode(type)}|${issuer === null ? '' : foldCode(issuer)}`;
  return {
    symbol,
    key,
    form,
    number: foldCode(number),
    year,
    typeCode: type,
    typeName,
    issuerCode: issuer,
    issuedOn: dateAt(clean, to),
    from,
    to,
  };
}

/** A code with two names is settled by the form of the symbol where practice allows only one. */
function openTypeName(form: SymbolForm, type: string | null): string | null {
  if (type === 'TT') return form === 'party' ? 'Thông tri' : form === 'state' ? 'Thông tư' : null;
  if (type === 'QĐ') return form === 'state' || form === 'administrative' ? 'Quyết định' : null;
  if (type !== null && stateOnlyTypes.has(type)) return typeNames(type)[0] ?? null;
  return null;
}
