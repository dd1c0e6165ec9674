import { recordAudit } from '../../../access/audit-store.ts';
import { may } from '../../../access/permissions.ts';
import { defaultIssuer } from '../../../meetings/papers/body-names.ts';
import { paperKinds, templateNames, typeCodes } from '../../../meetings/papers/paper-kinds.ts';
import {
  listPapers,
  nextNumber,
  readSeries,
  saveSeries,
  saveTerm,
  setNextNumber,
} from '../../../meetings/papers/paper-store.ts';
import { readSeriesChange, type SeriesChange } from '../../../meetings/papers/read-series.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { findUnitMention, subtreeIds } from '../../../members/units/units.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/papers-chat.ts';
import { fold } from '../../../text/normalise.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { openDialogue, say, type Held, type MeetingsDeps } from './meeting-part.ts';

/* '/sovanban': the register of numbers and what a unit prints. '/mauvanban': the templates that an office edits. */

interface SeriesDialogue {
  mode: 'paper-series';
  unitId: string;
  unitName: string;
  change: SeriesChange;
  /** The term whose series gets the next number, as it was echoed. */
  term: string;
}

/** What an open change of a series holds. */
export const heldSeries = ({ unitName }: SeriesDialogue): Held => ({
  what: open.entries.series(unitName),
  isUnsaved: true,
  canSave: true,
});

/** Shows the register, a unit's series, or proposes a change of it. */
export async function seriesOutcome(context: TurnContext, args: string): Promise<Outcome> {
  const { db, viewer, today } = context;
  const units = await listUnits(db, viewer, { asOf: today });
  const mention = findUnitMention(units, args);
  const unit = mention?.units.length === 1 ? mention.units[0] : undefined;
  const rest = mention ? `${args.slice(0, mention.from)} ${args.slice(mention.to)}` : args;
  const change = readSeriesChange(rest, today);
  if (!unit) {
    if (change) return say(words.whichUnit);
    const unitIds = mention?.units.flatMap((one) => subtreeIds(units, one.id));
    return { blocks: await registerBlocks(context, unitIds) };
  }
  const series = await readSeries(db, unit.id, today);
  if (change) {
    if (!may(viewer.role, 'papers.manage')) return say(words.officeOnly);
    const term = change.term && change.term.startsOn <= today ? change.term.name : series.term.name;
    const dialogue: SeriesDialogue = {
      mode: 'paper-series',
      unitId: unit.id,
      unitName: unit.name,
      change,
      term,
    };
    return {
      blocks: [
        text(words.confirmSeries(unit.name, changeLines(change, term))),
        choices('series', [
          { label: words.buttons.save, action: `${id}:save:`, style: 'primary' },
          { label: words.buttons.discard, action: `${id}:discard:` },
        ]),
      ],
      dialogue,
    };
  }
  const next: string[][] = [];
  for (const kind of paperKinds) {
    const number = await nextNumber(db, unit.id, series.term.name, typeCodes[kind]);
    next.push([words.seriesRows.next(typeCodes[kind]), String(number).padStart(2, '0')]);
  }
  return {
    blocks: [
      {
        type: 'table',
        title: words.seriesTitle(unit.name),
        head: [],
        rows: [
          [words.seriesRows.term, words.termText(series.term)],
          [words.seriesRows.issuer, series.issuer ?? defaultIssuer(unit.name)],
          [words.seriesRows.place, series.placeName || words.notSet],
          ...next,
        ],
      },
      ...(await registerBlocks(context, [unit.id])),
      ...(may(viewer.role, 'papers.manage') ? [text(words.seriesUsage)] : []),
    ],
  };
}

const changeLines = (change: SeriesChange, term: string): string[] => [
  ...(change.term ? [words.changeLine.term(change.term)] : []),
  ...(change.issuer ? [words.changeLine.issuer(change.issuer)] : []),
  ...(change.placeName ? [words.changeLine.place(change.placeName)] : []),
  ...(change.next ? [words.changeLine.next(change.next.typeCode, change.next.number, term)] : []),
];

