-- The house's first tables. Rules of the schema: docs/architecture.md ("Rules of the schema").
-- municipality_id is first in every key; row-level security is on for every table (last statement);
-- a comment that begins "append-only" makes `migrate` withhold UPDATE, DELETE and TRUNCATE from the application.
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TABLE municipality (
  municipality_id int PRIMARY KEY,
  name text NOT NULL,
  slug text NOT NULL UNIQUE,
  host text UNIQUE,
  log_origin text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);

-- The only way to see across municipalities: which there are, and which one answers on a host name.
CREATE FUNCTION municipality_directory()
RETURNS TABLE (municipality_id int, name text, slug text, host text, log_origin text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT m.municipality_id, m.name, m.slug, m.host, m.log_origin FROM municipality m ORDER BY m.municipality_id $$;

CREATE TABLE committee (
  municipality_id int NOT NULL REFERENCES municipality,
  committee_id uuid NOT NULL,
  name text NOT NULL,
  is_executive_board boolean NOT NULL DEFAULT false,
  PRIMARY KEY (municipality_id, committee_id),
  UNIQUE (municipality_id, name)
);

CREATE TABLE department (
  municipality_id int NOT NULL REFERENCES municipality,
  department_id uuid NOT NULL,
  committee_id uuid,
  name text NOT NULL,
  PRIMARY KEY (municipality_id, department_id),
  UNIQUE (municipality_id, name),
  FOREIGN KEY (municipality_id, committee_id) REFERENCES committee
);

CREATE TABLE unit (
  municipality_id int NOT NULL,
  unit_id uuid NOT NULL,
  department_id uuid NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (municipality_id, unit_id),
  UNIQUE (municipality_id, department_id, name),
  FOREIGN KEY (municipality_id, department_id) REFERENCES department
);

CREATE TABLE staff (
  municipality_id int NOT NULL REFERENCES municipality,
  staff_id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (municipality_id, staff_id),
  UNIQUE (municipality_id, email)
);

-- A role held in one department, or, where department_id is null, in the whole municipality.
CREATE TABLE staff_role (
  municipality_id int NOT NULL,
  staff_id uuid NOT NULL,
  role text NOT NULL,
  department_id uuid,
  UNIQUE NULLS NOT DISTINCT (municipality_id, staff_id, role, department_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff,
  FOREIGN KEY (municipality_id, department_id) REFERENCES department
);

CREATE TABLE sign_in_link (
  municipality_id int NOT NULL,
  token_hash bytea NOT NULL,
  staff_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (municipality_id, token_hash),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

CREATE TABLE session (
  municipality_id int NOT NULL,
  token_hash bytea NOT NULL,
  staff_id uuid NOT NULL,
  method text NOT NULL,
  csrf_token text NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (municipality_id, token_hash),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

CREATE TABLE passkey (
  municipality_id int NOT NULL,
  credential_id text NOT NULL,
  staff_id uuid NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL DEFAULT '{}',
  label text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  PRIMARY KEY (municipality_id, credential_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

-- A challenge lives until it is answered once, or five minutes.
CREATE TABLE passkey_challenge (
  municipality_id int NOT NULL REFERENCES municipality,
  challenge text NOT NULL,
  staff_id uuid,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, challenge)
);

-- Attempts per key (an address, an e-mail hash) in a window: the rate limiter of sign-in and public forms.
CREATE TABLE rate_window (
  municipality_id int NOT NULL REFERENCES municipality,
  bucket text NOT NULL,
  window_start timestamptz NOT NULL,
  hits int NOT NULL,
  PRIMARY KEY (municipality_id, bucket, window_start)
);

CREATE TABLE policy_version (
  municipality_id int NOT NULL REFERENCES municipality,
  version int NOT NULL,
  preset text NOT NULL,
  settings jsonb NOT NULL,
  note text NOT NULL,
  staff_id uuid,
  valid_from timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, version)
);
COMMENT ON TABLE policy_version IS 'append-only: what was done keeps the version it was done under';

CREATE TABLE audit_event (
  municipality_id int NOT NULL REFERENCES municipality,
  audit_id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  staff_id uuid,
  actor text NOT NULL,
  verb text NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (municipality_id, audit_id)
);
COMMENT ON TABLE audit_event IS 'append-only: who did and who read what';
CREATE INDEX audit_event_subject ON audit_event (municipality_id, subject_kind, subject_id, audit_id DESC);

-- Written in the transaction of what it announces; relayed to the job queue, at least once, by an idempotent relay.
CREATE TABLE outbox (
  municipality_id int NOT NULL,
  outbox_id bigint GENERATED ALWAYS AS IDENTITY,
  event text NOT NULL,
  payload jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, outbox_id)
);
