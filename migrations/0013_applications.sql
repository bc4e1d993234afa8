-- The life of an account: applied for, decided, handed over, paused, closed.

ALTER TABLE account
  ADD COLUMN short_name text NOT NULL DEFAULT '',
  -- false: in use, but entered from a list without its settings; nothing is collected until somebody connects it.
  ADD COLUMN connected boolean NOT NULL DEFAULT true,
  -- Nothing is published for the time being; what others write is collected and watched all the same.
  ADD COLUMN paused_at timestamptz,
  ADD COLUMN paused_reason text,
  -- Shown to everyone.
  ADD COLUMN closed_reason text;

-- ansökan: what never changes of it. What is written in it and what has happened to it stand in the two tables below.
CREATE TABLE application (
  municipality_id int NOT NULL REFERENCES municipality,
  application_id uuid NOT NULL,
  -- Counted from 1 each year: A-2026-06.
  year int NOT NULL,
  number int NOT NULL,
  platform text NOT NULL,
  department_id uuid NOT NULL,
  applicant_staff_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, application_id),
  UNIQUE (municipality_id, year, number),
  FOREIGN KEY (municipality_id, department_id) REFERENCES department,
  FOREIGN KEY (municipality_id, applicant_staff_id) REFERENCES staff (municipality_id, staff_id)
);

-- Every version of every field of a plan. The key lets one of two who write at once in: the other sees both texts.
CREATE TABLE application_text (
  municipality_id int NOT NULL,
  application_id uuid NOT NULL,
  field text NOT NULL,
  version int NOT NULL,
  text text NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, application_id, field, version),
  FOREIGN KEY (municipality_id, application_id) REFERENCES application
);
COMMENT ON TABLE application_text IS 'append-only: no text that somebody wrote is lost';

-- What has happened in the life of an application or an account: each is a sealed decision, by the same id.
CREATE TABLE life_step (
  municipality_id int NOT NULL REFERENCES municipality,
  step_id uuid NOT NULL,
  application_id uuid,
  account_id uuid,
  kind text NOT NULL,
  detail jsonb NOT NULL,
  staff_id uuid,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, step_id),
  CHECK (num_nonnulls(application_id, account_id) >= 1),
  FOREIGN KEY (municipality_id, application_id) REFERENCES application,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);
COMMENT ON TABLE life_step IS 'append-only: where an application or an account stands follows from its steps';
CREATE INDEX life_step_application ON life_step (municipality_id, application_id, at) WHERE application_id IS NOT NULL;
CREATE INDEX life_step_account ON life_step (municipality_id, account_id, at) WHERE account_id IS NOT NULL;

-- A list of accounts that somebody has sent and not yet confirmed; gone once it is entered, or the day after.
CREATE TABLE account_list (
  municipality_id int NOT NULL,
  list_id uuid NOT NULL,
  staff_id uuid NOT NULL,
  rows jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, list_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff
);

SELECT protect('application', 'application_text', 'life_step', 'account_list');
