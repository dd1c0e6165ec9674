import type { DateOnly } from '../../core/clock.ts';
import type { Corrections } from '../../ingest/types.ts';
import { parseDate } from '../../text/dates.ts';
import { typeNameOf } from '../../text/document-types.ts';
import { oneLine } from '../../text/normalise.ts';
import { findLooseSymbols } from '../../text/symbols.ts';

/** What can be set right in the preview. */
export type EditField = 'type' | 'symbol' | 'date' | 'issuer' | 'subject';

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
    case 'issuer':
      return value.length >= 3 && value.length <= 200 ? { issuer: value } : null;
    case 'subject':
      return value.length >= 3 && value.length <= 1000 ? { subject: value } : null;
  }
}
