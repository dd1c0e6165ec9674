import { parseArgs } from 'node:util';
import type { Config } from '../../config.ts';
import { namesEndpoint, toEndpointSettings } from '../../llm/settings.ts';
import { doctorUsage, healthReport, noModelConfigured } from '../../prompts/endpoints.ts';

/**
 * `capuy doctor`: tries each configured model and says in Vietnamese what it is like. Exit code 1 where a configured
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
  if (isJson) process.stdout.write(`${JSON.stringify({ models: healths })}\n`);
  else if (healths.length === 0) process.stdout.write(`${noModelConfigured}\n`);
  else process.stdout.write(`${healths.map(healthReport).join('\n')}\n`);
  return healths.some(({ failure }) => failure !== null) ? 1 : 0;
}
