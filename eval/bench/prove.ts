import { localViewer } from '../../core/viewer.ts';
import { readDocument } from '../../ingest/read-document.ts';
import { createAnswerer } from '../../rag/answer.ts';
import { createMemoryRetriever, type MemoryDocument } from '../../rag/search/retriever-memory.ts';
import { toMemoryDocument } from '../documents.ts';
import { processorMs } from '../statistics.ts';
import { openBenchCorpus } from './bench-corpus.ts';
import { compare, type Comparison, type MachineFacts } from './compare.ts';
import { controlSeconds } from './control.ts';

/** How often the rule rang, of so many trials each. */
export interface Proof {
  trials: number;
  /** The same program again: every alarm is a false one. */
  alarmsOnRepeats: number;
  /** The program held up on purpose: every silence is a miss. */
  alarmsOnSlowDown: number;
  slow: number;
}

const documents = 60;
const questionsOfRun = 25;
const runs = 5;
const settings = 'proof';

/**
 * Tries the rule of `compare` on this machine as it is now: in each trial five runs of answering, as a baseline, once more,
 * and held up by the share `slow` of their own time, in turn, so that all three see the same minutes.
 */
export async function proveRule(
  machine: MachineFacts,
  { trials, slow }: { trials: number; slow: number },
  print: (line: string) => void,
): Promise<Proof> {
  const run = await preparedRun();
  await run(0);
  const proof: Proof = { trials, alarmsOnRepeats: 0, alarmsOnSlowDown: 0, slow };
  for (let trial = 1; trial <= trials; trial++) {
    const sides: Side[] = [0, 0, slow].map((share) => ({ share, values: [], control: [] }));
    for (let round = 0; round < runs; round++) {
      // Another one begins in each round: what comes first after a change of caches is not always the same.
      for (let turn = 0; turn < sides.length; turn++) {
        const side = sides[(turn + round) % sides.length]!;
        side.control.push(controlSeconds());
        side.values.push(await run(side.share));
      }
    }
    const [before, again, slowed] = sides as [Side, Side, Side];
    const verdictOn = (now: Side): Comparison | undefined => {
      const baseline = {
        machine,
        settings,
        control: before.control,
        figures: { 'question.processor': before.values },
      };
      const result = compare(baseline, {
        machine,
        settings,
        control: now.control,
        measured: { 'question.processor': now.values },
      });
      return 'reason' in result ? undefined : result.comparisons[0];
    };
    const [repeated, held] = [verdictOn(again), verdictOn(slowed)];
    if (repeated?.verdict === 'worse') proof.alarmsOnRepeats++;
    if (held?.verdict === 'worse') proof.alarmsOnSlowDown++;
    print(`trial ${trial}: once more ${worded(repeated)}; held up by ${slow * 100} % ${worded(held)}\n`);
  }
  return proof;
}

interface Side {
  share: number;
  values: number[];
  control: number[];
}

const worded = (comparison: Comparison | undefined): string =>
  comparison === undefined
    ? 'not compared, the machine was not itself'
    : `${(comparison.change * 100).toFixed(1)} % (allowed ${(comparison.allowed * 100).toFixed(1)} %): ${comparison.verdict}`;

/** One run: processor time of an answer over generated papers in memory, in milliseconds; a busy machine changes it less. */
async function preparedRun(): Promise<(slow: number) => Promise<number>> {
  const corpus = await openBenchCorpus(undefined);
  const kept: MemoryDocument[] = [];
  for (const { fileName, text } of corpus.texts()) {
    if (kept.length === documents) break;
    kept.push(toMemoryDocument(await readDocument(Buffer.from(text), fileName)));
  }
  const answerer = createAnswerer({ library: await createMemoryRetriever(kept) });
  const questions = corpus.questions.slice(0, questionsOfRun);
  return async (slow) => {
    const before = processorMs();
    for (const question of questions) {
      const from = processorMs();
      await answerer.answer(question, { viewer: localViewer });
      holdUp(slow * (processorMs() - from));
    }
    return (processorMs() - before) / questions.length;
  };
}

/** Takes so many milliseconds of processor time. */
export function holdUp(ms: number): void {
  const until = processorMs() + ms;
  while (processorMs() < until);
}
