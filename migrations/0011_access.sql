-- How an account's access to its platform lasts, and what it has shown that it can do.
CREATE TABLE account_access (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  -- When the first of its tokens ends; null: it does not, or nobody has said when.
  ends_at timestamptz,
  -- When the tokens came.
  refreshed_at timestamptz NOT NULL,
  -- When something is to be done about it; null: nothing.
  next_attempt_at timestamptz,
  failing_since timestamptz,
  -- When somebody was told of the failure.
  told_at timestamptz,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- Sign-ins at a platform that are under way: once each, in the session that began it.
CREATE TABLE access_attempt (
  municipality_id int NOT NULL,
  state_sha256 bytea NOT NULL,
  session_sha256 bytea NOT NULL,
  account_id uuid NOT NULL,
  verifier_ciphertext bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, state_sha256),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- What the platform last said that the access can do, by asking and changing nothing.
CREATE TABLE account_capability (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  capability text NOT NULL,
  works boolean NOT NULL,
  detail text NOT NULL,
  at timestamptz NOT NULL,
  -- The last proof of life; null: it has never worked.
  worked_at timestamptz,
  PRIMARY KEY (municipality_id, account_id, capability),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

CREATE TABLE account_probe (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  next_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- Who has been told of something that goes on, so that each is told once: a health task's escalation, a version's end.
CREATE TABLE alarm_told (
  municipality_id int NOT NULL REFERENCES municipality,
  alarm text NOT NULL,
  told text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, alarm, told)
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['account_access', 'access_attempt', 'account_capability', 'account_probe', 'alarm_told'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY municipality ON %I USING (municipality_id = nullif(current_setting(''app.municipality'', true), '''')::int)',
      name);
  END LOOP;
END $$;
