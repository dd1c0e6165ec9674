import { printer, printFigures, readCommand, round, wrongUse } from './command.ts';
import { randomNumbers } from './random.ts';
import { percentile } from './statistics.ts';

const usage =
  'usage: capuy eval shards [--chunks 100000000] [--offices 3356] [--nodes 10] [--bytes 4300] [--index-bytes 1421]\n' +
  '  [--process-gb 4] [--seed 1] [--json]\n' +
  '  --bytes: of a chunk on the server, its document, pages and indexes included; --index-bytes: of it in a process\n';

/** What is known of one kind of chunk and machine. */
export interface ShardPlan {
  chunks: number;
  offices: number;
  nodes: number;
  bytesPerChunk: number;
  indexBytesPerChunk: number;
  /** What one process may hold of search indexes, in GB. */
  processGb: number;
  seed: number;
}

/** Figures of `capuy eval shards`; sizes in GB of 2^30 bytes. */
export interface ShardFigures {
  chunks: number;
  offices: number;
  office: { median: number; p99: number; largest: number };
  totalGb: number;
  /** By what a node holds: placed one after another as Citus does, then after `citus_rebalance_start` by size. */
  node: { placedLargestGb: number; balancedLargestGb: number; balancedSmallestGb: number };
  /** Share of the bytes that move when one node is added, and of the offices that wait when one is lost. */
  movedByNewNode: number;
  waitingWithoutNode: number;
  /** Offices whose index is larger than a process may hold; they need a process of their own with more memory. */
  ownProcess: number;
  processes: number;
  indexGb: number;
  tables: number;
}

/** Tables of one office; `test/eval/shards.test.ts` holds it against the migrations. */
export const tablesAnOffice = 78;

/**
 * `capuy eval shards`: what a cluster looks like that holds a country's offices, each in a schema of its own (docs/decisions,
 * many offices). A calculation over drawn sizes, from bytes that were measured; nothing is stored. Returns the exit code.
 */
export function evaluateShards(args: string[]): Promise<number> {
  const read = readCommand(args, {
    chunks: { type: 'string', default: '100000000' },
    offices: { type: 'string', default: '3356' },
    nodes: { type: 'string', default: '10' },
    bytes: { type: 'string', default: '4300' },
    'index-bytes': { type: 'string', default: '1421' },
    'process-gb': { type: 'string', default: '4' },
    seed: { type: 'string', default: '1' },
  });
  if (!read) return Promise.resolve(wrongUse(usage));
  const { values } = read;
  const plan: ShardPlan = {
    chunks: Number(values.chunks),
    offices: Number(values.offices),
    nodes: Number(values.nodes),
    bytesPerChunk: Number(values.bytes),
    indexBytesPerChunk: Number(values['index-bytes']),
    processGb: Number(values['process-gb']),
    seed: Number(values.seed),
  };
  if (Object.values(plan).some((value) => !(value > 0))) return Promise.resolve(wrongUse(usage));
  const figures = planShards(plan);
  const print = printer(values.json === true);
  print(
    `${figures.offices} offices, ${figures.chunks} chunks, ${figures.totalGb} GB on ${plan.nodes} nodes\n`,
  );
  print(
    `an office: median ${figures.office.median}, 99 % below ${figures.office.p99}, largest ${figures.office.largest}\n`,
  );
  print(
    `the fullest node: ${figures.node.placedLargestGb} GB as placed, ${figures.node.balancedLargestGb} GB after balancing\n`,
  );
  print(
    `${figures.processes} processes of ${plan.processGb} GB of indexes, ${figures.tables} tables in the catalogue\n`,
  );
  printFigures({ ...figures });
  return Promise.resolve(0);
}

/** Spread of the sizes of offices: the logarithm varies by this; a provincial office has some ten times a commune's. */
const spread = 1.1;

/** Works out the cluster of a plan. Whole offices are placed: none is ever parted. */
export function planShards(plan: ShardPlan): ShardFigures {
  const random = randomNumbers(plan.seed);
  const drawn = Array.from({ length: plan.offices }, () => Math.exp(spread * normal(random)));
  const sum = drawn.reduce((a, b) => a + b, 0);
  const sizes = drawn.map((size) => Math.max(1, Math.round((size / sum) * plan.chunks)));
  const bytes = (chunks: number): number => chunks * plan.bytesPerChunk;
  const placed = Array.from({ length: plan.nodes }, (_, node) =>
    sizes.filter((_size, at) => at % plan.nodes === node).reduce((a, b) => a + b, 0),
  );
  const balanced = fill(sizes, plan.nodes);
  const largerCluster = fill(sizes, plan.nodes + 1);
  const total = sizes.reduce((a, b) => a + b, 0);
  const capacity = (plan.processGb * 2 ** 30) / plan.indexBytesPerChunk;
  const shared = sizes.filter((size) => size <= capacity);
  const ownProcess = sizes.length - shared.length;
  return {
    chunks: total,
    offices: sizes.length,
    office: {
      median: percentile(sizes, 0.5),
      p99: percentile(sizes, 0.99),
      largest: Math.max(...sizes),
    },
    totalGb: gb(bytes(total)),
    node: {
      placedLargestGb: gb(bytes(Math.max(...placed))),
      balancedLargestGb: gb(bytes(Math.max(...balanced))),
      balancedSmallestGb: gb(bytes(Math.min(...balanced))),
    },
    movedByNewNode: round(Math.min(...largerCluster) / total, 3),
    waitingWithoutNode: round(1 / plan.nodes, 3),
    ownProcess,
    processes: ownProcess + pack(shared, capacity),
    indexGb: gb(total * plan.indexBytesPerChunk),
    tables: sizes.length * tablesAnOffice,
  };
}

const gb = (bytes: number): number => round(bytes / 2 ** 30, 1);

/** A draw of the normal distribution (Box and Muller 1958). */
const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** The largest first, each to the node that holds least (Graham 1969): at most a third above the best there is. */
function fill(sizes: readonly number[], nodes: number): number[] {
  const held = new Array<number>(nodes).fill(0);
  for (const size of [...sizes].sort((a, b) => b - a)) held[held.indexOf(Math.min(...held))]! += size;
  return held;
}

/** How many bins of `capacity` the sizes need, the largest first into the first with room. */
function pack(sizes: readonly number[], capacity: number): number {
  const bins: number[] = [];
  for (const size of [...sizes].sort((a, b) => b - a)) {
    const at = bins.findIndex((used) => used + size <= capacity);
    if (at < 0) bins.push(size);
    else bins[at]! += size;
  }
  return bins.length;
}
