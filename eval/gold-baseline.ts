import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../core/errors.ts';
import type { GoldFigures } from './gold-figures.ts';
import type { GoldScore } from './gold.ts';

/** Reviewed figures: what was true when somebody last looked. Of the half kept aside only the shares are written down. */
interface GoldBaseline {
  figures: Omit<GoldFigures, 'replyMs' | 'skipped'>;
  /** Questions of the half that everybody may look at. */
  dev: Record<string, 'ok' | 'fail'>;
}

const pathOf = (name: string): string => fileURLToPath(new URL(`baselines/${name}.json`, import.meta.url));

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

/** Writes what the scores say as the new baseline, for review as a change of the repository. */
export async function writeBaseline(
  name: string,
  scores: readonly GoldScore[],
  { replyMs: _replyMs, skipped: _skipped, ...figures }: GoldFigures,
): Promise<void> {
  const dev = Object.fromEntries(
    scores
      .filter(({ item }) => item.split === 'dev')
      .map(({ item, isOk }) => [item.id, isOk ? ('ok' as const) : ('fail' as const)]),
  );
  await writeFile(pathOf(name), `${JSON.stringify({ figures, dev } satisfies GoldBaseline, null, 2)}\n`);
}

/** What became worse, then what became better, then the shares that moved; for people. */
export function compareWithBaseline(
  scores: readonly Pick<GoldScore, 'item' | 'isOk'>[],
  figures: GoldFigures,
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
  for (const [name, now] of sharesOf(figures)) {
    const before = new Map(sharesOf(baseline.figures)).get(name);
    if (before !== undefined && before !== now) lines.push(`${name.padEnd(32)} ${before} → ${now}`);
  }
  return lines.length === 0 ? 'as in the baseline\n' : `${lines.join('\n')}\n`;
}

function sharesOf(figures: GoldBaseline['figures']): [string, number][] {
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
