-- The guideline, demand by demand and account by account: what was seen, who attested what, and what came of it.

-- Units that an account is for; several may share one (R1).
CREATE TABLE account_unit (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, account_id, unit_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account,
  FOREIGN KEY (municipality_id, unit_id) REFERENCES unit
);

-- The account as its platform last showed it. After a failure the profile before stands, with the time that it is from.
CREATE TABLE account_profile (
  municipality_id int NOT NULL,
  account_id uuid NOT NULL,
  profile jsonb,
  seen_at timestamptz,
  -- Swedish: why it was not shown the last time; null: it was.
  failure text,
  judged_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, account_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

CREATE TABLE guideline_outcome (
  municipality_id int NOT NULL,
  outcome_id bigint GENERATED ALWAYS AS IDENTITY,
  account_id uuid NOT NULL,
  check_id text NOT NULL,
  at timestamptz NOT NULL,
  -- met · notMet · unknown (a person must attest) · notDemanded
  outcome text NOT NULL,
  why text NOT NULL,
  policy_version int NOT NULL,
  PRIMARY KEY (municipality_id, outcome_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);
COMMENT ON TABLE guideline_outcome IS 'append-only: a row each time that an outcome or its reason changes; the newest is what holds';
CREATE INDEX guideline_outcome_newest ON guideline_outcome (municipality_id, account_id, check_id, outcome_id DESC);

CREATE TABLE attestation (
  municipality_id int NOT NULL,
  attestation_id bigint GENERATED ALWAYS AS IDENTITY,
  account_id uuid NOT NULL,
  check_id text NOT NULL,
  met boolean NOT NULL,
  -- The last day that it counts.
  valid_until date NOT NULL,
  note text NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, attestation_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);
COMMENT ON TABLE attestation IS 'append-only: an attestation is replaced by a newer one, never edited';
CREATE INDEX attestation_newest ON attestation (municipality_id, account_id, check_id, attestation_id DESC);

-- Processing of personal data in an account (R19); the newest holds.
CREATE TABLE account_processing (
  municipality_id int NOT NULL,
  processing_id bigint GENERATED ALWAYS AS IDENTITY,
  account_id uuid NOT NULL,
  at timestamptz NOT NULL,
  purpose text NOT NULL,
  legal_basis text NOT NULL,
  -- Whose data, and what data.
  people text NOT NULL,
  -- Who else gets them, and whether they leave the EU.
  recipients text NOT NULL,
  staff_id uuid,
  PRIMARY KEY (municipality_id, processing_id),
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);
COMMENT ON TABLE account_processing IS 'append-only: what was stated before stays';

-- What all of the municipality's accounts point at; the newest holds.
CREATE TABLE municipality_particulars (
  municipality_id int NOT NULL REFERENCES municipality,
  particulars_id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  website text NOT NULL,
  data_protection_officer text NOT NULL,
  staff_id uuid,
  PRIMARY KEY (municipality_id, particulars_id)
);
COMMENT ON TABLE municipality_particulars IS 'append-only: what was stated before stays';

SELECT protect('account_unit', 'account_profile', 'guideline_outcome', 'attestation', 'account_processing',
               'municipality_particulars');
