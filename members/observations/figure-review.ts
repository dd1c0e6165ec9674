import type { DateOnly } from '../../core/clock.ts';
import { fold } from '../../text/normalise.ts';
import { readPhrases } from '../statistics/phrase-reader.ts';
import { takeTime } from '../statistics/take-time.ts';
import { matchUnits, type Unit } from '../units/units.ts';
import type { FoundFigure } from './find-figures.ts';
import { indicators } from './indicators.ts';
import type { ObservationDraft } from './observation.ts';
import { timeOf } from './parse-observation.ts';

/*
 * Figures that wait for a person's word, as plain data between two messages: first whose and when they are, where the
 * report does not say, then which of them are kept.
 */

/** A figure that waits; a unit or a time that is not known yet is null. */
export type WaitingFigure = Omit<ObservationDraft, 'newUnitName'> & {
  unitName: string;
  /** The sentence of the document, where the figure comes from one. */
  sentence: string | null;
};

/** The whole review. `documentId` is the document that the figures were found in. */
export interface FigureReview {
  title: string;
  documentId: string | null;
  figures: readonly WaitingFigure[];
}

/** What has to be known before the figures can be shown for a decision. */
export type MissingOfReview = 'unit' | 'time' | null;

/** Figures found in a report; a unit that the sentence does not name is `unit`, if that is known. */
export function reviewOf(
  found: readonly FoundFigure[],
  report: { title: string; documentId: string; unit: Unit | null },
): FigureReview {
  return {
    title: report.title,
    documentId: report.documentId,
    figures: found.map(({ units, sentence, ...figure }) => {
      const unit = units.length === 1 ? (units[0] as Unit) : report.unit;
      return {
        ...figure,
        unitId: unit?.id ?? null,
        unitName: unit?.name ?? '',
        source: report.title,
        sentence,
      };
    }),
  };
}

const lacksTime = (figure: WaitingFigure): boolean => figure.asOf === null && figure.period === null;

/** What is asked next, and of how many figures it is missing. */
export function missingOf({ figures }: FigureReview): { what: MissingOfReview; count: number } {
  const withoutUnit = figures.filter((figure) => figure.unitId === null).length;
  if (withoutUnit > 0) return { what: 'unit', count: withoutUnit };
  const withoutTime = figures.filter(lacksTime).length;
  return withoutTime > 0 ? { what: 'time', count: withoutTime } : { what: null, count: 0 };
}

/** Takes what a person typed for what is missing; null where it cannot be read. */
export function fillIn(
  review: FigureReview,
  typed: string,
  context: { units: readonly Unit[]; today: DateOnly },
): FigureReview | null {
  const { what } = missingOf(review);
  if (what === 'unit') {
    const found = matchUnits(context.units, typed);
    const [unit] = found;
    if (!unit || found.length > 1) return null;
    return {
      ...review,
      figures: review.figures.map((figure) =>
        figure.unitId === null ? { ...figure, unitId: unit.id, unitName: unit.name } : figure,
      ),
    };
  }
  const time = takeTime(readPhrases(typed), context.today);
  if (!time) return null;
  const figures = review.figures.map((figure) => {
    const indicator = indicators.find(({ code }) => code === figure.indicator);
    return lacksTime(figure) && indicator ? { ...figure, ...timeOf(time, indicator) } : figure;
  });
  // A flow has no period yet where only a day was typed.
  const isFilled = figures.every(
    (figure) =>
      figure.period !== null || indicators.find(({ code }) => code === figure.indicator)?.kind === 'stock',
  );
  return isFilled ? { ...review, figures } : null;
}

/** The places that '1, 3-5' or 'tất cả' name, from 0; null where it names none or one that is not there. */
export function chosenOf(typed: string, count: number): number[] | null {
  const folded = fold(typed).trim();
  if (/^(?:luu|luu ca|luu tat ca|tat ca|ca|dong y|ok)$/u.test(folded))
    return Array.from({ length: count }, (_, i) => i);
  if (!/^\d{1,3}(?:\s*(?:-|den)\s*\d{1,3})?(?:\s*[,; ]\s*\d{1,3}(?:\s*(?:-|den)\s*\d{1,3})?)*$/u.test(folded))
    return null;
  const chosen = new Set<number>();
  for (const [, first, last] of folded.matchAll(/(\d{1,3})(?:\s*(?:-|den)\s*(\d{1,3}))?/gu))
    for (let n = Number(first); n <= Number(last ?? first); n++) chosen.add(n - 1);
  return [...chosen].every((index) => index >= 0 && index < count) && chosen.size > 0
    ? [...chosen].sort((a, b) => a - b)
    : null;
}
