import type { Queryable } from '../../../db/database.ts';

/** The tokens of one app as they are kept: sealed. */
export interface TokenRow {
  accessToken: string | null;
  refreshToken: string;
  /** ISO instants, as all here. */
  expiresAt: string | null;
  refusedAt: string | null;
}

const columns =
  'access_token AS "accessToken", refresh_token AS "refreshToken", expires_at AS "expiresAt", refused_at AS "refusedAt"';

/** The kept tokens; null where there were never any. */
export async function readTokens(db: Queryable, appId: string): Promise<TokenRow | null> {
  const { rows } = await db.query<TokenRow>(`SELECT ${columns} FROM zalo_oa_token WHERE app_id = $1`, [
    appId,
  ]);
  return rows[0] ?? null;
}

/** Begins with the refresh token of the settings, unless the row began with the same: what came of it is newer then. */
export async function beginTokens(
  db: Queryable,
  { appId, seedHash, refreshToken }: { appId: string; seedHash: string; refreshToken: string },
): Promise<void> {
  await db.query(
    `INSERT INTO zalo_oa_token (app_id, seed_hash, refresh_token) VALUES ($1, $2, $3)
     ON CONFLICT (app_id) DO UPDATE SET seed_hash = EXCLUDED.seed_hash, refresh_token = EXCLUDED.refresh_token,
       access_token = NULL, expires_at = NULL, refreshed_at = NULL, refused_at = NULL,
       lease_owner = NULL, lease_until = NULL
     WHERE zalo_oa_token.seed_hash <> EXCLUDED.seed_hash`,
    [appId, seedHash, refreshToken],
  );
}

/** Takes the right to refresh; the row as it is then, or null while somebody else refreshes. */
export async function takeLease(
  db: Queryable,
  lease: { appId: string; owner: string; now: string; until: string },
): Promise<TokenRow | null> {
  const { rows } = await db.query<TokenRow>(
    `UPDATE zalo_oa_token SET lease_owner = $2, lease_until = $4
     WHERE app_id = $1 AND (lease_until IS NULL OR lease_until <= $3) RETURNING ${columns}`,
    [lease.appId, lease.owner, lease.now, lease.until],
  );
  return rows[0] ?? null;
}

/** Replaces both tokens at once and ends the lease. */
export async function saveTokens(
  db: Queryable,
  saved: {
    appId: string;
    owner: string;
    accessToken: string;
    refreshToken: string;
    expiresAt: string;
    at: string;
  },
): Promise<void> {
  await db.query(
    `UPDATE zalo_oa_token SET access_token = $3, refresh_token = $4, expires_at = $5, refreshed_at = $6,
       refused_at = NULL, lease_owner = NULL, lease_until = NULL
     WHERE app_id = $1 AND lease_owner = $2`,
    [saved.appId, saved.owner, saved.accessToken, saved.refreshToken, saved.expiresAt, saved.at],
  );
}

/** Ends the lease without new tokens; `refusedAt` where the refresh token is dead. */
export async function endLease(
  db: Queryable,
  { appId, owner, refusedAt }: { appId: string; owner: string; refusedAt: string | null },
): Promise<void> {
  await db.query(
    `UPDATE zalo_oa_token SET lease_owner = NULL, lease_until = NULL, refused_at = $3
     WHERE app_id = $1 AND lease_owner = $2`,
    [appId, owner, refusedAt],
  );
}
