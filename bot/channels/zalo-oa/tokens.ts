import type { Clock } from '../../../core/clock.ts';
import { ChannelError } from '../../../core/errors.ts';
import { newId, sha256 } from '../../../core/ids.ts';
import type { Logger } from '../../../core/logger.ts';
import type { Database } from '../../../db/database.ts';
import { pause as pauseInRealTime, type Pause } from '../../pause.ts';
import type { OaClient } from './client.ts';
import { createSeal } from './seal.ts';
import { beginTokens, endLease, readTokens, saveTokens, takeLease, type TokenRow } from './token-store.ts';

/** Tokens that are always good: refreshed before they end, by one process at a time. */
export interface OaTokens {
  /** An access token. @throws ChannelError 'auth' where only an administrator can bring a new one */
  access(): Promise<string>;
  /** Another one than `refused`, which was not accepted although its time is not over. */
  renew(refused: string): Promise<string>;
}

/** Refreshed this long before the end, in milliseconds. */
const earlyMs = 10 * 60_000;
/** Longer than a refresh can take. */
const leaseMs = 30_000;
const lookAgainMs = 500;
const mostLooks = 80;
const mostSaves = 40;

export function createOaTokens(deps: {
  db: Database;
  client: Pick<OaClient, 'refresh'>;
  appId: string;
  /** Signs in at the authorisation server; the tokens are sealed with it. */
  appSecret: string;
  /** The refresh token of the settings: the first of the chain. */
  seed: string;
  clock: Clock;
  logger: Logger;
  pause?: Pause;
}): OaTokens {
  const { db, client, appId, appSecret, seed, clock, logger, pause = pauseInRealTime } = deps;
  const seal = createSeal(appSecret, `zalo-oa:${appId}`);
  const owner = newId();
  let begun = false;
  /** Several turns that find the token ended wait for one refresh. */
  let refreshing: Promise<string> | null = null;

  async function read(): Promise<TokenRow | null> {
    if (!begun) {
      // A seed that was sealed with another secret begins anew as well: the row could not be read.
      const seedHash = sha256(`${appSecret}:${seed}`);
      await beginTokens(db, { appId, seedHash, refreshToken: seal.close(seed) });
      begun = true;
    }
    return readTokens(db, appId);
  }

  /** The kept access token where it may still be used. */
  function usable(row: TokenRow | null, refused: string | null): string | null {
    if (!row || row.accessToken === null || row.expiresAt === null) return null;
    if (Date.parse(row.expiresAt) - earlyMs <= clock.now().getTime()) return null;
    const token = seal.open(row.accessToken);
    return token === refused ? null : token;
  }

  async function refresh(refused: string | null): Promise<string> {
    for (let look = 0; look < mostLooks; look++) {
      const row = await read();
      const known = usable(row, refused);
      if (known !== null) return known;
      if (row && row.refusedAt !== null) throw new ChannelError('auth', 'the zalo oa refresh token is dead');
      const now = clock.now();
      const until = new Date(now.getTime() + leaseMs).toISOString();
      const leased = await takeLease(db, { appId, owner, now: now.toISOString(), until });
      if (leased) return refreshLeased(leased, refused);
      await pause(lookAgainMs, new AbortController().signal);
    }
    throw new ChannelError('transient', 'another process refreshes the zalo oa token');
  }

  async function refreshLeased(row: TokenRow, refused: string | null): Promise<string> {
    // Somebody may have been faster between the look and the lease.
    const known = usable(row, refused);
    if (known !== null) {
      await endLease(db, { appId, owner, refusedAt: null });
      return known;
    }
    try {
      const fresh = await client.refresh(seal.open(row.refreshToken) ?? seed);
      const now = clock.now();
      await save({
        appId,
        owner,
        accessToken: seal.close(fresh.accessToken),
        refreshToken: seal.close(fresh.refreshToken),
        expiresAt: new Date(now.getTime() + fresh.expiresInSeconds * 1000).toISOString(),
        at: now.toISOString(),
      });
      return fresh.accessToken;
    } catch (error) {
      const isDead = error instanceof ChannelError && error.kind === 'auth';
      if (isDead)
        logger.error(
          { channel: 'zalo-oa' },
          'the zalo oa refresh token is not accepted: authorise the account again and set ZALO_OA_REFRESH_TOKEN',
        );
      await endLease(db, { appId, owner, refusedAt: isDead ? clock.now().toISOString() : null });
      throw error;
    }
  }

  /** Tries for a while: the old refresh token is spent, and what is not kept now is lost. */
  async function save(saved: Parameters<typeof saveTokens>[1]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await saveTokens(db, saved);
      } catch (error) {
        if (attempt >= mostSaves) throw error;
        await pause(lookAgainMs, new AbortController().signal);
      }
    }
  }

  function refreshOnce(refused: string | null): Promise<string> {
    refreshing ??= refresh(refused).finally(() => {
      refreshing = null;
    });
    return refreshing;
  }

  return {
    access: async () => usable(await read(), null) ?? refreshOnce(null),
    renew: refreshOnce,
  };
}
