import type { DateOnly } from '../../core/clock.ts';
import { dateAt } from '../../text/days.ts';
import { foldedTypeNamePattern } from '../../text/document-types.ts';
import { fold, oneLine } from '../../text/normalise.ts';
import { findSymbols, type SymbolMention } from '../../text/symbols.ts';

/** A document named in a sentence, by its symbol or by its title. */
export interface Reference {
  /** Where its name begins, the word for its type included ('Quyết định số 5-QĐ/TU': at 'Quyết định'). */
  from: number;
  to: number;
  /** Print form of the symbol, or the title. */
  symbol: string;
  /** '' for a document without a symbol. */
  key: string;
  issuedOn: DateOnly | null;
  title: string | null;
}

const typeBefore = new RegExp(
  String.raw`(?<!\p{L})(?:${foldedTypeNamePattern}|van ban)(?:\s+lien tich)?(?:\s+(?:cua|lien tich)(?:\s+\p{L}+){1,5})?[\s,]*(?:so)?\s*:?\s*$`,
  'u',
);
const numberBefore = /(?<!\p{L})so\s*:?\s*$/u;

/** Documents that a sentence names, in order. `text` is `cleanText`. Symbols inside quotation marks are another's words. */
export function findReferences(text: string): Reference[] {
  const folded = fold(text);
  const mentions = findSymbols(text).filter(
    (mention) => mention.form !== 'number-only' || mention.typeCode !== null,
  );
  const found: Reference[] = [];
  const titles = findTitles(text, folded);
  for (const mention of mentions) {
    const end = found.at(-1)?.to ?? 0;
    const title = titles.find(
      ({ from, to }) =>
        from >= end &&
        to <= mention.from &&
        /^[\s,]*(?:luat\s+)?(?:so\s*:?)?\s*$/u.test(folded.slice(to, mention.from)),
    );
    const from = title ? title.from : headOf(mention, folded, end);
    found.push({
      from,
      to: mention.to,
      symbol: mention.symbol,
      key: mention.key,
      issuedOn: mention.issuedOn,
      title: null,
    });
  }
  for (const title of titles) {
    // A title that a symbol follows, or that describes what a symbol names, is no document of its own.
    if (found.some((one) => title.from < one.to && title.to > one.from)) continue;
    found.push({ ...title, symbol: title.title, key: '', issuedOn: dateAt(text, title.to) });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** Where the name of a mentioned document begins. */
function headOf(mention: SymbolMention, folded: string, end: number): number {
  if (mention.form === 'number-only') return mention.from;
  const start = Math.max(end, mention.from - 160);
  const before = folded.slice(start, mention.from);
  const named = typeBefore.exec(before);
  if (named) return start + named.index;
  if (mention.form === 'law') {
    const law = /(?<!\p{L})(?:bo luat|luat|phap lenh|nghi quyet)\s[^;:.()]*$/u.exec(before);
    if (law) return start + law.index;
  }
  const number = numberBefore.exec(before);
  return number ? start + number.index : mention.from;
}

const lawStart = /(?<!\p{L})(?:Bộ luật|Luật|Pháp lệnh|BỘ LUẬT|LUẬT|PHÁP LỆNH)\s+(?=\p{L})/gu;
/** 'sửa đổi, bổ sung một số điều của Luật …' belongs to the title of an amending law. */
const amendingTitle =
  /^sửa đổi,?(?: và)? bổ sung(?: một số| các)? điều(?: của)?(?: \d+| các)?\s+(?:(?:bộ )?luật|pháp lệnh)(?=\s|$)/iu;
/** What cannot stand in the title of a law. */
const lawEnd =
  /\s*(?:[;.:()“”"\n]|$|,?\s(?:số|ngày|được|đã|bị|hết hiệu|có hiệu|còn hiệu|và (?:Luật|Bộ luật|Pháp lệnh|các|văn bản|Nghị|Quyết|Điều)|bằng|thì|theo|tại|trên|trong|đến|này|về việc|quy định|cho|do|từ|kể từ|khi|phải|là|với|hiện hành|nêu|đối với|thay thế|bao gồm|gồm|như sau|cụ thể)(?=\s|$|[.,;:])|,\s*(?:Luật|Bộ luật|Pháp lệnh|Nghị|Thông|Quyết|Ban |Ủy|Hội đồng|Chính phủ|các |bãi|thay|sửa))/u;
const partyTitles: readonly RegExp[] = [
  /(?<!\p{L})Điều lệ Đảng(?:\s+Cộng sản Việt Nam)?(?!\s+bộ)(?!\p{L})/gu,
  /(?<!\p{L})Hiến pháp(?:\s+nước Cộng h(?:òa|oà) xã hội chủ nghĩa Việt Nam)?(?:,?\s+năm\s+\d{4})?(?!\p{L})/gu,
  /(?<!\p{L})Nghị quyết\s+(?:của\s+)?(?:các\s+)?Đại hội\s+(?:[^;:.,\n]|,\s*(?=nhiệm kỳ|khóa|khoá|lần))+/gu,
  /(?<!\p{L})Quy chế làm việc(?:\s+của)?\s+(?:[^;:.,\n]|,\s*(?=nhiệm kỳ|khóa|khoá|Bộ Chính trị|Ban Bí thư|Ban Thường vụ|Thường trực))+/gu,
];

/** Laws and the few Party documents that are cited by title. */
function findTitles(text: string, folded: string): { from: number; to: number; title: string }[] {
  const found: { from: number; to: number; title: string }[] = [];
  const keep = (from: number, to: number): void => {
    const title = oneLine(text.slice(from, to)).replace(/[\s,]+$/u, '');
    if (title.split(' ').length < 3 && !/^(?:Luật|Hiến pháp)\s\p{Lu}/u.test(title)) return;
    if (found.some((one) => from < one.to && to > one.from)) return;
    found.push({ from, to: from + text.slice(from, to).trimEnd().length, title });
  };
  for (const start of text.matchAll(lawStart)) {
    const nameAt = start.index + start[0].length;
    const rest = text.slice(nameAt, nameAt + 250);
    const lead = amendingTitle.exec(rest)?.[0].length ?? 0;
    if (lead === 0 && !/^\p{Lu}/u.test(rest)) continue;
    const end = lawEnd.exec(rest.slice(lead));
    let to = nameAt + lead + (end?.index ?? rest.length);
    const year = /^\s+năm\s+\d{4}/u.exec(text.slice(to));
    if (year) to += year[0].length;
    const inner = /\s+năm\s+\d{4}/u.exec(text.slice(nameAt, to));
    if (inner) to = nameAt + inner.index + inner[0].length;
    keep(start.index, to);
  }
  for (const pattern of partyTitles)
    for (const match of text.matchAll(pattern)) {
      // With a number the symbol names it.
      const cut = /\s+(?:số\s+\d|ngày\s+\d|được\s|đã\s|thì\s|theo\s|và\s+(?:các|Nghị|Quy|Chỉ|Kết))/u.exec(
        match[0],
      );
      const length = cut ? cut.index : match[0].length;
      if (/^Quy chế làm việc(?:\s+của)?$/u.test(match[0].slice(0, length).trim())) continue;
      if (cut && /số\s+\d/u.test(cut[0]) && /^\s+so\s+\d+-/u.test(folded.slice(match.index + length)))
        continue;
      keep(match.index, match.index + length);
    }
  return found.sort((a, b) => a.from - b.from);
}
