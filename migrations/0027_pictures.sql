-- Pictures known by what they show, the same text many times, who reads which language, and care for those who look.
-- What is here is derived from records, or is a person's own choice; the records themselves stay in the archive.

-- Each picture and film of an item, by its hashes. pdq is missing for what is not a picture that could be read.
CREATE TABLE picture (
  municipality_id int NOT NULL REFERENCES municipality,
  record_id uuid NOT NULL,
  version int NOT NULL,
  part text NOT NULL,
  sha256 bytea NOT NULL,
  md5 bytea NOT NULL,
  pdq bytea,
  -- Why it could not be looked at, Swedish; written before it is read, so that what ends the process is not read twice.
  failure text,
  -- [{label, source}], and their labels once more for lists.
  findings jsonb NOT NULL DEFAULT '[]',
  labels text[] NOT NULL DEFAULT '{}',
  -- Why the municipality's own classifier said nothing, Swedish.
  not_judged text,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, record_id, version, part)
);
CREATE INDEX picture_sha256 ON picture (municipality_id, sha256);

-- "Den här bilden igen": a person marks a picture of an item that a measure was taken on.
CREATE TABLE picture_mark (
  municipality_id int NOT NULL REFERENCES municipality,
  mark_id uuid NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  part text NOT NULL,
  sha256 bytea NOT NULL,
  pdq bytea,
  -- What was done with the item, and when: what is said of a picture that resembles it.
  measure_kind text NOT NULL,
  measured_at timestamptz NOT NULL,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  PRIMARY KEY (municipality_id, mark_id)
);
CREATE UNIQUE INDEX picture_mark_once ON picture_mark (municipality_id, sha256) WHERE withdrawn_at IS NULL;

-- Lists of hashes that the police or somebody else has given the municipality.
CREATE TABLE picture_list (
  municipality_id int NOT NULL REFERENCES municipality,
  list_id uuid NOT NULL,
  name text NOT NULL,
  source text NOT NULL,
  hashes int NOT NULL,
  -- A list of pdq, 32 bytes each, one after the other: they are gone through together, in the worker.
  pdq bytea,
  staff_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, list_id)
);

ALTER TABLE picture_list ALTER COLUMN pdq SET STORAGE EXTERNAL;

CREATE TABLE picture_hash (
  municipality_id int NOT NULL,
  list_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('sha256', 'md5')),
  hash bytea NOT NULL,
  PRIMARY KEY (municipality_id, kind, hash, list_id),
  FOREIGN KEY (municipality_id, list_id) REFERENCES picture_list ON DELETE CASCADE
);
CREATE INDEX picture_hash_list ON picture_hash (municipality_id, list_id);

-- Texts of the last days by what is common to nearly equal ones; a day later only those that were repeated are left.
CREATE TABLE text_print (
  municipality_id int NOT NULL,
  print bigint NOT NULL,
  record_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, print, record_id)
);
CREATE INDEX text_print_at ON text_print (municipality_id, at);

-- The same text, several times: whose group is named by the first that came.
CREATE TABLE repeated_text (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  group_id uuid NOT NULL,
  account_id uuid NOT NULL,
  -- When it was written.
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, record_id)
);
CREATE INDEX repeated_text_group ON repeated_text (municipality_id, group_id, at);

-- What a person says of their reading. The languages are shown to colleagues, the rest to nobody else.
CREATE TABLE reader (
  municipality_id int NOT NULL,
  staff_id uuid NOT NULL,
  languages text[] NOT NULL DEFAULT '{}',
  -- Until when the reminder of a break is left out.
  quiet_until timestamptz,
  PRIMARY KEY (municipality_id, staff_id),
  FOREIGN KEY (municipality_id, staff_id) REFERENCES staff (municipality_id, staff_id)
);

-- What an item is written in, when that is not Swedish.
ALTER TABLE task ADD COLUMN language text;

SELECT protect('picture', 'picture_mark', 'picture_list', 'picture_hash', 'text_print', 'repeated_text', 'reader');
