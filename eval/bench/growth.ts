import { renderChart } from '../../papers/chart.ts';
import { round } from '../command.ts';
import { textTable } from './bench-table.ts';
import type { OfficeFigures } from './office.ts';

/** One size of the store, with what the running program takes there. */
export interface GrowthFigures extends OfficeFigures {
  /** From the start of the process to the whole reply to its first question, the index being kept. */
  startSeconds: number;
  /** Of the running program some seconds after its last question; null where the system does not tell. */
  idleMb: number | null;
}

/** The sizes as a table. */
export const growthTable = (growth: readonly GrowthFigures[]): string =>
  textTable(
    [
      'chunks',
      'index s',
      'cpu s',
      'image MB',
      'start s',
      'idle MB',
      'search p50',
      'p95 ms',
      'answer p50',
      'p95 ms',
    ],
    growth.map((at) =>
      [
        at.chunks,
        at.index.seconds,
        at.index.processorSeconds,
        at.index.imageMb,
        round(at.startSeconds, 1),
        at.idleMb === null ? '' : round(at.idleMb, 0),
        at.searchMs.p50,
        at.searchMs.p95,
        at.answerMs.p50,
        at.answerMs.p95,
      ].map(String),
    ),
  );

/** Four charts over the sizes, as PNG, by the names of their files. */
export function drawGrowth(growth: readonly GrowthFigures[], source: string): Record<string, Buffer> {
  const points = growth.map(({ chunks }) => thousands(chunks));
  const draw = (title: string, unit: string, series: Record<string, (at: GrowthFigures) => number>): Buffer =>
    renderChart({
      kind: 'lines',
      title,
      points,
      series: Object.entries(series).map(([name, of]) => ({
        name,
        values: growth.map(of),
        texts: growth.map((at) => `${round(of(at), 1)} ${unit}`),
      })),
      axisText: (value) => `${value} ${unit}`,
      source,
    }).png;
  return {
    'growth-index.png': draw('Building the index, processor time', 's', {
      'index built': (at) => at.index.processorSeconds,
    }),
    'growth-memory.png': draw('Memory of the idle program', 'MB', {
      'whole program': (at) => at.idleMb ?? at.residentMb,
      'index on the disk': (at) => at.index.imageMb,
    }),
    'growth-search.png': draw('Search alone', 'ms', {
      p50: (at) => at.searchMs.p50,
      p95: (at) => at.searchMs.p95,
    }),
    'growth-answer.png': draw('From question to whole answer', 'ms', {
      p50: (at) => at.answerMs.p50,
      p95: (at) => at.answerMs.p95,
    }),
  };
}

/** 39,748 chunks are shown as 40 k. */
const thousands = (chunks: number): string =>
  chunks < 1000 ? String(chunks) : `${Math.round(chunks / 1000)} k`;
