import { localViewer } from '../../../core/viewer.ts';
import type { Queryable } from '../../../db/database.ts';
import type { FileStore } from '../../../db/file-store.ts';
import { renderChart } from '../../../papers/chart.ts';
import { findIndicator } from '../../../members/observations/indicators.ts';
import { observationDraftSchema } from '../../../members/observations/observation.ts';
import { listObservedIndicators } from '../../../members/observations/observation-store.ts';
import { parseObservationQuery } from '../../../members/observations/parse-observation-query.ts';
import { readKnownRegister } from '../../../members/statistics/known-units.ts';
import { asksADocument, parseStatistics } from '../../../members/statistics/parse-statistics.ts';
import { answerStatistics } from '../../../members/statistics/statistics.ts';
import { statisticsQuerySchema } from '../../../members/statistics/statistics-query.ts';
import type { StatisticsQuery } from '../../../members/statistics/statistics-query.ts';
import { mentionsOwnUnit } from '../../../members/statistics/take-unit.ts';
import { listUnitIdsWithMembers } from '../../../members/register/member-store.ts';
import type { Unit } from '../../../members/units/units.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import * as words from '../../../prompts/members.ts';
import * as counts from '../../../prompts/members-statistics.ts';
import { fold } from '../../../text/normalise.ts';
import { endedUnit } from '../members/ended-unit.ts';
import type { Feature, FeatureRequest, Outcome, TurnContext } from '../../types.ts';
import {
  askWhetherMeant,
  askWhichMeaning,
  askWhichUnit,
  countAction,
  proposeCount,
  type ProposeStatistics,
} from './statistics-choices.ts';
import { approveFigure, enterFigure, saveFigure, showFigures } from '../observations/entered-figures.ts';
import { nextSplits, statisticsBlocks } from './statistics-blocks.ts';
import { chartOf } from './statistics-charts.ts';
import { id, isOpenChannel, ownUnitIds, say } from './turns.ts';

/** What is known without the database, so that a sentence can be recognised at once. */
interface Known {
  units: readonly Unit[];
  /** Units with members of their own or below them. */
  counted: ReadonlySet<string>;
  /** 'unit|indicator' of every reported figure. */
  observed: ReadonlySet<string>;
}

interface Deps {
  files: FileStore;
  timeZone: string | undefined;
  /** Takes up a figure, and perhaps a unit, that the transaction has saved; the register is not read inside one. */
  noteSaved(t: Queryable): Promise<void>;
  propose: ProposeStatistics | undefined;
}

/**
 * The feature, with `warm`: reads which units there are, at the start and after each change, without the register
 * itself, which a start or a transaction must not wait for.
 */
export type StatisticsFeature = Feature & { warm(db: Queryable): Promise<void> };

/** Counts of members and organisations, and figures that reports state, with table and chart. */
export function createStatisticsFeature({
  files,
  timeZone,
  propose,
}: {
  files: FileStore;
  /** For the day of an import. Default Asia/Ho_Chi_Minh. */
  timeZone?: string;
  /** Reads with a model what the rules could not; absent where there is no model. */
  propose?: ProposeStatistics;
}): StatisticsFeature {
  let known: Known = { units: [], counted: new Set(), observed: new Set() };
  const warm = async (db: Queryable): Promise<void> => {
    known = await readUnits(db);
  };
  const deps: Deps = {
    files,
    timeZone,
    propose,
    async noteSaved(t) {
      known = { ...known, units: await listUnits(t, localViewer), observed: await readObserved(t) };
    },
  };
  return {
    id,
    commands: [
      {
        name: 'thongke',
        aliases: ['tk'],
        permission: 'members.statistics',
        description: words.commandHelp.thongke,
        example: words.examples.thongke,
      },
      {
        name: 'solieu',
        permission: 'members.statistics',
        description: words.commandHelp.solieu,
        example: words.examples.solieu,
      },
      { name: 'nhapdanhsach', permission: 'members.import', description: words.commandHelp.nhapdanhsach },
    ],
    warm,
    recognise: (text) => recognise(text, known),
    async handle(context, request) {
      known = await readKnown(context.db);
      return handle(deps, context, request);
    },
  };
}

