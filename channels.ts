import type { Channel, Sink } from './bot/channels/channel.ts';
import type { Hear } from './bot/channels/recording.ts';
import type { Inspect } from './bot/channels/keep-files.ts';
import type { CommandSpec } from './bot/types.ts';
import type { Config } from './config.ts';
import type { Clock } from './core/clock.ts';
import type { Logger } from './core/logger.ts';
import type { Database } from './db/database.ts';
import type { FileRef, FileStore } from './db/file-store.ts';

/** What every messenger is made with; each takes what it needs. */
export interface ChannelDeps {
  db: Database;
  files: FileStore;
  clock: Clock;
  logger: Logger;
  /** Looks at a file before anything of it is kept. */
  inspect: Inspect;
  /** Listens to spoken questions; absent where no model does. */
  hear?: Hear;
  /** Commands of all features, for the menus of messengers. */
  commands: () => readonly CommandSpec[];
  /** An address that opens a file without signing in, for a while; absent where nothing of ours is reached from outside. */
  linkTo?: (file: FileRef) => string;
}

/**
 * The messengers that the settings name, beside the web page. The code of each is loaded only where it is used, and
 * nothing is asked of a provider yet: a start never waits for one.
 */
export async function createChannels(config: Config, deps: ChannelDeps): Promise<Channel[]> {
  const made: Channel[] = [];
  if (config.TELEGRAM_BOT_TOKEN !== undefined)
    made.push(await telegramChannel(config, config.TELEGRAM_BOT_TOKEN, deps));
  if (config.ZALO_BOT_TOKEN !== undefined) made.push(await zaloChannel(config, config.ZALO_BOT_TOKEN, deps));
  const { ZALO_OA_APP_ID: appId, ZALO_OA_APP_SECRET: appSecret } = config;
  const { ZALO_OA_SECRET: secret, ZALO_OA_REFRESH_TOKEN: seed } = config;
  // The settings name all four or none.
  if (appId !== undefined && appSecret !== undefined && secret !== undefined && seed !== undefined)
    made.push(await oaChannel(config, { appId, appSecret, secret, seed }, deps));
  return made;
}

async function telegramChannel(config: Config, token: string, deps: ChannelDeps): Promise<Channel> {
  const { botOfToken, createTelegramChannel, mostBytesIn } =
    await import('./bot/channels/telegram/telegram-channel.ts');
  const { createClients } = await import('./bot/channels/telegram/api.ts');
  return createTelegramChannel({
    ...deps,
    clients: createClients({ token, apiRoot: config.TELEGRAM_API_ROOT, proxy: config.TELEGRAM_PROXY }),
    account: botOfToken(token),
    mode:
      config.TELEGRAM_MODE === 'webhook'
        ? {
            type: 'webhook',
            url: webhookUrl(config, 'telegram'),
            secret: config.TELEGRAM_WEBHOOK_SECRET ?? '',
          }
        : { type: 'poll' },
    ceiling: config.TELEGRAM_CEILING,
    usesRich: config.TELEGRAM_RICH,
    usesDrafts: config.TELEGRAM_DRAFTS,
    maxBytes: Math.min(mostBytesIn, config.MAX_UPLOAD_MB * 1024 * 1024),
  });
}

async function zaloChannel(config: Config, token: string, deps: ChannelDeps): Promise<Channel> {
  const { accountOfToken, createZaloChannel } = await import('./bot/channels/zalo/zalo-channel.ts');
  const { zaloMediaHosts } = await import('./bot/channels/zalo/media-hosts.ts');
  const { createZaloClient } = await import('./bot/channels/zalo/client.ts');
  return createZaloChannel({
    ...deps,
    client: createZaloClient({ root: config.ZALO_API_ROOT, token }),
    account: accountOfToken(token),
    mode:
      config.ZALO_MODE === 'webhook'
        ? { type: 'webhook', url: webhookUrl(config, 'zalo'), secret: config.ZALO_WEBHOOK_SECRET ?? '' }
        : { type: 'poll' },
    ceiling: config.ZALO_CEILING,
    mediaHosts: [...zaloMediaHosts, ...config.ZALO_MEDIA_HOSTS],
    maxBytes: config.MAX_UPLOAD_MB * 1024 * 1024,
    // The platform fetches pictures over TLS only.
    linkTo: config.PUBLIC_URL?.startsWith('https:') ? deps.linkTo : undefined,
  });
}

async function oaChannel(
  config: Config,
  { secret, ...app }: { appId: string; appSecret: string; secret: string; seed: string },
  deps: ChannelDeps,
): Promise<Channel> {
  const { createOaChannel } = await import('./bot/channels/zalo-oa/oa-channel.ts');
  const { createOaClient } = await import('./bot/channels/zalo-oa/client.ts');
  const { createOaTokens } = await import('./bot/channels/zalo-oa/tokens.ts');
  const { zaloMediaHosts } = await import('./bot/channels/zalo/media-hosts.ts');
  const client = createOaClient({
    ...app,
    apiRoot: config.ZALO_OA_API_ROOT,
    authRoot: config.ZALO_OA_AUTH_ROOT,
  });
  return createOaChannel({
    ...deps,
    client,
    tokens: createOaTokens({ ...deps, ...app, client }),
    appId: app.appId,
    secret,
    ceiling: config.ZALO_OA_CEILING,
    mediaHosts: [...zaloMediaHosts, ...config.ZALO_OA_MEDIA_HOSTS],
    maxBytes: config.MAX_UPLOAD_MB * 1024 * 1024,
  });
}

/** Where a provider reaches the webhook with this path; see `web/webhook-routes.ts`. */
export const webhookUrl = (config: Pick<Config, 'PUBLIC_URL'>, path: string): string =>
  `${(config.PUBLIC_URL ?? '').replace(/\/+$/u, '')}/kenh/${path}`;

/** The sender ids that are answered on each channel; a channel that is not named answers everybody. */
export const allowedSenders = (config: Config): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    (
      [
        ['telegram', config.TELEGRAM_ALLOWED],
        ['zalo', config.ZALO_ALLOWED],
        ['zalo-oa', config.ZALO_OA_ALLOWED],
      ] as const
    ).flatMap(([channel, ids]) => (ids.length === 0 ? [] : [[channel, new Set(ids)] as const])),
  );

/** A sink that keeps nothing of senders who are not on the list of their channel. */
export function onlyAllowed(
  sink: Sink,
  allowed: ReadonlyMap<string, ReadonlySet<string>>,
  logger: Logger,
): Sink {
  return {
    ...sink,
    async accept(event) {
      if (allowed.get(event.to.channel)?.has(event.senderId) ?? true) return sink.accept(event);
      logger.info({ channel: event.to.channel }, 'a sender who is not on the list is not answered');
      return 'duplicate';
    },
  };
}
