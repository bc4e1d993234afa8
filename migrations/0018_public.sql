-- In public: how the public pages look and what they say, politicians' own links, what is said of each account,
-- notices from the public (anmälan), and an author's request for another try (begäran om ny prövning).
CREATE TABLE public_setting (
  municipality_id int PRIMARY KEY REFERENCES municipality,
  settings jsonb NOT NULL,
  logotype bytea,
  logotype_type text,
  changed_at timestamptz NOT NULL,
  changed_by uuid
);

-- A politician's own channel; nothing is ever collected from it.
CREATE TABLE politician_link (
  municipality_id int NOT NULL REFERENCES municipality,
  link_id uuid NOT NULL,
  name text NOT NULL,
  seat text NOT NULL,
  channel text NOT NULL,
  url text NOT NULL,
  added_at timestamptz NOT NULL,
  added_by uuid,
  PRIMARY KEY (municipality_id, link_id)
);

-- Why an account was closed, for everyone.
ALTER TABLE account ADD COLUMN IF NOT EXISTS closed_reason text;

-- What the public is told of one account beside what its row says.
CREATE TABLE public_account (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  -- Its own hours of watch; '' where they are the municipality's.
  watched text NOT NULL,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- A notice from the public. Its record is sealed in the archive under the same id; this is what answers the notifier.
CREATE TABLE flag (
  municipality_id int NOT NULL REFERENCES municipality,
  flag_id uuid NOT NULL,
  number text NOT NULL,
  -- Of the secret part of the notifier's link: with it the notifier sees the own words, without it only the outcome.
  key_sha256 bytea NOT NULL,
  -- What it is about, so that notices of the same fold into one task.
  subject text NOT NULL,
  task_id uuid NOT NULL,
  reason text NOT NULL,
  link text NOT NULL,
  text text NOT NULL,
  account_id uuid,
  email text,
  received_at timestamptz NOT NULL,
  told_at timestamptz,
  PRIMARY KEY (municipality_id, flag_id),
  UNIQUE (municipality_id, number)
);
CREATE INDEX flag_subject ON flag (municipality_id, subject, received_at DESC);
CREATE INDEX flag_task ON flag (municipality_id, task_id, received_at DESC);
CREATE INDEX flag_untold ON flag (municipality_id, received_at) WHERE email IS NOT NULL AND told_at IS NULL;

CREATE TABLE flag_answer (
  municipality_id int NOT NULL,
  -- The decision's record in the archive.
  answer_id uuid NOT NULL,
  task_id uuid NOT NULL,
  outcome text NOT NULL,
  text text NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, answer_id)
);
COMMENT ON TABLE flag_answer IS 'append-only: what the public was told stands';
CREATE INDEX flag_answer_task ON flag_answer (municipality_id, task_id, at DESC);

-- A measure under the municipality's own house rules is given out to the author by a number, and may be tried again.
ALTER TABLE measure ADD COLUMN number text;
CREATE UNIQUE INDEX measure_number ON measure (municipality_id, number) WHERE number IS NOT NULL;

-- An author's request for another try; its record is sealed under the same id. One for each measure.
CREATE TABLE reconsideration (
  municipality_id int NOT NULL REFERENCES municipality,
  request_id uuid NOT NULL,
  measure_id uuid NOT NULL,
  task_id uuid NOT NULL,
  text text NOT NULL,
  received_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, request_id),
  UNIQUE (municipality_id, measure_id)
);
COMMENT ON TABLE reconsideration IS 'append-only: what was asked for stands';
CREATE INDEX reconsideration_task ON reconsideration (municipality_id, task_id);

CREATE TABLE reconsideration_decision (
  municipality_id int NOT NULL,
  request_id uuid NOT NULL,
  -- The decision's record in the archive.
  decision_id uuid NOT NULL,
  -- stands · shownAgain: it was ordered back · mayWriteAgain: we were wrong, and the platform cannot bring it back
  outcome text NOT NULL CHECK (outcome IN ('stands', 'shownAgain', 'mayWriteAgain')),
  text text NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, request_id)
);
COMMENT ON TABLE reconsideration_decision IS 'append-only: what was decided stands';

-- A notice names an item by its address. Hash: addresses can be longer than a page of a tree takes.
CREATE INDEX item_permalink ON item USING hash (permalink);

SELECT protect('public_setting', 'politician_link', 'public_account', 'flag', 'flag_answer', 'reconsideration',
  'reconsideration_decision');
