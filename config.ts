import { join, resolve } from 'node:path';
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

/** Values with commas between them. */
const list = z
  .string()
  .default('')
  .transform((value) => value.split(/[\s,]+/u).filter((one) => one !== ''));

/** A provider's address, without a slash at its end. */
const root = (standard: string) =>
  z
    .url()
    .default(standard)
    .transform((value) => value.replace(/\/+$/u, ''));

const postgresUrl = optionalText.pipe(
  z
    .string()
    .regex(/^postgres(ql)?:\/\//u, 'must start with postgres://')
    .optional(),
);

/** What a process does, where several share the work. */
export const roles = ['web', 'worker', 'poller'] as const;
export type ProcessRole = (typeof roles)[number];

const receiving = z.enum(['poll', 'webhook']).default('poll');
const ceiling = z.enum(['public', 'all']).default('public');
/** Zalo asks for 8 to 256 characters, Telegram takes 1 to 256 of these: what both take (channels.md 2 and 4.3). */
const webhookSecret = optionalText.pipe(
  z
    .string()
    .regex(/^[\w-]{8,256}$/u, 'must be 8 to 256 of A-Z a-z 0-9 _ -')
    .optional(),
);

/** Every setting, with the name, default and check it has in the environment. `.env.example` explains each. */
export const settings = z.object({
  CAPUY_DATA_DIR: z.string().trim().min(1).default('./data'),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: optionalText.pipe(z.url().optional()),
  DATABASE_URL: postgresUrl,
  DATABASE_READ_URL: postgresUrl,
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  DATABASE_STATEMENT_SECONDS: z.coerce.number().int().min(0).max(3600).default(60),
  ROLES: z
    .string()
    .default(roles.join())
    .transform((value) => value.split(/[\s,]+/u).filter((one) => one !== ''))
    .pipe(z.array(z.enum(roles)).min(1)),
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
  TELEGRAM_BOT_TOKEN: optionalText.pipe(
    z
      .string()
      .regex(/^\d+:[\w-]+$/u, 'must be the number, a colon and the secret that BotFather gave')
      .optional(),
  ),
  TELEGRAM_API_ROOT: root('https://api.telegram.org'),
  TELEGRAM_PROXY: optionalText.pipe(
    z.url({ protocol: /^http$/u, error: 'must be http://host:port; SOCKS is not spoken' }).optional(),
  ),
  TELEGRAM_MODE: receiving,
  TELEGRAM_WEBHOOK_SECRET: webhookSecret,
  TELEGRAM_RICH: flag,
  TELEGRAM_DRAFTS: flag,
  TELEGRAM_CEILING: ceiling,
  TELEGRAM_ALLOWED: list,
  ZALO_BOT_TOKEN: optionalText.pipe(
    z
      .string()
      .regex(/^[\w-]+:[\w-]+$/u, 'must be the id, a colon and the secret that Bot Creator gave')
      .optional(),
  ),
  ZALO_API_ROOT: root('https://bot-api.zaloplatforms.com'),
  ZALO_MODE: receiving,
  ZALO_WEBHOOK_SECRET: webhookSecret,
  ZALO_MEDIA_HOSTS: list,
  ZALO_CEILING: ceiling,
  ZALO_ALLOWED: list,
  ZALO_OA_APP_ID: optionalText,
  ZALO_OA_APP_SECRET: optionalText,
  ZALO_OA_SECRET: optionalText,
  ZALO_OA_REFRESH_TOKEN: optionalText,
  ZALO_OA_API_ROOT: root('https://openapi.zalo.me'),
  ZALO_OA_AUTH_ROOT: root('https://oauth.zaloapp.com'),
  ZALO_OA_MEDIA_HOSTS: list,
  ZALO_OA_CEILING: ceiling,
  ZALO_OA_ALLOWED: list,
  MESSAGES_PER_MINUTE: z.coerce.number().int().min(1).max(10_000).default(30),
  MESSAGES_PER_MINUTE_ALL: z.coerce.number().int().min(1).max(1_000_000).default(12_000),
  LINK_EXPIRES_DAYS: z.coerce.number().int().min(0).max(3650).default(0),
  CAPUY_DEMO: z.enum(['ask', 'yes', 'no']).default('ask'),
  CAPUY_REMINDERS: z.enum(['yes', 'no']).default('yes'),
  CAPUY_BACKUPS: z.enum(['yes', 'no']).default('yes'),
  CAPUY_BACKUP_DIR: optionalText,
  CAPUY_BACKUP_AT: z
    .string()
    .trim()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'must be a time of day, 02:00')
    .default('02:00'),
  CAPUY_BACKUP_DAILY: z.coerce.number().int().min(1).max(366).default(7),
  CAPUY_BACKUP_WEEKLY: z.coerce.number().int().min(0).max(520).default(4),
  CAPUY_BACKUP_PASSPHRASE: optionalText.pipe(z.string().min(8, 'must have 8 letters or more').optional()),
  MAX_UPLOAD_MB: z.coerce.number().positive().max(500).default(50),
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalText.pipe(z.url({ protocol: /^https?$/u }).optional()),
  OTEL_EXPORTER_OTLP_HEADERS: optionalText,
  OTEL_SERVICE_NAME: z.string().trim().min(1).default('capuy'),
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
  const problems = [...channelProblems(result.data), ...serverProblems(result.data)];
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(result.data);
}

/** What a channel needs besides its token; a channel that could never receive anything must not seem to run. */
function channelProblems(config: z.infer<typeof settings>): string[] {
  const problems: string[] = [];
  const isPublic = config.PUBLIC_URL?.startsWith('https:') ?? false;
  for (const [head, token] of [
    ['TELEGRAM', config.TELEGRAM_BOT_TOKEN],
    ['ZALO', config.ZALO_BOT_TOKEN],
  ] as const) {
    if (token === undefined || config[`${head}_MODE`] !== 'webhook') continue;
    if (!isPublic) problems.push(`${head}_MODE: webhook needs PUBLIC_URL with https`);
    if (config[`${head}_WEBHOOK_SECRET`] === undefined)
      problems.push(`${head}_WEBHOOK_SECRET: needed where ${head}_MODE is webhook`);
  }
  const ofAccount = [
    'ZALO_OA_APP_ID',
    'ZALO_OA_APP_SECRET',
    'ZALO_OA_SECRET',
    'ZALO_OA_REFRESH_TOKEN',
  ] as const;
  const missing = ofAccount.filter((name) => config[name] === undefined);
  if (missing.length > 0 && missing.length < ofAccount.length)
    problems.push(...missing.map((name) => `${name}: needed beside the other ZALO_OA settings`));
  return problems;
}

/** Where backups go that are made without a name. */
export const backupFolder = (config: Pick<Config, 'CAPUY_BACKUP_DIR' | 'CAPUY_DATA_DIR'>): string =>
  resolve(config.CAPUY_BACKUP_DIR ?? join(config.CAPUY_DATA_DIR, 'sao-luu'));

/** Settings that only mean something where processes share a server. */
function serverProblems({ DATABASE_URL, DATABASE_READ_URL, ROLES }: z.infer<typeof settings>): string[] {
  if (DATABASE_URL !== undefined) return [];
  const problems: string[] = [];
  if (DATABASE_READ_URL !== undefined)
    problems.push('DATABASE_READ_URL: needs DATABASE_URL, the server that writes');
  // Nobody else can work on an embedded database.
  if (roles.some((role) => !ROLES.includes(role)))
    problems.push('ROLES: needs DATABASE_URL; an embedded database has one process, which does everything');
  return problems;
}

/** The values of settings that open doors, for whoever must keep them out of what is written. */
export const secretsOf = (config: Config): string[] =>
  Object.entries(config).flatMap(([name, value]) =>
    typeof value === 'string' &&
    /TOKEN$|SECRET$|KEY$|PASSPHRASE$|PROXY$|^DATABASE_.*URL$|HEADERS$/u.test(name)
      ? [value]
      : [],
  );

/** Names of variables that point other programs to a proxy; this one has settings of its own for that. */
export const systemProxies = (
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string[] =>
  ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].filter((name) =>
    environment[name]?.trim(),
  );

/** The file of settings that this process reads: in its working directory. */
export const dotEnvPath = (): string => resolve('.env');

/** Loads `dotEnvPath`, if there is one; variables that are already set win. */
export function loadDotEnv(): void {
  try {
    process.loadEnvFile(dotEnvPath());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
