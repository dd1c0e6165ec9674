import { childrenByParent, existsOn, matchUnits } from '../../members/units/units.ts';
import type { Unit } from '../../members/units/units.ts';
import { listUnits } from '../../members/units/unit-store.ts';
import * as words from '../../prompts/members.ts';
import { units as unitWords } from '../../prompts/members-units.ts';
import { endedUnit } from './members/ended-unit.ts';
import type { Block, Choice, Feature, Outcome, TurnContext } from '../types.ts';

const id = 'units';
const mostRows = 60;

/** The tree of Party organisations: '/donvi', '/donvi văn phòng'. */
export function createUnitsFeature(): Feature {
  return {
    id,
    commands: [
      {
        name: 'donvi',
        aliases: ['tochucdang'],
        permission: 'members.statistics',
        description: words.commandHelp.donvi,
        example: words.examples.donvi,
      },
    ],
    async handle(context, request) {
      const units = await listUnits(context.db, context.viewer);
      if (units.length === 0) return say(words.noUnits);
      if (request.type === 'choice') {
        const unit = units.find((each) => each.id === request.action.slice('show:'.length));
        return unit ? show(context, units, unit) : say(unitWords.notFound(''));
      }
      const typed = request.type === 'command' ? request.args.trim() : '';
      if (typed === '') return { blocks: [tree(units, null, context)] };
      const found = matchUnits(units, typed);
      const [only] = found;
      if (!only) return say(unitWords.notFound(typed));
      if (found.length === 1) return show(context, units, only);
      return {
        blocks: [
          ...(found.length > 10
            ? [{ type: 'text' as const, text: words.tooManyUnits(found.length - 10) }]
            : []),
          {
            type: 'choices',
            id: 'which-unit',
            prompt: words.whichUnit(typed),
            options: found.slice(0, 10).map((unit) => ({
              label: words.unitOption(unit.name, parentName(unit, units)),
              action: `${id}:show:${unit.id}`,
            })),
          },
        ],
      };
    },
  };
}

async function show(context: TurnContext, units: readonly Unit[], unit: Unit): Promise<Outcome> {
  const ended = await endedUnit(context, units, unit, context.today);
  const lines = [`**${unit.name}**`, words.levelName(unit.level)];
  const path = pathAbove(unit, units);
  if (path.length > 0) lines.push(unitWords.parent(path));
  if (unit.aliases.length > 0) lines.push(unitWords.aliases(unit.aliases));
  if (unit.validFrom !== null) lines.push(unitWords.since(unit.validFrom));
  const blocks: Block[] = [{ type: 'text', text: lines.join('\n') }];
  if (units.some((each) => each.parentId === unit.id)) blocks.push(tree(units, unit.id, context));
  const options: Choice[] = [{ label: unitWords.statistics(unit.name), action: `say:/thongke ${unit.name}` }];
  if (ended) return { blocks: [...blocks, ...ended.blocks] };
  return { blocks: [...blocks, { type: 'choices', id: 'unit', options }] };
}

/** Units below `rootId` that exist today, one line each, moved in by their depth; deep trees are cut level by level. */
function tree(units: readonly Unit[], rootId: string | null, context: TurnContext): Block {
  const present = units.filter((unit) => existsOn(unit, context.today) || unit.id === rootId);
  const below = childrenByParent(present);
  const lines = (parentId: string | null, depth: number, deepest: number): { unit: Unit; depth: number }[] =>
    (below.get(parentId) ?? []).flatMap((unit) => [
      { unit, depth },
      ...(depth < deepest ? lines(unit.id, depth + 1, deepest) : []),
    ]);
  let deepest = 6;
  while (deepest > 0 && lines(rootId, 0, deepest).length > mostRows) deepest--;
  const all = lines(rootId, 0, 20);
  const shown = lines(rootId, 0, deepest).slice(0, mostRows);
  const hidden = all.length - shown.length;
  return {
    type: 'table',
    title: unitWords.title,
    head: unitWords.head,
    rows: shown.map(({ unit, depth }) => [`${'– '.repeat(depth)}${unit.name}`, words.levelName(unit.level)]),
    ...(hidden > 0 ? { note: unitWords.more(hidden) } : {}),
  };
}

function pathAbove(unit: Unit, units: readonly Unit[]): string[] {
  const names: string[] = [];
  const seen = new Set([unit.id]);
  for (let at = parentOf(unit, units); at && !seen.has(at.id); at = parentOf(at, units)) {
    seen.add(at.id);
    names.push(at.name);
  }
  return names;
}

const parentOf = (unit: Unit, units: readonly Unit[]): Unit | undefined =>
  units.find((each) => each.id === unit.parentId);
const parentName = (unit: Unit, units: readonly Unit[]): string | null => parentOf(unit, units)?.name ?? null;
const say = (text: string): Outcome => ({ blocks: [{ type: 'text', text }] });
