import { mayAskForList, namesSomebody } from '../../../meetings/follow-up/plain-question.ts';
import { listFollowUpEvents } from '../../../meetings/follow-up/event-store.ts';
import type { FollowUpItem } from '../../../meetings/follow-up/event-store.ts';
import { documentsOfKeys } from '../../../meetings/follow-up/basis-store.ts';
import type { BasisDocument } from '../../../meetings/follow-up/basis-store.ts';
import { asksForTasks, readAdding, readTaskQuestion } from '../../../meetings/follow-up/read-tasks.ts';
import type { TaskQuestion } from '../../../meetings/follow-up/read-tasks.ts';
import { findTasks, getTask } from '../../../meetings/follow-up/task-store.ts';
import type { TaskFilter } from '../../../meetings/follow-up/task-store.ts';
import { taskStateOn } from '../../../meetings/follow-up/task.ts';
import type { TaskRow } from '../../../meetings/follow-up/task.ts';
import { workbookMime, writeWorkbook } from '../../../papers/workbook.ts';
import * as words from '../../../prompts/meetings-tasks.ts';
import { daysBetween, formatDate } from '../../../text/dates.ts';
import { symbolKey } from '../../../text/symbols.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { beginChange, shorten } from './follow-up-dialogue.ts';
import { unitIdsOf } from './follow-up-place.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { say, type MeetingPart, type MeetingsDeps } from './meeting-part.ts';
import { taskChanges } from './tasks-change.ts';

/* '/nhiemvu': the task list by state, unit, lead, document and due date; one task with its history; its sheet. */

const mostRows = 20;
const mostButtons = 8;

/** What a typed question narrows the list to. */
async function filterOf(
  context: TurnContext,
  question: TaskQuestion,
): Promise<{ filter: TaskFilter; isAmbiguous: boolean }> {
  const { ids, isAmbiguous } = await unitIdsOf(context, question.who);
  return {
    isAmbiguous,
    filter: {
      state: question.state,
      today: context.today,
      isUndated: question.isUndated,
      ...(question.due ? { due: question.due } : {}),
      ...(question.basis.length > 0 ? { basisKeys: question.basis.map(({ key }) => key) } : {}),
      ...(question.lead ? { lead: question.lead } : {}),
      ...(question.who ? { who: { unitIds: ids, name: question.who } } : {}),
    },
  };
}

const titleOf = (question: TaskQuestion): string =>
  words.tasks.title({
    ...question,
    basis: question.basis.map(({ symbol }) => symbol),
    due: question.due ? words.tasks.dueSpan(question.due.from, question.due.to) : '',
  });

/** '/nhiemvu …': adds where the line gives somebody something to do, else lists. */
async function tasksOutcome(context: TurnContext, args: string): Promise<Outcome> {
  const added = readAdding(args);
  return added === null
    ? listOutcome(context, args)
    : beginChange(context, 'task-add', taskChanges['task-add'], '', added || null);
}

async function listOutcome(context: TurnContext, args: string): Promise<Outcome> {
  const question = readTaskQuestion(args, context.today);
  const { filter, isAmbiguous } = await filterOf(context, question);
  const { tasks, total } = await findTasks(context.db, context.viewer, { ...filter, limit: mostRows });
  const title = titleOf(question);
  if (tasks.length === 0) return say(args.trim() === '' ? words.tasks.none : words.tasks.noneSuch(title));
  const note = [
    ...(isAmbiguous ? [words.tasks.unitUnclear(question.who)] : []),
    total > tasks.length ? words.tasks.more(tasks.length, total) : words.tasks.count(total),
  ].join(' ');
  return {
    blocks: [
      {
        type: 'table',
        title,
        head: [...words.tasks.head],
        rows: tasks.map((task) => rowOf(task, context.today)),
        note,
      },
      {
        type: 'choices',
        id: 'tasks',
        prompt: words.tasks.which,
        options: [
          ...tasks.slice(0, mostButtons).map((task): Choice => ({
            label: `${shorten(task.content)} (${formatDate(task.heldOn)}, ${task.unitName})`,
            action: `${id}:task:${task.id}`,
          })),
          { label: words.buttons.sheet, action: `${id}:task-sheet:${args}` },
        ],
      },
    ],
  };
}

/** A row of the list; the first columns are what is read most. */
const rowOf = (task: TaskRow, today: string): string[] => [
  task.content,
  task.lead || words.noLead,
  task.dueOn ? formatDate(task.dueOn) : words.noDue,
  task.basis.join(', '),
  words.tasks.from(task.heldOn, task.unitName),
  stateText(task, today),
];

/** 'quá hạn 5 ngày'. */
export const stateText = (task: Pick<TaskRow, 'doneAt' | 'cancelledAt' | 'dueOn'>, today: string): string =>
  words.taskState(taskStateOn(task, today), task.dueOn ? daysBetween(today, task.dueOn) : null);

