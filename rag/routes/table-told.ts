import {
  missingRow,
  noRowLead,
  noRowToldLead,
  severalRowsLead,
  whichRowLead,
} from '../../prompts/answers.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { Found } from '../evidence/find-evidence.ts';
import { showFrom } from '../evidence/gate-weights.ts';
import { valueTypes } from '../evidence/holds.ts';
import { createPreparer, type PreparedPassage, type PreparedUnit } from '../evidence/prepare.ts';
import { narrowedByName, rowsByName, rowsByRange, statesMeasure } from '../evidence/table-choice.ts';
import { askedCells, cellsIn, isHeadRow } from '../evidence/table-rows.ts';
import { workedOut } from '../computing/worded-computation.ts';
import type { Quoted } from '../quoting/quoting.ts';
import { columnsOf } from '../quoting/row-words.ts';
import type { Passage } from '../types.ts';
import { sourceLead } from './passages.ts';
import { documentOf, type AskedQuestion, type Result } from './route.ts';

/* Whether the row of a table that a question means can be told: a figure of another row is worse than no answer. */

/** A row this far behind the best candidate may still stand in the table that the question asks of. */
const rowMargin = 6;
/** More rows than this are no short table, and no choice to read on a phone. */
const mostRows = 12;
const mostChosen = 4;
/** How far around a passage the other parts of its table are looked for, in characters. */
const widestTable = 40_000;

interface Row {
  passage: PreparedPassage;
  unit: PreparedUnit;
  index: number;
  text: string;
}

interface Table {
  rows: Row[];
  columns: string[];
}

/** "Tốc độ trên 60 đến 80 km/h …?": the rows whose own range meets the one that is asked about. */
export async function rowOfRange(asked: AskedQuestion, found: Found): Promise<Result | null> {
  const { question, quoting } = asked;
  const [best] = found.evidence;
  if (!best) return null;
  const tried = new Set<string>();
  for (const one of found.evidence) {
    const { passage } = one.ranked;
    const { id } = passage.passage;
    if (one.ranked.unit.kind !== 'row' || tried.has(id)) continue;
    tried.add(id);
    if (!mayAnswer(best, one)) continue;
    const table = await tableOf(asked, one);
    const met = rowsByRange(question, table.rows, table.columns);
    if (met === null) continue;
    if (met.rows.length === 0) {
      if (best.ranked.passage.passage.id !== id || best.ranked.unit.kind !== 'row') continue;
      const beside = found.evidence.filter(
        ({ ranked, missing }) =>
          ranked.unit.kind !== 'row' &&
          missing.every(({ slot }) => slot === undefined) &&
          statesMeasure(question, ranked.unit.text),
      );
      return untold(asked, found, table.rows, noRowLead, beside.slice(0, 1));
    }
    const chosen = narrowedByName(question, met.rows);
    const quotes = await quoting.of(
      question,
      chosen.slice(0, mostRows).map((row) => evidenceOf(asked, one, row, table.columns, met.key)),
    );
    const lead = sourceLead(quotes);
    return {
      answer: {
        outcome: 'answer',
        lead: chosen.length > 1 ? severalRowsLead(lead, chosen.length) : lead,
        quotes: [...quotes, ...(await introduction(asked, one))],
      },
      found,
      missing: [],
      confidence: Math.max(best.confidence, one.confidence),
    };
  }
  return null;
}

/** A row whose table may answer: near the best candidate, about the question, and lacking nothing but the numbers. */
const mayAnswer = (best: Evidence, one: Evidence): boolean =>
  best.ranked.score - one.ranked.score <= rowMargin &&
  Math.max(one.relevance, samePassage(best, one) ? best.relevance : 0) >= showFrom &&
  one.missing.every(({ kind }) => kind === 'quantity') &&
  (samePassage(best, one) ||
    best.ranked.unit.kind === 'row' ||
    best.missing.length > 0 ||
    best.values.length === 0);

const samePassage = (a: Evidence, b: Evidence): boolean =>
  a.ranked.passage.passage.id === b.ranked.passage.passage.id;

/**
 * The best candidate is a row, and nothing in the question tells it from the others of its table: the rows that it may
 * be are shown, or all of a short table, and it is said that the row is open. Null where the row is told.
 */
export async function untoldRow(asked: AskedQuestion, found: Found): Promise<Result | null> {
  const { question } = asked;
  const [best] = found.evidence;
  if (best?.ranked.unit.kind !== 'row' || best.missing.length > 0 || !valueTypes.has(question.type))
    return null;
  if (best.values.length === 0 || question.type === 'symbol' || workedOut(question, found.evidence))
    return null;
  const { rows, columns } = await tableOf(asked, best);
  if (rows.length < 2) return null;
  const named = rowsByName(question, rows);
  const isOwn = named.some(({ unit }) => unit === best.ranked.unit || unit.text === best.ranked.unit.text);
  if (named.length === 1 && isOwn) return null;
  if (named.length === 0) return untold(asked, found, rows, noRowToldLead);
  const own = rows.find(({ unit }) => unit.text === best.ranked.unit.text);
  const open = isOwn || !own ? named : [own, ...named];
  if (open.length > mostChosen) return untold(asked, found, open, noRowToldLead);
  const quotes = await asked.quoting.of(
    question,
    open.map((row) => evidenceOf(asked, best, row, columns)),
  );
  const document = documentOf(best);
  return {
    answer: {
      outcome: 'candidates',
      lead: whichRowLead,
      documents: quotes.slice(0, 1).map(({ status }) => ({ ...document, status })),
      quotes,
    },
    found,
    missing: [missingRow],
    confidence: best.confidence,
  };
}

