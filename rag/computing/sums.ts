import { fold } from '../../text/normalise.ts';
import { parseDecimal } from '../../text/numbers.ts';
import type { Question } from '../question/analyse.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { PreparedUnit } from '../evidence/prepare.ts';
import { askedCells, cellsIn, columnsOfContext } from '../evidence/table-rows.ts';
import { isPercent, round, type Computation, type Operand } from './computed.ts';

/** "Tổng số … (A và B)", "A và B cộng lại": each part followed by its number in one unit, or each in a row of one table. */
export const sumOfParts = (question: Question, evidence: readonly Evidence[]): Computation | null => {
  const parts = summands(question);
  if (parts.length < 2) return null;
  return (
    sumInSentence(
      parts,
      evidence.map(({ ranked }) => ranked.unit),
    ) ??
    evidence.map((one) => sumOfRows(question, parts, one)).find((sum) => sum !== null) ??
    null
  );
};

function sumInSentence(parts: readonly Summand[], units: readonly PreparedUnit[]): Computation | null {
  for (const unit of units) {
    const folded = fold(unit.text);
    const found = parts.map((part) => placeOf(part, folded));
    const places = found.map((one) => one?.at ?? -1);
    if (places.some((place) => place < 0) || new Set(places).size < parts.length) continue;
    const operands = parts.flatMap((part, i): Operand[] => {
      const from = (places[i] as number) + (found[i]?.length ?? 0);
      const next = Math.min(...places.filter((place) => place > from), unit.text.length);
      const match = /^[^.;\d]{0,60}?(\d[\d.,]*\d|\d)(\s?%)?/u.exec(unit.text.slice(from, next));
      const value = match ? parseDecimal(match[1] as string) : null;
      return value === null
        ? []
        : [{ value, text: `${match?.[1] ?? ''}${match?.[2] ?? ''}`, label: part.label }];
    });
    const sum = operands.length === parts.length ? sumOf(operands) : null;
    if (sum) return sum;
  }
  return null;
}

/** "Chi bộ xếp loại Tốt và Khá" of a table with a row for each. */
function sumOfRows(question: Question, parts: readonly Summand[], { ranked }: Evidence): Computation | null {
  const { passage, unit } = ranked;
  if (unit.kind !== 'row') return null;
  const head = unit.lead === null ? undefined : passage.units[unit.lead];
  const columns =
    columnsOfContext(passage.passage.context) ?? (head ? cellsIn(head.text, 0).map(({ text }) => text) : []);
  const operands = parts.flatMap((part): Operand[] => {
    const row = passage.units.find(({ kind, text }) => {
      const name = fold(cellsIn(text, 0).find((cell) => /\p{L}/u.test(cell.text))?.text ?? '');
      return kind === 'row' && name !== '' && (part.key === name || part.key.endsWith(` ${name}`));
    });
    const [cell] = row ? askedCells(question, cellsIn(row.text, 0), columns) : [];
    const value = cell ? parseDecimal(cell.text.replace(/\s?%$/u, '')) : null;
    return cell && value !== null ? [{ value, text: cell.text, label: part.label }] : [];
  });
  return operands.length === parts.length ? sumOf(operands) : null;
}

/** Whether the question wants amounts added up. */
export const asksForSum = (question: Question): boolean =>
  /(?<!\p{L})(?:tong(?: so| cong)?|ca hai|cong lai|gop lai|cong vao)(?!\p{L})/u.test(fold(question.text));

/** The sum of amounts of one measure; null where they are of several. */
export function sumOf(operands: readonly Operand[]): Computation | null {
  if (new Set(operands.map(({ unit }) => unit ?? '')).size > 1) return null;
  const percents = operands.filter(isPercent).length;
  if (percents !== 0 && percents !== operands.length) return null;
  return {
    kind: 'sum',
    operands,
    result: round(operands.reduce((sum, operand) => sum + operand.value, 0)),
    isPercent: percents > 0,
  };
}

interface Summand {
  key: string;
  label: string;
}

/** Where the unit names a part; what it shares with the other parts may be left out there ("Tốt: 80%" of "chi bộ tốt"). */
function placeOf({ key }: Summand, folded: string): { at: number; length: number } | null {
  const words = key.split(/\s+/u);
  for (let from = 0; from < words.length; from += 1) {
    const phrase = words.slice(from);
    const match = new RegExp(
      // Bare words are the part only where the number follows at once.
      String.raw`(?<!\p{L})${phrase.join(String.raw`\s+`)}(?!\p{L})${from === 0 ? '' : String.raw`(?=\s*(?::|la|dat|chiem)?\s*\d)`}`,
      'u',
    ).exec(folded);
    if (match) return { at: match.index, length: match[0].length };
  }
  return null;
}

function summands(question: Question): Summand[] {
  const folded = fold(question.text);
  const after = /(?<!\p{L})(?:tong(?: so| cong| ty le| ti le)?|ca hai|tat ca)(?!\p{L})/u.exec(folded);
  const together = /(?<!\p{L})(?:cong lai|gop lai|cong vao)(?!\p{L})/u.exec(folded);
  if (!after && !together) return [];
  const bracket = /\(([^()]+)\)/u.exec(question.text);
  const listed = bracket
    ? (bracket[1] as string)
    : after && (!together || after.index < together.index)
      ? question.text.slice(after.index + after[0].length)
      : question.text.slice(0, together?.index);
  const parts = listed
    .replace(
      /(?<!\p{L})(?:của|là|trong|tại|ở|bao nhiêu|cộng lại|gộp lại|cua|la|tai|bao nhieu|cong lai|gop lai)(?!\p{L}).*$/iu,
      '',
    )
    .split(/,|;|\s+(?:và|cộng với|cộng|với|va|cong voi|cong|voi)\s+/iu)
    .map((part) =>
      // "Tổng kinh phí A và B": what is added up stands before the first of them alone.
      part
        .trim()
        .replace(
          /^(?:kinh phí|chi phí|số tiền|số lượng|tỷ lệ|tỉ lệ|số|kinh phi|chi phi|so tien|so luong|ty le|ti le|so)\s+(?=\p{L}+\s+\p{L})/iu,
          '',
        )
        .replace(/\s(?:quý|năm|tháng|quy|nam|thang)\s+(?:\d|[IVX]+(?!\p{L})).*$/u, ''),
    )
    .filter((part) => /\p{L}{2}/u.test(part));
  if (parts.length < 2 || parts.some((part) => part.split(/\s+/u).length > 8)) return [];
  return parts.map((label) => ({ label, key: fold(label) }));
}