async function cardOutcome(context: TurnContext, taskId: string): Promise<Outcome> {
  const task = await getTask(context.db, context.viewer, taskId);
  if (!task) return say(words.notFound);
  const documents = await documentsOfKeys(context.db, context.viewer, task.basisKeys);
  const { fields } = words.tasks;
  const basis = basisLines(task.basis, documents);
  const rows = [
    [fields.content, task.content],
    ...(task.kind === 'assignment' ? [] : [[fields.kind, words.taskKind(task.kind)]]),
    [fields.lead, task.lead || words.noLead],
    ...(task.cooperating.length > 0 ? [[fields.cooperating, task.cooperating.join(', ')]] : []),
    [fields.due, task.dueOn ? formatDate(task.dueOn) : words.noDue],
    ...(basis.length > 0 ? [[fields.basis, basis.join('; ')]] : []),
    [fields.from, words.tasks.from(task.heldOn, task.unitName)],
    [fields.state, stateText(task, context.today)],
    ...(task.result ? [[fields.result, task.result]] : []),
  ];
  const change = (label: string, type: string, style?: Choice['style']): Choice => ({
    label,
    action: `${id}:change-${type}:${task.id}`,
    ...(style ? { style } : {}),
  });
  const isClosed = task.doneAt !== null || task.cancelledAt !== null;
  return {
    blocks: [
      { type: 'table', title: words.tasks.card, head: [], rows },
      choices('task', [
        ...(isClosed
          ? [change(words.buttons.reopen, 'task-reopen')]
          : [
              change(words.buttons.done, 'task-done', 'primary'),
              change(words.buttons.reDate, 'task-date'),
              change(words.buttons.handOver, 'task-lead'),
              change(words.buttons.cancelTask, 'task-cancel', 'danger'),
            ]),
        { label: words.buttons.history, action: `${id}:task-history:${task.id}` },
        ...documentChoices(documents),
      ]),
    ],
  };
}

/** One line a symbol, with where it stands in the store today. */
export function basisLines(basis: readonly string[], documents: readonly BasisDocument[]): string[] {
  return basis.map((symbol) => {
    const key = symbolKey(symbol);
    return words.basisText(
      symbol,
      documents.filter((document) => document.key === key),
    );
  });
}

/** Buttons that open the documents of the store. */
export const documentChoices = (documents: readonly { symbol: string }[]): Choice[] =>
  [...new Set(documents.map(({ symbol }) => symbol).filter(Boolean))]
    .slice(0, 3)
    .map((symbol) => ({ label: words.buttons.openDocument(symbol), action: `say:/vanban ${symbol}` }));

/** The changes of one row, oldest first. The caller has looked whether the person may see it. */
export async function historyBlocks(context: TurnContext, item: FollowUpItem): Promise<Block[]> {
  const events = await listFollowUpEvents(context.db, item);
  if (events.length === 0) return [text(words.history.none)];
  return [
    {
      type: 'table',
      title: words.history.title,
      head: [...words.history.head],
      rows: events.map((event) => [
        `${formatDate(event.at.slice(0, 10))}`,
        words.history.kinds[event.kind] ?? event.kind,
        event.before,
        event.after,
        event.note,
        event.by ?? words.history.byMachine,
      ]),
    },
  ];
}

async function sheetOutcome(deps: MeetingsDeps, context: TurnContext, args: string): Promise<Outcome> {
  const question = readTaskQuestion(args, context.today);
  const { filter } = await filterOf(context, question);
  const { tasks } = await findTasks(context.db, context.viewer, { ...filter, limit: 10_000 });
  const bytes = await writeTaskSheet(tasks, titleOf(question), context.today);
  const file = await deps.files.put(bytes, words.tasks.sheetFile(context.today), workbookMime);
  return { blocks: [{ type: 'file', file }] };
}

/** Tasks as a sheet, with their state on a day. */
export async function writeTaskSheet(
  tasks: readonly TaskRow[],
  title: string,
  today: string,
): Promise<Uint8Array> {
  const [number, content, lead, cooperating, given, due, basis, unit, state, result] = words.tasks.sheetHead;
  return writeWorkbook([
    {
      name: words.tasks.sheetName,
      title,
      columns: [
        { head: number, width: 6 },
        { head: content, width: 60 },
        { head: lead, width: 28 },
        { head: cooperating, width: 28 },
        { head: given, width: 12 },
        { head: due, width: 12 },
        { head: basis, width: 20 },
        { head: unit, width: 28 },
        { head: state, width: 18 },
        { head: result, width: 40 },
      ],
      rows: tasks.map((task, i) => [
        i + 1,
        task.content,
        task.lead || words.noLead,
        task.cooperating.join(', '),
        { date: task.heldOn },
        task.dueOn ? { date: task.dueOn } : words.noDue,
        task.basis.join(', '),
        task.unitName,
        stateText(task, today),
        task.result,
      ]),
    },
  ]);
}

/** Tasks of all meetings that the person sees. */
export const tasksPart: MeetingPart = {
  commands: [
    {
      name: 'nhiemvu',
      aliases: ['congviec'],
      permission: 'meetings.read',
      description: words.tasks.help,
      example: words.tasks.example,
      run: (_deps, context, args) => tasksOutcome(context, args),
    },
    {
      name: 'camket',
      permission: 'meetings.write',
      description: words.tasks.commitmentHelp,
      run: (_deps, context, args) =>
        beginChange(
          context,
          'commitment-add',
          taskChanges['commitment-add'],
          '',
          args.trim() === '' ? null : args,
        ),
    },
  ],
  choices: {
    task: (_deps, context, argument) => cardOutcome(context, argument),
    'task-history': async (_deps, context, argument) =>
      (await getTask(context.db, context.viewer, argument))
        ? { blocks: await historyBlocks(context, { taskId: argument }) }
        : say(words.notFound),
    'task-sheet': sheetOutcome,
  },
  recognise: (sentence) => {
    if (!mayAskForList(sentence) || !asksForTasks(sentence)) return null;
    // The day says nothing of whom.
    const { who, lead } = readTaskQuestion(sentence, '2000-01-01');
    return namesSomebody(who) && namesSomebody(lead) ? { name: 'nhiemvu', args: sentence } : null;
  },
};
