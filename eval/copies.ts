import { parseArgs } from 'node:util';
import { localViewer } from '../core/viewer.ts';
import { openDatabase } from '../db/open.ts';
import { storeDocument } from '../ingest/ingest.ts';
import { readDocument } from '../ingest/read-document.ts';
import type { ReadDocument } from '../ingest/types.ts';
import { findRelatedVersions, type VersionKind } from '../ingest/versions/versions.ts';
import { addNoise, randomFrom } from './ingest/ingest-noise.ts';
import { paper } from './office-papers.ts';

const usage =
  'usage: capuy eval copies [--kept N] [--probes N] [--json]\n' +
  '  keeps N generated papers (default 420) and asks for copies, drafts and corrections of them, and for papers that are none\n';

/** About 2 % of the letters wrong, and twice that. */
const wear = {
  scan: { diacritics: 0.02, shapes: 0.012, spaces: 0.03, joins: 0.005, rubbish: 0 },
  poorScan: { diacritics: 0.04, shapes: 0.025, spaces: 0.06, joins: 0.01, rubbish: 0.05 },
};

interface Probe {
  name: string;
  /** What the kept paper has to be called; null: nothing may be called anything. */
  expected: VersionKind | null;
  make(text: string, index: number): string;
  isScan: boolean;
}

const probes: readonly Probe[] = [
  { name: 'scan', expected: 'near-duplicate', isScan: true, make: (text, i) => addNoise(text, i, wear.scan) },
  {
    name: 'poor scan',
    expected: 'near-duplicate',
    isScan: true,
    make: (text, i) => addNoise(text, i, wear.poorScan),
  },
  {
    name: 'scan, head not read',
    expected: 'near-duplicate',
    isScan: true,
    make: (text, i) => addNoise(text.slice(text.indexOf('\nvề ') + 1), i, wear.scan),
  },
  {
    name: 'draft, 5 % of the sentences changed',
    expected: 'draft-of',
    isScan: false,
    make: (text, i) => draftOf(text, i, 0.05),
  },
  {
    name: 'draft, 30 % changed',
    expected: 'draft-of',
    isScan: false,
    make: (text, i) => draftOf(text, i, 0.3),
  },
  {
    name: 'one figure corrected',
    expected: 'new-version',
    isScan: false,
    make: (text) => text.replace(/(\d+) triệu đồng/u, '1$1 triệu đồng'),
  },
];

/** `capuy eval copies`. Returns the exit code. */
export async function evaluateCopies(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      kept: { type: 'string', default: '420' },
      probes: { type: 'string', default: '70' },
      json: { type: 'boolean', default: false },
    },
  });
  const [kept, asked] = [Number(values.kept), Number(values.probes)];
  if (!(kept >= asked && asked >= 1)) {
    process.stderr.write(usage);
    return 2;
  }
  const db = await openDatabase({ memory: true });
  try {
    const ids: string[] = [];
    for (let i = 0; i < kept; i++) {
      const stored = await storeDocument(db, await read(paper(i).text), {
        scope: 'internal',
        by: null,
        now: new Date(0),
      });
      ids.push(stored.documentId);
    }
    const find = (document: ReadDocument) => findRelatedVersions(db, localViewer, document);
    const results: Record<string, { n: number; found: number; others: number }> = {};
    for (const probe of probes) {
      const result = { n: 0, found: 0, others: 0 };
      for (let n = 0; n < asked; n++) {
        const i = Math.floor((n * kept) / asked);
        const text = probe.make(paper(i).text, i + 1);
        // The probe must differ from what is kept, or it shows nothing.
        if (text === paper(i).text) continue;
        const related = await find(await read(text, probe.isScan));
        result.n += 1;
        if (related.some(({ kind, documentId }) => kind === probe.expected && documentId === ids[i]))
          result.found += 1;
        result.others += related.filter(({ documentId }) => documentId !== ids[i]).length;
      }
      results[probe.name] = result;
    }
    const none = { n: 0, found: 0, others: 0 };
    for (let n = 0; n < asked; n++) {
      for (const isScan of [false, true]) {
        const text = paper(kept + n).text;
        none.n += 1;
        none.others += (await find(await read(isScan ? addNoise(text, n, wear.scan) : text, isScan))).length;
      }
    }
    results['another paper of the template'] = none;
    if (!values.json) {
      for (const [name, { n, found, others }] of Object.entries(results))
        process.stdout.write(`${name}: ${found} of ${n} found, ${others} others named\n`);
    }
    process.stdout.write(`${JSON.stringify({ kept, results })}\n`);
    return 0;
  } finally {
    await db.close();
  }
}

async function read(text: string, isScan = false): Promise<ReadDocument> {
  const document = await readDocument(Buffer.from(text), 'van-ban.txt');
  return isScan ? { ...document, scans: [{ pageNo: 1, rotation: 0, confidence: 0.9, words: [] }] } : document;
}

/** A draft of the paper: no number, no day, some of its clauses worded otherwise. */
function draftOf(text: string, seed: number, share: number): string {
  const random = randomFrom(seed);
  const lines = text
    .replace(/Số \d+-/u, 'Số      -')
    .replace(/ngày \d+ tháng (\d+)/u, 'ngày      tháng $1')
    .split('\n')
    .map((line) =>
      /^\d+\. /u.test(line) && random() < share
        ? line.replace(
            /;.*$/u,
            '; việc này do cấp ủy cơ sở chủ trì, có sự tham gia của các đoàn thể và nhân dân.',
          )
        : line,
    );
  return `DỰ THẢO\n${lines.join('\n')}`;
}
