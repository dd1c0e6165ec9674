import { bigrams } from '../../text/syllables.ts';
import type { Question, Slot } from '../question/analyse.ts';
import { blockOf, type Evidence, type Missing } from './evidence.ts';
import { isDocumentSlot, isFilled, sameSymbol } from './filled-slots.ts';
import { holdsType, saysHowOften, valuesOf, valueTypes } from './holds.ts';
import { givesUnit } from './measure-units.ts';
import { isOtherWayRound } from './names.ts';
import type { PreparedPassage, PreparedUnit, Rarity } from './prepare.ts';
import type { RankedUnit } from './rank-units.ts';
import { askedBody, otherSubject } from './subject-body.ts';
import { askedCells, cellsIn, columnsOfContext } from './table-rows.ts';
import { classifiers, isAttached } from './values.ts';

/**
 * Holds a candidate against the question. `documentStates` says whether the candidate's document states a slot
 * elsewhere (its dateline, another paragraph).
 */
export function checkEvidence(
  question: Question,
  ranked: RankedUnit,
  rarity: Rarity,
  documentStates: (documentId: string, slot: Slot) => boolean,
): Pick<Evidence, 'missing' | 'values'> {
  const missing: Missing[] = [];
  // A value must stand in the sentence itself; somewhere in the list that it introduces is not enough.
  const block = blockOf(ranked).filter(
    (unit) =>
      !valueTypes.has(question.type) ||
      !ranked.unit.items.some((item) => ranked.passage.units[item] === unit),
  );
  const documentId = ranked.passage.passage.document.id;
  for (const slot of question.slots) {
    if (isFilled(question, slot, ranked)) continue;
    if (isDocumentSlot(slot) && documentStates(documentId, slot)) continue;
    missing.push({ kind: slot.kind, label: slot.label, slot });
  }
  const subject = missingSubject(question, ranked);
  if (subject) missing.push(subject);
  const cells = cellsAsked(question, ranked);
  const values = cells ?? block.flatMap((unit) => valuesOf(question, unit));
  const typeMissing = missingValue(question, ranked, block, values.length > 0);
  if (typeMissing) missing.push(typeMissing);
  const isCount = question.type === 'number' && question.counted.words.length > 0;
  const { text } = ranked.passage.passage;
  if (
    isCount &&
    cells === null &&
    values.length > 0 &&
    !isAttached(question, text, values) &&
    !countsPeople(question, block)
  ) {
    missing.push({ kind: 'counted', label: question.counted.label });
    return { missing, values };
  }
  const counted = missingCounted(question, block, ranked.passage, rarity);
  if (counted) missing.push(counted);
  const predicate = missingPredicate(question, block);
  if (predicate) missing.push(predicate);
  return { missing, values };
}

/** The body that is asked about, where the sentence is about another one. */
function missingSubject(question: Question, { passage, unit }: RankedUnit): Missing | null {
  if (unit.kind === 'row') return null;
  const lead = unit.lead === null ? null : (passage.units[unit.lead]?.text ?? null);
  if (otherSubject(question, unit.text, lead) === null) return null;
  return { kind: 'subject', label: askedBody(question)?.label ?? '' };
}

/**
 * Figures of a table row in the columns that the question names; null for anything else. A question without a word that
 * asks, 'Tốc độ tối đa của xe con trên đường đôi', asks for one figure or none.
 */
function cellsAsked(question: Question, { passage, unit }: RankedUnit): [number, number][] | null {
  const { type } = question;
  if (unit.kind !== 'row' || (type !== 'other' && !cellTypes.has(type))) return null;
  const head = unit.lead === null ? undefined : passage.units[unit.lead];
  const columns =
    columnsOfContext(passage.passage.context) ?? (head ? cellsIn(head.text, 0).map(({ text }) => text) : []);
  const cells = askedCells(question, cellsIn(unit.text, unit.from), columns);
  if (cells.length === 0 || (type === 'other' && cells.length > 1)) return null;
  return cells.map(({ from, to }) => [from, to]);
}

const cellTypes: ReadonlySet<string> = new Set(['number', 'percent', 'money', 'duration', 'date', 'person']);

function missingValue(
  question: Question,
  ranked: RankedUnit,
  block: readonly PreparedUnit[],
  hasValue: boolean,
): Missing | null {
  const absent: Missing = { kind: 'value', label: question.type };
  const { frame, type } = question;
  if (type === 'place' && /(?<!\p{L})(?:tinh|thanh pho|huyen|xa|nuoc) nao(?!\p{L})/u.test(frame)) {
    return block.some((unit) => holdsType(question, unit) >= 1) ? null : absent;
  }
  if (type === 'list' && isQuotedMention(question, block)) return absent;
  if (!valueTypes.has(type)) return null;
  if (
    type === 'number' &&
    question.counted.words[0] === 'lan' &&
    !block.some(({ text }) => saysHowOften(text))
  )
    return absent;
  if (!hasValue) return block.some((unit) => holdsType(question, unit) > 0) ? null : absent;
  if (
    type === 'person' &&
    isOtherWayRound(
      question,
      block.map(({ text }) => text),
    )
  )
    return absent;
  const asked = question.slots.filter((slot) => slot.kind === 'symbol');
  if (type === 'symbol' && /(?<!\p{L})(?:so hieu|ky hieu)(?!\p{L})/u.test(frame))
    return missingOwnSymbol(question, ranked, block) ? absent : null;
  if (type === 'date' && asked.length > 0 && asksForIssueDate(question)) {
    const isDated = block.some((unit) =>
      unit.facts.some(
        ({ symbol, key }) =>
          symbol && symbol.issuedOn !== null && asked.some((slot) => sameSymbol(slot.key, key)),
      ),
    );
    const { document } = ranked.passage.passage;
    const isOwn =
      document.issuedOn !== null &&
      asked.some((slot) => sameSymbol(slot.key, `sym:${document.symbolKey ?? ''}`));
    if (!isDated && !isOwn) return absent;
  }
  return null;
}

