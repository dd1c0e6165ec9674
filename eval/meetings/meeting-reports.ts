import { performance } from 'node:perf_hooks';
import { localViewer } from '../../core/viewer.ts';
import type { Viewer } from '../../core/viewer.ts';
import type { Database } from '../../db/database.ts';
import { openDatabase } from '../../db/open.ts';
import { carriedItems } from '../../meetings/follow-up/carried.ts';
import { listComments } from '../../meetings/follow-up/comment-store.ts';
import { findProposals } from '../../meetings/follow-up/proposal-store.ts';
import { openStatuses } from '../../meetings/follow-up/proposal.ts';
import { readTaskQuestion } from '../../meetings/follow-up/read-tasks.ts';
import { findTasks } from '../../meetings/follow-up/task-store.ts';
import { makePlansReport, makeReport } from '../../meetings/reports/make-report.ts';
import { reportKinds, readReportQuestion } from '../../meetings/reports/read-report.ts';
import { sheetOf } from '../../meetings/reports/report.ts';
import type { Report } from '../../meetings/reports/report.ts';
import { matchUnits } from '../../members/units/units.ts';
import type { Unit } from '../../members/units/units.ts';
import { renderChart } from '../../papers/chart.ts';
import { writeWorkbook } from '../../papers/workbook.ts';
import { printer, printFigures, readCommand, round, wrongUse } from '../command.ts';
import { percentile, processorMs } from '../statistics.ts';
import { storeYear, symbols, today } from './meeting-year.ts';

const usage =
  'usage: capuy eval meeting-reports [--units N] [--tasks N] [--repeats N] [--database URL] [--json]\n' +
  '  stores a generated year (default 60 units, 720 meetings, 5000 tasks) and measures every list and report in\n' +
  '  milliseconds: median, slowest, and processor time of this process; --database: an empty database on a PostgreSQL server, default the embedded one\n';

/** Most that a list or a report in chat may take, in milliseconds; files and pictures are made when they are asked for. */
const limitMs = 300;
const isFile = (name: string): boolean => name.includes(' as ');

/** `capuy eval meeting-reports`. Returns the exit code: 1 where a median is over the limit. */
export async function evaluateMeetingReports(args: string[]): Promise<number> {
  const read = readCommand(args, {
    units: { type: 'string', default: '60' },
    tasks: { type: 'string', default: '5000' },
    repeats: { type: 'string', default: '9' },
    database: { type: 'string' },
  });
  if (!read) return wrongUse(usage);
  const [unitCount, tasks, repeats] = [read.values.units, read.values.tasks, read.values.repeats].map(Number);
  if (!unitCount || !tasks || !repeats) return wrongUse(usage);
  const print = printer(read.values.json);
  const { database } = read.values;
  const db = await openDatabase(database === undefined ? { memory: true } : { databaseUrl: database });
  try {
    const units = await db.tx((t) => storeYear(t, { units: unitCount, tasks, proposals: 300 }));
    const secretary: Viewer = {
      ...localViewer,
      role: 'secretary',
      unitIds: units.filter((unit) => unit.parentId === units[1]?.id).map((unit) => unit.id),
    };
    const figures: Record<
      string,
      { rows: number; medianMs: number; slowestMs: number; processorMs: number }
    > = {};
    for (const [who, viewer] of [['office', localViewer] as const, ['secretary', secretary] as const]) {
      for (const [name, run] of runs(db, viewer, units)) {
        const times: number[] = [];
        let rows = 0;
        const before = processorMs();
        for (let n = 0; n < repeats; n++) {
          const from = performance.now();
          rows = await run();
          times.push(performance.now() - from);
        }
        const figure = {
          rows,
          medianMs: round(percentile(times, 0.5), 1),
          slowestMs: round(Math.max(...times), 1),
          processorMs: round((processorMs() - before) / repeats, 1),
        };
        figures[`${who}: ${name}`] = figure;
        print(
          `${`${who}: ${name}`.padEnd(52)} ${rows} rows, ${figure.medianMs} ms, slowest ${figure.slowestMs} ms, processor ${figure.processorMs} ms\n`,
        );
      }
    }
    const inChat = Object.entries(figures).filter(([name]) => !isFile(name));
    const slowest = Math.max(...inChat.map(([, figure]) => figure.medianMs));
    const counts = { units: unitCount, meetings: unitCount * 12, tasks, proposals: 300 };
    printFigures({ database: db.kind, ...counts, slowestMedianMs: slowest, limitMs, figures });
    return slowest <= limitMs ? 0 : 1;
  } finally {
    await db.close();
  }
}

/** Every list and report by name, as a function that gives the number of its rows. */
function runs(db: Database, viewer: Viewer, units: readonly Unit[]): [string, () => Promise<number>][] {
  const seen = viewer.role === 'secretary' ? units.filter((unit) => viewer.unitIds.includes(unit.id)) : units;
  const scope = { units: seen, name: '' };
  const report = async (made: Promise<Report>): Promise<number> => (await made).rows.length;
  const tasksFor = (typed: string, who?: readonly string[]) => async (): Promise<number> => {
    const question = readTaskQuestion(typed, today);
    const { tasks } = await findTasks(db, viewer, {
      state: question.state,
      today,
      ...(question.due ? { due: question.due } : {}),
      ...(question.basis.length > 0 ? { basisKeys: question.basis.map(({ key }) => key) } : {}),
      ...(question.lead ? { lead: question.lead } : {}),
      ...(who ? { who: { unitIds: who, name: question.who } } : {}),
      limit: 20,
    });
    return tasks.length;
  };
  const kinds = reportKinds.filter((kind) => kind !== 'comments');
  const cell = units.at(-1) as Unit;
  const asked = (kind: (typeof kinds)[number], typed: string) =>
    makeReport(db, viewer, kind, { scope, period: readReportQuestion(typed, today).period, today });
  return [
    ['tasks, overdue', tasksFor('quá hạn')],
    ['tasks, of a document', tasksFor(symbols[3] as string)],
    ['tasks, of a lead', tasksFor('chủ trì Ban Tổ chức')],
    ['tasks, of a unit', tasksFor('chi bộ', [cell.id])],
    ['tasks, due this week', tasksFor('đến hạn tuần này')],
    [
      'proposals, open',
      async () => (await findProposals(db, viewer, { statuses: openStatuses })).proposals.length,
    ],
    ['comments', async () => (await listComments(db, viewer)).length],
    [
      'carried items',
      async () => (await carriedItems(db, viewer, { unitId: cell.id, heldOn: today })).tasks.length,
    ],
    ...kinds.map((kind): [string, () => Promise<number>] => [
      `report ${kind}`,
      () => report(asked(kind, '')),
    ]),
    ['report compliance of a year', () => report(asked('compliance', 'năm 2026'))],
    [
      'report plans',
      () =>
        report(
          makePlansReport(
            db,
            viewer,
            { symbol: symbols[0] as string, key: '10|CT|TU' },
            { scope, unitsOf: (issuer) => matchUnits(units, issuer, 'in-order').map(({ id }) => id), today },
          ),
        ),
    ],
    [
      'report meetings as .xlsx',
      async () => (await writeWorkbook([sheetOf(await asked('meetings', ''))])).length,
    ],
    [
      'report meetings as a picture',
      async () => {
        const { chart } = await asked('meetings', '');
        return chart ? renderChart({ kind: 'bars', ...chart }).png.length : 0;
      },
    ],
  ];
}
