import { fold } from '../../text/normalise.ts';
import { parseDecimal } from '../../text/numbers.ts';
import { trimWords } from '../statistics/phrase-reader.ts';
import type { PhraseReader } from '../statistics/phrase-reader.ts';
import { unitKinds } from '../statistics/take-unit.ts';
import { fillers } from './fillers.ts';
import { indicators, partLabels } from './indicators.ts';
import type { Indicator } from './indicators.ts';
import { sumOf } from './observation.ts';
import type { ObservationPart } from './observation.ts';

/** The figure of a typed line, with what it is measured against and what it is made of. */
export interface Amount {
  value: number;
  isPercent: boolean;
  denominator: number | null;
  parts: ObservationPart[];
}

const growthWords =
  /(?<!\p{L})(tang|giam)\s*:?\s*(\d+(?:,\d+)?) ?% so voi (?:cuoi )?(?:nam )?((?:19|20)\d{2})(?!\d)/u;

/** 'tăng 61,07% so với năm 2010' of the members: a share with the year it is measured against. */
export function takeGrowth(
  reader: PhraseReader,
): { named: { indicator: Indicator; qualifier: string | null }; amount: Amount } | null {
  const match = growthWords.exec(reader.rest());
  const code = match?.[1] === 'giam' ? 'members_decline' : 'members_growth';
  const indicator = indicators.find((each) => each.code === code);
  if (!match || !indicator) return null;
  reader.cut(match.index, match.index + match[0].length);
  const amount = { value: parseDecimal(match[2] ?? '') ?? 0, isPercent: true, denominator: null, parts: [] };
  return { named: { indicator, qualifier: match[3] ?? null }, amount };
}

const numberPattern =
  /(?<![\p{L}\p{N}.,/])(\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)( ?%)?(?![\p{L}\p{N}])/gu;
const partsAhead = /=|:|\(|(?<!\p{L})(?:trong do|gom|bao gom|chia ra|cu the)(?!\p{L})/u;

/** The number of a line with its parts, or a ratio, taken out of it; null where there is none. */
export function takeAmount(reader: PhraseReader, indicator: Indicator | null): Amount | null {
  const ratio = /(?<![\p{L}\p{N}.,/])(\d+) ?(?:\/|tren(?: tong so)?) ?(\d+)(?![\p{L}\p{N}/])/u.exec(
    reader.rest(),
  );
  if (ratio) {
    reader.cut(ratio.index, ratio.index + ratio[0].length);
    return { value: Number(ratio[1]), isPercent: false, denominator: Number(ratio[2]), parts: [] };
  }
  const rest = reader.rest();
  const numbers = [...rest.matchAll(numberPattern)].map((match) => ({
    value: parseDecimal(match[1] ?? '') ?? 0,
    isPercent: match[2] !== undefined,
    from: match.index,
    to: match.index + match[0].length,
  }));
  const first = numbers[0];
  const last = numbers.at(-1);
  if (!first || !last) return null;
  const isPercent = numbers.some((number) => number.isPercent);
  const equals = rest.indexOf('=');
  // '28 + 42 = 70': the whole stands on the right.
  const isTotalLast =
    equals >= 0 && numbers.length > 2 && numbers.at(-2) !== undefined && (numbers.at(-2)?.to ?? 0) <= equals;
  const isSumOnly =
    equals < 0 &&
    !partsAhead.test(rest.slice(first.to, numbers[1]?.from)) &&
    /\+/u.test(rest.slice(first.to, numbers[1]?.from ?? first.to));
  // 'Tốt 80,8%, khá 17,73%': shares by level, whatever is missing to 100.
  const isShares =
    indicator?.code === 'meeting_rating' &&
    equals < 0 &&
    numbers.length > 1 &&
    numbers.every((number) => number.isPercent);
  const total = isTotalLast ? last : isSumOnly || isShares ? null : first;
  const partNumbers = numbers.filter((number) => number !== total);
  const parts = partNumbers.map((number, index) => {
    const before =
      total === first
        ? index === 0
          ? first.to
          : (partNumbers[index - 1]?.to ?? 0)
        : (partNumbers[index - 1]?.to ?? 0);
    const after = partNumbers[index + 1]?.from ?? (isTotalLast ? equals : rest.length);
    return { number, label: takeLabel(reader, number, before, after) };
  });
  for (const number of numbers) reader.cut(number.from, number.to);
  const labelled = parts.map(({ number, label }, index) => ({
    label: label ?? indicator?.parts?.[index] ?? String(index + 1),
    value: number.value,
  }));
  return {
    value: total ? total.value : sumOf(labelled),
    isPercent,
    denominator: null,
    parts: labelled,
  };
}

/**
 * The label of a part: what stands after its number up to the next separator ('28 đảng bộ cơ sở + …'), or else before
 * it ('đảng bộ cơ sở là 28'). Known labels are preferred; then the words as typed.
 */
function takeLabel(
  reader: PhraseReader,
  number: { from: number; to: number },
  before: number,
  after: number,
): string | null {
  const rest = reader.rest();
  const stop = /[+;,()|=]|(?<!\p{L})va(?!\p{L})/u;
  const ahead = rest.slice(number.to, after);
  const aheadEnd = number.to + (stop.exec(ahead)?.index ?? ahead.length);
  const behind = rest.slice(before, number.from).replace(/[:\s]+$/u, '');
  const lastStop = [...behind.matchAll(/[+;,()|=:]|(?<!\p{L})(?:va|trong do|gom)(?!\p{L})/gu)].at(-1);
  const behindStart = before + (lastStop ? lastStop.index + lastStop[0].length : 0);
  for (const [from, to] of [
    [number.to, aheadEnd],
    [behindStart, number.from],
  ] as const) {
    const known = knownLabel(rest.slice(from, to));
    if (!known) continue;
    reader.cut(from + known.from, from + known.to);
    return known.label;
  }
  // Words after the number that begin a unit's name belong to the unit, not to the part.
  const typed = trimWords(reader.text.slice(number.to, aheadEnd), fillers);
  const isUnitName = new RegExp(`^(?:${unitKinds})(?!\\p{L})`, 'u').test(fold(typed));
  if (typed === '' || isUnitName) return null;
  reader.cut(number.to, aheadEnd);
  return typed;
}

function knownLabel(folded: string): { label: string; from: number; to: number } | null {
  const candidates = [
    ...indicators.map((indicator) => [indicator.code as string, indicator.pattern] as const),
    ...partLabels,
  ];
  let best: { label: string; from: number; to: number } | null = null;
  for (const [label, pattern] of candidates) {
    const match = pattern.exec(folded);
    if (!match) continue;
    const found = { label, from: match.index, to: match.index + match[0].length };
    if (!best || found.from < best.from || (found.from === best.from && found.to > best.to)) best = found;
  }
  return best;
}
