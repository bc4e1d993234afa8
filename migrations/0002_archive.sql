-- The archive: what was accepted (entry), its content until disposal (content, part), its place in the log
-- (log_index, log_tile, checkpoint), and the present state of items derived from it (item).
-- No foreign keys on the hot tables: bulk import writes them by COPY in one checked function.
CREATE TABLE entry (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  type smallint NOT NULL,
  time_ms bigint NOT NULL,
  commitment bytea NOT NULL,
  PRIMARY KEY (municipality_id, record_id, version)
);
COMMENT ON TABLE entry IS 'append-only: the 72 bytes that the log commits to (design/evidence.md)';

CREATE TABLE content (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  salt bytea NOT NULL,
  fields text NOT NULL,
  manifest text NOT NULL,
  PRIMARY KEY (municipality_id, record_id, version)
);
COMMENT ON TABLE content IS 'append-only: removed only by disposal, through its own function';

-- bytes lie here when small (content), otherwise in the blob store under this row's own key (content is null).
CREATE TABLE part (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  content bytea,
  PRIMARY KEY (municipality_id, record_id, version, name)
);
COMMENT ON TABLE part IS 'append-only: removed only by disposal, through its own function';

-- Accepted and not yet given an index: written with the entry, removed by the sequencer.
CREATE TABLE entry_pending (
  municipality_id int NOT NULL,
  pending_id bigint GENERATED ALWAYS AS IDENTITY,
  record_id uuid NOT NULL,
  version int NOT NULL,
  PRIMARY KEY (municipality_id, pending_id)
);

CREATE TABLE log_head (
  municipality_id int NOT NULL REFERENCES municipality,
  log_number smallint NOT NULL,
  size bigint NOT NULL,
  edge bytea NOT NULL,
  PRIMARY KEY (municipality_id, log_number)
);

CREATE TABLE log_index (
  municipality_id int NOT NULL,
  log_number smallint NOT NULL,
  index bigint NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  PRIMARY KEY (municipality_id, log_number, index),
  UNIQUE (municipality_id, record_id, version)
);
COMMENT ON TABLE log_index IS 'append-only: a given place in the log is never given again';

CREATE TABLE log_tile (
  municipality_id int NOT NULL,
  log_number smallint NOT NULL,
  level smallint NOT NULL,
  index bigint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (municipality_id, log_number, level, index)
);
COMMENT ON TABLE log_tile IS 'append-only: full tiles (256 hashes); partial ones are derived from log_head.edge';

CREATE TABLE checkpoint (
  municipality_id int NOT NULL,
  log_number smallint NOT NULL,
  size bigint NOT NULL,
  root bytea NOT NULL,
  note text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, log_number, size)
);
COMMENT ON TABLE checkpoint IS 'append-only: what has been signed stays signed';

-- The present state of each collected or published item, derived from its versions; verify derives it again.
CREATE TABLE item (
  municipality_id int NOT NULL,
  record_id uuid NOT NULL,
  version int NOT NULL,
  account_id uuid NOT NULL,
  kind text NOT NULL,
  direction text NOT NULL,
  platform_id text NOT NULL,
  version_key text NOT NULL,
  parent text,
  permalink text,
  author text,
  author_id text,
  text text NOT NULL,
  state text NOT NULL,
  published_at timestamptz NOT NULL,
  collected_at timestamptz NOT NULL,
  changed_at timestamptz,
  gone_at timestamptz,
  import_id uuid,
  words tsvector GENERATED ALWAYS AS
    (to_tsvector('swedish', left(text, 200000) || ' ' || coalesce(author, ''))) STORED,
  PRIMARY KEY (municipality_id, record_id),
  UNIQUE (municipality_id, account_id, platform_id)
);
CREATE INDEX item_newest ON item (municipality_id, published_at DESC, record_id DESC);
CREATE INDEX item_account ON item (municipality_id, account_id, published_at DESC, record_id DESC);
CREATE INDEX item_words ON item USING gin (municipality_id, words);
CREATE INDEX item_parent ON item (municipality_id, account_id, parent) WHERE parent IS NOT NULL;
