-- The tokens of a Zalo Official Account. The refresh token works once, so both are replaced together, in one row.
CREATE TABLE zalo_oa_token (
  app_id text PRIMARY KEY,
  seed_hash text NOT NULL,           -- SHA-256 of the refresh token of the settings that the row began with
  access_token text,                 -- sealed, like the next; null until the first refresh
  refresh_token text NOT NULL,
  expires_at timestamptz,            -- of the access token
  refreshed_at timestamptz,
  refused_at timestamptz,            -- the refresh token is dead: an administrator has to bring a new one
  lease_owner text,                  -- who is refreshing just now, and until when nobody else may
  lease_until timestamptz
);
