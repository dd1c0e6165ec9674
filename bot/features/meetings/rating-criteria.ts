import { newId } from '../../../core/ids.ts';
import { criteriaProblems, pointsOf, shippedCriteria } from '../../../meetings/ratings/criteria.ts';
import type { CriteriaSet } from '../../../meetings/ratings/criteria.ts';
import { criteriaLines, readCriteria } from '../../../meetings/ratings/read-criteria.ts';
import { criteriaOf, saveCriteria } from '../../../meetings/ratings/rating-store.ts';
import { listUnits } from '../../../members/units/unit-store.ts';
import { matchUnits } from '../../../members/units/units.ts';
import * as meetingWords from '../../../prompts/meetings.ts';
import * as open from '../../../prompts/meetings-open.ts';
import * as words from '../../../prompts/meetings-ratings.ts';
import { fold, oneLine } from '../../../text/normalise.ts';
import type { Block, Outcome, TurnContext } from '../../types.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { audit, openDialogue, say, type MeetingPart } from './meeting-part.ts';

/* '/tieuchi': the criteria of a unit and a year; shown, pasted anew, or taken from an example. */

interface CriteriaDialogue {
  mode: 'criteria';
  unitId: string;
  year: number;
  set: CriteriaSet;
}

/** A set as a table with its thresholds. */
function criteriaBlocks(set: CriteriaSet, unit: string | null, year: number | null): Block[] {
  const points = pointsOf(set);
  const lines = [
    ...set.levels.map(({ level, from, needsRequired }) => words.levelRule(level, from, needsRequired)),
    ...(points === null ? [] : [words.totalPoints(points)]),
    ...(set.source === '' ? [] : [words.criteriaSource(set.source)]),
  ];
  return [
    {
      type: 'table',
      title: words.criteriaTitle(set.name, unit, year),
      head: [...words.criteriaHead],
      rows: set.items.map((item, i) => [
        String(i + 1),
        item.text,
        item.points === null ? '' : String(item.points),
        item.isRequired ? words.required : '',
      ]),
    },
    ...(lines.length > 0 ? [text(lines.join('\n'))] : []),
  ];
}

async function criteriaOutcome(context: TurnContext, args: string): Promise<Outcome> {
  // Where no line can be typed under another, semicolons part them.
  const [head = '', ...body] = args.trim().split(/\s*[\n;|]\s*/u);
  const year = /(?<!\d)(20\d{2})(?!\d)/u.exec(head)?.[1];
  const named = oneLine(
    head.replace(year ?? '', ' ').replace(/(?<!\p{L})(?:năm|nam|từ|tu|của|cua)(?!\p{L})|[:,;]/giu, ' '),
  );
  const units = await listUnits(context.db, context.viewer, { asOf: context.today });
  const within = new Set(units.map((unit) => unit.id));
  const found =
    named === ''
      ? units.filter(({ parentId }) => parentId === null || !within.has(parentId))
      : matchUnits(units, named);
  const [unit, ...others] = found;
  if (!unit) return say(named === '' ? words.whichUnit : words.unitNotFound(named));
  if (others.length > 0)
    return {
      blocks: [
        text(words.severalUnits),
        choices(
          'criteria-unit',
          found.slice(0, 8).map((one) => ({
            label: one.name,
            action: `say:/tieuchi ${one.name} ${year ?? ''}\n${body.join('\n')}`.trim(),
          })),
        ),
      ],
    };
  const from = Number(year ?? context.today.slice(0, 4));
  if (body.join('').trim() === '') return shown(context, unit, from);
  const { items, levels, unread } = readCriteria(body.join('\n'));
  if (items.length === 0) return say(words.tellCriteria);
  const set: CriteriaSet = {
    name: words.criteriaName(unit.name, from),
    source: words.typedBy(context.account.name),
    items,
    levels,
  };
  const problems = criteriaProblems(set);
  if (problems.length > 0)
    return say(problems.map((problem) => words.criteriaProblems[problem] ?? problem).join('\n'));
  return propose(unit, from, set, unread);
}

async function shown(
  context: TurnContext,
  unit: { id: string; name: string },
  year: number,
): Promise<Outcome> {
  const stored = await criteriaOf(context.db, unit.id, year);
  const examples = choices(
    'examples',
    shippedCriteria.map((set) => ({
      label: words.buttons.useExample(set.name),
      action: `${id}:criteria-example:${unit.id}:${year}:${set.id}`,
    })),
  );
  if (stored) return { blocks: [...criteriaBlocks(stored, stored.unitName, stored.year), examples] };
  const [example] = shippedCriteria;
  return {
    blocks: [text(words.exampleCriteria), ...(example ? criteriaBlocks(example, null, null) : []), examples],
  };
}

function propose(
  unit: { id: string; name: string },
  year: number,
  set: CriteriaSet,
  unread: readonly string[] = [],
): Outcome {
  const dialogue: CriteriaDialogue = { mode: 'criteria', unitId: unit.id, year, set };
  return {
    blocks: [
      text(words.confirmCriteria(unit.name, year)),
      ...criteriaBlocks(set, null, null),
      ...(unread.length > 0 ? [text(words.unreadLines(unread))] : []),
      choices('criteria', [
        { label: meetingWords.buttons.save, action: `${id}:save:`, style: 'primary' },
        { label: meetingWords.buttons.discard, action: `${id}:discard:` },
      ]),
    ],
    dialogue,
  };
}

function save(context: TurnContext, { unitId, year, set }: CriteriaDialogue): Outcome {
  return {
    blocks: [text(words.criteriaSaved)],
    dialogue: null,
    write: async (t) => {
      const by = { accountId: context.account.id, at: context.now.toISOString() };
      await saveCriteria(t, { ...set, id: newId(), unitId, year }, by);
      await audit(t, context, 'rating.criteria-saved', unitId);
    },
  };
}

/** Criteria sets. */
export const criteriaPart: MeetingPart = {
  commands: [
    {
      name: 'tieuchi',
      permission: 'meetings.write',
      description: words.commandHelp.tieuchi,
      run: (_deps, context, args) => criteriaOutcome(context, args),
      // A sheet with the command, unit and year as its caption.
      files: async (deps, context, { files, caption }) => {
        const [file] = files;
        const sheet = file && deps.readFile ? await deps.readFile(file, context.signal) : null;
        if (sheet === null) return say(words.tellCriteria);
        return criteriaOutcome(context, `${caption.replace(/^\s*\/\s*\S+/u, '')}\n${criteriaLines(sheet)}`);
      },
    },
  ],
  choices: {
    'criteria-example': async (_deps, context, argument) => {
      const [unitId, year, setId] = argument.split(':');
      const units = await listUnits(context.db, context.viewer, { asOf: context.today });
      const unit = units.find((one) => one.id === unitId);
      const set = shippedCriteria.find((one) => one.id === setId);
      return unit && set ? propose(unit, Number(year), set) : say(words.whichUnit);
    },
  },
  held: { criteria: () => ({ what: open.entries.criteria, isUnsaved: true, canSave: true }) },
  dialogues: {
    criteria: (_deps, context, input) => {
      const dialogue = openDialogue<CriteriaDialogue>(context);
      const isMeant = dialogue && /^(?:luu|dong y|ok|dung|co)$/u.test(fold(input.trim()));
      return Promise.resolve(
        isMeant ? save(context, dialogue) : { blocks: [text(meetingWords.discarded)], dialogue: null },
      );
    },
  },
};
