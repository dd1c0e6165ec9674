import { longestLine, readPhrases, tooLongToRead, trimWords } from '../statistics/phrase-reader.ts';
import { takeTime } from '../statistics/take-time.ts';
import type { TakenTime } from '../statistics/take-time.ts';
import { takeUnit } from '../statistics/take-unit.ts';
import { matchUnits } from '../units/units.ts';
import { fillers } from './fillers.ts';
import { findIndicator } from './indicators.ts';
import type { IndicatorCode } from './indicators.ts';
import type { ObservationContext } from './parse-observation.ts';

/** A question for figures that were reported: '/solieu tccsd …'. */
export type ObservationQuery =
  | {
      kind: 'query';
      indicator: IndicatorCode | null;
      qualifier: string | null;
      /** Empty: of every unit the viewer may see. */
      unitIds: string[];
      time: TakenTime | null;
    }
  | { kind: 'unknown-words'; words: string[] };

/** Reads which figures are asked for: indicator, unit and time, in any order and each optional. */
export function parseObservationQuery(typed: string, context: ObservationContext): ObservationQuery {
  if (typed.length > longestLine) return { kind: 'unknown-words', words: tooLongToRead(typed) };
  const reader = readPhrases(typed.replace(/\?\s*$/u, ''));
  const time = takeTime(reader, context.today);
  const unit = takeUnit(reader, context.units);
  const named = findIndicator(reader.rest());
  if (named) reader.cut(named.from, named.to);
  let unitIds = unit.kind === 'found' ? unit.units.map((each) => each.id) : [];
  if (unit.kind === 'own') unitIds = [...context.ownUnitIds];
  const left = reader
    .leftovers()
    .map((run) => trimWords(run.text, queryFillers))
    .filter((text) => text !== '');
  if (unitIds.length === 0 && left.length === 1 && left[0]) {
    const found = matchUnits(context.units, left[0]);
    if (found.length > 0) {
      unitIds = found.map((each) => each.id);
      left.length = 0;
    }
  }
  if (left.length > 0) return { kind: 'unknown-words', words: left };
  return {
    kind: 'query',
    indicator: named?.indicator.code ?? null,
    qualifier: named?.qualifier ?? null,
    unitIds,
    time,
  };
}

const queryFillers = new Set([
  ...fillers,
  ...'bao nhieu bn may xem hoi la hien nay truc thuoc ve'.split(' '),
]);
