import { newId } from '../../../core/ids.ts';
import { recordFollowUp } from '../../../meetings/follow-up/event-store.ts';
import { savePlan } from '../../../meetings/follow-up/directive-plan-store.ts';
import { saveCongressDate } from '../../../meetings/follow-up/congress-store.ts';
import {
  insertDrafts,
  insertPersonnelItem,
  issueDraft,
  listDrafts,
  listPersonnelItems,
} from '../../../meetings/follow-up/outcome-store.ts';
import { byRoleOnly, findPersonName, tellsReason } from '../../../meetings/follow-up/read-names.ts';
import { readCongress, readDrafts, readPlan } from '../../../meetings/follow-up/read-papers.ts';
import type { TypedCongress, TypedDraft, TypedPlan } from '../../../meetings/follow-up/read-papers.ts';
import { readAdding } from '../../../meetings/follow-up/read-tasks.ts';
import { matchUnits } from '../../../members/units/units.ts';
import * as words from '../../../prompts/meetings-outcomes.ts';
import {
  atMeeting,
  buttons,
  needsMeeting,
  noDue,
  notFound,
  notGiven,
} from '../../../prompts/meetings-tasks.ts';
import { formatDate } from '../../../text/dates.ts';
import { oneLine } from '../../../text/normalise.ts';
import { findLooseSymbols, symbolKey } from '../../../text/symbols.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { beginChange, byOf, followUpChange, shorten } from './follow-up-dialogue.ts';
import { unitsOf } from './follow-up-place.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { currentDraft, say, type MeetingPart } from './meeting-part.ts';

/* Adopted drafts, personnel items by role, agreed congress days, and plans that carry out a directive. */

const draftAdd = followUpChange<{ meetingId: string; drafts: TypedDraft[] }>({
  ask: words.drafts.ask,
  audit: { action: 'draft.adopted', entity: 'meeting' },
  async read(context, _target, line) {
    const meeting = await currentDraft(context);
    if (!meeting) return { problem: [text(needsMeeting)], isOver: true };
    const drafts = readDrafts(line, meeting.heldOn);
    if (drafts.length === 0) return { problem: [text(words.drafts.ask)] };
    return {
      change: { meetingId: meeting.id, drafts },
      blocks: [
        text(`${atMeeting(meeting.unitName, meeting.heldOn)}\n${words.drafts.echo(drafts.length)}`),
        {
          type: 'table',
          head: [...words.drafts.head],
          rows: drafts.map((draft) => [
            draft.title,
            draft.finisher || notGiven,
            draft.signer || notGiven,
            draft.dueOn ? formatDate(draft.dueOn) : noDue,
          ]),
        },
      ],
    };
  },
  async write(t, context, _target, { meetingId, drafts }) {
    const rows = drafts.map((draft) => ({ ...draft, id: newId() }));
    await insertDrafts(t, meetingId, rows);
    for (const { id: draftId, title } of rows)
      await recordFollowUp(t, { draftId }, { kind: 'created', after: title }, byOf(context));
    return [text(words.drafts.saved(rows.length))];
  },
});

const draftIssued = followUpChange<{ revision: number; symbol: string }>({
  ask: words.drafts.askIssued,
  audit: { action: 'draft.issued', entity: 'draft' },
  async read(context, target, line) {
    const draft = (await listDrafts(context.db, context.viewer)).find((one) => one.id === target);
    if (!draft) return { problem: [text(notFound)], isOver: true };
    const symbol = findLooseSymbols(line)[0]?.symbol;
    if (!symbol) return { problem: [text(words.drafts.symbolUnreadable)] };
    return {
      change: { revision: draft.revision, symbol },
      blocks: [text(words.drafts.echoIssued(draft.title, symbol))],
    };
  },
  async write(t, context, target, { revision, symbol }) {
    const isVisible = (await listDrafts(t, context.viewer)).some((one) => one.id === target);
    if (!isVisible || !(await issueDraft(t, { id: target, revision }, symbol))) return null;
    await recordFollowUp(t, { draftId: target }, { kind: 'issued', after: symbol }, byOf(context));
    return [text(words.drafts.savedIssued(symbol))];
  },
});

async function draftsOutcome(context: TurnContext, args: string): Promise<Outcome> {
  if (args.trim() !== '') return beginChange(context, 'draft-add', draftAdd, '', readAdding(args) ?? args);
  const drafts = await listDrafts(context.db, context.viewer);
  if (drafts.length === 0) return { blocks: [text(`${words.drafts.none}\n${words.drafts.ask}`)] };
  const open = drafts.filter((draft) => draft.issuedSymbol === '').slice(0, 8);
  return {
    blocks: [
      {
        type: 'table',
        title: words.drafts.title,
        head: [...words.drafts.listHead],
        rows: drafts
          .slice(0, 20)
          .map((draft) => [
            draft.title,
            draft.finisher || notGiven,
            draft.signer || notGiven,
            draft.dueOn ? formatDate(draft.dueOn) : noDue,
            `${formatDate(draft.heldOn)}, ${draft.unitName}`,
            draft.issuedSymbol || words.drafts.notIssued,
          ]),
      },
      ...(open.length > 0
        ? [
            {
              type: 'choices' as const,
              id: 'drafts',
              prompt: words.drafts.which,
              options: open.map((draft): Choice => ({
                label: shorten(draft.title),
                action: `${id}:change-draft-issued:${draft.id}`,
              })),
            },
          ]
        : []),
    ],
  };
}

