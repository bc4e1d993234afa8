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
