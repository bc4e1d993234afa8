-- Log-in details of accounts, encrypted with a key that is not in the database (infra/signing).
CREATE TABLE vault_entry (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  -- The shared address that owns the account: no secret, it is reported.
  owner_address text NOT NULL,
  ciphertext bytea NOT NULL,
  -- Which details there are, by code: userName, password, recoveryCodes, totpSeed.
  holds text[] NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by uuid,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

CREATE TABLE vault_step (
  municipality_id int NOT NULL,
  opening_id uuid NOT NULL,
  -- asked · opened · refused · shown
  step text NOT NULL,
  account_id uuid NOT NULL,
  -- twoPersons · crisis
  way text NOT NULL,
  drill boolean NOT NULL,
  reason text NOT NULL,
  staff_id uuid NOT NULL,
  -- The name as it was then.
  name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, opening_id, step),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);
COMMENT ON TABLE vault_step IS 'append-only: who asked, who approved and when it was shown; each step once';
CREATE INDEX vault_step_account ON vault_step (municipality_id, account_id, at DESC);

-- Reminders that have been sent, so that each is sent once.
CREATE TABLE vault_reminder (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  cause text NOT NULL,
  -- From when the cause is; a new one is a new reminder.
  since timestamptz NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, account_id, cause, since),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

SELECT protect('vault_entry', 'vault_step', 'vault_reminder');
