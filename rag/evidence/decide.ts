import { fold } from '../../text/normalise.ts';
import { syllables } from '../../text/syllables.ts';
import type { Question } from '../question/analyse.ts';
import { blockOf, type Evidence, type Missing } from './evidence.ts';
import { isManner } from './gate-words.ts';
import { answerFilledFrom, answerFrom, showFrom } from './gate-weights.ts';
import { valueTypes } from './holds.ts';
import { isToldRow } from './table-choice.ts';
import { columnsOfContext } from './table-rows.ts';
import { bestValues } from './values.ts';

/** Why the quotations are shown, and which. */
export type Decision =
  | { outcome: 'refusal' }
  | { outcome: 'answer'; chosen: readonly Evidence[] }
  | { outcome: 'near-miss'; chosen: readonly Evidence[]; missing: readonly Missing[] }
  | { outcome: 'candidates'; chosen: readonly Evidence[] }
  | { outcome: 'correction'; chosen: readonly Evidence[]; because: Correction };

/** What the question takes for granted and the document says otherwise. */
export type Correction =
  { kind: 'symbol'; asked: string; found: string } | { kind: 'denied' } | { kind: 'value'; asked: string };

/** A rival this close in score may be the better sentence; it is shown as well. */
const rivalGap = 0.8;
/** A rival from another document this close answers a question that does not say which document it means. */
const ambiguousGap = 2.2;
const mostQuotes = 3;
/** How many candidates are held against a number that the question takes for granted. */
const mostTried = 4;
/** A passage that lacks more than this is about something else. */
const mostMissing = 3;

/**
 * What to do with the evidence, best first: refuse, say what is missing, list rivals, correct a false premise, or
 * answer. Scores alone never decide that something is an answer; an unfilled slot always shows.
 */
export function decide(question: Question, evidence: readonly Evidence[]): Decision {
  const [best] = evidence;
  if (!best) return { outcome: 'refusal' };
  if (best.relevance >= showFrom) {
    const correction = falsePremise(question, evidence);
    if (correction)
      return { outcome: 'correction', chosen: [correction.evidence], because: correction.because };
  }
  if (best.missing.length > 0) {
    if (best.relevance < showFrom || best.missing.length > mostMissing) return { outcome: 'refusal' };
    return { outcome: 'near-miss', chosen: [best], missing: best.missing };
  }
  if (best.confidence < leastFor(question, best)) {
    if (best.confidence < showFrom) return { outcome: 'refusal' };
    return { outcome: 'near-miss', chosen: [best], missing: unsaid(question, best) };
  }
  const rivals = rivalsOf(question, best, evidence);
  if (rivals.length > 0) return { outcome: 'candidates', chosen: [best, ...rivals].slice(0, mostQuotes) };
  return { outcome: 'answer', chosen: withCompanions(question, best, evidence) };
}

/** A passage that has the very document that is asked for by its symbol answers sooner than one that is only alike. */
function leastFor(question: Question, best: Evidence): number {
  if (question.slots.some((slot) => slot.kind === 'symbol')) return showFrom;
  return isFilled(question, best) ? answerFilledFrom : answerFrom;
}

/** Everything that the question names is there, and a value of the asked type stands with what is counted. */
export const isFilled = (question: Question, { missing, values }: Evidence): boolean =>
  missing.length === 0 &&
  values.length > 0 &&
  (question.slots.length > 0 || question.counted.words.length > 0);

/**
 * What a candidate that is near, but not sure enough, does not say: the words of the question that stand neither in it
 * nor in what it stands under, in the person's words; nothing where it says them all.
 */
