-- Publishing (C1, C7, C8): written once for several accounts, approved, sent when its time comes, found again.
CREATE TABLE publication (
  municipality_id int NOT NULL REFERENCES municipality,
  publication_id uuid NOT NULL,
  title text NOT NULL DEFAULT '',
  text text NOT NULL,
  link text NOT NULL DEFAULT '',
  -- The news that it was drafted from; null: written here.
  origin_url text,
  origin_title text,
  -- When it is to leave; null: as soon as it is approved.
  planned_at timestamptz,
  -- held: something stopped it when its time came, and a person must mend it
  state text NOT NULL DEFAULT 'draft'
    CHECK (state IN ('draft', 'waiting', 'planned', 'sending', 'held', 'finished', 'cancelled')),
  -- Why it is held, or was sent back; Swedish.
  detail text NOT NULL DEFAULT '',
  -- One more with each change of what it says: a form tells which one it was drawn from.
  version int NOT NULL DEFAULT 1,
  -- null: drafted by the program.
  created_by uuid,
  created_at timestamptz NOT NULL,
  changed_by uuid,
  changed_at timestamptz NOT NULL,
  asked_by uuid,
  approved_by uuid,
  approved_at timestamptz,
  -- SHA-256 of all that was approved: nothing else is sent.
  approved_sha256 bytea,
  PRIMARY KEY (municipality_id, publication_id)
);
CREATE INDEX publication_planned ON publication (municipality_id, planned_at) WHERE state = 'planned';
CREATE INDEX publication_changed ON publication (municipality_id, changed_at);

-- Where it is to stand. What is drawn up for the account is a record of its own, whose id is also the key it is sent under.
CREATE TABLE publication_account (
  municipality_id int NOT NULL,
  publication_id uuid NOT NULL,
  account_id uuid NOT NULL,
  record_id uuid NOT NULL,
  -- Other words than the common ones; null: the common ones.
  own_text text,
  -- sent: the order may have left the house · unknown: what came of it must be looked up · left: it is not to be published there
  state text NOT NULL DEFAULT 'chosen'
    CHECK (state IN ('chosen', 'sent', 'unknown', 'published', 'failed', 'byHand', 'left')),
  detail text NOT NULL DEFAULT '',
  platform_id text,
  permalink text,
  finished_at timestamptz,
  PRIMARY KEY (municipality_id, publication_id, account_id),
  FOREIGN KEY (municipality_id, publication_id) REFERENCES publication ON DELETE CASCADE,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);
CREATE INDEX publication_account_platform ON publication_account (municipality_id, account_id, platform_id);

-- Pictures, or a film and its captions. The bytes lie in the blob store under media_id.
CREATE TABLE publication_media (
  municipality_id int NOT NULL,
  media_id uuid NOT NULL,
  publication_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('picture', 'film', 'captions')),
  place int NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes int NOT NULL,
  sha256 bytea NOT NULL,
  alt text NOT NULL DEFAULT '',
  PRIMARY KEY (municipality_id, media_id),
  FOREIGN KEY (municipality_id, publication_id) REFERENCES publication ON DELETE CASCADE
);
CREATE INDEX publication_media_of ON publication_media (municipality_id, publication_id, place);

-- Who did what and what came of it, on which account (null: all of them).
CREATE TABLE publication_step (
  municipality_id int NOT NULL REFERENCES municipality,
  publication_id uuid NOT NULL,
  step_id bigint GENERATED ALWAYS AS IDENTITY,
  account_id uuid,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  staff_id uuid,
  detail text NOT NULL DEFAULT '',
  PRIMARY KEY (municipality_id, publication_id, step_id)
);
COMMENT ON TABLE publication_step IS 'append-only';

SELECT protect('publication', 'publication_account', 'publication_media', 'publication_step');
