import type { DateOnly } from '../core/clock.ts';
import { dateAt } from './days.ts';
import {
  codeOfIssuer,
  foldCode,
  foldedTypeNamePattern,
  issuerCode,
  issuerWords,
  stateOnlyTypes,
  typeCode,
  typeCodeOf,
  typeNameOf,
  typedTypeNamePattern,
  typeNames,
} from './document-types.ts';

/* Mentions of documents by symbol, as they are collected from one text, printed or typed. */

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
  /** Whether the type stands in the text as a code or in words alone; null where neither does. */
  typeFrom: 'code' | 'words' | null;
  /** The day that follows the symbol directly or after a comma ("34-CT/TU, ngày 20/4/2024"). */
  issuedOn: DateOnly | null;
  /** The year that follows as the year of issue ("35-CT/TW năm 2024"); only read of what people type. */
  issuedIn: number | null;
  /** Offsets into `cleanText(text)`, of the symbol alone. */
  from: number;
  to: number;
}

// Number only: with "số" any type word; without, only where nothing else can be meant.
const numberOnly = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<name>${foldedTypeNamePattern}|van\s+ban)\s+(?<so>so\s*:?\s*)?(?<n>\d{1,5})(?:\s*/\s*(?<y>(?:19|20)\d{2}))?(?![\p{L}\p{N}]|[.,/-]\d|\s*%|\s*[/-]\s*[a-z])`,
  'gu',
);
/** As people type it: words run together, 'văn bản 27' without 'số'. */
const typedNumberOnly = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<name>${typedTypeNamePattern}|van\s*ban)\s*(?<so>so\s*:?\s*)?(?<n>\d{1,5})(?:(?:\s*/\s*|\s+(?!\d+\s*[-\u2013]))(?<y>(?:19|20)\d{2}))?(?![\p{L}\p{N}]|[.,/-]\d|\s*%|\s*[/-]\s*[a-z])`,
  'gu',
);
const numberOnlyCode = new RegExp(
  String.raw`(?<![\p{L}\p{N}/-])(?<name>nq|ct|kl|qd|qc|hd|kh|tb|nd|tt|ttr|ctr)\s*(?<so>so\s*:?\s*)?(?<n>\d{1,5})(?:(?:\s*/\s*|\s+(?!\d+\s*[-\u2013]))(?<y>(?:19|20)\d{2}))?(?![\p{L}\p{N}]|[.,/-]\d|\s*%|\s*[/-]\s*[a-z])`,
  'gu',
);
/** A noun of which there may be so many, as it follows a number in print. */
const countedNoun =
  /^\s*(?:-\s*\d+\s*)?(?:nam|thang|ngay|tuan|gio|phut|quy|trang|dieu|khoan|muc|diem|noi dung|nhiem vu|giai phap|chi tieu|dong chi|nguoi|to chuc|dang vien|chi bo|don vi|truong hop|lan|trieu|ty|ti|nghin|buoi|phien|t)(?![\p{L}])/u;

/** The same in questions, where "chỉ thị 35 năm 2024" says the year and "kế hoạch 14 ngày 20/5" the day. */
const countedTyped =
  /^\s*(?:-\s*\d+\s*)?(?:nam(?!\s+(?:19|20)\d{2}(?!\s*[-\u2013]))|thang|ngay(?!\s+\d)|tuan|gio|phut|quy|trang|dieu|khoan|muc|diem|noi dung|nhiem vu|giai phap|chi tieu|dong chi|nguoi|to chuc|dang vien|chi bo|don vi|truong hop|lan|trieu|ty|ti|nghin|buoi|phien|t)(?![\p{L}])/u;

/** Types whose documents are cited by type and number alone; of others a number after the word is a count. */
const citedByNumber = new Set(['NQ', 'CT', 'QĐ', 'KL', 'HD', 'KH', 'CTr', 'ĐA', 'TB', 'NĐ', 'TT', 'L']);

/** "Chỉ thị 05" on one line, padded or of two digits, under a capital. */
const isPrintedNumber = (printed: string, type: string, digits: string): boolean =>
  citedByNumber.has(type) && /^\p{Lu}[^\n]*$/u.test(printed) && digits.length >= 2;

const issuerAfter = new RegExp(
  String.raw`^\s*,?\s*(?:ngay\s+[\d/. -]+(?:thang\s+\d+\s+)?(?:nam\s+\d+\s*)?,?\s*)?(?:cua\s+)?(?:ban\s+(?:thuong vu|chap hanh)\s+)?(${issuerWords.map(([pattern]) => pattern).join('|')})(?![\p{L}\p{N}])`,
  'u',
);

