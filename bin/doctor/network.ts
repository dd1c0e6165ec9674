import { systemProxies, type Config } from '../../config.ts';
import type { Clock } from '../../core/clock.ts';
import { ChannelError, toAppError } from '../../core/errors.ts';
import { namesEndpoint, toEndpointSettings } from '../../llm/settings.ts';
import type { Health } from '../../llm/health.ts';
import * as words from '../../prompts/doctor.ts';
import { healthReport, noModelConfigured } from '../../prompts/endpoints.ts';
import type { CheckId, Finding } from '../../prompts/doctor.ts';
import { mostOffSeconds } from './database.ts';

/** The page's address, proxies and messengers. Asks each provider once, with a call that changes nothing there. */
export async function checkNetwork(config: Config, clock: Clock): Promise<Finding[]> {
  const channels = await Promise.all([checkTelegram(config), checkZalo(config), checkAccount(config)]);
  return [checkAddress(config), checkProxy(config), ...channels.flat(), ...(await checkClock(config, clock))];
}

function checkAddress({ HOST, PORT, PUBLIC_URL, TRUST_PROXY }: Config): Finding {
  if (PUBLIC_URL?.startsWith('https:'))
    return TRUST_PROXY ? words.addressSecure(PUBLIC_URL) : words.addressUntrusted(PUBLIC_URL);
  const isLocal = /^(?:127\.|localhost$|::1$)/u.test(HOST);
  return isLocal ? words.addressLocal(`http://${HOST}:${PORT}`) : words.addressOpen(`${HOST}:${PORT}`);
}

function checkProxy({ TELEGRAM_PROXY }: Config): Finding {
  // Without what may stand before the host: a name and a password.
  if (TELEGRAM_PROXY !== undefined) return words.proxyUsed(new URL(TELEGRAM_PROXY).host);
  const ignored = systemProxies();
  return ignored.length === 0 ? words.proxyNone : words.proxyIgnored(ignored);
}

async function checkTelegram(config: Config): Promise<Finding[]> {
  const token = config.TELEGRAM_BOT_TOKEN;
  if (token === undefined) return [];
  const { createClients, toChannelError } = await import('../../bot/channels/telegram/api.ts');
  const { TELEGRAM_API_ROOT: apiRoot, TELEGRAM_PROXY: proxy } = config;
  const clients = createClients({ token, apiRoot, proxy });
  try {
    return await tried('telegram', apiRoot, async () => {
      const me = await clients.api.getMe().catch((error: unknown) => {
        throw toChannelError(error);
      });
      return `@${me.username}`;
    });
  } finally {
    clients.close();
  }
}

async function checkZalo(config: Config): Promise<Finding[]> {
  const token = config.ZALO_BOT_TOKEN;
  if (token === undefined) return [];
  const { createZaloClient } = await import('../../bot/channels/zalo/client.ts');
  const client = createZaloClient({ root: config.ZALO_API_ROOT, token });
  return tried('zalo', config.ZALO_API_ROOT, async () => (await client.getMe()).name);
}

/** Of an Official Account only the way there is tried: its refresh token works once, and belongs to the running assistant. */
async function checkAccount(config: Config): Promise<Finding[]> {
  if (config.ZALO_OA_APP_ID === undefined) return [];
  const host = new URL(config.ZALO_OA_API_ROOT).host;
  const date = await dateOf(config.ZALO_OA_API_ROOT);
  return [date === null ? words.channelUnreachable('zalo-oa', host) : words.channelUntried('zalo-oa', host)];
}

async function tried(check: CheckId, root: string, call: () => Promise<string | null>): Promise<Finding[]> {
  const begun = performance.now();
  try {
    const name = await call();
    return [words.channelWell(check, name, performance.now() - begun)];
  } catch (error) {
    const known = toAppError(error);
    const isAway =
      known instanceof ChannelError && (known.kind === 'transient' || known.kind === 'unknown-delivery');
    return [isAway ? words.channelUnreachable(check, new URL(root).host) : words.channelRefused(check)];
  }
}

/** Compares this machine's clock with that of a provider that answers; silent where none is asked. */
async function checkClock(config: Config, clock: Clock): Promise<Finding[]> {
  const roots = [
    ...(config.TELEGRAM_BOT_TOKEN !== undefined && config.TELEGRAM_PROXY === undefined
      ? [config.TELEGRAM_API_ROOT]
      : []),
    ...(config.ZALO_BOT_TOKEN !== undefined ? [config.ZALO_API_ROOT] : []),
  ];
  for (const root of roots) {
    const date = await dateOf(root);
    if (date === null || Number.isNaN(date.getTime())) continue;
    const offSeconds = (clock.now().getTime() - date.getTime()) / 1000;
    return Math.abs(offSeconds) > mostOffSeconds ? [words.clockOff(offSeconds, words.thanProvider)] : [];
  }
  return [];
}

/** What a server says that the time is, whatever else it answers; null: it does not answer. */
async function dateOf(root: string): Promise<Date | null> {
  try {
    const answer = await fetch(root, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    return new Date(answer.headers.get('date') ?? NaN);
  } catch {
    return null;
  }
}

/** Tries each configured model. */
export async function checkModels(config: Config): Promise<{ findings: Finding[]; healths: Health[] }> {
  if (!namesEndpoint(config)) return { findings: [words.modelWell(noModelConfigured)], healths: [] };
  const healths = await (await import('../../llm/health.ts')).checkModels(toEndpointSettings(config));
  const findings = healths.map((health) => {
    const report = healthReport(health).replace(/^[✓✗] /u, '');
    return health.failure === null ? words.modelWell(report) : words.modelAway(report);
  });
  return { findings, healths };
}
