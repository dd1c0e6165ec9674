import { seesAllUnits } from '../../../core/viewer.ts';
import { listHeads } from '../../../ingest/document-ledger-store.ts';
import {
  chosenOf,
  fillIn,
  missingOf,
  reviewOf,
  type FigureReview,
  type WaitingFigure,
} from '../../../members/observations/figure-review.ts';
import { findFigures } from '../../../members/observations/find-figures.ts';
import { listObservations } from '../../../members/observations/observation-store.ts';
import type { Observation } from '../../../members/observations/observation.ts';
import { readFigureRows, splitRows } from '../../../members/observations/read-figure-rows.ts';
import { findUnitMention, type Unit } from '../../../members/units/units.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { officialName } from '../../../prompts/ask.ts';
import { indicatorName, timeWords } from '../../../prompts/members.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/members-figures.ts';
import { loadSource } from '../../../rag/search/passage-store.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Choice, Feature, Outcome, TurnContext } from '../../types.ts';
import { findDocuments, labelOf } from '../documents/document-card.ts';
import { figureText } from './figure-blocks.ts';
import { approveFigures, draftFigure } from './keep-figures.ts';

/*
 * Several reported figures at once: suggested from a kept document with the sentence of each, or pasted as a table. What
 * is kept is a draft that a person has looked at; the office approves it.
 */

const id = 'figures';
/** More drafts than this are approved in several goes: nobody looks at more on one screen. */
const mostShown = 40;

/** Entering and approving reported figures in numbers. */
export function createFiguresFeature(): Feature {
  const command = (name: keyof typeof words.commandHelp, permission: 'observations.write') => ({
    name,
    permission,
    description: words.commandHelp[name],
    ...(name === 'duyetsolieu' ? {} : { example: words.examples[name] }),
  });
  return {
    id,
    commands: [
      command('trichsolieu', 'observations.write'),
      command('nhapsolieu', 'observations.write'),
      command('duyetsolieu', 'observations.write'),
    ],
    waiting: (dialogue) => {
      const { figures } = dialogue as FigureReview;
      const isComplete = missingOf(dialogue as FigureReview).what === null;
      const options: Choice[] = [
        ...(isComplete ? [{ label: saveLabel(figures.length), action: `${id}:save:` }] : []),
        { label: words.discard, action: `${id}:discard:` },
      ];
      const prompt = words.stillUnsaved(figures.length);
      return { isUnsaved: true, blocks: [{ type: 'choices', id: 'unsaved', prompt, options }] };
    },
    async handle(context, request) {
      switch (request.type) {
        case 'command':
          if (request.name === 'nhapsolieu') return readPasted(context, request.args);
          return request.name === 'duyetsolieu' ? showDrafts(context) : suggest(context, request.args);
        case 'text':
          return goOn(context, request.text);
        case 'choice':
          return handleChoice(context, request.action);
        case 'files':
          return { blocks: [] };
      }
    },
  };
}

const saveLabel = (count: number): string => (count === 1 ? words.saveOnly : words.saveAll(count));

const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });

// --- from a document -----------------------------------------------------------------------------------------------

/** '/trichsolieu DOCUMENT; đơn vị: UNIT'. */
async function suggest(context: TurnContext, args: string): Promise<Outcome> {
  const [asked = '', unitText = ''] = args.split(/[;,]\s*(?:đơn vị|don vi|cho|của|cua)\s*:?\s*/iu);
  if (asked.trim() === '') return say(words.tellDocument);
  const found = findDocuments(asked.trim(), await listHeads(context.db, context.viewer));
  const [only] = found;
  if (!only) return say(words.noSuchDocument(asked.trim()));
  if (found.length === 1) return suggestFrom(context, only.id, unitText);
  return {
    blocks: [
      {
        type: 'choices',
        id: 'which-document',
        prompt: words.whichDocument,
        options: found.slice(0, 8).map((head) => ({ label: labelOf(head), action: `${id}:from:${head.id}` })),
      },
    ],
  };
}

async function suggestFrom(context: TurnContext, documentId: string, unitText = ''): Promise<Outcome> {
  const source = await loadSource(context.db, context.viewer, documentId);
  if (!source) return say(words.noSuchDocument(''));
  const name = officialName(source.document);
  const units = await listUnits(context.db, context.viewer);
  const found = findFigures(source.pages.map(({ text }) => text).join('\n'), {
    units,
    issuedOn: source.document.issuedOn,
    today: context.today,
  });
  if (found.length === 0) return say(words.noFigures(name));
  const unit = unitOf(context, units, unitText === '' ? `${name} ${source.document.title}` : unitText);
  return review(context, reviewOf(found, { title: name, documentId, unit }));
}

