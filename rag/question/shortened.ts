import { expandAbbreviations } from '../../text/abbreviations.ts';
import { fold } from '../../text/normalise.ts';

const syllableShape =
  /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/u;

/** An abbreviation in a text with the words it stands for. */
export interface Shortened {
  from: number;
  to: number;
  reading: string;
}

/** What is written short in `text`: in capitals, or in letters that form no Vietnamese syllable. */
export function shortened(text: string): Shortened[] {
  // Most sentences of documents have none; asking costs more than looking for capitals and vowelless words.
  if (!mayBeShortened.test(text)) return [];
  return expandAbbreviations(text).alternatives.flatMap(({ from, to, expansions }) => {
    const printed = text.slice(from, to);
    const isShort =
      (printed === printed.toUpperCase() && printed.length > 1) || !syllableShape.test(fold(printed));
    return isShort ? [{ from, to, reading: readingFor(text, to, expansions) }] : [];
  });
}

const mayBeShortened =
  /(?<!\p{L})(?:\p{Lu}[\p{Lu}đ]+|\d{1,2}[Tt]|[đdĐD]\/c|(?:(?!\p{L}*[aeiouyăâêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ])\p{L}{2,6})|duk|ubkt|ubnd|uvb\p{L}+|uv|cb\p{L}s|qcut|tccsd|hdnd|dbqh|k|b\/c)(?!\p{L})/u;

/** Writes out what is typed as an abbreviation. */
export function expandTyped(text: string): { expanded: string; searchText: string } {
  let expanded = '';
  let searchText = '';
  let at = 0;
  for (const { from, to, reading } of shortened(text)) {
    expanded += text.slice(at, from) + reading;
    searchText += text.slice(at, from) + text.slice(from, to).toUpperCase();
    at = to;
  }
  // '6T', '9T': months of a period.
  const months = (part: string): string =>
    part.replace(/(?<![\p{L}\p{N}])(\d{1,2})\s?[Tt](?=\s+(?:đầu|cuối|dau|cuoi|năm|nam|\d))/gu, '$1 tháng');
  return { expanded: months(expanded + text.slice(at)), searchText: months(searchText + text.slice(at)) };
}

/** An ambiguous abbreviation before a body of the State or a committee is the office of a person. */
function readingFor(text: string, to: number, expansions: readonly string[]): string {
  if (expansions.length === 1) return expansions[0] as string;
  const next = fold(text.slice(to, to + 12)).trim();
  const isOffice = /^(?:ubnd|hdnd|tinh|huyen|xa|uy ban|hoi dong|mttq|nuoc)/u.test(next);
  if (isOffice && expansions.includes('chủ tịch')) return 'chủ tịch';
  return expansions.join(' ');
}
