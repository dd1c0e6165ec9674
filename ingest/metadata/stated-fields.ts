import { fold, oneLine } from '../../text/normalise.ts';
import type { Paragraph } from '../types.ts';

/** What a document states about itself in labelled form: front matter, a table of particulars, 'Số hiệu: …' lines. */
export type StatedField = 'symbol' | 'date' | 'effective' | 'issuer' | 'signer' | 'type' | 'title';

const names: readonly (readonly [RegExp, StatedField])[] = [
  [/^(?:so hieu|so ky hieu|so va ky hieu|so, ky hieu|so hieu van ban|symbol|number)$/u, 'symbol'],
  [/^(?:ngay ban hanh|ngay ky|ngay van ban|date|ngay|published)$/u, 'date'],
  [/^(?:ngay (?:co )?hieu luc|hieu luc tu(?: ngay)?|hieu luc|effective)$/u, 'effective'],
  [/^(?:co quan ban hanh|noi ban hanh|don vi ban hanh|issuer)$/u, 'issuer'],
  [/^(?:nguoi ky|signer)$/u, 'signer'],
  [/^(?:loai van ban|the loai|hinh thuc van ban|type)$/u, 'type'],
  [/^(?:trich yeu|trich yeu noi dung|tieu de|ten van ban|title)$/u, 'title'],
];

const fieldOf = (name: string): StatedField | undefined =>
  names.find(([pattern]) => pattern.test(oneLine(fold(name)).replace(/-/gu, ' ')))?.[1];

/** How far into a document a table of particulars may stand. */
const headParagraphs = 40;

/** Stated fields by meaning; what the head of the document says wins over the file's own properties. */
export function readStatedFields(
  paragraphs: readonly Paragraph[],
  fileFields: Readonly<Record<string, string>>,
): Partial<Record<StatedField, string>> {
  const stated: Partial<Record<StatedField, string>> = {};
  for (const [name, value] of Object.entries(fileFields)) {
    const field = fieldOf(name);
    if (field) stated[field] ??= value;
  }
  const inText = new Set<StatedField>();
  for (const { text } of paragraphs.slice(0, headParagraphs)) {
    const pair =
      /^\|\s*([^|]{3,40}?)\s*\|\s*([^|]+?)\s*\|$/u.exec(text) ??
      /^([^:|]{3,30}?)\s*:\s*(\S.{0,200})$/u.exec(text);
    const field = pair && fieldOf(pair[1] ?? '');
    // 'Tiêu đề' also heads columns and forms; 'Trích yếu' says nothing else.
    if (!field || (field === 'title' && !/^trich yeu/u.test(fold(pair[1] ?? ''))) || inText.has(field))
      continue;
    const value = oneLine(pair?.[2] ?? '');
    if (!/[\p{L}\p{N}]/u.test(value)) continue;
    stated[field] = value;
    inText.add(field);
  }
  return stated;
}
