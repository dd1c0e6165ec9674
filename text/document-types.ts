import { cleanText, fold, oneLine } from './normalise.ts';

/**
 * Type codes with the type names that they stand for, commonest first. Party documents: 66-QĐ/TW (06/02/2017) and
 * 36-HD/VPTW (03/4/2018), where QĐ is both quyết định and quy định. State documents: Nghị định 30/2020/NĐ-CP,
 * phụ lục III, which writes quy định as QyĐ; Luật Ban hành văn bản quy phạm pháp luật for NĐ, TT, TTLT and PL.
 */
const types: readonly (readonly [code: string, ...names: string[]])[] = [
  ['NQ', 'Nghị quyết'],
  ['NQLT', 'Nghị quyết liên tịch'],
  ['CT', 'Chỉ thị'],
  ['CTr', 'Chương trình'],
  ['CTrHĐ', 'Chương trình hành động'],
  ['KL', 'Kết luận'],
  ['QĐ', 'Quyết định', 'Quy định'],
  ['QyĐ', 'Quy định'],
  ['QĐi', 'Quy định'],
  ['QC', 'Quy chế'],
  ['TT', 'Thông tư', 'Thông tri'],
  ['TTLT', 'Thông tư liên tịch'],
  ['HD', 'Hướng dẫn'],
  ['TB', 'Thông báo'],
  ['BC', 'Báo cáo'],
  ['KH', 'Kế hoạch'],
  ['ĐA', 'Đề án'],
  ['DA', 'Dự án'],
  ['PA', 'Phương án'],
  ['TTr', 'Tờ trình'],
  ['CV', 'Công văn'],
  ['BB', 'Biên bản'],
  ['BS', 'Bản sao'],
  ['GM', 'Giấy mời'],
  ['CĐ', 'Công điện'],
  ['TC', 'Thông cáo'],
  ['NĐ', 'Nghị định'],
  ['PL', 'Pháp lệnh'],
  ['SL', 'Sắc lệnh'],
  ['L', 'Luật', 'Bộ luật'],
  ['VBHN', 'Văn bản hợp nhất'],
  ['QT', 'Quy trình'],
  ['HĐ', 'Hợp đồng'],
];

/** Type codes that only State documents carry; nothing of the Party is numbered with them. */
export const stateOnlyTypes: ReadonlySet<string> = new Set(['NĐ', 'TTLT', 'PL', 'L', 'QyĐ', 'VBHN', 'SL']);

/** A code or name as keys spell it: upper-case ASCII without spaces ('QĐ' and 'qd' are 'QD'). */
export const foldCode = (code: string): string => fold(cleanText(code)).toUpperCase().replace(/\s+/gu, '');

// ĐA and DA, HD and HĐ fold to one key: the first in the table wins.
const byKey = new Map<string, readonly [string, ...string[]]>();
for (const type of types) if (!byKey.has(foldCode(type[0]))) byKey.set(foldCode(type[0]), type);
const byUpper = new Map(types.map((type) => [type[0].toUpperCase(), type]));
const byCode = new Map(types.map((type) => [type[0], type]));

const byName = new Map<string, string>();
for (const [code, ...names] of types)
  for (const name of names) {
    const key = fold(name);
    if (!byName.has(key)) byName.set(key, code);
  }

/** Every type name of a code in any spelling: 'qd' gives Quyết định and Quy định, an unknown code nothing. */
export function typeNames(code: string): readonly string[] {
  return (byCode.get(code) ?? byKey.get(foldCode(code)))?.slice(1) ?? [];
}

/** The code of a type name with or without diacritics: 'quy dinh' is 'QĐ' (Party practice), 'Luật' is 'L'. */
export const typeCodeOf = (name: string): string | null => byName.get(fold(cleanText(oneLine(name)))) ?? null;

/** The proper spelling of a code in any spelling ('ctr' is 'CTr'), or null where it is no type code. */
export const typeCode = (code: string): string | null =>
  byCode.has(code) ? code : ((byUpper.get(code.toUpperCase()) ?? byKey.get(foldCode(code)))?.[0] ?? null);

/** The proper spelling of a type name in any spelling ('quy dinh', 'quydinh' are 'Quy định'), or null. */
export function typeNameOf(name: string): string | null {
  return byWords.get(fold(cleanText(name)).replace(/\s+/gu, '')) ?? null;
}

const byWords = new Map<string, string>();
for (const [, ...names] of types)
  for (const name of names) {
    const key = fold(name).replace(/ /gu, '');
    if (!byWords.has(key)) byWords.set(key, name);
  }

