import type { Role } from '../../core/viewer.ts';
import { cleanText, fold, oneLine } from '../../text/normalise.ts';

/** What '/taikhoan …' asks for. Empty strings stand for what was not given. */
export type AccountRequest =
  | { type: 'list' }
  | { type: 'add'; name: string; role: string; units: string[] }
  | { type: 'role'; name: string; role: string }
  | { type: 'give-unit' | 'take-unit'; name: string; unit: string }
  | { type: 'code'; name: string }
  | { type: 'disable'; name: string }
  | { type: 'not-understood' };

const verbs: readonly (readonly [RegExp, Exclude<AccountRequest['type'], 'not-understood'>])[] = [
  [/^(?:danh ?sach|list|xem)?$/u, 'list'],
  [/^(?:giao|gan)(?: don vi)?(?: |$)/u, 'give-unit'],
  [/^(?:(?:bo|thoi) ?giao|bo don vi)(?: don vi)?(?: |$)/u, 'take-unit'],
  [/^(?:them|tao|add)(?: |$)/u, 'add'],
  [/^(?:doi )?(?:vai ?tro|role)(?: |$)/u, 'role'],
  [/^(?:cap )?(?:ma|code)(?: |$)/u, 'code'],
  [/^(?:khoa|ngung|disable)(?: |$)/u, 'disable'],
];

/** Reads the words after '/taikhoan': a verb, then fields with commas or semicolons between them. */
export function parseAccountLine(line: string): AccountRequest {
  const text = oneLine(cleanText(line));
  const folded = fold(text);
  for (const [pattern, type] of verbs) {
    const match = pattern.exec(folded);
    if (!match) continue;
    const [name = '', role = '', ...units] = text
      .slice(match[0].length)
      .split(/[,;|]/u)
      .map((field) => field.trim());
    if (type === 'list') return { type };
    if (name === '') return { type: 'not-understood' };
    if (type === 'add') return { type, name, role, units: units.filter((unit) => unit !== '') };
    if (type === 'give-unit' || type === 'take-unit') return { type, name, unit: role };
    return type === 'role' ? { type, name, role } : { type, name };
  }
  return { type: 'not-understood' };
}

const roleWords: readonly (readonly [RegExp, Role])[] = [
  [/^(?:can bo|cadre)$/u, 'cadre'],
  [/^(?:thu ky|secretary)$/u, 'secretary'],
  [/^(?:van phong|office)$/u, 'office'],
  [/^(?:quan tri(?: vien)?|admin)$/u, 'admin'],
];

/** The role that is meant, in any spelling; null where it is none. */
export function parseRole(typed: string): Role | null {
  const folded = fold(oneLine(typed));
  return roleWords.find(([pattern]) => pattern.test(folded))?.[1] ?? null;
}
