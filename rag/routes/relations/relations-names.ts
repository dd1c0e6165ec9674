import { foldedTypeNamePattern } from '../../../text/document-types.ts';
import { fold } from '../../../text/normalise.ts';
import { foldedSyllables } from '../../../text/syllables.ts';
import type { Resolution } from '../../search/resolver.ts';
import type { DocumentSummary } from '../../types.ts';
import type { NameSpan } from './relations-question.ts';

const typeBefore = new RegExp(
  String.raw`(?<!\p{L})(?:${foldedTypeNamePattern}|van ban)(?:\s+so)?\s*:?\s*$`,
  'u',
);
const dateAfter =
  /^[\s,(]*(?:(?:ban hanh |ky )?ngay\s+\d{1,2}\s*(?:[/.-]|thang)\s*\d{1,2}\s*(?:[/.-]|nam)\s*\d{4}|nam\s+\d{4})\)?/u;
/** Verbs and particles that no name of a body and no title goes beyond. */
const stop = String.raw`(?:thay the|thay cho|bai bo|huy bo|sua doi|dinh chi|ngung|can cu|cu the hoa|thuc hien|thi hanh|trien khai|quan triet|bi|duoc|da|dang|con|het|co|la|nao|gi|khong|chua|do|thi|quy dinh (?:gi|the nao|ra sao|nhu)|noi|ban hanh|khac)(?!\p{L})`;
const words = String.raw`(?:\s+(?!${stop})[\p{L}\d]+)`;
const issuerAfter = new RegExp(
  String.raw`^\s+(?:cua|do)\s+(?:ban|bo|chinh phu|thu tuong|quoc hoi|tinh uy|thanh uy|huyen uy|dang uy|trung uong|uy ban|hoi dong|ubnd|hdnd|btv|bch|van phong|so)(?!\p{L})${words}{0,8}`,
  'u',
);
const subjectAfter = new RegExp(
  String.raw`^\s+ve\s+(?:viec\s+)?(?!van de|noi dung)${words.slice(0, -1)}){2,25}`,
  'u',
);

/**
 * Where a question names documents: symbols with the words that belong to them (type, date, body, subject), and the
 * titles of documents that it names without one.
 */
export function nameSpans(
  text: string,
  { named }: Resolution,
  titled: readonly DocumentSummary[],
): NameSpan[] {
  const folded = fold(text);
  const spans: NameSpan[] = named.map(({ mention }) => {
    const head = typeBefore.exec(folded.slice(0, mention.from));
    let { to } = mention;
    for (const pattern of [dateAfter, issuerAfter, dateAfter, subjectAfter])
      to += pattern.exec(folded.slice(to))?.[0].length ?? 0;
    return { from: head ? head.index : mention.from, to };
  });
  if (spans.length > 0) return spans;
  for (const document of titled) {
    const span = titleSpan(folded, document);
    if (span && !spans.some((other) => other.from < span.to && span.from < other.to)) spans.push(span);
  }
  return spans.sort((a, b) => a.from - b.from);
}

/** The stretch of a question that says a document's title: from its first to its last word that stands there in order. */
function titleSpan(folded: string, { typeName, subject, title }: DocumentSummary): NameSpan | null {
  const asked = [...folded.matchAll(/[\p{L}\d]+/gu)].map((match) => ({
    word: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }));
  const own = foldedSyllables(`${subject === null ? '' : typeName} ${subject ?? title}`);
  let best: { from: number; length: number; to: number } | null = null;
  for (let at = 0; at < asked.length; at++) {
    const start = own.indexOf(asked[at]!.word);
    if (start < 0) continue;
    let next = start;
    let end = at;
    let length = 0;
    // Words may be left out on either side, a few at a time.
    for (let here = at; here < asked.length && here - end <= 2; here++) {
      const found = own.indexOf(asked[here]!.word, next);
      if (found < 0 || found - next > 4) continue;
      next = found + 1;
      end = here;
      length++;
    }
    if (length >= 3 && length > (best?.length ?? 0))
      best = { from: asked[at]!.from, length, to: asked[end]!.to };
  }
  return best && { from: best.from, to: best.to };
}
