import { stat, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { sha256 } from '../../core/ids.ts';
import { writeWordVectors } from '../../rag/search/word-vectors.ts';
import { corpusPath, readCorpus } from '../beir.ts';
import { loadDocuments } from '../documents.ts';
import { randomNumbers } from '../random.ts';
import { checkRows } from './word-vectors-check.ts';
import { learnRows } from './word-vectors-learn.ts';
import { numberTexts } from './word-vectors-texts.ts';
import type { WordVectorParts } from '../../rag/search/word-vectors.ts';
import type { Rows } from './word-vectors-learn.ts';
import type { LegalText, NumberedTexts } from './word-vectors-texts.ts';

/* Learns the vectors of rag/search/word-vectors.bin from texts alone; see README.md. */

const usage =
  'usage: npx tsx eval/training/word-vectors.ts PATH… [--out FILE] [--steps 4000] [--batch 384] [--dimensions 128]\n' +
  '         [--rate 0.05] [--temperature 0.07] [--words 12000] [--pairs 33000] [--seed 1] [--check]\n' +
  '  PATH is a folder with corpus.jsonl[.gz], or a document, or a folder of documents\n' +
  '  --check keeps a twentieth of the documents aside and measures on them; nothing is written without --out\n';

async function train(options: NonNullable<ReturnType<typeof readArguments>>): Promise<void> {
  const { paths, out, isChecked, seed, wordCount, pairCount, ...plan } = options;
  const texts = await readTexts(paths);
  const numbered = numberTexts(texts, { wordCount, pairCount });
  const isAside = texts.map(
    ({ documentId }) => isChecked && parseInt(sha256(documentId).slice(0, 6), 16) % 20 === 0,
  );
  const chosen = Int32Array.from(texts.keys()).filter((t) => !isAside[t]);
  const kept = Int32Array.from(texts.keys()).filter((t) => isAside[t]);
  process.stdout.write(
    `${texts.length} texts, ${numbered.wordRows.length} words, ${numbered.words.length} rows of words, ` +
      `${numbered.pairs.length / 2} of pairs, ${kept.length} texts kept aside\n`,
  );
  const rows = learnRows(numbered, chosen, plan, randomNumbers(seed), (step, loss, so) => {
    const isShown = kept.length > 0 && (step % 500 === 0 || step === plan.steps);
    const figures = isShown ? JSON.stringify(checkRows(numbered, kept, so)) : '';
    process.stdout.write(`${step} loss ${loss.toFixed(4)} ${figures}\n`);
  });
  if (out !== undefined) await writeFile(out, writeWordVectors(toParts(numbered, rows)));
}

/** Rows of collections and of documents, in the order given. */
async function readTexts(paths: readonly string[]): Promise<LegalText[]> {
  const texts: LegalText[] = [];
  for (const path of paths) {
    const isCollection =
      (await stat(path)).isDirectory() &&
      (await corpusPath(path).then(
        () => true,
        () => false,
      ));
    if (isCollection) {
      for (const { id, title, text } of await readCorpus(path)) {
        texts.push({ documentId: /^(.+)[+@#][^+@#]*$/u.exec(id)?.[1] ?? id, ...headed(title, text) });
      }
      continue;
    }
    const { documents, failed } = await loadDocuments([path]);
    for (const { file, reason } of failed) process.stderr.write(`${file}: ${reason}\n`);
    for (const { summary, chunks } of documents) {
      for (const { heading, text } of chunks) {
        texts.push({ documentId: summary.id, heading: heading || summary.title, text });
      }
    }
  }
  return texts;
}

/** Longer first lines are sentences. */
const longestHeading = 160;

/** A title that only names law and number ("… - Điều 5") is completed by the first line, where that is a heading. */
function headed(title: string, text: string): { heading: string; text: string } {
  const end = text.indexOf('\n');
  const first = text.slice(0, end).trim();
  if (end < 0 || first.length > longestHeading || /^\d|[.;:,]$/u.test(first) || !/\d\s*$/u.test(title)) {
    return { heading: title, text };
  }
  return { heading: `${title}. ${first}`, text: text.slice(end + 1) };
}

/** Rows as bytes with a scale each. */
function toParts({ words, pairs }: NumberedTexts, { dimensions, values: learned }: Rows): WordVectorParts {
  const count = learned.length / dimensions;
  const scales = new Float32Array(count);
  const rows = new Int8Array(learned.length);
  for (let row = 0; row < count; row++) {
    const values = learned.subarray(row * dimensions, (row + 1) * dimensions);
    const most = values.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
    scales[row] = most / 127;
    if (most > 0)
      values.forEach((value, k) => (rows[row * dimensions + k] = Math.round((value / most) * 127)));
  }
  const version = sha256(Buffer.from(rows.buffer)).slice(0, 16);
  return { dimensions, version, words, pairs, scales, rows };
}

function readArguments() {
  try {
    const { values: given, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        steps: { type: 'string', default: '4000' },
        batch: { type: 'string', default: '384' },
        dimensions: { type: 'string', default: '128' },
        rate: { type: 'string', default: '0.05' },
        temperature: { type: 'string', default: '0.07' },
        words: { type: 'string', default: '12000' },
        pairs: { type: 'string', default: '33000' },
        seed: { type: 'string', default: '1' },
        check: { type: 'boolean', default: false },
      },
    });
    const numbers = {
      steps: Number(given.steps),
      batch: Number(given.batch),
      dimensions: Number(given.dimensions),
      rate: Number(given.rate),
      temperature: Number(given.temperature),
      wordCount: Number(given.words),
      pairCount: Number(given.pairs),
      seed: Number(given.seed),
    };
    const isUsable = positionals.length > 0 && Object.values(numbers).every((number) => number > 0);
    return isUsable ? { paths: positionals, out: given.out, isChecked: given.check, ...numbers } : null;
  } catch {
    return null;
  }
}

const values = readArguments();
if (values) {
  await train(values);
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
