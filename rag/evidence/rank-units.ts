import type { Question } from '../question/analyse.ts';
import { holdsType, valueTypes } from './holds.ts';
import type { ChunkKind } from '../types.ts';
import type { PreparedPassage, PreparedUnit, Rarity } from './prepare.ts';
import type { TermSet } from '../question/terms.ts';
import { cellsIn, columnsOfContext, isRowNamed } from './table-rows.ts';
import { unitWeights, type UnitFeature } from './weights.ts';

/** A unit of a hit with its score as an answer. */
export interface RankedUnit {
  passage: PreparedPassage;
  unit: PreparedUnit;
  index: number;
  /** The sentence beside it that is quoted with it, because it says what this one leaves open. */
  beside?: number;
  score: number;
  features: Readonly<Record<UnitFeature, number>>;
}

/** The question's terms with their rarity in the store and among the units at hand. */
export interface Weighing {
  words: ReadonlyMap<string, number>;
  wordSum: number;
  pairs: ReadonlyMap<string, number>;
  pairSum: number;
}

/**
 * The likeliest units of the passages, best first, by `unitWeights` over the features of `unitFeatures`.
 * `topScore` scales the passages' own scores to 0..1.
 */
export function rankUnits(
  question: Question,
  passages: readonly PreparedPassage[],
  weighing: Weighing,
): RankedUnit[] {
  const topScore = Math.max(1e-9, ...passages.map((passage) => passage.hit.score));
  const score = (passage: PreparedPassage, index: number, isClose: boolean): RankedUnit => {
    const unit = passage.units[index] as PreparedUnit;
    const features = unitFeatures(question, passage, index, weighing, passage.hit.score / topScore, isClose);
    let sum = 0;
    for (const name of unitNames) sum += unitWeights[name] * features[name];
    if (isClose && unit.kind === 'row' && isRowNamed(question, unit.text, columnsOf(passage, unit)))
      sum += namedRow;
    return { passage, unit, index, score: sum, features };
  };
  const all: RankedUnit[] = [];
  for (const passage of passages) {
    if (passage.passage.kind === 'heading') continue;
    for (const index of passage.units.keys()) all.push(score(passage, index, false));
  }
  // Reading the facts of a unit costs more than all its words: only the likely ones are read closely.
  return all
    .sort(byScore)
    .slice(0, closeUnits)
    .map(({ passage, index }) => score(passage, index, true))
    .sort(byScore);
}

const columnsOf = ({ passage, units }: PreparedPassage, { lead }: PreparedUnit): readonly string[] =>
  columnsOfContext(passage.context) ??
  (lead === null ? [] : cellsIn(units[lead]?.text ?? '', 0).map(({ text }) => text));

/**
 * What a table's row gains where the question says its name: a row has few words, and the total above the table has
 * more of the question's. As much as a missing slot costs.
 */
const namedRow = 2.5;
/** How many units are looked at closely. */
const closeUnits = 30;
const unitNames = Object.keys(unitWeights) as UnitFeature[];
const byScore = (a: RankedUnit, b: RankedUnit): number =>
  b.score - a.score || a.passage.rank - b.passage.rank || a.index - b.index;

/** Weighs the question's words and pairs by their rarity; a pair is held at half where both its words are common. */
export function weigh(question: Question, rarity: Rarity): Weighing {
  const words = new Map(question.content.map((word) => [word, rarity.of(word)]));
  const pairs = new Map(question.pairs.map((pair) => [pair, rarity.of(pair)]));
  const sum = (map: ReadonlyMap<string, number>): number => [...map.values()].reduce((a, b) => a + b, 0) || 1;
  return { words, wordSum: sum(words), pairs, pairSum: sum(pairs) };
}

function cover(weights: ReadonlyMap<string, number>, total: number, ...sets: TermSet[]): number {
  let covered = 0;
  for (const [term, weight] of weights) if (sets.some((set) => set.has(term))) covered += weight;
  return covered / total;
}

const passageCovers = new WeakMap<Weighing, Map<string, number>>();

/** The same for every unit of a passage: worked out once a question. */
function passageCover(passage: PreparedPassage, weighing: Weighing): number {
  const known = passageCovers.get(weighing) ?? new Map<string, number>();
  passageCovers.set(weighing, known);
  const { id } = passage.passage;
  const share =
    known.get(id) ?? cover(weighing.pairs, weighing.pairSum, passage.body.pairs, passage.context.pairs);
  known.set(id, share);
  return share;
}