function unsaid(question: Question, { ranked }: Evidence): Missing[] {
  const block = blockOf(ranked);
  const { context } = ranked.passage;
  const content = new Set(question.content);
  const isSaid = ({ exact, folded }: { exact: string; folded: string }): boolean =>
    [...block, context].some((terms) =>
      question.hasDiacritics ? terms.exactWords.has(exact) : terms.words.has(folded),
    );
  const phrases: { from: number; to: number }[] = [];
  for (const word of syllables(question.text)) {
    if (!content.has(word.folded) || isManner(word, question.hasDiacritics) || isSaid(word)) continue;
    const last = phrases.at(-1);
    if (last && question.text.slice(last.to, word.from).trim() === '') last.to = word.to;
    else phrases.push({ from: word.from, to: word.to });
  }
  return phrases
    .sort((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, mostUnsaid)
    .sort((a, b) => a.from - b.from)
    .map(({ from, to }) => ({ kind: 'words', label: `“${question.text.slice(from, to)}”` }));
}

/** How many phrases a near miss names. */
const mostUnsaid = 3;

/** Other documents that fill every slot about as well and give another value. */
function rivalsOf(question: Question, best: Evidence, evidence: readonly Evidence[]): Evidence[] {
  if (!['number', 'percent', 'money', 'date', 'person', 'duration'].includes(question.type)) return [];
  const found: Evidence[] = [];
  const documents = new Set([documentOf(best)]);
  const values = new Set([valueKey(question, best)]);
  for (const other of evidence) {
    if (documents.has(documentOf(other)) || other.missing.length > 0) continue;
    if (best.ranked.score - other.ranked.score > ambiguousGap || other.confidence < answerFilledFrom)
      continue;
    const value = valueKey(question, other);
    if (value === '' || values.has(value)) continue;
    found.push(other);
    documents.add(documentOf(other));
    values.add(value);
  }
  return found;
}

const documentOf = (evidence: Evidence): string => evidence.ranked.passage.passage.document.id;

const valueKey = (question: Question, evidence: Evidence): string =>
  bestValues(question, evidence.ranked.passage.passage.text, evidence.values)
    .map(([from, to]) => fold(evidence.ranked.passage.passage.text.slice(from, to)).replace(/\s+/gu, ' '))
    .join('|');

/** Rivals close behind, and for a question with several parts the units that say what the best one leaves out. */
function withCompanions(question: Question, best: Evidence, evidence: readonly Evidence[]): Evidence[] {
  const chosen = [best];
  const covered = new Set<string>();
  const take = (one: Evidence): void => {
    for (const unit of blockOf(one.ranked)) for (const word of unit.sequence) covered.add(word);
  };
  take(best);
  const parts = question.frame.match(/(?<!\p{L})(?:bao nhieu|nao|gi|ai|may|dau|bn)(?!\p{L})/gu)?.length ?? 0;
  for (const other of evidence.slice(1)) {
    if (chosen.length >= mostQuotes) break;
    if (chosen.some((one) => isSamePlace(one, other)) || isOpenRow(question, other)) continue;
    const gap = best.ranked.score - other.ranked.score;
    const isNear = other.missing.length === 0 && gap < rivalGap;
    const fresh = question.content.filter(
      (word) => !covered.has(word) && blockOf(other.ranked).some((unit) => unit.words.has(word)),
    );
    const open = question.content.filter((word) => !covered.has(word)).length;
    const adds = parts > 1 && gap < 6 && fresh.length >= 2 && fresh.length >= open * 0.4;
    if (!isNear && !adds) continue;
    chosen.push(other);
    take(other);
  }
  return chosen;
}

/** A row that the question does not tell from the others of its table: its figure may be of something else. */
function isOpenRow(question: Question, { ranked: { unit, passage } }: Evidence): boolean {
  if (unit.kind !== 'row' || !valueTypes.has(question.type)) return false;
  const columns = columnsOfContext(passage.passage.context) ?? [];
  return !isToldRow(
    question,
    unit,
    passage.units.filter(({ kind, lead }) => kind === 'row' && lead === unit.lead),
    columns,
  );
}

const isSamePlace = (a: Evidence, b: Evidence): boolean => {
  if (a.ranked.passage.passage.id !== b.ranked.passage.passage.id) return false;
  const x = blockOf(a.ranked);
  const y = blockOf(b.ranked);
  return x.some((unit) => y.includes(unit));
};

function falsePremise(
  question: Question,
  evidence: readonly Evidence[],
): { evidence: Evidence; because: Correction } | null {
  const [best] = evidence;
  if (!best) return null;
  const symbol = wrongSymbol(question, evidence);
  if (symbol) return symbol;
  const lacksOther = (one: Evidence): boolean =>
    one.missing.some((entry) => entry.kind !== 'quantity' && entry.kind !== 'predicate');
  if (!lacksOther(best) && isDenied(question, best)) return { evidence: best, because: { kind: 'denied' } };
  for (const one of evidence.slice(0, mostTried)) {
    const wrong = lacksOther(one) ? null : wrongValue(question, one);
    if (wrong !== null) return { evidence: one, because: { kind: 'value', asked: wrong } };
  }
  return null;
}

/** The asked symbol is in no passage, but one of the same number and type with the same date or matter is. */
function wrongSymbol(
  question: Question,
  evidence: readonly Evidence[],
): { evidence: Evidence; because: Correction } | null {
  const asked = question.slots.find((slot) => slot.kind === 'symbol');
  if (!asked || !evidence.every((one) => one.missing.some((entry) => entry.slot === asked))) return null;
  const [number, type] = asked.key.replace(/^sym:/u, '').split('|');
  const dates = new Set(question.slots.filter((slot) => slot.kind === 'date').map((slot) => slot.key));
  for (const one of evidence) {
    for (const unit of blockOf(one.ranked)) {
      for (const { symbol } of unit.facts) {
        if (!symbol?.issuerCode) continue;
        const [otherNumber, otherType] = symbol.key.split('|');
        if (otherNumber !== number || otherType !== type) continue;
        // Only what else the question says of it makes it the document that is meant.
        const agrees = symbol.issuedOn !== null && dates.has(`date:${symbol.issuedOn}`);
        if (agrees)
          return { evidence: one, because: { kind: 'symbol', asked: asked.label, found: symbol.symbol } };
      }
    }
  }
  return null;
}

/** "Vì sao … không hoàn thành …": the question denies what the document affirms. */
function isDenied(question: Question, best: Evidence): boolean {
  if (question.type !== 'reason' && question.type !== 'yes-no') return false;
  const denied = /(?<!\p{L})(?:khong|chua)\s+((?:\p{L}+\s+){1,2})\p{L}+/u.exec(question.frame);
  const phrase = denied?.[1]?.trim();
  if (!phrase || !phrase.includes(' ') || /^(?:duoc|phai|co|bi|hay)(?!\p{L})/u.test(phrase)) return false;
  return blockOf(best.ranked).some((unit) => {
    const at = fold(unit.text).search(new RegExp(String.raw`(?<!\p{L})${phrase}(?!\p{L})`, 'u'));
    return (
      at >= 0 && !/(?<!\p{L})(?:khong|chua|chang)\s*(?:\p{L}+\s+){0,2}$/u.test(fold(unit.text).slice(0, at))
    );
  });
}

/** "Có phải … 70 chi bộ không?": the unit counts the same noun with another number. */
function wrongValue(question: Question, best: Evidence): string | null {
  const isConfirmed =
    question.type === 'yes-no' ||
    question.type === 'reason' ||
    /(?<!\p{L})(?:phai khong|dung khong|co phai|co dung)(?!\p{L})/u.test(question.frame);
  if (!isConfirmed) return null;
  for (const entry of best.missing) {
    if (entry.kind !== 'quantity' || !entry.slot) continue;
    const noun =
      fold(question.text.slice(entry.slot.to))
        .match(/\p{L}+/gu)
        ?.slice(0, 2) ?? [];
    const kind = entry.slot.key.split(':')[0];
    const isCounted = blockOf(best.ranked).some((unit) =>
      unit.facts.some(
        (fact) =>
          fact.key.startsWith(`${kind}:`) &&
          (kind === 'pct' ||
            (noun.length > 0 &&
              fold(unit.text.slice(fact.to - unit.from))
                .trimStart()
                .startsWith(noun.join(' ')))),
      ),
    );
    if (isCounted) return question.text.slice(entry.slot.from, entry.slot.to);
  }
  return null;
}
