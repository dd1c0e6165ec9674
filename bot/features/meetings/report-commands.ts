import { mayAskForList } from '../../../meetings/follow-up/plain-question.ts';
import { readAdding } from '../../../meetings/follow-up/read-tasks.ts';
import { readCongress } from '../../../meetings/follow-up/read-papers.ts';
import {
  amendments,
  readReportQuestion,
  recogniseReport,
  reportKinds,
} from '../../../meetings/reports/read-report.ts';
import type { ReportKind } from '../../../meetings/reports/read-report.ts';
import { rowText, sheetOf } from '../../../meetings/reports/report.ts';
import type { Report } from '../../../meetings/reports/report.ts';
import { workbookMime, writeWorkbook } from '../../../papers/workbook.ts';
import { congress as congressWords, plans as planWords } from '../../../prompts/meetings-outcomes.ts';
import * as words from '../../../prompts/meetings-reports.ts';
import type { Outcome, TurnContext } from '../../types.ts';
import { beginChange } from './follow-up-dialogue.ts';
import { choices, id } from './meeting-blocks.ts';
import { say, type MeetingPart, type MeetingsDeps } from './meeting-part.ts';
import { outcomeChanges } from './outcomes.ts';
import { plansOf, reportOf } from './report-tables.ts';
import { coverageOf, targetsOf } from './targets.ts';

/* '/baocaohop', '/tuanthu', '/daihoi', '/kehoach': each as a table in chat, a sheet, and a picture where it helps. */

const mostRows = 25;

/** 'tasks:quý 2' of a button; plans and targets stand beside the kinds of '/baocaohop'. */
type Named = Exclude<ReportKind, 'comments'> | 'plans' | 'targets' | 'coverage';
async function makeNamed(context: TurnContext, named: Named, args: string): Promise<Report | null> {
  if (named === 'plans') return plansOf(context, args);
  if (named === 'targets') return (await targetsOf(context, args)).report;
  return named === 'coverage' ? coverageOf(context, args) : reportOf(context, named, args);
}

async function showReport(
  deps: MeetingsDeps,
  context: TurnContext,
  named: Named,
  args: string,
): Promise<Outcome> {
  const report = await makeNamed(context, named, args);
  if (!report) return say(named === 'plans' ? words.plans.tell : words.none);
  if (report.rows.length === 0)
    return say(named === 'congress' ? `${words.congress.none}\n${congressWords.ask}` : words.none);
  const shown = report.rows.slice(0, mostRows);
  const notes = [
    ...report.notes,
    ...(report.rows.length > shown.length ? [words.shownOf(shown.length, report.rows.length)] : []),
  ];
  return {
    blocks: [
      {
        type: 'table',
        title: report.title,
        head: report.columns.map(({ head }) => head),
        rows: shown.map(rowText),
        note: notes.join(' '),
      },
      choices('report', [
        { label: words.buttons.sheet, action: `${id}:report-sheet:${named}:${args}` },
        ...(report.chart
          ? [{ label: words.buttons.chart, action: `${id}:report-chart:${named}:${args}` }]
          : []),
      ]),
    ],
  };
}

function split(argument: string): [Named, string] {
  const colon = argument.indexOf(':');
  return [argument.slice(0, colon) as Named, argument.slice(colon + 1)];
}

async function sheetOutcome(deps: MeetingsDeps, context: TurnContext, argument: string): Promise<Outcome> {
  const report = await makeNamed(context, ...split(argument));
  if (!report) return say(words.none);
  const bytes = await writeWorkbook([sheetOf(report)]);
  const file = await deps.files.put(bytes, words.fileName(report.name, context.today), workbookMime);
  return { blocks: [{ type: 'file', file, audience: 'internal' }] };
}

async function chartOutcome(deps: MeetingsDeps, context: TurnContext, argument: string): Promise<Outcome> {
  const report = await makeNamed(context, ...split(argument));
  if (!report?.chart) return say(words.none);
  // The renderer is loaded by who needs it.
  const { renderChart } = await import('../../../papers/chart.ts');
  const file = await deps.files.put(
    renderChart({ kind: 'bars', ...report.chart }).png,
    words.chartFileName,
    'image/png',
  );
  return {
    blocks: [{ type: 'image', file, alt: words.chartAlt(report.title), audience: 'internal' }],
  };
}

async function menuOutcome(deps: MeetingsDeps, context: TurnContext, args: string): Promise<Outcome> {
  const { kind, period } = readReportQuestion(args, context.today);
  const asked = kind ?? (period ? 'meetings' : null);
  if (asked === null) {
    return {
      blocks: [
        {
          type: 'choices',
          id: 'report-menu',
          prompt: words.menu.prompt,
          options: reportKinds.map((one) => ({
            label: words.menu.kinds[one],
            action: one === 'comments' ? 'say:/tiepthu' : `${id}:report:${one}:${args}`,
          })),
        },
      ],
    };
  }
  return asked === 'comments' ? commentsElsewhere : showReport(deps, context, asked, args);
}

const commentsElsewhere: Outcome = {
  blocks: [choices('comments', [{ label: words.menu.kinds.comments, action: 'say:/tiepthu' }])],
};

/** Reports on meetings and on what follows from them. */
export const reportsPart: MeetingPart = {
  commands: [
    {
      name: 'baocaohop',
      aliases: ['tinhhinhhop', 'thongkehop'],
      permission: 'meetings.read',
      description: words.menu.help,
      example: words.menu.example,
      run: menuOutcome,
    },
    {
      name: 'tuanthu',
      aliases: ['chedosinhhoat'],
      permission: 'meetings.read',
      description: words.menu.complianceHelp,
      run: (deps, context, args) => showReport(deps, context, 'compliance', args),
    },
    {
      name: 'daihoi',
      aliases: ['lichdaihoi'],
      permission: 'meetings.read',
      description: congressWords.help,
      run: async (deps, context, args) => {
        const line = readAdding(args) ?? args;
        return readCongress(line, context.today)
          ? beginChange(context, 'congress-add', outcomeChanges['congress-add'], '', line)
          : showReport(deps, context, 'congress', args);
      },
    },
    {
      name: 'kehoach',
      permission: 'meetings.read',
      description: planWords.help,
      example: planWords.example,
      run: async (deps, context, args) => {
        const line = readAdding(args);
        return line === null
          ? showReport(deps, context, 'plans', args)
          : beginChange(context, 'plan-add', outcomeChanges['plan-add'], '', line || null);
      },
    },
  ],
  choices: {
    report: (deps, context, argument) => showReport(deps, context, ...split(argument)),
    'report-sheet': sheetOutcome,
    'report-chart': chartOutcome,
  },
  recognise: (sentence) => {
    const found = recogniseReport(sentence);
    // 'đơn vị nào đã có kế hoạch thực hiện 34-CT/TU' names its documents.
    const namesDocuments = found?.name === 'kehoach' || found?.args === amendments;
    return found && (namesDocuments || mayAskForList(sentence)) ? found : null;
  },
};
