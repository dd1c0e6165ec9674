import { newId } from '../../../core/ids.ts';
import { mayAskForList } from '../../../meetings/follow-up/plain-question.ts';
import {
  readResults,
  readTargets,
  reaches,
  recogniseTargets,
} from '../../../meetings/follow-up/read-targets.ts';
import { readAdding } from '../../../meetings/follow-up/read-tasks.ts';
import {
  cancelTarget,
  getTarget,
  insertTarget,
  listHandedDown,
  listResults,
  listTargets,
  saveResults,
} from '../../../meetings/follow-up/target-store.ts';
import {
  levelsOf,
  type HandedDown,
  type NewTarget,
  type Target,
  type TargetResult,
} from '../../../meetings/follow-up/target.ts';
import { readReportQuestion } from '../../../meetings/reports/read-report.ts';
import {
  coverageReport,
  standingFromAbove,
  standingOf,
  targetsReport,
} from '../../../meetings/reports/targets-report.ts';
import { rowText, type Report } from '../../../meetings/reports/report.ts';
import { getMeeting } from '../../../meetings/record/meeting-store.ts';
import { findUnitMention, matchUnits, subtreeIds, type Unit } from '../../../members/units/units.ts';
import { needsMeetingOrUnit, notFound } from '../../../prompts/meetings-tasks.ts';
import * as words from '../../../prompts/meetings-targets.ts';
import type { Block, Choice, Outcome, TurnContext } from '../../types.ts';
import { beginChange, byOf, followUpChange, shorten } from './follow-up-dialogue.ts';
import { placeLine, placeOfLine, unitsOf, type Place } from './follow-up-place.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { say, type MeetingPart } from './meeting-part.ts';

/* '/chitieu': targets that a unit sets for itself or for each unit below it, what was reached, and who has not. */

const mostRows = 20;

const targetAdd = followUpChange<{ place: Place; targets: NewTarget[] }>({
  ask: words.ask,
  audit: { action: 'target.created', entity: 'target' },
  async read(context, _target, line) {
    // 'Đảng bộ xã A: kết nạp 18 đảng viên' names the unit, whatever meeting is open.
    const units = await unitsOf(context);
    const mention = findUnitMention(units, line);
    const [named] = mention?.from === 0 && mention.units.length === 1 ? mention.units : [];
    const behind = named && mention ? /^\s*[:,]\s*/u.exec(line.slice(mention.to)) : null;
    const placed =
      named && behind
        ? {
            place: { unitId: named.id, unitName: named.name, on: context.today },
            rest: line.slice((mention?.to ?? 0) + behind[0].length),
          }
        : await placeOfLine(context, line);
    if ('problem' in placed) return { problem: [text(placed.problem)] };
    const { place, rest } = placed;
    if (!place) return { problem: [text(needsMeetingOrUnit)], isOver: true };
    const targets = readTargets(rest, place.on);
    if (targets.length === 0) return { problem: [text(words.ask)] };
    // 'Mỗi chi bộ …' of a cell, which has none below it: the unit that sets it was not named. The list of units of a
    // committee may not be entered yet, so of that nothing follows.
    const setIn = 'meetingId' in place ? await getMeeting(context.db, context.viewer, place.meetingId) : null;
    const setterId = 'unitId' in place ? place.unitId : setIn?.unitId;
    const setter = units.find(({ id: unitId }) => unitId === setterId);
    const level = targets.find(({ ofLevel }) => ofLevel !== null)?.ofLevel;
    if (level && setter && (setter.level === 'cell' || setter.level === 'grassroots_cell'))
      return { problem: [text(words.noneBelow(setter.name, level))] };
    return {
      change: { place, targets },
      blocks: [
        text(`${placeLine(place)}\n${words.echo(targets.length)}`),
        {
          type: 'table',
          head: [...words.echoHead],
          rows: targets.map((one) => [
            one.content,
            words.given(place.unitName, one.ofLevel),
            words.amount(one.amount, one.measure),
            one.period || words.noPeriod,
          ]),
        },
      ],
    };
  },
  async write(t, context, _target, { place, targets }) {
    const meetingId = 'meetingId' in place ? place.meetingId : null;
    const unitId =
      'unitId' in place ? place.unitId : (await getMeeting(t, context.viewer, place.meetingId))?.unitId;
    if (!unitId) return null;
    for (const target of targets)
      await insertTarget(t, { ...target, id: newId(), unitId, meetingId, setOn: place.on }, byOf(context));
    return [text(words.saved(targets.length))];
  },
});

