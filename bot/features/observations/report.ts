import type { DateOnly } from '../../../core/clock.ts';
import { seesAllUnits } from '../../../core/viewer.ts';
import type { FileStore } from '../../../db/file-store.ts';
import { periodOf } from '../../../members/observations/observation.ts';
import type { Report } from '../../../members/reports/collect-report.ts';
import { makeReport } from '../../../members/reports/report.ts';
import type { ReportPeriod } from '../../../members/reports/report-form.ts';
import { readPhrases } from '../../../members/statistics/phrase-reader.ts';
import { takeTime } from '../../../members/statistics/take-time.ts';
import { takeUnit } from '../../../members/statistics/take-unit.ts';
import type { Unit } from '../../../members/units/units.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { workbookMime } from '../../../papers/workbook.ts';
import * as words from '../../../prompts/members-reports.ts';
import { addMonths, dateParts } from '../../../text/dates.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Feature, Outcome, TurnContext } from '../../types.ts';

/* '/baocao': the figures of a period as table and paragraph, and as Word, Excel and picture on request. */

const id = 'report';

/** A report that is meant by a button. */
interface Wanted {
  unitId: string;
  period: ReportPeriod;
}

/** Periodic reports of figures. */
export function createReportFeature({ files }: { files: FileStore }): Feature {
  return {
    id,
    commands: [
      {
        name: 'baocao',
        permission: 'members.statistics',
        description: words.command.description,
        example: words.command.example,
      },
    ],
    recognise: (text) => {
      const found =
        /^(?:lap |lam |cho (?:toi )?(?:xem )?)?bao cao (?:so lieu )?(?=(?:ky |quy|6 ?t|9 ?t|\d+ thang|nam|nhiem ky|sau thang|chin thang))/u.exec(
          fold(text.trim()),
        );
      return found ? { name: 'baocao', args: text.trim().slice(found[0].length) } : null;
    },
    async handle(context, request) {
      if (request.type === 'command') return ask(context, request.args);
      if (request.type === 'text') return ask(context, request.text);
      if (request.type !== 'choice') return { blocks: [] };
      const colon = request.action.indexOf(':');
      const verb = request.action.slice(0, colon);
      const wanted = JSON.parse(request.action.slice(colon + 1)) as Wanted;
      return verb === 'show' ? show(context, wanted) : give(files, context, verb, wanted);
    },
  };
}

const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });
const action = (verb: string, wanted: Wanted): string => `${id}:${verb}:${JSON.stringify(wanted)}`;

async function ask(context: TurnContext, args: string): Promise<Outcome> {
  const units = await listUnits(context.db, context.viewer);
  if (units.length === 0) return say(words.noUnits);
  const reader = readPhrases(args);
  const time = takeTime(reader, context.today);
  const found = takeUnit(reader, units);
  if (found.kind === 'unknown') return say(words.unknownUnit(reader.text.slice(found.from)));
  const candidates = found.kind === 'found' ? found.units : ownOrTop(context, units);
  const named = time?.period ? periodOf(time.period) : null;
  const period =
    named && named.type !== 'day' ? ({ ...named, type: named.type } satisfies ReportPeriod) : null;
  const [unit] = candidates;
  if (!unit) return say(words.unknownUnit(''));
  if (candidates.length > 1)
    return {
      blocks: [
        {
          type: 'choices',
          id: 'report-unit',
          prompt: words.whichUnit,
          options: candidates.slice(0, 8).map((each) => ({
            label: each.name,
            action: action('show', { unitId: each.id, period: period ?? recentPeriods(context.today)[0] }),
          })),
        },
      ],
    };
  if (!period)
    return {
      blocks: [
        {
          type: 'choices',
          id: 'report-period',
          prompt: words.whichPeriod,
          options: recentPeriods(context.today).map((each) => ({
            label: words.periodName(each),
            action: action('show', { unitId: unit.id, period: each }),
          })),
        },
      ],
    };
  if (period.from > context.today) return say(words.notOver(words.periodName(period)));
  return show(context, { unitId: unit.id, period });
}

/** The person's own unit where there is one, else the unit above all others. */
function ownOrTop(context: TurnContext, units: readonly Unit[]): Unit[] {
  const own = units.filter((unit) => context.viewer.unitIds.includes(unit.id));
  if (!seesAllUnits(context.viewer)) return own;
  const known = new Set(units.map((unit) => unit.id));
  const tops = units.filter((unit) => unit.parentId === null || !known.has(unit.parentId));
  return tops.length > 0 ? tops : [...units];
}

