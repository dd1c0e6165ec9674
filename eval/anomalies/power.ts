import { cutAtRandom } from '../power-cut/power-cut.ts';
import { createTally, type AnomalyFigures, type AnomalyOptions } from './tally.ts';

/** Power cuts on the embedded database (`capuy eval power-cut`) as a line of the table. */
export async function cutPowerAtRandom(options: AnomalyOptions): Promise<AnomalyFigures> {
  const tally = createTally('power-cut', options);
  const { folder, seed, print } = options;
  const figures = await cutAtRandom(folder, { cuts: options.runs, transactions: 150, seed, print });
  for (let cut = 0; cut < figures.cuts; cut++) tally.run();
  tally.fault(figures.cuts);
  tally.acknowledged(figures.acknowledged);
  return {
    ...tally.figures(),
    lost: figures.lost,
    unexplained: figures.halved + figures.unopened,
  };
}
