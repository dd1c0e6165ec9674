import {
  keptDocumentsLead,
  mentioningDocumentsLead,
  newestDocumentLead,
  noKeptDocuments,
  type ListWords,
} from '../../prompts/document-briefs.ts';
import { fold } from '../../text/normalise.ts';
import type { DescribedDocuments } from '../search/resolver.ts';
import type { DocumentSummary } from '../types.ts';
import { sure, whichDocument } from './documents-choice.ts';
import { nothingFound, type Result, type Route } from './route.ts';

/**
 * What documents the store has: 'kho có những chỉ thị nào năm 2024', 'có bao nhiêu nghị quyết về …', 'chỉ thị của Tỉnh
 * ủy năm 2023 về …', 'nghị quyết mới nhất về …'. A count is of what the viewer may see, and says so.
 */
export const documents: Route = async (asked) => {
  const { question, quoting, resolution, decision } = asked;
  const resolved = await resolution();
  if (resolved.named.length > 0) return null;
  const { described } = resolved;
  if (!described) return null;
  const { request } = described;
  if (!isAskedOf(described)) return null;
  // A number that a report states is told by the report.
  const isLoose = request.asks === 'count' && !request.isOfStore && described.by === 'text';
  if (isLoose && (await decision()).outcome === 'answer') return null;
  const found = distinct(described.documents);
  const words: ListWords = {
    typeName: request.typeName,
    issuer: request.issuer === null ? null : printed(question.text, request.issuer),
    issued: request.issued?.label ?? null,
    matter: request.matterText,
  };
  if (found.length === 0)
    return request.isOfStore || request.asks === 'count' ? empty(noKeptDocuments(words)) : null;
  if (request.isNewest && request.asks !== 'count') {
    const [newest] = found.filter(({ issuedOn }) => issuedOn !== null);
    const head = newest && described.by !== 'text' ? await quoting.head(newest) : null;
    if (newest && head)
      return {
        answer: { outcome: 'answer', lead: newestDocumentLead(words, newest), quotes: [head] },
        found: nothingFound,
        missing: [],
        confidence: sure,
      };
  }
  const lead = described.by === 'text' ? mentioningDocumentsLead : keptDocumentsLead;
  return whichDocument(asked, found, lead(found.length, words));
};

/** A question about the documents themselves, not about what they say. */
function isAskedOf({ request, by }: DescribedDocuments): boolean {
  const { asks, isOfStore, isNewest, issuer, issued, matterText } = request;
  const folded = fold(matterText);
  if (asksInside.test(folded)) return false;
  // How many were issued is told by reports; how many are kept by the store.
  if (asks === 'count')
    return isOfStore || !/(?<!\p{L})(?:ban hanh|thong qua|xay dung|co hieu luc)(?!\p{L})/u.test(folded);
  if (asks === 'list') return isOfStore || by !== 'text' || /nao/u.test(folded);
  return by !== 'text' && (isNewest || issuer !== null || issued !== null);
}

const asksInside =
  /(?<!\p{L})(?:bao lau|bao nhieu|the nao|nhu nao|ra sao|nhiem vu|muc tieu|giai phap|noi dung gi|nhung gi|ai ky|ai la|khi nao|o dau|vi sao|tai sao|co hieu luc tu|quy dinh gi|yeu cau gi|duoc khong|hay khong|thoi han|gom|ngay nao|thang nao|luc nao|phai|xong truoc|hoan thanh)(?!\p{L})/u;

/** The words of the question that were read as the issuer, as typed. */
function printed(text: string, folded: string): string {
  const at = fold(text).indexOf(folded);
  return at < 0 ? folded : text.slice(at, at + folded.length);
}

/** A document kept as scan and as Word file, or in versions of one symbol and day, counts once. */
function distinct(documents: readonly DocumentSummary[]): DocumentSummary[] {
  const seen = new Set<string>();
  return documents.filter(({ id, symbolKey, typeName, issuedOn }) => {
    const key = symbolKey === null || issuedOn === null ? id : `${symbolKey} ${typeName} ${issuedOn}`;
    return !seen.has(key) && seen.add(key);
  });
}

const empty = (lead: string): Result => ({
  answer: { outcome: 'refusal', lead, nearest: [] },
  found: nothingFound,
  missing: [],
  confidence: 0,
});
