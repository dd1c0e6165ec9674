import { parseArgs } from 'node:util';
import { localViewer } from '../../core/viewer.ts';
import { createMemoryRetriever, type MemoryDocument } from '../../rag/search/retriever-memory.ts';
import { meantBy, newestFirst } from '../../rag/search/resolver.ts';
import { loadDocuments } from '../documents.ts';
import { randomNumbers } from '../random.ts';
import { collidingHeads, headDocument, realHead, type Head } from './resolver-heads.ts';
import { fits, isHeldOut, mentionOf, type Mention } from './resolver-mentions.ts';
import { describedAs, type Described } from './resolver-descriptions.ts';

/** How one group of mentions went; shares are 0 to 1. */
interface Group {
  n: number;
  /** Exactly the documents that the mention may mean, newest first; none where the store has none. */
  right: number;
  /** Mentions for which a document was given that they cannot mean. */
  wrong: number;
}

/** The machine output. `ambiguousListed`: of the mentions that several documents fit, those for which all were listed. */
export interface ResolverFigures {
  documents: number;
  mentions: number;
  right: number;
  wrong: number;
  ambiguous: { n: number; listed: number };
  groups: Record<string, Group>;
}

interface Case {
  group: string;
  kind: string;
  text: string;
  expected: readonly string[];
  isHeldOut: boolean;
}

const usage =
  'usage: capuy eval resolver [--mentions 300] [--seed 1] [--docs DIR…] [--half dev|held-out|all] [--json]\n' +
  '  --docs DIR  heads of the documents there are mentioned as well\n';

/** `capuy eval resolver`: generated mentions over a store with colliding symbols. Returns the exit code. */
export async function evaluateResolver(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      mentions: { type: 'string', default: '300' },
      seed: { type: 'string', default: '1' },
      docs: { type: 'string', multiple: true, default: [] },
      half: { type: 'string', default: 'all' },
      json: { type: 'boolean', default: false },
    },
  });
  const count = Number(values.mentions);
  const seed = Number(values.seed);
  if (
    !Number.isInteger(count) ||
    count < 1 ||
    !Number.isInteger(seed) ||
    !['dev', 'held-out', 'all'].includes(values.half)
  ) {
    process.stderr.write(usage);
    return 2;
  }
  const { documents: real, failed } = await loadDocuments([...values.docs, ...positionals]);
  for (const { file, reason } of failed) process.stderr.write(`${file}: ${reason}\n`);
  const { figures, errors } = await measureResolver({ count, seed, real, half: values.half });
  if (!values.json) {
    for (const error of errors) process.stdout.write(`${error}\n`);
    for (const [name, { n, right, wrong }] of Object.entries(figures.groups))
      process.stdout.write(
        `${name.padEnd(12)} ${String(n).padStart(4)}  right ${right.toFixed(3)}  wrong ${wrong}\n`,
      );
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return 0;
}