/** Alternation of all codes for a regular expression, longest first. */
export const typeCodePattern = alternation(types.map(([code]) => code));

/** Alternation of the codes of two letters and more, folded and lower-case. */
export const foldedTypeCodePattern = alternation(
  types.map(([code]) => fold(code)).filter((code) => code.length > 1),
);

/** Alternation of all type names, folded, with any white space between words. */
export const foldedTypeNamePattern = alternation(
  [...byName.keys()].map((name) => name.replace(/ /gu, '\\s+')),
);

/** The same as people type it: the words of a name may run together ('chithi'). */
export const typedTypeNamePattern = foldedTypeNamePattern.replace(/\\s\+/gu, String.raw`\s*`);

function alternation(words: readonly string[]): string {
  return [...new Set(words)].sort((a, b) => b.length - a.length).join('|');
}

/**
 * Issuer codes whose print form cannot be got by upper-casing what a person typed without diacritics. The issuer
 * code is not the issuing body: TW covers the Central Committee, the Politburo and the Secretariat.
 */
const issuers =
  'TW TU HU ĐU ĐUK ĐUCA ĐUQS ĐUTW ĐUBQP ĐTN ĐTNCSHCM TĐTN TWĐTN QUTW BTCTW BTCTU BTCHU BTCĐU VPTW VPTU VPHU VPĐU UBKT UBKTTW UBKTTU ' +
  'UBKTHU UBKTĐU BTGTW BTGTU BTGDVTW BTGDVTU BTGDVĐU BDVTW BDVTU BNCTW BNCTU BCĐ BCĐTW BCSĐ BCSĐCP BCHTW BCH BTV MTTQ MTTW ' +
  'ĐĐQH ĐĐQH14 ĐĐQH15 ĐĐQH16 ĐĐMTTQ HVCTQG TLĐ HLHPN HND HCCB ' +
  'CP TTg CTN QH QH10 QH11 QH12 QH13 QH14 QH15 QH16 UBTVQH UBTVQH12 UBTVQH13 UBTVQH14 UBTVQH15 UBTVQH16 VPQH VPCP ' +
  'UBND HĐND BCA BQP BNV BTC BTP BYT BCT BXD BNG BKHĐT BKHCN BGDĐT BGTVT BTNMT BNNPTNT BNNMT BLĐTBXH BVHTTDL BTTTT BDTTG ' +
  'NHNN TTCP KTNN TANDTC VKSNDTC UBDT BHXH HĐTP SNV STC STP SYT SGDĐT SXD SCT STTTT SNNMT SVHTTDL';

const issuerPrint = new Map(issuers.split(' ').map((code) => [foldCode(code), code]));

/** Issuer codes known by name, folded and lower-case: what may follow a type code after a mere space. */
export const knownIssuerPattern = alternation([...issuerPrint.keys()].map((code) => code.toLowerCase()));

/**
 * The print form of an issuer code in any spelling: 'duk' is 'ĐUK', 'ttg' is 'TTg', 'nd-cp' stays in parts. TƯ is
 * Trung ương, so TW; a bare 'tu' is Tỉnh ủy. An unknown code is upper-cased as typed.
 */
export function issuerCode(code: string): string {
  return cleanText(code)
    .split(/\s*[-\u2010\u2011\u2013]\s*/u)
    .map((part) => {
      const upper = part.trim().toUpperCase();
      const central = upper.replace(/TƯ$/u, 'TW');
      return (
        issuerPrint.get(foldCode(central)) ??
        (part === part.toLowerCase() ? central : central === upper ? part : central)
      );
    })
    .join('-');
}

/**
 * Bodies named in words after a number-only citation ("Chỉ thị 05 của Bộ Chính trị"), folded, with the code that
 * their documents carry. Only bodies with one code everywhere: "Đảng ủy Khối" has several.
 */
export const issuerWords: readonly (readonly [pattern: string, code: string])[] = [
  ['bo chinh tri|ban bi thu|ban chap hanh trung uong(?:\\s+dang)?|trung uong(?:\\s+dang)?(?!\\s+\\d)', 'TW'],
  ['tinh uy', 'TU'],
  ['huyen uy', 'HU'],
  ['thu tuong(?:\\s+chinh phu)?', 'TTg'],
  ['chinh phu', 'CP'],
];

/** The code that documents of a body carry that is named in folded words ('bo chinh tri' is 'TW'), or null. */
export function codeOfIssuer(words: string): string | null {
  return issuerPatterns.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

const issuerPatterns = issuerWords.map(
  ([pattern, code]) => [new RegExp(`^(?:${pattern})$`, 'u'), code] as const,
);