async function registerBlocks(context: TurnContext, unitIds?: readonly string[]): Promise<Block[]> {
  const papers = await listPapers(context.db, context.viewer, unitIds ? { unitIds } : {});
  if (papers.length === 0) return [text(words.registerEmpty)];
  return [
    {
      type: 'table',
      title: words.registerTitle,
      head: [...words.registerHead],
      rows: papers.map(words.registerRow),
    },
  ];
}

/** 'Lưu' keeps what was echoed, 'bỏ' drops it. */
export async function goOnWithSeries(context: TurnContext, input: string): Promise<Outcome> {
  const dialogue = openDialogue<SeriesDialogue>(context);
  if (!dialogue) return say(words.whichUnit);
  const said = fold(input.trim());
  if (/^(?:bo|khong|khong luu)$/u.test(said)) return { blocks: [text(words.discarded)], dialogue: null };
  if (!/^(?:luu|dong y|ok|dung|co)$/u.test(said))
    return seriesOutcome(context, `${dialogue.unitName} ${input}`);
  const { unitId, change, term } = dialogue;
  const by = { accountId: context.account.id, at: context.now.toISOString() };
  return {
    blocks: [text(words.seriesSaved)],
    dialogue: null,
    write: async (t) => {
      const { next } = change;
      if (next && !(await setNextNumber(t, { unitId, term, typeCode: next.typeCode }, next.number)))
        return [text(words.numberTaken(next.typeCode, next.number))];
      if (change.term) await saveTerm(t, unitId, change.term);
      if (change.issuer || change.placeName)
        await saveSeries(
          t,
          unitId,
          {
            ...(change.issuer ? { issuer: change.issuer } : {}),
            ...(change.placeName ? { placeName: change.placeName } : {}),
          },
          by,
        );
      await recordAudit(t, {
        at: by.at,
        accountId: by.accountId,
        action: 'paper.series-set',
        entity: 'unit',
        entityId: unitId,
        details: { ...(next ? { next: `${next.number}-${next.typeCode}`, term } : {}) },
      });
      return undefined;
    },
  };
}

/** Which templates are in use, which of the office's own have faults, and where they lie. */
export async function templatesOutcome(deps: MeetingsDeps, context: TurnContext): Promise<Outcome> {
  if (!may(context.viewer.role, 'papers.manage')) return say(words.officeOnly);
  const { templates } = deps.papers;
  const rows: string[][] = [];
  const faults: Block[] = [];
  for (const name of templateNames) {
    const loaded = await templates.load(name);
    const isBroken = loaded.faults.length > 0;
    const state = loaded.isOwn ? 'own' : isBroken ? 'broken' : 'shipped';
    rows.push([`${name}.txt`, words.templateState[state]]);
    if (isBroken) faults.push(text(words.templateBroken(name, loaded.faults.map(words.faultLine))));
  }
  return {
    blocks: [
      { type: 'table', title: words.templatesTitle, head: [...words.templatesHead], rows },
      ...faults,
      text(words.templatesWhere(templates.folder)),
      choices('templates', [{ label: words.copyTemplates, action: `${id}:copy-templates:` }]),
    ],
  };
}

/** Copies the shipped templates that are not there yet into the office's folder. */
export async function copyTemplatesOutcome(deps: MeetingsDeps, context: TurnContext): Promise<Outcome> {
  if (!may(context.viewer.role, 'papers.manage')) return say(words.officeOnly);
  const { templates } = deps.papers;
  const copied = await templates.copyDefaults();
  return {
    blocks: [text(words.templatesCopied(copied.length, templates.folder))],
    write: async (t) =>
      recordAudit(t, {
        at: context.now.toISOString(),
        accountId: context.account.id,
        action: 'paper.templates-copied',
        entity: 'template',
        details: { count: copied.length },
      }),
  };
}