/** The one unit that a text names, else the person's own where there is one. */
function unitOf(context: TurnContext, units: readonly Unit[], text: string): Unit | null {
  const named = findUnitMention(units, text)?.units ?? [];
  if (named.length === 1) return named[0] as Unit;
  const own = seesAllUnits(context.viewer)
    ? []
    : units.filter(({ id: unitId }) => context.viewer.unitIds.includes(unitId));
  return own.length === 1 ? (own[0] as Unit) : null;
}

// --- from a table --------------------------------------------------------------------------------------------------

/** '/nhapsolieu' with rows below it. */
async function readPasted(context: TurnContext, args: string): Promise<Outcome> {
  if (args.trim() === '') return say(words.tellRows);
  const units = await listUnits(context.db, context.viewer);
  const ownUnitIds = seesAllUnits(context.viewer) ? [] : context.viewer.unitIds;
  const { figures, problems } = readFigureRows(splitRows(args), { units, today: context.today, ownUnitIds });
  const notRead: Block[] =
    problems.length === 0
      ? []
      : [
          {
            type: 'text',
            text: words.rowsNotRead(
              problems.map(({ row, typed, kind }) => ({ row, typed, why: words.rowProblem(kind) })),
            ),
          },
        ];
  if (figures.length === 0) return { blocks: notRead };
  const outcome = review(context, {
    title: '',
    documentId: null,
    figures: figures.map(({ draft: { newUnitName: _none, ...draft }, unitName }) => ({
      ...draft,
      unitName,
      sentence: null,
    })),
  });
  return { ...outcome, blocks: [...notRead, ...outcome.blocks] };
}

// --- the review ----------------------------------------------------------------------------------------------------

function review(context: TurnContext, waiting: FigureReview): Outcome {
  const { what, count } = missingOf(waiting);
  if (what !== null)
    return {
      blocks: [{ type: 'text', text: what === 'unit' ? words.whichUnit(count) : words.whichTime(count) }],
      dialogue: waiting,
    };
  const isFromDocument = waiting.documentId !== null;
  const options: Choice[] = [
    {
      label: saveLabel(waiting.figures.length),
      action: `${id}:save:`,
      style: 'primary',
    },
    { label: words.discard, action: `${id}:discard:` },
  ];
  return {
    blocks: [
      {
        type: 'table',
        title: isFromDocument ? words.reviewTitle(waiting.title) : words.pastedTitle,
        head: [...(isFromDocument ? words.reviewHead : words.pastedHead)],
        rows: waiting.figures.map((one, index) => [
          String(index + 1),
          indicatorName(one.indicator, one.qualifier),
          one.unitName,
          figureText(one),
          timeWords(one),
          one.sentence ?? one.source,
        ]),
        audience: 'internal',
      },
      { type: 'choices', id: 'save-figures', prompt: words.reviewQuestion, isNumbered: false, options },
    ],
    dialogue: waiting,
  };
}

async function goOn(context: TurnContext, typed: string): Promise<Outcome> {
  const waiting = context.dialogue as FigureReview | null | undefined;
  if (!waiting) return say(words.discarded);
  if (/^(?:bo|huy|khong|khong luu)$/u.test(fold(typed).trim()))
    return { ...say(words.discarded), dialogue: null };
  const { what } = missingOf(waiting);
  if (what !== null) {
    const units = await listUnits(context.db, context.viewer);
    const filled = fillIn(waiting, typed, { units, today: context.today });
    if (filled) return review(context, filled);
    return say(what === 'unit' ? words.unitUnknown(typed) : words.timeUnknown(typed));
  }
  const chosen = chosenOf(typed, waiting.figures.length);
  return chosen ? save(context, waiting, chosen) : say(words.numbersUnreadable(waiting.figures.length));
}

async function handleChoice(context: TurnContext, action: string): Promise<Outcome> {
  const [verb, argument = ''] = action.split(':');
  const waiting = context.dialogue as FigureReview | null | undefined;
  const gone = say(context.isElsewhere ? open.entryAside : open.entryOver);
  switch (verb) {
    case 'from':
      return suggestFrom(context, argument);
    case 'save':
      return waiting
        ? save(
            context,
            waiting,
            waiting.figures.map((_, index) => index),
          )
        : gone;
    case 'approve':
      return approve(context, argument.split(','));
    default:
      return waiting ? { ...say(words.discarded), dialogue: null } : gone;
  }
}

