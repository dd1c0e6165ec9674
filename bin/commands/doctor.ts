import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../../config.ts';
import { toAppError } from '../../core/errors.ts';
import { namesEndpoint, toEndpointSettings } from '../../llm/settings.ts';
import { openOffice } from '../../office.ts';
import { noVectors, vectorsLocked, vectorsReport, type VectorsShown } from '../../prompts/embedding.ts';
import { doctorUsage, healthReport, noModelConfigured } from '../../prompts/endpoints.ts';
import { countVectors } from '../../rag/search/embedding-store.ts';

/**
 * `capuy doctor`: tries each configured model and says in Vietnamese what it is like, and how far the vectors of the kept
 * passages are. Exit code 1 where a configured
 * model does not answer; none configured is no failure.
 */
export async function run(args: string[], config: Config): Promise<number> {
  let isJson: boolean;
  try {
    isJson = parseArgs({ args, options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch {
    process.stderr.write(doctorUsage);
    return 2;
  }
  const healths = namesEndpoint(config)
    ? await (await import('../../llm/health.ts')).checkModels(toEndpointSettings(config))
    : [];
  const vectors = config.EMBEDDING_MODEL === undefined ? [] : await vectorsOf(config);
  if (isJson) process.stdout.write(`${JSON.stringify({ models: healths, vectors })}\n`);
  else if (healths.length === 0) process.stdout.write(`${noModelConfigured}\n`);
  else
    process.stdout.write(`${[...healths.map(healthReport), ...shownVectors(config, vectors)].join('\n')}\n`);
  return healths.some(({ failure }) => failure !== null) ? 1 : 0;
}

/** How far the vectors of the kept passages are; null while the running assistant holds the folder. */
async function vectorsOf(config: Config): Promise<VectorsShown[] | null> {
  // A look must not make a store where there is none.
  if (!config.DATABASE_URL && !existsSync(join(config.CAPUY_DATA_DIR, 'database'))) return [];
  try {
    const office = await openOffice(config);
    try {
      const { passages, sets } = await countVectors(office.db);
      return sets.map((set) => ({ ...set, passages }));
    } finally {
      await office.close();
    }
  } catch (error) {
    if (toAppError(error).code === 'storage-locked') return null;
    throw error;
  }
}

function shownVectors(config: Config, vectors: VectorsShown[] | null): string[] {
  if (config.EMBEDDING_MODEL === undefined) return [];
  if (vectors === null) return [vectorsLocked];
  return vectors.length === 0 ? [noVectors] : vectors.map(vectorsReport);
}