type Result = Omit<TargetResult, 'targetId'>;

const targetResult = followUpChange<{ revision: number; results: Result[] }>({
  ask: words.askResult,
  audit: { action: 'target.result', entity: 'target' },
  async read(context, targetId, line) {
    const found = await findTarget(context, targetId);
    if (!found) return { problem: [text(notFound)], isOver: true };
    const { target, units, isFromAbove } = found;
    const told: { unit: Pick<Unit, 'id' | 'name'>; result: Result }[] = [];
    for (const { unit: name, result, amount, isReached } of readResults(line)) {
      // Who has one unit that a target from above is set for need not name it.
      const only = isFromAbove && units.length === 1 ? units : [];
      if (name === '' && target.ofLevel !== null && only.length === 0)
        return { problem: [text(words.whichUnit(target.content))] };
      const own = only[0] ?? { id: target.unitId, name: target.unitName };
      const matched = name === '' || target.ofLevel === null ? [own] : matchUnits(units, name);
      const [unit] = matched;
      if (!unit || matched.length > 1) return { problem: [text(words.unitUnknown(name))] };
      const judged = isReached ?? (amount === null ? null : reaches(target, amount));
      if (judged === null) return { problem: [text(words.unclear(result))] };
      const one = { unitId: unit.id, amount, result, isReached: judged, asOf: context.today };
      told.push({ unit, result: one });
    }
    if (told.length === 0) return { problem: [text(words.askResult)] };
    return {
      change: { revision: target.revision, results: told.map(({ result }) => result) },
      blocks: [
        text(words.echoResult(target.content)),
        {
          type: 'table',
          head: [...words.resultHead],
          rows: told.map(({ unit, result }) => [
            unit.name,
            result.result,
            result.isReached ? words.states.reached : words.states.missed,
          ]),
        },
      ],
    };
  },
  async write(t, context, targetId, { revision, results }) {
    const [fromAbove] = await listHandedDown(t, context.viewer, { id: targetId });
    const isOwn = results.every(({ unitId }) => fromAbove?.forUnitIds.includes(unitId));
    if (!(await getTarget(t, context.viewer, targetId)) && !(fromAbove && isOwn)) return null;
    if (!(await saveResults(t, { id: targetId, revision }, results, byOf(context)))) return null;
    return [text(words.savedResults(results.length))];
  },
});

const targetCancel = followUpChange<{ revision: number }>({
  audit: { action: 'target.cancelled', entity: 'target' },
  async read(context, targetId) {
    const target = await getTarget(context.db, context.viewer, targetId);
    if (!target) return { problem: [text(notFound)], isOver: true };
    return { change: { revision: target.revision }, blocks: [text(words.echoCancel(target.content))] };
  },
  async write(t, context, targetId, { revision }) {
    if (!(await getTarget(t, context.viewer, targetId))) return null;
    const isGone = await cancelTarget(t, { id: targetId, revision }, context.now.toISOString());
    return isGone ? [text(words.cancelled)] : null;
  },
});

/** Every change of this file, by its type. */
export const targetChanges = {
  'target-add': targetAdd,
  'target-result': targetResult,
  'target-cancel': targetCancel,
};

/** The units below a target's unit that it is about. */
async function unitsUnder(context: TurnContext, target: Target): Promise<Unit[]> {
  const units = await unitsOf(context);
  const below = new Set(subtreeIds(units, target.unitId));
  below.delete(target.unitId);
  const levels = target.ofLevel === null ? [] : levelsOf(target.ofLevel);
  return units.filter((unit) => below.has(unit.id) && levels.includes(unit.level));
}

/** The viewer's own units that a target from above is set for. */
async function ownUnitsOf(context: TurnContext, target: HandedDown): Promise<Unit[]> {
  return (await unitsOf(context)).filter(({ id: unitId }) => target.forUnitIds.includes(unitId));
}

/** A target that the viewer may see or is to reach, with the units whose results they may tell. */
async function findTarget(
  context: TurnContext,
  targetId: string,
): Promise<{ target: Target; units: Unit[]; isFromAbove: boolean } | null> {
  const target = await getTarget(context.db, context.viewer, targetId);
  if (target) return { target, units: await unitsUnder(context, target), isFromAbove: false };
  const [handed] = await listHandedDown(context.db, context.viewer, { id: targetId });
  return handed ? { target: handed, units: await ownUnitsOf(context, handed), isFromAbove: true } : null;
}

