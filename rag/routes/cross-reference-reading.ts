import { fold } from '../../text/normalise.ts';
import { findSymbols, type SymbolMention } from '../../text/symbols.ts';
import { addressesIn, type Address } from '../question/address.ts';

/** A place that a text sends its reader to. */
export interface Reference {
  /** 'khoản 2 Điều 7'; null: a whole document. */
  address: Address | null;
  /** Of another document; null: of the one that speaks. */
  document: SymbolMention | null;
  /** 'khoản 2 Điều này': in the article that speaks. */
  isInArticle: boolean;
  /** As printed. */
  label: string;
  /** Where it begins in the text. */
  from: number;
}

/** Words before a place that send there, folded; an address without them only names or titles something. */
const sends =
  /(?<!\p{L})(?:theo|tai|nhu|quy dinh o|neu o|xem|ap dung|can cu|dan chieu(?: den| toi)?|kem theo|trong)(?:\s+(?:dung\s+)?(?:quy dinh|huong dan|noi dung|mau|bieu mau|muc|danh muc|bieu|bang|cac|so|tai|o|trong|cua|neu|ghi|va|theo|khoan|diem|dieu|phan|den|toi|[\d.]{1,4}|,))*\s*$/u;
const annexBehind = /^\s*(?:kem theo|ban hanh kem theo)/u;
const documentBehind =
  /^\s*,?\s*(?:cua\s+)?(?:(?:nghi quyet|chi thi|ket luan|quyet dinh|quy che|quy dinh|huong dan|thong bao|ke hoach|chuong trinh|luat|bo luat|nghi dinh|thong tu)\s*)?(?:so\s*:?\s*)?$/u;
/** A document that is named by its title, or a body of rules that is not this one. */
const titleBehind =
  /^\s*,?\s*(?:cua\s+)?(?:bo luat|luat|phap lenh|nghi dinh|thong tu|dieu le|hien phap|nghi quyet|chi thi|ket luan|quyet dinh|quy che|quy dinh|huong dan|ke hoach)(?!\p{L})(?!\s+nay)/u;

/** The places that a text sends to, in order, each once. */
export function referencesIn(text: string): Reference[] {
  const folded = fold(text);
  const mentions = findSymbols(text);
  const found: Reference[] = [];
  const used = new Set<SymbolMention>();
  for (const address of addressesIn(text, true)) {
    const before = folded.slice(Math.max(0, address.from - 80), address.from);
    const after = folded.slice(address.to);
    if (!sends.test(before) && !annexBehind.test(after)) continue;
    const mention =
      mentions.find(
        ({ from }) =>
          from >= address.to && from - address.to < 60 && documentBehind.test(folded.slice(address.to, from)),
      ) ?? null;
    if (mention) used.add(mention);
    else if (titleBehind.test(after)) continue;
    found.push({
      address,
      document: mention,
      isInArticle: /^\s*(?:cua\s+)?dieu nay(?!\p{L})/u.test(after),
      label: text.slice(address.from, address.to),
      from: address.from,
    });
  }
  for (const mention of mentions) {
    if (used.has(mention)) continue;
    const before = folded.slice(Math.max(0, mention.from - 80), mention.from);
    const isSent =
      /(?<!\p{L})(?:theo|tai|ap dung|thuc hien|xem)\s+(?:(?:dung\s+)?(?:quy dinh|huong dan|noi dung)\s+(?:tai|cua|trong)\s+)?(?:\p{L}+\s+){0,2}(?:so\s*:?\s*)?$/u.test(
        before,
      );
    if (isSent)
      found.push({ address: null, document: mention, isInArticle: false, label: '', from: mention.from });
  }
  return found;
}