/** What is known of a unit as an answer; every value is finite and mostly 0..1, also without headings or context. */
export function unitFeatures(
  question: Question,
  passage: PreparedPassage,
  index: number,
  weighing: Weighing,
  passageScore: number,
  isClose = true,
): Record<UnitFeature, number> {
  const unit = passage.units[index] as PreparedUnit;
  const lead = unit.lead === null ? undefined : passage.units[unit.lead];
  // Many items together hold many words: only a question for the list is answered by the list.
  const items = question.wantsList ? unit.items.map((item) => passage.units[item] as PreparedUnit) : [];
  const block = [unit, ...(lead ? [lead] : []), ...items];
  const around = [passage.context, passage.units[index - 1], passage.units[index + 1]].filter(
    (x) => x !== undefined,
  );
  const { words, wordSum, pairs, pairSum } = weighing;
  const own = cover(words, wordSum, unit.words);
  const typed = isClose ? holdsType(question, unit) : 0.5;
  const isValue = valueTypes.has(question.type) || question.type === 'place';
  const asked = question.facts.filter((fact) => fact.kind !== 'number' || /\d/u.test(fact.key));
  const stated = new Set(
    (isClose && asked.length > 0 ? [...unit.facts, ...(lead?.facts ?? [])] : []).map((fact) => fact.key),
  );
  return {
    words: own,
    pairs: cover(pairs, pairSum, unit.pairs),
    blockWords: cover(words, wordSum, ...block.map((x) => x.words)),
    blockPairs: cover(pairs, pairSum, ...block.map((x) => x.pairs)),
    contextNew: cover(words, wordSum, unit.words, ...around.map((x) => x.words)) - own,
    exact: isClose ? exactShare(question, unit) : 0,
    typed: isValue ? typed : 0,
    typedSoft: isValue ? 0 : typed - 0.5,
    typedLead: isClose && isValue && lead && holdsType(question, lead) >= 1 ? 1 : 0,
    focus: share(question.focus, unit.words),
    countNoun: isValue ? countsNoun(question, unit) : 0,
    missingFacts:
      asked.length === 0 ? 0 : asked.filter((fact) => !stated.has(fact.key)).length / asked.length,
    passageScore,
    passageCover: passageCover(passage, weighing),
    length: Math.log(1 + unit.sequence.length),
    isHeading: unit.kind === 'heading' ? 1 : 0,
    echo: unit.sequence.every((word) => question.words.includes(word)) ? 1 : 0,
    listLead: question.wantsList && items.length > 0 ? 1 : 0,
    symbolFullness: isClose ? symbolFullness(question, unit) : 0,
    kindFit: kindFit(question, passage.passage.kind),
  };
}

/** Whether the question asks for who signed, or for whom a document is sent to. */
export function askedBlockKind(question: Question): 'signature' | 'recipients' | null {
  const { frame } = question;
  if (
    /(?<!\p{L})(?:ai|nguoi|dong chi nao|chuc danh nao) .{0,12}?ky(?! luat| ket(?! luan)| ho| nang)(?!\p{L})|(?<!\p{L})ky .{0,60}?(?:la ai|voi tu cach)(?!\p{L})/u.test(
      frame,
    )
  )
    return 'signature';
  return /(?<!\p{L})(?:noi nhan|gui (?:cho|den|toi)? ?(?:nhung )?(?:ai|dau|co quan nao|don vi nao))(?!\p{L})/u.test(
    frame,
  )
    ? 'recipients'
    : null;
}

/** Signatures and recipients answer the question for them, and hardly any other. */
function kindFit(question: Question, kind: ChunkKind): number {
  if (kind !== 'signature' && kind !== 'recipients') return 0;
  return askedBlockKind(question) === kind ? 1 : -1;
}

const share = (words: readonly string[], set: TermSet): number =>
  words.length === 0 ? 0 : words.filter((word) => set.has(word)).length / words.length;

/** Of the pairs that agree when folded, how many also agree in their accents. */
function exactShare(question: Question, unit: PreparedUnit): number {
  if (question.exactPairs.size === 0) return 0;
  const folded = question.pairs.filter((pair) => unit.pairs.has(pair)).length;
  if (folded === 0) return 0;
  let exact = 0;
  for (const pair of question.exactPairs) if (unit.exactPairs.has(pair)) exact += 1;
  return Math.min(1, exact / folded);
}

/** A number right before or after the counted noun: "63 tổ chức cơ sở đảng", "đảng bộ cơ sở là 28". */
function countsNoun(question: Question, unit: PreparedUnit): number {
  const noun = question.counted.words.length > 0 ? question.counted.words : question.focus;
  const [first, second] = noun;
  if (first === undefined) return 0;
  const { sequence } = unit;
  let best = 0;
  for (const [index, word] of sequence.entries()) {
    if (word !== first || (second !== undefined && sequence[index + 1] !== second)) continue;
    if (/^\d/u.test(sequence[index - 1] ?? '')) return 1;
    const after = sequence.slice(index + 1, index + noun.length + 4);
    if (after.some((next) => /^\d/u.test(next))) best = 0.7;
  }
  return best;
}

/** How fully a unit describes the asked document: symbol, its date, its issuer and its subject right after it. */
function symbolFullness(question: Question, unit: PreparedUnit): number {
  const asked = question.slots.filter((slot) => slot.kind === 'symbol');
  if (asked.length === 0) return 0;
  let best = 0;
  for (const { symbol, key, from, to } of unit.facts) {
    if (!symbol || !asked.some((slot) => slot.key === key)) continue;
    const after = unit.text.slice(to - unit.from, to - unit.from + 110);
    const before = unit.text.slice(Math.max(0, from - unit.from - 20), from - unit.from);
    const hasIssuer = /(?<!\p{L})của(?!\p{L})/u.test(after.slice(0, 60));
    const hasSubject = /(?<!\p{L})(?:về|quy định|ban hành)(?!\p{L})/u.test(after);
    best = Math.max(
      best,
      0.25 +
        0.25 * Number(symbol.issuedOn !== null) +
        0.2 * Number(hasIssuer) +
        0.25 * Number(hasSubject) +
        0.05 * Number(/số\s*$/u.test(before)),
    );
  }
  return best;
}
