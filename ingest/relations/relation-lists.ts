import { fold } from '../../text/normalise.ts';
import { actsOf, claimOf, labelPattern, ready, type Claim, type OwnDocument } from './relation-acts.ts';
import { objectsBehind } from './relation-objects.ts';
import type { RelationKind } from '../types.ts';

/*
 * Lists of documents that are ended: 'Các văn bản sau đây hết hiệu lực: a) … b) …', and annexes headed 'DANH MỤC VĂN BẢN
 * BỊ BÃI BỎ' with numbered lines or a table.
 */

/** A list that a paragraph has opened. */
export interface OpenList {
  kind: RelationKind;
  /** The words that open it; they stand before each item in the stored sentence. */
  lead: string;
  /** An annex under a title: groups, notes and table heads may stand between its items. */
  isAnnex: boolean;
  /** Only parts of the listed documents end. */
  isPartial: boolean;
}

const item = /^\s*(?:\p{L}\)|[-–+*•]|\d+(?:\.\d+)*[.)]|\p{L}\.(?=\s)|\|)\s*\S/u;
const label = new RegExp(labelPattern, 'u');
const annexTitle =
  /^(?:phu luc\s*[ivx\d]*\s*[.:-]?\s*)?(?:danh muc\s+)?(?:cac\s+)?(?:van ban|nghi quyet|quyet dinh|chi thi|thong tu|quy dinh|nghi dinh)(?:[^.;:]{0,80}?)(?<verb>bai bo|het hieu luc|thay the)(?:[^.;]{0,60})$/u;

/**
 * The list that a paragraph opens, or null: a lead-in of this document's own that ends in a colon, or a title.
 * @param words `fold(text)`
 */
export function listOpenedBy(text: string, words: string, document: OwnDocument): OpenList | null {
  const folded = words.trim();
  if (!/bai bo|het hieu luc|thay the|sua doi|bo sung|huy bo|thu hoi|ngung|dinh chi/u.test(folded))
    return null;
  const isPartial = /mot phan/u.test(folded);
  const isTitle = text === text.toUpperCase() && /\p{L}/u.test(text);
  const title = isTitle ? annexTitle.exec(folded) : null;
  if (title && ready(text).references.length === 0) {
    const verb = title.groups?.['verb'];
    if (verb !== undefined)
      return { kind: verb === 'thay the' ? 'replaces' : 'repeals', lead: text, isAnnex: true, isPartial };
  }
  if (!folded.endsWith(':')) return null;
  // Read as if a document stood behind the colon: whatever acts on it acts on the items.
  const trial = `${text.trimEnd()} Quyết định số 1/QĐ-MAU`;
  const claim = actsOf(trial, document).find(({ reference }) => reference.symbol.endsWith('QĐ-MAU'));
  if (claim) return { kind: claim.kind, lead: text, isAnnex: false, isPartial };
  const bare = folded.replace(label, '');
  const nominal =
    /^(?:(?:ke )?tu ngay [^,;:]{0,120}?,\s*)?(?:cac|nhung)\s+[^.;:]{0,160}?(?:het hieu luc|(?:bi|duoc|deu) (?:bai bo|thay the))[^.;]{0,120}:$/u.test(
      bare,
    );
  if (!nominal || ready(text).references.length > 0 || /(?<!\p{L})(?:da|se|de nghi|khi)(?!\p{L})/u.test(bare))
    return null;
  return { kind: /thay the/u.test(bare) ? 'replaces' : 'repeals', lead: text, isAnnex: false, isPartial };
}

/** The documents that an item opens with, or 'closed' where the list has ended before this paragraph. */
export function listItemOf(text: string, list: OpenList, document: OwnDocument): Claim[] | 'closed' {
  const folded = fold(text);
  const made = ready(text);
  if (!item.test(folded) && !startsWithDocument(made)) {
    const isNote = /^\s*\(/u.test(text) || (text === text.toUpperCase() && made.references.length === 0);
    return list.isAnnex && (isNote || made.references.length === 0) ? [] : 'closed';
  }
  // An item may name its own act: 'a) Thay thế cụm từ … tại Điều 5 Nghị định số …'.
  const own = actsOf(text, document);
  if (own.length > 0) return own;
  const isRow = /^\s*\|/u.test(text);
  if (isRow) {
    const [first] = made.references;
    return first
      ? [{ kind: list.kind, reference: first, parts: [], isSome: false, isPhrase: false }].map(partial)
      : [];
  }
  const from = label.exec(folded)?.[0].length ?? 0;
  const [first] = objectsBehind(made, from);
  return first ? [partial(claimOf(list.kind, first))] : [];

  function partial(claim: Claim): Claim {
    return list.isPartial && claim.parts.length === 0 ? { ...claim, kind: 'amends', isSome: true } : claim;
  }
}

const startsWithDocument = (made: ReturnType<typeof ready>): boolean =>
  made.references[0] !== undefined && made.text.slice(0, made.references[0].from).trim() === '';
