import { engineNames, peersTable, type PeerFigures } from '../../eval/peers/peers.ts';
import { runCapuy, type BenchContext } from './bench-parts.ts';

/** Ours and the others over the same chunks and questions, each engine in a process of its own, so that its memory is its own. */
export async function measurePeers(
  { corpus, sizes, bin, database }: BenchContext,
  print: (text: string) => void,
): Promise<PeerFigures[]> {
  const figures: PeerFigures[] = [];
  for (const name of engineNames) {
    print(`peers: ${name}\n`);
    const { peers } = await runCapuy<{ peers: PeerFigures[] }>(bin, [
      ...['eval', 'peers', ...(corpus === undefined ? [] : [corpus]), '--only', name, '--json'],
      ...['--chunks', String(sizes.peerChunks), '--questions', String(sizes.peerQuestions)],
      ...(database === undefined ? [] : ['--database', database]),
    ]);
    figures.push(...peers);
  }
  print(`\n${peersTable(figures)}`);
  return figures;
}
