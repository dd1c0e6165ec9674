import type { DateOnly } from '../../core/clock.ts';
import type { Quote } from '../../rag/types.ts';
import { shows } from '../answers.ts';

/** What holds when, as people who wrote the documents know it; `eval/gold/validity.json` by file name. */
export interface KnownValidity {
  /** First day on which it holds. */
  from?: DateOnly;
  /** First day on which it no longer holds. */
  until?: DateOnly;
  /** First and last day of a suspension. */
  suspended?: { from: DateOnly; to: DateOnly };
  /** Sentences that stopped holding before the rest. */
  parts?: readonly { text: string; until: DateOnly }[];
}

export type KnownValidities = Readonly<Record<string, KnownValidity>>;

/** Whether the quoted text holds on `day`, by what is known of the documents; true where nothing is known. */
export function holdsOn(validities: KnownValidities, { passage, text }: Quote, day: DateOnly): boolean {
  const known = validities[passage.document.fileName];
  if (!known || isDocumentOver(known, day)) return !known;
  if (known.from !== undefined && day < known.from) return false;
  return !(known.parts ?? []).some((part) => part.until <= day && shows(text, part.text));
}

const isDocumentOver = ({ until, suspended }: KnownValidity, day: DateOnly): boolean =>
  (until !== undefined && until <= day) ||
  (suspended !== undefined && suspended.from <= day && day <= suspended.to);

/** Whether the quotation says itself that its text does not hold as it stands. */
export const hasBanner = ({ status, partStatus }: Quote): boolean =>
  (status.state !== 'in-force' && status.state !== 'unclear') ||
  (status.state === 'in-force' && (status.changes ?? []).length > 0) ||
  (partStatus ?? []).length > 0;

/** Quotations of text that no longer holds on `day` and that do not say so. */
export const supersededWithoutBanner = (
  validities: KnownValidities,
  quotes: readonly Quote[],
  day: DateOnly,
): Quote[] =>
  quotes.filter((quote) => {
    const from = validities[quote.passage.document.fileName]?.from;
    const hasBegun = from === undefined || from <= day;
    return hasBegun && !holdsOn(validities, quote, day) && !hasBanner(quote);
  });