/** From the register in memory: nothing is read again while no list, event or unit has changed. */
async function readKnown(db: Queryable): Promise<Known> {
  const { view, units } = await readKnownRegister(db, localViewer);
  const { columns } = view;
  let counted: ReadonlySet<string> | undefined = countedUnits.get(columns.unit);
  if (!counted) {
    counted = withThoseAbove(
      units,
      [...new Set(columns.unit)].map((index) => columns.unitIds[index]),
    );
    countedUnits.set(columns.unit, counted);
  }
  return { units, counted, observed: await readObserved(db) };
}

/** The same from tables, without the register. */
async function readUnits(db: Queryable): Promise<Known> {
  const units = await listUnits(db, localViewer);
  const counted = withThoseAbove(units, await listUnitIdsWithMembers(db));
  return { units, counted, observed: await readObserved(db) };
}

function withThoseAbove(units: readonly Unit[], ids: readonly (string | undefined)[]): Set<string> {
  const above = new Set<string>();
  const parentOf = new Map(units.map((unit) => [unit.id, unit.parentId]));
  for (const id of ids)
    for (let at = id ?? null; at !== null && !above.has(at); at = parentOf.get(at) ?? null) above.add(at);
  return above;
}
const countedUnits = new WeakMap<Int32Array, ReadonlySet<string>>();

const readObserved = async (db: Queryable): Promise<ReadonlySet<string>> =>
  new Set((await listObservedIndicators(db)).map((each) => `${each.unitId}|${each.indicator}`));

const asksForANumber = /(?<!\p{L})(?:bao nhieu|bn|may|so luong|tong so|dem)(?!\p{L})/u;
const namesMembers = /(?<!\p{L})(?:dang vien|dv|dvdb)(?!\p{L})/u;
const namesOrganisations = /(?<!\p{L})(?:chi bo|dang bo|to chuc (?:co so )?dang|tccsd|to dang)(?!\p{L})/u;
const opensAsStatistics = /^(?:thong ke|so lieu thong ke)(?!\p{L})/u;

/**
 * Claims a sentence only where every word of it is understood as a count that this office holds: of a unit with a
 * register, or of a figure someone entered. All else, and whatever points to a document, is left to the documents.
 */
function recognise(text: string, known: Known): { name: string; args: string } | null {
  if (asksADocument(text)) return null;
  const folded = fold(text.trim());
  const opens = opensAsStatistics.test(folded);
  if (
    !opens &&
    !(
      asksForANumber.test(folded) &&
      (namesMembers.test(folded) || namesOrganisations.test(folded) || findIndicator(folded))
    )
  )
    return null;
  // Whose unit 'chi bộ tôi' is, is known when the question is answered; here any unit with members stands for it.
  const ownUnitIds = mentionsOwnUnit(text) ? [...known.counted].slice(0, 1) : [];
  const context = { units: known.units, today: '9999-12-31', ownUnitIds };
  const reading = parseStatistics(text, context, { isCommand: false });
  if (opens && (reading.kind === 'query' || reading.kind === 'which-unit'))
    return { name: 'thongke', args: text };
  const isOurs = (unitId: string | null) =>
    unitId === null ? known.counted.size > 0 && mentionsOwnUnit(text) : known.counted.has(unitId);
  if (reading.kind === 'query' && reading.query.measure !== 'organisations' && isOurs(reading.query.unitId))
    return { name: 'thongke', args: text };
  if (reading.kind === 'which-unit' && reading.candidates.some((unit) => known.counted.has(unit.id)))
    return { name: 'thongke', args: text };
  const asked = parseObservationQuery(text, context);
  const isObserved =
    asked.kind === 'query' &&
    asked.indicator !== null &&
    asked.unitIds.some((unitId) => known.observed.has(`${unitId}|${asked.indicator}`));
  if (isObserved) return { name: 'solieu', args: text };
  // Organisations, and words with several readings, of a unit that is named and held here.
  const named =
    reading.kind === 'query'
      ? [reading.query.unitId]
      : reading.kind === 'which-meaning'
        ? reading.meanings.map((meaning) => meaning.query.unitId)
        : [];
  return named.some((unitId) => unitId !== null && isOurs(unitId)) ? { name: 'thongke', args: text } : null;
}

