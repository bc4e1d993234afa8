-- The municipality's own registrations (apps) at platforms, which many accounts share, and what of a platform's quota
-- is used.
CREATE TABLE platform_registration (
  municipality_id int NOT NULL REFERENCES municipality,
  -- The `connection` of the webhook address.
  registration_id uuid NOT NULL,
  platform text NOT NULL,
  settings jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, registration_id),
  UNIQUE (municipality_id, platform, settings)
);

-- Encrypted with a key that is not in the database (infra/signing).
CREATE TABLE registration_secret (
  municipality_id int NOT NULL,
  registration_id uuid NOT NULL,
  name text NOT NULL,
  ciphertext bytea NOT NULL,
  PRIMARY KEY (municipality_id, registration_id, name),
  FOREIGN KEY (municipality_id, registration_id) REFERENCES platform_registration
);

ALTER TABLE account ADD COLUMN registration_id uuid;
ALTER TABLE account ADD FOREIGN KEY (municipality_id, registration_id) REFERENCES platform_registration;

-- Units used until a quota begins anew. The holder is a registration, or an account that has none.
CREATE TABLE quota_use (
  municipality_id int NOT NULL REFERENCES municipality,
  holder_id uuid NOT NULL,
  name text NOT NULL,
  units bigint NOT NULL,
  until timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, holder_id, name)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['platform_registration', 'registration_secret', 'quota_use'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY municipality ON %I USING (municipality_id = nullif(current_setting(''app.municipality'', true), '''')::int)',
      name);
  END LOOP;
END $$;

-- What platforms told us of, as it came: the proof of how a record was found. The same bytes again are the same delivery.
CREATE TABLE webhook_delivery (
  municipality_id int NOT NULL,
  registration_id uuid NOT NULL,
  sha256 bytea NOT NULL,
  bytes bytea NOT NULL,
  -- Those headers that carry a signature, and no others.
  headers jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, registration_id, sha256),
  FOREIGN KEY (municipality_id, registration_id) REFERENCES platform_registration
);
COMMENT ON TABLE webhook_delivery IS 'append-only: removed only by disposal';

ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY;
CREATE POLICY municipality ON webhook_delivery
  USING (municipality_id = nullif(current_setting('app.municipality', true), '')::int);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON webhook_delivery FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_all BEFORE TRUNCATE ON webhook_delivery FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
