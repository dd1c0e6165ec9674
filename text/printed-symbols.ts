import { typeCode, typeCodePattern } from './document-types.ts';
import { cleanText, fold } from './normalise.ts';
import { Mentions, type SymbolMention } from './symbol-mentions.ts';

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
