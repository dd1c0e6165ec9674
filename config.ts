import { z } from 'zod';
import { ConfigError } from './core/errors.ts';

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value === '' ? undefined : value));

const flag = z
  .string()
  .trim()
  .toLowerCase()
  .optional()
  .transform((value) => value === '1' || value === 'true' || value === 'yes');

/** Every setting, with the name, default and check it has in the environment. `.env.example` explains each. */
export const settings = z.object({
  CAPUY_DATA_DIR: z.string().trim().min(1).default('./data'),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: optionalText.pipe(z.url().optional()),
  DATABASE_URL: optionalText.pipe(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//u, 'must start with postgres://')
      .optional(),
  ),
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: optionalText.pipe(z.url().optional()),
  CHAT_MODEL: optionalText,
  EMBEDDING_MODEL: optionalText,
  EMBEDDING_BASE_URL: optionalText.pipe(z.url().optional()),
  EMBEDDING_API_KEY: optionalText,
  TRANSCRIPTION_MODEL: optionalText,
  TRANSCRIPTION_BASE_URL: optionalText.pipe(z.url().optional()),
  TRANSCRIPTION_API_KEY: optionalText,
  RERANK_MODEL: optionalText,
  RERANK_URL: optionalText.pipe(z.url().optional()),
  RERANK_API_KEY: optionalText,
  MODEL_TIMEOUT_SECONDS: z.coerce.number().positive().max(600).default(60),
  MODEL_FIRST_TOKEN_SECONDS: z.coerce.number().positive().max(600).default(15),
  MODEL_TOKEN_GAP_SECONDS: z.coerce.number().positive().max(600).default(10),
  MODEL_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(4),
  MODEL_MAX_TOKENS: z.coerce.number().int().min(16).max(32_768).default(1024),
  MODEL_DAILY_TOKENS: z.coerce.number().min(0).default(0),
  MODEL_DAILY_COST: z.coerce.number().min(0).default(0),
  CHAT_PRICE_INPUT: z.coerce.number().min(0).default(0),
  CHAT_PRICE_OUTPUT: z.coerce.number().min(0).default(0),
  EMBEDDING_PRICE: z.coerce.number().min(0).default(0),
  CAPUY_DEMO: z.enum(['ask', 'yes', 'no']).default('ask'),
  CAPUY_REMINDERS: z.enum(['yes', 'no']).default('yes'),
  MAX_UPLOAD_MB: z.coerce.number().positive().max(500).default(50),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  TRUST_PROXY: flag,
  TZ: z.string().trim().min(1).default('Asia/Ho_Chi_Minh'),
});

/** The checked settings of one process. */
export type Config = Readonly<z.infer<typeof settings>>;

/**
 * Reads the settings from `environment` (default: the process environment). An empty value counts as absent.
 * @throws ConfigError naming every variable that cannot be used, at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const result = settings.safeParse(present);
  if (!result.success)
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const { CHAT_PRICE_INPUT, CHAT_PRICE_OUTPUT, EMBEDDING_PRICE, MODEL_DAILY_COST } = result.data;
  // A ceiling that nothing counts towards would never be reached, and nobody would know.
  if (MODEL_DAILY_COST > 0 && CHAT_PRICE_INPUT + CHAT_PRICE_OUTPUT + EMBEDDING_PRICE === 0)
    throw new ConfigError([
      'MODEL_DAILY_COST: needs CHAT_PRICE_INPUT, CHAT_PRICE_OUTPUT or EMBEDDING_PRICE to count by',
    ]);
  return Object.freeze(result.data);
}

/** Loads `.env` from the working directory, if there is one; variables that are already set win. */
export function loadDotEnv(path = '.env'): void {
  try {
    process.loadEnvFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
