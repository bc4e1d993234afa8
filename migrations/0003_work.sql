-- The daily work: accounts, collection, screening, tasks, measures, supervision.
CREATE TABLE account (
  municipality_id int NOT NULL REFERENCES municipality,
  account_id uuid NOT NULL,
  platform text NOT NULL,
  name text NOT NULL,
  url text,
  department_id uuid NOT NULL,
  unit_id uuid,
  purpose text NOT NULL DEFAULT '',
  settings jsonb NOT NULL DEFAULT '{}',
  -- Whether its own addresses may lie on a private network: only where the operator entered it at the machine.
  private_allowed boolean NOT NULL DEFAULT false,
  owner_staff_id uuid,
  deputy_staff_id uuid,
  state text NOT NULL DEFAULT 'active',
  created_at timestamptz NOT NULL,
  closed_at timestamptz,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, department_id) REFERENCES department,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES unit,
  FOREIGN KEY (municipality_id, owner_staff_id) REFERENCES staff (municipality_id, staff_id),
  FOREIGN KEY (municipality_id, deputy_staff_id) REFERENCES staff (municipality_id, staff_id)
);

-- Encrypted with a key that is not in the database (infra/signing).
CREATE TABLE account_secret (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  name text NOT NULL,
  ciphertext bytea NOT NULL,
  PRIMARY KEY (municipality_id, account_id, name),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- Where collection stands for an account, and its health.
CREATE TABLE collection_state (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  cursor jsonb,
  last_attempt_at timestamptz,
  last_success_at timestamptz,
  last_reconciled_at timestamptz,
  next_attempt_at timestamptz NOT NULL,
  failing_since timestamptz,
  failure text,
  failure_detail text,
  reported_count int,
  known_count int,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- Every hour of every account: collected, nothingNew, or gap with its reason. Only the present hour is updated.
CREATE TABLE account_hour (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('collected', 'nothingNew', 'gap')),
  rounds int NOT NULL DEFAULT 0,
  items int NOT NULL DEFAULT 0,
  reason text,
  explained_by uuid,
  explanation text,
  PRIMARY KEY (municipality_id, account_id, hour)
);

-- Media that could not be kept, and why: never silently missing.
CREATE TABLE media_refusal (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  part text NOT NULL,
  url text NOT NULL,
  reason text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, record_id, version, part)
);
COMMENT ON TABLE media_refusal IS 'append-only: what was not kept is said';

-- Subscriptions at a hub (WebSub), one per account.
CREATE TABLE push_subscription (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  hub text NOT NULL,
  topic text NOT NULL,
  secret_ciphertext bytea NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

CREATE TABLE screening (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  policy_version int NOT NULL,
  language text NOT NULL,
  labels text[] NOT NULL,
  reasons jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, record_id, version)
);

-- What needs a person.
CREATE TABLE task (
  municipality_id int NOT NULL,
  task_id uuid NOT NULL,
  kind text NOT NULL,
  subject_id text NOT NULL,
  record_id uuid,
  account_id uuid,
  department_id uuid,
  labels text[] NOT NULL DEFAULT '{}',
  urgency smallint NOT NULL,
  due_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  assigned_staff_id uuid,
  claimed_by uuid,
  claimed_until timestamptz,
  seen_at timestamptz,
  seen_by uuid,
  snoozed_until timestamptz,
  done_at timestamptz,
  done_by uuid,
  outcome text,
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (municipality_id, task_id)
);
CREATE UNIQUE INDEX task_open_once ON task (municipality_id, kind, subject_id) WHERE done_at IS NULL;
CREATE INDEX task_open ON task (municipality_id, urgency, due_at, task_id) WHERE done_at IS NULL;
CREATE INDEX task_done ON task (municipality_id, done_at DESC) WHERE done_at IS NOT NULL;
CREATE INDEX task_record ON task (municipality_id, record_id);

-- A measure is a record of type 4; this is where its carrying out stands.
CREATE TABLE measure (
  municipality_id int NOT NULL,
  measure_id uuid NOT NULL,
  record_id uuid NOT NULL,
  account_id uuid NOT NULL,
  kind text NOT NULL,
  ground_id text,
  ground_wording text,
  note text NOT NULL DEFAULT '',
  policy_version int NOT NULL,
  staff_id uuid NOT NULL,
  requested_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('requested', 'sealed', 'sent', 'done', 'refused', 'unknown', 'byHand')),
  detail text NOT NULL DEFAULT '',
  finished_at timestamptz,
  undoes uuid,
  PRIMARY KEY (municipality_id, measure_id)
);
CREATE INDEX measure_record ON measure (municipality_id, record_id, requested_at);
CREATE INDEX measure_open ON measure (municipality_id, requested_at) WHERE finished_at IS NULL;

-- Each step of a measure, as it happened; the history on the item's page.
CREATE TABLE measure_step (
  municipality_id int NOT NULL,
  measure_id uuid NOT NULL,
  step int NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  record_id uuid,
  record_version int,
  detail text NOT NULL DEFAULT '',
  PRIMARY KEY (municipality_id, measure_id, step)
);
COMMENT ON TABLE measure_step IS 'append-only: what happened is never edited';

-- Somebody has looked: through the account, up to and including the item named. Also a record of type 14.
CREATE TABLE supervision_round (
  municipality_id int NOT NULL,
  round_id uuid NOT NULL,
  account_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  as_deputy boolean NOT NULL,
  at timestamptz NOT NULL,
  last_record_id uuid,
  items int NOT NULL,
  policy_version int NOT NULL,
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (municipality_id, round_id)
);
COMMENT ON TABLE supervision_round IS 'append-only: a round that was done is not undone';
CREATE INDEX supervision_round_account ON supervision_round (municipality_id, account_id, at DESC);

CREATE TABLE supervision_explanation (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  day date NOT NULL,
  staff_id uuid NOT NULL,
  explanation text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, account_id, day)
);
COMMENT ON TABLE supervision_explanation IS 'append-only: an explanation never changes the coverage figure';