/**
 * All rows of a short table, or as many of them as can be read, and the word that the right one is open; first what
 * else states the number (`beside`).
 */
async function untold(
  asked: AskedQuestion,
  found: Found,
  rows: readonly Row[],
  lead: string,
  beside: readonly Evidence[] = [],
): Promise<Result> {
  const quotes = await asked.quoting.verbatim(
    rows
      .slice(0, mostRows)
      .map(({ passage, unit }) => ({ passage: passage.passage, from: unit.from, to: unit.to })),
  );
  return {
    answer: {
      outcome: 'near-miss',
      lead,
      missing: [missingRow],
      quotes: [...(await asked.quoting.of(asked.question, beside)), ...joined(quotes)],
    },
    found,
    missing: [missingRow],
    confidence: found.evidence[0]?.confidence ?? 0,
  };
}

/** Rows that follow each other in one passage are one quotation. */
function joined(quotes: readonly Quoted[]): Quoted[] {
  const whole: Quoted[] = [];
  for (const quote of quotes) {
    const last = whole.at(-1);
    const { text, charFrom } = quote.passage;
    if (last?.passage.id !== quote.passage.id || quote.charFrom - last.charTo > 2) whole.push(quote);
    else
      whole[whole.length - 1] = {
        ...last,
        text: text.slice(last.charFrom - charFrom, quote.charTo - charFrom),
        charTo: quote.charTo,
      };
  }
  return whole;
}

/** The sentence that introduces a table which stands in the midst of a text: it says under which conditions it holds. */
async function introduction({ quoting }: AskedQuestion, { ranked }: Evidence): Promise<Quoted[]> {
  const { units, passage } = ranked.passage;
  const first = ranked.unit.lead ?? ranked.index;
  for (let at = first - 1; at >= 0 && at >= first - 3; at--) {
    const unit = units[at] as PreparedUnit;
    if (unit.kind === 'row') return [];
    if (unit.text.endsWith(':')) return quoting.verbatim([{ passage, from: unit.from, to: unit.to }]);
  }
  return [];
}

/**
 * The candidate with another row of its table in its place, and the figures there that are asked for; never the cell in
 * the column `key`, by which the row was found.
 */
function evidenceOf(
  { question }: AskedQuestion,
  one: Evidence,
  { passage, unit, index }: Row,
  columns: readonly string[],
  key = 0,
): Evidence {
  const cells = cellsIn(unit.text, unit.from).map((cell, at) => (at === key ? { ...cell, text: '' } : cell));
  const figures = cells.filter(({ text }) => /\d/u.test(text));
  const asked = figures.length > 1 ? askedCells(question, cells, columns) : figures;
  return {
    ...one,
    ranked: { ...one.ranked, passage, unit, index },
    values: asked.map(({ from, to }): [number, number] => [from, to]),
  };
}

/** The table that a row stands in: its rows of data, those of the passages that it was cut into included. */
async function tableOf({ filter, library }: AskedQuestion, { ranked }: Evidence): Promise<Table> {
  const { passage, hit } = ranked.passage;
  const columns = columnsOf(passage) ?? [];
  const stem = stemOf(passage);
  const parts =
    stem === null
      ? []
      : (
          await library.passages(filter.viewer, passage.document.id, {
            charFrom: Math.max(0, passage.charFrom - widestTable),
            charTo: passage.charTo + widestTable,
          })
        ).filter((other) => stemOf(other) === stem && other.id !== passage.id);
  const prepare = createPreparer();
  const passages = [
    ranked.passage,
    ...parts.map((part) => prepare({ ...hit, passage: part }, ranked.passage.rank)),
  ];
  const rows = passages
    .sort((a, b) => a.passage.charFrom - b.passage.charFrom)
    .flatMap((part) => rowsOf(part, part === ranked.passage ? ranked.index : null, columns));
  return { rows, columns };
}

/** The place of a table that was cut by rows, without the rows; null for a table that is whole. */
const stemOf = ({ kind, locator }: Passage): string | null =>
  kind === 'table' ? (/^(.*), dòng \d/u.exec(locator)?.[1] ?? null) : null;

/** The rows of data of a passage; with `near`, those that stand together with the unit of that index. */
function rowsOf(passage: PreparedPassage, near: number | null, columns: readonly string[]): Row[] {
  const { units } = passage;
  const isRow = (at: number): boolean =>
    units[at]?.kind === 'row' || (units[at]?.text.includes('|') ?? false);
  let from = near ?? 0;
  let to = near ?? units.length - 1;
  if (near !== null) {
    while (isRow(from - 1)) from -= 1;
    while (isRow(to + 1)) to += 1;
  }
  const rows: Row[] = [];
  for (let index = from; index <= to; index++) {
    const unit = units[index];
    if (unit?.kind !== 'row' || isHeadRow(unit.text, columns)) continue;
    rows.push({ passage, unit, index, text: unit.text });
  }
  return rows;
}