/** The units of a line: by their names in it, or the one that all of it is short for. */
function unitsIn(units: readonly Unit[], line: string): readonly Unit[] {
  const mention = findUnitMention(units, line);
  if (mention) return mention.units;
  const short = matchUnits(units, line, 'in-order');
  return short.length === 1 ? short : [];
}

/** Targets that a typed line means, with their report. */
export async function targetsOf(
  context: TurnContext,
  args: string,
): Promise<{ report: Report; targets: readonly Target[] }> {
  const { period, rest } = readReportQuestion(args, context.today);
  const units = await unitsOf(context);
  const named = unitsIn(units, rest);
  const filter = {
    ...(named.length > 0
      ? { unitIds: [...new Set(named.flatMap((unit) => subtreeIds(units, unit.id)))] }
      : {}),
    ...(period ? { from: period.from, to: period.to } : {}),
  };
  const targets = await listTargets(context.db, context.viewer, filter);
  const handed = await listHandedDown(context.db, context.viewer, filter);
  const results = await listResults(
    context.db,
    context.viewer,
    [...targets, ...handed].map((one) => one.id),
  );
  const standings = [];
  for (const target of handed)
    standings.push(standingFromAbove(target, results, await ownUnitsOf(context, target)));
  for (const target of targets)
    standings.push(standingOf(target, results, await unitsUnder(context, target)));
  return {
    targets: [...handed, ...targets],
    report: targetsReport(standings, {
      period: period?.label ?? '',
      unit: named.map(({ name }) => name).join(', '),
      today: context.today,
    }),
  };
}

/** Which units have reached a target; null where it is out of sight. */
export async function coverageOf(context: TurnContext, targetId: string): Promise<Report | null> {
  const found = await findTarget(context, targetId);
  if (!found) return null;
  const results = await listResults(context.db, context.viewer, [targetId]);
  const standing = standingOf(found.target, results, found.units);
  return coverageReport(standing, results, { today: context.today });
}

async function targetsOutcome(context: TurnContext, args: string): Promise<Outcome> {
  const adding = readAdding(args);
  if (adding !== null) return beginChange(context, 'target-add', targetAdd, '', adding || null);
  const { report, targets } = await targetsOf(context, args);
  if (targets.length === 0) return say(`${words.none}\n${words.ask}`);
  const table: Block = {
    type: 'table',
    title: report.title,
    head: report.columns.map(({ head }) => head),
    rows: report.rows.slice(0, mostRows).map(rowText),
    note: report.notes.join(' '),
  };
  return {
    blocks: [
      table,
      {
        type: 'choices',
        id: 'targets',
        prompt: words.which,
        options: [
          ...targets.slice(0, 8).map((one): Choice => ({
            label: shorten(one.content),
            action: `${id}:target:${one.id}`,
          })),
          { label: words.buttons.sheet, action: `${id}:report-sheet:targets:${args}` },
        ],
      },
    ],
  };
}

async function cardOutcome(context: TurnContext, targetId: string): Promise<Outcome> {
  const found = await findTarget(context, targetId);
  if (!found) return say(notFound);
  const { target, units, isFromAbove } = found;
  const change = (label: string, type: string): Choice => ({
    label,
    action: `${id}:change-target-${type}:${target.id}`,
  });
  return {
    blocks: [
      text(
        `**${target.content}**\n${words.given(target.unitName, target.ofLevel)}, ${target.period || words.noPeriod}\n${words.choose}`,
      ),
      choices('target', [
        change(words.buttons.result, 'result'),
        ...(target.ofLevel === null || (isFromAbove && units.length === 1)
          ? []
          : [{ label: words.buttons.coverage, action: `${id}:report:coverage:${target.id}` }]),
        ...(isFromAbove ? [] : [change(words.buttons.cancel, 'cancel')]),
      ]),
    ],
  };
}

/** Targets. */
export const targetsPart: MeetingPart = {
  commands: [
    {
      name: 'chitieu',
      permission: 'meetings.read',
      description: words.help,
      example: words.example,
      run: (_deps, context, args) => targetsOutcome(context, args),
    },
  ],
  choices: { target: (_deps, context, argument) => cardOutcome(context, argument) },
  recognise: (sentence) => {
    const args = mayAskForList(sentence) ? recogniseTargets(sentence) : null;
    return args === null ? null : { name: 'chitieu', args };
  },
};