async function handle(deps: Deps, context: TurnContext, request: FeatureRequest): Promise<Outcome> {
  if (request.type === 'files') return say(words.sendNoRegister);
  if (request.type === 'choice') return handleChoice(deps, context, request.action);
  if (request.type === 'text') return askStatistics(deps, context, request.text);
  switch (request.name) {
    case 'nhapdanhsach':
      return say(words.importHelp);
    case 'solieu': {
      const entered = /^\s*(?:nhập|nhap)(?!\p{L})\s*/iu.exec(request.args.normalize('NFC'));
      return entered
        ? enterFigure(context, request.args.normalize('NFC').slice(entered[0].length))
        : showFigures(context, request.args);
    }
    default:
      return askStatistics(deps, context, request.args);
  }
}

async function askStatistics(deps: Deps, context: TurnContext, args: string): Promise<Outcome> {
  const { units } = await readKnownRegister(context.db, context.viewer);
  const known = { units, today: context.today, ownUnitIds: ownUnitIds(context) };
  const reading = parseStatistics(args, known, { isCommand: true });
  if (reading.kind === 'unknown-unit' || reading.kind === 'unknown-words' || reading.kind === 'aside') {
    const { signal, viewer } = context;
    const proposed = units.length > 0 && (await deps.propose?.(args, known, { signal, role: viewer.role }));
    if (proposed) return proposeCount(proposed, units);
  }
  switch (reading.kind) {
    case 'query':
      return withCorrections(reading.corrections, await answer(deps, context, reading.query));
    case 'meant':
      return askWhetherMeant(reading, units);
    case 'aside':
      return proposeCount(reading, units);
    case 'which-unit':
      return askWhichUnit(reading, units);
    case 'unknown-unit':
      return say(units.length === 0 ? words.noUnits : words.unknownUnit(reading.typed));
    case 'unknown-words':
      return say(
        reading.words.length === 0 ? counts.noQuestion : words.unknownWords(reading.words, 'thongke'),
      );
    case 'which-meaning':
      return askWhichMeaning(reading);
    case 'too-many-splits':
      return say(counts.tooManySplits);
    case 'future':
      return say(words.futureDate(reading.asOf));
  }
}

/** Says first which words were read otherwise than they were typed. */
const withCorrections = (
  corrections: readonly { typed: string; read: string }[] | undefined,
  outcome: Outcome,
): Outcome =>
  corrections === undefined
    ? outcome
    : { ...outcome, blocks: [{ type: 'text', text: counts.readAs(corrections) }, ...outcome.blocks] };

async function answer(deps: Deps, context: TurnContext, query: StatisticsQuery): Promise<Outcome> {
  const found = await answerStatistics(context.db, context.viewer, query, {
    today: context.today,
    timeZone: deps.timeZone,
  });
  if (!found) return say(words.unknownUnit(''));
  // Of a unit that had ended by then, its last figure and its successors; never a count that mixes them.
  if (found.unit && !query.compare && !query.trend) {
    const ended = await endedUnit(context, found.units, found.unit, query.period?.from ?? query.asOf);
    if (ended) return ended;
  }
  const blocks = statisticsBlocks(found, isOpenChannel(context));
  const { canSendFiles, canSendImages = canSendFiles } = context.capabilities;
  const chart = isOpenChannel(context) || !canSendImages ? null : chartOf(found);
  if (chart) {
    const file = await deps.files.put(renderChart(chart.spec).png, counts.chartFileName, 'image/png');
    blocks.push({ type: 'image', file, alt: chart.alt, audience: 'internal' });
  }
  const options = found.members && found.members.total > 0 ? nextSplits(found, countAction) : [];
  if (options.length > 0)
    blocks.push({ type: 'choices', id: 'next-split', prompt: words.nextQuestion, options });
  return { blocks };
}

async function handleChoice(deps: Deps, context: TurnContext, action: string): Promise<Outcome> {
  const colon = action.indexOf(':');
  const verb = action.slice(0, colon);
  const argument = action.slice(colon + 1);
  switch (verb) {
    case 'count':
      return answer(deps, context, statisticsQuerySchema.parse(JSON.parse(argument)));
    case 'save':
      return saveFigure(deps, context, observationDraftSchema.parse(JSON.parse(argument)));
    case 'approve':
      return approveFigure(context, argument);
    default:
      return say(words.entry.discarded);
  }
}
