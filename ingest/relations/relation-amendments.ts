import { fold } from '../../text/normalise.ts';
import { actsOf, labelPattern, ready, type Claim, type OwnDocument } from './relation-acts.ts';
import type { Reference } from './relation-references.ts';

/*
 * Amendments of one document that name it once: 'Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số …', then
 * '1. Sửa đổi khoản 2 Điều 3 như sau: “…”', 'a) Bãi bỏ khoản 4.'. Each item acts on parts of the document named above it.
 */

/** What is being amended where an item names only parts. */
export interface OpenAmendment {
  reference: Reference;
  /** The words that name it; they stand before each item in the stored sentence. */
  lead: string;
  /** The article of the item above, for points below it that name clauses alone. */
  article: string | null;
}

/** The amendment that a paragraph opens by what it was found to do, or null: one document, some of its parts. */
export function amendmentOpenedBy(claims: readonly Claim[], lead: string): OpenAmendment | null {
  const keys = new Set(claims.map(({ reference }) => reference.key || fold(reference.symbol)));
  const [first] = claims.filter(({ kind, parts }) => kind === 'amends' && parts.length === 0);
  return first && keys.size === 1 ? { reference: first.reference, lead, article: null } : null;
}

const opensItem = new RegExp(
  String.raw`${labelPattern}(?:sua doi|bo sung|thay the|bai bo|huy bo)(?!\p{L})`,
  'u',
);
const isPoint = /^\s*\p{L}\)/u;
/** From here on stands the new wording. */
const wording = /\s*(?:,?\s*(?:được sửa đổi )?như sau\s*:?|thành\s*:?|:)(?:\s.*)?$/su;

/**
 * What an item does to parts of the document that `open` names; empty where it names a document of its own, or no part.
 * @param text one paragraph outside quotation marks
 */
export function amendmentItem(text: string, open: OpenAmendment, document: OwnDocument): Claim[] {
  if (!opensItem.test(fold(text)) || ready(text).references.length > 0) return [];
  const head = text.replace(wording, '').replace(/[.;,\s]+$/u, '');
  if (/(?<!\p{L})này(?!\p{L})/u.test(head)) return [];
  // Read as if the document stood behind the parts: whatever acts on it acts on the one named above.
  const claims = actsOf(`${head} Quyết định số 1/QĐ-MAU`, document)
    .filter(({ parts }) => parts.length > 0)
    .map((claim) => ({ ...claim, reference: open.reference, parts: placed(claim.parts, text, open) }));
  const articles = new Set(
    claims.flatMap(({ parts }) => parts.flatMap((part) => /Điều .*$/u.exec(part)?.[0] ?? [])),
  );
  if (!isPoint.test(text)) open.article = articles.size === 1 ? ([...articles][0] ?? null) : null;
  return claims;
}

/** 'khoản 3' of a point under 'Sửa đổi Điều 5' is 'khoản 3 Điều 5'. */
const placed = (parts: readonly string[], text: string, { article }: OpenAmendment): string[] =>
  parts.map((part) =>
    article !== null && isPoint.test(text) && /^(?:khoản|điểm)/u.test(part) && !part.includes('Điều')
      ? `${part} ${article}`
      : part,
  );

/** Whether the next paragraph stands inside quotation marks, given whether this one did. */
export function isQuotingAfter(text: string, wasQuoting: boolean): boolean {
  let depth = wasQuoting ? 1 : 0;
  for (const mark of text.matchAll(/[“”"]/gu)) {
    if (mark[0] === '“') depth = 1;
    else if (mark[0] === '”') depth = 0;
    else depth = 1 - depth;
  }
  return depth === 1;
}
