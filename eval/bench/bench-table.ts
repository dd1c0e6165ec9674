import { figures, isKept, parts, specOf, type FigureKey, type FigureSpec, type Measured } from './budgets.ts';
import { median, type Comparison } from './compare.ts';

/** One row of the result as it is printed and put into the last line. */
export interface BudgetRow {
  key: FigureKey;
  name: string;
  unit: FigureSpec['unit'];
  budget: number | null;
  values: readonly number[];
  median: number | null;
  verdict: 'kept' | 'missed' | 'shown' | 'skipped';
  /** Why there is no value. */
  reason?: string;
}

/** A row for each figure that was asked for, in the order of the parts. */
export function budgetRows(measured: Measured): BudgetRow[] {
  const keys = Object.keys(figures) as FigureKey[];
  return parts.flatMap((part) =>
    keys
      .filter((key) => specOf(key).part === part && measured[key] !== undefined)
      .map((key): BudgetRow => {
        const spec = specOf(key);
        const values = measured[key]!;
        const head = { key, name: spec.name, unit: spec.unit, budget: spec.limit ?? null };
        if ('skipped' in values)
          return { ...head, values: [], median: null, verdict: 'skipped', reason: values.skipped };
        const middle = median(values);
        const kept = isKept(spec, middle);
        return {
          ...head,
          values,
          median: middle,
          verdict: kept === null ? 'shown' : kept ? 'kept' : 'missed',
        };
      }),
  );
}

/** The table of the budgets: what is allowed, the median of the rounds with the least and the most, and the verdict. */
export function budgetTable(rows: readonly BudgetRow[]): string {
  const cells = rows.map((row) => {
    const least = specOf(row.key).isLeast ? '≥' : '≤';
    return [
      specOf(row.key).part,
      row.name,
      row.budget === null ? '' : `${least} ${row.budget} ${unitWord[row.unit]}`,
      row.median === null ? '' : `${short(row.median)} ${unitWord[row.unit]}`,
      row.values.length > 1 ? `${short(Math.min(...row.values))} … ${short(Math.max(...row.values))}` : '',
      row.verdict === 'shown' ? '' : row.verdict + (row.reason === undefined ? '' : `: ${row.reason}`),
    ];
  });
  return textTable(['part', 'what', 'budget', 'median', 'least … most', 'verdict'], cells);
}

/** The table of what was held against the baseline. */
export const comparisonTable = (comparisons: readonly Comparison[]): string =>
  textTable(
    ['figure', 'before', 'now', 'change', 'noise', 'verdict'],
    comparisons.map(({ key, before, now, change, allowed, verdict }) => [
      key,
      short(before),
      short(now),
      `${change > 0 ? '+' : ''}${(change * 100).toFixed(1)} %`,
      `± ${(allowed * 100).toFixed(1)} %`,
      verdict,
    ]),
  );

const unitWord: Readonly<Record<FigureSpec['unit'], string>> = {
  ms: 'ms',
  s: 's',
  MB: 'MB',
  kB: 'kB',
  '1/s': 'a second',
  '1/min': 'a minute',
  n: '',
};

const short = (value: number): string =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));

/** Columns as wide as their widest cell. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()}\n`;
  return [head, ...rows].map(line).join('');
}