async function save(
  context: TurnContext,
  waiting: FigureReview,
  chosen: readonly number[],
): Promise<Outcome> {
  const units = new Set((await listUnits(context.db, context.viewer)).map((unit) => unit.id));
  // The scope may have changed since the figures were shown.
  const wanted = chosen.flatMap((index) => {
    const one = waiting.figures[index];
    return one && one.unitId !== null && units.has(one.unitId) ? [{ ...one, unitId: one.unitId }] : [];
  });
  const fresh: typeof wanted = [];
  for (const one of wanted) if (!(await isKept(context, one))) fresh.push(one);
  const known = wanted.length - fresh.length;
  const left = waiting.figures.filter((_, index) => !chosen.includes(index));
  // Whoever typed a number may have counted the buttons; what was not chosen stays there to be taken or left.
  const rest: Outcome =
    left.length === 0 ? { blocks: [], dialogue: null } : review(context, { ...waiting, figures: left });
  const told = [
    ...(fresh.length > 0 ? [words.saved(fresh.length)] : [words.nothingNew]),
    ...(fresh.length > 0 && known > 0 ? [words.isKept(known)] : []),
    ...(left.length > 0 ? [words.stillWaiting(left.length)] : []),
  ];
  const outcome: Outcome = { ...rest, blocks: [{ type: 'text', text: told.join('\n') }, ...rest.blocks] };
  if (fresh.length === 0) return outcome;
  return {
    ...outcome,
    async write(t) {
      for (const one of fresh) {
        const from =
          waiting.documentId !== null && one.sentence !== null
            ? { documentId: waiting.documentId, sentence: one.sentence }
            : undefined;
        await draftFigure(t, context, { ...one, newUnitName: null }, from);
      }
    },
  };
}

/** Whether the very same figure of the same source is there: suggesting a report twice keeps nothing twice. */
async function isKept(context: TurnContext, one: WaitingFigure & { unitId: string }): Promise<boolean> {
  const kept = await listObservations(context.db, context.viewer, {
    indicator: one.indicator,
    qualifier: one.qualifier,
    unitIds: [one.unitId],
    period: one.period ?? (one.asOf === null ? null : { from: one.asOf, to: one.asOf }),
  });
  return kept.some(({ value, source }) => value === one.value && source === one.source);
}

// --- approving -----------------------------------------------------------------------------------------------------

async function showDrafts(context: TurnContext): Promise<Outcome> {
  const drafts = await listObservations(context.db, context.viewer, { status: 'draft', limit: mostShown });
  if (drafts.length === 0) return say(words.noDrafts);
  const table: Block = {
    type: 'table',
    title: words.draftsTitle,
    head: [...words.draftsHead],
    rows: drafts.map((one, index) => [
      String(index + 1),
      indicatorName(one.indicator, one.qualifier),
      one.unitName,
      figureText(one),
      timeWords(one),
      one.source,
    ]),
    audience: 'internal',
  };
  if (!seesAllUnits(context.viewer))
    return { blocks: [table, { type: 'text', text: words.onlyOfficeApproves }] };
  const idsOf = (some: readonly Observation[]) => some.map((one) => one.id).join(',');
  return {
    blocks: [
      table,
      {
        type: 'choices',
        id: 'approve-figures',
        isOnce: true,
        options: [
          {
            label: words.approveAll(drafts.length),
            action: `${id}:approve:${idsOf(drafts)}`,
            style: 'primary',
          },
          ...(drafts.length > 1
            ? drafts.slice(0, 6).map((one, index) => ({
                label: words.approveOne(index + 1),
                action: `${id}:approve:${one.id}`,
              }))
            : []),
        ],
      },
    ],
  };
}

/** Approving reaches across units: the organisation board and those above. */
function approve(context: TurnContext, observationIds: readonly string[]): Outcome {
  if (!seesAllUnits(context.viewer)) return say(words.onlyOfficeApproves);
  return {
    blocks: [],
    async write(t) {
      const count = await approveFigures(t, context, observationIds);
      return [{ type: 'text', text: words.approvedCount(count) }];
    },
  };
}
