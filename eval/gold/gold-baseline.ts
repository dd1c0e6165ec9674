import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../core/errors.ts';
import { goldFigures, type GoldFigures } from './gold-figures.ts';
import type { GoldScore } from './gold.ts';

/** Which half a run asked. */
export type GoldSplit = 'dev' | 'held-out' | 'all';

type Reviewed = Omit<GoldFigures, 'replyMs' | 'skipped'>;

/** Reviewed figures: what was true when somebody last looked. Of the half kept aside only the shares are written down. */
interface GoldBaseline {
  figures: Record<GoldSplit, Reviewed>;
  /** Questions of the half that everybody may look at. */
  dev: Record<string, 'ok' | 'fail'>;
}

const pathOf = (name: string): string => fileURLToPath(new URL(`../baselines/${name}.json`, import.meta.url));

/** @throws AppError 'input-invalid' where none was written */
export async function readBaseline(name: string): Promise<GoldBaseline> {
  const text = await readFile(pathOf(name), 'utf8').catch((cause: unknown) => {
    throw new AppError(
      'input-invalid',
      `no baseline eval/baselines/${name}.json; write one with --write-baseline`,
      {
        cause,
      },
    );
  });
  return JSON.parse(text) as GoldBaseline;
}

/** Writes what the scores of both halves say as the new baseline, for review as a change of the repository. */
export async function writeBaseline(name: string, scores: readonly GoldScore[]): Promise<void> {
  const dev = scores.filter(({ item }) => item.split === 'dev');
  const baseline: GoldBaseline = {
    figures: {
      dev: reviewed(dev),
      'held-out': reviewed(scores.filter(({ item }) => item.split === 'held-out')),
      all: reviewed(scores),
    },
    dev: Object.fromEntries(dev.map(({ item, isOk }) => [item.id, isOk ? 'ok' : 'fail'])),
  };
  await mkdir(dirname(pathOf(name)), { recursive: true });
  await writeFile(pathOf(name), `${JSON.stringify(baseline, null, 2)}\n`);
}

/** The shares alone: times belong to the machine. */
function reviewed(scores: readonly GoldScore[]): Reviewed {
  const { n, ok, byKind, bySplit, rightVersion, supersededWithoutBanner, asOfPairs, twoHop } = goldFigures(
    scores,
    0,
  );
  return { n, ok, byKind, bySplit, rightVersion, supersededWithoutBanner, asOfPairs, twoHop };
}

/** What became worse, then what became better, then the shares that moved; for people. */
export function compareWithBaseline(
  scores: readonly GoldScore[],
  split: GoldSplit,
  baseline: GoldBaseline,
): string {
  const dev = scores.filter(({ item }) => item.split === 'dev');
  const lines: string[] = [];
  for (const [word, was, isNow] of [
    ['worse', 'ok', false],
    ['better', 'fail', true],
  ] as const)
    for (const { item } of dev.filter((score) => baseline.dev[score.item.id] === was && score.isOk === isNow))
      lines.push(`${word.padEnd(7)}${item.id} [${item.kind}] ${item.question}`);
  const known = new Map(sharesOf(baseline.figures[split]));
  for (const [name, now] of sharesOf(goldFigures(scores, 0))) {
    const before = known.get(name);
    if (before !== undefined && before !== now) lines.push(`${name.padEnd(32)} ${before} → ${now}`);
  }
  return lines.length === 0 ? 'as in the baseline\n' : `${lines.join('\n')}\n`;
}

function sharesOf(figures: Reviewed): [string, number][] {
  return [
    ['ok', figures.ok],
    ['right version', figures.rightVersion.share],
    ['superseded without banner', figures.supersededWithoutBanner],
    ['as-of pairs both right', figures.asOfPairs.bothRight],
    ['two-hop both ends cited', figures.twoHop.bothEndsCited],
    ...Object.entries(figures.bySplit).map(([name, { ok }]): [string, number] => [name, ok]),
    ...Object.entries(figures.byKind).map(([name, { ok }]): [string, number] => [name, ok]),
  ];
}
