import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../../config.ts';
import { systemClock } from '../../core/clock.ts';
import type { Database } from '../../db/database.ts';
import * as words from '../../prompts/doctor.ts';
import type { Finding } from '../../prompts/doctor.ts';
import { noVectors, vectorsLocked, vectorsReport, type VectorsShown } from '../../prompts/embedding.ts';
import { countVectors } from '../../rag/search/embedding-store.ts';
import { checkDatabase } from '../doctor/database.ts';
import { checkMachine } from '../doctor/machine.ts';
import { checkModels, checkNetwork } from '../doctor/network.ts';

/**
 * `capuy doctor`: looks at the whole installation and says in Vietnamese what is well, what to mind and what to do.
 * Nothing is changed. Exit code 1 where something has to be done; what is only to be minded is no failure. `--json`
 * gives the same as `{ ok, findings: [{ check, state, sentence, advice }], models, vectors }`.
 */
export async function run(args: string[], config: Config): Promise<number> {
  let isJson: boolean;
  try {
    isJson = parseArgs({ args, options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch {
    process.stderr.write(words.doctorUsage);
    return 2;
  }
  const dataDir = resolve(config.CAPUY_DATA_DIR);
  let vectors: VectorsShown[] | null = null;
  const look = async (db: Database): Promise<Finding[]> => {
    if (config.EMBEDDING_MODEL !== undefined) vectors = await vectorsOf(db);
    return [];
  };
  const database = await checkDatabase(config, dataDir, systemClock, look);
  const machine = await checkMachine(config, dataDir, systemClock);
  const network = await checkNetwork(config, systemClock);
  const models = await checkModels(config);
  if (config.EMBEDDING_MODEL !== undefined)
    models.findings.push(...shownVectors(vectors).map((line) => words.modelWell(line)));
  const findings = [...machine, ...database, ...network, ...models.findings];
  const isWell = findings.every(({ state }) => state !== 'fail');
  if (isJson)
    process.stdout.write(
      `${JSON.stringify({ ok: isWell, findings, models: models.healths, vectors: vectors ?? [] })}\n`,
    );
  else
    process.stdout.write(`${[...findings.map(words.findingLine), '', words.summary(findings)].join('\n')}\n`);
  return isWell ? 0 : 1;
}

/** How far the vectors of the kept passages are. */
async function vectorsOf(db: Database): Promise<VectorsShown[] | null> {
  const counted = await countVectors(db).catch(() => null);
  return counted && counted.sets.map((set) => ({ ...set, passages: counted.passages }));
}

function shownVectors(vectors: VectorsShown[] | null): string[] {
  if (vectors === null) return [vectorsLocked];
  return vectors.length === 0 ? [noVectors] : vectors.map(vectorsReport);
}
