-- Units, accounts, identities, pairing and the audit trail.
CREATE TABLE org_unit (
  id uuid PRIMARY KEY,
  parent_id uuid REFERENCES org_unit (id),
  name text NOT NULL,
  name_key text NOT NULL,            -- folded name, for lookups
  short_name text,
  level text NOT NULL,               -- provincial | upper_grassroots | grassroots_committee | grassroots_cell | sectional_org | cell | group
  aliases jsonb NOT NULL DEFAULT '[]',
  valid_from date,
  valid_to date,                     -- last day of the unit; null while it exists
  successor_id uuid REFERENCES org_unit (id),
  is_demo boolean NOT NULL DEFAULT false
);
CREATE INDEX org_unit_parent ON org_unit (parent_id);
CREATE INDEX org_unit_name_key ON org_unit (name_key);

CREATE TABLE account (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL,                -- cadre | secretary | office | admin
  created_at timestamptz NOT NULL,
  disabled_at timestamptz,
  is_demo boolean NOT NULL DEFAULT false
);
CREATE TABLE account_unit (
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  unit_id uuid NOT NULL REFERENCES org_unit (id),
  PRIMARY KEY (account_id, unit_id)
);
-- One sender on one channel; the same account may have several.
CREATE TABLE identity (
  channel text NOT NULL,
  sender_id text NOT NULL,
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  linked_at timestamptz NOT NULL,
  PRIMARY KEY (channel, sender_id)
);
CREATE TABLE pairing_code (
  code_hash text PRIMARY KEY,        -- SHA-256; the code itself is shown once and never stored
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  purpose text NOT NULL,             -- pair | sign-in
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE TABLE web_session (
  token_hash text PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
-- Append-only: who changed what, by ids and counts, never contents.
CREATE TABLE audit_event (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL,
  account_id uuid,                   -- null: the system itself
  action text NOT NULL,
  entity text NOT NULL,
  entity_id text,
  details jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_event_entity ON audit_event (entity, entity_id);
-- Small facts of the installation: secrets of signed links, whether demo data was offered, ...
CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);
