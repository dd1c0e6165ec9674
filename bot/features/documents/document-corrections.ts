import type { DateOnly } from '../../../core/clock.ts';
import type { Corrections } from '../../../ingest/types.ts';
import { parseDate } from '../../../text/dates.ts';
import { typeNameOf } from '../../../text/document-types.ts';
import { fold, oneLine } from '../../../text/normalise.ts';
import { findLooseSymbols } from '../../../text/symbols.ts';

/** What can be set right in the preview. */
export type EditField = 'type' | 'symbol' | 'date' | 'issuer' | 'subject' | 'effective' | 'signer';

/** A correction read from what a person typed, or null where it cannot be read. */
export function correctionFrom(field: EditField, text: string, today: DateOnly): Corrections | null {
  const value = oneLine(text);
  switch (field) {
    case 'type': {
      const typeName = typeNameOf(value);
      return typeName === null ? null : { typeName };
    }
    case 'symbol': {
      const mention = findLooseSymbols(value)[0];
      return mention && mention.form !== 'number-only' ? { symbol: mention.symbol } : null;
    }
    case 'date': {
      const typed = parseDate(value, today, { prefer: 'past' });
      return typed === null ? null : { issuedOn: typed.date };
    }
    case 'effective': {
      // Other than the day of a document, this one may well lie ahead.
      const typed = parseDate(value, today);
      return typed === null ? null : { effectiveOn: typed.date };
    }
    case 'signer': {
      const name = value.replace(/[.,;]+$/u, '');
      const isName =
        /^\p{L}[\p{L}\p{M}'’.-]*(?: \p{L}[\p{L}\p{M}'’.-]*){1,7}$/u.test(name) && name.length <= 60;
      return isName ? { signer: name } : null;
    }
    case 'issuer':
      return value.length >= 3 && value.length <= 200 ? { issuer: value } : null;
    case 'subject':
      return value.length >= 3 && value.length <= 1000 ? { subject: value } : null;
  }
}

/** What a person types while a file is looked at. */
export type Typed =
  | { type: 'field'; field: EditField; value: string }
  | { type: 'units'; value: string }
  | { type: 'save'; scope: 'public' | 'internal' | 'units' | 'chosen' }
  | { type: 'relation'; number: number; isRight: boolean }
  | { type: 'version'; isNewer: boolean }
  | { type: 'save-clean' }
  | { type: 'each' }
  | { type: 'drop' }
  | { type: 'drop-all' };

/** Field names as people type them, folded, with the words that may stand before a value without a colon. */
const fields: readonly (readonly [EditField, string])[] = [
  ['symbol', 'so(?: va)?,? ?ky hieu|so hieu|ky hieu|so'],
  // Before the day of the document: 'ngày hiệu lực' begins with its name.
  ['effective', '(?:ngay )?(?:co )?hieu luc(?: thi hanh)?(?: (?:ke )?tu(?: ngay)?)?'],
  ['date', 'ngay(?: ban hanh| ky)?'],
  ['signer', '(?:ho ten )?nguoi ky(?: ten| van ban)?'],
  ['type', 'loai(?: van ban)?|the loai'],
  ['issuer', 'co quan(?: ban hanh)?|noi ban hanh|don vi ban hanh'],
  ['subject', 'trich yeu(?: noi dung)?|ve viec|noi dung'],
];

/** Reads 'số: 34-CT/TU', 'ngày 5/8/2026', 'phạm vi: …', 'bỏ quan hệ 2', 'lưu công khai'; null where it is none of them. */
export function readTyped(text: string): Typed | null {
  const said = oneLine(text);
  const folded = fold(said).replace(/[.!]+$/u, '');
  const relation =
    /^(bo|khong dung|sai|giu|dung|xac nhan) quan he (?:so )?(\d{1,5})$|^quan he (?:so )?(\d{1,5}) (?:la )?(khong dung|sai|bo|dung|giu)$/u.exec(
      folded,
    );
  if (relation) {
    const word = relation[1] ?? relation[4] ?? '';
    return {
      type: 'relation',
      number: Number(relation[2] ?? relation[3]),
      isRight: ['giu', 'dung', 'xac nhan'].includes(word),
    };
  }
  if (/^luu tat ca/u.test(folded)) return { type: 'save-clean' };
  if (/^xem tung tep$/u.test(folded)) return { type: 'each' };
  if (/^(?:bo|huy) (?:tat ca|het)$/u.test(folded)) return { type: 'drop-all' };
  if (/^(?:luu )?noi bo$/u.test(folded)) return { type: 'save', scope: 'internal' };
  if (/^(?:luu )?cong khai$/u.test(folded)) return { type: 'save', scope: 'public' };
  if (/^luu$/u.test(folded)) return { type: 'save', scope: 'chosen' };
  if (/^luu theo don vi$/u.test(folded)) return { type: 'save', scope: 'units' };
  if (/^(?:bo|huy|khong luu|bo tep)$/u.test(folded)) return { type: 'drop' };
  if (/^van ban khac$/u.test(folded)) return { type: 'version', isNewer: false };
  if (/^(?:day )?la ban moi$|^ban moi$/u.test(folded)) return { type: 'version', isNewer: true };
  const scope = /^(?:pham vi|don vi|luu cho)\s*[:=]?\s+(?=\S)/u.exec(folded);
  if (scope) {
    const value = said.slice(scope[0].length);
    const asScope = readTyped(value);
    return asScope?.type === 'save' ? asScope : { type: 'units', value };
  }
  for (const [field, names] of fields) {
    // Folding keeps the length of one line of composed letters, so the value starts at the same place.
    const found = new RegExp(
      `^(?:sua )?(?:${names})(?:\\s*[:=]\\s*|\\s+(?:la\\s+)?(?=[\\p{N}\\p{L}]))`,
      'u',
    ).exec(folded);
    if (found && folded.length === said.replace(/[.!]+$/u, '').length) {
      return { type: 'field', field, value: said.slice(found[0].length) };
    }
  }
  return null;
}