const personnelAdd = followUpChange<{ meetingId: string; content: string }>({
  ask: words.personnel.ask,
  audit: { action: 'personnel-item.created', entity: 'meeting' },
  async read(context, _target, line) {
    const meeting = await currentDraft(context);
    if (!meeting) return { problem: [text(needsMeeting)], isOver: true };
    const content = oneLine(line);
    if (content === '') return { problem: [text(words.personnel.ask)] };
    if (findPersonName(content) || tellsReason(content)) {
      const suggestion = byRoleOnly(content);
      const option = { label: buttons.useSuggestion, action: `${id}:answer:${suggestion}` };
      const blocks: Block[] = [
        text(`${words.personnel.nameFound}\n${words.personnel.suggestion(suggestion)}`),
      ];
      return { problem: [...blocks, choices('role', [option])] };
    }
    return {
      change: { meetingId: meeting.id, content },
      blocks: [text(`${atMeeting(meeting.unitName, meeting.heldOn)}\n${words.personnel.echo(content)}`)],
    };
  },
  async write(t, _context, _target, { meetingId, content }) {
    await insertPersonnelItem(t, meetingId, { id: newId(), content });
    return [text(words.personnel.saved)];
  },
});

async function personnelOutcome(context: TurnContext, args: string): Promise<Outcome> {
  if (args.trim() !== '')
    return beginChange(context, 'personnel-add', personnelAdd, '', readAdding(args) ?? args);
  const meeting = await currentDraft(context);
  if (!meeting) return say(needsMeeting);
  const items = await listPersonnelItems(context.db, context.viewer, meeting.id);
  const lines = items.map((item) => `- ${item.content}`);
  return {
    blocks: [
      text(
        items.length === 0
          ? `${words.personnel.none}\n${words.personnel.ask}`
          : `**${words.personnel.title}**\n${lines.join('\n')}`,
      ),
    ],
  };
}

/** The one unit that a name means, or why none. */
async function unitNamed(
  context: TurnContext,
  name: string,
): Promise<{ unit: { id: string; name: string } } | { problem: Block[] }> {
  const found = matchUnits(await unitsOf(context), name);
  const [unit] = found;
  if (found.length === 1 && unit) return { unit };
  return {
    problem: [
      text(
        found.length === 0
          ? words.congress.unitUnknown(name)
          : words.congress.unitAmbiguous(found.slice(0, 5).map((one) => one.name)),
      ),
    ],
  };
}

const congressAdd = followUpChange<{ unitId: string; meetingId: string | null; congress: TypedCongress }>({
  ask: words.congress.ask,
  audit: { action: 'congress.dated', entity: 'unit' },
  async read(context, _target, line) {
    const congress = readCongress(line, context.today);
    if (!congress) return { problem: [text(words.congress.ask)] };
    const named = await unitNamed(context, congress.unit);
    if ('problem' in named) return named;
    const meeting = await currentDraft(context);
    const days = words.congress.days(congress.startsOn, congress.endsOn);
    return {
      change: {
        unitId: named.unit.id,
        // Only a meeting that is about a congress agrees on its days.
        meetingId: meeting?.kind === 'congress-approval' ? meeting.id : null,
        congress,
      },
      blocks: [text(words.congress.echo(named.unit.name, congress.name, congress.term, days))],
    };
  },
  async write(t, _context, _target, { unitId, meetingId, congress }) {
    const { name, term, startsOn, endsOn } = congress;
    await saveCongressDate(t, { id: newId(), unitId, meetingId, name, term, startsOn, endsOn, place: '' });
    return [text(words.congress.saved)];
  },
});

const planAdd = followUpChange<{ unitId: string; plan: TypedPlan }>({
  ask: words.plans.askAdd,
  audit: { action: 'plan.entered', entity: 'unit' },
  async read(context, _target, line) {
    const plan = readPlan(line, context.today);
    if (!plan) return { problem: [text(words.plans.askAdd)] };
    const named = await unitNamed(context, plan.unit);
    if ('problem' in named) return named;
    return {
      change: { unitId: named.unit.id, plan },
      blocks: [text(words.plans.echo(named.unit.name, plan.plan, plan.issuedOn, plan.directive.symbol))],
    };
  },
  async write(t, _context, _target, { unitId, plan }) {
    await savePlan(t, {
      id: newId(),
      unitId,
      directive: plan.directive.symbol,
      directiveKey: plan.directive.key,
      plan: plan.plan,
      planKey: symbolKey(plan.plan) ?? '',
      issuedOn: plan.issuedOn,
    });
    return [text(words.plans.saved)];
  },
});

/** Every change of this file, by its type. */
export const outcomeChanges = {
  'draft-add': draftAdd,
  'draft-issued': draftIssued,
  'personnel-add': personnelAdd,
  'congress-add': congressAdd,
  'plan-add': planAdd,
};

/** Adopted drafts and personnel items; the commands of congress days and plans stand with their reports. */
export const outcomesPart: MeetingPart = {
  commands: [
    {
      name: 'duthao',
      permission: 'meetings.write',
      description: words.drafts.help,
      run: (_deps, context, args) => draftsOutcome(context, args),
    },
    {
      name: 'nhansu',
      aliases: ['congtaccanbo'],
      permission: 'meetings.write',
      description: words.personnel.help,
      run: (_deps, context, args) => personnelOutcome(context, args),
    },
  ],
};
