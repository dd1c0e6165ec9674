import type { DateOnly } from '../core/clock.ts';
import type { Role } from '../core/viewer.ts';
import type { Queryable } from '../db/database.ts';
import type { ModelKind } from './model.ts';

/** What was used on one day by one role for one purpose of one model. */
export interface UsageCount {
  day: DateOnly;
  /** '' for work in the background. */
  role: Role | '';
  purpose: string;
  kind: ModelKind;
  model: string;
  calls: number;
  /** Calls whose use the endpoint did not tell. */
  estimatedCalls: number;
  promptTokens: number;
  completionTokens: number;
  /** Millionths of the unit that prices are given in. */
  costMicros: number;
}

/** How many rows one statement takes. */
const batchSize = 100;

/** Adds to the counters. Rows must differ in day, role, purpose, kind or model. */
export async function addUsage(t: Queryable, counts: readonly UsageCount[]): Promise<void> {
  for (let from = 0; from < counts.length; from += batchSize) {
    const batch = counts.slice(from, from + batchSize);
    await t.query(
      `INSERT INTO model_usage
         (day, role, purpose, kind, model, calls, estimated_calls, prompt_tokens, completion_tokens, cost_micros)
       SELECT * FROM unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[],
                            $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
       ON CONFLICT (day, role, purpose, kind, model) DO UPDATE SET
         calls = model_usage.calls + excluded.calls,
         estimated_calls = model_usage.estimated_calls + excluded.estimated_calls,
         prompt_tokens = model_usage.prompt_tokens + excluded.prompt_tokens,
         completion_tokens = model_usage.completion_tokens + excluded.completion_tokens,
         cost_micros = model_usage.cost_micros + excluded.cost_micros`,
      [
        batch.map((one) => one.day),
        batch.map((one) => one.role),
        batch.map((one) => one.purpose),
        batch.map((one) => one.kind),
        batch.map((one) => one.model),
        batch.map((one) => one.calls),
        batch.map((one) => one.estimatedCalls),
        batch.map((one) => one.promptTokens),
        batch.map((one) => one.completionTokens),
        batch.map((one) => one.costMicros),
      ],
    );
  }
}

/** The counters of the days `from` to `to`, both inside, by day, role, purpose, kind and model. */
export async function listUsage(db: Queryable, from: DateOnly, to: DateOnly): Promise<UsageCount[]> {
  const { rows } = await db.query<UsageCount>(
    `SELECT day, role, purpose, kind, model, calls, estimated_calls AS "estimatedCalls",
            prompt_tokens AS "promptTokens", completion_tokens AS "completionTokens", cost_micros AS "costMicros"
     FROM model_usage WHERE day BETWEEN $1 AND $2 ORDER BY day, role, purpose, kind, model`,
    [from, to],
  );
  return rows;
}

/** What one day has used so far, all models together. */
export async function usedOn(db: Queryable, day: DateOnly): Promise<{ tokens: number; costMicros: number }> {
  const { rows } = await db.query<{ tokens: number; costMicros: number }>(
    `SELECT coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint AS tokens,
            coalesce(sum(cost_micros), 0)::bigint AS "costMicros"
     FROM model_usage WHERE day = $1`,
    [day],
  );
  return rows[0] ?? { tokens: 0, costMicros: 0 };
}
