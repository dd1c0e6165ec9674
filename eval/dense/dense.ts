import { parseArgs } from 'node:util';
import { AppError } from '../../core/errors.ts';
import { openDatabase } from '../../db/open.ts';
import { countVectors } from '../../rag/search/embedding-store.ts';
import { inputForm } from '../../rag/search/embedding-input.ts';
import { readBeir } from '../beir.ts';
import { openIndex } from '../retrieval.ts';
import { cutIntoClauses } from '../scale.ts';
import { toDocuments } from '../beir.ts';
import { randomNumbers } from '../random.ts';
import { measureQuality, type QualityFigures } from './quality.ts';
import { measureSpeed, type SpeedFigures } from './speed.ts';
import { wordEmbedder } from './stand-ins.ts';
import { fillStore, multiplyVectors, reopenStore } from './store.ts';

const usage =
  'usage: capuy eval dense DIR [--split dev] [--part quality|speed] [--sureness 0.35,0.5,0.8] [--keep DIR]\n' +
  '                            [--database URL] [--chunks 40000] [--dimensions 384] [--questions 100] [--filled] [--json]\n' +
  '  DIR holds corpus.jsonl[.gz], queries.jsonl and qrels/SPLIT.tsv. URL is an empty database of its own on a server with\n' +
  '  pgvector; without it the speed is that of the embedded one. --filled asks one that an earlier call filled; the truth is\n' +
  '  then the exact comparison in the database\n';

/**
 * `capuy eval dense`: search by meaning. `quality` compares words, meaning and both for embedders of known quality;
 * `speed` fills a database with vectors and asks it under scopes, sets of documents and days, holding every result
 * against a comparison in memory. Returns the exit code: 1 where a search found what its filter forbids, or too little.
 * @throws AppError 'input-invalid' where the folder cannot be read or the database is not empty
 */
export async function evaluateDense(args: string[]): Promise<number> {
  const options = readArguments(args);
  if (!options) {
    process.stderr.write(usage);
    return 2;
  }
  const quality = options.part === 'speed' ? null : await evaluateQuality(options);
  const speed = options.part === 'quality' ? null : await evaluateSpeed(options);
  process.stdout.write(`${JSON.stringify({ quality, speed })}\n`);
  return speed?.filters.some(({ outside, short, unequal }) => outside + short + unequal > 0) ? 1 : 0;
}

type Options = NonNullable<ReturnType<typeof readArguments>>;

async function evaluateQuality({
  folder,
  split,
  keep,
  surenesses,
  isJson,
}: Options): Promise<QualityFigures[]> {
  const { entries, queries } = await readBeir(folder, split);
  const { retriever } = await openIndex(folder, toDocuments(entries), keep);
  return measureQuality(retriever.index, entries, queries, surenesses, (one) => {
    if (isJson) return;
    const shares = [one['mrr@10'], one['acc@1'], one['acc@10'], one['recall@100']];
    const line = shares.map((share) => share.toFixed(4).padStart(8)).join('');
    process.stdout.write(`${one.embedder.padEnd(12)}${one.way.padEnd(26)}${line}\n`);
  });
}

async function evaluateSpeed(options: Options): Promise<SpeedFigures> {
  const { folder, split, database, chunks, dimensions, questionCount, isFilled, isJson } = options;
  const log = (text: string): void => void (isJson || process.stdout.write(`${text}\n`));
  const { entries, queries } = await readBeir(folder, split);
  const embed = wordEmbedder(dimensions);
  const form = inputForm('stand-in');
  const random = randomNumbers(1);
  const questions = queries.slice(0, questionCount).map(({ text }) => embed(form.query(text)));
  const makeVectors = (): Float32Array => {
    const clauses = entries.flatMap(cutIntoClauses);
    // A sample of all laws, not those that happen to come first.
    const kept = clauses.filter(() => random() < chunks / clauses.length);
    const base = kept.map(({ title, text }) => embed(form.passage({ context: '', heading: title, text })));
    return multiplyVectors(base, chunks, embed('').length);
  };
  const db = await openDatabase(database === undefined ? { memory: true } : { databaseUrl: database });
  try {
    if (!isFilled && (await countVectors(db)).passages > 0)
      throw new AppError('input-invalid', 'the database for measuring must be empty');
    const store = isFilled
      ? await reopenStore(db)
      : await fillStore(db, makeVectors(), embed('').length, (passages) => log(`filled ${passages}`));
    return await measureSpeed(db, store, questions, log);
  } finally {
    await db.close();
  }
}

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        split: { type: 'string', default: 'dev' },
        part: { type: 'string' },
        sureness: { type: 'string', default: '0.35,0.5,0.8' },
        keep: { type: 'string' },
        database: { type: 'string' },
        chunks: { type: 'string', default: '40000' },
        dimensions: { type: 'string', default: '384' },
        questions: { type: 'string', default: '100' },
        filled: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const [folder] = positionals;
    const [chunks, dimensions, questionCount] = [values.chunks, values.dimensions, values.questions].map(
      Number,
    );
    const surenesses = values.sureness
      .split(',')
      .filter((text) => text !== '')
      .map(Number);
    if (folder === undefined || positionals.length > 1) return null;
    if (values.part !== undefined && !['quality', 'speed'].includes(values.part)) return null;
    if (![chunks, dimensions, questionCount].every((number) => Number.isInteger(number) && number! > 0))
      return null;
    if (!surenesses.every((sureness) => sureness >= 0)) return null;
    return {
      folder,
      split: values.split,
      part: values.part,
      surenesses,
      keep: values.keep,
      database: values.database,
      chunks: chunks!,
      dimensions: dimensions!,
      questionCount: questionCount!,
      isFilled: values.filled,
      isJson: values.json,
    };
  } catch {
    return null;
  }
}
