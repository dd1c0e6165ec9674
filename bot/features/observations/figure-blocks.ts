import type { Observation, ObservationDraft } from '../../../members/observations/observation.ts';
import * as words from '../../../prompts/members.ts';
import * as shareWords from '../../../prompts/members-figures.ts';
import { hidden } from '../../../prompts/members-statistics-names.ts';
import type { Block } from '../../types.ts';
import { confinedTable as table } from '../statistics/statistics-parts.ts';

/** The value of a figure, or that it is withheld, with its parts: '70 = 28 đảng bộ cơ sở + 42 chi bộ cơ sở'. */
export const figureText = (
  figure: Pick<Observation, 'value' | 'valueUnit' | 'denominator' | 'breakdown'> & { isWithheld?: true },
): string =>
  figure.isWithheld
    ? hidden
    : isShares(figure)
      ? shareWords.shares(figure.breakdown)
      : figure.breakdown.length > 0
        ? words.breakdown(figure.value, figure.breakdown)
        : words.figure(figure.value, figure.valueUnit, figure.denominator);

/** Shares by level, as of ratings: what they add up to is no figure of its own. */
const isShares = ({ valueUnit, breakdown }: Pick<Observation, 'valueUnit' | 'breakdown'>): boolean =>
  valueUnit === 'percent' && breakdown.length > 0;

/** What is about to be saved, for the eye of the person who typed it. */
export const draftTable = (draft: ObservationDraft, unitName: string): Block => {
  const { fields } = words.entry;
  return table(words.entry.title, words.entry.head, [
    [fields.indicator, words.indicatorName(draft.indicator, draft.qualifier)],
    [fields.unit, unitName],
    ...(isShares(draft)
      ? [
          [fields.parts, shareWords.shares(draft.breakdown)],
          [shareWords.sharesSum, words.figure(draft.value, draft.valueUnit, null)],
        ]
      : [
          [fields.value, words.figure(draft.value, draft.valueUnit, draft.denominator)],
          ...(draft.breakdown.length > 0
            ? [[fields.parts, words.breakdown(draft.value, draft.breakdown)]]
            : []),
        ]),
    [fields.time, words.timeWords(draft)],
    [fields.source, draft.source],
  ]);
};

/** Reported figures: one as a sentence with its source, several as a table. */
export function observationBlocks(found: readonly Observation[], isOpenChannel: boolean): Block[] {
  const [only] = found;
  if (!only) return [{ type: 'text', text: words.reported.none }];
  if (found.length === 1 && !isOpenChannel) {
    const lines = [
      words.reported.headline(
        words.indicatorName(only.indicator, only.qualifier),
        only.unitName,
        only.isWithheld || isShares(only)
          ? figureText(only)
          : words.figure(only.value, only.valueUnit, only.denominator),
        words.timeWords(only),
      ),
      ...(isShares(only) ? [shareWords.sharesAddUpTo(only.value)] : []),
      ...(only.breakdown.length > 0 && !isShares(only)
        ? [words.reported.parts(words.breakdown(only.value, only.breakdown))]
        : []),
      words.reported.source(only.source, words.statusName(only.status)),
    ];
    return [{ type: 'text', text: lines.join('\n') }];
  }
  const scopes = new Set(found.map((each) => `${each.unitId}|${words.timeWords(each)}`));
  return [
    table(
      words.reported.tableTitle,
      words.reported.head,
      found.map((each) => [
        words.indicatorName(each.indicator, each.qualifier),
        each.unitName,
        figureText(each),
        words.timeWords(each),
        each.source,
        words.statusName(each.status),
      ]),
      scopes.size > 1 ? words.reported.severalScopes : undefined,
    ),
  ];
}