/** Makes the mentions and holds what is resolved against what they may mean. Errors of the held-out half are not told. */
export async function measureResolver(options: {
  count: number;
  seed: number;
  real?: readonly MemoryDocument[];
  half?: string;
}): Promise<{ figures: ResolverFigures; errors: string[] }> {
  const { count, seed, real = [], half = 'all' } = options;
  const random = randomNumbers(seed);
  const generated = collidingHeads(random);
  const heads = [...generated, ...real.flatMap((document) => realHead(document) ?? [])];
  const documents = [...generated.map(headDocument), ...real];
  const library = await createMemoryRetriever(documents);
  const cases: Case[] = [];
  while (cases.length < count) {
    // Descriptions have no halves.
    const ordinal = half === 'held-out' ? cases.length % 8 : cases.length;
    const one = nextCase(heads, ordinal, random);
    if (one && (half === 'all' || one.isHeldOut === (half === 'held-out'))) cases.push(one);
  }
  const groups: ResolverFigures['groups'] = {};
  const ambiguous = { n: 0, listed: 0 };
  const errors: string[] = [];
  for (const one of cases) {
    const found = meantBy(await library.resolve(localViewer, one.text)).map(({ id }) => id);
    const isRight = found.join() === one.expected.join();
    const isWrong = found.some((id) => !one.expected.includes(id));
    const group = (groups[one.group] ??= { n: 0, right: 0, wrong: 0 });
    group.n += 1;
    group.right += isRight ? 1 : 0;
    group.wrong += isWrong ? 1 : 0;
    if (one.expected.length > 1) {
      ambiguous.n += 1;
      ambiguous.listed += one.expected.every((id) => found.includes(id)) ? 1 : 0;
    }
    // Who reads errors of the half kept aside and then changes rules has no such half any more.
    if (!isRight && !one.isHeldOut)
      errors.push(
        `${isWrong ? 'WRONG' : 'MISS '} [${one.group} ${one.kind}] ${one.text.replaceAll('\n', '⏎')} → ${found.length} found, ${one.expected.length} meant`,
      );
  }
  const right = Object.values(groups).reduce((sum, group) => sum + group.right, 0);
  const wrong = Object.values(groups).reduce((sum, group) => sum + group.wrong, 0);
  for (const group of Object.values(groups)) group.right = share(group.right, group.n);
  return {
    figures: {
      documents: documents.length,
      mentions: cases.length,
      right: share(right, cases.length),
      wrong,
      ambiguous: { n: ambiguous.n, listed: share(ambiguous.listed, ambiguous.n) },
      groups,
    },
    errors,
  };
}

/** Six of ten name a kept document, two one that is not kept but looks like one, two describe it. */
function nextCase(heads: readonly Head[], ordinal: number, random: () => number): Case | null {
  const head = heads[Math.floor(random() * heads.length)]!;
  const turn = ordinal % 10;
  if (turn < 6) return ofMention('symbol', mentionOf(head, random), heads);
  if (turn < 8) {
    const near = neighbourOf(head, random);
    const mention = mentionOf(near, random);
    // The neighbour may be kept after all: then it is an ordinary mention.
    return heads.some((kept) => fits(mention.told, kept)) ? null : ofMention('near-miss', mention, heads);
  }
  const described = describedAs(head, heads, random);
  return described && ofDescription(described);
}

const ofMention = (group: string, mention: Mention, heads: readonly Head[]): Case => ({
  group,
  kind: mention.kind,
  text: mention.text,
  expected: newestFirst(heads.filter((kept) => fits(mention.told, kept))).map(({ id }) => id),
  isHeldOut: isHeldOut(mention),
});

const ofDescription = ({ kind, text, expected }: Described): Case => ({
  group: 'described',
  kind,
  text,
  expected: newestFirst(expected).map(({ id }) => id),
  isHeldOut: false,
});

/** The same symbol but for one thing: the issuer, the type or the number. */
function neighbourOf(head: Head, random: () => number): Head {
  const issuers = ['TW', 'TU', 'HU', 'ĐU', 'ĐUK', 'BTCTW', 'BTCTU'];
  const codes = [
    ['QĐ', 'Quyết định'],
    ['QC', 'Quy chế'],
    ['CT', 'Chỉ thị'],
    ['CTr', 'Chương trình'],
    ['KL', 'Kết luận'],
    ['KH', 'Kế hoạch'],
    ['HD', 'Hướng dẫn'],
    ['TB', 'Thông báo'],
  ] as const;
  const pick = <T>(options: readonly T[]): T => options[Math.floor(random() * options.length)]!;
  const isParty = /^\d+-/u.test(head.symbol);
  const what = isParty ? Math.floor(random() * 3) : 2;
  const issuer = what === 0 ? pick(issuers) : head.issuer;
  const [code, typeName] = what === 1 ? pick(codes) : ([head.code, head.typeName] as const);
  const number = what === 2 ? String(Number(head.number) + (random() < 0.5 ? 1 : 10)) : head.number;
  const printed = number.padStart(2, '0');
  return {
    ...head,
    id: 'not-kept',
    number,
    code,
    typeName,
    issuer,
    symbol: isParty ? `${printed}-${code}/${issuer}` : head.symbol.replace(/^\d+/u, printed),
  };
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000;