/** The periods that offices report on, the latest that is over of each kind. */
function recentPeriods(today: DateOnly): [ReportPeriod, ...ReportPeriod[]] {
  const { year } = dateParts(today);
  const before = dateParts(addMonths(today, -3));
  const quarter = Math.ceil(before.month / 3);
  const ends = (type: ReportPeriod['type'], monthAndDay: string): ReportPeriod => {
    const of = `${year}-${monthAndDay}` <= today ? year : year - 1;
    return { type, from: `${of}-01-01`, to: `${of}-${monthAndDay}` };
  };
  const lastDay = ['03-31', '06-30', '09-30', '12-31'][quarter - 1];
  return [
    {
      type: 'quarter',
      from: `${before.year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`,
      to: `${before.year}-${lastDay}`,
    },
    ends('half', '06-30'),
    ends('nine_months', '09-30'),
    ends('year', '12-31'),
  ];
}

async function load(
  context: TurnContext,
  { unitId, period }: Wanted,
): Promise<{ report: Report; unit: Unit; units: Unit[] } | null> {
  const units = await listUnits(context.db, context.viewer);
  const unit = units.find((each) => each.id === unitId);
  return unit
    ? { report: await makeReport(context.db, context.viewer, unit, period, units), unit, units }
    : null;
}

async function show(context: TurnContext, wanted: Wanted): Promise<Outcome> {
  const loaded = await load(context, wanted);
  if (!loaded) return say(words.unknownUnit(''));
  const { report } = loaded;
  const rows = report.sections.flatMap((section) => section.rows);
  const gaps = rows.filter(({ isGap }) => isGap);
  const sources = [...new Set(rows.map(words.rowSource).filter((source) => source !== ''))];
  const mark = (row: (typeof rows)[number]): string => {
    const index = sources.indexOf(words.rowSource(row));
    return index < 0 ? '' : words.sourceMark(index + 1, words.rowTime(row));
  };
  const table: Block = {
    type: 'table',
    title: words.title(report.unitName, report.period),
    head: [...words.head],
    rows: report.sections.flatMap((section) => [
      [`**${words.sectionName(section.code)}**`, '', '', '', ''],
      ...section.rows.map((row) => [
        words.rowName(row),
        words.rowValue(row),
        words.rowBefore(row),
        words.rowChange(row),
        mark(row),
      ]),
    ]),
    ...(sources.length > 0 ? { note: words.sourcesNote(sources) } : {}),
    audience: 'internal',
  };
  const remarks = [
    ...(report.checks.length > 0
      ? [[words.checksTitle, ...report.checks.map((check) => `- ${words.checkLine(check)}`)].join('\n')]
      : []),
    ...report.derivedBases.map(({ year, base }) => words.derivedLine(year, base)),
    ...(gaps.length > 0 ? [words.gapsLine(gaps.map(words.rowName))] : []),
    ...(report.draftCount > 0 ? [words.draftsLine(report.draftCount)] : []),
  ];
  const text = words.paragraphs(report.unitName, report.period, rows);
  const isOpenChannel = context.capabilities.ceiling === 'public';
  return {
    blocks: [
      table,
      // Where only public content may leave, figures stand in confined blocks alone.
      ...(isOpenChannel
        ? []
        : [remarks, text.length > 0 ? [words.paragraphTitle, ...text] : []]
            .filter((lines) => lines.length > 0)
            .map((lines): Block => ({ type: 'text', text: lines.join('\n\n') }))),
      {
        type: 'choices',
        id: 'report-files',
        isOnce: false,
        options: (['docx', 'xlsx', 'chart'] as const).map((verb) => ({
          label: words.buttons[verb],
          action: action(verb, wanted),
        })),
      },
    ],
  };
}

async function give(files: FileStore, context: TurnContext, verb: string, wanted: Wanted): Promise<Outcome> {
  const loaded = await load(context, wanted);
  if (!loaded) return say(words.unknownUnit(''));
  const { report, unit, units } = loaded;
  // The libraries behind them are loaded by who needs them.
  const { reportChart, reportPaper, reportWorkbook } =
    await import('../../../members/reports/report-files.ts');
  const name = (extension: string): string => words.fileName(report.unitName, report.period, extension);
  if (verb === 'chart') {
    const drawn = reportChart(report);
    if (!drawn) return say(words.noChart);
    const file = await files.put(drawn.chart.png, name('png'), 'image/png');
    return { blocks: [{ type: 'image', file, alt: drawn.alt, audience: 'internal' }] };
  }
  if (verb === 'xlsx') {
    const file = await files.put(await reportWorkbook(report), name('xlsx'), workbookMime);
    return { blocks: [{ type: 'file', file, audience: 'internal' }] };
  }
  const { docxMime, writePartyDocument } = await import('../../../papers/docx/party-document.ts');
  const upper = units.find((each) => each.id === unit.parentId)?.name ?? null;
  const bytes = await writePartyDocument(reportPaper(report, upper, context.today));
  return {
    blocks: [{ type: 'file', file: await files.put(bytes, name('docx'), docxMime), audience: 'internal' }],
  };
}
