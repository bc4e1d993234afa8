-- diarieserie: a row of numbers that the municipality has named, for one committee.
CREATE TABLE diary_series (
  municipality_id int NOT NULL REFERENCES municipality,
  -- Stands first in every number: 'KS'.
  series text NOT NULL,
  committee text NOT NULL,
  -- own: numbers are given here · byHand: the municipality's own diary system gives them, and a person types them
  numbering text NOT NULL CHECK (numbering IN ('own', 'byHand')),
  PRIMARY KEY (municipality_id, series)
);

-- The last number given in a series and year. Locked by whoever takes the next, until that entry is sealed or undone.
CREATE TABLE diary_year (
  municipality_id int NOT NULL,
  series text NOT NULL,
  year int NOT NULL,
  last int NOT NULL,
  PRIMARY KEY (municipality_id, series, year),
  FOREIGN KEY (municipality_id, series) REFERENCES diary_series
);

-- diariepost: as its newest version reads. Every version is a record of type 5 under the same id.
CREATE TABLE diary_entry (
  municipality_id int NOT NULL REFERENCES municipality,
  entry_id uuid NOT NULL,
  -- The newest sealed version; 0 while it is only proposed.
  version int NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed', 'registered', 'declined')),
  -- The record that it is about; others are linked in diary_record.
  record_id uuid NOT NULL,
  -- null: it concerns the municipality as a whole.
  account_id uuid,
  number text,
  series text,
  -- Given here, in its series and the year of its number; null where it was typed.
  serial int,
  direction text NOT NULL CHECK (direction IN ('received', 'drawnUp')),
  -- When it came in or was made.
  day date NOT NULL,
  -- From or to.
  counterpart text NOT NULL,
  matter text NOT NULL,
  committee text NOT NULL,
  secrecy text NOT NULL CHECK (secrecy IN ('yes', 'no', 'unknown')),
  -- A ground's id in the rulebook, or ''; and free words beside it.
  ground_id text NOT NULL,
  ground_words text NOT NULL,
  -- When it came in or was made, to the minute: the law says to register without delay.
  since timestamptz NOT NULL,
  proposed_by uuid NOT NULL,
  proposed_at timestamptz NOT NULL,
  -- To the registrar.
  note text NOT NULL,
  settled_by uuid,
  settled_at timestamptz,
  -- keptInOrder · minor
  declined_as text CHECK (declined_as IN ('keptInOrder', 'minor')),
  PRIMARY KEY (municipality_id, entry_id),
  FOREIGN KEY (municipality_id, series) REFERENCES diary_series,
  CHECK ((state = 'registered') = (number IS NOT NULL)),
  CHECK ((state = 'proposed') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX diary_entry_number ON diary_entry (municipality_id, number);
-- A record is proposed once, unless it was declined.
CREATE UNIQUE INDEX diary_entry_once ON diary_entry (municipality_id, record_id) WHERE state <> 'declined';
CREATE INDEX diary_entry_list ON diary_entry (municipality_id, settled_at DESC, entry_id DESC) WHERE state = 'registered';
CREATE INDEX diary_entry_waiting ON diary_entry (municipality_id, since) WHERE state = 'proposed';

-- What an entry points at: sealed versions of records.
CREATE TABLE diary_record (
  municipality_id int NOT NULL,
  entry_id uuid NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  added_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, entry_id, record_id),
  FOREIGN KEY (municipality_id, entry_id) REFERENCES diary_entry
);
CREATE INDEX diary_record_by_record ON diary_record (municipality_id, record_id);
COMMENT ON TABLE diary_record IS 'append-only: what belongs to an entry goes on belonging to it';

SELECT protect('diary_series', 'diary_year', 'diary_entry', 'diary_record');

-- moveOut: the answer that asks a sender to write another way than in the channel.
ALTER TABLE saved_reply ADD COLUMN purpose text NOT NULL DEFAULT 'usual' CHECK (purpose IN ('usual', 'moveOut'));