/** "chỉ thị của Bộ Chính trị số 35": what stands right before the number. */
const issuerBefore = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<words>${issuerWords.map(([pattern]) => pattern).join('|')})\s*,?\s*$`,
  'u',
);

/** "35-CT/TW năm 2024", "35-CT/TW (2024)", "chỉ thị 35 của Bộ Chính trị năm 2024"; years of a range say no issue. */
const yearAfter =
  /^(?:\s*,?\s*(?:cua|do)\s+(?:\p{L}+\s+){1,5}?)?[\s,]*(?:ban hanh\s+|ky\s+)?(?:trong\s+|vao\s+)?(?:nam\s+(?<year>(?:19|20)\d{2})(?![\d.,]*\d|\s*[-\u2013]\s*\d))/u;

/** The mentions of one text; none overlaps another, the first that is kept stands. */
export class Mentions {
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
    // "chi thi 35/tw": the words before say the type.
    const byWords =
      properType === null && form === 'number-only' && named !== null ? typeCodeOf(named) : null;
    this.keep(
      build(this.#clean, form, digits, year, properType ?? byWords, properIssuer, named, from, to, {
        typeFrom: properType !== null ? 'code' : named !== null ? 'words' : null,
      }),
    );
  }

  /**
   * "nghi quyet 05 tw", "so 35 chi thi tw": the type in words (group `name`), the issuer as a code or in words (group
   * `words`); a state-only type has no such form.
   */
  addNamed(match: RegExpMatchArray, issuer: string): void {
    const name = match.groups?.['name'] ?? '';
    const from = match.index ?? 0;
    const to = from + match[0].length;
    const typeName = typeNameOf(name);
    const type = typeName === null ? null : typeCodeOf(typeName);
    const code =
      match.groups?.['words'] === undefined ? issuerCode(issuer) : codeOfIssuer(match.groups['words']);
    if (type === null || code === null) return;
    const form = stateOnlyTypes.has(type) ? 'administrative' : 'party';
    const number = match.groups?.['n'];
    this.keep(
      build(this.#clean, form, number, undefined, type, code, typeName, from, to, { typeFrom: 'words' }),
    );
  }

  /** "Quy định số 603", "Chỉ thị 05", "nghi dinh 111/2022"; in questions also bare codes ("ct 35"). */
  addNumbersOnly(isQuestion = false): void {
    for (const pattern of isQuestion ? [typedNumberOnly, numberOnlyCode] : [numberOnly])
      for (const m of this.#folded.matchAll(pattern)) {
        const { name = '', so, n = '', y } = m.groups ?? {};
        const to = m.index + m[0].length;
        const isCode = pattern === numberOnlyCode;
        const typeName = isCode ? null : typeNameOf(name);
        const type = isCode ? typeCode(name) : typeName === null ? null : typeCodeOf(typeName);
        if (so === undefined) {
          const after = this.#folded.slice(to);
          if ((type === null && !isQuestion) || (isQuestion ? countedTyped : countedNoun).test(after))
            continue;
          if (y === undefined && /^(?:19[4-9]\d|20[0-4]\d)$/u.test(n)) continue;
          // In prose a type word before a number is mostly a count ("kế hoạch 5 năm") or two table cells.
          if (!isQuestion && !isPrintedNumber(this.#clean.slice(m.index, to), type ?? '', n)) continue;
        } else if (type === null && !isQuestion) continue;
        this.keep(
          build(this.#clean, 'number-only', n, y, type, this.#issuerAfter(to), typeName, m.index, to, {
            typeFrom: isCode ? 'code' : 'words',
          }),
        );
      }
  }

  /** What people say around a symbol: the issuer in words behind or before it, and the year of issue. */
  complete(): void {
    for (const mention of this.#found) {
      const after = this.#folded.slice(mention.to, mention.to + 120);
      const before = this.#folded.slice(Math.max(0, mention.from - 60), mention.from);
      if (mention.year === null || mention.issuerCode === null) {
        const year = yearAfter.exec(after)?.groups?.['year'];
        if (year !== undefined && mention.issuedOn === null) mention.issuedIn = Number(year);
      }
      if (mention.issuerCode !== null) continue;
      const year = /^[\s,(]*(?:ban hanh\s+)?(?:trong\s+)?nam\s+\d{4}\)?/u.exec(after)?.[0].length ?? 0;
      const code =
        this.#issuerAfter(mention.to + year) ??
        codeOfIssuer(issuerBefore.exec(before)?.groups?.['words'] ?? '');
      if (code === null) continue;
      mention.issuerCode = code;
      mention.key = mention.key.replace(/\|[^|]*$/u, `|${foldCode(code)}`);
    }
  }

  #issuerAfter(at: number): string | null {
    const match = issuerAfter.exec(this.#folded.slice(at, at + 90));
    return match?.[1] === undefined ? null : codeOfIssuer(match[1]);
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
  String.raw`(?:^|[^\p{L}\p{N}])(${typedTypeNamePattern})\s*(?:so)?\s*:?\s*$`,
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
  { typeFrom }: Pick<SymbolMention, 'typeFrom'>,
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
    typeFrom,
    issuedOn: dateAt(clean, to),
    issuedIn: null,
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