/** "08-NQ/ĐUK ban hành ngày nào": the day must belong to that symbol, not merely stand near it. */
export function asksForIssueDate(question: Question): boolean {
  if (/(?<!\p{L})(?:ban hanh|ky ngay|ra ngay)(?!\p{L})/u.test(question.frame)) return true;
  const matter = question.words.filter((word) => !/^\d/u.test(word));
  return matter.length <= 8 && /(?<!\p{L})ngay (?:nao|may|bao nhieu)/u.test(question.frame);
}

/** "Ký hiệu của Quy định 603": a symbol of the same number; of a described document: one beside its description. */
function missingOwnSymbol(question: Question, ranked: RankedUnit, block: readonly PreparedUnit[]): boolean {
  const symbols = block.flatMap((unit) =>
    unit.facts.flatMap((fact) => (fact.symbol?.issuerCode ? [fact] : [])),
  );
  const asked = question.slots.filter((slot) => slot.kind === 'symbol');
  if (asked.length > 0) return !symbols.some((fact) => asked.some((slot) => sameSymbol(slot.key, fact.key)));
  const { document } = ranked.passage.passage;
  const title = ranked.passage.context.words;
  const about = question.content.filter((word) => !['so', 'hieu', 'ky'].includes(word));
  const isAboutDocument = about.filter((word) => title.has(word)).length >= about.length * 0.7;
  if (isAboutDocument) return document.symbol === null;
  return symbols.length === 0;
}

/** "3 điều cần làm" only mentioned in quotation marks, with nothing that spells it out. */
function isQuotedMention(question: Question, block: readonly PreparedUnit[]): boolean {
  const quoted = /["“']([^"”']{4,60})["”']/u.exec(question.text)?.[1];
  if (quoted === undefined) return false;
  const text = block.map((unit) => unit.text).join('\n');
  const at = text.toLowerCase().indexOf(quoted.toLowerCase());
  if (at < 0) return true;
  return !/^["”']?\s*(?::|là(?!\p{L})|gồm|bao gồm|như sau|\()/u.test(text.slice(at + quoted.length));
}

const personNouns = new Set([
  'uy vien',
  'dai bieu',
  'thanh vien',
  'can bo',
  'cong chuc',
  'cap uy vien',
  'uy vien chuyen trach',
  'vien chuc',
  'bien che',
]);

/** People are counted as "đồng chí" or "người" whatever they are called before. */
function countsPeople(question: Question, block: readonly PreparedUnit[]): boolean {
  if (!personNouns.has(question.counted.words.join(' '))) return false;
  return block.some((unit) => /\d\s+(?:đồng chí|người|đ\/c)(?!\p{L})/u.test(unit.text));
}

function missingCounted(
  question: Question,
  block: readonly PreparedUnit[],
  passage: PreparedPassage,
  rarity: Rarity,
): Missing | null {
  const nouns = question.counted.words.filter((word) => !classifiers.has(word));
  if (countsPeople(question, block)) return null;
  if (nouns.length === 0 || !['number', 'percent', 'money', 'duration'].includes(question.type)) return null;
  const unit = nouns.join(' ');
  if (givesUnit(unit, [passage.passage.context, ...block.map(({ text }) => text)])) return null;
  const absent = nouns.filter(
    (word) => !block.some((unit) => unit.words.has(word)) && !passage.context.words.has(word),
  );
  const weight = (words: readonly string[]): number => words.reduce((sum, word) => sum + rarity.of(word), 0);
  // Words may stand apart ("khai" in "triển khai"); the pairs tell whether the phrase is there.
  const pairs = bigrams(nouns);
  const absentPairs = pairs.filter(
    (pair) => !block.some((unit) => unit.pairs.has(pair)) && !passage.context.pairs.has(pair),
  );
  const isAbsent =
    weight(absent) / weight(nouns) > countedTolerance ||
    (absent.length > 0 && pairs.length > 0 && weight(absentPairs) / weight(pairs) > pairTolerance);
  return isAbsent ? { kind: 'counted', label: question.counted.label } : null;
}

/** Share of the counted phrase that may be worded differently. */
const countedTolerance = 0.34;
/** Share of its neighbouring pairs that may be broken up, where a word is missing too. */
const pairTolerance = 0.6;

function missingPredicate(question: Question, block: readonly PreparedUnit[]): Missing | null {
  const { words, label } = question.predicate;
  if (words.length < 2) return null;
  const isThere = block.some((unit) => words.every((word) => unit.words.has(word)));
  return isThere ? null : { kind: 'predicate', label };
}
