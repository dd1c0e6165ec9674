import { typeNameOf } from '../../../text/document-types.ts';
import type { RelationKind } from '../../types.ts';
import { blank, kindsOf, typeWord, verbPattern, type NameSpan } from './relations-question.ts';

/*
 * Questions over two documents: one is named, the other is described by how it stands to that one ('Chỉ thị mà Kế
 * hoạch ¤ thực hiện', 'quy định bị ¤ thay thế', 'văn bản thay thế ¤'), and something is asked of the other.
 */

export interface HopQuestion {
  /** How the described document stands to the named one; null: the named one refers to it in any way. */
  kinds: readonly RelationKind[] | null;
  /** 'out': the named document speaks of the described one. */
  direction: 'in' | 'out';
  typeName: string | null;
  /** The year of the described document. */
  year: string | null;
  /** Where the description stands in the question, the name included. */
  from: number;
  to: number;
  /** The description names no document ('thời hạn mà ¤ dẫn chiếu'): it is left out, not replaced. */
  isMatter: boolean;
}

const name = '¤+';
const type = `(?<type>${typeWord})`;
const qualifier = String.raw`(?:\s+(?!ma|bi|duoc|do|nao|gi)[\p{L}\d]+){0,6}?`;
const helper = String.raw`(?:\s+(?:da|dang|se|can|phai|co|duoc ban hanh|ban hanh|de|nham|duoc xay dung))*`;
const tail = String.raw`(?:\s+(?:theo|vao|den|toi|cho|va|ve|de (?:ban hanh|huong dan thi hanh|huong dan|xay dung|thuc hien)))*`;
const reference =
  'dan chieu|vien dan|nhac den|nhac toi|nhac|noi den|noi toi|dan ra|dan den|trich dan|de cap(?: den| toi)?';

const patterns: readonly { source: string; direction: 'in' | 'out' }[] = [
  {
    source: `${type}${qualifier}\\s+ma\\s+${name}${helper}\\s+(?<verb>${verbPattern})${tail}`,
    direction: 'out',
  },
  {
    source: `${type}${qualifier}\\s+(?:bi|duoc)\\s+${name}${helper}\\s+(?<verb>${verbPattern})`,
    direction: 'out',
  },
  {
    source: `${type}${qualifier}\\s+(?:da\\s+)?(?:bi|duoc)\\s+(?<verb>${verbPattern})\\s+(?:boi|bang|trong)\\s+${name}`,
    direction: 'out',
  },
  {
    source: `${type}${qualifier}\\s+(?:la|lam)\\s+(?<basis>can cu|co so)(?:\\s+(?:de|ban hanh|xay dung|cua|cho))*\\s+${name}`,
    direction: 'out',
  },
  {
    source: `${type}(?:\\s+(?:da|de|moi|dung de|duoc ban hanh de))*\\s+(?<verb>${verbPattern})(?:\\s+(?:cho|mot so dieu cua|cac|noi dung))*\\s+${name}`,
    direction: 'in',
  },
];
const referred = [
  String.raw`(?:${type}${qualifier}\s+)?ma\s+${name}${helper}\s+(?:${reference})(?:\s+(?:den|toi|o|tai|theo))?`,
  String.raw`${type}${qualifier}\s+(?:duoc|bi)\s+${name}${helper}\s+(?:${reference})(?:\s+(?:den|toi))?`,
  String.raw`${type}${qualifier}\s+(?:(?:da|co)\s+)?(?:duoc\s+)?(?:${reference})(?:\s+(?:den|toi))?\s+(?:o|tai|trong|boi)\s+${name}`,
].map((source) => new RegExp(String.raw`(?<!\p{L})(?:${source})(?!\p{L})`, 'u'));
const compiled = patterns.map(({ source, direction }) => ({
  pattern: new RegExp(String.raw`(?<!\p{L})(?:${source})(?!\p{L})`, 'u'),
  direction,
}));

/** Reads a question over two documents; null where it is about one. Offsets refer to `text`. */
export function readHop(text: string, names: readonly NameSpan[]): HopQuestion | null {
  const blanked = blank(text, names);
  const reading = (
    match: RegExpExecArray,
    direction: 'in' | 'out',
    kinds: readonly RelationKind[] | null,
  ): HopQuestion => {
    const word = match.groups?.['type'];
    return {
      kinds,
      direction,
      typeName: typeNameOf(word ?? ''),
      year: /(?<!\p{N})nam ((?:19|20)\d{2})/u.exec(match[0])?.[1] ?? null,
      from: match.index,
      to: match.index + match[0].length,
      isMatter: word === undefined,
    };
  };
  for (const { pattern, direction } of compiled) {
    const match = pattern.exec(blanked);
    if (!match || /(?<!\p{L})(?:nao|gi)(?!\p{L})/u.test(match[0])) continue;
    const kinds = match.groups?.['basis'] ? (['based_on'] as const) : kindsOf(match.groups?.['verb'] ?? '');
    if (kinds.length > 0) return reading(match, direction, kinds);
  }
  for (const pattern of referred) {
    const match = pattern.exec(blanked);
    if (match) return reading(match, 'out', null);
  }
  return null;
}
