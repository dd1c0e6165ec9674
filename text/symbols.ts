import type { DateOnly } from '../core/clock.ts';
import { foldCode } from './document-types.ts';
import type { SymbolMention } from './symbol-mentions.ts';
import { findLooseSymbols } from './typed-symbols.ts';

export { typeCodeOf, typeNames } from './document-types.ts';
export { findSymbols } from './printed-symbols.ts';
export { findLooseSymbols } from './typed-symbols.ts';
export type { SymbolMention } from './symbol-mentions.ts';

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
  if (mention.issuedIn !== null) {
    const documentYear = year ?? issuedOn?.slice(0, 4);
    if (documentYear !== undefined && documentYear !== String(mention.issuedIn)) return false;
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
