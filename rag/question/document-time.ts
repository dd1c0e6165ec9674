import type { SymbolMention } from '../../text/symbols.ts';

/*
 * Times that are told by a document: 'khi Quy định 08 còn hiệu lực', 'trước khi có Quy định 12', 'trước khi bị Quy định 12
 * sửa', 'trước khi sửa đổi'. Who does what to whom decides: a document that is changed held before the change, one
 * that changes others did not hold yet.
 */

/** How a time stands to the document that tells it. */
export type DocumentEdge =
  /** While it was in force. */
  | 'while'
  /** Before it came into force. */
  | 'before'
  /** From its coming into force on. */
  | 'after'
  /** While it read as it was issued: before others changed or ended it. */
  | 'unchanged';

export interface DocumentTime {
  edge: DocumentEdge;
  /** The symbol as typed; null: said of no document, or of one named elsewhere in the question. */
  symbol: string | null;
  /** Where the words stand in the question. */
  from: number;
  to: number;
}

const when = String.raw`(?:(?:trong|vao|tai|ngay|o|theo quy dinh)\s+)*(?:khi|luc|hoi|thoi gian|thoi ky|thoi diem|giai doan|thoi)`;
const kindOfDocument = String.raw`(?:(?!(?:con|dang|chua|bi|duoc|da|sua|thay|bai|huy|co|ban|ap|thi|thuc|dung)(?!\p{L}))\p{L}+\s+){0,3}?`;
/** A document, its symbol blanked by '¤'. */
const named = String.raw`${kindOfDocument}(?:so\s+)?¤+(?:\s+nam\s+\d{4}(?!\d))?`;
const change = String.raw`(?:sua(?: doi)?(?:,? bo sung)?|bo sung|thay the|thay doi|thay|dieu chinh|bai bo|huy bo|cham dut)`;
const use = String.raw`(?:co hieu luc|hieu luc|ap dung|thuc hien|thi hanh|su dung|dung|gia tri)`;
const begun = String.raw`(?:duoc\s+)?(?:ban hanh|ra doi|co hieu luc|ap dung|thi hanh|thuc hien)`;
const still = String.raw`(?:(?:van|con|dang)\s+)+(?:co\s+|duoc\s+)*`;

/** In this order: what names its agent or object comes before what only stands beside a symbol. */
const patterns: readonly (readonly [RegExp, DocumentEdge])[] = (
  [
    [`(?:ke )?(?:sau|tu)(?: khi| ngay| luc)?\\s+(?:bi|duoc)\\s+${named}\\s+${change}`, 'after'],
    [`(?:ke )?(?:sau|tu)(?: khi| ngay| luc)\\s+(?:co\\s+)?${named}(?:\\s+(?:${begun}|${change}))?`, 'after'],
    [`truoc(?: khi)?\\s+(?:bi|duoc)\\s+${named}\\s+${change}`, 'before'],
    [`truoc(?: khi)?\\s+${named}\\s+(?:bi|duoc)\\s+${change}`, 'unchanged'],
    [`truoc(?: khi)?\\s+(?:co\\s+)?${named}\\s+(?:${change}|${begun})`, 'before'],
    [`truoc(?: khi)?\\s+${change}\\s+${named}`, 'unchanged'],
    [`${when}\\s+${named}\\s+chua\\s+(?:bi\\s+|duoc\\s+)?${change}`, 'unchanged'],
    [`${when}\\s+${named}\\s+chua\\s+(?:co|${begun})`, 'before'],
    [`(?:${when}\\s+)?chua\\s+co\\s+${named}`, 'before'],
    [`${when}\\s+${named}\\s+${still}${use}(?:\\s+thi hanh)?`, 'while'],
    [`${when}\\s+${still}(?:${use}\\s+)?(?:theo\\s+)?${named}`, 'while'],
    [`${when}\\s+${named}\\s+co hieu luc(?:\\s+thi hanh)?`, 'while'],
    [`truoc(?: khi)?\\s+(?:(?:co|ban hanh|ap dung|thi hanh)\\s+)?${named}`, 'before'],
    [
      `(?:truoc khi|${when}\\s+chua)\\s+(?:(?:bi|duoc|co|co su)\\s+)?${change}(?:\\s+(?:lan nay|moi nhat|vua roi|gan day))?`,
      'unchanged',
    ],
    [
      `truoc khi\\s+co\\s+(?:quy dinh|quy che|huong dan|van ban|ban|quyet dinh)\\s+(?:moi|hien nay|hien hanh)`,
      'unchanged',
    ],
  ] as const
).map(([source, edge]) => [new RegExp(String.raw`(?<!\p{L})(?:${source})(?!\p{L})`, 'u'), edge]);

/**
 * The time that a question tells by a document, or by a change of what it asks about; null where it tells none.
 * @param folded the folded question, in the places of `symbols`
 */
export function readDocumentTime(
  text: string,
  folded: string,
  symbols: readonly Pick<SymbolMention, 'from' | 'to'>[],
): DocumentTime | null {
  const masked = symbols.reduce(
    (line, { from, to }) => line.slice(0, from) + '¤'.repeat(to - from) + line.slice(to),
    folded,
  );
  for (const [pattern, edge] of patterns) {
    const match = pattern.exec(masked);
    if (!match) continue;
    const from = match.index;
    const to = from + match[0].length;
    const meant = symbols.find((symbol) => symbol.from >= from && symbol.to <= to);
    return { edge, symbol: meant ? text.slice(meant.from, meant.to) : null, from, to };
  }
  return null;
}
