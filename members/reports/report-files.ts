import type { DateOnly } from '../../core/clock.ts';
import { renderChart, type Chart } from '../../papers/chart.ts';
import { plain, type Paper } from '../../papers/paper.ts';
import { writeWorkbook, type SheetCell } from '../../papers/workbook.ts';
import { indicatorName, number } from '../../prompts/members.ts';
import * as words from '../../prompts/members-reports.ts';
import { formatDateLong } from '../../text/dates.ts';
import type { Report, ReportRow } from './collect-report.ts';

/* A report as paper, as workbook and as picture. */

const rowsOf = (report: Report): ReportRow[] => report.sections.flatMap(({ rows }) => [...rows]);

/** The draft of a report in the Party layout: paragraphs, the table of figures, what adds up. */
export function reportPaper(report: Report, upper: string | null, today: DateOnly): Paper {
  const rows = rowsOf(report);
  return {
    heading: {
      upper,
      body: report.unitName,
      number: null,
      placeAndDate: words.paper.place(formatDateLong(today)),
      mark: words.paper.mark,
    },
    title: words.paper.title,
    subject: words.paper.subject(report.period),
    blocks: [
      { type: 'heading', text: words.paper.figures, level: 1 },
      ...words
        .paragraphs(report.unitName, report.period, rows)
        .map((text) => ({ type: 'paragraph' as const, text: plain(text) })),
      { type: 'heading', text: words.paper.table, level: 1 },
      {
        type: 'table',
        head: words.head.slice(0, 4),
        align: ['left', 'right', 'right', 'right'],
        rows: rows.map((row) =>
          [words.rowName(row), words.rowValue(row), words.rowBefore(row), words.rowChange(row)].map(plain),
        ),
        note: words.paper.note(today),
      },
      ...(report.checks.length === 0
        ? []
        : [
            { type: 'heading' as const, text: words.paper.checks, level: 1 as const },
            ...report.checks.map((check) => ({
              type: 'paragraph' as const,
              text: plain(`- ${words.checkLine(check)}`),
            })),
          ]),
    ],
    signatures: [],
    recipients: { title: words.paper.recipients.title, lines: words.paper.recipients.lines },
  };
}

/** The figures as .xlsx: change, share and sums are formulas, so that a corrected figure corrects them too. */
export function reportWorkbook(report: Report): Promise<Buffer> {
  const rows = rowsOf(report);
  // Title, a line and an empty row stand above the heads; sheets count from 1.
  const firstRow = 4;
  const lineOf = (indicator: string): number | null => {
    const index = rows.findIndex(
      (row) => row.indicator === indicator && row.qualifier === null && row.value !== null,
    );
    return index < 0 ? null : firstRow + index;
  };
  const cells = rows.map((row, index): SheetCell[] => {
    const line = firstRow + index;
    const isComparable = row.value !== null && row.before !== null && row.valueUnit !== 'percent';
    return [
      index + 1,
      words.rowName(row),
      row.value ?? words.rowValue(row),
      row.before,
      isComparable ? { formula: `C${line}-D${line}` } : null,
      isComparable && row.before !== 0 ? { formula: `(C${line}-D${line})/D${line}`, isShare: true } : null,
      [words.rowSource(row), words.rowTime(row)].filter(Boolean).join('; '),
    ];
  });
  const sums = report.checks.flatMap((check): SheetCell[][] => {
    if (check.kind !== 'sum') return [];
    const whole = lineOf(check.whole);
    const parts = check.parts.map(({ label }) => lineOf(label));
    if (whole === null || parts.some((part) => part === null)) return [];
    const formula = `C${whole}-${parts.map((part) => `C${part}`).join('-')}`;
    return [
      [null, `${words.sheet.check}: ${indicatorName(check.whole)}`, { formula }, null, null, null, null],
    ];
  });
  return writeWorkbook([
    {
      name: words.sheet.name,
      title: words.title(report.unitName, report.period),
      columns: words.sheet.columns.map((head, index) => ({
        head,
        width: [6, 46, 18, 14, 14, 14, 40][index] ?? 14,
      })),
      rows: [...cells, ...sums],
      notes: report.checks.map(words.checkLine),
    },
  ]);
}

/** Flows of the period beside those of the same period before; null where there are none. */
export function reportChart(report: Report): { chart: Chart; alt: string } | null {
  const flows = new Set(['admissions', 'confirmations', 'badges', 'cards_new']);
  const bars = rowsOf(report)
    .filter(({ indicator, value }) => flows.has(indicator) && value !== null)
    .flatMap((row) => [
      { label: words.chart.bar(words.rowName(row), false), value: row.value ?? 0 },
      ...(row.before === null
        ? []
        : [{ label: words.chart.bar(words.rowName(row), true), value: row.before }]),
    ]);
  if (bars.length === 0) return null;
  const chart = renderChart({
    title: words.chart.title(report.unitName, report.period),
    bars: bars.map(({ label, value }) => ({
      label,
      segments: [{ value, text: number(value) }],
      valueText: number(value),
    })),
    legend: [],
    source: words.chart.source,
  });
  return { chart, alt: words.chart.alt(bars.map(({ label, value }) => `${label}: ${number(value)}`)) };
}
